use std::time::Duration;

use jiff::civil::Date;
use serde::Deserialize;

use super::error::ConfigError;
use super::parse_set;
use crate::domain::SwedishDate;
use crate::journal::ask::Settings;
use crate::rivta::breaker;

/// `[ask]`: how sources are asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskSection {
    /// Longest wait for one call, in seconds.
    pub source_seconds: u64,
    /// Longest wait for all sources of one view, in seconds.
    pub view_seconds: u64,
    /// Failures in a row after which a logical address is left alone.
    pub breaker_failures: u32,
    /// How long it is then left alone, in seconds.
    pub breaker_rest_seconds: u64,
    /// How long the same question waits after a SOAP fault, in seconds.
    pub fault_pause_seconds: u64,
    /// First day asked about.
    pub period_start: String,
    /// Last day asked about, in days from today.
    pub period_days_ahead: u16,
    /// How long a view that nobody looks at any more goes on, in seconds.
    pub abandon_seconds: u64,
    /// Views under way at once.
    pub most_views: usize,
    /// Views that one session keeps at once.
    pub most_views_per_session: usize,
    /// Longest text of one field of a record, in characters.
    pub longest_text: usize,
}

impl AskSection {
    /// How sources are asked, with so many calls at once over all views.
    pub fn settings(&self, calls_at_once: usize) -> Result<Settings, ConfigError> {
        let (source_deadline, view_deadline) = self.deadlines()?;
        Ok(Settings {
            source_deadline,
            view_deadline,
            concurrency: super::not_zero("platform.calls_at_once", calls_at_once)?,
            breaker: self.breaker()?,
            fault_pause: Duration::from_secs(self.fault_pause_seconds),
            period_start: self.period_start()?,
            period_days_ahead: self.period_days_ahead,
        })
    }

    /// When a logical address that fails is left alone.
    pub fn breaker(&self) -> Result<breaker::Settings, ConfigError> {
        Ok(breaker::Settings {
            failures: super::not_zero("ask.breaker_failures", self.breaker_failures)?,
            rest: Duration::from_secs(self.breaker_rest_seconds),
        })
    }

    /// Most views under way at once.
    pub fn most_views(&self) -> Result<usize, ConfigError> {
        super::not_zero("ask.most_views", self.most_views)
    }

    /// First day asked about.
    pub fn period_start(&self) -> Result<SwedishDate, ConfigError> {
        let day: Date = parse_set("ask.period_start", &self.period_start)?;
        Ok(SwedishDate::new(day))
    }

    /// Longest wait for one call, and for a whole view.
    pub fn deadlines(&self) -> Result<(Duration, Duration), ConfigError> {
        let source = super::not_zero("ask.source_seconds", self.source_seconds)?;
        if self.view_seconds < source {
            return Err(ConfigError::value(
                "ask.view_seconds",
                "must be at least ask.source_seconds",
            ));
        }
        Ok((Duration::from_secs(source), Duration::from_secs(self.view_seconds)))
    }
}
