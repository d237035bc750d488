use std::collections::HashSet;

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreError, hsa_id, moment};
use crate::domain::{HsaId, PatientId};

/// Somebody's login, as it is kept for every instance.
#[derive(Clone, Debug)]
pub struct KeptSession {
    /// Who is logged in, and by what right.
    pub holder: SessionHolder,
    /// When it began.
    pub begun: Timestamp,
    /// When it was last used, as far as that has been noted.
    pub last_used: Timestamp,
}

/// Who holds a session.
#[derive(Clone, Debug)]
pub enum SessionHolder {
    /// Staff under an assignment.
    Staff {
        /// Our own key of the assignment.
        assignment: String,
        /// Whose it was when the session began.
        staff: HsaId,
        /// The care provider it was at.
        care_provider: HsaId,
        /// The launch she came by, if she came from COSMIC.
        launch: Option<KeptLaunch>,
    },
    /// Staff whose launch was let through, whether or not an assignment has been chosen.
    Launch(KeptLaunch),
    /// Support.
    Support {
        /// Name of the account.
        name: String,
    },
}

/// What is kept of a launch that was let through.
#[derive(Clone, Debug)]
pub struct KeptLaunch {
    /// The installation it came from.
    pub installation: String,
    /// Thumbprint of the certificate it was signed with.
    pub certificate: String,
    /// The user.
    pub staff: HsaId,
    /// The care provider it was verified for.
    pub care_provider: HsaId,
    /// The care unit in COSMIC.
    pub care_unit: HsaId,
    /// The unit in COSMIC.
    pub unit: HsaId,
    /// The patient who was open in COSMIC.
    pub patient: Option<PatientId>,
    /// The topic of shared patient context.
    pub topic: Option<String>,
    /// Whether it opens more than one assignment.
    pub has_choice: bool,
}

/// The latest moments at which a session can have been used, or have begun, and be over.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// One that was last used before this is over.
    pub used_before: Timestamp,
    /// One that began before this is over.
    pub begun_before: Timestamp,
}

/// Sessions that are over: too old, or come by a certificate that its care provider has removed.
const OVER: &str = "last_used_at <= $1 OR begun_at <= $2 OR (certificate IS NOT NULL \
     AND NOT EXISTS (SELECT 1 FROM launch_certificate WHERE removed_at IS NULL \
     AND launch_certificate.care_provider = login_session.care_provider \
     AND launch_certificate.installation = login_session.installation \
     AND launch_certificate.thumbprint = login_session.certificate))";

impl Store {
    /// Keeps a session that begins.
    pub async fn begin_session(
        &self,
        id: &str,
        holder: &SessionHolder,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (kind, name, assignment, launch) = match holder {
            SessionHolder::Staff { assignment, staff, launch, .. } => {
                ("staff", staff.as_str(), Some(assignment.as_str()), launch.as_ref())
            }
            SessionHolder::Launch(launch) => ("launch", launch.staff.as_str(), None, Some(launch)),
            SessionHolder::Support { name } => ("support", name.as_str(), None, None),
        };
        let care_provider = match holder {
            SessionHolder::Staff { care_provider, .. } => Some(care_provider.as_str()),
            _ => launch.map(|launch| launch.care_provider.as_str()),
        };
        let patient = launch.and_then(|launch| launch.patient.as_ref());
        let mut write = self.begin().await?;
        sqlx::query(
            "INSERT INTO login_session (id, kind, holder, assignment, care_provider, has_choice, \
             begun_at, last_used_at, installation, certificate, care_unit, unit, id_type, \
             id_number, topic) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, \
             $13, $14)",
        )
        .bind(id)
        .bind(kind)
        .bind(name)
        .bind(assignment)
        .bind(care_provider)
        .bind(i64::from(launch.is_some_and(|launch| launch.has_choice)))
        .bind(at.as_microsecond())
        .bind(launch.map(|launch| launch.installation.as_str()))
        .bind(launch.map(|launch| launch.certificate.as_str()))
        .bind(launch.map(|launch| launch.care_unit.as_str()))
        .bind(launch.map(|launch| launch.unit.as_str()))
        .bind(patient.map(|patient| patient.kind().oid()))
        .bind(patient.map(PatientId::number))
        .bind(launch.and_then(|launch| launch.topic.as_deref()))
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }

    /// The session of this id, whether or not its time is out.
    pub async fn session(&self, id: &str) -> Result<Option<KeptSession>, StoreError> {
        let row = sqlx::query("SELECT * FROM login_session WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(session).transpose()
    }

    /// Notes that a session is in use.
    pub async fn use_session(&self, id: &str, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(
            "UPDATE login_session SET last_used_at = $1 WHERE id = $2 AND last_used_at < $1",
        )
        .bind(at.as_microsecond())
        .bind(id)
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }

    /// Ends a session on every instance, and forgets its views.
    pub async fn end_session(&self, id: &str) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query("DELETE FROM login_session WHERE id = $1")
            .bind(id)
            .execute(&mut *write.transaction)
            .await?;
        write.commit().await
    }

    /// Forgets sessions that are over, with their views. Writes only if there are any.
    pub async fn forget_sessions(&self, limits: &SessionLimits) -> Result<(), StoreError> {
        let (used, begun) = (limits.used_before, limits.begun_before);
        let sql = format!("SELECT 1 FROM login_session WHERE {OVER} LIMIT 1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(used.as_microsecond())
            .bind(begun.as_microsecond())
            .fetch_optional(&self.pool)
            .await?;
        if row.is_none() {
            return Ok(());
        }
        let mut write = self.begin().await?;
        let sql = format!("DELETE FROM login_session WHERE {OVER}");
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(used.as_microsecond())
            .bind(begun.as_microsecond())
            .execute(&mut *write.transaction)
            .await?;
        write.commit().await
    }

    /// The ids of staff's sessions.
    pub async fn staff_sessions(&self) -> Result<HashSet<String>, StoreError> {
        let rows = sqlx::query("SELECT id FROM login_session WHERE kind = 'staff'")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
    }
}

fn session(row: &AnyRow) -> Result<KeptSession, StoreError> {
    let kind: String = row.try_get("kind")?;
    let holder = match kind.as_str() {
        "staff" => SessionHolder::Staff {
            assignment: row.try_get("assignment")?,
            staff: hsa_id(row, "holder")?,
            care_provider: hsa_id(row, "care_provider")?,
            launch: launch(row)?,
        },
        "launch" => SessionHolder::Launch(
            launch(row)?.ok_or(StoreError::Unreadable { what: "a launch's session" })?,
        ),
        "support" => SessionHolder::Support { name: row.try_get("holder")? },
        _ => return Err(StoreError::Unreadable { what: "a session's kind" }),
    };
    let (begun, last_used) = (moment(row, "begun_at")?, moment(row, "last_used_at")?);
    Ok(KeptSession { holder, begun, last_used })
}

fn launch(row: &AnyRow) -> Result<Option<KeptLaunch>, StoreError> {
    let Some(installation) = row.try_get("installation")? else { return Ok(None) };
    Ok(Some(KeptLaunch {
        installation,
        certificate: row.try_get("certificate")?,
        staff: hsa_id(row, "holder")?,
        care_provider: hsa_id(row, "care_provider")?,
        care_unit: hsa_id(row, "care_unit")?,
        unit: hsa_id(row, "unit")?,
        patient: patient(row)?,
        topic: row.try_get("topic")?,
        has_choice: row.try_get::<i64, _>("has_choice")? != 0,
    }))
}

pub(super) fn patient(row: &AnyRow) -> Result<Option<PatientId>, StoreError> {
    let oid: Option<String> = row.try_get("id_type")?;
    let number: Option<String> = row.try_get("id_number")?;
    let (Some(oid), Some(number)) = (oid, number) else { return Ok(None) };
    let patient = PatientId::parse(&oid, &number);
    Ok(Some(patient.map_err(|_| StoreError::Unreadable { what: "a patient's id" })?))
}
