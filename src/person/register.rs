use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Person, message};
use crate::domain::{LogicalAddress, PatientId, PatientIdKind};
use crate::rivta::breaker::{self, Breakers};
use crate::rivta::client::Client;
use crate::rivta::reply::CallError;
use crate::rivta::writing::WriteError;
use crate::rivta::xml;

/// How the person register is asked.
#[derive(Clone, Debug)]
pub struct PersonSettings {
    /// Its logical address.
    pub address: LogicalAddress,
    /// Longest wait for an answer.
    pub deadline: Duration,
    /// When it is left alone, so that nobody waits for one that does not answer. A fault is an answer,
    /// and comes without a wait.
    pub breaker: breaker::Settings,
    /// What an answer may hold.
    pub limits: xml::Limits,
    /// The register's codes for how sure it is that two ids are one person, as far as they are
    /// trusted here. With none, no link is.
    pub trusted_assurances: Vec<String>,
    /// OIDs of regions' own series of reserve numbers that the register holds.
    pub reserve_series: Vec<String>,
}

/// What came of a lookup.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Lookup {
    /// The register knows the id.
    Found(Box<Person>),
    /// The register answered, and does not know it.
    Unknown,
}

/// Why a lookup told nothing. No text of it comes from an answer, and none names a patient.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    /// The question could not be written.
    #[error("the question could not be written")]
    Unwritten(#[from] WriteError),
    /// The call gave no message.
    #[error(transparent)]
    Call(#[from] CallError),
    /// It has not answered for a while and is left alone.
    #[error("the person register does not answer and is left alone for a while")]
    Resting,
    /// A whole message that is no whole answer to the question.
    #[error("the person register did not answer as the contract has it: {part}")]
    Broken {
        /// The part that is missing or wrong.
        part: &'static str,
    },
    /// The answer is about somebody else than the one asked for.
    #[error("the person register answered about another person")]
    OtherPerson,
}

/// The person register.
#[derive(Debug)]
pub struct PersonRegister {
    client: Arc<Client>,
    breakers: Breakers,
    settings: PersonSettings,
}

impl PersonRegister {
    /// A register that is asked through this client.
    pub fn new(client: Arc<Client>, settings: PersonSettings) -> Self {
        Self { client, breakers: Breakers::new(settings.breaker), settings }
    }

    /// Whether the register can know such an id. Numbers of a region's own are in it only where the
    /// region has put them there.
    pub fn holds(&self, patient: &PatientId) -> bool {
        match patient.kind() {
            PatientIdKind::LocalReserve { oid } => self.settings.reserve_series.contains(oid),
            _ => true,
        }
    }

    /// Looks a patient up. An id that another one has replaced gives the person under her new id.
    pub async fn look_up(&self, patient: &PatientId) -> Result<Lookup, PersonError> {
        let Self { client, breakers, settings } = self;
        let envelope = message::question(&settings.address, patient)?;
        let deadline = Instant::now() + settings.deadline;
        let leave = breakers.leave(&settings.address).map_err(|_| PersonError::Resting)?;
        let answer = client.call(message::CONTRACT, &settings.address, envelope, deadline).await;
        match &answer {
            Ok(_) => leave.answered(),
            // Dropped untold, the leave counts neither way.
            Err(error) if error.is_own_shortage() => {}
            Err(_) => leave.failed(),
        }
        let answer = answer?;
        message::lookup(&answer, &settings.limits, patient, &settings.trusted_assurances)
    }
}
