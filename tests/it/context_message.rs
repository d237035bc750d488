//! FHIRcast's messages and the patients in them, without a hub around.

use serde_json::{Value, json};
use vaccinjournal::context::{
    Acknowledgement, MessageError, PatientInContext, Refused, SentEvent, opened,
};
use vaccinjournal::domain::PatientId;

use crate::context_support::{TOLVAN, opening};
use crate::present_samples::now;

const PERSONNUMMER: &str = "urn:oid:1.2.752.129.2.1.3.1";
const SAMORDNING: &str = "urn:oid:1.2.752.129.2.1.3.3";
const NATIONAL: &str = "urn:oid:1.2.752.74.9.1";
const STOCKHOLM: &str = "urn:oid:1.2.752.97.3.1.3";

#[test]
fn times_are_in_utc_with_or_without_saying_so() {
    let read = |text: &str| {
        let mut event = opening("t", TOLVAN, now());
        event["timestamp"] = json!(text);
        SentEvent::read(event.to_string().as_bytes()).map(|sent| sent.notification.timestamp)
    };
    let expected = "2018-01-08T01:37:05.14Z".parse().unwrap();
    for text in
        ["2018-01-08T01:37:05.14", "2018-01-08T01:37:05.14Z", "2018-01-08T02:37:05.14+01:00"]
    {
        assert_eq!(read(text), Ok(expected), "{text}");
    }
    assert_eq!(read("2023-04-31T10:38:04"), Err(MessageError::Timestamp));
}

#[test]
fn what_was_sent_is_told_as_it_was() {
    let event = opening("t", TOLVAN, now());
    let sent = SentEvent::read(event.to_string().as_bytes()).unwrap();
    let told: Value = serde_json::from_str(&sent.notification.message("t")).unwrap();
    assert_eq!(told, event);
}

#[test]
fn our_own_event_has_an_id_an_identifier_and_a_time_in_utc_and_no_name() {
    let patient: PatientId = TOLVAN.parse().unwrap();
    let event = opened("e".to_owned(), "r", &patient, now());
    let read = SentEvent::read(event.message("t").as_bytes()).unwrap();
    assert_eq!(read.notification, event);
    let resource = event.resource().unwrap();
    assert_eq!(resource["id"], "r");
    assert_eq!(resource["identifier"][0]["system"], PERSONNUMMER);
    assert_eq!(resource["identifier"][0]["value"], TOLVAN);
    assert_eq!(resource["name"], Value::Null);
    let message: Value = serde_json::from_str(&event.message("t")).unwrap();
    assert!(message["timestamp"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn a_patient_is_known_by_the_person_registers_number_if_she_has_one() {
    let ids = |identifiers: &[(&str, &str)]| {
        let list: Vec<Value> = identifiers
            .iter()
            .map(|(system, value)| json!({ "system": system, "value": value }))
            .collect();
        let read = PatientInContext::read(&json!({ "identifier": list }));
        read.ids.iter().map(|id| id.number().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[("urn:oid:2.999.1", "4438001"), (PERSONNUMMER, TOLVAN)]), [TOLVAN]);
    assert_eq!(ids(&[(SAMORDNING, "196812732391"), (PERSONNUMMER, TOLVAN)]), [TOLVAN]);
    assert_eq!(ids(&[(NATIONAL, "22950606FH20")]), ["22950606FH20"]);
    assert_eq!(ids(&[(STOCKHOLM, "991234567890")]), ["991234567890"]);
    // Written with a hyphen, and said twice.
    assert_eq!(ids(&[(PERSONNUMMER, "19121212-1212"), (PERSONNUMMER, TOLVAN)]), [TOLVAN]);
    // Two people in one: nobody.
    assert!(ids(&[(PERSONNUMMER, TOLVAN), (PERSONNUMMER, "195709263080")]).is_empty());
    assert!(ids(&[(PERSONNUMMER, "191212121213")]).is_empty());
    assert!(ids(&[("http://example.org", TOLVAN)]).is_empty());
    assert!(ids(&[]).is_empty());
}

#[test]
fn a_full_resource_is_taken_whatever_else_is_in_it() {
    let resource = json!({
        "resourceType": "Patient", "id": "x", "active": true,
        "meta": { "profile": ["https://example.org"] },
        "identifier": [{ "use": "official", "type": { "text": "pnr" }, "system": PERSONNUMMER,
            "value": TOLVAN, "assigner": { "display": "Skatteverket" } }],
        "name": [{ "use": "official", "family": "Tolvansson", "given": ["Tolvan", "T"] }],
        "gender": "male", "birthDate": "1912-12-12", "contact": [{}], "extension": [{}],
    });
    let read = PatientInContext::read(&resource);
    assert_eq!(read.ids, [TOLVAN.parse().unwrap()]);
}

#[test]
fn an_answer_has_an_id_and_a_status() {
    let read = Acknowledgement::read;
    let answer = |status| Some(Acknowledgement { id: "a".to_owned(), status });
    assert_eq!(read(r#"{"id":"a","status":200}"#), answer(200));
    assert_eq!(read(r#"{"id":"a","status":"409"}"#), answer(409));
    for wrong in [
        "",
        "{}",
        "[]",
        r#"{"id":"a"}"#,
        r#"{"status":200}"#,
        r#"{"id":1,"status":200}"#,
        r#"{"id":"a","status":99}"#,
        r#"{"id":"a","status":600}"#,
        r#"{"id":"a","status":2.5}"#,
        r#"{"id":"a","status":"ok"}"#,
        r#"{"id":"a","status":-1}"#,
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

#[test]
fn a_sync_error_of_any_form_is_read_as_far_as_it_goes() {
    assert_eq!(Refused::read(&Value::Null), Refused::default());
    let hostile = json!({ "issue": [{ "diagnostics": format!("a\n{}", "x".repeat(999)) }] });
    let read = Refused::read(&hostile);
    assert!(read.reason.starts_with("ax") && read.reason.len() == 200, "{}", read.reason);
}
