//! From a source's answer to records of ours: whose they are is checked, what is broken is counted,
//! and every source gets its state. Pure: bytes and questions in, values out.

mod engagements;
mod lift;
mod record;
mod reply;
mod status;
mod verified;

use std::time::Duration;

use crate::domain::{
    HsaId, LogicalAddress, Source, SourceKind, SourceState, SwedishDate, UnreadableRecord,
    WithheldReason,
};
use crate::rivta::xml::Limits;

pub use engagements::engagements;
pub use reply::{failed, vaccination_history, vaccination_history_text};
pub use verified::{Identities, VerifiedRecord};

/// What decoding must know besides the answer.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// Whose records are wanted.
    pub identities: Identities<'c>,
    /// The patient's birth, where her number tells it.
    pub birth: Option<SwedishDate>,
    /// Today in Sweden.
    pub today: SwedishDate,
    /// What an answer may hold.
    pub limits: &'c Limits,
    /// Longest free text that is taken over, in characters.
    pub longest_text: usize,
    /// Our own system: the engagement index names it too, and it is not asked.
    pub own_system: &'c HsaId,
    /// Whether this contract version leaves `nullified` optional (1.0 does).
    pub nullified_is_optional: bool,
}

/// Who was asked, as far as decoding is concerned.
#[derive(Clone, Debug)]
pub struct AskedSource {
    /// The source.
    pub kind: SourceKind,
    /// Its address.
    pub address: LogicalAddress,
    /// Its name for people.
    pub name: Option<String>,
    /// When its answer came.
    pub at: jiff::Timestamp,
    /// The platform's correlation id of the call.
    pub correlation_id: Option<String>,
}

/// What decoding found in one answer.
#[derive(Debug, Default)]
pub struct Decoded {
    /// Every source that the answer speaks of.
    pub outcomes: Vec<SourceOutcome>,
    /// What must wait before it is asked again.
    pub wait: Option<Wait>,
}

/// What must wait after an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wait {
    /// The same question: it was answered with a SOAP fault.
    Question,
    /// Every question to the address: it asks to be left alone for so long.
    Address(Duration),
}

impl Decoded {
    /// What is known of a source that gave no answer to decode.
    pub fn only(source: Source) -> Self {
        Self { outcomes: vec![SourceOutcome::empty(source)], wait: None }
    }
}

/// What one source gave, good or bad.
#[derive(Clone, Debug)]
pub struct SourceOutcome {
    /// The source and its state.
    pub source: Source,
    /// Its records, each checked to be the patient's.
    pub records: Vec<VerifiedRecord>,
    /// Records that may not be shown, and why, one entry each.
    pub withheld: Vec<WithheldReason>,
    /// Records that could not be read.
    pub unreadable: Vec<UnreadableRecord>,
}

impl SourceOutcome {
    fn empty(source: Source) -> Self {
        Self { source, records: Vec::new(), withheld: Vec::new(), unreadable: Vec::new() }
    }
}

impl AskedSource {
    /// The source in a state, nothing received.
    pub fn source(&self, state: SourceState) -> Source {
        Source {
            kind: self.kind.clone(),
            name: self.name.clone(),
            state,
            at: self.at,
            received: 0,
            oldest: None,
            correlation_id: self.correlation_id.clone(),
        }
    }

    /// A source system that the answer of this source speaks of.
    fn source_system(
        &self,
        address: LogicalAddress,
        name: Option<String>,
        state: SourceState,
    ) -> Source {
        Source { kind: SourceKind::SourceSystem { address }, name, ..self.source(state) }
    }
}
