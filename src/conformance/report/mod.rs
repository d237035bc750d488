//! What a run found, for people and for machines.

mod html;
mod json;
mod junit;
mod terminal;

use std::time::Duration;

use jiff::Timestamp;

use super::exchange::Exchange;
use super::mask::Mask;
use super::rule::{Finding, Rule, Verdict};
use super::run::Settings;
use super::seen::Seen;
use crate::rivta::GvhVersion;

/// What a run found. Patients' ids are taken out of every text unless the settings asked for them.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was tried.
    pub subject: Subject,
    /// When the run began.
    pub started: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// Every rule, in the order of the list.
    pub rules: Vec<RuleReport>,
    /// Every question put.
    pub questions: Vec<QuestionReport>,
}

/// What was tried.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The producer's logical address.
    pub logical_address: String,
    /// The address that questions were sent to.
    pub endpoint: String,
    /// The contract's version.
    pub contract: &'static str,
}

/// How one rule ended.
#[derive(Clone, Debug)]
pub struct RuleReport {
    /// The rule.
    pub rule: Rule,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it was not judged.
    pub reason: Option<String>,
    /// What breaks it.
    pub findings: Vec<FindingReport>,
    /// Numbers of the questions put for it.
    pub questions: Vec<usize>,
    /// How long judging it took, its questions included.
    pub took: Duration,
}

/// How a rule ended, in a word.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Outcome {
    /// Tried, and kept.
    Passed,
    /// Tried, and broken.
    Failed,
    /// Does not concern this producer or contract.
    NotApplicable,
    /// Could not be tried with this data.
    NotTestable,
}

/// A place where an answer breaks a rule.
#[derive(Clone, Debug)]
pub struct FindingReport {
    /// Number of the question whose answer it is; none where it is about the whole run.
    pub question: Option<usize>,
    /// The place, and what is wrong.
    pub finding: Finding,
}

/// One question and what came back, in short.
#[derive(Clone, Debug)]
pub struct QuestionReport {
    /// Place in the run, from 1.
    pub number: usize,
    /// What it was about.
    pub about: String,
    /// What came back.
    pub answer: String,
    /// How long it took.
    pub took: Duration,
}

impl Report {
    /// How many rules ended so.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.rules.iter().filter(|rule| rule.outcome == outcome).count()
    }

    /// Whether no rule was broken and at least one was kept.
    pub fn is_passed(&self) -> bool {
        self.count(Outcome::Failed) == 0 && self.count(Outcome::Passed) > 0
    }

    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&RuleReport> {
        self.rules.iter().find(|rule| rule.rule.id == id)
    }
}

impl Outcome {
    /// As machines read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotApplicable => "not_applicable",
            Self::NotTestable => "not_testable",
        }
    }
}

impl Subject {
    pub(super) fn of(settings: &Settings, version: GvhVersion) -> Self {
        Self {
            logical_address: settings.logical_address.to_string(),
            endpoint: settings.endpoint.to_string(),
            contract: version.contract().version,
        }
    }
}

impl RuleReport {
    /// A verdict as it may be shown. `places` has the number of a question for each finding, 0 for
    /// none.
    pub(super) fn of(
        rule: &Rule,
        verdict: Verdict,
        places: &[usize],
        questions: Vec<usize>,
        took: Duration,
        mask: &Mask,
    ) -> Self {
        let (outcome, reason, findings) = match verdict {
            Verdict::Passed => (Outcome::Passed, None, Vec::new()),
            Verdict::NotApplicable(why) => (Outcome::NotApplicable, Some(why), Vec::new()),
            Verdict::NotTestable(missing) => (Outcome::NotTestable, Some(missing), Vec::new()),
            Verdict::Failed(findings) => (Outcome::Failed, None, findings),
        };
        let shown = |(at, finding): (usize, Finding)| FindingReport {
            question: places.get(at).copied().filter(|number| *number > 0),
            finding: Finding {
                found: mask.apply(&finding.found),
                demanded: mask.apply(&finding.demanded),
                ..finding
            },
        };
        Self {
            rule: *rule,
            outcome,
            reason: reason.map(|reason| mask.apply(&reason)),
            findings: findings.into_iter().enumerate().map(shown).collect(),
            questions,
            took,
        }
    }
}

impl QuestionReport {
    pub(super) fn of(exchange: &Exchange, mask: &Mask) -> Self {
        let answer = match &exchange.outcome {
            Err(error) => error.to_string(),
            Ok(received) => match &received.seen {
                Seen::History(history) => {
                    let result = history.result.as_ref();
                    let result = result.map(|it| format!("{}, ", it.code)).unwrap_or_default();
                    format!("{result}{}", super::judge::counted(history.records.len()))
                }
                Seen::Ping { .. } => "answer to the ping".to_owned(),
                Seen::Fault(_) => format!("SOAP fault, HTTP status {}", received.status),
                Seen::Other(what) => format!("{what}, HTTP status {}", received.status),
            },
        };
        Self {
            number: exchange.number,
            about: mask.apply(&exchange.question.about),
            answer: mask.apply(&answer),
            took: exchange.took,
        }
    }
}
