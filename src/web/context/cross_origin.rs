//! Which pages of others may speak with the hub.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::web::settings::Settings;
use crate::web::state::AppState;

/// Turns away pages of origins that are not COSMIC's, and lets COSMIC's read the answers. A program
/// sends no origin; what lets it in is the topic.
pub(in crate::web) async fn cross_origin(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    if origin.as_ref().is_some_and(|origin| !is_allowed(&state.settings, request.headers(), origin))
    {
        return (StatusCode::FORBIDDEN, "this origin may not use the hub").into_response();
    }
    let mut response = match *request.method() {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    if let Some(origin) = origin {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        headers.insert(VARY, HeaderValue::from_static("origin"));
    }
    response
}

/// The origins that may launch, and those that may show our pages inside theirs.
fn is_allowed(settings: &Settings, headers: &HeaderMap, origin: &HeaderValue) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    let own = headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
    let is_own = origin.split_once("://").is_some_and(|(_, host)| Some(host) == own);
    let named = settings.launch_origins.iter().chain(&settings.frame_ancestors);
    is_own || named.into_iter().any(|pattern| matches(pattern, origin))
}

/// An origin to the letter, or with a star for the first part of its name.
fn matches(pattern: &str, origin: &str) -> bool {
    match pattern.split_once("://*.") {
        None => pattern == origin,
        Some((scheme, rest)) => {
            let name = origin.strip_prefix(scheme).and_then(|name| name.strip_prefix("://"));
            name.and_then(|name| name.strip_suffix(rest)).is_some_and(|first| {
                first.len() > 1 && first.ends_with('.') && !first.contains(['/', '@'])
            })
        }
    }
}
