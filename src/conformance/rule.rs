//! What a producer must do, and how one rule ended.

/// One thing a producer must do.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name in reports; never changes.
    pub id: &'static str,
    /// What it demands.
    pub demands: &'static str,
    /// Where the demand is written.
    pub source: &'static str,
    /// How it is judged.
    pub judged: &'static str,
}

/// A place where an answer breaks a rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// Path of the element, with places among equals; empty where it is not about an element.
    pub path: String,
    /// Line in the answer, from 1; 0 where it is not about a place.
    pub line: u32,
    /// Column in the line, from 1; 0 where it is not known.
    pub column: u32,
    /// What is there.
    pub found: String,
    /// What should be.
    pub demanded: String,
}

/// How a rule ended. There is no default: a rule that was not tried has not passed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Tried, and kept.
    Passed,
    /// Tried, and broken.
    Failed(Vec<Finding>),
    /// Does not concern this producer or contract; why.
    NotApplicable(String),
    /// Could not be tried with this data; what is missing.
    NotTestable(String),
}
