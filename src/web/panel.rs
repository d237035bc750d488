//! The panel: what a person reads.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::sse::Event;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use jiff::civil::Date;
use serde::Deserialize;

use super::arrival;
use super::context;
use super::error::WebError;
use super::events;
use super::login::Staff;
use super::pages;
use super::state::AppState;
use crate::domain::{
    Journal, ParsePatientIdError, PatientId, RecordKey, RecordPair, ReserveSeries,
};
use crate::journal::{JournalError, Progress, View};
use crate::present::html::{Fragment, PanelPage, SearchPage, SeriesChoice};
use crate::present::view::{Filter, GroundsView, JournalView};
use crate::present::{Showing, dose_handle, record_handle};

/// The search form.
#[derive(Default, Deserialize)]
pub(super) struct Search {
    patient: String,
    /// OID of the number's kind; empty where it is read from the number.
    #[serde(default)]
    series: String,
}

/// The filter as it stands in the address; empty fields choose nothing.
#[derive(Deserialize)]
pub(super) struct FilterQuery {
    disease: Option<String>,
    source: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

/// The form that splits a record off a dose.
#[derive(Deserialize)]
pub(super) struct Split {
    dose: String,
    record: String,
    #[serde(flatten)]
    back: Back,
}

/// The form that joins two records again.
#[derive(Deserialize)]
pub(super) struct Join {
    one: String,
    other: String,
    #[serde(flatten)]
    back: Back,
}

/// Where on the page the user was.
#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
    #[serde(default)]
    at: String,
}

/// The search form, and who is logged in.
pub(super) async fn search(
    State(state): State<AppState>,
    staff: Staff,
) -> Result<Response, WebError> {
    show_search(&state, &staff, StatusCode::OK, &Search::default(), None)
}

/// Opens a patient's journal.
pub(super) async fn open(
    State(state): State<AppState>,
    staff: Staff,
    Form(search): Form<Search>,
) -> Result<Response, WebError> {
    let patient = match search.read(&state, &staff) {
        Ok(patient) => patient,
        Err(error) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let problem = if search.is_for_cosmic(&state, &staff) {
                CHOSEN_IN_COSMIC
            } else {
                problem_with(error)
            };
            return show_search(&state, &staff, status, &search, Some(problem));
        }
    };
    let assignment = staff.assignment.clone();
    let address = arrival::address_for(&state, staff.session, assignment, patient.clone()).await?;
    context::tell_chosen(&state, &staff, &patient).await?;
    Ok(Redirect::to(&address).into_response())
}

/// The journal as a page.
pub(super) async fn show(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
    Query(query): Query<FilterQuery>,
) -> Result<Response, WebError> {
    let Some(view) = state.view_if_granted(&view, &staff).await? else {
        // Nothing was stated yet, or what was has ended or was withdrawn.
        let (id, _) = state.patient_of(&view, &staff).await?;
        return Ok(Redirect::to(&format!("/panel/{id}/access")).into_response());
    };
    let chrome = pages::chrome(&state, Some(pages::who(&staff)));
    let base = address_of(&view);
    let page = PanelPage {
        chrome: &chrome,
        view: &journal(&state, &view, &query.filter()).await?,
        grounds: &GroundsView::of(view.grant().basis(), view.grant().consent_is_ours()),
        base: &base,
        refresh_seconds: state.settings.refresh_every.as_secs().max(1),
    };
    pages::page(StatusCode::OK, &page)
}

/// The part of the page that changes.
pub(super) async fn fragment(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
    Query(query): Query<FilterQuery>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let journal = journal(&state, &view, &query.filter()).await?;
    let grounds = GroundsView::of(view.grant().basis(), view.grant().consent_is_ours());
    let fragment = Fragment { view: &journal, grounds: &grounds, base: &address_of(&view) };
    Ok(Html(fragment.render()?).into_response())
}

/// Tells the page when to read that part again.
pub(super) async fn follow(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let say = |progress: &Progress| {
        let name = if progress.complete { "klar" } else { "framsteg" };
        let sources = &progress.journal.sources;
        let answered = sources.iter().filter(|source| !source.state.is_waiting()).count();
        Event::default().event(name).data(format!("{answered}/{}", sources.len()))
    };
    events::follow(state, view, Box::new(say))
}

/// Makes a record of a dose a dose of its own.
pub(super) async fn split(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
    Form(split): Form<Split>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let journal = view.progress().borrow().journal.clone();
    let pairs = pairs_apart(&journal, &split).ok_or(WebError::Field("record"))?;
    let by = &staff.assignment.staff.hsa_id;
    for pair in pairs {
        state.store.keep_apart(&view.request().patient, &pair, by, state.clock.now()).await?;
    }
    merge_again(&state, &view).await?;
    Ok(split.back.to(&view))
}

/// Takes a decision to keep two records apart back.
pub(super) async fn join(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
    Form(join): Form<Join>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let patient = &view.request().patient;
    let kept = state.store.kept_apart(patient).await?;
    let is_meant = |pair: &&RecordPair| {
        let (one, other) = pair.keys();
        let pair = [record_handle(one), record_handle(other)];
        pair.contains(&join.one) && pair.contains(&join.other)
    };
    let pair = kept.iter().find(is_meant).ok_or(WebError::Field("one"))?;
    let by = &staff.assignment.staff.hsa_id;
    state.store.join_again(patient, pair, by, state.clock.now()).await?;
    merge_again(&state, &view).await?;
    Ok(join.back.to(&view))
}

impl Search {
    /// The patient meant. A number of a national kind tells its kind itself.
    fn read(&self, state: &AppState, staff: &Staff) -> Result<PatientId, ParsePatientIdError> {
        let is_local = PatientId::is_local_series(&self.series);
        if is_local && !Self::series(state, staff).any(|one| one.oid == self.series) {
            return Err(ParsePatientIdError::Kind);
        }
        if is_local { PatientId::parse(&self.series, &self.patient) } else { self.patient.parse() }
    }

    /// The regions' own series in which a patient may be looked up here. From COSMIC a patient with
    /// such a number is chosen there, unless the number works as a national one does (COSMIC –
    /// integration MittVaccin Journal 8.0, 2.5).
    fn series<'s>(
        state: &'s AppState,
        staff: &Staff,
    ) -> impl Iterator<Item = &'s ReserveSeries> + use<'s> {
        let is_launched = staff.launched.is_some();
        state.settings.reserve_series.iter().filter(move |one| one.in_register || !is_launched)
    }

    /// Whether this is a number that can be looked up here, but from COSMIC is chosen there.
    fn is_for_cosmic(&self, state: &AppState, staff: &Staff) -> bool {
        let is_one = |series: &ReserveSeries| PatientId::parse(&series.oid, &self.patient).is_ok();
        let mut chosen_there = state.settings.reserve_series.iter().filter(|one| !one.in_register);
        staff.launched.is_some() && chosen_there.any(is_one)
    }
}

const CHOSEN_IN_COSMIC: &str = "Patienten har ett lokalt reservnummer. Välj patienten i COSMIC.";

impl FilterQuery {
    fn filter(&self) -> Filter {
        let chosen = |field: &Option<String>| field.clone().filter(|text| !text.is_empty());
        let day = |field: &Option<String>, year_end: &str| {
            let text = field.as_deref()?.trim();
            // A bare year means its first or its last day.
            let text = if text.len() == 4 { format!("{text}-{year_end}") } else { text.to_owned() };
            text.parse::<Date>().ok()
        };
        Filter {
            disease: chosen(&self.disease),
            source: chosen(&self.source),
            from: day(&self.from, "01-01"),
            to: day(&self.to, "12-31"),
        }
    }
}

impl Back {
    /// Back to the page, with the filter and at the dose the user came from. Nothing but the
    /// characters of our own addresses is taken over.
    fn to(&self, view: &View) -> Response {
        let plain =
            |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-=&".contains(&b));
        let query = self.back.strip_prefix('?').filter(|query| plain(query));
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let at = Some(&self.at).filter(|at| !at.is_empty() && plain(at));
        let at = at.map(|at| format!("#{at}")).unwrap_or_default();
        Redirect::to(&format!("{}{query}{at}", address_of(view))).into_response()
    }
}

fn show_search(
    state: &AppState,
    staff: &Staff,
    status: StatusCode,
    typed: &Search,
    problem: Option<&str>,
) -> Result<Response, WebError> {
    let chrome = pages::chrome(state, Some(pages::who(staff)));
    let choice = |one: &ReserveSeries| SeriesChoice {
        chosen: one.oid == typed.series,
        value: one.oid.clone(),
        name: one.name.clone(),
    };
    let series: Vec<SeriesChoice> = Search::series(state, staff).map(choice).collect();
    let typed = &typed.patient;
    pages::page(status, &SearchPage { chrome: &chrome, typed, series: &series, problem })
}

async fn journal(state: &AppState, view: &View, filter: &Filter) -> Result<JournalView, WebError> {
    let patient = &view.request().patient;
    let kept_apart: Vec<RecordPair> = state.store.kept_apart(patient).await?.into_iter().collect();
    let progress = view.progress().borrow().clone();
    let showing = Showing {
        journal: &progress.journal,
        patient,
        complete: progress.complete,
        now: state.clock.now(),
        kept_apart: &kept_apart,
        catalogue: &state.catalogue,
    };
    Ok(JournalView::of(&showing, filter))
}

async fn merge_again(state: &AppState, view: &View) -> Result<(), WebError> {
    let retry_after = state.settings.retry_after;
    let merged = state.journal.merge_again(view).await;
    merged.map_err(|error: JournalError| WebError::Journal { error, retry_after })
}

/// The record that is to stand alone, paired with each of the others in its dose.
fn pairs_apart(journal: &Journal, split: &Split) -> Option<Vec<RecordPair>> {
    let dose = journal.doses.iter().find(|dose| dose_handle(dose) == split.dose)?;
    let keys = || dose.records.iter().map(|merged| &merged.record.key);
    let alone: &RecordKey = keys().find(|key| record_handle(key) == split.record)?;
    let pairs = keys().filter(|key| *key != alone);
    Some(pairs.map(|key| RecordPair::new(alone.clone(), key.clone())).collect())
}

fn address_of(view: &View) -> String {
    format!("/panel/{}", view.id())
}

fn problem_with(error: ParsePatientIdError) -> &'static str {
    match error {
        ParsePatientIdError::Length => "Numret ska ha tolv tecken, med århundrade: ÅÅÅÅMMDD-NNNN.",
        ParsePatientIdError::BirthDate => "Födelsedatumet i numret finns inte. Kontrollera numret.",
        ParsePatientIdError::CheckDigit => "Kontrollsiffran stämmer inte. Kontrollera numret.",
        ParsePatientIdError::Characters | ParsePatientIdError::Kind => {
            "Numret innehåller tecken som inte kan stå i ett sådant nummer. Kontrollera numret."
        }
    }
}
