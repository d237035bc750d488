use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::state::AppState;
use super::{
    access, administration, api, assets, conformance, customer, error, fhir, health, launch, login,
    panel, print, security, support,
};

/// Everything that exists.
pub fn router(state: AppState) -> Router {
    let settings = &state.settings;
    let for_files = DefaultBodyLimit::max(settings.most_upload_bytes);
    Router::new()
        // The panel: what a person reads.
        .route("/", get(panel::search))
        .route("/panel", post(panel::open))
        .route("/panel/{view}", get(panel::show))
        .route("/panel/{view}/fragment", get(panel::fragment))
        .route("/panel/{view}/events", get(panel::follow))
        .route("/panel/{view}/split", post(panel::split))
        .route("/panel/{view}/join", post(panel::join))
        .route("/panel/{view}/customer", get(customer::show).post(customer::save))
        .route("/panel/{view}/access", get(access::form).post(access::state_grounds))
        .route("/panel/{view}/access/withdraw", post(access::withdraw))
        .route("/panel/{view}/blocked", post(access::tell_who_blocks))
        .route("/panel/{view}/blocked/check", post(access::check_blocks))
        .route("/panel/{view}/blocked/lift", get(access::lifting_form).post(access::lift))
        .route("/panel/{view}/print", post(print::show))
        .route("/login", get(login::form).post(login::log_in))
        .route("/logout", post(login::log_out))
        .route("/static/{name}", get(assets::show))
        // COSMIC's way in.
        .route(launch::ADDRESS, post(launch::receive))
        .route("/launch/assignment", get(launch::form).post(launch::choose))
        .route("/launch/entered", get(launch::entered))
        // The journal for machines.
        .route("/api/v1/journal", post(api::open))
        .route("/api/v1/journal/{view}", get(api::read))
        .route("/api/v1/journal/{view}/events", get(api::follow))
        .route("/openapi.json", get(api::describe))
        .route("/fhir/Immunization/_search", post(fhir::search))
        // The care provider's own administrators.
        .route("/administration", get(administration::show))
        .route(
            "/administration/certificate",
            post(administration::add_certificate).layer(for_files),
        )
        .route("/administration/certificate/remove", post(administration::remove_certificate))
        .route("/administration/clinic", post(administration::save_clinic))
        .route("/administration/assignment", post(administration::give_assignment))
        .route("/administration/assignment/remove", post(administration::take_assignment))
        .route("/administration/import", post(administration::import).layer(for_files))
        .route("/administration/log", get(administration::log_form).post(administration::show_log))
        .route("/administration/log/csv", post(administration::log_file))
        // Support.
        .route("/support", get(support::show))
        .route("/support/login", get(support::form).post(support::log_in))
        .route("/support/logout", post(support::log_out))
        .route("/support/gvh", post(support::switch))
        .route("/support/conformance", get(conformance::show).post(conformance::start))
        .route("/support/conformance/{run}", get(conformance::follow))
        .route("/support/conformance/{run}/report", get(conformance::report))
        // Operation.
        .route("/metrics", get(health::metrics))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        // From the inside out: limits, whose request it is, faults, failures in their reader's
        // form, and headers on whatever comes of it.
        .layer(DefaultBodyLimit::max(settings.most_body_bytes))
        .layer(RequestBodyTimeoutLayer::new(settings.body_timeout))
        .layer(from_fn_with_state(state.clone(), security::same_site))
        .layer(CatchPanicLayer::custom(|_| http::StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(from_fn_with_state(state.clone(), error::dress))
        .layer(from_fn_with_state(state.clone(), security::headers))
        .with_state(state)
}
