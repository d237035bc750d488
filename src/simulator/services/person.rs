//! The person register.

use super::Case;
use super::scenario::{Person, ServiceFlaw};
use crate::simulator::contract::{GET_PERSONS, PERSON};
use crate::simulator::record::id_type;
use crate::simulator::xml::Element;

/// A number of the tax agency's test series, and no scenario's patient.
const SOMEBODY_ELSE: &str = "198611062384";

/// Answers GetPersonsForProfile: a record for each id asked for, empty where it is unknown.
pub(super) fn answer(case: &Case<'_>) -> Element {
    let text = |name: &str| case.request.text_at(&[name]).unwrap_or_default();
    let stays = text("ignoreReferredIdentity") == "true";
    let with_address = text("profile") != "P1";
    let mut records = Vec::new();
    for asked in case.request.children().filter(|child| child.name == "personId") {
        let part = |name: &str| asked.text_at(&[name]).unwrap_or_default();
        let (series, number) = (part("root"), part("extension"));
        let person = find(case, &series, &number).map(|person| {
            let current = person.replaced_by.as_ref().filter(|_| !stays);
            current.and_then(|number| find(case, id_type(number), number)).unwrap_or(person)
        });
        let mut record = Element::new(GET_PERSONS, "requestedPersonRecord").with(id(
            "requestedPersonalIdentity",
            &series,
            &number,
        ));
        if case.has(ServiceFlaw::OtherPerson) {
            let other = Person { number: SOMEBODY_ELSE.to_owned(), ..Person::default() };
            record.push(personal(&other, with_address, case));
        } else if let Some(person) = person {
            record.push(personal(person, with_address, case));
        }
        records.push(record);
    }
    match case.flaw {
        Some(ServiceFlaw::LeftOut) => drop(records.pop()),
        Some(ServiceFlaw::Twice) => records.extend(records.first().cloned()),
        Some(ServiceFlaw::Unasked) => {
            let other = id("requestedPersonalIdentity", id_type(SOMEBODY_ELSE), SOMEBODY_ELSE);
            records.push(Element::new(GET_PERSONS, "requestedPersonRecord").with(other));
        }
        _ => {}
    }
    Element::new(GET_PERSONS, "GetPersonsForProfileResponse").with_all(records)
}

fn find<'a>(case: &Case<'a>, series: &str, number: &str) -> Option<&'a Person> {
    case.scenario.persons.iter().find(|it| it.number == number && series_of(it) == series)
}

fn series_of(person: &Person) -> &str {
    person.series.as_deref().unwrap_or_else(|| id_type(&person.number))
}

fn id(name: &str, series: &str, number: &str) -> Element {
    Element::new(PERSON, name).with(Element::leaf(PERSON, "root", series)).with(Element::leaf(
        PERSON,
        "extension",
        number,
    ))
}

fn personal(person: &Person, with_address: bool, case: &Case<'_>) -> Element {
    let leaf = |name: &str, text: &str| Element::leaf(PERSON, name, text);
    let truth = |name: &str, value: bool| leaf(name, if value { "true" } else { "false" });
    let mut record = Element::new(PERSON, "personRecord").with(id(
        "personalIdentity",
        series_of(person),
        &person.number,
    ));
    if !case.has(ServiceFlaw::NoResult) {
        record.push(truth("protectedPersonIndicator", person.protected));
    }
    record.push(truth("testIndicator", true));
    record.push(truth("primaryIdentity", person.replaced_by.is_none()));
    let mut name = Element::new(PERSON, "name");
    name.push_text(PERSON, "givenName", person.given_name.as_deref());
    name.push_text(PERSON, "middleName", person.middle_name.as_deref());
    name.push_text(PERSON, "surname", person.surname.as_deref());
    record.push(name);
    for linked in &person.linked {
        let series = linked.series.as_deref().unwrap_or_else(|| id_type(&linked.number));
        let link = Element::new(PERSON, "linkedIdentity")
            .with(id("referredPersonalIdentity", series, &linked.number))
            .with(leaf("assuranceLevel", &linked.assurance))
            .with(truth("primaryIdentity", false));
        record.push(link);
    }
    for number in person.replaced_by.iter().chain(&person.replaces) {
        let referred = Element::new(PERSON, "referredPersonalIdentities").with(id(
            "referredPersonalIdentity",
            id_type(number),
            number,
        ));
        record.push(referred);
    }
    if with_address {
        let mut address = Element::new(PERSON, "residentialAddress");
        let code = person.postal_code.map(|code| code.to_string());
        address.push_text(PERSON, "careOf", person.care_of.as_deref());
        address.push_text(PERSON, "postalAddress2", person.street.as_deref());
        address.push_text(PERSON, "postalCode", code.as_deref());
        address.push_text(PERSON, "city", person.city.as_deref());
        record.push(Element::new(PERSON, "addressInformation").with(address));
    }
    record.content.extend(deregistration(person).map(crate::simulator::xml::Content::Element));
    record.with(truth("protectedPopulationRecord", person.protected_registration))
}

fn deregistration(person: &Person) -> Option<Element> {
    let reason = person.deregistered.as_deref()?;
    let mut left = Element::new(PERSON, "deregistration");
    left.push_text(PERSON, "deregistrationReasonCode", Some(reason));
    if let Some(day) = &person.deregistered_on {
        let format = ["YYYY", "YYYY-MM", "YYYY-MM-DD"].into_iter().find(|it| it.len() == day.len());
        let date = Element::new(PERSON, "deregistrationDate")
            .with(Element::leaf(PERSON, "format", format.unwrap_or("YYYY-MM-DD")))
            .with(Element::leaf(PERSON, "value", day.as_str()));
        left.push(date);
    }
    Some(left)
}
