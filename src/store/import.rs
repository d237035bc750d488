//! The import file: organisation, staff, patients and own vaccinations, in TOML.
//!
//! Each kind of row is a table array (`[[care_provider]]`, `[[care_unit]]`, `[[clinic]]`,
//! `[[staff]]`, `[[assignment]]`, `[[installation]]`, `[[patient]]`, `[[vaccination]]`); the fields below are its keys.
//! A file is taken in whole or not at all, and the same file twice changes nothing.

use std::collections::HashSet;

use serde::Deserialize;
use sqlx::Any;
use sqlx::query::Query;

use super::administration::role_columns;
use super::{Store, StoreError, Write};
use crate::domain::{
    Actor, AdministratorRole, Coded, DoseAmount, HsaId, Mark, OrgUnit, PatientId, RecordContent,
    RecordKey, RecordOrigin, Reported, SwedishDate, SwedishTime, VaccinationRecord,
};

/// An import file, read and checked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub struct Import {
    care_provider: Vec<CareProviderRow>,
    care_unit: Vec<CareUnitRow>,
    clinic: Vec<ClinicRow>,
    staff: Vec<StaffRow>,
    assignment: Vec<AssignmentRow>,
    installation: Vec<InstallationRow>,
    patient: Vec<PatientRow>,
    vaccination: Vec<VaccinationRow>,
}

/// How many rows of each kind were taken in.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Imported {
    /// Care providers, care units, clinics, staff, assignments and COSMIC installations.
    pub organisation: usize,
    /// Patients.
    pub patients: usize,
    /// Vaccinations.
    pub vaccinations: usize,
}

/// Why an import file was refused. Nothing of it was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Not TOML, or a key or value that does not belong there; says which and where.
    #[error("the import file cannot be read: {0}")]
    Format(String),
    /// A patient id or date that is wrong. Rows are counted from 1.
    #[error("row {row} of [[{table}]]: {field}: {reason}")]
    Value {
        /// The table array.
        table: &'static str,
        /// Which row.
        row: usize,
        /// Which key.
        field: &'static str,
        /// What is wrong; without the value.
        reason: String,
    },
    /// The database refused it: a row names something that is in neither file nor database.
    #[error("the import was refused: {0}")]
    Store(#[from] StoreError),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CareProviderRow {
    hsa_id: HsaId,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CareUnitRow {
    hsa_id: HsaId,
    care_provider: HsaId,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClinicRow {
    id: String,
    hsa_id: Option<HsaId>,
    care_unit: HsaId,
    name: String,
}

/// A COSMIC installation: the name it signs its launches under, and who is responsible for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InstallationRow {
    issuer: String,
    name: String,
    care_provider: HsaId,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StaffRow {
    hsa_id: HsaId,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AssignmentRow {
    id: String,
    staff: HsaId,
    care_provider: HsaId,
    clinic: Option<String>,
    purpose: PurposeRow,
    role: Option<RoleRow>,
    title: String,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
enum RoleRow {
    CareProvider,
    Users,
    Log,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PurposeRow {
    Care,
    Administration,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatientRow {
    id: String,
    id_type: Option<String>,
    name: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum OriginRow {
    Own,
    Indata,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VaccinationRow {
    patient: String,
    patient_id_type: Option<String>,
    origin: OriginRow,
    source_system: HsaId,
    source_system_name: Option<String>,
    document_id: String,
    #[serde(default)]
    position: u16,
    reference: Option<String>,
    date: String,
    author_time: Option<String>,
    care_provider: HsaId,
    care_provider_name: Option<String>,
    care_unit: HsaId,
    care_unit_name: Option<String>,
    performer: Option<String>,
    vaccine: Option<String>,
    vaccine_type: Option<String>,
    #[serde(default)]
    target_diseases: Vec<String>,
    batch: Option<String>,
    manufacturer: Option<String>,
    dose: Option<String>,
    dose_number: Option<u32>,
    prescribed_doses: Option<u32>,
    source_description: Option<String>,
    #[serde(default)]
    comments: Vec<String>,
    #[serde(default)]
    nullified: bool,
    nullified_reason: Option<String>,
}

impl std::fmt::Debug for PatientRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PatientRow(hidden)")
    }
}

impl std::fmt::Debug for VaccinationRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VaccinationRow(hidden)")
    }
}

impl Import {
    /// Reads an import file's text.
    pub fn parse(text: &str) -> Result<Self, ImportError> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            ImportError::Format(format!("line {line}: {}", without_values(error.message())))
        })
    }
}

/// What the format error says, without a value of the file: that could be a patient's. The excerpt
/// that its `Display` would add is left out for the same reason.
fn without_values(message: &str) -> String {
    if !message.starts_with("unknown field")
        && let Some((_, expected)) = message.split_once(", expected ")
    {
        return format!("a value of the wrong kind, expected {expected}");
    }
    let mut said = String::new();
    for run in message.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        said.push_str(if digits >= 6 { "…" } else { run });
    }
    said
}

impl Store {
    /// Takes an import file in: rows that exist are replaced, others added. All or nothing. A
    /// vaccination that is kept already under another patient is refused, never moved.
    pub async fn import(&self, import: &Import) -> Result<Imported, ImportError> {
        let patients = checked_patients(&import.patient)?;
        let vaccinations = checked_vaccinations(&import.vaccination)?;
        let mut write = self.begin().await?;
        let organisation = organisation(import, &mut write).await?;
        for (id, name) in &patients {
            write.patient(id, name.as_deref()).await?;
        }
        for (at, (patient, record)) in vaccinations.iter().enumerate() {
            if !write.vaccination(patient, record).await? {
                let reason = "is kept already, for another patient".to_owned();
                return Err(wrong("vaccination", at, "document_id", reason));
            }
        }
        write.commit().await?;
        Ok(Imported { organisation, patients: patients.len(), vaccinations: vaccinations.len() })
    }
}

async fn organisation(import: &Import, write: &mut Write<'_>) -> Result<usize, StoreError> {
    for row in &import.care_provider {
        let sql = "INSERT INTO care_provider (hsa_id, name) VALUES ($1, $2) \
             ON CONFLICT (hsa_id) DO UPDATE SET name = excluded.name";
        write.run(sqlx::query(sql).bind(row.hsa_id.as_str()).bind(row.name.as_str())).await?;
    }
    for row in &import.care_unit {
        let sql = "INSERT INTO care_unit (hsa_id, care_provider, name) VALUES ($1, $2, $3) \
             ON CONFLICT (hsa_id) DO UPDATE SET care_provider = excluded.care_provider, \
             name = excluded.name";
        let query = sqlx::query(sql).bind(row.hsa_id.as_str());
        write.run(query.bind(row.care_provider.as_str()).bind(row.name.as_str())).await?;
    }
    for row in &import.clinic {
        let sql = "INSERT INTO clinic (id, hsa_id, care_unit, name) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (id) DO UPDATE SET hsa_id = excluded.hsa_id, \
             care_unit = excluded.care_unit, name = excluded.name";
        let own = row.hsa_id.as_ref().map(HsaId::as_str);
        let query = sqlx::query(sql).bind(row.id.as_str()).bind(own);
        write.run(query.bind(row.care_unit.as_str()).bind(row.name.as_str())).await?;
    }
    for row in &import.staff {
        let sql = "INSERT INTO staff (hsa_id, name) VALUES ($1, $2) \
             ON CONFLICT (hsa_id) DO UPDATE SET name = excluded.name";
        write.run(sqlx::query(sql).bind(row.hsa_id.as_str()).bind(row.name.as_str())).await?;
    }
    for row in &import.assignment {
        let sql = "INSERT INTO assignment (id, staff, care_provider, clinic, purpose, title, \
             role, reads_log) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET \
             staff = excluded.staff, care_provider = excluded.care_provider, \
             clinic = excluded.clinic, purpose = excluded.purpose, title = excluded.title, \
             role = excluded.role, reads_log = excluded.reads_log";
        let purpose = match row.purpose {
            PurposeRow::Care => "care",
            PurposeRow::Administration => "administration",
        };
        let role = row.role.map(|role| match role {
            RoleRow::CareProvider => AdministratorRole::CareProvider,
            RoleRow::Users => AdministratorRole::Users,
            RoleRow::Log => AdministratorRole::Log,
        });
        let (role, reads_log) = role_columns(role);
        let query = sqlx::query(sql).bind(row.id.as_str()).bind(row.staff.as_str());
        let query = query.bind(row.care_provider.as_str()).bind(row.clinic.as_deref());
        let query = query.bind(purpose).bind(row.title.as_str());
        write.run(query.bind(role).bind(reads_log)).await?;
    }
    for row in &import.installation {
        let sql = "INSERT INTO installation (issuer, name, care_provider) VALUES ($1, $2, $3) \
             ON CONFLICT (issuer) DO UPDATE SET name = excluded.name, \
             care_provider = excluded.care_provider";
        let query = sqlx::query(sql).bind(row.issuer.as_str()).bind(row.name.as_str());
        write.run(query.bind(row.care_provider.as_str())).await?;
    }
    Ok(import.care_provider.len()
        + import.care_unit.len()
        + import.clinic.len()
        + import.staff.len()
        + import.assignment.len()
        + import.installation.len())
}

impl Write<'_> {
    async fn run(
        &mut self,
        query: Query<'_, Any, sqlx::any::AnyArguments>,
    ) -> Result<u64, StoreError> {
        Ok(query.execute(&mut *self.transaction).await?.rows_affected())
    }

    async fn patient(&mut self, id: &PatientId, name: Option<&str>) -> Result<(), StoreError> {
        let sql = "INSERT INTO patient (id_type, id_number, name) VALUES ($1, $2, $3) \
             ON CONFLICT (id_type, id_number) DO UPDATE SET name = excluded.name";
        let query = sqlx::query(sql).bind(id.kind().oid()).bind(id.number());
        self.run(query.bind(name)).await?;
        Ok(())
    }

    /// Whether it could be kept; not, if it is another patient's already.
    async fn vaccination(
        &mut self,
        patient: &PatientId,
        record: &VaccinationRecord,
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO vaccination \
             (source_system, document_id, position, id_type, id_number, record, indata_of) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (source_system, document_id, position) DO UPDATE SET \
             record = excluded.record, indata_of = excluded.indata_of WHERE vaccination.id_type = excluded.id_type \
             AND vaccination.id_number = excluded.id_number";
        let json = serde_json::to_string(record)
            .map_err(|_| StoreError::Unreadable { what: "a vaccination record" })?;
        let key = &record.key;
        let query = sqlx::query(sql).bind(key.source_system.as_str());
        let query = query.bind(key.document_id.as_str()).bind(i64::from(key.position));
        let query = query.bind(patient.kind().oid()).bind(patient.number());
        let by_file =
            record.care_provider.as_ref().filter(|_| record.origin == RecordOrigin::Indata);
        let query = query.bind(json.as_str()).bind(by_file.map(HsaId::as_str));
        Ok(self.run(query).await? > 0)
    }
}

fn checked_patients(rows: &[PatientRow]) -> Result<Vec<(PatientId, Option<String>)>, ImportError> {
    let check = |(at, row): (usize, &PatientRow)| {
        let id = patient_id(&row.id, row.id_type.as_deref());
        let id = id.map_err(|reason| wrong("patient", at, "id", reason))?;
        Ok((id, row.name.clone()))
    };
    rows.iter().enumerate().map(check).collect()
}

fn checked_vaccinations<'r>(
    rows: &'r [VaccinationRow],
) -> Result<Vec<(PatientId, VaccinationRecord)>, ImportError> {
    let mut seen = HashSet::new();
    let check = |(at, row): (usize, &'r VaccinationRow)| {
        let wrong = |field, reason| wrong("vaccination", at, field, reason);
        if !seen.insert((row.source_system.clone(), row.document_id.as_str(), row.position)) {
            let reason = "stands in an earlier row, with the same source_system and position";
            return Err(wrong("document_id", reason.to_owned()));
        }
        let patient = patient_id(&row.patient, row.patient_id_type.as_deref())
            .map_err(|reason| wrong("patient", reason))?;
        let date = date(&row.date).map_err(|reason| wrong("date", reason))?;
        let author_time = row.author_time.as_deref().map(str::parse::<SwedishTime>).transpose();
        let author_time = author_time.map_err(|error| wrong("author_time", error.to_string()))?;
        Ok((patient, record(row, date, author_time)))
    };
    rows.iter().enumerate().map(check).collect()
}

fn wrong(table: &'static str, at: usize, field: &'static str, reason: String) -> ImportError {
    ImportError::Value { table, row: at + 1, field, reason }
}

fn patient_id(text: &str, oid: Option<&str>) -> Result<PatientId, String> {
    let id = oid.map_or_else(|| text.parse(), |oid| PatientId::parse(oid, text));
    id.map_err(|error| error.to_string())
}

/// `YYYY-MM-DD`, as people write it, or `YYYYMMDD`.
fn date(text: &str) -> Result<SwedishDate, String> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    digits.parse::<SwedishDate>().map_err(|error| error.to_string())
}

fn record(
    row: &VaccinationRow,
    date: SwedishDate,
    author_time: Option<SwedishTime>,
) -> VaccinationRecord {
    let unit = |hsa_id: &HsaId, name: &Option<String>| OrgUnit {
        hsa_id: Some(hsa_id.clone()),
        name: name.clone(),
    };
    let mut record = VaccinationRecord {
        key: RecordKey {
            source_system: row.source_system.clone(),
            document_id: row.document_id.clone(),
            reference: row.reference.clone(),
            position: row.position,
        },
        origin: match row.origin {
            OriginRow::Own => RecordOrigin::Own,
            OriginRow::Indata => RecordOrigin::Indata,
        },
        content: RecordContent::Vaccination,
        date: Some(Reported::Known(date)),
        author_time: author_time.map(Reported::Known),
        care_provider: Some(row.care_provider.clone()),
        care_unit: Some(row.care_unit.clone()),
        care_provider_org: Some(unit(&row.care_provider, &row.care_provider_name)),
        accountable_unit: Some(unit(&row.care_unit, &row.care_unit_name)),
        source_system_name: row.source_system_name.clone(),
        performer_org: Some(unit(&row.care_unit, &row.care_unit_name)),
        performer: row.performer.clone().map(|name| Actor { hsa_id: None, name: Some(name) }),
        prescriber_org: None,
        prescriber: None,
        vaccine_name: row.vaccine.clone().map(Coded::text),
        vaccine_type: row.vaccine_type.clone().map(Coded::text),
        target_diseases: row.target_diseases.iter().cloned().map(Coded::text).collect(),
        batch: row.batch.clone(),
        manufacturer: row.manufacturer.clone(),
        dose: row.dose.clone().map(|text| DoseAmount { text, quantity: None }),
        dose_number: row.dose_number.map(Reported::Known),
        prescribed_doses: row.prescribed_doses.map(Reported::Known),
        dose_complete: None,
        site: None,
        route: None,
        programme: None,
        source_description: row.source_description.clone(),
        comments: row.comments.clone(),
        adverse_effects: Vec::new(),
        risk_categories: Vec::new(),
        nullified: row.nullified,
        nullified_reason: row.nullified_reason.clone(),
        marks: Vec::new(),
    };
    if row.dose_number.zip(row.prescribed_doses).is_some_and(|(number, of)| number > of) {
        record.mark(Mark::DoseNumberTooHigh);
    }
    record
}
