//! What users have stated as grounds for reading, and liftings of blocks. Each holds for its time, or
//! until it is withdrawn; what is withdrawn stays known.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreError, hsa_id, moment};
use crate::domain::{
    AccessingActor, Ground, HoldingUnit, Lifting, LiftingGround, PatientId, Scope, StatedGround,
};

impl Store {
    /// Keeps what a user has stated, all of it or nothing.
    pub async fn state_grounds(
        &self,
        patient: &PatientId,
        stated: &[StatedGround],
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        for one in stated {
            let (kind, reason) = written(&one.ground);
            sqlx::query(
                "INSERT INTO access_ground (id, id_type, id_number, kind, reason, care_provider, \
                 care_unit, employee, for_unit, stated_at, valid_until) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            )
            .bind(one.id.as_str())
            .bind(patient.kind().oid())
            .bind(patient.number())
            .bind(kind)
            .bind(reason)
            .bind(one.by.care_provider.as_str())
            .bind(one.by.care_unit.as_str())
            .bind(one.by.employee.as_str())
            .bind(i64::from(one.scope == Scope::CareUnit))
            .bind(one.at.as_microsecond())
            .bind(one.until.as_microsecond())
            .execute(&mut *write.transaction)
            .await?;
        }
        write.commit().await
    }

    /// What has been stated that holds for a reader at a moment, the newest first.
    pub async fn grounds(
        &self,
        patient: &PatientId,
        reader: &AccessingActor,
        at: Timestamp,
    ) -> Result<Vec<StatedGround>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, kind, reason, care_provider, care_unit, employee, for_unit, stated_at, \
             valid_until FROM access_ground WHERE id_type = $1 AND id_number = $2 \
             AND care_provider = $3 AND care_unit = $4 AND (for_unit = 1 OR employee = $5) \
             AND stated_at <= $6 AND valid_until > $6 AND withdrawn_at IS NULL \
             ORDER BY stated_at DESC, id",
        )
        .bind(patient.kind().oid())
        .bind(patient.number())
        .bind(reader.care_provider.as_str())
        .bind(reader.care_unit.as_str())
        .bind(reader.employee.as_str())
        .bind(at.as_microsecond())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(ground).collect()
    }

    /// Withdraws every consent of the patient to a care unit and its staff. How many there were.
    pub async fn withdraw_consent(
        &self,
        patient: &PatientId,
        by: &AccessingActor,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(
            "UPDATE access_ground SET withdrawn_by = $1, withdrawn_at = $2 \
             WHERE id_type = $3 AND id_number = $4 AND care_provider = $5 AND care_unit = $6 \
             AND kind = 'consent' AND valid_until > $2 AND withdrawn_at IS NULL",
        )
        .bind(by.employee.as_str())
        .bind(at.as_microsecond())
        .bind(patient.kind().oid())
        .bind(patient.number())
        .bind(by.care_provider.as_str())
        .bind(by.care_unit.as_str())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await?;
        Ok(done.rows_affected())
    }

    /// Keeps liftings of blocks, all of them or none.
    pub async fn lift_blocks(
        &self,
        patient: &PatientId,
        liftings: &[Lifting],
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        for one in liftings {
            sqlx::query(
                "INSERT INTO block_lifting (id, id_type, id_number, held_by_provider, \
                 held_by_unit, care_provider, care_unit, employee, for_unit, requested_by, ground, \
                 reason, stated_at, valid_until) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            )
            .bind(one.id.as_str())
            .bind(patient.kind().oid())
            .bind(patient.number())
            .bind(one.holder.care_provider.as_str())
            .bind(one.holder.care_unit.as_str())
            .bind(one.by.care_provider.as_str())
            .bind(one.by.care_unit.as_str())
            .bind(one.by.employee.as_str())
            .bind(i64::from(one.scope == Scope::CareUnit))
            .bind(one.requested_by.as_str())
            .bind(match one.ground {
                LiftingGround::Consent => "consent",
                LiftingGround::Emergency => "emergency",
            })
            .bind(one.reason.as_str())
            .bind(one.at.as_microsecond())
            .bind(one.until.as_microsecond())
            .execute(&mut *write.transaction)
            .await?;
        }
        write.commit().await
    }

    /// The liftings that hold for a reader at a moment.
    pub async fn liftings(
        &self,
        patient: &PatientId,
        reader: &AccessingActor,
        at: Timestamp,
    ) -> Result<Vec<Lifting>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, held_by_provider, held_by_unit, care_provider, care_unit, employee, \
             for_unit, requested_by, ground, reason, stated_at, valid_until FROM block_lifting \
             WHERE id_type = $1 AND id_number = $2 AND care_provider = $3 AND care_unit = $4 \
             AND (for_unit = 1 OR employee = $5) AND stated_at <= $6 AND valid_until > $6 \
             AND withdrawn_at IS NULL ORDER BY stated_at DESC, id",
        )
        .bind(patient.kind().oid())
        .bind(patient.number())
        .bind(reader.care_provider.as_str())
        .bind(reader.care_unit.as_str())
        .bind(reader.employee.as_str())
        .bind(at.as_microsecond())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(lifting).collect()
    }
}

fn written(ground: &Ground) -> (&'static str, Option<&str>) {
    match ground {
        Ground::CareRelation => ("relation", None),
        Ground::Consent => ("consent", None),
        Ground::Emergency { reason } => ("emergency", Some(reason)),
        Ground::CannotDecide { reason } => ("cannot_decide", Some(reason)),
    }
}

fn ground(row: &AnyRow) -> Result<StatedGround, StoreError> {
    let kind: String = row.try_get("kind")?;
    let reason: Option<String> = row.try_get("reason")?;
    let unreadable = || StoreError::Unreadable { what: "a ground for reading" };
    let ground = match kind.as_str() {
        "relation" => Ground::CareRelation,
        "consent" => Ground::Consent,
        "emergency" => Ground::Emergency { reason: reason.ok_or_else(unreadable)? },
        "cannot_decide" => Ground::CannotDecide { reason: reason.ok_or_else(unreadable)? },
        _ => return Err(unreadable()),
    };
    Ok(StatedGround {
        id: row.try_get("id")?,
        ground,
        by: actor(row)?,
        scope: scope(row)?,
        at: moment(row, "stated_at")?,
        until: moment(row, "valid_until")?,
    })
}

fn lifting(row: &AnyRow) -> Result<Lifting, StoreError> {
    let ground: String = row.try_get("ground")?;
    Ok(Lifting {
        id: row.try_get("id")?,
        holder: HoldingUnit {
            care_provider: hsa_id(row, "held_by_provider")?,
            care_unit: hsa_id(row, "held_by_unit")?,
        },
        by: actor(row)?,
        scope: scope(row)?,
        requested_by: row.try_get("requested_by")?,
        ground: match ground.as_str() {
            "consent" => LiftingGround::Consent,
            "emergency" => LiftingGround::Emergency,
            _ => return Err(StoreError::Unreadable { what: "a lifting of blocks" }),
        },
        reason: row.try_get("reason")?,
        at: moment(row, "stated_at")?,
        until: moment(row, "valid_until")?,
    })
}

fn actor(row: &AnyRow) -> Result<AccessingActor, StoreError> {
    Ok(AccessingActor {
        employee: hsa_id(row, "employee")?,
        care_provider: hsa_id(row, "care_provider")?,
        care_unit: hsa_id(row, "care_unit")?,
    })
}

fn scope(row: &AnyRow) -> Result<Scope, StoreError> {
    let for_unit: i64 = row.try_get("for_unit")?;
    Ok(if for_unit == 1 { Scope::CareUnit } else { Scope::Employee })
}
