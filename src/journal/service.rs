//! Builds journals, and keeps each one up to date while its sources answer.
//!
//! Start in [`JournalService::open`], then `Fetch::run` beside this: its few lines are the whole data
//! flow.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, Weak};

use jiff::Timestamp;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::access_log::{AccessLog, NotLogged};
use crate::clock::Clock;
use crate::domain::{Catalogue, HsaId, Journal};
use crate::journal::access::{AccessError, AccessGrant, Denied, Gate, JournalRequest, QuestionKey};
use crate::journal::ask::{Asker, Plans};
use crate::journal::collected::Collected;
use crate::journal::fetch::{BreakOff, Fetch, NumberedCall};
use crate::journal::logging::{self, Logged};
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
    pub(super) parts: Arc<Parts>,
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
    /// Whether nothing more will come although it is not complete.
    pub broken_off: bool,
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
        let mut collected = fetch.collected.lock().await;
        let kept_apart = self.parts.store.kept_apart(fetch.grant.patient()).await?;
        collected.keep_apart(kept_apart);
        fetch.publish(&collected);
        Ok(())
    }

    /// Asks the blocking service again about all that it could not tell. No source is asked.
    pub async fn check_blocks_again(&self, view: &View) {
        Fetch::check(&Arc::downgrade(&view.fetch), Collected::check_again).await;
    }

    /// Tells in this view who holds what is blocked by now: the reader has chosen to see it, and the
    /// access log knows of it first. Of others that come later she has to choose again.
    pub async fn tell_who_blocks(&self, view: &View) -> Result<(), JournalError> {
        let fetch = &view.fetch;
        let blocked = fetch.collected.lock().await.blocked();
        let now = self.parts.clock.now();
        let event = logging::told_who_blocks(&fetch.grant, fetch.occasion, &blocked, now);
        let blocked = Logged::by(&self.parts.log, event, blocked).await?.into_shown();
        // A view that is opened later has made no such choice.
        self.lock().retain(|_, shared| !std::ptr::eq(shared.as_ptr(), Arc::as_ptr(fetch)));
        let mut collected = fetch.collected.lock().await;
        collected.tell_who_blocks(blocked);
        fetch.publish(&collected);
        Ok(())
    }

    /// Opens a view of this name for which access control has given leave already.
    pub async fn open_granted(
        &self,
        id: ViewId,
        grant: AccessGrant,
    ) -> Result<Arc<View>, JournalError> {
        Ok(Arc::new(View { id, fetch: self.fetch_granted(grant).await? }))
    }

    /// Whether all that a view was granted on still holds. One for which it does not may not be read
    /// any more.
    pub async fn still_granted(&self, view: &View) -> Result<bool, JournalError> {
        Ok(self.parts.gate.still_holds(&view.fetch.grant).await?)
    }

    /// The same for a reader who has waited: one for whom it no longer does is refused, and the
    /// access log knows of it.
    pub async fn require_still_granted(&self, view: &View) -> Result<(), JournalError> {
        if self.still_granted(view).await? {
            return Ok(());
        }
        let (denied, now) = (Denied::Ended, self.parts.clock.now());
        self.parts.log.write(&[logging::refused(view.request(), denied, now)]).await?;
        Err(denied.into())
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
            (part.accessed(), Progress { journal, complete: part.is_complete(), ..progress })
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
        let end = BreakOff(weak.clone());
        let run = Fetch::run(weak, calls);
        self.tasks.spawn(async move {
            let _end = end;
            stop.run_until_cancelled(run).await
        });
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
