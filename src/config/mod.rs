//! Settings: as written by the operator, and as the modules that use them mean them.
//!
//! `config.default.toml` names every setting and says what it does; a file and the environment
//! override it. Each section has a file here with its fields as written, and gives the plain
//! settings of the module that uses it. No other module reads the environment.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;

use crate::journal::ask::Plans;

/// The access log.
pub mod access_log;

/// Questions to sources.
pub mod ask;

/// Care providers and their sources.
pub mod care_provider;

/// Trying producers by the contract's rules.
pub mod conformance;

/// Which environment this is, and which system.
pub mod environment;

/// The service's own HTTP.
pub mod http;

/// COSMIC's launch.
pub mod launch;

/// What the law asks before and while records are read.
pub mod lawful_access;

/// Sessions.
pub mod login;

/// What a person reads.
pub mod panel;

/// The person register, and reserve numbers.
pub mod person_register;

/// The service platform: address, identity, connections.
pub mod platform;

/// The database.
pub mod store;

/// The support page's users.
pub mod support;

/// The log.
pub mod telemetry;

/// Limits on messages.
pub mod xml;

mod error;
mod layers;
mod listing;
mod secret;
mod web;

pub use error::ConfigError;
pub use layers::Variables;
pub use listing::EffectiveSetting;
pub use secret::Secret;

/// All settings, as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `[environment]`.
    pub environment: environment::EnvironmentSection,
    /// `[own_system]`.
    pub own_system: environment::OwnSystemSection,
    /// `[http]`.
    pub http: http::HttpSection,
    /// `[platform]`.
    pub platform: platform::PlatformSection,
    /// `[conformance]`.
    pub conformance: conformance::ConformanceSection,
    /// `[xml]`.
    pub xml: xml::XmlSection,
    /// `[ask]`.
    pub ask: ask::AskSection,
    /// `[[care_provider]]`.
    pub care_provider: Vec<care_provider::CareProviderSection>,
    /// `[store]`.
    pub store: store::StoreSection,
    /// `[access_log]`.
    pub access_log: access_log::AccessLogSection,
    /// `[panel]`.
    pub panel: panel::PanelSection,
    /// `[support]`.
    pub support: support::SupportSection,
    /// `[lawful_access]`.
    pub lawful_access: lawful_access::LawfulAccessSection,
    /// `[person_register]`.
    pub person_register: person_register::PersonRegisterSection,
    /// `[reserve_numbers]`.
    pub reserve_numbers: person_register::ReserveNumbersSection,
    /// `[launch]`.
    pub launch: launch::LaunchSection,
    /// `[login]`.
    pub login: login::LoginSection,
    /// `[telemetry]`.
    pub telemetry: telemetry::TelemetrySection,
}

/// Settings, and where each came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// Every single setting with its origin, in the order of their names; secrets are hidden.
    pub effective: Vec<EffectiveSetting>,
}

impl Loaded {
    /// Lays the file, where there is one, over the defaults, and the environment over both. Every
    /// setting that does not exist, or is of the wrong kind, is an error that names it.
    pub fn read(file: Option<&Path>, variables: Variables) -> Result<Self, ConfigError> {
        let merged = layers::merged(file, variables)?;
        let effective = listing::effective(&merged);
        let config = merged.try_deserialize().map_err(ConfigError::from_reading)?;
        Ok(Self { config, effective })
    }
}

impl Config {
    /// Whom to ask for each care provider.
    pub fn plans(&self) -> Result<Plans, ConfigError> {
        care_provider::plans(&self.care_provider)
    }
}

/// A setting that must be set.
fn parse_set<T>(key: &str, text: &str) -> Result<T, ConfigError>
where
    T: FromStr,
    T::Err: Display,
{
    optional(key, text)?.ok_or_else(|| ConfigError::Missing { key: key.to_owned() })
}

/// A setting that may be left empty.
fn optional<T>(key: &str, text: &str) -> Result<Option<T>, ConfigError>
where
    T: FromStr,
    T::Err: Display,
{
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|reason| ConfigError::value(key, reason))
}

fn path_set(key: &str, text: &str) -> Result<PathBuf, ConfigError> {
    if text.is_empty() {
        return Err(ConfigError::Missing { key: key.to_owned() });
    }
    Ok(PathBuf::from(text))
}

fn not_zero<N: Default + PartialEq>(key: &str, number: N) -> Result<N, ConfigError> {
    if number == N::default() {
        return Err(ConfigError::value(key, "must be more than 0"));
    }
    Ok(number)
}
