use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::error::ConfigError;

/// `[conformance]`: how a producer is tried.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConformanceSection {
    /// Longest time for an answer that the contract allows, in seconds.
    pub answer_seconds: u64,
    /// How long an answer is waited for, in seconds.
    pub wait_seconds: u64,
    /// Questions put at once.
    pub at_once: usize,
    /// `[[conformance.producer]]`.
    pub producer: Vec<TestedProducerSection>,
}

/// `[[conformance.producer]]`: a producer that support may try on the support page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestedProducerSection {
    /// Its logical address.
    pub logical_address: String,
    /// File of test data.
    pub data: PathBuf,
}

impl ConformanceSection {
    /// Longest time for an answer, and how long one is waited for.
    pub fn times(&self) -> Result<(Duration, Duration), ConfigError> {
        if self.wait_seconds <= self.answer_seconds {
            let reason = "must be more than conformance.answer_seconds";
            return Err(ConfigError::value("conformance.wait_seconds", reason));
        }
        Ok((Duration::from_secs(self.answer_seconds), Duration::from_secs(self.wait_seconds)))
    }

    /// Questions put at once.
    pub fn at_once(&self) -> Result<usize, ConfigError> {
        super::not_zero("conformance.at_once", self.at_once)
    }
}
