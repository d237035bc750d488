//! The FHIR searchset, read back with the types of an independent FHIR library.

use fhir_sdk::r4b::codes::{BundleType, IssueType, SearchEntryMode};
use fhir_sdk::r4b::resources::{Bundle, Immunization, OperationOutcome, Provenance, Resource};
use serde_json::Value;
use vaccinjournal::domain::{Journal, SourceKind, SourceState};
use vaccinjournal::present::{Showing, fhir};

use crate::present_samples::{catalogue, empty, now, patient, rich, source};

#[test]
fn the_searchset_is_readable_by_another_fhir_library() {
    let bundle = read(&rich());
    assert_eq!(bundle.r#type, BundleType::Searchset);
    // 27 doses and notes, and the withdrawn one.
    assert_eq!(bundle.total, Some(28));
    let modes = |mode: SearchEntryMode| {
        let is = |entry: &&fhir_sdk::r4b::resources::BundleEntry| {
            entry.search.as_ref().and_then(|search| search.mode) == Some(mode)
        };
        bundle.entry.iter().flatten().filter(is).count()
    };
    assert_eq!(modes(SearchEntryMode::Match), 28);
    assert_eq!(modes(SearchEntryMode::Include), 28);
    assert_eq!(modes(SearchEntryMode::Outcome), 1);
}

#[test]
fn every_provenance_points_at_an_immunization_in_the_bundle() {
    let value = json(&rich(), &[]);
    let entries = value["entry"].as_array().unwrap();
    let urls: Vec<&str> = entries.iter().map(|e| e["fullUrl"].as_str().unwrap()).collect();
    let mut unique = urls.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), urls.len(), "a full URL names one entry");
    for entry in entries.iter().filter(|e| e["resource"]["resourceType"] == "Provenance") {
        let target = entry["resource"]["target"][0]["reference"].as_str().unwrap();
        let found = entries.iter().find(|e| e["fullUrl"] == target).unwrap();
        assert_eq!(found["resource"]["resourceType"], "Immunization");
    }
}

#[test]
fn a_dose_carries_what_the_mapping_says() {
    let bundle = read(&rich());
    let doses = immunizations(&bundle);
    let hexa = doses.iter().find(|i| has_document(i, "103")).unwrap();
    assert_eq!(hexa.protocol_applied[0].as_ref().unwrap().target_disease.len(), 6);
    assert_eq!(hexa.lot_number.as_deref(), Some("B103"));
    assert!(hexa.primary_source.unwrap());
    let late = doses.iter().find(|i| has_document(i, "401")).unwrap();
    assert_eq!(late.primary_source, Some(false));
    let withdrawn = doses.iter().find(|i| has_document(i, "901")).unwrap();
    let reason = withdrawn.status_reason.as_ref().unwrap();
    assert_eq!(reason.text.as_deref(), Some("Registrerad på fel person"));
    let value = json(&rich(), &[]);
    let odd = entry_with(&value, "801");
    assert_eq!(odd["occurrenceString"], "”20230231” (oläsligt datum)");
    assert_eq!(odd["meta"]["security"][0]["code"], "NOPATIENT");
    assert_eq!(entry_with(&value, "103")["occurrenceDateTime"], "1999-02-08");
    // Ordered vaccinations are no immunizations.
    assert!(!doses.iter().any(|i| has_document(i, "902")));
}

#[test]
fn a_merge_tells_its_rule_and_both_sources() {
    let bundle = read(&rich());
    let merges: Vec<Provenance> = resources(&bundle)
        .into_iter()
        .filter_map(|resource| Provenance::try_from(resource).ok())
        .filter(|provenance| provenance.activity.is_some())
        .collect();
    assert_eq!(merges.len(), 2);
    for merge in merges {
        assert_eq!(merge.entity.len(), 2);
        let code = merge.reason[0].as_ref().unwrap().coding[0].as_ref().unwrap().code.clone();
        assert!(["D1", "D3"].contains(&code.unwrap().as_str()));
    }
}

#[test]
fn the_outcome_names_what_is_missing_and_no_patient() {
    let bundle = read(&rich());
    let outcome = resources(&bundle)
        .into_iter()
        .find_map(|resource| OperationOutcome::try_from(resource).ok())
        .unwrap();
    let codes: Vec<IssueType> = outcome.issue.iter().flatten().map(|issue| issue.code).collect();
    for code in
        [IssueType::Timeout, IssueType::Transient, IssueType::Incomplete, IssueType::Suppressed]
    {
        assert!(codes.contains(&code), "{code:?} is not among {codes:?}");
    }
    let text = serde_json::to_string(&outcome).unwrap();
    assert!(text.contains("Region Halland: kunde inte hämtas."));
    assert!(!text.contains("191212121212") && !text.contains("19121212-1212"));
}

#[test]
fn a_proven_empty_journal_has_no_outcome_and_an_unproven_one_has() {
    let sources = vec![source(SourceKind::Own, "Egna uppgifter", SourceState::NothingFound)];
    let mut journal = empty(sources);
    assert_eq!(json(&journal, &[])["entry"][0]["resource"]["resourceType"], "OperationOutcome");
    journal.every_source_named = true;
    assert_eq!(json(&journal, &[]).get("entry"), None);
}

#[test]
fn an_ignored_parameter_is_told() {
    let text = json(&rich(), &["_sort".to_owned()]).to_string();
    assert!(text.contains("Sökparametern _sort stöds inte"));
}

fn json(journal: &Journal, ignored: &[String]) -> Value {
    let patient = patient();
    let showing = Showing {
        journal,
        patient: &patient,
        complete: true,
        now: now(),
        kept_apart: &[],
        catalogue: catalogue(),
    };
    serde_json::to_value(fhir::bundle(&showing, ignored)).unwrap()
}

fn read(journal: &Journal) -> Bundle {
    serde_json::from_value(json(journal, &[])).unwrap()
}

fn resources(bundle: &Bundle) -> Vec<Resource> {
    bundle.entry.iter().flatten().filter_map(|entry| entry.resource.clone()).collect()
}

fn immunizations(bundle: &Bundle) -> Vec<Immunization> {
    resources(bundle)
        .into_iter()
        .filter_map(|resource| Immunization::try_from(resource).ok())
        .collect()
}

fn has_document(immunization: &Immunization, document: &str) -> bool {
    let is = |id: &fhir_sdk::r4b::types::Identifier| id.value.as_deref() == Some(document);
    immunization.identifier.iter().flatten().any(is)
}

fn entry_with<'a>(bundle: &'a Value, document: &str) -> &'a Value {
    let entries = bundle["entry"].as_array().unwrap();
    let holds = |resource: &&Value| {
        let ids = resource["identifier"].as_array();
        resource["resourceType"] == "Immunization"
            && ids.is_some_and(|ids| ids.iter().any(|id| id["value"] == document))
    };
    entries.iter().map(|entry| &entry["resource"]).find(holds).unwrap()
}
