//! What a record holds as a whole.

use super::{Answer, Check, DESCRIPTION, Tally, child, child_text, text};
use crate::conformance::rule::Rule;
use roxmltree::Node;

pub(super) const CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "no-empty-elements",
            demands: "an element that is there holds something",
            source: "contract description 2.2.1, chapter 7, rule 2.2 (Schematron Verify non-empty elements)",
            judged: "the text inside every element of the message",
        },
        needs: "an element",
        not_in_version_1: None,
        look: not_empty,
    },
    Check {
        rule: Rule {
            id: "nullified-said",
            demands: "every record says whether it is nullified",
            source: DESCRIPTION,
            judged: "nullified of every record of version 2.0: the schema lets it be left out, the description does not",
        },
        needs: "a record of version 2.0",
        not_in_version_1: Some("release 2.2.1 describes version 2.0"),
        look: nullified_said,
    },
    Check {
        rule: Rule {
            id: "nullified-reason",
            demands: "nullifiedReason is there only where nullified is true",
            source: "contract description 2.2.1, chapter 7, rule 1.3 (Schematron vaccinationMedicalRecordHeader)",
            judged: "nullified beside every nullifiedReason",
        },
        needs: "a nullifiedReason",
        not_in_version_1: None,
        look: nullified_reason,
    },
    Check {
        rule: Rule {
            id: "dose-numbers",
            demands: "isDoseComplete, doseOrdinalNumber and numberOfPrescribedDoses agree",
            source: "Schematron of release 2.2.1, administrationRecord",
            judged: "the three elements of every vaccination that has two of them or more",
        },
        needs: "a vaccination with two of the three elements",
        not_in_version_1: None,
        look: dose_numbers,
    },
    Check {
        rule: Rule {
            id: "dose-number-counts",
            demands: "doseOrdinalNumber and numberOfPrescribedDoses count from 1",
            source: DESCRIPTION,
            judged: "the number in each of the two elements",
        },
        needs: "a doseOrdinalNumber or numberOfPrescribedDoses",
        not_in_version_1: None,
        look: dose_number_counts,
    },
    Check {
        rule: Rule {
            id: "vaccination-or-note",
            demands: "a record holds a vaccination, or the unstructured note in its place",
            source: DESCRIPTION,
            judged: "administrationRecord and vaccinationUnstructuredNote of every record",
        },
        needs: "a record",
        not_in_version_1: None,
        look: vaccination_or_note,
    },
];

fn not_empty(answer: &Answer<'_, '_>, tally: &mut Tally) {
    let inside = answer.message.descendants().filter(Node::is_element);
    for element in inside.filter(|element| *element != answer.message) {
        tally.tried += 1;
        if text(element).is_empty() {
            tally.findings.push(answer.place(element).finding("nothing", "a value, or no element"));
        }
    }
}

fn nullified_said(answer: &Answer<'_, '_>, tally: &mut Tally) {
    if !answer.is_version_2() {
        return;
    }
    for header in answer.named(&["vaccinationMedicalRecordHeader"]) {
        tally.tried += 1;
        if child(header, "nullified").is_none() {
            let place = answer.place(header);
            tally.findings.push(place.finding("no nullified", "nullified, true or false"));
        }
    }
}

fn nullified_reason(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for reason in answer.named(&["nullifiedReason"]) {
        tally.tried += 1;
        let nullified = reason.parent().and_then(|header| child_text(header, "nullified"));
        if !matches!(nullified.as_deref(), Some("true" | "1")) {
            let found = nullified.map_or("no nullified".to_owned(), |it| format!("nullified {it}"));
            tally.findings.push(answer.place(reason).finding(found, "nullified true"));
        }
    }
}

fn dose_numbers(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for given in answer.named(&["administrationRecord"]) {
        let complete = child_text(given, "isDoseComplete").map(|it| it == "true" || it == "1");
        let number = child_text(given, "doseOrdinalNumber");
        let of = child_text(given, "numberOfPrescribedDoses");
        let present = [complete.is_some(), number.is_some(), of.is_some()];
        if present.iter().filter(|present| **present).count() < 2 {
            continue;
        }
        tally.tried += 1;
        let (number, of) = (number.map(|it| it.parse()), of.map(|it| it.parse()));
        let (Ok(number), Ok(of)) = (number.transpose(), of.transpose()) else { continue };
        if let Err(demanded) = agree(complete, number, of) {
            let word = |name, value: Option<i64>| value.map(|value| format!("{name} {value}"));
            let complete = complete.map(|complete| format!("isDoseComplete {complete}"));
            let found =
                [complete, word("doseOrdinalNumber", number), word("numberOfPrescribedDoses", of)];
            let found = found.into_iter().flatten().collect::<Vec<_>>().join(", ");
            tally.findings.push(answer.place(given).finding(found, demanded));
        }
    }
}

/// The table of the Schematron, row by row.
fn agree(complete: Option<bool>, number: Option<i64>, of: Option<i64>) -> Result<(), &'static str> {
    let (holds, demanded) = match (complete, number, of) {
        (Some(true), Some(number), None) => (number == 1, "doseOrdinalNumber 1"),
        (None, Some(number), Some(of)) => {
            (number <= of, "doseOrdinalNumber up to numberOfPrescribedDoses")
        }
        (Some(false), None, Some(of)) => (of > 1, "numberOfPrescribedDoses above 1"),
        (Some(true), Some(number), Some(of)) => {
            (number == of, "doseOrdinalNumber equal to numberOfPrescribedDoses")
        }
        (Some(false), Some(number), Some(of)) => (
            of > 1 && number < of,
            "doseOrdinalNumber below numberOfPrescribedDoses, which is above 1",
        ),
        _ => (true, ""),
    };
    if holds { Ok(()) } else { Err(demanded) }
}

fn dose_number_counts(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for element in answer.named(&["doseOrdinalNumber", "numberOfPrescribedDoses"]) {
        tally.tried += 1;
        let number = text(element);
        if number.parse::<i64>().is_ok_and(|number| number < 1) {
            tally.findings.push(answer.place(element).finding(number, "1 or more"));
        }
    }
}

fn vaccination_or_note(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for body in answer.named(&["vaccinationMedicalRecordBody"]) {
        tally.tried += 1;
        let note = child(body, "registrationRecord")
            .and_then(|registration| child(registration, "vaccinationUnstructuredNote"));
        if child(body, "administrationRecord").is_none() && note.is_none() {
            let demanded = "an administrationRecord, or a vaccinationUnstructuredNote";
            tally.findings.push(answer.place(body).finding("neither", demanded));
        }
    }
}
