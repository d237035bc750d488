use jiff::{SignedDuration, Timestamp};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreError, hsa_id, moment};
use crate::domain::HsaId;

/// A user of COSMIC at a unit, as a launch named them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeenInCosmic {
    /// The installation.
    pub installation: String,
    /// The user.
    pub staff: HsaId,
    /// The unit.
    pub unit: HsaId,
    /// The care unit it belongs to there.
    pub care_unit: HsaId,
    /// Thumbprint of the certificate that the latest launch was signed with.
    pub certificate: String,
    /// When the latest launch came.
    pub at: Timestamp,
}

/// A launch that was signed as it should be, and meant for another environment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LaunchElsewhere {
    /// The installation.
    pub installation: String,
    /// The address it was meant for.
    pub audience: String,
    /// When it came.
    pub at: Timestamp,
}

/// What a care provider has in COSMIC, by a file of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CosmicList {
    /// Units with the care unit each belongs to.
    pub units: Vec<(HsaId, HsaId)>,
    /// Users.
    pub staff: Vec<HsaId>,
    /// Who gave the file.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// How long it is remembered who was where in COSMIC.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 365);

impl Store {
    /// Remembers where a launch placed a user, and forgets what is long ago.
    pub async fn note_launch(
        &self,
        care_provider: &HsaId,
        seen: &SeenInCosmic,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query("DELETE FROM seen_in_cosmic WHERE last_seen < $1")
            .bind((seen.at - REMEMBERED).as_microsecond())
            .execute(&mut *write.transaction)
            .await?;
        sqlx::query(
            "INSERT INTO seen_in_cosmic (care_provider, installation, staff, unit, care_unit, \
             certificate, last_seen) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (care_provider, installation, staff, unit) DO UPDATE SET \
             care_unit = excluded.care_unit, certificate = excluded.certificate, \
             last_seen = excluded.last_seen",
        )
        .bind(care_provider.as_str())
        .bind(seen.installation.as_str())
        .bind(seen.staff.as_str())
        .bind(seen.unit.as_str())
        .bind(seen.care_unit.as_str())
        .bind(seen.certificate.as_str())
        .bind(seen.at.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }

    /// Where launches have placed users of a care provider since a moment, newest first.
    pub async fn seen_in_cosmic(
        &self,
        care_provider: &HsaId,
        since: Timestamp,
    ) -> Result<Vec<SeenInCosmic>, StoreError> {
        let rows = sqlx::query(
            "SELECT installation, staff, unit, care_unit, certificate, last_seen \
             FROM seen_in_cosmic WHERE care_provider = $1 AND last_seen >= $2 \
             ORDER BY last_seen DESC, staff, unit",
        )
        .bind(care_provider.as_str())
        .bind(since.as_microsecond())
        .fetch_all(&self.pool)
        .await?;
        let seen = |row: &AnyRow| {
            Ok(SeenInCosmic {
                installation: row.try_get("installation")?,
                staff: hsa_id(row, "staff")?,
                unit: hsa_id(row, "unit")?,
                care_unit: hsa_id(row, "care_unit")?,
                certificate: row.try_get("certificate")?,
                at: moment(row, "last_seen")?,
            })
        };
        rows.iter().map(seen).collect()
    }

    /// Remembers the latest launch of an installation that was meant for another environment.
    pub async fn note_launch_elsewhere(
        &self,
        care_provider: &HsaId,
        launch: &LaunchElsewhere,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(
            "INSERT INTO launch_elsewhere (care_provider, installation, audience, last_seen) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (care_provider, installation) DO UPDATE SET \
             audience = excluded.audience, last_seen = excluded.last_seen",
        )
        .bind(care_provider.as_str())
        .bind(launch.installation.as_str())
        .bind(launch.audience.as_str())
        .bind(launch.at.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }

    /// The latest launch of each installation since a moment that was meant for another environment.
    pub async fn launches_elsewhere(
        &self,
        care_provider: &HsaId,
        since: Timestamp,
    ) -> Result<Vec<LaunchElsewhere>, StoreError> {
        let rows = sqlx::query(
            "SELECT installation, audience, last_seen FROM launch_elsewhere \
             WHERE care_provider = $1 AND last_seen >= $2 ORDER BY installation",
        )
        .bind(care_provider.as_str())
        .bind(since.as_microsecond())
        .fetch_all(&self.pool)
        .await?;
        let launch = |row: &AnyRow| {
            Ok(LaunchElsewhere {
                installation: row.try_get("installation")?,
                audience: row.try_get("audience")?,
                at: moment(row, "last_seen")?,
            })
        };
        rows.iter().map(launch).collect()
    }

    /// Keeps what a care provider has in COSMIC, in place of what it said before.
    pub async fn keep_cosmic_list(
        &self,
        care_provider: &HsaId,
        list: &CosmicList,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        for sql in [
            "DELETE FROM cosmic_list_entry WHERE care_provider = $1",
            "DELETE FROM cosmic_list WHERE care_provider = $1",
        ] {
            let delete = sqlx::query(sql).bind(care_provider.as_str());
            delete.execute(&mut *write.transaction).await?;
        }
        sqlx::query(
            "INSERT INTO cosmic_list (care_provider, listed_by, listed_at) VALUES ($1, $2, $3)",
        )
        .bind(care_provider.as_str())
        .bind(list.by.as_str())
        .bind(list.at.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        let units = list.units.iter().map(|(unit, of)| ("unit", unit, Some(of.as_str())));
        let staff = list.staff.iter().map(|staff| ("staff", staff, None));
        for (kind, id, care_unit) in units.chain(staff) {
            sqlx::query(
                "INSERT INTO cosmic_list_entry (care_provider, kind, hsa_id, care_unit) \
                 VALUES ($1, $2, $3, $4) ON CONFLICT (care_provider, kind, hsa_id) DO NOTHING",
            )
            .bind(care_provider.as_str())
            .bind(kind)
            .bind(id.as_str())
            .bind(care_unit)
            .execute(&mut *write.transaction)
            .await?;
        }
        write.commit().await
    }

    /// What a care provider has in COSMIC, if it has given a file.
    pub async fn cosmic_list(
        &self,
        care_provider: &HsaId,
    ) -> Result<Option<CosmicList>, StoreError> {
        let sql = "SELECT listed_by, listed_at FROM cosmic_list WHERE care_provider = $1";
        let head = sqlx::query(sql).bind(care_provider.as_str()).fetch_optional(&self.pool).await?;
        let Some(head) = head else { return Ok(None) };
        let rows = sqlx::query(
            "SELECT kind, hsa_id, care_unit FROM cosmic_list_entry WHERE care_provider = $1 \
             ORDER BY hsa_id",
        )
        .bind(care_provider.as_str())
        .fetch_all(&self.pool)
        .await?;
        let mut list = CosmicList {
            units: Vec::new(),
            staff: Vec::new(),
            by: head.try_get("listed_by")?,
            at: moment(&head, "listed_at")?,
        };
        for row in &rows {
            match row.try_get::<String, _>("kind")?.as_str() {
                "unit" => list.units.push((hsa_id(row, "hsa_id")?, hsa_id(row, "care_unit")?)),
                _ => list.staff.push(hsa_id(row, "hsa_id")?),
            }
        }
        Ok(Some(list))
    }

    /// How many vaccinations have come by file from a care provider.
    pub async fn indata_records(&self, care_provider: &HsaId) -> Result<u64, StoreError> {
        let row = sqlx::query("SELECT COUNT(*) AS records FROM vaccination WHERE indata_of = $1")
            .bind(care_provider.as_str())
            .fetch_one(&self.pool)
            .await?;
        Ok(u64::try_from(row.try_get::<i64, _>("records")?).unwrap_or(0))
    }
}
