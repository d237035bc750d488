//! A view's progress as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use tokio::sync::watch::Receiver;

use super::error::WebError;
use super::state::AppState;
use super::views::Reading;
use crate::journal::{Progress, View};

/// What is said of a state of the journal.
type Say = Box<dyn Fn(&Progress) -> Event + Send + Sync>;

/// What a stream needs between two events.
struct Follow {
    state: AppState,
    // While the stream lives, the view does.
    view: Arc<View>,
    progress: Receiver<Progress>,
    say: Say,
    next: Next,
    reading: Reading,
}

enum Next {
    /// Say how it stands.
    Say,
    /// Wait for something new.
    Wait,
    /// Everything has been said.
    End,
}

/// Says how the journal stands at once and at each change, until it is complete. States that
/// follow each other faster than the reader reads are said once. When the service stops first, the
/// last event is `avbruten`, and so it is when the view is closed, as by logging out, when what let
/// the user read has ended, and when nothing more will come by a fault of ours.
pub(super) fn follow(state: AppState, view: Arc<View>, say: Say) -> Result<Response, WebError> {
    let keep_alive = KeepAlive::new().interval(state.settings.sign_of_life);
    let reading = state.views.read(view.id())?;
    let progress = view.progress();
    let follow = Follow { state, view, progress, say, next: Next::Say, reading };
    Ok(Sse::new(events(follow)).keep_alive(keep_alive).into_response())
}

fn events(follow: Follow) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(follow, |mut follow| async move {
        let event = follow.next().await?;
        Some((Ok(event), follow))
    })
}

impl Follow {
    async fn next(&mut self) -> Option<Event> {
        match self.next {
            Next::End => return None,
            Next::Say => {}
            Next::Wait => {
                let stop = self.state.stop.clone();
                let changed = tokio::select! {
                    // What is known is said before the end is.
                    biased;
                    changed = self.progress.changed() => changed.is_ok(),
                    () = stop.ended() => false,
                    () = self.reading.closed() => false,
                };
                if !changed {
                    return Some(self.broken_off());
                }
            }
        }
        // What let her read may have ended since the last event.
        if !matches!(self.state.journal.still_granted(&self.view).await, Ok(true)) {
            return Some(self.broken_off());
        }
        let progress = self.progress.borrow_and_update().clone();
        if progress.broken_off {
            return Some(self.broken_off());
        }
        self.next = if progress.complete { Next::End } else { Next::Wait };
        Some((self.say)(&progress))
    }

    fn broken_off(&mut self) -> Event {
        self.next = Next::End;
        Event::default().event("avbruten").data("avbruten")
    }
}
