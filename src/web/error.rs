//! Failures on their way out.
//!
//! | Status | When |
//! |---|---|
//! | 200 | The journal, a page, a bundle. A source that failed never changes the status: what is missing stands in the answer, and `complete` says whether more will come. |
//! | 201 | `POST /api/v1/journal` has opened a view; `Location` names it. |
//! | 303 | A form has been carried out, or the user has to log in first. |
//! | 400 | The question cannot be read. |
//! | 401 | Nobody is logged in, or the session has ended. |
//! | 403 | The assignment does not open journals, nothing lets the user read this one, or the change was asked for by another site's page. |
//! | 404 | No such page, or no such view in this session. A view of another session does not exist as far as the asker can tell. |
//! | 405 | The page knows no such method. |
//! | 408 | The request body stopped coming. |
//! | 413, 415 | The body is too large, or of another kind than was asked for. |
//! | 422 | The patient id, or another value, is no such value. |
//! | 429 | Too many failed logins; `Retry-After` says when to try again. |
//! | 500 | A fault of ours. |
//! | 503 | Too much is going on, or the service is stopping; `Retry-After` says when to try again. |
//!
//! Every failure has a log id, in the answer and in the log. The answer says what happened in plain
//! words; the chain of causes is in the log only. Under `/api` a failure is `application/problem+json`
//! (RFC 9457), under `/fhir` an OperationOutcome, elsewhere a page.

use std::fmt;
use std::time::Duration;

use axum::Json;
use axum::extract::multipart::MultipartError;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Method, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::context;
use super::pages;
use super::state::AppState;
use crate::access_log::NotLogged;
use crate::domain::ParsePatientIdError;
use crate::journal::JournalError;
use crate::journal::access::{Denied, StatementError};
use crate::launch::LaunchError;
use crate::present::fhir;
use crate::store::StoreError;

/// Why a request was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// Nobody of staff is logged in.
    #[error("nobody is logged in")]
    NotLoggedIn,
    /// No launch is known, or its cookie has not been kept.
    #[error("no launch is known here")]
    NotLaunched,
    /// COSMIC's launch opens nothing.
    #[error(transparent)]
    Launch(#[from] LaunchError),
    /// Nobody of support is logged in.
    #[error("nobody of support is logged in")]
    SupportNotLoggedIn,
    /// The view does not exist, or is another session's.
    #[error("no such view in this session")]
    NoSuchView,
    /// Nothing stands under the address.
    #[error("no such page")]
    NoSuchPage,
    /// Another site's page asked for a change.
    #[error("a change was asked for from another site")]
    CrossSite,
    /// The patient id is none.
    #[error("the patient id cannot be used: {0}")]
    PatientId(#[from] ParsePatientIdError),
    /// A field is missing or holds something it cannot.
    #[error("the field {0} is missing or cannot be used")]
    Field(&'static str),
    /// There is no journal.
    #[error("no journal")]
    Journal {
        /// Why.
        #[source]
        error: JournalError,
        /// When to try again, where that may help.
        retry_after: Duration,
    },
    /// What the user states is not enough.
    #[error("the statement is not enough")]
    Statement(#[from] StatementError),
    /// The assignment does not let its holder administer this.
    #[error("the assignment does not open this part of administration")]
    NotAdministrator,
    /// An uploaded form could not be read.
    #[error("an upload cannot be read")]
    Upload(#[from] MultipartError),
    /// A file could not be written.
    #[error("a file cannot be written")]
    File(#[source] csv::Error),
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// The service is stopping.
    #[error("the service is stopping")]
    Stopping {
        /// When to try again.
        retry_after: Duration,
    },
    /// A page could not be written.
    #[error("a page cannot be written")]
    Page(#[from] askama::Error),
    /// A header could not be written.
    #[error("a header cannot be written")]
    Header(#[source] http::header::InvalidHeaderValue),
    /// No random numbers.
    #[error("no random numbers")]
    Chance(#[source] openssl::error::ErrorStack),
}

/// A failure as the reader gets it, to be dressed for the reader's kind by [`dress`].
#[derive(Clone)]
struct Failure {
    log_id: LogId,
    words: &'static str,
}

/// Names one failure in the answer and in the log.
#[derive(Clone, Copy)]
struct LogId(Uuid);

/// A failure under `/api`: `application/problem+json`.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Problem {
    /// The status.
    pub status: u16,
    /// What happened, in Swedish.
    pub title: &'static str,
    /// Names the failure in the log.
    pub log_id: String,
}

impl WebError {
    /// The status and the reader's words. A new failure does not compile until it has both.
    fn answer(&self) -> (StatusCode, &'static str) {
        match self {
            Self::NotLoggedIn => (StatusCode::UNAUTHORIZED, words::LOGGED_OUT),
            Self::NotLaunched => (StatusCode::UNAUTHORIZED, words::NOT_LAUNCHED),
            Self::Launch(LaunchError::Refused(refusal)) if refusal.is_about_rights() => {
                (StatusCode::FORBIDDEN, refusal.words())
            }
            Self::Launch(LaunchError::Refused(refusal)) => {
                (StatusCode::UNAUTHORIZED, refusal.words())
            }
            Self::SupportNotLoggedIn => (StatusCode::UNAUTHORIZED, words::LOGGED_OUT),
            Self::NoSuchView => (
                StatusCode::NOT_FOUND,
                "Den här visningen finns inte längre. Sök fram patienten igen.",
            ),
            Self::NoSuchPage => (StatusCode::NOT_FOUND, words::NO_PAGE),
            Self::CrossSite => (
                StatusCode::FORBIDDEN,
                "Ändringen begärdes från en annan webbplats och har inte gjorts.",
            ),
            Self::PatientId(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Numret är inte ett giltigt personnummer, samordningsnummer eller reservnummer.",
            ),
            Self::NotAdministrator => {
                (StatusCode::FORBIDDEN, "Uppdraget ger inte rätt att administrera detta.")
            }
            Self::Upload(error) => (error.status(), words::of(error.status())),
            Self::Field(_) | Self::Store(StoreError::Unknown { .. }) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Ett fält saknas eller har ett värde som inte kan användas.",
            ),
            Self::Statement(error) => match error {
                StatementError::Denied(denied) => (StatusCode::FORBIDDEN, words::denied(*denied)),
                StatementError::CareRelation => {
                    (StatusCode::FORBIDDEN, words::denied(Denied::NoCareRelation))
                }
                StatementError::Store(_) => (StatusCode::INTERNAL_SERVER_ERROR, words::FAULT),
                StatementError::Log(_) => (StatusCode::SERVICE_UNAVAILABLE, words::NO_LOG),
                other => (StatusCode::UNPROCESSABLE_ENTITY, words::statement(other)),
            },
            Self::Journal { error, .. } => match error {
                JournalError::Denied(denied) => (StatusCode::FORBIDDEN, words::denied(*denied)),
                JournalError::Overloaded => (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "För många frågor pågår just nu. Försök igen om en stund.",
                ),
                JournalError::NotLogged(_) => (StatusCode::SERVICE_UNAVAILABLE, words::NO_LOG),
                JournalError::Store(_) => (StatusCode::INTERNAL_SERVER_ERROR, words::FAULT),
            },
            Self::Stopping { .. } => {
                (StatusCode::SERVICE_UNAVAILABLE, "Tjänsten startas om. Försök igen om en stund.")
            }
            Self::Launch(LaunchError::Store(_))
            | Self::Store(_)
            | Self::Page(_)
            | Self::File(_)
            | Self::Header(_)
            | Self::Chance(_) => (StatusCode::INTERNAL_SERVER_ERROR, words::FAULT),
        }
    }

    /// The access log could not be written, so what was asked for has not been done.
    pub(super) fn not_logged(state: &AppState) -> impl FnOnce(NotLogged) -> Self {
        let retry_after = state.settings.retry_after;
        move |error| Self::Journal { error: error.into(), retry_after }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Stopping { retry_after }
            | Self::Journal {
                error: JournalError::Overloaded | JournalError::NotLogged(_),
                retry_after,
            } => Some(*retry_after),
            _ => None,
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let (status, words) = self.answer();
        let log_id = LogId(Uuid::new_v4());
        let error = &self as &dyn std::error::Error;
        if status.is_server_error() {
            tracing::error!(%log_id, status = status.as_u16(), error, "request failed");
        } else {
            tracing::info!(%log_id, status = status.as_u16(), error, "request turned away");
        }
        let mut response = status.into_response();
        if let Some(wait) = self.retry_after() {
            insert_retry_after(&mut response, wait);
        }
        response.extensions_mut().insert(Failure { log_id, words });
        response
    }
}

/// Says when to try again.
pub(super) fn insert_retry_after(response: &mut Response, wait: Duration) {
    let seconds = wait.as_secs().max(1);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
}

/// Gives every failure the form its reader understands, also those of the framework.
pub(super) async fn dress(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    let response = next.run(request).await;
    let status = response.status();
    let is_failure = status.is_client_error() || status.is_server_error();
    // The hub's readers are developers of other systems, and it says in plain text what is wrong.
    if !is_failure || is_page(&response) || context::is_hub(&path) {
        return response;
    }
    let failure = response.extensions().get::<Failure>().cloned().unwrap_or_else(|| {
        let log_id = LogId(Uuid::new_v4());
        tracing::info!(%log_id, status = status.as_u16(), "request turned away");
        Failure { log_id, words: words::of(status) }
    });
    let dressed = if path.starts_with("/api/") || path == "/openapi.json" {
        problem(status, &failure)
    } else if path.starts_with("/fhir/") {
        outcome(status, &failure)
    } else {
        page(&state, status, &failure, &path, &method)
    };
    let mut dressed = dressed;
    for name in [RETRY_AFTER, http::header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed
}

/// Whether a handler has already written a page for the failure.
fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

fn problem(status: StatusCode, failure: &Failure) -> Response {
    let problem = Problem {
        status: status.as_u16(),
        title: failure.words,
        log_id: failure.log_id.to_string(),
    };
    let kind = HeaderValue::from_static("application/problem+json");
    (status, [(CONTENT_TYPE, kind)], Json(problem)).into_response()
}

fn outcome(status: StatusCode, failure: &Failure) -> Response {
    let code = match status {
        StatusCode::UNAUTHORIZED => "login",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::METHOD_NOT_ALLOWED => "not-supported",
        StatusCode::UNPROCESSABLE_ENTITY => "value",
        StatusCode::SERVICE_UNAVAILABLE => "throttled",
        status if status.is_client_error() => "invalid",
        _ => "exception",
    };
    let outcome = fhir::refusal(code, failure.words, Some(failure.log_id.to_string()));
    let resource = fhir::types::Resource::OperationOutcome(outcome);
    let kind = HeaderValue::from_static("application/fhir+json");
    (status, [(CONTENT_TYPE, kind)], Json(resource)).into_response()
}

fn page(
    state: &AppState,
    status: StatusCode,
    failure: &Failure,
    path: &str,
    method: &Method,
) -> Response {
    let support = path.starts_with("/support");
    if status == StatusCode::UNAUTHORIZED && method == Method::GET && support {
        return Redirect::to("/support/login").into_response();
    }
    let is_launch = path.starts_with("/launch");
    let can_log_in = state.settings.development_login && !path.ends_with("/fragment") && !is_launch;
    if status == StatusCode::UNAUTHORIZED && method == Method::GET && can_log_in {
        return Redirect::to("/login").into_response();
    }
    let log_id = failure.log_id.to_string();
    let title = words::title(status);
    let leads_on = status != StatusCode::UNAUTHORIZED && !is_launch;
    let onward = leads_on.then_some(("/", "Till sökningen"));
    pages::message(state, status, title, failure.words, Some(&log_id), onward)
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.simple())
    }
}

/// The reader's words.
pub(super) mod words {
    use http::StatusCode;

    use crate::journal::access::{Denied, StatementError};

    pub(super) const LOGGED_OUT: &str = "Du är inte inloggad, eller så har inloggningen gått ut. Öppna vaccinationsjournalen på \
         nytt från ert journalsystem.";
    pub(super) const NOT_LAUNCHED: &str = "Inloggningen från COSMIC finns inte kvar. Öppna \
         MittVaccin på nytt från COSMIC. Händer det genast igen tar webbläsaren i COSMIC inte emot \
         kakor från MittVaccin Journal; kontakta då support.";
    pub(super) const NO_LOG: &str = "Loggningen fungerar inte just nu, så journalen kan inte visas. \
         Försök igen om en stund.";
    pub(super) const NO_PAGE: &str = "Sidan finns inte.";
    pub(super) const FAULT: &str =
        "Ett fel har inträffat hos oss. Försök igen, och kontakta support om felet kvarstår.";

    /// For failures that the framework found.
    pub(super) fn of(status: StatusCode) -> &'static str {
        match status {
            StatusCode::UNAUTHORIZED => LOGGED_OUT,
            StatusCode::NOT_FOUND => NO_PAGE,
            StatusCode::METHOD_NOT_ALLOWED => "Adressen kan inte användas på det sättet.",
            StatusCode::REQUEST_TIMEOUT => "Frågan kom inte fram i tid.",
            StatusCode::PAYLOAD_TOO_LARGE => "Frågan är för stor.",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "Frågan har ett format som inte kan läsas.",
            status if status.is_client_error() => "Frågan gick inte att läsa.",
            _ => FAULT,
        }
    }

    /// Why a journal may not be read.
    pub(super) fn denied(denied: Denied) -> &'static str {
        match denied {
            Denied::Purpose => "Uppdraget ger inte rätt att läsa vaccinationsjournaler.",
            Denied::NoCareUnit => {
                "Uppdraget gäller ingen vårdenhet. Välj ett uppdrag vid en vårdenhet för att läsa \
                 journaler."
            }
            Denied::NoCareRelation => {
                "Det finns ingen vårdrelation. Ange att du deltar i vården av patienten för att läsa \
                 journalen."
            }
            Denied::Ended => "Det som gav dig rätt att läsa journalen gäller inte längre.",
            Denied::NoBasis => {
                "Det finns inget samtycke eller annat skäl att läsa andra vårdgivares uppgifter. Ange \
                 skälet, eller läs bara den egna vårdgivarens uppgifter."
            }
        }
    }

    /// What is wrong with what a user states.
    pub(in crate::web) fn statement(error: &StatementError) -> &'static str {
        match error {
            StatementError::CareRelation | StatementError::Denied(_) => {
                denied(Denied::NoCareRelation)
            }
            StatementError::Reason => "Skriv ett skäl, högst 1 024 tecken.",
            StatementError::Until => {
                "Sista dagen måste vara i dag eller senare, och inom den längsta tid som er \
                 vårdgivare har bestämt."
            }
            StatementError::RequestedBy => "Skriv vem som har begärt det.",
            StatementError::Holders => "Välj minst en vårdenhet.",
            StatementError::Log(_) => NO_LOG,
            StatementError::Store(_) => FAULT,
        }
    }

    pub(super) fn title(status: StatusCode) -> &'static str {
        match status {
            StatusCode::UNAUTHORIZED => "Inte inloggad",
            StatusCode::FORBIDDEN => "Inte tillåtet",
            StatusCode::NOT_FOUND => "Finns inte",
            StatusCode::SERVICE_UNAVAILABLE => "Försök igen om en stund",
            status if status.is_client_error() => "Det gick inte",
            _ => "Något gick fel",
        }
    }
}
