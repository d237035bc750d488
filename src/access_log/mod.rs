//! The access log (åtkomstlogg): what is done with patients' information is written here before it
//! happens.
//!
//! [`AccessLog::write`] is the one way to it. What it has said yes to is on disk, so whoever waits
//! for it before data leaves cannot show anything unlogged.

mod aside;
mod check;
mod entry;
mod extract;
mod heads;
mod onward;
mod upkeep;
mod verify;

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use self::aside::Aside;
use crate::clock::Clock;
use crate::domain::{AccessEvent, LegalBasis};
use crate::store::{LogRow, Stamp, Store, StoreError};

pub use check::check;
pub use extract::Taken;
pub use heads::{HeadError, HeadKeeper, SignedHead, new_key, public_key, read_heads};
pub use onward::{Onward, OnwardSettings};
pub use upkeep::Upkeep;
pub use verify::{Finding, Verified, Verifier};

/// Writes the access log.
pub struct AccessLog {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    settings: Settings,
    kept_aside: AtomicU64,
}

/// How the access log is written.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What this instance is called in the rows it writes.
    pub instance: String,
    /// Where rows of emergency access are kept while the database cannot be written.
    pub emergency_file: PathBuf,
    /// How long a write may take.
    pub longest_write: Duration,
    /// Whether rows go on to the log service.
    pub onward: bool,
}

/// The access log could not be written, so what was to be logged must not happen.
#[derive(Debug, thiserror::Error)]
pub enum NotLogged {
    /// The database failed.
    #[error("the access log cannot be written: {0}")]
    Store(#[from] StoreError),
    /// The database took too long.
    #[error("the access log took too long to write")]
    TooSlow,
    /// Not even the file for emergencies could be written.
    #[error("the access log's file for emergencies cannot be used: {}", .0.kind())]
    File(#[source] io::Error),
}

impl NotLogged {
    fn is_refusal(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_refusal())
    }
}

impl AccessLog {
    /// An access log in this store.
    pub fn new(store: Arc<Store>, clock: Arc<dyn Clock>, settings: Settings) -> Self {
        Self { store, clock, settings, kept_aside: AtomicU64::new(0) }
    }

    /// Writes events: all of them or none. Only after `Ok` may what they speak of happen.
    ///
    /// An `Err` does not say that nothing was written: a database that broke at the last moment may
    /// have kept the rows. They then speak of something that did not happen, which is the lesser
    /// evil. In emergency access a patient's life may hang on the answer, so events of such access
    /// are kept in a file when the database cannot take them.
    pub async fn write(&self, events: &[AccessEvent]) -> Result<(), NotLogged> {
        let written = self.write_to_store(events).await;
        let Err(error) = written else {
            count("written", events.len());
            return Ok(());
        };
        // Whoever reads the program's log must learn of it even if the user gives up.
        tracing::error!(error = &error as &dyn std::error::Error, "the access log failed");
        if !events.is_empty() && events.iter().all(is_emergency) {
            return self.keep_aside(events).await;
        }
        count("failed", events.len());
        Err(error)
    }

    /// Writes rows that were kept aside to the database, marked as late. How many were written. A row
    /// that the database refuses while it takes others is set apart for a person to look at, and holds
    /// nothing up.
    pub async fn write_late(&self) -> Result<u64, NotLogged> {
        let mut written = 0;
        loop {
            let aside = Aside::new(self.settings.emergency_file.clone());
            let Some(kept) = in_background(move || aside.take()).await? else { break };
            self.set_kept_aside(self.kept_aside().max(kept.rows.len() as u64));
            let refused = self.write_kept(&kept.rows).await?;
            let rows = kept.rows.len() - refused.len();
            count("late", rows);
            count("refused", refused.len());
            written += rows as u64;
            self.set_kept_aside(self.kept_aside().saturating_sub(kept.rows.len() as u64));
            // A crash before this leaves rows in both places; their ids tell.
            in_background(move || kept.done(&refused)).await?;
        }
        self.set_kept_aside(0);
        if written > 0 {
            let rows = written;
            tracing::warn!(
                rows,
                "rows of emergency access that were kept aside are in the access log"
            );
        }
        Ok(written)
    }

    /// Writes rows in portions. Gives those that the database refuses on their own account: it has
    /// taken others after them, and refuses them still. If it takes none after a row, it may be the
    /// database, and all of it is tried again later.
    async fn write_kept(&self, rows: &[LogRow]) -> Result<Vec<LogRow>, NotLogged> {
        let (mut failed, mut refused) = (Vec::new(), Vec::new());
        let mut trouble = None;
        let mut portions: VecDeque<&[LogRow]> = rows.chunks(LATE_AT_ONCE).collect();
        while let Some(portion) = portions.pop_front() {
            match self.log_late(portion).await {
                Ok(0) => {}
                Ok(_) => refused.append(&mut failed),
                Err(error) if !error.is_refusal() => return Err(error),
                Err(error) => match portion {
                    [row] => {
                        failed.push(row);
                        trouble = Some(error);
                    }
                    // One of them, or all: each alone, before the rest.
                    several => several.chunks(1).rev().for_each(|one| portions.push_front(one)),
                },
            }
        }
        let mut still_refused = Vec::new();
        for row in refused {
            match self.log_late(std::slice::from_ref(row)).await {
                Ok(_) => {}
                Err(error) if error.is_refusal() => still_refused.push(row.clone()),
                Err(error) => return Err(error),
            }
        }
        match trouble {
            Some(error) if !failed.is_empty() => Err(error),
            _ => Ok(still_refused),
        }
    }

    async fn log_late(&self, rows: &[LogRow]) -> Result<usize, NotLogged> {
        self.in_time(self.store.log_late(rows, &self.stamp())).await
    }

    /// How many rows wait in the file for emergencies, as far as this instance knows.
    pub fn kept_aside(&self) -> u64 {
        self.kept_aside.load(Ordering::Relaxed)
    }

    async fn write_to_store(&self, events: &[AccessEvent]) -> Result<(), NotLogged> {
        self.in_time(self.store.log_access(events, &self.stamp())).await
    }

    async fn keep_aside(&self, events: &[AccessEvent]) -> Result<(), NotLogged> {
        let mut rows = Vec::with_capacity(events.len());
        for event in events {
            rows.push(LogRow::of(event, &self.stamp())?);
        }
        let aside = Aside::new(self.settings.emergency_file.clone());
        let kept = in_background(move || aside.keep(&rows)).await;
        count(if kept.is_ok() { "aside" } else { "failed" }, events.len());
        kept?;
        self.set_kept_aside(self.kept_aside() + events.len() as u64);
        tracing::error!(
            rows = events.len(),
            "emergency access was let through although the access log cannot be written; its rows \
             are in the file for emergencies"
        );
        Ok(())
    }

    async fn in_time<T>(
        &self,
        write: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, NotLogged> {
        let written = tokio::time::timeout(self.settings.longest_write, write).await;
        Ok(written.map_err(|_| NotLogged::TooSlow)??)
    }

    fn stamp(&self) -> Stamp<'_> {
        Stamp {
            instance: &self.settings.instance,
            at: self.clock.now(),
            onward: self.settings.onward,
        }
    }

    fn set_kept_aside(&self, rows: u64) {
        self.kept_aside.store(rows, Ordering::Relaxed);
        metrics::gauge!("vaccinjournal_access_log_aside_rows").set(rows as f64);
    }
}

/// Rows that were kept aside and are written in one transaction.
const LATE_AT_ONCE: usize = 100;

fn is_emergency(event: &AccessEvent) -> bool {
    matches!(event.basis, Some(LegalBasis::Emergency { .. }))
}

/// Files wait for the disk, which belongs on no worker of the service.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, NotLogged> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(io::Error::other("the work was broken off")))
        .map_err(NotLogged::File)
}

fn count(outcome: &'static str, events: usize) {
    metrics::counter!("vaccinjournal_access_log_events_total", "outcome" => outcome)
        .increment(events as u64);
}

impl fmt::Debug for AccessLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessLog").field("settings", &self.settings).finish_non_exhaustive()
    }
}
