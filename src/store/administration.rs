//! Changes to a care provider's organisation, each kept with who made it. Every one is bound to the
//! care provider of whoever makes it: nothing of another can be reached.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::organisation::{ASSIGNMENTS, assignment};
use super::{Store, StoreError, Write, moment};
use crate::domain::{AdministratorRole, Assignment, HsaId};

/// Who changes what is whose, and when.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The care provider whose organisation is changed.
    pub care_provider: &'a HsaId,
    /// Who changes it.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
}

/// An assignment, and what its holder may administer.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldAssignment {
    /// The assignment.
    pub assignment: Assignment,
    /// What may be administered under it.
    pub role: Option<AdministratorRole>,
}

/// An assignment to give.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAssignment {
    /// Who gets it.
    pub staff: HsaId,
    /// Her name; taken only if she is not known yet.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Our own key of the clinic; none for one at the care provider.
    pub clinic: Option<String>,
    /// What may be administered; none for care and treatment.
    pub role: Option<AdministratorRole>,
}

/// A clinic to add, or to change.
#[derive(Clone, Debug, PartialEq)]
pub struct ClinicChange {
    /// Our own key; none for a new one.
    pub id: Option<String>,
    /// Name for people.
    pub name: String,
    /// HSA-id of its own, where it has one.
    pub hsa_id: Option<HsaId>,
    /// The care unit it belongs to.
    pub care_unit: HsaId,
}

/// What came of saving clinics.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SavedClinics {
    /// All were saved.
    Saved,
    /// A care unit is another care provider's; nothing was saved.
    CareUnitElsewhere,
    /// Another clinic of the care provider has the same HSA-id; nothing was saved.
    HsaIdTaken,
}

/// One change that was made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OrganisationChange {
    /// What was done.
    pub kind: ChangeKind,
    /// To what.
    pub subject: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What can be done to an organisation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ChangeKind {
    /// An assignment was given.
    AssignmentGiven,
    /// An assignment was taken away.
    AssignmentTaken,
    /// A clinic was added.
    ClinicAdded,
    /// A clinic was changed.
    ClinicChanged,
    /// A launch certificate was taken into use.
    CertificateAdded,
    /// A launch certificate was taken out of use.
    CertificateRemoved,
}

const KINDS: [(ChangeKind, &str); 6] = [
    (ChangeKind::AssignmentGiven, "assignment_given"),
    (ChangeKind::AssignmentTaken, "assignment_taken"),
    (ChangeKind::ClinicAdded, "clinic_added"),
    (ChangeKind::ClinicChanged, "clinic_changed"),
    (ChangeKind::CertificateAdded, "certificate_added"),
    (ChangeKind::CertificateRemoved, "certificate_removed"),
];

impl Store {
    /// What may be administered under an assignment, at this moment.
    pub async fn administrator_role(
        &self,
        assignment: &str,
    ) -> Result<Option<AdministratorRole>, StoreError> {
        let row = sqlx::query("SELECT role, reads_log FROM assignment WHERE id = $1")
            .bind(assignment)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map_or(Ok(None), role)
    }

    /// Every assignment under a care provider, by staff member's name.
    pub async fn assignments_under(
        &self,
        care_provider: &HsaId,
    ) -> Result<Vec<HeldAssignment>, StoreError> {
        let sql = format!(
            "{ASSIGNMENTS} WHERE assignment.care_provider = $1 ORDER BY staff_name, staff_id, title"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(care_provider.as_str())
            .fetch_all(&self.pool)
            .await?;
        let held =
            |row: &AnyRow| Ok(HeldAssignment { assignment: assignment(row)?, role: role(row)? });
        rows.iter().map(held).collect()
    }

    /// Gives assignments: all of them or none. One that is held already is left as it is. How many
    /// were new.
    pub async fn give_assignments(
        &self,
        change: &Change<'_>,
        given: &[NewAssignment],
    ) -> Result<usize, StoreError> {
        let mut write = self.begin().await?;
        let mut new = 0;
        for assignment in given {
            new += usize::from(write.give(change, assignment).await?);
        }
        write.commit().await?;
        Ok(new)
    }

    /// Takes an assignment of the care provider away. Whether there was one.
    pub async fn take_assignment(&self, change: &Change<'_>, id: &str) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let row =
            sqlx::query("SELECT staff, title FROM assignment WHERE id = $1 AND care_provider = $2")
                .bind(id)
                .bind(change.care_provider.as_str())
                .fetch_optional(&mut *write.transaction)
                .await?;
        let Some(row) = row else { return Ok(false) };
        let subject =
            subject(&row.try_get::<String, _>("staff")?, &row.try_get::<String, _>("title")?);
        sqlx::query("DELETE FROM assignment WHERE id = $1")
            .bind(id)
            .execute(&mut *write.transaction)
            .await?;
        write.note(change, ChangeKind::AssignmentTaken, &subject).await?;
        write.commit().await?;
        Ok(true)
    }

    /// Adds or changes clinics of the care provider: all of them or none. A care unit that is not
    /// known yet becomes the care provider's.
    pub async fn save_clinics(
        &self,
        change: &Change<'_>,
        clinics: &[ClinicChange],
    ) -> Result<SavedClinics, StoreError> {
        let mut write = self.begin().await?;
        for clinic in clinics {
            let saved = write.save_clinic(change, clinic).await?;
            if saved != SavedClinics::Saved {
                return Ok(saved);
            }
        }
        write.commit().await?;
        Ok(SavedClinics::Saved)
    }

    /// The latest changes to a care provider's organisation, newest first.
    pub async fn organisation_changes(
        &self,
        care_provider: &HsaId,
        most: u32,
    ) -> Result<Vec<OrganisationChange>, StoreError> {
        let rows = sqlx::query(
            "SELECT kind, subject, changed_by, changed_at FROM organisation_change \
             WHERE care_provider = $1 ORDER BY changed_at DESC, id LIMIT $2",
        )
        .bind(care_provider.as_str())
        .bind(i64::from(most))
        .fetch_all(&self.pool)
        .await?;
        let change = |row: &AnyRow| {
            let kind: String = row.try_get("kind")?;
            let known = KINDS.iter().find(|(_, name)| *name == kind);
            let (kind, _) = known.ok_or(StoreError::Unreadable { what: "a change" })?;
            Ok(OrganisationChange {
                kind: *kind,
                subject: row.try_get("subject")?,
                by: row.try_get("changed_by")?,
                at: moment(row, "changed_at")?,
            })
        };
        rows.iter().map(change).collect()
    }
}

impl Write<'_> {
    pub(super) async fn note(
        &mut self,
        change: &Change<'_>,
        kind: ChangeKind,
        subject: &str,
    ) -> Result<(), StoreError> {
        let name = KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name);
        sqlx::query(
            "INSERT INTO organisation_change \
             (id, care_provider, kind, subject, changed_by, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(Uuid::new_v4().to_string())
        .bind(change.care_provider.as_str())
        .bind(name)
        .bind(subject)
        .bind(change.by)
        .bind(change.at.as_microsecond())
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Whether it is new.
    async fn give(
        &mut self,
        change: &Change<'_>,
        given: &NewAssignment,
    ) -> Result<bool, StoreError> {
        let provider = change.care_provider.as_str();
        if let Some(clinic) = &given.clinic {
            let ours = sqlx::query(
                "SELECT clinic.id FROM clinic JOIN care_unit ON care_unit.hsa_id = clinic.care_unit \
                 WHERE clinic.id = $1 AND care_unit.care_provider = $2",
            )
            .bind(clinic.as_str())
            .bind(provider)
            .fetch_optional(&mut *self.transaction)
            .await?;
            if ours.is_none() {
                return Err(StoreError::Unknown { what: "clinic", name: clinic.clone() });
            }
        }
        sqlx::query("INSERT INTO staff (hsa_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(given.staff.as_str())
            .bind(given.name.as_str())
            .execute(&mut *self.transaction)
            .await?;
        let purpose = if given.role.is_none() { "care" } else { "administration" };
        let (role, reads_log) = role_columns(given.role);
        let done = sqlx::query(
            "INSERT INTO assignment \
             (id, staff, care_provider, clinic, purpose, title, role, reads_log) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $10 WHERE NOT EXISTS (SELECT 1 FROM assignment \
             WHERE staff = $2 AND care_provider = $3 AND COALESCE(clinic, '') = $8 \
             AND purpose = $5 AND title = $6 AND COALESCE(role, '') = $9 AND reads_log = $10)",
        )
        .bind(Uuid::new_v4().to_string())
        .bind(given.staff.as_str())
        .bind(provider)
        .bind(given.clinic.as_deref())
        .bind(purpose)
        .bind(given.title.as_str())
        .bind(role)
        .bind(given.clinic.as_deref().unwrap_or_default())
        .bind(role.unwrap_or_default())
        .bind(reads_log)
        .execute(&mut *self.transaction)
        .await?;
        let is_new = done.rows_affected() > 0;
        if is_new {
            let subject = subject(given.staff.as_str(), &given.title);
            self.note(change, ChangeKind::AssignmentGiven, &subject).await?;
        }
        Ok(is_new)
    }

    async fn save_clinic(
        &mut self,
        change: &Change<'_>,
        clinic: &ClinicChange,
    ) -> Result<SavedClinics, StoreError> {
        let provider = change.care_provider.as_str();
        let unit = clinic.care_unit.as_str();
        let sql = "INSERT INTO care_unit (hsa_id, care_provider, name) VALUES ($1, $2, $3) \
             ON CONFLICT (hsa_id) DO NOTHING";
        let query = sqlx::query(sql).bind(unit).bind(provider).bind(unit);
        query.execute(&mut *self.transaction).await?;
        let owner: String = sqlx::query("SELECT care_provider FROM care_unit WHERE hsa_id = $1")
            .bind(unit)
            .fetch_one(&mut *self.transaction)
            .await?
            .try_get("care_provider")?;
        if owner != provider {
            return Ok(SavedClinics::CareUnitElsewhere);
        }
        let id = clinic.id.clone().unwrap_or_else(|| Uuid::new_v4().to_string());
        let own = clinic.hsa_id.as_ref().map(HsaId::as_str);
        let taken = sqlx::query(
            "SELECT clinic.id FROM clinic JOIN care_unit ON care_unit.hsa_id = clinic.care_unit \
             WHERE clinic.hsa_id = $1 AND clinic.id <> $2 AND care_unit.care_provider = $3",
        )
        .bind(own)
        .bind(id.as_str())
        .bind(provider)
        .fetch_optional(&mut *self.transaction)
        .await?;
        if taken.is_some() {
            return Ok(SavedClinics::HsaIdTaken);
        }
        let (sql, kind) = match &clinic.id {
            None => (
                "INSERT INTO clinic (id, hsa_id, care_unit, name) VALUES ($1, $2, $3, $4)",
                ChangeKind::ClinicAdded,
            ),
            Some(_) => (
                "UPDATE clinic SET hsa_id = $2, care_unit = $3, name = $4 WHERE id = $1 AND \
                 care_unit IN (SELECT hsa_id FROM care_unit WHERE care_provider = $5)",
                ChangeKind::ClinicChanged,
            ),
        };
        let query = sqlx::query(sql).bind(id.as_str()).bind(own).bind(unit);
        let mut query = query.bind(clinic.name.as_str());
        if clinic.id.is_some() {
            query = query.bind(provider);
        }
        if query.execute(&mut *self.transaction).await?.rows_affected() == 0 {
            return Err(StoreError::Unknown { what: "clinic", name: id });
        }
        let ids = [own.unwrap_or("–"), unit].join(", ");
        self.note(change, kind, &format!("{} ({ids})", clinic.name)).await?;
        Ok(SavedClinics::Saved)
    }
}

/// A role as the columns `role` and `reads_log` hold it.
pub(super) fn role_columns(role: Option<AdministratorRole>) -> (Option<&'static str>, i64) {
    match role {
        None => (None, 0),
        Some(AdministratorRole::CareProvider) => (Some("care_provider"), 0),
        Some(AdministratorRole::Users) => (Some("users"), 0),
        Some(AdministratorRole::Log) => (None, 1),
    }
}

fn role(row: &AnyRow) -> Result<Option<AdministratorRole>, StoreError> {
    let role: Option<String> = row.try_get("role")?;
    let reads_log: i64 = row.try_get("reads_log")?;
    match (role.as_deref(), reads_log) {
        (None, 0) => Ok(None),
        (None, 1) => Ok(Some(AdministratorRole::Log)),
        (Some("care_provider"), 0) => Ok(Some(AdministratorRole::CareProvider)),
        (Some("users"), 0) => Ok(Some(AdministratorRole::Users)),
        _ => Err(StoreError::Unreadable { what: "an assignment's role" }),
    }
}

fn subject(staff: &str, title: &str) -> String {
    [staff, title].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
