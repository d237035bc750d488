//! What the law asks before and while records are read: blocks, consent, care relation, and the log
//! service. Each is one call to a national security service, over the same client as every other
//! question.
//!
//! Everything here fails closed: what a service has not clearly said is not known, and never a yes.

/// Which information the patient has blocked (CheckBlocks).
pub mod blocks;

/// Whether the patient has consented (CheckConsent).
pub mod consent;

/// Log entries for the log service (StoreLog).
pub mod log_store;

/// Whether somebody takes part in the patient's care (CheckPatientRelation).
pub mod relation;

mod error;
mod message;

use std::sync::Arc;
use std::time::{Duration, Instant};

pub use self::error::ServiceError;
use crate::domain::{HsaId, LogicalAddress};
use crate::rivta::client::{Answer, Client};
use crate::rivta::contract::Contract;
use crate::rivta::xml;

/// How one security service is asked.
#[derive(Clone, Debug)]
pub struct ServiceSettings {
    /// Who is asked.
    pub receiver: Receiver,
    /// Longest wait for an answer.
    pub deadline: Duration,
    /// What an answer may hold.
    pub limits: xml::Limits,
}

/// Who is asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Receiver {
    /// Always the same address, such as the national one (`SE165565594230-1000`).
    Address(LogicalAddress),
    /// The care provider of the one who wants to read, as the contracts for consent and for patient
    /// relations have it.
    CareProvider,
}

/// One service as it is called.
#[derive(Debug)]
struct Service {
    client: Arc<Client>,
    settings: ServiceSettings,
}

impl Service {
    fn address(&self, care_provider: &HsaId) -> Result<LogicalAddress, ServiceError> {
        match &self.settings.receiver {
            Receiver::Address(address) => Ok(address.clone()),
            Receiver::CareProvider => {
                let address = care_provider.as_str().parse();
                address.map_err(|_| ServiceError::Unfit { part: "care provider" })
            }
        }
    }

    async fn call(
        &self,
        contract: &'static Contract,
        address: &LogicalAddress,
        envelope: String,
    ) -> Result<Answer, ServiceError> {
        Ok(self.client.call(contract, address, envelope, self.deadline()).await?)
    }

    fn deadline(&self) -> Instant {
        Instant::now() + self.settings.deadline
    }

    fn limits(&self) -> &xml::Limits {
        &self.settings.limits
    }
}
