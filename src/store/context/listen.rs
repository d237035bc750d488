//! Who on any instance is to hear that something has happened under a topic.

use sqlx::postgres::PgListener;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::super::{Dialect, Store, StoreError, Write};

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
impl Store {
    /// Listens for what happens under topics.
    pub async fn listen_context(&self) -> Result<ContextListener, StoreError> {
        if self.dialect == Dialect::Sqlite {
            return Ok(ContextListener::Here(self.context_told.subscribe()));
        }
        let mut listener = PgListener::connect(&self.url).await?;
        listener.listen(CHANNEL).await?;
        Ok(ContextListener::Postgres(Box::new(listener)))
    }

    /// Commits, and lets every instance know. Only the hash goes out with it.
    pub(super) async fn tell(&self, mut write: Write<'_>, topic: &str) -> Result<(), StoreError> {
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
/// What instances that share a PostgreSQL database listen to.
const CHANNEL: &str = "vaccinjournal_context";
