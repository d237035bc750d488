//! C01–C17: the platform's codes, and faults in every shape.

use vaccinjournal::domain::{LogicalAddress, NotAsked, SourceState, Trouble};
use vaccinjournal::simulator::pki::Flaw;
use vaccinjournal::simulator::scenario::{
    Behaviour, ConnectionTrouble, FaultShape, Index, Producer, Route, Sender,
};

use crate::catalogue_place::{
    AGGREGATED, BAD, Choices, Consumer, FIRST, LAST, Way, around, asked, expect_missing,
    good_ones_are_whole, source, state,
};
use crate::simulator_play::{AGGREGATION, behaving, holding};

#[tokio::test]
async fn c01_our_own_mistake_is_a_refusal_and_is_not_repeated() {
    expect_missing([1, 3, 5, 15].map(|code| (coded(code), refused(code))), 1).await;
    let consumer = Consumer::among_good(vec![coded(15)], Way::Direct).await;
    consumer.journal().await;
    let again = consumer.journal().await;
    let resting = matches!(state(&again, BAD), SourceState::NotAsked(NotAsked::RecentFault { .. }));
    assert!(resting, "{:?}", state(&again, BAD));
    good_ones_are_whole(&again);
    assert_eq!(consumer.requests(), 5, "the good ones twice, the bad one once");
}

#[tokio::test]
async fn c02_a_certificate_without_identity_is_refused_by_the_platform() {
    let mut choices = Choices::new(around(Vec::new()));
    choices.own_flaw = Flaw::NoSerialNumber;
    let consumer = Consumer::of(choices, Way::Direct).await;
    let journal = consumer.journal().await;
    for address in [FIRST, LAST] {
        assert_eq!(state(&journal, address), refused(2));
    }
    assert_eq!(consumer.requests(), 2);
    expect_missing([(coded(2), refused(2))], 1).await;
}

#[tokio::test]
async fn c03_an_unknown_address_is_refused_and_blanks_are_taken_away() {
    let nowhere = Producer { route: Route::Missing, ..holding(BAD, 2) };
    expect_missing([(nowhere, refused(4))], 1).await;
    let blank: LogicalAddress = format!(" {FIRST}\t").parse().unwrap();
    assert_eq!(blank.as_str(), FIRST);
}

#[tokio::test]
async fn c04_a_catalogue_in_disorder_leaves_the_source_out_of_reach() {
    let routed = |route| Producer { route, ..holding(BAD, 2) };
    let cases = [(routed(Route::Two), broken(6)), (routed(Route::Nowhere), broken(10))];
    expect_missing(cases, 1).await;
}

#[tokio::test]
async fn c05_a_missing_permission_has_its_own_code() {
    expect_missing([(Producer { permitted: false, ..holding(BAD, 2) }, refused(7))], 1).await;
}

#[tokio::test]
async fn c06_an_unwell_platform_leaves_the_source_out_of_reach() {
    expect_missing([(coded(12), broken(12))], 1).await;
    let mut choices = Choices::new(around(Vec::new()));
    choices.scenario.platform.catalogue_down = true;
    let journal = Consumer::of(choices, Way::Direct).await.journal().await;
    for address in [FIRST, LAST] {
        assert_eq!(state(&journal, address), broken(8));
    }
    assert!(journal.doses.is_empty() && !journal.is_whole());
}

#[tokio::test]
async fn c07_a_producer_that_is_too_slow_for_the_platform_is_asked_once() {
    expect_missing([(behaving(BAD, Behaviour::Hang), broken(9))], 1).await;
}

#[tokio::test]
async fn c08_a_producer_the_platform_cannot_reach_is_out_of_reach() {
    let troubles = [ConnectionTrouble::Refused, ConnectionTrouble::Tls, ConnectionTrouble::Reset];
    let unreachable = |trouble| behaving(BAD, Behaviour::Unreachable { trouble });
    expect_missing(troubles.map(|trouble| (unreachable(trouble), broken(9))), 1).await;
}

#[tokio::test]
async fn c09_the_producers_http_status_does_not_change_what_users_see() {
    let statuses = [302, 400, 404, 500, 503];
    let cases = statuses.map(|status| (behaving(BAD, sent(status, "<html/>")), broken(9)));
    expect_missing(cases, 1).await;
}

#[tokio::test]
async fn c10_an_empty_answer_of_a_producer_is_no_empty_history() {
    expect_missing([(behaving(BAD, sent(200, "")), broken(9))], 1).await;
}

#[tokio::test]
async fn c11_refusals_for_the_operator_are_told_apart() {
    expect_missing([(coded(11), refused(11)), (coded(14), broken(14))], 1).await;
    let mut choices = Choices::new(around(Vec::new()));
    choices.scenario.platform.refuse_original_consumer = true;
    let journal = Consumer::of(choices, Way::Direct).await.journal().await;
    assert!(asked(&journal).iter().all(|source| source.state == refused(13)));
}

#[tokio::test]
async fn c12_a_fault_without_code_is_a_technical_failure() {
    let shapes = [FaultShape::Java, FaultShape::NullText];
    let uncoded = || SourceState::Unreachable(Trouble::Fault);
    expect_missing(shapes.map(|shape| (shaped(None, shape), uncoded())), 1).await;
    let mut choices = Choices::new(around(Vec::new()));
    choices.scenario.platform.index =
        Index::Fault { text: "EI000: A technical error has occurred".to_owned() };
    let consumer = Consumer::of(choices, AGGREGATED).await;
    let journal = consumer.journal().await;
    assert_eq!(state(&journal, AGGREGATION), SourceState::Unreachable(Trouble::Fault));
    assert!(!journal.is_whole());
}

#[tokio::test]
async fn c13_a_fault_with_status_200_is_a_fault() {
    expect_missing([(shaped(Some(7), FaultShape::Status200), refused(7))], 1).await;
}

#[tokio::test]
async fn c14_a_producers_own_fault_is_a_fault_without_code() {
    let uncoded = SourceState::Unreachable(Trouble::Fault);
    expect_missing([(shaped(Some(9), FaultShape::Foreign), uncoded)], 1).await;
}

#[tokio::test]
async fn c15_a_soap_1_2_fault_is_recognized() {
    expect_missing([(shaped(Some(9), FaultShape::Soap12), broken(9))], 1).await;
}

#[tokio::test]
async fn c16_historical_forms_of_the_detail_are_tolerated() {
    let shapes = [
        FaultShape::Emergency,
        FaultShape::BareDetail,
        FaultShape::DoubledDetail,
        FaultShape::DetailsElement,
        FaultShape::NoDetail,
        FaultShape::OldEnglish,
    ];
    expect_missing(shapes.map(|shape| (shaped(Some(9), shape), broken(9))), 1).await;
}

#[tokio::test]
async fn c17_of_nested_faults_the_outermost_code_decides() {
    let shapes = [FaultShape::Nested, FaultShape::EscapedNested];
    expect_missing(shapes.map(|shape| (shaped(Some(9), shape), broken(9))), 1).await;
    let consumer = Consumer::among_good(vec![coded(9)], Way::Direct).await;
    let journal = consumer.journal().await;
    assert!(source(&journal, BAD).correlation_id.is_some(), "support needs a thread to pull");
}

fn coded(code: u16) -> Producer {
    shaped(Some(u8::try_from(code).unwrap()), FaultShape::Present)
}

fn shaped(code: Option<u8>, shape: FaultShape) -> Producer {
    behaving(BAD, Behaviour::Fault { code, shape })
}

fn sent(status: u16, text: &str) -> Behaviour {
    let text = text.to_owned();
    Behaviour::Body { status, text, headers: Vec::new(), from: Sender::Producer }
}

fn refused(code: u16) -> SourceState {
    SourceState::Refused(Trouble::Platform { code })
}

fn broken(code: u16) -> SourceState {
    SourceState::Unreachable(Trouble::Platform { code })
}
