//! The settings in force, for an operator to read.

use std::fmt;

use config::{Value, ValueKind};

use super::secret;

/// One setting in force.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EffectiveSetting {
    /// Its name, sections first.
    pub key: String,
    /// Its value as TOML writes it; a secret is hidden.
    pub value: String,
    /// Who overrides the default: the file's path or the variable of the environment.
    pub overridden_by: Option<String>,
}

impl fmt::Display for EffectiveSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = self.overridden_by.as_deref().unwrap_or("default");
        write!(f, "{} = {}  # {origin}", self.key, self.value)
    }
}

pub(super) fn effective(merged: &config::Config) -> Vec<EffectiveSetting> {
    let mut found = Vec::new();
    collect("", &merged.cache, None, &mut found);
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found
}

fn collect(key: &str, value: &Value, origin: Option<&str>, found: &mut Vec<EffectiveSetting>) {
    let origin = value.origin().or(origin);
    match &value.kind {
        ValueKind::Table(table) => {
            for (name, inner) in table {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                collect(&key, inner, origin, found);
            }
        }
        ValueKind::Array(entries) if entries.iter().any(is_table) => {
            for (index, entry) in entries.iter().enumerate() {
                collect(&format!("{key}[{index}]"), entry, origin, found);
            }
        }
        kind => found.push(EffectiveSetting {
            key: key.to_owned(),
            value: text(key, kind),
            overridden_by: origin.map(str::to_owned),
        }),
    }
}

fn is_table(value: &Value) -> bool {
    matches!(value.kind, ValueKind::Table(_))
}

fn text(key: &str, kind: &ValueKind) -> String {
    match kind {
        ValueKind::String(text) if SECRETS.iter().any(|end| key.ends_with(end)) => {
            secret::shown(text)
        }
        ValueKind::String(text) if key == "store.url" => format!("{:?}", without_password(text)),
        ValueKind::String(text) => format!("{text:?}"),
        ValueKind::Array(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|entry| self::text(key, &entry.kind)).collect();
            format!("[{}]", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// A database's address may hold a password, between the user's name and the host or as a
/// parameter.
fn without_password(url: &str) -> String {
    let (address, parameters) = match url.split_once('?') {
        Some((address, parameters)) => (address, Some(parameters)),
        None => (url, None),
    };
    let mut shown = match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((user, host))) => {
            let user = user.trim_start_matches(scheme).trim_start_matches("://");
            let name = user.split(':').next().unwrap_or_default();
            let password = if user.contains(':') { ":(hidden)" } else { "" };
            format!("{scheme}://{name}{password}@{host}")
        }
        _ => address.to_owned(),
    };
    if parameters.is_some() {
        shown.push_str("?(hidden)");
    }
    shown
}

/// The ends of the names of settings that are secret.
const SECRETS: &[&str] = &["password", "password_hash"];
