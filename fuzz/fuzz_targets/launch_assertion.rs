//! What is posted as a launch: raw, and as header and claims in the compact form, so that the reader
//! of their content is reached. Nothing of it is signed with the one trusted key, so nothing may pass.

#![no_main]

use std::sync::OnceLock;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use tokio::runtime::Runtime;
use vaccinjournal::launch::{self, LaunchCertificate, LaunchError};
use vaccinjournal::store::{self, Import, KeptCertificate, Store};

const CERTIFICATE: &str = include_str!("../seeds/launch_certificate/ec.pem");

const FILE: &str = "[[care_provider]]\nhsa_id = \"SE1-VG\"\nname = \"X\"\n\
    [[installation]]\nissuer = \"cosmic\"\nname = \"X\"\ncare_provider = \"SE1-VG\"\n";

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        must_be_refused(text);
    }
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let mut next = || URL_SAFE_NO_PAD.encode(parts.next().unwrap_or_default());
    let (header, claims) = (next(), next());
    must_be_refused(&format!("{header}.{claims}.{}", URL_SAFE_NO_PAD.encode([7; 64])));
});

fn must_be_refused(assertion: &str) {
    static WORLD: OnceLock<(Runtime, Store, launch::Settings)> = OnceLock::new();
    let (runtime, store, settings) = WORLD.get_or_init(world);
    let received = launch::receive(store, settings, now(), assertion);
    match runtime.block_on(received) {
        Err(LaunchError::Refused(refusal)) => assert!(refusal.words().ends_with('.')),
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("an unsigned launch was let in"),
    }
}

fn world() -> (Runtime, Store, launch::Settings) {
    let runtime = Runtime::new().unwrap();
    let file = std::env::temp_dir().join(format!("launch-fuzz-{}.sqlite", std::process::id()));
    let store = runtime.block_on(async {
        let settings = store::Settings {
            url: format!("sqlite:{}", file.display()),
            acquire_timeout: Duration::from_secs(5),
            busy_timeout: Duration::from_secs(5),
            connections: 1,
            durable: true,
        };
        let store = Store::open(&settings).await.unwrap();
        store.import(&Import::parse(FILE).unwrap()).await.unwrap();
        let read = LaunchCertificate::read(CERTIFICATE.as_bytes()).unwrap();
        let kept = KeptCertificate {
            id: "1".to_owned(),
            installation: "cosmic".to_owned(),
            care_provider: "SE1-VG".parse().unwrap(),
            thumbprint: read.thumbprint().to_owned(),
            pem: CERTIFICATE.to_owned(),
            not_after: read.not_after(),
            added_by: "fuzz".to_owned(),
            added_at: now(),
        };
        store.add_launch_certificate(&kept).await.unwrap();
        store
    });
    let settings = launch::Settings {
        audience: "https://mvj.example/launch".to_owned(),
        largest_bytes: 8192,
        longest_life: Duration::from_secs(120),
        leeway: Duration::from_secs(30),
        remember_for: Duration::from_secs(3600),
        assurance_levels: vec!["http://id.sambi.se/loa/loa3".to_owned()],
    };
    (runtime, store, settings)
}

/// The moment of the seeds.
fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}
