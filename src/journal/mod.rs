//! The data flow: from a request to one patient's journal.
//!
//! `access` decides whether the request may be carried out, `ask` puts the questions, `decode`
//! turns answers into records and checks whose they are, `access` permits them one by one, `logging`
//! has them written down before they are shown, and `merge` makes one journal of them. `service`
//! conducts.

/// Who may read what.
pub mod access;

/// To whom questions are put, and how.
pub mod ask;

/// From answers to records.
pub mod decode;

/// From records to one journal.
pub mod merge;

mod collected;
mod disclosure;
mod fetch;
mod logging;
mod other_ids;
mod reach;
mod read;
mod service;

pub use logging::accessed;
pub use reach::Reached;
pub use service::{JournalError, JournalService, Parts, Progress, View, ViewId};
