//! The security services and the person register at play, and a client over mutual TLS.

use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use vaccinjournal::care::{Receiver, ServiceSettings};
use vaccinjournal::domain::AccessingActor;
use vaccinjournal::rivta::client::{self, Client, RetrySettings};
use vaccinjournal::simulator::arrivals::Arrival;
use vaccinjournal::simulator::scenario::{Scenario, ServiceBehaviour, ServiceFlaw, WireFault};
use vaccinjournal::simulator::{self, Simulator};
use vaccinjournal::transport;

use crate::house;

/// The national logical address.
pub const NATIONAL: &str = "SE165565594230-1000";

/// Services at play.
pub struct Place {
    pub simulator: Simulator,
    pub client: Arc<Client>,
    _folder: TempDir,
}

impl Place {
    /// Plays a scenario on a short time scale.
    pub async fn of(scenario: &str) -> Self {
        let mut scenario = Scenario::parse(scenario).unwrap();
        scenario.platform.time_scale = 0.01;
        let simulator = simulator::start(scenario, simulator::Settings::default()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let transport = Arc::new(house::transport(&simulator, folder.path()));
        let client = Client::new(
            transport,
            client::Settings {
                platform: simulator.url().parse().unwrap(),
                original_consumer: None,
                limits: transport::Limits {
                    largest_answer: 1 << 20,
                    body_idle: Duration::from_secs(10),
                },
                retry: RetrySettings {
                    shortest_pause: Duration::from_millis(1),
                    longest_pause: Duration::from_millis(2),
                    least_time_left: Duration::from_millis(10),
                    earned_per_call: 1.0,
                    saved_up: 10.0,
                    interval: Duration::ZERO,
                },
            },
        );
        Self { simulator, client: Arc::new(client), _folder: folder }
    }

    /// What arrived, in order.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.simulator.arrivals().all()
    }

    /// The text of the latest question.
    pub fn question(&self) -> String {
        String::from_utf8(self.simulator.arrivals().last().unwrap().body.to_vec()).unwrap()
    }
}

/// Settings of a service at the national address, with a deadline that a test can wait for.
pub fn national() -> ServiceSettings {
    ServiceSettings {
        receiver: Receiver::Address(NATIONAL.parse().unwrap()),
        deadline: Duration::from_secs(2),
        limits: house::xml_limits(),
    }
}

/// Settings of a service that is asked at the reader's care provider.
pub fn local() -> ServiceSettings {
    ServiceSettings { receiver: Receiver::CareProvider, ..national() }
}

/// The demonstration's nurse at work.
pub fn nurse() -> AccessingActor {
    AccessingActor {
        employee: "SE5560000001-KARIN".parse().unwrap(),
        care_provider: "SE5560000001-VG1".parse().unwrap(),
        care_unit: "SE5560000001-VE1".parse().unwrap(),
    }
}

/// Every way in which a service can fail to answer, with a name for messages.
pub fn failures() -> Vec<(&'static str, ServiceBehaviour)> {
    let flawed = |flaw| ServiceBehaviour::Flawed { flaw };
    let result = |code: &str| ServiceBehaviour::Result { code: code.to_owned() };
    vec![
        ("hangs", ServiceBehaviour::Hang),
        ("fault", ServiceBehaviour::Fault { code: None, shape: Default::default() }),
        ("not permitted", ServiceBehaviour::Fault { code: Some(7), shape: Default::default() }),
        ("error", result("ERROR")),
        ("access denied", result("ACCESSDENIED")),
        ("not found", result("NOTFOUND")),
        ("no such code", result("FINE")),
        ("cut", ServiceBehaviour::Cut { left: 900 }),
        ("nearly whole", ServiceBehaviour::Cut { left: 998 }),
        ("empty", ServiceBehaviour::Cut { left: 0 }),
        ("reset", ServiceBehaviour::Wire { fault: WireFault::ResetBeforeAnswer }),
        ("cut on the wire", ServiceBehaviour::Wire { fault: WireFault::HalfWithoutLength }),
        ("no http", ServiceBehaviour::Wire { fault: WireFault::Noise }),
        ("no result", flawed(ServiceFlaw::NoResult)),
    ]
}
