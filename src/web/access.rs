//! Why a user may read: what she states before a journal opens, and what she does about blocks. Each
//! page belongs to one view, and so to one session and one patient.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use jiff::civil::Date;
use serde::Deserialize;

use super::error::{WebError, words};
use super::login::Staff;
use super::pages;
use super::state::AppState;
use super::stated_access::{StatedAccess, Wanted};
use crate::domain::{
    BlockedHolder, HoldingUnit, LegalBasis, LiftingGround, PatientId, Scope, SwedishDate,
};
use crate::journal::access::{self, Known, LiftingStatement, StatementError};
use crate::journal::{View, ViewId};
use crate::present::html::{AccessForm, AccessPage, HolderChoice, LiftForm, LiftPage, Problem};
use crate::present::words::{patient_kind, patient_number};

/// The form as it was filled in.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Stated {
    #[serde(default)]
    relation: String,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    emergency_reason: String,
    #[serde(default)]
    cannot_decide_reason: String,
}

/// The form that lifts blocks, as it was filled in. Fields by name, since holders come several.
type Filled = Vec<(String, String)>;

/// Asks why the user may read.
pub(super) async fn form(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let (id, patient) = state.patient_of(&view, &staff).await?;
    let today = state.journal.gate().today().to_string();
    let form = Stated { scope: "me".to_owned(), until: today, ..Stated::default() };
    show(&state, &staff, (id, &patient), StatusCode::OK, &form, None).await
}

/// Takes in what she states, and opens the journal if it is enough.
pub(super) async fn state_grounds(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
    Form(stated): Form<Stated>,
) -> Result<Response, WebError> {
    let (id, patient) = state.patient_of(&view, &staff).await?;
    let wanted = match stated.read() {
        Ok(wanted) => wanted,
        Err(problem) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(&state, &staff, (id, &patient), status, &stated, Some(problem)).await;
        }
    };
    let Wanted { statement, reach } = wanted;
    match state.journal.gate().state(&patient, &staff.assignment, &statement).await {
        Ok(()) => {
            state.decide_anew(id, staff.session, reach).await?;
            Ok(Redirect::to(&format!("/panel/{id}")).into_response())
        }
        Err(error) if !error.is_the_users() => Err(error.into()),
        Err(error) => {
            let problem = stated.problem(&error);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(&state, &staff, (id, &patient), status, &stated, Some(problem)).await
        }
    }
}

/// Withdraws the patient's consent to the user's care unit. Open journals that stand on it close.
pub(super) async fn withdraw(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    state.journal.gate().withdraw_consent(view.grant()).await?;
    Ok(Redirect::to(&format!("/panel/{}", view.id())).into_response())
}

/// Tells who holds what is blocked.
pub(super) async fn tell_who_blocks(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let told = state.journal.tell_who_blocks(&view).await;
    told.map_err(|error| state.no_journal(error))?;
    Ok(back_to_withheld(&view))
}

/// Asks the blocking service again about what it could not tell.
pub(super) async fn check_blocks(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    state.journal.check_blocks_again(&view).await;
    Ok(back_to_withheld(&view))
}

/// Asks on what grounds blocks are to be lifted for a time.
pub(super) async fn lifting_form(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let today = state.journal.gate().today().to_string();
    let filled = [
        ("scope", "me".to_owned()),
        ("until", today),
        ("requested_by", staff.assignment.staff.name.clone()),
    ];
    let filled = filled.map(|(name, value)| (name.to_owned(), value)).to_vec();
    show_lifting(&state, &staff, &view, StatusCode::OK, &filled, None)
}

/// Lifts blocks for a time, and opens the journal anew.
pub(super) async fn lift(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
    Form(filled): Form<Filled>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let refused = |problem| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        show_lifting(&state, &staff, &view, status, &filled, Some(problem))
    };
    let statement = match read_lifting(&filled, &blocked(&view)) {
        Ok(statement) => statement,
        Err(problem) => return refused(problem),
    };
    match state.journal.gate().lift(view.grant(), &statement).await {
        Ok(()) => {
            state.decide_anew(view.id(), staff.session, view.grant().reach()).await?;
            Ok(Redirect::to(&format!("/panel/{}", view.id())).into_response())
        }
        Err(error) if !error.is_the_users() => Err(error.into()),
        Err(error) => refused(lifting_problem(&error)),
    }
}

impl Stated {
    fn read(&self) -> Result<Wanted, Problem> {
        let reason = match self.basis.as_str() {
            "emergency" => &self.emergency_reason,
            _ => &self.cannot_decide_reason,
        };
        if self.basis.is_empty() {
            return Err(Problem { field: "basis", text: "Välj vilka uppgifter du får läsa." });
        }
        let stated = StatedAccess {
            care_relation: !self.relation.is_empty(),
            basis: Some(self.basis.clone()).filter(|basis| basis != "known"),
            reason: Some(reason.clone()),
            until: Some(self.until.clone()),
            scope: Some(self.scope.clone()),
        };
        stated.read().map_err(|error| match error {
            WebError::Field("access.until") => self.problem(&StatementError::Until),
            _ => Problem { field: "basis", text: "Välj ett av alternativen." },
        })
    }

    fn problem(&self, error: &StatementError) -> Problem {
        let field = match error {
            StatementError::CareRelation => "relation",
            StatementError::Until => "until",
            StatementError::Reason if self.basis == "emergency" => "emergency_reason",
            StatementError::Reason => "cannot_decide_reason",
            _ => "basis",
        };
        let text = match error {
            StatementError::CareRelation => "Kryssa för att du deltar i vården av patienten.",
            error => words::statement(error),
        };
        Problem { field, text }
    }
}

async fn show(
    state: &AppState,
    staff: &Staff,
    (id, patient): (ViewId, &PatientId),
    status: StatusCode,
    stated: &Stated,
    problem: Option<Problem>,
) -> Result<Response, WebError> {
    let gate = state.journal.gate();
    let actor = access::reader(&staff.assignment).map_err(StatementError::from)?;
    let known = gate.known_before_statement(patient, &actor).await?;
    let Known { grounds, relation_unavailable, consent_unavailable } = known;
    let chrome = pages::chrome(state, Some(pages::who(staff)));
    let rules = gate.rules();
    let page = AccessPage {
        chrome: &chrome,
        action: &format!("/panel/{id}/access"),
        patient_kind: patient_kind(patient),
        patient_number: &patient_number(patient),
        relation_is_known: grounds.relation.is_some(),
        known_ground: grounds.coherent.as_ref().map(known_ground),
        relation_unavailable,
        consent_unavailable,
        latest_consent: &gate.latest_consent().to_string(),
        emergency_hours: rules.emergency_hours,
        form: AccessForm {
            relation: !stated.relation.is_empty(),
            basis: match stated.basis.as_str() {
                "" if grounds.coherent.is_some() => "known",
                basis => basis,
            },
            for_unit: stated.scope == "unit",
            until: &stated.until,
            emergency_reason: &stated.emergency_reason,
            cannot_decide_reason: &stated.cannot_decide_reason,
        },
        problem,
    };
    pages::page(status, &page)
}

/// A ground that is known already, as a choice.
fn known_ground(basis: &LegalBasis) -> &'static str {
    match basis {
        LegalBasis::Consent => "Patienten har redan samtyckt",
        LegalBasis::Emergency { .. } => "Ett nödläge är redan registrerat",
        LegalBasis::CannotDecide { .. } | LegalBasis::OwnCareProvider => {
            "Det är redan registrerat att patienten inte kan ta ställning"
        }
    }
}

fn show_lifting(
    state: &AppState,
    staff: &Staff,
    view: &View,
    status: StatusCode,
    filled: &Filled,
    problem: Option<Problem>,
) -> Result<Response, WebError> {
    let gate = state.journal.gate();
    let chosen: Vec<&str> = values(filled, "holder").collect();
    let choice = |one: &BlockedHolder| {
        let value = holder_value(&one.holder);
        HolderChoice::of(one, value.clone(), chosen.contains(&value.as_str()))
    };
    let holders: Vec<HolderChoice> = blocked(view).iter().map(choice).collect();
    if holders.is_empty() {
        return Ok(back_to_withheld(view));
    }
    let chrome = pages::chrome(state, Some(pages::who(staff)));
    let patient = &view.request().patient;
    let page = LiftPage {
        chrome: &chrome,
        base: &format!("/panel/{}", view.id()),
        patient_kind: patient_kind(patient),
        patient_number: &patient_number(patient),
        holders: &holders,
        latest: &gate.latest_lifting().to_string(),
        form: LiftForm {
            ground: value(filled, "ground"),
            for_unit: value(filled, "scope") == "unit",
            requested_by: value(filled, "requested_by"),
            reason: value(filled, "reason"),
            until: value(filled, "until"),
        },
        problem,
    };
    pages::page(status, &page)
}

/// Who holds what is blocked, as far as the user has chosen to see it.
fn blocked(view: &View) -> Vec<BlockedHolder> {
    view.progress().borrow().journal.blocked.clone()
}

/// A holder in the form, by its ids: its place in the list may have changed since the form came.
fn holder_value(holder: &HoldingUnit) -> String {
    format!("{} {}", holder.care_provider, holder.care_unit)
}

fn read_lifting(filled: &Filled, known: &[BlockedHolder]) -> Result<LiftingStatement, Problem> {
    let holder = |text: &str| known.iter().find(|one| holder_value(&one.holder) == text);
    let holders = values(filled, "holder").filter_map(holder).map(|one| one.holder.clone());
    let holders: Vec<HoldingUnit> = holders.collect();
    let ground = match value(filled, "ground") {
        "consent" => LiftingGround::Consent,
        "emergency" => LiftingGround::Emergency,
        _ => {
            let text = "Välj om patienten samtycker eller om det är ett nödläge.";
            return Err(Problem { field: "ground", text });
        }
    };
    let until = value(filled, "until").trim().parse::<Date>();
    let until = until.map_err(|_| lifting_problem(&StatementError::Until))?;
    Ok(LiftingStatement {
        holders,
        scope: if value(filled, "scope") == "unit" { Scope::CareUnit } else { Scope::Employee },
        requested_by: value(filled, "requested_by").to_owned(),
        ground,
        reason: value(filled, "reason").to_owned(),
        until: SwedishDate::new(until),
    })
}

fn lifting_problem(error: &StatementError) -> Problem {
    let field = match error {
        StatementError::Holders => "holder",
        StatementError::Reason => "reason",
        StatementError::RequestedBy => "requested_by",
        StatementError::Until => "until",
        _ => "ground",
    };
    let text = match error {
        StatementError::Until => "Sista dagen måste vara i dag eller senare, inom sju dagar.",
        error => words::statement(error),
    };
    Problem { field, text }
}

fn values<'f>(filled: &'f Filled, name: &'f str) -> impl Iterator<Item = &'f str> {
    filled.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn value<'f>(filled: &'f Filled, name: &'f str) -> &'f str {
    values(filled, name).next().unwrap_or_default()
}

fn back_to_withheld(view: &View) -> Response {
    Redirect::to(&format!("/panel/{}#undanhallna", view.id())).into_response()
}
