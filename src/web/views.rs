//! The views that are open: each belongs to one session, and one that nobody reads is dropped,
//! which calls its calls off.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::error::WebError;
use super::session::SessionKey;
use crate::journal::{View, ViewId};

pub(super) struct Views {
    abandon_after: Duration,
    most_per_session: usize,
    open: Mutex<HashMap<ViewId, Opened>>,
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
        Self { abandon_after, most_per_session, open: Mutex::default() }
    }

    /// Keeps a view for its session. One too many takes the place of the one read longest ago.
    pub(super) fn keep(&self, view: Arc<View>, session: SessionKey) {
        let opened = Opened {
            session,
            last_read: Instant::now(),
            streams: 0,
            view,
            closed: CancellationToken::new(),
        };
        let mut open = self.lock();
        let own = open.iter().filter(|(_, other)| other.session == opened.session);
        let mut own: Vec<(Instant, ViewId)> =
            own.map(|(id, other)| (other.last_read, *id)).collect();
        own.sort_unstable_by_key(|(last_read, _)| *last_read);
        for (_, oldest) in own.iter().take((own.len() + 1).saturating_sub(self.most_per_session)) {
            open.remove(oldest);
        }
        open.insert(opened.view.id(), opened);
    }

    /// The view of this name, if it is the session's own. Another's does not exist, as far as the
    /// asker can tell.
    pub(super) fn find(&self, name: &str, session: SessionKey) -> Result<Arc<View>, WebError> {
        let id: ViewId = name.parse().map_err(|_| WebError::NoSuchView)?;
        let mut open = self.lock();
        let opened = open.get_mut(&id).filter(|opened| opened.session == session);
        let opened = opened.ok_or(WebError::NoSuchView)?;
        opened.last_read = Instant::now();
        Ok(Arc::clone(&opened.view))
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

    fn lock(&self) -> MutexGuard<'_, HashMap<ViewId, Opened>> {
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
