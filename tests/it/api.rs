//! The journal for machines: JSON, FHIR, and their description.

use http::StatusCode;
use http::header::CONTENT_TYPE;

use crate::web_support::{CARE, Site};

#[tokio::test]
async fn a_posted_question_opens_a_view_that_can_be_read_and_followed() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    let opened = staff.open_over_api("191212121212").await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    let address = opened.header("location");
    assert!(!address.contains("1212"));
    let body = opened.json();
    assert_eq!(address, format!("/api/v1/journal/{}", body["view"].as_str().unwrap()));
    assert_eq!(body["journal"]["patient"]["id"], "191212121212");
    let read = staff.get(address).await.json();
    assert_eq!(read["journal"]["complete"], true);
    assert_eq!(read["journal"]["doses"][0]["shown"]["vaccine_name"]["text"], "Arexvy");
    assert_eq!(read["journal"]["conservation"]["holds"], true);
    let events = staff.get(&format!("{address}/events")).await;
    assert!(events.header(CONTENT_TYPE.as_str()).starts_with("text/event-stream"));
    assert_eq!(events.header("cache-control"), "no-store");
    assert!(events.body.starts_with("event: complete\ndata: {\"view\":"), "{}", events.body);
    let events =
        staff.get(&format!("{}/events", address.replace("/api/v1/journal", "/panel"))).await;
    assert!(events.body.starts_with("event: klar\ndata: "), "{}", events.body);
}

#[tokio::test]
async fn a_question_that_cannot_be_read_says_so_as_a_problem() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    for (body, status) in [
        ("{", StatusCode::BAD_REQUEST),
        ("{}", StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"patient_id":"191212121213"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (
            r#"{"patient_id":"191212121212","patient_id_type":"1.2.752.129.2.1.3.3"}"#,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let answer = staff.post_json("/api/v1/journal", body).await;
        assert_eq!(answer.status, status, "{body}");
        assert_eq!(answer.header(CONTENT_TYPE.as_str()), "application/problem+json");
        assert!(!answer.body.contains("19121212"), "{}", answer.body);
    }
    let large = format!(r#"{{"patient_id":"{}"}}"#, "1".repeat(70_000));
    let answer = staff.post_json("/api/v1/journal", &large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = staff.post("/api/v1/journal", &[("patient_id", "x")]).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_fhir_search_answers_with_a_searchset() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    let token = "urn:oid:1.2.752.129.2.1.3.1|191212121212";
    let fields = [
        ("patient.identifier", token),
        ("_sort", "date"),
        ("_format", "json"),
        ("access.care_relation", "true"),
        ("access.basis", "own"),
    ];
    let answer = staff.post("/fhir/Immunization/_search", &fields).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header(CONTENT_TYPE.as_str()), "application/fhir+json");
    let bundle = answer.json();
    assert_eq!(bundle["total"], 2);
    assert_eq!(bundle["entry"][0]["resource"]["vaccineCode"]["text"], "Arexvy");
    assert!(answer.body.contains("Sökparametern _sort stöds inte"));
    for fields in [vec![], vec![("patient.identifier", "191212121213")]] {
        let answer = staff.post("/fhir/Immunization/_search", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.json()["issue"][0]["severity"], "error");
    }
}

#[tokio::test]
async fn the_description_names_every_address_of_the_interface() {
    let site = Site::quiet().await;
    let answer = site.client().get("/openapi.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    let description = answer.json();
    let paths: Vec<&String> = description["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        ["/api/v1/journal", "/api/v1/journal/{view}", "/api/v1/journal/{view}/events"]
    );
    let schemas = description["components"]["schemas"].as_object().unwrap();
    for name in ["Journal", "Source", "Dose", "Record", "Conservation", "Problem"] {
        assert!(schemas.contains_key(name), "{name} is not described");
    }
    // Every reference leads somewhere.
    let text = answer.body;
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name} is not described");
    }
}
