//! What names a record, a vaccination, a patient, a unit.

use std::collections::HashSet;

use roxmltree::Node;
use uuid::Uuid;

use super::coded::is_oid;
use super::{Answer, Check, DESCRIPTION, Tally, child, child_text, text};
use crate::conformance::rule::Rule;
use crate::domain::HsaId;

pub(super) const CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "unique-document-id",
            demands: "every record of an answer has a documentId of its own",
            source: "contract description 2.2.1, chapter 7, rule 1.2 (Schematron Verify unique id:s)",
            judged: "the documentIds of one answer",
        },
        needs: "a documentId",
        not_in_version_1: None,
        look: unique_document_id,
    },
    Check {
        rule: Rule {
            id: "unique-vaccination-reference",
            demands: "every vaccination of an answer has a vaccinationUniqueReference of its own",
            source: "contract description 2.2.1, chapter 7, rule 1.2 (Schematron Verify unique id:s)",
            judged: "the extensions of all vaccinationUniqueReferences of one answer",
        },
        needs: "a vaccinationUniqueReference with an extension",
        not_in_version_1: None,
        look: unique_reference,
    },
    Check {
        rule: Rule {
            id: "vaccination-reference-root",
            demands: "a reference without extension is unique in the world; with one, root is the source system",
            source: DESCRIPTION,
            judged: "root is a UUID or OID, or the record's sourceSystemHSAId",
        },
        needs: "a vaccinationUniqueReference",
        not_in_version_1: None,
        look: reference_root,
    },
    Check {
        rule: Rule {
            id: "patient-id-digits",
            demands: "a patient's id has 12 characters and no separator; digits in a personnummer or samordningsnummer",
            source: DESCRIPTION,
            judged: "the id of every patientId",
        },
        needs: "a patientId",
        not_in_version_1: None,
        look: patient_digits,
    },
    Check {
        rule: Rule {
            id: "patient-id-type",
            demands: "the type of a patient's id is an OID",
            source: DESCRIPTION,
            judged: "the type of every patientId",
        },
        needs: "a patientId",
        not_in_version_1: None,
        look: patient_type,
    },
    Check {
        rule: Rule {
            id: "hsa-id-form",
            demands: "an HSA-id has no white space and no more than 64 characters",
            source: DESCRIPTION,
            judged: "the text of every element whose name ends in HSAId",
        },
        needs: "an HSA-id",
        not_in_version_1: None,
        look: hsa_id_form,
    },
    Check {
        rule: Rule {
            id: "unit-and-care-provider",
            demands: "every record names its care unit and its care provider",
            source: "contract description 2.2.1, chapter 7, rule 1.1; test suite 2.2.1, case 3.1",
            judged: "the two HSA-ids of every accountableHealthcareProfessional",
        },
        needs: "a record",
        not_in_version_1: None,
        look: unit_and_provider,
    },
];

const PERSONNUMMER: &str = "1.2.752.129.2.1.3.1";
const SAMORDNINGSNUMMER: &str = "1.2.752.129.2.1.3.3";

fn unique_document_id(answer: &Answer<'_, '_>, tally: &mut Tally) {
    unique(answer, tally, answer.named(&["documentId"]));
}

fn unique_reference(answer: &Answer<'_, '_>, tally: &mut Tally) {
    let references = answer.named(&["vaccinationUniqueReference"]);
    unique(answer, tally, references.filter_map(|reference| child(reference, "extension")));
}

fn unique<'d, 'i>(
    answer: &Answer<'d, 'i>,
    tally: &mut Tally,
    elements: impl Iterator<Item = Node<'d, 'i>>,
) {
    let mut seen = HashSet::new();
    for element in elements {
        tally.tried += 1;
        let id = text(element);
        if !seen.insert(id.clone()) {
            let found = format!("{id}, which stands earlier in the answer too");
            tally.findings.push(answer.place(element).finding(found, "an id of its own"));
        }
    }
}

fn reference_root(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for record in answer.named(&["vaccinationMedicalRecord"]) {
        let system = record.descendants().find(|it| it.has_tag_name_of("sourceSystemHSAId"));
        let system = system.map(text).unwrap_or_default();
        let references = record.descendants();
        for reference in references.filter(|it| it.has_tag_name_of("vaccinationUniqueReference")) {
            tally.tried += 1;
            let root = child_text(reference, "root").unwrap_or_default();
            let (holds, demanded) = match child(reference, "extension") {
                Some(_) => (root.eq_ignore_ascii_case(&system), "the record's sourceSystemHSAId"),
                None => (Uuid::parse_str(&root).is_ok() || is_oid(&root), "a UUID or an OID"),
            };
            if !holds {
                tally
                    .findings
                    .push(answer.place(reference).finding(format!("root {root}"), demanded));
            }
        }
    }
}

fn patient_digits(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for patient in answer.named(&["patientId"]) {
        tally.tried += 1;
        let kind = child_text(patient, "type");
        let number = child_text(patient, "id").unwrap_or_default();
        let (is_right, demanded): (fn(&u8) -> bool, _) = match kind.as_deref() {
            Some(PERSONNUMMER | SAMORDNINGSNUMMER) => (u8::is_ascii_digit, "12 digits"),
            _ => (u8::is_ascii_alphanumeric, "12 letters and digits"),
        };
        if number.len() != 12 || !number.as_bytes().iter().all(is_right) {
            // The number itself is a patient's, so it is described and not repeated.
            let digits = number.chars().filter(char::is_ascii_digit).count();
            let found = format!("{} characters, {digits} of them digits", number.chars().count());
            tally.findings.push(answer.place(patient).finding(found, demanded));
        }
    }
}

fn patient_type(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for patient in answer.named(&["patientId"]) {
        tally.tried += 1;
        let kind = child_text(patient, "type").unwrap_or_default();
        if !is_oid(&kind) {
            tally.findings.push(answer.place(patient).finding(format!("type {kind}"), "an OID"));
        }
    }
}

fn hsa_id_form(answer: &Answer<'_, '_>, tally: &mut Tally) {
    let elements = answer.message.descendants().filter(Node::is_element);
    for element in elements.filter(|it| it.tag_name().name().to_lowercase().ends_with("hsaid")) {
        let id = element.text().unwrap_or_default();
        if id.trim().is_empty() {
            continue;
        }
        tally.tried += 1;
        if id.parse::<HsaId>().is_err() || id != id.trim() {
            tally.findings.push(answer.place(element).finding(id, "an HSA-id"));
        }
    }
}

fn unit_and_provider(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for professional in answer.named(&["accountableHealthcareProfessional"]) {
        tally.tried += 1;
        let names = ["healthcareProfessionalCareUnitHSAId", "healthcareProfessionalCareGiverHSAId"];
        for name in names.iter().filter(|name| child(professional, name).is_none()) {
            let demanded = "an HSA-id; without it no consumer may show the record";
            tally.findings.push(answer.place(professional).finding(format!("no {name}"), demanded));
        }
    }
}

/// Names without their namespaces: a wrong namespace is the schema's to find.
trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
