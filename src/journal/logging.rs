//! What the access log is told of a view. Each event is written before what it speaks of is shown.

use std::collections::BTreeSet;
use std::iter::repeat_n;

use jiff::Timestamp;
use uuid::Uuid;

use crate::access_log::{AccessLog, NotLogged};
use crate::domain::{
    AccessActivity, AccessEvent, AccessOutcome, AccessedSource, Holder, Source, SourceKind,
    SourceState, Trouble, WithheldReason,
};
use crate::journal::access::{
    AccessGrant, Denied, JournalRequest, PermittedOutcome, PermittedRecord,
};

/// Something that the access log knows of, so that it may be shown. Only this module makes one.
pub(super) struct Logged<T>(T);

impl<T> Logged<T> {
    /// Writes the event, and lets go of what it speaks of.
    pub(super) async fn by(
        log: &AccessLog,
        event: AccessEvent,
        shown: T,
    ) -> Result<Self, NotLogged> {
        log.write(&[event]).await?;
        Ok(Self(shown))
    }

    pub(super) fn into_shown(self) -> T {
        self.0
    }
}

/// What calls have brought, each by its number.
pub(super) type Answers = Vec<(usize, Vec<PermittedOutcome>)>;

impl Logged<Answers> {
    /// The same for answers of sources, without failing: where the log cannot be written they are
    /// withheld, record by record, and the journal says so.
    pub(super) async fn if_it_can_be(
        log: &AccessLog,
        event: AccessEvent,
        mut answers: Answers,
    ) -> Self {
        if log.write(&[event]).await.is_err() {
            answers.iter_mut().flat_map(|(_, outcomes)| outcomes).for_each(withhold);
        }
        Self(answers)
    }
}

/// A request was turned away.
pub(super) fn refused(request: &JournalRequest, denied: Denied, at: Timestamp) -> AccessEvent {
    AccessEvent {
        patient: Some(request.patient.clone()),
        outcome: AccessOutcome::Refused { reason: denied.to_string() },
        ..AccessEvent::new(at, request.assignment.clone(), AccessActivity::ViewOpened)
    }
}

/// A view is about to be opened, with these sources in it.
pub(super) fn opened(
    grant: &AccessGrant,
    occasion: Uuid,
    sources: Vec<AccessedSource>,
    at: Timestamp,
) -> AccessEvent {
    event(grant, AccessActivity::ViewOpened, occasion, sources, at)
}

/// What these sources gave is about to be added to what is shown.
pub(super) fn read(
    grant: &AccessGrant,
    occasion: Uuid,
    answers: &Answers,
    at: Timestamp,
) -> AccessEvent {
    let outcomes = answers.iter().flat_map(|(_, outcomes)| outcomes);
    let sources = outcomes.map(|outcome| accessed(&outcome.source, &outcome.records));
    event(grant, AccessActivity::SourcesRead, occasion, sources.collect(), at)
}

/// A source, and who wrote what is shown of it.
pub(super) fn accessed(source: &Source, records: &[PermittedRecord]) -> AccessedSource {
    let holders = records.iter().filter_map(|record| {
        let record = record.record();
        Some(Holder {
            care_provider: record.care_provider.clone()?,
            care_unit: record.care_unit.clone(),
        })
    });
    let holders: BTreeSet<Holder> = holders.collect();
    let address = source.kind.address().map(|address| address.as_str().to_owned());
    AccessedSource {
        source: match source.kind {
            SourceKind::Own => AccessedSource::OWN.to_owned(),
            _ => address.unwrap_or_default(),
        },
        state: source.state.code().to_owned(),
        records: u32::try_from(records.len()).unwrap_or(u32::MAX),
        holders: holders.into_iter().collect(),
    }
}

/// Leaves nothing of an answer but how many records it had.
fn withhold(outcome: &mut PermittedOutcome) {
    let PermittedOutcome { source, records, withheld, unreadable } = outcome;
    withheld.extend(repeat_n(WithheldReason::NotLogged, records.len()));
    records.clear();
    unreadable.iter_mut().for_each(|record| record.date = None);
    // That a source has nothing of the patient is told by no unlogged answer either.
    let answered = matches!(
        source.state,
        SourceState::Answered
            | SourceState::NothingFound
            | SourceState::Incomplete(_)
            | SourceState::FromCache { .. }
    );
    if answered {
        source.state = SourceState::Incomplete(Trouble::NotLogged);
        source.oldest = None;
    }
}

fn event(
    grant: &AccessGrant,
    activity: AccessActivity,
    occasion: Uuid,
    sources: Vec<AccessedSource>,
    at: Timestamp,
) -> AccessEvent {
    AccessEvent {
        occasion,
        patient: Some(grant.patient().clone()),
        basis: grant.basis().cloned(),
        sources,
        ..AccessEvent::new(at, grant.request().assignment.clone(), activity)
    }
}
