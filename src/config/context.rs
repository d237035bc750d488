use std::time::Duration;

use serde::Deserialize;

use super::error::ConfigError;
use crate::web::ContextSettings;

/// `[context]`: patient context shared with COSMIC.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextSection {
    /// How often a connection shows that it is alive, in seconds.
    pub heartbeat_seconds: u64,
}

impl ContextSection {
    /// How patient context is shared.
    pub fn settings(&self) -> Result<ContextSettings, ConfigError> {
        let heartbeat = super::not_zero("context.heartbeat_seconds", self.heartbeat_seconds)?;
        if heartbeat > LONGEST_HEARTBEAT {
            let reason = format!("must be at most {LONGEST_HEARTBEAT}");
            return Err(ConfigError::value("context.heartbeat_seconds", reason));
        }
        Ok(ContextSettings { heartbeat: Duration::from_secs(heartbeat) })
    }
}

/// A page must know within fifteen seconds that it hears nothing more.
const LONGEST_HEARTBEAT: u64 = 5;
