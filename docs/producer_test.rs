//! The rules of conformance as a test of a producer's own. A team copies this file to its `tests/`
//! and puts its producer in [`our_producer`]; `docs/conformance.md` says what else is needed.

use std::path::{Path, PathBuf};

use vaccinjournal::conformance::{self, Data, Outcome, Settings};
use vaccinjournal::simulator::{self, Simulator};
use vaccinjournal::transport::IdentityFiles;

#[tokio::test(flavor = "multi_thread")]
async fn our_producer_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let (_running, settings) = our_producer(folder.path()).await;
    let data = Data::read(Path::new("src/conformance/template.toml")).unwrap();

    let report = conformance::run(&settings, &data, &|_| {}).await.unwrap();

    // What a test manager hands in, and what a build server reads.
    std::fs::write(folder.path().join("conformance.html"), report.html().unwrap()).unwrap();
    std::fs::write(folder.path().join("conformance.xml"), report.junit().unwrap()).unwrap();
    // A rule that the test data could not try has not passed: name the ones that may stay untried.
    let untried = report.rules.iter().filter(|rule| rule.outcome == Outcome::NotTestable);
    let untried: Vec<&str> = untried.map(|rule| rule.rule.id).collect();
    assert_eq!(untried, ["same-in-both-contracts", "ping"]);
    if let Some(broken) = report.broken() {
        panic!("{}\n{broken}", report.summary());
    }
}

/// The producer that is tried, over mutual TLS. Here it is the simulated platform with a producer
/// that keeps every rule; yours has an address, a client certificate and an authority instead:
///
/// ```ignore
/// let identity = IdentityFiles {
///     certificate: "tests/identity.p12".into(),
///     key: None,
///     passphrase: Some("…".into()),
///     allow_legacy_encryption: false,
/// };
/// let endpoint = "https://localhost:9443/gvh/2".parse().unwrap();
/// Settings::direct(endpoint, "SE2321000016-SYS1".parse().unwrap(), identity, "tests/ca.pem".into())
/// ```
async fn our_producer(folder: &Path) -> (Simulator, Settings) {
    let scenario = std::fs::read_to_string("scenarios/conformance.toml").unwrap();
    let scenario = simulator::scenario::Scenario::parse(&scenario).unwrap();
    let simulator = simulator::start(scenario, simulator::Settings::default()).await.unwrap();

    let pki = simulator.pki();
    let key = simulator::pki::KeyKind::EcP256;
    let client = pki.client("SE5560000001-MVJ", key, simulator::pki::Flaw::None).unwrap();
    let mut identity = client.certificate_pem().unwrap();
    identity.extend(client.key_pem().unwrap());
    let identity = IdentityFiles {
        certificate: written(folder, "identity.pem", &identity),
        key: None,
        passphrase: None,
        allow_legacy_encryption: false,
    };
    let authority = written(folder, "authority.pem", &pki.authority().to_pem().unwrap());
    let endpoint = simulator.url().parse().unwrap();
    let address = "SE2321000016-SYS1".parse().unwrap();
    (simulator, Settings::direct(endpoint, address, identity, authority))
}

/// Writes a file that its owner alone may read, as one with a key must be.
fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let path = folder.join(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options.open(&path).unwrap().write_all(bytes).unwrap();
    path
}
