//! The wording rule (goal G5): nothing that means "no vaccinations" is rendered unless it is
//! proven, in any form of the journal, over random combinations of source states.

use askama::Template;
use proptest::prelude::*;
use regex::Regex;
use vaccinjournal::domain::{
    Conservation, Journal, NotAsked, Source, SourceKind, SourceState, Trouble, WithheldGroup,
    WithheldReason,
};
use vaccinjournal::present::html::Fragment;
use vaccinjournal::present::json::JournalJson;
use vaccinjournal::present::view::{Filter, JournalView};
use vaccinjournal::present::{Showing, fhir, text};

use crate::present_samples::{address, catalogue, day, dose, grounds, now, patient, record};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn absence_is_never_said_unless_proven(journal in journals(), complete: bool) {
        let patient = patient();
        let showing = Showing {
            journal: &journal,
            patient: &patient,
            complete,
            now: now(),
            kept_apart: &[],
            catalogue: catalogue(),
        };
        let proven = is_proven(&journal, complete);
        let rendered = Rendered::of(&showing);
        for (form, text) in rendered.texts() {
            let says = forbidden().is_match(text);
            prop_assert_eq!(says, proven, "{} with {:?}\n{}", form, &journal.sources, text);
            let warns = text.contains("ofullständig") || text.contains("Hämtar uppgifter");
            let clean = journal.sources.iter().all(|source| source.state.is_whole());
            if !complete || journal.sources.is_empty() || !clean {
                prop_assert!(warns, "{} does not warn\n{}", form, text);
            }
        }
        // A machine sees the same without reading Swedish.
        prop_assert_eq!(rendered.json.contains("\"nothing_registered\""), proven);
        let empty_bundle = rendered.fhir.contains("\"total\":0");
        let silent = !rendered.fhir.contains("OperationOutcome");
        prop_assert_eq!(empty_bundle && silent, proven);
        for source in journal.sources.iter().filter(|source| !source.state.is_whole()) {
            let name = source.name.as_deref().unwrap();
            for (form, text) in rendered.texts() {
                prop_assert!(text.contains(name), "{} does not name {}", form, name);
            }
        }
    }
}

/// The rule once more, written apart from the code under test.
fn is_proven(journal: &Journal, complete: bool) -> bool {
    complete
        && journal.every_source_named
        && !journal.sources.is_empty()
        && journal.sources.iter().all(|source| source.state == SourceState::NothingFound)
        && journal.doses.is_empty()
        && journal.withheld.is_empty()
}

/// Ways to say in Swedish that somebody has no vaccinations.
fn forbidden() -> &'static Regex {
    static PATTERN: std::sync::OnceLock<Regex> = std::sync::OnceLock::new();
    PATTERN.get_or_init(|| {
        let none = "inga|inte några|ej några|utan|saknar|noll";
        let noun = "vaccination|doser|vaccin";
        let pattern = format!(
            r"(?i)\b({none})\s+(\w+\s+)?({noun})|ovaccinerad|(inte|ej) vaccinerad|\b0 doser"
        );
        Regex::new(&pattern).unwrap()
    })
}

struct Rendered {
    html: String,
    text: String,
    json: String,
    fhir: String,
}

impl Rendered {
    fn of(showing: &Showing<'_>) -> Self {
        let view = JournalView::of(showing, &Filter::default());
        let fhir = serde_json::to_string(&fhir::bundle(showing, &[])).unwrap();
        Self {
            html: Fragment { view: &view, grounds: &grounds(), base: "/panel/x" }.render().unwrap(),
            text: text::journal(showing),
            json: serde_json::to_string(&JournalJson::of(showing)).unwrap(),
            fhir,
        }
    }

    /// The forms that hold sentences for people; FHIR is silent where absence is proven.
    fn texts(&self) -> Vec<(&'static str, &str)> {
        let mut texts =
            vec![("HTML", self.html.as_str()), ("text", &self.text), ("JSON", &self.json)];
        if self.fhir.contains("OperationOutcome") {
            texts.push(("FHIR", &self.fhir));
        }
        texts
    }
}

fn journals() -> impl Strategy<Value = Journal> {
    let sources = prop::collection::vec(states(), 0..6);
    (sources, any::<bool>(), 0..3_u32, 0..3_u32).prop_map(|(states, named, doses, withheld)| {
        let sources = states.into_iter().zip(0..).map(|(state, at)| named_source(state, at));
        let doses: Vec<_> = (0..doses)
            .map(|at| dose(record("SE1-A", &at.to_string(), "2020-02-03", "Boostrix"), &["D", "T"]))
            .collect();
        let group = WithheldGroup {
            source: "Källa 1".to_owned(),
            reason: WithheldReason::Blocked,
            count: withheld,
        };
        let shown = doses.len() as u32;
        Journal {
            sources: sources.collect(),
            every_source_named: named,
            withheld: if withheld > 0 { vec![group] } else { Vec::new() },
            conservation: Conservation {
                received: shown + withheld,
                shown,
                withheld,
                ..Conservation::default()
            },
            doses,
            ..Journal::default()
        }
    })
}

fn named_source(state: SourceState, at: u32) -> Source {
    let address = address(&format!("SE{at}-A"));
    let kind = match at {
        0 => SourceKind::Own,
        1 => SourceKind::Aggregation { address },
        _ => SourceKind::SourceSystem { address },
    };
    let name = Some(format!("Källa {at}"));
    let oldest = Some(day("1998-03-02"));
    Source { kind, name, state, at: now(), received: 0, oldest, correlation_id: None }
}

/// Whole states often, so that proven absence is met as well.
fn states() -> impl Strategy<Value = SourceState> {
    prop_oneof![
        6 => Just(SourceState::NothingFound),
        1 => Just(SourceState::Answered),
        1 => Just(SourceState::Waiting),
        1 => Just(SourceState::TimedOut),
        1 => troubles().prop_map(SourceState::Incomplete),
        1 => troubles().prop_map(SourceState::Refused),
        1 => troubles().prop_map(SourceState::Unreachable),
        1 => troubles().prop_map(SourceState::Unreadable),
        1 => any::<bool>().prop_map(|refresh_failed| SourceState::FromCache {
            as_of: Some("20260601120000".to_owned()),
            refresh_failed,
        }),
        1 => reasons().prop_map(SourceState::NotAsked),
    ]
}

fn reasons() -> impl Strategy<Value = NotAsked> {
    prop_oneof![
        Just(NotAsked::SwitchedOff),
        Just(NotAsked::NoSource),
        Just(NotAsked::ReserveNumber),
        Just(NotAsked::RecentFault { again: now() }),
        Just(NotAsked::Resting { again: now() }),
        Just(NotAsked::Overloaded),
        Just(NotAsked::NotPrinted),
    ]
}

fn troubles() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        (1..16_u16).prop_map(|code| Trouble::Platform { code }),
        Just(Trouble::Fault),
        prop::option::of("[a-z0-9]{1,8}").prop_map(|log_id| Trouble::ResultError { log_id }),
        (400..600_u16).prop_map(|status| Trouble::HttpStatus { status }),
        Just(Trouble::Connection),
        Just(Trouble::ConnectionLost),
        Just(Trouble::Certificate),
        Just(Trouble::NotSoap),
        Just(Trouble::Malformed),
        Just(Trouble::TooLarge),
        Just(Trouble::Encoded),
        Just(Trouble::UnexpectedMessage),
        Just(Trouble::SynchFailed),
        Just(Trouble::StatusMissing),
        Just(Trouble::NobodyAsked),
        (0..9_u32).prop_map(|count| Trouble::ForeignPatient { count }),
        (0..9_u32).prop_map(|count| Trouble::UnreadableRecords { count }),
        (0..9_u32).prop_map(|count| Trouble::WithheldRecords { count }),
        Just(Trouble::UnknownStatus { system: None }),
    ]
}
