//! Consent (samtycke): whether the patient lets somebody read what other care providers hold.

use std::sync::Arc;

use super::{Service, ServiceError, ServiceSettings, message};
use crate::domain::{AccessingActor, ConsentAnswer, PatientId};
use crate::rivta::client::Client;

/// The consent service.
#[derive(Debug)]
pub struct ConsentService(Service);

impl ConsentService {
    /// A service that is asked through this client.
    pub fn new(client: Arc<Client>, settings: ServiceSettings) -> Self {
        Self(Service { client, settings })
    }

    /// Asks whether a consent, or an emergency, is registered for the one who wants to read. Only
    /// a whole answer is one; anything else is an error, and no consent.
    pub async fn check(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
    ) -> Result<ConsentAnswer, ServiceError> {
        let address = self.0.address(&actor.care_provider)?;
        let envelope = message::consent::question(&address, patient, actor)?;
        let answer = self.0.call(message::consent::CONTRACT, &address, envelope).await?;
        message::consent::answer(&answer, self.0.limits())
    }
}
