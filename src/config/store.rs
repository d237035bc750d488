use std::time::Duration;

use secrecy::ExposeSecret;
use serde::Deserialize;

use super::Secret;
use super::error::ConfigError;
use crate::store::Settings;

/// `[store]`: the database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSection {
    /// Its address; it may hold a password.
    pub url: Secret,
    /// Longest wait for a lock, in milliseconds.
    pub busy_milliseconds: u64,
    /// Longest wait for a free connection, in milliseconds.
    pub acquire_milliseconds: u64,
    /// Connections at most.
    pub connections: u32,
}

impl StoreSection {
    /// How the database is used.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let url = self.url.read("store.url")?;
        let url = url.ok_or_else(|| ConfigError::Missing { key: "store.url".to_owned() })?;
        Ok(Settings {
            url: url.expose_secret().to_owned(),
            acquire_timeout: Duration::from_millis(self.acquire_milliseconds),
            busy_timeout: Duration::from_millis(self.busy_milliseconds),
            connections: super::not_zero("store.connections", self.connections)?,
            durable: true,
        })
    }
}
