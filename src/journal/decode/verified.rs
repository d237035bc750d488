//! The patient check. Everything in a journal has passed it.

use crate::domain::{PatientId, VaccinationRecord, WithheldReason};

/// A record that its source says is about the patient asked for. Only [`check`] makes one.
#[derive(Clone, Debug)]
pub struct VerifiedRecord(VaccinationRecord);

impl VerifiedRecord {
    /// The record.
    pub fn into_record(self) -> VaccinationRecord {
        self.0
    }

    /// The record, to look at.
    pub fn record(&self) -> &VaccinationRecord {
        &self.0
    }
}

/// Whose a record must be.
#[derive(Clone, Copy, Debug)]
pub struct Identities<'c> {
    /// The patient asked for.
    pub asked: &'c PatientId,
    /// Other ids that the person register says are hers.
    pub linked: &'c [PatientId],
}

/// Whether an id in an answer, with the OID of its type, is the patient's.
pub(super) fn check(
    identities: Identities<'_>,
    oid: &str,
    number: &str,
) -> Result<PatientChecked, WithheldReason> {
    if number.trim().is_empty() {
        return Err(WithheldReason::NoPatient);
    }
    let hers = |id: &PatientId| id.is(oid, number);
    if hers(identities.asked) || identities.linked.iter().any(hers) {
        Ok(PatientChecked(()))
    } else {
        Err(WithheldReason::OtherPatient)
    }
}

/// Proof that a contract record's patient was checked.
#[derive(Clone, Copy)]
pub(super) struct PatientChecked(());

impl PatientChecked {
    /// The records read from the contract record that was checked.
    pub(super) fn records(
        self,
        records: Vec<VaccinationRecord>,
    ) -> impl Iterator<Item = VerifiedRecord> {
        records.into_iter().map(VerifiedRecord)
    }
}
