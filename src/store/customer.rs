use jiff::Timestamp;
use sqlx::Row;

use super::{Store, StoreError};
use crate::domain::{ContactDetails, HsaId, PatientId};

impl Store {
    /// Adds a patient. `None` keeps nothing but her id, as for somebody whose identity is protected.
    /// Two who add the same patient at the same moment add her once: what the first one has written
    /// stands, and what the other has besides is added. But of somebody whose identity is protected
    /// nothing is kept whoever comes first, since the other may not have got to know of it.
    pub async fn add_customer(
        &self,
        patient: &PatientId,
        contact: Option<&ContactDetails>,
        by: &HsaId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = |field: fn(&ContactDetails) -> &String| {
            contact.map(field).map(String::as_str).filter(|text| !text.is_empty())
        };
        let mut write = self.begin().await?;
        sqlx::query(
            "INSERT INTO patient (id_type, id_number, name, care_of, street, postal_code, place, \
             phone, email, added_by, added_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (id_type, id_number) DO UPDATE SET \
             name = COALESCE(patient.name, excluded.name), \
             care_of = COALESCE(patient.care_of, excluded.care_of), \
             street = COALESCE(patient.street, excluded.street), \
             postal_code = COALESCE(patient.postal_code, excluded.postal_code), \
             place = COALESCE(patient.place, excluded.place), \
             phone = COALESCE(patient.phone, excluded.phone), \
             email = COALESCE(patient.email, excluded.email) WHERE patient.name IS NOT NULL",
        )
        .bind(patient.kind().oid())
        .bind(patient.number())
        .bind(text(|contact| &contact.name))
        .bind(text(|contact| &contact.care_of))
        .bind(text(|contact| &contact.street))
        .bind(text(|contact| &contact.postal_code))
        .bind(text(|contact| &contact.place))
        .bind(text(|contact| &contact.phone))
        .bind(text(|contact| &contact.email))
        .bind(by.as_str())
        .bind(at.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        // Afterwards: now no other's row for her can come in between.
        if contact.is_none() {
            sqlx::query(
                "UPDATE patient SET name = NULL, care_of = NULL, street = NULL, \
                 postal_code = NULL, place = NULL, phone = NULL, email = NULL \
                 WHERE id_type = $1 AND id_number = $2",
            )
            .bind(patient.kind().oid())
            .bind(patient.number())
            .execute(&mut *write.transaction)
            .await?;
        }
        write.commit().await
    }

    /// How a patient is reached; none if she is not known.
    pub async fn contact(&self, patient: &PatientId) -> Result<Option<ContactDetails>, StoreError> {
        let row = sqlx::query(
            "SELECT name, care_of, street, postal_code, place, phone, email FROM patient \
             WHERE id_type = $1 AND id_number = $2",
        )
        .bind(patient.kind().oid())
        .bind(patient.number())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let text = |column: &str| -> Result<String, StoreError> {
            Ok(row.try_get::<Option<String>, _>(column)?.unwrap_or_default())
        };
        Ok(Some(ContactDetails {
            name: text("name")?,
            care_of: text("care_of")?,
            street: text("street")?,
            postal_code: text("postal_code")?,
            place: text("place")?,
            phone: text("phone")?,
            email: text("email")?,
        }))
    }
}
