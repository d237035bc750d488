use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::{Store, StoreError, moment};
use crate::domain::LogicalAddress;

/// What one run of the conformance rules against a producer came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConformanceRun {
    /// Its name.
    pub id: Uuid,
    /// The producer.
    pub logical_address: LogicalAddress,
    /// The contract's version.
    pub contract: String,
    /// When it began.
    pub started: Timestamp,
    /// Who started it.
    pub by: String,
    /// Rules kept.
    pub passed: u32,
    /// Rules broken.
    pub failed: u32,
    /// Rules that do not concern the producer.
    pub not_applicable: u32,
    /// Rules that could not be tried.
    pub not_testable: u32,
    /// Why there is no report.
    pub trouble: Option<String>,
}

impl Store {
    /// Keeps a run, with its report as a page without patients' ids.
    pub async fn keep_conformance_run(
        &self,
        run: &ConformanceRun,
        report: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(
            "INSERT INTO conformance_run (id, logical_address, contract, started_at, started_by, \
             passed, failed, not_applicable, not_testable, trouble, report) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(run.id.to_string())
        .bind(run.logical_address.as_str())
        .bind(run.contract.as_str())
        .bind(run.started.as_microsecond())
        .bind(run.by.as_str())
        .bind(i64::from(run.passed))
        .bind(i64::from(run.failed))
        .bind(i64::from(run.not_applicable))
        .bind(i64::from(run.not_testable))
        .bind(run.trouble.as_deref())
        .bind(report)
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }

    /// The latest runs against a producer, newest first.
    pub async fn conformance_runs(
        &self,
        producer: &LogicalAddress,
        most: u32,
    ) -> Result<Vec<ConformanceRun>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, logical_address, contract, started_at, started_by, passed, failed, \
             not_applicable, not_testable, trouble FROM conformance_run \
             WHERE logical_address = $1 ORDER BY started_at DESC LIMIT $2",
        )
        .bind(producer.as_str())
        .bind(i64::from(most))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(run).collect()
    }

    /// A run's report; none if there is no such run or it came to none.
    pub async fn conformance_report(&self, id: Uuid) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT report FROM conformance_run WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        match row {
            Some(row) => Ok(row.try_get("report")?),
            None => Ok(None),
        }
    }
}

fn run(row: &AnyRow) -> Result<ConformanceRun, StoreError> {
    let text = |column: &str| -> Result<String, StoreError> { Ok(row.try_get(column)?) };
    let count = |column: &str| -> Result<u32, StoreError> {
        Ok(u32::try_from(row.try_get::<i64, _>(column)?).unwrap_or(0))
    };
    let broken = |what: &'static str| StoreError::Unreadable { what };
    Ok(ConformanceRun {
        id: text("id")?.parse().map_err(|_| broken("the id of a conformance run"))?,
        logical_address: text("logical_address")?
            .parse()
            .map_err(|_| broken("the address of a conformance run"))?,
        contract: text("contract")?,
        started: moment(row, "started_at")?,
        by: text("started_by")?,
        passed: count("passed")?,
        failed: count("failed")?,
        not_applicable: count("not_applicable")?,
        not_testable: count("not_testable")?,
        trouble: row.try_get("trouble")?,
    })
}
