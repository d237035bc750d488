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
    /// How long a connection without requests is kept, in seconds.
    pub idle_seconds: u64,
    /// Connections at once.
    pub most_connections: usize,
    /// Connections at once from one address.
    pub most_connections_per_address: usize,
    /// Largest body of a request, in bytes.
    pub largest_body_bytes: usize,
    /// How long a stop waits for views under way, in seconds.
    pub stop_seconds: u64,
    /// Origins whose pages may show ours in a frame.
    pub frame_ancestors: Vec<String>,
}

impl HttpSection {
    /// Address and port to listen on.
    pub fn listen(&self) -> Result<SocketAddr, ConfigError> {
        super::parse_set("http.listen", &self.listen)
    }

    /// Origins whose pages may show ours in a frame. They go into a header, so they must be
    /// origins and nothing more.
    pub fn frame_ancestors(&self) -> Result<Vec<String>, ConfigError> {
        let key = "http.frame_ancestors";
        for origin in &self.frame_ancestors {
            let host = origin.strip_prefix("https://").or(origin.strip_prefix("http://"));
            let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '*');
            if !host.is_some_and(|host| !host.is_empty() && host.chars().all(legal)) {
                return Err(ConfigError::value(
                    key,
                    "each must be as in https://cosmic.example.se",
                ));
            }
        }
        Ok(self.frame_ancestors.clone())
    }
}
