//! What one question has brought in so far, and the journal it makes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::domain::{
    AccessedSource, Catalogue, HsaId, Journal, NotAsked, RecordPair, Source, SourceKind,
    SourceState, SwedishDate, UnreadableRecord, WithheldGroup, WithheldReason,
};
use crate::journal::access::{PermittedOutcome, PermittedRecord};
use crate::journal::ask::Call;
use crate::journal::logging::{self, Answers, Logged};
use crate::journal::merge::{self, Context};

/// Everything known about one question.
pub(super) struct Collected {
    own: Vec<PermittedRecord>,
    own_source: Source,
    kept_apart: BTreeSet<RecordPair>,
    calls: Vec<Heard>,
    every_source_named: bool,
}

/// What one call has brought.
enum Heard {
    /// Nothing yet.
    Waiting(Source),
    /// The sources it speaks of.
    Outcomes(Vec<PermittedOutcome>),
}

impl Collected {
    /// Own records, before anybody is asked.
    pub(super) fn new(
        own: Logged<(Source, Vec<PermittedRecord>)>,
        kept_apart: BTreeSet<RecordPair>,
        every_source_named: bool,
    ) -> Self {
        let (own_source, own) = own.into_shown();
        Self { own, own_source, kept_apart, calls: Vec::new(), every_source_named }
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
        self.calls.push(Heard::Outcomes(vec![PermittedOutcome {
            source,
            records: Vec::new(),
            withheld: Vec::new(),
            unreadable: Vec::new(),
        }]));
    }

    /// Calls have brought this.
    pub(super) fn heard(&mut self, answers: Logged<Answers>) {
        for (call, outcomes) in answers.into_shown() {
            if let Some(heard) = self.calls.get_mut(call) {
                *heard = Heard::Outcomes(outcomes);
            }
        }
    }

    /// The user has changed which records are kept apart.
    pub(super) fn keep_apart(&mut self, kept_apart: BTreeSet<RecordPair>) {
        self.kept_apart = kept_apart;
    }

    /// Whether no call is waited for.
    pub(super) fn is_complete(&self) -> bool {
        self.calls.iter().all(|heard| matches!(heard, Heard::Outcomes(_)))
    }

    /// The sources whose records the journal holds or may hold, for the access log.
    pub(super) fn accessed(&self) -> Vec<AccessedSource> {
        let mut accessed = vec![logging::accessed(&self.own_source, &self.own)];
        for heard in &self.calls {
            if let Heard::Outcomes(outcomes) = heard {
                let of = |one: &PermittedOutcome| logging::accessed(&one.source, &one.records);
                accessed.extend(outcomes.iter().map(of));
            }
        }
        accessed
    }

    /// The journal as it stands.
    pub(super) fn journal(
        &self,
        catalogue: &Catalogue,
        own_system: &HsaId,
        today: SwedishDate,
    ) -> Journal {
        let mut records = self.own.clone();
        let mut sources = vec![self.own_source.clone()];
        let mut withheld: BTreeMap<(String, WithheldReason), u32> = BTreeMap::new();
        let mut unreadable: Vec<UnreadableRecord> = Vec::new();
        for heard in &self.calls {
            match heard {
                Heard::Waiting(source) => sources.push(source.clone()),
                Heard::Outcomes(outcomes) => {
                    for outcome in outcomes {
                        records.extend(outcome.records.iter().cloned());
                        let name = name_of(&outcome.source);
                        for reason in &outcome.withheld {
                            *withheld.entry((name.clone(), *reason)).or_default() += 1;
                        }
                        unreadable.extend(outcome.unreadable.iter().cloned());
                        sources.push(outcome.source.clone());
                    }
                }
            }
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
        journal.unreadable = unreadable;
        journal.conservation.withheld = journal.withheld.iter().map(|group| group.count).sum();
        journal.conservation.unreadable = count(journal.unreadable.len());
        journal.conservation.received = journal.sources.iter().map(|s| s.received).sum();
        journal
    }
}

/// MVJ itself, as a source of these records.
pub(super) fn own_source(own: &[PermittedRecord], now: Timestamp) -> Source {
    let state = if own.is_empty() { SourceState::NothingFound } else { SourceState::Answered };
    Source {
        kind: SourceKind::Own,
        name: None,
        state,
        at: now,
        received: count(own.len()),
        oldest: own.iter().filter_map(|own| own.record().day()).min(),
        correlation_id: None,
    }
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
