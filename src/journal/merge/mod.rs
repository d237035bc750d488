//! From every source's records to one journal: each dose once, and nothing lost.
//!
//! The rules are those of the product description, section 1.4; each join carries its rule's id.
//! The result depends on what the records say and not on the order they came in: everything starts
//! from one total order of the records, and ties are between records that say the same.

mod duplicates;
mod facts;
mod fields;
mod identity;

use std::collections::BTreeSet;

use crate::domain::{
    Catalogue, Conservation, Dose, HsaId, Journal, MergeRule, MergedRecord, PlacedRecord,
    RecordContent, RecordPair, SwedishDate, VaccinationRecord,
};
use crate::journal::access::PermittedRecord;

use facts::Facts;

/// What merging must know besides the records.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// Products and diseases.
    pub catalogue: &'c Catalogue,
    /// Our own system, as other systems know it.
    pub own_system: &'c HsaId,
    /// Records that users want kept apart.
    pub kept_apart: &'c BTreeSet<RecordPair>,
    /// Today in Sweden.
    pub today: SwedishDate,
}

/// One statement about a vaccination, with the copies of it that were folded in.
#[derive(Clone, Debug)]
struct Statement {
    record: VaccinationRecord,
    folded: Vec<MergedRecord>,
}

/// Merges records into a journal. Sources, and what was withheld or unreadable, are for the caller
/// to add.
pub fn journal(records: Vec<PermittedRecord>, context: &Context<'_>) -> Journal {
    let records = records.into_iter().map(PermittedRecord::into_record).collect();
    let statements = identity::statements(records, context.own_system);
    let mut journal = Journal::default();
    let mut given = Vec::new();
    for statement in statements {
        if statement.record.nullified {
            journal.nullified.push(statement.placed(MergeRule::N1));
        } else if is_only_ordered(&statement.record, context.today) {
            journal.ordered.push(statement.placed(MergeRule::N3));
        } else {
            given.push(statement);
        }
    }
    let facts: Vec<Facts> =
        given.iter().map(|one| Facts::of(&one.record, context.catalogue)).collect();
    let groups = duplicates::groups(&given, &facts, context.kept_apart);
    journal.doses = groups.into_iter().map(|group| fields::dose(group, &given, &facts)).collect();
    journal.doses.sort_by(|one, other| {
        let day = |dose: &Dose| dose.shown.day();
        day(other).cmp(&day(one)).then_with(|| one.shown.cmp(&other.shown))
    });
    journal.hints = duplicates::hints(&journal.doses, context);
    journal.conservation = conservation(&journal);
    journal
}

/// Rule N3: no sign of having been given, and either still to come or only prescribed.
fn is_only_ordered(record: &VaccinationRecord, today: SwedishDate) -> bool {
    let sign = record.performer.is_some()
        || record.performer_org.is_some()
        || record.batch.is_some()
        || record.dose.is_some();
    let to_come = record.day().is_some_and(|day| day > today);
    let prescribed = record.prescriber.is_some() || record.prescriber_org.is_some();
    record.content == RecordContent::Vaccination && !sign && (to_come || prescribed)
}

fn conservation(journal: &Journal) -> Conservation {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let in_doses: usize = journal.doses.iter().map(|dose| dose.records.len() - 1).sum();
    let folded = |placed: &[PlacedRecord]| placed.iter().map(|one| one.folded.len()).sum::<usize>();
    let shown = count(journal.doses.len());
    let merged = count(in_doses + folded(&journal.nullified) + folded(&journal.ordered));
    let nullified = count(journal.nullified.len());
    let ordered = count(journal.ordered.len());
    Conservation {
        received: shown + merged + nullified + ordered,
        shown,
        merged,
        nullified,
        ordered,
        ..Conservation::default()
    }
}

impl Statement {
    fn placed(self, rule: MergeRule) -> PlacedRecord {
        PlacedRecord { record: self.record, folded: self.folded, rule }
    }
}
