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
use super::session::{CookieKind, SessionKey};
use super::state::AppState;
use crate::domain::Assignment;
use crate::present::html::{LoginChoice, LoginPage};

/// Somebody of staff, logged in under an assignment.
pub(super) struct Staff {
    pub(super) session: SessionKey,
    pub(super) assignment: Assignment,
    /// The launch she came by, if she came from COSMIC.
    pub(super) launched: Option<Arc<Launched>>,
}

/// What is kept of her.
#[derive(Clone)]
pub(super) struct StaffSession {
    pub(super) assignment: Assignment,
    pub(super) launched: Option<Arc<Launched>>,
}

impl FromRequestParts<AppState> for Staff {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        let secure = state.settings.secure_cookies;
        let number = CookieKind::Staff.read(&parts.headers, secure);
        let found = number.and_then(|number| state.staff.find(number));
        let (session, kept) = found.ok_or(WebError::NotLoggedIn)?;
        // Read anew each time: an assignment or a certificate that is taken away ends the session at
        // once, on every instance.
        let now = state.store.assignment(&kept.assignment.id).await?;
        let same = |now: &Assignment| {
            now.staff.hsa_id == kept.assignment.staff.hsa_id
                && now.care_provider.hsa_id == kept.assignment.care_provider.hsa_id
        };
        let assignment = now.filter(same).ok_or(WebError::NotLoggedIn)?;
        if let Some(launched) = &kept.launched
            && !crate::launch::is_still_trusted(&state.store, &launched.launch).await?
        {
            return Err(WebError::NotLoggedIn);
        }
        Ok(Self { session, assignment, launched: kept.launched })
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
    let number = state.staff.begin(StaffSession { assignment, launched: None })?;
    let cookie = CookieKind::Staff.write(Some(&number), &state.settings)?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to(home)).into_response())
}

/// Logs out: the session ends, and its views with their calls.
pub(super) async fn log_out(
    State(state): State<AppState>,
    headers: HeaderMap,
    _staff: Staff,
) -> Result<Response, WebError> {
    launch::leave(&state, &headers).await;
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
