//! Who is logged in. A session is an unguessable number in a cookie; only its hash is kept, in the
//! store, so that every instance knows it and a copy of the store opens nothing.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::error::WebError;
use super::settings::Settings;
use crate::clock::Clock;
use crate::store::{SessionHolder, SessionLimits, Store};

/// Bytes of chance in a session's number: 256 bits.
const NUMBER_BYTES: usize = 32;

/// How much later than noted a session may have been used at most, as a part of the idle time.
const NOTED_IN_PARTS: u32 = 10;

/// The same as a time.
const NOTED_WITHIN: Duration = Duration::from_secs(60);

/// What a session is known by inside: the hash of its number.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct SessionKey([u8; 32]);

/// How long sessions last.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    idle: Duration,
    longest: Duration,
}

/// The sessions of one kind of user.
pub(super) struct Sessions<W> {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    kind: PhantomData<fn() -> W>,
}

/// A kind of user, as it is kept.
pub(super) trait Holder: Sized {
    /// What is kept.
    fn kept(&self) -> SessionHolder;

    /// The user, if what is kept is of this kind.
    fn recall(kept: SessionHolder) -> Option<Self>;
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

impl<W: Holder> Sessions<W> {
    pub(super) fn new(store: &Arc<Store>, clock: &Arc<dyn Clock>, limits: Limits) -> Self {
        Self { store: Arc::clone(store), clock: Arc::clone(clock), limits, kind: PhantomData }
    }

    /// Begins a session. The number goes into the cookie and nowhere else.
    pub(super) async fn begin(&self, who: W) -> Result<String, WebError> {
        self.begin_known(who).await.map(|(number, _)| number)
    }

    /// The same, with what the session is known by inside.
    pub(super) async fn begin_known(&self, who: W) -> Result<(String, SessionKey), WebError> {
        let mut bytes = [0; NUMBER_BYTES];
        openssl::rand::rand_bytes(&mut bytes).map_err(WebError::Chance)?;
        let number = URL_SAFE_NO_PAD.encode(bytes);
        let key = SessionKey::of(&number);
        self.store.begin_session(&key.to_string(), &who.kept(), self.clock.now()).await?;
        Ok((number, key))
    }

    /// Who is logged in with this number. The session's idle time begins anew.
    pub(super) async fn find(&self, number: &str) -> Result<Option<(SessionKey, W)>, WebError> {
        let key = SessionKey::of(number);
        let Some((who, last_used)) = self.alive(&key).await? else { return Ok(None) };
        let now = self.clock.now();
        if self.limits.is_worth_noting(last_used, now) {
            // At worst the session ends early.
            if let Err(error) = self.store.use_session(&key.to_string(), now).await {
                tracing::warn!(error = &error as &dyn Error, "a session's use cannot be noted");
            }
        }
        Ok(Some((key, who)))
    }

    /// The same, without using the session: for what a page asks by itself.
    pub(super) async fn peek(&self, number: &str) -> Result<Option<(SessionKey, W)>, WebError> {
        let key = SessionKey::of(number);
        Ok(self.recall(&key).await?.map(|who| (key, who)))
    }

    /// Whose session it is, if it goes on. To ask is not to use it.
    pub(super) async fn recall(&self, key: &SessionKey) -> Result<Option<W>, WebError> {
        Ok(self.alive(key).await?.map(|(who, _)| who))
    }

    async fn alive(&self, key: &SessionKey) -> Result<Option<(W, Timestamp)>, WebError> {
        let Some(kept) = self.store.session(&key.to_string()).await? else { return Ok(None) };
        let is_alive = self.limits.is_alive(kept.begun, kept.last_used, self.clock.now());
        let who = W::recall(kept.holder).filter(|_| is_alive);
        Ok(who.map(|who| (who, kept.last_used)))
    }

    /// Ends a session, on every instance.
    pub(super) async fn end(&self, key: &SessionKey) -> Result<(), WebError> {
        Ok(self.store.end_session(&key.to_string()).await?)
    }
}

impl Limits {
    pub(super) fn new(idle: Duration, longest: Duration) -> Self {
        Self { idle, longest }
    }

    /// What is over at this moment.
    pub(super) fn at(self, now: Timestamp) -> SessionLimits {
        SessionLimits {
            used_before: before(now, self.idle),
            begun_before: before(now, self.longest),
        }
    }

    fn is_alive(self, begun: Timestamp, last_used: Timestamp, now: Timestamp) -> bool {
        let over = self.at(now);
        last_used > over.used_before && begun > over.begun_before
    }

    /// Whether a use is noted, so that a page does not write at each request. A session therefore
    /// ends as much as that early, and never late.
    fn is_worth_noting(self, last_used: Timestamp, now: Timestamp) -> bool {
        last_used <= before(now, NOTED_WITHIN.min(self.idle / NOTED_IN_PARTS))
    }
}

fn before(now: Timestamp, by: Duration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}

impl SessionKey {
    fn of(number: &str) -> Self {
        Self(Sha256::digest(number.as_bytes()).into())
    }
}

/// As it is kept.
impl fmt::Display for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
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
