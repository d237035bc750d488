use super::types::{CodeableConcept, Issue, OperationOutcome};
use crate::domain::{NotAsked, OtherIds, Source, SourceState, Trouble, WithheldReason};
use crate::present::completeness::{Completeness, Verdict};
use crate::present::foreign::{clean, visible};
use crate::present::{Showing, SourceNames, words};

/// An outcome that refuses a search.
pub fn refusal(code: &'static str, text: &str, log_id: Option<String>) -> OperationOutcome {
    let details = CodeableConcept::text(text);
    let issue = Issue { severity: "error", code, details, diagnostics: log_id };
    OperationOutcome { id: "outcome".to_owned(), issue: vec![issue] }
}

/// What a reader of the bundle must know: everything that is missing, and what was not heeded in
/// the question. An empty list means that the bundle is the whole truth.
pub(super) fn issues(showing: &Showing<'_>, ignored: &[String]) -> Vec<Issue> {
    let journal = showing.journal;
    let completeness = Completeness::of(journal, showing.complete);
    let mut issues = Vec::new();
    if !matches!(completeness.verdict, Verdict::Whole | Verdict::NothingRegistered) {
        let words: Vec<String> = completeness.sentences.iter().map(ToString::to_string).collect();
        issues.push(issue("warning", "incomplete", words.join(" ")));
    } else if !journal.every_source_named || journal.other_ids == OtherIds::NotKnown {
        let words: Vec<String> = completeness.sentences.iter().map(ToString::to_string).collect();
        issues.push(issue("information", "informational", words.join(" ")));
    }
    issues.extend(journal.sources.iter().filter_map(of_source));
    for group in &journal.withheld {
        let count = words::amount(group.count, "uppgift", "uppgifter");
        // Who holds what is blocked is not said.
        let from = match group.source.as_str() {
            "" => String::new(),
            source => format!(" från {}", clean(source)),
        };
        let text = format!("{count}{from} {}.", words::withheld(group.reason));
        let code = match group.reason {
            WithheldReason::Blocked
            | WithheldReason::BlockCheckUnavailable
            | WithheldReason::NoBlockService
            | WithheldReason::NoBasis => "security",
            WithheldReason::OtherPatient
            | WithheldReason::NoPatient
            | WithheldReason::NoCareUnit
            | WithheldReason::NotLogged => "suppressed",
        };
        issues.push(issue("warning", code, text));
    }
    for record in &journal.unreadable {
        let text = format!("En uppgift från {} gick inte att läsa.", clean(&record.source));
        issues.push(Issue {
            diagnostics: visible(Some(&record.fault)),
            ..issue("warning", "incomplete", text)
        });
    }
    if !journal.ordered.is_empty() {
        let count = words::amount(journal.ordered.len() as u64, "ordinerad", "ordinerade");
        let text = format!("{count}, ej bekräftat given vaccination ingår inte i svaret.");
        issues.push(issue("information", "informational", text));
    }
    if !journal.conservation.holds() {
        let text = "Summan av mottagna uppgifter stämmer inte. Lita inte på svaret.";
        issues.push(issue("error", "exception", text.to_owned()));
    }
    issues.extend(ignored.iter().map(|name| {
        let text = format!("Sökparametern {} stöds inte och har inte använts.", clean(name));
        issue("warning", "not-supported", text)
    }));
    issues
}

fn of_source(source: &Source) -> Option<Issue> {
    let code = match &source.state {
        SourceState::Answered | SourceState::NothingFound | SourceState::NothingToShow => {
            return None;
        }
        SourceState::TimedOut | SourceState::Waiting => "timeout",
        SourceState::Unreachable(Trouble::Certificate) => "security",
        SourceState::Unreachable(_) => "transient",
        SourceState::Refused(Trouble::Platform { code: 7 | 11..=13 }) => "security",
        SourceState::NotAsked(NotAsked::Overloaded) => "throttled",
        SourceState::NotAsked(NotAsked::NoBasis)
        | SourceState::Incomplete(Trouble::BlockedRecords { .. }) => "security",
        SourceState::Refused(_)
        | SourceState::Incomplete(_)
        | SourceState::FromCache { .. }
        | SourceState::Unreadable(_)
        | SourceState::NotAsked(_) => "incomplete",
    };
    let reason = words::state_reason(&source.state).map(|reason| format!(" {reason}"));
    let text = format!(
        "{}: {}.{}",
        SourceNames::source(source),
        words::state(&source.state),
        reason.unwrap_or_default()
    );
    let diagnostics = visible(source.correlation_id.as_deref());
    Some(Issue { diagnostics, ..issue("warning", code, text) })
}

fn issue(severity: &'static str, code: &'static str, text: String) -> Issue {
    Issue { severity, code, details: CodeableConcept::text(text), diagnostics: None }
}
