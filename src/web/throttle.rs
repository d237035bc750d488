use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::time::Instant;

/// Counts failures by name, so that guessing becomes slow.
pub(super) struct Throttle {
    most: usize,
    within: Duration,
    failures: Mutex<HashMap<String, Vec<Instant>>>,
}

impl Throttle {
    pub(super) fn new(most: usize, within: Duration) -> Self {
        Self { most, within, failures: Mutex::default() }
    }

    /// Counts an attempt as failed until [`Self::forget`] is called, and gives how long to wait
    /// where there have been too many. Counting first leaves no gap for attempts side by side.
    pub(super) fn attempt(&self, name: &str) -> Result<(), Duration> {
        let mut failures = self.lock();
        let times = failures.entry(name.to_owned()).or_default();
        times.retain(|at| at.elapsed() < self.within);
        if times.len() >= self.most {
            let oldest = times.first().map_or(Duration::ZERO, Instant::elapsed);
            return Err(self.within.saturating_sub(oldest));
        }
        times.push(Instant::now());
        Ok(())
    }

    /// Forgets a name's failures after it has succeeded.
    pub(super) fn forget(&self, name: &str) {
        self.lock().remove(name);
    }

    /// Forgets failures that are long past.
    pub(super) fn sweep(&self) {
        self.lock().retain(|_, times| times.iter().any(|at| at.elapsed() < self.within));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<Instant>>> {
        self.failures.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
