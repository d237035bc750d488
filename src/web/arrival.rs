//! Where a patient leads: the one way from a choice of patient, wherever it was made, to a page.

use super::error::WebError;
use super::session::SessionKey;
use super::state::AppState;
use crate::domain::{Assignment, PatientId, Reach};

/// Gives the address of the page that somebody who has chosen this patient is to see. No patient id
/// is in it. Where nothing lets her read yet, it is the page that asks why she may.
pub(super) async fn address_for(
    state: &AppState,
    session: SessionKey,
    assignment: Assignment,
    patient: PatientId,
) -> Result<String, WebError> {
    match state.open(assignment, patient.clone(), Reach::Coherent).await {
        Ok(view) => {
            let address = format!("/panel/{}", view.id());
            state.keep(view, session).await?;
            Ok(address)
        }
        Err(error) if error.can_be_stated() => {
            let view = state.keep_unopened(&patient, session).await?;
            Ok(format!("/panel/{view}/access"))
        }
        Err(error) => Err(error),
    }
}
