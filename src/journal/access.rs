//! Who may read what. A check here returns a value that the next step demands, so that it cannot be
//! skipped: [`decide`] gives the grant that asking needs, [`permit`] the records that merging needs.

use crate::domain::{
    Assignment, AssignmentPurpose, HsaId, LegalBasis, PatientId, Source, SourceState, Trouble,
    UnreadableRecord, VaccinationRecord, WithheldReason,
};
use crate::journal::decode::SourceOutcome;

/// A request for one patient's journal.
#[derive(Clone, Debug)]
pub struct JournalRequest {
    /// Whose journal.
    pub patient: PatientId,
    /// Who asks, and on which assignment.
    pub assignment: Assignment,
}

/// Names a question among those under way: the same user, on the same assignment, about the same
/// patient. Nothing is ever shared between users.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct QuestionKey {
    staff: HsaId,
    assignment: String,
    patient: PatientId,
}

/// Proof that access control let a request through. Only [`decide`] makes one.
#[derive(Clone, Debug)]
pub struct AccessGrant {
    request: JournalRequest,
    basis: Option<LegalBasis>,
}

/// Why a request was turned away.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Denied {
    /// The assignment is not for care and treatment.
    #[error("the assignment's purpose is not care and treatment")]
    Purpose,
}

/// A record that may be shown. Only this module makes one.
#[derive(Clone, Debug)]
pub struct PermittedRecord(VaccinationRecord);

/// What one source gave that may be shown, and what of it may not.
#[derive(Clone, Debug)]
pub struct PermittedOutcome {
    /// The source, its state judged anew: withheld records make it incomplete.
    pub source: Source,
    /// Records that may be shown.
    pub records: Vec<PermittedRecord>,
    /// Why each record that may not be shown is withheld.
    pub withheld: Vec<WithheldReason>,
    /// Records that could not be read.
    pub unreadable: Vec<UnreadableRecord>,
}

/// Decides whether a request may be carried out at all.
///
/// Reading other care providers' records is for care and treatment only (law 2022:913), so an
/// administrator's assignment opens no journal.
pub fn decide(request: JournalRequest) -> Result<AccessGrant, Denied> {
    match request.assignment.purpose {
        AssignmentPurpose::CareAndTreatment => Ok(AccessGrant { request, basis: None }),
        AssignmentPurpose::Administration => Err(Denied::Purpose),
    }
}

/// Decides record by record what of a source's answer may be shown.
///
/// A record that names no care unit or no care provider is withheld: blocks cannot be checked for
/// it (service contract description, chapter 7, rule 1.1). Its content goes no further than here.
pub fn permit(_grant: &AccessGrant, outcome: SourceOutcome) -> PermittedOutcome {
    let SourceOutcome { mut source, records, mut withheld, unreadable } = outcome;
    let mut permitted = Vec::with_capacity(records.len());
    let mut without_unit = 0;
    for record in records {
        let record = record.into_record();
        if record.care_unit.is_some() && record.care_provider.is_some() {
            permitted.push(PermittedRecord(record));
        } else {
            without_unit += 1;
            withheld.push(WithheldReason::NoCareUnit);
        }
    }
    if without_unit > 0 && source.state == SourceState::Answered {
        source.state = SourceState::Incomplete(Trouble::WithheldRecords { count: without_unit });
    }
    PermittedOutcome { source, records: permitted, withheld, unreadable }
}

/// The patient's records of our own store. They are kept under the patient's id, so whose they are
/// needs no check, and they are our own care provider's to show.
pub fn permit_own(_grant: &AccessGrant, records: Vec<VaccinationRecord>) -> Vec<PermittedRecord> {
    records.into_iter().map(PermittedRecord).collect()
}

impl AccessGrant {
    /// The request that was let through.
    pub fn request(&self) -> &JournalRequest {
        &self.request
    }

    /// Whose journal.
    pub fn patient(&self) -> &PatientId {
        &self.request.patient
    }

    /// The care provider on whose behalf is asked.
    pub fn care_provider(&self) -> &HsaId {
        &self.request.assignment.care_provider.hsa_id
    }

    /// On what ground the journal is read, where one has been established.
    pub fn basis(&self) -> Option<&LegalBasis> {
        self.basis.as_ref()
    }

    /// What this question is called among those under way.
    pub fn question_key(&self) -> QuestionKey {
        QuestionKey {
            staff: self.request.assignment.staff.hsa_id.clone(),
            assignment: self.request.assignment.id.clone(),
            patient: self.request.patient.clone(),
        }
    }
}

impl PermittedRecord {
    /// The record.
    pub fn record(&self) -> &VaccinationRecord {
        &self.0
    }

    /// The record, to take apart.
    pub fn into_record(self) -> VaccinationRecord {
        self.0
    }
}
