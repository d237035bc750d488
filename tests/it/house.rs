//! A whole vaccinjournal without its web: simulator, client over mutual TLS, store and service.

use std::collections::HashMap;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use tempfile::TempDir;
use vaccinjournal::access_log::{self, AccessLog};
use vaccinjournal::care::blocks::BlockService;
use vaccinjournal::care::consent::ConsentService;
use vaccinjournal::care::relation::RelationService;
use vaccinjournal::care::{Receiver, ServiceSettings};
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::domain::{Assignment, Catalogue, Journal, PatientId, Reach, Scope, SwedishDate};
use vaccinjournal::journal::access::{
    Gate, JournalRequest, Rules, SecurityServices, StatedBasis, Statement,
};
use vaccinjournal::journal::ask::{Asker, Plan, Plans, Settings};
use vaccinjournal::journal::{JournalService, Parts, Progress, View};
use vaccinjournal::person::{PersonRegister, PersonSettings};
use vaccinjournal::rivta::client::{self, Client, RetrySettings};
use vaccinjournal::rivta::{GvhVersion, breaker, xml};
use vaccinjournal::simulator::pki::{Flaw, KeyKind};
use vaccinjournal::simulator::scenario::Scenario;
use vaccinjournal::simulator::{self, Simulator};
use vaccinjournal::store::{GvhSwitch, Import, Store};
use vaccinjournal::transport::{self, IdentityFiles};

use crate::databases::{Database, sqlite};

/// Address of the aggregating service.
pub const AGGREGATION: &str = "5565594230";

/// The care provider of the demonstration's nurse.
pub const CARE_PROVIDER: &str = "SE5560000001-VG1";

/// Address of the simulated person register.
const PERSON_REGISTER: &str = "SE165565594230-1000";

/// Everything but the web.
pub struct House {
    pub simulator: Simulator,
    pub service: JournalService,
    pub store: Arc<Store>,
    pub log: Arc<AccessLog>,
    pub database: Database,
    pub transport: Arc<transport::Client>,
    plan: Plan,
    settings: Settings,
    _folder: TempDir,
}

impl House {
    /// The demonstration, asked through its aggregating service, with consumption switched on.
    pub async fn demonstration() -> Self {
        let mut scenario = demonstration();
        scenario.platform.time_scale = 0.02;
        Self::of(scenario, aggregated()).await
    }

    /// A scenario of one's own, asked by this plan, with consumption switched on.
    pub async fn of(scenario: Scenario, plan: Plan) -> Self {
        let house = Self::switched_off(scenario, plan, settings()).await;
        house.switch(true).await;
        house
    }

    /// The same, with the person register asked for other ids.
    pub async fn knowing_persons(scenario: Scenario, plan: Plan) -> Self {
        let mut house = Self::of(scenario, plan).await;
        let person_register = Some(house.person_register());
        let others = Others { security: blocks_alone, person_register };
        let House { simulator, transport, store, log, plan, settings, .. } = &house;
        let (plan, settings) = (plan.clone(), settings.clone());
        house.service = service(simulator, transport, store, log, plan, settings, others);
        house
    }

    /// The same, before support has switched anything on.
    pub async fn switched_off(scenario: Scenario, plan: Plan, settings: Settings) -> Self {
        Self::on(sqlite(), scenario, plan, settings).await
    }

    /// The same on a database of one's choice.
    pub async fn on(
        database: Database,
        scenario: Scenario,
        plan: Plan,
        settings: Settings,
    ) -> Self {
        let simulator = simulator::start(scenario, simulator::Settings::default()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let transport = Arc::new(transport(&simulator, folder.path()));
        let store = Arc::new(database.open().await);
        let own = std::fs::read_to_string("scenarios/demo-own.toml").unwrap();
        store.import(&Import::parse(&own).unwrap()).await.unwrap();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let log = access_log(&store, &clock);
        let ask = settings.clone();
        let others = Others { security: blocks_alone, person_register: None };
        let service = service(&simulator, &transport, &store, &log, plan.clone(), ask, others);
        Self {
            simulator,
            service,
            store,
            log,
            database,
            transport,
            plan,
            settings,
            _folder: folder,
        }
    }

    /// The same with the consent service and the service of patient relations connected too, or
    /// with other services.
    pub fn connected(mut self, services: fn(&Arc<Client>) -> SecurityServices) -> Self {
        let Self { simulator, transport, store, log, plan, settings, .. } = &self;
        let (plan, ask) = (plan.clone(), settings.clone());
        let others = Others { security: services, person_register: None };
        self.service = service(simulator, transport, store, log, plan, ask, others);
        self
    }

    /// What another instance on the same database works with.
    pub async fn beside(&self) -> (JournalService, Arc<Store>, Arc<AccessLog>) {
        let Self { simulator, transport, plan, settings, .. } = self;
        let store = Arc::new(self.database.open().await);
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let log = access_log(&store, &clock);
        let ask = settings.clone();
        let others = Others { security: blocks_alone, person_register: None };
        let service = service(simulator, transport, &store, &log, plan.clone(), ask, others);
        (service, store, log)
    }

    /// The simulated person register, asked with a deadline that a test can wait for.
    pub fn person_register(&self) -> Arc<PersonRegister> {
        let client = Arc::new(client(&self.simulator, &self.transport));
        let settings = PersonSettings {
            address: PERSON_REGISTER.parse().unwrap(),
            deadline: Duration::from_secs(1),
            breaker: breaker::Settings { failures: 5, rest: Duration::from_secs(30) },
            limits: xml_limits(),
            trusted_assurances: vec!["1".to_owned()],
            reserve_series: Vec::new(),
        };
        Arc::new(PersonRegister::new(client, settings))
    }

    /// Switches GVH consumption for the nurse's care provider.
    pub async fn switch(&self, on: bool) {
        #[expect(clippy::disallowed_methods, reason = "the service runs on the computer's clock")]
        let now = Timestamp::now();
        let switch = GvhSwitch {
            care_provider: CARE_PROVIDER.parse().unwrap(),
            on,
            reason: "test".to_owned(),
            by: "test".to_owned(),
            at: now,
            from: now,
        };
        self.store.switch_gvh(&switch).await.unwrap();
    }

    /// The nurse's assignment.
    pub async fn nurse(&self) -> Assignment {
        self.store.assignment("karin-centrum").await.unwrap().unwrap()
    }

    /// The nurse states that she takes part in the patient's care, and that the patient consents.
    pub async fn state(&self, patient: &PatientId) {
        let stated = consent(SystemClock.swedish_now().date());
        self.service.gate().state(patient, &self.nurse().await, &stated).await.unwrap();
    }

    /// The nurse opens a patient's journal, having stated why she may.
    pub async fn open(&self, patient: &str) -> Arc<View> {
        let patient: PatientId = patient.parse().unwrap();
        self.state(&patient).await;
        let assignment = self.nurse().await;
        let request = JournalRequest { patient, assignment, reach: Reach::Coherent };
        self.service.open(request).await.unwrap()
    }

    /// The whole journal, when every source has answered or been given up.
    pub async fn whole(&self, patient: &str) -> Arc<Journal> {
        let view = self.open(patient).await;
        completed(&view).await
    }

    /// How many requests have reached the platform.
    pub fn arrived(&self) -> usize {
        self.simulator.arrivals().all().len()
    }
}

/// A care relation, and a consent until this day.
pub fn consent(until: Date) -> Statement {
    let until = SwedishDate::new(until);
    let basis = StatedBasis::Consent { scope: Scope::Employee, until };
    Statement { care_relation: true, basis }
}

/// Access control with the strict defaults.
pub fn gate(
    store: &Arc<Store>,
    services: SecurityServices,
    log: &Arc<AccessLog>,
    clock: Arc<dyn Clock>,
) -> Gate {
    Gate::new(Arc::clone(store), services, rules(), Arc::clone(log), clock)
}

/// The rules of `config.default.toml`.
pub fn rules() -> Rules {
    Rules {
        relation_days: 1,
        consent_longest_days: 365,
        emergency_hours: 12,
        cannot_decide_days: 1,
        lifting_longest_days: 7,
        blocks_checked_elsewhere: false,
        fault_pause: Duration::from_secs(300),
    }
}

/// All security services are connected.
pub fn all_services(client: &Arc<Client>) -> SecurityServices {
    let local = ServiceSettings { receiver: Receiver::CareProvider, ..security_service() };
    SecurityServices {
        consent: Some(ConsentService::new(Arc::clone(client), local.clone())),
        relation: Some(RelationService::new(Arc::clone(client), local)),
        ..blocks_alone(client)
    }
}

/// None is.
pub fn no_services(_client: &Arc<Client>) -> SecurityServices {
    SecurityServices::default()
}

/// The blocking service alone is connected; consents and care relations are stated.
pub fn blocks_alone(client: &Arc<Client>) -> SecurityServices {
    let blocks = BlockService::new(Arc::clone(client), security_service());
    SecurityServices { blocks: Some(blocks), ..SecurityServices::default() }
}

fn security_service() -> ServiceSettings {
    ServiceSettings {
        receiver: Receiver::Address("SE165565594230-1000".parse().unwrap()),
        deadline: Duration::from_secs(2),
        limits: xml_limits(),
    }
}

/// What a journal asks besides its sources.
struct Others {
    security: fn(&Arc<Client>) -> SecurityServices,
    person_register: Option<Arc<PersonRegister>>,
}

fn service(
    simulator: &Simulator,
    transport: &Arc<transport::Client>,
    store: &Arc<Store>,
    log: &Arc<AccessLog>,
    plan: Plan,
    settings: Settings,
    others: Others,
) -> JournalService {
    let client = Arc::new(client(simulator, transport));
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let Others { security, person_register } = others;
    let gate = gate(store, security(&client), log, clock.clone());
    JournalService::new(Parts {
        gate,
        plans: Plans { by_care_provider: HashMap::new(), otherwise: Some(plan) },
        asker: Asker::new(client, settings, clock.clone()),
        store: Arc::clone(store),
        log: Arc::clone(log),
        catalogue: Arc::new(Catalogue::load().unwrap()),
        person_register,
        own_system: "SE5560000001-MVJ".parse().unwrap(),
        xml_limits: xml_limits(),
        longest_text: 2_000,
        most_under_way: 200,
        clock,
    })
}

/// A client that asks the simulated platform.
fn client(simulator: &Simulator, transport: &Arc<transport::Client>) -> Client {
    Client::new(
        Arc::clone(transport),
        client::Settings {
            platform: simulator.url().parse().unwrap(),
            original_consumer: None,
            limits: transport::Limits {
                largest_answer: 16 << 20,
                body_idle: Duration::from_secs(10),
            },
            retry: RetrySettings {
                shortest_pause: Duration::from_millis(10),
                longest_pause: Duration::from_millis(20),
                least_time_left: Duration::from_millis(100),
                earned_per_call: 0.1,
                saved_up: 10.0,
                interval: Duration::from_millis(1),
            },
        },
    )
}

/// Waits until a view is complete.
pub async fn completed(view: &View) -> Arc<Journal> {
    let mut progress = view.progress();
    let complete = progress.wait_for(|progress: &Progress| progress.complete);
    let complete = tokio::time::timeout(Duration::from_secs(60), complete).await;
    let journal = complete.expect("the view did not become complete").unwrap().journal.clone();
    assert!(journal.conservation.holds(), "{:?}", journal.conservation);
    journal
}

/// The access log in a store; its file for emergencies has a name of its own.
pub fn access_log(store: &Arc<Store>, clock: &Arc<dyn Clock>) -> Arc<AccessLog> {
    let name = format!("vaccinjournal-aside-{}.jsonl", uuid::Uuid::new_v4());
    let settings = access_log::Settings {
        instance: "test".to_owned(),
        emergency_file: std::env::temp_dir().join(name),
        longest_write: Duration::from_secs(5),
        onward: false,
    };
    Arc::new(AccessLog::new(Arc::clone(store), Arc::clone(clock), settings))
}

/// The demonstration's scenario.
pub fn demonstration() -> Scenario {
    Scenario::parse(&std::fs::read_to_string("scenarios/demo.toml").unwrap()).unwrap()
}

/// Both versions through the aggregating service.
pub fn aggregated() -> Plan {
    Plan::Aggregated {
        address: AGGREGATION.parse().unwrap(),
        versions: vec![GvhVersion::V2, GvhVersion::V1],
    }
}

/// Deadlines that a test can wait for.
pub fn settings() -> Settings {
    Settings {
        source_deadline: Duration::from_secs(5),
        view_deadline: Duration::from_secs(8),
        concurrency: 32,
        breaker: breaker::Settings { failures: 5, rest: Duration::from_secs(30) },
        fault_pause: Duration::from_secs(300),
        period_start: "19000101".parse().unwrap(),
        period_days_ahead: 366,
    }
}

/// The limits of `config.default.toml`.
pub fn xml_limits() -> xml::Limits {
    xml::Limits {
        bytes: 16 << 20,
        depth: 64,
        attributes: 256,
        namespace_bindings: 128,
        name_length: 1024,
        text_length: 65_536,
        records: 10_000,
        list_entries: 100_000,
        findings: 16,
    }
}

/// A client that the simulator trusts; its identity is kept in the folder.
pub fn transport(simulator: &Simulator, folder: &Path) -> transport::Client {
    let settings = transport_settings(simulator, folder);
    #[expect(clippy::disallowed_methods, reason = "certificates go by the computer's clock")]
    transport::Client::new(settings, Timestamp::now()).unwrap()
}

/// Its settings; the certificates are written to the folder.
pub fn transport_settings(simulator: &Simulator, folder: &Path) -> transport::Settings {
    let pki = simulator.pki();
    let identity = pki.client("SE5560000001-MVJ", KeyKind::EcP256, Flaw::None).unwrap();
    let mut pem = identity.certificate_pem().unwrap();
    pem.extend(identity.key_pem().unwrap());
    let certificate = secret_file(folder, "identity.pem", &pem);
    let roots = secret_file(folder, "roots.pem", &pki.authority().to_pem().unwrap());
    transport::Settings {
        identity: IdentityFiles {
            certificate,
            key: None,
            passphrase: None,
            allow_legacy_encryption: false,
        },
        roots,
        connect_timeout: Duration::from_secs(5),
        pool_idle_timeout: Duration::from_secs(15),
        pool_max_idle_per_host: 32,
        calls_at_once: 64,
        bytes_in_flight: 64 << 20,
    }
}

fn secret_file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    use std::io::Write;
    let path = folder.join(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(&path).unwrap().write_all(bytes).unwrap();
    path
}
