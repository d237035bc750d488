//! The present time, taken from one place so that tests can set it.

use std::sync::Mutex;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

/// Tells the time. Deadlines do not use it: they run on the monotonic clock.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// The present moment on a Swedish clock, as the contracts mean it.
    fn swedish_now(&self) -> ZonedDateTime {
        self.now().to_zoned_datetime(swedish_zone())
    }
}

/// The zone of every time in the contracts.
pub fn swedish_zone() -> TimeZone {
    // The zone database is compiled in, so the name is always known; UTC is never reached.
    TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC)
}

/// The computer's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is set; for tests and demonstrations.
#[derive(Debug)]
pub struct SetClock(Mutex<Timestamp>);

impl SetClock {
    /// A clock that shows this moment.
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Sets the clock.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = now;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
