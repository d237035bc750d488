use axum::Form;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::file::{self, File};
use super::page::show_problem;
use super::{Administrator, Upload};
use crate::domain::{AdministratorRole, HsaId};
use crate::launch::{LaunchCertificate, UnfitCertificate};
use crate::present::foreign::visible;
use crate::store::{AddedCertificate, ClinicChange, KeptCertificate, NewAssignment, SavedClinics};
use crate::web::error::WebError;
use crate::web::state::AppState;

/// Longest name or title, in characters.
const LONGEST_NAME: usize = 100;

/// What is to be removed.
#[derive(Deserialize)]
pub(in crate::web) struct Which {
    id: String,
}

/// The form that adds or changes a clinic.
#[derive(Deserialize)]
pub(in crate::web) struct ClinicForm {
    /// Empty for a new one.
    #[serde(default)]
    id: String,
    name: String,
    hsa_id: String,
    care_unit: String,
}

/// The form that gives an assignment.
#[derive(Deserialize)]
pub(in crate::web) struct AssignmentForm {
    staff: String,
    name: String,
    title: String,
    /// Our own key of a clinic; empty for the care provider.
    place: String,
    kind: String,
}

/// Takes a launch certificate into use.
pub(in crate::web) async fn add_certificate(
    State(state): State<AppState>,
    administrator: Administrator,
    form: Multipart,
) -> Result<Response, WebError> {
    administrator.must_be_over_all()?;
    let upload = Upload::read(form).await?;
    let issuer = upload.text("installation")?;
    let installations = state.store.installations().await?;
    if !installations.iter().any(|known| known.issuer == issuer) {
        return Err(WebError::Field("installation"));
    }
    let read = match LaunchCertificate::read(upload.bytes("pem")?) {
        Ok(read) => read,
        Err(unfit) => return show_problem(&state, &administrator, words_for(unfit)).await,
    };
    let now = state.clock.now();
    if now > read.not_after() {
        return show_problem(&state, &administrator, "Certifikatet har gått ut.").await;
    }
    let certificate = KeptCertificate {
        id: Uuid::new_v4().to_string(),
        installation: issuer.to_owned(),
        care_provider: administrator.care_provider().clone(),
        thumbprint: read.thumbprint().to_owned(),
        pem: read.pem().to_owned(),
        not_after: read.not_after(),
        added_by: administrator.by().to_owned(),
        added_at: now,
    };
    let added = state.store.add_launch_certificate(&certificate).await?;
    if added == AddedCertificate::TwoAlready {
        let problem = "Två giltiga certifikat finns redan. Ta bort det som inte längre används \
             och lägg sedan till det nya.";
        return show_problem(&state, &administrator, problem).await;
    }
    tracing::info!(care_provider = %administrator.care_provider(), "a launch certificate was added");
    Ok(Redirect::to("/administration#certifikat").into_response())
}

/// Takes a launch certificate out of use; sessions that came by it end.
pub(in crate::web) async fn remove_certificate(
    State(state): State<AppState>,
    administrator: Administrator,
    Form(which): Form<Which>,
) -> Result<Response, WebError> {
    administrator.must_be_over_all()?;
    let (provider, by) = (administrator.care_provider(), administrator.by());
    let now = state.clock.now();
    state.store.remove_launch_certificate(provider, &which.id, by, now).await?;
    tracing::info!(care_provider = %provider, "a launch certificate was removed");
    Ok(Redirect::to("/administration#certifikat").into_response())
}

/// Adds or changes a clinic.
pub(in crate::web) async fn save_clinic(
    State(state): State<AppState>,
    administrator: Administrator,
    Form(form): Form<ClinicForm>,
) -> Result<Response, WebError> {
    administrator.must_be_over_all()?;
    let clinic = match clinic(form) {
        Ok(clinic) => clinic,
        Err(problem) => return show_problem(&state, &administrator, problem).await,
    };
    let change = administrator.change(state.clock.now());
    match words_for_saved(state.store.save_clinics(&change, &[clinic]).await?) {
        Some(problem) => show_problem(&state, &administrator, problem).await,
        None => Ok(Redirect::to("/administration#mottagningar").into_response()),
    }
}

/// Gives somebody an assignment.
pub(in crate::web) async fn give_assignment(
    State(state): State<AppState>,
    administrator: Administrator,
    Form(form): Form<AssignmentForm>,
) -> Result<Response, WebError> {
    let given = match assignment(form) {
        Ok(given) => given,
        Err(problem) => return show_problem(&state, &administrator, problem).await,
    };
    if is_beyond(&administrator, &given) {
        return Err(WebError::NotAdministrator);
    }
    let change = administrator.change(state.clock.now());
    state.store.give_assignments(&change, &[given]).await?;
    Ok(Redirect::to("/administration#personal").into_response())
}

/// Takes an assignment away; sessions under it end.
pub(in crate::web) async fn take_assignment(
    State(state): State<AppState>,
    administrator: Administrator,
    Form(which): Form<Which>,
) -> Result<Response, WebError> {
    if which.id == administrator.staff.assignment.id {
        let problem = "Du kan inte ta bort det uppdrag du själv är inloggad med.";
        return show_problem(&state, &administrator, problem).await;
    }
    let role = state.store.administrator_role(&which.id).await?;
    if is_above_users(role) {
        administrator.must_be_over_all()?;
    }
    state.store.take_assignment(&administrator.change(state.clock.now()), &which.id).await?;
    Ok(Redirect::to("/administration#personal").into_response())
}

/// Takes clinics or assignments in from a file: all of it or nothing.
pub(in crate::web) async fn import(
    State(state): State<AppState>,
    administrator: Administrator,
    form: Multipart,
) -> Result<Response, WebError> {
    let upload = Upload::read(form).await?;
    let clinics = state.store.clinics(administrator.care_provider()).await?;
    let file = match file::read(upload.bytes("file")?, &clinics) {
        Ok(file) => file,
        Err(problem) => return show_problem(&state, &administrator, &problem).await,
    };
    let change = administrator.change(state.clock.now());
    let rows = match file {
        File::Assignments(given) => {
            if given.iter().any(|given| is_beyond(&administrator, given)) {
                return Err(WebError::NotAdministrator);
            }
            state.store.give_assignments(&change, &given).await?
        }
        File::Clinics(clinics) => {
            administrator.must_be_over_all()?;
            if let Some(problem) =
                words_for_saved(state.store.save_clinics(&change, &clinics).await?)
            {
                return show_problem(&state, &administrator, problem).await;
            }
            clinics.len()
        }
    };
    Ok(Redirect::to(&format!("/administration?rows={rows}")).into_response())
}

/// Whoever administers users must not make herself, or others, more than that.
fn is_beyond(administrator: &Administrator, given: &NewAssignment) -> bool {
    is_above_users(given.role) && !administrator.is_over_all()
}

/// Roles that only a Vårdgivaradmin gives and takes.
pub(super) fn is_above_users(role: Option<AdministratorRole>) -> bool {
    matches!(role, Some(AdministratorRole::CareProvider | AdministratorRole::Log))
}

fn clinic(form: ClinicForm) -> Result<ClinicChange, &'static str> {
    let hsa_id = match form.hsa_id.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| NO_HSA_ID)?),
    };
    Ok(ClinicChange {
        id: Some(form.id).filter(|id| !id.is_empty()),
        name: name(&form.name).ok_or("Skriv mottagningens namn.")?,
        hsa_id,
        care_unit: form.care_unit.parse().map_err(|_| "Skriv vårdenhetens HSA-id.")?,
    })
}

fn assignment(form: AssignmentForm) -> Result<NewAssignment, &'static str> {
    let staff: HsaId = form.staff.parse().map_err(|_| NO_HSA_ID)?;
    let role = match form.kind.as_str() {
        "care" => None,
        "users" => Some(AdministratorRole::Users),
        "care_provider" => Some(AdministratorRole::CareProvider),
        "log" => Some(AdministratorRole::Log),
        _ => return Err("Välj uppdragets ändamål."),
    };
    let clinic = Some(form.place).filter(|place| !place.is_empty());
    if role.is_some() && clinic.is_some() {
        return Err(file::ADMINISTERS_PROVIDER);
    }
    Ok(NewAssignment {
        staff,
        name: name(&form.name).ok_or("Skriv användarens namn.")?,
        title: name(&form.title).ok_or("Skriv uppdragets titel, till exempel Sjuksköterska.")?,
        clinic,
        role,
    })
}

/// A name as it can be shown, if there is one and it is no story.
pub(super) fn name(text: &str) -> Option<String> {
    visible(Some(text)).filter(|name| name.chars().count() <= LONGEST_NAME)
}

fn words_for_saved(saved: SavedClinics) -> Option<&'static str> {
    match saved {
        SavedClinics::Saved => None,
        SavedClinics::CareUnitElsewhere => Some("Vårdenheten hör till en annan vårdgivare."),
        SavedClinics::HsaIdTaken => Some("En annan mottagning har redan samma HSA-id."),
    }
}

fn words_for(unfit: UnfitCertificate) -> &'static str {
    match unfit {
        UnfitCertificate::NotPem => "Filen innehåller inget certifikat i PEM-format.",
        UnfitCertificate::PrivateKey => {
            "Filen innehåller en privat nyckel. Den ska aldrig lämna COSMIC: ladda bara upp \
             certifikatet, och byt nyckel i COSMIC."
        }
        UnfitCertificate::Several => "Filen ska innehålla ett enda certifikat.",
        UnfitCertificate::Authority => {
            "Certifikatet är en utfärdares. Ladda upp det certifikat som COSMIC signerar med."
        }
        UnfitCertificate::Usage => "Certifikatet är inte avsett för signering.",
        UnfitCertificate::KeyKind => "Certifikatets nyckel måste vara RSA eller EC P-256.",
        UnfitCertificate::WeakKey => "Certifikatets RSA-nyckel måste ha minst 2048 bitar.",
    }
}

pub(super) const NO_HSA_ID: &str = "HSA-id saknas eller innehåller blanksteg.";
