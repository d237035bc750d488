//! Views under way: a graceful stop lets them finish or says that they were cut off, and leaving a
//! view calls its calls off.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use vaccinjournal::journal::ask::{DirectSource, Plan};
use vaccinjournal::rivta::GvhVersion;
use vaccinjournal::simulator::scenario::Producer;
use vaccinjournal::web::Settings;

use crate::house::{self, House};
use crate::simulator_play::{holding, scenario};
use crate::web_server::start;
use crate::web_support::{CARE, Client, Site, settings};

const PATIENT: &str = "191212121212";

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_a_view_under_way_become_complete() {
    let site = slow_site(Duration::from_millis(1200), settings()).await;
    let (stop, address, served) = start(&site).await;
    let staff = site.staff(CARE).await;
    let view = staff.open(PATIENT).await;
    let events = follow(address, &staff, &format!("{view}/events"));
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begun = Instant::now();
    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    // While it stops it is not ready, and nothing new is begun.
    assert_eq!(staff.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(staff.get("/healthz").await.status, StatusCode::OK);
    let refused = staff.post("/panel", &[("patient", PATIENT)]).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.header("retry-after"), "2");
    assert!(refused.body.contains("Tjänsten startas om."));
    let events = events.await.unwrap();
    assert!(events.contains("event: framsteg") && events.contains("event: klar"), "{events}");
    assert!(!events.contains("avbruten"), "{events}");
    served.await.unwrap();
    let took = begun.elapsed();
    assert!(took > Duration::from_millis(500) && took < Duration::from_secs(4), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_ends_a_view_that_takes_too_long_and_says_so() {
    let limits = Settings { finish_within: Duration::from_millis(300), ..settings() };
    let site = slow_site(Duration::from_secs(30), limits).await;
    let (stop, address, served) = start(&site).await;
    let staff = site.staff(CARE).await;
    let view = staff.open(PATIENT).await;
    let api = view.replace("/panel/", "/api/v1/journal/");
    let page = follow(address, &staff, &format!("{view}/events"));
    let machine = follow(address, &staff, &format!("{api}/events"));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begun = Instant::now();
    stop.send(()).unwrap();
    for events in [page.await.unwrap(), machine.await.unwrap()] {
        assert!(events.contains("event: avbruten"), "{events}");
        assert!(!events.contains("event: klar") && !events.contains("event: complete"), "{events}");
    }
    served.await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_abandoned_view_calls_its_calls_off_and_a_followed_one_lives() {
    let short = Settings { abandon_after: Duration::from_millis(800), ..settings() };
    let site = slow_site(Duration::from_secs(30), short).await;
    let (_stop, address, _served) = start(&site).await;
    let staff = site.staff(CARE).await;
    let view = staff.open(PATIENT).await;
    let events = follow(address, &staff, &format!("{view}/events"));
    tokio::time::sleep(Duration::from_millis(2000)).await;
    assert_eq!(staff.get(&view).await.status, StatusCode::OK, "somebody follows it");
    events.abort();
    let begun = Instant::now();
    // The service waits for its calls: that it is done means that they are called off.
    let finished = tokio::time::timeout(Duration::from_secs(10), site.house.service.finish());
    finished.await.expect("the calls of an abandoned view went on");
    assert!(begun.elapsed() > Duration::from_millis(500), "{:?}", begun.elapsed());
    // Whoever comes back to it has it opened anew.
    assert_eq!(staff.get(&view).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_calls_the_calls_off_at_once() {
    let site = slow_site(Duration::from_secs(30), settings()).await;
    let staff = site.staff(CARE).await;
    staff.open(PATIENT).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    staff.post("/logout", &[]).await;
    let finished = tokio::time::timeout(Duration::from_secs(3), site.house.service.finish());
    finished.await.expect("the calls went on after the logout");
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_ends_the_streams_of_the_session() {
    let site = slow_site(Duration::from_secs(30), settings()).await;
    let (_stop, address, _served) = start(&site).await;
    let staff = site.staff(CARE).await;
    let view = staff.open(PATIENT).await;
    let events = follow(address, &staff, &format!("{view}/events"));
    tokio::time::sleep(Duration::from_millis(300)).await;
    staff.post("/logout", &[]).await;
    let events = tokio::time::timeout(Duration::from_secs(3), events).await;
    let events = events.expect("the stream went on after the logout").unwrap();
    assert!(events.contains("event: avbruten"), "{events}");
}

/// A site with one source that answers after this time.
async fn slow_site(delay: Duration, settings: Settings) -> Site {
    let milliseconds = u64::try_from(delay.as_millis()).unwrap();
    let slow = Producer { delay: milliseconds, ..holding("SE1-SLOW", 2) };
    let mut scenario = scenario(vec![slow]);
    scenario.platform.time_scale = 1.0;
    let source = DirectSource {
        address: "SE1-SLOW".parse().unwrap(),
        version: GvhVersion::V2,
        name: Some("Den långsamma källan".to_owned()),
    };
    let patience = vaccinjournal::journal::ask::Settings {
        source_deadline: Duration::from_secs(60),
        view_deadline: Duration::from_secs(60),
        ..house::settings()
    };
    let plan = Plan::Direct { sources: vec![source] };
    let house = House::switched_off(scenario, plan, patience).await;
    house.switch(true).await;
    Site::of(house, settings).await
}

/// Reads a stream of events to its end.
pub fn follow(address: SocketAddr, client: &Client, path: &str) -> tokio::task::JoinHandle<String> {
    let cookie = client.cookie().to_owned();
    let path = path.to_owned();
    tokio::spawn(async move {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut events = Vec::new();
        let _ = stream.read_to_end(&mut events).await;
        String::from_utf8_lossy(&events).into_owned()
    })
}
