use std::fs;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::error::ConfigError;

/// A secret as written: the secret itself, or `file:` and the path of a file that holds it.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub struct Secret(SecretString);

impl Secret {
    /// The secret, or nothing where it is not set.
    pub(super) fn read(&self, key: &str) -> Result<Option<SecretString>, ConfigError> {
        let text = self.0.expose_secret();
        let Some(path) = text.strip_prefix(FILE).map(PathBuf::from) else {
            return Ok((!text.is_empty()).then(|| self.0.clone()));
        };
        let held = fs::read_to_string(&path).map_err(|error| {
            ConfigError::value(key, format!("{} cannot be read: {error}", path.display()))
        })?;
        match held.lines().next() {
            Some(line) if !line.is_empty() => Ok(Some(line.into())),
            _ => Err(ConfigError::value(key, format!("{} is empty", path.display()))),
        }
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

/// What a secret looks like to everybody: whether it is set, and which file it is taken from.
pub(super) fn shown(text: &str) -> String {
    match text {
        "" => "\"\"".to_owned(),
        text if text.starts_with(FILE) => format!("{text:?}"),
        _ => "(hidden)".to_owned(),
    }
}

const FILE: &str = "file:";
