use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use super::error::ConfigError;
use super::optional;
use crate::care::blocks::BlockService;
use crate::care::consent::ConsentService;
use crate::care::relation::RelationService;
use crate::care::{Receiver, ServiceSettings};
use crate::journal::access::{Rules, SecurityServices};
use crate::rivta::client::Client;
use crate::rivta::xml;

/// `[lawful_access]`: what the law asks before and while records are read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawfulAccessSection {
    /// For how many days a stated care relation is remembered.
    pub relation_days: u16,
    /// For how many days a consent may be registered at most.
    pub consent_longest_days: u16,
    /// How long an emergency access lasts, in hours.
    pub emergency_hours: u16,
    /// For how many days somebody may read for an adult who cannot decide.
    pub cannot_decide_days: u16,
    /// For how many days blocks may be lifted at most.
    pub lifting_longest_days: u16,
    /// Whether blocks are kept outside this program.
    pub blocks_checked_elsewhere: bool,
    /// `[lawful_access.blocking]`.
    pub blocking: ServiceSection,
    /// `[lawful_access.consent]`.
    pub consent: ServiceSection,
    /// `[lawful_access.relation]`.
    pub relation: ServiceSection,
}

/// One security service.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceSection {
    /// Its logical address; none where it is not connected.
    pub address: String,
    /// Longest wait for an answer, in seconds.
    pub seconds: u64,
}

impl LawfulAccessSection {
    /// What is left to the organisation; a fault holds the same question back for so long.
    pub fn rules(&self, fault_pause_seconds: u64) -> Result<Rules, ConfigError> {
        let within = |key: &str, number: u16, most: u16| {
            let key = format!("lawful_access.{key}");
            let number = super::not_zero(&key, number)?;
            if number > most {
                return Err(ConfigError::value(&key, format!("must be at most {most}")));
            }
            Ok(number)
        };
        Ok(Rules {
            relation_days: within("relation_days", self.relation_days, LONGEST_RELATION)?,
            consent_longest_days: within(
                "consent_longest_days",
                self.consent_longest_days,
                LONGEST_CONSENT,
            )?,
            emergency_hours: within("emergency_hours", self.emergency_hours, LONGEST_EMERGENCY)?,
            cannot_decide_days: within("cannot_decide_days", self.cannot_decide_days, WEEK)?,
            lifting_longest_days: within("lifting_longest_days", self.lifting_longest_days, WEEK)?,
            blocks_checked_elsewhere: self.blocks_checked_elsewhere,
            fault_pause: Duration::from_secs(fault_pause_seconds),
        })
    }

    /// The services that are connected.
    pub fn services(
        &self,
        client: &Arc<Client>,
        limits: &xml::Limits,
    ) -> Result<SecurityServices, ConfigError> {
        let blocking = self.blocking.settings("blocking", false, limits)?;
        let consent = self.consent.settings("consent", true, limits)?;
        let relation = self.relation.settings("relation", true, limits)?;
        Ok(SecurityServices {
            blocks: blocking.map(|it| BlockService::new(Arc::clone(client), it)),
            consent: consent.map(|it| ConsentService::new(Arc::clone(client), it)),
            relation: relation.map(|it| RelationService::new(Arc::clone(client), it)),
        })
    }

    /// What is wrong with the services' settings, if anything is.
    pub fn check_services(&self, limits: &xml::Limits) -> Result<(), ConfigError> {
        self.blocking.settings("blocking", false, limits)?;
        self.consent.settings("consent", true, limits)?;
        self.relation.settings("relation", true, limits)?;
        Ok(())
    }

    /// What an operator should know before a nurse does.
    pub fn warnings(&self) -> Vec<&'static str> {
        let mut warnings = Vec::new();
        match (self.blocking.address.is_empty(), self.blocks_checked_elsewhere) {
            (true, false) => warnings.push(
                "lawful_access.blocking.address is not set: all that other care units hold is \
                 withheld",
            ),
            (_, true) => warnings.push(
                "lawful_access.blocks_checked_elsewhere: records are shown without a check of blocks",
            ),
            (false, false) => {}
        }
        warnings
    }
}

impl ServiceSection {
    fn settings(
        &self,
        name: &str,
        at_care_provider: bool,
        limits: &xml::Limits,
    ) -> Result<Option<ServiceSettings>, ConfigError> {
        let receiver = match self.address.as_str() {
            AT_CARE_PROVIDER if at_care_provider => Some(Receiver::CareProvider),
            address => {
                optional(&format!("lawful_access.{name}.address"), address)?.map(Receiver::Address)
            }
        };
        let seconds = super::not_zero(&format!("lawful_access.{name}.seconds"), self.seconds)?;
        let deadline = Duration::from_secs(seconds);
        let limits = *limits;
        Ok(receiver.map(|receiver| ServiceSettings { receiver, deadline, limits }))
    }
}

/// Address of a service that each care provider has its own of.
const AT_CARE_PROVIDER: &str = "care_provider";

/// Longest memory of a stated care relation, in days: later it is stated anew.
const LONGEST_RELATION: u16 = 31;

/// Longest consent, in days.
const LONGEST_CONSENT: u16 = 1827;

/// Longest emergency access, in hours.
const LONGEST_EMERGENCY: u16 = 24;

/// A week, in days.
const WEEK: u16 = 7;
