//! What the program tells of itself. Log and figures belong to the whole process, so each test runs
//! in a process of its own.

use std::process::{Command, Output};

use vaccinjournal::telemetry::{Format, Settings, start_log, start_metrics};

const PATIENT: &str = "191212121212";

#[test]
fn a_panic_is_logged_by_place_and_never_by_its_words() {
    let output = run("child_that_panics");
    let said = String::from_utf8_lossy(&output.stderr);
    let line: serde_json::Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    assert_eq!(line["message"], "panic", "{said}");
    assert!(line["place"].as_str().unwrap().contains("telemetry.rs:"), "{said}");
    assert!(!said.contains(PATIENT) && !String::from_utf8_lossy(&output.stdout).contains(PATIENT));
}

#[test]
fn times_are_counted_in_classes() {
    let output = run("child_that_measures");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("vaccinjournal_test_seconds_bucket{le=\"0.1\"} 1"), "{text}");
    assert!(text.contains("vaccinjournal_test_seconds_bucket{le=\"60\"} 2"), "{text}");
}

#[test]
#[ignore = "run by another test, in a process of its own"]
fn child_that_panics() {
    start_log(Settings { filter: "info".parse().unwrap(), format: Format::Json }).unwrap();
    let ended = std::panic::catch_unwind(|| panic!("at patient {PATIENT}"));
    assert!(ended.is_err());
}

#[test]
#[ignore = "run by another test, in a process of its own"]
fn child_that_measures() {
    let figures = start_metrics().unwrap();
    metrics::histogram!("vaccinjournal_test_seconds").record(0.07);
    metrics::histogram!("vaccinjournal_test_seconds").record(41.0);
    println!("{}", figures.render());
}

fn run(child: &str) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let name = format!("telemetry::{child}");
    command.args(["--exact", &name, "--ignored", "--nocapture", "--test-threads=1"]);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    output
}
