//! The access log (åtkomstlogg): rows that are only ever added, each care provider's in a chain of
//! its own, so that what is changed or taken out afterwards is seen.

mod chain;
mod outbox;
mod question;
mod row;

use sqlx::Row;

use self::row::COLUMNS;
use super::{Dialect, Store, StoreError, Write};
use crate::domain::{AccessEvent, HsaId};

pub use chain::{LogHash, ParseLogHashError};
pub use outbox::{Batch, OutboxCounts, OutboxDecision, Sent, Undecided};
pub use question::{LogQuestion, Whose};
pub use row::{LogRow, Stamp};

/// The last row of a care provider's chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Head {
    /// Whose chain.
    pub care_provider: HsaId,
    /// How many rows it has.
    pub sequence: i64,
    /// The last one's hash.
    pub hash: LogHash,
}

/// How often a write is tried whose place in the chain another instance has taken.
const TRIES: u32 = 8;

impl Store {
    /// Adds events to the access log: all of them or none. When this says yes they are on disk.
    pub async fn log_access(
        &self,
        events: &[AccessEvent],
        stamp: &Stamp<'_>,
    ) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(events.len());
        for event in events {
            rows.push(LogRow::of(event, stamp)?);
        }
        self.append_all(rows, stamp.onward).await
    }

    /// Adds rows that have been kept aside, unless they are there already: the database may have
    /// kept them although it did not get to say so. How many were added.
    pub async fn log_late(&self, rows: &[LogRow], stamp: &Stamp<'_>) -> Result<usize, StoreError> {
        let mut late = Vec::with_capacity(rows.len());
        for row in rows {
            let there = sqlx::query("SELECT 1 FROM access_log WHERE id = $1")
                .bind(row.id.as_str())
                .fetch_optional(&self.pool)
                .await?;
            if there.is_none() && late.iter().all(|other: &LogRow| other.id != row.id) {
                late.push(row.written_late(stamp.at));
            }
        }
        let added = late.len();
        if added > 0 {
            self.append_all(late, stamp.onward).await?;
        }
        Ok(added)
    }

    async fn append_all(&self, mut rows: Vec<LogRow>, onward: bool) -> Result<(), StoreError> {
        // Every instance takes the chains' locks in the same order. Within a chain the events' own
        // order is kept.
        rows.sort_by(|one, other| one.care_provider.cmp(&other.care_provider));
        let mut tries = 1;
        loop {
            match self.append(&mut rows, onward).await {
                Err(error) if error.is_taken() && tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }

    /// The last row of every chain.
    pub async fn log_heads(&self) -> Result<Vec<Head>, StoreError> {
        let sql = "SELECT care_provider, sequence, hash FROM access_log AS row WHERE sequence = \
             (SELECT MAX(sequence) FROM access_log WHERE care_provider = row.care_provider) \
             ORDER BY care_provider";
        let rows = sqlx::query(sql).fetch_all(&self.pool).await?;
        let head = |row: &sqlx::any::AnyRow| {
            Ok(Head {
                care_provider: super::hsa_id(row, "care_provider")?,
                sequence: row.try_get("sequence")?,
                hash: hash(row.try_get("hash")?)?,
            })
        };
        rows.iter().map(head).collect()
    }

    /// A part of a care provider's chain: at most so many rows after this one.
    pub async fn log_rows(
        &self,
        care_provider: &HsaId,
        after: i64,
        most: u32,
    ) -> Result<Vec<LogRow>, StoreError> {
        let sql = format!(
            "SELECT {}, hash FROM access_log WHERE care_provider = $1 AND sequence > $2 \
             ORDER BY sequence LIMIT $3",
            COLUMNS.join(", ")
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(care_provider.as_str())
            .bind(after)
            .bind(i64::from(most))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(LogRow::read).collect()
    }

    /// Refuses changes to rows of the access log, whoever asks for them through the database. It is
    /// no defence against one who may change the tables; the chain is.
    pub(super) async fn guard_access_log(&self) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        match self.dialect {
            Dialect::Sqlite => {
                for change in ["UPDATE", "DELETE"] {
                    let sql = format!(
                        "CREATE TRIGGER IF NOT EXISTS access_log_no_{change} \
                         BEFORE {change} ON access_log \
                         BEGIN SELECT RAISE(ABORT, 'the access log is only added to'); END"
                    );
                    write.define(sql).await?;
                }
            }
            Dialect::Postgres => {
                // Instances that start at once would trip over each other.
                write.take_turn("access_log_guard").await?;
                let sql = "SELECT 1 FROM pg_trigger WHERE tgname = 'access_log_only_added_to' \
                     AND tgrelid = 'access_log'::regclass";
                if sqlx::query(sql).fetch_optional(&mut *write.transaction).await?.is_none() {
                    for sql in POSTGRES_GUARD {
                        write.define(sql.to_owned()).await?;
                    }
                }
            }
        }
        write.commit().await
    }

    async fn append(&self, rows: &mut [LogRow], onward: bool) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let mut chain: Option<(String, i64, LogHash)> = None;
        for row in rows {
            let (sequence, before) = match chain {
                Some((care_provider, sequence, hash)) if care_provider == row.care_provider => {
                    (sequence, hash)
                }
                _ => {
                    if self.dialect == Dialect::Postgres {
                        write.take_turn(&row.care_provider).await?;
                    }
                    write.head(&row.care_provider).await?
                }
            };
            let hash = row.place(sequence + 1, before);
            write.insert(row).await?;
            if onward {
                write.post(row).await?;
            }
            chain = Some((row.care_provider.clone(), row.sequence, hash));
        }
        write.commit().await
    }
}

const POSTGRES_GUARD: [&str; 3] = [
    "CREATE OR REPLACE FUNCTION refuse_access_log_change() RETURNS trigger LANGUAGE plpgsql AS \
     'BEGIN RAISE EXCEPTION ''the access log is only added to''; END'",
    "CREATE TRIGGER access_log_only_added_to BEFORE UPDATE OR DELETE ON access_log \
     FOR EACH ROW EXECUTE FUNCTION refuse_access_log_change()",
    "CREATE TRIGGER access_log_not_emptied BEFORE TRUNCATE ON access_log \
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_access_log_change()",
];

impl Write<'_> {
    /// Waits for this instance's turn at a chain, until the end of the transaction. Without it many
    /// writers would take the same place over and over; that only one gets it is the key's doing.
    async fn take_turn(&mut self, name: &str) -> Result<(), StoreError> {
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 50)) IS NULL AS waited")
            .bind(name)
            .fetch_one(&mut *self.transaction)
            .await?;
        Ok(())
    }

    /// The last place of a chain that is taken, and its hash.
    async fn head(&mut self, care_provider: &str) -> Result<(i64, LogHash), StoreError> {
        let sql = "SELECT sequence, hash FROM access_log WHERE care_provider = $1 \
             ORDER BY sequence DESC LIMIT 1";
        let head =
            sqlx::query(sql).bind(care_provider).fetch_optional(&mut *self.transaction).await?;
        match head {
            None => Ok((0, LogHash::NONE)),
            Some(row) => Ok((row.try_get("sequence")?, hash(row.try_get("hash")?)?)),
        }
    }

    async fn insert(&mut self, row: &LogRow) -> Result<(), StoreError> {
        let places: Vec<String> =
            (1..=COLUMNS.len() + 1).map(|place| format!("${place}")).collect();
        let sql = format!(
            "INSERT INTO access_log ({}, hash) VALUES ({})",
            COLUMNS.join(", "),
            places.join(", ")
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for value in row.values() {
            query = match value {
                chain::Value::Number(number) => query.bind(number),
                chain::Value::Text(text) => query.bind(text),
                chain::Value::Nothing => query.bind(None::<String>),
            };
        }
        query.bind(row.hash.as_str()).execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Puts a row in the outbox.
    async fn post(&mut self, row: &LogRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO access_log_outbox (id, care_provider, sequence, state, changed_at) \
             VALUES ($1, $2, $3, 'waiting', $4)",
        )
        .bind(row.id.as_str())
        .bind(row.care_provider.as_str())
        .bind(row.sequence)
        .bind(row.written_at())
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    async fn define(&mut self, sql: String) -> Result<(), StoreError> {
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *self.transaction).await?;
        Ok(())
    }
}

fn hash(text: String) -> Result<LogHash, StoreError> {
    text.parse().map_err(|_| StoreError::Unreadable { what: "a hash of the access log" })
}
