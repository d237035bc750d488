//! Questions that the contract forbids: the producer must say so in its result.

use super::{Case, FIELDS, How, not_testable};
use crate::conformance::exchange::{Expected, Question};
use crate::conformance::known::{Known, of, question};
use crate::conformance::rule::{Rule, Verdict};
use crate::rivta::question::Selection;

const JUDGED: &str = "2.0: resultCode ERROR, errorCode INVALID_REQUEST and no record; 1.0: no record, or a SOAP fault";

pub(super) const CASES: &[Case] = &[
    Case {
        rule: Rule {
            id: "other-source-system",
            demands: "a question that names another source system than the logical address is refused",
            source: FIELDS,
            judged: JUDGED,
        },
        how: How::Asks(other_source_system),
    },
    Case {
        rule: Rule {
            id: "care-contact-without-source-system",
            demands: "a question with a care contact and no source system is refused",
            source: FIELDS,
            judged: JUDGED,
        },
        how: How::Asks(care_contact_without_source_system),
    },
    Case {
        rule: Rule {
            id: "reserve-number-without-source-system",
            demands: "a question with a local reserve number and no source system is refused",
            source: FIELDS,
            judged: JUDGED,
        },
        how: How::Asks(reserve_number_without_source_system),
    },
];

fn other_source_system(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let Some(patient) = known.data.patients.first() else { return not_testable("patient") };
    let other = format!("{}-OTHER", known.address);
    let selection = Selection { source_system: Some(other), ..of(&patient.id) };
    Ok(vec![question(
        "another source system than the address",
        selection,
        Expected::InvalidRequest,
    )])
}

fn care_contact_without_source_system(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let mut contacts = known.patients().flat_map(|patient| &patient.history.records);
    let found = contacts.find_map(|record| record.care_contact.clone());
    let contact = found.or_else(|| known.data.unknown_care_contact.clone());
    let mut patients = known.data.patients.iter();
    let patient = patients.find(|patient| !patient.has_local_reserve_number());
    let (Some(contact), Some(patient)) = (contact, patient) else {
        return not_testable("a care contact, or unknown.care_contact");
    };
    let selection = Selection { care_contacts: vec![contact], ..of(&patient.id) };
    Ok(vec![question("a care contact without source system", selection, Expected::InvalidRequest)])
}

fn reserve_number_without_source_system(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let mut patients = known.data.patients.iter();
    let Some(patient) = patients.find(|patient| patient.has_local_reserve_number()) else {
        return not_testable("the data has no [[patient]] with a local reserve number");
    };
    let about = "a local reserve number without source system";
    Ok(vec![question(about, of(&patient.id), Expected::InvalidRequest)])
}
