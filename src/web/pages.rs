use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;

use super::context;
use super::error::WebError;
use super::launch::Launched;
use super::login::Staff;
use super::state::AppState;
use crate::domain::{Assignment, AssignmentPurpose};
use crate::present::html::{Chrome, ContextLine, MessagePage, Who};

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
    onward: Option<(&str, &str)>,
) -> Response {
    let chrome = chrome(state, None);
    let message = MessagePage { chrome: &chrome, title, text, log_id, onward };
    // If even this page cannot be written, its text can.
    page(status, &message).unwrap_or_else(|_| (status, text.to_owned()).into_response())
}

/// What stands around a page's content.
pub(super) fn chrome(state: &AppState, who: Option<Who>) -> Chrome {
    let home = match &who {
        Some(who) if who.administers => "/administration",
        Some(who) if !who.searches => "/support",
        _ => "/",
    };
    let assets = &state.assets;
    let shares = who.as_ref().is_some_and(|who| who.shares);
    let context = shares.then(|| ContextLine {
        script: assets.context_script(),
        name: context::NAME,
        silence_milliseconds: state.settings.context.silence().as_millis(),
    });
    Chrome {
        context,
        style: assets.style(),
        script: assets.script(),
        icon: assets.icon(),
        home,
        environment: state.settings.environment_notice,
        who,
    }
}

/// Somebody of staff, for people.
pub(super) fn who(staff: &Staff) -> Who {
    let launched = staff.launched.as_deref();
    let has_choice = launched.is_some_and(|launched| launched.has_choice);
    Who {
        name: staff.assignment.staff.name.clone(),
        role: role(&staff.assignment),
        searches: !administers(&staff.assignment),
        administers: administers(&staff.assignment),
        changes: has_choice.then_some("/launch/assignment"),
        elsewhere: launched.and_then(|launched| unit_elsewhere(&staff.assignment, launched)),
        shares: launched.is_some_and(|launched| launched.launch.topic().is_some()),
        leave: "/logout",
    }
}

/// Where somebody with this assignment begins.
pub(super) fn home(assignment: &Assignment) -> &'static str {
    if administers(assignment) { "/administration" } else { "/" }
}

fn administers(assignment: &Assignment) -> bool {
    assignment.purpose == AssignmentPurpose::Administration
}

/// Title, clinic and care provider.
pub(super) fn role(assignment: &Assignment) -> String {
    match (assignment.title.as_str(), workplace(assignment)) {
        ("", workplace) => workplace,
        (title, workplace) => format!("{title}, {workplace}"),
    }
}

/// Clinic and care provider.
pub(super) fn workplace(assignment: &Assignment) -> String {
    let clinic = assignment.clinic.as_ref().map(|clinic| clinic.name.as_str());
    let parts = [clinic, Some(&assignment.care_provider.name)];
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// The user's unit in COSMIC, where it is not the clinic she works at here: she must be able to see
/// that it is two (COSMIC – integration MittVaccin Journal 8.0, 2.2).
fn unit_elsewhere(assignment: &Assignment, launched: &Launched) -> Option<String> {
    let unit = &launched.launch.place().unit;
    let clinic = assignment.clinic.as_ref()?;
    (clinic.hsa_id.as_ref() != Some(unit)).then(|| unit.to_string())
}
