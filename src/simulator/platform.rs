//! The platform: who may call whom, the way to the producer, and how answers are passed on.
//!
//! The order of the checks is the platform's own, because it decides which error wins: the way is
//! looked for before permission is, so an unknown address gives VP004 even to a stranger.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use uuid::Uuid;

use super::arrivals::Arrival;
use super::contract::{FIND_CONTENT, PING, SOAP, Version};
use super::fault::Fault;
use super::habit::Habit;
use super::producer::{self, Outcome};
use super::question::{Envelope, Question};
use super::scenario::{ConnectionTrouble, Producer, Route, Scenario};
use super::server::{Reply, plain};
use super::services::{self, StoredLog};
use super::{aggregation, index, wire, xml};
use crate::clock::Clock;

const CORRELATION: &str = "x-skltp-correlation-id";
const PRODUCER_TIME: &str = "x-skltp-prt";
const ORIGINAL_CONSUMER: &str = "x-rivta-original-serviceconsumer-hsaid";
const ROUTING_HISTORY: &str = "x-rivta-routing-history";

/// A request that reached a producer.
#[derive(Clone, Debug)]
pub struct Call {
    /// Logical address of the producer.
    pub producer: String,
    /// Version of the contract.
    pub version: Version,
    /// Whether the aggregating service called, and not the consumer.
    pub aggregated: bool,
    /// When, on this machine's steady clock.
    pub at: Instant,
}

/// The platform with everything behind it.
pub(super) struct World {
    scenario: RwLock<Arc<Scenario>>,
    pub(super) clock: Arc<dyn Clock>,
    calls: Mutex<VecDeque<Call>>,
    calls_kept: usize,
    stored_logs: Mutex<Vec<StoredLog>>,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
}

/// Counts a question for as long as it is under way.
struct UnderWay<'w> {
    counter: &'w AtomicUsize,
    count: usize,
}

impl<'w> UnderWay<'w> {
    fn of(counter: &'w AtomicUsize) -> Self {
        Self { counter, count: counter.fetch_add(1, Ordering::Relaxed) + 1 }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.counter.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A request whose way is clear.
pub(super) struct Routed<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) sender: &'a str,
    pub(super) namespace: &'a str,
    pub(super) request: &'a xml::Element,
    pub(super) arrival: &'a Arrival,
}

impl World {
    pub(super) fn new(scenario: Scenario, clock: Arc<dyn Clock>, calls_kept: usize) -> Self {
        Self {
            scenario: RwLock::new(Arc::new(scenario)),
            clock,
            calls: Mutex::default(),
            calls_kept,
            stored_logs: Mutex::default(),
            under_way: AtomicUsize::new(0),
            most_under_way: AtomicUsize::new(0),
        }
    }

    pub(super) fn scenario(&self) -> Arc<Scenario> {
        Arc::clone(&self.scenario.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Scenario)) {
        let mut scenario = self.scenario.write().unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(&mut scenario));
    }

    pub(super) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(super) fn stored_logs(&self) -> Vec<StoredLog> {
        self.stored_logs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers one request.
    pub(super) async fn answer(&self, arrival: Arrival) -> Reply {
        let scenario = self.scenario();
        // The front server's own answers know nothing of the platform's headers.
        if !arrival.uri.path().starts_with(&scenario.platform.path_prefix) {
            return Reply::Http(plain(StatusCode::NOT_FOUND));
        }
        if arrival.method != Method::POST {
            return Reply::Http(plain(StatusCode::METHOD_NOT_ALLOWED));
        }
        let correlation = arrival.header(CORRELATION).map(str::to_owned);
        let correlation = correlation.unwrap_or_else(|| Uuid::new_v4().to_string());
        let reply = match self.routed(&scenario, &arrival).await {
            Ok(reply) => reply,
            Err((code, detail)) => Reply::Http(fault(&scenario, Some(code), detail)),
        };
        match reply {
            Reply::Http(mut response) => {
                if let Ok(value) = HeaderValue::from_str(&correlation) {
                    response.headers_mut().insert(CORRELATION, value);
                }
                Reply::Http(response)
            }
            script => script,
        }
    }

    /// The checks in the platform's order; an error is one of its codes with a detail.
    async fn routed(&self, scenario: &Scenario, arrival: &Arrival) -> Result<Reply, (u8, String)> {
        let Some(sender) = &arrival.sender else {
            return Err((2, format!("No senderId found in Certificate: {}", arrival.subject)));
        };
        let instance = &scenario.platform.instance;
        let history = arrival.header(ROUTING_HISTORY).unwrap_or_default();
        if history.split(['#', ',']).any(|part| part.trim() == instance) {
            return Err((14, String::new()));
        }
        let root = match xml::read_bytes(&arrival.body) {
            Ok(root) => root,
            Err(_) if scenario.has(Habit::PageForNoXml) => {
                return Ok(Reply::Http(plain(StatusCode::BAD_REQUEST)));
            }
            Err(error) => return Err((15, error.to_string())),
        };
        let envelope = Envelope::of(&root);
        let Some(request) = &envelope.request else {
            return Err((15, "Unexpected end of body".to_owned()));
        };
        let address = envelope.logical_address.unwrap_or_default();
        if address.is_empty() {
            // The blank at the end is the platform's.
            let detail = "No receiverId (logical address) found in message header. ";
            return Err((3, detail.to_owned()));
        }
        if scenario.platform.refuse_original_consumer && arrival.header(ORIGINAL_CONSUMER).is_some()
        {
            let detail = format!("Sender is not approved to set header {ORIGINAL_CONSUMER}.");
            return Err((13, detail));
        }
        if scenario.platform.catalogue_down {
            let detail = "No contact with TAK at startup, and no local cache to fallback on, not possible to route call";
            return Err((8, detail.to_owned()));
        }
        let namespace = request.namespace.as_str();
        let routed = Routed { scenario, sender, namespace, request, arrival };
        self.to_receiver(&routed, &address).await
    }

    async fn to_receiver(&self, routed: &Routed<'_>, address: &str) -> Result<Reply, (u8, String)> {
        let Routed { scenario, namespace, .. } = routed;
        let no_way = || {
            let mut detail = format!(
                "No receiverId (logical address) found for serviceNamespace: {namespace}, receiverId: {address}"
            );
            if address.trim() != address {
                detail.push_str(". Whitespace detected in incoming request!");
            }
            (4, detail)
        };
        let version = Version::of(namespace);
        if address.eq_ignore_ascii_case(&scenario.platform.aggregating_address) {
            permitted(routed, None, address)?;
            let limit = scenario.platform.scaled(scenario.platform.producer_timeout);
            let call = async {
                match version {
                    Some(version) => Some(aggregation::answer(self, routed, version).await),
                    None if namespace.eq_ignore_ascii_case(FIND_CONTENT) => {
                        Some(index::find_content(scenario, routed.request).await)
                    }
                    None if namespace.eq_ignore_ascii_case(PING) => {
                        Some(index::ping(scenario, self.clock.as_ref()))
                    }
                    None => None,
                }
            };
            return match tokio::time::timeout(limit, call).await {
                Ok(Some(response)) => Ok(Reply::Http(response)),
                Ok(None) => Err(no_way()),
                Err(_) => Ok(Reply::Http(no_answer(scenario, "https://agp.example/gvh"))),
            };
        }
        if let Some(service) = services::Kind::of(scenario, namespace, address) {
            permitted(routed, None, address)?;
            return Ok(self.ask_service(routed, service).await);
        }
        let producer = find(scenario, address).ok_or_else(no_way)?;
        if namespace.eq_ignore_ascii_case(PING) {
            if producer.habits.contains(&Habit::NoPing) {
                return Err(no_way());
            }
            return Ok(Reply::Http(index::ping(scenario, self.clock.as_ref())));
        }
        let speaks = |version: &Version| producer.versions.contains(version);
        let version = version.filter(speaks).ok_or_else(no_way)?;
        way(producer, namespace, no_way)?;
        permitted(routed, Some(producer), address)?;
        let mut question = Question::of(routed.request, version);
        question.consumer = routed.arrival.header(ORIGINAL_CONSUMER).map(str::to_owned);
        let body = &routed.arrival.body;
        question.is_utf_16 = body.starts_with(&[0xFF, 0xFE]) || body.starts_with(&[0xFE, 0xFF]);
        question.is_marked_utf_8 = body.starts_with(&[0xEF, 0xBB, 0xBF]);
        let under_way = UnderWay::of(&self.under_way);
        question.under_way = under_way.count;
        let most = self.most_under_way.fetch_max(question.under_way, Ordering::Relaxed);
        question.most_under_way = most.max(question.under_way);
        Ok(self.call(scenario, producer, &question, false).await)
    }

    async fn ask_service(&self, routed: &Routed<'_>, service: services::Kind) -> Reply {
        let Routed { scenario, request, .. } = routed;
        let limit = scenario.platform.scaled(scenario.platform.producer_timeout);
        let asked = service.ask(scenario, request, self.clock.as_ref());
        let Ok(answered) = tokio::time::timeout(limit, asked).await else {
            return Reply::Http(no_answer(scenario, "https://security.example/"));
        };
        let mut stored = self.stored_logs.lock().unwrap_or_else(PoisonError::into_inner);
        stored.extend(answered.stored);
        answered.reply
    }

    /// Calls a producer and passes on what it answers, by the platform's rules.
    pub(super) async fn call(
        &self,
        scenario: &Scenario,
        producer: &Producer,
        question: &Question,
        aggregated: bool,
    ) -> Reply {
        let started = Instant::now();
        let platform = &scenario.platform;
        // The aggregating service gives up before the platform between it and the producer does;
        // on a short time scale both limits would be too close to tell apart on a busy machine.
        let is_never_reached =
            aggregated && platform.aggregation_producer_timeout <= platform.producer_timeout;
        let limit = if is_never_reached {
            Duration::MAX
        } else {
            platform.scaled(platform.producer_timeout)
        };
        self.note(producer, question, aggregated);
        let asked = producer::ask(scenario, producer, question);
        let url = producer::url(producer);
        let response = match tokio::time::timeout(limit, asked).await {
            Err(_) => no_answer(scenario, &url),
            Ok(Outcome::Unreachable(trouble)) => {
                self.unreachable(scenario, producer, question, trouble, aggregated).await
            }
            Ok(Outcome::Instead(response)) => return Reply::Http(response),
            Ok(Outcome::Answered(response)) => pass_on(scenario, response, producer, &url),
            Ok(Outcome::Broken(response, fault)) => {
                let response = pass_on(scenario, response, producer, &url);
                return Reply::Script(wire::script(fault, &response, &scenario.platform));
            }
        };
        Reply::Http(with_producer_time(response, started.elapsed()))
    }

    /// A refused or reset connection is tried once more, so a producer may be called twice.
    async fn unreachable(
        &self,
        scenario: &Scenario,
        producer: &Producer,
        question: &Question,
        trouble: ConnectionTrouble,
        aggregated: bool,
    ) -> Response<Bytes> {
        let text = match trouble {
            ConnectionTrouble::Tls => {
                "javax.net.ssl.SSLHandshakeException: PKIX path building failed"
            }
            ConnectionTrouble::Refused => "java.net.ConnectException: Cannot connect to producer",
            ConnectionTrouble::Reset => "java.net.SocketException: Connection reset",
        };
        if trouble != ConnectionTrouble::Tls {
            tokio::time::sleep(scenario.platform.scaled(scenario.platform.connection_pause)).await;
            self.note(producer, question, aggregated);
        }
        fault(scenario, Some(9), producer_trouble(&producer::url(producer), text))
    }

    fn note(&self, producer: &Producer, question: &Question, aggregated: bool) {
        let call = Call {
            producer: producer.address.clone(),
            version: question.version,
            aggregated,
            at: Instant::now(),
        };
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if calls.len() == self.calls_kept {
            calls.pop_front();
        }
        if self.calls_kept > 0 {
            calls.push_back(call);
        }
    }
}

/// The producer at an address, or the one that takes everybody's calls (`*`).
fn find<'a>(scenario: &'a Scenario, address: &str) -> Option<&'a Producer> {
    let exact = |producer: &&Producer| {
        address.eq_ignore_ascii_case(&producer.address)
            || address.eq_ignore_ascii_case(producer.logical_address())
    };
    let producers = &scenario.producers;
    producers.iter().find(exact).or_else(|| producers.iter().find(|it| it.address == "*"))
}

fn way(
    producer: &Producer,
    namespace: &str,
    no_way: impl Fn() -> (u8, String),
) -> Result<(), (u8, String)> {
    match producer.route {
        Route::One => Ok(()),
        Route::Missing => Err(no_way()),
        Route::OtherVersion => {
            let detail =
                "No receiverId (logical address) with matching Riv-version found for rivtabp20";
            Err((5, detail.to_owned()))
        }
        Route::Two => {
            let detail = "More than one receiverId (logical address) with matching Riv-version found for serviceNamespace";
            Err((6, format!("{detail}: {namespace}")))
        }
        Route::Nowhere => {
            let detail = "Physical Address field is empty in Service Producer for serviceNamespace";
            Err((10, format!("{detail}: {namespace}")))
        }
    }
}

fn permitted(
    routed: &Routed<'_>,
    producer: Option<&Producer>,
    address: &str,
) -> Result<(), (u8, String)> {
    let Routed { scenario, sender, namespace, .. } = routed;
    let senders = &scenario.platform.permitted_senders;
    let known = senders.is_empty() || senders.iter().any(|it| it.eq_ignore_ascii_case(sender));
    if known && producer.is_none_or(|producer| producer.permitted) {
        return Ok(());
    }
    let detail = format!(
        "Authorization missing for serviceNamespace: {namespace}, receiverId: {address}, senderId: {sender}"
    );
    Err((7, detail))
}

/// What the consumer gets of a producer's answer.
fn pass_on(
    scenario: &Scenario,
    mut response: Response<Bytes>,
    producer: &Producer,
    url: &str,
) -> Response<Bytes> {
    let status = response.status();
    let body = response.body();
    if body.len() > scenario.platform.largest_message {
        let text = format!(
            "io.netty.handler.codec.http.TooLongHttpContentException: Response entity too large: {}",
            body.len()
        );
        return fault(scenario, None, text);
    }
    if status == StatusCode::OK && body.is_empty() {
        let text = "Empty message when server responded with status code: 200 OK";
        let detail = format!("Error connecting to service producer at address {url}. {text}");
        return fault(scenario, Some(9), detail);
    }
    let names_soap = || body.windows(SOAP.len()).any(|window| window == SOAP.as_bytes());
    let passes = match status {
        StatusCode::OK => true,
        StatusCode::INTERNAL_SERVER_ERROR => names_soap(),
        _ => false,
    };
    if !passes {
        let number = status.as_u16();
        let text = format!(
            "org.apache.camel.component.netty.http.NettyHttpOperationFailedException: Netty HTTP operation failed invoking {url} with statusCode: {number}"
        );
        let detail = producer_trouble(url, &text);
        let detail = format!("{detail}\nVP_PRODUCER_EXCEPTION_HTTP_STATUS={number}");
        return fault(scenario, Some(9), detail);
    }
    // Whatever the producer called its answer, the platform calls it XML.
    let headers = response.headers_mut();
    match producer.writing.content_type.as_deref() {
        None => {
            let kind = HeaderValue::from_static("text/xml; charset=UTF-8");
            headers.insert(header::CONTENT_TYPE, kind);
        }
        Some("none") => {
            headers.remove(header::CONTENT_TYPE);
        }
        Some(other) => {
            if let Ok(kind) = HeaderValue::from_str(other) {
                headers.insert(header::CONTENT_TYPE, kind);
            }
        }
    }
    response
}

fn with_producer_time(mut response: Response<Bytes>, time: Duration) -> Response<Bytes> {
    if let Ok(value) = HeaderValue::from_str(&time.as_millis().to_string()) {
        response.headers_mut().insert(PRODUCER_TIME, value);
    }
    response
}

fn no_answer(scenario: &Scenario, url: &str) -> Response<Bytes> {
    let text = "io.netty.handler.timeout.ReadTimeoutException: Timeout when waiting on response from producer.";
    fault(scenario, Some(9), producer_trouble(url, text))
}

fn producer_trouble(url: &str, text: &str) -> String {
    format!(
        "Error connecting to service producer at address {url}. Exception Caught by Camel when contacting producer. Exception information: ({text})"
    )
}

pub(super) fn fault(scenario: &Scenario, code: Option<u8>, detail: String) -> Response<Bytes> {
    Fault { code, instance: &scenario.platform.instance, detail }.response()
}
