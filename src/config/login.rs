use std::net::SocketAddr;
use std::time::Duration;

use serde::Deserialize;

use super::environment::EnvironmentName;
use super::error::ConfigError;

/// `[login]`: sessions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginSection {
    /// Whether anybody may log in by choosing an assignment.
    pub development: bool,
    /// How long a session lasts without use, in minutes.
    pub idle_minutes: u64,
    /// How long a session lasts at most, in hours.
    pub longest_hours: u64,
}

impl LoginSection {
    /// Whether anybody may log in by choosing an assignment: never where others can reach it, and
    /// never where there are patients, since a front may pass others' requests to loopback.
    pub fn development(
        &self,
        listen: SocketAddr,
        environment: EnvironmentName,
    ) -> Result<bool, ConfigError> {
        if self.development && environment == EnvironmentName::Production {
            let reason = "is refused unless environment.name is \"demo\" or \"qa\"";
            return Err(ConfigError::value("login.development", reason));
        }
        if self.development && !listen.ip().is_loopback() {
            let reason = "is refused unless http.listen is on loopback";
            return Err(ConfigError::value("login.development", reason));
        }
        Ok(self.development)
    }

    /// How long a session lasts without use.
    pub fn idle(&self) -> Result<Duration, ConfigError> {
        let minutes = super::not_zero("login.idle_minutes", self.idle_minutes)?;
        Ok(Duration::from_secs(minutes.saturating_mul(60)))
    }

    /// How long a session lasts at most.
    pub fn longest(&self) -> Result<Duration, ConfigError> {
        let hours = super::not_zero("login.longest_hours", self.longest_hours)?;
        Ok(Duration::from_secs(hours.saturating_mul(60 * 60)))
    }
}
