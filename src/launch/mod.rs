//! COSMIC's launch: a short-lived signed assertion becomes a user, a place, perhaps a patient.
//!
//! [`receive`] names every stage. The assertion is a JWT (RFC 7519) in compact form; its contract,
//! and every way it can be refused, stand in `docs/launch.md`. Signatures are checked by OpenSSL,
//! which is in the program already; the token itself is read here, since the libraries that read
//! tokens leave most of what is checked here to their callers.

mod certificate;
mod choice;
mod claims;
mod members;
mod refusal;
mod sign;
mod token;

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::{HsaId, PatientId};
use crate::store::{KeptLaunch, LaunchElsewhere, Store, StoreError};

pub use certificate::{LaunchCertificate, UnfitCertificate};
pub use choice::{Choice, Matched, choose};
pub use claims::{Place, Topic};
pub use refusal::Refusal;
pub use sign::{Assertion, SignError, Signer};
pub use token::Algorithm;

/// What an assertion must be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address it must be meant for, to the letter. QA and production have different ones.
    pub audience: String,
    /// Largest assertion, in bytes.
    pub largest_bytes: usize,
    /// Longest time from its issue to its end.
    pub longest_life: Duration,
    /// How much the clocks of COSMIC and this service may differ.
    pub leeway: Duration,
    /// How long after its end an assertion is remembered as used. It must be longer than clocks of
    /// instances that share a database may differ.
    pub remember_for: Duration,
    /// How the user may have proved in COSMIC who she is; an assertion must name one of them.
    pub assurance_levels: Vec<String>,
}

/// A launch that was let through: signed by the installation with a certificate that the care
/// provider trusts, meant for us, in time, and not used before. Only [`receive`] makes one.
#[derive(Clone, Debug)]
pub struct Launch {
    installation: String,
    certificate: String,
    staff: HsaId,
    place: Place,
    patient: Option<PatientId>,
    topic: Option<Topic>,
}

/// Why there is no launch.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// The assertion was refused.
    #[error("a launch was refused: {0}")]
    Refused(#[from] Refusal),
    /// The store failed, so that nothing can be known; nobody is let in.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

/// Reads, verifies and spends an assertion. It can be spent once, over all instances that share
/// the store, also if two try at the same moment.
pub async fn receive(
    store: &Store,
    settings: &Settings,
    now: Timestamp,
    assertion: &str,
) -> Result<Launch, LaunchError> {
    let token = token::Token::read(assertion, settings.largest_bytes)?;
    let claimed = claims::claimed(&token)?;
    let trusted = trusted_by(store, &claimed).await?;
    let certificate = token.thumbprint().to_owned();
    let verified = token.verify(&trusted, now)?;
    if let Some(audience) = claims::other_audience(&verified, settings) {
        note_elsewhere(store, claimed, audience, now).await;
        return Err(Refusal::Audience.into());
    }
    let checked = claims::check(verified, claimed, settings, now)?;
    spend(store, settings, checked, certificate, now).await
}

/// What is kept of a launch with its session. `has_choice`: whether it opens several assignments.
pub fn keep(launch: &Launch, has_choice: bool) -> KeptLaunch {
    let Launch { installation, certificate, staff, place, patient, topic } = launch.clone();
    let Place { care_provider, care_unit, unit } = place;
    let topic = topic.map(Topic::into_string);
    KeptLaunch {
        installation,
        certificate,
        staff,
        care_provider,
        care_unit,
        unit,
        patient,
        topic,
        has_choice,
    }
}

/// A launch as it was let through, from what its session kept of it.
pub fn recall(kept: KeptLaunch) -> Launch {
    let KeptLaunch { installation, certificate, staff, patient, topic, .. } = kept;
    let place =
        Place { care_provider: kept.care_provider, care_unit: kept.care_unit, unit: kept.unit };
    let topic = topic.map(Topic::recall);
    Launch { installation, certificate, staff, place, patient, topic }
}

/// Whether the care provider still trusts the certificate that a launch was signed with. To be asked
/// as long as its session goes on: a certificate that is removed ends it.
pub async fn is_still_trusted(store: &Store, launch: &Launch) -> Result<bool, LaunchError> {
    let Launch { place, installation, certificate, .. } = launch;
    Ok(store.trusts(&place.care_provider, installation, certificate).await?)
}

/// The assignments that a launch opens. See [`choose`] for the rule.
pub async fn assignments(store: &Store, launch: &Launch) -> Result<Choice, LaunchError> {
    let clinics = store.clinics(&launch.place.care_provider).await?;
    let assignments = store.assignments(&launch.staff).await?;
    let choice = choose(&launch.place, &clinics, assignments);
    if choice.assignments.is_empty() {
        return Err(Refusal::NoAssignment.into());
    }
    Ok(choice)
}

impl Launch {
    /// The COSMIC installation it came from.
    pub fn installation(&self) -> &str {
        &self.installation
    }

    /// Thumbprint of the certificate that it was signed with.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// The user.
    pub fn staff(&self) -> &HsaId {
        &self.staff
    }

    /// Where the user works in COSMIC at the moment.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The patient who is open in COSMIC, if one is.
    pub fn patient(&self) -> Option<&PatientId> {
        self.patient.as_ref()
    }

    /// The topic under which COSMIC and this service tell each other of patient changes, if it
    /// shares them.
    pub fn topic(&self) -> Option<&Topic> {
        self.topic.as_ref()
    }
}

/// The certificates for the claimed installation that the claimed care provider has uploaded
/// itself. Those of other care providers say nothing here, however good they are.
async fn trusted_by(
    store: &Store,
    claimed: &claims::Claimed,
) -> Result<Vec<LaunchCertificate>, LaunchError> {
    let kept = store.launch_certificates(&claimed.care_provider, &claimed.installation).await?;
    if kept.is_empty() {
        return Err(Refusal::NoCertificate.into());
    }
    let read = |certificate: &crate::store::KeptCertificate| {
        LaunchCertificate::read(certificate.pem.as_bytes())
            .map_err(|_| StoreError::Unreadable { what: "a launch certificate" }.into())
    };
    kept.iter().map(read).collect()
}

/// Remembers a launch that is rightly signed and meant for another environment: COSMIC is configured
/// so, and the checklist says it. That it cannot be remembered changes nothing for the user.
async fn note_elsewhere(store: &Store, claimed: claims::Claimed, audience: String, at: Timestamp) {
    let claims::Claimed { installation, care_provider } = claimed;
    let launch = LaunchElsewhere { installation, audience, at };
    if let Err(error) = store.note_launch_elsewhere(&care_provider, &launch).await {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, "a launch for another environment could not be remembered");
    }
}

async fn spend(
    store: &Store,
    settings: &Settings,
    checked: claims::Checked,
    certificate: String,
    now: Timestamp,
) -> Result<Launch, LaunchError> {
    let claims::Checked { installation, id, ends, staff, place, patient, topic } = checked;
    let forget_after = ends + settings.leeway + settings.remember_for;
    if !store.spend_assertion(&installation, &id, forget_after, now).await? {
        return Err(Refusal::UsedBefore.into());
    }
    Ok(Launch { installation, certificate, staff, place, patient, topic })
}
