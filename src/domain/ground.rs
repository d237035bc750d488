use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{AccessingActor, HsaId, LegalBasis};

/// How far somebody may read.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Reach {
    /// Her own care provider's records only (patient data act).
    OwnCareProvider,
    /// Those of other care providers too (law 2022:913).
    Coherent,
}

/// How it is known that somebody takes part in the patient's care.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CareRelation {
    /// She has stated it herself.
    Stated,
    /// The service of patient relations says so.
    Registered,
}

/// For whom something that a user has stated holds.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Scope {
    /// Herself only.
    Employee,
    /// Everybody at her care unit.
    CareUnit,
}

/// What a user has stated as a ground for reading.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Ground {
    /// She takes part in the patient's care.
    CareRelation,
    /// The patient has consented.
    Consent,
    /// The patient's life or health cannot wait for her answer.
    Emergency {
        /// Why, in the user's words.
        reason: String,
    },
    /// An adult who cannot decide, and whose refusal is not to be presumed.
    CannotDecide {
        /// Why, in the user's words.
        reason: String,
    },
}

/// A ground as it is kept: who stated it, where, for whom and for how long.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StatedGround {
    /// Its own name.
    pub id: String,
    /// What was stated.
    pub ground: Ground,
    /// By whom.
    pub by: AccessingActor,
    /// For whom it holds.
    pub scope: Scope,
    /// When it was stated.
    pub at: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

/// Who holds some information: a care unit of a care provider. Blocks speak of such pairs.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct HoldingUnit {
    /// The care provider.
    pub care_provider: HsaId,
    /// The care unit.
    pub care_unit: HsaId,
}

/// Why a block is lifted for a time.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum LiftingGround {
    /// The patient has consented to it.
    Consent,
    /// An emergency, in which she cannot be asked.
    Emergency,
}

/// A temporary lifting of the blocks on what some unit holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lifting {
    /// Its own name.
    pub id: String,
    /// On whose information.
    pub holder: HoldingUnit,
    /// Who registered it.
    pub by: AccessingActor,
    /// For whom it holds.
    pub scope: Scope,
    /// Who asked for it.
    pub requested_by: String,
    /// On what ground.
    pub ground: LiftingGround,
    /// Why, in the user's words.
    pub reason: String,
    /// When it was registered.
    pub at: Timestamp,
    /// When it ends; seven days later at most.
    pub until: Timestamp,
}

/// What lets somebody read a patient's records, as far as anybody knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Grounds {
    /// How her care relation is known; none where it is not.
    pub relation: Option<CareRelation>,
    /// What lets her read other care providers' records; none where nothing does.
    pub coherent: Option<LegalBasis>,
    /// Whether that was stated here; else a security service says it.
    pub coherent_is_stated: bool,
    /// On whose information blocks are lifted for her.
    pub lifted: BTreeSet<HoldingUnit>,
    /// Names of what users have stated of all this. Withdrawn, it holds no more.
    pub stated: BTreeSet<String>,
    /// When the first of it ends.
    pub until: Timestamp,
}

impl LegalBasis {
    /// How far it lets somebody read.
    pub fn reach(&self) -> Reach {
        match self {
            Self::OwnCareProvider => Reach::OwnCareProvider,
            Self::Consent | Self::Emergency { .. } | Self::CannotDecide { .. } => Reach::Coherent,
        }
    }
}

impl Ground {
    /// What it lets somebody read besides her own care provider's records.
    pub fn basis(&self) -> Option<LegalBasis> {
        match self {
            Self::CareRelation => None,
            Self::Consent => Some(LegalBasis::Consent),
            Self::Emergency { reason } => Some(LegalBasis::Emergency { reason: reason.clone() }),
            Self::CannotDecide { reason } => {
                Some(LegalBasis::CannotDecide { reason: reason.clone() })
            }
        }
    }
}

impl Scope {
    /// Whether something that one person stated holds for another.
    pub fn covers(self, by: &AccessingActor, reader: &AccessingActor) -> bool {
        let same_unit =
            by.care_unit == reader.care_unit && by.care_provider == reader.care_provider;
        match self {
            Self::CareUnit => same_unit,
            Self::Employee => same_unit && by.employee == reader.employee,
        }
    }
}
