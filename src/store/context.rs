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
    /// The event about the patient that other subscribers are known to show: the last they opened, or
    /// followed to.
    pub theirs: Option<ContextEntry>,
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
    /// It is older than a choice that was made here, and nobody is told; but its sender has gone on to
    /// another patient than that, so the two are apart.
    Apart,
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
     current_version, theirs_version FROM context_topic WHERE topic = $1 AND ends > $2";

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
        // One that has ended may be somebody's who left: nothing of it is gone on with.
        let ended = sqlx::query("SELECT 1 FROM context_topic WHERE topic = $1 AND ends <= $2")
            .bind(claim.topic.as_str())
            .bind(now.as_microsecond())
            .fetch_optional(&mut *write.transaction)
            .await?;
        if ended.is_some() {
            write.forget_context(&claim.topic).await?;
        }
        let done = sqlx::query(
            "INSERT INTO context_topic (topic, installation, care_provider, certificate, staff, \
             ends, version) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (topic) DO UPDATE SET \
             care_provider = excluded.care_provider, certificate = excluded.certificate, \
             staff = excluded.staff, installation = excluded.installation, ends = excluded.ends \
             WHERE context_topic.installation = excluded.installation \
             AND context_topic.staff = excluded.staff",
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
            theirs: entry("theirs_version").await?,
        }))
    }

    /// Tells of an event under a topic, unless it is older than the current context. An event that
    /// is repeated, with the id and the time it had, is told again.
    pub async fn tell_context(
        &self,
        topic: &str,
        event: &KeptEvent,
        effect: ContextEffect,
        origin: ContextOrigin,
        but: Option<&str>,
        now: Timestamp,
    ) -> Result<ToldContext, StoreError> {
        let mut write = self.begin().await?;
        let Some(place) = write.next_place(topic, now).await? else {
            return Ok(ToldContext::NoTopic);
        };
        let changes = effect != ContextEffect::Nothing;
        let opens = effect == ContextEffect::Opens;
        let version = opens.then_some(place.version);
        if changes && place.happened.is_some_and(|current| event.happened < current) {
            if !(opens && origin == ContextOrigin::Theirs && place.leaves_ours(event.happened)) {
                return Ok(ToldContext::Older);
            }
            let entry = ContextEntryKind::Refused { event: event.clone() };
            write.note_context(topic, place.version, &entry, now).await?;
            write.theirs_is(topic, version).await?;
            self.tell(write, topic).await?;
            return Ok(ToldContext::Apart);
        }
        let but = but.map(str::to_owned);
        let entry = ContextEntryKind::Event { event: event.clone(), origin, but };
        write.note_context(topic, place.version, &entry, now).await?;
        if changes {
            sqlx::query(
                "UPDATE context_topic SET happened = $1, current_version = $2 WHERE topic = $3",
            )
            .bind(event.happened.as_microsecond())
            .bind(version)
            .bind(topic)
            .execute(&mut *write.transaction)
            .await?;
            if origin == ContextOrigin::Theirs {
                write.theirs_is(topic, version).await?;
            }
        }
        self.tell(write, topic).await?;
        Ok(ToldContext::Told)
    }

    /// A subscriber shows the patient of an event of this name, which it has been told of.
    pub async fn follow_context(
        &self,
        topic: &str,
        event_id: &str,
        event: &str,
    ) -> Result<(), StoreError> {
        let row = sqlx::query(
            "SELECT MAX(e.version) FROM context_entry e JOIN context_topic t ON t.topic = e.topic \
             WHERE e.topic = $1 AND e.event_id = $2 AND e.event = $3 AND e.kind <> $4 \
             AND e.version > COALESCE(t.theirs_version, 0)",
        )
        .bind(topic)
        .bind(event_id)
        .bind(event)
        .bind(REFUSED)
        .fetch_one(&self.pool)
        .await?;
        let Some(version) = row.try_get::<Option<i64>, _>(0)? else { return Ok(()) };
        let mut write = self.begin().await?;
        sqlx::query(
            "UPDATE context_topic SET theirs_version = $1 WHERE topic = $2 \
             AND COALESCE(theirs_version, 0) < $1",
        )
        .bind(version)
        .bind(topic)
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
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
             OR t.theirs_version = context_entry.version \
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
    /// When what the current context is by happened.
    happened: Option<Timestamp>,
    /// Whether that was a choice made here.
    is_ours: bool,
    /// When the others last went on by themselves, if what they show is by that.
    theirs_happened: Option<Timestamp>,
}

impl Place {
    /// Whether an event of somebody else's, though older than a choice that was made here, says that
    /// its sender has left that patient. Clocks differ: one that was sent before the choice and is
    /// only late cannot be told from it, unless they have sent a later one themselves.
    fn leaves_ours(&self, happened: Timestamp) -> bool {
        self.is_ours && self.theirs_happened.is_none_or(|latest| happened > latest)
    }
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
            "SELECT t.version, t.happened, c.kind, \
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
        Ok(Some(Place {
            version: row.try_get("version")?,
            happened: at("happened")?,
            is_ours: kind.as_deref() == Some(OUR_EVENT),
            theirs_happened: at("theirs_happened")?,
        }))
    }

    /// The others show the patient of the entry with this place; of none, nobody.
    async fn theirs_is(&mut self, topic: &str, version: Option<i64>) -> Result<(), StoreError> {
        sqlx::query("UPDATE context_topic SET theirs_version = $1 WHERE topic = $2")
            .bind(version)
            .bind(topic)
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    async fn note_context(
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

fn subscription(row: &AnyRow) -> Result<ContextSubscription, StoreError> {
    Ok(ContextSubscription {
        endpoint: row.try_get("endpoint")?,
        topic: row.try_get("topic")?,
        name: row.try_get("name")?,
        events: row.try_get("events")?,
        ends: moment(row, "ends")?,
    })
}

/// An entry's columns: kind, subscriber, event id, event name, when it happened, content.
type Columns<'e> =
    (&'e str, Option<&'e str>, Option<&'e str>, Option<&'e str>, Option<i64>, Option<&'e str>);

const EVENT: &str = "event";
const OUR_EVENT: &str = "own";
const REFUSED: &str = "refused";
const ANSWER: &str = "answer";
const SUBSCRIPTION: &str = "subscription";

/// What instances that share a PostgreSQL database listen to.
const CHANNEL: &str = "vaccinjournal_context";

/// How long is remembered what every instance has long been told.
const REMEMBERED: Duration = Duration::from_secs(300);
