//! One question of a run and what came back.

use std::collections::BTreeSet;
use std::time::Duration;

use bytes::Bytes;

use super::seen::Seen;
use crate::domain::HsaId;
use crate::rivta::GvhVersion;
use crate::rivta::question::Selection;
use crate::transport::TransportError;

/// A question of a run.
#[derive(Clone)]
pub struct Question {
    /// What it is about, for reports; names no patient.
    pub about: String,
    /// What is sent.
    pub message: Message,
    /// In which bytes.
    pub encoding: Encoding,
    /// Another consumer to be named as the one who asks.
    pub consumer: Option<HsaId>,
    /// The contract it is asked in, where that is not the run's.
    pub contract: Option<GvhVersion>,
    /// What must come back.
    pub expected: Expected,
}

/// What is sent.
#[derive(Clone)]
pub enum Message {
    /// A question to GetVaccinationHistory.
    History(Selection),
    /// A question that breaks the contract's schema or is no XML.
    Broken(Selection, Breakage),
    /// PingForConfiguration.
    Ping,
}

/// How a question is broken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Breakage {
    /// The patient's element has another name.
    NoPatient,
    /// The period's first day is no date.
    NoDate,
    /// The message ends in the middle.
    Cut,
}

/// The bytes of a question. Both kinds of byte order begin with a byte order mark.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind a byte order mark.
    Utf8Marked,
    /// UTF-16, little end first.
    Utf16Little,
    /// UTF-16, big end first.
    Utf16Big,
}

/// What must come back.
#[derive(Clone)]
pub enum Expected {
    /// A good answer with this many records, or with any records at all.
    Records(Option<usize>),
    /// A good answer with exactly these records, by their keys.
    Exactly(BTreeSet<String>),
    /// A good answer with these records at least.
    AtLeast(BTreeSet<String>),
    /// A good answer with records of exactly these contents, in order of their text.
    Same(Vec<String>),
    /// A good answer without records.
    Nothing,
    /// `ERROR` with `INVALID_REQUEST`, and nothing else.
    InvalidRequest,
    /// `ERROR` or a SOAP fault.
    Refusal,
    /// A SOAP fault.
    Fault,
    /// The answer to a ping.
    Ping,
}

/// A question, what came back, and how long it took.
pub struct Exchange {
    /// Place in the run, from 1.
    pub number: usize,
    /// What was asked.
    pub question: Question,
    /// Until the last byte was here, or nothing could come any more.
    pub took: Duration,
    /// What came.
    pub outcome: Result<Received, TransportError>,
}

/// A whole HTTP answer.
pub struct Received {
    /// HTTP status.
    pub status: u16,
    /// The content type, as sent.
    pub content_type: Option<String>,
    /// The body as sent.
    pub body: Bytes,
    /// The body as read.
    pub seen: Seen,
}

impl Exchange {
    /// What was read of the answer, if there was one.
    pub fn seen(&self) -> Option<&Seen> {
        self.outcome.as_ref().ok().map(|received| &received.seen)
    }
}

impl Question {
    /// What it selects, if it is a question to GetVaccinationHistory that can be read.
    pub fn selection(&self) -> Option<&Selection> {
        match &self.message {
            Message::History(selection) => Some(selection),
            Message::Broken(..) | Message::Ping => None,
        }
    }
}
