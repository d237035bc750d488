use std::fmt;
use std::str::FromStr;

/// Address of a receiver, as it stands in the RIV-TA `LogicalAddress` SOAP header.
///
/// White space around it is taken away before it is sent: the platform answers VP004 to an address
/// with a stray blank. The platform compares addresses without regard to case, and so do we.
#[derive(Clone, serde::Deserialize, serde::Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct LogicalAddress {
    text: String,
    folded: String,
}

/// Why a text is no logical address.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a logical address must be 1 to 128 visible characters without white space")]
pub struct ParseAddressError;

impl LogicalAddress {
    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for LogicalAddress {
    type Err = ParseAddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let legal = |c: char| !c.is_whitespace() && !c.is_control();
        if text.is_empty() || text.chars().count() > 128 || !text.chars().all(legal) {
            return Err(ParseAddressError);
        }
        Ok(Self { text: text.to_owned(), folded: text.to_uppercase() })
    }
}

impl TryFrom<String> for LogicalAddress {
    type Error = ParseAddressError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<LogicalAddress> for String {
    fn from(value: LogicalAddress) -> Self {
        value.text
    }
}

impl fmt::Display for LogicalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for LogicalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogicalAddress({})", self.text)
    }
}

impl PartialEq for LogicalAddress {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for LogicalAddress {}

impl PartialOrd for LogicalAddress {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for LogicalAddress {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl std::hash::Hash for LogicalAddress {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}
