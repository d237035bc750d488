//! One question under way: its calls, and the journal that comes of them.
//!
//! Start in [`Fetch::run`]: its few lines are the whole data flow.

use std::sync::{Arc, Mutex, Weak};

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::watch;
use tokio_util::sync::DropGuard;
use uuid::Uuid;

use crate::domain::{
    BlockVerdict, HeldInformation, Journal, LogicalAddress, NotAsked, Reach, SourceKind,
    SourceState, SwedishDate, Trouble,
};
use crate::journal::access::AccessGrant;
use crate::journal::ask::{Call, Outcome, Plan, Question, Reply};
use crate::journal::collected::{Collected, Judged, Unjudged};
use crate::journal::decode::{self, AskedSource, Decoded, Identities, Wait};
use crate::journal::logging::{self, Logged};
use crate::journal::service::{JournalError, Parts, Progress};

/// A call, and its number among the question's calls.
pub(super) type NumberedCall = (usize, Call);

/// One question, shared by all who ask the same while it is under way.
pub(super) struct Fetch {
    pub(super) parts: Arc<Parts>,
    pub(super) grant: AccessGrant,
    // Binds its events in the access log together.
    pub(super) occasion: Uuid,
    pub(super) collected: tokio::sync::Mutex<Collected>,
    pub(super) progress: watch::Sender<Progress>,
    // Dropping it calls the calls off.
    pub(super) calls: Mutex<Option<DropGuard>>,
}

impl Fetch {
    /// Reads what our own store knows and decides which calls to put.
    pub(super) async fn prepare(
        parts: Arc<Parts>,
        grant: AccessGrant,
    ) -> Result<(Arc<Self>, Vec<NumberedCall>), JournalError> {
        let own = parts.store.own_records(grant.patient()).await?;
        let kept_apart = parts.store.kept_apart(grant.patient()).await?;
        let now = parts.clock.now();
        let toggle = parts.store.gvh_consumption(grant.care_provider(), now).await?;
        let plan = parts.plans.of(grant.care_provider());
        let (calls, not_asked) = match plan {
            _ if !toggle.on => (Vec::new(), Some(NotAsked::SwitchedOff)),
            _ if grant.reach() == Reach::OwnCareProvider => (Vec::new(), Some(NotAsked::NoBasis)),
            None => (Vec::new(), Some(NotAsked::NoSource)),
            Some(plan) => match plan.first_calls(grant.patient()) {
                calls if calls.is_empty() => (calls, Some(NotAsked::ReserveNumber)),
                calls => (calls, None),
            },
        };
        // An aggregating service leaves out sources that it hides from us.
        let names_every_source =
            matches!(plan, Some(Plan::Direct { .. } | Plan::Index { .. })) && not_asked.is_none();
        let own = Judged::own_at_once(&grant, own, now);
        let sources = own.permitted.iter().map(|one| logging::accessed(&one.source, &one.records));
        let occasion = Uuid::new_v4();
        let event = logging::opened(&grant, occasion, sources.collect(), now);
        let own = Logged::by(&parts.log, event, own).await?;
        let mut collected = Collected::new(own, kept_apart, names_every_source);
        if let Some(reason) = not_asked {
            collected.nobody_asked(SourceKind::Platform, reason, now);
        }
        let calls = calls.into_iter().map(|call| (collected.wait_for(&call, now), call)).collect();
        let first = Progress { journal: Arc::default(), complete: false, started: now };
        let fetch = Arc::new(Self {
            parts,
            grant,
            occasion,
            progress: watch::Sender::new(first),
            collected: tokio::sync::Mutex::new(collected),
            calls: Mutex::new(None),
        });
        fetch.publish(&*fetch.collected.lock().await);
        Ok((fetch, calls))
    }

    /// Puts the calls and takes in each answer as it comes. The whole data flow is this loop.
    pub(super) async fn run(fetch: Weak<Self>, calls: Vec<NumberedCall>) {
        let Some(begun) = fetch.upgrade() else { return };
        let (parts, grant) = (Arc::clone(&begun.parts), begun.grant.clone());
        let own = begun.collected.lock().await.own_to_be_checked().into_iter().collect();
        drop(begun);
        let deadline = parts.asker.view_deadline();
        let (parts, grant) = (&parts, &grant);
        let (asker, store, clock) = (&parts.asker, &parts.store, &parts.clock);
        let put = |(number, call): NumberedCall| async move {
            // Support may have switched off since the view was opened; unknown is off too.
            let toggle = store.gvh_consumption(grant.care_provider(), clock.now()).await;
            let reply = match toggle {
                Ok(toggle) if toggle.on => asker.call(grant, call, deadline).await,
                _ => {
                    let outcome = Outcome::NotAsked(NotAsked::SwitchedOff);
                    Reply { call, outcome, at: clock.now() }
                }
            };
            (number, read(parts, grant, reply).await)
        };
        let mut under_way: FuturesUnordered<_> = calls.into_iter().map(put).collect();
        let mut unjudged: Vec<Unjudged> = own;
        // One check of blocks at a time; what comes in meanwhile goes into the next one together.
        let mut checks = FuturesUnordered::new();
        loop {
            if checks.is_empty() && !unjudged.is_empty() {
                let Some(fetch) = fetch.upgrade() else { return };
                let batch = std::mem::take(&mut unjudged);
                let asked = fetch.collected.lock().await.to_be_checked(grant, &batch);
                checks.push(async move {
                    let verdicts = parts.gate.check_blocks(grant, &asked).await;
                    (batch, asked, verdicts)
                });
            }
            tokio::select! {
                Some(first) = under_way.next() => {
                    let mut heard = vec![first];
                    // Answers that came in the same instant are merged once.
                    while let Some(Some(another)) = under_way.next().now_or_never() {
                        heard.push(another);
                    }
                    // Nobody looks any more: the calls still under way end with this task.
                    let Some(fetch) = fetch.upgrade() else { return };
                    let (calls, to_check) = fetch.take_in(heard).await;
                    under_way.extend(calls.into_iter().map(put));
                    unjudged.extend(to_check);
                }
                Some((batch, asked, verdicts)) = checks.next() => {
                    let Some(fetch) = fetch.upgrade() else { return };
                    fetch.judge(batch, asked, verdicts).await;
                }
                else => return,
            }
        }
    }

    /// Adds what was read to what is known, once the access log knows of it, and publishes. Gives
    /// the calls that follow from it, since the engagement index names more sources, and what blocks
    /// must be asked about first.
    async fn take_in(&self, heard: Vec<(usize, Read)>) -> (Vec<NumberedCall>, Vec<Unjudged>) {
        let plan = self.parts.plans.of(self.grant.care_provider());
        let now = self.parts.clock.now();
        let (mut following, mut at_once, mut to_check) = (Vec::new(), Vec::new(), Vec::new());
        let mut collected = self.collected.lock().await;
        for (number, (decoded, named)) in heard {
            let unjudged = Unjudged::Call(number, decoded.outcomes);
            let asked = collected.to_be_checked(&self.grant, std::slice::from_ref(&unjudged));
            if asked.is_empty() {
                at_once.push(unjudged);
            } else {
                to_check.push(unjudged);
            }
            let calls = plan.map_or_else(Vec::new, |plan| plan.calls_to(&named));
            following.extend(calls.into_iter().map(|call| (collected.wait_for(&call, now), call)));
        }
        drop(collected);
        self.judge(at_once, Vec::new(), Vec::new()).await;
        (following, to_check)
    }

    /// Judges what was brought by what the blocking service has answered, and publishes it once the
    /// access log knows of it.
    pub(super) async fn judge(
        &self,
        unjudged: Vec<Unjudged>,
        asked: Vec<HeldInformation>,
        verdicts: Vec<BlockVerdict>,
    ) {
        let now = self.parts.clock.now();
        let mut collected = self.collected.lock().await;
        collected.learn(asked, verdicts);
        let judged = collected.judge(&self.grant, unjudged, now);
        drop(collected);
        let logged = if judged.is_empty() {
            Logged::nothing()
        } else {
            let event = logging::read(&self.grant, self.occasion, &judged, now);
            Logged::if_it_can_be(&self.parts.log, event, judged).await
        };
        let mut collected = self.collected.lock().await;
        collected.take_in(logged);
        self.publish(&collected);
    }

    pub(super) fn publish(&self, collected: &Collected) {
        let journal = self.journal_of(collected);
        if !journal.conservation.holds() {
            tracing::error!(conservation = ?journal.conservation, "a record is unaccounted for");
        }
        self.progress.send_modify(|progress| {
            progress.journal = Arc::new(journal);
            progress.complete = collected.is_complete();
        });
    }

    pub(super) fn journal_of(&self, collected: &Collected) -> Journal {
        let today = SwedishDate::new(self.parts.clock.swedish_now().date());
        collected.journal(&self.parts.catalogue, &self.parts.own_system, today)
    }

    pub(super) fn is_under_way(&self) -> bool {
        !self.progress.borrow().complete
    }
}

/// What a reply says, and the sources that an engagement index names in it.
type Read = (Decoded, Vec<LogicalAddress>);

/// Reads a reply beside everything else: a large answer takes time that belongs to other requests.
async fn read(parts: &Arc<Parts>, grant: &AccessGrant, reply: Reply) -> Read {
    let address = reply.call.kind.address().cloned();
    let (question, asked) = (reply.call.question, asked(&reply));
    let (reading, whose) = (Arc::clone(parts), grant.clone());
    let decoded = tokio::task::spawn_blocking(move || decode(&reading, &whose, reply)).await;
    // A failure of ours while reading is this source's failure to a reader, never a wait for ever.
    let (decoded, named) = decoded.unwrap_or_else(|_| {
        let state = SourceState::Unreadable(Trouble::Malformed);
        let unread = asked.map(|asked| Decoded::only(asked.source(state)));
        (unread.unwrap_or_default(), Vec::new())
    });
    if let (Some(wait), Some(address)) = (decoded.wait, &address) {
        match wait {
            Wait::Question => parts.asker.heard_fault(address, question, grant),
            Wait::Address(asked) => parts.asker.heard_busy(address, asked),
        }
    }
    (decoded, named)
}

/// From a reply to outcomes, and to the sources that an engagement index names.
fn decode(parts: &Parts, grant: &AccessGrant, reply: Reply) -> Read {
    let Some(mut asked) = asked(&reply) else { return (Decoded::default(), Vec::new()) };
    let Reply { call, outcome, .. } = reply;
    let answer = match outcome {
        Outcome::Answer(answer) => answer,
        Outcome::Failed(error) => return (decode::failed(&asked, &error), Vec::new()),
        Outcome::NotAsked(reason) => {
            return (Decoded::only(asked.source(SourceState::NotAsked(reason))), Vec::new());
        }
        Outcome::Unwritten(error) => {
            tracing::error!(error = %error, "a question could not be written");
            let state = SourceState::NotAsked(NotAsked::NoSource);
            return (Decoded::only(asked.source(state)), Vec::new());
        }
    };
    asked.correlation_id = Some(answer.correlation_id().to_owned());
    let patient = grant.patient();
    let context = decode::Context {
        identities: Identities { asked: patient, linked: &[] },
        birth: patient.birth_date().map(SwedishDate::new),
        today: SwedishDate::new(parts.clock.swedish_now().date()),
        limits: &parts.xml_limits,
        longest_text: parts.longest_text,
        own_system: &parts.own_system,
        nullified_is_optional: false,
    };
    match call.question {
        Question::Engagements => decode::engagements(&asked, &answer, &context),
        Question::VaccinationHistory(version) => {
            let decoded = decode::vaccination_history(&asked, version, &answer, &context);
            (decoded, Vec::new())
        }
    }
}

/// Whom a reply is from, if somebody was asked.
fn asked(reply: &Reply) -> Option<AskedSource> {
    let call = &reply.call;
    Some(AskedSource {
        kind: call.kind.clone(),
        address: call.kind.address().cloned()?,
        name: call.name.clone(),
        at: reply.at,
        correlation_id: None,
    })
}
