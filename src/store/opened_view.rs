use jiff::Timestamp;

use super::session::patient;
use super::{Store, StoreError};
use crate::domain::PatientId;

impl Store {
    /// Keeps a view of a patient's journal for its session. Beyond so many over all instances, those
    /// opened longest ago are forgotten.
    pub async fn keep_view(
        &self,
        id: &str,
        session: &str,
        patient: &PatientId,
        at: Timestamp,
        most: usize,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(
            "INSERT INTO opened_view (id, session, id_type, id_number, opened_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id)
        .bind(session)
        .bind(patient.kind().oid())
        .bind(patient.number())
        .bind(at.as_microsecond())
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

    /// Whose journal a view is of, if it is this session's.
    pub async fn patient_of_view(
        &self,
        id: &str,
        session: &str,
    ) -> Result<Option<PatientId>, StoreError> {
        let sql = "SELECT id_type, id_number FROM opened_view WHERE id = $1 AND session = $2";
        let row = sqlx::query(sql).bind(id).bind(session).fetch_optional(&self.pool).await?;
        row.as_ref().map(patient).transpose().map(Option::flatten)
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
