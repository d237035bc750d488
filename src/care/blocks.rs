//! Blocks (spärrar): which information the patient has closed to whom.

use std::sync::Arc;

use jiff::civil::time;

use super::{AccessingActor, Service, ServiceError, ServiceSettings, message};
use crate::domain::{HsaId, PatientId, SwedishDate, SwedishTime};
use crate::rivta::client::Client;

/// One piece of information whose blocks are asked for: where it was written, and about what time.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Information {
    /// The care unit that is responsible for it.
    pub care_unit: HsaId,
    /// The care provider that is responsible for it.
    pub care_provider: HsaId,
    /// First and last moment that it is about. A block with a period stops it if they overlap.
    pub period: (SwedishTime, SwedishTime),
    /// Its kind, if it is one that a block can leave readable.
    pub kind: Option<InformationType>,
}

/// The kinds of information that a patient may leave readable when she blocks the rest. A
/// vaccination is neither, so every block stops it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum InformationType {
    /// Prescriptions of medicines.
    Prescription,
    /// Warnings, such as allergies.
    Warning,
}

/// What is known of the blocks of one piece of information.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum BlockVerdict {
    /// No block stops it.
    NoBlock,
    /// Blocked within the reader's own care provider, between care units.
    InnerBlock,
    /// Blocked against other care providers.
    OuterBlock,
    /// Not known, and so not to be shown.
    Unknown(NotKnown),
}

/// Why it is not known whether something is blocked.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum NotKnown {
    /// The service gave no answer that may be used.
    NoAnswer,
    /// The answer says nothing of it, or says two things.
    NotAnswered,
    /// The service could not check it.
    NotChecked,
    /// It could not be asked: an HSA-id is longer than the contract allows.
    NotAsked,
}

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

impl Information {
    /// Information about whole days, both included.
    pub fn on_days(
        care_unit: HsaId,
        care_provider: HsaId,
        first: SwedishDate,
        last: SwedishDate,
    ) -> Self {
        let first = SwedishTime::new(first.civil().to_datetime(time(0, 0, 0, 0)));
        let last = SwedishTime::new(last.civil().to_datetime(time(23, 59, 59, 0)));
        Self { care_unit, care_provider, period: (first, last), kind: None }
    }
}

impl BlockVerdict {
    /// Whether the information may be shown, as far as blocks go.
    pub fn permits(self) -> bool {
        self == Self::NoBlock
    }

    /// The verdict on information that is blocked. The service does not tell the kind of block; it
    /// follows from whose the information is (the contract's kinds of block).
    pub(super) fn blocked(actor: &AccessingActor, information: &Information) -> Self {
        if actor.care_provider == information.care_provider {
            Self::InnerBlock
        } else {
            Self::OuterBlock
        }
    }
}

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
        information: &[Information],
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
        information: &[Information],
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
