//! Who asks: a producer may keep records from a consumer, and may not do anything else about it.

use super::{Case, How, not_testable};
use crate::conformance::exchange::{Expected, Question};
use crate::conformance::known::{Known, KnownPatient, question};
use crate::conformance::rule::{Rule, Verdict};
use crate::domain::HsaId;

pub(super) const CASES: &[Case] = &[
    Case {
        rule: Rule {
            id: "limited-consumer",
            demands: "a consumer that a care unit has not approved gets everything but its records",
            source: "test suite 2.2.1, case 7.1",
            judged: "the records are those of the unfiltered answer without the care unit's",
        },
        how: How::Asks(limited),
    },
    Case {
        rule: Rule {
            id: "refused-consumer",
            demands: "a consumer that nobody has approved gets an answer without records",
            source: "test suite 2.2.1, case 7.2",
            judged: "resultCode OK or INFO, and no record",
        },
        how: How::Asks(refused),
    },
    Case {
        rule: Rule {
            id: "equal-consumer",
            demands: "the answer does not depend on who asks",
            source: "test suite 2.2.1, case 7.3",
            judged: "the records are the same as in the answer to the first question",
        },
        how: How::Asks(equal),
    },
];

fn limited(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let Some((consumer, unit)) = &known.data.consumers.limited else {
        return not_testable("consumer.limited");
    };
    let is_theirs = |theirs: &Option<String>| {
        theirs.as_deref().is_some_and(|theirs| theirs.eq_ignore_ascii_case(unit.as_str()))
    };
    for patient in known.patients() {
        let rest = patient.keys(|record| !is_theirs(&record.care_unit));
        if rest.len() < patient.history.keys().len() {
            return Ok(vec![asked(known, &patient, consumer, Expected::Exactly(rest))]);
        }
    }
    not_testable("a patient with records of consumer.limited.without_care_unit")
}

fn refused(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let Some(consumer) = &known.data.consumers.refused else {
        return not_testable("consumer.refused");
    };
    first(known, |patient| asked(known, patient, consumer, Expected::Nothing))
}

fn equal(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let Some(consumer) = &known.data.consumers.equal else {
        return not_testable("consumer.equal");
    };
    first(known, |patient| {
        asked(known, patient, consumer, Expected::Same(patient.history.contents()))
    })
}

fn first(
    known: &Known<'_>,
    ask: impl Fn(&KnownPatient<'_>) -> Question,
) -> Result<Vec<Question>, Verdict> {
    match known.patients().next() {
        Some(patient) => Ok(vec![ask(&patient)]),
        None => not_testable("a patient whose question without selections gets a good answer"),
    }
}

fn asked(
    known: &Known<'_>,
    patient: &KnownPatient<'_>,
    consumer: &HsaId,
    expected: Expected,
) -> Question {
    let about = format!("{}, asked by another consumer", patient.name());
    let question = question(about, known.selection(patient.patient), expected);
    Question { consumer: Some(consumer.clone()), ..question }
}
