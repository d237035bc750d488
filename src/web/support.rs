//! Support: switches fetching from other care providers on and off, behind a login of its own.

use argon2::Argon2;
use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use axum::Form;
use axum::extract::{FromRequestParts, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use http::header::SET_COOKIE;
use http::request::Parts;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::error::{WebError, insert_retry_after};
use super::pages;
use super::session::{CookieKind, Holder, SessionKey};
use super::state::AppState;
use crate::domain::{CareProvider, HsaId};
use crate::present::foreign::visible;
use crate::present::html::{ProviderRow, SupportLoginPage, SupportPage, SwitchRow, Who};
use crate::present::words;
use crate::store::{GvhSwitch, SessionHolder};

/// Longest reason, in characters; the form allows no more.
const LONGEST_REASON: usize = 500;

/// Somebody of support, by name.
pub(super) struct SupportStaff(String);

impl Holder for SupportStaff {
    fn kept(&self) -> SessionHolder {
        SessionHolder::Support { name: self.0.clone() }
    }

    fn recall(kept: SessionHolder) -> Option<Self> {
        if let SessionHolder::Support { name } = kept { Some(Self(name)) } else { None }
    }
}

/// Somebody of support, logged in.
pub(super) struct Support {
    session: SessionKey,
    name: String,
}

impl FromRequestParts<AppState> for Support {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        let secure = state.settings.secure_cookies;
        let number = CookieKind::Support.read(&parts.headers, secure);
        let number = number.ok_or(WebError::SupportNotLoggedIn)?;
        let found = state.support.find(number).await?;
        let (session, SupportStaff(name)) = found.ok_or(WebError::SupportNotLoggedIn)?;
        Ok(Self { session, name })
    }
}

impl Support {
    /// The name that is kept with what she does.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// For the head of pages.
    pub(super) fn who(&self) -> Who {
        Who {
            name: self.name.clone(),
            role: "Support".to_owned(),
            searches: false,
            administers: false,
            changes: None,
            elsewhere: None,
            leave: "/support/logout",
        }
    }
}

/// The login form.
#[derive(Deserialize)]
pub(super) struct Credentials {
    name: String,
    password: String,
}

/// The form that switches.
#[derive(Deserialize)]
pub(super) struct Switch {
    care_provider: String,
    on: bool,
    reason: String,
}

/// The login form.
pub(super) async fn form(State(state): State<AppState>) -> Result<Response, WebError> {
    show_login(&state, StatusCode::OK, None)
}

/// Logs in.
pub(super) async fn log_in(
    State(state): State<AppState>,
    Form(credentials): Form<Credentials>,
) -> Result<Response, WebError> {
    let Credentials { name, password } = credentials;
    let password = SecretString::from(password);
    // Names that do not exist are counted as one, so that the count cannot be made to grow.
    let is_known = state.settings.support_accounts.iter().any(|account| account.name == name);
    let counted = if is_known { name.as_str() } else { "" };
    if let Err(wait) = state.support_attempts.attempt(counted) {
        tracing::warn!("a support login was turned away after too many failures");
        let problem = "För många misslyckade försök. Vänta en stund och försök igen.";
        let mut response = show_login(&state, StatusCode::TOO_MANY_REQUESTS, Some(problem))?;
        insert_retry_after(&mut response, wait);
        return Ok(response);
    }
    if !is_right(&state, &name, password).await {
        tracing::warn!("a support login failed");
        let problem = "Fel användarnamn eller lösenord.";
        return show_login(&state, StatusCode::UNPROCESSABLE_ENTITY, Some(problem));
    }
    state.support_attempts.forget(counted);
    let number = state.support.begin(SupportStaff(name)).await?;
    let cookie = CookieKind::Support.write(Some(&number), &state.settings)?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/support")).into_response())
}

/// Logs out.
pub(super) async fn log_out(
    State(state): State<AppState>,
    support: Support,
) -> Result<Response, WebError> {
    state.support.end(&support.session).await?;
    let cookie = CookieKind::Support.write(None, &state.settings)?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/support/login")).into_response())
}

/// The care providers with their switches and their history.
pub(super) async fn show(
    State(state): State<AppState>,
    support: Support,
) -> Result<Response, WebError> {
    show_switches(&state, &support, StatusCode::OK, None).await
}

/// Switches fetching on or off for a care provider, from now on.
pub(super) async fn switch(
    State(state): State<AppState>,
    support: Support,
    Form(form): Form<Switch>,
) -> Result<Response, WebError> {
    let Some(reason) = visible(Some(&form.reason)) else {
        let problem = "Skriv ett skäl till ändringen.";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show_switches(&state, &support, status, Some(problem)).await;
    };
    if reason.chars().count() > LONGEST_REASON {
        return Err(WebError::Field("reason"));
    }
    let care_provider: HsaId =
        form.care_provider.parse().map_err(|_| WebError::Field("care_provider"))?;
    let now = state.clock.now();
    let change =
        GvhSwitch { care_provider, on: form.on, reason, by: support.name, at: now, from: now };
    state.store.switch_gvh(&change).await?;
    tracing::info!(care_provider = %change.care_provider, on = change.on, "fetching was switched");
    Ok(Redirect::to("/support").into_response())
}

/// Whether the password is the account's. It takes as long for a name that does not exist.
async fn is_right(state: &AppState, name: &str, password: SecretString) -> bool {
    let accounts = &state.settings.support_accounts;
    let account = accounts.iter().find(|account| account.name == name);
    let Some(hash) = account.or(accounts.first()).map(|account| account.password_hash.clone())
    else {
        return false;
    };
    let verified = tokio::task::spawn_blocking(move || {
        let Ok(hash) = PasswordHash::new(hash.expose_secret()) else { return false };
        Argon2::default().verify_password(password.expose_secret().as_bytes(), &hash).is_ok()
    });
    verified.await.unwrap_or(false) && account.is_some()
}

fn show_login(
    state: &AppState,
    status: StatusCode,
    problem: Option<&str>,
) -> Result<Response, WebError> {
    let chrome = pages::chrome(state, None);
    pages::page(status, &SupportLoginPage { chrome: &chrome, problem })
}

async fn show_switches(
    state: &AppState,
    support: &Support,
    status: StatusCode,
    problem: Option<&str>,
) -> Result<Response, WebError> {
    let now = state.clock.now();
    let mut providers = Vec::new();
    for (provider, at) in state.store.care_providers().await?.into_iter().zip(1_u32..) {
        providers.push(row(state, provider, at, now).await?);
    }
    let chrome = pages::chrome(state, Some(support.who()));
    let log_troubles = log_troubles(state).await?;
    let page = SupportPage {
        chrome: &chrome,
        log_troubles: &log_troubles,
        providers: &providers,
        problem,
    };
    pages::page(status, &page)
}

/// What somebody has to do something about.
async fn log_troubles(state: &AppState) -> Result<Vec<String>, WebError> {
    let mut troubles = Vec::new();
    let aside = state.log.kept_aside();
    if aside > 0 {
        let rows = words::amount(aside, "rad", "rader");
        troubles.push(format!(
            "Åtkomstloggen gick inte att skriva vid nödåtkomst. {rows} ligger i filen för \
             nödsituationer och flyttas till loggen när databasen går att skriva i."
        ));
    }
    let outbox = state.store.outbox_counts().await?;
    let undecided = outbox.uncertain + outbox.refused;
    if undecided > 0 {
        let rows = words::amount(undecided, "rad", "rader");
        troubles.push(format!(
            "{rows} i åtkomstloggen har kanske inte nått den nationella loggtjänsten. Någon behöver \
             avgöra vad som ska göras: kommandot vaccinjournal log outbox."
        ));
    }
    Ok(troubles)
}

async fn row(
    state: &AppState,
    provider: CareProvider,
    at: u32,
    now: Timestamp,
) -> Result<ProviderRow, WebError> {
    let toggle = state.store.gvh_consumption(&provider.hsa_id, now).await?;
    let history = state.store.gvh_history(&provider.hsa_id).await?;
    Ok(ProviderRow {
        hsa_id: provider.hsa_id.to_string(),
        anchor: format!("vg{at}"),
        name: provider.name,
        on: toggle.on,
        history: history.iter().map(change).collect(),
    })
}

fn change(change: &GvhSwitch) -> SwitchRow {
    SwitchRow {
        at: words::moment(change.at),
        by: change.by.clone(),
        on: change.on,
        from: words::moment(change.from),
        reason: change.reason.clone(),
    }
}
