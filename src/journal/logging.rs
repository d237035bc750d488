//! What the access log is told of a view. Each event is written before what it speaks of is shown.

use std::collections::BTreeSet;
use std::iter::repeat_n;

use jiff::Timestamp;
use uuid::Uuid;

use crate::access_log::{AccessLog, NotLogged};
use crate::domain::{
    AccessActivity, AccessEvent, AccessOutcome, AccessedSource, Assignment, BlockedHolder, Ground,
    Holder, HoldingUnit, Lifting, LiftingGround, PatientId, Scope, Source, SourceKind, SourceState,
    StatedGround, Trouble, WithheldReason,
};
use crate::journal::access::{
    AccessGrant, Denied, JournalRequest, PermittedOutcome, PermittedRecord, Withheld,
};
use crate::journal::collected::Judged;

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

impl Logged<Vec<Judged>> {
    /// Nothing, of which the log need not know.
    pub(super) fn nothing() -> Self {
        Self(Vec::new())
    }

    /// The same for answers of sources, without failing: where the log cannot be written they are
    /// withheld, record by record, and the journal says so.
    pub(super) async fn if_it_can_be(
        log: &AccessLog,
        event: AccessEvent,
        mut judged: Vec<Judged>,
    ) -> Self {
        if log.write(&[event]).await.is_err() {
            judged.iter_mut().flat_map(|one| &mut one.permitted).for_each(withhold);
        }
        Self(judged)
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

/// What is in these sources is about to be printed.
pub(super) fn printed(
    grant: &AccessGrant,
    occasion: Uuid,
    sources: Vec<AccessedSource>,
    at: Timestamp,
) -> AccessEvent {
    event(grant, AccessActivity::Printed, occasion, sources, at)
}

/// What these sources gave is about to be added to what is shown.
pub(super) fn read(
    grant: &AccessGrant,
    occasion: Uuid,
    judged: &[Judged],
    at: Timestamp,
) -> AccessEvent {
    let outcomes = judged.iter().flat_map(|one| &one.permitted);
    let sources = outcomes.map(|outcome| accessed(&outcome.source, &outcome.records));
    event(grant, AccessActivity::SourcesRead, occasion, sources.collect(), at)
}

/// Who holds what is blocked is about to be told.
pub(super) fn told_who_blocks(
    grant: &AccessGrant,
    occasion: Uuid,
    blocked: &[BlockedHolder],
    at: Timestamp,
) -> AccessEvent {
    let one = |blocked: &BlockedHolder| {
        let HoldingUnit { care_provider, care_unit } = &blocked.holder;
        format!("{care_provider} {care_unit}: {}", blocked.count)
    };
    let holders: Vec<String> = blocked.iter().map(one).collect();
    AccessEvent {
        details: Some(holders.join(", ")),
        ..event(grant, AccessActivity::BlockRevealed, occasion, Vec::new(), at)
    }
}

/// What a user states as her grounds is about to be kept, and what she may then do on them.
pub(super) fn stated(
    patient: &PatientId,
    assignment: &Assignment,
    stated: &[StatedGround],
) -> Vec<AccessEvent> {
    // What is stated together stands on one ground: a care relation in an emergency is a part of it.
    let basis = stated.iter().find_map(|one| one.ground.basis());
    let occasion = Uuid::new_v4();
    let event = |one: &StatedGround| {
        let activity = match one.ground {
            Ground::CareRelation => AccessActivity::RelationRegistered,
            Ground::Consent => AccessActivity::ConsentRegistered,
            Ground::Emergency { .. } => AccessActivity::EmergencyOpened,
            Ground::CannotDecide { .. } => AccessActivity::CannotDecideRegistered,
        };
        AccessEvent {
            occasion,
            patient: Some(patient.clone()),
            basis: basis.clone(),
            details: Some(format!("{}, until {}", scope(one.scope), one.until)),
            ..AccessEvent::new(one.at, assignment.clone(), activity)
        }
    };
    stated.iter().map(event).collect()
}

/// Blocks are about to be lifted for a time.
pub(super) fn lifted(grant: &AccessGrant, lifting: &Lifting) -> AccessEvent {
    let HoldingUnit { care_provider, care_unit } = &lifting.holder;
    let ground = match lifting.ground {
        LiftingGround::Consent => "consent",
        LiftingGround::Emergency => "emergency",
    };
    let details = format!(
        "{care_provider} {care_unit}: {ground}, {}, until {}, asked for by {}: {}",
        scope(lifting.scope),
        lifting.until,
        lifting.requested_by,
        lifting.reason
    );
    AccessEvent {
        details: Some(details),
        ..event(grant, AccessActivity::BlockLifted, Uuid::new_v4(), Vec::new(), lifting.at)
    }
}

/// The patient's consent is about to be withdrawn.
pub(super) fn withdrawn(grant: &AccessGrant, at: Timestamp) -> AccessEvent {
    event(grant, AccessActivity::ConsentWithdrawn, Uuid::new_v4(), Vec::new(), at)
}

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Employee => "for the employee",
        Scope::CareUnit => "for the care unit",
    }
}

/// What the access log is told of a source: how it went, and who wrote what is shown of it.
pub fn accessed(source: &Source, records: &[PermittedRecord]) -> AccessedSource {
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
    withheld.extend(repeat_n(Withheld::Because(WithheldReason::NotLogged), records.len()));
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
        basis: Some(grant.basis().clone()),
        sources,
        ..AccessEvent::new(at, grant.request().assignment.clone(), activity)
    }
}
