//! What a producer of GetVaccinationHistory must do, as one list of rules.

/// What every answer must keep whatever was asked.
pub mod answer;
/// Where an element stands in a message.
pub mod place;
/// What a consumer's question must keep.
pub mod request;
/// What a rule is, and how one ended.
pub mod rule;
/// Validation by the contracts' schemas.
pub mod schema;
