use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::error::ConfigError;
use super::{not_zero, path_set};
use crate::access_log::{HeadError, HeadKeeper, OnwardSettings, Settings};
use crate::care::{Receiver, ServiceSettings};
use crate::domain::HsaId;
use crate::rivta::xml;

/// `[access_log]`: who has read what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessLogSection {
    /// What this instance is called in the rows it writes.
    pub instance: String,
    /// File for rows of emergency access while the database cannot be written.
    pub emergency_file: String,
    /// Longest time for a write, in milliseconds.
    pub longest_write_milliseconds: u64,
    /// How long rows are kept, in years.
    pub keep_years: u16,
    /// How often kept-aside rows, heads and the log service are seen to, in seconds.
    pub upkeep_seconds: u64,
    /// `[access_log.heads]`.
    pub heads: HeadsSection,
    /// `[access_log.onward]`.
    pub onward: OnwardSection,
}

/// `[access_log.heads]`: signed heads.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadsSection {
    /// File with the key; empty for no heads.
    pub key: String,
    /// Folder that heads are written to.
    pub folder: String,
    /// How often, in hours.
    pub hours: u16,
}

/// `[access_log.onward]`: the log service.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnwardSection {
    /// Its logical address; `care_provider` for each care provider's own; empty for none.
    pub address: String,
    /// Longest wait for an answer, in seconds.
    pub deadline_seconds: u64,
    /// Rows in one call at most.
    pub most_entries: u32,
    /// How long a service that has failed is left alone, in minutes.
    pub pause_minutes: u64,
    /// After how long a row that an instance is sending counts as given up, in minutes.
    pub given_up_minutes: u64,
}

/// How long the law wants the log kept (HSLF-FS 2016:40, chapter 4).
const LEAST_YEARS: u16 = 5;

impl AccessLogSection {
    /// How the access log is written.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        self.keep()?;
        Ok(Settings {
            instance: self.instance()?,
            emergency_file: path_set("access_log.emergency_file", &self.emergency_file)?,
            longest_write: Duration::from_millis(not_zero(
                "access_log.longest_write_milliseconds",
                self.longest_write_milliseconds,
            )?),
            onward: !self.onward.address.is_empty(),
        })
    }

    /// How often the log is seen to.
    pub fn upkeep(&self) -> Result<Duration, ConfigError> {
        Ok(Duration::from_secs(not_zero("access_log.upkeep_seconds", self.upkeep_seconds)?))
    }

    /// How many years rows are kept.
    pub fn keep(&self) -> Result<u16, ConfigError> {
        if self.keep_years < LEAST_YEARS {
            let reason = format!("must be at least {LEAST_YEARS}");
            return Err(ConfigError::value("access_log.keep_years", reason));
        }
        Ok(self.keep_years)
    }

    /// Who signs heads, if anybody does.
    pub fn head_keeper(&self) -> Result<Option<HeadKeeper>, ConfigError> {
        let Some(key) = self.heads.key() else { return Ok(None) };
        let hours = not_zero("access_log.heads.hours", self.heads.hours)?;
        let every = Duration::from_secs(u64::from(hours) * 3600);
        let keeper = HeadKeeper::new(self.heads.folder()?, &key, self.instance()?, every);
        keeper.map(Some).map_err(|error: HeadError| ConfigError::value("access_log.heads", error))
    }

    /// How rows are sent on, if they are.
    pub fn onward(
        &self,
        system: HsaId,
        limits: xml::Limits,
    ) -> Result<Option<(OnwardSettings, ServiceSettings)>, ConfigError> {
        let section = &self.onward;
        let receiver = match section.address.as_str() {
            "" => return Ok(None),
            "care_provider" => Receiver::CareProvider,
            address => {
                let address = address.parse();
                let wrong = |error| ConfigError::value("access_log.onward.address", error);
                Receiver::Address(address.map_err(wrong)?)
            }
        };
        let deadline = not_zero("access_log.onward.deadline_seconds", section.deadline_seconds)?;
        let given_up = section.given_up_minutes * 60;
        if given_up <= deadline {
            let reason = "must be longer than deadline_seconds";
            return Err(ConfigError::value("access_log.onward.given_up_minutes", reason));
        }
        let deadline = Duration::from_secs(deadline);
        let settings = OnwardSettings {
            instance: self.instance()?,
            system,
            most_entries: not_zero("access_log.onward.most_entries", section.most_entries)?,
            pause: Duration::from_secs(section.pause_minutes * 60),
            given_up_after: Duration::from_secs(given_up),
        };
        Ok(Some((settings, ServiceSettings { receiver, deadline, limits })))
    }

    /// It is a part of files' names.
    fn instance(&self) -> Result<String, ConfigError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if self.instance.is_empty() || !self.instance.chars().all(plain) {
            let reason = "must be letters a to z, digits and _";
            return Err(ConfigError::value("access_log.instance", reason));
        }
        Ok(self.instance.clone())
    }
}

impl HeadsSection {
    /// File with the key, if there is one.
    pub fn key(&self) -> Option<PathBuf> {
        (!self.key.is_empty()).then(|| PathBuf::from(&self.key))
    }

    /// Folder that heads are written to.
    pub fn folder(&self) -> Result<PathBuf, ConfigError> {
        path_set("access_log.heads.folder", &self.folder)
    }
}
