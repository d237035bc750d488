//! What changes while a journal is put together: blocks under the patient's other ids, holders that
//! come later than the choice to see them, grants that end, and what the states of sources may tell
//! meanwhile.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::domain::{
    AccessActivity, Journal, PatientId, Source, SourceKind, SourceState, WithheldReason,
};
use vaccinjournal::journal::access::reader;
use vaccinjournal::journal::ask::{DirectSource, Plan};
use vaccinjournal::journal::{Progress, View};
use vaccinjournal::rivta::GvhVersion;
use vaccinjournal::simulator::flaw::Flaw;
use vaccinjournal::simulator::scenario::{
    Block, BlockKind, Person, Producer, Scenario, ServiceBehaviour, ServiceFlaw,
};

use crate::access_place::{activities, withheld};
use crate::house::{House, completed};
use crate::simulator_play::{PATIENT, holding, scenario};
use crate::web_support::{CARE, Client, Site, settings};

/// An id that the register says the patient had before.
const OLD_ID: &str = "198611062384";
const QUICK: &str = "SE1-QUICK";
const SLOW: &str = "SE1-SLOW";

/// A block against other care providers than the one behind this source.
fn block(patient: &str, source: &str) -> Block {
    Block {
        patient: patient.to_owned(),
        kind: BlockKind::Outer,
        care_provider: format!("{source}-VG"),
        care_unit: None,
        from: None,
        until: None,
        except: Vec::new(),
        lifted_for: Vec::new(),
    }
}

/// A quick source and one that takes this long, each with two records.
fn two_sources(delay: Duration) -> Scenario {
    let delay = u64::try_from(delay.as_millis()).unwrap();
    let slow = Producer { delay, ..holding(SLOW, 2) };
    let mut scenario = scenario(vec![holding(QUICK, 2), slow]);
    scenario.platform.time_scale = 1.0;
    scenario
}

fn direct(addresses: &[&str]) -> Plan {
    let source = |address: &&str| DirectSource {
        address: address.parse().unwrap(),
        version: GvhVersion::V2,
        name: Some(format!("Källan {address}")),
    };
    Plan::Direct { sources: addresses.iter().map(source).collect() }
}

fn index() -> Plan {
    let known = match direct(&[QUICK, SLOW]) {
        Plan::Direct { sources } => sources,
        other => panic!("{other:?}"),
    };
    Plan::Index { index: "5565594230".parse().unwrap(), version: GvhVersion::V2, known }
}

fn blocked(journal: &Journal) -> u32 {
    withheld(journal, WithheldReason::Blocked)
}

fn told(journal: &Journal) -> Vec<&str> {
    journal.blocked.iter().map(|one| one.holder.care_provider.as_str()).collect()
}

fn shows(journal: &Journal, batch: &str) -> bool {
    let records = journal.doses.iter().flat_map(|dose| &dose.records);
    records.filter_map(|one| one.record.batch.as_deref()).any(|it| it == batch)
}

fn source<'j>(journal: &'j Journal, address: &str) -> Option<&'j Source> {
    let is_it =
        |one: &&Source| one.kind.address().is_some_and(|address_| address_.as_str() == address);
    journal.sources.iter().find(is_it)
}

async fn until(view: &View, reached: impl FnMut(&Progress) -> bool) -> Arc<Journal> {
    let mut progress = view.progress();
    let reached = tokio::time::timeout(Duration::from_secs(20), progress.wait_for(reached)).await;
    reached.expect("never came so far").unwrap().journal.clone()
}

fn questions(house: &House, action: &str) -> usize {
    let arrivals = house.simulator.arrivals().all();
    arrivals.iter().filter(|one| one.soap_action().is_some_and(|it| it.ends_with(action))).count()
}

#[tokio::test]
async fn a_block_holds_whichever_of_the_patients_ids_it_stands_under() {
    // The register says that the patient had another number. Her blocks: under neither, under the
    // old, under the present.
    for (under, stopped) in [(None, false), (Some(OLD_ID), true), (Some(PATIENT), true)] {
        let mut source = holding(QUICK, 3);
        // The middle record stands under the old number.
        source.doses[1].flaws = vec![Flaw::ForeignPatient];
        let mut scenario: Scenario = scenario(vec![source]);
        scenario.blocks = under.map(|under| block(under, QUICK)).into_iter().collect();
        scenario.persons = vec![Person {
            number: PATIENT.to_owned(),
            replaces: vec![OLD_ID.to_owned()],
            ..Person::default()
        }];
        let house = House::knowing_persons(scenario, direct(&[QUICK])).await;
        let view = house.open(PATIENT).await;
        let mut ever_shown = 0;
        let journal = until(&view, |it| {
            ever_shown += (0..3).filter(|n| shows(&it.journal, &format!("{QUICK}-{n}"))).count();
            it.complete
        })
        .await;
        let shown = (0..3).filter(|n| shows(&journal, &format!("{QUICK}-{n}"))).count();
        assert_eq!(shown, if stopped { 0 } else { 3 }, "{under:?}");
        assert_eq!(blocked(&journal), if stopped { 3 } else { 0 }, "{under:?}");
        assert!(!stopped || ever_shown == 0, "{under:?}: shown before it was stopped");
        assert_eq!(questions(&house, ":CheckBlocks"), 2, "once under each id");
    }
}

#[tokio::test]
async fn whoever_is_found_to_block_after_the_choice_needs_a_choice_of_its_own() {
    let mut scenario = two_sources(Duration::from_millis(1500));
    scenario.blocks = vec![block(PATIENT, QUICK), block(PATIENT, SLOW)];
    let house = House::of(scenario, direct(&[QUICK, SLOW])).await;
    let view = house.open(PATIENT).await;
    let is_judged =
        |it: &Progress| source(&it.journal, QUICK).is_some_and(|one| !one.state.is_waiting());
    let early = until(&view, is_judged).await;
    assert_eq!(blocked(&early), 0, "how many is not told before all is known");
    house.service.tell_who_blocks(&view).await.unwrap();
    let journal = completed(&view).await;
    assert_eq!(blocked(&journal), 4);
    assert_eq!(told(&journal), [format!("{QUICK}-VG")], "the other was not in the log");
    house.service.tell_who_blocks(&view).await.unwrap();
    let journal = view.progress().borrow().journal.clone();
    assert_eq!(told(&journal), [format!("{QUICK}-VG"), format!("{SLOW}-VG")]);
    let revealed: Vec<_> = activities(&house).await;
    let revealed = revealed.iter().filter(|one| **one == AccessActivity::BlockRevealed).count();
    assert_eq!(revealed, 2);
}

#[tokio::test]
async fn a_choice_to_see_who_blocks_is_that_views_alone() {
    let mut scenario = two_sources(Duration::from_secs(4));
    scenario.blocks = vec![block(PATIENT, QUICK)];
    let house = House::of(scenario, direct(&[QUICK, SLOW])).await;
    let view = house.open(PATIENT).await;
    let same = |view: &View| house.service.open(view.request().clone());
    let shared = same(&view).await.unwrap();
    house.service.tell_who_blocks(&view).await.unwrap();
    let later = same(&view).await.unwrap();
    for view in [&view, &shared, &later] {
        completed(view).await;
    }
    let asked = house.arrived() - questions(&house, ":CheckBlocks");
    assert_eq!(asked, 4, "the first two share their calls, the third has its own");
    house.service.tell_who_blocks(&view).await.unwrap();
    assert_eq!(told(&view.progress().borrow().journal).len(), 1);
    assert_eq!(told(&later.progress().borrow().journal), [""; 0], "nobody chose it there");
}

#[tokio::test]
async fn two_checks_of_blocks_at_once_are_one_after_the_other() {
    let house = House::of(two_sources(Duration::ZERO), direct(&[QUICK, SLOW])).await;
    house.simulator.change(|scenario| {
        let blocking = scenario.services.blocking.clone();
        let flaw = ServiceFlaw::NoResult;
        scenario.services.blocking = blocking.behaving(ServiceBehaviour::Flawed { flaw });
    });
    let view = house.open(PATIENT).await;
    completed(&view).await;
    house.simulator.change(|scenario| {
        scenario.services.blocking = vaccinjournal::simulator::scenario::Service::default();
    });
    let before = questions(&house, ":CheckBlocks");
    let again = || house.service.check_blocks_again(&view);
    tokio::join!(again(), again(), again());
    assert_eq!(questions(&house, ":CheckBlocks") - before, 1, "the others had nothing to ask");
    let journal = view.progress().borrow().journal.clone();
    assert!(shows(&journal, &format!("{SLOW}-1")) && journal.withheld.is_empty());
}

#[tokio::test]
async fn while_blocks_are_unknown_no_source_is_told_apart_from_a_blocked_one() {
    for (plan, named) in [(direct(&[QUICK, SLOW, "SE1-EMPTY"]), true), (index(), false)] {
        let mut scenario = two_sources(Duration::from_millis(700));
        scenario.producers.push(holding("SE1-EMPTY", 0));
        scenario.blocks = vec![block(PATIENT, QUICK)];
        let house = House::of(scenario, plan).await;
        let view = house.open(PATIENT).await;
        let mut seen = Vec::new();
        let journal = until(&view, |it| {
            seen.push(Arc::clone(&it.journal));
            it.complete
        })
        .await;
        for early in seen.iter().filter(|one| !Arc::ptr_eq(one, &journal)) {
            assert_eq!(blocked(early), 0);
            let kinds: Vec<_> = early.sources.iter().map(|one| &one.kind).collect();
            assert!(!kinds.contains(&&SourceKind::Blocked), "{kinds:?}");
            // Without a name in an index's plan, and in none told from one with nothing at all.
            let states = [QUICK, "SE1-EMPTY"].map(|it| source(early, it).map(|it| &it.state));
            if named {
                assert!(!states.contains(&Some(&SourceState::NothingFound)), "{states:?}");
            } else {
                assert_eq!(states, [None, None], "{early:?}");
                assert!(source(early, SLOW).is_none(), "named while it was waited for");
            }
        }
        assert_eq!(blocked(&journal), 2);
        assert_eq!(source(&journal, SLOW).unwrap().state, SourceState::Answered);
        let nothing = SourceState::NothingToShow;
        let unnamed =
            journal.sources.iter().filter(|it| it.kind == SourceKind::Unnamed).collect::<Vec<_>>();
        if named {
            assert_eq!(source(&journal, QUICK).unwrap().state, nothing);
            assert_eq!(source(&journal, "SE1-EMPTY").unwrap().state, nothing);
        } else {
            assert!(source(&journal, QUICK).is_none(), "{:?}", journal.sources);
            assert!(!unnamed.is_empty() && unnamed.iter().all(|it| it.state == nothing));
            assert!(unnamed.iter().all(|it| it.name.is_none() && it.correlation_id.is_none()));
        }
        // Without a block every name and every "nothing found" is said.
        house.simulator.change(|scenario| scenario.blocks.clear());
        let journal = house.whole(PATIENT).await;
        assert_eq!(source(&journal, QUICK).unwrap().state, SourceState::Answered);
        assert!(journal.sources.iter().all(|it| it.state != nothing), "{:?}", journal.sources);
        assert!(journal.sources.iter().all(|it| it.kind != SourceKind::Unnamed));
    }
}

/// A patient's consent is withdrawn, as from another window.
async fn withdraw(house: &House) {
    let patient: PatientId = PATIENT.parse().unwrap();
    let actor = reader(&house.nurse().await).unwrap();
    let withdrawn = house.store.withdraw_consent(&patient, &actor, SystemClock.now()).await;
    assert_eq!(withdrawn.unwrap(), 1);
}

#[tokio::test]
async fn what_comes_after_the_grant_has_ended_is_neither_taken_in_nor_logged_as_read() {
    let house = House::of(two_sources(Duration::from_millis(1200)), direct(&[QUICK, SLOW])).await;
    let view = house.open(PATIENT).await;
    until(&view, |it| shows(&it.journal, &format!("{QUICK}-0"))).await;
    let before = activities(&house).await;
    withdraw(&house).await;
    let journal = until(&view, |it| it.broken_off).await;
    assert!(!shows(&journal, &format!("{SLOW}-0")) && !view.progress().borrow().complete);
    assert_eq!(activities(&house).await, before);
}

/// Somebody waits for a slow source; meanwhile the consent is withdrawn.
async fn waiting(ask: impl AsyncFn(&Client, &str) -> (StatusCode, String)) -> (StatusCode, String) {
    let scenario = two_sources(Duration::from_millis(1500));
    let house = House::of(scenario, direct(&[QUICK, SLOW])).await;
    let site = Site::of(house, settings()).await;
    let karin = site.staff(CARE).await;
    let journal = karin.open(PATIENT).await;
    let withdrawn = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        withdraw(&site.house).await;
    };
    let (answer, ()) = tokio::join!(ask(&karin, &journal), withdrawn);
    answer
}

#[tokio::test]
async fn a_stream_ends_when_what_it_stands_on_has_ended() {
    let (status, events) = waiting(async |karin, journal| {
        let path = format!("/api/v1{}/events", journal.replace("panel", "journal"));
        let answer = karin.get(&path).await;
        (answer.status, answer.body)
    })
    .await;
    assert_eq!(status, StatusCode::OK);
    assert!(events.contains(&format!("{QUICK}-0")), "{events}");
    assert!(events.trim_end().ends_with("event: avbruten\ndata: avbruten"), "{events}");
    assert!(!events.contains(&format!("{SLOW}-0")), "{events}");
}

#[tokio::test]
async fn a_search_that_waited_longer_than_its_grant_gets_nothing() {
    let (status, body) = waiting(async |karin, _| {
        let fields = [("patient.identifier", PATIENT)];
        let answer = karin.post("/fhir/Immunization/_search", &fields).await;
        (answer.status, answer.body)
    })
    .await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{body}");
    assert!(!body.contains(&format!("{QUICK}-0")) && body.contains("gäller inte längre"), "{body}");
}
