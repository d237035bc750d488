//! What has to be done now and then: rows that were kept aside, heads, and rows for the log service.

use std::sync::Arc;
use std::time::Duration;

use super::{AccessLog, HeadKeeper, Onward};
use crate::clock::Clock;
use crate::store::Store;

/// Does it.
pub struct Upkeep {
    /// The log.
    pub log: Arc<AccessLog>,
    /// Where it is.
    pub store: Arc<Store>,
    /// The present time.
    pub clock: Arc<dyn Clock>,
    /// Signs heads, where there is a key.
    pub heads: Option<HeadKeeper>,
    /// Sends rows on, where there is a log service.
    pub onward: Option<Onward>,
    /// How often.
    pub every: Duration,
}

impl Upkeep {
    /// Does it for as long as it is let run.
    pub async fn run(mut self) {
        if let Some(onward) = &self.onward
            && let Err(error) = onward.start().await
        {
            failed(&error, "rows that were being sent cannot be looked for");
        }
        let mut tick = tokio::time::interval(self.every);
        loop {
            tick.tick().await;
            self.turn().await;
        }
    }

    /// Does it once. What fails is told in the program's log and done the next time.
    pub async fn turn(&mut self) {
        if let Err(error) = self.log.write_late().await {
            failed(&error, "rows that were kept aside are not in the access log yet");
        }
        if let Some(keeper) = self.heads.clone() {
            self.sign(keeper).await;
        }
        if let Some(onward) = &mut self.onward
            && let Err(error) = onward.send().await
        {
            failed(&error, "rows cannot be sent to the log service");
        }
        if let Ok(counts) = self.store.outbox_counts().await {
            let states = [
                ("waiting", counts.waiting),
                ("sending", counts.sending),
                ("uncertain", counts.uncertain),
                ("refused", counts.refused),
            ];
            for (state, rows) in states {
                metrics::gauge!("vaccinjournal_access_log_outbox_rows", "state" => state)
                    .set(rows as f64);
            }
        }
    }

    async fn sign(&self, keeper: HeadKeeper) {
        let now = self.clock.now();
        match keeper.is_due(now) {
            Ok(false) => return,
            Ok(true) => {}
            Err(error) => return failed(&error, "the folder of heads cannot be read"),
        }
        match self.store.log_heads().await {
            Ok(heads) => {
                let written = tokio::task::spawn_blocking(move || keeper.write(&heads, now)).await;
                if let Ok(Err(error)) = written {
                    failed(&error, "the access log's heads are not signed");
                }
            }
            Err(error) => failed(&error, "the access log's heads cannot be read"),
        }
    }
}

fn failed(error: &(dyn std::error::Error + 'static), what: &'static str) {
    metrics::counter!("vaccinjournal_access_log_upkeep_failures_total").increment(1);
    tracing::error!(error, "{what}");
}
