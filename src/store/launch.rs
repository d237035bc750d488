use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::administration::{Change, ChangeKind};
use super::{Store, StoreError, hsa_id, moment};
use crate::domain::HsaId;

/// A COSMIC installation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Installation {
    /// The name it signs its launches under.
    pub issuer: String,
    /// Its name, for people.
    pub name: String,
    /// The care provider that is responsible for it.
    pub care_provider: HsaId,
}

/// A certificate by which a care provider trusts an installation's launches.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeptCertificate {
    /// Our own key.
    pub id: String,
    /// The installation.
    pub installation: String,
    /// The care provider that uploaded it.
    pub care_provider: HsaId,
    /// SHA-256 over the certificate, base64url.
    pub thumbprint: String,
    /// The certificate.
    pub pem: String,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// Who uploaded it.
    pub added_by: String,
    /// When.
    pub added_at: Timestamp,
}

/// What came of adding a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AddedCertificate {
    /// It is in use.
    Added,
    /// It was in use already.
    ThereAlready,
    /// Two others are valid, which is as many as a change of certificate takes.
    TwoAlready,
}

const CERTIFICATES: &str = "SELECT id, installation, care_provider, thumbprint, pem, not_after, \
     added_by, added_at FROM launch_certificate WHERE removed_at IS NULL AND care_provider = $1";

impl Store {
    /// Every COSMIC installation, by name.
    pub async fn installations(&self) -> Result<Vec<Installation>, StoreError> {
        let sql = "SELECT issuer, name, care_provider FROM installation ORDER BY name, issuer";
        let rows = sqlx::query(sql).fetch_all(&self.pool).await?;
        let installation = |row: &AnyRow| {
            Ok(Installation {
                issuer: row.try_get("issuer")?,
                name: row.try_get("name")?,
                care_provider: hsa_id(row, "care_provider")?,
            })
        };
        rows.iter().map(installation).collect()
    }

    /// The certificates that a care provider has uploaded for an installation and not removed,
    /// newest first.
    pub async fn launch_certificates(
        &self,
        care_provider: &HsaId,
        installation: &str,
    ) -> Result<Vec<KeptCertificate>, StoreError> {
        let sql = format!("{CERTIFICATES} AND installation = $2 ORDER BY added_at DESC, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(care_provider.as_str())
            .bind(installation)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(certificate).collect()
    }

    /// Whether a care provider trusts a certificate for an installation at this moment.
    pub async fn trusts(
        &self,
        care_provider: &HsaId,
        installation: &str,
        thumbprint: &str,
    ) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT 1 FROM launch_certificate WHERE removed_at IS NULL AND care_provider = $1 \
             AND installation = $2 AND thumbprint = $3",
        )
        .bind(care_provider.as_str())
        .bind(installation)
        .bind(thumbprint)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.is_some())
    }

    /// Adds a certificate, unless two others that have not ended are in use already.
    pub async fn add_launch_certificate(
        &self,
        certificate: &KeptCertificate,
    ) -> Result<AddedCertificate, StoreError> {
        let KeptCertificate { care_provider, installation, thumbprint, .. } = certificate;
        let mut write = self.begin().await?;
        let sql = "SELECT thumbprint, not_after FROM launch_certificate WHERE removed_at IS NULL \
             AND care_provider = $1 AND installation = $2";
        let rows = sqlx::query(sql)
            .bind(care_provider.as_str())
            .bind(installation.as_str())
            .fetch_all(&mut *write.transaction)
            .await?;
        let mut valid = 0;
        for row in &rows {
            if row.try_get::<String, _>("thumbprint")? == *thumbprint {
                return Ok(AddedCertificate::ThereAlready);
            }
            valid += usize::from(moment(row, "not_after")? >= certificate.added_at);
        }
        if valid >= 2 {
            return Ok(AddedCertificate::TwoAlready);
        }
        sqlx::query(
            "INSERT INTO launch_certificate (id, installation, care_provider, thumbprint, pem, \
             not_after, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(certificate.id.as_str())
        .bind(installation.as_str())
        .bind(care_provider.as_str())
        .bind(thumbprint.as_str())
        .bind(certificate.pem.as_str())
        .bind(certificate.not_after.as_microsecond())
        .bind(certificate.added_by.as_str())
        .bind(certificate.added_at.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        let KeptCertificate { added_by, added_at, .. } = certificate;
        let change = Change { care_provider, by: added_by, at: *added_at };
        write.note(&change, ChangeKind::CertificateAdded, thumbprint).await?;
        write.commit().await?;
        Ok(AddedCertificate::Added)
    }

    /// Takes a care provider's certificate out of use. Whether there was one.
    pub async fn remove_launch_certificate(
        &self,
        care_provider: &HsaId,
        id: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(
            "UPDATE launch_certificate SET removed_by = $1, removed_at = $2 \
             WHERE id = $3 AND care_provider = $4 AND removed_at IS NULL",
        )
        .bind(by)
        .bind(at.as_microsecond())
        .bind(id)
        .bind(care_provider.as_str())
        .execute(&mut *write.transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        let sql = "SELECT thumbprint FROM launch_certificate WHERE id = $1";
        let row = sqlx::query(sql).bind(id).fetch_one(&mut *write.transaction).await?;
        let thumbprint: String = row.try_get("thumbprint")?;
        let change = Change { care_provider, by, at };
        write.note(&change, ChangeKind::CertificateRemoved, &thumbprint).await?;
        write.commit().await?;
        Ok(true)
    }

    /// Marks an assertion as used. Whether this was the first time, over every instance: the
    /// database's own key decides, not a look before.
    pub async fn spend_assertion(
        &self,
        installation: &str,
        id: &str,
        forget_after: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        sqlx::query("DELETE FROM used_assertion WHERE forget_after < $1")
            .bind(now.as_microsecond())
            .execute(&mut *write.transaction)
            .await?;
        let done = sqlx::query(
            "INSERT INTO used_assertion (installation, id, forget_after) VALUES ($1, $2, $3) \
             ON CONFLICT (installation, id) DO NOTHING",
        )
        .bind(installation)
        .bind(id)
        .bind(forget_after.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await?;
        Ok(done.rows_affected() == 1)
    }
}

fn certificate(row: &AnyRow) -> Result<KeptCertificate, StoreError> {
    Ok(KeptCertificate {
        id: row.try_get("id")?,
        installation: row.try_get("installation")?,
        care_provider: hsa_id(row, "care_provider")?,
        thumbprint: row.try_get("thumbprint")?,
        pem: row.try_get("pem")?,
        not_after: moment(row, "not_after")?,
        added_by: row.try_get("added_by")?,
        added_at: moment(row, "added_at")?,
    })
}
