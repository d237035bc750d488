//! What a consumer's question must keep: the contract's schema, Basic Profile 2.1 and the contract
//! description's rules on questions. The strict producer of our self-test judges by them.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::answer::Tally;
use super::place::Place;
use super::rule::Rule;
use super::schema::{SchemaError, Schemas};
use crate::rivta::GvhVersion;

/// A question as it arrived.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// The HTTP header `SOAPAction`.
    pub soap_action: Option<&'r str>,
    /// The HTTP header `Content-Type`.
    pub content_type: Option<&'r str>,
    /// The body.
    pub body: &'r str,
}

/// A rule on questions.
pub struct Check {
    /// The rule.
    pub rule: Rule,
    look: fn(&Question<'_, '_>, &mut Tally),
}

struct Question<'d, 'i> {
    request: Request<'d>,
    document: &'d Document<'i>,
    message: Node<'d, 'i>,
}

/// The rule that the contract's schema makes; it is judged by libxml2.
pub const SCHEMA: Rule = Rule {
    id: "request-schema",
    demands: "every question is valid by the contract's schema",
    source: "the contract's WSDL and schemas, release 2.2.1",
    judged: "libxml2 validates envelope, headers and body",
};

/// The other rules on questions.
pub const CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "request-logical-address",
            demands: "the SOAP header names one logical address",
            source: "RIV TA Basic Profile 2.1, rule 8",
            judged: "the LogicalAddress elements of the header",
        },
        look: logical_address,
    },
    Check {
        rule: Rule {
            id: "request-soap-action",
            demands: "SOAPAction is the operation's own, in quotation marks",
            source: "SOAP 1.1 chapter 6.1.1; WS-I Basic Profile 1.1, R1109",
            judged: "the HTTP header of every question",
        },
        look: soap_action,
    },
    Check {
        rule: Rule {
            id: "request-encoding",
            demands: "a question is text/xml in UTF-8 or UTF-16, and says which",
            source: "RIV TA Basic Profile 2.1; WS-I Basic Profile 1.1, R1012",
            judged: "the Content-Type of every question",
        },
        look: encoding,
    },
    Check {
        rule: Rule {
            id: "request-patient",
            demands: "a personnummer or samordningsnummer has 12 digits, and every number its OID",
            source: DESCRIPTION,
            judged: "patientId",
        },
        look: patient,
    },
    Check {
        rule: Rule {
            id: "request-whole-period",
            demands: "the question names the first and the last day, so that no answer is cut in time",
            source: "contract description 2.2.1, chapter 4, robustness",
            judged: "timePeriod",
        },
        look: whole_period,
    },
    Check {
        rule: Rule {
            id: "request-source-system",
            demands: "a source system in the question is the one addressed; a care contact or a \
                      region's own reserve number has one",
            source: DESCRIPTION,
            judged: "sourceSystemHSAid beside LogicalAddress, careContactId and the patient's type",
        },
        look: source_system,
    },
    Check {
        rule: Rule {
            id: "request-no-empty-elements",
            demands: "an element that is there holds something",
            source: "contract description 2.2.1, chapter 7, rule 2.2",
            judged: "the text inside every element of the question",
        },
        look: not_empty,
    },
];

const DESCRIPTION: &str = "contract description 2.2.1, chapter 7, GetVaccinationHistory";
const PERSONNUMMER: &str = "1.2.752.129.2.1.3.1";
const SAMORDNINGSNUMMER: &str = "1.2.752.129.2.1.3.3";
const NATIONAL_RESERVE: &str = "1.2.752.74.9.1";

/// All rules on questions.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    std::iter::once(&SCHEMA).chain(CHECKS.iter().map(|check| &check.rule))
}

/// Judges one question to GetVaccinationHistory by every rule; the key is the rule's id. Another
/// message is judged by the schema alone. Blocks while libxml2 works.
pub fn judge(
    request: Request<'_>,
    schemas: &Schemas,
) -> Result<BTreeMap<&'static str, Tally>, SchemaError> {
    let mut tallies = BTreeMap::new();
    let document = match Document::parse(request.body) {
        Ok(document) => document,
        Err(error) => {
            let finding = Place::default().finding(error.to_string(), "a whole XML document");
            tallies.insert(SCHEMA.id, Tally { tried: 1, findings: vec![finding] });
            return Ok(tallies);
        }
    };
    let findings = schemas.validate(&document)?;
    tallies.insert(SCHEMA.id, Tally { tried: 1, findings });
    let message = document.descendants().find(|node| is(*node, "GetVaccinationHistory"));
    let Some(message) = message else { return Ok(tallies) };
    let question = Question { request, document: &document, message };
    for check in CHECKS {
        (check.look)(&question, tallies.entry(check.rule.id).or_default());
    }
    Ok(tallies)
}

fn logical_address(question: &Question<'_, '_>, tally: &mut Tally) {
    tally.tried += 1;
    let addresses = question.addresses();
    if addresses.len() != 1 || addresses.iter().any(String::is_empty) {
        let found = format!("{} logical addresses", addresses.len());
        tally.findings.push(question.about_all(found, "one, and not empty"));
    }
}

fn soap_action(question: &Question<'_, '_>, tally: &mut Tally) {
    tally.tried += 1;
    let namespace = question.message.tag_name().namespace();
    let versions = [GvhVersion::V1, GvhVersion::V2].map(GvhVersion::contract);
    let Some(contract) = versions.iter().find(|it| Some(it.responder_namespace) == namespace)
    else {
        return;
    };
    // The published WSDL of version 1.0 names version 2 here, and that is what is called.
    let demanded = format!("\"{}\"", contract.soap_action);
    let found = question.request.soap_action.unwrap_or("no SOAPAction");
    if found != demanded {
        tally.findings.push(question.about_all(found, demanded));
    }
}

fn encoding(question: &Question<'_, '_>, tally: &mut Tally) {
    tally.tried += 1;
    let found = question.request.content_type.unwrap_or("no Content-Type");
    let plain = found.to_ascii_lowercase().replace([' ', '"'], "");
    if !matches!(plain.as_str(), "text/xml;charset=utf-8" | "text/xml;charset=utf-16") {
        tally.findings.push(question.about_all(found, "text/xml with charset UTF-8 or UTF-16"));
    }
}

fn patient(question: &Question<'_, '_>, tally: &mut Tally) {
    tally.tried += 1;
    let Some(patient) = question.child("patientId") else {
        tally.findings.push(question.about_all("no patientId", "a patientId"));
        return;
    };
    let kind = text_of(patient, "type");
    let number = text_of(patient, "id");
    let twelve = number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit());
    // The number itself is a patient's, so it is not repeated.
    let found = match kind.as_str() {
        PERSONNUMMER | SAMORDNINGSNUMMER if !twelve => "an id that is not 12 digits".to_owned(),
        kind if !super::answer::is_oid(kind) => format!("type {kind}"),
        _ => return,
    };
    tally.findings.push(question.at(patient, found, "12 digits, and an OID as type"));
}

fn whole_period(question: &Question<'_, '_>, tally: &mut Tally) {
    tally.tried += 1;
    let period = question.child("timePeriod");
    let has = |name: &str| period.is_some_and(|period| !text_of(period, name).is_empty());
    if !has("start") || !has("end") {
        tally.findings.push(question.about_all("an open period", "timePeriod with start and end"));
    }
}

fn source_system(question: &Question<'_, '_>, tally: &mut Tally) {
    tally.tried += 1;
    let named = question.child("sourceSystemHSAid");
    if let Some(named) = named {
        let system = text(named);
        if !question.addresses().iter().any(|address| address.eq_ignore_ascii_case(&system)) {
            tally.findings.push(question.at(named, system, "the logical address"));
        }
        return;
    }
    let kind = question.child("patientId").map(|patient| text_of(patient, "type"));
    let local = kind.is_some_and(|kind| {
        !matches!(kind.as_str(), PERSONNUMMER | SAMORDNINGSNUMMER | NATIONAL_RESERVE)
    });
    if local || question.child("careContactId").is_some() {
        tally.findings.push(question.about_all("no sourceSystemHSAid", "the addressed system"));
    }
}

fn not_empty(question: &Question<'_, '_>, tally: &mut Tally) {
    tally.tried += 1;
    let inside = question.message.descendants().filter(Node::is_element);
    for element in inside.filter(|element| text(*element).is_empty()) {
        tally.findings.push(question.at(element, "nothing", "a value, or no element"));
    }
}

impl<'d, 'i> Question<'d, 'i> {
    fn child(&self, name: &str) -> Option<Node<'d, 'i>> {
        self.message.children().find(|node| is(*node, name))
    }

    fn addresses(&self) -> Vec<String> {
        let elements = self.document.descendants();
        elements.filter(|node| is(*node, "LogicalAddress")).map(text).collect()
    }

    fn at(
        &self,
        element: Node<'_, '_>,
        found: impl Into<String>,
        demanded: impl Into<String>,
    ) -> super::rule::Finding {
        Place::of(self.document, element).finding(found, demanded)
    }

    fn about_all(
        &self,
        found: impl Into<String>,
        demanded: impl Into<String>,
    ) -> super::rule::Finding {
        self.at(self.message, found, demanded)
    }
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn text(element: Node<'_, '_>) -> String {
    let texts = element.descendants().filter(Node::is_text).filter_map(|node| node.text());
    texts.collect::<String>().trim().to_owned()
}

fn text_of(element: Node<'_, '_>, name: &str) -> String {
    element.children().find(|node| is(*node, name)).map(text).unwrap_or_default()
}
