//! Rows go on to the log service, each at most once, over mutual TLS and whatever the service does.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use vaccinjournal::access_log::{Onward, OnwardSettings};
use vaccinjournal::care::log_store::LogStore;
use vaccinjournal::clock::SetClock;
use vaccinjournal::domain::{AccessActivity, AccessEvent, AccessOutcome};
use vaccinjournal::simulator::scenario::{Service, ServiceBehaviour};
use vaccinjournal::store::{OutboxCounts, OutboxDecision, Stamp, Store};

use crate::access_log::{at, event, id};
use crate::databases::{databases, sqlite};
use crate::services_place::{Place, failures, national};

const PAUSE: Duration = Duration::from_secs(300);

/// Begins at this moment; the pause and more fit between its steps.
fn moment(step: i64) -> Timestamp {
    at(1_000_000 + step * 1_000)
}

fn onward(store: &Arc<Store>, place: &Place, clock: &Arc<SetClock>, instance: &str) -> Onward {
    let settings = OnwardSettings {
        instance: instance.to_owned(),
        system: id("SE5560000001-MVJ"),
        most_entries: 3,
        pause: PAUSE,
        given_up_after: Duration::from_secs(600),
    };
    let service = LogStore::new(place.client.clone(), national());
    let clock: Arc<SetClock> = Arc::clone(clock);
    Onward::new(Arc::clone(store), service, clock, settings)
}

async fn written(store: &Store, count: i64) -> Vec<AccessEvent> {
    let events: Vec<AccessEvent> = (0..count).map(|second| event("SE1-VG", second)).collect();
    let stamp = Stamp { instance: "test", at: moment(0), onward: true };
    store.log_access(&events, &stamp).await.unwrap();
    events
}

fn behave(place: &Place, behaviour: ServiceBehaviour) {
    place.simulator.change(|scenario| {
        scenario.services.log = Service::default().behaving(behaviour);
    });
}

/// The ids that the service has kept, each once.
fn stored(place: &Place) -> BTreeSet<String> {
    let ids: Vec<String> = place.simulator.stored_logs().into_iter().map(|log| log.id).collect();
    let unique: BTreeSet<String> = ids.iter().cloned().collect();
    assert_eq!(unique.len(), ids.len(), "an id was sent twice");
    unique
}

fn ids(events: &[AccessEvent]) -> BTreeSet<String> {
    events.iter().map(|event| event.id.to_string()).collect()
}

#[tokio::test]
async fn every_row_arrives_once_with_who_what_and_whose() {
    for database in databases() {
        let place = Place::of("").await;
        let store = Arc::new(database.open().await);
        let clock = Arc::new(SetClock::at(moment(1)));
        let mut events = written(&store, 7).await;
        let refused = AccessEvent {
            outcome: AccessOutcome::Refused { reason: "nej".to_owned() },
            activity: AccessActivity::EmergencyOpened,
            ..event("SE2-VG", 9)
        };
        let stamp = Stamp { instance: "test", at: moment(0), onward: true };
        store.log_access(std::slice::from_ref(&refused), &stamp).await.unwrap();
        events.push(refused);
        let mut onward = onward(&store, &place, &clock, "one");
        onward.start().await.unwrap();
        onward.send().await.unwrap();
        assert_eq!(stored(&place), ids(&events), "{}", database.kind);
        assert_eq!(place.arrivals().len(), 4, "three, three and one, and another care provider's");
        let counts = store.outbox_counts().await.unwrap();
        assert_eq!(counts, OutboxCounts { sent: 8, ..OutboxCounts::default() });
        onward.send().await.unwrap();
        assert_eq!(place.arrivals().len(), 4, "nothing is left to send");
        let kept = place.simulator.stored_logs();
        let first = &kept[0];
        assert_eq!((first.activity.as_str(), first.employee.as_str()), ("Läsa", "SE1-ANNA"));
        assert_eq!(
            (first.care_unit.as_str(), first.system.as_str()),
            ("SE1-VE", "SE5560000001-MVJ")
        );
        assert_eq!(first.patients, ["191212121212"]);
        assert_eq!(kept.last().unwrap().activity, "Nödöppning");
        let question = place.question();
        assert!(question.contains("emergency: medvetslös; refused: nej"), "{question}");
    }
}

#[tokio::test]
async fn whatever_the_service_does_no_row_is_sent_twice_by_itself() {
    for (name, behaviour) in failures() {
        let place = Place::of("").await;
        let database = sqlite();
        let store = Arc::new(database.open().await);
        let clock = Arc::new(SetClock::at(moment(1)));
        let events = written(&store, 6).await;
        let mut onward = onward(&store, &place, &clock, "one");
        behave(&place, behaviour);
        onward.send().await.unwrap();
        let counts = store.outbox_counts().await.unwrap();
        assert_eq!(counts.uncertain + counts.refused, 3, "{name}: {counts:?}");
        assert_eq!((counts.waiting, place.arrivals().len()), (3, 1), "{name}");
        onward.send().await.unwrap();
        assert_eq!(place.arrivals().len(), 1, "{name}: left alone for a while");

        // Still broken: one row more is risked, not three.
        clock.set(moment(2));
        onward.send().await.unwrap();
        let counts = store.outbox_counts().await.unwrap();
        assert_eq!((counts.waiting, place.arrivals().len()), (2, 2), "{name}: {counts:?}");

        behave(&place, ServiceBehaviour::Answer);
        clock.set(moment(3));
        onward.send().await.unwrap();
        let counts = store.outbox_counts().await.unwrap();
        assert_eq!((counts.waiting, counts.sent), (0, 2), "{name}: {counts:?}");
        stored(&place);

        // Somebody has looked: one is there, the others are not.
        let undecided = store.outbox_undecided(100).await.unwrap();
        assert_eq!(undecided.len(), 4, "{name}");
        assert!(
            undecided.iter().all(|row| !row.trouble.is_empty() && !row.trouble.contains("1912"))
        );
        let there = stored(&place);
        let mut again = 0;
        for row in &undecided {
            let decision = if there.contains(&row.id) {
                OutboxDecision::Settle
            } else {
                again += 1;
                OutboxDecision::SendAgain
            };
            assert!(store.decide_outbox(&row.id, decision, "eva", moment(3)).await.unwrap());
            assert!(!store.decide_outbox(&row.id, decision, "eva", moment(3)).await.unwrap());
        }
        onward.send().await.unwrap();
        assert_eq!(stored(&place), ids(&events), "{name}");
        let counts = store.outbox_counts().await.unwrap();
        assert_eq!((counts.sent, counts.settled), (2 + again, 4 - again), "{name}: {counts:?}");
    }
}

#[tokio::test]
async fn rows_wait_for_a_service_that_cannot_be_reached() {
    let place = Place::of("").await;
    let database = sqlite();
    let store = Arc::new(database.open().await);
    let clock = Arc::new(SetClock::at(moment(1)));
    written(&store, 2).await;
    let mut onward = onward(&store, &place, &clock, "one");
    let Place { simulator, .. } = place;
    simulator.stop().await;
    onward.send().await.unwrap();
    let counts = store.outbox_counts().await.unwrap();
    assert_eq!(counts, OutboxCounts { waiting: 2, ..OutboxCounts::default() });
}

#[tokio::test]
async fn one_care_providers_trouble_rests_no_other() {
    let place = Place::of("").await;
    let database = sqlite();
    let store = Arc::new(database.open().await);
    let clock = Arc::new(SetClock::at(moment(1)));
    let mut onward = onward(&store, &place, &clock, "one");
    written(&store, 4).await;
    let refuses = failures().into_iter().find(|(name, _)| *name == "access denied").unwrap().1;
    behave(&place, refuses);
    onward.send().await.unwrap();
    let counts = store.outbox_counts().await.unwrap();
    assert_eq!((counts.refused, counts.waiting), (3, 1));
    behave(&place, ServiceBehaviour::default());
    let others: Vec<AccessEvent> = (0..5).map(|second| event("SE2-VG", second)).collect();
    let stamp = Stamp { instance: "test", at: moment(0), onward: true };
    store.log_access(&others, &stamp).await.unwrap();
    onward.send().await.unwrap();
    assert_eq!(stored(&place), ids(&others), "the other's go at once, the first one's rest");
    clock.set(moment(2));
    onward.send().await.unwrap();
    assert_eq!(stored(&place).len(), 6);
    // Nor does it end the turn of those that come after: each is tried, with one row as long as any
    // has trouble.
    let refuses = failures().into_iter().find(|(name, _)| *name == "access denied").unwrap().1;
    behave(&place, refuses);
    written(&store, 2).await;
    let others: Vec<AccessEvent> = (5..9).map(|second| event("SE2-VG", second)).collect();
    store.log_access(&others, &stamp).await.unwrap();
    let before = store.outbox_counts().await.unwrap().refused;
    onward.send().await.unwrap();
    assert_eq!(store.outbox_counts().await.unwrap().refused - before, 2 + 1);
}

#[tokio::test]
async fn a_row_that_was_being_sent_when_the_program_ended_waits_for_a_person() {
    for database in databases() {
        let place = Place::of("").await;
        let store = Arc::new(database.open().await);
        let clock = Arc::new(SetClock::at(moment(1)));
        let events = written(&store, 4).await;
        // Marked on disk before the call; then the program ends.
        let batch = store.begin_sending(&id("SE1-VG"), 2, "one", moment(1)).await.unwrap();
        assert_eq!(batch.rows.len(), 2);
        let store = Arc::new(database.open().await);
        let mut other = onward(&store, &place, &clock, "two");
        other.start().await.unwrap();
        assert_eq!(store.outbox_counts().await.unwrap().sending, 2, "another's are left alone");
        let mut restarted = onward(&store, &place, &clock, "one");
        assert_eq!(restarted.start().await.unwrap(), 2);
        restarted.send().await.unwrap();
        assert_eq!(stored(&place), ids(&events[2..]), "{}", database.kind);
        assert_eq!(store.outbox_counts().await.unwrap().uncertain, 2);
        // An instance that never comes back is noticed by the others.
        written(&store, 1).await;
        store.begin_sending(&id("SE1-VG"), 2, "gone", moment(1)).await.unwrap();
        clock.set(moment(2));
        other.send().await.unwrap();
        assert_eq!(store.outbox_counts().await.unwrap().uncertain, 3, "{}", database.kind);
        assert_eq!(stored(&place).len(), 2);
    }
}

#[tokio::test]
async fn a_row_that_the_contract_has_no_room_for_stops_no_other() {
    let place = Place::of("").await;
    let database = sqlite();
    let store = Arc::new(database.open().await);
    let clock = Arc::new(SetClock::at(moment(1)));
    let mut events: Vec<AccessEvent> = (0..5).map(|second| event("SE1-VG", second)).collect();
    events[1].assignment.staff.hsa_id = id(&"X".repeat(40));
    let stamp = Stamp { instance: "test", at: moment(0), onward: true };
    store.log_access(&events, &stamp).await.unwrap();
    onward(&store, &place, &clock, "one").send().await.unwrap();
    let unfit = events.remove(1);
    assert_eq!(stored(&place), ids(&events));
    let undecided = store.outbox_undecided(10).await.unwrap();
    assert_eq!(undecided[0].id, unfit.id.to_string());
    assert!(undecided[0].refused && undecided[0].trouble.contains("user"), "{undecided:?}");
}

#[tokio::test]
async fn instances_that_send_at_once_share_the_rows() {
    for database in databases() {
        let place = Place::of("").await;
        let clock = Arc::new(SetClock::at(moment(1)));
        let stores = [Arc::new(database.open().await), Arc::new(database.open().await)];
        let events = written(&stores[0], 40).await;
        let mut one = onward(&stores[0], &place, &clock, "one");
        let mut two = onward(&stores[1], &place, &clock, "two");
        let (first, second) = tokio::join!(one.send(), two.send());
        first.unwrap();
        second.unwrap();
        assert_eq!(stored(&place), ids(&events), "{}", database.kind);
    }
}
