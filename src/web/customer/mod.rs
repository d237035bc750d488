//! Lägg till kund: a patient whom MVJ does not know yet is looked up in the person register and added
//! with one button.
//!
//! The page is about one view's patient, as every page about a patient is. She can also be read
//! without being added: who only wants to see what she has been given need not leave a trace of her
//! here. Sources are asked first when her journal is opened.

mod form;
mod told;

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use self::form::{Posted, Problem};
use self::told::{Told, is_reserve_number_in_cosmic};
use super::error::WebError;
use super::login::Staff;
use super::pages;
use super::state::AppState;
use crate::domain::{AccessActivity, ContactDetails, PatientId};
use crate::present::customer::{CustomerForm, CustomerNotice, CustomerPage, fields};

/// The form, filled in with what the person register tells.
pub(super) async fn show(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let page = Page::of(&state, &staff, &view).await?;
    if state.store.knows_patient(&page.patient).await? {
        return Ok(page.journal());
    }
    if is_reserve_number_in_cosmic(&state, &staff, &page.patient) {
        return page.refusal(StatusCode::OK);
    }
    let told = Told::by_register(&state, &staff, &page.patient).await?;
    page.form(StatusCode::OK, &told, &told.contact(), &[]).await
}

/// Adds the patient, and shows her journal.
pub(super) async fn save(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, WebError> {
    let page = Page::of(&state, &staff, &view).await?;
    if is_reserve_number_in_cosmic(&state, &staff, &page.patient) {
        return page.refusal(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let asks_again = posted.again;
    // Who has waited for the register once need not do so twice.
    let told = match posted.was_silent && !asks_again {
        true => Told::silent(),
        false => Told::by_register(&state, &staff, &page.patient).await?,
    };
    let typed = posted.typed();
    if asks_again {
        let contact = form::filled_up(typed, told.contact());
        return page.form(StatusCode::OK, &told, &contact, &[]).await;
    }
    let checked = match told.is_protected() {
        true => None,
        false => match form::checked(&typed) {
            Ok(contact) => Some(contact),
            Err(problems) => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return page.form(status, &told, &typed, &problems).await;
            }
        },
    };
    told::log(&state, &staff, &page.patient, AccessActivity::CustomerAdded).await?;
    let by = &staff.assignment.staff.hsa_id;
    state.store.add_customer(&page.patient, checked.as_ref(), by, state.clock.now()).await?;
    Ok(page.journal())
}

/// One page about one view's patient.
struct Page<'a> {
    state: &'a AppState,
    staff: &'a Staff,
    patient: PatientId,
    journal: String,
}

impl<'a> Page<'a> {
    async fn of(state: &'a AppState, staff: &'a Staff, view: &str) -> Result<Self, WebError> {
        let (id, patient) = state.patient_of(view, staff).await?;
        Ok(Self { state, staff, patient, journal: format!("/panel/{id}") })
    }

    fn journal(&self) -> Response {
        Redirect::to(&self.journal).into_response()
    }

    fn refusal(&self, status: StatusCode) -> Result<Response, WebError> {
        self.write(status, &[CustomerNotice::ReserveNumber], None)
    }

    async fn form(
        &self,
        status: StatusCode,
        told: &Told,
        contact: &ContactDetails,
        problems: &[Problem],
    ) -> Result<Response, WebError> {
        let fields = if told.is_protected() { Vec::new() } else { fields(contact, problems) };
        let form = CustomerForm { fields, was_silent: told.is_silent() };
        self.write(status, &told.notices(self.state).await?, Some(form))
    }

    fn write(
        &self,
        status: StatusCode,
        notices: &[CustomerNotice],
        form: Option<CustomerForm>,
    ) -> Result<Response, WebError> {
        let Self { state, staff, patient, journal } = self;
        let chrome = pages::chrome(state, Some(pages::who(staff)));
        let address = format!("{journal}/customer");
        let addresses = (address.as_str(), journal.as_str());
        let now = state.clock.now();
        let page = CustomerPage::new(&chrome, patient, now, notices, form, addresses);
        pages::page(status, &page)
    }
}
