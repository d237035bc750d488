//! Support tries a producer from a page.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use vaccinjournal::clock::SystemClock;
use vaccinjournal::conformance::{Data, Settings};
use vaccinjournal::transport::{Endpoint, Limits};
use vaccinjournal::web::TestedProducer;

use crate::house::{self, House, aggregated, demonstration};
use crate::web_support::{CARE, Client, Site, settings};
use crate::xml_support::LIMITS;

const PATIENT: &str = "195709263080";

#[tokio::test(flavor = "multi_thread")]
async fn support_starts_a_run_and_reads_how_it_ended() {
    let site = site("SE2329990011-COSMIC").await;
    let support = site.support().await;
    let page = support.get("/support/conformance").await.body;
    assert!(page.contains("Producenten har inte provats.") && page.contains("SE2329990011-COSMIC"));

    let started =
        support.post("/support/conformance", &[("producer", "SE2329990011-COSMIC")]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    let run = started.header("location").to_owned();
    // Whoever starts it again is led to the run under way, or starts the next one.
    let page = finished(&support, &run).await;
    assert!(page.contains("kim.support") && page.contains("Hämta"), "{page}");
    let report = support.get(&format!("{run}/report")).await;
    assert_eq!(report.status, StatusCode::OK);
    assert!(report.header("content-disposition").starts_with("attachment"));
    assert!(report.body.contains("SE2329990011-COSMIC"));
    assert!(!report.body.contains(PATIENT), "a report names no patient");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_producer_that_nobody_reaches_is_said_to_be_so() {
    let site = site_at("SE2329990011-NOWHERE", Some("https://localhost:9/")).await;
    let support = site.support().await;
    let started =
        support.post("/support/conformance", &[("producer", "SE2329990011-NOWHERE")]).await;
    let run = started.header("location").to_owned();
    let page = finished(&support, &run).await;
    assert!(page.contains("Ingen fråga nådde producenten."), "{page}");
    assert_eq!(support.get(&format!("{run}/report")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_are_for_support_and_for_the_producers_of_the_settings() {
    let site = site("SE2329990011-COSMIC").await;
    for client in [site.client(), site.staff(CARE).await] {
        for path in ["/support/conformance", "/support/conformance/x"] {
            assert_eq!(client.get(path).await.header("location"), "/support/login", "{path}");
        }
        let refused = client.post("/support/conformance", &[("producer", "SE1")]).await;
        assert!(refused.status.is_client_error(), "{}", refused.status);
    }
    let support = site.support().await;
    let other = support.post("/support/conformance", &[("producer", "SE1")]).await;
    assert!(other.status.is_client_error(), "{}", other.status);
    assert_eq!(support.get("/support/conformance/x").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.house.arrived(), 0);
}

/// The page of producers once the run is done; until then the run's page says how far it has come.
async fn finished(support: &Client, run: &str) -> String {
    for _ in 0..300 {
        let page = support.get(run).await;
        if page.status == StatusCode::SEE_OTHER {
            return support.get(page.header("location")).await.body;
        }
        assert!(page.body.contains("<progress") && !page.header("refresh").is_empty());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the run did not end");
}

async fn site(producer: &str) -> Site {
    site_at(producer, None).await
}

async fn site_at(producer: &str, elsewhere: Option<&str>) -> Site {
    let house = House::switched_off(demonstration(), aggregated(), house::settings()).await;
    let folder = tempfile::tempdir().unwrap().keep();
    let endpoint: Endpoint =
        elsewhere.map_or(house.simulator.url(), str::to_owned).parse().unwrap();
    let data = Data::parse(&format!("contract = \"2.0\"\n[[patient]]\nid = \"{PATIENT}\"\n"));
    let data = data.unwrap();
    let tested = TestedProducer {
        settings: Settings {
            endpoint: endpoint.join(data.contract.contract().path),
            ping_endpoint: None,
            other_endpoint: None,
            logical_address: producer.parse().unwrap(),
            contract: None,
            transport: house::transport_settings(&house.simulator, &folder),
            limits: Limits { largest_answer: 16 << 20, body_idle: Duration::from_secs(10) },
            xml: LIMITS,
            answer_time: Duration::from_secs(5),
            deadline: Duration::from_secs(8),
            at_once: 10,
            show_patients: true,
            clock: Arc::new(SystemClock),
        },
        data,
    };
    Site::trying(house, settings(), vec![tested]).await
}
