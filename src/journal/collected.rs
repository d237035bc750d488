//! What one question has brought in so far, and the journal it makes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::domain::{
    BlockVerdict, BlockedHolder, Catalogue, HeldInformation, HsaId, Journal, NotAsked, RecordPair,
    Source, SourceKind, SourceState, SwedishDate, Trouble, UnreadableRecord, VaccinationRecord,
    WithheldGroup, WithheldReason,
};
use crate::journal::access::{
    self, AccessGrant, PermittedOutcome, PermittedRecord, Verdicts, Withheld,
};
use crate::journal::ask::Call;
use crate::journal::decode::{SourceOutcome, VerifiedRecord};
use crate::journal::merge::{self, Context};

/// Everything known about one question.
pub(super) struct Collected {
    own: Own,
    verdicts: Verdicts,
    kept_apart: BTreeSet<RecordPair>,
    calls: Vec<Heard>,
    every_source_named: bool,
    tells_who_blocks: bool,
}

/// Our own store's records.
struct Own {
    outcome: PermittedOutcome,
    /// All of them, while blocks must still be asked about for some.
    unjudged: Option<Vec<VaccinationRecord>>,
    /// Whether the blocking service has yet to answer.
    waiting: bool,
}

/// What one call has brought.
enum Heard {
    /// Nothing yet.
    Waiting(Source),
    /// The sources it speaks of; and what they sent, while blocks must be asked about anew.
    Outcomes { permitted: Vec<PermittedOutcome>, unjudged: Option<Vec<SourceOutcome>> },
}

/// What blocks must be asked about before it may be shown.
pub(super) enum Unjudged {
    /// Our own store's records.
    Own(Vec<VaccinationRecord>),
    /// What the call of this number brought.
    Call(usize, Vec<SourceOutcome>),
}

impl Unjudged {
    fn records(&self) -> Vec<&VaccinationRecord> {
        match self {
            Self::Own(records) => records.iter().collect(),
            Self::Call(_, outcomes) => {
                let records = outcomes.iter().flat_map(|outcome| &outcome.records);
                records.map(VerifiedRecord::record).collect()
            }
        }
    }
}

impl Collected {
    /// Own records, before anybody is asked: those that need no check of blocks are there at once.
    pub(super) fn new(
        grant: &AccessGrant,
        own: Vec<VaccinationRecord>,
        kept_apart: BTreeSet<RecordPair>,
        every_source_named: bool,
        now: Timestamp,
    ) -> Self {
        let verdicts = Verdicts::default();
        let needs_check = |record: &VaccinationRecord| {
            !access::to_be_checked(grant, &verdicts, [record]).is_empty()
        };
        let waiting = own.iter().any(needs_check);
        let at_once = own.iter().filter(|record| !needs_check(record)).cloned().collect();
        let mut outcome = access::permit_own(grant, &verdicts, at_once, now);
        if waiting {
            outcome.source.state = SourceState::Waiting;
        }
        Self {
            own: Own { outcome, unjudged: waiting.then_some(own), waiting },
            verdicts,
            kept_apart,
            calls: Vec::new(),
            every_source_named,
            tells_who_blocks: false,
        }
    }

    /// A call is about to be put. Gives its number.
    pub(super) fn wait_for(&mut self, call: &Call, now: Timestamp) -> usize {
        let source = source(call.kind.clone(), call.name.clone(), SourceState::Waiting, now);
        self.calls.push(Heard::Waiting(source));
        self.calls.len() - 1
    }

    /// Nobody is asked, for this reason.
    pub(super) fn nobody_asked(&mut self, kind: SourceKind, reason: NotAsked, now: Timestamp) {
        let source = source(kind, None, SourceState::NotAsked(reason), now);
        let nothing = PermittedOutcome {
            source,
            records: Vec::new(),
            withheld: Vec::new(),
            unreadable: Vec::new(),
        };
        self.calls.push(Heard::Outcomes { permitted: vec![nothing], unjudged: None });
    }

    /// What blocks have to be asked about before all of this may be judged.
    pub(super) fn to_be_checked(
        &self,
        grant: &AccessGrant,
        unjudged: &[Unjudged],
    ) -> Vec<HeldInformation> {
        let records = unjudged.iter().flat_map(Unjudged::records);
        access::to_be_checked(grant, &self.verdicts, records)
    }

    /// Own records, if blocks must be asked about for some of them.
    pub(super) fn own_to_be_checked(&self) -> Option<Unjudged> {
        self.own.unjudged.clone().map(Unjudged::Own)
    }

    /// Everything that could not be checked for blocks, to be checked again.
    pub(super) fn to_be_checked_again(&mut self) -> Vec<Unjudged> {
        self.verdicts.forget_unknown();
        let own = self.own.unjudged.clone().filter(|_| !self.own.waiting).map(Unjudged::Own);
        let calls = self.calls.iter().enumerate().filter_map(|(number, heard)| match heard {
            Heard::Outcomes { unjudged: Some(unjudged), .. } => {
                Some(Unjudged::Call(number, unjudged.clone()))
            }
            Heard::Outcomes { unjudged: None, .. } | Heard::Waiting(_) => None,
        });
        own.into_iter().chain(calls).collect()
    }

    /// The blocking service has answered.
    pub(super) fn learn(&mut self, asked: Vec<HeldInformation>, verdicts: Vec<BlockVerdict>) {
        self.verdicts.learn(asked, verdicts);
    }

    /// Judges what was brought, by what is known of blocks.
    pub(super) fn take_in(&mut self, grant: &AccessGrant, unjudged: Unjudged, now: Timestamp) {
        match unjudged {
            Unjudged::Own(records) => {
                let outcome = access::permit_own(grant, &self.verdicts, records.clone(), now);
                let unjudged = is_unchecked(&outcome).then_some(records);
                self.own = Own { outcome, unjudged, waiting: false };
            }
            Unjudged::Call(call, outcomes) => {
                let Some(heard) = self.calls.get_mut(call) else { return };
                let judge = |one| access::permit(grant, &self.verdicts, one);
                let permitted: Vec<_> = outcomes.iter().cloned().map(judge).collect();
                let unjudged = permitted.iter().any(is_unchecked).then_some(outcomes);
                *heard = Heard::Outcomes { permitted, unjudged };
            }
        }
    }

    /// The reader has chosen to see who holds what is blocked.
    pub(super) fn tell_who_blocks(&mut self) {
        self.tells_who_blocks = true;
    }

    /// The user has changed which records are kept apart.
    pub(super) fn keep_apart(&mut self, kept_apart: BTreeSet<RecordPair>) {
        self.kept_apart = kept_apart;
    }

    /// Whether no call is waited for.
    pub(super) fn is_complete(&self) -> bool {
        !self.own.waiting && self.calls.iter().all(|heard| matches!(heard, Heard::Outcomes { .. }))
    }

    /// The journal as it stands.
    pub(super) fn journal(
        &self,
        catalogue: &Catalogue,
        own_system: &HsaId,
        today: SwedishDate,
    ) -> Journal {
        let mut records: Vec<PermittedRecord> = Vec::new();
        let mut sources = Vec::new();
        let mut withheld: BTreeMap<(String, WithheldReason), u32> = BTreeMap::new();
        let mut blocked = Vec::new();
        let mut unreadable: Vec<UnreadableRecord> = Vec::new();
        let mut take = |outcome: &PermittedOutcome| {
            records.extend(outcome.records.iter().cloned());
            for one in &outcome.withheld {
                match one {
                    Withheld::Because(reason) => {
                        let name = name_of(&outcome.source);
                        *withheld.entry((name, *reason)).or_default() += 1;
                    }
                    Withheld::Blocked(holder) => blocked.push((**holder).clone()),
                }
            }
            unreadable.extend(outcome.unreadable.iter().cloned());
        };
        take(&self.own.outcome);
        sources.push(self.own.outcome.source.clone());
        for heard in &self.calls {
            match heard {
                Heard::Waiting(source) => sources.push(source.clone()),
                Heard::Outcomes { permitted, .. } => {
                    for outcome in permitted {
                        take(outcome);
                        sources.push(outcome.source.clone());
                    }
                }
            }
        }
        let latest = sources.iter().map(|source| source.at).max();
        if let (false, Some(at)) = (blocked.is_empty(), latest) {
            let count = count(blocked.len());
            let state = SourceState::Incomplete(Trouble::BlockedRecords { count });
            sources
                .push(Source { received: count, ..source(SourceKind::Blocked, None, state, at) });
            withheld.insert((String::new(), WithheldReason::Blocked), count);
        }
        sources[1..].sort_by(|one, other| one.kind.cmp(&other.kind).then(one.at.cmp(&other.at)));
        unreadable.sort();
        let withheld = withheld
            .into_iter()
            .map(|((source, reason), count)| WithheldGroup { source, reason, count })
            .collect();
        let mut journal = merge::journal(
            records,
            &Context { catalogue, own_system, kept_apart: &self.kept_apart, today },
        );
        journal.sources = sources;
        journal.every_source_named = self.every_source_named;
        journal.withheld = withheld;
        journal.blocked = if self.tells_who_blocks { by_holder(blocked) } else { Vec::new() };
        journal.unreadable = unreadable;
        journal.conservation.withheld = journal.withheld.iter().map(|group| group.count).sum();
        journal.conservation.unreadable = count(journal.unreadable.len());
        journal.conservation.received = journal.sources.iter().map(|s| s.received).sum();
        journal
    }
}

/// Whether something of an outcome is withheld only because blocks could not be checked.
fn is_unchecked(outcome: &PermittedOutcome) -> bool {
    outcome.withheld.iter().any(Withheld::may_be_checked_again)
}

/// Each holder once, with all that it holds.
fn by_holder(blocked: Vec<BlockedHolder>) -> Vec<BlockedHolder> {
    let mut holders: BTreeMap<_, BlockedHolder> = BTreeMap::new();
    for one in blocked {
        let found = holders.entry(one.holder.clone());
        let known = found.or_insert_with(|| BlockedHolder { count: 0, ..one.clone() });
        known.count += one.count;
        known.care_provider = known.care_provider.take().or(one.care_provider);
        known.care_unit = known.care_unit.take().or(one.care_unit);
    }
    holders.into_values().collect()
}

/// A source in a state, nothing received.
fn source(kind: SourceKind, name: Option<String>, state: SourceState, at: Timestamp) -> Source {
    Source { kind, name, state, at, received: 0, oldest: None, correlation_id: None }
}

fn name_of(source: &Source) -> String {
    let address = || source.kind.address().map(ToString::to_string).unwrap_or_default();
    source.name.clone().unwrap_or_else(address)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
