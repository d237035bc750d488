//! Blocks (spärrar): which information the patient has closed to whom.

use std::sync::Arc;

use super::{Service, ServiceError, ServiceSettings, message};
use crate::domain::{AccessingActor, BlockVerdict, HeldInformation, NotKnown, PatientId};
use crate::rivta::client::Client;

/// The blocks of all that was asked, and what went wrong.
#[derive(Debug)]
pub struct CheckedBlocks {
    /// One verdict for each piece of information, in the order asked.
    pub verdicts: Vec<BlockVerdict>,
    /// Why the service gave no answer, where it gave none.
    pub trouble: Option<ServiceError>,
}

/// The blocking service.
#[derive(Debug)]
pub struct BlockService(Service);

impl BlockService {
    /// A service that is asked through this client.
    pub fn new(client: Arc<Client>, settings: ServiceSettings) -> Self {
        Self(Service { client, settings })
    }

    /// Asks which of some information the patient has blocked for the one who wants to read.
    ///
    /// There is a verdict for each piece whatever happens, and only the service's own clear word
    /// makes one of them [`BlockVerdict::NoBlock`]. Without information nobody is asked.
    pub async fn check(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
        information: &[HeldInformation],
    ) -> CheckedBlocks {
        match self.ask(patient, actor, information).await {
            Ok(verdicts) => CheckedBlocks { verdicts, trouble: None },
            Err(trouble) => CheckedBlocks {
                verdicts: vec![BlockVerdict::Unknown(NotKnown::NoAnswer); information.len()],
                trouble: Some(trouble),
            },
        }
    }

    async fn ask(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
        information: &[HeldInformation],
    ) -> Result<Vec<BlockVerdict>, ServiceError> {
        let address = self.0.address(&actor.care_provider)?;
        let Some(envelope) = message::blocks::question(&address, patient, actor, information)?
        else {
            return Ok(vec![BlockVerdict::Unknown(NotKnown::NotAsked); information.len()]);
        };
        let answer = self.0.call(message::blocks::CONTRACT, &address, envelope).await?;
        message::blocks::verdicts(&answer, self.0.limits(), actor, information)
    }
}
