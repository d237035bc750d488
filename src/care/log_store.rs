//! The log service: keeps the access log's entries for the care providers' follow-up.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::{Service, ServiceError, ServiceSettings, message};
use crate::domain::{HsaId, PatientId};
use crate::rivta::client::Client;

/// One entry: who did what, when and why, in which system, with whose information.
///
/// Texts longer than the contract allows are cut when they are sent; an id that is too long makes
/// the entry one that cannot be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogEntry {
    /// The entry's own id. Sending it twice makes two entries, so nobody else may send it.
    pub id: Uuid,
    /// The system that made the entry.
    pub system: Named,
    /// What was done, in the log service's words, such as `Läsa`.
    pub activity: String,
    /// How much of it, where the log service has words for that.
    pub level: Option<String>,
    /// What was asked for, where it says more. At most 8,192 characters are sent.
    pub arguments: Option<String>,
    /// When it was done.
    pub at: Timestamp,
    /// What for, such as `Vård och behandling`.
    pub purpose: String,
    /// Who did it.
    pub user: LogUser,
    /// Whose information it was, one for each patient and holder.
    pub resources: Vec<LogResource>,
}

/// Something with an HSA-id and perhaps a name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Named {
    /// Identity in the HSA catalogue.
    pub hsa_id: HsaId,
    /// Name for people.
    pub name: Option<String>,
}

/// Who did something, and where she was at work.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogUser {
    /// The staff member.
    pub staff: Named,
    /// Name of her assignment.
    pub assignment: Option<String>,
    /// Her title.
    pub title: Option<String>,
    /// The care provider she works for.
    pub care_provider: Named,
    /// The care unit she works at.
    pub care_unit: Named,
}

/// Information that was used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogResource {
    /// Its kind, in the log service's words, such as `Vaccinationer`.
    pub kind: String,
    /// Whose it is. Her name is never sent along.
    pub patient: Option<PatientId>,
    /// The care provider that holds it.
    pub care_provider: Named,
    /// The care unit that holds it.
    pub care_unit: Option<Named>,
}

/// The log service.
#[derive(Debug)]
pub struct LogStore(Service);

impl LogStore {
    /// A log service that is called through this client.
    pub fn new(client: Arc<Client>, settings: ServiceSettings) -> Self {
        Self(Service { client, settings })
    }

    /// Hands entries over. `Ok` means that the service says it has kept all of them; without entries
    /// nobody is called.
    ///
    /// They are sent once, whatever happens. After an error none may have been kept, or all: only
    /// [`ServiceError::was_not_delivered`] and [`ServiceError::Refused`] say that none was. All
    /// entries must be for one receiver.
    pub async fn store(&self, entries: &[LogEntry]) -> Result<(), ServiceError> {
        let mut addresses = Vec::new();
        for entry in entries {
            addresses.push(self.0.address(&entry.user.care_provider.hsa_id)?);
        }
        addresses.dedup();
        let address = match addresses.as_slice() {
            [] => return Ok(()),
            [address] => address,
            _ => return Err(ServiceError::Unfit { part: "mix of care providers" }),
        };
        let envelope = message::log_store::question(address, entries)?;
        let deadline = self.0.deadline();
        let contract = message::log_store::CONTRACT;
        let answer = self.0.client.call_once(contract, address, envelope, deadline).await?;
        message::log_store::kept(&answer, self.0.limits())
    }
}
