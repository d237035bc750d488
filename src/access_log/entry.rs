//! An event in the log service's words.

use std::collections::BTreeSet;

use crate::care::log_store::{LogEntry, LogResource, LogUser, Named};
use crate::domain::{
    AccessActivity, AccessEvent, AccessOutcome, AssignmentPurpose, Holder, LegalBasis,
};

/// The kind of information, as the log service calls it.
const KIND: &str = "Vaccinationer";

/// The entry of an event in this system.
pub(super) fn of(event: &AccessEvent, system: &Named) -> LogEntry {
    let assignment = &event.assignment;
    let care_provider = Named {
        hsa_id: assignment.care_provider.hsa_id.clone(),
        name: Some(assignment.care_provider.name.clone()),
    };
    let care_unit = match &assignment.clinic {
        Some(clinic) => Named { hsa_id: clinic.care_unit.clone(), name: Some(clinic.name.clone()) },
        // The contract wants a unit; the care provider is one in the HSA catalogue.
        None => care_provider.clone(),
    };
    LogEntry {
        id: event.id,
        system: system.clone(),
        activity: activity(event).to_owned(),
        level: None,
        arguments: Some(arguments(event)),
        at: event.at,
        purpose: purpose(assignment.purpose).to_owned(),
        resources: resources(event, &care_provider, &care_unit),
        user: LogUser {
            staff: Named {
                hsa_id: assignment.staff.hsa_id.clone(),
                name: Some(assignment.staff.name.clone()),
            },
            assignment: Some(assignment.id.clone()),
            title: Some(assignment.title.clone()),
            care_provider,
            care_unit,
        },
    }
}

/// The log service's own list of activities.
fn activity(event: &AccessEvent) -> &'static str {
    match event.activity {
        AccessActivity::EmergencyOpened => "Nödöppning",
        AccessActivity::ConsentRegistered
        | AccessActivity::ConsentWithdrawn
        | AccessActivity::CannotDecideRegistered
        | AccessActivity::RelationRegistered
        | AccessActivity::BlockLifted
        | AccessActivity::CustomerAdded => "Skriva",
        AccessActivity::Printed | AccessActivity::Exported | AccessActivity::LogExported => {
            "Utskrift"
        }
        AccessActivity::ViewOpened
        | AccessActivity::SourcesRead
        | AccessActivity::BlockRevealed
        | AccessActivity::PersonLookedUp
        | AccessActivity::LogRead => "Läsa",
    }
}

fn purpose(purpose: AssignmentPurpose) -> &'static str {
    match purpose {
        AssignmentPurpose::CareAndTreatment => "Vård och behandling",
        AssignmentPurpose::Administration => "Administration",
    }
}

/// What the contract has no field for: what was done in our own words, on what ground, and whether
/// it was refused.
fn arguments(event: &AccessEvent) -> String {
    let mut parts = vec![event.activity.code().to_owned()];
    match &event.basis {
        None => {}
        Some(LegalBasis::OwnCareProvider) => parts.push("own_care_provider".to_owned()),
        Some(LegalBasis::Consent) => parts.push("consent".to_owned()),
        Some(LegalBasis::Emergency { reason }) => parts.push(format!("emergency: {reason}")),
        Some(LegalBasis::CannotDecide { reason }) => parts.push(format!("cannot_decide: {reason}")),
    }
    if let AccessOutcome::Refused { reason } = &event.outcome {
        parts.push(format!("refused: {reason}"));
    }
    parts.extend(event.details.clone());
    parts.join("; ")
}

/// One for each holder of what was read; where nothing was, the user's own unit.
fn resources(event: &AccessEvent, own: &Named, own_unit: &Named) -> Vec<LogResource> {
    let resource = |care_provider: Named, care_unit: Option<Named>| LogResource {
        kind: KIND.to_owned(),
        patient: event.patient.clone(),
        care_provider,
        care_unit,
    };
    let nameless = |hsa_id| Named { hsa_id, name: None };
    let holders: BTreeSet<&Holder> = event.sources.iter().flat_map(|one| &one.holders).collect();
    if holders.is_empty() {
        return vec![resource(own.clone(), Some(own_unit.clone()))];
    }
    let of = |holder: &Holder| {
        let care_unit = holder.care_unit.clone().map(nameless);
        resource(nameless(holder.care_provider.clone()), care_unit)
    };
    holders.into_iter().map(of).collect()
}
