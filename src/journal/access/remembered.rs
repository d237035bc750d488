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

    /// The grounds and the liftings that hold for a reader at a moment.
    pub(super) fn hold(
        &self,
        patient: &PatientId,
        reader: &AccessingActor,
        at: Timestamp,
    ) -> (Vec<StatedGround>, Vec<Lifting>) {
        let mut stated = self.lock();
        stated.grounds.retain(|(_, one)| one.until > at);
        stated.liftings.retain(|(_, one)| one.until > at);
        let grounds = hers(patient, &stated.grounds);
        let liftings = hers(patient, &stated.liftings);
        (
            grounds.filter(|one| holds_for(reader, &one.by, one.scope)).cloned().collect(),
            liftings.filter(|one| holds_for(reader, &one.by, one.scope)).cloned().collect(),
        )
    }

    fn lock(&self) -> MutexGuard<'_, Stated> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn hers<'s, T>(patient: &PatientId, stated: &'s [(PatientId, T)]) -> impl Iterator<Item = &'s T> {
    stated.iter().filter(move |(whose, _)| whose == patient).map(|(_, one)| one)
}

fn holds_for(reader: &AccessingActor, by: &AccessingActor, scope: Scope) -> bool {
    let same_unit = reader.care_provider == by.care_provider && reader.care_unit == by.care_unit;
    same_unit && (scope == Scope::CareUnit || reader.employee == by.employee)
}
