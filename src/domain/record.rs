use serde::{Deserialize, Serialize};

use super::{Coded, HsaId, LogicalAddress, Reported, SwedishDate, SwedishTime};

/// What makes one record itself, over time and over contract versions.
///
/// The contract promises that `documentId` is stable within a source system and over major
/// versions (service contract description, chapter 7). A document holds several vaccinations, so
/// the unique reference tells them apart, or their place in the document where there is none.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct RecordKey {
    /// The system that holds the record.
    pub source_system: HsaId,
    /// The document's id in that system.
    pub document_id: String,
    /// `vaccinationUniqueReference` as `root` and `extension`, joined by `^`, where it is given.
    pub reference: Option<String>,
    /// Place of the vaccination in its document, from 0.
    pub position: u16,
}

/// How a record came to us.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum RecordOrigin {
    /// Documented in MVJ.
    Own,
    /// Arrived by file from another system and kept in MVJ.
    Indata,
    /// Fetched over the national platform, by asking this address.
    Fetched {
        /// The address whose answer held it.
        address: LogicalAddress,
    },
}

/// An organisation or unit as a record names it (`OrgUnitType`).
#[derive(Clone, Debug, Deserialize, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct OrgUnit {
    /// HSA-id, where given.
    pub hsa_id: Option<HsaId>,
    /// Name, where given.
    pub name: Option<String>,
}

/// A person as a record names her (`ActorType`).
#[derive(Clone, Debug, Deserialize, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Actor {
    /// HSA-id, where given.
    pub hsa_id: Option<HsaId>,
    /// Name, where given.
    pub name: Option<String>,
}

/// How much was given (`DoseType`).
#[derive(Clone, Debug, Deserialize, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct DoseAmount {
    /// In words, for example "0,5 ml".
    pub text: String,
    /// Amount and unit as the source wrote them, where given as a quantity.
    pub quantity: Option<(String, String)>,
}

/// Something odd about a record that a reader must know of; it never hides the record.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Mark {
    /// The vaccination date is missing or is no date.
    DateUnreadable,
    /// The vaccination date lies in the future.
    DateInFuture,
    /// The vaccination date lies before the patient's birth.
    DateBeforeBirth,
    /// The moment the record was written cannot be read.
    AuthorTimeUnreadable,
    /// Dose number or number of doses is no number of doses.
    DoseNumberUnreadable,
    /// The dose number is higher than the number of prescribed doses.
    DoseNumberTooHigh,
    /// `nullified` was not given although the contract description demands it.
    NullifiedMissing,
    /// A reason for nullifying stands on a record that is not nullified.
    ReasonWithoutNullified,
    /// A text was so long that only its beginning is shown.
    TextShortened,
    /// The source broke the contract's format in the named element.
    FormatDeviation {
        /// Local name of the element.
        element: String,
    },
    /// Another record with the same identity says something else.
    SameIdentityOtherContent,
    /// Comes from our own system through the platform but is not in our own store.
    UnknownToOwnStore,
    /// The patient's own access to the record is not approved: do not read it out from the screen.
    NotApprovedForPatient,
    /// The record is blocked, and the block is lifted for a time.
    BlockLifted,
}

/// What a record holds: one vaccination, or only a note about vaccinations.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum RecordContent {
    /// One vaccination (`administrationRecord`).
    Vaccination,
    /// A note without structure (`vaccinationUnstructuredNote`) and no vaccination beside it.
    Note(String),
}

/// What one source says of one vaccination, whichever version of the contract it spoke.
///
/// Whose it is has been checked before this value exists (see `journal::decode`); it carries no
/// patient id.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct VaccinationRecord {
    /// Identity of the record.
    pub key: RecordKey,
    /// How it came to us.
    pub origin: RecordOrigin,
    /// One vaccination or a note.
    pub content: RecordContent,
    /// Day of the vaccination: `documentTime`, else `registrationRecord/date`; never `authorTime`.
    pub date: Option<Reported<SwedishDate>>,
    /// When the record was written (`authorTime`).
    pub author_time: Option<Reported<SwedishTime>>,
    /// Care provider that answers for the record; key for blocks. Absent means withheld.
    pub care_provider: Option<HsaId>,
    /// Care unit that answers for the record; key for blocks. Absent means withheld.
    pub care_unit: Option<HsaId>,
    /// The care provider as the registration names it (`careGiverOrg`).
    pub care_provider_org: Option<OrgUnit>,
    /// The unit of the accountable professional.
    pub accountable_unit: Option<OrgUnit>,
    /// Name of the system that registered it, for people.
    pub source_system_name: Option<String>,
    /// Who gave it, the unit.
    pub performer_org: Option<OrgUnit>,
    /// Who gave it, the person.
    pub performer: Option<Actor>,
    /// Who prescribed it, the unit.
    pub prescriber_org: Option<OrgUnit>,
    /// Who prescribed it, the person.
    pub prescriber: Option<Actor>,
    /// The product (`vaccineName`).
    pub vaccine_name: Option<Coded>,
    /// The kind of vaccine (`typeOfVaccine`; `vaccineType` in version 1.0).
    pub vaccine_type: Option<Coded>,
    /// What it protects against, as the source says.
    pub target_diseases: Vec<Coded>,
    /// Batch as written.
    pub batch: Option<String>,
    /// Manufacturer as written.
    pub manufacturer: Option<String>,
    /// How much was given.
    pub dose: Option<DoseAmount>,
    /// Which dose in order, from 1.
    pub dose_number: Option<Reported<u32>>,
    /// How many doses were prescribed.
    pub prescribed_doses: Option<Reported<u32>>,
    /// Whether the series is complete with this dose.
    pub dose_complete: Option<bool>,
    /// Where on the body.
    pub site: Option<Coded>,
    /// Which way it was given.
    pub route: Option<Coded>,
    /// Vaccination programme.
    pub programme: Option<Coded>,
    /// Where the information comes from when it was registered afterwards (late registration).
    pub source_description: Option<String>,
    /// Comments of prescription and administration, in that order.
    pub comments: Vec<String>,
    /// Adverse effects, of the vaccination and of the registration.
    pub adverse_effects: Vec<Coded>,
    /// Risk groups.
    pub risk_categories: Vec<Coded>,
    /// Whether the record is withdrawn.
    pub nullified: bool,
    /// Why it was withdrawn, where said.
    pub nullified_reason: Option<String>,
    /// What is odd about it, in order, each once.
    pub marks: Vec<Mark>,
}

impl VaccinationRecord {
    /// The vaccination date, where it is one.
    pub fn day(&self) -> Option<SwedishDate> {
        self.date.as_ref().and_then(Reported::known).copied()
    }

    /// Adds a mark, once, keeping marks in order.
    pub fn mark(&mut self, mark: Mark) {
        if let Err(at) = self.marks.binary_search(&mark) {
            self.marks.insert(at, mark);
        }
    }

    /// Whether the record tells of a vaccination somebody else gave, registered afterwards.
    pub fn is_late_registration(&self) -> bool {
        self.source_description.as_ref().is_some_and(|text| !text.trim().is_empty())
    }
}
