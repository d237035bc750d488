//! The national platform, its aggregating service and its producers, as they really behave: real
//! SOAP over real mutual TLS, on this machine. For tests, the demonstration and `simulate`.
//!
//! Start in [`start`]. A [`scenario`] says who the producers are and how everybody behaves.
//!
//! It writes and reads XML by itself, without the protocol code it is there to try: a simulator
//! must be able to send what no correct writer would, and a mistake shared by both sides would not
//! be seen.

/// What is played: producers, their data, everybody's behaviour.
pub mod scenario;

/// What can be wrong with one record.
pub mod flaw;

/// COSMIC's page, which launches the journal.
pub mod cosmic;

/// What a producer does wrong with questions.
pub mod habit;

/// Certificates made at start: an authority, servers and clients, good and bad.
pub mod pki;

/// TLS and HTTP: listens, logs what arrives, answers in order or with scripted bytes.
pub mod server;

/// What arrived, and how many connections and handshakes it took.
pub mod arrivals;

/// SOAP faults in all their shapes.
pub mod fault;

/// Names on the wire.
pub mod contract;

/// XML as a tree, in the styles that real systems write.
pub mod xml;

mod aggregation;
mod index;
mod packing;
mod platform;
mod producer;
mod question;
mod record;
mod selection;
mod services;
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;

use openssl::error::ErrorStack;
use openssl::ssl::SslVersion;

use self::arrivals::Arrivals;
use self::pki::{Flaw, Pki};
pub use self::platform::Call;
use self::platform::World;
use self::scenario::{Scenario, ScenarioError};
use self::server::{Handler, Opening, Server, ServerError, ServerSettings};
pub use self::services::StoredLog;
use crate::clock::{Clock, SystemClock};

/// How to run the simulator.
#[derive(Clone)]
pub struct Settings {
    /// Where to listen; port 0 takes a free one.
    pub bind: SocketAddr,
    /// The clock that message times are taken from. Certificates go by the computer's own.
    pub clock: Arc<dyn Clock>,
    /// What is wrong with the server's certificate.
    pub server_flaw: Flaw,
    /// Oldest and newest TLS version spoken.
    pub tls_versions: (SslVersion, SslVersion),
    /// How a connection begins.
    pub opening: Opening,
    /// How many requests the log keeps, with their bodies, and how many calls to producers.
    pub arrivals_kept: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 0)),
            clock: Arc::new(SystemClock),
            server_flaw: Flaw::None,
            tls_versions: (SslVersion::TLS1_2, SslVersion::TLS1_3),
            opening: Opening::Serve,
            arrivals_kept: 1_000,
        }
    }
}

/// Why the simulator could not start.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// The scenario contradicts itself.
    #[error("the scenario cannot be played")]
    Scenario(#[from] ScenarioError),
    /// Certificates could not be made.
    #[error("cannot make certificates")]
    Certificates(#[from] ErrorStack),
    /// The listener could not start.
    #[error("cannot listen")]
    Listen(#[from] ServerError),
}

/// The simulator at work. Dropped, it stops; [`Simulator::stop`] also waits for its connections.
pub struct Simulator {
    server: Server,
    pki: Pki,
    world: Arc<World>,
}

/// Starts to play a scenario.
pub async fn start(scenario: Scenario, settings: Settings) -> Result<Simulator, SimulatorError> {
    scenario.check()?;
    let pki = Pki::new(SystemClock.now())?;
    let mut server =
        ServerSettings::local(pki.server(settings.server_flaw)?, pki.authority().clone());
    server.bind = settings.bind;
    server.tls_versions = settings.tls_versions;
    server.opening = settings.opening;
    server.arrivals_kept = settings.arrivals_kept;
    server.largest_request = scenario.platform.largest_message;
    let world = Arc::new(World::new(scenario, settings.clock, settings.arrivals_kept));
    let answering = Arc::clone(&world);
    let handler: Handler = Arc::new(move |arrival| {
        let world = Arc::clone(&answering);
        Box::pin(async move { world.answer(arrival).await })
    });
    let server = Server::start(server, handler).await?;
    Ok(Simulator { server, pki, world })
}

impl Simulator {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Where to send requests: any path that begins like this is taken.
    pub fn url(&self) -> String {
        let prefix = self.world.scenario().platform.path_prefix.clone();
        format!("https://localhost:{}{prefix}", self.address().port())
    }

    /// The authority, and client certificates from it.
    pub fn pki(&self) -> &Pki {
        &self.pki
    }

    /// What arrived.
    pub fn arrivals(&self) -> &Arc<Arrivals> {
        self.server.arrivals()
    }

    /// The latest requests that reached a producer, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.world.calls()
    }

    /// The log entries that the log service has kept, in order.
    pub fn stored_logs(&self) -> Vec<StoredLog> {
        self.world.stored_logs()
    }

    /// Changes what is played, from the next request on.
    pub fn change(&self, change: impl FnOnce(&mut Scenario)) {
        self.world.change(change);
    }

    /// Stops listening, cuts every connection, and waits until all of them are gone.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}
