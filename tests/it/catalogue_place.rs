//! A user who opens one patient's journal before the simulated platform: what every row of the
//! catalogue is judged by.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::time::timeout;
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::domain::{
    Assignment, AssignmentPurpose, CareProvider, Catalogue, Clinic, Journal, PatientId, Reach,
    Source, SourceKind, SourceState, StaffMember,
};
use vaccinjournal::journal::access::{Gate, JournalRequest, Rules, SecurityServices};
use vaccinjournal::journal::ask::{Asker, DirectSource, Plan, Plans, Settings as AskSettings};
use vaccinjournal::journal::{JournalService, Parts, View};
use vaccinjournal::rivta::client::{Client, RetrySettings, Settings as ClientSettings};
use vaccinjournal::rivta::{GvhVersion, breaker, xml};
use vaccinjournal::simulator::contract::Version;
use vaccinjournal::simulator::pki::{Flaw, KeyKind};
use vaccinjournal::simulator::scenario::{Producer, Scenario};
use vaccinjournal::simulator::{self, Simulator};
use vaccinjournal::store::{GvhSwitch, Import, Store};
use vaccinjournal::transport::{self, IdentityFiles, Limits};

use crate::databases::{Database, sqlite};
use crate::house::{self, access_log};
use crate::simulator_play::{AGGREGATION, PATIENT, SENDER, holding, scenario};

/// The source that misbehaves. Its logical address is between those of the two good ones.
pub const BAD: &str = "SE1-BAD";
/// A good source with two doses.
pub const FIRST: &str = "SE1-A-GOOD";
/// A good source with three doses.
pub const LAST: &str = "SE1-Z-GOOD";

const CARE_PROVIDER: &str = "SE5560000001-VG1";

/// How the sources are asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// Each by its own address.
    Direct,
    /// The aggregating service, in these versions.
    Aggregated(&'static [GvhVersion]),
    /// The engagement index, then each source it names.
    Index,
}

/// The aggregating service in version 2.0.
pub const AGGREGATED: Way = Way::Aggregated(&[GvhVersion::V2]);

/// What a test may change before the start.
pub struct Choices {
    pub scenario: Scenario,
    pub simulator: simulator::Settings,
    pub own_flaw: Flaw,
}

impl Choices {
    pub fn new(producers: Vec<Producer>) -> Self {
        Self {
            scenario: scenario(producers),
            simulator: simulator::Settings::default(),
            own_flaw: Flaw::None,
        }
    }
}

/// A journal service before a platform.
pub struct Consumer {
    pub simulator: Simulator,
    pub service: JournalService,
    _database: Database,
    _folder: TempDir,
}

impl Consumer {
    /// Good sources around these.
    pub async fn among_good(bad: Vec<Producer>, way: Way) -> Self {
        Self::of(Choices::new(around(bad)), way).await
    }

    pub async fn of(choices: Choices, way: Way) -> Self {
        let plan = plan(&choices.scenario.producers, way);
        let simulator = simulator::start(choices.scenario, choices.simulator).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let client = client(&simulator, choices.own_flaw, folder.path());
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let database = sqlite();
        let store = database.open().await;
        switch_on(&store, clock.now()).await;
        let store = Arc::new(store);
        let log = access_log(&store, &clock);
        // The catalogue is about sources, and counts what reaches them.
        let rules = Rules { blocks_checked_elsewhere: true, ..house::rules() };
        let services = SecurityServices::default();
        let gate =
            Gate::new(Arc::clone(&store), services, rules, Arc::clone(&log), Arc::clone(&clock));
        let parts = Parts {
            gate,
            plans: Plans { otherwise: Some(plan), ..Plans::default() },
            asker: Asker::new(Arc::new(client), ask_settings(), Arc::clone(&clock)),
            store: Arc::clone(&store),
            log,
            catalogue: catalogue(),
            person_register: None,
            own_system: SENDER.parse().unwrap(),
            xml_limits: xml_limits(),
            longest_text: 1_000,
            most_under_way: 100,
            clock,
        };
        let service = JournalService::new(parts);
        Self { simulator, service, _database: database, _folder: folder }
    }

    /// The journal once every source has answered or been given up.
    pub async fn journal(&self) -> Journal {
        self.journal_of(PATIENT.parse().unwrap()).await
    }

    pub async fn journal_of(&self, patient: PatientId) -> Journal {
        let view = self.open(patient).await;
        let mut progress = view.progress();
        let whole = timeout(Duration::from_secs(15), progress.wait_for(|it| it.complete)).await;
        Journal::clone(&whole.expect("the journal is never complete").unwrap().journal)
    }

    pub async fn open(&self, patient: PatientId) -> Arc<View> {
        let request = request(patient);
        let stated = house::consent(SystemClock.swedish_now().date());
        let gate = self.service.gate();
        gate.state(&request.patient, &request.assignment, &stated).await.unwrap();
        self.service.open(request).await.unwrap()
    }

    /// Requests that reached the platform so far.
    pub fn requests(&self) -> u64 {
        self.simulator.arrivals().counts().requests
    }
}

/// Puts producers between two good ones.
pub fn around(bad: Vec<Producer>) -> Vec<Producer> {
    let mut producers = vec![holding(FIRST, 2)];
    producers.extend(bad);
    producers.push(holding(LAST, 3));
    producers
}

/// One source of a journal.
pub fn source<'j>(journal: &'j Journal, address: &str) -> &'j Source {
    let address = address.parse().unwrap();
    let named = |source: &&Source| source.kind.address() == Some(&address);
    journal.sources.iter().find(named).unwrap_or_else(|| panic!("{address} is not in the journal"))
}

/// The state of one source.
pub fn state(journal: &Journal, address: &str) -> SourceState {
    source(journal, address).state.clone()
}

/// The sources but our own store.
pub fn asked(journal: &Journal) -> Vec<&Source> {
    journal.sources.iter().filter(|source| source.kind != SourceKind::Own).collect()
}

/// A journal in which these sources misbehave between two good ones: the good ones are whole,
/// nothing of the bad ones is shown, each is in the state given with it and was asked this often.
pub async fn expect_missing(
    cases: impl IntoIterator<Item = (Producer, SourceState)>,
    requests: usize,
) {
    let (bad, states): (Vec<Producer>, Vec<SourceState>) = cases.into_iter().unzip();
    let address = |at: usize| format!("{BAD}-{at}");
    let bad = bad.into_iter().enumerate();
    let bad: Vec<_> = bad.map(|(at, it)| Producer { address: address(at), ..it }).collect();
    let consumer = Consumer::among_good(bad.clone(), Way::Direct).await;
    let journal = consumer.journal().await;
    let arrivals = consumer.simulator.arrivals().all();
    for (at, (producer, expected)) in bad.iter().zip(&states).enumerate() {
        let what = format!("{:?} {:?}", producer.behaviour, producer.writing);
        assert_eq!(state(&journal, &address(at)), *expected, "{what}");
        let named = format!(">{}<", address(at));
        let asked = arrivals.iter().filter(|it| String::from_utf8_lossy(&it.body).contains(&named));
        assert_eq!(asked.count(), requests, "{what}");
    }
    good_ones_are_whole(&journal);
    assert_eq!(journal.doses.len(), 5);
    assert!(!journal.is_whole());
}

/// The two good sources are shown whole, and every record received is accounted for.
pub fn good_ones_are_whole(journal: &Journal) {
    for (address, doses) in [(FIRST, 2), (LAST, 3)] {
        assert_eq!(state(journal, address), SourceState::Answered);
        assert_eq!(batches(journal, address).len(), doses);
    }
    assert!(journal.conservation.holds(), "{:?}", journal.conservation);
}

/// The batches shown that begin with this address, as [`holding`] names them.
pub fn batches(journal: &Journal, address: &str) -> Vec<String> {
    let batch = journal.doses.iter().filter_map(|dose| dose.shown.batch.clone());
    batch.filter(|batch| batch.starts_with(address)).collect()
}

fn plan(producers: &[Producer], way: Way) -> Plan {
    let source = |producer: &Producer| DirectSource {
        address: producer.address.parse().unwrap(),
        version: match producer.versions.first() {
            Some(Version::V1) => GvhVersion::V1,
            _ => GvhVersion::V2,
        },
        name: None,
    };
    match way {
        Way::Direct => Plan::Direct { sources: producers.iter().map(source).collect() },
        Way::Aggregated(versions) => {
            Plan::Aggregated { address: AGGREGATION.parse().unwrap(), versions: versions.to_vec() }
        }
        Way::Index => Plan::Index {
            index: AGGREGATION.parse().unwrap(),
            version: GvhVersion::V2,
            known: Vec::new(),
        },
    }
}

fn client(simulator: &Simulator, own_flaw: Flaw, folder: &Path) -> Client {
    let identity = simulator.pki().client(SENDER, KeyKind::EcP256, own_flaw).unwrap();
    let pem = [identity.certificate_pem().unwrap(), identity.key_pem().unwrap()].concat();
    let certificate = folder.join("identity.pem");
    std::fs::write(&certificate, pem).unwrap();
    std::fs::set_permissions(&certificate, std::fs::Permissions::from_mode(0o600)).unwrap();
    let roots = folder.join("roots.pem");
    std::fs::write(&roots, simulator.pki().authority().to_pem().unwrap()).unwrap();
    let settings = transport::Settings {
        identity: IdentityFiles {
            certificate,
            key: None,
            passphrase: None,
            allow_legacy_encryption: false,
        },
        roots,
        connect_timeout: Duration::from_secs(2),
        pool_idle_timeout: Duration::from_secs(15),
        pool_max_idle_per_host: 32,
        calls_at_once: 64,
        bytes_in_flight: 64 << 20,
    };
    let transport = transport::Client::new(settings, SystemClock.now()).unwrap();
    let settings = ClientSettings {
        platform: simulator.url().parse().unwrap(),
        original_consumer: Some(SENDER.parse().unwrap()),
        limits: Limits { largest_answer: 4 << 20, body_idle: Duration::from_secs(1) },
        retry: RetrySettings {
            shortest_pause: Duration::from_millis(1),
            longest_pause: Duration::from_millis(10),
            least_time_left: Duration::from_millis(300),
            earned_per_call: 0.1,
            saved_up: 2.0,
            interval: Duration::ZERO,
        },
    };
    Client::new(Arc::new(transport), settings)
}

fn xml_limits() -> xml::Limits {
    xml::Limits {
        bytes: 16 << 20,
        depth: 64,
        // A JAXB answer declares a hundred namespaces on its root.
        attributes: 256,
        namespace_bindings: 256,
        name_length: 1 << 10,
        text_length: 64 << 10,
        records: 10_000,
        list_entries: 100_000,
        findings: 32,
    }
}

/// Read once: it is the same for all tests.
fn catalogue() -> Arc<Catalogue> {
    static CATALOGUE: OnceLock<Arc<Catalogue>> = OnceLock::new();
    Arc::clone(CATALOGUE.get_or_init(|| Arc::new(Catalogue::load().unwrap())))
}

fn ask_settings() -> AskSettings {
    AskSettings {
        source_deadline: Duration::from_secs(4),
        view_deadline: Duration::from_secs(8),
        concurrency: 64,
        breaker: breaker::Settings { failures: 5, rest: Duration::from_secs(30) },
        fault_pause: Duration::from_secs(300),
        period_start: "19000101".parse().unwrap(),
        period_days_ahead: 1,
    }
}

fn request(patient: PatientId) -> JournalRequest {
    let staff =
        StaffMember { hsa_id: "SE5560000001-P1".parse().unwrap(), name: "Karin Demo".to_owned() };
    let care_provider =
        CareProvider { hsa_id: CARE_PROVIDER.parse().unwrap(), name: "Vaccinbolaget".to_owned() };
    let clinic = Clinic {
        id: "1".to_owned(),
        hsa_id: None,
        care_unit: format!("{CARE_PROVIDER}-VE").parse().unwrap(),
        care_provider: CARE_PROVIDER.parse().unwrap(),
        name: "Centrum".to_owned(),
    };
    let assignment = Assignment {
        id: "1".to_owned(),
        staff,
        care_provider,
        clinic: Some(clinic),
        purpose: AssignmentPurpose::CareAndTreatment,
        title: "Sjuksköterska".to_owned(),
    };
    JournalRequest { patient, assignment, reach: Reach::Coherent }
}

async fn switch_on(store: &Store, now: Timestamp) {
    let before = now - SignedDuration::from_hours(1);
    let switch = GvhSwitch {
        care_provider: CARE_PROVIDER.parse().unwrap(),
        on: true,
        reason: "test".to_owned(),
        by: "test".to_owned(),
        at: before,
        from: before,
    };
    let care_provider =
        format!("[[care_provider]]\nhsa_id = \"{CARE_PROVIDER}\"\nname = \"Vaccinbolaget\"\n");
    store.import(&Import::parse(&care_provider).unwrap()).await.unwrap();
    store.switch_gvh(&switch).await.unwrap();
}
