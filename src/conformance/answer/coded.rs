//! Codes and their texts.

use super::{Answer, Check, DESCRIPTION, Tally, child, text};
use crate::conformance::rule::Rule;

pub(super) const CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "coded-value",
            demands: "a coded value has code, codeSystem and displayName, or originalText alone",
            source: "contract description 2.2.1, chapter 7, rule 2.1 (Schematron pattern.CvType)",
            judged: "the children of every coded value",
        },
        needs: "a coded value",
        not_in_version_1: None,
        look: coded_value,
    },
    Check {
        rule: Rule {
            id: "code-system-oid",
            demands: "codeSystem is an OID",
            source: "contract description 2.2.1, chapter 7, rule 2.1 (Schematron pattern.CvType)",
            judged: "the text of every codeSystem",
        },
        needs: "a codeSystem",
        not_in_version_1: None,
        look: code_system,
    },
    Check {
        rule: Rule {
            id: "gender-coded",
            demands: "gender is coded, without originalText",
            source: DESCRIPTION,
            judged: "the children of every gender",
        },
        needs: "a gender",
        not_in_version_1: Some("version 1.0 has no gender"),
        look: gender,
    },
];

/// The elements of the coded type, in either version of the contract.
const CODED: &[&str] = &[
    "healthcareProfessionalRoleCode",
    "riskCategory",
    "patientAdverseEffect",
    "vaccinationProgramName",
    "anatomicalSite",
    "route",
    "typeOfVaccine",
    "vaccineType",
    "vaccineName",
    "vaccineTargetDisease",
    "gender",
];

fn coded_value(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for element in answer.named(CODED) {
        tally.tried += 1;
        let has = |name: &str| child(element, name).is_some();
        let parts = ["code", "codeSystem", "displayName"];
        let coded = parts.iter().filter(|name| has(name)).count();
        let alone = has("originalText") && coded == 0;
        let whole = !has("originalText") && coded == parts.len();
        if !alone && !whole {
            let present = parts.iter().chain(&["originalText"]).filter(|name| has(name));
            let present = present.copied().collect::<Vec<_>>().join(", ");
            let found = if present.is_empty() { "none of them".to_owned() } else { present };
            let demanded = "code, codeSystem and displayName; or originalText alone";
            tally.findings.push(answer.place(element).finding(found, demanded));
        }
    }
}

fn code_system(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for element in answer.named(&["codeSystem"]) {
        tally.tried += 1;
        let oid = text(element);
        if !is_oid(&oid) {
            tally
                .findings
                .push(answer.place(element).finding(oid, "an OID, as 1.2.752.129.2.1.4.1"));
        }
    }
}

fn gender(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for element in answer.named(&["gender"]) {
        tally.tried += 1;
        if child(element, "originalText").is_some() {
            let place = answer.place(element);
            tally.findings.push(place.finding("originalText", "code, codeSystem and displayName"));
        }
    }
}

/// Numbers with points between them, the first at most 2.
pub(in crate::conformance) fn is_oid(text: &str) -> bool {
    let mut parts = text.split('.');
    let first = parts.next().is_some_and(|first| matches!(first, "0" | "1" | "2"));
    let mut others = parts.peekable();
    first
        && others.peek().is_some()
        && others.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
