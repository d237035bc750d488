//! The demonstration's scenario: it can be played, and it shows what it is meant to show.

use std::collections::BTreeSet;

use vaccinjournal::domain::PatientId;
use vaccinjournal::simulator::contract::Version;
use vaccinjournal::simulator::scenario::{Behaviour, Scenario};

use vaccinjournal::store::Import;

use crate::databases::sqlite;
use crate::simulator_play::{AGGREGATION, Play, question};

const PATIENTS: [&str; 4] = ["191212121212", "195709263080", "201701012393", "196812732391"];

fn demo() -> Scenario {
    let text = std::fs::read_to_string("scenarios/demo.toml").unwrap();
    let mut scenario = Scenario::parse(&text).unwrap();
    scenario.platform.time_scale = 0.03;
    scenario
}

#[test]
fn every_patient_is_a_test_identity_with_a_right_number() {
    let demo = demo();
    let held = demo.producers.iter().flat_map(|producer| &producer.doses);
    let held: BTreeSet<&str> = held.map(|dose| dose.patient.as_str()).collect();
    assert_eq!(held, PATIENTS.into());
    for number in PATIENTS {
        assert!(number.parse::<PatientId>().is_ok());
    }
}

#[test]
fn it_has_well_sources_and_every_kind_of_trouble() {
    let demo = demo();
    let count = |is: fn(&Behaviour) -> bool| {
        demo.producers.iter().filter(|producer| is(&producer.behaviour)).count()
    };
    assert!(demo.producers.len() >= 10);
    assert!(count(|it| matches!(it, Behaviour::Answer)) >= 8);
    assert_eq!(count(|it| matches!(it, Behaviour::Hang)), 1);
    assert_eq!(count(|it| matches!(it, Behaviour::Fault { code: Some(9), .. })), 1);
    assert_eq!(count(|it| matches!(it, Behaviour::Result { .. })), 1);
    assert_eq!(count(|it| matches!(it, Behaviour::Cut { .. })), 1);
    assert!(demo.producers.iter().any(|it| it.versions == [Version::V1]));
    assert!(demo.producers.iter().any(|it| it.address == "SE5560000001-MVJ"));
    assert!(demo.producers.iter().any(|it| it.delay >= 10_000));
}

/// What the platform sends back must be recognizable as what MVJ holds already.
#[tokio::test]
async fn mvjs_own_records_and_the_row_by_file_come_back_under_the_same_identity() {
    let store = sqlite();
    let store = store.open().await;
    let own = std::fs::read_to_string("scenarios/demo-own.toml").unwrap();
    let imported = store.import(&Import::parse(&own).unwrap()).await.unwrap();
    assert_eq!((imported.patients, imported.vaccinations), (4, 6));
    let demo = demo();
    let mut back = 0;
    for number in PATIENTS {
        for record in store.own_records(&number.parse().unwrap()).await.unwrap() {
            let system = record.key.source_system.as_str();
            let producer = demo.producers.iter().find(|it| it.address == system).unwrap();
            let document = record.key.document_id.as_str();
            let sent = producer.doses.iter().find(|it| it.document.as_deref() == Some(document));
            let Some(sent) = sent else { continue };
            back += 1;
            let reference = format!("{system}^{}", sent.reference.as_deref().unwrap());
            assert_eq!(record.key.reference.as_ref(), Some(&reference));
            assert_eq!(sent.patient, number);
            assert_eq!(record.day().unwrap().to_string(), sent.date);
            assert_eq!(record.batch, sent.batch);
        }
    }
    assert_eq!(back, 4, "all but the one written a moment ago and the other care unit's");
}

#[tokio::test]
async fn every_patient_has_an_answer() {
    let play = Play::of(demo()).await;
    for (patient, kind, sources, records) in [
        ("191212121212", "1", 8, 16),
        ("195709263080", "1", 11, 32),
        ("201701012393", "1", 7, 10),
        ("196812732391", "3", 6, 5),
    ] {
        let ask = |version| {
            question(version, AGGREGATION, &[])
                .replace("191212121212", patient)
                .replace("1.2.752.129.2.1.3.1<", &format!("1.2.752.129.2.1.3.{kind}<"))
        };
        let answer = play.post(&ask(Version::V2)).await;
        assert_eq!(answer.statuses().len(), sources, "{patient}");
        assert_eq!(answer.records().len(), records, "{patient}");
        let old = play.post(&ask(Version::V1)).await;
        assert_eq!(old.records().len(), if patient == "191212121212" { 5 } else { 0 });
    }
}

/// The scenario of troubles is also the manual of what a scenario can say, so it says everything.
#[test]
fn the_troubles_name_every_trouble_there_is() {
    let text = std::fs::read_to_string("scenarios/troubles.toml").unwrap();
    let troubles = format!("{:?}", Scenario::parse(&text).unwrap());
    for (file, enumeration) in [
        ("scenario", "Behaviour"),
        ("scenario", "ConnectionTrouble"),
        ("scenario", "Encoding"),
        ("scenario", "FaultShape"),
        ("scenario", "MessageShape"),
        ("scenario", "Packaging"),
        ("scenario", "Route"),
        ("scenario", "Status"),
        ("scenario", "WireFault"),
        ("flaw", "Flaw"),
        ("xml", "Prefixes"),
    ] {
        let source = std::fs::read_to_string(format!("src/simulator/{file}.rs")).unwrap();
        let (_, body) = source.split_once(&format!("pub enum {enumeration} {{")).unwrap();
        let (body, _) = body.split_once("\n}").unwrap();
        let variants = body.lines().filter_map(|line| line.strip_prefix("    "));
        let variants = variants.filter(|line| line.starts_with(char::is_uppercase));
        for variant in variants {
            let name = variant.trim_end_matches([',', ' ', '{']);
            assert!(troubles.contains(name), "scenarios/troubles.toml lacks {enumeration}::{name}");
        }
    }
}
