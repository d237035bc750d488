//! The nurse's page as a subscriber: what it is told, and what it answers.
//!
//! A page shows one patient, or none, for as long as it is shown. When the patient changes it is
//! covered and goes on to another page; no page is ever filled with another patient.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use futures_util::stream;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tokio::time::{Interval, MissedTickBehavior, interval};
use uuid::Uuid;

use super::hub::{Membership, Said, monotonic, notification};
use super::{NAME, patient_here, patient_of, shared_topic, tell_opened, words};
use crate::context::{
    Acknowledgement, Denial, EventName, EventSet, Notification, Refused, Subscriber, SubscriberId,
};
use crate::domain::{AssignmentPurpose, PatientId};
use crate::journal::ViewId;
use crate::present::words::patient_number;
use crate::store::{ContextEffect, ContextEntry, ContextOrigin, ContextTopic};
use crate::web::arrival;
use crate::web::error::WebError;
use crate::web::login::{ListeningStaff, Staff};
use crate::web::session::SessionKey;
use crate::web::state::AppState;

/// Which page listens.
#[derive(Deserialize)]
pub(in crate::web) struct Listening {
    /// The view that it shows; none on a page without a patient.
    #[serde(default)]
    view: String,
}

/// A page's answer to an event.
#[derive(Deserialize)]
pub(in crate::web) struct Answer {
    subscriber: Uuid,
    event: String,
}

/// A page follows.
#[derive(Deserialize)]
pub(in crate::web) struct Follow {
    subscriber: Uuid,
    event: String,
    #[serde(default)]
    view: String,
    /// Whether to the patient that COSMIC shows, where that is not the current one.
    #[serde(default)]
    back: bool,
}

/// A page stays with its patient.
#[derive(Deserialize)]
pub(in crate::web) struct Keep {
    view: String,
}

/// How the context stands, for a page.
#[derive(Serialize)]
struct Standing<'s> {
    subscriber: Uuid,
    /// The event that set it; empty where nothing has.
    event: &'s str,
    /// Whether the page shows the patient it is about.
    here: bool,
    /// The page's own patient, for the eye.
    shown: Option<Shown>,
    /// The patient, for the eye.
    patient: Option<Shown>,
    /// The one that COSMIC is known to show.
    theirs: Option<Shown>,
    /// Who has not followed to the patient, if that has been said already.
    lost: Option<Lost>,
}

/// A patient, for the eye.
#[derive(Clone, Serialize)]
struct Shown {
    number: String,
}

/// Somebody has not followed.
#[derive(Serialize)]
struct Lost {
    event: String,
    subscriber: String,
    reason: String,
    /// The patient that COSMIC is known to show.
    theirs: Option<Shown>,
}

/// Where a page is to go.
#[derive(Serialize)]
struct Onward {
    /// None: stay.
    address: Option<String>,
    /// Why it cannot follow.
    reason: Option<&'static str>,
}

/// Tells a page how the context stands at once, and of each change, with a beat in between so that
/// a broken connection shows.
pub(in crate::web) async fn listen(
    State(state): State<AppState>,
    ListeningStaff(staff): ListeningStaff,
    Query(listening): Query<Listening>,
) -> Result<Response, WebError> {
    let launched = staff.launched.as_ref().ok_or(WebError::NoSuchPage)?;
    let shown = shown_by(&state, &staff, &listening.view).await?;
    let Some(topic) = shared_topic(&state, &launched.launch).await? else {
        return Ok(Sse::new(stream::iter([Ok::<_, Infallible>(over())])).into_response());
    };
    let id = SubscriberId(Uuid::new_v4());
    let subscriber = Subscriber {
        name: NAME.to_owned(),
        events: EventSet::all(),
        ends: monotonic() + state.settings.session_longest,
    };
    let joined = state.context.join(&topic.claim.topic, id, subscriber).await?;
    let mut beats = interval(state.settings.context.heartbeat);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let session = staff.session;
    let topic = topic.claim.topic;
    let page = Page { state, topic, session, shown, place: joined, beats, begun: false };
    let events = stream::unfold(page, |mut page| async move {
        let event = page.next().await?;
        Some((Ok::<_, Infallible>(event), page))
    });
    Ok(Sse::new(events).into_response())
}

/// The page refuses to follow: there is unsaved work on it.
pub(in crate::web) async fn answer(
    State(state): State<AppState>,
    staff: Staff,
    Form(answer): Form<Answer>,
) -> Result<Response, WebError> {
    let topic = topic_of(&state, &staff).await?;
    let id = SubscriberId(answer.subscriber);
    let refusal = Acknowledgement { id: answer.event, status: 409 };
    state.context.answer(&topic.claim.topic, id, &refusal, Some(words::UNSAVED)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The page follows to the current patient, whichever that is by now.
pub(in crate::web) async fn follow(
    State(state): State<AppState>,
    staff: Staff,
    Form(follow): Form<Follow>,
) -> Result<Response, WebError> {
    let topic = topic_of(&state, &staff).await?;
    let key = topic.claim.topic.clone();
    let shown = shown_by(&state, &staff, &follow.view).await?;
    let onward = if follow.back {
        lead_back(&state, staff, topic, shown.as_ref()).await
    } else {
        lead(&state, staff, topic.current, shown.as_ref()).await
    };
    let status = match &onward {
        Ok(Onward { reason: Some(_), .. }) => 409,
        Ok(_) => 200,
        Err(_) => 500,
    };
    let reason = onward.as_ref().ok().and_then(|onward| onward.reason);
    let said = Acknowledgement { id: follow.event, status };
    state.context.answer(&key, SubscriberId(follow.subscriber), &said, reason).await?;
    Ok(Json(onward?).into_response())
}

/// The page stays with its patient, and COSMIC is asked to come along.
pub(in crate::web) async fn keep(
    State(state): State<AppState>,
    staff: Staff,
    Form(keep): Form<Keep>,
) -> Result<Response, WebError> {
    let topic = topic_of(&state, &staff).await?;
    let patient = shown_by(&state, &staff, &keep.view).await?.ok_or(WebError::NoSuchView)?;
    let current = topic.current.and_then(notification);
    match current {
        // The same event again, with the time it had: it may only have gone unheard.
        Some(event) if is_about(&event, &patient) => {
            let (opens, ours) = (ContextEffect::Opens, ContextOrigin::Ours);
            state.context.tell(&topic.claim.topic, &event, opens, ours, None).await?;
        }
        _ => tell_opened(&state, &topic.claim.topic, &patient, ContextOrigin::Ours).await?,
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Where COSMIC is, which has not followed to the current context: that patient is now the choice.
async fn lead_back(
    state: &AppState,
    staff: Staff,
    topic: ContextTopic,
    shown: Option<&PatientId>,
) -> Result<Onward, WebError> {
    let theirs = topic.theirs.and_then(notification);
    let Some(theirs) = theirs.as_ref().and_then(patient_of) else {
        // It shows nobody, as far as anybody knows; so does the search.
        return Ok(Onward { address: Some("/".to_owned()), reason: None });
    };
    match patient_here(state, &theirs).await? {
        Ok(patient) => {
            tell_opened(state, &topic.claim.topic, &patient, ContextOrigin::Ours).await?;
            let current = topic_of(state, &staff).await?.current;
            lead(state, staff, current, shown).await
        }
        Err(reason) => Ok(Onward { address: None, reason: Some(reason) }),
    }
}

/// Where the current context leads.
async fn lead(
    state: &AppState,
    staff: Staff,
    current: Option<ContextEntry>,
    shown: Option<&PatientId>,
) -> Result<Onward, WebError> {
    let stay = Onward { address: None, reason: None };
    if staff.assignment.purpose != AssignmentPurpose::CareAndTreatment {
        // Such a page shows no patient and may not.
        return Ok(stay);
    }
    let Some(event) = current.and_then(notification) else {
        let address = shown.map(|_| "/".to_owned());
        return Ok(Onward { address, reason: None });
    };
    let Some(patient) = patient_of(&event) else { return Ok(stay) };
    let patient = match patient_here(state, &patient).await? {
        Ok(patient) => patient,
        Err(reason) => return Ok(Onward { address: None, reason: Some(reason) }),
    };
    if Some(&patient) == shown {
        return Ok(stay);
    }
    let address = arrival::address_for(state, staff.session, staff.assignment, patient).await?;
    Ok(Onward { address: Some(address), reason: None })
}

/// A page that listens.
struct Page {
    state: AppState,
    topic: String,
    session: SessionKey,
    shown: Option<PatientId>,
    /// None: the topic is over.
    place: Option<Membership>,
    beats: Interval,
    begun: bool,
}

impl Page {
    async fn next(&mut self) -> Option<Event> {
        let place = self.place.as_mut()?;
        let id = place.id();
        if !self.begun {
            self.begun = true;
            // The current event comes over the line as well; this says it with all around it.
            let kept = self.state.store.context_topic(&self.topic, self.state.clock.now()).await;
            return match kept {
                Ok(Some(topic)) => {
                    let lost = self.lost_already(&topic).await;
                    let event = self.standing(id, "lage", topic, lost);
                    Some(event.retry(TRY_AGAIN_AFTER))
                }
                _ => self.end(),
            };
        }
        let said = tokio::select! {
            biased;
            () = self.state.stop.ended() => return None,
            () = place.cut.cancelled() => return None,
            said = place.said.recv() => said,
            _ = self.beats.tick() => return self.beat().await,
        };
        match said {
            // It is there all the same: the browser connects again and is told how things stand.
            Some(Said::Denied { reason: Denial::Silent | Denial::Unsubscribed, .. }) => None,
            None | Some(Said::Denied { .. }) => self.end(),
            Some(Said::Event(event)) if event.event == EventName::SyncError => {
                let kept = self.state.store.context_topic(&self.topic, self.state.clock.now());
                let theirs = kept.await.ok().flatten().and_then(|topic| topic.theirs);
                Some(json_event("synkfel", &lost(&event, theirs)))
            }
            Some(Said::Event(event)) => self.changed(id, &event).await,
        }
    }

    /// A sign of life, as long as the session has some. To listen is not to use it.
    async fn beat(&mut self) -> Option<Event> {
        match self.goes_on().await {
            Ok(true) => Some(Event::default().event("puls").data("")),
            Ok(false) => self.end(),
            Err(_) => None,
        }
    }

    /// Whether the user is still logged in, and still has her assignment.
    async fn goes_on(&self) -> Result<bool, WebError> {
        match self.state.staff.recall(&self.session).await? {
            Some(kept) => Ok(kept.assignment_now(&self.state).await?.is_some()),
            None => Ok(false),
        }
    }

    async fn changed(&mut self, id: SubscriberId, event: &Notification) -> Option<Event> {
        let kept = self.state.store.context_topic(&self.topic, self.state.clock.now()).await;
        let Ok(Some(topic)) = kept else { return self.end() };
        let current = topic.current.clone().and_then(notification);
        let is_here = match (&current, &self.shown) {
            (Some(current), Some(shown)) => is_about(current, shown),
            (None, None) => true,
            _ => false,
        };
        // A page without a patient stays when it learns how things stood before it came.
        let is_old = self.shown.is_none()
            && self
                .place
                .as_ref()
                .is_some_and(|place| place.joined_at.as_deref() == Some(&event.id));
        if is_here || is_old {
            // Nothing to do but to say so.
            let done = Acknowledgement { id: event.id.clone(), status: 200 };
            if let Some(place) = &self.place {
                place.answer(&done).await;
            }
        }
        Some(self.standing(id, if is_old { "lage" } else { "byte" }, topic, None))
    }

    /// Whether somebody has said already that it does not follow to the current patient: a page may
    /// come a moment later than that.
    async fn lost_already(&self, topic: &ContextTopic) -> Option<Lost> {
        let current = topic.current.as_ref()?;
        let since = self.state.store.context_since(&self.topic, current.version).await.ok()?;
        let id = notification(current.clone())?.id;
        let said = since.into_iter().filter_map(notification);
        said.filter(|event| event.event == EventName::SyncError)
            .map(|event| lost(&event, topic.theirs.clone()))
            .find(|lost| lost.event == id && lost.subscriber != NAME)
    }

    fn standing(
        &self,
        id: SubscriberId,
        name: &str,
        topic: ContextTopic,
        lost: Option<Lost>,
    ) -> Event {
        let current = topic.current.and_then(notification);
        let here = match (&current, &self.shown) {
            (Some(current), Some(shown)) => is_about(current, shown),
            // A page without a patient goes with every one; a page with one only with hers.
            (_, None) => true,
            (None, Some(_)) => false,
        };
        let standing = Standing {
            subscriber: id.0,
            event: current.as_ref().map(|event| event.id.as_str()).unwrap_or_default(),
            here,
            shown: self.shown.as_ref().map(|patient| Shown { number: patient_number(patient) }),
            lost,
            patient: current.as_ref().and_then(for_the_eye),
            theirs: topic.theirs.and_then(notification).as_ref().and_then(for_the_eye),
        };
        json_event(name, &standing)
    }

    fn end(&mut self) -> Option<Event> {
        self.place = None;
        Some(over())
    }
}

/// The patient of the view that a page shows.
async fn shown_by(
    state: &AppState,
    staff: &Staff,
    view: &str,
) -> Result<Option<PatientId>, WebError> {
    if view.is_empty() {
        return Ok(None);
    }
    let view: ViewId = view.parse().map_err(|_| WebError::NoSuchView)?;
    let patient = state.view_names.find(view, staff.session).await?;
    patient.map(|(patient, _)| Some(patient)).ok_or(WebError::NoSuchView)
}

async fn topic_of(state: &AppState, staff: &Staff) -> Result<ContextTopic, WebError> {
    let launched = staff.launched.as_ref().ok_or(WebError::NoSuchPage)?;
    shared_topic(state, &launched.launch).await?.ok_or(WebError::NoSuchPage)
}

fn is_about(event: &Notification, patient: &PatientId) -> bool {
    patient_of(event).is_some_and(|about| about.ids.contains(patient))
}

fn for_the_eye(event: &Notification) -> Option<Shown> {
    let patient = patient_of(event)?;
    let number = patient.ids.first().map(patient_number);
    Some(Shown { number: number.unwrap_or_else(|| "utan känt nummer".to_owned()) })
}

fn lost(event: &Notification, theirs: Option<ContextEntry>) -> Lost {
    let Refused { event_id, subscriber, reason } =
        event.resource().map(Refused::read).unwrap_or_default();
    let theirs = theirs.and_then(notification).as_ref().and_then(for_the_eye);
    Lost { event: event_id, subscriber, reason, theirs }
}

fn over() -> Event {
    Event::default().event("slut").data("")
}

fn json_event(name: &str, data: &impl Serialize) -> Event {
    // Plain data can always be written.
    Event::default().event(name).json_data(data).unwrap_or_else(|_| over())
}

/// How long a browser waits before it connects again.
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(500);
