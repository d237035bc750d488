//! The checklist of a care provider, for its own administrators and for support.

use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use super::administration::{Administrator, Upload};
use super::error::WebError;
use super::pages;
use super::state::AppState;
use super::support::Support;
use crate::checklist::{Checklist, Facts, Row, State as ItemState, Surroundings, file};
use crate::domain::HsaId;
use crate::journal::Reached;
use crate::present::checklist::{ChecklistPage, ItemRow};
use crate::present::html::Who;
use crate::present::words;

/// The administrator's own care provider.
pub(super) async fn show_own(
    State(state): State<AppState>,
    administrator: Administrator,
) -> Result<Response, WebError> {
    own(&state, &administrator, StatusCode::OK, None).await
}

/// Keeps what the care provider has in COSMIC, from a file, and compares anew.
pub(super) async fn compare(
    State(state): State<AppState>,
    administrator: Administrator,
    form: Multipart,
) -> Result<Response, WebError> {
    administrator.must_be_over_all()?;
    let form = Upload::read(form).await?;
    match file::read(form.bytes("file")?, administrator.by(), state.clock.now()) {
        Ok(list) => {
            state.store.keep_cosmic_list(administrator.care_provider(), &list).await?;
            Ok(Redirect::to("/administration/check").into_response())
        }
        Err(problem) => {
            own(&state, &administrator, StatusCode::UNPROCESSABLE_ENTITY, Some(&problem)).await
        }
    }
}

/// Any care provider's, for support.
pub(super) async fn show_any(
    State(state): State<AppState>,
    support: Support,
    Path(care_provider): Path<String>,
) -> Result<Response, WebError> {
    any(&state, &support, care_provider, false).await
}

/// The same, after the platform has been asked whether it lets us ask.
pub(super) async fn ask_platform(
    State(state): State<AppState>,
    support: Support,
    Path(care_provider): Path<String>,
) -> Result<Response, WebError> {
    any(&state, &support, care_provider, true).await
}

async fn own(
    state: &AppState,
    administrator: &Administrator,
    status: StatusCode,
    problem: Option<&str>,
) -> Result<Response, WebError> {
    let checklist = checklist(state, administrator.care_provider(), None).await?;
    let who = administrator.who();
    let form = Form { uploads: administrator.is_over_all(), asks: None, back: "/administration" };
    page(state, who, status, &checklist, &form, problem)
}

async fn any(
    state: &AppState,
    support: &Support,
    care_provider: String,
    asks: bool,
) -> Result<Response, WebError> {
    let care_provider: HsaId = care_provider.parse().map_err(|_| WebError::NoSuchPage)?;
    let known = state.store.care_providers().await?;
    if !known.iter().any(|known| known.hsa_id == care_provider) {
        return Err(WebError::NoSuchPage);
    }
    let reached = match asks {
        true => Some(state.journal.reach(&care_provider).await),
        false => None,
    };
    let checklist = checklist(state, &care_provider, reached).await?;
    let address = format!("/support/check/{care_provider}");
    let form = Form { uploads: false, asks: Some(&address), back: "/support" };
    page(state, support.who(), StatusCode::OK, &checklist, &form, None)
}

async fn checklist(
    state: &AppState,
    care_provider: &HsaId,
    reached: Option<Vec<Reached>>,
) -> Result<Checklist, WebError> {
    let surroundings = Surroundings {
        environment: state.settings.environment,
        audience: state.settings.launch.as_ref().map(|launch| launch.audience.clone()),
        plan: state.journal.plan(care_provider).cloned(),
        reached,
    };
    let now = state.clock.now();
    let facts = Facts::of(&state.store, care_provider, surroundings, None, now).await?;
    Ok(Checklist::of(&facts))
}

/// What can be done from the page.
struct Form<'a> {
    uploads: bool,
    asks: Option<&'a str>,
    back: &'a str,
}

fn page(
    state: &AppState,
    who: Who,
    status: StatusCode,
    checklist: &Checklist,
    form: &Form<'_>,
    problem: Option<&str>,
) -> Result<Response, WebError> {
    let rows: Vec<ItemRow> = checklist.rows.iter().map(row).collect();
    let page = ChecklistPage {
        chrome: &pages::chrome(state, Some(who)),
        name: checklist.name.as_deref().unwrap_or_default(),
        hsa_id: checklist.care_provider.as_str(),
        at: &words::moment(checklist.at),
        summary: &checklist.summary(),
        rows: &rows,
        uploads: form.uploads,
        file_form: file::FORM,
        asks: form.asks,
        back: form.back,
        problem,
    };
    pages::page(status, &page)
}

fn row(row: &Row) -> ItemRow {
    let finding = &row.finding;
    ItemRow {
        id: row.item.id,
        title: row.item.title,
        state: finding.state.word(),
        class: match finding.state {
            ItemState::Done => "is-done",
            ItemState::Missing => "is-missing",
            ItemState::Warning => "is-warning",
            ItemState::Unknown => "is-unknown",
        },
        in_cosmic: row.item.in_cosmic,
        here: row.item.here,
        evidence: finding.evidence.clone(),
        todo: finding.todo.clone(),
    }
}
