//! What is known of whether somebody may read what others have written.

use jiff::civil::time;

use super::{Assignment, HsaId, SwedishDate, SwedishTime};

/// Who wants to read: a staff member at a care unit of a care provider.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct AccessingActor {
    /// The staff member.
    pub employee: HsaId,
    /// The care provider she works for.
    pub care_provider: HsaId,
    /// The care unit she works at.
    pub care_unit: HsaId,
}

impl AccessingActor {
    /// The holder of an assignment. None for an assignment at the care provider: the services ask
    /// for a care unit, so she must have chosen one.
    pub fn of(assignment: &Assignment) -> Option<Self> {
        let clinic = assignment.clinic.as_ref()?;
        Some(Self {
            employee: assignment.staff.hsa_id.clone(),
            care_provider: assignment.care_provider.hsa_id.clone(),
            care_unit: clinic.care_unit.clone(),
        })
    }
}

/// One piece of information whose blocks are asked for: where it was written, and about what time.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct HeldInformation {
    /// The care unit that is responsible for it.
    pub care_unit: HsaId,
    /// The care provider that is responsible for it.
    pub care_provider: HsaId,
    /// First and last moment that it is about. A block with a period stops it if they overlap.
    pub period: (SwedishTime, SwedishTime),
    /// Its kind, if it is one that a block can leave readable.
    pub kind: Option<InformationType>,
}

/// The kinds of information that a patient may leave readable when she blocks the rest. A
/// vaccination is neither, so every block stops it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum InformationType {
    /// Prescriptions of medicines.
    Prescription,
    /// Warnings, such as allergies.
    Warning,
}

/// On what ground somebody reads a patient's records: the patient data act's for her own care
/// provider's, law 2022:913 for those of others.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum LegalBasis {
    /// Her own care provider's records only; a care relation is enough.
    OwnCareProvider,
    /// The patient has consented.
    Consent,
    /// Emergency access (nödöppning): the patient's life or health cannot wait for her answer.
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

/// What is known of the blocks of one piece of information.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum BlockVerdict {
    /// No block stops it.
    NoBlock,
    /// Blocked within the reader's own care provider, between care units.
    InnerBlock,
    /// Blocked against other care providers.
    OuterBlock,
    /// Not known, and so not to be shown.
    Unknown(NotKnown),
}

/// Why it is not known whether something is blocked.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum NotKnown {
    /// The service gave no answer that may be used.
    NoAnswer,
    /// The answer says nothing of it, or says two things.
    NotAnswered,
    /// The service could not check it.
    NotChecked,
    /// It could not be asked: an HSA-id is longer than the contract allows.
    NotAsked,
    /// There is no service to ask.
    NoService,
}

impl HeldInformation {
    /// Information about whole days, both included.
    pub fn on_days(
        care_unit: HsaId,
        care_provider: HsaId,
        first: SwedishDate,
        last: SwedishDate,
    ) -> Self {
        let first = SwedishTime::new(first.civil().to_datetime(time(0, 0, 0, 0)));
        let last = SwedishTime::new(last.civil().to_datetime(time(23, 59, 59, 0)));
        Self { care_unit, care_provider, period: (first, last), kind: None }
    }
}

impl BlockVerdict {
    /// Whether the information may be shown, as far as blocks go.
    pub fn permits(self) -> bool {
        self == Self::NoBlock
    }

    /// The verdict that holds where several are given: a block goes before what is not known, and
    /// that before "no block". None of none.
    pub fn worst(verdicts: impl IntoIterator<Item = Self>) -> Option<Self> {
        verdicts.into_iter().max_by_key(|verdict| match verdict {
            Self::NoBlock => 0,
            Self::Unknown(_) => 1,
            Self::InnerBlock | Self::OuterBlock => 2,
        })
    }

    /// The verdict on information that is blocked. The blocking service does not tell the kind of
    /// block; it follows from whose the information is (kinds of block in CheckBlocks 4.0).
    pub fn blocked(actor: &AccessingActor, information: &HeldInformation) -> Self {
        if actor.care_provider == information.care_provider {
            Self::InnerBlock
        } else {
            Self::OuterBlock
        }
    }
}

/// What the consent service knows of a patient and the one who wants to read.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ConsentAnswer {
    /// The patient has consented.
    Consent,
    /// An emergency has been registered in place of a consent.
    Emergency,
    /// Reading is allowed; the service does not say which of the two it is.
    Unspecified,
    /// Neither.
    Missing,
}

impl ConsentAnswer {
    /// Whether the service says that reading is allowed.
    pub fn permits(self) -> bool {
        self != Self::Missing
    }
}

/// What the service of patient relations knows of a patient and a staff member.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum RelationAnswer {
    /// A relation is registered and holds today.
    Exists,
    /// None is.
    Missing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AssignmentPurpose, CareProvider, Clinic, StaffMember};

    #[test]
    fn an_assignment_at_the_care_provider_names_no_unit_to_ask_for() {
        let id = |text: &str| text.parse::<HsaId>().unwrap();
        let at_provider = Assignment {
            id: "1".to_owned(),
            staff: StaffMember { hsa_id: id("SE1-KARIN"), name: "Karin".to_owned() },
            care_provider: CareProvider { hsa_id: id("SE1-VG"), name: "VG".to_owned() },
            clinic: None,
            purpose: AssignmentPurpose::CareAndTreatment,
            title: "Sjuksköterska".to_owned(),
        };
        assert_eq!(AccessingActor::of(&at_provider), None);
        let clinic = Clinic {
            id: "2".to_owned(),
            hsa_id: Some(id("SE1-MOTT")),
            care_unit: id("SE1-VE"),
            care_provider: id("SE1-VG"),
            name: "Mottagningen".to_owned(),
        };
        let at_clinic = Assignment { clinic: Some(clinic), ..at_provider };
        let actor = AccessingActor::of(&at_clinic).unwrap();
        // The care unit, not the clinic: blocks and consents speak of care units.
        assert_eq!(actor.care_unit, id("SE1-VE"));
        assert_eq!((actor.employee, actor.care_provider), (id("SE1-KARIN"), id("SE1-VG")));
    }
}
