//! From the contract's record to ours. One contract record holds a registration and any number of
//! vaccinations; each vaccination becomes a record of its own.

use std::borrow::Cow;

use crate::domain::{
    Actor, Coded, DoseAmount, HsaId, Mark, OrgUnit, RecordContent, RecordKey, RecordOrigin,
    Reported, SwedishDate, SwedishTime, VaccinationRecord,
};
use crate::journal::decode::Context;
use crate::rivta::get_vaccination_history_2 as message;
use crate::rivta::xml::Finding;

/// Our records of one contract record. `Err` names the element that makes it unusable.
pub(super) fn records(
    record: message::VaccinationMedicalRecord<'_>,
    findings: &[Finding],
    origin: &RecordOrigin,
    context: &Context<'_>,
) -> Result<Vec<VaccinationRecord>, &'static str> {
    let message::VaccinationMedicalRecord {
        vaccination_medical_record_header: header,
        vaccination_medical_record_body: body,
    } = record;
    let source_system: HsaId =
        header.source_system_hsa_id.parse().map_err(|_| "sourceSystemHSAId")?;
    let document_id = header.document_id.trim();
    if document_id.is_empty() {
        return Err("documentId");
    }
    let key = RecordKey {
        source_system,
        document_id: document_id.to_owned(),
        reference: None,
        position: 0,
    };
    let texts = Texts { longest: context.longest_text };
    let note = body.registration_record.vaccination_unstructured_note.as_ref();
    let content = match (body.administration_record.is_empty(), note) {
        (true, note) => RecordContent::Note(note.map(|n| n.to_string()).unwrap_or_default()),
        (false, _) => RecordContent::Vaccination,
    };
    let mut base = base(&header, &body, key, origin.clone(), content, findings, &texts, context);
    let mut vaccinations = body.administration_record.into_iter().enumerate();
    let Some((_, last)) = vaccinations.next_back() else { return Ok(vec![base]) };
    let mut records = Vec::with_capacity(vaccinations.len() + 1);
    for (position, given) in vaccinations {
        let mut record = base.clone();
        record.key.position = u16::try_from(position).unwrap_or(u16::MAX);
        fill_in(&mut record, given, &texts);
        records.push(record);
    }
    base.key.position = u16::try_from(records.len()).unwrap_or(u16::MAX);
    fill_in(&mut base, last, &texts);
    records.push(base);
    Ok(records)
}

/// What every vaccination of the contract record shares.
#[expect(clippy::too_many_arguments, reason = "one call, one line a part of the contract record")]
fn base(
    header: &message::PatientSummaryHeader<'_>,
    body: &message::VaccinationMedicalRecordBody<'_>,
    key: RecordKey,
    origin: RecordOrigin,
    content: RecordContent,
    findings: &[Finding],
    texts: &Texts,
    context: &Context<'_>,
) -> VaccinationRecord {
    let professional = &header.accountable_healthcare_professional;
    let registration = &body.registration_record;
    let nullified = header.nullified.unwrap_or(false);
    let mut record = VaccinationRecord {
        key,
        origin,
        content,
        date: Some(date(header.document_time.as_deref(), &registration.date)),
        author_time: Some(moment(&professional.author_time)),
        care_provider: hsa_id(professional.healthcare_professional_care_giver_hsa_id.as_ref()),
        care_unit: hsa_id(professional.healthcare_professional_care_unit_hsa_id.as_ref()),
        care_provider_org: org_unit(Some(&registration.care_giver_org)),
        accountable_unit: org_unit(professional.healthcare_professional_org_unit.as_deref()),
        source_system_name: text(Some(&registration.source_system_name)),
        performer_org: None,
        performer: None,
        prescriber_org: None,
        prescriber: None,
        vaccine_name: None,
        vaccine_type: None,
        target_diseases: Vec::new(),
        batch: None,
        manufacturer: None,
        dose: None,
        dose_number: None,
        prescribed_doses: None,
        dose_complete: None,
        site: None,
        route: None,
        programme: None,
        source_description: None,
        comments: Vec::new(),
        adverse_effects: registration.patient_adverse_effect.iter().map(coded).collect(),
        risk_categories: registration.risk_category.iter().map(coded).collect(),
        nullified,
        nullified_reason: text(header.nullified_reason.as_ref()),
        marks: Vec::new(),
    };
    if let RecordContent::Note(note) = &mut record.content
        && texts.shorten(note)
    {
        record.mark(Mark::TextShortened);
    }
    mark_header(&mut record, header, context);
    for finding in findings {
        record.mark(Mark::FormatDeviation { element: finding.element.to_owned() });
    }
    record
}

fn mark_header(
    record: &mut VaccinationRecord,
    header: &message::PatientSummaryHeader<'_>,
    context: &Context<'_>,
) {
    match record.day() {
        None => record.mark(Mark::DateUnreadable),
        Some(day) if day > context.today => record.mark(Mark::DateInFuture),
        Some(day) if context.birth.is_some_and(|birth| day < birth) => {
            record.mark(Mark::DateBeforeBirth);
        }
        Some(_) => {}
    }
    if matches!(record.author_time, Some(Reported::Odd(_))) {
        record.mark(Mark::AuthorTimeUnreadable);
    }
    if header.nullified.is_none() && !context.nullified_is_optional {
        record.mark(Mark::NullifiedMissing);
    }
    if header.nullified_reason.is_some() && !record.nullified {
        record.mark(Mark::ReasonWithoutNullified);
    }
    if !header.approved_for_patient {
        record.mark(Mark::NotApprovedForPatient);
    }
}

/// What belongs to one vaccination.
fn fill_in(
    record: &mut VaccinationRecord,
    given: message::AdministrationRecord<'_>,
    texts: &Texts,
) {
    record.key.reference = given.vaccination_unique_reference.as_deref().and_then(reference);
    record.programme = given.vaccination_program_name.as_deref().map(coded);
    record.prescriber_org = org_unit(given.prescriber_org.as_deref());
    record.prescriber = given.prescriber_person.as_deref().and_then(actor);
    record.performer_org = org_unit(given.performer_org.as_deref());
    record.performer = given.performer.as_deref().and_then(actor);
    record.site = given.anatomical_site.as_deref().map(coded);
    record.route = given.route.as_deref().map(coded);
    record.dose = given.dose.as_deref().map(amount);
    record.dose_complete = given.is_dose_complete;
    record.dose_number = given.dose_ordinal_number.as_deref().map(count);
    record.prescribed_doses = given.number_of_prescribed_doses.as_deref().map(count);
    record.source_description = text(given.source_description.as_ref());
    record.vaccine_type = given.type_of_vaccine.as_deref().map(coded);
    record.vaccine_name = given.vaccine_name.as_deref().map(coded);
    record.target_diseases = given.vaccine_target_disease.iter().map(coded).collect();
    record.batch = text(given.vaccine_batch_id.as_ref());
    record.manufacturer = text(given.vaccine_manufacturer.as_ref());
    record.adverse_effects.extend(given.patient_adverse_effect.iter().map(coded));
    let comments = [given.comment_prescription.as_ref(), given.comment_administration.as_ref()];
    record.comments = comments.into_iter().filter_map(text).collect();

    let long = [&mut record.source_description, &mut record.batch, &mut record.manufacturer];
    let mut shortened = false;
    for text in long.into_iter().flatten().chain(&mut record.comments) {
        shortened |= texts.shorten(text);
    }
    if shortened {
        record.mark(Mark::TextShortened);
    }
    match (&record.dose_number, &record.prescribed_doses) {
        (Some(Reported::Odd(_)), _) | (_, Some(Reported::Odd(_))) => {
            record.mark(Mark::DoseNumberUnreadable);
        }
        (Some(Reported::Known(number)), Some(Reported::Known(of))) if number > of => {
            record.mark(Mark::DoseNumberTooHigh);
        }
        _ => {}
    }
}

/// The day of the vaccination: the event's own time, else the registration's day; never the time
/// the record was written (service contract description, chapter 7).
fn date(document_time: Option<&str>, registered: &str) -> Reported<SwedishDate> {
    let Some(event) = document_time.map(str::trim).filter(|text| !text.is_empty()) else {
        return day(registered);
    };
    event.parse::<SwedishTime>().map_or_else(|_| day(event), |time| Reported::Known(time.date()))
}

fn day(text: &str) -> Reported<SwedishDate> {
    text.trim().parse().map_or_else(|_| Reported::Odd(brief(text)), Reported::Known)
}

fn moment(text: &str) -> Reported<SwedishTime> {
    text.trim().parse().map_or_else(|_| Reported::Odd(brief(text)), Reported::Known)
}

fn count(text: &str) -> Reported<u32> {
    match text.trim().parse() {
        Ok(number) if (1..=999).contains(&number) => Reported::Known(number),
        _ => Reported::Odd(brief(text)),
    }
}

/// Enough of a value that should have been a date or a number for a reader to see what it was.
fn brief(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

fn amount(dose: &message::Dose<'_>) -> DoseAmount {
    let quantity = dose.quantity.as_deref();
    let finite = |value: &str| value.parse::<f64>().is_ok_and(f64::is_finite);
    DoseAmount {
        text: dose.display_name.trim().to_owned(),
        quantity: quantity
            .filter(|quantity| finite(quantity.value.trim()))
            .map(|quantity| (quantity.value.trim().to_owned(), quantity.unit.trim().to_owned())),
    }
}

/// Without an extension it is the name of a series, which many doses share, and identifies none.
fn reference(id: &message::InstanceIdentifier<'_>) -> Option<String> {
    let extension = id.extension.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
    Some(format!("{}^{extension}", id.root.trim()))
}

fn hsa_id(text: Option<&Cow<'_, str>>) -> Option<HsaId> {
    text.and_then(|text| text.parse().ok())
}

fn text(text: Option<&Cow<'_, str>>) -> Option<String> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn org_unit(unit: Option<&message::OrgUnit<'_>>) -> Option<OrgUnit> {
    let unit = unit?;
    let unit = OrgUnit {
        hsa_id: hsa_id(unit.org_unit_hsa_id.as_ref()),
        name: text(unit.org_unit_name.as_ref()),
    };
    (unit != OrgUnit::default()).then_some(unit)
}

fn actor(actor: &message::Actor<'_>) -> Option<Actor> {
    let actor =
        Actor { hsa_id: hsa_id(actor.hsa_id.as_ref()), name: text(actor.person_name.as_ref()) };
    (actor != Actor::default()).then_some(actor)
}

fn coded(value: &message::CodedValue<'_>) -> Coded {
    Coded {
        code: text(value.code.as_ref()),
        code_system: text(value.code_system.as_ref()),
        display_name: text(value.display_name.as_ref()),
        original_text: text(value.original_text.as_ref()),
    }
}

/// How long a text may be on its way to a page.
struct Texts {
    longest: usize,
}

impl Texts {
    /// Cuts a text that is too long; says whether it did.
    fn shorten(&self, text: &mut String) -> bool {
        match text.char_indices().nth(self.longest) {
            Some((at, _)) => {
                text.truncate(at);
                true
            }
            None => false,
        }
    }
}
