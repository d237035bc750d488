//! The field's words as types. Nothing here does input or output, and nothing here names another
//! module. What is parsed at the edge into these types needs no checks further in.

mod access_event;
mod address;
mod coded;
mod customer;
mod ground;
mod hsa_id;
mod journal;
mod lawful_access;
mod organisation;
mod patient_id;
mod record;
mod source;
mod time;
mod vaccine;

pub use access_event::{AccessActivity, AccessEvent, AccessOutcome, AccessedSource, Holder};
pub use address::{LogicalAddress, ParseAddressError};
pub use coded::{Coded, Reported};
pub use customer::{ContactDetails, ReserveSeries};
pub use ground::{
    CareRelation, Ground, Grounds, HoldingUnit, Lifting, LiftingGround, Reach, Scope, StatedGround,
};
pub use hsa_id::{HsaId, ParseHsaIdError};
pub use journal::{
    BlockedHolder, Conservation, Dose, DoseHint, Journal, MergeRule, MergedRecord, OtherIds,
    PlacedRecord, RecordPair, UnreadableRecord, WithheldGroup, WithheldReason,
};
pub use lawful_access::{
    AccessingActor, BlockVerdict, ConsentAnswer, HeldInformation, InformationType, LegalBasis,
    NotKnown, RelationAnswer,
};
pub use organisation::{
    AdministratorRole, Assignment, AssignmentPurpose, CareProvider, CareUnit, Clinic, StaffMember,
};
pub use patient_id::{ParsePatientIdError, PatientId, PatientIdKind};
pub use record::{
    Actor, DoseAmount, Mark, OrgUnit, RecordContent, RecordKey, RecordOrigin, VaccinationRecord,
};
pub use source::{NotAsked, Source, SourceKind, SourceState, Trouble};
pub use time::{ParseTimeError, SwedishDate, SwedishTime};
pub use vaccine::{Catalogue, CatalogueError, Disease, Product, UNKNOWN_DISEASE};
