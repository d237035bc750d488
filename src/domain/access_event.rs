//! What the access log (åtkomstlogg) keeps: who did what with whose information, and on what ground.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Assignment, HsaId, LegalBasis, PatientId};

/// One thing that somebody did, or was refused (HSLF-FS 2016:40, chapter 4).
#[derive(Clone, Debug, PartialEq)]
pub struct AccessEvent {
    /// Its own id, by which it is known to the log service too.
    pub id: Uuid,
    /// What belongs together: the opening of a view, and what was then read in it.
    pub occasion: Uuid,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it: staff member, care provider, clinic, title and purpose.
    pub assignment: Assignment,
    /// Whose information it was; none where it was many patients'.
    pub patient: Option<PatientId>,
    /// What was done.
    pub activity: AccessActivity,
    /// On what ground; none where none was needed or none was found.
    pub basis: Option<LegalBasis>,
    /// Whether it was let happen.
    pub outcome: AccessOutcome,
    /// What was read, and from where.
    pub sources: Vec<AccessedSource>,
    /// What else is worth keeping, such as what a consent covers and until when.
    pub details: Option<String>,
}

/// What can be done with a patient's information, or with the access log itself.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum AccessActivity {
    /// A view of the journal was opened, with MVJ's own records in it.
    ViewOpened,
    /// Sources answered, and what they gave was added to the view.
    SourcesRead,
    /// Emergency access was taken (nödöppning).
    EmergencyOpened,
    /// A consent was registered.
    ConsentRegistered,
    /// A consent was withdrawn.
    ConsentWithdrawn,
    /// It was registered that an adult cannot decide.
    CannotDecideRegistered,
    /// A care relation was registered.
    RelationRegistered,
    /// A block was lifted for a time.
    BlockLifted,
    /// The user chose to see which care provider has blocked information.
    BlockRevealed,
    /// The patient was looked up in the person register.
    PersonLookedUp,
    /// The patient was added to MVJ.
    CustomerAdded,
    /// The journal was printed.
    Printed,
    /// The journal was taken out as a file.
    Exported,
    /// The access log was read.
    LogRead,
    /// The access log was taken out as a file.
    LogExported,
}

/// Whether something was let happen.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum AccessOutcome {
    /// It was.
    Done,
    /// It was not.
    Refused {
        /// Why.
        reason: String,
    },
}

/// A source that answered, and whose records it gave.
#[derive(Clone, Debug, Eq, Hash, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct AccessedSource {
    /// The source's address; [`AccessedSource::OWN`] for MVJ itself.
    pub source: String,
    /// How it went, as [`super::SourceState::code`] says it.
    pub state: String,
    /// How many records were shown.
    pub records: u32,
    /// Where they were written.
    pub holders: Vec<Holder>,
}

/// A care unit that is responsible for records.
#[derive(
    Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize,
)]
pub struct Holder {
    /// The care provider.
    pub care_provider: HsaId,
    /// The care unit, where one is named.
    pub care_unit: Option<HsaId>,
}

const ACTIVITIES: [(AccessActivity, &str); 15] = [
    (AccessActivity::ViewOpened, "view_opened"),
    (AccessActivity::SourcesRead, "sources_read"),
    (AccessActivity::EmergencyOpened, "emergency_opened"),
    (AccessActivity::ConsentRegistered, "consent_registered"),
    (AccessActivity::ConsentWithdrawn, "consent_withdrawn"),
    (AccessActivity::CannotDecideRegistered, "cannot_decide_registered"),
    (AccessActivity::RelationRegistered, "relation_registered"),
    (AccessActivity::BlockLifted, "block_lifted"),
    (AccessActivity::BlockRevealed, "block_revealed"),
    (AccessActivity::PersonLookedUp, "person_looked_up"),
    (AccessActivity::CustomerAdded, "customer_added"),
    (AccessActivity::Printed, "printed"),
    (AccessActivity::Exported, "exported"),
    (AccessActivity::LogRead, "log_read"),
    (AccessActivity::LogExported, "log_exported"),
];

impl AccessEvent {
    /// Something that is done just now, by the holder of an assignment.
    pub fn new(at: Timestamp, assignment: Assignment, activity: AccessActivity) -> Self {
        Self {
            id: Uuid::new_v4(),
            occasion: Uuid::new_v4(),
            at,
            assignment,
            patient: None,
            activity,
            basis: None,
            outcome: AccessOutcome::Done,
            sources: Vec::new(),
            details: None,
        }
    }
}

impl AccessActivity {
    /// Its name in the log.
    pub fn code(self) -> &'static str {
        let found = ACTIVITIES.iter().find(|(activity, _)| *activity == self);
        found.map_or("", |(_, code)| code)
    }

    /// The activity of this name.
    pub fn of_code(code: &str) -> Option<Self> {
        ACTIVITIES.iter().find(|(_, name)| *name == code).map(|(activity, _)| *activity)
    }
}

impl AccessedSource {
    /// MVJ itself, in [`AccessedSource::source`].
    pub const OWN: &str = "own";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_activity_is_known_by_its_own_name() {
        for (activity, code) in ACTIVITIES {
            assert_eq!(activity.code(), code);
            assert_eq!(AccessActivity::of_code(code), Some(activity));
        }
        // One more activity than the list has would have no name.
        assert_eq!(ACTIVITIES.len(), AccessActivity::LogExported as usize + 1);
    }
}
