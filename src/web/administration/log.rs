//! The access log for its controllers: only their own care provider's, and every look is logged.

use axum::Form;
use axum::extract::{FromRequestParts, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use jiff::civil::Date;
use serde::Deserialize;

use crate::access_log::Taken;
use crate::domain::AdministratorRole;
use crate::present::access_log::{LogForm, LogLine, LogPage, csv};
use crate::present::words;
use crate::store::{LogQuestion, Whose};
use crate::web::error::WebError;
use crate::web::login::Staff;
use crate::web::pages;
use crate::web::state::AppState;

/// Rows shown at most; a file has more.
const MOST_SHOWN: u32 = 500;

/// Rows in a file at most.
const MOST_IN_FILE: u32 = 100_000;

/// Somebody who controls her care provider's access log.
pub(in crate::web) struct LogController(Staff);

impl FromRequestParts<AppState> for LogController {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        let staff = Staff::from_request_parts(parts, state).await?;
        match super::role_of(state, &staff).await? {
            AdministratorRole::Log => Ok(Self(staff)),
            AdministratorRole::CareProvider | AdministratorRole::Users => {
                Err(WebError::NotAdministrator)
            }
        }
    }
}

/// The form, as it comes.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    patient: String,
    staff: String,
    from: String,
    to: String,
}

/// The empty form.
pub(in crate::web) async fn form(
    State(state): State<AppState>,
    controller: LogController,
) -> Result<Response, WebError> {
    page(&state, &controller, &Asked::default(), Ok(None))
}

/// Rows of the log as a page.
pub(in crate::web) async fn show(
    State(state): State<AppState>,
    controller: LogController,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let question = match asked.question() {
        Ok(question) => question,
        Err(problem) => return page(&state, &controller, &asked, Err(problem)),
    };
    let lines = lines(&state, &controller, &question, Taken::Shown, MOST_SHOWN).await?;
    page(&state, &controller, &asked, Ok(Some(lines)))
}

/// Rows of the log as a file for a spreadsheet.
pub(in crate::web) async fn file(
    State(state): State<AppState>,
    controller: LogController,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let question = match asked.question() {
        Ok(question) => question,
        Err(problem) => return page(&state, &controller, &asked, Err(problem)),
    };
    let lines = lines(&state, &controller, &question, Taken::AsFile, MOST_IN_FILE).await?;
    let care_provider = &controller.0.assignment.care_provider.hsa_id;
    let file = csv(care_provider.as_str(), &lines).map_err(WebError::File)?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    // No patient id is in the name, which stands in lists of downloads.
    let disposition = HeaderValue::from_static("attachment; filename=\"atkomstlogg.csv\"");
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)], file).into_response())
}

impl Asked {
    /// What is asked for, or what is wrong with it in words.
    fn question(&self) -> Result<LogQuestion, &'static str> {
        let whose = match (self.patient.trim(), self.staff.trim()) {
            ("", "") => return Err("Skriv en patients personnummer eller en användares HSA-id."),
            (patient, "") => Whose::Patient(patient.parse().map_err(
                |_| "Numret är inte ett giltigt personnummer, samordningsnummer eller reservnummer.",
            )?),
            ("", staff) => Whose::Staff(staff.parse().map_err(|_| super::changes::NO_HSA_ID)?),
            _ => return Err("Skriv antingen personnummer eller HSA-id, inte båda."),
        };
        Ok(LogQuestion::of_days(whose, day(&self.from)?, day(&self.to)?))
    }
}

fn day(text: &str) -> Result<Option<Date>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| "Skriv dagar som ÅÅÅÅ-MM-DD."),
    }
}

/// The rows asked for, once the log knows that they are read.
async fn lines(
    state: &AppState,
    controller: &LogController,
    question: &LogQuestion,
    taken: Taken,
    most: u32,
) -> Result<Vec<LogLine>, WebError> {
    let rows = state.log.extract(&controller.0.assignment, question, taken, most).await;
    let rows = rows.map_err(WebError::not_logged(state))?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        lines.push(LogLine::of(&row.event()?, row.sequence, row.is_late()));
    }
    Ok(lines)
}

fn page(
    state: &AppState,
    controller: &LogController,
    asked: &Asked,
    found: Result<Option<Vec<LogLine>>, &'static str>,
) -> Result<Response, WebError> {
    let (status, found, problem) = match found {
        Ok(found) => (StatusCode::OK, found, None),
        Err(problem) => (StatusCode::UNPROCESSABLE_ENTITY, None, Some(problem)),
    };
    let count = found.as_deref().map_or(0, <[LogLine]>::len) as u64;
    let summary = match count {
        0 => "Inga rader".to_owned(),
        count if count >= u64::from(MOST_SHOWN) => {
            format!("De {count} senaste raderna. Välj tid, eller hämta som fil, för fler.")
        }
        count => words::amount(count, "rad", "rader"),
    };
    let form = LogForm {
        patient: asked.patient.clone(),
        staff: asked.staff.clone(),
        from: asked.from.clone(),
        to: asked.to.clone(),
    };
    let log = LogPage {
        chrome: &pages::chrome(state, Some(pages::who(&controller.0))),
        name: &controller.0.assignment.care_provider.name,
        asked: &form,
        problem,
        found: found.as_deref(),
        summary: &summary,
    };
    pages::page(status, &log)
}
