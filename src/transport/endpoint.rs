use std::fmt;
use std::str::FromStr;

use reqwest::Url;

/// A physical address that calls are posted to. It is always https, and carries no user name,
/// query or fragment, where secrets and patients could hide.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Endpoint(Url);

/// Why a text is no endpoint.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ParseEndpointError {
    /// The text is no absolute address.
    #[error("not an address of the form https://host/path")]
    Malformed,
    /// The address is not https.
    #[error("an endpoint must be https")]
    NotHttps,
    /// The address holds more than host, port and path.
    #[error("an endpoint has no user name, query or fragment")]
    TooMuch,
}

impl Endpoint {
    /// The address of a service below this one. `path` has no slash at its ends.
    pub fn join(&self, path: &str) -> Self {
        let mut url = self.0.clone();
        url.set_path(&format!("{}/{path}", self.0.path().trim_end_matches('/')));
        Self(url)
    }

    pub(super) fn url(&self) -> Url {
        self.0.clone()
    }

    /// The host as it is resolved and as its certificate names it, and the port.
    pub(super) fn host_and_port(&self) -> Option<(&str, u16)> {
        let host = self.0.host_str()?.trim_matches(['[', ']']);
        Some((host, self.0.port_or_known_default()?))
    }
}

impl FromStr for Endpoint {
    type Err = ParseEndpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text.trim()).map_err(|_| ParseEndpointError::Malformed)?;
        if url.scheme() != "https" {
            return Err(ParseEndpointError::NotHttps);
        }
        if !url.has_host() {
            return Err(ParseEndpointError::Malformed);
        }
        let has_user = !url.username().is_empty() || url.password().is_some();
        if has_user || url.query().is_some() || url.fragment().is_some() {
            return Err(ParseEndpointError::TooMuch);
        }
        Ok(Self(url))
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}
