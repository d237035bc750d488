use jiff::Timestamp;
use sqlx::Row;

use super::session::patient;
use super::{Store, StoreError};
use crate::domain::{PatientId, Reach};

impl Store {
    /// Keeps a view of a patient's journal for its session. Beyond so many over all instances, those
    /// opened longest ago are forgotten.
    pub async fn keep_view(
        &self,
        id: &str,
        session: &str,
        patient: &PatientId,
        reach: Reach,
        at: Timestamp,
        most: usize,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(
            "INSERT INTO opened_view (id, session, id_type, id_number, opened_at, own_only) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id)
        .bind(session)
        .bind(patient.kind().oid())
        .bind(patient.number())
        .bind(at.as_microsecond())
        .bind(i64::from(reach == Reach::OwnCareProvider))
        .execute(&mut *write.transaction)
        .await?;
        let newest = "SELECT id FROM opened_view WHERE session = $1 AND id <> $2 \
             ORDER BY opened_at DESC, id LIMIT $3";
        let sql = format!(
            "DELETE FROM opened_view WHERE session = $1 AND id <> $2 AND id NOT IN ({newest})"
        );
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(session)
            .bind(id)
            .bind(i64::try_from(most.saturating_sub(1)).unwrap_or(i64::MAX))
            .execute(&mut *write.transaction)
            .await?;
        write.commit().await
    }

    /// Whose journal a view is of and how far it is to reach, if it is this session's.
    pub async fn patient_of_view(
        &self,
        id: &str,
        session: &str,
    ) -> Result<Option<(PatientId, Reach)>, StoreError> {
        let row = sqlx::query(
            "SELECT id_type, id_number, own_only FROM opened_view WHERE id = $1 AND session = $2",
        )
        .bind(id)
        .bind(session)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let own_only: i64 = row.try_get("own_only")?;
        let reach = if own_only == 1 { Reach::OwnCareProvider } else { Reach::Coherent };
        Ok(patient(&row)?.map(|patient| (patient, reach)))
    }

    /// Sets how far a view of this session is to reach.
    pub async fn set_view_reach(
        &self,
        id: &str,
        session: &str,
        reach: Reach,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query("UPDATE opened_view SET own_only = $1 WHERE id = $2 AND session = $3")
            .bind(i64::from(reach == Reach::OwnCareProvider))
            .bind(id)
            .bind(session)
            .execute(&mut *write.transaction)
            .await?;
        write.commit().await
    }

    /// Notes that a view has been opened again.
    pub async fn open_view_again(&self, id: &str, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query("UPDATE opened_view SET opened_at = $1 WHERE id = $2 AND opened_at < $1")
            .bind(at.as_microsecond())
            .bind(id)
            .execute(&mut *write.transaction)
            .await?;
        write.commit().await
    }

    /// Forgets a view.
    pub async fn forget_view(&self, id: &str) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query("DELETE FROM opened_view WHERE id = $1")
            .bind(id)
            .execute(&mut *write.transaction)
            .await?;
        write.commit().await
    }
}
