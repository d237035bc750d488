use std::net::SocketAddr;

use serde::Deserialize;

use super::error::ConfigError;

/// `[http]`: the service's own HTTP.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSection {
    /// Address and port to listen on.
    pub listen: String,
    /// Longest time for the head of a request, in seconds.
    pub header_seconds: u64,
    /// Longest time for the body of a request, in seconds.
    pub body_seconds: u64,
    /// Longest time a client may leave an answer unread, in seconds.
    pub write_seconds: u64,
    /// Connections at once.
    pub most_connections: usize,
    /// Connections at once from one address.
    pub most_connections_per_address: usize,
    /// Largest head of a request, in bytes.
    pub largest_head_bytes: usize,
    /// Largest body of a request, in bytes.
    pub largest_body_bytes: usize,
    /// Largest file that an administrator may upload, in bytes.
    pub largest_upload_bytes: usize,
    /// How long a stop waits for views under way, in seconds.
    pub stop_seconds: u64,
    /// How long a stop then still answers, in milliseconds.
    pub last_look_milliseconds: u64,
    /// How long a stop then waits for connections to end, in seconds.
    pub close_seconds: u64,
    /// How often a page without a script reads itself again, in seconds.
    pub refresh_seconds: u64,
    /// How often a silent stream of events sends a sign of life, in seconds.
    pub sign_of_life_seconds: u64,
    /// What a client that was turned away is told to wait, in seconds.
    pub retry_after_seconds: u64,
    /// Whether cookies are sent over TLS only.
    pub secure_cookies: bool,
    /// Origins whose pages may show ours in a frame.
    pub frame_ancestors: Vec<String>,
}

impl HttpSection {
    /// Address and port to listen on.
    pub fn listen(&self) -> Result<SocketAddr, ConfigError> {
        super::parse_set("http.listen", &self.listen)
    }

    /// Largest head of a request. The server library refuses to start with less room than this.
    pub fn largest_head_bytes(&self) -> Result<usize, ConfigError> {
        if self.largest_head_bytes < LEAST_HEAD_BYTES {
            let reason = format!("must be at least {LEAST_HEAD_BYTES}");
            return Err(ConfigError::value("http.largest_head_bytes", reason));
        }
        Ok(self.largest_head_bytes)
    }

    /// Whether cookies are sent over TLS only: always where others can reach the service.
    pub fn secure_cookies(&self) -> Result<bool, ConfigError> {
        if !self.secure_cookies && !self.listen()?.ip().is_loopback() {
            let reason = "can be false on loopback only (http.listen)";
            return Err(ConfigError::value("http.secure_cookies", reason));
        }
        Ok(self.secure_cookies)
    }

    /// Origins whose pages may show ours in a frame. They go into a header, so they must be
    /// origins and nothing more.
    pub fn frame_ancestors(&self) -> Result<Vec<String>, ConfigError> {
        let key = "http.frame_ancestors";
        for origin in &self.frame_ancestors {
            // A star may stand for the first part of a name that has two others at least. Alone or
            // before a top-level domain it would let every page of the world frame ours.
            let plain = match origin.split_once("://*.") {
                Some((scheme, rest)) if rest.contains('.') => format!("{scheme}://{rest}"),
                _ => origin.clone(),
            };
            if !is_origin(&plain) {
                let reason = "each must be as in https://cosmic.example.se, or with one star as in \
                     https://*.cosmic.example.se";
                return Err(ConfigError::value(key, reason));
            }
        }
        Ok(self.frame_ancestors.clone())
    }
}

/// Whether a text is the origin of a page: scheme, host, perhaps a port, and nothing more.
pub(super) fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let Some(host) = host else { return false };
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    !name.is_empty() && name.chars().all(legal) && port.parse::<u16>().is_ok()
}

/// The least buffer that the server library reads a request head into.
const LEAST_HEAD_BYTES: usize = 8192;
