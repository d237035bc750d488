//! Runs against the simulator: a producer that keeps every rule passes them all, and each thing that
//! a producer can do wrong breaks its rule, and no rule but that and those that depend on it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use vaccinjournal::clock::SystemClock;
use vaccinjournal::conformance::data::{DataError, TEMPLATE};
use vaccinjournal::conformance::{self, Data, Outcome, Report, RunError, Settings};
use vaccinjournal::rivta::{GvhVersion, question};
use vaccinjournal::simulator::habit::Habit;
use vaccinjournal::simulator::scenario::{Producer, Scenario};
use vaccinjournal::simulator::{self, Simulator};
use vaccinjournal::transport;

use crate::house::transport_settings;
use crate::xml_support::LIMITS;

#[tokio::test(flavor = "multi_thread")]
async fn a_producer_that_keeps_every_rule_passes_every_rule_in_seconds() {
    let report = run(|_| {}, |_| {}).await;
    let open = open(&report, Outcome::Passed);
    assert!(open.is_empty(), "{open:#?}");
    assert!(report.is_passed());
    assert!(report.took < Duration::from_secs(30), "{:?}", report.took);
    eprintln!("{}", report.summary());
}

#[tokio::test(flavor = "multi_thread")]
async fn version_1_is_tried_by_the_same_rules_but_those_of_its_result() {
    let data = TEMPLATE.replace("both_contracts = true", "both_contracts = false");
    let report =
        with_data(&data, |_| {}, |settings| settings.contract = Some(GvhVersion::V1)).await;
    let not_passed = report.rules.iter().filter(|rule| rule.outcome != Outcome::Passed);
    let not_passed: Vec<_> = not_passed.map(|rule| (rule.rule.id, rule.outcome)).collect();
    assert_eq!(
        not_passed,
        [
            ("same-in-both-contracts", Outcome::NotApplicable),
            ("gender-coded", Outcome::NotApplicable),
            ("nullified-said", Outcome::NotApplicable),
            // The reason is a truth value there, which nobody sends.
            ("nullified-reason", Outcome::NotTestable),
            ("error-code", Outcome::NotApplicable),
            ("log-id", Outcome::NotApplicable),
            ("error-without-records", Outcome::NotApplicable),
        ],
        "{:#?}",
        open(&report, Outcome::Passed)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_lacks_data_for_is_neither_passed_nor_failed() {
    let data = "[[patient]]\nid = \"195709263080\"\n";
    let report = with_data(data, |_| {}, |settings| settings.ping_endpoint = None).await;
    for id in
        ["samordningsnummer", "unknown-patient", "ping", "special-letters", "refused-consumer"]
    {
        let rule = report.rule(id).unwrap();
        assert_eq!(rule.outcome, Outcome::NotTestable, "{id}");
        assert!(rule.reason.as_ref().is_some_and(|reason| !reason.is_empty()), "{id}");
    }
    assert_eq!(failed(&report), BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_report_holds_a_patients_id_unless_it_is_asked_for() {
    let names = |producer: &mut Producer| producer.habits.push(Habit::NamesPatientInFaults);
    let report = run(names, |_| {}).await;
    let texts = texts(&report);
    for number in ["195709263080", "19570926-3080", "5709263080", "196812732391", "19570926308A"] {
        for (form, text) in &texts {
            assert!(!text.contains(number), "{form} holds {number}");
        }
    }
    let unknown = |producer: &mut Producer| {
        producer.habits.extend([Habit::NamesPatientInFaults, Habit::FaultForUnknownPatient]);
    };
    let shown = run(unknown, |settings| settings.show_patients = true).await;
    // The faults' texts alone are repeated, so nothing more is shown than is needed.
    assert!(!failed(&shown).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_whole_documents() {
    let report = run(|producer| producer.habits.push(Habit::IgnoresCareUnit), |_| {}).await;
    let json: serde_json::Value = serde_json::from_str(&report.json().unwrap()).unwrap();
    assert_eq!(json["rules"].as_array().unwrap().len(), conformance::rules().count());
    assert_eq!(json["passed"], false);
    let junit = report.junit().unwrap();
    let document = roxmltree::Document::parse(&junit).unwrap();
    let suite = document.root_element();
    let count = |name| document.descendants().filter(|it| it.has_tag_name(name)).count();
    assert_eq!(suite.attribute("failures").unwrap(), count("failure").to_string());
    assert_eq!(suite.attribute("tests").unwrap(), count("testcase").to_string());
    let html = report.html().unwrap();
    assert!(html.contains("Underkänd") && html.contains("id=\"care-unit\""));
    for outside in ["<link", "<script", "src=", "url("] {
        assert!(!html.contains(outside), "the page needs {outside}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_producer_that_is_not_there_is_no_result() {
    let simulator = simulator(&|_| {}).await;
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(&simulator, folder.path());
    simulator.stop().await;
    let data = Data::parse(TEMPLATE).unwrap();
    let ended = conformance::run(&settings, &data, &|_| {}).await;
    assert!(matches!(ended, Err(RunError::Unreachable(_))));
}

#[test]
fn the_template_is_read_and_errors_name_the_key() {
    let data = Data::parse(TEMPLATE).unwrap();
    assert_eq!(data.patients.len(), 3);
    let error = |text: &str| Data::parse(text).unwrap_err().to_string();
    let patient = "[[patient]]\nid = \"195709263080\"\n";
    assert!(error("[[patient]]\nid = \"195709263081\"\n").starts_with("patient[1].id: "));
    assert!(error(&format!("{patient}colour = 1\n")).contains("line 3"));
    assert!(
        error(&format!("{patient}[unknown]\ncare_unit = \"no id\"\n"))
            .contains("unknown.care_unit")
    );
    let period = "[[patient.period]]\nstart = \"20200101\"\nend = \"20191231\"\n";
    assert!(error(&format!("{patient}{period}")).starts_with("patient[1].period[1].end: "));
    assert!(matches!(Data::parse("").unwrap_err(), DataError::NoPatient));
}

#[test]
fn rules_have_ids_of_their_own() {
    let ids: BTreeSet<&str> = conformance::rules().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), conformance::rules().count());
}

async fn run(producer: impl Fn(&mut Producer), change: impl FnOnce(&mut Settings)) -> Report {
    with_data(TEMPLATE, producer, change).await
}

pub async fn with_data(
    data: &str,
    producer: impl Fn(&mut Producer),
    change: impl FnOnce(&mut Settings),
) -> Report {
    let simulator = simulator(&producer).await;
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(&simulator, folder.path());
    change(&mut settings);
    let data = Data::parse(data).unwrap();
    conformance::run(&settings, &data, &|_| {}).await.unwrap()
}

pub async fn simulator(change: &impl Fn(&mut Producer)) -> Simulator {
    let text = std::fs::read_to_string("scenarios/conformance.toml").unwrap();
    let mut scenario = Scenario::parse(&text).unwrap();
    change(&mut scenario.producers[0]);
    simulator::start(scenario, simulator::Settings::default()).await.unwrap()
}

fn settings(simulator: &Simulator, folder: &std::path::Path) -> Settings {
    let platform: transport::Endpoint = simulator.url().parse().unwrap();
    Settings {
        endpoint: platform.join(GvhVersion::V2.contract().path),
        ping_endpoint: Some(platform.join(question::PING.path)),
        other_endpoint: Some(platform.join(GvhVersion::V1.contract().path)),
        logical_address: "SE2321000016-SYS1".parse().unwrap(),
        contract: None,
        transport: transport_settings(simulator, folder),
        limits: transport::Limits { largest_answer: 16 << 20, body_idle: Duration::from_secs(10) },
        xml: LIMITS,
        answer_time: Duration::from_secs(27),
        deadline: Duration::from_secs(40),
        at_once: 10,
        show_patients: false,
        clock: Arc::new(SystemClock),
    }
}

pub fn failed(report: &Report) -> BTreeSet<&'static str> {
    let rules = report.rules.iter().filter(|rule| rule.outcome == Outcome::Failed);
    rules.map(|rule| rule.rule.id).collect()
}

/// The rules that did not end so, in lines.
fn open(report: &Report, outcome: Outcome) -> Vec<String> {
    let rules = report.rules.iter().filter(|rule| rule.outcome != outcome);
    rules.map(|rule| rule.lines()).collect()
}

fn texts(report: &Report) -> [(&'static str, String); 4] {
    let lines: Vec<String> = report.rules.iter().map(|rule| rule.lines()).collect();
    [
        ("terminal", lines.join("\n")),
        ("JSON", report.json().unwrap()),
        ("JUnit", report.junit().unwrap()),
        ("page", report.html().unwrap()),
    ]
}
