//! Care relation (vårdrelation): whether somebody takes part in the patient's care.

use std::sync::Arc;

use super::{Service, ServiceError, ServiceSettings, message};
use crate::domain::{AccessingActor, PatientId, RelationAnswer};
use crate::rivta::client::Client;

/// The service of patient relations.
#[derive(Debug)]
pub struct RelationService(Service);

impl RelationService {
    /// A service that is asked through this client.
    pub fn new(client: Arc<Client>, settings: ServiceSettings) -> Self {
        Self(Service { client, settings })
    }

    /// Asks whether a relation is registered. Only a whole answer is one; anything else is an error,
    /// and no relation. The contract carries the patient's number without its series, so an id
    /// longer than twelve characters cannot be asked about.
    pub async fn check(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
    ) -> Result<RelationAnswer, ServiceError> {
        let address = self.0.address(&actor.care_provider)?;
        let envelope = message::relation::question(&address, patient, actor)?;
        let answer = self.0.call(message::relation::CONTRACT, &address, envelope).await?;
        message::relation::answer(&answer, self.0.limits())
    }
}
