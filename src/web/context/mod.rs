//! Patient context shared with COSMIC: the hub on one side, the nurse's pages on the other.
//!
//! A topic comes with a launch that was let through, and lives as long as it. Whoever knows it may
//! subscribe and tell of changes, so it is kept out of logs and pages. What happens under it is
//! written down in the store, and every instance tells its own subscribers.

mod cross_origin;
mod hub;
mod page;
mod post;
mod socket;

use jiff::Timestamp;

use super::error::WebError;
use super::login::Staff;
use super::state::AppState;
use crate::context::{self, EventName, Notification, PatientInContext};
use crate::domain::{PatientId, PatientIdKind};
use crate::launch::Launch;
use crate::store::{ContextClaim, ContextEffect, ContextOrigin, ContextTopic, ToldContext};

pub(super) use cross_origin::cross_origin;
pub(super) use hub::Hub;
pub(super) use page::{answer, follow, keep, listen};
pub(super) use post::{configuration, current, receive};
pub(super) use socket::{LARGEST_MESSAGE, open};

/// The hub's address within this service.
pub(super) const ADDRESS: &str = "/fhircast";

/// Whether an address is the hub's.
pub(super) fn is_hub(path: &str) -> bool {
    path.strip_prefix(ADDRESS).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What this service is called as a subscriber of its own.
pub(super) const NAME: &str = "MittVaccin Journal";

/// Opens the topic that came with a launch, and tells of the patient who did.
pub(super) async fn begin(
    state: &AppState,
    launch: &Launch,
    now: Timestamp,
) -> Result<(), WebError> {
    let Some(topic) = launch.topic() else { return Ok(()) };
    let longest = state.settings.session_longest;
    let claim = ContextClaim {
        topic: topic.as_str().to_owned(),
        installation: launch.installation().to_owned(),
        care_provider: launch.place().care_provider.clone(),
        certificate: launch.certificate().to_owned(),
        staff: launch.staff().clone(),
        ends: now.checked_add(longest).unwrap_or(Timestamp::MAX),
    };
    if !state.store.claim_context(&claim, now).await? {
        tracing::warn!(
            installation = claim.installation,
            "a launch came with another user's topic; patient context is not shared"
        );
        return Ok(());
    }
    if let Some(patient) = launch.patient() {
        tell_opened(state, &claim.topic, patient, ContextOrigin::Theirs).await?;
    }
    Ok(())
}

/// Ends the topic of a launch: the user has left.
pub(super) async fn end(state: &AppState, launch: &Launch) -> Result<(), WebError> {
    if let Some(topic) = shared_topic(state, launch).await? {
        state.store.end_context(&topic.claim.topic).await?;
    }
    Ok(())
}

/// Tells COSMIC that a patient has been chosen here, if the user came from there.
pub(super) async fn tell_chosen(
    state: &AppState,
    staff: &Staff,
    patient: &PatientId,
) -> Result<(), WebError> {
    let Some(launched) = &staff.launched else { return Ok(()) };
    if !is_registered(state, patient) {
        return Ok(());
    }
    match shared_topic(state, &launched.launch).await? {
        Some(topic) => tell_opened(state, &topic.claim.topic, patient, ContextOrigin::Ours).await,
        None => Ok(()),
    }
}

/// The patient who is open in COSMIC now, as far as it shares that; else the one its launch came with.
pub(super) async fn patient_in_view(
    state: &AppState,
    launch: &Launch,
) -> Result<Option<PatientId>, WebError> {
    let Some(topic) = shared_topic(state, launch).await? else {
        return Ok(launch.patient().cloned());
    };
    let current = topic.current.and_then(hub::notification);
    match current.as_ref().and_then(patient_of) {
        Some(about) => Ok(patient_here(state, &about).await?.ok()),
        None => Ok(None),
    }
}

/// Whether COSMIC can look a patient up by her number: all can by national numbers, and by a region's
/// own reserve numbers if the person register holds them (COSMIC – integration MittVaccin Journal 8.0,
/// 2.5).
fn is_registered(state: &AppState, patient: &PatientId) -> bool {
    let PatientIdKind::LocalReserve { oid } = patient.kind() else { return true };
    state.settings.reserve_series.iter().any(|one| one.in_register && one.oid == *oid)
}

/// The topic of a launch, while it is shared: open, and this user's own.
async fn shared_topic(state: &AppState, launch: &Launch) -> Result<Option<ContextTopic>, WebError> {
    let Some(topic) = launch.topic() else { return Ok(None) };
    let found = state.store.context_topic(topic.as_str(), state.clock.now()).await?;
    Ok(found.filter(|topic| {
        topic.claim.installation == launch.installation() && topic.claim.staff == *launch.staff()
    }))
}

/// Tells of the patient that a user has chosen here, or has come with from COSMIC.
async fn tell_opened(
    state: &AppState,
    topic: &str,
    patient: &PatientId,
    origin: ContextOrigin,
) -> Result<(), WebError> {
    let id = uuid::Uuid::new_v4().to_string();
    let resource = uuid::Uuid::new_v4().to_string();
    let mut at = state.clock.now();
    // COSMIC's clock may be ahead of ours; a choice made here is still the later one.
    let known = state.store.context_topic(topic, at).await?;
    if let Some(current) = known.and_then(|topic| topic.current).and_then(hub::notification) {
        at = at.max(current.timestamp + std::time::Duration::from_millis(1));
    }
    let event = context::opened(id, &resource, patient, at);
    match state.context.tell(topic, &event, ContextEffect::Opens, origin, None).await? {
        ToldContext::Told | ToldContext::NoTopic => Ok(()),
        // Somebody else was quicker, and the pages follow that.
        ToldContext::Older | ToldContext::Apart => Ok(()),
    }
}

/// The patient of an event, as far as it can be read.
fn patient_of(event: &Notification) -> Option<PatientInContext> {
    let opens = event.event == EventName::PatientOpen;
    event.resource().filter(|_| opens).map(PatientInContext::read)
}

/// Which patient of ours an event means; none, with the reason, where she cannot be shown.
async fn patient_here(
    state: &AppState,
    patient: &PatientInContext,
) -> Result<Result<PatientId, &'static str>, WebError> {
    for id in &patient.ids {
        if is_registered(state, id) || state.store.knows_patient(id).await? {
            return Ok(Ok(id.clone()));
        }
    }
    Ok(Err(if patient.ids.is_empty() { words::NO_ID } else { words::LOCAL_RESERVE }))
}

/// Why a patient is not followed to.
mod words {
    pub(super) const NO_ID: &str =
        "patienten har inget personnummer, samordningsnummer eller reservnummer som kan läsas";
    pub(super) const LOCAL_RESERVE: &str = "patienten har ett lokalt reservnummer och finns inte \
         i MittVaccin Journal. Lägg upp patienten där utan att gå via COSMIC först";
    pub(super) const UNSAVED: &str = "användaren har osparade ändringar för en annan patient";
}
