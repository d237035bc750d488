//! Consent (samtycke): whether the patient lets somebody read what other care providers hold.

use std::sync::Arc;

use super::{AccessingActor, Service, ServiceError, ServiceSettings, message};
use crate::domain::PatientId;
use crate::rivta::client::Client;

/// What the consent service knows of a patient and the one who wants to read.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ConsentAnswer {
    /// The patient has consented.
    Consent,
    /// An emergency has been registered in place of a consent.
    Emergency,
    /// Reading is allowed; the service does not say which of the two it is.
    Unspecified,
    /// Neither.
    Missing,
}

/// The consent service.
#[derive(Debug)]
pub struct ConsentService(Service);

impl ConsentAnswer {
    /// Whether the service says that reading is allowed.
    pub fn permits(self) -> bool {
        self != Self::Missing
    }
}

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
