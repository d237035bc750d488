//! The journal as something to read: a page, JSON, FHIR or a table in a terminal.
//!
//! Nothing here decides what belongs in the journal and nothing here does input or output. Each
//! form starts from a [`Showing`]; what may be said about completeness is decided once, in
//! [`completeness`].

/// What may be said about how complete the journal is: the wording rule.
pub mod completeness;
/// Diseases by their keys, as the panel names and orders them.
pub mod disease;
/// Texts that others wrote, made safe to show.
pub mod foreign;
/// Words for what the domain's types say.
pub mod words;

/// The journal with every text ready to print.
pub mod view;

/// The access log for its controllers.
pub mod access_log;
/// The page for administrators.
pub mod administration;
/// The page of a care provider's checklist.
pub mod checklist;
/// The page that adds a patient.
pub mod customer;
/// The journal as a FHIR R4 searchset.
pub mod fhir;
/// The panel's pages.
pub mod html;
/// The journal as JSON.
pub mod json;
/// The journal as a table in a terminal.
pub mod text;

mod handle;
mod sources;

use jiff::Timestamp;

use crate::domain::{Catalogue, Journal, PatientId, RecordPair};

pub use handle::{dose_handle, record_handle, source_handle};
pub use sources::SourceNames;

/// What is shown: a journal as it stands at one moment, and whose it is.
#[derive(Clone, Copy)]
pub struct Showing<'a> {
    /// The journal so far.
    pub journal: &'a Journal,
    /// Whose it is.
    pub patient: &'a PatientId,
    /// Whether every source has answered or been given up.
    pub complete: bool,
    /// The present time.
    pub now: Timestamp,
    /// Pairs of records that users have asked to keep apart.
    pub kept_apart: &'a [RecordPair],
    /// Names of diseases.
    pub catalogue: &'a Catalogue,
}
