//! Subscriptions to a topic, each over a socket that is opened once.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::{Dialect, Store, StoreError, moment};

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
impl Store {
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
