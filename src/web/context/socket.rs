//! A subscriber's socket: the confirmation, events and their answers, and the end.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use tokio::time::{Instant, interval, timeout};

use super::hub::{Membership, Said, monotonic};
use super::post::endpoint_key;
use crate::context::{
    Acknowledgement, Denial, EventSet, Subscriber, SubscriberId, confirmation, denial,
};
use crate::launch::Topic;
use crate::store::ContextSubscription;
use crate::web::state::AppState;

/// Opens the socket of a subscription, once.
pub(in crate::web) async fn open(
    State(state): State<AppState>,
    Path(secret): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let now = state.clock.now();
    let endpoint = endpoint_key(&secret);
    let found = state.store.connect_context_subscription(&endpoint.0.to_string(), now).await;
    let (subscription, topic) = match found {
        Ok(Some(found)) => found,
        Ok(None) => return (StatusCode::NOT_FOUND, "no such endpoint").into_response(),
        Err(error) => return super::post::failed(&error),
    };
    upgrade
        .max_message_size(LARGEST_MESSAGE)
        .max_frame_size(LARGEST_MESSAGE)
        .max_write_buffer_size(LARGEST_BUFFER)
        .on_upgrade(move |socket| attend(state, socket, endpoint, subscription, topic))
}

/// Serves one subscriber until one of the two ends it.
async fn attend(
    state: AppState,
    mut socket: WebSocket,
    id: SubscriberId,
    subscription: ContextSubscription,
    topic: String,
) {
    let key = Topic::of(&topic).into_string();
    let left = subscription.ends.duration_since(state.clock.now());
    let lease = Duration::try_from(left).unwrap_or_default();
    let events = EventSet::known_in(&subscription.events);
    let subscriber =
        Subscriber { name: subscription.name.clone(), events, ends: monotonic() + lease };
    let mut socket = Wire { socket: &mut socket, topic };
    let confirmed = confirmation(&socket.topic, events, lease);
    match state.context.join(&key, id, subscriber).await {
        Ok(Some(mut place)) => {
            let ended = match socket.say(confirmed).await {
                true => converse(&state, &mut socket, &mut place).await,
                false => Ended::Badly,
            };
            // Gone before anybody can be told so.
            forget(&state, &key, &subscription).await;
            match ended {
                Ended::Well => drop(place),
                Ended::Badly => place.lost().await,
                Ended::Denied(events, reason) => {
                    drop(place);
                    socket.deny(events, reason).await;
                }
            }
        }
        // The topic has ended since the subscription was made.
        Ok(None) => socket.deny(events, Denial::TopicOver).await,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a socket was not opened");
            forget(&state, &key, &subscription).await;
            socket.close(close_code::AGAIN, "try again").await;
        }
    }
}

async fn forget(state: &AppState, topic: &str, subscription: &ContextSubscription) {
    let gone = state.store.end_context_subscription(topic, &subscription.endpoint).await;
    if let Err(error) = gone {
        // It stays until its lease is over; nobody can open it again.
        tracing::error!(error = &error as &dyn std::error::Error, "a subscription stays");
    }
}

enum Ended {
    /// Said to be over, by either side.
    Well,
    /// Broken: the subscriber may show something that is no longer so.
    Badly,
    /// By the hub; to be said.
    Denied(EventSet, Denial),
}

async fn converse(state: &AppState, socket: &mut Wire<'_>, place: &mut Membership) -> Ended {
    let beat = state.settings.context.heartbeat;
    let mut beats = interval(beat);
    let mut heard = Instant::now();
    loop {
        tokio::select! {
            biased;
            () = place.cut.cancelled() => {
                tracing::info!("a subscriber that does not read was cut off");
                return Ended::Badly;
            }
            () = state.stop.ended() => {
                socket.close(close_code::AWAY, "the service is stopping").await;
                return Ended::Well;
            }
            said = place.said.recv() => match said {
                Some(Said::Event(event)) => {
                    let message = event.message(&socket.topic);
                    if !socket.say(message).await {
                        return Ended::Badly;
                    }
                }
                Some(Said::Denied { events, reason }) => return Ended::Denied(events, reason),
                None => return Ended::Well,
            },
            frame = socket.socket.recv() => {
                heard = Instant::now();
                match frame {
                    Some(Ok(Message::Text(text))) => match Acknowledgement::read(&text) {
                        Some(answer) => {
                            place.answer(&answer).await;
                            // One that is only accepted may be refused later.
                            if answer.is_success() && answer.status != 202 {
                                state.context.followed(place.topic(), &answer.id).await;
                            }
                        }
                        None => {
                            socket.close(close_code::POLICY, "not an answer to an event").await;
                            return Ended::Badly;
                        }
                    },
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(Message::Binary(_))) => {
                        socket.close(close_code::DATA, "answers are text").await;
                        return Ended::Badly;
                    }
                    Some(Ok(Message::Close(Some(CloseFrame { code, .. }))))
                        if [close_code::NORMAL, close_code::AWAY].contains(&code) =>
                    {
                        return Ended::Well;
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ended::Badly,
                }
            }
            _ = beats.tick() => {
                if heard.elapsed() > beat * 3 {
                    return Ended::Badly;
                }
                if !socket.send(Message::Ping(bytes::Bytes::new())).await {
                    return Ended::Badly;
                }
            }
        }
    }
}

/// A socket, and the topic that its messages are for.
struct Wire<'s> {
    socket: &'s mut WebSocket,
    topic: String,
}

impl Wire<'_> {
    async fn say(&mut self, text: String) -> bool {
        self.send(Message::Text(text.into())).await
    }

    /// Whether it was taken. Who does not read for so long is not waited for.
    async fn send(&mut self, message: Message) -> bool {
        matches!(timeout(READ_WITHIN, self.socket.send(message)).await, Ok(Ok(())))
    }

    async fn deny(&mut self, events: EventSet, reason: Denial) {
        let message = denial(&self.topic, events, reason.words());
        if self.say(message).await {
            self.close(close_code::NORMAL, "denied").await;
        }
    }

    async fn close(&mut self, code: u16, reason: &'static str) {
        let frame = CloseFrame { code, reason: reason.into() };
        if self.send(Message::Close(Some(frame))).await {
            // The other side's own close, so that nothing said before is lost.
            let _ =
                timeout(READ_WITHIN, async { while let Some(Ok(_)) = self.socket.recv().await {} })
                    .await;
        }
    }
}

/// Why a socket is closed (RFC 6455, 7.4.1).
mod close_code {
    pub(super) const NORMAL: u16 = 1000;
    pub(super) const AWAY: u16 = 1001;
    pub(super) const DATA: u16 = 1003;
    pub(super) const POLICY: u16 = 1008;
    pub(super) const AGAIN: u16 = 1013;
}

/// Largest message of a subscriber, in bytes.
pub(in crate::web) const LARGEST_MESSAGE: usize = 64 * 1024;

/// What may wait in one socket to be written, in bytes.
const LARGEST_BUFFER: usize = 256 * 1024;

/// How long a subscriber may take to read.
const READ_WITHIN: Duration = Duration::from_secs(10);
