//! Two instances on one PostgreSQL database: what is told at one is heard at the other, and when
//! one is gone the other knows how things stand.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use vaccinjournal::store::Import;
use vaccinjournal::web::{AppState, Settings, serve};

use crate::context_page::Page;
use crate::context_support::{
    ALL, BARN, Listener, RESA, TOLVAN, launch, name_of, number_in, opening,
};
use crate::databases::postgres;
use crate::house::{self, House, aggregated, demonstration};
use crate::launch_support::fill;
use crate::web_launch::FILE;
use crate::web_support::{Client, Site, settings};

/// Two instances.
struct Pair {
    site: Site,
    one: SocketAddr,
    other: SocketAddr,
    second: AppState,
    stop_one: Option<oneshot::Sender<()>>,
    _stop_other: oneshot::Sender<()>,
}

impl Pair {
    async fn new(settings: Settings) -> Self {
        let house = House::on(postgres(), demonstration(), aggregated(), house::settings()).await;
        let site = Site::of(house, settings).await;
        fill(&site.house.store).await;
        site.house.store.import(&Import::parse(FILE).unwrap()).await.unwrap();
        let second = site.beside().await;
        let (stop_one, one) = start(site.state.clone()).await;
        let (stop_other, other) = start(second.clone()).await;
        Self { site, one, other, second, stop_one: Some(stop_one), _stop_other: stop_other }
    }

    async fn subscribe(
        &self,
        at: SocketAddr,
        connect: SocketAddr,
        topic: &str,
        name: &str,
    ) -> Listener {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("hub.channel.type", "websocket"),
                ("hub.mode", "subscribe"),
                ("hub.topic", topic),
                ("hub.events", ALL),
                ("subscriber.name", name),
            ])
            .finish();
        let kind = "application/x-www-form-urlencoded";
        let (status, body) = post(at, kind, body).await;
        assert_eq!(status, 202, "{body}");
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        let endpoint = body["hub.channel.endpoint"].as_str().unwrap();
        Listener::at(connect, endpoint).await.expect("the socket was refused")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_at_one_instance_is_heard_at_the_other() {
    let pair = Pair::new(settings()).await;
    let topic = uuid::Uuid::new_v4().to_string();
    let mut nurse = pair.site.client();
    let landed = launch(&mut nurse, &topic, Some(TOLVAN)).await;
    // Asked for at one, connected to the other.
    let mut cosmic = pair.subscribe(pair.one, pair.other, &topic, "COSMIC").await;
    assert_eq!(number_in(&cosmic.follow().await), TOLVAN);
    let mut here = pair.subscribe(pair.other, pair.one, &topic, "Provsvar").await;
    here.follow().await;
    let at_other: Client = nurse.at(&pair.second);
    let mut page = Page::open(pair.one, &nurse, &landed).await;
    page.next().await;
    for at in [pair.one, pair.other] {
        let event = opening(&topic, RESA, pair.site.clock_ahead());
        assert_eq!(post(at, "application/json", event.to_string()).await.0, 202);
        for listener in [&mut cosmic, &mut here] {
            assert_eq!(listener.follow().await, event);
        }
        assert_eq!(page.next().await.1["event"], event["id"]);
    }
    // The page's answer comes to the instance that does not hold its stream.
    let (subscriber, event) = (page.standing["subscriber"].clone(), page.standing["event"].clone());
    let fields = [("subscriber", subscriber.as_str().unwrap()), ("event", event.as_str().unwrap())];
    assert_eq!(at_other.post("/context/answer", &fields).await.status, 204);
    for listener in [&mut cosmic, &mut here] {
        let said = listener.next().await;
        assert_eq!(name_of(&said), "SyncError");
        assert!(said.to_string().contains("osparade"), "{said}");
    }
    // Unsubscribed at one, closed at the other.
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("hub.channel.type", "websocket"),
            ("hub.mode", "unsubscribe"),
            ("hub.topic", &topic),
            ("hub.channel.endpoint", &cosmic.endpoint),
        ])
        .finish();
    assert_eq!(post(pair.one, "application/x-www-form-urlencoded", body).await.0, 202);
    assert_eq!(cosmic.next().await["hub.mode"], "denied");
    // Logged out at one, over at the other.
    assert_eq!(at_other.post("/logout", &[]).await.status, 303);
    assert_eq!(here.next().await["hub.reason"], "the user's session has ended");
    assert_eq!(page.next().await.0, "slut");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_an_instance_is_gone_the_other_knows_the_current_patient() {
    let mut pair = Pair::new(settings()).await;
    let topic = uuid::Uuid::new_v4().to_string();
    let mut nurse = pair.site.client();
    launch(&mut nurse, &topic, Some(TOLVAN)).await;
    let mut cosmic = pair.subscribe(pair.one, pair.one, &topic, "COSMIC").await;
    cosmic.follow().await;
    nurse.open(BARN).await;
    assert_eq!(number_in(&cosmic.follow().await), BARN);
    drop(pair.stop_one.take());
    assert_eq!(cosmic.closed().await, Some(1001), "going away");
    let mut again = pair.subscribe(pair.other, pair.other, &topic, "COSMIC").await;
    assert_eq!(number_in(&again.follow().await), BARN);
    // And the nurse goes on there.
    let nurse = nurse.at(&pair.second);
    let address = nurse.open(RESA).await;
    assert_eq!(number_in(&again.follow().await), RESA);
    let page = Page::open(pair.other, &nurse, &address).await;
    assert_eq!(page.standing["here"], true);
}

/// G21 at a tenth: 50 topics with 10 subscribers each, over two instances.
#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_subscribers_hear_their_own_topics_and_no_other_within_the_time() {
    const TOPICS: usize = 50;
    const EACH: usize = 10;
    let many = Settings {
        most_connections: 2_000,
        most_connections_per_address: 2_000,
        // As in operation: so many tests at once are slow at times.
        head_timeout: Duration::from_secs(10),
        body_timeout: Duration::from_secs(10),
        write_timeout: Duration::from_secs(30),
        ..settings()
    };
    let pair = Pair::new(many).await;
    let mut tasks = Vec::new();
    let mut topics = Vec::new();
    let heard: Arc<tokio::sync::Mutex<Vec<(String, Instant)>>> = Arc::default();
    for _ in 0..TOPICS {
        let topic = uuid::Uuid::new_v4().to_string();
        launch(&mut pair.site.client(), &topic, None).await;
        for number in 0..EACH {
            let at = if number % 2 == 0 { pair.one } else { pair.other };
            let mut listener = pair.subscribe(at, at, &topic, "COSMIC").await;
            let (own, heard) = (topic.clone(), Arc::clone(&heard));
            tasks.push(tokio::spawn(async move {
                while let Some(event) = listener.within(Duration::from_secs(600)).await {
                    assert_eq!(event["event"]["hub.topic"], own.as_str(), "another topic's event");
                    assert_eq!(name_of(&event), "Patient-open", "{event}");
                    heard
                        .lock()
                        .await
                        .push((event["id"].as_str().unwrap().to_owned(), Instant::now()));
                    listener.answer(&event, 200).await;
                }
            }));
        }
        topics.push(topic);
    }
    let mut sent = std::collections::HashMap::new();
    let mut beat = tokio::time::interval(Duration::from_millis(50));
    for (round, patient) in [TOLVAN, RESA, BARN, TOLVAN].into_iter().enumerate() {
        for (number, topic) in topics.iter().enumerate() {
            beat.tick().await;
            let event = opening(topic, patient, pair.site.clock_ahead());
            let at = if (round + number) % 2 == 0 { pair.one } else { pair.other };
            sent.insert(event["id"].as_str().unwrap().to_owned(), Instant::now());
            let (status, body) = post(at, "application/json", event.to_string()).await;
            assert_eq!(status, 202, "{body}");
        }
    }
    let expected = sent.len() * EACH;
    for _ in 0..100 {
        if heard.lock().await.len() == expected {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let heard = heard.lock().await;
    assert_eq!(heard.len(), expected, "some were lost or told twice");
    let mut took: Vec<Duration> = heard.iter().map(|(id, at)| *at - sent[id]).collect();
    took.sort_unstable();
    let at = |part: usize| took[took.len() * part / 100];
    println!(
        "{expected} deliveries: median {:?}, 99 of 100 within {:?}, slowest {:?}",
        at(50),
        at(99),
        took[took.len() - 1]
    );
    // The figure of the goal is 250 ms; this machine runs other tests beside.
    assert!(at(99) < Duration::from_secs(2), "{:?}", at(99));
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
}

async fn start(state: AppState) -> (oneshot::Sender<()>, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(serve(state, listener, async {
        let _ = stopped.await;
    }));
    (stop, address)
}

async fn post(at: SocketAddr, kind: &str, body: String) -> (u16, String) {
    thread_local! {
        static WEB: reqwest::Client = reqwest::Client::builder().no_proxy().build().unwrap();
    }
    let request = WEB
        .with(reqwest::Client::clone)
        .post(format!("http://{at}/fhircast"))
        .header("content-type", kind);
    let answer = request.body(body).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}
