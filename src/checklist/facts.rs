//! What is known of a care provider when its checklist is gone through.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{Clinic, HsaId};
use crate::journal::Reached;
use crate::journal::ask::Plan;
use crate::store::{
    CosmicList, GvhState, HeldAssignment, Installation, KeptCertificate, LaunchElsewhere,
    SeenInCosmic, Store, StoreError,
};

/// Where this service runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Environment {
    /// Made-up data on one machine.
    Demo,
    /// Test data, test services.
    Qa,
    /// Patients.
    Production,
}

/// What is known from the settings, and of the platform.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Where this service runs.
    pub environment: Environment,
    /// The address that launches must be meant for; none if they are switched off.
    pub audience: Option<String>,
    /// How the care provider's questions are put.
    pub plan: Option<Plan>,
    /// What the platform said, if it was asked.
    pub reached: Option<Vec<Reached>>,
}

/// What is known of a care provider.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The care provider.
    pub care_provider: HsaId,
    /// Its name; none if it is not known here.
    pub name: Option<String>,
    /// The present time.
    pub now: Timestamp,
    /// From the settings, and of the platform.
    pub surroundings: Surroundings,
    /// Every COSMIC installation.
    pub installations: Vec<Installation>,
    /// The certificates that the care provider has uploaded.
    pub certificates: Vec<KeptCertificate>,
    /// Its clinics.
    pub clinics: Vec<Clinic>,
    /// Its assignments.
    pub assignments: Vec<HeldAssignment>,
    /// Where launches have placed its users lately, newest first.
    pub seen: Vec<SeenInCosmic>,
    /// Launches lately that were meant for another environment.
    pub elsewhere: Vec<LaunchElsewhere>,
    /// What it has in COSMIC, by its own file.
    pub listed: Option<CosmicList>,
    /// Vaccinations that have come by file.
    pub indata: u64,
    /// Whether GVH consumption is on.
    pub gvh: GvhState,
}

/// What is older says little of how COSMIC is configured now.
pub(super) const LATELY: SignedDuration = SignedDuration::from_hours(24 * 90);

impl Facts {
    /// Collects what is known. `listed` is a file given just now, in place of the one kept.
    pub async fn of(
        store: &Store,
        care_provider: &HsaId,
        surroundings: Surroundings,
        listed: Option<CosmicList>,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let known = store.care_providers().await?;
        let name = known.into_iter().find(|known| known.hsa_id == *care_provider);
        let installations = store.installations().await?;
        let mut certificates = Vec::new();
        for installation in &installations {
            let kept = store.launch_certificates(care_provider, &installation.issuer).await?;
            certificates.extend(kept);
        }
        let since = now - LATELY;
        let listed = match listed {
            None => store.cosmic_list(care_provider).await?,
            given => given,
        };
        Ok(Self {
            care_provider: care_provider.clone(),
            name: name.map(|known| known.name),
            now,
            surroundings,
            installations,
            certificates,
            clinics: store.clinics(care_provider).await?,
            assignments: store.assignments_under(care_provider).await?,
            seen: store.seen_in_cosmic(care_provider, since).await?,
            elsewhere: store.launches_elsewhere(care_provider, since).await?,
            listed,
            indata: store.indata_records(care_provider).await?,
            gvh: store.gvh_consumption(care_provider, now).await?,
        })
    }

    /// Units in COSMIC that are known of, with the care unit of each: those that launches named
    /// and those of the file.
    pub(super) fn units(&self) -> BTreeMap<&HsaId, &HsaId> {
        let seen = self.seen.iter().rev().map(|seen| (&seen.unit, &seen.care_unit));
        let listed = self.listed.iter().flat_map(|list| &list.units);
        listed.map(|(unit, care_unit)| (unit, care_unit)).chain(seen).collect()
    }

    /// The installations that concern the care provider: it is responsible, it has uploaded a
    /// certificate, or its users have come from there.
    pub(super) fn own_installations(&self) -> impl Iterator<Item = &Installation> {
        self.installations.iter().filter(|installation| {
            let issuer = &installation.issuer;
            installation.care_provider == self.care_provider
                || self.certificates.iter().any(|it| it.installation == *issuer)
                || self.seen.iter().any(|it| it.installation == *issuer)
        })
    }
}
