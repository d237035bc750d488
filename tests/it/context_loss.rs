//! Loss of synchronisation, as the hub finds it and tells it to the others.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::context_support::{ALL, RESA, Shared, TOLVAN, name_of};

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_becomes_a_sync_error() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    let mut other = hub.subscribe(ALL, "Provsvar").await;
    for (after, status) in [(1, 409), (2, 404), (3, 400)] {
        let event = hub.open(TOLVAN, after).await;
        cosmic.follow().await;
        let told = other.next().await;
        other.answer(&told, status).await;
        let said = cosmic.next().await;
        assert_eq!(name_of(&said), "SyncError", "{status}");
        check(&said, &event, "Provsvar");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_error_goes_to_the_others_and_not_to_who_refused() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    let mut third = hub.subscribe("SyncError", "Remiss").await;
    let mut other = hub.subscribe(ALL, "Provsvar").await;
    hub.open(TOLVAN, 1).await;
    cosmic.follow().await;
    let told = other.next().await;
    other.answer(&told, 409).await;
    let said = cosmic.next().await;
    assert_eq!(name_of(&said), "SyncError");
    assert_eq!(third.next().await, said, "the same to everybody");
    other.hears_nothing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_told_to_the_others() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    let mut other = hub.subscribe(ALL, "Provsvar").await;
    for status in [500, 503] {
        let event = hub.open(TOLVAN, i64::from(status)).await;
        cosmic.follow().await;
        let told = other.next().await;
        // The status as text, as the standard's own example has it.
        other.say(&json!({ "id": told["id"], "status": status.to_string() }).to_string()).await;
        check(&cosmic.next().await, &event, "Provsvar");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_error_is_a_warning_that_says_which_event_and_who() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe("SyncError", "COSMIC").await;
    let mut other = hub.subscribe(ALL, "Provsvar").await;
    let event = hub.open(TOLVAN, 1).await;
    let told = other.next().await;
    other.answer(&told, 409).await;
    let said = cosmic.next().await;
    let outcome = &said["event"]["context"][0];
    assert_eq!(outcome["key"], "operationoutcome");
    let issue = &outcome["resource"]["issue"][0];
    assert_eq!((&issue["severity"], &issue["code"]), (&json!("warning"), &json!("processing")));
    assert!(!issue["diagnostics"].as_str().unwrap().is_empty());
    check(&said, &event, "Provsvar");
    assert_ne!(said["id"], event["id"]);
    assert!(said["timestamp"].as_str().unwrap().ends_with('Z'));
    assert!(!said.to_string().contains(TOLVAN), "a sync error names no patient");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_answer_within_ten_seconds_is_told_of_and_unsubscribed() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    let mut silent = hub.subscribe(ALL, "Tyst").await;
    let event = hub.open(TOLVAN, 1).await;
    let begun = Instant::now();
    cosmic.follow().await;
    assert_eq!(name_of(&silent.next().await), "Patient-open");
    let said = cosmic.within(Duration::from_secs(13)).await.unwrap();
    let took = begun.elapsed();
    assert!(took > Duration::from_secs(9) && took < Duration::from_secs(12), "{took:?}");
    check(&said, &event, "Tyst");
    let denied = silent.next().await;
    assert_eq!(denied["hub.mode"], "denied");
    assert_eq!(silent.closed().await, Some(1000));
    assert_eq!(hub.unsubscribe(&silent.endpoint).await.0, 404, "it is unsubscribed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_breaks_is_told_of_and_one_that_is_closed_well_is_not() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    let event = hub.open(TOLVAN, 1).await;
    cosmic.follow().await;
    for code in [1000, 1001] {
        let mut other = hub.subscribe(ALL, "Provsvar").await;
        other.follow().await;
        other.close(code).await;
        cosmic.hears_nothing().await;
    }
    for code in [1008, 1011, 4000] {
        let mut other = hub.subscribe(ALL, "Provsvar").await;
        other.follow().await;
        other.close(code).await;
        check(&cosmic.next().await, &event, "Provsvar");
    }
    let mut other = hub.subscribe(ALL, "Provsvar").await;
    other.follow().await;
    drop(other);
    check(&cosmic.next().await, &event, "Provsvar");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscribers_own_sync_error_goes_to_all_who_subscribe_to_it() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    let mut opens_only = hub.subscribe("Patient-open", "Annat").await;
    let event = hub.open(TOLVAN, 1).await;
    cosmic.follow().await;
    opens_only.follow().await;
    let mut error = hub.opening(TOLVAN, 2);
    error["event"]["hub.event"] = json!("syncerror");
    let system = "https://fhircast.hl7.org/events/syncerror/";
    error["event"]["context"] = json!([{ "key": "operationoutcome", "resource": {
        "resourceType": "OperationOutcome",
        "issue": [{ "severity": "warning", "code": "processing", "diagnostics": "nej",
            "details": { "coding": [
                { "system": format!("{system}eventid"), "code": event["id"] },
                { "system": format!("{system}eventname"), "code": "Patient-open" },
                { "system": format!("{system}subscribername"), "code": "Provsvar" },
            ]} }],
    }}]);
    assert_eq!(hub.tell(&error).await.0, 202);
    let said = cosmic.next().await;
    assert_eq!(name_of(&said), "SyncError");
    check(&said, &event, "Provsvar");
    opens_only.hears_nothing().await;
    error["event"]["context"][0]["resource"]["issue"][0]["severity"] = json!("error");
    assert_eq!(hub.tell(&error).await.0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_answer_may_follow_an_accepted_event() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    let mut other = hub.subscribe(ALL, "Provsvar").await;
    hub.open(TOLVAN, 1).await;
    cosmic.follow().await;
    let told = other.next().await;
    other.answer(&told, 202).await;
    cosmic.hears_nothing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_error_needs_no_answer_and_breeds_no_other() {
    let hub = Shared::new().await;
    let mut one = hub.subscribe("SyncError", "Ett").await;
    let mut other = hub.subscribe(ALL, "Provsvar").await;
    hub.open(TOLVAN, 1).await;
    let told = other.next().await;
    other.answer(&told, 409).await;
    other.close(1000).await;
    assert_eq!(name_of(&one.next().await), "SyncError");
    assert!(one.within(Duration::from_secs(12)).await.is_none(), "it was told of or let go");
    assert_eq!(hub.unsubscribe(&one.endpoint).await.0, 202, "it is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_is_cut_off_and_the_others_are_told_as_quickly_as_ever() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    let asleep = hub.subscribe(ALL, "Sovande").await;
    let begun = Instant::now();
    let mut slowest = Duration::ZERO;
    let mut error = None;
    // Large events fill what lies between quickly.
    for after in 1..2_000 {
        let mut event = hub.opening(RESA, after);
        let padding = "x".repeat(60_000);
        event["event"]["context"][0]["resource"]["text"] = json!({ "div": padding });
        let sent = Instant::now();
        assert_eq!(hub.tell(&event).await.0, 202);
        let said = cosmic.next().await;
        if name_of(&said) == "SyncError" {
            error = Some(said);
            break;
        }
        slowest = slowest.max(sent.elapsed());
        cosmic.answer(&said, 200).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let took = begun.elapsed();
    let error = error.expect("the one asleep was not cut off");
    assert!(error.to_string().contains("Sovande"), "{error}");
    assert!(took < Duration::from_secs(15), "{took:?}");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    drop(asleep);
}

fn check(said: &Value, about: &Value, subscriber: &str) {
    assert_eq!(name_of(said), "SyncError", "{said}");
    let issue = &said["event"]["context"][0]["resource"]["issue"][0];
    let codings = issue["details"]["coding"].as_array().unwrap();
    let code = |kind: &str| {
        let system = format!("https://fhircast.hl7.org/events/syncerror/{kind}");
        codings.iter().find(|coding| coding["system"] == system.as_str()).unwrap()["code"].clone()
    };
    assert_eq!(code("eventid"), about["id"], "{said}");
    assert_eq!(code("eventname"), "Patient-open");
    assert_eq!(code("subscribername"), subscriber);
}
