//! `vaccinjournal conformance`, as a user runs it.

use std::path::Path;
use std::process::{Command, Output};

use vaccinjournal::rivta::{GvhVersion, question};
use vaccinjournal::simulator::Simulator;
use vaccinjournal::simulator::habit::Habit;
use vaccinjournal::simulator::scenario::Producer;
use vaccinjournal::transport::Endpoint;

use crate::conformance_run::simulator;
use crate::house::transport_settings;

#[test]
fn the_document_of_rules_is_current() {
    let path = "docs/conformance-rules.md";
    let ended = program(Path::new("."), &["conformance", "rules", "--format", "markdown"]);
    let fresh = text(&ended.stdout);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(kept == fresh, "{path} is out of date: run this test with UPDATE_EXPECT=1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_producer_is_tried_directly_without_a_platform_in_the_settings() {
    let site = Site::of(|_| {}).await;
    let platform = site.platform();
    let endpoint = platform.join(GvhVersion::V2.contract().path).to_string();
    let ping = platform.join(question::PING.path).to_string();
    let ended = site.run(
        "",
        &[
            "--endpoint",
            &endpoint,
            "--ping-endpoint",
            &ping,
            "--html",
            "r.html",
            "--json",
            "r.json",
        ],
    );
    assert_eq!(ended.status.code(), Some(0), "{}{}", text(&ended.stdout), text(&ended.stderr));
    // The other version has no address here, and nothing is passed that was not tried.
    let said = text(&ended.stdout);
    assert!(said.contains("1 not testable") && said.contains("--other-endpoint"), "{said}");
    let page = std::fs::read_to_string(site.folder.path().join("r.html")).unwrap();
    let json = std::fs::read_to_string(site.folder.path().join("r.json")).unwrap();
    for told in [&said, &page, &json] {
        assert!(!told.contains("195709263080"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn through_the_platform_every_rule_is_tried_in_either_version() {
    let site = Site::of(|_| {}).await;
    let url = site.simulator.url();
    let all = site.run(&url, &["--junit", "r.xml"]);
    assert_eq!(all.status.code(), Some(0), "{}{}", text(&all.stdout), text(&all.stderr));
    assert!(text(&all.stdout).contains(" 0 failed, 0 not applicable, 0 not testable"));
    let junit = std::fs::read_to_string(site.folder.path().join("r.xml")).unwrap();
    assert!(junit.contains("failures=\"0\"") && junit.contains("skipped=\"0\""), "{junit}");
    let first = site.run(&url, &["--contract", "1.0"]);
    assert_eq!(first.status.code(), Some(0), "{}{}", text(&first.stdout), text(&first.stderr));
    assert!(text(&first.stdout).contains("by GetVaccinationHistory 1.0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_rule_and_a_run_that_cannot_be_made_have_exit_codes_of_their_own() {
    let site = Site::of(|producer| producer.habits.push(Habit::NumbersAnew)).await;
    let broken = site.run(&site.simulator.url(), &[]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(text(&broken.stdout).contains("FAILED         same-answer"));

    let nobody = site.run("", &["--endpoint", "https://localhost:9/"]);
    assert_eq!(nobody.status.code(), Some(2));
    assert!(text(&nobody.stderr).contains("no question reached the producer"));
    let nowhere = site.run("", &[]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("platform.base_url"), "{}", text(&nowhere.stderr));
    let again = program(site.folder.path(), &["conformance", "init", "data.toml"]);
    assert_eq!(again.status.code(), Some(2), "a file that is there is not written over");
}

/// A simulated platform, and a folder with certificates and the data that `init` writes.
struct Site {
    simulator: Simulator,
    folder: tempfile::TempDir,
}

impl Site {
    async fn of(change: impl Fn(&mut Producer)) -> Self {
        let site =
            Self { simulator: simulator(&change).await, folder: tempfile::tempdir().unwrap() };
        transport_settings(&site.simulator, site.folder.path());
        let init = program(site.folder.path(), &["conformance", "init", "data.toml"]);
        assert!(init.status.success(), "{}", text(&init.stderr));
        site
    }

    fn platform(&self) -> Endpoint {
        self.simulator.url().parse().unwrap()
    }

    /// `conformance run`, with this platform in the settings or with none.
    fn run(&self, base_url: &str, arguments: &[&str]) -> Output {
        let mut settings = String::from("[platform]\nroot_certificates = \"roots.pem\"\n");
        if !base_url.is_empty() {
            settings.push_str(&format!("base_url = \"{base_url}\"\n"));
        }
        settings.push_str("[platform.identity]\ncertificate = \"identity.pem\"\n");
        std::fs::write(self.folder.path().join("settings.toml"), settings).unwrap();
        let command = ["--config", "settings.toml", "conformance", "run", "--data", "data.toml"];
        let address = ["--logical-address", "SE2321000016-SYS1"];
        program(self.folder.path(), &[&command[..], &address[..], arguments].concat())
    }
}

/// Runs the program in a folder. The simulator answers meanwhile, from other threads.
fn program(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vaccinjournal"));
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
