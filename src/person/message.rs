//! From an id to the contract's question, and from its answer to a person. Pure, and the one place
//! of `person` that names generated types.

use std::borrow::Cow;

use super::{
    Address, Departure, IdGround, Lookup, OtherId, Person, PersonError, PersonName, Protection,
};
use crate::domain::{LogicalAddress, PatientId};
use crate::rivta::client::Answer;
use crate::rivta::contract::Contract;
use crate::rivta::get_persons_for_profile_5::{
    self, AddressAbroad, AddressInformation, GetPersonsForProfileResponse, InstanceIdentifier,
    LookupProfile, PartialDate, PartialDateFormat, PersonRecord, PostalAddress,
    RequestedPersonRecord, owned,
};
use crate::rivta::writing::{WriteError, write_request};
use crate::rivta::xml::{Limits, lexical};

pub(super) const CONTRACT: &Contract = &get_persons_for_profile_5::CONTRACT;

/// The tax agency's code for death.
const DECEASED: &str = "AV";

/// The envelope of a question: name, address and ids (profile 2), under the newest id.
pub(super) fn question(
    address: &LogicalAddress,
    patient: &PatientId,
) -> Result<String, WriteError> {
    let message = owned::GetPersonsForProfile {
        person_id: vec![owned::InstanceIdentifier {
            root: patient.kind().oid().to_owned(),
            extension: Some(patient.number().to_owned()),
        }],
        profile: LookupProfile::P2,
        ignore_referred_identity: false,
    };
    write_request(address, &message)
}

/// What the register says of the patient.
pub(super) fn lookup(
    answer: &Answer,
    limits: &Limits,
    patient: &PatientId,
    trusted: &[String],
) -> Result<Lookup, PersonError> {
    let text = answer.text(limits)?;
    let body = text.message::<GetPersonsForProfileResponse<'_>>()?.body;
    let mut found: Vec<RequestedPersonRecord<'_>> = Vec::new();
    for item in body.requested_person_record {
        let record = item.value.map_err(|flaw| PersonError::Broken { part: flaw.element })?;
        if !is(&record.requested_personal_identity, patient) {
            return Err(PersonError::OtherPerson);
        }
        found.push(*record);
    }
    let mut found = found.into_iter();
    let (Some(record), None) = (found.next(), found.next()) else {
        return Err(PersonError::Broken { part: "requestedPersonRecord" });
    };
    match record.person_record {
        None => Ok(Lookup::Unknown),
        Some(record) => person(&record, patient, trusted).map(Box::new).map(Lookup::Found),
    }
}

fn person(
    record: &PersonRecord<'_>,
    asked: &PatientId,
    trusted: &[String],
) -> Result<Person, PersonError> {
    let id = patient_id(&record.personal_identity)
        .ok_or(PersonError::Broken { part: "personalIdentity" })?;
    let mut person = Person {
        asked: asked.clone(),
        id,
        protection: Protection::None,
        name: Protection::None.of(None),
        address: Protection::None.of(None),
        departure: departure(record),
        other_ids: Vec::new(),
        unreadable_ids: 0,
    };
    for referred in &record.referred_personal_identities {
        push(&mut person, &referred.referred_personal_identity, IdGround::Replaced);
    }
    for linked in &record.linked_identity {
        let trusted = trusted.iter().any(|code| *code == linked.assurance_level.trim());
        push(&mut person, &linked.referred_personal_identity, IdGround::Linked { trusted });
    }
    // The record of a new id must say that it has taken the place of the one asked for.
    let is_hers = |other: &OtherId| {
        other.id == *asked && other.ground != (IdGround::Linked { trusted: false })
    };
    if person.id != *asked && !person.other_ids.iter().any(is_hers) {
        return Err(PersonError::OtherPerson);
    }
    let is_registration_protected = record.protected_population_record.unwrap_or(false);
    person.protection = match (is_registration_protected, record.protected_person_indicator) {
        (true, _) => Protection::ProtectedRegistration,
        (false, true) => Protection::Marked,
        (false, false) => Protection::None,
    };
    person.name = person.protection.of(name(record));
    person.address = person.protection.of(record.address_information.as_deref().and_then(address));
    Ok(person)
}

fn push(person: &mut Person, id: &InstanceIdentifier<'_>, ground: IdGround) {
    match patient_id(id) {
        Some(id) => person.other_ids.push(OtherId { id, ground }),
        None => person.unreadable_ids += 1,
    }
}

fn is(id: &InstanceIdentifier<'_>, patient: &PatientId) -> bool {
    id.extension.as_deref().is_some_and(|number| patient.is(&id.root, number))
}

fn patient_id(id: &InstanceIdentifier<'_>) -> Option<PatientId> {
    PatientId::parse(&id.root, id.extension.as_deref()?).ok()
}

fn name(record: &PersonRecord<'_>) -> Option<PersonName> {
    let name = record.name.as_deref()?;
    let name = PersonName {
        given: text(name.given_name.as_ref()),
        middle: text(name.middle_name.as_ref()),
        surname: text(name.surname.as_ref()),
    };
    (name != PersonName::default()).then_some(name)
}

fn address(told: &AddressInformation<'_>) -> Option<Address> {
    let special = told.special_postal_address.as_deref().and_then(swedish);
    let registered = || told.residential_address.as_deref().and_then(swedish);
    let abroad = || told.address_abroad.as_deref().and_then(abroad);
    special.or_else(registered).or_else(abroad)
}

fn swedish(address: &PostalAddress<'_>) -> Option<Address> {
    let lines = [&address.postal_address1, &address.postal_address2];
    // The contract makes a number of the code, so a zero in front is lost on the way.
    let code = |code: &Cow<'_, str>| code.trim().parse().ok().map(|code: u32| format!("{code:05}"));
    let address = Address {
        care_of: text(address.care_of.as_ref()),
        lines: lines.into_iter().filter_map(|line| text(line.as_ref())).collect(),
        postal_code: address.postal_code.as_ref().and_then(code),
        place: text(address.city.as_ref()),
    };
    (address != Address::default()).then_some(address)
}

fn abroad(address: &AddressAbroad<'_>) -> Option<Address> {
    let lines = [&address.postal_address1, &address.postal_address2, &address.postal_address3];
    let address = Address {
        lines: lines.into_iter().filter_map(|line| text(line.as_ref())).collect(),
        place: text(address.country_code.as_ref()),
        ..Address::default()
    };
    (address != Address::default()).then_some(address)
}

/// Death is told by the reason for leaving the register, by a day somebody was found dead, or, of a
/// coordination number, by a day of its own.
fn departure(record: &PersonRecord<'_>) -> Option<Departure> {
    let left = record.deregistration.as_deref();
    let code = left.and_then(|left| text(left.deregistration_reason_code.as_ref()));
    let left_on = left.and_then(|left| day(left.deregistration_date.as_deref()));
    let found_on = left.and_then(|left| left.found_dead_at_date.as_deref());
    let data = record.co_ordination_number_data.as_deref();
    let died_on = data.and_then(|data| data.deceased_date.as_deref());
    let deceased = code.as_deref().is_some_and(|code| code.eq_ignore_ascii_case(DECEASED))
        || found_on.is_some()
        || died_on.is_some();
    let on = left_on.or_else(|| day(died_on)).or_else(|| day(found_on));
    (left.is_some() || deceased).then_some(Departure { deceased, code, on })
}

/// A day as the register tells it, if it is written as it says.
fn day(date: Option<&PartialDate<'_>>) -> Option<String> {
    let date = date?;
    let value = date.value.trim();
    let whole = match date.format {
        PartialDateFormat::Yyyy => format!("{value}-01-01"),
        PartialDateFormat::YyyyMm => format!("{value}-01"),
        PartialDateFormat::YyyyMmDd => value.to_owned(),
        PartialDateFormat::Unknown => return None,
    };
    (whole.len() == 10 && lexical::is_date(&whole)).then(|| value.to_owned())
}

fn text(text: Option<&Cow<'_, str>>) -> Option<String> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}
