use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::LogicalAddress;

/// When a call may be made once more.
///
/// Only a connection that failed before any of the answer allows it at all. The national rules for
/// consumers forbid more: after a fault a question may be sent again every fifth minute at most,
/// and after an `ERROR` not at all.
#[derive(Clone, Debug)]
pub struct RetrySettings {
    /// The shortest pause before the second attempt. The pause is drawn at random, so that many
    /// callers that lost their connections together do not come back together.
    pub shortest_pause: Duration,
    /// The longest pause before the second attempt.
    pub longest_pause: Duration,
    /// How much of the call's time must be left after the pause.
    pub least_time_left: Duration,
    /// How many retries each call to an address earns, as in 0.1 for one in ten.
    pub earned_per_call: f64,
    /// How many retries an address can have saved up; it begins with as many.
    pub saved_up: f64,
    /// The shortest time between two retries to one address.
    pub interval: Duration,
}

/// Keeps retries from making a bad time worse.
#[derive(Debug, Default)]
pub(super) struct RetryBudget {
    accounts: Mutex<HashMap<LogicalAddress, Account>>,
}

#[derive(Debug)]
struct Account {
    saved: f64,
    latest: Option<Instant>,
}

impl RetryBudget {
    /// A call is made: it earns its share.
    pub fn earn(&self, address: &LogicalAddress, settings: &RetrySettings) {
        self.with(address, settings, |account| {
            account.saved = (account.saved + settings.earned_per_call).min(settings.saved_up);
        });
    }

    /// Takes a retry, if there is one to take.
    pub fn spend(&self, address: &LogicalAddress, settings: &RetrySettings) -> bool {
        let now = Instant::now();
        self.with(address, settings, |account| {
            let too_soon = account.latest.is_some_and(|latest| now < latest + settings.interval);
            if too_soon || account.saved < 1.0 {
                return false;
            }
            account.saved -= 1.0;
            account.latest = Some(now);
            true
        })
    }

    fn with<T>(
        &self,
        address: &LogicalAddress,
        settings: &RetrySettings,
        change: impl FnOnce(&mut Account) -> T,
    ) -> T {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Account { saved: settings.saved_up, latest: None };
        change(accounts.entry(address.clone()).or_insert_with(new))
    }
}
