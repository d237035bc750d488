//! The cases: questions that are put to a producer, and what must come back.
//!
//! They are those of the published test suite of release 2.2.1, by its numbers, and those that its
//! rules need and the suite leaves to be tried by hand.

mod consumer;
mod content;
mod encoding;
mod fault;
mod filter;
mod identity;
mod load;
mod period;
mod refusal;

use super::exchange::{Exchange, Question};
use super::known::Known;
use super::rule::{Finding, Rule, Verdict};

/// A rule that is judged by asking.
pub struct Case {
    /// The rule.
    pub rule: Rule,
    /// How it is tried.
    pub how: How,
}

/// How a case is tried.
#[derive(Clone, Copy)]
pub enum How {
    /// Questions one after the other, each with what must come back; or why there are none.
    Asks(fn(&Known<'_>) -> Result<Vec<Question>, Verdict>),
    /// Questions at once.
    AsksAtOnce(fn(&Known<'_>) -> Result<Vec<Question>, Verdict>),
    /// What all exchanges of the run say.
    Looks(fn(&Known<'_>, &[Exchange]) -> Looked),
}

/// What looking at all exchanges gave: a finding with the number of its exchange each, or why there
/// was nothing to look at.
pub type Looked = Result<Vec<(usize, Finding)>, Verdict>;

/// All cases, in the order in which they are tried.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [
        identity::CASES,
        filter::CASES,
        period::CASES,
        refusal::CASES,
        encoding::CASES,
        fault::CASES,
        consumer::CASES,
        load::CASES,
        content::CASES,
    ]
    .into_iter()
    .flatten()
}

fn not_testable<T>(missing: impl Into<String>) -> Result<T, Verdict> {
    Err(Verdict::NotTestable(missing.into()))
}

/// The chapter of the contract description with the field rules.
const FIELDS: &str = "contract description 2.2.1, 7.1.4";
