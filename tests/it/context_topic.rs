//! One topic's subscribers, with the time told: who is told what, and what follows.

use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use uuid::Uuid;
use vaccinjournal::context::{
    Acknowledgement, Denial, Effect, EventSet, Notification, Subscriber, SubscriberId, Topic,
    opened,
};

use crate::context_support::TOLVAN;
use crate::present_samples::now;

#[test]
fn silence_is_reported_once_after_ten_seconds_and_ends_the_subscription() {
    let (mut topic, begun) = (Topic::default(), start());
    let (one, other) = (id(1), id(2));
    topic.join(one, subscriber("Ett", begun), None, begun);
    topic.join(other, subscriber("Annat", begun), None, begun);
    assert_eq!(topic.event(&event("e"), None, begun).len(), 2);
    assert!(topic.answer(one, &answer("e", 200), None).is_empty());
    assert!(topic.tick(begun + Duration::from_millis(9_999)).is_empty());
    let effects = topic.tick(begun + Duration::from_secs(10));
    assert!(
        matches!(&effects[..], [
            Effect::Report { by, error },
            Effect::Deny { to, reason: Denial::Silent, .. },
        ] if *by == other && *to == other && error.event_id == "e"),
        "{effects:?}"
    );
    assert!(topic.tick(begun + Duration::from_secs(30)).is_empty());
    assert!(topic.has(one) && !topic.has(other));
}

#[test]
fn an_answer_that_was_accepted_for_later_is_not_awaited() {
    let (mut topic, begun) = (Topic::default(), start());
    topic.join(id(1), subscriber("Ett", begun), None, begun);
    topic.event(&event("e"), None, begun);
    assert!(topic.answer(id(1), &answer("e", 202), None).is_empty());
    assert!(topic.tick(begun + Duration::from_secs(60)).is_empty());
}

#[test]
fn an_answer_to_a_later_event_is_one_to_those_before_it() {
    let (mut topic, begun) = (Topic::default(), start());
    topic.join(id(1), subscriber("Ett", begun), None, begun);
    for told in ["a", "b", "c"] {
        topic.event(&event(told), None, begun);
    }
    assert_eq!(topic.answer(id(1), &answer("b", 409), None).len(), 1);
    assert!(topic.answer(id(1), &answer("a", 409), None).is_empty(), "it is not waited for");
    topic.answer(id(1), &answer("c", 200), None);
    assert!(topic.tick(begun + Duration::from_secs(60)).is_empty());
}

#[test]
fn an_answer_to_nothing_changes_nothing() {
    let (mut topic, begun) = (Topic::default(), start());
    topic.join(id(1), subscriber("Ett", begun), None, begun);
    topic.event(&event("e"), None, begun);
    assert!(topic.answer(id(1), &answer("another", 409), None).is_empty());
    assert!(topic.answer(id(9), &answer("e", 409), None).is_empty());
    assert_eq!(topic.answer(id(1), &answer("e", 409), None).len(), 1);
    assert!(topic.answer(id(1), &answer("e", 409), None).is_empty(), "once is enough");
}

#[test]
fn a_repeated_event_is_awaited_anew() {
    let (mut topic, begun) = (Topic::default(), start());
    topic.join(id(1), subscriber("Ett", begun), None, begun);
    topic.event(&event("e"), None, begun);
    topic.event(&event("e"), None, begun + Duration::from_secs(9));
    assert!(topic.tick(begun + Duration::from_secs(18)).is_empty());
    assert_eq!(topic.tick(begun + Duration::from_secs(19)).len(), 2);
}

#[test]
fn who_leaves_well_is_not_reported_and_who_is_lost_is() {
    let (mut topic, begun) = (Topic::default(), start());
    topic.join(id(1), subscriber("Ett", begun), None, begun);
    topic.event(&event("e"), None, begun);
    topic.leave(id(1));
    assert!(topic.tick(begun + Duration::from_secs(11)).is_empty());
    topic.join(id(2), subscriber("Annat", begun), None, begun);
    let effects = topic.lost(id(2), Some(&event("current")));
    let [Effect::Report { error, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(error.event_id, "current");
    assert!(topic.is_empty());
}

#[test]
fn a_lease_ends_at_its_time_and_can_be_made_longer() {
    let (mut topic, begun) = (Topic::default(), start());
    let brief = Subscriber { ends: begun + Duration::from_secs(5), ..subscriber("Ett", begun) };
    topic.join(id(1), brief, None, begun);
    topic.change(id(1), EventSet::all(), begun + Duration::from_secs(8));
    assert!(topic.tick(begun + Duration::from_secs(7)).is_empty());
    let effects = topic.tick(begun + Duration::from_secs(8));
    assert!(matches!(effects[..], [Effect::Deny { reason: Denial::LeaseOver, .. }]));
}

#[test]
fn when_the_topic_ends_everybody_is_denied() {
    let (mut topic, begun) = (Topic::default(), start());
    for n in 0..5 {
        topic.join(id(n), subscriber("x", begun), None, begun);
    }
    let over = |effect: &Effect| matches!(effect, Effect::Deny { reason: Denial::TopicOver, .. });
    let effects = topic.end();
    assert!(effects.len() == 5 && effects.iter().all(over));
    assert!(topic.is_empty());
}

/// What can happen to a topic, at random.
#[derive(Clone, Debug)]
enum Step {
    Join(u8),
    Leave(u8),
    Event(u8),
    Answer(u8, u8, bool),
    Wait(u16),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..6u8).prop_map(Step::Join),
        (0..6u8).prop_map(Step::Leave),
        (0..20u8).prop_map(Step::Event),
        (0..6u8, 0..20u8, any::<bool>())
            .prop_map(|(who, what, well)| Step::Answer(who, what, well)),
        (1..6000u16).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 1..120)
}

proptest! {
    /// However things cross: nobody is told who does not listen, nobody is reported who owes no
    /// answer, and whoever owes one for ten seconds is reported.
    #[test]
    fn only_who_owes_an_answer_is_reported(steps in steps()) {
        let mut topic = Topic::default();
        let mut time = start();
        let mut owed: Vec<(u8, u8, Instant)> = Vec::new();
        let mut there: Vec<u8> = Vec::new();
        for step in steps {
            match step {
                Step::Join(who) => {
                    topic.leave(id(who));
                    owed.retain(|(one, ..)| *one != who);
                    there.retain(|one| *one != who);
                    let effects = topic.join(id(who), subscriber("x", time), None, time);
                    prop_assert!(effects.is_empty());
                    there.push(who);
                }
                Step::Leave(who) => {
                    topic.leave(id(who));
                    owed.retain(|(one, ..)| *one != who);
                    there.retain(|one| *one != who);
                }
                Step::Event(what) => {
                    let effects = topic.event(&event(&what.to_string()), None, time);
                    prop_assert_eq!(effects.len(), there.len());
                    owed.retain(|(_, one, _)| *one != what);
                    owed.extend(there.iter().map(|who| (*who, what, time)));
                }
                Step::Answer(who, what, well) => {
                    let status = if well { 200 } else { 409 };
                    let effects = topic.answer(id(who), &answer(&what.to_string(), status), None);
                    let is_it = |(one, other, _): &(u8, u8, Instant)| (*one, *other) == (who, what);
                    let owes = owed.iter().position(is_it);
                    prop_assert_eq!(effects.len(), usize::from(owes.is_some() && !well));
                    // What was told before says nothing any more.
                    let mut place = 0;
                    owed.retain(|(one, ..)| {
                        place += 1;
                        *one != who || owes.is_none_or(|at| place > at + 1)
                    });
                }
                Step::Wait(milliseconds) => {
                    time += Duration::from_millis(milliseconds.into());
                    let effects = topic.tick(time);
                    let late: Vec<u8> = there.iter().copied().filter(|who| {
                        owed.iter().any(|(one, _, since)| {
                            one == who && time >= *since + Duration::from_secs(10)
                        })
                    }).collect();
                    prop_assert_eq!(effects.len(), 2 * late.len());
                    there.retain(|who| !late.contains(who));
                    owed.retain(|(who, ..)| !late.contains(who));
                }
            }
            prop_assert_eq!(topic.len(), there.len());
        }
    }
}

fn start() -> Instant {
    tokio::time::Instant::now().into_std()
}

fn id(number: u8) -> SubscriberId {
    SubscriberId(Uuid::from_u128(number.into()))
}

fn subscriber(name: &str, begun: Instant) -> Subscriber {
    let ends = begun + Duration::from_secs(100_000);
    Subscriber { name: name.to_owned(), events: EventSet::all(), ends }
}

fn event(id: &str) -> Arc<Notification> {
    Arc::new(opened(id.to_owned(), "r", &TOLVAN.parse().unwrap(), now()))
}

fn answer(id: &str, status: u16) -> Acknowledgement {
    Acknowledgement { id: id.to_owned(), status }
}
