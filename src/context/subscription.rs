//! Subscribing and unsubscribing, and what is said about it over the socket.

use std::time::Duration;

use serde_json::{Value, json};

use super::event::EventSet;

/// A request to the hub about a subscription.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SubscriptionRequest {
    /// A new subscription, or another list of events for one that exists.
    Subscribe {
        /// The topic.
        topic: String,
        /// The granted events: those asked for that the hub knows.
        events: EventSet,
        /// How long it is to last.
        lease: Option<Duration>,
        /// What the subscriber calls itself.
        name: String,
        /// The subscription to change; none for a new one.
        endpoint: Option<String>,
    },
    /// The end of a subscription.
    Unsubscribe {
        /// The topic.
        topic: String,
        /// Which subscription.
        endpoint: String,
    },
}

/// How long a subscription may last.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    /// Where the subscriber asks for nothing.
    pub usual: Duration,
    /// At most; also what is left of the launch's time.
    pub longest: Duration,
}

/// Why a request about a subscription was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SubscriptionError {
    /// Not a form.
    #[error("the body must be application/x-www-form-urlencoded")]
    Form,
    /// A parameter that stands twice.
    #[error("{0} must stand once")]
    Twice(&'static str),
    /// A parameter that is missing.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A parameter that holds something it cannot.
    #[error("{0} cannot be used")]
    Value(&'static str),
}

/// What a subscriber says of an event over its socket.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Acknowledgement {
    /// The event.
    pub id: String,
    /// An HTTP status.
    pub status: u16,
}

impl SubscriptionRequest {
    /// Reads the fields of a form. Names and values of fields that mean nothing here are passed over.
    pub fn read(fields: &[(String, String)]) -> Result<Self, SubscriptionError> {
        if once(fields, "hub.channel.type")? != Some("websocket") {
            return Err(SubscriptionError::Value("hub.channel.type"));
        }
        let topic = needed(fields, "hub.topic")?.to_owned();
        let endpoint = once(fields, "hub.channel.endpoint")?.map(|url| url.trim().to_owned());
        let mode = needed(fields, "hub.mode")?;
        if mode.eq_ignore_ascii_case("unsubscribe") {
            let endpoint = endpoint.ok_or(SubscriptionError::Missing("hub.channel.endpoint"))?;
            return Ok(Self::Unsubscribe { topic, endpoint });
        }
        if !mode.eq_ignore_ascii_case("subscribe") {
            return Err(SubscriptionError::Value("hub.mode"));
        }
        let events = EventSet::known_in(needed(fields, "hub.events")?);
        if events.is_empty() {
            return Err(SubscriptionError::Value("hub.events"));
        }
        let lease = match once(fields, "hub.lease_seconds")? {
            None => None,
            Some(text) => match text.parse::<u32>() {
                Ok(seconds) if seconds > 0 => Some(Duration::from_secs(seconds.into())),
                _ => return Err(SubscriptionError::Value("hub.lease_seconds")),
            },
        };
        let name = once(fields, "subscriber.name")?.unwrap_or_default();
        let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        let name = if name.trim().is_empty() { NAMELESS.to_owned() } else { name };
        Ok(Self::Subscribe { topic, events, lease, name, endpoint })
    }
}

impl Lease {
    /// What a subscription is given.
    pub fn given(self, asked: Option<Duration>) -> Duration {
        asked.unwrap_or(self.usual).min(self.longest)
    }
}

impl Acknowledgement {
    /// Reads what came over the socket. The status may be a number or a text: the standard says the
    /// one and shows the other.
    pub fn read(text: &str) -> Option<Self> {
        let read: Value = serde_json::from_str(text).ok()?;
        let id = read["id"].as_str()?.to_owned();
        let status = match &read["status"] {
            Value::Number(number) => u16::try_from(number.as_u64()?).ok()?,
            Value::String(text) => text.parse().ok()?,
            _ => return None,
        };
        (100..600).contains(&status).then_some(Self { id, status })
    }

    /// Whether the subscriber follows, or will.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Tells a subscriber that its subscription holds.
pub fn confirmation(topic: &str, events: EventSet, lease: Duration) -> String {
    json!({
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.events": events.to_string(),
        "hub.lease_seconds": lease.as_secs(),
    })
    .to_string()
}

/// Tells a subscriber that its subscription does not hold any more.
pub fn denial(topic: &str, events: EventSet, reason: &str) -> String {
    json!({
        "hub.mode": "denied",
        "hub.topic": topic,
        "hub.events": events.to_string(),
        "hub.reason": reason,
    })
    .to_string()
}

fn once<'f>(
    fields: &'f [(String, String)],
    name: &'static str,
) -> Result<Option<&'f str>, SubscriptionError> {
    let mut values = fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value);
    let first = values.next();
    if values.next().is_some() {
        return Err(SubscriptionError::Twice(name));
    }
    Ok(first.map(String::as_str).filter(|value| !value.is_empty()))
}

fn needed<'f>(
    fields: &'f [(String, String)],
    name: &'static str,
) -> Result<&'f str, SubscriptionError> {
    once(fields, name)?.ok_or(SubscriptionError::Missing(name))
}

/// Longest name of a subscriber, in characters.
const LONGEST_NAME: usize = 80;

/// A subscriber that does not say what it is called.
const NAMELESS: &str = "a subscriber without a name";
