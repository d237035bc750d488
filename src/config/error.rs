use std::path::PathBuf;

use config::ConfigError as ReadError;

/// Why the settings cannot be used. No variant holds the value of a setting.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("{origin} is no TOML: {reason}")]
    Syntax {
        /// The file.
        origin: String,
        /// Where and why, in the parser's words, without the text itself.
        reason: String,
    },
    /// There is no such setting.
    #[error("there is no setting {key} ({origin})")]
    Unknown {
        /// Its name, sections first.
        key: String,
        /// Who sets it: the file, or a variable of the environment.
        origin: String,
    },
    /// The setting is of another kind.
    #[error("{key} must be {expected} ({origin})")]
    Kind {
        /// Its name, sections first.
        key: String,
        /// What it must be.
        expected: &'static str,
        /// Who sets it.
        origin: String,
    },
    /// A variable of the environment is not text.
    #[error("{name} in the environment is not UTF-8")]
    NotText {
        /// The variable.
        name: String,
    },
    /// A setting that has no default is not set.
    #[error("{key} is not set")]
    Missing {
        /// Its name, sections first.
        key: String,
    },
    /// The setting's value makes no sense.
    #[error("{key}: {reason}")]
    Value {
        /// Its name, sections first.
        key: String,
        /// Why.
        reason: String,
    },
    /// The settings do not have the form they should.
    #[error("{0}")]
    Form(String),
}

impl ConfigError {
    /// A setting whose value makes no sense.
    pub(super) fn value(key: impl Into<String>, reason: impl ToString) -> Self {
        Self::Value { key: key.into(), reason: reason.to_string() }
    }

    pub(super) fn syntax(origin: &str, error: &ReadError) -> Self {
        let cause = match error {
            ReadError::FileParse { cause, .. } => cause.to_string(),
            other => other.to_string(),
        };
        // The parser draws the faulty line in between, which may hold a secret.
        let drawn = |line: &&str| {
            !line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()).starts_with('|')
        };
        let reason = cause.lines().filter(drawn).collect::<Vec<_>>().join(": ");
        Self::Syntax { origin: origin.to_owned(), reason }
    }

    /// Kinds and names are checked before reading, so what is left is within lists of tables.
    pub(super) fn from_reading(error: ReadError) -> Self {
        match error {
            ReadError::NotFound(key) => Self::Missing { key: dotted(&key) },
            ReadError::At { error, key: Some(key), .. } => Self::value(dotted(&key), error),
            ReadError::Type { key: Some(key), expected, origin, .. } => {
                Self::Kind { key: dotted(&key), expected, origin: origin.unwrap_or_default() }
            }
            other => Self::Form(other.to_string()),
        }
    }
}

/// The reader leaves out the full stop after an index.
fn dotted(key: &str) -> String {
    let dotted = key.replace("].", "]").replace(']', "].");
    dotted.trim_end_matches('.').to_owned()
}
