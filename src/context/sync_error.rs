//! Loss of synchronisation, as it is told to everybody else.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::event::{EventName, Notification};

/// Somebody did not follow an event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SyncError {
    /// The event.
    pub event_id: String,
    /// Which one it was.
    pub event: EventName,
    /// Who did not follow.
    pub subscriber: String,
    /// Why, for people. Nothing of a patient.
    pub reason: String,
}

/// What is said of a subscriber that stays with another patient, after its name.
pub(super) const NOT_FOLLOWED: &str = "följer inte med till patienten";

/// What a sync error of somebody else's says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Refused {
    /// The event that was not followed.
    pub event_id: String,
    /// Who did not follow.
    pub subscriber: String,
    /// Why, for people.
    pub reason: String,
}

impl SyncError {
    /// A subscriber is not at the patient of an event.
    pub fn not_followed(event: &Notification, subscriber: &str) -> Self {
        Self {
            event_id: event.id.clone(),
            event: event.event,
            subscriber: subscriber.to_owned(),
            reason: format!("{subscriber}: {NOT_FOLLOWED}"),
        }
    }

    /// The event that tells of it.
    pub fn notification(&self, id: String, at: Timestamp) -> Notification {
        let coding =
            |kind: &str, code: &str| json!({ "system": format!("{SYSTEM}{kind}"), "code": code });
        let issue = json!({
            "severity": "warning",
            "code": "processing",
            "diagnostics": self.reason,
            "details": { "coding": [
                coding("eventid", &self.event_id),
                coding("eventname", self.event.as_str()),
                // The profile and the event's page name this system differently.
                coding("subscribername", &self.subscriber),
                coding("subscriber", &self.subscriber),
            ]},
        });
        let resource = json!({ "resourceType": "OperationOutcome", "issue": [issue] });
        Notification {
            id,
            timestamp: at,
            event: EventName::SyncError,
            context: json!([{ "key": "operationoutcome", "resource": resource }]),
        }
    }
}

impl Refused {
    /// Reads what a sync error is about; whatever it does not say is empty.
    pub fn read(outcome: &Value) -> Self {
        let issues = outcome["issue"].as_array().map(Vec::as_slice).unwrap_or_default();
        let issue = issues.first().unwrap_or(&Value::Null);
        let codings = issue["details"]["coding"].as_array().map(Vec::as_slice).unwrap_or_default();
        let code = |kinds: &[&str]| {
            let of_kind = |coding: &&Value| {
                let system =
                    coding["system"].as_str().and_then(|system| system.strip_prefix(SYSTEM));
                system.is_some_and(|kind| kinds.contains(&kind))
            };
            codings.iter().find(of_kind).and_then(|coding| coding["code"].as_str())
        };
        let short = |text: Option<&str>| {
            let plain = text.unwrap_or_default().chars().filter(|c| !c.is_control());
            plain.take(LONGEST_TEXT).collect()
        };
        Self {
            event_id: short(code(&["eventid"])),
            subscriber: short(code(&["subscribername", "subscriber"])),
            reason: short(issue["diagnostics"].as_str()),
        }
    }
}

const SYSTEM: &str = "https://fhircast.hl7.org/events/syncerror/";

/// Longest text of another system that is shown, in characters.
const LONGEST_TEXT: usize = 200;
