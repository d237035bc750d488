use std::collections::BTreeSet;

use jiff::Timestamp;
use sqlx::Row;
use uuid::Uuid;

use super::{Store, StoreError};
use crate::domain::{HsaId, PatientId, RecordPair};

impl Store {
    /// The patient's records that users want kept apart.
    pub async fn kept_apart(
        &self,
        patient: &PatientId,
    ) -> Result<BTreeSet<RecordPair>, StoreError> {
        let rows = sqlx::query(
            "SELECT pair FROM kept_apart \
             WHERE id_type = $1 AND id_number = $2 AND undone_at IS NULL",
        )
        .bind(patient.kind().oid())
        .bind(patient.number())
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let pair: String = row.try_get("pair")?;
                serde_json::from_str(&pair)
                    .map_err(|_| StoreError::Unreadable { what: "a decision on records" })
            })
            .collect()
    }

    /// Keeps two records of a patient apart (dela upp). Deciding the same twice changes nothing.
    pub async fn keep_apart(
        &self,
        patient: &PatientId,
        pair: &RecordPair,
        by: &HsaId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = text_of(pair)?;
        let mut write = self.begin().await?;
        let standing = sqlx::query(
            "SELECT id FROM kept_apart WHERE id_type = $1 AND id_number = $2 AND pair = $3 \
             AND undone_at IS NULL",
        )
        .bind(patient.kind().oid())
        .bind(patient.number())
        .bind(text.as_str())
        .fetch_optional(&mut *write.transaction)
        .await?;
        if standing.is_none() {
            sqlx::query(
                "INSERT INTO kept_apart (id, id_type, id_number, pair, decided_by, decided_at) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(Uuid::new_v4().to_string())
            .bind(patient.kind().oid())
            .bind(patient.number())
            .bind(text.as_str())
            .bind(by.as_str())
            .bind(at.as_microsecond())
            .execute(&mut *write.transaction)
            .await?;
        }
        write.commit().await
    }

    /// Undoes a decision to keep two records apart. Who decided and who undid it stays known.
    pub async fn join_again(
        &self,
        patient: &PatientId,
        pair: &RecordPair,
        by: &HsaId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = text_of(pair)?;
        let mut write = self.begin().await?;
        sqlx::query(
            "UPDATE kept_apart SET undone_by = $1, undone_at = $2 \
             WHERE id_type = $3 AND id_number = $4 AND pair = $5 AND undone_at IS NULL",
        )
        .bind(by.as_str())
        .bind(at.as_microsecond())
        .bind(patient.kind().oid())
        .bind(patient.number())
        .bind(text.as_str())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }
}

fn text_of(pair: &RecordPair) -> Result<String, StoreError> {
    serde_json::to_string(pair)
        .map_err(|_| StoreError::Unreadable { what: "a decision on records" })
}
