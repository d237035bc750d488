//! What the states of sources may tell while the patient has blocked something. That blocked records
//! exist may be known, but not whose they are until the reader has chosen to see it (law 2022:913),
//! and a source's name is next to its care provider's.

use crate::domain::{Source, SourceKind, SourceState};

/// What is known of blocks in a journal.
#[derive(Clone, Copy)]
pub(super) struct Disclosure {
    /// Whether it is known of every record whether it is blocked.
    pub(super) blocks_are_known: bool,
    /// Whether any record is blocked.
    pub(super) any_blocked: bool,
    /// Whether an index chose the sources: then that a source was asked tells that it holds
    /// something of the patient's.
    pub(super) named_by_index: bool,
}

impl Disclosure {
    /// A source as the reader may know it.
    ///
    /// While something is blocked, or may yet be found to be, a source without anything to show is
    /// like any other of its kind, whether that is because it has nothing or because all is blocked.
    /// One that an index named is not even named, neither then nor while it is waited for.
    pub(super) fn of(self, mut source: Source) -> Source {
        if self.blocks_are_known && !self.any_blocked {
            return source;
        }
        if source.state == SourceState::NothingFound
            && !matches!(source.kind, SourceKind::EngagementIndex { .. })
        {
            source.state = SourceState::NothingToShow;
        }
        let tells = matches!(source.state, SourceState::Waiting | SourceState::NothingToShow);
        if self.named_by_index && tells && matches!(source.kind, SourceKind::SourceSystem { .. }) {
            source = Source {
                kind: SourceKind::Unnamed,
                name: None,
                correlation_id: None,
                oldest: None,
                ..source
            };
        }
        source
    }
}
