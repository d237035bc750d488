//! Staff: who is logged in, and the login for development. In operation the record system logs its
//! users in.

use std::sync::Arc;

use axum::Form;
use axum::extract::{FromRequestParts, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::error::WebError;
use super::launch::{self, Launched};
use super::pages;
use super::session::{CookieKind, Holder, SessionKey};
use super::state::AppState;
use crate::domain::{Assignment, HsaId};
use crate::launch::is_still_trusted;
use crate::present::html::{LoginChoice, LoginPage};
use crate::store::SessionHolder;

/// Somebody of staff, logged in under an assignment.
pub(super) struct Staff {
    pub(super) session: SessionKey,
    pub(super) assignment: Assignment,
    /// The launch she came by, if she came from COSMIC.
    pub(super) launched: Option<Arc<Launched>>,
}

/// The same behind a page that listens. It connects again by itself, which is no use of the session.
pub(super) struct ListeningStaff(pub(super) Staff);

/// What is kept of her. Of the assignment only what tells whether it is still the same one.
pub(super) struct StaffSession {
    assignment: String,
    staff: HsaId,
    care_provider: HsaId,
    pub(super) launched: Option<Arc<Launched>>,
}

impl StaffSession {
    pub(super) fn new(assignment: &Assignment, launched: Option<Arc<Launched>>) -> Self {
        Self {
            assignment: assignment.id.clone(),
            staff: assignment.staff.hsa_id.clone(),
            care_provider: assignment.care_provider.hsa_id.clone(),
            launched,
        }
    }
}

impl Holder for StaffSession {
    fn kept(&self) -> SessionHolder {
        SessionHolder::Staff {
            assignment: self.assignment.clone(),
            staff: self.staff.clone(),
            care_provider: self.care_provider.clone(),
            launch: self.launched.as_deref().map(Launched::kept),
        }
    }

    fn recall(kept: SessionHolder) -> Option<Self> {
        let SessionHolder::Staff { assignment, staff, care_provider, launch } = kept else {
            return None;
        };
        let launched = launch.map(Launched::recall).map(Arc::new);
        Some(Self { assignment, staff, care_provider, launched })
    }
}

impl StaffSession {
    /// The assignment, if the user still has it. Read anew each time: an assignment or a certificate
    /// that is taken away ends the session at once, on every instance.
    pub(super) async fn assignment_now(
        &self,
        state: &AppState,
    ) -> Result<Option<Assignment>, WebError> {
        let now = state.store.assignment(&self.assignment).await?;
        let same = |now: &Assignment| {
            now.staff.hsa_id == self.staff && now.care_provider.hsa_id == self.care_provider
        };
        let Some(assignment) = now.filter(same) else { return Ok(None) };
        let trusted = match &self.launched {
            Some(launched) => is_still_trusted(&state.store, &launched.launch).await?,
            None => true,
        };
        Ok(trusted.then_some(assignment))
    }
}

impl Staff {
    async fn of(
        state: &AppState,
        found: Option<(SessionKey, StaffSession)>,
    ) -> Result<Self, WebError> {
        let (session, kept) = found.ok_or(WebError::NotLoggedIn)?;
        let assignment = kept.assignment_now(state).await?.ok_or(WebError::NotLoggedIn)?;
        Ok(Self { session, assignment, launched: kept.launched })
    }
}

impl FromRequestParts<AppState> for Staff {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        let secure = state.settings.secure_cookies;
        let number = CookieKind::Staff.read(&parts.headers, secure);
        let number = number.ok_or(WebError::NotLoggedIn)?;
        let staff = Self::of(state, state.staff.find(number).await?).await?;
        if staff.launched.as_ref().is_some_and(|launched| launched.has_choice)
            && let Some(number) = CookieKind::Launch.read(&parts.headers, secure)
        {
            // In use as well: by it she changes to another assignment.
            state.launches.find(number).await?;
        }
        Ok(staff)
    }
}

impl FromRequestParts<AppState> for ListeningStaff {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        let number = CookieKind::Staff.read(&parts.headers, state.settings.secure_cookies);
        let number = number.ok_or(WebError::NotLoggedIn)?;
        Ok(Self(Staff::of(state, state.staff.peek(number).await?).await?))
    }
}

/// The assignment chosen in the form.
#[derive(Deserialize)]
pub(super) struct Chosen {
    assignment: String,
}

/// Shows whom one may act as.
pub(super) async fn form(State(state): State<AppState>) -> Result<Response, WebError> {
    show(&state, StatusCode::OK, None).await
}

/// Logs in under the chosen assignment.
pub(super) async fn log_in(
    State(state): State<AppState>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, WebError> {
    only_in_development(&state)?;
    let Some(assignment) = state.store.assignment(&chosen.assignment).await? else {
        let problem = "Uppdraget finns inte. Välj ett i listan.";
        return show(&state, StatusCode::UNPROCESSABLE_ENTITY, Some(problem)).await;
    };
    let home = pages::home(&assignment);
    let number = state.staff.begin(StaffSession::new(&assignment, None)).await?;
    let cookie = CookieKind::Staff.write(Some(&number), &state.settings)?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to(home)).into_response())
}

/// Logs out: the session ends, and its views with their calls.
pub(super) async fn log_out(
    State(state): State<AppState>,
    headers: HeaderMap,
    _staff: Staff,
) -> Result<Response, WebError> {
    launch::leave(&state, &headers).await?;
    let staff = CookieKind::Staff.write(None, &state.settings)?;
    let launch = CookieKind::Launch.write(None, &state.settings)?;
    let gone = AppendHeaders([(SET_COOKIE, staff), (SET_COOKIE, launch)]);
    Ok((gone, Redirect::to("/")).into_response())
}

async fn show(
    state: &AppState,
    status: StatusCode,
    problem: Option<&str>,
) -> Result<Response, WebError> {
    only_in_development(state)?;
    let mut choices = Vec::new();
    for member in state.store.staff().await? {
        for assignment in state.store.assignments(&member.hsa_id).await? {
            choices.push(LoginChoice {
                role: pages::role(&assignment),
                name: assignment.staff.name,
                value: assignment.id,
            });
        }
    }
    let chrome = pages::chrome(state, None);
    pages::page(status, &LoginPage { chrome: &chrome, choices: &choices, problem })
}

fn only_in_development(state: &AppState) -> Result<(), WebError> {
    if state.settings.development_login { Ok(()) } else { Err(WebError::NoSuchPage) }
}
