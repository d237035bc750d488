use serde::Deserialize;

use super::error::ConfigError;
use crate::access_log::Settings;

/// `[access_log]`: who has read what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessLogSection {
    /// What this instance is called in the rows it writes.
    pub instance: String,
}

impl AccessLogSection {
    /// How the access log is written.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        if self.instance.trim().is_empty() {
            return Err(ConfigError::Missing { key: "access_log.instance".to_owned() });
        }
        Ok(Settings { instance: self.instance.clone() })
    }
}
