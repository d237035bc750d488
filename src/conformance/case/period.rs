//! Selection by period: every time field, both borders, open borders, and none at all.
//!
//! A record is in a period if one of its times is (contract description, 7.1.4, `timePeriod`), so a
//! field is tried on a day that no other time of the record has.

use std::collections::BTreeSet;

use jiff::ToSpan;

use super::{Case, FIELDS, How, not_testable};
use crate::conformance::exchange::{Expected, Question};
use crate::conformance::known::{Known, KnownPatient, question};
use crate::conformance::rule::{Rule, Verdict};
use crate::conformance::seen::TimeField;
use crate::domain::SwedishDate;
use crate::rivta::question::Selection;

const SUITE_DAYS: &str = "test suite 2.2.1, case 1.2.1";
const ONE_DAY: &str =
    "a period of one day, which only that field has, gets the record and what else touches the day";

pub(super) const CASES: &[Case] = &[
    Case {
        rule: Rule {
            id: "period-document-time",
            demands: "a period selects by documentTime, the whole of its last day included",
            source: SUITE_DAYS,
            judged: ONE_DAY,
        },
        how: How::Asks(|known| one_field(known, TimeField::Document)),
    },
    Case {
        rule: Rule {
            id: "period-author-time",
            demands: "a period selects by authorTime, the whole of its last day included",
            source: SUITE_DAYS,
            judged: ONE_DAY,
        },
        how: How::Asks(|known| one_field(known, TimeField::Author)),
    },
    Case {
        rule: Rule {
            id: "period-signature-time",
            demands: "a period selects by signatureTime, the whole of its last day included",
            source: SUITE_DAYS,
            judged: ONE_DAY,
        },
        how: How::Asks(|known| one_field(known, TimeField::Signature)),
    },
    Case {
        rule: Rule {
            id: "period-registration-date",
            demands: "a period selects by registrationRecord/date",
            source: SUITE_DAYS,
            judged: ONE_DAY,
        },
        how: How::Asks(|known| one_field(known, TimeField::Registration)),
    },
    Case {
        rule: Rule {
            id: "period-first-day",
            demands: "the first day of a period is part of it",
            source: SUITE_DAYS,
            judged: "a period that begins on a record's last day gets the record, and one that begins the day after does not",
        },
        how: How::Asks(first_day),
    },
    Case {
        rule: Rule {
            id: "period-last-day",
            demands: "the whole last day of a period is part of it",
            source: SUITE_DAYS,
            judged: "a period that ends on a record's first day gets the record, and one that ends the day before does not",
        },
        how: How::Asks(last_day),
    },
    Case {
        rule: Rule {
            id: "period-intervals",
            demands: "a period gets the records with a time in it and no other",
            source: "test suite 2.2.1, case 1.2.2",
            judged: "for periods spread between the first and the last day, the records are those of the unfiltered answer with a time in the period",
        },
        how: How::Asks(intervals),
    },
    Case {
        rule: Rule {
            id: "period-without-records",
            demands: "a period before all records gets an answer without records",
            source: "test suite 2.2.1, case 1.2.3",
            judged: "resultCode OK or INFO, and no record",
        },
        how: How::Asks(before_all),
    },
    Case {
        rule: Rule {
            id: "period-of-data",
            demands: "a period gets as many records as the data says",
            source: "test suite 2.2.1, case 1.2.4",
            judged: "the number of records",
        },
        how: How::Asks(of_data),
    },
    Case {
        rule: Rule {
            id: "period-open",
            demands: "a period without a first or a last day is open at that end",
            source: FIELDS,
            judged: "the records are those of the unfiltered answer on the side that is limited",
        },
        how: How::Asks(open),
    },
    Case {
        rule: Rule {
            id: "period-of-everything",
            demands: "a period that holds every day gets every record",
            source: FIELDS,
            judged: "the records of the unfiltered answer are all there",
        },
        how: How::Asks(everything),
    },
];

fn one_field(known: &Known<'_>, field: TimeField) -> Result<Vec<Question>, Verdict> {
    for patient in known.patients() {
        for record in &patient.history.records {
            let Some(day) = record.times.of(field) else { continue };
            let alone = record.times.days().filter(|other| *other == day).count() == 1;
            if alone && parsed(day).is_some() {
                return Ok(vec![asked(known, &patient, Some(day), Some(day))]);
            }
        }
    }
    not_testable(format!("a record whose {} is on another day than its other times", field.name()))
}

fn first_day(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    for patient in known.patients() {
        let latest = patient.history.records.iter().filter_map(|it| it.times.days().max());
        let Some(day) = latest.min() else { continue };
        let end = last(&patient);
        if let Some(next) = moved(day, 1) {
            let to_end = asked(known, &patient, Some(day), end.as_deref());
            let after = end.as_deref().filter(|end| *end >= next.as_str());
            let after = after.map(|end| asked(known, &patient, Some(&next), Some(end)));
            return Ok([to_end].into_iter().chain(after).collect());
        }
    }
    not_testable("a record with a time")
}

fn last_day(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    for patient in known.patients() {
        let earliest = patient.history.records.iter().filter_map(|it| it.times.days().min());
        let Some(day) = earliest.max() else { continue };
        let start = first(&patient);
        if let Some(before) = moved(day, -1) {
            let from_start = asked(known, &patient, start.as_deref(), Some(day));
            let until = start.as_deref().filter(|start| *start <= before.as_str());
            let until = until.map(|start| asked(known, &patient, Some(start), Some(&before)));
            return Ok([from_start].into_iter().chain(until).collect());
        }
    }
    not_testable("a record with a time")
}

fn intervals(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    for patient in known.patients() {
        let days: BTreeSet<String> = all_days(&patient).collect();
        if days.len() < 2 {
            continue;
        }
        let days: Vec<String> = days.into_iter().collect();
        let pairs =
            (0..days.len()).flat_map(|from| (from + 1..days.len()).map(move |to| (from, to)));
        let pairs: Vec<(usize, usize)> = pairs.collect();
        // Spread over all pairs there are, the same ones at every run.
        let step = pairs.len().div_ceil(INTERVALS).max(1);
        let chosen = pairs.into_iter().step_by(step);
        let ask =
            |(from, to): (usize, usize)| asked(known, &patient, Some(&days[from]), Some(&days[to]));
        return Ok(chosen.map(ask).collect());
    }
    not_testable("a patient with times on at least two days")
}

fn before_all(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    for patient in known.patients() {
        let before = first(&patient).and_then(|day| moved(&day, -1));
        let start = before.as_deref().and_then(|day| moved(day, -365));
        if let (Some(start), Some(end)) = (start, before) {
            return Ok(vec![asked(known, &patient, Some(&start), Some(&end))]);
        }
    }
    not_testable("a record with a time")
}

fn of_data(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let mut questions = Vec::new();
    for (at, patient) in known.data.patients.iter().enumerate() {
        for period in &patient.periods {
            let (start, end) = period.value;
            let days = (Some(start.contract_text()), Some(end.contract_text()));
            let selection = Selection { period: Some(days), ..known.selection(patient) };
            let about = format!("patient {}, a period of the data", at + 1);
            questions.push(question(about, selection, Expected::Records(period.records)));
        }
    }
    if questions.is_empty() { not_testable("patient.period") } else { Ok(questions) }
}

fn open(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    for patient in known.patients() {
        let days: BTreeSet<String> = all_days(&patient).collect();
        let middle = days.iter().nth(days.len() / 2).filter(|_| days.len() > 1);
        if let Some(middle) = middle {
            return Ok(vec![
                asked(known, &patient, Some(middle), None),
                asked(known, &patient, None, Some(middle)),
            ]);
        }
    }
    not_testable("a patient with times on at least two days")
}

fn everything(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let ask = |patient: KnownPatient<'_>| {
        let period = Some((Some("19000101".to_owned()), Some("20991231".to_owned())));
        let selection = Selection { period, ..known.selection(patient.patient) };
        let about = format!("{}, a period of everything", patient.name());
        question(about, selection, Expected::AtLeast(patient.history.keys()))
    };
    let questions: Vec<Question> = known.patients().map(ask).collect();
    match questions.is_empty() {
        true => not_testable("a patient whose question without selections gets a good answer"),
        false => Ok(questions),
    }
}

fn asked(
    known: &Known<'_>,
    patient: &KnownPatient<'_>,
    start: Option<&str>,
    end: Option<&str>,
) -> Question {
    let keys = patient.keys(|record| record.times.touch(start, end));
    let words = |day: Option<&str>| day.unwrap_or("open").to_owned();
    let about = format!("{}, period {} to {}", patient.name(), words(start), words(end));
    let period = Some((start.map(str::to_owned), end.map(str::to_owned)));
    let selection = Selection { period, ..known.selection(patient.patient) };
    question(about, selection, Expected::Exactly(keys))
}

fn all_days<'k>(patient: &'k KnownPatient<'_>) -> impl Iterator<Item = String> + 'k {
    let days = patient.history.records.iter().flat_map(|record| record.times.days());
    days.filter(|day| parsed(day).is_some()).map(str::to_owned)
}

fn first(patient: &KnownPatient<'_>) -> Option<String> {
    all_days(patient).min()
}

fn last(patient: &KnownPatient<'_>) -> Option<String> {
    all_days(patient).max()
}

/// The pattern of the contract lets days through that there are not; they select nothing.
fn parsed(day: &str) -> Option<SwedishDate> {
    day.parse().ok()
}

fn moved(day: &str, days: i32) -> Option<String> {
    let moved = parsed(day)?.civil().checked_add(days.days()).ok()?;
    Some(SwedishDate::new(moved).contract_text())
}

/// How many periods are tried, as in the published suite.
const INTERVALS: usize = 30;
