use serde::Deserialize;

use super::error::ConfigError;
use crate::telemetry::{Format, Settings};

/// `[telemetry]`: the log.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelemetrySection {
    /// What is logged, by module and level.
    pub filter: String,
    /// How it is written.
    pub format: String,
}

impl TelemetrySection {
    /// How the program tells what it does.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let format = match self.format.as_str() {
            "json" => Format::Json,
            "text" => Format::Text,
            _ => {
                return Err(ConfigError::value("telemetry.format", "must be \"json\" or \"text\""));
            }
        };
        let filter =
            self.filter.parse().map_err(|error| ConfigError::value("telemetry.filter", error))?;
        Ok(Settings { filter, format })
    }
}
