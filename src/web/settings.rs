use std::time::Duration;

use secrecy::SecretString;

use crate::domain::ReserveSeries;
use crate::launch;

/// How the service listens and whom it lets in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What every page says above all else where this is not the environment for patients.
    pub environment_notice: Option<&'static str>,
    /// Longest wait for a whole request head, and for the next request on an idle connection.
    pub head_timeout: Duration,
    /// Longest silence while a request body is sent.
    pub body_timeout: Duration,
    /// Longest time a client may leave an answer unread before its connection is cut.
    pub write_timeout: Duration,
    /// Largest request head, in bytes.
    pub most_head_bytes: usize,
    /// Largest request body, in bytes.
    pub most_body_bytes: usize,
    /// Largest file that an administrator may upload, in bytes.
    pub most_upload_bytes: usize,
    /// Connections at once, over all clients.
    pub most_connections: usize,
    /// Connections at once from one address.
    pub most_connections_per_address: usize,
    /// At a stop, how long views under way may take to become complete.
    pub finish_within: Duration,
    /// At a stop, how long open connections may take to end after that; clients read the last state
    /// in this time.
    pub close_within: Duration,
    /// At a stop, how long the service still answers after the last view has become complete, so that
    /// pages can read it.
    pub last_look: Duration,
    /// Origins that may show the service inside a page of theirs, for example the record system's.
    /// Empty means nobody.
    pub frame_ancestors: Vec<String>,
    /// Whether cookies are sent over TLS only. Off only for development on loopback.
    pub secure_cookies: bool,
    /// What COSMIC's launches must be. None: launches are switched off.
    pub launch: Option<launch::Settings>,
    /// Origins whose pages may post a launch. Empty means any: the launch is signed.
    pub launch_origins: Vec<String>,
    /// Whether anybody may choose an assignment to act under. For development and demonstrations on
    /// loopback only.
    pub development_login: bool,
    /// Regions' own series of reserve numbers, by which patients may be looked up.
    pub reserve_series: Vec<ReserveSeries>,
    /// A session ends after this time without a request.
    pub session_idle: Duration,
    /// A session ends after this time whatever happens.
    pub session_longest: Duration,
    /// A view that nobody reads is dropped after this time, and its calls are called off.
    pub abandon_after: Duration,
    /// Views that one session keeps at once; a further one takes the oldest one's place.
    pub most_views_per_session: usize,
    /// How often a page without a script reads itself again while answers are awaited.
    pub refresh_every: Duration,
    /// Whether records of other care providers may be printed.
    pub print_others: bool,
    /// How often a silent stream of events sends a sign of life.
    pub sign_of_life: Duration,
    /// What a client that was turned away for lack of room is told to wait.
    pub retry_after: Duration,
    /// Who may switch fetching on and off.
    pub support_accounts: Vec<SupportAccount>,
    /// Failed support logins for one name before further ones are turned away.
    pub support_attempts: usize,
    /// For how long failed support logins are remembered.
    pub support_attempts_within: Duration,
}

impl Settings {
    /// Whether staff's cookies go with requests from other sites, as they must inside COSMIC.
    pub(super) fn cookies_cross_sites(&self) -> bool {
        self.secure_cookies && !self.frame_ancestors.is_empty()
    }
}

/// Somebody of support.
#[derive(Clone, Debug)]
pub struct SupportAccount {
    /// Name to log in with; it stands in the history of changes.
    pub name: String,
    /// Argon2 hash of the password, in PHC form (`$argon2id$…`).
    pub password_hash: SecretString,
}
