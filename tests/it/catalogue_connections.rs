//! C45–C52: certificates, connections, times, identities, and views that are left.

use std::time::{Duration, Instant};

use vaccinjournal::domain::{NotAsked, PatientId, SourceState, Trouble};
use vaccinjournal::rivta::GvhVersion;
use vaccinjournal::simulator::contract::Version;
use vaccinjournal::simulator::pki::Flaw;
use vaccinjournal::simulator::scenario::{Behaviour, Producer};

use crate::catalogue_place::{
    AGGREGATED, BAD, Choices, Consumer, FIRST, LAST, Way, around, asked, batches,
    good_ones_are_whole, source, state,
};
use crate::simulator_play::{PATIENT, behaving, holding};

#[tokio::test]
async fn c45_a_refused_client_certificate_is_told_from_a_lost_network() {
    for flaw in [Flaw::UnknownAuthority, Flaw::WrongUsage] {
        let mut choices = Choices::new(around(Vec::new()));
        choices.own_flaw = flaw;
        let consumer = Consumer::of(choices, Way::Direct).await;
        let journal = consumer.journal().await;
        for address in [FIRST, LAST] {
            assert_eq!(state(&journal, address), SourceState::Unreachable(Trouble::Certificate));
        }
        let counts = consumer.simulator.arrivals().counts();
        assert_eq!(counts.requests, 0);
        assert!(counts.failed_handshakes <= 4, "no storm: {counts:?}");
    }
}

#[tokio::test]
async fn c46_a_bad_server_certificate_ends_the_call_hard() {
    for flaw in [
        Flaw::Expired,
        Flaw::NotYetValid,
        Flaw::WrongName,
        Flaw::UnknownAuthority,
        Flaw::WrongUsage,
    ] {
        let mut choices = Choices::new(around(Vec::new()));
        choices.simulator.server_flaw = flaw;
        let consumer = Consumer::of(choices, Way::Direct).await;
        let journal = consumer.journal().await;
        for address in [FIRST, LAST] {
            let certificate = SourceState::Unreachable(Trouble::Certificate);
            assert_eq!(state(&journal, address), certificate, "{flaw:?}");
        }
        assert_eq!(consumer.requests(), 0, "nothing was sent to whoever that was");
    }
}

#[tokio::test]
async fn c47_many_journals_take_few_connections() {
    let consumer = Consumer::among_good(vec![holding(BAD, 1)], Way::Direct).await;
    for _ in 0..20 {
        good_ones_are_whole(&consumer.journal().await);
    }
    let counts = consumer.simulator.arrivals().counts();
    assert_eq!(counts.requests, 60);
    assert!(counts.handshakes <= 6, "{counts:?}");
}

#[tokio::test]
async fn c48_an_answer_late_but_within_the_platforms_time_is_awaited() {
    let late = Producer { delay: 28_000, ..holding(BAD, 2) };
    let mut choices = Choices::new(around(vec![late]));
    // On this scale the platform's 29 s are 2.9 s, and the consumer's 4 s are 40 s.
    choices.scenario.platform.time_scale = 0.1;
    let started = Instant::now();
    let journal = Consumer::of(choices, Way::Direct).await.journal().await;
    assert!(started.elapsed() >= Duration::from_millis(2_800));
    assert_eq!(state(&journal, BAD), SourceState::Answered);
    good_ones_are_whole(&journal);
}

#[tokio::test]
async fn c49_a_reserve_number_is_not_asked_about_through_the_index() {
    let reserve = || PatientId::parse("1.2.752.97.3.1.3", "992012345678").unwrap();
    for way in [AGGREGATED, Way::Index] {
        let consumer = Consumer::among_good(Vec::new(), way).await;
        let journal = consumer.journal_of(reserve()).await;
        let explained = asked(&journal)
            .iter()
            .all(|it| it.state == SourceState::NotAsked(NotAsked::ReserveNumber));
        assert!(explained, "{:?}", journal.sources);
        assert!(!journal.is_whole());
        assert_eq!(consumer.requests(), 0);
    }
    let consumer = Consumer::among_good(Vec::new(), Way::Direct).await;
    let journal = consumer.journal_of(reserve()).await;
    assert_eq!(state(&journal, FIRST), SourceState::NothingFound);
    assert_eq!(consumer.requests(), 2);
}

#[tokio::test]
async fn c50_the_correlation_id_is_a_thread_through_all_systems() {
    let consumer = Consumer::among_good(vec![behaving(BAD, Behaviour::Hang)], Way::Direct).await;
    let journal = consumer.journal().await;
    let arrivals = consumer.simulator.arrivals().all();
    let sent: Vec<&str> =
        arrivals.iter().filter_map(|it| it.header("x-skltp-correlation-id")).collect();
    for address in [FIRST, BAD, LAST] {
        let shown = source(&journal, address).correlation_id.as_deref().unwrap();
        assert!(sent.contains(&shown), "{shown} was never sent");
        assert!(shown.parse::<uuid::Uuid>().is_ok());
    }
    for arrival in arrivals {
        assert!(!arrival.uri.to_string().contains(PATIENT));
        assert!(!format!("{:?}", arrival.headers).contains(PATIENT));
    }
}

#[tokio::test]
async fn c51_two_versions_side_by_side_give_no_duplicates() {
    let both = Producer { versions: vec![Version::V1, Version::V2], ..holding(BAD, 2) };
    let old = Producer { versions: vec![Version::V1], ..holding("SE1-OLD", 2) };
    let way = Way::Aggregated(&[GvhVersion::V1, GvhVersion::V2]);
    let journal = Consumer::among_good(vec![both, old], way).await.journal().await;
    assert_eq!(batches(&journal, BAD).len(), 2, "asked in both versions, shown once");
    assert_eq!(batches(&journal, "SE1-OLD").len(), 2);
    assert_eq!(journal.doses.len(), 9);
    assert_eq!(journal.conservation.received, 11);
    assert!(journal.conservation.holds());
}

#[tokio::test]
async fn c52_a_view_that_is_left_calls_its_calls_off() {
    let slow = Producer { delay: 100_000, ..holding(BAD, 2) };
    let consumer = Consumer::among_good(vec![slow], Way::Direct).await;
    let view = consumer.open(PATIENT.parse().unwrap()).await;
    let arrivals = consumer.simulator.arrivals();
    let mut progress = view.progress();
    progress.wait_for(|it| it.journal.doses.len() == 5).await.unwrap();
    until(|| arrivals.counts().requests == 3).await;
    drop((progress, view));
    until(|| arrivals.counts().abandoned == 1).await;
    until(|| arrivals.counts().open <= 2).await;
    consumer.simulator.change(|scenario| scenario.producers[1].delay = 0);
    let journal = consumer.journal().await;
    assert_eq!(state(&journal, BAD), SourceState::Answered, "nothing of the first call is left");
    good_ones_are_whole(&journal);
}

async fn until(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < Duration::from_secs(5), "waited too long");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
