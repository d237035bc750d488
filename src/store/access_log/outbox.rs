//! Rows of the access log on their way to the log service.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::super::{Store, StoreError, hsa_id, moment};
use super::row::{COLUMNS, LogRow};
use crate::domain::HsaId;

/// Rows that are being sent in one call.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The call's name.
    pub id: Uuid,
    /// What is sent, in the chain's order.
    pub rows: Vec<LogRow>,
}

/// How the sending of a batch ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Sent {
    /// The log service has kept all of it.
    Kept,
    /// The log service has got none of it, so it waits for another try.
    NotDelivered,
    /// The contract has no room for it, so nobody was asked. Several rows wait to be sent alone; one
    /// is kept aside.
    Unfit {
        /// Why.
        trouble: String,
    },
    /// The log service has said no.
    Refused {
        /// Why.
        trouble: String,
    },
    /// The log service may have kept it or not. It is not sent again by itself.
    Uncertain {
        /// Why.
        trouble: String,
    },
}

/// What somebody decides on rows that were refused or of uncertain fate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OutboxDecision {
    /// The log service does not have them: they are sent again.
    SendAgain,
    /// The log service has them, or is to do without: they are settled.
    Settle,
}

/// How many rows are in each state.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct OutboxCounts {
    /// Waiting to be sent.
    pub waiting: u64,
    /// In a call.
    pub sending: u64,
    /// Kept by the log service.
    pub sent: u64,
    /// Perhaps kept; somebody has to decide.
    pub uncertain: u64,
    /// Refused; somebody has to decide.
    pub refused: u64,
    /// Decided on.
    pub settled: u64,
}

/// A row that somebody has to decide on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Undecided {
    /// The row's id.
    pub id: String,
    /// Whose log it is in.
    pub care_provider: HsaId,
    /// Its place there.
    pub sequence: i64,
    /// Whether it was refused, and not of uncertain fate.
    pub refused: bool,
    /// What went wrong.
    pub trouble: String,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// The care providers that have rows waiting.
    pub async fn outbox_care_providers(&self) -> Result<Vec<HsaId>, StoreError> {
        let sql = "SELECT DISTINCT care_provider FROM access_log_outbox WHERE state = 'waiting' \
             ORDER BY care_provider";
        let rows = sqlx::query(sql).fetch_all(&self.pool).await?;
        rows.iter().map(|row| hsa_id(row, "care_provider")).collect()
    }

    /// Marks waiting rows of a care provider as being sent, the oldest first, and gives them. No
    /// other instance gets them.
    pub async fn begin_sending(
        &self,
        care_provider: &HsaId,
        most: u32,
        sender: &str,
        at: Timestamp,
    ) -> Result<Batch, StoreError> {
        let id = Uuid::new_v4();
        let mut write = self.begin().await?;
        // The state is asked for twice: another instance may have taken rows after the inner look.
        sqlx::query(
            "UPDATE access_log_outbox SET state = 'sending', batch = $1, sender = $2, \
             changed_at = $3, trouble = NULL WHERE state = 'waiting' AND id IN (SELECT id FROM \
             access_log_outbox WHERE state = 'waiting' AND care_provider = $4 \
             ORDER BY sequence LIMIT $5)",
        )
        .bind(id.to_string())
        .bind(sender)
        .bind(at.as_microsecond())
        .bind(care_provider.as_str())
        .bind(i64::from(most))
        .execute(&mut *write.transaction)
        .await?;
        let sql = format!(
            "SELECT {}, hash FROM access_log WHERE id IN \
             (SELECT id FROM access_log_outbox WHERE batch = $1 AND state = 'sending') \
             ORDER BY sequence",
            COLUMNS.join(", ")
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(id.to_string())
            .fetch_all(&mut *write.transaction)
            .await?;
        let rows = rows.iter().map(LogRow::read).collect::<Result<_, _>>()?;
        write.commit().await?;
        Ok(Batch { id, rows })
    }

    /// Keeps how the sending of a batch ended.
    pub async fn end_sending(
        &self,
        batch: &Batch,
        sent: &Sent,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (state, trouble) = match sent {
            Sent::Kept => ("sent", None),
            Sent::NotDelivered => ("waiting", None),
            Sent::Unfit { .. } if batch.rows.len() > 1 => ("waiting", None),
            Sent::Unfit { trouble } => ("refused", Some(trouble.as_str())),
            Sent::Refused { trouble } => ("refused", Some(trouble.as_str())),
            Sent::Uncertain { trouble } => ("uncertain", Some(trouble.as_str())),
        };
        let mut write = self.begin().await?;
        sqlx::query(
            "UPDATE access_log_outbox SET state = $1, trouble = $2, changed_at = $3 \
             WHERE batch = $4 AND state = 'sending'",
        )
        .bind(state)
        .bind(trouble)
        .bind(at.as_microsecond())
        .bind(batch.id.to_string())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }

    /// Rows that were being sent when their sender ended, are of uncertain fate: those of this
    /// sender, and those of any since before a moment. How many.
    pub async fn abandon_sending(
        &self,
        sender: Option<&str>,
        since: Timestamp,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(
            "UPDATE access_log_outbox SET state = 'uncertain', changed_at = $1, \
             trouble = 'the program ended while it was sent' \
             WHERE state = 'sending' AND (sender = $2 OR changed_at < $3)",
        )
        .bind(at.as_microsecond())
        .bind(sender)
        .bind(since.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await?;
        Ok(done.rows_affected())
    }

    /// How many rows are in each state.
    pub async fn outbox_counts(&self) -> Result<OutboxCounts, StoreError> {
        let sql = "SELECT state, COUNT(*) AS rows FROM access_log_outbox GROUP BY state";
        let mut counts = OutboxCounts::default();
        for row in sqlx::query(sql).fetch_all(&self.pool).await? {
            let state: String = row.try_get("state")?;
            let count: i64 = row.try_get("rows")?;
            let place = match state.as_str() {
                "waiting" => &mut counts.waiting,
                "sending" => &mut counts.sending,
                "sent" => &mut counts.sent,
                "uncertain" => &mut counts.uncertain,
                "refused" => &mut counts.refused,
                "settled" => &mut counts.settled,
                _ => return Err(StoreError::Unreadable { what: "a state of the outbox" }),
            };
            *place = u64::try_from(count).unwrap_or_default();
        }
        Ok(counts)
    }

    /// The rows that somebody has to decide on, oldest first.
    pub async fn outbox_undecided(&self, most: u32) -> Result<Vec<Undecided>, StoreError> {
        let sql = "SELECT id, care_provider, sequence, state, trouble, changed_at \
             FROM access_log_outbox WHERE state IN ('uncertain', 'refused') \
             ORDER BY changed_at, care_provider, sequence LIMIT $1";
        let rows = sqlx::query(sql).bind(i64::from(most)).fetch_all(&self.pool).await?;
        let undecided = |row: &AnyRow| {
            let trouble: Option<String> = row.try_get("trouble")?;
            Ok(Undecided {
                id: row.try_get("id")?,
                care_provider: hsa_id(row, "care_provider")?,
                sequence: row.try_get("sequence")?,
                refused: row.try_get::<String, _>("state")? == "refused",
                trouble: trouble.unwrap_or_default(),
                at: moment(row, "changed_at")?,
            })
        };
        rows.iter().map(undecided).collect()
    }

    /// Carries out what somebody has decided on one row, if it is to be decided on. Whether it was.
    pub async fn decide_outbox(
        &self,
        id: &str,
        decision: OutboxDecision,
        by: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let state = match decision {
            OutboxDecision::SendAgain => "waiting",
            OutboxDecision::Settle => "settled",
        };
        let mut write = self.begin().await?;
        let done = sqlx::query(
            "UPDATE access_log_outbox SET state = $1, decided_by = $2, changed_at = $3 \
             WHERE id = $4 AND state IN ('uncertain', 'refused')",
        )
        .bind(state)
        .bind(by)
        .bind(at.as_microsecond())
        .bind(id)
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await?;
        Ok(done.rows_affected() == 1)
    }
}
