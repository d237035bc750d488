//! The hub as another system meets it: subscribing, events and the current context, over HTTP and
//! real sockets. `docs/fhircast.md` says which demand of FHIRcast each test shows.

use std::time::Duration;

use serde_json::{Value, json};
use vaccinjournal::web::{ContextSettings, Settings};

use crate::context_support::{
    ALL, BARN, RESA, Shared, TOLVAN, launch, name_of, number_in, opening,
};
use crate::launch_support::{INSTALLATION, REGION, hsa_id, keys, now};
use crate::web_support::settings;

#[tokio::test(flavor = "multi_thread")]
async fn the_hub_says_what_it_can_do_under_its_well_known_address() {
    let hub = Shared::new().await;
    let (status, said) = hub.get("/fhircast/.well-known/fhircast-configuration").await;
    assert_eq!(status, 200);
    assert_eq!(said["eventsSupported"], json!(["Patient-open", "Patient-close", "SyncError"]));
    assert_eq!(said["websocketSupport"], true);
    assert_eq!(said["fhircastVersion"], "3.0.0");
    assert_eq!(said["capabilities"]["supportsGetCurrentContext"], true);
    assert_eq!(said["capabilities"]["supportsNonCurrentContextUpdates"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_endpoint_is_an_address_over_tls() {
    let hub = Shared::new().await;
    let endpoint = hub.endpoint(ALL, &[]).await;
    assert!(endpoint.starts_with("wss://"), "{endpoint}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_endpoint_cannot_be_guessed_and_is_good_once() {
    let hub = Shared::new().await;
    let one = hub.endpoint(ALL, &[]).await;
    let other = hub.endpoint(ALL, &[]).await;
    let secret = |url: &str| url.rsplit('/').next().unwrap().to_owned();
    assert_ne!(secret(&one), secret(&other));
    assert_eq!(secret(&one).len(), 43, "256 bits in base64url");
    assert!(!one.contains(&hub.topic));
    let listener = hub.connect(&one).await.unwrap();
    assert!(hub.connect(&one).await.is_none(), "a second socket was opened");
    listener.close(1000).await;
    assert!(hub.connect(&one).await.is_none(), "it opened again after its end");
    assert!(hub.connect("wss://mvj/fhircast/socket/AAAA").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_is_confirmed_over_its_socket() {
    let hub = Shared::new().await;
    let more = [("hub.lease_seconds", "600")];
    let endpoint = hub.endpoint("Patient-open,SyncError", &more).await;
    let said = hub.connect(&endpoint).await.unwrap().confirmation;
    assert_eq!(said["hub.mode"], "subscribe");
    assert_eq!(said["hub.topic"], hub.topic);
    assert_eq!(said["hub.events"], "Patient-open,SyncError");
    let lease = said["hub.lease_seconds"].as_u64().unwrap();
    assert!((598..=600).contains(&lease), "{lease}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_is_no_longer_than_the_launch() {
    let hub = Shared::new().await;
    for more in [&[("hub.lease_seconds", "999999999")][..], &[]] {
        let endpoint = hub.endpoint(ALL, more).await;
        let said = hub.connect(&endpoint).await.unwrap().confirmation;
        let longest = settings().session_longest.as_secs();
        assert!(said["hub.lease_seconds"].as_u64().unwrap() <= longest, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_lease_is_over_the_subscriber_is_told_and_the_socket_closed() {
    let hub = Shared::new().await;
    let endpoint = hub.endpoint(ALL, &[("hub.lease_seconds", "1")]).await;
    let mut listener = hub.connect(&endpoint).await.unwrap();
    let said = listener.next().await;
    assert_eq!(said["hub.mode"], "denied");
    assert_eq!(said["hub.reason"], "the lease is over");
    assert_eq!(listener.closed().await, Some(1000));
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_stand_twice_count_once() {
    let hub = Shared::new().await;
    let events = "Patient-open,SyncError,Patient-open,SyncError,Patient-open";
    let endpoint = hub.endpoint(events, &[]).await;
    let mut listener = hub.connect(&endpoint).await.unwrap();
    assert_eq!(listener.confirmation["hub.events"], "Patient-open,SyncError");
    hub.open(TOLVAN, 1).await;
    listener.follow().await;
    listener.hears_nothing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn event_names_are_read_without_regard_to_case() {
    let hub = Shared::new().await;
    let events = "patient-OPEN,PATIENT-CLOSE";
    let endpoint = hub.endpoint(events, &[]).await;
    let mut listener = hub.connect(&endpoint).await.unwrap();
    assert_eq!(listener.confirmation["hub.events"], "Patient-open,Patient-close");
    let mut event = hub.opening(TOLVAN, 1);
    event["event"]["hub.event"] = json!("patient-open");
    assert_eq!(hub.tell(&event).await.0, 202);
    assert_eq!(name_of(&listener.follow().await), "Patient-open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_with_a_mistake_is_refused_in_plain_text() {
    let hub = Shared::new().await;
    let good = subscribing(&hub);
    assert_eq!(hub.form(&good).await.0, 202);
    for (name, value) in [
        ("hub.channel.type", ""),
        ("hub.channel.type", "webhook"),
        ("hub.mode", "listen"),
        ("hub.topic", ""),
        ("hub.events", ""),
        ("hub.events", "Encounter-open"),
        ("hub.lease_seconds", "0"),
        ("hub.lease_seconds", "-1"),
        ("hub.lease_seconds", "soon"),
    ] {
        let mut fields: Vec<_> = good.into_iter().filter(|(field, _)| *field != name).collect();
        fields.push((name, value));
        let (status, body) = hub.form(&fields).await;
        assert_eq!(status, 400, "{name}={value}: {body}");
        assert!(body.contains(name), "{name}={value}: {body}");
    }
    assert_eq!(hub.raw("text/plain", "x".to_owned()).await.0, 415);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_is_a_form_with_each_parameter_once() {
    let hub = Shared::new().await;
    let good = subscribing(&hub);
    assert_eq!(hub.form(&good).await.0, 202);
    for field in good {
        let twice: Vec<_> = good.into_iter().chain([field]).collect();
        let (status, body) = hub.form(&twice).await;
        assert_eq!((status, body), (400, format!("{} must stand once", field.0)));
        let without: Vec<_> = good.into_iter().filter(|one| *one != field).collect();
        assert_eq!(hub.form(&without).await.0, 400, "without {}", field.0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_exists_can_be_changed() {
    let hub = Shared::new().await;
    let mut listener = hub.subscribe("Patient-open", "COSMIC").await;
    let endpoint = listener.endpoint.clone();
    let more = [("hub.channel.endpoint", endpoint.as_str())];
    assert_eq!(hub.endpoint("Patient-close", &more).await, endpoint);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let open = hub.open(TOLVAN, 1).await;
    assert_eq!(hub.tell(&hub.closing(&open, 2)).await.0, 202);
    assert_eq!(name_of(&listener.follow().await), "Patient-close", "the new list holds");
    // Another topic's endpoint is nobody's here.
    let mut berit = hub.site.client();
    let foreign = uuid::Uuid::new_v4().to_string();
    launch(&mut berit, &foreign, None).await;
    let fields = [
        ("hub.channel.type", "websocket"),
        ("hub.mode", "subscribe"),
        ("hub.topic", foreign.as_str()),
        ("hub.events", ALL),
        ("hub.channel.endpoint", endpoint.as_str()),
    ];
    assert_eq!(hub.form(&fields).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn unsubscribing_is_answered_and_denied_over_the_socket_which_is_of_no_use_then() {
    let hub = Shared::new().await;
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    let (status, body) = hub.unsubscribe(&listener.endpoint).await;
    assert_eq!(status, 202, "{body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["hub.channel.endpoint"], listener.endpoint);
    let said = listener.next().await;
    assert_eq!(said["hub.mode"], "denied");
    assert_eq!(said["hub.topic"], hub.topic);
    assert_eq!(said["hub.events"], ALL);
    assert_eq!(listener.closed().await, Some(1000));
    assert!(hub.connect(&listener.endpoint).await.is_none());
    let (status, body) = hub.unsubscribe(&listener.endpoint).await;
    assert_eq!((status, body.as_str()), (404, "no such subscription under this topic"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_is_made_anew_has_another_endpoint() {
    let hub = Shared::new().await;
    let mut before = hub.subscribe(ALL, "COSMIC").await;
    assert_eq!(hub.unsubscribe(&before.endpoint).await.0, 202);
    assert_eq!(before.next().await["hub.mode"], "denied");
    let mut after = hub.subscribe(ALL, "COSMIC").await;
    assert_ne!(after.endpoint, before.endpoint);
    let sent = hub.open(TOLVAN, 1).await;
    assert_eq!(after.follow().await, sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_joins_is_told_the_latest_patient_who_was_opened_and_not_closed() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    let event = listener.follow().await;
    assert_eq!((name_of(&event), number_in(&event)), ("Patient-open", TOLVAN));
    let sent = hub.open(RESA, 5).await;
    assert_eq!(listener.follow().await, sent);
    let mut late = hub.subscribe("Patient-open", "Annat").await;
    let event = late.follow().await;
    assert_eq!(event, sent, "as it happened, with the time it had");
    // Nobody is open any more: nothing is told.
    assert_eq!(hub.tell(&hub.closing(&sent, 6)).await.0, 202);
    let mut later = hub.subscribe(ALL, "Tredje").await;
    later.hears_nothing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_events_not_subscribed_to() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut only_errors = hub.subscribe("SyncError", "Ett").await;
    let mut only_closing = hub.subscribe("Patient-close", "Annat").await;
    let sent = hub.open(RESA, 5).await;
    only_errors.hears_nothing().await;
    only_closing.hears_nothing().await;
    assert_eq!(hub.tell(&hub.closing(&sent, 6)).await.0, 202);
    assert_eq!(name_of(&only_closing.follow().await), "Patient-close");
    only_errors.hears_nothing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_event_goes_to_all_its_sender_included_with_the_same_id() {
    let hub = Shared::new().await;
    let mut sender = hub.subscribe(ALL, "COSMIC").await;
    let mut other = hub.subscribe(ALL, "Annat").await;
    let sent = hub.open(TOLVAN, 1).await;
    for listener in [&mut sender, &mut other] {
        let event = listener.follow().await;
        assert_eq!(event, sent, "id, time, topic and context as they were sent");
    }
    sender.hears_nothing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_that_is_told_has_an_id_of_its_own() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    let mut ids = vec![listener.follow().await["id"].clone()];
    for patient in [RESA, BARN, TOLVAN, RESA] {
        hub.nurse.open(patient).await;
        ids.push(listener.follow().await["id"].clone());
    }
    let unique: std::collections::BTreeSet<String> = ids.iter().map(Value::to_string).collect();
    assert_eq!(unique.len(), 5, "{ids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_reaches_no_other_topic() {
    let hub = Shared::new().await;
    let mut own = hub.subscribe(ALL, "COSMIC").await;
    let mut berit = hub.site.client();
    let foreign = uuid::Uuid::new_v4().to_string();
    launch(&mut berit, &foreign, None).await;
    let event = opening(&foreign, RESA, hub.now());
    assert_eq!(hub.tell(&event).await.0, 202);
    own.hears_nothing().await;
    assert_eq!(hub.current().await["context.type"], "");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_is_not_what_its_definition_says_is_refused() {
    let hub = Shared::new().await;
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    let good = hub.opening(TOLVAN, 1);
    let changes: &[(&str, Change)] = &[
        ("no timestamp", |e| drop(e.as_object_mut().unwrap().remove("timestamp"))),
        ("a timestamp that is none", |e| e["timestamp"] = json!("today")),
        ("no id", |e| drop(e.as_object_mut().unwrap().remove("id"))),
        ("an empty id", |e| e["id"] = json!("")),
        ("an id with a line break", |e| e["id"] = json!("a\nb")),
        ("no topic", |e| drop(e["event"].as_object_mut().unwrap().remove("hub.topic"))),
        ("an event that is not known", |e| e["event"]["hub.event"] = json!("org.example.x")),
        ("no context", |e| drop(e["event"].as_object_mut().unwrap().remove("context"))),
        ("an empty context", |e| e["event"]["context"] = json!([])),
        ("another key", |e| e["event"]["context"][0]["key"] = json!("Patient")),
        ("more beside the patient", |e| {
            let one = e["event"]["context"][0].clone();
            e["event"]["context"].as_array_mut().unwrap().push(one);
        }),
    ];
    refuses(&hub, &good, changes).await;
    assert_eq!(hub.raw("application/json", "{".to_owned()).await.0, 400);
    listener.hears_nothing().await;
    assert_eq!(hub.tell(&good).await.0, 202);
    listener.follow().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_that_does_not_fit_the_events_profile_is_refused() {
    let hub = Shared::new().await;
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    let good = hub.opening(TOLVAN, 1);
    let changes: &[(&str, Change)] = &[
        ("no resource", |e| {
            drop(e["event"]["context"][0].as_object_mut().unwrap().remove("resource"))
        }),
        ("another resource", |e| {
            e["event"]["context"][0]["resource"]["resourceType"] = json!("Encounter")
        }),
        ("a patient without id", |e| e["event"]["context"][0]["resource"]["id"] = json!(null)),
        ("a patient without identifier", |e| {
            e["event"]["context"][0]["resource"]["identifier"] = json!([]);
        }),
    ];
    refuses(&hub, &good, changes).await;
    listener.hears_nothing().await;
    assert_eq!(hub.tell(&good).await.0, 202);
    // To close a patient her id is enough.
    let mut closing = hub.closing(&good, 2);
    let resource = closing["event"]["context"][0]["resource"].as_object_mut().unwrap();
    resource.remove("identifier");
    assert_eq!(hub.tell(&closing).await.0, 202);
}

/// The fields of a subscription as it should be.
fn subscribing(hub: &Shared) -> [(&'static str, &str); 4] {
    [
        ("hub.channel.type", "websocket"),
        ("hub.mode", "subscribe"),
        ("hub.topic", &hub.topic),
        ("hub.events", "Patient-open"),
    ]
}

/// What is done to an event.
type Change = fn(&mut Value);

/// Each change makes an event that is refused, without a word of the patient.
async fn refuses(hub: &Shared, good: &Value, changes: &[(&str, Change)]) {
    for (what, change) in changes {
        let mut event = good.clone();
        change(&mut event);
        let (status, body) = hub.tell(&event).await;
        assert_eq!(status, 400, "{what}: {body}");
        assert!(!body.contains(TOLVAN), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_beside_the_patient_is_passed_on() {
    let hub = Shared::new().await;
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    let mut event = hub.opening(TOLVAN, 1);
    let extension = json!({ "key": "extension", "data": { "user-timezone": "+1:00" } });
    event["event"]["context"].as_array_mut().unwrap().push(extension.clone());
    assert_eq!(hub.tell(&event).await.0, 202);
    assert_eq!(listener.follow().await["event"]["context"][1], extension);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_older_than_the_current_context_is_turned_away_each_of_a_thousand_times() {
    // Nobody reads the socket meanwhile.
    let context = ContextSettings { heartbeat: Duration::from_secs(60) };
    let hub = Shared::launched(Settings { context, ..settings() }, None).await;
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    let current = hub.open(TOLVAN, 0).await;
    listener.follow().await;
    let mut refused = 0;
    for back in 1..=1000 {
        let (status, body) = hub.tell(&hub.opening(RESA, -back)).await;
        assert_eq!(body, "the event is older than the one that set the current context");
        refused += usize::from(status == 409);
    }
    assert_eq!(refused, 1000);
    listener.hears_nothing().await;
    assert_eq!(hub.current().await["context"], current["event"]["context"]);
    // The same event again, with the time it had, is told again.
    assert_eq!(hub.tell(&current).await.0, 202);
    assert_eq!(listener.follow().await, current);
    // A close is ordered in the same way.
    assert_eq!(hub.tell(&hub.closing(&current, -1)).await.0, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_far_ahead_cannot_hold_the_topic() {
    let hub = Shared::new().await;
    let (status, body) = hub.tell(&hub.opening(TOLVAN, 61_000)).await;
    assert_eq!((status, body.as_str()), (400, "the timestamp is ahead of the hub's clock"));
    hub.open(TOLVAN, 59_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_current_context_can_be_asked_for_and_each_change_has_a_version_of_its_own() {
    let hub = Shared::new().await;
    assert_eq!(hub.current().await["context.type"], "");
    assert_eq!(hub.current().await["context"], json!([]));
    let first = hub.open(TOLVAN, 1).await;
    let one = hub.current().await;
    assert_eq!(one["context.type"], "Patient");
    assert_eq!(one["context"], first["event"]["context"]);
    let second = hub.open(RESA, 2).await;
    let other = hub.current().await;
    assert_eq!(other["context"], second["event"]["context"]);
    assert_ne!(one["context.versionId"], other["context.versionId"]);
    // Another patient is closed in the background: the current one stays.
    assert_eq!(hub.tell(&hub.closing(&first, 3)).await.0, 202);
    assert_eq!(hub.current().await["context"], second["event"]["context"]);
    assert_eq!(hub.tell(&hub.closing(&second, 4)).await.0, 202);
    let empty = hub.current().await;
    assert_eq!((&empty["context.type"], &empty["context"]), (&json!(""), &json!([])));
    assert_eq!(hub.get("/fhircast/no-such-topic-anywhere").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_needs_no_other_to_be_understood() {
    let hub = Shared::new().await;
    let first = hub.open(TOLVAN, 1).await;
    hub.tell(&hub.closing(&first, 2)).await;
    hub.open(RESA, 3).await;
    let last = hub.open(BARN, 4).await;
    // Who has seen none of the others.
    let mut late = hub.subscribe(ALL, "COSMIC").await;
    assert_eq!(late.follow().await, last);
    late.hears_nothing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_is_good_only_from_a_launch_and_as_long_as_it() {
    let hub = Shared::new().await;
    let event = opening("a-topic-that-nobody-launched", TOLVAN, hub.now());
    let (status, body) = hub.tell(&event).await;
    assert_eq!((status, body.as_str()), (404, "no such topic, or its session has ended"));
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    let answer = hub.nurse.post("/logout", &[]).await;
    assert_eq!(answer.status, 303);
    let said = listener.next().await;
    assert_eq!(said["hub.mode"], "denied");
    assert_eq!(said["hub.reason"], "the user's session has ended");
    assert_eq!(listener.closed().await, Some(1000));
    assert_eq!(hub.tell(&hub.opening(TOLVAN, 1)).await.0, 404);
    assert_eq!(hub.get(&format!("/fhircast/{}", hub.topic)).await.0, 404);
    // It comes to an end by itself as well.
    let hub = Shared::new().await;
    hub.site.wait(settings().session_longest + Duration::from_secs(1));
    assert_eq!(hub.tell(&hub.opening(TOLVAN, 1)).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_ends_at_logout_though_the_launch_itself_has_not_been_used_for_long() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    for _ in 0..3 {
        hub.site.wait(settings().session_idle.mul_f64(0.6));
        assert_eq!(hub.nurse.get("/").await.status, 200, "she works on");
    }
    assert_eq!(hub.tell(&hub.opening(RESA, 1)).await.0, 202);
    hub.nurse.post("/logout", &[]).await;
    assert_eq!(hub.tell(&hub.opening(BARN, 2)).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_ends_with_the_trust_in_its_certificate() {
    let hub = Shared::new().await;
    let store = &hub.site.house.store;
    let kept = store.launch_certificates(&hsa_id(REGION), INSTALLATION).await.unwrap();
    let used = kept.iter().find(|one| one.thumbprint == keys().rsa.thumbprint()).unwrap();
    store.remove_launch_certificate(&hsa_id(REGION), &used.id, "X", now()).await.unwrap();
    assert_eq!(hub.tell(&hub.opening(TOLVAN, 1)).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_users_topic_is_left_alone() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    listener.follow().await;
    // Berit's launch brings Anna's topic: she is let in, and shares nothing.
    let mut berit = hub.site.client();
    let assertion = crate::launch_support::claiming(|claims| {
        claims["sub"] = json!("SE1-BERIT");
        claims["hsa_care_unit"] = json!("SE1-VE2");
        claims["hsa_identity"] = json!("SE1-B");
        claims["fhircast_topic"] = json!(hub.topic);
    });
    berit.post_on("/launch", &[("assertion", &assertion)]).await;
    let chosen = [("assignment", "berit-b")];
    let (address, _) = berit.post_on("/launch/assignment", &chosen).await;
    assert!(address.starts_with("/panel/"), "{address}");
    berit.open(RESA).await;
    listener.hears_nothing().await;
    // And her leaving ends nothing.
    berit.post("/logout", &[]).await;
    hub.open(BARN, 1).await;
    assert_eq!(number_in(&listener.follow().await), BARN);
}

#[tokio::test]
async fn a_topic_that_has_ended_is_begun_anew_with_nothing_of_before() {
    use vaccinjournal::store::{ContextClaim, ContextEffect, ContextOrigin, KeptEvent};
    let at = |second: i64| jiff::Timestamp::from_second(1_700_000_000 + second).unwrap();
    for database in crate::databases::databases() {
        let store = database.open().await;
        let claim = |staff: &str, ends| ContextClaim {
            topic: "hash".to_owned(),
            installation: "one".to_owned(),
            care_provider: hsa_id(REGION),
            certificate: "thumb".to_owned(),
            staff: hsa_id(staff),
            ends,
        };
        assert!(store.claim_context(&claim("SE1-ANNA", at(1_000)), at(0)).await.unwrap());
        let event = KeptEvent {
            id: "one".to_owned(),
            event: "Patient-open".to_owned(),
            happened: at(5),
            content: "[]".to_owned(),
        };
        let (opens, theirs) = (ContextEffect::Opens, ContextOrigin::Theirs);
        store.tell_context("hash", &event, opens, theirs, None, at(5)).await.unwrap();
        let before = store.context_topic("hash", at(6)).await.unwrap().unwrap();
        assert!(before.current.is_some() && before.theirs.is_some());
        // However much is said about one patient who stays open, not all of it is kept.
        let said = |number: i64| KeptEvent {
            id: format!("said-{number}"),
            event: "SyncError".to_owned(),
            happened: at(5),
            content: "[]".to_owned(),
        };
        for number in 0..50 {
            let nothing = ContextEffect::Nothing;
            let said = said(number);
            store.tell_context("hash", &said, nothing, theirs, None, at(6)).await.unwrap();
        }
        store.sweep_context(at(7), "SyncError").await.unwrap();
        assert_eq!(store.context_since("hash", 0).await.unwrap().len(), 51, "not long ago");
        store.sweep_context(at(900), "SyncError").await.unwrap();
        let kept = store.context_since("hash", 0).await.unwrap();
        assert_eq!(kept.len(), 2, "the current patient and what was said last: {kept:?}");
        let berit = claim("SE1-BERIT", at(2_000));
        assert!(!store.claim_context(&berit, at(999)).await.unwrap(), "it is Anna's");
        assert!(store.claim_context(&berit, at(1_001)).await.unwrap());
        let after = store.context_topic("hash", at(1_002)).await.unwrap().unwrap();
        assert_eq!(after.claim.staff, hsa_id("SE1-BERIT"), "{}", database.kind);
        assert_eq!((after.current, after.theirs), (None, None), "{}", database.kind);
        assert!(after.version > before.version, "places go on rising");
        assert_eq!(store.context_since("hash", 0).await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_assignment_is_opened_at_the_patient_who_is_open_by_then() {
    let hub = Shared::new().await;
    let topic = uuid::Uuid::new_v4().to_string();
    let mut berit = hub.site.client();
    let assertion = crate::launch_support::claiming(|claims| {
        claims["sub"] = json!("SE1-BERIT");
        claims["hsa_care_unit"] = json!("SE1-VE2");
        claims["hsa_identity"] = json!("SE1-B");
        claims["fhircast_topic"] = json!(topic);
        claims["patient"]["id"] = json!(TOLVAN);
    });
    berit.post_on("/launch", &[("assertion", &assertion)]).await;
    let choice = |assignment| [("assignment", assignment)];
    let (address, _) = berit.post_on("/launch/assignment", &choice("berit-b")).await;
    let page = berit.get(&berit.state_grounds(&address).await).await;
    assert!(page.body.contains("19121212-1212"), "{}", page.body);
    let opened =
        crate::context_support::opening(&topic, RESA, hub.now() + Duration::from_millis(5));
    assert_eq!(hub.tell(&opened).await.0, 202);
    let (address, page) = berit.post_on("/launch/assignment", &choice("berit-c")).await;
    assert!(address.starts_with("/panel/"), "{address}");
    assert!(page.body.contains("19570926-3080") && !page.body.contains("19121212-1212"));
    // With nobody open there is nobody to open.
    let mut closed = opened;
    closed["id"] = json!("closed");
    closed["event"]["hub.event"] = json!("Patient-close");
    closed["timestamp"] = json!((hub.now() + Duration::from_millis(9)).to_string());
    assert_eq!(hub.tell(&closed).await.0, 202);
    let (address, _) = berit.post_on("/launch/assignment", &choice("berit-b")).await;
    assert_eq!(address, "/");
}

#[tokio::test]
async fn a_session_keeps_its_topic_as_a_hash_only() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    sqlx::any::install_default_drivers();
    let url = &hub.site.house.database.settings.url;
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(url).await.unwrap();
    let rows = sqlx::query("SELECT topic FROM login_session").fetch_all(&mut connection).await;
    let rows = rows.unwrap();
    assert!(rows.len() >= 2, "the launch's and the user's");
    for row in &rows {
        let kept: Option<String> = sqlx::Row::try_get(row, "topic").unwrap();
        let kept = kept.expect("a hash");
        assert!(kept.len() == 43 && !kept.contains(&hub.topic), "{kept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_over_64_kib_is_refused() {
    let hub = Shared::new().await;
    let fitting = |length: usize| {
        let mut event = hub.opening(TOLVAN, 1);
        event["event"]["context"][0]["resource"]["text"] = json!({ "div": "" });
        let padding = length - event.to_string().len();
        event["event"]["context"][0]["resource"]["text"]["div"] = json!("x".repeat(padding));
        assert_eq!(event.to_string().len(), length);
        event
    };
    assert_eq!(hub.tell(&fitting(65_537)).await.0, 413);
    assert_eq!(hub.tell(&fitting(65_536)).await.0, 202);
    // Over the socket as well.
    let mut listener = hub.subscribe(ALL, "COSMIC").await;
    listener.follow().await;
    listener.try_say(&"x".repeat(65_537)).await;
    assert_ne!(listener.closed().await, Some(1000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_an_origin_that_is_not_cosmics_may_not_use_the_hub() {
    let named = vec!["https://cosmic.example".to_owned()];
    let framing = vec!["https://*.region.example".to_owned()];
    let limited = Settings { launch_origins: named, frame_ancestors: framing, ..settings() };
    let hub =
        Shared::launched(Settings { launch_origins: Vec::new(), ..limited.clone() }, None).await;
    let web = reqwest::Client::builder().no_proxy().build().unwrap();
    let base = format!("http://{}/fhircast", hub.address);
    for (origin, allowed) in [
        ("https://evil.example", false),
        ("null", false),
        ("https://a.region.example", true),
        ("https://region.example", false),
        ("https://evilregion.example", false),
        ("http://a.region.example", false),
    ] {
        let url = format!("{base}/{}", hub.topic);
        let answer = web.get(url).header("origin", origin).send().await.unwrap();
        assert_eq!(answer.status() == 200, allowed, "{origin}");
        let let_in = answer.headers().get("access-control-allow-origin");
        assert_eq!(let_in.is_some_and(|let_in| let_in == origin), allowed, "{origin}");
        let event = hub.opening(TOLVAN, 1).to_string();
        let post = web.post(&base).header("content-type", "application/json");
        let answer = post.header("origin", origin).body(event).send().await.unwrap();
        assert_eq!(answer.status() == 202, allowed, "{origin}");
        let endpoint = hub.endpoint(ALL, &[]).await;
        let socket = format!("{base}/socket/{}", endpoint.rsplit('/').next().unwrap());
        let answer = web
            .get(socket)
            .header("origin", origin)
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status() == 101, allowed, "{origin}");
    }
    // A program sends none.
    assert_eq!(hub.get(&format!("/fhircast/{}", hub.topic)).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_launches_switched_off_there_is_no_hub() {
    let hub = Shared::new().await;
    let off = crate::web_support::Site::with(Settings { launch: None, ..settings() }).await;
    let answer = off.client().get("/fhircast/.well-known/fhircast-configuration").await;
    assert_eq!(answer.status, 404);
    let answer = off.client().get(&format!("/fhircast/{}", hub.topic)).await;
    assert_eq!(answer.status, 404);
}
