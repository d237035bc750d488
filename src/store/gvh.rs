use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::{Store, StoreError, hsa_id, moment};
use crate::domain::HsaId;

/// Whether GVH consumption is on for a care provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GvhState {
    /// On or off. Off until support switches it on.
    pub on: bool,
    /// The change that made it so; none if it was never switched.
    pub by: Option<GvhSwitch>,
}

/// One change of the toggle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GvhSwitch {
    /// For which care provider.
    pub care_provider: HsaId,
    /// On or off.
    pub on: bool,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: String,
    /// When it was done.
    pub at: Timestamp,
    /// From when it applies.
    pub from: Timestamp,
}

impl Store {
    /// Switches GVH consumption on or off. Nothing is overwritten: the history stays.
    pub async fn switch_gvh(&self, switch: &GvhSwitch) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let known = sqlx::query("SELECT hsa_id FROM care_provider WHERE hsa_id = $1")
            .bind(switch.care_provider.as_str())
            .fetch_optional(&mut *write.transaction)
            .await?;
        if known.is_none() {
            let name = switch.care_provider.to_string();
            return Err(StoreError::Unknown { what: "care provider", name });
        }
        sqlx::query(
            "INSERT INTO gvh_switch \
             (id, care_provider, is_on, reason, changed_by, changed_at, applies_from) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(Uuid::new_v4().to_string())
        .bind(switch.care_provider.as_str())
        .bind(i64::from(switch.on))
        .bind(switch.reason.as_str())
        .bind(switch.by.as_str())
        .bind(switch.at.as_microsecond())
        .bind(switch.from.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }

    /// Whether GVH consumption is on for a care provider at a moment. The latest decision holds: one
    /// to switch off also takes back what was planned before it.
    pub async fn gvh_consumption(
        &self,
        care_provider: &HsaId,
        at: Timestamp,
    ) -> Result<GvhState, StoreError> {
        let row = sqlx::query(
            "SELECT care_provider, is_on, reason, changed_by, changed_at, applies_from \
             FROM gvh_switch WHERE care_provider = $1 AND applies_from <= $2 \
             ORDER BY changed_at DESC, applies_from DESC LIMIT 1",
        )
        .bind(care_provider.as_str())
        .bind(at.as_microsecond())
        .fetch_optional(&self.pool)
        .await?;
        let by = row.as_ref().map(switch).transpose()?;
        Ok(GvhState { on: by.as_ref().is_some_and(|by| by.on), by })
    }

    /// Every change for a care provider, newest first.
    pub async fn gvh_history(&self, care_provider: &HsaId) -> Result<Vec<GvhSwitch>, StoreError> {
        let rows = sqlx::query(
            "SELECT care_provider, is_on, reason, changed_by, changed_at, applies_from \
             FROM gvh_switch WHERE care_provider = $1 ORDER BY changed_at DESC",
        )
        .bind(care_provider.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(switch).collect()
    }
}

fn switch(row: &AnyRow) -> Result<GvhSwitch, StoreError> {
    let on: i64 = row.try_get("is_on")?;
    Ok(GvhSwitch {
        care_provider: hsa_id(row, "care_provider")?,
        on: on != 0,
        reason: row.try_get("reason")?,
        by: row.try_get("changed_by")?,
        at: moment(row, "changed_at")?,
        from: moment(row, "applies_from")?,
    })
}
