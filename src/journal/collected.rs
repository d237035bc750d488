//! What one question has brought in so far, and the journal it makes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::domain::{
    AccessedSource, BlockVerdict, BlockedHolder, Catalogue, HeldInformation, HoldingUnit, HsaId,
    Journal, NotAsked, OtherIds, RecordPair, Source, SourceKind, SourceState, SwedishDate, Trouble,
    UnreadableRecord, VaccinationRecord, WithheldGroup, WithheldReason,
};
use crate::journal::access::{
    self, AccessGrant, PermittedOutcome, PermittedRecord, Verdicts, Withheld,
};
use crate::journal::ask::Call;
use crate::journal::decode::{SourceOutcome, VerifiedRecord};
use crate::journal::disclosure::Disclosure;
use crate::journal::logging::{self, Logged};
use crate::journal::merge::{self, Context};

/// Everything known about one question.
pub(super) struct Collected {
    own: Judged,
    verdicts: Verdicts,
    kept_apart: BTreeSet<RecordPair>,
    calls: Vec<Heard>,
    every_source_named: bool,
    other_ids: OtherIds,
    named_by_index: bool,
    // Of whom the access log knows that the reader was told that they hold what is blocked.
    told: BTreeSet<HoldingUnit>,
}

/// What one call has brought, or our own store.
enum Heard {
    /// Nothing yet.
    Waiting(Source),
    /// What may be shown of it.
    Judged(Judged),
}

/// What was brought, and what blocks must be asked about before it may be shown.
#[derive(Clone)]
pub(super) enum Unjudged {
    /// Our own store's records.
    Own(Vec<VaccinationRecord>),
    /// What the call of this number brought.
    Call(usize, Vec<SourceOutcome>),
}

/// What may be shown of what was brought. To be taken in once the access log knows of it.
pub(super) struct Judged {
    /// The call's number; none for our own store.
    call: Option<usize>,
    /// The sources it speaks of.
    pub(super) permitted: Vec<PermittedOutcome>,
    /// All that was brought, while blocks must be asked about for some of it.
    unjudged: Option<Unjudged>,
    /// Whether the blocking service has yet to answer.
    waiting: bool,
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

impl Judged {
    /// Own records, before anybody is asked: those that need no check of blocks.
    pub(super) fn own_at_once(
        grant: &AccessGrant,
        own: Vec<VaccinationRecord>,
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
        let unjudged = waiting.then_some(Unjudged::Own(own));
        Self { call: None, permitted: vec![outcome], unjudged, waiting }
    }

    fn by(grant: &AccessGrant, verdicts: &Verdicts, unjudged: Unjudged, now: Timestamp) -> Self {
        let (call, permitted) = match unjudged.clone() {
            Unjudged::Own(own) => (None, vec![access::permit_own(grant, verdicts, own, now)]),
            Unjudged::Call(call, outcomes) => {
                let judge = |one| access::permit(grant, verdicts, one);
                (Some(call), outcomes.into_iter().map(judge).collect())
            }
        };
        let unchecked = permitted.iter().flat_map(|one: &PermittedOutcome| &one.withheld);
        let unjudged =
            unchecked.into_iter().any(Withheld::may_be_checked_again).then_some(unjudged);
        Self { call, permitted, unjudged, waiting: false }
    }
}

impl Collected {
    /// Own records, before anybody is asked.
    pub(super) fn new(
        own: Logged<Judged>,
        kept_apart: BTreeSet<RecordPair>,
        every_source_named: bool,
        named_by_index: bool,
        other_ids: OtherIds,
    ) -> Self {
        Self {
            own: own.into_shown(),
            verdicts: Verdicts::default(),
            kept_apart,
            calls: Vec::new(),
            every_source_named,
            other_ids,
            named_by_index,
            told: BTreeSet::new(),
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
        // There is nothing of anybody's in it, so nothing to log.
        let nothing = PermittedOutcome {
            source,
            records: Vec::new(),
            withheld: Vec::new(),
            unreadable: Vec::new(),
        };
        let (call, permitted) = (Some(self.calls.len()), vec![nothing]);
        self.calls.push(Heard::Judged(Judged { call, permitted, unjudged: None, waiting: false }));
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
        self.own.unjudged.clone()
    }

    /// Everything that could not be checked for blocks, to be checked again.
    pub(super) fn check_again(&mut self) -> Vec<Unjudged> {
        self.verdicts.forget_unknown();
        self.judged()
            .filter(|judged| !judged.waiting)
            .filter_map(|it| it.unjudged.clone())
            .collect()
    }

    /// The blocking service has answered.
    pub(super) fn learn(&mut self, asked: Vec<HeldInformation>, verdicts: Vec<BlockVerdict>) {
        self.verdicts.learn(asked, verdicts);
    }

    /// Judges what was brought, by what is known of blocks.
    pub(super) fn judge(
        &self,
        grant: &AccessGrant,
        unjudged: Vec<Unjudged>,
        now: Timestamp,
    ) -> Vec<Judged> {
        unjudged.into_iter().map(|one| Judged::by(grant, &self.verdicts, one, now)).collect()
    }

    /// Takes in what the access log knows of.
    pub(super) fn take_in(&mut self, judged: Logged<Vec<Judged>>) {
        for one in judged.into_shown() {
            match one.call {
                None => self.own = one,
                Some(call) => {
                    if let Some(heard) = self.calls.get_mut(call) {
                        *heard = Heard::Judged(one);
                    }
                }
            }
        }
    }

    /// What has been judged so far, own records first.
    fn judged(&self) -> impl Iterator<Item = &Judged> {
        let calls = self.calls.iter().filter_map(|heard| match heard {
            Heard::Judged(judged) => Some(judged),
            Heard::Waiting(_) => None,
        });
        std::iter::once(&self.own).chain(calls)
    }

    /// Who holds what is blocked, told or not; for the access log.
    pub(super) fn blocked(&self) -> Vec<BlockedHolder> {
        let withheld = self.judged().flat_map(|one| &one.permitted).flat_map(|one| &one.withheld);
        by_holder(withheld.filter_map(|one| match one {
            Withheld::Blocked(holder) => Some((**holder).clone()),
            Withheld::Because(_) => None,
        }))
    }

    /// The reader has chosen to see that these hold what is blocked, and the access log knows of it.
    pub(super) fn tell_who_blocks(&mut self, logged: Vec<BlockedHolder>) {
        self.told.extend(logged.into_iter().map(|one| one.holder));
    }

    /// The person register has answered, or failed to.
    pub(super) fn learn_other_ids(&mut self, state: OtherIds) {
        self.other_ids = state;
    }

    /// The user has changed which records are kept apart.
    pub(super) fn keep_apart(&mut self, kept_apart: BTreeSet<RecordPair>) {
        self.kept_apart = kept_apart;
    }

    /// Whether no call is waited for.
    pub(super) fn is_complete(&self) -> bool {
        self.other_ids != OtherIds::Waiting
            && !self.own.waiting
            && self.calls.iter().all(|heard| matches!(heard, Heard::Judged(_)))
    }

    /// The sources whose records the journal holds or may hold, for the access log.
    pub(super) fn accessed(&self) -> Vec<AccessedSource> {
        let outcomes = self.judged().flat_map(|one| &one.permitted);
        outcomes.map(|one| logging::accessed(&one.source, &one.records)).collect()
    }

    /// What a care provider itself has written here, which is what may be printed. That others may
    /// have more stands in it as a source that was not asked.
    pub(super) fn own_part(&self, care_provider: &HsaId, now: Timestamp) -> Self {
        let is_own = |one: &PermittedRecord| {
            one.record().care_provider.as_ref().is_some_and(|holder| holder == care_provider)
        };
        let own_part = |outcome: &PermittedOutcome| {
            let mut outcome = outcome.clone();
            let before = outcome.records.len();
            outcome.records.retain(is_own);
            outcome.source.received -= count(before - outcome.records.len());
            if outcome.records.is_empty() && outcome.source.state == SourceState::Answered {
                outcome.source.state = SourceState::NothingFound;
            }
            outcome.source.oldest = outcome.records.iter().filter_map(|it| it.record().day()).min();
            outcome
        };
        let permitted = self.own.permitted.iter().map(own_part).collect();
        let mut part = Self {
            own: Judged { call: None, permitted, unjudged: None, waiting: self.own.waiting },
            verdicts: Verdicts::default(),
            kept_apart: self.kept_apart.clone(),
            calls: Vec::new(),
            every_source_named: false,
            other_ids: self.other_ids,
            named_by_index: false,
            told: self.told.clone(),
        };
        part.nobody_asked(SourceKind::Platform, NotAsked::NotPrinted, now);
        part
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
        let mut blocked: u32 = 0;
        let mut unreadable: Vec<UnreadableRecord> = Vec::new();
        for outcome in self.judged().flat_map(|one| &one.permitted) {
            records.extend(outcome.records.iter().cloned());
            for one in &outcome.withheld {
                match one {
                    Withheld::Because(reason) => {
                        let name = name_of(&outcome.source);
                        *withheld.entry((name, *reason)).or_default() += 1;
                    }
                    // Whose it is would be told by the source's name.
                    Withheld::Blocked(_) => blocked += 1,
                }
            }
            unreadable.extend(outcome.unreadable.iter().cloned());
            sources.push(outcome.source.clone());
        }
        sources.extend(self.calls.iter().filter_map(|heard| match heard {
            Heard::Waiting(source) => Some(source.clone()),
            Heard::Judged(_) => None,
        }));
        let blocks_are_known = self.is_complete();
        let disclosure = Disclosure {
            blocks_are_known,
            any_blocked: blocked > 0,
            named_by_index: self.named_by_index,
        };
        sources = sources.into_iter().map(|source| disclosure.of(source)).collect();
        let latest = sources.iter().map(|source| source.at).max();
        // How many are blocked is told once nobody can see after whose answer the number rose.
        if let (true, 1.., Some(at)) = (blocks_are_known, blocked, latest) {
            let state = SourceState::Incomplete(Trouble::BlockedRecords { count: blocked });
            let source = source(SourceKind::Blocked, None, state, at);
            sources.push(Source { received: blocked, ..source });
            withheld.insert((String::new(), WithheldReason::Blocked), blocked);
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
        journal.other_ids = self.other_ids;
        journal.withheld = withheld;
        journal.blocked = self.blocked();
        journal.blocked.retain(|one| self.told.contains(&one.holder));
        journal.unreadable = unreadable;
        journal.conservation.withheld = journal.withheld.iter().map(|group| group.count).sum();
        journal.conservation.unreadable = count(journal.unreadable.len());
        journal.conservation.received = journal.sources.iter().map(|s| s.received).sum();
        journal
    }
}

/// Each holder once, with all that it holds.
fn by_holder(blocked: impl Iterator<Item = BlockedHolder>) -> Vec<BlockedHolder> {
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
