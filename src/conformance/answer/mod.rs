//! What every answer to GetVaccinationHistory must keep whatever was asked: the contract
//! description's field rules and the rules that its Schematron states.
//!
//! Judged on the XML itself, with places, and not on what our own reader makes of it.

mod coded;
mod ids;
mod record;
mod result;
mod times;

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::place::Place;
use super::rule::{Finding, Rule, Verdict};
use super::schema::{SchemaError, Schemas};
use crate::rivta::GvhVersion;

pub(super) use self::coded::is_oid;

/// A rule that is judged by looking at answers.
pub struct Check {
    /// The rule.
    pub rule: Rule,
    /// What an answer must hold for the rule to be tried.
    pub needs: &'static str,
    /// What the answers of version 1.0 lack, where the rule does not concern them.
    pub not_in_version_1: Option<&'static str>,
    look: fn(&Answer<'_, '_>, &mut Tally),
}

/// What looking at answers has given for one rule.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// How many elements or answers the rule was tried on.
    pub tried: usize,
    /// Where it was broken.
    pub findings: Vec<Finding>,
}

/// One answer that is judged.
struct Answer<'d, 'i> {
    document: &'d Document<'i>,
    // The message in the body.
    message: Node<'d, 'i>,
}

/// The rule that the contract's schema makes; it is judged by libxml2.
pub const SCHEMA: Rule = Rule {
    id: "schema",
    demands: "every answer is valid by the contract's schema",
    source: "the contract's WSDL and schemas, release 2.2.1",
    judged: "libxml2 validates envelope, headers and body",
};

/// All rules on answers but the schema's.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    [coded::CHECKS, record::CHECKS, ids::CHECKS, times::CHECKS, result::CHECKS]
        .into_iter()
        .flatten()
}

/// All rules on answers.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    std::iter::once(&SCHEMA).chain(checks().map(|check| &check.rule))
}

/// Judges one message by every rule; the key is the rule's id. Rules on records leave faults and
/// other messages alone, the schema does not. Blocks while libxml2 works.
pub fn judge(
    document: &Document<'_>,
    schemas: &Schemas,
) -> Result<BTreeMap<&'static str, Tally>, SchemaError> {
    let findings = schemas.validate(document)?;
    let mut tallies = BTreeMap::from([(SCHEMA.id, Tally { tried: 1, findings })]);
    let message = document.descendants().find(|node| {
        node.is_element() && node.tag_name().name() == "GetVaccinationHistoryResponse"
    });
    for check in checks() {
        let tally = tallies.entry(check.rule.id).or_default();
        if let Some(message) = message {
            (check.look)(&Answer { document, message }, tally);
        }
    }
    Ok(tallies)
}

impl Check {
    /// How the rule ended in a run by a version of the contract.
    pub fn verdict(&self, tally: Tally, version: GvhVersion) -> Verdict {
        match self.not_in_version_1 {
            Some(why) if version == GvhVersion::V1 && tally.tried == 0 => {
                Verdict::NotApplicable(why.to_owned())
            }
            _ => tally.verdict(self.needs),
        }
    }
}

impl Tally {
    /// Adds what another answer gave.
    pub fn add(&mut self, other: Self) {
        self.tried += other.tried;
        self.findings.extend(other.findings);
    }

    /// How the rule ended. What was never tried has not passed.
    pub fn verdict(self, needs: &str) -> Verdict {
        match (self.findings.is_empty(), self.tried) {
            (false, _) => Verdict::Failed(self.findings),
            (true, 0) => Verdict::NotTestable(format!("no answer held {needs}")),
            (true, _) => Verdict::Passed,
        }
    }
}

impl<'d, 'i> Answer<'d, 'i> {
    /// Every element of the message with one of these names.
    fn named<'s>(&'s self, names: &'s [&str]) -> impl Iterator<Item = Node<'d, 'i>> + 's {
        let elements = self.message.descendants().filter(Node::is_element);
        elements.filter(move |element| names.contains(&element.tag_name().name()))
    }

    /// Whether it is an answer of the contract that release 2.2.1 describes.
    fn is_version_2(&self) -> bool {
        self.message.tag_name().namespace() == Some(GvhVersion::V2.contract().responder_namespace)
    }

    fn place(&self, element: Node<'_, '_>) -> Place {
        Place::of(self.document, element)
    }
}

/// The first child of this name.
fn child<'d, 'i>(element: Node<'d, 'i>, name: &str) -> Option<Node<'d, 'i>> {
    element.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The text inside an element, without the white space around it.
fn text(element: Node<'_, '_>) -> String {
    let texts = element.descendants().filter(Node::is_text).filter_map(|node| node.text());
    texts.collect::<String>().trim().to_owned()
}

/// The text of the first child of this name.
fn child_text(element: Node<'_, '_>, name: &str) -> Option<String> {
    child(element, name).map(text)
}

const DESCRIPTION: &str = "contract description 2.2.1, chapter 7, GetVaccinationHistory";
