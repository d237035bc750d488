//! Topics of patient context, shared by all instances. What happens under a topic is written down
//! in order, and every instance reads on from where it was: so nothing is lost when an instance, or
//! its connection to the database, is.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;
use sqlx::postgres::PgListener;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::{Dialect, Store, StoreError, Write, hsa_id, moment};
use crate::domain::HsaId;

/// A launch's claim to a topic.
#[derive(Clone, Debug)]
pub struct ContextClaim {
    /// Hash of the topic.
    pub topic: String,
    /// The installation that signed the launch.
    pub installation: String,
    /// The care provider that trusts it.
    pub care_provider: HsaId,
    /// Thumbprint of the certificate that signed it.
    pub certificate: String,
    /// The user.
    pub staff: HsaId,
    /// When the topic ends, whatever happens.
    pub ends: Timestamp,
}

/// A topic.
#[derive(Clone, Debug)]
pub struct ContextTopic {
    /// The launch that opened it.
    pub claim: ContextClaim,
    /// How much has happened under it.
    pub version: i64,
    /// The event that says which patient is the current one, if one is.
    pub current: Option<ContextEntry>,
    /// The one before it.
    pub previous: Option<ContextEntry>,
}

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
        /// A subscriber who is not to be told.
        but: Option<String>,
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

/// What an event does to the current context.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ContextEffect {
    /// It becomes the current one.
    Opens,
    /// There is none any more.
    Closes,
    /// None.
    Nothing,
}

/// What came of telling of an event.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ToldContext {
    /// It is told.
    Told,
    /// It is older than the current context, and nobody is told.
    Older,
    /// There is no such topic.
    NoTopic,
}

/// A subscription over a socket.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContextSubscription {
    /// Hash of its endpoint.
    pub endpoint: String,
    /// Hash of its topic.
    pub topic: String,
    /// What the subscriber calls itself.
    pub name: String,
    /// Its events, as a list with commas.
    pub events: String,
    /// When it ends.
    pub ends: Timestamp,
}

/// Tells when something has happened under a topic, on whichever instance.
pub enum ContextListener {
    /// Within this process, for a database that is nobody else's.
    Here(broadcast::Receiver<String>),
    /// Over the database.
    Postgres(Box<PgListener>),
}

/// What a listener has heard.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Heard {
    /// Something happened under the topic with this hash.
    Topic(String),
    /// Something may have been missed: every topic is to be read again.
    Everything,
}

const TOPIC: &str = "SELECT topic, installation, care_provider, certificate, staff, ends, version, \
     current_version, previous_version FROM context_topic WHERE topic = $1 AND ends > $2";

const ENTRY: &str = "SELECT version, kind, subscriber, event_id, event, happened, content \
     FROM context_entry WHERE topic = $1";

impl Store {
    /// Opens a topic for a launch, or goes on with it where the same user of the same installation
    /// comes again. Whether it could be: somebody else's topic is left alone.
    pub async fn claim_context(
        &self,
        claim: &ContextClaim,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(
            "INSERT INTO context_topic (topic, installation, care_provider, certificate, staff, \
             ends, version) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (topic) DO UPDATE SET \
             care_provider = excluded.care_provider, certificate = excluded.certificate, \
             staff = excluded.staff, installation = excluded.installation, ends = excluded.ends \
             WHERE (context_topic.installation = excluded.installation \
             AND context_topic.staff = excluded.staff) OR context_topic.ends <= $7",
        )
        .bind(claim.topic.as_str())
        .bind(claim.installation.as_str())
        .bind(claim.care_provider.as_str())
        .bind(claim.certificate.as_str())
        .bind(claim.staff.as_str())
        .bind(claim.ends.as_microsecond())
        // Places begin with the time, so that they go on rising if a topic is opened anew.
        .bind(now.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// A topic that has not ended.
    pub async fn context_topic(
        &self,
        topic: &str,
        now: Timestamp,
    ) -> Result<Option<ContextTopic>, StoreError> {
        let row = sqlx::query(TOPIC)
            .bind(topic)
            .bind(now.as_microsecond())
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let entry = async |column: &str| match row.try_get::<Option<i64>, _>(column)? {
            Some(version) => self.context_entry(topic, version).await,
            None => Ok(None),
        };
        Ok(Some(ContextTopic {
            claim: ContextClaim {
                topic: row.try_get("topic")?,
                installation: row.try_get("installation")?,
                care_provider: hsa_id(&row, "care_provider")?,
                certificate: row.try_get("certificate")?,
                staff: hsa_id(&row, "staff")?,
                ends: moment(&row, "ends")?,
            },
            version: row.try_get("version")?,
            current: entry("current_version").await?,
            previous: entry("previous_version").await?,
        }))
    }

    /// Tells of an event under a topic, unless it is older than the current context. An event that
    /// is repeated, with the id and the time it had, is told again.
    pub async fn tell_context(
        &self,
        topic: &str,
        event: &KeptEvent,
        effect: ContextEffect,
        but: Option<&str>,
        now: Timestamp,
    ) -> Result<ToldContext, StoreError> {
        let mut write = self.begin().await?;
        let Some(place) = write.next_place(topic, now).await? else {
            return Ok(ToldContext::NoTopic);
        };
        let changes = effect != ContextEffect::Nothing;
        if changes && place.happened.is_some_and(|current| event.happened < current) {
            return Ok(ToldContext::Older);
        }
        let entry = ContextEntryKind::Event { event: event.clone(), but: but.map(str::to_owned) };
        write.note_context(topic, place.version, &entry, now).await?;
        if changes {
            let current = (effect == ContextEffect::Opens).then_some(place.version);
            // What is told again is no other patient: the one before stays the one before.
            let repeated = place.current_id.as_deref() == Some(event.id.as_str());
            let previous = if repeated { place.previous } else { place.current };
            sqlx::query(
                "UPDATE context_topic SET happened = $1, current_version = $2, \
                 previous_version = $3 WHERE topic = $4",
            )
            .bind(event.happened.as_microsecond())
            .bind(current)
            .bind(previous)
            .bind(topic)
            .execute(&mut *write.transaction)
            .await?;
        }
        self.tell(write, topic).await?;
        Ok(ToldContext::Told)
    }

    /// Writes down something else that the instances are to know. Whether there is such a topic.
    pub async fn note_context(
        &self,
        topic: &str,
        entry: &ContextEntryKind,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let Some(place) = write.next_place(topic, now).await? else { return Ok(false) };
        write.note_context(topic, place.version, entry, now).await?;
        self.tell(write, topic).await?;
        Ok(true)
    }

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

    /// Ends a topic: what was kept of it is gone, and every instance hears of it.
    pub async fn end_context(&self, topic: &str) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        write.forget_context(topic).await?;
        self.tell(write, topic).await
    }

    /// Keeps a new subscription, whose socket may be opened until `connect_by`.
    pub async fn keep_context_subscription(
        &self,
        subscription: &ContextSubscription,
        plain_topic: &str,
        connect_by: Timestamp,
    ) -> Result<(), StoreError> {
        let write = self.begin().await?;
        let mut transaction = write.transaction;
        sqlx::query(
            "INSERT INTO context_subscription (endpoint, topic, plain_topic, name, events, ends, \
             connect_by) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(subscription.endpoint.as_str())
        .bind(subscription.topic.as_str())
        .bind(plain_topic)
        .bind(subscription.name.as_str())
        .bind(subscription.events.as_str())
        .bind(subscription.ends.as_microsecond())
        .bind(connect_by.as_microsecond())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Opens the socket of a subscription: once, over all instances. Gives the plain topic with it.
    pub async fn connect_context_subscription(
        &self,
        endpoint: &str,
        now: Timestamp,
    ) -> Result<Option<(ContextSubscription, String)>, StoreError> {
        let mut write = self.begin().await?;
        let sql = "SELECT endpoint, topic, plain_topic, name, events, ends FROM \
             context_subscription WHERE endpoint = $1 AND plain_topic IS NOT NULL AND \
             connect_by >= $2";
        let lock = if self.dialect == Dialect::Postgres { " FOR UPDATE" } else { "" };
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{sql}{lock}")))
            .bind(endpoint)
            .bind(now.as_microsecond())
            .fetch_optional(&mut *write.transaction)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let found = (subscription(&row)?, row.try_get("plain_topic")?);
        sqlx::query("UPDATE context_subscription SET plain_topic = NULL WHERE endpoint = $1")
            .bind(endpoint)
            .execute(&mut *write.transaction)
            .await?;
        write.commit().await?;
        Ok(Some(found))
    }

    /// A subscription.
    pub async fn context_subscription(
        &self,
        endpoint: &str,
    ) -> Result<Option<ContextSubscription>, StoreError> {
        let sql = "SELECT endpoint, topic, name, events, ends FROM context_subscription \
             WHERE endpoint = $1";
        let row = sqlx::query(sql).bind(endpoint).fetch_optional(&self.pool).await?;
        row.as_ref().map(subscription).transpose()
    }

    /// How many subscriptions a topic has.
    pub async fn context_subscriptions(&self, topic: &str) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM context_subscription WHERE topic = $1";
        Ok(sqlx::query(sql).bind(topic).fetch_one(&self.pool).await?.try_get(0)?)
    }

    /// Changes a subscription's events and end. Whether there is such a one under the topic.
    pub async fn change_context_subscription(
        &self,
        changed: &ContextSubscription,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE context_subscription SET events = $1, ends = $2, name = $3 \
             WHERE endpoint = $4 AND topic = $5",
        )
        .bind(changed.events.as_str())
        .bind(changed.ends.as_microsecond())
        .bind(changed.name.as_str())
        .bind(changed.endpoint.as_str())
        .bind(changed.topic.as_str())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends a subscription. Whether there was such a one under the topic.
    pub async fn end_context_subscription(
        &self,
        topic: &str,
        endpoint: &str,
    ) -> Result<bool, StoreError> {
        let sql = "DELETE FROM context_subscription WHERE endpoint = $1 AND topic = $2";
        let done = sqlx::query(sql).bind(endpoint).bind(topic).execute(&self.pool).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets topics and subscriptions that have ended, and what has happened long ago. What has
    /// been said about the current context stays.
    pub async fn sweep_context(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let ended = sqlx::query("SELECT topic FROM context_topic WHERE ends <= $1")
            .bind(now.as_microsecond())
            .fetch_all(&mut *write.transaction)
            .await?;
        for row in &ended {
            let topic: String = row.try_get("topic")?;
            write.forget_context(&topic).await?;
        }
        sqlx::query(
            "DELETE FROM context_subscription WHERE ends <= $1 OR (connect_by < $1 AND \
             plain_topic IS NOT NULL)",
        )
        .bind(now.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        let old = now.checked_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
        sqlx::query(
            "DELETE FROM context_entry WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM context_topic t \
             WHERE t.topic = context_entry.topic AND (t.current_version = context_entry.version \
             OR t.previous_version = context_entry.version \
             OR t.current_version < context_entry.version))",
        )
        .bind(old.as_microsecond())
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }

    /// Listens for what happens under topics.
    pub async fn listen_context(&self) -> Result<ContextListener, StoreError> {
        if self.dialect == Dialect::Sqlite {
            return Ok(ContextListener::Here(self.context_told.subscribe()));
        }
        let mut listener = PgListener::connect(&self.url).await?;
        listener.listen(CHANNEL).await?;
        Ok(ContextListener::Postgres(Box::new(listener)))
    }

    async fn context_entry(
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

    /// Commits, and lets every instance know. Only the hash goes out with it.
    async fn tell(&self, mut write: Write<'_>, topic: &str) -> Result<(), StoreError> {
        if self.dialect == Dialect::Postgres {
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(topic)
                .execute(&mut *write.transaction)
                .await?;
        }
        write.commit().await?;
        if self.dialect == Dialect::Sqlite {
            // Nobody listens: nobody is to be told.
            let _ = self.context_told.send(topic.to_owned());
        }
        Ok(())
    }
}

impl ContextListener {
    /// Waits for the next. An error means that the listener is of no use any more.
    pub async fn next(&mut self) -> Result<Heard, StoreError> {
        match self {
            Self::Here(told) => match told.recv().await {
                Ok(topic) => Ok(Heard::Topic(topic)),
                Err(RecvError::Lagged(_)) => Ok(Heard::Everything),
                Err(RecvError::Closed) => std::future::pending().await,
            },
            // None: the connection was lost, and is there again.
            Self::Postgres(listener) => Ok(match listener.try_recv().await? {
                Some(notification) => Heard::Topic(notification.payload().to_owned()),
                None => Heard::Everything,
            }),
        }
    }
}

/// Where the next entry of a topic stands, and what is there.
struct Place {
    version: i64,
    happened: Option<Timestamp>,
    current: Option<i64>,
    current_id: Option<String>,
    previous: Option<i64>,
}

impl Write<'_> {
    /// Takes the next place. The row is locked by it, so that entries have one order.
    async fn next_place(
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
            "SELECT t.version, t.happened, t.current_version, t.previous_version, e.event_id \
             FROM context_topic t LEFT JOIN context_entry e ON e.topic = t.topic AND \
             e.version = t.current_version WHERE t.topic = $1",
        )
        .bind(topic)
        .fetch_one(&mut *self.transaction)
        .await?;
        let happened: Option<i64> = row.try_get("happened")?;
        let happened = happened.map(Timestamp::from_microsecond).transpose();
        Ok(Some(Place {
            version: row.try_get("version")?,
            happened: happened.map_err(|_| StoreError::Unreadable { what: "a moment" })?,
            current: row.try_get("current_version")?,
            current_id: row.try_get("event_id")?,
            previous: row.try_get("previous_version")?,
        }))
    }

    async fn note_context(
        &mut self,
        topic: &str,
        version: i64,
        entry: &ContextEntryKind,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (kind, subscriber, event_id, event, happened, content) = match entry {
            ContextEntryKind::Event { event, but } => (
                EVENT,
                but.as_deref(),
                Some(event.id.as_str()),
                Some(event.event.as_str()),
                Some(event.happened.as_microsecond()),
                Some(event.content.as_str()),
            ),
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

    async fn forget_context(&mut self, topic: &str) -> Result<(), StoreError> {
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
    let kind: String = row.try_get("kind")?;
    let kind = match kind.as_str() {
        EVENT => ContextEntryKind::Event {
            event: KeptEvent {
                id: text("event_id")?,
                event: text("event")?,
                happened: moment(row, "happened")?,
                content: text("content")?,
            },
            but: row.try_get("subscriber")?,
        },
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

fn subscription(row: &AnyRow) -> Result<ContextSubscription, StoreError> {
    Ok(ContextSubscription {
        endpoint: row.try_get("endpoint")?,
        topic: row.try_get("topic")?,
        name: row.try_get("name")?,
        events: row.try_get("events")?,
        ends: moment(row, "ends")?,
    })
}

const EVENT: &str = "event";
const ANSWER: &str = "answer";
const SUBSCRIPTION: &str = "subscription";

/// What instances that share a PostgreSQL database listen to.
const CHANNEL: &str = "vaccinjournal_context";

/// How long is remembered what every instance has long been told.
const REMEMBERED: Duration = Duration::from_secs(300);
