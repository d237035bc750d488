use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::state::AppState;

/// The process lives.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// The service can take requests: its store answers and it is not stopping.
pub(super) async fn ready(State(state): State<AppState>) -> Response {
    if state.stop.has_begun() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    match state.store.health().await {
        Ok(()) => "ok\n".into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the store does not answer");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Figures for Prometheus.
pub(super) async fn metrics(State(state): State<AppState>) -> Response {
    let kind = http::HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(http::header::CONTENT_TYPE, kind)], state.metrics.render()).into_response()
}
