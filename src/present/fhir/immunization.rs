use std::collections::BTreeSet;

use super::types::{
    Annotation, CodeableConcept, Coding, Extension, Identifier, Immunization, Meta, Performer,
    ProtocolApplied, Quantity, Reaction, Reference,
};
use super::{HSA, system_uri};
use crate::clock::swedish_zone;
use crate::domain::{
    Actor, Coded, Dose, HsaId, Mark, OrgUnit, PatientId, RecordContent, Reported, UNKNOWN_DISEASE,
    VaccinationRecord,
};
use crate::present::disease::{Diseases, UNKNOWN_VACCINE};
use crate::present::foreign::{clean, visible};
use crate::present::handle::{dose_handle, record_handle};
use crate::present::view::{day_text, product_text};
use crate::present::words;

/// The extension that carries the contract's `isDoseComplete`.
const DOSE_COMPLETE: &str = "urn:vaccinjournal:dose-complete";

pub(super) fn of_dose(dose: &Dose, patient: &PatientId, names: Diseases<'_>) -> Immunization {
    let identifiers: Vec<Identifier> =
        dose.records.iter().flat_map(|merged| identifiers(&merged.record)).collect();
    Immunization {
        id: dose_handle(dose),
        identifier: unique(identifiers),
        status: "completed",
        protocol_applied: protocol(&dose.shown, &dose.diseases, names),
        ..of_record(&dose.shown, patient)
    }
}

pub(super) fn of_nullified(record: &VaccinationRecord, patient: &PatientId) -> Immunization {
    Immunization {
        id: record_handle(&record.key),
        identifier: unique(identifiers(record)),
        status: "entered-in-error",
        status_reason: visible(record.nullified_reason.as_deref()).map(CodeableConcept::text),
        ..of_record(record, patient)
    }
}

fn of_record(record: &VaccinationRecord, patient: &PatientId) -> Immunization {
    let source = system_uri(record.key.source_system.as_str());
    let hidden = record.marks.contains(&Mark::NotApprovedForPatient);
    let security = hidden.then(|| Coding {
        system: Some("http://terminology.hl7.org/CodeSystem/v3-ActCode".to_owned()),
        code: "NOPATIENT".to_owned(),
        display: None,
    });
    let day = record.day();
    let unreadable = || day_text(record).unwrap_or_else(|| words::MISSING.to_owned());
    Immunization {
        meta: Some(Meta { source: Some(source), security: security.into_iter().collect() }),
        extension: record
            .dose_complete
            .map(|value_boolean| Extension { url: DOSE_COMPLETE, value_boolean })
            .into_iter()
            .collect(),
        vaccine_code: vaccine(record),
        patient: Reference {
            r#type: Some("Patient"),
            identifier: Some(Identifier {
                system: Some(format!("urn:oid:{}", patient.kind().oid())),
                value: patient.number().to_owned(),
            }),
            ..Reference::default()
        },
        occurrence_date_time: day.map(|day| day.to_string()),
        occurrence_string: day.is_none().then(unreadable),
        recorded: recorded(record),
        primary_source: !record.is_late_registration(),
        report_origin: visible(record.source_description.as_deref()).map(CodeableConcept::text),
        manufacturer: visible(record.manufacturer.as_deref()).map(Reference::display),
        lot_number: visible(record.batch.as_deref()),
        site: record.site.as_ref().and_then(concept),
        route: record.route.as_ref().and_then(concept),
        dose_quantity: quantity(record),
        performer: performers(record),
        note: notes(record),
        program_eligibility: record.risk_categories.iter().filter_map(concept).collect(),
        reaction: record
            .adverse_effects
            .iter()
            .filter_map(|effect| visible(effect.words()))
            .map(|words| Reaction { detail: Reference::display(words) })
            .collect(),
        ..Immunization::default()
    }
}

/// The document's id in its system, and the vaccination's own reference where it has one.
fn identifiers(record: &VaccinationRecord) -> Vec<Identifier> {
    let system = system_uri(record.key.source_system.as_str());
    let document = visible(Some(&record.key.document_id))
        .map(|value| Identifier { system: Some(system.clone()), value });
    let reference = record.key.reference.as_deref().and_then(|reference| {
        let (root, extension) = reference.split_once('^').unwrap_or(("", reference));
        let system = if is_oid(root) { format!("urn:oid:{root}") } else { system };
        visible(Some(extension)).map(|value| Identifier { system: Some(system), value })
    });
    document.into_iter().chain(reference).collect()
}

fn unique(identifiers: Vec<Identifier>) -> Vec<Identifier> {
    let mut seen = BTreeSet::new();
    let new = |one: &Identifier| seen.insert((one.system.clone(), one.value.clone()));
    identifiers.into_iter().filter(new).collect()
}

fn vaccine(record: &VaccinationRecord) -> CodeableConcept {
    if matches!(record.content, RecordContent::Note(_)) {
        return CodeableConcept::text("Ostrukturerad uppgift");
    }
    let coded = [&record.vaccine_name, &record.vaccine_type];
    CodeableConcept {
        coding: coded.into_iter().flatten().filter_map(coding).collect(),
        text: Some(product_text(record).unwrap_or_else(|| UNKNOWN_VACCINE.to_owned())),
    }
}

fn protocol(
    record: &VaccinationRecord,
    diseases: &[String],
    names: Diseases<'_>,
) -> Vec<ProtocolApplied> {
    let known = |reported: &Option<Reported<u32>>| {
        reported.as_ref().and_then(Reported::known).copied().filter(|number| *number > 0)
    };
    let number = known(&record.dose_number);
    let series_doses = known(&record.prescribed_doses);
    let known_keys = diseases.iter().filter(|key| *key != UNKNOWN_DISEASE);
    let target_disease: Vec<CodeableConcept> = known_keys.map(|key| target(key, names)).collect();
    let series = record.programme.as_ref().and_then(|coded| visible(coded.words()));
    if number.is_none() && series_doses.is_none() && target_disease.is_empty() && series.is_none() {
        return Vec::new();
    }
    vec![ProtocolApplied {
        series,
        target_disease,
        dose_number_positive_int: number,
        dose_number_string: number.is_none().then(|| words::MISSING.to_owned()),
        series_doses_positive_int: series_doses,
    }]
}

/// A disease by its code, where the catalogue has one, and in words.
fn target(key: &str, names: Diseases<'_>) -> CodeableConcept {
    let snomed = names.find(key).map(|disease| disease.snomed.as_str());
    let coded = match snomed.filter(|code| !code.is_empty()) {
        Some(code) => CodeableConcept::code("http://snomed.info/sct", code),
        None => CodeableConcept::default(),
    };
    CodeableConcept { text: Some(names.heading(key)), ..coded }
}

/// When the record was written, with the offset of Swedish time at that moment.
fn recorded(record: &VaccinationRecord) -> Option<String> {
    let written = record.author_time.as_ref()?.known()?.civil();
    let zoned = written.to_zoned_datetime(swedish_zone()).ok()?;
    Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

fn quantity(record: &VaccinationRecord) -> Option<Quantity> {
    let (amount, unit) = record.dose.as_ref()?.quantity.as_ref()?;
    let value = amount.trim().parse::<f64>().ok().filter(|value| value.is_finite())?;
    Some(Quantity { value, unit: visible(Some(unit)) })
}

fn performers(record: &VaccinationRecord) -> Vec<Performer> {
    let person = |who: &Option<Actor>, function: &str| {
        let Actor { hsa_id, name } = who.as_ref()?;
        performer(function, "Practitioner", hsa_id.as_ref(), name.as_deref())
    };
    let unit = |who: &Option<OrgUnit>, function: &str| {
        let OrgUnit { hsa_id, name } = who.as_ref()?;
        performer(function, "Organization", hsa_id.as_ref(), name.as_deref())
    };
    let all = [
        person(&record.performer, "AP"),
        unit(&record.performer_org, "AP"),
        person(&record.prescriber, "OP"),
        unit(&record.prescriber_org, "OP"),
    ];
    all.into_iter().flatten().collect()
}

/// Somebody with a part in it: `AP` administered, `OP` ordered (HL7 table 0443).
fn performer(
    function: &str,
    kind: &'static str,
    hsa_id: Option<&HsaId>,
    name: Option<&str>,
) -> Option<Performer> {
    let display = visible(name);
    if display.is_none() && hsa_id.is_none() {
        return None;
    }
    Some(Performer {
        function: CodeableConcept::code("http://terminology.hl7.org/CodeSystem/v2-0443", function),
        actor: Reference { display, ..hsa_reference(kind, hsa_id) },
    })
}

/// A reference by HSA-id.
pub(super) fn hsa_reference(kind: &'static str, hsa_id: Option<&HsaId>) -> Reference {
    Reference {
        r#type: Some(kind),
        identifier: hsa_id
            .map(|id| Identifier { system: Some(HSA.to_owned()), value: clean(id.as_str()) }),
        ..Reference::default()
    }
}

fn notes(record: &VaccinationRecord) -> Vec<Annotation> {
    let mut texts: Vec<String> = Vec::new();
    if let RecordContent::Note(text) = &record.content {
        texts.extend(visible(Some(text)));
    }
    texts.extend(record.comments.iter().filter_map(|text| visible(Some(text))));
    if let Some(dose) = record.dose.as_ref().filter(|_| quantity(record).is_none()) {
        texts.extend(visible(Some(&dose.text)).map(|text| format!("Mängd: {text}")));
    }
    texts.extend(record.marks.iter().map(|mark| words::mark(mark).to_string()));
    texts.into_iter().map(|text| Annotation { text }).collect()
}

fn concept(coded: &Coded) -> Option<CodeableConcept> {
    let text = visible(coded.words());
    let concept = CodeableConcept { coding: coding(coded).into_iter().collect(), text };
    (!concept.is_empty()).then_some(concept)
}

fn coding(coded: &Coded) -> Option<Coding> {
    let code = visible(coded.code.as_deref())?;
    let system = coded.code_system.as_deref().map(str::trim).filter(|oid| is_oid(oid));
    Some(Coding {
        system: system.map(|oid| format!("urn:oid:{oid}")),
        code,
        display: visible(coded.display_name.as_deref()),
    })
}

fn is_oid(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|arc| !arc.is_empty() && arc.bytes().all(|b| b.is_ascii_digit()))
}
