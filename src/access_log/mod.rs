//! The access log (åtkomstlogg): what is done with patients' information is written here before it
//! happens.
//!
//! [`AccessLog::write`] is the one way to it. What it has said yes to is on disk, so whoever waits
//! for it before data leaves cannot show anything unlogged.

use std::fmt;
use std::sync::Arc;

use crate::clock::Clock;
use crate::domain::AccessEvent;
use crate::store::{Stamp, Store, StoreError};

/// Writes the access log.
pub struct AccessLog {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    settings: Settings,
}

/// How the access log is written.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What this instance is called in the rows it writes.
    pub instance: String,
}

/// The access log could not be written, so what was to be logged must not happen.
#[derive(Debug, thiserror::Error)]
#[error("the access log cannot be written")]
pub struct NotLogged(#[source] StoreError);

impl AccessLog {
    /// An access log in this store.
    pub fn new(store: Arc<Store>, clock: Arc<dyn Clock>, settings: Settings) -> Self {
        Self { store, clock, settings }
    }

    /// Writes events: all of them or none. Only after `Ok` may what they speak of happen.
    ///
    /// An `Err` does not say that nothing was written: a database that broke at the last moment may
    /// have kept the rows. They then speak of something that did not happen, which is the lesser
    /// evil.
    pub async fn write(&self, events: &[AccessEvent]) -> Result<(), NotLogged> {
        let stamp = Stamp { instance: &self.settings.instance, at: self.clock.now(), late: false };
        let logged = self.store.log_access(events, &stamp).await;
        let outcome = if logged.is_ok() { "written" } else { "failed" };
        metrics::counter!("vaccinjournal_access_log_events_total", "outcome" => outcome)
            .increment(events.len() as u64);
        logged.map_err(|error| {
            // Whoever reads the program's log must learn of it even if the user gives up.
            tracing::error!(error = &error as &dyn std::error::Error, "the access log failed");
            NotLogged(error)
        })
    }
}

impl fmt::Debug for AccessLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessLog").field("settings", &self.settings).finish_non_exhaustive()
    }
}
