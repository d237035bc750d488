//! Record by record: what of an answer may be shown.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::date;

use super::AccessGrant;
use crate::domain::{
    BlockVerdict, BlockedHolder, HeldInformation, HoldingUnit, HsaId, Mark, NotKnown, OrgUnit,
    Reach, Reported, Source, SourceKind, SourceState, SwedishDate, Trouble, UnreadableRecord,
    VaccinationRecord, WithheldReason,
};
use crate::journal::decode::SourceOutcome;

/// A record that may be shown. Only this module makes one.
#[derive(Clone, Debug)]
pub struct PermittedRecord(VaccinationRecord);

/// What one source gave that may be shown, and what of it may not.
#[derive(Clone, Debug)]
pub struct PermittedOutcome {
    /// The source, its state judged anew: withheld records make it incomplete. Nothing of it tells
    /// that it holds blocked records.
    pub source: Source,
    /// Records that may be shown.
    pub records: Vec<PermittedRecord>,
    /// Why each record that may not be shown is withheld.
    pub withheld: Vec<Withheld>,
    /// Records that could not be read.
    pub unreadable: Vec<UnreadableRecord>,
}

/// A record that may not be shown. Its content has gone no further than here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Withheld {
    /// For a reason that tells nothing of the patient.
    Because(WithheldReason),
    /// It is blocked, and this is who holds it. To be told when the reader has chosen to see it.
    Blocked(Box<BlockedHolder>),
}

/// What is known of blocks in one view. Each piece of information is asked for once.
#[derive(Debug, Default)]
pub struct Verdicts(HashMap<HeldInformation, BlockVerdict>);

impl Verdicts {
    /// Takes in what was answered, in the order asked.
    pub fn learn(&mut self, asked: Vec<HeldInformation>, verdicts: Vec<BlockVerdict>) {
        self.0.extend(asked.into_iter().zip(verdicts));
    }

    /// Forgets what could not be told, so that it is asked for again.
    pub fn forget_unknown(&mut self) {
        self.0.retain(|_, verdict| !matches!(verdict, BlockVerdict::Unknown(_)));
    }

    /// The verdict on a record: the worst of those on what it holds.
    fn of(&self, record: &VaccinationRecord, holder: &HoldingUnit) -> BlockVerdict {
        let unasked = BlockVerdict::Unknown(NotKnown::NotAnswered);
        let known = |one| self.0.get(&one).copied().unwrap_or(unasked);
        BlockVerdict::worst(information(record, holder).map(known)).unwrap_or(unasked)
    }
}

/// Of which information blocks must be asked before these records may be judged. What is known
/// already is not asked for again, and nothing of the own care unit's: its blocks stop others.
pub fn to_be_checked<'r>(
    grant: &AccessGrant,
    verdicts: &Verdicts,
    records: impl IntoIterator<Item = &'r VaccinationRecord>,
) -> Vec<HeldInformation> {
    let mut seen = HashSet::new();
    let mut wanted = Vec::new();
    for record in records {
        let Ok(holder) = holder(record) else { continue };
        if is_own_unit(grant, &holder) || !is_in_reach(grant, &holder) {
            continue;
        }
        for one in information(record, &holder) {
            if !verdicts.0.contains_key(&one) && seen.insert(one.clone()) {
                wanted.push(one);
            }
        }
    }
    wanted
}

/// Decides record by record what of a source's answer may be shown.
pub fn permit(
    grant: &AccessGrant,
    verdicts: &Verdicts,
    outcome: SourceOutcome,
) -> PermittedOutcome {
    let SourceOutcome { source, records, withheld, unreadable } = outcome;
    let records = records.into_iter().map(|record| record.into_record());
    let withheld = withheld.into_iter().map(Withheld::Because).collect();
    judged(grant, verdicts, source, records, withheld, unreadable)
}

/// The same for the patient's records of our own store. They are kept under the patient's id, so
/// whose they are needs no check; but other care providers' and other care units' are among them.
pub fn permit_own(
    grant: &AccessGrant,
    verdicts: &Verdicts,
    records: Vec<VaccinationRecord>,
    now: Timestamp,
) -> PermittedOutcome {
    let received = count(records.len());
    let state = if received == 0 { SourceState::NothingFound } else { SourceState::Answered };
    let source = Source {
        kind: SourceKind::Own,
        name: None,
        state,
        at: now,
        received,
        oldest: None,
        correlation_id: None,
    };
    judged(grant, verdicts, source, records.into_iter(), Vec::new(), Vec::new())
}

fn judged(
    grant: &AccessGrant,
    verdicts: &Verdicts,
    mut source: Source,
    records: impl Iterator<Item = VaccinationRecord>,
    mut withheld: Vec<Withheld>,
    mut unreadable: Vec<UnreadableRecord>,
) -> PermittedOutcome {
    let mut permitted = Vec::new();
    let (mut blocked, mut held_back) = (0, 0);
    for record in records {
        match judge(grant, verdicts, record) {
            Ok(record) => permitted.push(record),
            Err(reason) => {
                match reason {
                    Withheld::Blocked(_) => blocked += 1,
                    Withheld::Because(_) => held_back += 1,
                }
                withheld.push(reason);
            }
        }
    }
    // Blocks cannot be checked for what cannot be read, so not even its day is told.
    unreadable.iter_mut().for_each(|record| record.date = None);
    source.received = source.received.saturating_sub(blocked);
    source.oldest = permitted.iter().filter_map(|record| record.0.day()).min();
    if source.state == SourceState::Answered {
        if held_back > 0 {
            let trouble = Trouble::WithheldRecords { count: held_back };
            source.state = SourceState::Incomplete(trouble);
        } else if source.received == 0 {
            source.state = SourceState::NothingFound;
        }
    }
    PermittedOutcome { source, records: permitted, withheld, unreadable }
}

/// The rules for one record, in the order of the law: whose it is must be known (service contract
/// description, chapter 7, rule 1.1); the own care unit's is the reader's to see; other care
/// providers' need a ground; blocks go before every ground but a lifting.
fn judge(
    grant: &AccessGrant,
    verdicts: &Verdicts,
    mut record: VaccinationRecord,
) -> Result<PermittedRecord, Withheld> {
    let holder = holder(&record).map_err(Withheld::Because)?;
    if is_own_unit(grant, &holder) {
        return Ok(PermittedRecord(record));
    }
    if !is_in_reach(grant, &holder) {
        return Err(Withheld::Because(WithheldReason::NoBasis));
    }
    match verdicts.of(&record, &holder) {
        BlockVerdict::NoBlock => Ok(PermittedRecord(record)),
        BlockVerdict::InnerBlock | BlockVerdict::OuterBlock if grant.lifted().contains(&holder) => {
            record.mark(Mark::BlockLifted);
            Ok(PermittedRecord(record))
        }
        BlockVerdict::InnerBlock | BlockVerdict::OuterBlock => {
            Err(Withheld::Blocked(Box::new(blocked_holder(&record, holder))))
        }
        BlockVerdict::Unknown(NotKnown::NoService) => {
            Err(Withheld::Because(WithheldReason::NoBlockService))
        }
        BlockVerdict::Unknown(_) => Err(Withheld::Because(WithheldReason::BlockCheckUnavailable)),
    }
}

fn holder(record: &VaccinationRecord) -> Result<HoldingUnit, WithheldReason> {
    match (&record.care_provider, &record.care_unit) {
        (Some(care_provider), Some(care_unit)) => {
            Ok(HoldingUnit { care_provider: care_provider.clone(), care_unit: care_unit.clone() })
        }
        _ => Err(WithheldReason::NoCareUnit),
    }
}

fn is_own_unit(grant: &AccessGrant, holder: &HoldingUnit) -> bool {
    let actor = grant.actor();
    holder.care_unit == actor.care_unit && holder.care_provider == actor.care_provider
}

fn is_in_reach(grant: &AccessGrant, holder: &HoldingUnit) -> bool {
    match grant.reach() {
        Reach::Coherent => true,
        Reach::OwnCareProvider => holder.care_provider == *grant.care_provider(),
    }
}

/// What blocks are asked about for a record: the day of the vaccination, and the day it was written
/// down where that is another. A block on either stops it. A record without a day could be from any,
/// so that every block of its holder stops it.
fn information(
    record: &VaccinationRecord,
    holder: &HoldingUnit,
) -> impl Iterator<Item = HeldInformation> + use<> {
    let written = record.author_time.as_ref().and_then(Reported::known);
    let written = written.map(|time| time.date());
    let periods = match record.day() {
        Some(day) => {
            let written = written.filter(|written| *written != day);
            vec![Some((day, day)), written.map(|written| (written, written))]
        }
        None => vec![Some(EVER)],
    };
    let holder = holder.clone();
    periods.into_iter().flatten().map(move |(first, last)| {
        let (unit, provider) = (holder.care_unit.clone(), holder.care_provider.clone());
        HeldInformation::on_days(unit, provider, first, last)
    })
}

fn blocked_holder(record: &VaccinationRecord, holder: HoldingUnit) -> BlockedHolder {
    let named = |unit: &Option<OrgUnit>, id: &HsaId| {
        let unit = unit.as_ref().filter(|unit| unit.hsa_id.as_ref() == Some(id));
        unit.and_then(|unit| unit.name.clone())
    };
    BlockedHolder {
        care_provider: named(&record.care_provider_org, &holder.care_provider),
        care_unit: named(&record.accountable_unit, &holder.care_unit),
        holder,
        count: 1,
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The whole time that a record can be from.
const EVER: (SwedishDate, SwedishDate) =
    (SwedishDate::new(date(1800, 1, 1)), SwedishDate::new(date(2999, 12, 31)));

impl PermittedRecord {
    /// The record.
    pub fn record(&self) -> &VaccinationRecord {
        &self.0
    }

    /// The record, to take apart.
    pub fn into_record(self) -> VaccinationRecord {
        self.0
    }
}

impl Withheld {
    /// Why.
    pub fn reason(&self) -> WithheldReason {
        match self {
            Self::Because(reason) => *reason,
            Self::Blocked(_) => WithheldReason::Blocked,
        }
    }

    /// Whether asking the blocking service again may let the record be shown.
    pub fn may_be_checked_again(&self) -> bool {
        *self == Self::Because(WithheldReason::BlockCheckUnavailable)
    }
}
