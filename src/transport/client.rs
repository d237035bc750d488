use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{redirect, retry, tls};
use tokio::sync::Semaphore;
use tokio::time::timeout_at;
use tower::util::MapResponseLayer;

use super::answer::Answer;
use super::budget::ByteBudget;
use super::certificate::CertificateDescription;
use super::endpoint::Endpoint;
use super::error::TransportError;
use super::identity::{Identity, IdentityError, IdentityFiles};
use super::probe::Probe;
use super::roots::{Roots, RootsError};

/// How calls are made.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Our certificate and key.
    pub identity: IdentityFiles,
    /// PEM file with the certificate authorities whose servers we speak to.
    pub roots: PathBuf,
    /// Longest time for TCP and TLS together.
    pub connect_timeout: Duration,
    /// How long an idle connection is kept. It should be just under the server's own time.
    pub pool_idle_timeout: Duration,
    /// How many idle connections are kept to one host.
    pub pool_max_idle_per_host: usize,
    /// How many calls may be under way at once; the others wait for their turn.
    pub calls_at_once: usize,
    /// How many bytes all answers in memory may take together.
    pub bytes_in_flight: u64,
}

/// What one answer may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The largest body, in bytes. A larger answer fails; its first part is never used.
    pub largest_answer: u64,
    /// The longest pause in a body. The wait for the answer's head does not count: a source may
    /// well think for half a minute.
    pub body_idle: Duration,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Where to.
    pub endpoint: &'a Endpoint,
    /// Headers besides those that HTTP needs.
    pub headers: HeaderMap,
    /// What is sent.
    pub body: Bytes,
    /// When the whole answer must be here, waiting for a turn and for room included.
    pub deadline: Instant,
    /// What the answer may cost.
    pub limits: &'a Limits,
    /// Which connection to take.
    pub connection: Connection,
}

/// Which connection a call takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Connection {
    /// An idle one if there is any.
    Pooled,
    /// A new one, for a call that has just failed on an old one.
    Fresh,
}

/// Posts over mutual TLS and reads whole answers.
///
/// Connections are pooled because native-tls never resumes a session: each new one costs a full
/// handshake. Dropping a call's future closes its connection, so that its late answer can never be
/// taken for the answer to another call.
pub struct Client {
    settings: Settings,
    current: RwLock<Arc<Current>>,
    tried: Mutex<Vec<FileStamp>>,
    connections_made: Arc<AtomicU64>,
    turns: Semaphore,
    budget: ByteBudget,
}

/// Whom we are and whom we trust, as read from the files last time they were good.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Our own certificate.
    pub identity: CertificateDescription,
    /// The certificate authorities we accept.
    pub roots: Vec<CertificateDescription>,
}

/// What looking at the files gave.
#[derive(Debug)]
pub enum Refresh {
    /// They are as they were when we last looked.
    Unchanged,
    /// They were replaced, and new calls use what is in them now.
    Replaced(Trust),
    /// They were replaced by something that cannot be used; calls go on with what was there.
    Kept(SetupError),
}

/// Why a client could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The identity was refused.
    #[error("the client identity is refused")]
    Identity(#[from] IdentityError),
    /// The certificate authorities were refused.
    #[error("the trusted certificate authorities are refused")]
    Roots(#[from] RootsError),
    /// OpenSSL takes neither, for instance because a key is too short.
    #[error("TLS cannot be set up")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The clients of one identity, and what they were made of.
struct Current {
    pooled: reqwest::Client,
    fresh: reqwest::Client,
    probe: Probe,
    trust: Trust,
    /// When our own certificate's time is out, on the monotonic clock.
    expires: Option<Instant>,
}

impl Client {
    /// Sets up a client, refusing an identity or trust that cannot work now.
    pub fn new(settings: Settings, now: Timestamp) -> Result<Self, SetupError> {
        let connections_made = Arc::new(AtomicU64::new(0));
        // Before reading, so that a change while we read is seen the next time.
        let stamps = stamps(&settings);
        let current = Current::load(&settings, &connections_made, now)?;
        Ok(Self {
            current: RwLock::new(Arc::new(current)),
            tried: Mutex::new(stamps),
            connections_made,
            turns: Semaphore::new(settings.calls_at_once.min(Semaphore::MAX_PERMITS)),
            budget: ByteBudget::new(settings.bytes_in_flight),
            settings,
        })
    }

    /// Makes one call and reads the whole answer, whatever its status.
    pub async fn post(&self, request: Request<'_>) -> Result<Answer, TransportError> {
        let deadline = request.deadline.into();
        let turn = timeout_at(deadline, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(TransportError::Overloaded) };
        let limits = request.limits;
        let answer = async {
            let response = self.send(request).await?;
            Answer::read(response, limits, &self.budget).await
        };
        timeout_at(deadline, answer).await.unwrap_or(Err(TransportError::Deadline))
    }

    /// How many connections, and so TLS handshakes, have been made.
    pub fn connections_made(&self) -> u64 {
        self.connections_made.load(Ordering::Relaxed)
    }

    /// Whom we are and whom we trust now.
    pub fn trust(&self) -> Trust {
        self.current().trust.clone()
    }

    /// Looks whether the files of identity and trust were replaced, and if so takes what is in them
    /// now. Cheap when they were not. Reads files, so call it where blocking does no harm.
    pub fn refresh(&self, now: Timestamp) -> Refresh {
        let stamps = stamps(&self.settings);
        let mut tried = self.tried.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if *tried == stamps {
            return Refresh::Unchanged;
        }
        *tried = stamps;
        match Current::load(&self.settings, &self.connections_made, now) {
            Ok(loaded) => {
                let trust = loaded.trust.clone();
                // Calls under way hold on to the clients they began with.
                let mut current =
                    self.current.write().unwrap_or_else(|poisoned| poisoned.into_inner());
                *current = Arc::new(loaded);
                Refresh::Replaced(trust)
            }
            Err(error) => Refresh::Kept(error),
        }
    }

    async fn send(&self, request: Request<'_>) -> Result<reqwest::Response, TransportError> {
        let current = self.current();
        let client = match request.connection {
            Connection::Pooled => &current.pooled,
            Connection::Fresh => &current.fresh,
        };
        let post = client.post(request.endpoint.url()).headers(request.headers);
        let sent = post.body(request.body).send().await;
        match sent.map_err(TransportError::from_sending) {
            Err(TransportError::LostBeforeAnswer { detail }) => {
                Err(current.explain_loss(request.endpoint, request.connection, detail).await)
            }
            other => other,
        }
    }

    fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Current {
    fn load(
        settings: &Settings,
        connections_made: &Arc<AtomicU64>,
        now: Timestamp,
    ) -> Result<Self, SetupError> {
        let identity = Identity::load(&settings.identity, now)?;
        let roots = Roots::load(&settings.roots, now)?;
        let client = |idle: usize| {
            let made = Arc::clone(connections_made);
            reqwest::Client::builder()
                .tls_backend_native()
                .https_only(true)
                .identity(identity.for_tls()?)
                .tls_certs_only(roots.for_tls()?)
                .tls_version_min(tls::Version::TLS_1_2)
                .http1_only()
                .redirect(redirect::Policy::none())
                .referer(false)
                .retry(retry::never())
                .no_proxy()
                .user_agent(concat!("vaccinjournal/", env!("CARGO_PKG_VERSION")))
                .default_headers(uncoded())
                .connect_timeout(settings.connect_timeout)
                .pool_idle_timeout(settings.pool_idle_timeout)
                .pool_max_idle_per_host(idle)
                .connector_layer(MapResponseLayer::new(move |connection| {
                    made.fetch_add(1, Ordering::Relaxed);
                    connection
                }))
                .build()
        };
        let refused = |error: reqwest::Error| SetupError::Tls(error.into());
        let left = identity.description().not_after.as_second().saturating_sub(now.as_second());
        let left = Duration::from_secs(u64::try_from(left).unwrap_or(0));
        Ok(Self {
            pooled: client(settings.pool_max_idle_per_host).map_err(refused)?,
            fresh: client(0).map_err(refused)?,
            probe: Probe::new(&identity, &roots, settings.connect_timeout)
                .map_err(|error| SetupError::Tls(error.into()))?,
            trust: Trust {
                identity: identity.description().clone(),
                roots: roots.descriptions().to_vec(),
            },
            expires: Instant::now().checked_add(left),
        })
    }

    /// A server that refuses our certificate under TLS 1.3 may hang up before its reason is read.
    /// On a new connection, which cannot have been closed for its age, that is looked into.
    async fn explain_loss(
        &self,
        endpoint: &Endpoint,
        connection: Connection,
        detail: String,
    ) -> TransportError {
        if self.expires.is_some_and(|end| end < Instant::now()) {
            let alert = "connection closed, and our certificate has expired".to_owned();
            return TransportError::ClientCertificateRefused { alert };
        }
        if connection == Connection::Fresh
            && let Some(alert) = self.probe.refusal(endpoint).await
        {
            return TransportError::ClientCertificateRefused { alert };
        }
        TransportError::LostBeforeAnswer { detail }
    }
}

fn uncoded() -> HeaderMap {
    HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))])
}

/// What tells a replaced file from the one before.
#[derive(Debug, Eq, PartialEq)]
struct FileStamp {
    changed: Option<SystemTime>,
    length: u64,
}

fn stamps(settings: &Settings) -> Vec<FileStamp> {
    let files = [&settings.identity.certificate, &settings.roots];
    files.into_iter().chain(&settings.identity.key).map(|path| stamp(path)).collect()
}

fn stamp(path: &Path) -> FileStamp {
    let metadata = fs::metadata(path).ok();
    FileStamp {
        changed: metadata.as_ref().and_then(|found| found.modified().ok()),
        length: metadata.map_or(0, |found| found.len()),
    }
}
