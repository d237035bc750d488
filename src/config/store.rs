use serde::Deserialize;

use super::Secret;

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
