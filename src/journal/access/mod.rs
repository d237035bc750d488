//! Who may read what (patient data act; law 2022:913). A check here returns a value that the next
//! step demands, so that it cannot be skipped: [`decide`] gives the grant that asking needs,
//! [`permit`] the records that merging needs. Both are pure. [`Gate`] finds out what they judge by:
//! from the store what users have stated, from the security services the rest.

mod gate;
mod permit;
mod remembered;
mod statement;

use std::collections::BTreeSet;

use jiff::Timestamp;

pub use gate::{AccessError, Gate, Known, Rules, SecurityServices};
pub use permit::{
    PermittedOutcome, PermittedRecord, Verdicts, Withheld, permit, permit_own, to_be_checked,
};
pub use statement::{LiftingStatement, StatedBasis, Statement, StatementError};

use crate::domain::{
    AccessingActor, Assignment, AssignmentPurpose, CareRelation, Grounds, HoldingUnit, HsaId,
    LegalBasis, PatientId, Reach,
};

/// A request for one patient's journal.
#[derive(Clone, Debug)]
pub struct JournalRequest {
    /// Whose journal.
    pub patient: PatientId,
    /// Who asks, and on which assignment.
    pub assignment: Assignment,
    /// How far she wants to read.
    pub reach: Reach,
}

/// Names a question among those under way: the same user, at the same unit on the same assignment and
/// exactly the same grounds, about the same patient. Nothing is ever shared between users.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct QuestionKey {
    actor: AccessingActor,
    assignment: String,
    patient: PatientId,
    relation: CareRelation,
    basis: LegalBasis,
    lifted: BTreeSet<HoldingUnit>,
    stated: BTreeSet<String>,
    until: Timestamp,
}

/// Proof that access control let a request through. Only [`decide`] makes one.
#[derive(Clone, Debug)]
pub struct AccessGrant {
    request: JournalRequest,
    actor: AccessingActor,
    relation: CareRelation,
    basis: LegalBasis,
    basis_is_stated: bool,
    lifted: BTreeSet<HoldingUnit>,
    stated: BTreeSet<String>,
    until: Timestamp,
}

/// Why a request was turned away.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Denied {
    /// The assignment is not for care and treatment.
    #[error("the assignment's purpose is not care and treatment")]
    Purpose,
    /// The assignment is at no care unit, so neither blocks nor consents can be asked for.
    #[error("the assignment is at no care unit")]
    NoCareUnit,
    /// Nothing says that the user takes part in the patient's care.
    #[error("no care relation is known")]
    NoCareRelation,
    /// Nothing lets the user read other care providers' records.
    #[error("nothing lets other care providers' records be read")]
    NoBasis,
    /// What let her read has ended or was withdrawn while the journal was put together.
    #[error("what let the journal be read has ended")]
    Ended,
}

/// The user as the security services know her, if her assignment may open journals at all. Nothing
/// is looked up, and nobody is asked, for one that may not.
///
/// Journals are for care and treatment only (law 2022:913), so an administrator's assignment opens
/// none, and a care unit must have been chosen at login (HSLF-FS 2016:40).
pub fn reader(assignment: &Assignment) -> Result<AccessingActor, Denied> {
    match assignment.purpose {
        AssignmentPurpose::CareAndTreatment => {
            AccessingActor::of(assignment).ok_or(Denied::NoCareUnit)
        }
        AssignmentPurpose::Administration => Err(Denied::Purpose),
    }
}

/// Decides whether a request may be carried out, and on what legal basis.
///
/// A care relation is needed for any journal (patient data act). Other care providers' records need
/// consent, an emergency, or an adult who cannot decide (law 2022:913).
pub fn decide(request: JournalRequest, grounds: Grounds) -> Result<AccessGrant, Denied> {
    let actor = reader(&request.assignment)?;
    let Some(relation) = grounds.relation else { return Err(Denied::NoCareRelation) };
    let basis = match request.reach {
        Reach::OwnCareProvider => LegalBasis::OwnCareProvider,
        Reach::Coherent => grounds.coherent.ok_or(Denied::NoBasis)?,
    };
    let Grounds { coherent_is_stated: basis_is_stated, lifted, stated, until, .. } = grounds;
    Ok(AccessGrant { request, actor, relation, basis, basis_is_stated, lifted, stated, until })
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
        &self.actor.care_provider
    }

    /// The user, and where she works.
    pub fn actor(&self) -> &AccessingActor {
        &self.actor
    }

    /// How her care relation is known.
    pub fn relation(&self) -> CareRelation {
        self.relation
    }

    /// On what ground she reads.
    pub fn basis(&self) -> &LegalBasis {
        &self.basis
    }

    /// Whether she reads by a consent that was registered here, and can be withdrawn here.
    pub fn consent_is_ours(&self) -> bool {
        self.basis == LegalBasis::Consent && self.basis_is_stated
    }

    /// How far she may read.
    pub fn reach(&self) -> Reach {
        self.basis.reach()
    }

    /// On whose information blocks are lifted for her.
    pub fn lifted(&self) -> &BTreeSet<HoldingUnit> {
        &self.lifted
    }

    /// When the grant ends.
    pub fn until(&self) -> Timestamp {
        self.until
    }

    /// What this question is called among those under way.
    pub fn question_key(&self) -> QuestionKey {
        QuestionKey {
            actor: self.actor.clone(),
            assignment: self.request.assignment.id.clone(),
            patient: self.request.patient.clone(),
            relation: self.relation,
            basis: self.basis.clone(),
            lifted: self.lifted.clone(),
            stated: self.stated.clone(),
            until: self.until,
        }
    }
}
