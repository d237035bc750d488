//! Which of a dose's records leads, what the others add, and where they contradict each other.

use std::collections::BTreeSet;

use super::Statement;
use super::duplicates::{Group, rule};
use super::facts::{Facts, batch};
use crate::domain::{
    Coded, Dose, MergeRule, MergedRecord, RecordOrigin, Reported, UNKNOWN_DISEASE,
    VaccinationRecord,
};

/// Makes a dose of a group of statements.
pub(super) fn dose(group: Group, statements: &[Statement], facts: &[Facts]) -> Dose {
    let mut members = group.members;
    members.sort_by_key(|at| (standing(&statements[*at].record), *at));
    let rule_of = |at: usize| {
        let others = members.iter().filter(|other| **other != at);
        others.filter_map(|other| rule(&facts[at], &facts[*other])).min()
    };
    let mut shown = statements[members[0]].record.clone();
    let mut records = Vec::new();
    let mut diseases = BTreeSet::new();
    let mut probable = false;
    for (place, at) in members.iter().enumerate() {
        let statement = &statements[*at];
        let joined = if place == 0 { None } else { Some(rule_of(*at).unwrap_or(MergeRule::D3)) };
        probable |= joined == Some(MergeRule::D3);
        records.push(MergedRecord { record: statement.record.clone(), rule: joined });
        records.extend(statement.folded.iter().cloned());
        fill(&mut shown, &statement.record);
        for folded in &statement.folded {
            fill(&mut shown, &folded.record);
        }
        diseases.extend(facts[*at].antigens().iter().cloned());
    }
    if diseases.is_empty() {
        diseases.insert(UNKNOWN_DISEASE.to_owned());
    }
    let conflicts = conflicts(&records);
    Dose { shown, records, diseases: diseases.into_iter().collect(), conflicts, probable }
}

/// Who knows best: a unit that writes of what it did itself, then one that registers, then one
/// that registers afterwards what was done elsewhere. Our own records come first among equals.
fn standing(record: &VaccinationRecord) -> (u8, u8) {
    let performer = record.performer_org.as_ref().and_then(|unit| unit.hsa_id.as_ref());
    let knowledge = if record.is_late_registration() {
        2
    } else if performer.is_some() && performer == record.care_unit.as_ref() {
        0
    } else {
        1
    };
    let origin = match record.origin {
        RecordOrigin::Own => 0,
        RecordOrigin::Indata => 1,
        RecordOrigin::Fetched { .. } => 2,
    };
    (knowledge, origin)
}

/// Fills what the shown record lacks. What it says itself is never overwritten.
fn fill(shown: &mut VaccinationRecord, from: &VaccinationRecord) {
    fn take<T: Clone>(shown: &mut Option<T>, from: &Option<T>) {
        if shown.is_none() {
            shown.clone_from(from);
        }
    }
    fn take_all<T: Clone>(shown: &mut Vec<T>, from: &[T]) {
        if shown.is_empty() {
            *shown = from.to_vec();
        }
    }
    take(&mut shown.care_provider_org, &from.care_provider_org);
    take(&mut shown.accountable_unit, &from.accountable_unit);
    take(&mut shown.performer_org, &from.performer_org);
    take(&mut shown.performer, &from.performer);
    take(&mut shown.prescriber_org, &from.prescriber_org);
    take(&mut shown.prescriber, &from.prescriber);
    take(&mut shown.vaccine_name, &from.vaccine_name);
    take(&mut shown.vaccine_type, &from.vaccine_type);
    take(&mut shown.batch, &from.batch);
    take(&mut shown.manufacturer, &from.manufacturer);
    take(&mut shown.dose, &from.dose);
    take(&mut shown.dose_number, &from.dose_number);
    take(&mut shown.prescribed_doses, &from.prescribed_doses);
    take(&mut shown.dose_complete, &from.dose_complete);
    take(&mut shown.site, &from.site);
    take(&mut shown.route, &from.route);
    take(&mut shown.programme, &from.programme);
    take_all(&mut shown.target_diseases, &from.target_diseases);
    take_all(&mut shown.comments, &from.comments);
    take_all(&mut shown.adverse_effects, &from.adverse_effects);
    take_all(&mut shown.risk_categories, &from.risk_categories);
}

/// Fields in which the records say different things, with what they say.
fn conflicts(records: &[MergedRecord]) -> Vec<(String, Vec<String>)> {
    type Value = fn(&VaccinationRecord) -> Option<String>;
    let fields: [(&str, Value); 4] = [
        ("batch", batch),
        ("doseNumber", |r| r.dose_number.as_ref().and_then(Reported::known).map(u32::to_string)),
        ("prescribedDoses", |r| {
            r.prescribed_doses.as_ref().and_then(Reported::known).map(u32::to_string)
        }),
        ("vaccine", |r| {
            r.vaccine_name.as_ref().and_then(Coded::words).map(|words| words.trim().to_owned())
        }),
    ];
    let current = records.iter().filter(|one| one.rule != Some(MergeRule::D0));
    let current: Vec<_> = current.collect();
    fields
        .iter()
        .filter_map(|(name, value)| {
            let said: BTreeSet<String> =
                current.iter().filter_map(|one| value(&one.record)).collect();
            (said.len() > 1).then(|| ((*name).to_owned(), said.into_iter().collect()))
        })
        .collect()
}
