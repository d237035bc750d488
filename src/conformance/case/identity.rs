//! Who is asked about: every kind of number, and those that nobody knows.

use super::{Case, FIELDS, How, not_testable};
use crate::conformance::data::TestPatient;
use crate::conformance::exchange::{Exchange, Expected, Question};
use crate::conformance::judge::at;
use crate::conformance::known::{Known, of, question};
use crate::conformance::rule::{Finding, Rule, Verdict};
use crate::conformance::seen::Seen;
use crate::domain::PatientIdKind;

pub(super) const CASES: &[Case] = &[
    Case {
        rule: Rule {
            id: "personnummer",
            demands: "a question with a personnummer gets the patient's records",
            source: "test suite 2.2.1, case 1.1.1",
            judged: "records come back, as many as the data says",
        },
        how: How::Asks(personnummer),
    },
    Case {
        rule: Rule {
            id: "samordningsnummer",
            demands: "a question with a samordningsnummer gets the patient's records",
            source: "test suite 2.2.1, case 1.1.2",
            judged: "records come back, as many as the data says",
        },
        how: How::Asks(samordningsnummer),
    },
    Case {
        rule: Rule {
            id: "reserve-number",
            demands: "a question with a local reserve number and the source system gets the patient's records",
            source: "test suite 2.2.1, case 1.1.3",
            judged: "records come back, as many as the data says",
        },
        how: How::Asks(reserve_number),
    },
    Case {
        rule: Rule {
            id: "linked-ids",
            demands: "a question with another id of the same person gets the same records",
            source: FIELDS,
            judged: "for each of the data's other_ids, the records are those of the answer to the first question",
        },
        how: How::Asks(linked_ids),
    },
    Case {
        rule: Rule {
            id: "right-patient",
            demands: "every record is of the patient asked about",
            source: FIELDS,
            judged: "the patientId of every record received, id and type, is one of the data's for the patient",
        },
        how: How::Looks(right_patient),
    },
    Case {
        rule: Rule {
            id: "unknown-patient",
            demands: "a patient without records gets an answer without records, not a fault",
            source: "test suite 2.2.1, case 1.8",
            judged: "resultCode OK or INFO, and no record",
        },
        how: How::Asks(unknown_patient),
    },
    Case {
        rule: Rule {
            id: "addressed-source",
            demands: "every record is of the source system that the logical address names",
            source: "contract description 2.2.1, 4.3, common producer rule R1",
            judged: "sourceSystemHSAId of every record received is the logical address",
        },
        how: How::Looks(addressed_source),
    },
];

fn personnummer(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    by_kind(known, "personnummer", |kind| matches!(kind, PatientIdKind::Personnummer))
}

fn samordningsnummer(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    by_kind(known, "samordningsnummer", |kind| matches!(kind, PatientIdKind::Samordningsnummer))
}

fn reserve_number(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    by_kind(known, "local reserve number", |kind| {
        matches!(kind, PatientIdKind::LocalReserve { .. })
    })
}

fn by_kind(
    known: &Known<'_>,
    name: &str,
    is: impl Fn(&PatientIdKind) -> bool,
) -> Result<Vec<Question>, Verdict> {
    let of_kind = |patient: &&TestPatient| is(patient.id.kind());
    let patients: Vec<&TestPatient> = known.data.patients.iter().filter(of_kind).collect();
    if patients.is_empty() {
        return not_testable(format!("the data has no [[patient]] with a {name}"));
    }
    let ask = |patient: &&TestPatient| {
        let expected = Expected::Records(patient.records);
        question(format!("a patient with a {name}"), known.selection(patient), expected)
    };
    Ok(patients.iter().map(ask).collect())
}

fn linked_ids(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let mut questions = Vec::new();
    for patient in known.patients() {
        for other in &patient.patient.other_ids {
            let about = format!("{}, by another id", patient.name());
            let all = Expected::Exactly(patient.history.keys());
            questions.push(question(about, known.selection_of(other), all));
        }
    }
    match questions.is_empty() {
        true => not_testable("patient.other_ids"),
        false => Ok(questions),
    }
}

fn right_patient(known: &Known<'_>, exchanges: &[Exchange]) -> super::Looked {
    let mut judged = 0;
    let mut findings = Vec::new();
    for exchange in exchanges {
        let Some(selection) = exchange.question.selection() else { continue };
        let Some(Seen::History(history)) = exchange.seen() else { continue };
        let patients = &known.data.patients;
        let asked = patients.iter().find(|it| it.is(&selection.patient_type, &selection.patient));
        for record in &history.records {
            judged += 1;
            let (kind, number) = record.patient.clone().unwrap_or_default();
            let is_right = match asked {
                Some(patient) => patient.is(&kind, &number),
                None => kind == selection.patient_type && number == selection.patient,
            };
            if !is_right {
                let demanded = "an id of the patient asked about, or one of the data's other_ids";
                findings.push((exchange.number, at(&record.place, "another patientId", demanded)));
            }
        }
    }
    if judged == 0 { not_testable("no record was received") } else { Ok(findings) }
}

fn unknown_patient(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let Some(patient) = &known.data.unknown_patient else {
        return not_testable("unknown.patient");
    };
    Ok(vec![question("a patient without records", of(patient), Expected::Nothing)])
}

fn addressed_source(known: &Known<'_>, exchanges: &[Exchange]) -> super::Looked {
    let mut judged = 0;
    let mut findings: Vec<(usize, Finding)> = Vec::new();
    for exchange in exchanges {
        let Some(Seen::History(history)) = exchange.seen() else { continue };
        for record in &history.records {
            judged += 1;
            let source = record.source_system.as_deref().unwrap_or_default();
            if !source.eq_ignore_ascii_case(known.address.as_str()) {
                let found = format!("sourceSystemHSAId {source:?}");
                let demanded = format!("the logical address, {}", known.address);
                findings.push((exchange.number, at(&record.place, found, demanded)));
            }
        }
    }
    if judged == 0 { not_testable("no record was received") } else { Ok(findings) }
}
