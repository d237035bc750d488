//! Builds journals, and keeps each one up to date while its sources answer.
//!
//! Start in [`JournalService::open`], then `Fetch::run`: its few lines are the whole data flow.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, Weak};

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use jiff::Timestamp;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::access_log::{AccessLog, NotLogged};
use crate::clock::Clock;
use crate::domain::{
    BlockVerdict, Catalogue, HeldInformation, HsaId, Journal, LogicalAddress, NotAsked, OtherIds,
    PatientId, Reach, SourceKind, SourceState, SwedishDate, Trouble, WithheldReason,
};
use crate::journal::access::{AccessError, AccessGrant, Denied, Gate, JournalRequest, QuestionKey};
use crate::journal::ask::{Asker, Call, Outcome, Plan, Plans, Question, Reply};
use crate::journal::collected::{Collected, Judged, Unjudged};
use crate::journal::decode::{self, AskedSource, Decoded, Identities, Wait};
use crate::journal::logging::{self, Logged};
use crate::journal::other_ids::{self, Asked};
use crate::person::PersonRegister;
use crate::rivta::xml;
use crate::store::{Store, StoreError};

/// What the service is built from.
pub struct Parts {
    /// Who may read what.
    pub gate: Gate,
    /// Whom to ask.
    pub plans: Plans,
    /// Puts the calls.
    pub asker: Asker,
    /// Own records, the toggle, and what users decided on merges.
    pub store: Arc<Store>,
    /// Where every reading is written down first.
    pub log: Arc<AccessLog>,
    /// Products and diseases.
    pub catalogue: Arc<Catalogue>,
    /// Tells which other ids are a patient's, where it is connected.
    pub person_register: Option<Arc<PersonRegister>>,
    /// Our own system, as other systems know it.
    pub own_system: HsaId,
    /// What a source may send.
    pub xml_limits: xml::Limits,
    /// Longest free text that is taken over from a record, in characters.
    pub longest_text: usize,
    /// Most questions under way at once; more are refused.
    pub most_under_way: usize,
    /// The present time.
    pub clock: Arc<dyn Clock>,
}

/// Builds journals: the only way from the web to a source.
#[derive(Clone)]
pub struct JournalService {
    parts: Arc<Parts>,
    under_way: Arc<Mutex<HashMap<QuestionKey, Weak<Fetch>>>>,
    tasks: TaskTracker,
}

/// Why there is no journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The user may not read the journal.
    #[error("the journal may not be read: {0}")]
    Denied(#[from] Denied),
    /// Our own store cannot be read, so nothing is shown.
    #[error("the own store cannot be used: {0}")]
    Store(#[from] StoreError),
    /// The access log cannot be written, so nothing is shown.
    #[error(transparent)]
    NotLogged(#[from] NotLogged),
    /// Too many questions are under way.
    #[error("too many journals are being built; try again in a moment")]
    Overloaded,
}

/// Names one view; nobody can guess it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct ViewId(Uuid);

/// One user's look at one patient's journal. When the last handle on it is dropped its calls are
/// called off, unless somebody else looks at the same.
pub struct View {
    id: ViewId,
    fetch: Arc<Fetch>,
}

/// How far a journal has come.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The journal as it stands.
    pub journal: Arc<Journal>,
    /// Whether every source has answered or been given up.
    pub complete: bool,
    /// When the question was put.
    pub started: Timestamp,
}

impl JournalService {
    /// A service with nothing under way.
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts), under_way: Arc::default(), tasks: TaskTracker::new() }
    }

    /// Opens a view of one patient's journal. Own records are in it at once; the sources are asked
    /// in the background, and calls that the same user already has under way for the same patient
    /// are shared. The access log knows of it first, whether it is let happen or not.
    pub async fn open(&self, request: JournalRequest) -> Result<Arc<View>, JournalError> {
        self.reopen(ViewId::unguessable(), request).await
    }

    /// Opens a view again under the name it had, on another instance or before a restart. It is
    /// decided, logged and asked anew.
    pub async fn reopen(
        &self,
        id: ViewId,
        request: JournalRequest,
    ) -> Result<Arc<View>, JournalError> {
        Ok(Arc::new(View { id, fetch: self.fetch(request).await? }))
    }

    async fn fetch(&self, request: JournalRequest) -> Result<Arc<Fetch>, JournalError> {
        let grant = match self.parts.gate.grant(request.clone()).await {
            Ok(grant) => grant,
            Err(AccessError::Denied(denied)) => {
                let now = self.parts.clock.now();
                self.parts.log.write(&[logging::refused(&request, denied, now)]).await?;
                return Err(denied.into());
            }
            Err(AccessError::Store(error)) => return Err(error.into()),
        };
        self.fetch_granted(grant).await
    }

    async fn fetch_granted(&self, grant: AccessGrant) -> Result<Arc<Fetch>, JournalError> {
        let key = grant.question_key();
        if let Some(fetch) = self.find_under_way(&key)? {
            return self.look_at(fetch).await;
        }
        let (fetch, calls) = Fetch::prepare(Arc::clone(&self.parts), grant).await?;
        if let Some(earlier) = self.find_under_way(&key)? {
            return self.look_at(earlier).await;
        }
        self.lock().insert(key, Arc::downgrade(&fetch));
        self.start(&fetch, calls);
        Ok(fetch)
    }

    /// Puts a view's records together anew, after a user has split or joined records. No source is
    /// asked.
    pub async fn merge_again(&self, view: &View) -> Result<(), JournalError> {
        let fetch = &view.fetch;
        let kept_apart = self.parts.store.kept_apart(fetch.grant.patient()).await?;
        let mut collected = fetch.collected.lock().await;
        collected.keep_apart(kept_apart);
        fetch.publish(&collected);
        Ok(())
    }

    /// Asks the blocking service again about all that it could not tell. No source is asked.
    pub async fn check_blocks_again(&self, view: &View) {
        let fetch = &view.fetch;
        let mut collected = fetch.collected.lock().await;
        let unjudged = collected.to_be_checked_again();
        let asked = collected.to_be_checked(&fetch.grant, &unjudged);
        drop(collected);
        let verdicts = self.parts.gate.check_blocks(&fetch.grant, &asked).await;
        fetch.judge(unjudged, asked, verdicts).await;
    }

    /// Tells from now on in this view who holds what is blocked: the reader has chosen to see it, and
    /// the access log knows of it first.
    pub async fn tell_who_blocks(&self, view: &View) -> Result<(), JournalError> {
        let fetch = &view.fetch;
        let blocked = fetch.collected.lock().await.blocked();
        let now = self.parts.clock.now();
        let event = logging::told_who_blocks(&fetch.grant, fetch.occasion, &blocked, now);
        self.parts.log.write(&[event]).await?;
        let mut collected = fetch.collected.lock().await;
        collected.tell_who_blocks();
        fetch.publish(&collected);
        Ok(())
    }

    /// Opens a view for which access control has given leave already.
    pub async fn open_granted(&self, grant: AccessGrant) -> Result<Arc<View>, JournalError> {
        let fetch = self.fetch_granted(grant).await?;
        Ok(Arc::new(View { id: ViewId::unguessable(), fetch }))
    }

    /// Whether all that a view was granted on still holds. One for which it does not may not be read
    /// any more.
    pub async fn still_granted(&self, view: &View) -> Result<bool, JournalError> {
        Ok(self.parts.gate.still_holds(&view.fetch.grant).await?)
    }

    /// Access control, for what users state.
    pub fn gate(&self) -> &Gate {
        &self.parts.gate
    }

    /// What is to be printed of a view as it stands: all of it, or what the user's own care provider
    /// has written here. The access log knows of it first.
    pub async fn print(&self, view: &View, with_others: bool) -> Result<Progress, JournalError> {
        let (fetch, now) = (&view.fetch, self.parts.clock.now());
        let progress = fetch.progress.borrow().clone();
        let collected = fetch.collected.lock().await;
        let (sources, printed) = if with_others {
            (collected.accessed(), progress)
        } else {
            let part = collected.own_part(fetch.grant.care_provider(), now);
            let journal = Arc::new(fetch.journal_of(&part));
            (part.accessed(), Progress { journal, complete: true, ..progress })
        };
        drop(collected);
        let event = logging::printed(&fetch.grant, fetch.occasion, sources, now);
        Ok(Logged::by(&self.parts.log, event, printed).await?.into_shown())
    }

    /// Waits until no question is under way; for a stop that cuts nobody off.
    pub async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Another look at a question that is under way, with what it has brought in so far.
    async fn look_at(&self, fetch: Arc<Fetch>) -> Result<Arc<Fetch>, JournalError> {
        let now = self.parts.clock.now();
        let accessed = fetch.collected.lock().await.accessed();
        let event = logging::opened(&fetch.grant, fetch.occasion, accessed, now);
        Ok(Logged::by(&self.parts.log, event, fetch).await?.into_shown())
    }

    fn find_under_way(&self, key: &QuestionKey) -> Result<Option<Arc<Fetch>>, JournalError> {
        let mut under_way = self.lock();
        under_way.retain(|_, fetch| fetch.upgrade().is_some_and(|fetch| fetch.is_under_way()));
        if let Some(fetch) = under_way.get(key).and_then(Weak::upgrade) {
            return Ok(Some(fetch));
        }
        if under_way.len() >= self.parts.most_under_way {
            return Err(JournalError::Overloaded);
        }
        Ok(None)
    }

    fn start(&self, fetch: &Arc<Fetch>, calls: Vec<NumberedCall>) {
        if !fetch.is_under_way() {
            return;
        }
        let stop = CancellationToken::new();
        *fetch.calls.lock().unwrap_or_else(|p| p.into_inner()) = Some(stop.clone().drop_guard());
        // The task holds no strong handle between answers: when the last viewer leaves, the fetch
        // is dropped, its guard fires, and the calls end.
        let weak = Arc::downgrade(fetch);
        let run = Fetch::run(weak, calls);
        self.tasks.spawn(async move { stop.run_until_cancelled(run).await });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<QuestionKey, Weak<Fetch>>> {
        self.under_way.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl ViewId {
    /// A new name that nobody can guess.
    pub fn unguessable() -> Self {
        Self(Uuid::new_v4())
    }
}

impl View {
    /// The view's name.
    pub fn id(&self) -> ViewId {
        self.id
    }

    /// The journal as it comes together.
    pub fn progress(&self) -> watch::Receiver<Progress> {
        self.fetch.progress.subscribe()
    }

    /// What was asked, and by whom.
    pub fn request(&self) -> &JournalRequest {
        self.fetch.grant.request()
    }

    /// On what grounds.
    pub fn grant(&self) -> &AccessGrant {
        &self.fetch.grant
    }
}

/// A call, and its number among the question's calls.
type NumberedCall = (usize, Call);

/// One question, shared by all who ask the same while it is under way.
struct Fetch {
    parts: Arc<Parts>,
    grant: AccessGrant,
    // Binds its events in the access log together.
    occasion: Uuid,
    collected: tokio::sync::Mutex<Collected>,
    progress: watch::Sender<Progress>,
    // Dropping it calls the calls off.
    calls: Mutex<Option<DropGuard>>,
}

impl Fetch {
    /// Reads what our own store knows and decides which calls to put.
    async fn prepare(
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
        let other_ids = other_ids::before(parts.person_register.as_deref(), &grant);
        let mut collected = Collected::new(own, kept_apart, names_every_source, other_ids);
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
    async fn run(fetch: Weak<Self>, calls: Vec<NumberedCall>) {
        let Some(begun) = fetch.upgrade() else { return };
        let (parts, grant) = (Arc::clone(&begun.parts), begun.grant.clone());
        let own = begun.collected.lock().await.own_to_be_checked().into_iter().collect();
        drop(begun);
        let deadline = parts.asker.view_deadline();
        let (parts, grant) = (&parts, &grant);
        let (asker, store, clock) = (&parts.asker, &parts.store, &parts.clock);
        let other_ids = &other_ids::ask(parts.person_register.clone(), grant);
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
            (number, read(parts, grant, reply, other_ids).await)
        };
        let mut under_way: FuturesUnordered<_> = calls.into_iter().map(put).collect();
        let mut unjudged: Vec<Unjudged> = own;
        // One check of blocks at a time; what comes in meanwhile goes into the next one together.
        let mut checks = FuturesUnordered::new();
        let mut person = FuturesUnordered::from_iter([other_ids.clone()]);
        let mut learned = None;
        loop {
            if checks.is_empty() && !unjudged.is_empty() {
                let Some(fetch) = fetch.upgrade() else { return };
                let (batch, learned) = (std::mem::take(&mut unjudged), learned.take());
                let asked = fetch.collected.lock().await.to_be_checked(grant, &batch);
                checks.push(async move {
                    let verdicts = parts.gate.check_blocks(grant, &asked).await;
                    (batch, asked, verdicts, learned)
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
                Some((batch, asked, verdicts, learned)) = checks.next() => {
                    let Some(fetch) = fetch.upgrade() else { return };
                    fetch.judge(batch, asked, verdicts).await;
                    if let Some(state) = learned {
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
        self.judge(at_once, Vec::new(), Vec::new()).await;
        (following, to_check)
    }

    /// Judges what was brought by what the blocking service has answered, and publishes it once the
    /// access log knows of it.
    async fn judge(
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

    fn publish(&self, collected: &Collected) {
        let journal = self.journal_of(collected);
        if !journal.conservation.holds() {
            tracing::error!(conservation = ?journal.conservation, "a record is unaccounted for");
        }
        self.progress.send_modify(|progress| {
            progress.journal = Arc::new(journal);
            progress.complete = collected.is_complete();
        });
    }

    fn journal_of(&self, collected: &Collected) -> Journal {
        let today = SwedishDate::new(self.parts.clock.swedish_now().date());
        collected.journal(&self.parts.catalogue, &self.parts.own_system, today)
    }

    fn is_under_way(&self) -> bool {
        !self.progress.borrow().complete
    }
}

impl From<AccessError> for JournalError {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Denied(denied) => Self::Denied(denied),
            AccessError::Store(error) => Self::Store(error),
        }
    }
}

impl fmt::Display for ViewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.simple())
    }
}

impl FromStr for ViewId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// What a reply says, and the sources that an engagement index names in it.
type Read = (Decoded, Vec<LogicalAddress>);

/// Reads a reply. Only where a record in it names another patient than the one asked for are her
/// other ids waited for: it may be hers under one of them.
async fn read(parts: &Arc<Parts>, grant: &AccessGrant, reply: Reply, other_ids: &Asked) -> Read {
    let address = reply.call.kind.address().cloned();
    let question = reply.call.question;
    let reply = Arc::new(reply);
    let (mut decoded, mut named) = read_as(parts, grant, &reply, Arc::default()).await;
    if decoded.outcomes.iter().any(|one| one.withheld.contains(&WithheldReason::OtherPatient)) {
        let known = other_ids.clone().await;
        if !known.ids.is_empty() {
            (decoded, named) = read_as(parts, grant, &reply, known.ids).await;
        }
    }
    if let (Some(wait), Some(address)) = (decoded.wait, &address) {
        match wait {
            Wait::Question => parts.asker.heard_fault(address, question, grant),
            Wait::Address(asked) => parts.asker.heard_busy(address, asked),
        }
    }
    (decoded, named)
}

/// Reads a reply beside everything else: a large answer takes time that belongs to other requests.
async fn read_as(
    parts: &Arc<Parts>,
    grant: &AccessGrant,
    reply: &Arc<Reply>,
    linked: Arc<Vec<PatientId>>,
) -> Read {
    let asked = asked(reply);
    let (reading, whose, reply) = (Arc::clone(parts), grant.clone(), Arc::clone(reply));
    let decoded = move || decode(&reading, &whose, &reply, &linked);
    // A failure of ours while reading is this source's failure to a reader, never a wait for ever.
    tokio::task::spawn_blocking(decoded).await.unwrap_or_else(|_| {
        let state = SourceState::Unreadable(Trouble::Malformed);
        let unread = asked.map(|asked| Decoded::only(asked.source(state)));
        (unread.unwrap_or_default(), Vec::new())
    })
}

/// From a reply to outcomes, and to the sources that an engagement index names.
fn decode(parts: &Parts, grant: &AccessGrant, reply: &Reply, linked: &[PatientId]) -> Read {
    let Some(mut asked) = asked(reply) else { return (Decoded::default(), Vec::new()) };
    let Reply { call, outcome, .. } = reply;
    let answer = match outcome {
        Outcome::Answer(answer) => answer,
        Outcome::Failed(error) => return (decode::failed(&asked, error), Vec::new()),
        Outcome::NotAsked(reason) => {
            let state = SourceState::NotAsked(reason.clone());
            return (Decoded::only(asked.source(state)), Vec::new());
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
        identities: Identities { asked: patient, linked },
        birth: patient.birth_date().map(SwedishDate::new),
        today: SwedishDate::new(parts.clock.swedish_now().date()),
        limits: &parts.xml_limits,
        longest_text: parts.longest_text,
        own_system: &parts.own_system,
        nullified_is_optional: false,
    };
    match call.question {
        Question::Engagements => decode::engagements(&asked, answer, &context),
        Question::VaccinationHistory(version) => {
            let decoded = decode::vaccination_history(&asked, version, answer, &context);
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
