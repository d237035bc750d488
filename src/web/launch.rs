//! COSMIC's launch on its way in: the signed assertion becomes a session.
//!
//! The launch itself is kept under a cookie of its own for as long as the session, so that a user
//! with several assignments can choose one, and later another.

use std::sync::Arc;

use axum::Form;
use axum::extract::{FromRequestParts, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::header::{ORIGIN, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;

use super::arrival;
use super::context;
use super::error::WebError;
use super::login::{Staff, StaffSession};
use super::pages;
use super::session::{CookieKind, Holder};
use super::state::AppState;
use crate::domain::{Assignment, AssignmentPurpose, PatientId};
use crate::launch::{self, Choice, Launch};
use crate::present::html::{ChoicePage, LoginChoice};
use crate::store::{KeptLaunch, SeenInCosmic, SessionHolder};

/// Where COSMIC posts; the one address that pages of others may post to.
pub(super) const ADDRESS: &str = "/launch";

/// A launch that was let through, and whether it opens several assignments.
pub(super) struct Launched {
    pub(super) launch: Launch,
    pub(super) has_choice: bool,
}

/// Somebody whose launch was let through, whether or not an assignment has been chosen.
pub(super) struct Arrived {
    launched: Arc<Launched>,
    choice: Choice,
}

/// The form that COSMIC posts.
#[derive(Deserialize)]
pub(super) struct Posted {
    assertion: String,
}

/// The assignment chosen.
#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    assignment: String,
}

/// Where to go when the session is known to work.
#[derive(Deserialize)]
pub(super) struct Onward {
    to: Option<String>,
}

impl Launched {
    /// What is kept of it.
    pub(super) fn kept(&self) -> KeptLaunch {
        launch::keep(&self.launch, self.has_choice)
    }

    /// The launch, from what is kept of it.
    pub(super) fn recall(kept: KeptLaunch) -> Self {
        Self { has_choice: kept.has_choice, launch: launch::recall(kept) }
    }
}

impl Holder for Arc<Launched> {
    fn kept(&self) -> SessionHolder {
        SessionHolder::Launch(Launched::kept(self))
    }

    fn recall(kept: SessionHolder) -> Option<Self> {
        let SessionHolder::Launch(launch) = kept else { return None };
        Some(Arc::new(Launched::recall(launch)))
    }
}

impl FromRequestParts<AppState> for Arrived {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        let secure = state.settings.secure_cookies;
        let number = CookieKind::Launch.read(&parts.headers, secure);
        let number = number.ok_or(WebError::NotLaunched)?;
        let (_, launched) = state.launches.find(number).await?.ok_or(WebError::NotLaunched)?;
        // Read anew each time, as a session's assignment is.
        if !launch::is_still_trusted(&state.store, &launched.launch).await? {
            return Err(WebError::NotLaunched);
        }
        let choice = launch::assignments(&state.store, &launched.launch).await?;
        Ok(Self { launched, choice })
    }
}

/// Takes a launch in: straight to the patient where there is one assignment, else to the choice.
pub(super) async fn receive(
    State(state): State<AppState>,
    headers: HeaderMap,
    Form(posted): Form<Posted>,
) -> Result<Response, WebError> {
    let settings = state.settings.launch.as_ref().ok_or(WebError::NoSuchPage)?;
    refuse_other_origins(&state, &headers)?;
    let now = state.clock.now();
    let launch = launch::receive(&state.store, settings, now, &posted.assertion).await?;
    note(&state, &launch, now).await;
    let choice = launch::assignments(&state.store, &launch).await?;
    tracing::info!(
        installation = launch.installation(),
        care_provider = %launch.place().care_provider,
        "a launch was let through"
    );
    let launched = Arc::new(Launched { launch, has_choice: choice.assignments.len() > 1 });
    leave_for(&state, &headers, Some(&launched.launch)).await?;
    context::begin(&state, &launched.launch, now).await?;
    let number = state.launches.begin(Arc::clone(&launched)).await?;
    let cookie = CookieKind::Launch.write(Some(&number), &state.settings)?;
    let entered = match choice.assignments.as_slice() {
        [only] => enter(&state, &launched, only.clone(), launched.launch.patient()).await?,
        _ => {
            // An earlier user's session must not be what this window goes on with.
            let gone = CookieKind::Staff.write(None, &state.settings)?;
            let onward = Redirect::to("/launch/assignment");
            (AppendHeaders([(SET_COOKIE, gone)]), onward).into_response()
        }
    };
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), entered).into_response())
}

/// Shows the assignments to choose among.
pub(super) async fn form(
    State(state): State<AppState>,
    arrived: Arrived,
) -> Result<Response, WebError> {
    show(&state, &arrived, StatusCode::OK, None)
}

/// Enters under the chosen assignment, and leaves an earlier one.
pub(super) async fn choose(
    State(state): State<AppState>,
    headers: HeaderMap,
    arrived: Arrived,
    Form(chosen): Form<Chosen>,
) -> Result<Response, WebError> {
    let mut assignments = arrived.choice.assignments.iter();
    let Some(assignment) = assignments.find(|one| one.id == chosen.assignment).cloned() else {
        let problem = "Välj ett av uppdragen i listan.";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&state, &arrived, status, Some(problem));
    };
    end_staff_session(&state, &headers).await?;
    // COSMIC may have gone on to another patient since the launch.
    let patient = context::patient_in_view(&state, &arrived.launched.launch).await?;
    enter(&state, &arrived.launched, assignment, patient.as_ref()).await
}

/// Where a launch lands: if the browser has kept the cookie, the user goes on. Otherwise it is said,
/// instead of sending her round and round.
pub(super) async fn entered(
    staff: Result<Staff, WebError>,
    Query(onward): Query<Onward>,
) -> Result<Response, WebError> {
    let staff = staff.map_err(|_| WebError::NotLaunched)?;
    let home = pages::home(&staff.assignment);
    // Only to a page about a patient: the address is anybody's to write.
    let is_ours = |to: &String| {
        let name = to.strip_prefix("/panel/");
        name.is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/'))
    };
    let to = onward.to.filter(is_ours);
    Ok(Redirect::to(to.as_deref().unwrap_or(home)).into_response())
}

/// Ends what this browser has of an earlier launch: its session and views, the launch itself, and
/// the topic it shared with COSMIC.
pub(super) async fn leave(state: &AppState, headers: &HeaderMap) -> Result<(), WebError> {
    leave_for(state, headers, None).await
}

/// The same; a launch that goes on with the topic of the earlier one keeps it.
async fn leave_for(
    state: &AppState,
    headers: &HeaderMap,
    next: Option<&Launch>,
) -> Result<(), WebError> {
    let used = end_staff_session(state, headers).await?;
    let found = match CookieKind::Launch.read(headers, state.settings.secure_cookies) {
        Some(number) => state.launches.find(number).await?,
        None => None,
    };
    if let Some((session, _)) = &found {
        state.launches.end(session).await?;
    }
    // The launch's own session may have run out while its user worked on.
    let Some(earlier) = found.map(|(_, launched)| launched).or(used) else { return Ok(()) };
    let goes_on = next.is_some_and(|next| {
        next.topic() == earlier.launch.topic() && next.staff() == earlier.launch.staff()
    });
    if !goes_on {
        context::end(state, &earlier.launch).await?;
    }
    Ok(())
}

/// Gives the launch that its user came by.
async fn end_staff_session(
    state: &AppState,
    headers: &HeaderMap,
) -> Result<Option<Arc<Launched>>, WebError> {
    let number = CookieKind::Staff.read(headers, state.settings.secure_cookies);
    let Some(number) = number else { return Ok(None) };
    let Some((session, kept)) = state.staff.find(number).await? else { return Ok(None) };
    state.staff.end(&session).await?;
    state.views.close_all_of(&session);
    Ok(kept.launched)
}

/// Begins a session, and opens the patient's journal if there is one.
async fn enter(
    state: &AppState,
    launched: &Arc<Launched>,
    assignment: Assignment,
    patient: Option<&PatientId>,
) -> Result<Response, WebError> {
    let reads = assignment.purpose == AssignmentPurpose::CareAndTreatment;
    let patient = patient.filter(|_| reads).cloned();
    let session = StaffSession::new(&assignment, Some(Arc::clone(launched)));
    let (number, key) = state.staff.begin_known(session).await?;
    let mut address = "/launch/entered".to_owned();
    if let Some(patient) = patient {
        let onward = arrival::address_for(state, key, assignment, patient).await?;
        address.push_str(&format!("?to={onward}"));
    }
    let cookie = CookieKind::Staff.write(Some(&number), &state.settings)?;
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(&address)).into_response())
}

/// Remembers where COSMIC has the user, for the checklist. A failure to do so keeps nobody out.
async fn note(state: &AppState, launch: &Launch, at: Timestamp) {
    let place = launch.place();
    let seen = SeenInCosmic {
        installation: launch.installation().to_owned(),
        staff: launch.staff().clone(),
        unit: place.unit.clone(),
        care_unit: place.care_unit.clone(),
        certificate: launch.certificate().to_owned(),
        at,
    };
    if let Err(error) = state.store.note_launch(&place.care_provider, &seen).await {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, "where a launch came from could not be remembered");
    }
}

/// An assertion cannot be forged, but a page could post one of its own, so that somebody works in
/// another's name without knowing. Where the operator has named COSMIC's origins, no other may.
fn refuse_other_origins(state: &AppState, headers: &HeaderMap) -> Result<(), WebError> {
    let origins = &state.settings.launch_origins;
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    let is_known = origin.is_some_and(|origin| origins.iter().any(|known| known == origin));
    if origins.is_empty() || is_known { Ok(()) } else { Err(WebError::CrossSite) }
}

fn show(
    state: &AppState,
    arrived: &Arrived,
    status: StatusCode,
    problem: Option<&str>,
) -> Result<Response, WebError> {
    let choice = |assignment: &Assignment| LoginChoice {
        value: assignment.id.clone(),
        name: assignment.title.clone(),
        role: pages::workplace(assignment),
    };
    let Arrived { launched, choice: opened } = arrived;
    let choices: Vec<LoginChoice> = opened.assignments.iter().map(choice).collect();
    let name = opened.assignments.first().map(|one| one.staff.name.as_str());
    let chrome = pages::chrome(state, None);
    let unit = launched.launch.place().unit.as_str();
    let page = ChoicePage {
        chrome: &chrome,
        name: name.unwrap_or_default(),
        unit,
        choices: &choices,
        problem,
    };
    pages::page(status, &page)
}
