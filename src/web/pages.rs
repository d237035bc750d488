use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;

use super::error::WebError;
use super::state::AppState;
use crate::domain::Assignment;
use crate::present::html::{Chrome, MessagePage, Who};

/// A page with its status.
pub(super) fn page(status: StatusCode, page: &impl Template) -> Result<Response, WebError> {
    Ok((status, Html(page.render()?)).into_response())
}

/// A page that only says something.
pub(super) fn message(
    state: &AppState,
    status: StatusCode,
    title: &str,
    text: &str,
    log_id: Option<&str>,
) -> Response {
    let chrome = chrome(state, None);
    let onward = (status != StatusCode::UNAUTHORIZED).then_some(("/", "Till sökningen"));
    let message = MessagePage { chrome: &chrome, title, text, log_id, onward };
    // If even this page cannot be written, its text can.
    page(status, &message).unwrap_or_else(|_| (status, text.to_owned()).into_response())
}

/// What stands around a page's content.
pub(super) fn chrome(state: &AppState, who: Option<Who>) -> Chrome {
    let home = match &who {
        Some(who) if !who.searches => "/support",
        _ => "/",
    };
    let assets = &state.assets;
    Chrome {
        style: assets.style(),
        script: assets.script(),
        icon: assets.icon(),
        home,
        environment: state.settings.environment_notice,
        who,
    }
}

/// Somebody of staff, for people.
pub(super) fn who(assignment: &Assignment) -> Who {
    Who {
        name: assignment.staff.name.clone(),
        role: role(assignment),
        searches: true,
        leave: "/logout",
    }
}

/// Title, clinic and care provider.
pub(super) fn role(assignment: &Assignment) -> String {
    let clinic = assignment.clinic.as_ref().map(|clinic| clinic.name.as_str());
    let parts = [Some(assignment.title.as_str()), clinic, Some(&assignment.care_provider.name)];
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
