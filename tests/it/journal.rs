//! The whole way from a request to a journal, over real mutual TLS.

use std::time::Duration;

use vaccinjournal::domain::{
    Journal, MergeRule, NotAsked, PatientId, Reach, RecordOrigin, SourceKind, SourceState, Trouble,
    VaccinationRecord,
};
use vaccinjournal::journal::JournalError;
use vaccinjournal::journal::access::{Denied, JournalRequest};
use vaccinjournal::journal::ask::{DirectSource, Plan};
use vaccinjournal::rivta::GvhVersion;

use crate::house::{House, aggregated, completed, demonstration, settings};

const OLD_MAN: &str = "191212121212";

/// The states of all sources, by address, own store first.
fn states(journal: &Journal) -> Vec<(String, SourceState)> {
    let address = |kind: &SourceKind| kind.address().map_or("own".to_owned(), ToString::to_string);
    journal.sources.iter().map(|one| (address(&one.kind), one.state.clone())).collect()
}

fn state(journal: &Journal, address: &str) -> SourceState {
    let states = states(journal);
    let found = states.iter().find(|(at, _)| at == address);
    found.unwrap_or_else(|| panic!("{address} is not among {states:?}")).1.clone()
}

#[tokio::test]
async fn the_demonstration_names_every_source_with_its_state() {
    let house = House::demonstration().await;
    let journal = house.whole(OLD_MAN).await;
    assert_eq!(state(&journal, "own"), SourceState::Answered);
    assert_eq!(state(&journal, "SE2329990011-COSMIC"), SourceState::Answered);
    assert_eq!(state(&journal, "SE2120990071-HSV"), SourceState::TimedOut);
    let vp009 = SourceState::Unreachable(Trouble::Platform { code: 9 });
    assert_eq!(state(&journal, "SE5569990081-DN"), vp009);
    assert!(!journal.is_whole());
    assert!(!journal.every_source_named, "an aggregated answer cannot prove it");
    assert!(journal.doses.len() >= 10, "{} doses", journal.doses.len());
}

#[tokio::test]
async fn our_own_records_that_come_back_are_not_counted_twice() {
    let house = House::demonstration().await;
    let journal = house.whole(OLD_MAN).await;
    let echoes = journal.doses.iter().flat_map(|dose| &dose.records);
    let echoes = echoes.filter(|record| record.rule == Some(MergeRule::D1)).count();
    assert!(echoes >= 1, "no record came back");
    for dose in &journal.doses {
        let own = "SE5560000001-MVJ".parse().unwrap();
        let ours = dose.records.iter().filter(|r| r.record.key.source_system == own);
        let led = ours.filter(|r| r.rule != Some(MergeRule::D1)).count();
        assert!(led <= 1, "an own record leads twice in one dose");
    }
}

#[tokio::test]
async fn asked_directly_each_source_is_called_and_answers_for_itself() {
    let mut scenario = demonstration();
    scenario.platform.time_scale = 0.02;
    let source = |address: &str, version, name: Option<&str>| DirectSource {
        address: address.parse().unwrap(),
        version,
        name: name.map(str::to_owned),
    };
    let plan = Plan::Direct {
        sources: vec![
            source("SE2329990011-COSMIC", GvhVersion::V2, Some("Cosmic")),
            source("SE5569990081-DN", GvhVersion::V2, None),
            source("SE5569990091-CAP", GvhVersion::V2, None),
            source("SE5569990101-APO", GvhVersion::V2, None),
        ],
    };
    let house = House::of(scenario, plan).await;
    let journal = house.whole(OLD_MAN).await;
    assert_eq!(state(&journal, "SE2329990011-COSMIC"), SourceState::Answered);
    assert!(journal.every_source_named);
    let vp009 = SourceState::Unreachable(Trouble::Platform { code: 9 });
    assert_eq!(state(&journal, "SE5569990081-DN"), vp009);
    assert!(matches!(
        state(&journal, "SE5569990091-CAP"),
        SourceState::Refused(Trouble::ResultError { .. })
    ));
    let cut = SourceState::Unreadable(Trouble::Malformed);
    assert_eq!(state(&journal, "SE5569990101-APO"), cut, "a cut answer shows nothing");
}

/// The demonstration, asked by what the engagement index at this address names.
async fn by_index(address: &str) -> House {
    let mut scenario = demonstration();
    scenario.platform.time_scale = 0.02;
    let plan =
        Plan::Index { index: address.parse().unwrap(), version: GvhVersion::V2, known: Vec::new() };
    House::of(scenario, plan).await
}

#[tokio::test]
async fn the_engagement_index_names_the_sources_to_ask() {
    let house = by_index("5565594230").await;
    let journal = house.whole(OLD_MAN).await;
    assert!(
        journal.sources.iter().any(|one| matches!(one.kind, SourceKind::EngagementIndex { .. })),
        "{:?}",
        states(&journal)
    );
    assert_eq!(state(&journal, "SE2329990011-COSMIC"), SourceState::Answered);
    let own = states(&journal).into_iter().find(|(address, _)| address == "SE5560000001-MVJ");
    assert_eq!(own, None, "our own system is not asked over the platform");
}

#[tokio::test]
async fn an_index_that_fails_leaves_own_records_and_says_so() {
    // No such index: the platform answers with a fault.
    let house = by_index("SE0000000000-NONE").await;
    let journal = house.whole(OLD_MAN).await;
    let index = journal.sources.iter().find(|one| one.kind.address().is_some()).unwrap();
    assert!(matches!(index.kind, SourceKind::EngagementIndex { .. }) && index.state.is_missing());
    assert!(!journal.is_whole() && !journal.doses.is_empty());
    let records = journal.doses.iter().flat_map(|dose| &dose.records).map(|one| &one.record);
    let fetched = |one: &VaccinationRecord| matches!(one.origin, RecordOrigin::Fetched { .. });
    assert!(!records.into_iter().any(fetched), "somebody was asked");
    let asked = house.simulator.arrivals().all();
    let history = |one: &&vaccinjournal::simulator::arrivals::Arrival| {
        one.soap_action().is_some_and(|action| action.contains("GetVaccinationHistory"))
    };
    assert_eq!(asked.iter().filter(history).count(), 0);
}

#[tokio::test]
async fn switched_off_no_call_reaches_the_platform() {
    let house = House::switched_off(demonstration(), aggregated(), settings()).await;
    let journal = house.whole(OLD_MAN).await;
    let off = SourceState::NotAsked(NotAsked::SwitchedOff);
    assert!(journal.sources.iter().any(|source| source.state == off));
    assert_eq!(house.simulator.arrivals().counts().connections, 0, "not even a connection");
    house.switch(true).await;
    house.whole(OLD_MAN).await;
    let asked = house.arrived();
    assert!(asked > 0);
    house.switch(false).await;
    house.whole(OLD_MAN).await;
    assert_eq!(house.arrived(), asked);
}

#[tokio::test]
async fn an_administrators_assignment_opens_no_journal() {
    let house = House::demonstration().await;
    let assignment = house.store.assignment("lars-admin").await.unwrap().unwrap();
    let patient: PatientId = OLD_MAN.parse().unwrap();
    let opened =
        house.service.open(JournalRequest { patient, assignment, reach: Reach::Coherent }).await;
    assert!(matches!(opened.err(), Some(JournalError::Denied(Denied::Purpose))));
    assert_eq!(house.arrived(), 0);
}

#[tokio::test]
async fn a_local_reserve_number_is_not_asked_of_the_aggregating_service() {
    let house = House::demonstration().await;
    let patient = PatientId::parse("1.2.752.97.3.1.3", "992024123456").unwrap();
    house.state(&patient).await;
    let assignment = house.nurse().await;
    let request = JournalRequest { patient, assignment, reach: Reach::Coherent };
    let view = house.service.open(request).await.unwrap();
    let journal = completed(&view).await;
    let reserve = SourceState::NotAsked(NotAsked::ReserveNumber);
    assert!(journal.sources.iter().any(|source| source.state == reserve));
    assert_eq!(house.arrived(), 0);
}

#[tokio::test]
async fn equal_questions_under_way_share_their_calls_and_others_do_not() {
    let house = House::demonstration().await;
    let one = house.open(OLD_MAN).await;
    let same = house.service.open(one.request().clone()).await.unwrap();
    let other = house.open("195709263080").await;
    assert_ne!(one.id(), same.id(), "a view is one user's own");
    for view in [&one, &same, &other] {
        completed(view).await;
    }
    let questions = house
        .simulator
        .arrivals()
        .all()
        .iter()
        .filter(|arrival| arrival.soap_action().is_some_and(|a| a.contains("GetVaccination")))
        .count();
    assert_eq!(questions, 4, "two patients, two versions of the contract");
}

#[tokio::test]
async fn own_records_are_there_before_anybody_has_answered() {
    let house = House::demonstration().await;
    let view = house.open(OLD_MAN).await;
    let first = view.progress().borrow().clone();
    assert!(!first.complete);
    assert!(!first.journal.doses.is_empty());
    assert!(first.journal.is_waiting());
    completed(&view).await;
}

#[tokio::test]
async fn leaving_the_page_calls_the_calls_off() {
    let mut scenario = demonstration();
    scenario.platform.time_scale = 1.0;
    let house = House::of(scenario, aggregated()).await;
    let view = house.open(OLD_MAN).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    drop(view);
    let stopped = tokio::time::timeout(Duration::from_secs(2), house.service.finish()).await;
    assert!(stopped.is_ok(), "the calls went on without anybody looking");
}

#[tokio::test]
async fn after_a_fault_the_same_question_is_not_put_again() {
    let source = DirectSource {
        address: "SE5569990081-DN".parse().unwrap(),
        version: GvhVersion::V2,
        name: None,
    };
    let mut scenario = demonstration();
    scenario.platform.time_scale = 0.02;
    let house = House::of(scenario, Plan::Direct { sources: vec![source] }).await;
    house.whole(OLD_MAN).await;
    let asked = house.arrived();
    let journal = house.whole(OLD_MAN).await;
    assert!(matches!(
        state(&journal, "SE5569990081-DN"),
        SourceState::NotAsked(NotAsked::RecentFault { .. })
    ));
    assert_eq!(house.arrived(), asked, "not within five minutes");
    house.whole("195709263080").await;
    assert!(house.arrived() > asked, "another patient's question is another question");
}

#[tokio::test]
async fn every_question_has_a_whole_period() {
    let house = House::demonstration().await;
    house.whole(OLD_MAN).await;
    for arrival in house.simulator.arrivals().all() {
        let body = String::from_utf8_lossy(&arrival.body).into_owned();
        if body.contains("GetVaccinationHistory") {
            assert!(body.contains("19000101</"), "no start in {body}");
            assert!(body.contains("timePeriod"), "no period");
        }
    }
}

#[tokio::test]
async fn many_views_reuse_a_few_connections() {
    let house = House::demonstration().await;
    for _ in 0..20 {
        house.whole("195709263080").await;
    }
    let made = house.transport.connections_made();
    assert!(made <= 4, "{made} handshakes for 20 views");
}
