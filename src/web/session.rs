//! Who is logged in. A session is an unguessable number in a cookie; only its hash is kept, in
//! memory, so a copy of the memory opens nothing.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::error::WebError;
use super::settings::Settings;

/// Bytes of chance in a session's number: 256 bits.
const NUMBER_BYTES: usize = 32;

/// What a session is known by inside: the hash of its number.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct SessionKey([u8; 32]);

/// The sessions of one kind of user.
pub(super) struct Sessions<W> {
    idle: Duration,
    longest: Duration,
    known: Mutex<HashMap<SessionKey, Session<W>>>,
}

struct Session<W> {
    who: W,
    begun: Instant,
    last_used: Instant,
}

/// Which cookie a kind of user has.
#[derive(Clone, Copy)]
pub(super) enum CookieKind {
    /// Staff.
    Staff,
    /// Staff whose launch was let through.
    Launch,
    /// Support.
    Support,
}

impl<W: Clone> Sessions<W> {
    pub(super) fn new(idle: Duration, longest: Duration) -> Self {
        Self { idle, longest, known: Mutex::default() }
    }

    /// Begins a session. The number goes into the cookie and nowhere else.
    pub(super) fn begin(&self, who: W) -> Result<String, WebError> {
        self.begin_known(who).map(|(number, _)| number)
    }

    /// The same, with what the session is known by inside.
    pub(super) fn begin_known(&self, who: W) -> Result<(String, SessionKey), WebError> {
        let mut bytes = [0; NUMBER_BYTES];
        openssl::rand::rand_bytes(&mut bytes).map_err(WebError::Chance)?;
        let number = URL_SAFE_NO_PAD.encode(bytes);
        let now = Instant::now();
        let key = key_of(&number);
        self.lock().insert(key, Session { who, begun: now, last_used: now });
        Ok((number, key))
    }

    /// Who is logged in with this number. The session's idle time begins anew.
    pub(super) fn find(&self, number: &str) -> Option<(SessionKey, W)> {
        let key = key_of(number);
        let mut known = self.lock();
        if !known.get(&key).is_some_and(|session| self.is_alive(session)) {
            known.remove(&key);
            return None;
        }
        let session = known.get_mut(&key)?;
        session.last_used = Instant::now();
        Some((key, session.who.clone()))
    }

    /// Ends a session.
    pub(super) fn end(&self, key: &SessionKey) {
        self.lock().remove(key);
    }

    /// Forgets sessions that have run out.
    pub(super) fn sweep(&self) {
        self.lock().retain(|_, session| self.is_alive(session));
    }

    fn is_alive(&self, session: &Session<W>) -> bool {
        session.last_used.elapsed() < self.idle && session.begun.elapsed() < self.longest
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionKey, Session<W>>> {
        self.known.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl CookieKind {
    /// The cookie's name. The prefix makes the browser refuse it from anywhere but this host over
    /// TLS.
    fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Staff, true) => "__Host-vaccinjournal",
            (Self::Staff, false) => "vaccinjournal",
            (Self::Launch, true) => "__Host-vaccinjournal-launch",
            (Self::Launch, false) => "vaccinjournal-launch",
            (Self::Support, true) => "__Host-vaccinjournal-support",
            (Self::Support, false) => "vaccinjournal-support",
        }
    }

    /// The session number in a request.
    pub(super) fn read(self, headers: &HeaderMap, secure: bool) -> Option<&str> {
        let name = self.name(secure);
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    /// The header that sets the cookie; without a number it takes the cookie away.
    ///
    /// Inside a page of another site a browser keeps the cookie only if it may go with requests from
    /// there, and newer ones only if it is kept apart for each such site (`Partitioned`). What such
    /// a cookie no longer keeps out, the check of where a change comes from does.
    pub(super) fn write(
        self,
        number: Option<&str>,
        settings: &Settings,
    ) -> Result<HeaderValue, WebError> {
        let name = self.name(settings.secure_cookies);
        let value = number.unwrap_or_default();
        let embedded = settings.cookies_cross_sites() && !matches!(self, Self::Support);
        let scope = match (embedded, settings.secure_cookies) {
            (true, _) => "SameSite=None; Secure; Partitioned",
            (false, true) => "SameSite=Lax; Secure",
            (false, false) => "SameSite=Lax",
        };
        let gone = if number.is_none() { "; Max-Age=0" } else { "" };
        let text = format!("{name}={value}; Path=/; HttpOnly; {scope}{gone}");
        HeaderValue::from_str(&text).map_err(WebError::Header)
    }
}

fn key_of(number: &str) -> SessionKey {
    SessionKey(Sha256::digest(number.as_bytes()).into())
}
