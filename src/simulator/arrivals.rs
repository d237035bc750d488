//! What arrived at the simulator, for tests and for whoever watches a demonstration.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

/// One request as it arrived. It holds the whole body, so it is for test identities only and stays
/// in memory.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Its number, from 1, in order of arrival.
    pub number: u64,
    /// Number of the connection it came on, from 1.
    pub connection: u64,
    /// How long after the simulator's start it arrived.
    pub at: Duration,
    /// TLS version of the connection, as OpenSSL names it.
    pub tls_version: &'static str,
    /// Whether the connection took up an earlier TLS session.
    pub resumed: bool,
    /// `serialNumber` of the client certificate's subject, where it has one.
    pub sender: Option<String>,
    /// The client certificate's whole subject, for VP002.
    pub subject: String,
    /// HTTP method.
    pub method: Method,
    /// Path and query.
    pub uri: Uri,
    /// HTTP headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Arrival {
    /// A header's text, where it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The `SOAPAction` without its quotes.
    pub fn soap_action(&self) -> Option<&str> {
        self.header("soapaction").map(|text| text.trim_matches('"'))
    }
}

/// Counters since the start.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// TCP connections accepted.
    pub connections: u64,
    /// TLS handshakes that succeeded.
    pub handshakes: u64,
    /// TLS handshakes that took up an earlier session.
    pub resumed: u64,
    /// TLS handshakes that failed.
    pub failed_handshakes: u64,
    /// Whole requests read.
    pub requests: u64,
    /// Requests whose caller went away before the answer was ready.
    pub abandoned: u64,
    /// Connections open now.
    pub open: u64,
    /// Most connections open at once.
    pub most_open: u64,
    /// Most requests under way at once.
    pub most_at_once: u64,
}

/// The log of arrivals and the counters. Shared between the listener and whoever asks.
#[derive(Debug)]
pub struct Arrivals {
    started: Instant,
    kept: usize,
    entries: Mutex<VecDeque<Arrival>>,
    counts: Mutex<Counts>,
    under_way: AtomicU64,
}

impl Arrivals {
    /// An empty log that keeps the latest `kept` requests.
    pub fn new(kept: usize) -> Self {
        Self {
            started: Instant::now(),
            kept,
            entries: Mutex::default(),
            counts: Mutex::default(),
            under_way: AtomicU64::new(0),
        }
    }

    /// The requests kept, oldest first.
    pub fn all(&self) -> Vec<Arrival> {
        locked(&self.entries).iter().cloned().collect()
    }

    /// The latest request.
    pub fn last(&self) -> Option<Arrival> {
        locked(&self.entries).back().cloned()
    }

    /// The counters now.
    pub fn counts(&self) -> Counts {
        *locked(&self.counts)
    }

    pub(super) fn count(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut locked(&self.counts));
    }

    /// A connection was accepted: its number.
    pub(super) fn connected(&self) -> u64 {
        let mut counts = locked(&self.counts);
        counts.connections += 1;
        counts.open += 1;
        counts.most_open = counts.most_open.max(counts.open);
        counts.connections
    }

    /// A request was read: gives it its number and keeps it.
    pub(super) fn arrived(&self, arrival: &mut Arrival) {
        let mut counts = locked(&self.counts);
        counts.requests += 1;
        arrival.number = counts.requests;
        arrival.at = self.started.elapsed();
        drop(counts);
        let mut entries = locked(&self.entries);
        if entries.len() == self.kept {
            entries.pop_front();
        }
        if self.kept > 0 {
            entries.push_back(arrival.clone());
        }
    }

    /// Counts a request as under way until the value is dropped.
    pub(super) fn under_way(self: &std::sync::Arc<Self>) -> UnderWay {
        let now = self.under_way.fetch_add(1, Ordering::Relaxed) + 1;
        self.count(|counts| counts.most_at_once = counts.most_at_once.max(now));
        UnderWay { arrivals: std::sync::Arc::clone(self), answered: false }
    }
}

/// A request that is being answered. Dropped before it was answered, its caller went away.
pub(super) struct UnderWay {
    arrivals: std::sync::Arc<Arrivals>,
    answered: bool,
}

impl UnderWay {
    pub(super) fn answered(mut self) {
        self.answered = true;
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.arrivals.under_way.fetch_sub(1, Ordering::Relaxed);
        if !self.answered {
            self.arrivals.count(|counts| counts.abandoned += 1);
        }
    }
}

/// A poisoned lock only means that a test failed elsewhere.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
