//! Event notifications: what a subscriber asks to have told, and what the hub tells.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Value, json};

/// The events that this hub knows. Their names are read without regard to case.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum EventName {
    /// A patient is the current one.
    PatientOpen,
    /// A patient is no longer open.
    PatientClose,
    /// Somebody has not followed.
    SyncError,
}

/// Some of the events.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct EventSet(u8);

/// An event as one of a topic's events, whoever told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// Names the event; a repeated one has the same.
    pub id: String,
    /// When it happened. Whole microseconds, as it is kept.
    pub timestamp: Timestamp,
    /// Which event it is.
    pub event: EventName,
    /// FHIR resources by name, as they were sent.
    pub context: Value,
}

/// An event that a subscriber has sent, and the topic it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct SentEvent {
    /// The topic, in plain text: it is what lets the sender in.
    pub topic: String,
    /// The event.
    pub notification: Notification,
}

/// Why a message was refused. No variant holds anything of the message.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MessageError {
    /// Not JSON of the right form.
    #[error("the message is not JSON of the form that FHIRcast gives it")]
    Form,
    /// The id cannot be used.
    #[error("id must be 1 to 128 visible ASCII characters")]
    Id,
    /// The timestamp is none.
    #[error("timestamp must be an ISO 8601 time in UTC")]
    Timestamp,
    /// An event that this hub does not know.
    #[error("hub.event is not one of the supported events")]
    Event,
    /// The context is not what the event's definition says.
    #[error("context must hold exactly what the event's definition says: {0}")]
    Context(&'static str),
}

impl EventName {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::PatientOpen, Self::PatientClose, Self::SyncError];

    /// The name as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PatientOpen => "Patient-open",
            Self::PatientClose => "Patient-close",
            Self::SyncError => "SyncError",
        }
    }

    /// Whether the event says which patient is the current one, so that everybody must follow.
    pub fn changes_context(self) -> bool {
        self != Self::SyncError
    }

    fn bit(self) -> u8 {
        match self {
            Self::PatientOpen => 1,
            Self::PatientClose => 2,
            Self::SyncError => 4,
        }
    }
}

impl FromStr for EventName {
    type Err = MessageError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = |name: &Self| name.as_str().eq_ignore_ascii_case(text.trim());
        Self::ALL.into_iter().find(named).ok_or(MessageError::Event)
    }
}

impl EventSet {
    /// All events.
    pub fn all() -> Self {
        EventName::ALL.into_iter().collect()
    }

    /// The known ones of a list with commas; one that stands twice counts once.
    pub fn known_in(list: &str) -> Self {
        list.split(',').filter_map(|name| name.parse::<EventName>().ok()).collect()
    }

    /// Whether an event is among them.
    pub fn has(self, event: EventName) -> bool {
        self.0 & event.bit() != 0
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<EventName> for EventSet {
    fn from_iter<I: IntoIterator<Item = EventName>>(events: I) -> Self {
        Self(events.into_iter().fold(0, |set, event| set | event.bit()))
    }
}

impl fmt::Display for EventSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = EventName::ALL.into_iter().filter(|event| self.has(*event));
        let named: Vec<&str> = named.map(EventName::as_str).collect();
        f.write_str(&named.join(","))
    }
}

#[derive(Deserialize)]
struct Wire {
    timestamp: String,
    id: String,
    event: WireEvent,
}

#[derive(Deserialize)]
struct WireEvent {
    #[serde(rename = "hub.topic")]
    topic: String,
    #[serde(rename = "hub.event")]
    event: String,
    context: Vec<Value>,
}

impl SentEvent {
    /// Reads what a subscriber has posted.
    pub fn read(body: &[u8]) -> Result<Self, MessageError> {
        let wire: Wire = serde_json::from_slice(body).map_err(|_| MessageError::Form)?;
        let WireEvent { topic, event, context } = wire.event;
        let visible = wire.id.bytes().all(|byte| byte.is_ascii_graphic());
        if !visible || !(1..=LONGEST_ID).contains(&wire.id.len()) {
            return Err(MessageError::Id);
        }
        let event: EventName = event.parse()?;
        let timestamp = moment(&wire.timestamp).ok_or(MessageError::Timestamp)?;
        match event {
            EventName::PatientOpen => check_patient(&context, true)?,
            EventName::PatientClose => check_patient(&context, false)?,
            EventName::SyncError => check_outcome(&context)?,
        }
        let context = Value::Array(context);
        Ok(Self { topic, notification: Notification { id: wire.id, timestamp, event, context } })
    }
}

impl Notification {
    /// The message as a subscriber of the topic gets it.
    pub fn message(&self, topic: &str) -> String {
        json!({
            "timestamp": self.timestamp.to_string(),
            "id": self.id,
            "event": {
                "hub.topic": topic,
                "hub.event": self.event.as_str(),
                "context": self.context,
            },
        })
        .to_string()
    }

    /// The resource that the event is about.
    pub fn resource(&self) -> Option<&Value> {
        let key = match self.event {
            EventName::PatientOpen | EventName::PatientClose => PATIENT,
            EventName::SyncError => OUTCOME,
        };
        self.context.as_array()?.iter().find(|entry| entry["key"] == key)?.get("resource")
    }
}

/// Exactly one patient, with an id, and to be opened with an identifier: whoever follows must be
/// able to know her by it.
fn check_patient(context: &[Value], opens: bool) -> Result<(), MessageError> {
    let patient = only(context, PATIENT)?;
    if patient["resourceType"] != "Patient" {
        return Err(MessageError::Context("patient must be a Patient"));
    }
    if patient["id"].as_str().is_none_or(str::is_empty) {
        return Err(MessageError::Context("the patient must have an id"));
    }
    let named = patient["identifier"].as_array().is_some_and(|list| !list.is_empty());
    if opens && !named {
        return Err(MessageError::Context("the patient must have an identifier"));
    }
    Ok(())
}

fn check_outcome(context: &[Value]) -> Result<(), MessageError> {
    let outcome = only(context, OUTCOME)?;
    if outcome["resourceType"] != "OperationOutcome" {
        return Err(MessageError::Context("operationoutcome must be an OperationOutcome"));
    }
    let warns = |issue: &Value| issue["severity"] == "warning";
    if !outcome["issue"].as_array().is_some_and(|issues| issues.iter().any(warns)) {
        return Err(MessageError::Context("the outcome must have an issue of severity warning"));
    }
    Ok(())
}

/// The resource under a key, where nothing else stands beside it but extensions.
fn only<'c>(context: &'c [Value], key: &'static str) -> Result<&'c Value, MessageError> {
    let mut named = context.iter().filter(|entry| entry["key"] != "extension");
    match (named.next(), named.next()) {
        (Some(entry), None) if entry["key"] == key => {
            entry.get("resource").ok_or(MessageError::Context("a resource is missing"))
        }
        _ => Err(MessageError::Context("one resource under its key")),
    }
}

/// A time in UTC; the standard's own examples leave the Z out.
fn moment(text: &str) -> Option<Timestamp> {
    let read = text.parse::<Timestamp>().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        TimeZone::UTC.to_timestamp(local).ok()
    })?;
    Timestamp::from_microsecond(read.as_microsecond()).ok()
}

const PATIENT: &str = "patient";
const OUTCOME: &str = "operationoutcome";

/// Longest id, in characters.
const LONGEST_ID: usize = 128;
