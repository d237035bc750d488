//! What came of a call: a message, or a failure with its name.
//!
//! The platform relabels what it passes on, and sends faults and web pages with status 200, so
//! neither status nor content type proves anything. The order of judgement is: connection, HTTP
//! status, SOAP envelope, fault, expected message. Only a whole envelope says what it says.

use std::borrow::Cow;
use std::time::Duration;

use super::call_log::CallLog;
use super::client::Answer;
use super::contract::Body;
use super::envelope::{self, Content};
use super::fault::Fault;
use super::processing_status_1::ProcessingStatus;
use super::xml::{self, EncodingError, Finding, Flaw, ReadError, ReadErrorKind};
use crate::domain::{LogicalAddress, NotAsked, SourceState, Trouble};
use crate::transport::TransportError;

/// An answer as text. Messages that are read from it borrow from it.
#[derive(Debug)]
pub struct Text<'a> {
    answer: &'a Answer,
    text: Cow<'a, str>,
    limits: xml::Limits,
}

/// The message that was asked for, in a whole and well-formed envelope.
#[derive(Clone, Debug, PartialEq)]
pub struct Message<'a, B> {
    /// What the body says.
    pub body: Box<B>,
    /// What is odd about the body outside its records.
    pub findings: Vec<Finding>,
    /// How each source answered, where an aggregating service tells it.
    pub processing_status: Option<ProcessingStatus<'a>>,
    /// What is odd about the headers.
    pub header_findings: Vec<Finding>,
}

/// Why a call gave no message.
#[derive(Debug, thiserror::Error)]
#[error("{address}: {failure}")]
pub struct CallError {
    address: LogicalAddress,
    correlation_id: String,
    retry_after: Option<Duration>,
    failure: Box<Failure>,
}

/// What went wrong with a call. No text of it comes from the answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no whole HTTP answer.
    #[error("{0}")]
    Transport(TransportError),
    /// An HTTP status that is no success, with something else than a fault.
    #[error("HTTP status {status}")]
    HttpStatus {
        /// The status.
        status: u16,
    },
    /// A SOAP fault, with whatever status.
    #[error("SOAP fault {} with HTTP status {status}", fault.code().unwrap_or("without a code"))]
    Fault {
        /// What it says.
        fault: Fault,
        /// The HTTP status it came with.
        status: u16,
    },
    /// A success without a body, or with white space for one.
    #[error("the answer is empty")]
    Empty,
    /// A success with something that is no SOAP at all, such as a web page.
    #[error("the answer is no SOAP message")]
    NotSoap,
    /// A success whose bytes are no text.
    #[error("{0}")]
    Encoding(EncodingError),
    /// A SOAP message that is cut off, not well formed, or past a safety limit.
    #[error("{0}")]
    Malformed(ReadError),
    /// The expected message, but with a broken part that is no record of its own.
    #[error("{0}")]
    Broken(Flaw),
    /// A whole envelope with another message than the expected.
    #[error("the answer is another message than the one asked for")]
    OtherMessage,
    /// A whole envelope with an empty body.
    #[error("the answer's body is empty")]
    NoMessage,
}

impl<'a> Text<'a> {
    pub(super) fn of(answer: &'a Answer, limits: &xml::Limits) -> Result<Self, CallError> {
        let http = answer.http();
        match xml::decoded(http.body(), http.content_type(), limits) {
            Ok(text) => Ok(Self { answer, text, limits: *limits }),
            Err(_) if !is_success(answer) => Err(ended(answer, http_status(answer))),
            Err(error) => Err(ended(answer, Failure::Encoding(error))),
        }
    }

    /// The text itself, for the places that findings and flaws name.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reads the message `B`, or says why there is none.
    pub fn message<'t, B: Body<'t>>(&'t self) -> Result<Message<'t, B>, CallError> {
        let message = self.judge().map_err(|failure| ended(self.answer, failure))?;
        self.answer.log.end("answered", self.answer.took(), None);
        Ok(message)
    }

    fn judge<'t, B: Body<'t>>(&'t self) -> Result<Message<'t, B>, Failure> {
        let envelope = match envelope::read::<B>(&self.text, &self.limits) {
            Ok(envelope) => envelope,
            Err(_) if !is_success(self.answer) => return Err(http_status(self.answer)),
            Err(error) => return Err(unreadable(&self.text, error)),
        };
        let item = match envelope.content {
            Content::Fault(fault) => {
                return Err(Failure::Fault { fault, status: self.answer.status() });
            }
            _ if !is_success(self.answer) => return Err(http_status(self.answer)),
            Content::Message(item) => item,
            Content::Other(_) => return Err(Failure::OtherMessage),
            Content::Empty => return Err(Failure::NoMessage),
        };
        Ok(Message {
            body: item.value.map_err(Failure::Broken)?,
            findings: item.findings,
            processing_status: envelope.processing_status,
            header_findings: envelope.header_findings,
        })
    }
}

impl CallError {
    pub(super) fn new(log: &CallLog, failure: Failure, retry_after: Option<Duration>) -> Self {
        Self {
            address: log.address.clone(),
            correlation_id: log.correlation_id.clone(),
            retry_after,
            failure: Box::new(failure),
        }
    }

    /// The address that was asked.
    pub fn address(&self) -> &LogicalAddress {
        &self.address
    }

    /// The id of the call, for support.
    pub fn correlation_id(&self) -> &str {
        &self.correlation_id
    }

    /// What went wrong, in full.
    pub fn failure(&self) -> &Failure {
        &self.failure
    }

    /// How long a receiver that has too much to do asks us to stay away (429 and 503). It may say
    /// anything.
    pub fn retry_after(&self) -> Option<Duration> {
        let busy = matches!(*self.failure, Failure::HttpStatus { status: 429 | 503 });
        self.retry_after.filter(|_| busy)
    }

    /// Whether it was a SOAP fault. The same question may then be sent again every fifth minute at
    /// most, as the national self-declaration for consumers demands.
    pub fn is_fault(&self) -> bool {
        matches!(*self.failure, Failure::Fault { .. })
    }

    /// Whether the source was never reached for want of room or time of our own, which says nothing
    /// about the source.
    pub fn is_own_shortage(&self) -> bool {
        matches!(*self.failure, Failure::Transport(TransportError::Overloaded))
    }

    /// What people are told of the source.
    pub fn state(&self) -> SourceState {
        match &*self.failure {
            Failure::Transport(error) => transport_state(error),
            Failure::HttpStatus { status } => {
                SourceState::Unreachable(Trouble::HttpStatus { status: *status })
            }
            Failure::Fault { fault, .. } => fault_state(fault),
            Failure::Empty | Failure::NotSoap | Failure::Encoding(EncodingError::Multipart) => {
                SourceState::Unreadable(Trouble::NotSoap)
            }
            Failure::Encoding(EncodingError::TooLarge) => {
                SourceState::Unreadable(Trouble::TooLarge)
            }
            Failure::Malformed(error) if error.kind == ReadErrorKind::TooLarge => {
                SourceState::Unreadable(Trouble::TooLarge)
            }
            Failure::Encoding(_) | Failure::Malformed(_) | Failure::Broken(_) => {
                SourceState::Unreadable(Trouble::Malformed)
            }
            Failure::OtherMessage | Failure::NoMessage => {
                SourceState::Unreadable(Trouble::UnexpectedMessage)
            }
        }
    }

    /// One word for figures and logs; `VP` and three digits for the platform's own faults.
    pub fn outcome(&self) -> &'static str {
        match &*self.failure {
            Failure::Transport(error) => transport_outcome(error),
            Failure::HttpStatus { .. } => "http_status",
            Failure::Fault { fault, .. } => {
                let known = platform_code(fault)
                    .and_then(|code| VP_CODES.get(usize::from(code).checked_sub(1)?));
                known.copied().unwrap_or("fault")
            }
            Failure::Empty => "empty",
            Failure::NotSoap => "not_soap",
            Failure::Encoding(_) => "encoding",
            Failure::Malformed(error) => match error.kind {
                ReadErrorKind::CutOff => "cut_off",
                _ => "malformed",
            },
            Failure::Broken(_) => "broken_message",
            Failure::OtherMessage | Failure::NoMessage => "unexpected_message",
        }
    }
}

fn ended(answer: &Answer, failure: Failure) -> CallError {
    let error = CallError::new(&answer.log, failure, answer.http().retry_after());
    answer.log.end(error.outcome(), answer.took(), Some(&error));
    error
}

fn is_success(answer: &Answer) -> bool {
    (200..300).contains(&answer.status())
}

fn http_status(answer: &Answer) -> Failure {
    Failure::HttpStatus { status: answer.status() }
}

/// Tells a broken SOAP message from what never was one.
fn unreadable(text: &str, error: ReadError) -> Failure {
    match error.kind {
        ReadErrorKind::Empty => Failure::Empty,
        ReadErrorKind::NotAnEnvelope => Failure::NotSoap,
        ReadErrorKind::CutOff | ReadErrorKind::TooLarge => Failure::Malformed(error),
        _ if memchr::memmem::find(text.as_bytes(), b"Envelope").is_none() => Failure::NotSoap,
        _ => Failure::Malformed(error),
    }
}

fn transport_state(error: &TransportError) -> SourceState {
    match error {
        TransportError::Overloaded => SourceState::NotAsked(NotAsked::Overloaded),
        TransportError::ConnectTimeout | TransportError::Deadline => SourceState::TimedOut,
        TransportError::ServerCertificate { .. }
        | TransportError::ClientCertificateRefused { .. } => {
            SourceState::Unreachable(Trouble::Certificate)
        }
        TransportError::Resolve { .. }
        | TransportError::Connect { .. }
        | TransportError::Tls { .. }
        | TransportError::LostBeforeAnswer { .. }
        | TransportError::Request => SourceState::Unreachable(Trouble::Connection),
        TransportError::LostInBody { .. } | TransportError::BodyIdle => {
            SourceState::Unreachable(Trouble::ConnectionLost)
        }
        TransportError::TooLarge { .. } => SourceState::Unreadable(Trouble::TooLarge),
        TransportError::Encoded => SourceState::Unreadable(Trouble::Encoded),
        TransportError::NotHttp { .. } => SourceState::Unreadable(Trouble::NotSoap),
    }
}

fn transport_outcome(error: &TransportError) -> &'static str {
    match error {
        TransportError::Overloaded => "overloaded",
        TransportError::Resolve { .. } => "unresolved",
        TransportError::Connect { .. } => "unconnected",
        TransportError::ConnectTimeout => "connect_timeout",
        TransportError::ServerCertificate { .. } => "server_certificate",
        TransportError::ClientCertificateRefused { .. } => "client_certificate",
        TransportError::Tls { .. } => "tls",
        TransportError::LostBeforeAnswer { .. } => "lost_before_answer",
        TransportError::LostInBody { .. } => "lost_in_body",
        TransportError::Deadline => "deadline",
        TransportError::BodyIdle => "body_idle",
        TransportError::TooLarge { .. } => "too_large",
        TransportError::Encoded => "encoded",
        TransportError::NotHttp { .. } => "not_http",
        TransportError::Request => "request",
    }
}

/// The platform considers some questions and says no; in other faults it or somebody behind it
/// broke. The fault's side does not tell which: the missing permission of VP007 is a `Server`
/// fault.
fn fault_state(fault: &Fault) -> SourceState {
    let Some(code) = platform_code(fault) else {
        return SourceState::Unreachable(Trouble::Fault);
    };
    let trouble = Trouble::Platform { code };
    match code {
        6 | VP_NO_CATALOGUE | VP_PRODUCER | 10 | VP_NO_RESOURCES | 14 => {
            SourceState::Unreachable(trouble)
        }
        _ => SourceState::Refused(trouble),
    }
}

fn platform_code(fault: &Fault) -> Option<u16> {
    fault.code()?.strip_prefix("VP")?.parse().ok()
}

/// The platform has no contact with its address catalogue.
const VP_NO_CATALOGUE: u16 = 8;

/// Something is wrong behind the platform.
const VP_PRODUCER: u16 = 9;

/// The platform lacks what it needs to work.
const VP_NO_RESOURCES: u16 = 12;

/// The platform's codes in order, so that a code made up elsewhere makes no new series of figures.
const VP_CODES: [&str; 15] = [
    "VP001", "VP002", "VP003", "VP004", "VP005", "VP006", "VP007", "VP008", "VP009", "VP010",
    "VP011", "VP012", "VP013", "VP014", "VP015",
];
