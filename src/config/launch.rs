use std::time::Duration;

use serde::Deserialize;

use super::error::ConfigError;
use super::http::is_origin;
use crate::launch::Settings;

/// `[launch]`: COSMIC's launch with single sign-on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaunchSection {
    /// The address that launches must be meant for; empty switches them off.
    pub audience: String,
    /// Origins whose pages may post a launch.
    pub origins: Vec<String>,
    /// How the user may have proved who she is.
    pub assurance_levels: Vec<String>,
    /// Longest life of an assertion, in seconds.
    pub life_seconds: u64,
    /// How much clocks may differ, in seconds.
    pub leeway_seconds: u64,
    /// How long a used assertion is remembered after its end, in minutes.
    pub remember_minutes: u64,
    /// Largest assertion, in bytes.
    pub largest_bytes: usize,
}

impl LaunchSection {
    /// What launches must be; none if they are switched off.
    pub fn settings(&self) -> Result<Option<Settings>, ConfigError> {
        if self.audience.is_empty() {
            return Ok(None);
        }
        let own = ["http://127.0.0.1:", "http://[::1]:", "http://localhost:"];
        let at_home = own.iter().any(|own| self.audience.starts_with(own));
        if !self.audience.starts_with("https://") && !at_home {
            let reason = "must be as in https://mvj.example.se/launch";
            return Err(ConfigError::value("launch.audience", reason));
        }
        if self.assurance_levels.is_empty() {
            let key = "launch.assurance_levels".to_owned();
            return Err(ConfigError::Missing { key });
        }
        let life = super::not_zero("launch.life_seconds", self.life_seconds)?;
        let leeway = self.leeway_seconds;
        let remember = super::not_zero("launch.remember_minutes", self.remember_minutes)?;
        Ok(Some(Settings {
            audience: self.audience.clone(),
            largest_bytes: super::not_zero("launch.largest_bytes", self.largest_bytes)?,
            longest_life: at_most("launch.life_seconds", life, LONGEST_LIFE)?,
            leeway: at_most("launch.leeway_seconds", leeway, LONGEST_LEEWAY)?,
            remember_for: at_most("launch.remember_minutes", remember, LONGEST_MEMORY)? * 60,
            assurance_levels: self.assurance_levels.clone(),
        }))
    }

    /// Origins whose pages may post a launch.
    pub fn origins(&self) -> Result<Vec<String>, ConfigError> {
        if !self.origins.iter().all(|origin| is_origin(origin)) {
            let reason = "each must be as in https://cosmic.example.se";
            return Err(ConfigError::value("launch.origins", reason));
        }
        Ok(self.origins.clone())
    }
}

fn at_most(key: &str, number: u64, most: u64) -> Result<Duration, ConfigError> {
    if number > most {
        return Err(ConfigError::value(key, format!("must be at most {most}")));
    }
    Ok(Duration::from_secs(number))
}

/// The contract's own limit: what lives longer can be stolen and used.
const LONGEST_LIFE: u64 = 120;

/// Clocks that differ more are wrong, and should be put right instead.
const LONGEST_LEEWAY: u64 = 60;

/// A week, in minutes.
const LONGEST_MEMORY: u64 = 10_080;
