//! What is kept: own records, organisation, the GVH toggle, users' decisions on merges, and the
//! access log.
//!
//! One set of statements serves SQLite and PostgreSQL: the columns are text and whole numbers
//! only, moments are microseconds since 1970 UTC, and a record is kept as the JSON of its domain
//! value beside the columns that find it. Fetched records are never kept.

mod access;
mod access_log;
mod administration;
mod apart;
mod conformance;
mod context;
mod cosmic;
mod customer;
mod gvh;
mod import;
mod launch;
mod opened_view;
mod organisation;
mod records;
mod session;

use std::time::Duration;

use jiff::Timestamp;
use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::{Any, AnyPool, Executor, Row, Transaction};
use tokio::sync::{Mutex, MutexGuard, broadcast};

pub use access_log::{
    Batch, Head, LogHash, LogQuestion, LogRow, OutboxCounts, OutboxDecision, ParseLogHashError,
    Sent, Stamp, Undecided, Whose,
};
pub use administration::{
    Change, ChangeKind, ClinicChange, HeldAssignment, NewAssignment, OrganisationChange,
    SavedClinics,
};
pub use conformance::ConformanceRun;
pub use context::{
    ContextClaim, ContextEffect, ContextEntry, ContextEntryKind, ContextListener, ContextOrigin,
    ContextSubscription, ContextTopic, Heard, KeptEvent, ToldContext,
};
pub use cosmic::{CosmicList, LaunchElsewhere, SeenInCosmic};
pub use gvh::{GvhState, GvhSwitch};
pub use import::{Import, ImportError, Imported};
pub use launch::{AddedCertificate, Installation, KeptCertificate};
pub use session::{KeptLaunch, KeptSession, SessionHolder, SessionLimits};

/// How the database is used.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite:FILE` or `postgres://…`.
    pub url: String,
    /// Longest wait for a connection of the pool, and for the turn to write.
    pub acquire_timeout: Duration,
    /// Longest wait for a lock held by somebody else (SQLite only).
    pub busy_timeout: Duration,
    /// Connections at most.
    pub connections: u32,
    /// Whether a commit waits until it is on disk (SQLite only). Without that, what was said to be
    /// kept is gone after a power cut; only the test that shows it goes without.
    pub durable: bool,
}

/// The store.
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
    // SQLite has one writer; queueing here is fairer than its busy handler.
    writer: Mutex<()>,
    turn_timeout: Duration,
    // Where instances listen to each other; it may hold a password.
    url: String,
    // The same within this process, for SQLite.
    context_told: broadcast::Sender<String>,
}

/// Why the store could not do what was asked. No variant holds a value of a patient.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database is of no known kind.
    #[error("store.url must begin with sqlite: or postgres://")]
    Url,
    /// The database cannot be opened.
    #[error("the database cannot be opened: {0}")]
    Open(#[source] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the database's tables cannot be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// SQLite itself is too old: before 3.51.3 it may corrupt a database in WAL mode.
    #[error("SQLite {0} may corrupt databases; 3.51.3 or later is needed")]
    SqliteVersion(String),
    /// The database refused or failed.
    #[error("the database failed: {}", summary(.0))]
    Database(#[source] sqlx::Error),
    /// Others are writing and the turn did not come; nothing was changed.
    #[error("the database is busy; try again")]
    Busy,
    /// Something kept cannot be read back.
    #[error("{what} in the database cannot be read")]
    Unreadable {
        /// What it is.
        what: &'static str,
    },
    /// Something named does not exist.
    #[error("there is no {what} {name}")]
    Unknown {
        /// What it should be.
        what: &'static str,
        /// The name given.
        name: String,
    },
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Dialect {
    Sqlite,
    Postgres,
}

impl Store {
    /// Opens the database, makes it if it is an SQLite file that does not exist, and brings its
    /// tables up to date.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let (dialect, url) = match settings.url.as_str() {
            url if url.starts_with("sqlite:") && !url.contains('?') => {
                (Dialect::Sqlite, format!("{url}?mode=rwc"))
            }
            url if url.starts_with("sqlite:") => (Dialect::Sqlite, url.to_owned()),
            url if url.starts_with("postgres:") || url.starts_with("postgresql:") => {
                (Dialect::Postgres, url.to_owned())
            }
            _ => return Err(StoreError::Url),
        };
        let busy = settings.busy_timeout.as_millis();
        // FULL: what was acknowledged survives a power cut.
        let synchronous = if settings.durable { "FULL" } else { "NORMAL" };
        let pool = AnyPoolOptions::new()
            .max_connections(settings.connections)
            .acquire_timeout(settings.acquire_timeout)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if dialect == Dialect::Sqlite {
                        let pragmas = format!(
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; \
                             PRAGMA foreign_keys = ON; PRAGMA busy_timeout = {busy};"
                        );
                        connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(pragmas))).await?;
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await
            .map_err(StoreError::Open)?;
        let store = Self {
            pool,
            dialect,
            writer: Mutex::new(()),
            turn_timeout: settings.acquire_timeout,
            url,
            context_told: broadcast::channel(CONTEXT_TOLD).0,
        };
        store.check_version().await?;
        sqlx::migrate!("src/store/migrations").run(&store.pool).await?;
        store.guard_access_log().await?;
        Ok(store)
    }

    /// Whether the database answers.
    pub async fn health(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    async fn check_version(&self) -> Result<(), StoreError> {
        if self.dialect == Dialect::Postgres {
            return Ok(());
        }
        let version: String =
            sqlx::query("SELECT sqlite_version()").fetch_one(&self.pool).await?.try_get(0)?;
        let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
        if parts.as_slice() < [3, 51, 3].as_slice() {
            return Err(StoreError::SqliteVersion(version));
        }
        Ok(())
    }

    async fn begin(&self) -> Result<Write<'_>, StoreError> {
        let turn = tokio::time::timeout(self.turn_timeout, self.writer.lock()).await;
        let turn = turn.map_err(|_| StoreError::Busy)?;
        // IMMEDIATE: a transaction that turns to writing later would fail at once on a lock.
        let begin = match self.dialect {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        };
        let transaction = self.pool.begin_with(begin).await?;
        Ok(Write { transaction, _turn: turn })
    }
}

/// A write under way. Dropped uncommitted, it changes nothing.
struct Write<'s> {
    transaction: Transaction<'s, Any>,
    _turn: MutexGuard<'s, ()>,
}

impl Write<'_> {
    async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}

impl StoreError {
    /// Whether the database has looked at what it was given and refused it. It may also have refused
    /// for want of room, but it was there and answered.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(_)))
    }

    /// Whether somebody else has written a row with the same key.
    fn is_taken(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else { return false };
        error.is_unique_violation()
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// The database's own words only where they cannot hold a value: a constraint's name, a code.
fn summary(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => {
            format!("code {}", error.code().unwrap_or_else(|| "unknown".into()))
        }
        sqlx::Error::PoolTimedOut => "no connection became free in time".to_owned(),
        sqlx::Error::PoolClosed => "it is closed".to_owned(),
        sqlx::Error::Io(error) => error.kind().to_string(),
        sqlx::Error::RowNotFound => "a row is missing".to_owned(),
        _ => "unexpected answer".to_owned(),
    }
}

/// A column that holds an HSA-id.
fn hsa_id(row: &AnyRow, column: &str) -> Result<crate::domain::HsaId, StoreError> {
    let text: String = row.try_get(column)?;
    text.parse().map_err(|_| StoreError::Unreadable { what: "an HSA-id" })
}

/// A column that holds a moment.
fn moment(row: &AnyRow, column: &str) -> Result<Timestamp, StoreError> {
    let microseconds: i64 = row.try_get(column)?;
    Timestamp::from_microsecond(microseconds)
        .map_err(|_| StoreError::Unreadable { what: "a moment" })
}

/// What a listener within this process may be behind with before it reads everything again.
const CONTEXT_TOLD: usize = 256;
