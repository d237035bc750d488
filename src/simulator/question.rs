//! A request as the platform and its producers read it.

use super::contract::Version;
use super::xml::Element;

/// A GetVaccinationHistory question.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// The version of the contract it was asked in.
    pub version: Version,
    /// The patient's number.
    pub patient: String,
    /// The OID of the number's type.
    pub patient_type: String,
    /// Only records of these care units; empty for all.
    pub care_units: Vec<String>,
    /// Only records from this day on, `YYYYMMDD`.
    pub from: Option<String>,
    /// Only records until this day, `YYYYMMDD`.
    pub until: Option<String>,
    /// Only this source system.
    pub source_system: Option<String>,
    /// Only these care contacts; empty for all.
    pub care_contacts: Vec<String>,
    /// Who asks, if it is not the holder of the certificate.
    pub consumer: Option<String>,
    /// Whether the question came in UTF-16.
    pub is_utf_16: bool,
    /// Whether it came in UTF-8 behind a byte order mark.
    pub is_marked_utf_8: bool,
    /// How many questions are under way, this one included.
    pub under_way: usize,
    /// The most questions that have been under way at once.
    pub most_under_way: usize,
}

impl Question {
    /// Reads the request element of the given version.
    pub fn of(request: &Element, version: Version) -> Self {
        let texts = |name: &str| {
            let named = request.children().filter(|child| child.name == name);
            named.map(|child| child.text().trim().to_owned()).collect()
        };
        Self {
            version,
            patient: request.text_at(&["patientId", "id"]).unwrap_or_default(),
            patient_type: request.text_at(&["patientId", "type"]).unwrap_or_default(),
            care_units: texts("careUnitHSAid"),
            from: request.text_at(&["timePeriod", "start"]),
            until: request.text_at(&["timePeriod", "end"]),
            source_system: request.text_at(&["sourceSystemHSAid"]),
            care_contacts: texts("careContactId"),
            consumer: None,
            is_utf_16: false,
            is_marked_utf_8: false,
            under_way: 1,
            most_under_way: 1,
        }
    }
}

/// The parts of an envelope that routing looks at.
pub(super) struct Envelope {
    /// The first header element called `LogicalAddress` or `To`, in whatever namespace, with its
    /// white space.
    pub logical_address: Option<String>,
    /// The first element of the body.
    pub request: Option<Element>,
}

impl Envelope {
    /// Takes an envelope apart.
    pub fn of(root: &Element) -> Self {
        let addressed =
            |element: &&Element| matches!(element.name.as_str(), "LogicalAddress" | "To");
        let address = root.child("Header").and_then(|header| header.children().find(addressed));
        Self {
            logical_address: address.map(Element::text),
            request: root.child("Body").and_then(|body| body.children().next()).cloned(),
        }
    }
}
