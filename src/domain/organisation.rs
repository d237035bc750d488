use super::HsaId;

/// Vårdgivare: the organisation that is responsible for care and for its records.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CareProvider {
    /// Identity in the HSA catalogue.
    pub hsa_id: HsaId,
    /// Name for people.
    pub name: String,
}

/// Vårdenhet: the unit that blocks and access rules speak of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CareUnit {
    /// Identity in the HSA catalogue.
    pub hsa_id: HsaId,
    /// The care provider it belongs to.
    pub care_provider: HsaId,
    /// Name for people.
    pub name: String,
}

/// Enhet, mottagning: where vaccinations are given; it belongs to a care unit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clinic {
    /// Our own key; a clinic may lack an HSA-id of its own.
    pub id: String,
    /// Identity in the HSA catalogue, where it has one.
    pub hsa_id: Option<HsaId>,
    /// The care unit it belongs to.
    pub care_unit: HsaId,
    /// The care provider it belongs to.
    pub care_provider: HsaId,
    /// Name for people.
    pub name: String,
}

/// Personal: somebody who may hold assignments.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StaffMember {
    /// Identity in the HSA catalogue.
    pub hsa_id: HsaId,
    /// Name for people.
    pub name: String,
}

/// What an assignment is for; only care and treatment opens a journal (law 2022:913).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AssignmentPurpose {
    /// Vård och behandling.
    CareAndTreatment,
    /// Administration of the care provider or its users; opens no journal.
    Administration,
}

/// What an assignment for administration lets its holder do in this program.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AdministratorRole {
    /// Vårdgivaradmin: the care provider's launch certificates, clinics, staff and assignments.
    CareProvider,
    /// Användaradmin: staff and assignments, but not those of a Vårdgivaradmin.
    Users,
    /// Loggadministratör: reads the care provider's access log, and changes nothing.
    Log,
}

/// Personaluppdrag: the right of a staff member to act at a clinic or for a care provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Assignment {
    /// Our own key.
    pub id: String,
    /// Who holds it.
    pub staff: StaffMember,
    /// The care provider it is under.
    pub care_provider: CareProvider,
    /// The clinic it is at; none for an assignment at the care provider.
    pub clinic: Option<Clinic>,
    /// What it is for.
    pub purpose: AssignmentPurpose,
    /// Title for people, for example "Sjuksköterska".
    pub title: String,
}
