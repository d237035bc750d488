use super::claims::Place;
use crate::domain::{Assignment, Clinic};

/// The assignments that a user may enter under, and how they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The assignments: one leads straight in, several are chosen among.
    pub assignments: Vec<Assignment>,
    /// How clinics were found.
    pub matched: Matched,
}

/// How the unit in COSMIC was found among our clinics.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Matched {
    /// A clinic has the unit's HSA-id. The user changes unit in COSMIC.
    Unit,
    /// No clinic has it; those of the same care unit were taken. The user may change clinic here,
    /// and then works at different units in the two systems.
    CareUnit,
}

/// Chooses assignments by where the user works in COSMIC.
///
/// The published rule (COSMIC – integration MittVaccin Journal 8.0, 2.2 and 3.1): is there a clinic
/// with the unit's HSA-id, its assignments are shown; only if there is none, those of clinics with
/// the same care unit. The clinic decides, not whether the user has an assignment there. An
/// assignment at the care provider itself needs no more than a unit of that care provider.
///
/// Clinics and assignments of other care providers than the launch's never count: its signature was
/// verified for that care provider alone.
pub fn choose(place: &Place, clinics: &[Clinic], assignments: Vec<Assignment>) -> Choice {
    let ours = |clinic: &Clinic| clinic.care_provider == place.care_provider;
    let is_unit = |clinic: &Clinic| ours(clinic) && clinic.hsa_id.as_ref() == Some(&place.unit);
    let is_near = |clinic: &Clinic| ours(clinic) && clinic.care_unit == place.care_unit;
    let matched = if clinics.iter().any(is_unit) { Matched::Unit } else { Matched::CareUnit };
    let opens = |assignment: &Assignment| {
        let here = match (&assignment.clinic, matched) {
            (None, _) => true,
            (Some(clinic), Matched::Unit) => is_unit(clinic),
            (Some(clinic), Matched::CareUnit) => is_near(clinic),
        };
        here && assignment.care_provider.hsa_id == place.care_provider
    };
    Choice { assignments: assignments.into_iter().filter(opens).collect(), matched }
}
