//! Sends the access log's rows on to the log service, each at most once.
//!
//! A row is marked as being sent, on disk, before the call. After a call of which nobody knows what
//! came, the row stays aside until a person has looked: sent again it could be there twice, and left
//! alone it could be missing, and which is worse is not the program's to say.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::entry;
use crate::care::ServiceError;
use crate::care::log_store::{LogStore, Named};
use crate::clock::Clock;
use crate::domain::HsaId;
use crate::store::{LogRow, Sent, Store, StoreError};

/// How rows are sent on.
#[derive(Clone, Debug)]
pub struct OnwardSettings {
    /// This instance.
    pub instance: String,
    /// This system.
    pub system: HsaId,
    /// Rows in one call at most.
    pub most_entries: u32,
    /// How long a service that has failed is left alone. A question that was answered with a fault
    /// may be repeated every fifth minute at most.
    pub pause: Duration,
    /// After how long a row that another instance is sending counts as given up.
    pub given_up_after: Duration,
}

/// Sends rows on.
pub struct Onward {
    store: Arc<Store>,
    service: LogStore,
    clock: Arc<dyn Clock>,
    settings: OnwardSettings,
    // Care providers whose rows met with trouble, and until when they are left alone.
    resting: HashMap<HsaId, Timestamp>,
}

impl Onward {
    /// A sender that has sent nothing yet.
    pub fn new(
        store: Arc<Store>,
        service: LogStore,
        clock: Arc<dyn Clock>,
        settings: OnwardSettings,
    ) -> Self {
        Self { store, service, clock, settings, resting: HashMap::new() }
    }

    /// To be called once, before the first [`Self::send`]: what this instance was sending when it
    /// ended the last time is of uncertain fate.
    pub async fn start(&self) -> Result<u64, StoreError> {
        let now = self.clock.now();
        let left = self.store.abandon_sending(Some(&self.settings.instance), Timestamp::MIN, now);
        let left = left.await?;
        if left > 0 {
            tracing::error!(rows = left, "access log rows were being sent when the program ended");
        }
        Ok(left)
    }

    /// Sends what is waiting. After trouble a care provider's rows are left alone for a while; as long
    /// as any are, the service is tried with a single row of each first, so that a broken service
    /// leaves few rows of uncertain fate, and one care provider's trouble is nobody else's.
    pub async fn send(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let given_up = now.checked_sub(self.settings.given_up_after).unwrap_or(Timestamp::MIN);
        self.store.abandon_sending(None, given_up, now).await?;
        for care_provider in self.store.outbox_care_providers().await? {
            if self.resting.get(&care_provider).is_some_and(|until| now < *until) {
                continue;
            }
            // How many rows are to be sent alone; else to find the one that the contract has no room
            // for.
            let mut one_by_one = usize::from(!self.resting.is_empty());
            loop {
                let most = if one_by_one > 0 { 1 } else { self.settings.most_entries };
                let sender = &self.settings.instance;
                let batch = self.store.begin_sending(&care_provider, most, sender, now).await?;
                if batch.rows.is_empty() {
                    break;
                }
                one_by_one = one_by_one.saturating_sub(1);
                let rows = batch.rows.len();
                let sent = self.hand_over(&batch.rows).await;
                self.store.end_sending(&batch, &sent, self.clock.now()).await?;
                tell(&sent, rows);
                match sent {
                    Sent::Kept => drop(self.resting.remove(&care_provider)),
                    // Nobody was asked: it is the rows, not the service.
                    Sent::Unfit { .. } if rows > 1 => one_by_one = rows,
                    Sent::Unfit { .. } => {}
                    Sent::NotDelivered | Sent::Refused { .. } | Sent::Uncertain { .. } => {
                        let until = self.clock.now().checked_add(self.settings.pause);
                        self.resting.insert(care_provider, until.unwrap_or(Timestamp::MAX));
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    async fn hand_over(&self, rows: &[LogRow]) -> Sent {
        let system = Named { hsa_id: self.settings.system.clone(), name: None };
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            match row.event() {
                Ok(event) => entries.push(entry::of(&event, &system)),
                Err(error) => return Sent::Unfit { trouble: error.to_string() },
            }
        }
        match self.service.store(&entries).await {
            Ok(()) => Sent::Kept,
            Err(error) => outcome(&error),
        }
    }
}

/// Tells operators.
fn tell(sent: &Sent, rows: usize) {
    let (outcome, trouble) = match sent {
        Sent::Kept => ("kept", ""),
        Sent::NotDelivered => ("not_delivered", ""),
        Sent::Unfit { trouble } => ("unfit", trouble.as_str()),
        Sent::Refused { trouble } => ("refused", trouble.as_str()),
        Sent::Uncertain { trouble } => ("uncertain", trouble.as_str()),
    };
    metrics::counter!("vaccinjournal_access_log_sent_total", "outcome" => outcome)
        .increment(rows as u64);
    match sent {
        Sent::Kept => {}
        Sent::NotDelivered => tracing::warn!("the log service cannot be reached"),
        Sent::Unfit { .. } | Sent::Refused { .. } | Sent::Uncertain { .. } => {
            tracing::error!(outcome, trouble, rows, "the log service has not kept rows");
        }
    }
}

/// What a failed call means for its rows. No error text holds a value of a patient.
fn outcome(error: &ServiceError) -> Sent {
    match error {
        ServiceError::Unfit { .. } | ServiceError::Unwritten(_) => {
            Sent::Unfit { trouble: error.to_string() }
        }
        ServiceError::Refused { .. } => Sent::Refused { trouble: error.to_string() },
        error if error.was_not_delivered() => Sent::NotDelivered,
        error => Sent::Uncertain { trouble: error.to_string() },
    }
}
