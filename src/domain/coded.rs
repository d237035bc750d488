use serde::{Deserialize, Serialize};

/// A value as a source reported it: readable, or kept as it was written.
///
/// Sources send dates that do not exist and numbers without end. Such a value costs only itself:
/// the text stays, marked, and nothing is computed from it.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Reported<T> {
    /// Readable.
    Known(T),
    /// The source's own text, which breaks the contract's format.
    Odd(String),
}

impl<T> Reported<T> {
    /// The value, where it could be read.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Odd(_) => None,
        }
    }
}

/// A coded value of the contract (`CVType`): a code with its system, or free text.
#[derive(Clone, Debug, Deserialize, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Coded {
    /// The code, for example an NPL-id.
    pub code: Option<String>,
    /// OID of the code system.
    pub code_system: Option<String>,
    /// What the code means, in words.
    pub display_name: Option<String>,
    /// Free text, where there is no code.
    pub original_text: Option<String>,
}

impl Coded {
    /// Free text without a code.
    pub fn text(text: impl Into<String>) -> Self {
        Self { original_text: Some(text.into()), ..Self::default() }
    }

    /// What to show a person: the words, else the free text, else the bare code.
    pub fn words(&self) -> Option<&str> {
        [&self.display_name, &self.original_text, &self.code]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|text| !text.trim().is_empty())
    }
}
