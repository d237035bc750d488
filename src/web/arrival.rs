//! Where a patient leads: the one way from a choice of patient, wherever it was made, to a page.

use super::error::WebError;
use super::session::SessionKey;
use super::state::AppState;
use crate::domain::{Assignment, AssignmentPurpose, PatientId, Reach};
use crate::journal::ViewId;
use crate::journal::access::JournalRequest;

/// Gives the address of the page that somebody who has chosen this patient is to see: her journal;
/// if MVJ does not know her, the page that adds her; or, where nothing lets the user read yet, the
/// page that asks why she may. No patient id is in it.
pub(super) async fn address_for(
    state: &AppState,
    session: SessionKey,
    assignment: Assignment,
    patient: PatientId,
) -> Result<String, WebError> {
    let reads = assignment.purpose == AssignmentPurpose::CareAndTreatment;
    if reads && !state.store.knows_patient(&patient).await? {
        let view = state.keep_unopened(&patient, session).await;
        return Ok(format!("/panel/{view}/customer"));
    }
    let request = JournalRequest { patient, assignment, reach: Reach::Coherent };
    match state.open_if_granted(ViewId::unguessable(), &request).await? {
        Some(view) => {
            let address = format!("/panel/{}", view.id());
            state.keep(view, session).await;
            Ok(address)
        }
        None => {
            let view = state.keep_unopened(&request.patient, session).await;
            Ok(format!("/panel/{view}/access"))
        }
    }
}
