//! What may be said about how complete the journal is: the wording rule, in one place.
//!
//! A sentence that means "no vaccinations" may stand only when every source that should have been
//! asked is known, has answered whole and found nothing. In every other case the reader is told
//! what is missing. Every form of the journal takes its words from here.

use jiff::Timestamp;

use super::SourceNames;
use super::foreign::Sentence;
use super::words;
use crate::domain::{Journal, NotAsked, Source, SourceKind, SourceState};

/// How complete the journal is, as far as anybody can know.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Some source has yet to answer.
    Waiting,
    /// Proven: every source answered whole, and none has anything. The only verdict under which
    /// words may mean "no vaccinations".
    NothingRegistered,
    /// Every source named answered whole.
    Whole,
    /// Every source named answered whole, nothing was found, and there may be sources nobody named.
    Unproven,
    /// Something is missing.
    Partial,
}

impl Verdict {
    /// The verdict's name for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::NothingRegistered => "nothing_registered",
            Self::Whole => "whole",
            Self::Unproven => "unproven",
            Self::Partial => "partial",
        }
    }

    /// Whether words may mean "no vaccinations".
    pub fn proves_absence(self) -> bool {
        self == Self::NothingRegistered
    }
}

/// The verdict and the sentences that go with it, most important first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Completeness {
    /// The verdict.
    pub verdict: Verdict,
    /// What to tell the reader; never empty.
    pub sentences: Vec<Sentence>,
    /// What to say where doses would stand, when there are none.
    pub empty: &'static str,
}

impl Completeness {
    /// Judges a journal; `complete` says that no more answers will come.
    pub fn of(journal: &Journal, complete: bool) -> Self {
        let verdict = verdict(journal, complete);
        Self { verdict, sentences: sentences(journal, complete, verdict), empty: empty(verdict) }
    }
}

fn verdict(journal: &Journal, complete: bool) -> Verdict {
    let all = |test: fn(&SourceState) -> bool| journal.sources.iter().all(|s| test(&s.state));
    if !complete {
        Verdict::Waiting
    } else if journal.sources.is_empty() || !all(SourceState::is_whole) {
        Verdict::Partial
    } else if has_records(journal) {
        Verdict::Whole
    } else if journal.every_source_named && all(|state| *state == SourceState::NothingFound) {
        Verdict::NothingRegistered
    } else {
        Verdict::Unproven
    }
}

/// Whether anything at all was received, shown or not.
fn has_records(journal: &Journal) -> bool {
    journal.conservation.received > 0
        || !journal.doses.is_empty()
        || !journal.nullified.is_empty()
        || !journal.ordered.is_empty()
        || !journal.withheld.is_empty()
        || !journal.unreadable.is_empty()
}

fn sentences(journal: &Journal, complete: bool, verdict: Verdict) -> Vec<Sentence> {
    let count = journal.sources.len();
    let mut said = Vec::new();
    match verdict {
        Verdict::Waiting => {
            let waiting = journal.sources.iter().filter(|s| s.state.is_waiting()).count();
            said.push(Sentence::own(match count {
                0 => "Hämtar uppgifter.".to_owned(),
                _ => format!(
                    "Hämtar uppgifter: {} av {} har svarat.",
                    count - waiting,
                    words::amount(count as u64, "källa", "källor"),
                ),
            }));
        }
        Verdict::NothingRegistered => said.push(Sentence::own(format!(
            "Inga vaccinationer finns registrerade hos {}.",
            match count {
                1 => "den källa som har frågats".to_owned(),
                _ => format!("de {count} källor som har frågats"),
            }
        ))),
        Verdict::Whole => {
            said.push(Sentence::own(match count {
                1 => "Källan har svarat.".to_owned(),
                _ => format!("Alla {count} källor har svarat."),
            }));
            if !journal.every_source_named {
                said.push(Sentence::own(
                    "Det kan finnas uppgifter hos vårdgivare som inte är anslutna eller är dolda.",
                ));
            }
        }
        Verdict::Unproven => said.push(Sentence::own(
            "Ingenting har hittats, men det går inte att veta om alla källor har frågats. \
             Översikten kan vara ofullständig.",
        )),
        Verdict::Partial => {}
    }
    said.extend(missing(journal, complete));
    said.extend(blocked(journal));
    said.extend(no_basis(journal));
    said.extend(switched_off(journal));
    said.extend(not_printed(journal));
    said.extend(incomplete(journal));
    if said.is_empty() {
        said.push(Sentence::own(
            "Ingen källa har kunnat frågas. Översikten kan vara ofullständig.",
        ));
    }
    said
}

/// Names the sources that gave nothing because something went wrong. A source still waiting when
/// the journal is complete counts as one.
fn missing(journal: &Journal, complete: bool) -> Option<Sentence> {
    let is_lost = |source: &&Source| match &source.state {
        SourceState::NotAsked(NotAsked::SwitchedOff | NotAsked::NoBasis | NotAsked::NotPrinted) => {
            false
        }
        SourceState::Waiting => complete,
        other => other.is_missing(),
    };
    let lost: Vec<&Source> = journal.sources.iter().filter(is_lost).collect();
    let last: Timestamp = lost.iter().map(|source| source.at).max()?;
    let names: Vec<String> = lost.into_iter().map(SourceNames::source).collect();
    Some(
        Sentence::own("Uppgifter kunde inte hämtas från ")
            .and_names(&names)
            .and(format!(" (kl. {}).", words::clock_time(last)))
            .and(" Översikten kan vara ofullständig."),
    )
}

fn switched_off(journal: &Journal) -> Option<Sentence> {
    let off = |source: &Source| source.state == SourceState::NotAsked(NotAsked::SwitchedOff);
    journal.sources.iter().any(off).then(|| {
        Sentence::own(
            "Hämtning av vaccinationer från andra vårdgivare är avstängd för er vårdgivare, så \
             bara egna uppgifter visas. Översikten kan vara ofullständig.",
        )
    })
}

/// That blocked records exist may be said, but not whose they are (law 2022:913).
fn blocked(journal: &Journal) -> Option<Sentence> {
    let is_blocked = |source: &Source| source.kind == SourceKind::Blocked;
    journal.sources.iter().any(is_blocked).then(|| {
        Sentence::own("Spärrade uppgifter finns. De visas inte, så översikten är ofullständig.")
    })
}

fn no_basis(journal: &Journal) -> Option<Sentence> {
    let none = |source: &Source| source.state == SourceState::NotAsked(NotAsked::NoBasis);
    journal.sources.iter().any(none).then(|| {
        Sentence::own(
            "Bara uppgifter från er egen vårdgivare visas, eftersom inget samtycke finns. \
             Översikten kan vara ofullständig.",
        )
    })
}

fn not_printed(journal: &Journal) -> Option<Sentence> {
    let left_out = |source: &Source| source.state == SourceState::NotAsked(NotAsked::NotPrinted);
    journal.sources.iter().any(left_out).then(|| {
        Sentence::own(
            "Uppgifter från andra vårdgivare är inte med på utskriften. Översikten kan vara \
             ofullständig.",
        )
    })
}

fn incomplete(journal: &Journal) -> Option<Sentence> {
    let partly = |source: &&Source| {
        let is_part =
            matches!(source.state, SourceState::Incomplete(_) | SourceState::FromCache { .. });
        is_part && source.kind != SourceKind::Blocked
    };
    let names: Vec<String> =
        journal.sources.iter().filter(partly).map(SourceNames::source).collect();
    (!names.is_empty()).then(|| {
        Sentence::own("Uppgifterna från ")
            .and_names(&names)
            .and(" är ofullständiga. Översikten kan vara ofullständig.")
    })
}

fn empty(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Waiting => "Väntar på svar från källorna.",
        Verdict::NothingRegistered => "Inga vaccinationer finns registrerade.",
        Verdict::Whole => {
            "Uppgifter har kommit, men ingen av dem kan visas som given dos. Se nedan."
        }
        Verdict::Unproven | Verdict::Partial => {
            "Här finns inget att visa. Det säger ingenting om vilka vaccin personen har fått."
        }
    }
}
