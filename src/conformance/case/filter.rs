//! Selections by care unit, source system and care contact, alone and together.

use std::collections::BTreeSet;

use super::{Case, FIELDS, How, not_testable};
use crate::conformance::exchange::{Expected, Question};
use crate::conformance::known::{Known, KnownPatient, question};
use crate::conformance::rule::{Rule, Verdict};
use crate::conformance::seen::SeenRecord;
use crate::rivta::question::Selection;

pub(super) const CASES: &[Case] = &[
    Case {
        rule: Rule {
            id: "care-unit",
            demands: "a question with a care unit gets that unit's records and no other",
            source: "test suite 2.2.1, case 1.3",
            judged: "the records are those of the unfiltered answer with that healthcareProfessionalCareUnitHSAId",
        },
        how: How::Asks(care_unit),
    },
    Case {
        rule: Rule {
            id: "care-units",
            demands: "a question with several care units gets the records of all of them",
            source: FIELDS,
            judged: "the records are those of the unfiltered answer with one of the units",
        },
        how: How::Asks(care_units),
    },
    Case {
        rule: Rule {
            id: "unknown-care-unit",
            demands: "a care unit without records gets an answer without records, not a fault",
            source: FIELDS,
            judged: "resultCode OK or INFO, and no record",
        },
        how: How::Asks(unknown_care_unit),
    },
    Case {
        rule: Rule {
            id: "source-system",
            demands: "a question that names the addressed source system gets its records",
            source: "test suite 2.2.1, case 1.4",
            judged: "the records are those of the unfiltered answer",
        },
        how: How::Asks(source_system),
    },
    Case {
        rule: Rule {
            id: "care-contact",
            demands: "a question with a care contact gets that contact's records and no other",
            source: "test suite 2.2.1, case 1.5",
            judged: "the records are those of the unfiltered answer with that careContactId",
        },
        how: How::Asks(care_contact),
    },
    Case {
        rule: Rule {
            id: "care-contacts",
            demands: "a question with several care contacts gets the records of all of them",
            source: FIELDS,
            judged: "the records are those of the unfiltered answer with one of the contacts",
        },
        how: How::Asks(care_contacts),
    },
    Case {
        rule: Rule {
            id: "unknown-care-contact",
            demands: "a care contact that there is not gets an answer without records, not a fault",
            source: "test suite 2.2.1, case 1.9",
            judged: "resultCode OK or INFO, and no record",
        },
        how: How::Asks(unknown_care_contact),
    },
    Case {
        rule: Rule {
            id: "care-unit-and-period",
            demands: "care unit and period together select what both select",
            source: FIELDS,
            judged: "the records are those of the unfiltered answer that fit both",
        },
        how: How::Asks(care_unit_and_period),
    },
    Case {
        rule: Rule {
            id: "care-contact-and-period",
            demands: "care contact and period together select what both select",
            source: FIELDS,
            judged: "the records are those of the unfiltered answer that fit both",
        },
        how: How::Asks(care_contact_and_period),
    },
    Case {
        rule: Rule {
            id: "care-unit-and-care-contact",
            demands: "care unit and care contact together select what both select",
            source: FIELDS,
            judged: "the records are those of the unfiltered answer that fit both",
        },
        how: How::Asks(care_unit_and_care_contact),
    },
    Case {
        rule: Rule {
            id: "all-selections",
            demands: "care unit, care contact, period and source system together select what all select",
            source: FIELDS,
            judged: "the records are those of the unfiltered answer that fit all of them",
        },
        how: How::Asks(all_selections),
    },
];

fn care_unit(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let mut questions = Vec::new();
    for patient in known.patients() {
        let listed = &patient.patient.care_units;
        for unit in listed {
            let selection = with_units(known, &patient, &[unit.value.as_str()]);
            questions.push(expected(&patient, "one care unit", selection, unit.records));
        }
        let dividing = units(&patient).into_iter().find(|unit| {
            patient.divides(&patient.keys(|record| is_of_unit(record, &[unit.as_str()])))
        });
        if let Some(unit) = dividing.filter(|_| listed.is_empty()) {
            let units = [unit.as_str()];
            let keys = patient.keys(|record| is_of_unit(record, &units));
            let selection = with_units(known, &patient, &units);
            questions.push(asked(&patient, "one care unit", selection, keys));
        }
    }
    or_missing(questions, "a patient with records of at least two care units")
}

fn care_units(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let found = known.patients().find(|patient| units(patient).len() > 1);
    let Some(patient) = found else {
        return not_testable("a patient with records of at least two care units");
    };
    let units: Vec<String> = units(&patient).into_iter().take(2).collect();
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    let keys = patient.keys(|record| is_of_unit(record, &units));
    let selection = with_units(known, &patient, &units);
    Ok(vec![asked(&patient, "two care units", selection, keys)])
}

fn unknown_care_unit(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let Some(unit) = &known.data.unknown_care_unit else {
        return not_testable("unknown.care_unit");
    };
    let Some(patient) = known.patients().next() else { return no_first_answer() };
    let selection = with_units(known, &patient, &[unit.as_str()]);
    Ok(vec![question("a care unit without records", selection, Expected::Nothing)])
}

fn source_system(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let ask = |patient: KnownPatient<'_>| {
        let about = format!("{}, naming the source system", patient.name());
        let all = Expected::AtLeast(patient.history.keys());
        question(about, known.selection_here(patient.patient), all)
    };
    match known.patients().next() {
        Some(patient) => Ok(vec![ask(patient)]),
        None => no_first_answer(),
    }
}

fn care_contact(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let mut questions = Vec::new();
    for patient in known.patients() {
        let listed = &patient.patient.care_contacts;
        for contact in listed {
            let selection = with_contacts(known, &patient, &[&contact.value]);
            questions.push(expected(&patient, "one care contact", selection, contact.records));
        }
        let dividing = contacts(&patient).into_iter().find(|contact| {
            patient.divides(&patient.keys(|record| is_at_contact(record, &[contact.as_str()])))
        });
        if let Some(contact) = dividing.filter(|_| listed.is_empty()) {
            let contacts = [contact.as_str()];
            let keys = patient.keys(|record| is_at_contact(record, &contacts));
            let selection = with_contacts(known, &patient, &contacts);
            questions.push(asked(&patient, "one care contact", selection, keys));
        }
    }
    or_missing(
        questions,
        "a patient with a record that has a careContactId and one with another or none",
    )
}

fn care_contacts(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let found = known.patients().find(|patient| contacts(patient).len() > 1);
    let Some(patient) = found else {
        return not_testable("a patient with records of at least two care contacts");
    };
    let contacts: Vec<String> = contacts(&patient).into_iter().take(2).collect();
    let contacts: Vec<&str> = contacts.iter().map(String::as_str).collect();
    let keys = patient.keys(|record| is_at_contact(record, &contacts));
    let selection = with_contacts(known, &patient, &contacts);
    Ok(vec![asked(&patient, "two care contacts", selection, keys)])
}

fn unknown_care_contact(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let Some(contact) = &known.data.unknown_care_contact else {
        return not_testable("unknown.care_contact");
    };
    let Some(patient) = known.patients().next() else { return no_first_answer() };
    let selection = with_contacts(known, &patient, &[contact]);
    Ok(vec![question("a care contact that there is not", selection, Expected::Nothing)])
}

fn care_unit_and_period(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    combined(known, true, false, true)
}

fn care_contact_and_period(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    combined(known, false, true, true)
}

fn care_unit_and_care_contact(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    combined(known, true, true, false)
}

fn all_selections(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    combined(known, true, true, true)
}

/// Takes the unit, contact and day of one record, such that each of them alone would let more
/// records through than all of them together.
fn combined(
    known: &Known<'_>,
    unit: bool,
    contact: bool,
    period: bool,
) -> Result<Vec<Question>, Verdict> {
    for patient in known.patients() {
        for record in &patient.history.records {
            let Some(chosen) = Chosen::of(record, unit, contact, period) else { continue };
            let all = patient.keys(|record| chosen.fits(record));
            let narrows = chosen.each().iter().all(|one| {
                let alone = patient.keys(|record| one.fits(record));
                all.len() < alone.len()
            });
            if narrows {
                let selection = chosen.selection(known, &patient);
                return Ok(vec![asked(&patient, "several selections", selection, all)]);
            }
        }
    }
    let mut names = Vec::new();
    names.extend(unit.then_some("care unit"));
    names.extend(contact.then_some("care contact"));
    names.extend(period.then_some("day"));
    let names = names.join(", ");
    not_testable(format!(
        "a patient with a record such that other records share some, but not all, of its {names}"
    ))
}

/// What is selected by together.
#[derive(Clone, Default)]
struct Chosen {
    unit: Option<String>,
    contact: Option<String>,
    day: Option<String>,
}

impl Chosen {
    fn of(record: &SeenRecord, unit: bool, contact: bool, period: bool) -> Option<Self> {
        let mut chosen = Self::default();
        if unit {
            chosen.unit = Some(record.care_unit.clone()?);
        }
        if contact {
            chosen.contact = Some(record.care_contact.clone()?);
        }
        if period {
            chosen.day = Some(record.times.days().next()?.to_owned());
        }
        Some(chosen)
    }

    /// Each selection alone.
    fn each(&self) -> Vec<Self> {
        let Self { unit, contact, day } = self;
        let mut each = Vec::new();
        each.extend(unit.iter().map(|unit| Self { unit: Some(unit.clone()), ..Self::default() }));
        each.extend(contact.iter().map(|it| Self { contact: Some(it.clone()), ..Self::default() }));
        each.extend(day.iter().map(|day| Self { day: Some(day.clone()), ..Self::default() }));
        each
    }

    fn fits(&self, record: &SeenRecord) -> bool {
        self.unit.as_deref().is_none_or(|unit| is_of_unit(record, &[unit]))
            && self.contact.as_deref().is_none_or(|contact| is_at_contact(record, &[contact]))
            && self.day.as_deref().is_none_or(|day| record.times.touch(Some(day), Some(day)))
    }

    fn selection(&self, known: &Known<'_>, patient: &KnownPatient<'_>) -> Selection {
        let selection = match self.contact {
            Some(_) => known.selection_here(patient.patient),
            None => known.selection(patient.patient),
        };
        Selection {
            care_units: self.unit.iter().cloned().collect(),
            care_contacts: self.contact.iter().cloned().collect(),
            period: self.day.as_ref().map(|day| (Some(day.clone()), Some(day.clone()))),
            ..selection
        }
    }
}

/// A question whose answer the data may tell the size of; the records themselves are those that the
/// unfiltered answer says.
fn expected(
    patient: &KnownPatient<'_>,
    about: &str,
    selection: Selection,
    records: Option<usize>,
) -> Question {
    let units: Vec<&str> = selection.care_units.iter().map(String::as_str).collect();
    let contacts: Vec<&str> = selection.care_contacts.iter().map(String::as_str).collect();
    let keys = patient.keys(|record| match contacts.is_empty() {
        true => is_of_unit(record, &units),
        false => is_at_contact(record, &contacts),
    });
    // Where the unfiltered answer itself does not hold what the data says, the number decides.
    match records {
        Some(count) if count != keys.len() => {
            let about = format!("{}, {about}", patient.name());
            question(about, selection, Expected::Records(Some(count)))
        }
        _ => asked(patient, about, selection, keys),
    }
}

fn asked(
    patient: &KnownPatient<'_>,
    about: &str,
    selection: Selection,
    keys: BTreeSet<String>,
) -> Question {
    question(format!("{}, {about}", patient.name()), selection, Expected::Exactly(keys))
}

fn with_units(known: &Known<'_>, patient: &KnownPatient<'_>, units: &[&str]) -> Selection {
    let care_units = units.iter().map(|unit| (*unit).to_owned()).collect();
    Selection { care_units, ..known.selection(patient.patient) }
}

fn with_contacts(known: &Known<'_>, patient: &KnownPatient<'_>, contacts: &[&str]) -> Selection {
    let care_contacts = contacts.iter().map(|contact| (*contact).to_owned()).collect();
    Selection { care_contacts, ..known.selection_here(patient.patient) }
}

fn units(patient: &KnownPatient<'_>) -> BTreeSet<String> {
    patient.history.records.iter().filter_map(|record| record.care_unit.clone()).collect()
}

fn contacts(patient: &KnownPatient<'_>) -> BTreeSet<String> {
    patient.history.records.iter().filter_map(|record| record.care_contact.clone()).collect()
}

/// HSA-ids are the same in both cases of letters.
fn is_of_unit(record: &SeenRecord, units: &[&str]) -> bool {
    let theirs = record.care_unit.as_deref();
    theirs.is_some_and(|theirs| units.iter().any(|unit| unit.eq_ignore_ascii_case(theirs)))
}

fn is_at_contact(record: &SeenRecord, contacts: &[&str]) -> bool {
    record.care_contact.as_deref().is_some_and(|theirs| contacts.contains(&theirs))
}

fn or_missing(questions: Vec<Question>, missing: &str) -> Result<Vec<Question>, Verdict> {
    if questions.is_empty() { not_testable(missing) } else { Ok(questions) }
}

fn no_first_answer() -> Result<Vec<Question>, Verdict> {
    not_testable("a patient whose question without selections gets a good answer")
}
