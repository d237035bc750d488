//! What a producer of GetVaccinationHistory must do, as one list of rules that drives the run, its
//! report and its documentation.
//!
//! Start in [`run()`]: it asks about every patient of the test data, takes the cases one by one, judges
//! every answer by what any answer must keep, and tells how each rule ended.

/// What every answer must keep whatever was asked.
pub mod answer;
/// The test patients and what is known of them.
pub mod data;
/// The list of rules as a document.
pub mod document;
/// Where an element stands in a message.
pub mod place;
/// What a run found.
pub mod report;
/// What a consumer's question must keep.
pub mod request;
/// What a rule is, and how one ended.
pub mod rule;
/// Validation by the contracts' schemas.
pub mod schema;

mod ask;
mod case;
mod exchange;
mod judge;
mod known;
mod mask;
mod run;
mod seen;

pub use data::Data;
pub use report::{Outcome, Report, RuleReport};
pub use rule::Rule;
pub use run::{Progress, RunError, Settings, other_version, run};

/// Every rule, in the order of reports: first the cases that are asked, then what every answer must
/// keep.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    case_rules().chain(answer::rules())
}

fn case_rules() -> impl Iterator<Item = &'static Rule> {
    case::all().map(|case| &case.rule)
}
