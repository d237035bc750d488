//! A patient on her way between the systems.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::event::{EventName, Notification};
use crate::domain::PatientId;

/// A patient as somebody else's system knows her. What it calls her is not read: a name may be
/// protected, and her number is enough to tell two apart.
#[derive(Clone, Debug, PartialEq)]
pub struct PatientInContext {
    /// The ids by which she may be known here, the surest first. Ids of the person register come
    /// alone; others may be a region's local reserve numbers, or numbers that say nothing here.
    pub ids: Vec<PatientId>,
}

impl PatientInContext {
    /// Reads a FHIR Patient.
    pub fn read(resource: &Value) -> Self {
        let identifiers = resource["identifier"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut ids: Vec<PatientId> = identifiers.iter().filter_map(patient_id).collect();
        ids.dedup();
        // A number of the person register decides alone, if there is only one of its kind.
        let national = REGISTERED.iter().find_map(|oid| {
            let mut of_kind = ids.iter().filter(|id| id.kind().oid() == *oid);
            let first = of_kind.next()?;
            Some(of_kind.all(|other| other == first).then(|| first.clone()))
        });
        if let Some(only) = national {
            ids = only.into_iter().collect();
        }
        Self { ids }
    }
}

/// The event that says that a patient is the current one here.
pub fn opened(id: String, resource_id: &str, patient: &PatientId, at: Timestamp) -> Notification {
    let identifier = json!({
        "use": "official",
        "system": format!("urn:oid:{}", patient.kind().oid()),
        "value": patient.number(),
    });
    let resource =
        json!({ "resourceType": "Patient", "id": resource_id, "identifier": [identifier] });
    Notification {
        id,
        timestamp: at,
        event: EventName::PatientOpen,
        context: json!([{ "key": "patient", "resource": resource }]),
    }
}

fn patient_id(identifier: &Value) -> Option<PatientId> {
    let oid = identifier["system"].as_str()?.strip_prefix("urn:oid:")?;
    PatientId::parse(oid, identifier["value"].as_str()?).ok()
}

/// Kinds of number that the person register holds, the surest first: a coordination number or a
/// reserve number is an earlier one of somebody who has a personal number too.
const REGISTERED: [&str; 3] = ["1.2.752.129.2.1.3.1", "1.2.752.129.2.1.3.3", "1.2.752.74.9.1"];
