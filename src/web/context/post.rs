//! The hub over HTTP: subscribing, telling of events, the current context, and what the hub can do.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::hub::notification;
use crate::context::{
    self, EventName, Lease, MessageError, Notification, PatientInContext, SentEvent, SubscriberId,
    SubscriptionError, SubscriptionRequest,
};
use crate::launch::Topic;
use crate::store::{
    ContextEffect, ContextEntry, ContextOrigin, ContextSubscription, ContextTopic, StoreError,
    ToldContext,
};
use crate::web::state::AppState;

/// Why the hub refuses. The sender's developer reads the words; no user does.
#[derive(Debug, thiserror::Error)]
enum HubError {
    #[error("launches, and with them shared context, are switched off")]
    Off,
    #[error("no such topic, or its session has ended")]
    NoTopic,
    #[error("no such subscription under this topic")]
    NoSubscription,
    #[error("the topic has as many subscriptions as it may have")]
    TooMany,
    #[error("the event is older than the one that set the current context")]
    Older,
    #[error("the timestamp is ahead of the hub's clock")]
    Ahead,
    #[error(
        "Content-Type must be application/json, application/fhir+json or application/x-www-form-urlencoded"
    )]
    Kind,
    #[error(transparent)]
    Message(#[from] MessageError),
    #[error(transparent)]
    Subscription(#[from] SubscriptionError),
    #[error("the hub cannot do it now; try again")]
    Store(#[from] StoreError),
    #[error("the hub cannot do it now; try again")]
    Chance(#[from] openssl::error::ErrorStack),
}

/// Takes a subscription or an event, by the kind of the body.
pub(in crate::web) async fn receive(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let done = match kind.as_str() {
        "application/x-www-form-urlencoded" => subscription(&state, &body).await,
        "application/json" | "application/fhir+json" => event(&state, &body).await,
        _ => Err(HubError::Kind),
    };
    done.unwrap_or_else(|error| refused(&error))
}

/// What this hub can do.
pub(in crate::web) async fn configuration(State(state): State<AppState>) -> Response {
    if state.settings.launch.is_none() {
        return refused(&HubError::Off);
    }
    let events: Vec<&str> = EventName::ALL.into_iter().map(EventName::as_str).collect();
    Json(json!({
        "eventsSupported": events,
        "websocketSupport": true,
        "fhircastVersion": context::VERSION,
        "fhirVersion": "R4",
        "getCurrentSupport": true,
        "capabilities": {
            "supportsGetCurrentContext": true,
            "supportsNonCurrentContextUpdates": false,
        },
    }))
    .into_response()
}

/// The current context of a topic.
pub(in crate::web) async fn current(
    State(state): State<AppState>,
    Path(topic): Path<String>,
) -> Response {
    let current = match alive(&state, &topic).await {
        Ok(found) => found.current,
        Err(error) => return refused(&error),
    };
    let version = current.as_ref().map(|entry| entry.version.to_string()).unwrap_or_default();
    let answer = match current.and_then(notification) {
        Some(event) => json!({
            "context.type": "Patient",
            "context.versionId": version,
            "context": event.context,
        }),
        None => json!({ "context.type": "", "context.versionId": "0", "context": [] }),
    };
    Json(answer).into_response()
}

async fn subscription(state: &AppState, body: &[u8]) -> Result<Response, HubError> {
    let fields: Vec<(String, String)> = form_fields(body)?;
    match SubscriptionRequest::read(&fields)? {
        SubscriptionRequest::Subscribe { topic, events, lease, name, endpoint } => {
            let found = alive(state, &topic).await?;
            let now = state.clock.now();
            let left = Duration::try_from(found.claim.ends.duration_since(now)).unwrap_or_default();
            let lease = Lease { usual: left, longest: left }.given(lease);
            let mut wanted = ContextSubscription {
                endpoint: String::new(),
                topic: found.claim.topic,
                name,
                events: events.to_string(),
                ends: now.checked_add(lease).unwrap_or(Timestamp::MAX),
            };
            match endpoint {
                Some(url) => change(state, wanted, &url).await,
                None => {
                    let kept = state.store.context_subscriptions(&wanted.topic).await?;
                    if kept >= MOST_SUBSCRIPTIONS {
                        return Err(HubError::TooMany);
                    }
                    let mut secret = [0; 32];
                    openssl::rand::rand_bytes(&mut secret)?;
                    let secret = URL_SAFE_NO_PAD.encode(secret);
                    wanted.endpoint = endpoint_key(&secret).0.to_string();
                    let by = now.checked_add(CONNECT_WITHIN).unwrap_or(Timestamp::MAX);
                    state.store.keep_context_subscription(&wanted, &topic, by).await?;
                    let url = format!("{}/socket/{secret}", socket_base(state)?);
                    Ok(accepted(&url))
                }
            }
        }
        SubscriptionRequest::Unsubscribe { topic, endpoint } => {
            let topic = alive(state, &topic).await?.claim.topic;
            let id = endpoint_of(&endpoint);
            if !state.store.end_context_subscription(&topic, &id.0.to_string()).await? {
                return Err(HubError::NoSubscription);
            }
            state.context.changed(&topic, id).await?;
            Ok(accepted(&endpoint))
        }
    }
}

async fn change(
    state: &AppState,
    mut wanted: ContextSubscription,
    url: &str,
) -> Result<Response, HubError> {
    let id = endpoint_of(url);
    wanted.endpoint = id.0.to_string();
    if !state.store.change_context_subscription(&wanted).await? {
        return Err(HubError::NoSubscription);
    }
    state.context.changed(&wanted.topic, id).await?;
    Ok(accepted(url))
}

async fn event(state: &AppState, body: &[u8]) -> Result<Response, HubError> {
    let SentEvent { topic, notification: event } = SentEvent::read(body)?;
    let found = alive(state, &topic).await?;
    let latest = state.clock.now().checked_add(AHEAD).unwrap_or(Timestamp::MAX);
    if event.timestamp > latest {
        return Err(HubError::Ahead);
    }
    let effect = match event.event {
        EventName::PatientOpen => ContextEffect::Opens,
        EventName::PatientClose if closes(found.current.as_ref(), &event) => ContextEffect::Closes,
        EventName::PatientClose if closes(found.theirs.as_ref(), &event) => ContextEffect::Leaves,
        EventName::PatientClose | EventName::SyncError => ContextEffect::Nothing,
    };
    let topic = &found.claim.topic;
    match state.context.tell(topic, &event, effect, ContextOrigin::Theirs, None).await? {
        ToldContext::Told => Ok(StatusCode::ACCEPTED.into_response()),
        ToldContext::Older => Err(HubError::Older),
        ToldContext::Apart => {
            state.context.tell_apart(topic).await?;
            Err(HubError::Older)
        }
        ToldContext::NoTopic => Err(HubError::NoTopic),
    }
}

/// Whether it is the patient of this entry who is closed; another may have been open beside her. One
/// that was opened here has a resource of its own in COSMIC, and is known by her number.
fn closes(opened: Option<&ContextEntry>, event: &Notification) -> bool {
    let Some(opened) = opened.cloned().and_then(notification) else { return false };
    let id = |event: &Notification| Some(event.resource()?["id"].as_str()?.to_owned());
    let numbers = |event: &Notification| {
        event.resource().map(PatientInContext::read).map(|patient| patient.ids).unwrap_or_default()
    };
    let closed = numbers(event);
    id(&opened) == id(event) || numbers(&opened).iter().any(|number| closed.contains(number))
}

/// A topic that may be used: opened by a launch, not ended, and its certificate still trusted.
async fn alive(state: &AppState, topic: &str) -> Result<ContextTopic, HubError> {
    if state.settings.launch.is_none() {
        return Err(HubError::Off);
    }
    let found = state.store.context_topic(Topic::of(topic).as_str(), state.clock.now()).await?;
    let found = found.ok_or(HubError::NoTopic)?;
    let claim = &found.claim;
    let trusted =
        state.store.trusts(&claim.care_provider, &claim.installation, &claim.certificate).await?;
    if trusted { Ok(found) } else { Err(HubError::NoTopic) }
}

/// Where sockets are: beside the launch, which COSMIC knows.
fn socket_base(state: &AppState) -> Result<String, HubError> {
    let launch = state.settings.launch.as_ref().ok_or(HubError::Off)?;
    let base = launch.audience.replacen("http", "ws", 1);
    let base = base.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    Ok(format!("{base}{}", super::ADDRESS))
}

/// What an endpoint is known by inside; who reads the database cannot open it.
pub(super) fn endpoint_key(secret: &str) -> SubscriberId {
    let digest = Sha256::digest(secret.as_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    SubscriberId(Uuid::from_bytes(id))
}

fn endpoint_of(url: &str) -> SubscriberId {
    endpoint_key(url.rsplit('/').next().unwrap_or_default())
}

fn form_fields(body: &[u8]) -> Result<Vec<(String, String)>, SubscriptionError> {
    std::str::from_utf8(body).map_err(|_| SubscriptionError::Form)?;
    Ok(form_urlencoded::parse(body).into_owned().collect())
}

fn accepted(endpoint: &str) -> Response {
    (StatusCode::ACCEPTED, Json(json!({ "hub.channel.endpoint": endpoint }))).into_response()
}

/// A failure of the store, for whoever sent the request.
pub(super) fn failed(error: &StoreError) -> Response {
    tracing::error!(error = error as &dyn std::error::Error, "the hub failed");
    (StatusCode::SERVICE_UNAVAILABLE, "the hub cannot do it now; try again").into_response()
}

fn refused(error: &HubError) -> Response {
    let status = match error {
        HubError::Off | HubError::NoTopic | HubError::NoSubscription => StatusCode::NOT_FOUND,
        HubError::TooMany => StatusCode::TOO_MANY_REQUESTS,
        HubError::Older => StatusCode::CONFLICT,
        HubError::Kind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        HubError::Ahead | HubError::Message(_) | HubError::Subscription(_) => {
            StatusCode::BAD_REQUEST
        }
        HubError::Store(StoreError::Unknown { .. }) => StatusCode::NOT_FOUND,
        HubError::Store(_) | HubError::Chance(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    let error: &dyn std::error::Error = error;
    if status.is_server_error() {
        tracing::error!(error, "the hub failed");
    } else {
        tracing::info!(error, status = status.as_u16(), "the hub refused a request");
    }
    (status, error.to_string()).into_response()
}

/// Subscriptions of one topic; COSMIC needs one, and some more while it connects anew.
const MOST_SUBSCRIPTIONS: i64 = 16;

/// How long after its subscription a socket may be opened.
const CONNECT_WITHIN: Duration = Duration::from_secs(60);

/// How much a subscriber's clock may be ahead of ours.
const AHEAD: Duration = Duration::from_secs(60);
