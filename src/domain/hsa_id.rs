use std::fmt;
use std::str::FromStr;

/// Identity of an organisation, unit, system or person in the HSA catalogue (OID
/// 1.2.752.129.2.1.4.1).
///
/// HSA-ids are compared without regard to case, so the text is kept in upper case. Sources send
/// many forms besides the catalogue's own (`SE` + organisation number + `-` + suffix); the contract
/// allows a local fallback, so only length and characters are judged here.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsaId(String);

/// Why a text is no HSA-id.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("an HSA-id must be 1 to 64 visible characters without white space")]
pub struct ParseHsaIdError;

impl HsaId {
    /// The id in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HsaId {
    type Err = ParseHsaIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let legal = |c: char| !c.is_whitespace() && !c.is_control();
        if text.is_empty() || text.chars().count() > 64 || !text.chars().all(legal) {
            return Err(ParseHsaIdError);
        }
        Ok(Self(text.to_uppercase()))
    }
}

impl TryFrom<String> for HsaId {
    type Error = ParseHsaIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<HsaId> for String {
    fn from(value: HsaId) -> Self {
        value.0
    }
}

impl fmt::Display for HsaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for HsaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HsaId({})", self.0)
    }
}
