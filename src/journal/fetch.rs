//! One question under way: its calls, and the journal that comes of them.
//!
//! Start in [`Fetch::run`]: its few lines are the whole data flow.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, Weak};

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::DropGuard;
use uuid::Uuid;

use crate::domain::{Journal, NotAsked, OtherIds, Reach, SourceKind, SwedishDate};
use crate::journal::access::AccessGrant;
use crate::journal::ask::{Call, Outcome, Plan, Reply};
use crate::journal::collected::{Collected, Judged, Unjudged};
use crate::journal::logging::{self, Logged};
use crate::journal::other_ids::{self, Asked};
use crate::journal::read::{self, Read};
use crate::journal::service::{JournalError, Parts, Progress};
use crate::store::StoreError;

/// A call, and its number among the question's calls.
pub(super) type NumberedCall = (usize, Call);

/// One question, shared by all who ask the same while it is under way.
pub(super) struct Fetch {
    pub(super) parts: Arc<Parts>,
    pub(super) grant: AccessGrant,
    // Binds its events in the access log together.
    pub(super) occasion: Uuid,
    other_ids: Asked,
    // Held from what is to be judged is known until it is judged, so that no older answer about
    // blocks, nor an older list of records, ever takes the place of a newer one.
    judging: Arc<tokio::sync::Mutex<()>>,
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
        let register = parts.person_register.clone();
        let state = other_ids::before(register.as_deref(), &grant);
        let named_by_index = matches!(plan, Some(Plan::Aggregated { .. } | Plan::Index { .. }));
        let mut collected =
            Collected::new(own, kept_apart, names_every_source, named_by_index, state);
        if let Some(reason) = not_asked {
            collected.nobody_asked(SourceKind::Platform, reason, now);
        }
        let calls = calls.into_iter().map(|call| (collected.wait_for(&call, now), call)).collect();
        let first =
            Progress { journal: Arc::default(), complete: false, broken_off: false, started: now };
        let fetch = Arc::new(Self {
            other_ids: other_ids::ask(register, &grant),
            judging: Arc::default(),
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
        let other_ids = begun.other_ids.clone();
        let own = begun.collected.lock().await.own_to_be_checked().into_iter().collect();
        drop(begun);
        let deadline = parts.asker.view_deadline();
        let put = |call| put(Arc::clone(&parts), grant.clone(), other_ids.clone(), deadline, call);
        // Tasks of their own: one that waits to go on must never hold a lock or a connection to the
        // database that the loop needs.
        let mut under_way: JoinSet<_> = calls.into_iter().map(put).collect();
        let mut unjudged: Vec<Unjudged> = own;
        // One check of blocks at a time; what comes in meanwhile goes into the next one together.
        let mut checks = JoinSet::new();
        let mut person = FuturesUnordered::from_iter([other_ids.clone()]);
        let mut learned = None;
        loop {
            if checks.is_empty() && !unjudged.is_empty() {
                let (batch, learned) = (std::mem::take(&mut unjudged), learned.take());
                let fetch = fetch.clone();
                checks.spawn(async move {
                    Self::check(&fetch, |_| batch).await;
                    learned
                });
            }
            tokio::select! {
                Some(first) = under_way.join_next() => {
                    let mut ended = vec![first];
                    // Answers that came in the same instant are merged once.
                    ended.extend(std::iter::from_fn(|| under_way.try_join_next()));
                    let heard = ended.into_iter().filter_map(|one| one.map_err(broken).ok()).collect();
                    // Nobody looks any more: the calls still under way end with this task.
                    let Some(fetch) = fetch.upgrade() else { return };
                    let (calls, to_check) = fetch.take_in(heard).await;
                    for call in calls {
                        under_way.spawn(put(call));
                    }
                    unjudged.extend(to_check);
                }
                Some(known) = person.next() => {
                    let Some(fetch) = fetch.upgrade() else { return };
                    match fetch.own_under_other_ids(&known).await {
                        Ok(Some(own)) => {
                            unjudged.push(own);
                            learned = Some(known.state);
                        }
                        Ok(None) => fetch.learn_other_ids(known.state).await,
                        Err(_) => fetch.learn_other_ids(OtherIds::NotKnown).await,
                    }
                }
                Some(checked) = checks.join_next() => {
                    // A fault of ours. What was to be judged is never shown, nor the journal whole.
                    let Some(learned) = checked.map_err(broken).ok() else { return };
                    if let Some(state) = learned {
                        let Some(fetch) = fetch.upgrade() else { return };
                        fetch.learn_other_ids(state).await;
                    }
                }
                else => return,
            }
        }
    }

    /// Our own records under all ids of the patient, where she has others. They are judged as any
    /// others before they are shown.
    async fn own_under_other_ids(
        &self,
        known: &other_ids::Known,
    ) -> Result<Option<Unjudged>, StoreError> {
        if known.ids.is_empty() {
            return Ok(None);
        }
        let own = other_ids::own_records(&self.parts.store, &self.grant, known).await;
        if let Err(error) = &own {
            let error = error as &dyn std::error::Error;
            tracing::error!(error, "own records under other ids cannot be read");
        }
        own.map(|own| Some(Unjudged::Own(own)))
    }

    /// It is known now whether the patient has other ids, and what stands under them is taken in.
    async fn learn_other_ids(&self, state: OtherIds) {
        let mut collected = self.collected.lock().await;
        collected.learn_other_ids(state);
        self.publish(&collected);
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
        // Nothing is new to a reader before blocks are known.
        if !at_once.is_empty() || !following.is_empty() {
            self.judge(at_once).await;
        }
        (following, to_check)
    }

    /// Asks the blocking service about what is to be judged, and judges it. The patient's other ids
    /// are waited for, since a block may stand under any of them. One check at a time.
    pub(super) async fn check(
        fetch: &Weak<Self>,
        what: impl FnOnce(&mut Collected) -> Vec<Unjudged>,
    ) {
        let Some(begun) = fetch.upgrade() else { return };
        let turn = Arc::clone(&begun.judging);
        let (parts, grant) = (Arc::clone(&begun.parts), begun.grant.clone());
        let other_ids = begun.other_ids.clone();
        // Nothing is held while others answer: when nobody looks any more, the calls end.
        drop(begun);
        let _turn = turn.lock().await;
        let Some(begun) = fetch.upgrade() else { return };
        let mut collected = begun.collected.lock().await;
        let unjudged = what(&mut collected);
        let asked = collected.to_be_checked(&grant, &unjudged);
        drop(collected);
        drop(begun);
        let known = other_ids.await;
        let verdicts = parts.gate.check_blocks(&grant, &known.ids, &asked).await;
        let Some(fetch) = fetch.upgrade() else { return };
        fetch.collected.lock().await.learn(asked, verdicts);
        fetch.judge(unjudged).await;
    }

    /// Judges what was brought by what is known of blocks, and publishes it once the access log
    /// knows of it. When the grant has ended meanwhile, nothing more is taken in, and the calls are
    /// called off.
    async fn judge(&self, unjudged: Vec<Unjudged>) {
        let now = self.parts.clock.now();
        if !unjudged.is_empty() && self.grant_has_ended().await {
            self.calls.lock().unwrap_or_else(|p| p.into_inner()).take();
            return;
        }
        let judged = self.collected.lock().await.judge(&self.grant, unjudged, now);
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

    /// Whether it is known to. Where that cannot be found out, the access log decides.
    async fn grant_has_ended(&self) -> bool {
        self.parts.gate.still_holds(&self.grant).await.is_ok_and(|holds| !holds)
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
        let progress = self.progress.borrow();
        !progress.complete && !progress.broken_off
    }
}

/// Says when a question's task has ended, however it did, that nothing more will come.
pub(super) struct BreakOff(pub(super) Weak<Fetch>);

impl Drop for BreakOff {
    fn drop(&mut self) {
        let Some(fetch) = self.0.upgrade() else { return };
        fetch.progress.send_if_modified(|progress| {
            progress.broken_off = !progress.complete;
            progress.broken_off
        });
    }
}

/// Puts one call, and reads what comes back.
async fn put(
    parts: Arc<Parts>,
    grant: AccessGrant,
    other_ids: Asked,
    deadline: Instant,
    (number, call): NumberedCall,
) -> (usize, Read) {
    // Support may have switched off since the view was opened; unknown is off too.
    let now = parts.clock.now();
    let failed = read::broken(&call, now);
    let heard = async {
        let reply = match parts.store.gvh_consumption(grant.care_provider(), now).await {
            Ok(toggle) if toggle.on => parts.asker.call(&grant, call, deadline).await,
            _ => {
                let outcome = Outcome::NotAsked(NotAsked::SwitchedOff);
                Reply { call, outcome, at: parts.clock.now() }
            }
        };
        read::read(&parts, &grant, reply, &other_ids).await
    };
    // A fault of ours is this source's failure to a reader, never a wait for ever.
    let heard = AssertUnwindSafe(heard).catch_unwind().await;
    let broke_off = |_| {
        tracing::error!("a call to a source broke off");
        failed
    };
    (number, heard.unwrap_or_else(broke_off))
}

fn broken(error: JoinError) {
    tracing::error!(error = &error as &dyn std::error::Error, "a part of a question broke off");
}
