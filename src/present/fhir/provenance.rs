use jiff::Timestamp;

use super::immunization::hsa_reference;
use super::types::{Agent, CodeableConcept, Coding, Entity, Identifier, Provenance, Reference};
use super::{system_uri, urn};
use crate::domain::{Dose, HsaId, MergeRule, MergedRecord, PlacedRecord, VaccinationRecord};
use crate::present::foreign::visible;
use crate::present::{SourceNames, words};

/// Code system of the merge rules' ids.
const RULES: &str = "urn:vaccinjournal:merge-rule";

pub(super) fn of_dose(dose: &Dose, id: &str, now: Timestamp, names: &SourceNames) -> Provenance {
    let rules = dose.records.iter().filter_map(|merged| merged.rule).collect();
    let entity = dose.records.iter().map(|merged| entity(merged, names)).collect();
    provenance(id, now, &dose.shown, rules, entity)
}

pub(super) fn of_placed(
    placed: &PlacedRecord,
    id: &str,
    now: Timestamp,
    names: &SourceNames,
) -> Provenance {
    let lead = MergedRecord { record: placed.record.clone(), rule: None };
    let records = [&lead].into_iter().chain(&placed.folded);
    let entity = records.map(|merged| entity(merged, names)).collect();
    let rules = placed.folded.iter().filter_map(|merged| merged.rule);
    provenance(id, now, &placed.record, rules.chain([placed.rule]).collect(), entity)
}

fn provenance(
    id: &str,
    now: Timestamp,
    record: &VaccinationRecord,
    mut rules: Vec<MergeRule>,
    entity: Vec<Entity>,
) -> Provenance {
    rules.sort_unstable();
    rules.dedup();
    let merged = entity.len() > 1;
    Provenance {
        id: format!("p-{id}"),
        target: vec![Reference {
            reference: Some(urn("Immunization", id)),
            ..Reference::default()
        }],
        recorded: now.to_string(),
        reason: rules.into_iter().map(reason).collect(),
        activity: merged.then(|| {
            CodeableConcept::code(
                "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle",
                "merge",
            )
        }),
        agent: agents(record),
        entity,
    }
}

fn reason(rule: MergeRule) -> CodeableConcept {
    CodeableConcept {
        coding: vec![Coding {
            system: Some(RULES.to_owned()),
            code: rule.id().to_owned(),
            display: None,
        }],
        text: Some(words::rule(rule).to_owned()),
    }
}

/// Who answers for the record (the keys of blocks), and this service, which put it together.
fn agents(record: &VaccinationRecord) -> Vec<Agent> {
    let kind = |code: &str| {
        CodeableConcept::code(
            "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
            code,
        )
    };
    let organisation = |id: &HsaId, code: &str| Agent {
        r#type: kind(code),
        who: hsa_reference("Organization", Some(id)),
    };
    let mut agents =
        vec![Agent { r#type: kind("assembler"), who: Reference::display("vaccinjournal") }];
    agents.extend(record.care_provider.as_ref().map(|id| organisation(id, "custodian")));
    agents.extend(record.care_unit.as_ref().map(|id| organisation(id, "author")));
    agents
}

fn entity(merged: &MergedRecord, names: &SourceNames) -> Entity {
    let key = &merged.record.key;
    let source = names.record(&merged.record);
    Entity {
        role: "source",
        what: Reference {
            identifier: visible(Some(&key.document_id)).map(|value| Identifier {
                system: Some(system_uri(key.source_system.as_str())),
                value,
            }),
            display: Some(match merged.rule {
                Some(rule) => format!("{source} ({})", rule.id()),
                None => source,
            }),
            ..Reference::default()
        },
    }
}
