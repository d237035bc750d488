use sqlx::Row;

use super::{Store, StoreError};
use crate::domain::{PatientId, VaccinationRecord};

impl Store {
    /// What MVJ itself knows of a patient's vaccinations, rows that arrived by file included.
    pub async fn own_records(
        &self,
        patient: &PatientId,
    ) -> Result<Vec<VaccinationRecord>, StoreError> {
        let rows = sqlx::query(
            "SELECT record FROM vaccination WHERE id_type = $1 AND id_number = $2 \
             ORDER BY source_system, document_id, position",
        )
        .bind(patient.kind().oid())
        .bind(patient.number())
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let record: String = row.try_get("record")?;
                serde_json::from_str(&record)
                    .map_err(|_| StoreError::Unreadable { what: "a vaccination record" })
            })
            .collect()
    }

    /// Whether the patient is known to MVJ.
    pub async fn knows_patient(&self, patient: &PatientId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM patient WHERE id_type = $1 AND id_number = $2")
            .bind(patient.kind().oid())
            .bind(patient.number())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }
}
