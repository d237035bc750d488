//! The views that are open here: each belongs to one session, and one that nobody reads is dropped,
//! which calls its calls off.
//!
//! Which views a session has is kept in the store too, so that another instance, or this one after
//! a restart, opens a view again under its name: the same question of the same session, through the
//! same control of access.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::error::WebError;
use super::session::SessionKey;
use crate::journal::{View, ViewId};

pub(super) struct Views {
    abandon_after: Duration,
    most_per_session: usize,
    open: Mutex<HashMap<ViewId, Opened>>,
    // One at a time: a page and its stream, which come together, open a view again once.
    reopening: Mutex<HashMap<ViewId, Weak<tokio::sync::Mutex<()>>>>,
}

struct Opened {
    view: Arc<View>,
    session: SessionKey,
    last_read: Instant,
    streams: usize,
    closed: CancellationToken,
}

/// A stream that reads a view: while it lives the view is not abandoned.
pub(super) struct Reading {
    views: Arc<Views>,
    id: ViewId,
    closed: CancellationToken,
}

impl Views {
    pub(super) fn new(abandon_after: Duration, most_per_session: usize) -> Self {
        Self {
            abandon_after,
            most_per_session,
            open: Mutex::default(),
            reopening: Mutex::default(),
        }
    }

    /// The turn to open this view again. Others need not wait for it.
    pub(super) async fn turn_to_reopen(&self, id: ViewId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.reopening.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            turns.retain(|_, turn| turn.strong_count() > 0);
            let turn = turns.get(&id).and_then(Weak::upgrade).unwrap_or_default();
            turns.insert(id, Arc::downgrade(&turn));
            turn
        };
        turn.lock_owned().await
    }

    /// Makes room for one more view of a session: one too many takes the place of the one read
    /// longest ago. Gives those that had to go.
    pub(super) fn make_room(&self, session: SessionKey) -> Vec<ViewId> {
        let mut open = self.lock();
        let own = open.iter().filter(|(_, other)| other.session == session);
        let mut own: Vec<(Instant, ViewId)> =
            own.map(|(id, other)| (other.last_read, *id)).collect();
        own.sort_unstable_by_key(|(last_read, _)| *last_read);
        own.truncate((own.len() + 1).saturating_sub(self.most_per_session));
        for (_, oldest) in &own {
            open.remove(oldest);
        }
        own.into_iter().map(|(_, oldest)| oldest).collect()
    }

    /// Keeps a view for its session.
    pub(super) fn keep(&self, view: Arc<View>, session: SessionKey) {
        let opened = Opened {
            session,
            last_read: Instant::now(),
            streams: 0,
            view,
            closed: CancellationToken::new(),
        };
        self.lock().insert(opened.view.id(), opened);
    }

    /// The view of this name, if it is open here and the session's own.
    pub(super) fn find(&self, id: ViewId, session: SessionKey) -> Option<Arc<View>> {
        let mut open = self.lock();
        let opened = open.get_mut(&id).filter(|opened| opened.session == session)?;
        opened.last_read = Instant::now();
        Some(Arc::clone(&opened.view))
    }

    /// Drops a view.
    pub(super) fn close(&self, id: ViewId) {
        self.lock().remove(&id);
    }

    /// Notes that a stream reads a view, if it is still open.
    pub(super) fn read(self: &Arc<Self>, id: ViewId) -> Result<Reading, WebError> {
        let mut open = self.lock();
        let opened = open.get_mut(&id).ok_or(WebError::NoSuchView)?;
        opened.streams += 1;
        let closed = opened.closed.clone();
        Ok(Reading { views: Arc::clone(self), id, closed })
    }

    /// Drops a session's views.
    pub(super) fn close_all_of(&self, session: &SessionKey) {
        self.lock().retain(|_, opened| opened.session != *session);
    }

    /// Whether any view is open here.
    pub(super) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// Drops the views of sessions that are not among these, and so ends the streams that read them.
    pub(super) fn close_all_but(&self, sessions: &HashSet<String>) {
        self.lock().retain(|_, opened| sessions.contains(&opened.session.to_string()));
    }

    /// Drops views under way that nobody has read for too long. Complete ones stay as long as their
    /// session, or until it has opened too many others.
    pub(super) fn sweep(&self) {
        self.lock().retain(|_, opened| {
            opened.streams > 0
                || opened.last_read.elapsed() < self.abandon_after
                // Calls nobody any more; somebody may be reading it on the screen.
                || opened.view.progress().borrow().complete
        });
    }

    /// Waits until every open view is complete. Gives whether any was not.
    pub(super) async fn finish(&self) -> bool {
        let progress: Vec<_> = self.lock().values().map(|opened| opened.view.progress()).collect();
        let mut waited = false;
        for mut progress in progress {
            waited |= !progress.borrow().complete;
            // An error means that the view is gone, so there is nothing to wait for.
            let _ = progress.wait_for(|progress| progress.complete).await;
        }
        waited
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ViewId, Opened>> {
        self.open.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        // Ends the streams that read the view.
        self.closed.cancel();
    }
}

impl Reading {
    /// Waits until the view is closed, as when its user logs out.
    pub(super) async fn closed(&self) {
        self.closed.cancelled().await;
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(opened) = self.views.lock().get_mut(&self.id) {
            opened.streams = opened.streams.saturating_sub(1);
            opened.last_read = Instant::now();
        }
    }
}
