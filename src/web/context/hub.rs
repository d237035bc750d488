//! The hub of one instance: its subscribers, and the thread that ties it to the other instances.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{Instant, interval};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::clock::Clock;
use crate::context::{
    Acknowledgement, Denial, Effect, EventName, EventSet, Notification, Subscriber, SubscriberId,
    SyncError, Topic,
};
use crate::store::{
    ContextEffect, ContextEntry, ContextEntryKind, ContextOrigin, Heard, KeptEvent, Store,
    StoreError, ToldContext,
};

/// What is said to a subscriber.
#[derive(Clone, Debug)]
pub(in crate::web) enum Said {
    /// Something has happened.
    Event(Arc<Notification>),
    /// The subscription has ended.
    Denied {
        /// The events it had.
        events: EventSet,
        /// Why.
        reason: Denial,
    },
}

/// The subscribers of this instance, by topic.
pub(in crate::web) struct Hub {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    topics: Mutex<HashMap<String, Arc<Here>>>,
}

/// One topic, as far as this instance has subscribers to it.
struct Here {
    topic: String,
    /// How far it has been read. Held while reading, so that everybody is told in order.
    read: tokio::sync::Mutex<Option<i64>>,
    listening: Mutex<Listening>,
}

#[derive(Default)]
struct Listening {
    machine: Topic,
    lines: HashMap<SubscriberId, Line>,
}

/// The way to one subscriber.
struct Line {
    queue: Sender<Said>,
    cut: CancellationToken,
}

/// A place among a topic's subscribers. Dropped, it is left in good order.
pub(in crate::web) struct Membership {
    hub: Arc<Hub>,
    here: Arc<Here>,
    id: SubscriberId,
    /// The event that set the context when the subscriber came.
    pub(in crate::web) joined_at: Option<String>,
    /// What is said.
    pub(in crate::web) said: Receiver<Said>,
    /// The subscriber has read too slowly and is to be cut off.
    pub(in crate::web) cut: CancellationToken,
}

impl Hub {
    pub(in crate::web) fn new(store: Arc<Store>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { store, clock, topics: Mutex::default() })
    }

    /// Takes a subscriber in and tells it the current context; none if the topic is over.
    pub(in crate::web) async fn join(
        self: &Arc<Self>,
        topic: &str,
        id: SubscriberId,
        subscriber: Subscriber,
    ) -> Result<Option<Membership>, StoreError> {
        let here = self.here(topic);
        let mut read = here.read.lock().await;
        // Those who listen already are told what they have not been. What happens between this and the
        // next line is told to the new one twice, and to nobody never.
        let reports = match *read {
            Some(_) => self.read_on(&here, &mut read).await?,
            None => Vec::new(),
        };
        let kept = match self.store.context_topic(topic, self.clock.now()).await {
            Ok(Some(kept)) => kept,
            nothing => {
                drop(read);
                self.report(topic, reports).await;
                self.tidy();
                return nothing.map(|_| None);
            }
        };
        read.get_or_insert(kept.version);
        let current = kept.current.and_then(notification).map(Arc::new);
        let (queue, said) = mpsc::channel(QUEUE);
        let cut = CancellationToken::new();
        {
            let mut listening = here.listening();
            listening.lines.insert(id, Line { queue, cut: cut.clone() });
            let effects = listening.machine.join(id, subscriber, current.as_ref(), monotonic());
            listening.carry_out(effects);
        }
        drop(read);
        self.report(topic, reports).await;
        let joined_at = current.map(|event| event.id.clone());
        Ok(Some(Membership { hub: Arc::clone(self), here, id, joined_at, said, cut }))
    }

    /// Tells everybody of an event, on every instance.
    pub(in crate::web) async fn tell(
        &self,
        topic: &str,
        event: &Notification,
        effect: ContextEffect,
        origin: ContextOrigin,
        but: Option<SubscriberId>,
    ) -> Result<ToldContext, StoreError> {
        let kept = KeptEvent {
            id: event.id.clone(),
            event: event.event.as_str().to_owned(),
            happened: event.timestamp,
            content: event.context.to_string(),
        };
        let but = but.map(|id| id.0.to_string());
        let now = self.clock.now();
        // This instance hears of it in the same way as the others.
        self.store.tell_context(topic, &kept, effect, origin, but.as_deref(), now).await
    }

    /// Tells everybody that COSMIC shows another patient than the current one, which was chosen here.
    pub(in crate::web) async fn tell_apart(&self, topic: &str) -> Result<(), StoreError> {
        let kept = self.store.context_topic(topic, self.clock.now()).await?;
        let Some(current) = kept.and_then(|kept| kept.current).and_then(notification) else {
            return Ok(());
        };
        let error = SyncError::not_followed(&current, COSMIC);
        self.report_one(topic, &error, None).await;
        Ok(())
    }

    /// A subscriber shows the patient of an event.
    pub(in crate::web) async fn followed(&self, topic: &str, event_id: &str) {
        let opens = EventName::PatientOpen.as_str();
        if let Err(error) = self.store.follow_context(topic, event_id, opens).await {
            warn(&error);
        }
    }

    /// Takes a subscriber's answer, whichever instance holds the subscriber.
    pub(in crate::web) async fn answer(
        &self,
        topic: &str,
        id: SubscriberId,
        answer: &Acknowledgement,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        let here = self.lock().get(topic).cloned().filter(|here| here.listening().machine.has(id));
        if let Some(here) = here {
            let reports = {
                let mut listening = here.listening();
                let effects = listening.machine.answer(id, answer, reason);
                listening.carry_out(effects)
            };
            self.report(topic, reports).await;
            return Ok(());
        }
        let entry = ContextEntryKind::Answer {
            subscriber: id.0.to_string(),
            event_id: answer.id.clone(),
            content: format!("{} {}", answer.status, reason.unwrap_or_default()),
        };
        self.store.note_context(topic, &entry, self.clock.now()).await?;
        Ok(())
    }

    /// Has every instance look at a subscription again.
    pub(in crate::web) async fn changed(
        &self,
        topic: &str,
        id: SubscriberId,
    ) -> Result<(), StoreError> {
        let entry = ContextEntryKind::Subscription { subscriber: id.0.to_string() };
        self.store.note_context(topic, &entry, self.clock.now()).await?;
        Ok(())
    }

    /// Hears what happens on all instances, and minds the time. To be run for as long as the
    /// service is.
    pub(in crate::web) async fn run(&self) {
        tokio::join!(self.hear(), self.mind_the_time());
    }

    async fn hear(&self) {
        loop {
            match self.store.listen_context().await {
                Ok(mut listener) => {
                    self.catch_up_all().await;
                    loop {
                        match listener.next().await {
                            Ok(Heard::Topic(topic)) => self.catch_up(&topic).await,
                            Ok(Heard::Everything) => self.catch_up_all().await,
                            Err(error) => {
                                warn(&error);
                                break;
                            }
                        }
                    }
                }
                Err(error) => warn(&error),
            }
            tokio::time::sleep(LISTEN_AGAIN_AFTER).await;
        }
    }

    async fn mind_the_time(&self) {
        let mut tick = interval(TICK);
        let mut looked = Instant::now();
        let mut swept = Instant::now();
        loop {
            tick.tick().await;
            let all: Vec<Arc<Here>> = self.lock().values().cloned().collect();
            for here in all {
                let reports = {
                    let mut listening = here.listening();
                    let effects = listening.machine.tick(monotonic());
                    listening.carry_out(effects)
                };
                self.report(&here.topic, reports).await;
            }
            if looked.elapsed() >= LOOK_EVERY {
                looked = Instant::now();
                self.tidy();
                self.catch_up_all().await;
            }
            if swept.elapsed() >= SWEEP_EVERY {
                swept = Instant::now();
                // A page may come long after it was said that COSMIC has not followed.
                let last = EventName::SyncError.as_str();
                if let Err(error) = self.store.sweep_context(self.clock.now(), last).await {
                    warn(&error);
                }
            }
        }
    }

    async fn catch_up_all(&self) {
        let topics: Vec<String> = self.lock().keys().cloned().collect();
        for topic in topics {
            self.catch_up(&topic).await;
        }
    }

    /// Tells this instance's subscribers what has happened since they were last told.
    async fn catch_up(&self, topic: &str) {
        let Some(here) = self.lock().get(topic).cloned() else { return };
        let mut read = here.read.lock().await;
        if read.is_none() {
            return;
        }
        let reports = match self.read_on(&here, &mut read).await {
            Ok(reports) => reports,
            Err(error) => {
                warn(&error);
                return;
            }
        };
        drop(read);
        self.report(topic, reports).await;
    }

    async fn read_on(
        &self,
        here: &Arc<Here>,
        read: &mut Option<i64>,
    ) -> Result<Vec<Report>, StoreError> {
        let mut reports = Vec::new();
        let entries = self.store.context_since(&here.topic, read.unwrap_or(0)).await?;
        if entries.is_empty() {
            let kept = self.store.context_topic(&here.topic, self.clock.now()).await?;
            if kept.is_none() {
                let mut listening = here.listening();
                let effects = listening.machine.end();
                listening.carry_out(effects);
                *read = None;
            }
            return Ok(reports);
        }
        for entry in entries {
            let version = entry.version;
            match self.take_in(here, entry).await {
                Ok(more) => reports.extend(more),
                // Read again the next time; what has been taken in is still to be reported.
                Err(error) => {
                    warn(&error);
                    break;
                }
            }
            *read = Some(version);
        }
        Ok(reports)
    }

    async fn take_in(
        &self,
        here: &Arc<Here>,
        entry: ContextEntry,
    ) -> Result<Vec<Report>, StoreError> {
        if let ContextEntryKind::Subscription { subscriber } = &entry.kind {
            let Some(id) = subscriber_id(subscriber) else { return Ok(Vec::new()) };
            let kept = self.store.context_subscription(subscriber).await?;
            let mut listening = here.listening();
            match kept {
                Some(kept) => {
                    let left = kept.ends.duration_since(self.clock.now());
                    let ends = monotonic() + Duration::try_from(left).unwrap_or_default();
                    listening.machine.change(id, EventSet::known_in(&kept.events), ends);
                }
                None => {
                    let effects = listening.machine.deny(id, Denial::Unsubscribed);
                    listening.carry_out(effects);
                }
            }
            return Ok(Vec::new());
        }
        let mut listening = here.listening();
        let effects = match entry.kind {
            ContextEntryKind::Event { ref but, .. } => {
                let but = but.as_deref().and_then(subscriber_id);
                let Some(event) = notification(entry) else { return Ok(Vec::new()) };
                listening.machine.event(&Arc::new(event), but, monotonic())
            }
            ContextEntryKind::Answer { subscriber, event_id, content } => {
                let (status, reason) = content.split_once(' ').unwrap_or((&content, ""));
                let answer =
                    Acknowledgement { id: event_id, status: status.parse().unwrap_or(500) };
                let reason = Some(reason).filter(|reason| !reason.is_empty());
                let id = subscriber_id(&subscriber);
                id.map(|id| listening.machine.answer(id, &answer, reason)).unwrap_or_default()
            }
            ContextEntryKind::Subscription { .. } | ContextEntryKind::Refused { .. } => Vec::new(),
        };
        Ok(listening.carry_out(effects))
    }

    async fn report(&self, topic: &str, reports: Vec<Report>) {
        for (by, error) in reports {
            // Everybody but the one who has not followed: it knows.
            self.report_one(topic, &error, Some(by)).await;
        }
    }

    async fn report_one(&self, topic: &str, error: &SyncError, but: Option<SubscriberId>) {
        let told = error.notification(Uuid::new_v4().to_string(), self.clock.now());
        let (effect, origin) = (ContextEffect::Nothing, ContextOrigin::Ours);
        if let Err(error) = self.tell(topic, &told, effect, origin, but).await {
            warn(&error);
        }
        tracing::info!(subscriber = error.subscriber, "patient context is out of step");
        metrics::counter!("vaccinjournal_context_sync_errors_total").increment(1);
    }

    fn here(&self, topic: &str) -> Arc<Here> {
        let new = || {
            Arc::new(Here {
                topic: topic.to_owned(),
                read: tokio::sync::Mutex::new(None),
                listening: Mutex::default(),
            })
        };
        Arc::clone(self.lock().entry(topic.to_owned()).or_insert_with(new))
    }

    /// Forgets topics to which nobody listens here.
    fn tidy(&self) {
        self.lock().retain(|_, here| {
            // One that is just being joined is held by whoever joins.
            Arc::strong_count(here) > 1 || !here.listening().machine.is_empty()
        });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Here>>> {
        self.topics.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

type Report = (SubscriberId, SyncError);

impl Here {
    fn listening(&self) -> MutexGuard<'_, Listening> {
        self.listening.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Listening {
    /// Does what can be done at once, and gives back what others are to be told.
    fn carry_out(&mut self, effects: Vec<Effect>) -> Vec<Report> {
        let mut reports = Vec::new();
        for effect in effects {
            match effect {
                Effect::Tell { to, event } => self.say(to, Said::Event(event)),
                Effect::Deny { to, events, reason } => {
                    self.say(to, Said::Denied { events, reason });
                    self.lines.remove(&to);
                }
                Effect::Report { by, error } => reports.push((by, error)),
            }
        }
        reports
    }

    /// Puts something in a subscriber's queue. One that has not read so much for so long is cut.
    fn say(&mut self, to: SubscriberId, said: Said) {
        let Some(line) = self.lines.get(&to) else { return };
        if line.queue.try_send(said).is_err() {
            line.cut.cancel();
        }
    }
}

impl Membership {
    /// Whose place it is.
    pub(in crate::web) fn id(&self) -> SubscriberId {
        self.id
    }

    /// What its topic is known by.
    pub(in crate::web) fn topic(&self) -> &str {
        &self.here.topic
    }

    /// The subscriber answers an event.
    pub(in crate::web) async fn answer(&self, answer: &Acknowledgement) {
        let reports = {
            let mut listening = self.here.listening();
            let effects = listening.machine.answer(self.id, answer, None);
            listening.carry_out(effects)
        };
        self.hub.report(&self.here.topic, reports).await;
    }

    /// The subscriber's connection has broken.
    pub(in crate::web) async fn lost(self) {
        let topic = &self.here.topic;
        let kept = self.hub.store.context_topic(topic, self.hub.clock.now()).await;
        let current = kept.ok().flatten().and_then(|kept| kept.current).and_then(notification);
        let reports = {
            let mut listening = self.here.listening();
            listening.lines.remove(&self.id);
            let effects = listening.machine.lost(self.id, current.as_ref());
            listening.carry_out(effects)
        };
        self.hub.report(topic, reports).await;
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        let mut listening = self.here.listening();
        listening.machine.leave(self.id);
        listening.lines.remove(&self.id);
    }
}

/// A kept event as an event again.
pub(in crate::web) fn notification(entry: ContextEntry) -> Option<Notification> {
    let (ContextEntryKind::Event { event, .. } | ContextEntryKind::Refused { event }) = entry.kind
    else {
        return None;
    };
    Some(Notification {
        id: event.id,
        timestamp: event.happened,
        event: event.event.parse().ok()?,
        context: serde_json::from_str(&event.content).ok()?,
    })
}

fn subscriber_id(text: &str) -> Option<SubscriberId> {
    text.parse().ok().map(SubscriberId)
}

/// The time that deadlines run on; tokio's, so that a test can let it pass.
pub(in crate::web) fn monotonic() -> std::time::Instant {
    Instant::now().into_std()
}

fn warn(error: &StoreError) {
    let error = error as &dyn std::error::Error;
    tracing::error!(error, "patient context cannot be read on from the store");
}

/// What the EHR is called where it has not said it itself.
const COSMIC: &str = "COSMIC";

/// What a subscriber may have unread before it is cut off.
const QUEUE: usize = 32;

/// How exactly deadlines are kept.
const TICK: Duration = Duration::from_millis(250);

/// How often every topic is read on without having been heard of: should a word from the database
/// get lost, nobody waits longer.
const LOOK_EVERY: Duration = Duration::from_secs(5);

const SWEEP_EVERY: Duration = Duration::from_secs(60);

const LISTEN_AGAIN_AFTER: Duration = Duration::from_secs(1);
