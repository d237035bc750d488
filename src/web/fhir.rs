//! The journal as FHIR: a search by POST, so that the patient's number stands in the body.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use super::error::WebError;
use super::login::Staff;
use super::state::AppState;
use super::stated_access::StatedAccess;
use crate::domain::PatientId;
use crate::present::{Showing, fhir};

/// Searches a patient's immunizations (`patient.identifier`), and answers when every source has
/// answered or been given up. Parameters that are not heeded are named in the outcome.
pub(super) async fn search(
    State(state): State<AppState>,
    staff: Staff,
    Form(given): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let Parameters { patient, access, ignored } = parameters(given)?;
    let view = state.open_stated(staff.assignment, patient, access).await?;
    let mut progress = view.progress();
    // An error means that nothing more will come; what there is says that it is not complete.
    let _ = progress.wait_for(|progress| progress.complete || progress.broken_off).await;
    let granted = state.journal.require_still_granted(&view).await;
    granted.map_err(|error| state.no_journal(error))?;
    let progress = progress.borrow().clone();
    let showing = Showing {
        journal: &progress.journal,
        patient: &view.request().patient,
        complete: progress.complete,
        now: state.clock.now(),
        kept_apart: &[],
        catalogue: &state.catalogue,
    };
    let bundle = fhir::bundle(&showing, &ignored);
    let kind = HeaderValue::from_static("application/fhir+json");
    Ok(([(CONTENT_TYPE, kind)], Json(bundle)).into_response())
}

/// What a search says.
struct Parameters {
    patient: PatientId,
    /// The grounds for reading, where any are stated (`access.basis` and the like).
    access: Option<StatedAccess>,
    /// Names of parameters that are not heeded.
    ignored: Vec<String>,
}

/// Reads a search. `_format` is heeded as far as it asks for JSON, which is all there is.
fn parameters(given: Vec<(String, String)>) -> Result<Parameters, WebError> {
    let mut patient = None;
    let mut access: Option<StatedAccess> = None;
    let mut ignored = Vec::new();
    for (name, value) in given {
        let stated = || StatedAccess::default();
        match name.as_str() {
            "access.care_relation" => {
                let is_true = value.parse().map_err(|_| WebError::Field("access.care_relation"))?;
                access.get_or_insert_with(stated).care_relation = is_true;
            }
            "access.basis" => access.get_or_insert_with(stated).basis = Some(value),
            "access.reason" => access.get_or_insert_with(stated).reason = Some(value),
            "access.until" => access.get_or_insert_with(stated).until = Some(value),
            "access.scope" => access.get_or_insert_with(stated).scope = Some(value),
            "patient.identifier" | "patient:identifier" if patient.is_none() => {
                patient = Some(identifier(&value)?);
            }
            "patient.identifier" | "patient:identifier" => {
                return Err(WebError::Field("patient.identifier"));
            }
            "_format" => {}
            _ => ignored.push(name),
        }
    }
    let patient = patient.ok_or(WebError::Field("patient.identifier"))?;
    Ok(Parameters { patient, access, ignored })
}

/// `urn:oid:…|number`, or a number alone.
fn identifier(token: &str) -> Result<PatientId, WebError> {
    match token.split_once('|') {
        None => Ok(token.parse()?),
        Some((system, number)) => {
            let oid = system.strip_prefix("urn:oid:").unwrap_or(system);
            Ok(PatientId::parse(oid, number)?)
        }
    }
}
