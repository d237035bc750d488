//! The journal for machines, as JSON.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::LOCATION;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::error::{Problem, WebError};
use super::events;
use super::login::Staff;
use super::state::AppState;
use super::stated_access::StatedAccess;
use crate::domain::PatientId;
use crate::journal::{Progress, View};
use crate::present::Showing;
use crate::present::json::JournalJson;

/// The OpenAPI description.
#[derive(OpenApi)]
#[openapi(
    paths(open, read, follow),
    info(
        title = "vaccinjournal",
        description = "One vaccination journal for a patient, from every source that holds a part \
            of it. A source that failed is data, not an error: the status is 200 or 201, and the \
            journal's `completeness` says what is missing. A patient id is never in an address.\n\n\
            Status codes: 200 and 201 as above; 400 the question cannot be read; 401 nobody is \
            logged in; 403 the assignment opens no journals, no care relation or no ground for reading \
            other care providers' records is known (state them in `access`), or another site's page \
            asked; 404 no \
            such view in this session; 413 and 415 the body is too large or of another kind; 422 \
            the patient id is none; 500 a fault of ours; 503 too much is going on, see \
            `Retry-After`. Failures are `application/problem+json` with a log id."
    )
)]
struct Description;

/// The OpenAPI description as JSON.
pub fn openapi() -> String {
    // The description is fixed and has a test, so the fallback is never met.
    Description::openapi().to_pretty_json().unwrap_or_default()
}

/// A question for one patient's journal.
#[derive(Deserialize, ToSchema)]
pub(super) struct Question {
    /// The patient's number, twelve characters.
    patient_id: String,
    /// OID of the kind of number; without it the kind is read from the number.
    patient_id_type: Option<String>,
    /// The grounds for reading, where they are not known already.
    access: Option<StatedAccess>,
}

/// A view of one patient's journal.
#[derive(Serialize, ToSchema)]
pub(super) struct ViewJson {
    /// Name of the view; opaque, and only this session's.
    view: String,
    /// When the question was put (RFC 3339).
    started: String,
    /// The journal so far.
    journal: JournalJson,
}

/// Opens a view; the journal comes together while it is read.
#[utoipa::path(
    post,
    path = "/api/v1/journal",
    request_body = Question,
    responses(
        (status = 201, description = "Opened; `Location` names the view.", body = ViewJson),
        (status = 400, description = "The question cannot be read.", body = Problem),
        (status = 401, description = "Nobody is logged in.", body = Problem),
        (
            status = 403,
            description = "Not permitted: the assignment, the care relation, or the ground for \
                reading others' records (`access`).",
            body = Problem
        ),
        (status = 422, description = "The patient id is none.", body = Problem),
        (status = 503, description = "Try again later.", body = Problem),
    )
)]
pub(super) async fn open(
    State(state): State<AppState>,
    staff: Staff,
    Json(question): Json<Question>,
) -> Result<Response, WebError> {
    let patient = match &question.patient_id_type {
        Some(oid) => PatientId::parse(oid, &question.patient_id)?,
        None => question.patient_id.parse()?,
    };
    let view = state.open_stated(staff.assignment, patient, question.access).await?;
    let progress = view.progress().borrow().clone();
    let body = ViewJson::of(&state, &view, &progress);
    let location = format!("/api/v1/journal/{}", view.id());
    state.keep(view, staff.session).await;
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(body)).into_response())
}

/// Reads a view again.
#[utoipa::path(
    get,
    path = "/api/v1/journal/{view}",
    params(("view" = String, Path, description = "Name of the view.")),
    responses(
        (status = 200, description = "The journal as it stands.", body = ViewJson),
        (status = 401, description = "Nobody is logged in.", body = Problem),
        (status = 404, description = "No such view in this session.", body = Problem),
    )
)]
pub(super) async fn read(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let progress = view.progress().borrow().clone();
    Ok(Json(ViewJson::of(&state, &view, &progress)).into_response())
}

/// Follows a view: an event `journal` at once and at each change, the last one `complete`. If the
/// service stops first, the last event is `avbruten`.
#[utoipa::path(
    get,
    path = "/api/v1/journal/{view}/events",
    params(("view" = String, Path, description = "Name of the view.")),
    responses(
        (
            status = 200,
            description = "Server-sent events whose data is a view as JSON.",
            content_type = "text/event-stream",
            body = ViewJson
        ),
        (status = 401, description = "Nobody is logged in.", body = Problem),
        (status = 404, description = "No such view in this session.", body = Problem),
    )
)]
pub(super) async fn follow(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let (told, held) = (state.clone(), view.clone());
    let say = move |progress: &Progress| {
        let name = if progress.complete { "complete" } else { "journal" };
        let data = serde_json::to_string(&ViewJson::of(&told, &held, progress));
        // Strings and numbers alone cannot fail to be written.
        Event::default().event(name).data(data.unwrap_or_default())
    };
    events::follow(state, view, Box::new(say))
}

/// The description of the above.
pub(super) async fn describe() -> Response {
    let kind = http::HeaderValue::from_static("application/json");
    ([(http::header::CONTENT_TYPE, kind)], openapi()).into_response()
}

impl ViewJson {
    fn of(state: &AppState, view: &View, progress: &Progress) -> Self {
        let showing = Showing {
            journal: &progress.journal,
            patient: &view.request().patient,
            complete: progress.complete,
            now: state.clock.now(),
            kept_apart: &[],
            catalogue: &state.catalogue,
        };
        Self {
            view: view.id().to_string(),
            started: progress.started.to_string(),
            journal: JournalJson::of(&showing),
        }
    }
}
