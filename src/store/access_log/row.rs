//! A row of the access log as it is kept, and the event that it says.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::StoreError;
use super::chain::{LogHash, Value};
use crate::domain::{
    AccessActivity, AccessEvent, AccessOutcome, Assignment, AssignmentPurpose, CareProvider,
    Clinic, HsaId, LegalBasis, PatientId, StaffMember,
};

/// Every column but the hash, in the order in which they are hashed.
pub(super) const COLUMNS: [&str; 26] = [
    "care_provider",
    "sequence",
    "id",
    "occasion",
    "happened_at",
    "written_at",
    "late",
    "instance",
    "activity",
    "refusal",
    "staff",
    "staff_name",
    "assignment",
    "title",
    "purpose",
    "care_provider_name",
    "clinic",
    "clinic_hsa_id",
    "clinic_name",
    "care_unit",
    "id_type",
    "id_number",
    "basis",
    "basis_reason",
    "sources",
    "details",
];

/// By which instance a row is written, and when.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// The instance.
    pub instance: &'a str,
    /// When it writes.
    pub at: Timestamp,
    /// Whether what is written goes on to the log service.
    pub onward: bool,
}

/// A row as it is kept: the columns' own values, which is what the hash is over.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct LogRow {
    /// Whose chain it is in.
    pub care_provider: String,
    /// Its place there, from 1.
    pub sequence: i64,
    /// The event's id.
    pub id: String,
    occasion: String,
    happened_at: i64,
    written_at: i64,
    late: i64,
    instance: String,
    activity: String,
    refusal: Option<String>,
    staff: String,
    staff_name: String,
    assignment: String,
    title: String,
    purpose: String,
    care_provider_name: String,
    clinic: Option<String>,
    clinic_hsa_id: Option<String>,
    clinic_name: Option<String>,
    care_unit: Option<String>,
    id_type: Option<String>,
    id_number: Option<String>,
    basis: Option<String>,
    basis_reason: Option<String>,
    sources: String,
    details: Option<String>,
    /// The hash that is kept with it.
    pub hash: String,
}

impl LogRow {
    /// The row of an event, at no place yet.
    pub fn of(event: &AccessEvent, stamp: &Stamp<'_>) -> Result<Self, StoreError> {
        let assignment = &event.assignment;
        let clinic = assignment.clinic.as_ref();
        let refusal = match &event.outcome {
            AccessOutcome::Done => None,
            AccessOutcome::Refused { reason } => Some(reason.clone()),
        };
        let (basis, basis_reason) = event.basis.as_ref().map(basis_columns).unzip();
        let sources = serde_json::to_string(&event.sources);
        Ok(Self {
            care_provider: assignment.care_provider.hsa_id.as_str().to_owned(),
            sequence: 0,
            id: event.id.to_string(),
            occasion: event.occasion.to_string(),
            happened_at: event.at.as_microsecond(),
            written_at: stamp.at.as_microsecond(),
            late: 0,
            instance: stamp.instance.to_owned(),
            activity: event.activity.code().to_owned(),
            refusal,
            staff: assignment.staff.hsa_id.as_str().to_owned(),
            staff_name: assignment.staff.name.clone(),
            assignment: assignment.id.clone(),
            title: assignment.title.clone(),
            purpose: purpose_code(assignment.purpose).to_owned(),
            care_provider_name: assignment.care_provider.name.clone(),
            clinic: clinic.map(|clinic| clinic.id.clone()),
            clinic_hsa_id: clinic.and_then(|c| c.hsa_id.as_ref()).map(|id| id.as_str().to_owned()),
            clinic_name: clinic.map(|clinic| clinic.name.clone()),
            care_unit: clinic.map(|clinic| clinic.care_unit.as_str().to_owned()),
            id_type: event.patient.as_ref().map(|patient| patient.kind().oid().to_owned()),
            id_number: event.patient.as_ref().map(|patient| patient.number().to_owned()),
            basis: basis.map(str::to_owned),
            basis_reason: basis_reason.flatten().map(str::to_owned),
            sources: sources.map_err(|_| UNREADABLE)?,
            details: event.details.clone(),
            hash: String::new(),
        })
    }

    /// The same row, written now after it has been kept aside.
    pub(super) fn written_late(&self, at: Timestamp) -> Self {
        Self { written_at: at.as_microsecond(), late: 1, ..self.clone() }
    }

    /// Reads a row with [`COLUMNS`] and `hash`.
    pub(super) fn read(row: &AnyRow) -> Result<Self, StoreError> {
        // By place, not by name: a long log is read with this.
        Ok(Self {
            care_provider: row.try_get(0)?,
            sequence: row.try_get(1)?,
            id: row.try_get(2)?,
            occasion: row.try_get(3)?,
            happened_at: row.try_get(4)?,
            written_at: row.try_get(5)?,
            late: row.try_get(6)?,
            instance: row.try_get(7)?,
            activity: row.try_get(8)?,
            refusal: row.try_get(9)?,
            staff: row.try_get(10)?,
            staff_name: row.try_get(11)?,
            assignment: row.try_get(12)?,
            title: row.try_get(13)?,
            purpose: row.try_get(14)?,
            care_provider_name: row.try_get(15)?,
            clinic: row.try_get(16)?,
            clinic_hsa_id: row.try_get(17)?,
            clinic_name: row.try_get(18)?,
            care_unit: row.try_get(19)?,
            id_type: row.try_get(20)?,
            id_number: row.try_get(21)?,
            basis: row.try_get(22)?,
            basis_reason: row.try_get(23)?,
            sources: row.try_get(24)?,
            details: row.try_get(25)?,
            hash: row.try_get(26)?,
        })
    }

    /// Puts the row in its place, after the row with this hash.
    pub(super) fn place(&mut self, sequence: i64, before: LogHash) -> LogHash {
        self.sequence = sequence;
        let hash = before.of_next(&self.values());
        self.hash = hash.to_string();
        hash
    }

    /// The hash that the row should have after the row with this one.
    pub fn hash_after(&self, before: LogHash) -> LogHash {
        before.of_next(&self.values())
    }

    /// What the row says.
    pub fn event(&self) -> Result<AccessEvent, StoreError> {
        let id = |text: &str| text.parse::<HsaId>().map_err(|_| UNREADABLE);
        let care_provider = CareProvider {
            hsa_id: id(&self.care_provider)?,
            name: self.care_provider_name.clone(),
        };
        let clinic = match (&self.clinic, &self.clinic_name, &self.care_unit) {
            (Some(key), Some(name), Some(care_unit)) => Some(Clinic {
                id: key.clone(),
                hsa_id: self.clinic_hsa_id.as_deref().map(id).transpose()?,
                care_unit: id(care_unit)?,
                care_provider: care_provider.hsa_id.clone(),
                name: name.clone(),
            }),
            _ => None,
        };
        let patient = match (&self.id_type, &self.id_number) {
            (Some(oid), Some(number)) => {
                Some(PatientId::parse(oid, number).map_err(|_| UNREADABLE)?)
            }
            _ => None,
        };
        let outcome = match &self.refusal {
            None => AccessOutcome::Done,
            Some(reason) => AccessOutcome::Refused { reason: reason.clone() },
        };
        Ok(AccessEvent {
            id: self.id.parse().map_err(|_| UNREADABLE)?,
            occasion: self.occasion.parse().map_err(|_| UNREADABLE)?,
            at: Timestamp::from_microsecond(self.happened_at).map_err(|_| UNREADABLE)?,
            assignment: Assignment {
                id: self.assignment.clone(),
                staff: StaffMember { hsa_id: id(&self.staff)?, name: self.staff_name.clone() },
                care_provider,
                clinic,
                purpose: purpose(&self.purpose)?,
                title: self.title.clone(),
            },
            patient,
            activity: AccessActivity::of_code(&self.activity).ok_or(UNREADABLE)?,
            basis: self.basis()?,
            outcome,
            sources: serde_json::from_str(&self.sources).map_err(|_| UNREADABLE)?,
            details: self.details.clone(),
        })
    }

    /// Whether the row was kept aside first.
    pub fn is_late(&self) -> bool {
        self.late != 0
    }

    /// When it was written, in microseconds since 1970.
    pub(super) fn written_at(&self) -> i64 {
        self.written_at
    }

    /// The instance that wrote it.
    pub fn instance(&self) -> &str {
        &self.instance
    }

    fn basis(&self) -> Result<Option<LegalBasis>, StoreError> {
        let reason = || self.basis_reason.clone().ok_or(UNREADABLE);
        Ok(match self.basis.as_deref() {
            None => None,
            Some("own_care_provider") => Some(LegalBasis::OwnCareProvider),
            Some("consent") => Some(LegalBasis::Consent),
            Some("emergency") => Some(LegalBasis::Emergency { reason: reason()? }),
            Some("cannot_decide") => Some(LegalBasis::CannotDecide { reason: reason()? }),
            Some(_) => return Err(UNREADABLE),
        })
    }

    /// What is hashed, in the order of [`COLUMNS`].
    pub(super) fn values(&self) -> [Value<'_>; COLUMNS.len()] {
        [
            Value::Text(&self.care_provider),
            Value::Number(self.sequence),
            Value::Text(&self.id),
            Value::Text(&self.occasion),
            Value::Number(self.happened_at),
            Value::Number(self.written_at),
            Value::Number(self.late),
            Value::Text(&self.instance),
            Value::Text(&self.activity),
            Value::of(&self.refusal),
            Value::Text(&self.staff),
            Value::Text(&self.staff_name),
            Value::Text(&self.assignment),
            Value::Text(&self.title),
            Value::Text(&self.purpose),
            Value::Text(&self.care_provider_name),
            Value::of(&self.clinic),
            Value::of(&self.clinic_hsa_id),
            Value::of(&self.clinic_name),
            Value::of(&self.care_unit),
            Value::of(&self.id_type),
            Value::of(&self.id_number),
            Value::of(&self.basis),
            Value::of(&self.basis_reason),
            Value::Text(&self.sources),
            Value::of(&self.details),
        ]
    }
}

const UNREADABLE: StoreError = StoreError::Unreadable { what: "a row of the access log" };

/// The basis's name, and the user's reason where it has one.
fn basis_columns(basis: &LegalBasis) -> (&'static str, Option<&str>) {
    match basis {
        LegalBasis::OwnCareProvider => ("own_care_provider", None),
        LegalBasis::Consent => ("consent", None),
        LegalBasis::Emergency { reason } => ("emergency", Some(reason)),
        LegalBasis::CannotDecide { reason } => ("cannot_decide", Some(reason)),
    }
}

fn purpose_code(purpose: AssignmentPurpose) -> &'static str {
    match purpose {
        AssignmentPurpose::CareAndTreatment => "care",
        AssignmentPurpose::Administration => "administration",
    }
}

fn purpose(code: &str) -> Result<AssignmentPurpose, StoreError> {
    match code {
        "care" => Ok(AssignmentPurpose::CareAndTreatment),
        "administration" => Ok(AssignmentPurpose::Administration),
        _ => Err(UNREADABLE),
    }
}
