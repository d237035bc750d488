//! What was stated in an emergency while the store could not be written. The access log has it all the
//! same, aside; here it counts on this instance until it ends or the program does.

use std::sync::{Mutex, MutexGuard};

use jiff::Timestamp;

use crate::domain::{AccessingActor, Lifting, PatientId, Scope, StatedGround};

/// Statements for which there is only this memory. One that has ended is forgotten.
#[derive(Debug, Default)]
pub(super) struct Remembered(Mutex<Stated>);

#[derive(Debug, Default)]
struct Stated {
    grounds: Vec<(PatientId, StatedGround)>,
    liftings: Vec<(PatientId, Lifting)>,
}

impl Remembered {
    pub(super) fn keep_grounds(&self, patient: &PatientId, grounds: &[StatedGround]) {
        self.lock().grounds.extend(grounds.iter().map(|one| (patient.clone(), one.clone())));
    }

    pub(super) fn keep_liftings(&self, patient: &PatientId, liftings: &[Lifting]) {
        self.lock().liftings.extend(liftings.iter().map(|one| (patient.clone(), one.clone())));
    }

    /// The grounds that hold for a reader at a moment.
    pub(super) fn grounds(
        &self,
        patient: &PatientId,
        reader: &AccessingActor,
        at: Timestamp,
    ) -> Vec<StatedGround> {
        let mut stated = self.lock();
        stated.grounds.retain(|(_, one)| one.until > at);
        let hers = stated.grounds.iter().filter(|(whose, _)| whose == patient);
        let valid = hers.filter(|(_, one)| holds_for(reader, &one.by, one.scope));
        valid.map(|(_, one)| one.clone()).collect()
    }

    /// The liftings that hold for a reader at a moment.
    pub(super) fn liftings(
        &self,
        patient: &PatientId,
        reader: &AccessingActor,
        at: Timestamp,
    ) -> Vec<Lifting> {
        let mut stated = self.lock();
        stated.liftings.retain(|(_, one)| one.until > at);
        let hers = stated.liftings.iter().filter(|(whose, _)| whose == patient);
        let valid = hers.filter(|(_, one)| holds_for(reader, &one.by, one.scope));
        valid.map(|(_, one)| one.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Stated> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn holds_for(reader: &AccessingActor, by: &AccessingActor, scope: Scope) -> bool {
    let same_unit = reader.care_provider == by.care_provider && reader.care_unit == by.care_unit;
    same_unit && (scope == Scope::CareUnit || reader.employee == by.employee)
}
