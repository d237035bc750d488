use argon2::password_hash::phc::PasswordHash;
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::Secret;
use super::error::ConfigError;
use crate::web::SupportAccount;

/// `[support]`: the support page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportSection {
    /// Failed logins for one name before further ones are turned away.
    pub attempts: usize,
    /// For how long failed logins are remembered, in minutes.
    pub attempts_minutes: u64,
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
    /// The users of the support page.
    pub fn users(&self) -> Result<Vec<SupportAccount>, ConfigError> {
        let mut users: Vec<SupportAccount> = Vec::new();
        for (index, user) in self.user.iter().enumerate() {
            let key = format!("support.user[{index}]");
            if user.name.trim().is_empty() {
                return Err(ConfigError::Missing { key: format!("{key}.name") });
            }
            if users.iter().any(|earlier| earlier.name == user.name) {
                return Err(ConfigError::value(format!("{key}.name"), "is there twice"));
            }
            let key = format!("{key}.password_hash");
            let hash = user.password_hash.read(&key)?;
            let hash = hash.ok_or_else(|| ConfigError::Missing { key: key.clone() })?;
            if PasswordHash::new(hash.expose_secret()).is_err() {
                let reason = "is no hash; `vaccinjournal support-password` makes one";
                return Err(ConfigError::value(key, reason));
            }
            users.push(SupportAccount { name: user.name.clone(), password_hash: hash });
        }
        Ok(users)
    }
}
