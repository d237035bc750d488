//! A simulated server and our client before it, with the files they need.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, Response};
use secrecy::SecretString;
use tempfile::TempDir;
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::simulator::arrivals::Arrival;
use vaccinjournal::simulator::pki::{Flaw, Identity, KeyKind, Pki};
use vaccinjournal::simulator::server::{
    Handler, Opening, Reply, Script, Server, ServerSettings, Step,
};
use vaccinjournal::transport::{
    Answer, Client, Connection, Endpoint, IdentityFiles, Limits, Request, Settings, TransportError,
};

/// The caller's HSA-id.
pub const SENDER: &str = "SE5560000001-MVJ";

/// A server, its authority, and a folder with our files.
pub struct Place {
    pub server: Server,
    pub pki: Pki,
    pub folder: TempDir,
    pub limits: Limits,
    pub deadline: Duration,
}

impl Place {
    /// A server that answers by this handler.
    pub async fn new(handler: Handler) -> Self {
        Self::opening(Opening::Serve, handler).await
    }

    /// A server that answers each request with this script.
    pub async fn scripted(script: Script) -> Self {
        Self::new(by_script(script)).await
    }

    /// A server whose connections begin in this way.
    pub async fn opening(opening: Opening, handler: Handler) -> Self {
        let pki = Pki::new(SystemClock.now()).unwrap();
        let server = pki.server(Flaw::None).unwrap();
        Self::with(pki, server, |settings| settings.opening = opening, handler).await
    }

    /// A server with this certificate and changed settings.
    pub async fn with(
        pki: Pki,
        identity: Identity,
        change: impl FnOnce(&mut ServerSettings),
        handler: Handler,
    ) -> Self {
        let mut settings = ServerSettings::local(identity, pki.authority().clone());
        change(&mut settings);
        let server = Server::start(settings, handler).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits { largest_answer: 1 << 20, body_idle: Duration::from_millis(400) };
        let place = Self { server, pki, folder, limits, deadline: Duration::from_secs(5) };
        place.write("roots.pem", &place.pki.authority().to_pem().unwrap());
        place
    }

    /// Where the server listens.
    pub fn endpoint(&self) -> Endpoint {
        let port = self.server.address().port();
        format!("https://localhost:{port}/vp").parse().unwrap()
    }

    /// Writes a file that only its owner may read.
    pub fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// An identity in one PEM file.
    pub fn pem_files(&self, identity: &Identity) -> IdentityFiles {
        let pem = [identity.certificate_pem().unwrap(), identity.key_pem().unwrap()].concat();
        files(self.write("identity.pem", &pem), None, None)
    }

    /// Settings with a good identity.
    pub fn settings(&self) -> Settings {
        let identity = self.pki.client(SENDER, KeyKind::EcP256, Flaw::None).unwrap();
        self.settings_with(self.pem_files(&identity))
    }

    /// Settings with this identity.
    pub fn settings_with(&self, identity: IdentityFiles) -> Settings {
        Settings {
            identity,
            roots: self.folder.path().join("roots.pem"),
            connect_timeout: Duration::from_millis(800),
            pool_idle_timeout: Duration::from_secs(15),
            pool_max_idle_per_host: 32,
            calls_at_once: 64,
            bytes_in_flight: 16 << 20,
        }
    }

    /// A client with a good identity.
    pub fn client(&self) -> Client {
        Client::new(self.settings(), SystemClock.now()).unwrap()
    }

    /// Posts this body on a pooled connection.
    pub async fn post(&self, client: &Client, body: &str) -> Result<Answer, TransportError> {
        self.post_on(client, body, Connection::Pooled).await
    }

    /// Posts this body on such a connection.
    pub async fn post_on(
        &self,
        client: &Client,
        body: &str,
        connection: Connection,
    ) -> Result<Answer, TransportError> {
        let endpoint = self.endpoint();
        let request = Request {
            endpoint: &endpoint,
            headers: HeaderMap::new(),
            body: Bytes::copy_from_slice(body.as_bytes()),
            deadline: Instant::now() + self.deadline,
            limits: &self.limits,
            connection,
        };
        client.post(request).await
    }

    /// What a call with a good identity gives.
    pub async fn answer(&self) -> Result<Answer, TransportError> {
        self.post(&self.client(), "hej").await
    }
}

/// The files of an identity.
pub fn files(
    certificate: PathBuf,
    key: Option<PathBuf>,
    passphrase: Option<&str>,
) -> IdentityFiles {
    let passphrase = passphrase.map(SecretString::from);
    IdentityFiles { certificate, key, passphrase, allow_legacy_encryption: false }
}

/// Answers by this function, at once.
pub fn answering(answer: impl Fn(Arrival) -> Reply + Send + Sync + 'static) -> Handler {
    Arc::new(move |arrival| {
        let reply = answer(arrival);
        Box::pin(async move { reply })
    })
}

/// Answers with what was sent.
pub fn echo() -> Handler {
    answering(|arrival| Reply::Http(Response::new(arrival.body)))
}

/// Answers every request with this script.
pub fn by_script(script: Script) -> Handler {
    answering(move |_| Reply::Script(script.clone()))
}

/// Bytes on the wire.
pub fn write(text: &str) -> Step {
    Step::Write(Bytes::copy_from_slice(text.as_bytes()))
}
