//! What happens to one topic on one instance: who subscribes, who has yet to answer what, and what
//! follows from it.
//!
//! Things that happen go in, [`Effect`]s come out. Whoever holds this does what they say.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::event::{EventName, EventSet, Notification};
use super::subscription::Acknowledgement;
use super::sync_error::{NOT_FOLLOWED, SyncError};

/// Names a subscriber, over every instance.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SubscriberId(pub Uuid);

/// A subscriber who listens on this instance.
#[derive(Clone, Debug)]
pub struct Subscriber {
    /// What it calls itself.
    pub name: String,
    /// The events it is told of.
    pub events: EventSet,
    /// When its subscription ends.
    pub ends: Instant,
}

/// Why a subscription ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Denial {
    /// The subscriber asked for it.
    Unsubscribed,
    /// Its time is out.
    LeaseOver,
    /// It has not answered in time.
    Silent,
    /// The user has left, or another has taken her place.
    TopicOver,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Tell a subscriber of an event.
    Tell {
        /// Whom.
        to: SubscriberId,
        /// Of what.
        event: Arc<Notification>,
    },
    /// Tell a subscriber that its subscription has ended, and close its connection.
    Deny {
        /// Whom.
        to: SubscriberId,
        /// The events it had.
        events: EventSet,
        /// Why.
        reason: Denial,
    },
    /// Tell everybody else, on every instance, that a subscriber has not followed.
    Report {
        /// Who has not.
        by: SubscriberId,
        /// What is said of it.
        error: SyncError,
    },
}

/// One topic's subscribers on this instance.
#[derive(Debug, Default)]
pub struct Topic {
    subscribers: BTreeMap<SubscriberId, Listening>,
}

#[derive(Debug)]
struct Listening {
    subscriber: Subscriber,
    awaited: Vec<Awaited>,
}

/// An answer that has not come.
#[derive(Debug)]
struct Awaited {
    event_id: String,
    event: EventName,
    until: Instant,
}

impl Topic {
    /// Whether nobody listens.
    pub fn is_empty(&self) -> bool {
        self.subscribers.is_empty()
    }

    /// How many listen.
    pub fn len(&self) -> usize {
        self.subscribers.len()
    }

    /// Whether a subscriber listens here.
    pub fn has(&self, id: SubscriberId) -> bool {
        self.subscribers.contains_key(&id)
    }

    /// Takes a subscriber in, and tells it the current context: it has joined late.
    pub fn join(
        &mut self,
        id: SubscriberId,
        subscriber: Subscriber,
        current: Option<&Arc<Notification>>,
        now: Instant,
    ) -> Vec<Effect> {
        self.subscribers.insert(id, Listening { subscriber, awaited: Vec::new() });
        current.map(|event| self.tell_one(id, event, now)).unwrap_or_default()
    }

    /// Changes what a subscriber is told of, and until when.
    pub fn change(&mut self, id: SubscriberId, events: EventSet, ends: Instant) {
        if let Some(listening) = self.subscribers.get_mut(&id) {
            listening.subscriber.events = events;
            listening.subscriber.ends = ends;
        }
    }

    /// Lets a subscriber go that has left in good order: nothing is said of it.
    pub fn leave(&mut self, id: SubscriberId) {
        self.subscribers.remove(&id);
    }

    /// Lets a subscriber go whose connection has broken: it may show something else than the rest.
    pub fn lost(&mut self, id: SubscriberId, current: Option<&Notification>) -> Vec<Effect> {
        let Some(Listening { subscriber, awaited }) = self.subscribers.remove(&id) else {
            return Vec::new();
        };
        let about = awaited.last().map(|awaited| (awaited.event_id.clone(), awaited.event));
        let about = about.or_else(|| current.map(|event| (event.id.clone(), event.event)));
        // Where no patient has been told of there is nothing to be out of step with.
        let Some((event_id, event)) = about else { return Vec::new() };
        let reason = format!("{}: förbindelsen bröts", subscriber.name);
        let error = SyncError { event_id, event, subscriber: subscriber.name, reason };
        vec![Effect::Report { by: id, error }]
    }

    /// Tells everybody of an event who is to be told, its sender included.
    pub fn event(
        &mut self,
        event: &Arc<Notification>,
        but: Option<SubscriberId>,
        now: Instant,
    ) -> Vec<Effect> {
        let ids: Vec<SubscriberId> = self.subscribers.keys().copied().collect();
        let told = ids.into_iter().filter(|id| Some(*id) != but);
        told.flat_map(|id| self.tell_one(id, event, now)).collect()
    }

    /// Takes a subscriber's answer to an event. The reason is what it says besides, for people.
    /// Events before that one are not waited for any longer: it says where the subscriber is now.
    pub fn answer(
        &mut self,
        id: SubscriberId,
        answer: &Acknowledgement,
        reason: Option<&str>,
    ) -> Vec<Effect> {
        let Some(listening) = self.subscribers.get_mut(&id) else { return Vec::new() };
        let at = listening.awaited.iter().position(|awaited| awaited.event_id == answer.id);
        let answered = at.and_then(|at| listening.awaited.drain(..=at).next_back());
        let Some(Awaited { event_id, event, .. }) = answered else { return Vec::new() };
        if answer.is_success() {
            return Vec::new();
        }
        let subscriber = listening.subscriber.name.clone();
        let said = match answer.status {
            409 => NOT_FOLLOWED.to_owned(),
            status if status < 500 => format!("tog inte emot patientbytet ({status})"),
            status => format!("kunde inte ta emot patientbytet ({status})"),
        };
        let reason = format!("{subscriber}: {}", reason.unwrap_or(&said));
        vec![Effect::Report { by: id, error: SyncError { event_id, event, subscriber, reason } }]
    }

    /// Ends a subscription.
    pub fn deny(&mut self, id: SubscriberId, reason: Denial) -> Vec<Effect> {
        let gone = self.subscribers.remove(&id);
        let deny =
            |gone: Listening| Effect::Deny { to: id, events: gone.subscriber.events, reason };
        gone.map(deny).into_iter().collect()
    }

    /// Ends every subscription: the topic is over.
    pub fn end(&mut self) -> Vec<Effect> {
        let ids: Vec<SubscriberId> = self.subscribers.keys().copied().collect();
        ids.into_iter().flat_map(|id| self.deny(id, Denial::TopicOver)).collect()
    }

    /// What follows from the time: subscriptions that are out, and subscribers that have not
    /// answered. A silent one is told of to the others and then let go.
    pub fn tick(&mut self, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut out = Vec::new();
        for (id, Listening { subscriber, awaited }) in &self.subscribers {
            if now >= subscriber.ends {
                out.push((*id, Denial::LeaseOver));
            } else if let Some(late) = awaited.iter().find(|awaited| now >= awaited.until) {
                let error = SyncError {
                    event_id: late.event_id.clone(),
                    event: late.event,
                    subscriber: subscriber.name.clone(),
                    reason: format!("{}: svarar inte", subscriber.name),
                };
                effects.push(Effect::Report { by: *id, error });
                out.push((*id, Denial::Silent));
            }
        }
        effects.extend(out.into_iter().flat_map(|(id, reason)| self.deny(id, reason)));
        effects
    }

    fn tell_one(
        &mut self,
        id: SubscriberId,
        event: &Arc<Notification>,
        now: Instant,
    ) -> Vec<Effect> {
        let Some(listening) = self.subscribers.get_mut(&id) else { return Vec::new() };
        if !listening.subscriber.events.has(event.event) {
            return Vec::new();
        }
        if event.event.changes_context() {
            // One that is repeated is awaited once.
            listening.awaited.retain(|awaited| awaited.event_id != event.id);
            let until = now + ANSWER_WITHIN;
            let event_id = event.id.clone();
            listening.awaited.push(Awaited { event_id, event: event.event, until });
        }
        vec![Effect::Tell { to: id, event: Arc::clone(event) }]
    }
}

impl Denial {
    /// What the subscriber is told.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unsubscribed => "unsubscribed",
            Self::LeaseOver => "the lease is over",
            Self::Silent => "an event was not answered in time",
            Self::TopicOver => "the user's session has ended",
        }
    }
}

/// How long a subscriber may take to answer an event.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
