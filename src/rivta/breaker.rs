//! Leaves an address alone for a while after it has failed several times in a row.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::LogicalAddress;

/// When an address is left alone, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Failures in a row that open the breaker. Only broken transport counts: a fault is an answer.
    pub failures: u32,
    /// How long it is left alone before one call tries it again.
    pub rest: Duration,
}

/// One breaker per logical address.
#[derive(Debug)]
pub struct Breakers {
    settings: Settings,
    known: Mutex<HashMap<LogicalAddress, Breaker>>,
}

#[derive(Debug, Default)]
struct Breaker {
    failures: u32,
    rests_until: Option<Instant>,
    probing: bool,
}

/// Leave to call. It must be told how the call went; dropped untold, as when a user leaves, it
/// counts neither way.
#[derive(Debug)]
pub struct Leave<'b> {
    breakers: &'b Breakers,
    address: LogicalAddress,
    probe: bool,
    told: bool,
}

impl Breakers {
    /// Breakers that are all closed.
    pub fn new(settings: Settings) -> Self {
        Self { settings, known: Mutex::new(HashMap::new()) }
    }

    /// Leave to call the address, or how long it is still left alone.
    pub fn leave(&self, address: &LogicalAddress) -> Result<Leave<'_>, Duration> {
        let mut known = self.lock();
        let breaker = known.entry(address.clone()).or_default();
        let mut probe = false;
        if let Some(until) = breaker.rests_until {
            let left = until.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                return Err(left);
            }
            if breaker.probing {
                return Err(Duration::from_secs(1));
            }
            breaker.probing = true;
            probe = true;
        }
        Ok(Leave { breakers: self, address: address.clone(), probe, told: false })
    }

    /// Leaves the address alone for so long.
    pub fn rest(&self, address: &LogicalAddress, time: Duration) {
        let mut known = self.lock();
        known.entry(address.clone()).or_default().rests_until = Some(Instant::now() + time);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<LogicalAddress, Breaker>> {
        self.known.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Leave<'_> {
    /// The call got an answer of some kind: the source is there.
    pub fn answered(mut self) {
        self.told = true;
        self.breakers.lock().remove(&self.address);
    }

    /// The call got no answer.
    pub fn failed(mut self) {
        self.told = true;
        let mut known = self.breakers.lock();
        let breaker = known.entry(self.address.clone()).or_default();
        breaker.failures = breaker.failures.saturating_add(1);
        breaker.probing = false;
        if self.probe || breaker.failures >= self.breakers.settings.failures {
            breaker.rests_until = Some(Instant::now() + self.breakers.settings.rest);
        }
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        if !self.told
            && self.probe
            && let Some(breaker) = self.breakers.lock().get_mut(&self.address)
        {
            breaker.probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breakers() -> (Breakers, LogicalAddress) {
        let settings = Settings { failures: 3, rest: Duration::from_secs(30) };
        (Breakers::new(settings), "SE1".parse().unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_is_left_alone_after_the_set_number_of_failures() {
        let (breakers, address) = breakers();
        for _ in 0..3 {
            breakers.leave(&address).unwrap().failed();
        }
        assert_eq!(breakers.leave(&address).unwrap_err(), Duration::from_secs(30));
        tokio::time::advance(Duration::from_secs(31)).await;
        let probe = breakers.leave(&address).unwrap();
        assert!(breakers.leave(&address).is_err(), "only one call tries it again");
        probe.failed();
        assert!(breakers.leave(&address).is_err(), "a failed trial opens it anew");
        tokio::time::advance(Duration::from_secs(31)).await;
        breakers.leave(&address).unwrap().answered();
        breakers.leave(&address).unwrap().failed();
        assert!(breakers.leave(&address).is_ok(), "an answer closes it and forgets the past");
    }

    #[tokio::test(start_paused = true)]
    async fn a_trial_that_is_called_off_lets_the_next_one_through() {
        let (breakers, address) = breakers();
        for _ in 0..3 {
            breakers.leave(&address).unwrap().failed();
        }
        tokio::time::advance(Duration::from_secs(31)).await;
        drop(breakers.leave(&address).unwrap());
        assert!(breakers.leave(&address).is_ok());
    }
}
