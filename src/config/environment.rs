use serde::Deserialize;

use super::error::ConfigError;
use crate::checklist::Environment;
use crate::domain::HsaId;

/// `[environment]`: where this runs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentSection {
    /// Shown on every page but in production.
    pub name: EnvironmentName,
}

/// Where this runs.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub enum EnvironmentName {
    /// Made-up data on one machine.
    Demo,
    /// Test data, test services.
    Qa,
    /// Patients.
    Production,
}

/// `[own_system]`: what other systems know this one as.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnSystemSection {
    /// HSA-id of this system.
    pub hsa_id: String,
}

impl OwnSystemSection {
    /// HSA-id of this system.
    pub fn hsa_id(&self) -> Result<HsaId, ConfigError> {
        super::parse_set("own_system.hsa_id", &self.hsa_id)
    }
}

impl EnvironmentName {
    /// The same, for the checklist.
    pub fn environment(self) -> Environment {
        match self {
            Self::Demo => Environment::Demo,
            Self::Qa => Environment::Qa,
            Self::Production => Environment::Production,
        }
    }

    /// What every page says, but in production.
    pub fn notice(self) -> Option<&'static str> {
        match self {
            Self::Demo => Some("Demonstration – påhittade uppgifter"),
            Self::Qa => Some("Testmiljö – inga riktiga patienter"),
            Self::Production => None,
        }
    }
}

impl TryFrom<String> for EnvironmentName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "demo" => Ok(Self::Demo),
            "qa" => Ok(Self::Qa),
            "production" => Ok(Self::Production),
            _ => Err("must be \"demo\", \"qa\" or \"production\""),
        }
    }
}
