//! Entries of a topic: what they are, and how they stand in the store.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::{Store, StoreError, Write, moment};

/// Something that has happened under a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct ContextEntry {
    /// Its place in order.
    pub version: i64,
    /// What it is.
    pub kind: ContextEntryKind,
}

/// What it is.
#[derive(Clone, Debug, PartialEq)]
pub enum ContextEntryKind {
    /// An event to tell the subscribers of.
    Event {
        /// The event.
        event: KeptEvent,
        /// Whose it is.
        origin: ContextOrigin,
        /// A subscriber who is not to be told.
        but: Option<String>,
    },
    /// An event that nobody is told of, since a choice made here is later; but its sender is there.
    Refused {
        /// The event.
        event: KeptEvent,
    },
    /// An answer of a subscriber that another instance holds.
    Answer {
        /// Whose.
        subscriber: String,
        /// To which event.
        event_id: String,
        /// The answer: a status, and perhaps a reason.
        content: String,
    },
    /// A subscription has changed or ended; its row says how.
    Subscription {
        /// Which.
        subscriber: String,
    },
}

/// An event as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptEvent {
    /// Its id.
    pub id: String,
    /// Its name.
    pub event: String,
    /// When it happened.
    pub happened: Timestamp,
    /// Its context, as JSON.
    pub content: String,
}

/// Where an event comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ContextOrigin {
    /// This service.
    Ours,
    /// A subscriber.
    Theirs,
}
const ENTRY: &str = "SELECT version, kind, subscriber, event_id, event, happened, content \
     FROM context_entry WHERE topic = $1";
impl Store {
    /// What has happened under a topic since, in order.
    pub async fn context_since(
        &self,
        topic: &str,
        version: i64,
    ) -> Result<Vec<ContextEntry>, StoreError> {
        let sql = format!("{ENTRY} AND version > $2 ORDER BY version");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(topic)
            .bind(version)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(entry).collect()
    }

    pub(super) async fn context_entry(
        &self,
        topic: &str,
        version: i64,
    ) -> Result<Option<ContextEntry>, StoreError> {
        let sql = format!("{ENTRY} AND version = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(topic)
            .bind(version)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(entry).transpose()
    }
}

/// Where the next entry of a topic stands, and what is there.
pub(super) struct Place {
    pub(super) version: i64,
    /// When what the current context is by happened.
    pub(super) happened: Option<Timestamp>,
    /// Whether that was a choice made here.
    is_ours: bool,
    /// When the others last went on by themselves, if what they show is by that.
    theirs_happened: Option<Timestamp>,
    /// Whether they show the current patient.
    theirs_is_current: bool,
}

impl Place {
    /// Whether the current patient was chosen here, and the others have followed to her.
    pub(super) fn is_followed(&self) -> bool {
        self.is_ours && self.theirs_is_current
    }

    /// Whether an event of somebody else's, though older than a choice that was made here, says that
    /// its sender has left that patient. Clocks differ: one that was sent before the choice and is
    /// only late cannot be told from it, unless they have sent a later one themselves.
    pub(super) fn leaves_ours(&self, happened: Timestamp) -> bool {
        self.is_ours && self.theirs_happened.is_none_or(|latest| happened > latest)
    }
}

impl Write<'_> {
    /// Takes the next place. The row is locked by it, so that entries have one order.
    pub(super) async fn next_place(
        &mut self,
        topic: &str,
        now: Timestamp,
    ) -> Result<Option<Place>, StoreError> {
        let done = sqlx::query(
            "UPDATE context_topic SET version = version + 1 WHERE topic = $1 AND ends > $2",
        )
        .bind(topic)
        .bind(now.as_microsecond())
        .execute(&mut *self.transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        let row = sqlx::query(
            "SELECT t.version, t.happened, t.current_version, t.theirs_version, c.kind, \
             CASE WHEN e.kind = $2 THEN NULL ELSE e.happened END AS theirs_happened \
             FROM context_topic t \
             LEFT JOIN context_entry c ON c.topic = t.topic AND c.version = t.current_version \
             LEFT JOIN context_entry e ON e.topic = t.topic AND e.version = t.theirs_version \
             WHERE t.topic = $1",
        )
        .bind(topic)
        .bind(OUR_EVENT)
        .fetch_one(&mut *self.transaction)
        .await?;
        let at = |column: &str| -> Result<Option<Timestamp>, StoreError> {
            let at: Option<i64> = row.try_get(column)?;
            let at = at.map(Timestamp::from_microsecond).transpose();
            at.map_err(|_| StoreError::Unreadable { what: "a moment" })
        };
        let kind: Option<String> = row.try_get("kind")?;
        let current: Option<i64> = row.try_get("current_version")?;
        let theirs: Option<i64> = row.try_get("theirs_version")?;
        Ok(Some(Place {
            version: row.try_get("version")?,
            happened: at("happened")?,
            is_ours: kind.as_deref() == Some(OUR_EVENT),
            theirs_happened: at("theirs_happened")?,
            theirs_is_current: current.is_some() && current == theirs,
        }))
    }

    /// The others show what the entry with this place says.
    pub(super) async fn theirs_is(&mut self, topic: &str, version: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE context_topic SET theirs_version = $1 WHERE topic = $2")
            .bind(version)
            .bind(topic)
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    pub(super) async fn note_context(
        &mut self,
        topic: &str,
        version: i64,
        entry: &ContextEntryKind,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        fn told<'e>(kind: &'e str, event: &'e KeptEvent, but: Option<&'e str>) -> Columns<'e> {
            let happened = Some(event.happened.as_microsecond());
            let (name, content) = (Some(event.event.as_str()), Some(event.content.as_str()));
            (kind, but, Some(&event.id), name, happened, content)
        }
        let (kind, subscriber, event_id, event, happened, content): Columns<'_> = match entry {
            ContextEntryKind::Event { event, origin, but } => {
                let kind = match origin {
                    ContextOrigin::Ours => OUR_EVENT,
                    ContextOrigin::Theirs => EVENT,
                };
                told(kind, event, but.as_deref())
            }
            ContextEntryKind::Refused { event } => told(REFUSED, event, None),
            ContextEntryKind::Answer { subscriber, event_id, content } => (
                ANSWER,
                Some(subscriber.as_str()),
                Some(event_id.as_str()),
                None,
                None,
                Some(content.as_str()),
            ),
            ContextEntryKind::Subscription { subscriber } => {
                (SUBSCRIPTION, Some(subscriber.as_str()), None, None, None, None)
            }
        };
        sqlx::query(
            "INSERT INTO context_entry (topic, version, kind, subscriber, event_id, event, \
             happened, content, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(topic)
        .bind(version)
        .bind(kind)
        .bind(subscriber)
        .bind(event_id)
        .bind(event)
        .bind(happened)
        .bind(content)
        .bind(now.as_microsecond())
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    pub(super) async fn forget_context(&mut self, topic: &str) -> Result<(), StoreError> {
        for table in ["context_subscription", "context_entry", "context_topic"] {
            let sql = format!("DELETE FROM {table} WHERE topic = $1");
            let delete = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(topic);
            delete.execute(&mut *self.transaction).await?;
        }
        Ok(())
    }
}
fn entry(row: &AnyRow) -> Result<ContextEntry, StoreError> {
    let text = |column: &str| -> Result<String, StoreError> {
        let text: Option<String> = row.try_get(column)?;
        text.ok_or(StoreError::Unreadable { what: "a context event" })
    };
    let event = || -> Result<KeptEvent, StoreError> {
        Ok(KeptEvent {
            id: text("event_id")?,
            event: text("event")?,
            happened: moment(row, "happened")?,
            content: text("content")?,
        })
    };
    let kind: String = row.try_get("kind")?;
    let kind = match kind.as_str() {
        EVENT | OUR_EVENT => ContextEntryKind::Event {
            event: event()?,
            origin: if kind == EVENT { ContextOrigin::Theirs } else { ContextOrigin::Ours },
            but: row.try_get("subscriber")?,
        },
        REFUSED => ContextEntryKind::Refused { event: event()? },
        ANSWER => ContextEntryKind::Answer {
            subscriber: text("subscriber")?,
            event_id: text("event_id")?,
            content: text("content")?,
        },
        SUBSCRIPTION => ContextEntryKind::Subscription { subscriber: text("subscriber")? },
        _ => return Err(StoreError::Unreadable { what: "a context event" }),
    };
    Ok(ContextEntry { version: row.try_get("version")?, kind })
}
/// An entry's columns: kind, subscriber, event id, event name, when it happened, content.
type Columns<'e> =
    (&'e str, Option<&'e str>, Option<&'e str>, Option<&'e str>, Option<i64>, Option<&'e str>);

const EVENT: &str = "event";
const OUR_EVENT: &str = "own";
pub(super) const REFUSED: &str = "refused";
const ANSWER: &str = "answer";
const SUBSCRIPTION: &str = "subscription";
