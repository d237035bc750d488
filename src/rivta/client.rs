//! Asking: one call to one logical address, by RIV-TA Basic Profile 2.1.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue};
use uuid::Uuid;

use super::call_log::CallLog;
use super::contract::Contract;
use super::reply::{CallError, Failure, Text};
use super::retry::RetryBudget;
pub use super::retry::RetrySettings;
use super::xml;
use crate::domain::{HsaId, LogicalAddress};
use crate::transport::{self, Connection, Endpoint, Limits, Request, TransportError};

/// How the services of one platform are called.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The platform's address; a contract's path comes after it.
    pub platform: Endpoint,
    /// Our HSA-id, sent as the one who first asked. Left out, the platform takes the one in our
    /// certificate.
    pub original_consumer: Option<HsaId>,
    /// What one answer may cost.
    pub limits: Limits,
    /// When a call may be made once more.
    pub retry: RetrySettings,
}

/// Calls the services of one platform.
#[derive(Debug)]
pub struct Client {
    transport: Arc<transport::Client>,
    settings: Settings,
    retries: RetryBudget,
}

/// How often an envelope may go out.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Attempts {
    One,
    /// Once more where the connection failed before any of the answer.
    OneMore,
}

/// What was answered, not yet read.
#[derive(Debug)]
pub struct Answer {
    inner: transport::Answer,
    took: Duration,
    pub(super) log: CallLog,
}

impl Client {
    /// A client for one platform. Several may share one transport, and so its limits.
    pub fn new(transport: Arc<transport::Client>, settings: Settings) -> Self {
        Self { transport, settings, retries: RetryBudget::default() }
    }

    /// Posts an envelope to one logical address, and gives the whole answer whatever it says.
    ///
    /// `envelope` is a question as [`write_request`](super::writing::write_request) writes it, with
    /// the same address in its header. Dropping the future closes the connection.
    pub async fn call(
        &self,
        contract: &'static Contract,
        address: &LogicalAddress,
        envelope: String,
        deadline: Instant,
    ) -> Result<Answer, CallError> {
        self.ended(contract, address, envelope, deadline, Attempts::OneMore).await
    }

    /// The same, but the envelope goes out once, whatever happens: for a message that must not
    /// arrive twice. It gets a connection of its own, because one that was left open may be closed
    /// just when it is used.
    pub async fn call_once(
        &self,
        contract: &'static Contract,
        address: &LogicalAddress,
        envelope: String,
        deadline: Instant,
    ) -> Result<Answer, CallError> {
        self.ended(contract, address, envelope, deadline, Attempts::One).await
    }

    async fn ended(
        &self,
        contract: &'static Contract,
        address: &LogicalAddress,
        envelope: String,
        deadline: Instant,
        attempts: Attempts,
    ) -> Result<Answer, CallError> {
        let correlation = Uuid::new_v4();
        let mut log = CallLog::start(address.clone(), contract, correlation.to_string());
        let answered = self.attempts(&log, envelope, deadline, correlation, attempts).await;
        let took = log.elapsed();
        #[expect(clippy::cast_precision_loss, reason = "a count of connections is small")]
        metrics::gauge!("vaccinjournal_tls_handshakes")
            .set(self.transport.connections_made() as f64);
        match answered {
            Ok(inner) => {
                if let Some(id) = inner.header(CORRELATION_ID.as_str()).and_then(clean_id) {
                    log.correlation_id = id;
                }
                Ok(Answer { inner, took, log })
            }
            Err(error) => {
                let error = CallError::new(&log, Failure::Transport(error), None);
                log.end(error.outcome(), took, Some(&error));
                Err(error)
            }
        }
    }

    async fn attempts(
        &self,
        log: &CallLog,
        envelope: String,
        deadline: Instant,
        correlation: Uuid,
        attempts: Attempts,
    ) -> Result<transport::Answer, TransportError> {
        let endpoint = self.settings.platform.join(log.contract.path);
        let headers = self.headers(log)?;
        let body = Bytes::from(envelope);
        let request = |connection| Request {
            endpoint: &endpoint,
            headers: headers.clone(),
            body: body.clone(),
            deadline,
            limits: &self.settings.limits,
            connection,
        };
        if attempts == Attempts::One {
            return self.transport.post(request(Connection::Fresh)).await;
        }
        let retry = &self.settings.retry;
        self.retries.earn(&log.address, retry);
        let error = match self.transport.post(request(Connection::Pooled)).await {
            Err(error) if error.is_before_answer() => error,
            ended => return ended,
        };
        let pause = pause(retry, correlation);
        let in_time = Instant::now() + pause + retry.least_time_left <= deadline;
        if !in_time || !self.retries.spend(&log.address, retry) {
            return Err(error);
        }
        log.retry(&error);
        tokio::time::sleep(pause).await;
        self.transport.post(request(Connection::Fresh)).await
    }

    fn headers(&self, log: &CallLog) -> Result<HeaderMap, TransportError> {
        let value = |text: &str| {
            HeaderValue::from_bytes(text.as_bytes()).map_err(|_| TransportError::Request)
        };
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=UTF-8"));
        // SOAP 1.1 (6.1.1) demands the quotation marks.
        headers.insert(SOAP_ACTION, value(&format!("\"{}\"", log.contract.soap_action))?);
        headers.insert(CORRELATION_ID, value(&log.correlation_id)?);
        if let Some(consumer) = &self.settings.original_consumer {
            headers.insert(ORIGINAL_CONSUMER, value(consumer.as_str())?);
        }
        Ok(headers)
    }
}

impl Answer {
    /// The answer as text, which messages are read from.
    pub fn text(&self, limits: &xml::Limits) -> Result<Text<'_>, CallError> {
        Text::of(self, limits)
    }

    /// The id of the call, for support: the platform's if it gave one, else ours.
    pub fn correlation_id(&self) -> &str {
        &self.log.correlation_id
    }

    /// How long the call took, until the last byte was here.
    pub fn took(&self) -> Duration {
        self.took
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.inner.status()
    }

    /// How many bytes the body has.
    pub fn length(&self) -> usize {
        self.inner.body().len()
    }

    pub(super) fn http(&self) -> &transport::Answer {
        &self.inner
    }
}

/// Random bits are at hand in the call's own id.
fn pause(settings: &RetrySettings, correlation: Uuid) -> Duration {
    const STEPS: u32 = 1 << 10;
    let spread = settings.longest_pause.saturating_sub(settings.shortest_pause);
    let step = u32::try_from(correlation.as_u128() % u128::from(STEPS)).unwrap_or(0);
    settings.shortest_pause + spread * step / STEPS
}

/// An id that may be logged and shown: it comes from outside, so it must look like an id.
fn clean_id(text: &str) -> Option<String> {
    const LONGEST: usize = 64;
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST && text.chars().all(legal)).then(|| text.to_owned())
}

const SOAP_ACTION: HeaderName = HeaderName::from_static("soapaction");

/// The platform takes our id over, or makes one, and returns it.
const CORRELATION_ID: HeaderName = HeaderName::from_static("x-skltp-correlation-id");

/// Who first asked, when platforms and aggregating services ask on.
const ORIGINAL_CONSUMER: HeaderName =
    HeaderName::from_static("x-rivta-original-serviceconsumer-hsaid");
