//! Where a patient leads: the one way from a choice of patient, wherever it was made, to a page.

use super::error::WebError;
use super::session::SessionKey;
use super::state::AppState;
use crate::domain::{Assignment, AssignmentPurpose, PatientId};

/// Gives the address of the page that somebody who has chosen this patient is to see: her journal,
/// or, if MVJ does not know her, the page that adds her. No patient id is in it.
pub(super) async fn address_for(
    state: &AppState,
    session: SessionKey,
    assignment: Assignment,
    patient: PatientId,
) -> Result<String, WebError> {
    let reads = assignment.purpose == AssignmentPurpose::CareAndTreatment;
    if reads && !state.store.knows_patient(&patient).await? {
        let view = state.reserve(session, &patient).await?;
        return Ok(format!("/panel/{view}/customer"));
    }
    let view = state.open(assignment, patient).await?;
    let address = format!("/panel/{}", view.id());
    state.keep(view, session).await?;
    Ok(address)
}
