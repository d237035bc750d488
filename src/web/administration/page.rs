use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use serde::Deserialize;

use super::changes::is_above_users;
use super::{Administrator, role_of};
use crate::domain::{AdministratorRole, Clinic};
use crate::launch::LaunchCertificate;
use crate::present::administration::{
    AdministrationPage, AssignmentRow, CertificateRow, ChangeRow, ClinicRow, InstallationRow,
    StaffRow,
};
use crate::present::words;
use crate::store::{ChangeKind, HeldAssignment, Installation, KeptCertificate, OrganisationChange};
use crate::web::error::WebError;
use crate::web::login::Staff;
use crate::web::pages;
use crate::web::state::AppState;

/// Changes shown at most; all are kept.
const MOST_CHANGES: u32 = 50;

/// From how many days before its end a certificate is warned of.
const WARN_DAYS: i64 = 60;

/// How many rows an import took in.
#[derive(Deserialize)]
pub(in crate::web) struct Done {
    rows: Option<u32>,
}

/// The page. Whoever has only the access log to read is led there.
pub(in crate::web) async fn show(
    State(state): State<AppState>,
    staff: Staff,
    Query(done): Query<Done>,
) -> Result<Response, WebError> {
    if role_of(&state, &staff).await? == AdministratorRole::Log {
        return Ok(Redirect::to("/administration/log").into_response());
    }
    let administrator = Administrator::of(&state, staff).await?;
    let done = done.rows.map(|rows| words::amount(rows, "rad lades in.", "rader lades in."));
    render(&state, &administrator, StatusCode::OK, None, done).await
}

/// The page again, with why nothing was changed.
pub(super) async fn show_problem(
    state: &AppState,
    administrator: &Administrator,
    problem: &str,
) -> Result<Response, WebError> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    render(state, administrator, status, Some(problem), None).await
}

async fn render(
    state: &AppState,
    administrator: &Administrator,
    status: StatusCode,
    problem: Option<&str>,
    done: Option<String>,
) -> Result<Response, WebError> {
    let care_provider = administrator.care_provider();
    let mut installations = Vec::new();
    for installation in state.store.installations().await? {
        let kept = state.store.launch_certificates(care_provider, &installation.issuer).await?;
        installations.push(installation_row(state, administrator, installation, &kept));
    }
    let clinics = state.store.clinics(care_provider).await?;
    let held = state.store.assignments_under(care_provider).await?;
    let changes = state.store.organisation_changes(care_provider, MOST_CHANGES).await?;
    let page = AdministrationPage {
        chrome: &pages::chrome(state, Some(pages::who(&administrator.staff))),
        name: &administrator.staff.assignment.care_provider.name,
        hsa_id: care_provider.as_str(),
        is_over_all: administrator.is_over_all(),
        problem,
        done,
        installations: &installations,
        clinics: &clinics.iter().map(clinic_row).collect::<Vec<_>>(),
        staff: &staff_rows(administrator, &held),
        changes: &changes.iter().map(change_row).collect::<Vec<_>>(),
    };
    pages::page(status, &page)
}

fn installation_row(
    state: &AppState,
    administrator: &Administrator,
    installation: Installation,
    kept: &[KeptCertificate],
) -> InstallationRow {
    InstallationRow {
        is_responsible: installation.care_provider == *administrator.care_provider(),
        name: installation.name,
        issuer: installation.issuer,
        certificates: kept.iter().map(|kept| certificate_row(state, kept)).collect(),
    }
}

fn certificate_row(state: &AppState, kept: &KeptCertificate) -> CertificateRow {
    let read = LaunchCertificate::read(kept.pem.as_bytes()).ok();
    let now = state.clock.now();
    let days = (kept.not_after.as_second() - now.as_second()).div_euclid(86_400);
    let begins = read.as_ref().map(LaunchCertificate::not_before);
    let (notice, validity) = match begins {
        Some(begins) if now < begins => (true, format!("börjar gälla {}", words::moment(begins))),
        _ if days < 0 => (true, format!("gick ut {}", words::moment(kept.not_after))),
        _ if days <= WARN_DAYS => (
            true,
            format!(
                "går ut {}, om {}",
                words::moment(kept.not_after),
                words::amount(days.unsigned_abs(), "dag", "dagar",)
            ),
        ),
        _ => (false, format!("gäller till {}", words::moment(kept.not_after))),
    };
    CertificateRow {
        id: kept.id.clone(),
        subject: read.map(|read| read.subject()).unwrap_or_default(),
        thumbprint: kept.thumbprint.clone(),
        validity,
        notice,
        added: format!("{} av {}", words::moment(kept.added_at), kept.added_by),
    }
}

fn clinic_row(clinic: &Clinic) -> ClinicRow {
    ClinicRow {
        id: clinic.id.clone(),
        name: clinic.name.clone(),
        hsa_id: clinic.hsa_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        care_unit: clinic.care_unit.to_string(),
    }
}

/// One row for each person; assignments come in the order of persons.
fn staff_rows(administrator: &Administrator, held: &[HeldAssignment]) -> Vec<StaffRow> {
    let mut rows: Vec<StaffRow> = Vec::new();
    for HeldAssignment { assignment, role } in held {
        let over_all = is_above_users(*role);
        let row = AssignmentRow {
            id: assignment.id.clone(),
            title: assignment.title.clone(),
            place: match &assignment.clinic {
                Some(clinic) => clinic.name.clone(),
                None => "hela vårdgivaren".to_owned(),
            },
            role: match role {
                Some(AdministratorRole::CareProvider) => Some("Vårdgivaradmin"),
                Some(AdministratorRole::Users) => Some("Användaradmin"),
                Some(AdministratorRole::Log) => Some("Loggadministratör"),
                None => None,
            },
            may_be_taken: assignment.id != administrator.staff.assignment.id
                && (!over_all || administrator.is_over_all()),
        };
        let hsa_id = assignment.staff.hsa_id.to_string();
        match rows.last_mut().filter(|last| last.hsa_id == hsa_id) {
            Some(last) => last.assignments.push(row),
            None => rows.push(StaffRow {
                hsa_id,
                name: assignment.staff.name.clone(),
                assignments: vec![row],
            }),
        }
    }
    rows
}

fn change_row(change: &OrganisationChange) -> ChangeRow {
    ChangeRow {
        at: words::moment(change.at),
        by: change.by.clone(),
        what: match change.kind {
            ChangeKind::AssignmentGiven => "Uppdrag tilldelat",
            ChangeKind::AssignmentTaken => "Uppdrag borttaget",
            ChangeKind::ClinicAdded => "Mottagning tillagd",
            ChangeKind::ClinicChanged => "Mottagning ändrad",
            ChangeKind::CertificateAdded => "Certifikat tillagt",
            ChangeKind::CertificateRemoved => "Certifikat borttaget",
        },
        subject: change.subject.clone(),
    }
}
