use argon2::password_hash::phc::PasswordHash;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::Secret;
use super::error::ConfigError;

/// `[support]`: the support page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportSection {
    /// `[[support.user]]`.
    pub user: Vec<SupportUserSection>,
}

/// `[[support.user]]`: one user of the support page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportUserSection {
    /// Kept with every change the user makes.
    pub name: String,
    /// The password's hash.
    pub password_hash: Secret,
}

impl SupportSection {
    /// Each user's name and the hash of the password.
    pub fn users(&self) -> Result<Vec<(String, SecretString)>, ConfigError> {
        let mut users: Vec<(String, SecretString)> = Vec::new();
        for (index, user) in self.user.iter().enumerate() {
            let key = format!("support.user[{index}]");
            if user.name.trim().is_empty() {
                return Err(ConfigError::Missing { key: format!("{key}.name") });
            }
            if users.iter().any(|(name, _)| *name == user.name) {
                return Err(ConfigError::value(format!("{key}.name"), "is there twice"));
            }
            let key = format!("{key}.password_hash");
            let hash = user.password_hash.read(&key)?;
            let hash = hash.ok_or_else(|| ConfigError::Missing { key: key.clone() })?;
            if PasswordHash::new(hash.expose_secret()).is_err() {
                let reason = "is no hash; `vaccinjournal support-password` makes one";
                return Err(ConfigError::value(key, reason));
            }
            users.push((user.name.clone(), hash));
        }
        Ok(users)
    }
}
