//! The log service.

use super::Case;
use super::scenario::ServiceFlaw;
use crate::simulator::contract::{LOG, STORE_LOG};
use crate::simulator::xml::Element;

/// A log entry that the log service has kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredLog {
    /// The entry's id.
    pub id: String,
    /// The system it came from.
    pub system: String,
    /// What was done.
    pub activity: String,
    /// When, as it was written.
    pub at: String,
    /// What for.
    pub purpose: String,
    /// Who did it.
    pub employee: String,
    /// Where she was at work.
    pub care_unit: String,
    /// Whose information was read, one number for each resource.
    pub patients: Vec<String>,
}

/// Answers StoreLog.
pub(super) fn answer(case: &Case<'_>) -> Element {
    let mut response = Element::new(STORE_LOG, "StoreLogResponse");
    if !case.has(ServiceFlaw::NoResult) {
        let code = Element::leaf(LOG, "resultCode", case.result_code());
        response.push(Element::new(STORE_LOG, "result").with(code));
    }
    response
}

/// The entries of a question.
pub(super) fn entries(request: &Element) -> Vec<StoredLog> {
    request.children().filter(|child| child.name == "log").map(entry).collect()
}

fn entry(log: &Element) -> StoredLog {
    let text = |path: &[&str]| log.text_at(path).unwrap_or_default();
    let patient = |resource: &Element| resource.text_at(&["patient", "patientId", "extension"]);
    let resources = log.child("resources");
    StoredLog {
        id: text(&["logId"]),
        system: text(&["system", "systemId"]),
        activity: text(&["activity", "activityType"]),
        at: text(&["activity", "startDate"]),
        purpose: text(&["activity", "purpose"]),
        employee: text(&["user", "userId"]),
        care_unit: text(&["user", "careUnit", "careUnitId"]),
        patients: resources.iter().flat_map(|it| it.children()).filter_map(patient).collect(),
    }
}
