//! The barrier between this service and pages of others: headers on every response, and no change
//! on behalf of a foreign page.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, HOST, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::context;
use super::error::WebError;
use super::launch;
use super::settings::Settings;
use super::state::AppState;

/// Puts the security headers on whatever goes out.
pub(super) async fn headers(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let path_is_static = request.uri().path().starts_with("/static/");
    let mut response = next.run(request).await;
    let is_static = path_is_static && response.status().is_success();
    let headers = response.headers_mut();
    for (name, value) in fixed() {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&content_policy(&state.settings)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    if state.settings.frame_ancestors.is_empty() {
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    // Static files hold nothing personal and are named after their content.
    if !is_static {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn fixed() -> [(HeaderName, &'static str); 4] {
    [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ]
}

/// Nothing but our own files runs or is loaded, whatever a source has written into a record.
fn content_policy(settings: &Settings) -> String {
    let ancestors = match settings.frame_ancestors.as_slice() {
        [] => "'none'".to_owned(),
        origins => origins.join(" "),
    };
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
    )
}

/// Turns away changes that a page of somebody else asks for in a user's name.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`; older ones at least in `Origin`.
/// A client that sends neither is no browser, so no foreign page can be behind it. Where cookies go
/// with requests from other sites, as they must inside COSMIC, that is not left to trust: there a
/// cookie counts for nothing without one of the two.
pub(super) async fn same_site(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, WebError> {
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    // A launch comes from COSMIC's own pages; its signature says in whose name.
    let is_launch = request.uri().path() == launch::ADDRESS;
    let cookies_cross_sites = state.settings.cookies_cross_sites();
    // The hub's requests come from COSMIC as well; no cookie counts there, and it looks itself at
    // which page of whom asks.
    let is_hub = context::is_hub(request.uri().path());
    let is_safe =
        reads || is_launch || is_hub || comes_from_here(request.headers(), cookies_cross_sites);
    if is_safe { Ok(next.run(request).await) } else { Err(WebError::CrossSite) }
}

fn comes_from_here(headers: &HeaderMap, cookies_cross_sites: bool) -> bool {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(&HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin" || site == "none";
    }
    match text(&ORIGIN) {
        None => !(cookies_cross_sites && headers.contains_key(COOKIE)),
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text(&HOST)
        }
    }
}
