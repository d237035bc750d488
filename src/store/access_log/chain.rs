//! The chain that a care provider's rows make. Pure: what is hashed, and what a break in it is.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// SHA-256 over a row and the row before it.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LogHash([u8; 32]);

/// A text that is no hash.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a hash is 64 hexadecimal digits in lower case")]
pub struct ParseLogHashError;

/// One value of a row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Number(i64),
    Text(&'a str),
    Nothing,
}

impl LogHash {
    /// What comes before the first row.
    pub const NONE: Self = Self([0; 32]);

    /// The hash of a row of these values that follows on the row with this hash.
    ///
    /// Each value is told apart by its kind and, for a text, by its length, so that no two rows
    /// have the same bytes: moving a letter from one column to the next is seen.
    pub(super) fn of_next(self, values: &[Value<'_>]) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"vaccinjournal access log 1\0");
        hasher.update(self.0);
        hasher.update((values.len() as u64).to_be_bytes());
        for value in values {
            match value {
                Value::Nothing => hasher.update([0]),
                Value::Number(number) => {
                    hasher.update([1]);
                    hasher.update(number.to_be_bytes());
                }
                Value::Text(text) => {
                    hasher.update([2]);
                    hasher.update((text.len() as u64).to_be_bytes());
                    hasher.update(text.as_bytes());
                }
            }
        }
        Self(hasher.finalize().into())
    }
}

impl<'a> Value<'a> {
    pub(super) fn of(text: &'a Option<String>) -> Self {
        text.as_deref().map_or(Self::Nothing, Self::Text)
    }
}

impl fmt::Display for LogHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for LogHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogHash({self})")
    }
}

impl FromStr for LogHash {
    type Err = ParseLogHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(ParseLogHashError),
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(ParseLogHashError);
        }
        let mut hash = [0; 32];
        for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(hash))
    }
}
