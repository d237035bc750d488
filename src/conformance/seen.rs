//! What a run sees in an answer, read apart from the program's own decoder: a mistake shared by both
//! would not be seen.

use std::collections::BTreeSet;
use std::sync::Arc;

use roxmltree::{Document, Node};

use super::place::Place;
use crate::rivta::xml;

/// An answer's body as read.
pub enum Seen {
    /// An answer to GetVaccinationHistory.
    History(Arc<History>),
    /// An answer to PingForConfiguration.
    Ping {
        /// `version`.
        version: String,
        /// `pingDateTime`.
        time: String,
    },
    /// A SOAP fault.
    Fault(SeenFault),
    /// Anything else, or nothing that can be read; what, in words without anything of the answer.
    Other(String),
}

/// An answer to GetVaccinationHistory.
pub struct History {
    /// The records, in order.
    pub records: Vec<SeenRecord>,
    /// The result; version 1.0 has none.
    pub result: Option<SeenResult>,
}

/// The result of an answer.
pub struct SeenResult {
    /// Where it stands.
    pub place: Place,
    /// `resultCode`.
    pub code: String,
    /// `errorCode`.
    pub error_code: Option<String>,
}

/// A fault.
pub struct SeenFault {
    /// Where it stands.
    pub place: Place,
    /// Whether the envelope is of SOAP 1.1.
    pub is_soap_1_1: bool,
    /// `faultcode`, a child without namespace as SOAP 1.1 demands.
    pub code: Option<String>,
    /// `faultstring`, likewise.
    pub text: Option<String>,
    /// Everything the whole document says, attributes and comments included.
    pub everything: String,
}

/// A record (`vaccinationMedicalRecord`).
pub struct SeenRecord {
    /// Where it stands.
    pub place: Place,
    /// `documentId`; what tells records of one source apart.
    pub document_id: Option<String>,
    /// `patientId`: type and number.
    pub patient: Option<(String, String)>,
    /// `sourceSystemHSAId`.
    pub source_system: Option<String>,
    /// `healthcareProfessionalCareUnitHSAId`.
    pub care_unit: Option<String>,
    /// `careContactId`.
    pub care_contact: Option<String>,
    /// The times that a period is held against.
    pub times: Times,
    /// Every element with its text, so that records can be compared whatever their prefixes are.
    pub content: Vec<(String, String)>,
}

/// The times that a period is held against (contract description, 7.1.4, `timePeriod`), each as
/// its day `YYYYMMDD`.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// `documentTime`.
    pub document: Option<String>,
    /// `authorTime`.
    pub author: Option<String>,
    /// `signatureTime`.
    pub signature: Option<String>,
    /// `registrationRecord/date`.
    pub registration: Option<String>,
}

/// Which of the times.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TimeField {
    /// `documentTime`.
    Document,
    /// `authorTime`.
    Author,
    /// `signatureTime`.
    Signature,
    /// `registrationRecord/date`.
    Registration,
}

impl TimeField {
    /// The element's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "documentTime",
            Self::Author => "authorTime",
            Self::Signature => "signatureTime",
            Self::Registration => "registrationRecord/date",
        }
    }
}

impl Times {
    /// The day in one field.
    pub fn of(&self, field: TimeField) -> Option<&str> {
        match field {
            TimeField::Document => self.document.as_deref(),
            TimeField::Author => self.author.as_deref(),
            TimeField::Signature => self.signature.as_deref(),
            TimeField::Registration => self.registration.as_deref(),
        }
    }

    /// All days that there are.
    pub fn days(&self) -> impl Iterator<Item = &str> {
        [&self.document, &self.author, &self.signature, &self.registration]
            .into_iter()
            .filter_map(|day| day.as_deref())
    }

    /// Whether one of the days is in the period, borders included; an open border lets all through.
    pub fn touch(&self, start: Option<&str>, end: Option<&str>) -> bool {
        let after = |day: &str| start.is_none_or(|start| day >= start);
        let before = |day: &str| end.is_none_or(|end| day <= end);
        self.days().any(|day| after(day) && before(day))
    }
}

impl History {
    /// The records' keys.
    pub fn keys(&self) -> BTreeSet<String> {
        self.records.iter().map(SeenRecord::key).collect()
    }

    /// The records' contents in an order that does not depend on how they were sent.
    pub fn contents(&self) -> Vec<String> {
        let mut contents: Vec<String> = self.records.iter().map(SeenRecord::whole).collect();
        contents.sort();
        contents
    }
}

impl SeenRecord {
    /// What tells the record apart: its document id, or all it holds where it has none.
    pub fn key(&self) -> String {
        self.document_id.clone().unwrap_or_else(|| self.whole())
    }

    /// Whether an element at the end of this path has this text, or any text.
    pub fn has(&self, path: &str, text: Option<&str>) -> bool {
        self.content.iter().any(|(at, value)| {
            at.ends_with(path) && text.is_none_or(|text| is_same_value(value, text))
        })
    }

    fn whole(&self) -> String {
        let lines = self.content.iter().map(|(path, text)| format!("{path}={text}"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Truth values have two forms each in XML Schema.
fn is_same_value(value: &str, wanted: &str) -> bool {
    value == wanted || matches!((value, wanted), ("1", "true") | ("0", "false"))
}

/// Reads an answer's body.
pub fn read(body: &[u8], content_type: Option<&str>, limits: &xml::Limits) -> Seen {
    let text = match xml::decoded(body, content_type, limits) {
        Ok(text) => text,
        Err(error) => return Seen::Other(error.to_string()),
    };
    match Document::parse(&text) {
        Ok(document) => seen(&document),
        Err(error) => {
            let at = error.pos();
            Seen::Other(format!("no well-formed XML (line {}, column {})", at.row, at.col))
        }
    }
}

fn seen(document: &Document<'_>) -> Seen {
    let root = document.root_element();
    let soap = root.tag_name().namespace().unwrap_or_default();
    if root.tag_name().name() != "Envelope" || !matches!(soap, SOAP_1_1 | SOAP_1_2) {
        return Seen::Other("no SOAP envelope".to_owned());
    }
    let body = children(root).find(|child| child.has_tag_name((soap, "Body")));
    let Some(message) = body.and_then(|body| children(body).next()) else {
        return Seen::Other("a SOAP envelope with an empty body".to_owned());
    };
    match message.tag_name().name() {
        "Fault" => Seen::Fault(fault(document, message, soap)),
        "GetVaccinationHistoryResponse" => Seen::History(Arc::new(history(document, message))),
        "PingForConfigurationResponse" => Seen::Ping {
            version: text_at(message, &["version"]).unwrap_or_default(),
            time: text_at(message, &["pingDateTime"]).unwrap_or_default(),
        },
        _ => Seen::Other("a SOAP envelope with another message".to_owned()),
    }
}

fn history(document: &Document<'_>, message: Node<'_, '_>) -> History {
    let named = |name: &'static str| children(message).filter(move |child| is(*child, name));
    let result = named("result").next().map(|result| SeenResult {
        place: Place::of(document, result),
        code: text_at(result, &["resultCode"]).unwrap_or_default(),
        error_code: text_at(result, &["errorCode"]),
    });
    let records = named("vaccinationMedicalRecord").map(|node| record(document, node));
    History { records: records.collect(), result }
}

fn record(document: &Document<'_>, node: Node<'_, '_>) -> SeenRecord {
    const HEADER: &str = "vaccinationMedicalRecordHeader";
    const WRITER: &str = "accountableHealthcareProfessional";
    let text = |path: &[&str]| text_at(node, path);
    let day = |path: &[&str]| text_at(node, path)?.get(..8).map(str::to_owned);
    let patient = text(&[HEADER, "patientId", "id"]);
    let kind = text(&[HEADER, "patientId", "type"]).unwrap_or_default();
    let mut content = Vec::new();
    collect(node, String::new(), &mut content);
    SeenRecord {
        place: Place::of(document, node),
        document_id: text(&[HEADER, "documentId"]),
        patient: patient.map(|number| (kind, number)),
        source_system: text(&[HEADER, "sourceSystemHSAId"]),
        care_unit: text(&[HEADER, WRITER, "healthcareProfessionalCareUnitHSAId"]),
        care_contact: text(&[HEADER, "careContactId"]),
        times: Times {
            document: day(&[HEADER, "documentTime"]),
            author: day(&[HEADER, WRITER, "authorTime"]),
            signature: day(&[HEADER, "legalAuthenticator", "signatureTime"]),
            registration: day(&["vaccinationMedicalRecordBody", "registrationRecord", "date"]),
        },
        content,
    }
}

fn collect(node: Node<'_, '_>, path: String, content: &mut Vec<(String, String)>) {
    if path.len() > LONGEST_PATH {
        return;
    }
    for child in children(node) {
        let path = format!("{path}/{}", child.tag_name().name());
        let text: String =
            child.children().filter(Node::is_text).filter_map(|it| it.text()).collect();
        content.push((path.clone(), text.trim().to_owned()));
        collect(child, path, content);
    }
}

fn fault(document: &Document<'_>, node: Node<'_, '_>, soap: &str) -> SeenFault {
    let plain = |name: &str| {
        let found = children(node).find(|child| {
            child.tag_name().name() == name && child.tag_name().namespace().is_none()
        });
        found.map(|child| all_text(child).trim().to_owned())
    };
    let mut everything = String::new();
    for node in document.descendants() {
        let attributes = node.attributes().map(|attribute| attribute.value());
        for text in attributes.chain(node.text()) {
            everything.push_str(text);
            everything.push('\n');
        }
    }
    SeenFault {
        place: Place::of(document, node),
        is_soap_1_1: soap == SOAP_1_1,
        code: plain("faultcode"),
        text: plain("faultstring"),
        everything,
    }
}

fn children<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

fn text_at(node: Node<'_, '_>, path: &[&str]) -> Option<String> {
    let mut at = node;
    for name in path {
        at = children(at).find(|child| is(*child, name))?;
    }
    Some(all_text(at).trim().to_owned())
}

fn all_text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

/// No path of the contract is half as long; what is nested deeper is not compared.
const LONGEST_PATH: usize = 1_000;

const SOAP_1_1: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP_1_2: &str = "http://www.w3.org/2003/05/soap-envelope";
