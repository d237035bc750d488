//! Topics of patient context, shared by all instances. What happens under a topic is written down
//! in order, and every instance reads on from where it was: so nothing is lost when an instance, or
//! its connection to the database, is.

mod entry;
mod listen;
mod subscription;

use std::time::Duration;

use jiff::Timestamp;
use sqlx::Row;

use super::{Store, StoreError, hsa_id, moment};
use crate::domain::HsaId;

use self::entry::REFUSED;

pub use entry::{ContextEntry, ContextEntryKind, ContextOrigin, KeptEvent};
pub use listen::{ContextListener, Heard};
pub use subscription::ContextSubscription;

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
    /// followed to. One that closes a patient says that they show nobody.
    pub theirs: Option<ContextEntry>,
}
/// What an event does to the current context.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ContextEffect {
    /// It becomes the current one.
    Opens,
    /// There is none any more.
    Closes,
    /// It stays, but its sender shows nobody any more.
    Leaves,
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
const TOPIC: &str = "SELECT topic, installation, care_provider, certificate, staff, ends, version, \
     current_version, theirs_version FROM context_topic WHERE topic = $1 AND ends > $2";

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
        let changes = matches!(effect, ContextEffect::Opens | ContextEffect::Closes);
        let is_theirs = origin == ContextOrigin::Theirs;
        let latest = place.happened.unwrap_or(event.happened).max(event.happened);
        // They cannot close a choice made here before it was made, whatever their clock says.
        let closes_ours = is_theirs && effect == ContextEffect::Closes && place.is_followed();
        if changes && event.happened < latest && !closes_ours {
            if !(is_theirs && place.leaves_ours(event.happened)) {
                return Ok(ToldContext::Older);
            }
            let entry = ContextEntryKind::Refused { event: event.clone() };
            write.note_context(topic, place.version, &entry, now).await?;
            write.theirs_is(topic, place.version).await?;
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
            .bind(latest.as_microsecond())
            .bind((effect == ContextEffect::Opens).then_some(place.version))
            .bind(topic)
            .execute(&mut *write.transaction)
            .await?;
        }
        if effect != ContextEffect::Nothing && is_theirs {
            write.theirs_is(topic, place.version).await?;
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

    /// Ends a topic: what was kept of it is gone, and every instance hears of it.
    pub async fn end_context(&self, topic: &str) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        write.forget_context(topic).await?;
        self.tell(write, topic).await
    }

    /// Forgets topics and subscriptions that have ended, and what has happened long ago. What says who
    /// is the current patient and whom the others show stays, and the last event of this name.
    pub async fn sweep_context(&self, now: Timestamp, lasting: &str) -> Result<(), StoreError> {
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
             )) AND version <> COALESCE((SELECT MAX(s.version) FROM context_entry s \
             WHERE s.topic = context_entry.topic AND s.event = $2), 0)",
        )
        .bind(old.as_microsecond())
        .bind(lasting)
        .execute(&mut *write.transaction)
        .await?;
        write.commit().await
    }
}

/// How long is remembered what every instance has long been told.
const REMEMBERED: Duration = Duration::from_secs(300);
