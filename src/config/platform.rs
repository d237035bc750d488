use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::error::ConfigError;
use super::{Secret, optional, parse_set, path_set};
use crate::domain::HsaId;
use crate::rivta::client;
use crate::transport::{self, Endpoint, IdentityFiles};

/// `[platform]`: the service platform.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlatformSection {
    /// Its address; a service contract's path comes after it.
    pub base_url: String,
    /// HSA-id sent as the one who first asked.
    pub original_consumer: String,
    /// PEM file with the trusted certificate authorities.
    pub root_certificates: String,
    /// Calls under way at once, over all views.
    pub calls_at_once: usize,
    /// `[platform.identity]`.
    pub identity: IdentitySection,
    /// `[platform.connection]`.
    pub connection: ConnectionSection,
    /// `[platform.retry]`.
    pub retry: RetrySection,
}

/// `[platform.identity]`: our client certificate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentitySection {
    /// PKCS#12 or PEM file.
    pub certificate: String,
    /// PEM file with the private key, if it has a file of its own.
    pub key: String,
    /// What the PKCS#12 file or the key is encrypted with.
    pub password: Secret,
    /// Whether to read PKCS#12 files encrypted with retired ciphers.
    pub legacy_pkcs12: bool,
    /// How often the files are looked at for a replacement, in seconds.
    pub refresh_seconds: u64,
    /// At how many days before its end a certificate is warned of.
    pub warn_days: Vec<u16>,
}

/// `[platform.connection]`: what a connection and an answer may cost.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionSection {
    /// Longest time for TCP and TLS together, in seconds.
    pub connect_seconds: u64,
    /// Longest pause in the body of an answer, in seconds.
    pub body_idle_seconds: u64,
    /// How long an idle connection is kept, in seconds.
    pub pool_idle_seconds: u64,
    /// Idle connections kept.
    pub most_idle_connections: usize,
    /// Largest answer, in bytes.
    pub largest_answer_bytes: u64,
    /// What all answers in memory may take together, in bytes.
    pub most_bytes_in_flight: u64,
}

/// `[platform.retry]`: when a call is repeated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetrySection {
    /// Shortest pause before the repeat, in milliseconds.
    pub shortest_pause_milliseconds: u64,
    /// Longest pause before the repeat, in milliseconds.
    pub longest_pause_milliseconds: u64,
    /// How much of the call's time must be left after the pause, in seconds.
    pub least_seconds_left: u64,
    /// How many calls in a hundred to one address may be repeated.
    pub percent: u8,
    /// How many repeats an address can have saved up.
    pub most_saved: u16,
    /// Shortest time between two repeats to one address, in milliseconds.
    pub interval_milliseconds: u64,
}

impl PlatformSection {
    /// How the platform's services are called.
    pub fn client(&self) -> Result<client::Settings, ConfigError> {
        Ok(client::Settings {
            platform: self.endpoint()?,
            original_consumer: self.original_consumer()?,
            limits: self.limits(),
            retry: self.retry.settings()?,
        })
    }

    /// Where the platform is.
    pub fn endpoint(&self) -> Result<Endpoint, ConfigError> {
        parse_set("platform.base_url", &self.base_url)
    }

    /// Who is named as the one who first asked.
    pub fn original_consumer(&self) -> Result<Option<HsaId>, ConfigError> {
        optional("platform.original_consumer", &self.original_consumer)
    }

    /// How calls are made.
    pub fn transport(&self) -> Result<transport::Settings, ConfigError> {
        let connection = &self.connection;
        Ok(transport::Settings {
            identity: self.identity.files()?,
            roots: self.root_certificates()?,
            connect_timeout: Duration::from_secs(connection.connect_seconds),
            pool_idle_timeout: Duration::from_secs(connection.pool_idle_seconds),
            pool_max_idle_per_host: connection.most_idle_connections,
            calls_at_once: super::not_zero("platform.calls_at_once", self.calls_at_once)?,
            bytes_in_flight: self.bytes_in_flight()?,
        })
    }

    /// The file of trusted certificate authorities.
    pub fn root_certificates(&self) -> Result<PathBuf, ConfigError> {
        path_set("platform.root_certificates", &self.root_certificates)
    }

    /// What one answer may cost.
    pub fn limits(&self) -> transport::Limits {
        transport::Limits {
            largest_answer: self.connection.largest_answer_bytes,
            body_idle: Duration::from_secs(self.connection.body_idle_seconds),
        }
    }

    fn bytes_in_flight(&self) -> Result<u64, ConfigError> {
        let connection = &self.connection;
        if connection.most_bytes_in_flight < connection.largest_answer_bytes {
            let reason = "must be at least platform.connection.largest_answer_bytes";
            return Err(ConfigError::value("platform.connection.most_bytes_in_flight", reason));
        }
        Ok(connection.most_bytes_in_flight)
    }
}

impl RetrySection {
    /// When a call is repeated.
    pub fn settings(&self) -> Result<client::RetrySettings, ConfigError> {
        let shortest_pause = Duration::from_millis(self.shortest_pause_milliseconds);
        let longest_pause = Duration::from_millis(self.longest_pause_milliseconds);
        if longest_pause < shortest_pause {
            let reason = "must be at least platform.retry.shortest_pause_milliseconds";
            return Err(ConfigError::value("platform.retry.longest_pause_milliseconds", reason));
        }
        if self.percent > 100 {
            return Err(ConfigError::value("platform.retry.percent", "must be at most 100"));
        }
        Ok(client::RetrySettings {
            shortest_pause,
            longest_pause,
            least_time_left: Duration::from_secs(self.least_seconds_left),
            earned_per_call: f64::from(self.percent) / 100.0,
            saved_up: f64::from(self.most_saved),
            interval: Duration::from_millis(self.interval_milliseconds),
        })
    }
}

impl IdentitySection {
    /// Where our certificate and key lie, and what opens them.
    pub fn files(&self) -> Result<IdentityFiles, ConfigError> {
        Ok(IdentityFiles {
            certificate: path_set("platform.identity.certificate", &self.certificate)?,
            key: (!self.key.is_empty()).then(|| PathBuf::from(&self.key)),
            passphrase: self.password.read("platform.identity.password")?,
            allow_legacy_encryption: self.legacy_pkcs12,
        })
    }
}
