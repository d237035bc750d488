use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::contract::Contract;
use crate::domain::LogicalAddress;

/// Tells of one call, once: a line in the log, and figures per logical address. Neither holds
/// anything from question or answer but codes and ids of the platform.
///
/// A call that nobody waited for the end of is told of when it is dropped.
#[derive(Debug)]
pub(super) struct CallLog {
    pub address: LogicalAddress,
    pub contract: &'static Contract,
    pub correlation_id: String,
    started: Instant,
    told: AtomicBool,
}

impl CallLog {
    pub fn start(
        address: LogicalAddress,
        contract: &'static Contract,
        correlation_id: String,
    ) -> Self {
        Self {
            address,
            contract,
            correlation_id,
            started: Instant::now(),
            told: AtomicBool::new(false),
        }
    }

    /// How long the call has taken.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Tells how the call ended; only the first end counts.
    pub fn end(
        &self,
        outcome: &str,
        took: Duration,
        reason: Option<&(dyn std::error::Error + 'static)>,
    ) {
        if self.told.swap(true, Ordering::Relaxed) {
            return;
        }
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        match reason {
            None => tracing::info!(
                correlation_id = %self.correlation_id,
                address = %self.address,
                contract = self.contract.name,
                version = self.contract.version,
                outcome,
                milliseconds,
                "call"
            ),
            Some(reason) => tracing::warn!(
                correlation_id = %self.correlation_id,
                address = %self.address,
                contract = self.contract.name,
                version = self.contract.version,
                outcome,
                milliseconds,
                reason,
                "call failed"
            ),
        }
        let address = self.address.to_string();
        metrics::counter!(
            "vaccinjournal_calls_total",
            "address" => address.clone(),
            "contract" => self.contract.name,
            "outcome" => outcome.to_owned()
        )
        .increment(1);
        metrics::histogram!(
            "vaccinjournal_call_seconds",
            "address" => address,
            "contract" => self.contract.name
        )
        .record(took.as_secs_f64());
    }

    /// A second attempt is made.
    pub fn retry(&self, reason: &(dyn std::error::Error + 'static)) {
        tracing::info!(
            correlation_id = %self.correlation_id,
            address = %self.address,
            reason,
            "call repeated on a new connection"
        );
        let address = self.address.to_string();
        metrics::counter!("vaccinjournal_call_retries_total", "address" => address).increment(1);
    }
}

impl Drop for CallLog {
    fn drop(&mut self) {
        self.end("abandoned", self.elapsed(), None);
    }
}
