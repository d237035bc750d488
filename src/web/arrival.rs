//! Where a patient leads: the one way from a choice of patient, wherever it was made, to a page.

use super::error::WebError;
use super::session::SessionKey;
use super::state::AppState;
use crate::domain::{Assignment, PatientId};

/// Gives the address of the page that somebody who has chosen this patient is to see. No patient id
/// is in it.
pub(super) async fn address_for(
    state: &AppState,
    session: SessionKey,
    assignment: Assignment,
    patient: PatientId,
) -> Result<String, WebError> {
    let view = state.open(assignment, patient).await?;
    let address = format!("/panel/{}", view.id());
    state.keep(view, session).await?;
    Ok(address)
}
