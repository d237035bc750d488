//! Copies of one and the same record: over contract versions, over time, and our own coming back
//! (rules D0, D1 and the second half of N1).

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::Statement;
use super::facts::batch;
use crate::domain::{
    HsaId, Mark, MergeRule, MergedRecord, RecordContent, RecordOrigin, Reported, SwedishDate,
    SwedishTime, VaccinationRecord,
};

/// What makes two records copies of each other.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
struct Identity {
    source_system: HsaId,
    document_id: String,
    part: Part,
}

/// Which vaccination in the document: the place only counts where no reference is given.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
enum Part {
    Reference(String),
    Position(u16),
}

/// Folds copies together. In canonical order, whatever order the records come in.
pub(super) fn statements(
    mut records: Vec<VaccinationRecord>,
    own_system: &HsaId,
) -> Vec<Statement> {
    records.sort();
    let kept_by_reference = references_of_kept(&records);
    let withdrawn = withdrawn_documents(&records);
    let mut copies: BTreeMap<Identity, Vec<VaccinationRecord>> = BTreeMap::new();
    for record in records {
        let kept = kept_copy(&record, &kept_by_reference);
        let identity = kept.cloned().unwrap_or_else(|| identity(&record));
        copies.entry(identity).or_default().push(record);
    }
    let mut statements: Vec<Statement> =
        copies.into_values().flat_map(|copies| fold(copies, own_system)).collect();
    for statement in &mut statements {
        withdraw_with_document(&mut statement.record, &withdrawn);
    }
    statements
}

/// The kept records (own or indata) of each unique reference, with their days.
type KeptByReference = HashMap<String, Vec<(Option<SwedishDate>, Identity)>>;

fn references_of_kept(records: &[VaccinationRecord]) -> KeptByReference {
    let mut by_reference = KeptByReference::new();
    for record in records.iter().filter(|record| is_kept(record)) {
        if let Some(reference) = &record.key.reference {
            let kept = by_reference.entry(reference.clone()).or_default();
            kept.push((record.day(), identity(record)));
        }
    }
    by_reference
}

/// The kept record that this one is a copy of, whatever its document is called (rule D1). A
/// reference that another day's vaccination has too was not unique: then nothing is folded away.
fn kept_copy<'k>(record: &VaccinationRecord, kept: &'k KeptByReference) -> Option<&'k Identity> {
    if is_kept(record) {
        return None;
    }
    let kept = kept.get(record.key.reference.as_ref()?)?;
    let day = record.day();
    let agree = |kept: &Option<SwedishDate>| day.is_none() || kept.is_none() || *kept == day;
    kept.iter().find(|(kept, _)| agree(kept)).map(|(_, identity)| identity)
}

/// When each document that was withdrawn without repeating what it held was so, and why.
type WithdrawnDocuments = BTreeMap<(HsaId, String), (Option<SwedishTime>, Option<String>)>;

fn withdrawn_documents(records: &[VaccinationRecord]) -> WithdrawnDocuments {
    let mut withdrawn = WithdrawnDocuments::new();
    let whole = |r: &&VaccinationRecord| r.nullified && r.content != RecordContent::Vaccination;
    for record in records.iter().filter(whole) {
        let said = (age(record), record.nullified_reason.clone());
        let latest = withdrawn.entry(document(record)).or_insert_with(|| said.clone());
        *latest = said.max(latest.clone());
    }
    withdrawn
}

/// A document may be withdrawn without repeating what it held: then all of it is meant, unless it
/// was written anew since. Our own records are ours to withdraw.
fn withdraw_with_document(record: &mut VaccinationRecord, withdrawn: &WithdrawnDocuments) {
    if record.nullified || record.origin == RecordOrigin::Own {
        return;
    }
    if let Some((since, reason)) = withdrawn.get(&document(record))
        && *since >= age(record)
    {
        record.nullified = true;
        record.nullified_reason.clone_from(reason);
    }
}

fn document(record: &VaccinationRecord) -> (HsaId, String) {
    (record.key.source_system.clone(), record.key.document_id.clone())
}

fn identity(record: &VaccinationRecord) -> Identity {
    let key = &record.key;
    let part = key.reference.clone().map_or(Part::Position(key.position), Part::Reference);
    Identity {
        source_system: key.source_system.clone(),
        document_id: key.document_id.clone(),
        part,
    }
}

/// Folds the copies of one record. Usually one statement; more where copies of the same age say
/// different things, which is for a person to judge.
fn fold(mut copies: Vec<VaccinationRecord>, own_system: &HsaId) -> Vec<Statement> {
    copies.sort_by_key(|record| (rank(record), Reverse(age(record)), Reverse(record.nullified)));
    if let Some(at) = withdrawn_since(&copies) {
        let latest = copies.remove(at);
        copies.insert(0, latest);
    }
    let mut statements: Vec<Statement> = Vec::new();
    for record in copies {
        let Some(first) = statements.first() else {
            let mut record = record;
            if record.key.source_system == *own_system && !is_kept(&record) {
                record.mark(Mark::UnknownToOwnStore);
            }
            statements.push(Statement { record, folded: Vec::new() });
            continue;
        };
        let rule = if is_kept(&first.record) {
            Some(MergeRule::D1)
        } else if first.record.nullified {
            Some(MergeRule::N1)
        } else if age(&record) < age(&first.record) {
            Some(MergeRule::D0)
        } else {
            None
        };
        let place = match rule {
            Some(_) => Some(0),
            None => statements.iter().position(|one| !contradict(&one.record, &record)),
        };
        match place {
            Some(at) => {
                let rule = Some(rule.unwrap_or(MergeRule::D0));
                statements[at].folded.push(MergedRecord { record, rule });
            }
            None => statements.push(Statement { record, folded: Vec::new() }),
        }
    }
    if statements.len() > 1 {
        for statement in &mut statements {
            statement.record.mark(Mark::SameIdentityOtherContent);
        }
    }
    statements
}

/// Own records lead, then indata rows, then what was fetched.
fn rank(record: &VaccinationRecord) -> u8 {
    match record.origin {
        RecordOrigin::Own => 0,
        RecordOrigin::Indata => 1,
        RecordOrigin::Fetched { .. } => 2,
    }
}

fn is_kept(record: &VaccinationRecord) -> bool {
    !matches!(record.origin, RecordOrigin::Fetched { .. })
}

fn age(record: &VaccinationRecord) -> Option<SwedishTime> {
    record.author_time.as_ref().and_then(Reported::known).copied()
}

/// The copy in which the source system has withdrawn a record that leads because we keep it as an
/// indata row: its source's later word counts more than our copy. Our own records are ours to
/// withdraw, so no copy of them does it.
fn withdrawn_since(copies: &[VaccinationRecord]) -> Option<usize> {
    let first = copies.first().filter(|first| first.origin == RecordOrigin::Indata)?;
    let newest = copies.iter().skip(1).map(age).max()?;
    copies.iter().position(|record| {
        record.origin != RecordOrigin::Indata
            && record.nullified
            && age(record) == newest
            && age(record) >= age(first)
    })
}

/// Whether two records of one identity and age cannot both be right. What only one of them says is
/// no contradiction: an older contract version has fewer fields.
fn contradict(one: &VaccinationRecord, other: &VaccinationRecord) -> bool {
    fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        one.is_some() && other.is_some() && one != other
    }
    one.content != other.content
        || differ(one.date.as_ref(), other.date.as_ref())
        || differ(one.vaccine_name.as_ref(), other.vaccine_name.as_ref())
        || differ(one.vaccine_type.as_ref(), other.vaccine_type.as_ref())
        || differ(batch(one).as_ref(), batch(other).as_ref())
        || differ(one.dose_number.as_ref(), other.dose_number.as_ref())
        || differ(one.performer.as_ref(), other.performer.as_ref())
        || differ(one.source_description.as_ref(), other.source_description.as_ref())
}
