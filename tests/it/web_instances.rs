//! Several instances on one PostgreSQL: a user may meet any of them, and is logged out of all.

use std::time::{Duration, Instant};

use http::StatusCode;
use vaccinjournal::domain::Reach;
use vaccinjournal::journal::ask::{DirectSource, Plan};
use vaccinjournal::launch::Algorithm;
use vaccinjournal::rivta::GvhVersion;
use vaccinjournal::simulator::scenario::Producer;
use vaccinjournal::store::{Change, Import};
use vaccinjournal::web::AppState;

use crate::databases::{databases, postgres};
use crate::house::{self, House, demonstration};
use crate::launch_support::{INSTALLATION, REGION, claims, fill, header, hsa_id, keys, now};
use crate::simulator_play::{holding, scenario};
use crate::web_server;
use crate::web_stop::follow;
use crate::web_support::{CARE, Client, OTHER_CARE, SUPPORT, Site, settings};

const PATIENT: &str = "191212121212";
const OTHER_PATIENT: &str = "195709263080";

/// Two instances: the site's own, and another.
async fn pair() -> (Site, AppState) {
    let ask = house::settings();
    let house = House::on(postgres(), demonstration(), house::aggregated(), ask).await;
    let site = Site::of(house, settings()).await;
    let other = site.beside().await;
    (site, other)
}

#[tokio::test]
async fn who_is_logged_in_on_one_instance_is_so_on_the_other_and_is_logged_out_of_both() {
    let (site, other) = pair().await;
    let here = site.staff(CARE).await;
    let there = here.at(&other);
    let page = there.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Karin Demo"));
    // Her number opens nothing as another kind of user.
    let as_support = here.cookie().replace("vaccinjournal=", "vaccinjournal-support=");
    let request = site.client().request(http::Method::GET, "/support").header("cookie", as_support);
    let answer = site.client().send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "to support's login");
    there.post("/logout", &[]).await;
    assert_eq!(here.get("/").await.status, StatusCode::SEE_OTHER);
    assert_eq!(there.get("/").await.status, StatusCode::SEE_OTHER);

    let here = site.support().await;
    let there = here.at(&other);
    assert_eq!(there.get("/support").await.status, StatusCode::OK);
    here.post("/support/logout", &[]).await;
    assert_eq!(there.get("/support").await.status, StatusCode::SEE_OTHER);
    assert_eq!(SUPPORT.0, "kim.support");
}

#[tokio::test]
async fn the_limits_of_a_session_hold_over_both_instances_and_to_the_minute() {
    let (site, other) = pair().await;
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    let here = site.staff(CARE).await;
    let there = here.at(&other);
    // Used on one, it is in use on the other. Ten minutes without use are the limit.
    for turn in 0..5 {
        site.wait(minutes(9));
        let one = if turn % 2 == 0 { &here } else { &there };
        assert_eq!(one.get("/").await.status, StatusCode::OK, "turn {turn}");
    }
    // A use within a minute of one that is noted is not noted itself: the session ends that much
    // early at most, and never late.
    site.wait(Duration::from_secs(59));
    assert_eq!(here.get("/").await.status, StatusCode::OK);
    site.wait(minutes(9));
    assert_eq!(there.get("/").await.status, StatusCode::OK, "nine minutes are always given");
    site.wait(minutes(10));
    assert_eq!(here.get("/").await.status, StatusCode::SEE_OTHER);

    let here = site.staff(CARE).await;
    let there = here.at(&other);
    for _ in 0..9 {
        site.wait(minutes(6));
        assert_eq!(here.get("/").await.status, StatusCode::OK);
    }
    site.wait(minutes(6));
    assert_eq!(there.get("/").await.status, StatusCode::SEE_OTHER, "an hour is the longest");
}

#[tokio::test]
async fn a_view_is_opened_again_by_the_other_instance_for_its_own_session_only() {
    let (site, other) = pair().await;
    let here = site.staff(CARE).await;
    let there = here.at(&other);
    let (one, two) = (here.open(PATIENT).await, here.open(OTHER_PATIENT).await);
    for _ in 0..2 {
        let page = there.get(&one).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("19121212-1212") && page.body.contains("FSME-IMMUN Vuxen"));
        assert!(!page.body.contains("19570926-3080"));
        let page = there.get(&two).await;
        assert!(page.body.contains("19570926-3080") && !page.body.contains("19121212-1212"));
    }
    assert_eq!(there.get(&format!("{one}/fragment")).await.status, StatusCode::OK);
    let api = one.replace("/panel/", "/api/v1/journal/");
    let again = there.get(&api).await.json();
    assert_eq!(again["view"].as_str(), one.strip_prefix("/panel/"), "it keeps its name");
    // Nobody else's: not another user's, and not another session's of the same user.
    for stranger in [site.staff(OTHER_CARE).await, site.staff(CARE).await] {
        for client in [stranger.at(&other), stranger] {
            let answer = client.get(&one).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert!(!answer.body.contains("FSME") && !answer.body.contains("1212"));
        }
    }
    // It goes with its session.
    here.post("/logout", &[]).await;
    let anew = site.staff(CARE).await;
    assert_eq!(anew.at(&other).get(&one).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_session_has_so_many_views_over_both_instances() {
    let (site, other) = pair().await;
    let here = site.staff(CARE).await;
    let there = here.at(&other);
    let mut views = Vec::new();
    // The settings of the tests allow three.
    for turn in 0..4 {
        site.wait(Duration::from_secs(1));
        let one = if turn % 2 == 0 { &here } else { &there };
        views.push(one.open(PATIENT).await);
    }
    // A third instance has none of them in its memory.
    let client = here.at(&site.beside().await);
    let mut found = Vec::new();
    for view in &views {
        found.push(client.get(view).await.status == StatusCode::OK);
    }
    assert_eq!(found, [false, true, true, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_on_one_instance_ends_what_the_other_streams_within_five_seconds() {
    let slow = Producer { delay: 30_000, ..holding("SE1-SLOW", 2) };
    let mut scenario = scenario(vec![slow]);
    scenario.platform.time_scale = 1.0;
    let source = DirectSource {
        address: "SE1-SLOW".parse().unwrap(),
        version: GvhVersion::V2,
        name: Some("Den långsamma källan".to_owned()),
    };
    let plan = Plan::Direct { sources: vec![source] };
    let ask = vaccinjournal::journal::ask::Settings {
        source_deadline: Duration::from_secs(60),
        view_deadline: Duration::from_secs(60),
        ..house::settings()
    };
    let house = House::on(postgres(), scenario, plan, ask).await;
    house.switch(true).await;
    let site = Site::of(house, settings()).await;
    let other = site.beside().await;
    let (_stop, address, _served) = web_server::start(&site).await;
    let here = site.staff(CARE).await;
    let view = here.open(PATIENT).await;
    let events = follow(address, &here, &format!("{view}/events"));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!events.is_finished());
    let begun = Instant::now();
    here.at(&other).post("/logout", &[]).await;
    let events = events.await.unwrap();
    assert!(events.contains("event: avbruten"), "{events}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_launch_is_known_on_both_and_ends_with_its_certificate_or_assignment() {
    let (site, other) = pair().await;
    let store = &site.house.store;
    fill(store).await;
    store.import(&Import::parse(crate::web_launch::FILE).unwrap()).await.unwrap();
    // Berit has two assignments; the choice is made on the other instance.
    let launched = async |pair, algorithm| {
        let mut claims = claims();
        claims["sub"] = "SE1-BERIT".into();
        claims["hsa_care_unit"] = "SE1-VE2".into();
        claims["hsa_identity"] = "SE1-B".into();
        let header = header(pair, algorithm).to_string();
        let signed = pair.signer(algorithm).sign_parts(&header, &claims.to_string()).unwrap();
        let mut client = site.client();
        let (address, _) = client.post_on("/launch", &[("assertion", &signed)]).await;
        assert_eq!(address, "/launch/assignment");
        let mut there = client.at(&other);
        let page = there.get("/launch/assignment").await;
        assert!(page.body.contains("berit-b") && page.body.contains("SE1-B"), "{}", page.body);
        let chosen = [("assignment", "berit-c")];
        let (address, page) = there.post_on("/launch/assignment", &chosen).await;
        assert!(address.starts_with("/panel/"), "{address}");
        assert!(page.body.contains("19121212-1212") && page.body.contains("Byt uppdrag"));
        assert!(page.body.contains("<bdi>SE1-B</bdi> i COSMIC"), "the launch's place is known");
        let here = there.at(&site.state);
        assert_eq!(here.get(&address).await.status, StatusCode::OK);
        here
    };
    let alive = async |client: &Client| {
        let here = client.get("/").await.status == StatusCode::OK;
        let there = client.at(&other).get("/").await.status == StatusCode::OK;
        assert_eq!(here, there);
        here
    };
    let by_rsa = launched(&keys().rsa, Algorithm::Rs256).await;
    let by_ec = launched(&keys().ec, Algorithm::Es256).await;
    let region = hsa_id(REGION);
    let kept = store.launch_certificates(&region, INSTALLATION).await.unwrap();
    let used = kept.iter().find(|kept| kept.thumbprint == keys().rsa.thumbprint()).unwrap();
    store.remove_launch_certificate(&region, &used.id, "X", now()).await.unwrap();
    assert!(!alive(&by_rsa).await && alive(&by_ec).await);
    let answer = by_rsa.at(&other).get("/launch/assignment").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "nor may she choose another assignment");
    let change = Change { care_provider: &region, by: "X", at: now() };
    assert!(store.take_assignment(&change, "berit-c").await.unwrap());
    assert!(!alive(&by_ec).await);
}

#[tokio::test]
async fn sessions_that_are_over_are_forgotten_with_their_views() {
    use vaccinjournal::store::{SessionHolder, SessionLimits};
    for database in databases() {
        let store = database.open().await;
        let at = |second| jiff::Timestamp::from_second(second).unwrap();
        let patient = PATIENT.parse().unwrap();
        let holder = SessionHolder::Support { name: "kim.support".to_owned() };
        for (id, begun, used) in [("old", 0, 5_000), ("idle", 4_000, 4_100), ("new", 4_000, 5_000)]
        {
            store.begin_session(id, &holder, at(begun)).await.unwrap();
            store.use_session(id, at(used)).await.unwrap();
            store
                .keep_view(&format!("view-{id}"), id, &patient, Reach::Coherent, at(begun), 5)
                .await
                .unwrap();
        }
        // A clock that is behind takes nothing back.
        store.use_session("new", at(1)).await.unwrap();
        let limits = SessionLimits { used_before: at(4_500), begun_before: at(3_000) };
        for _ in 0..2 {
            store.forget_sessions(&limits).await.unwrap();
        }
        for (id, is_kept) in [("old", false), ("idle", false), ("new", true)] {
            let what = format!("{} {id}", database.kind);
            assert_eq!(store.session(id).await.unwrap().is_some(), is_kept, "{what}");
            let view = store.patient_of_view(&format!("view-{id}"), id).await.unwrap();
            assert_eq!(view.is_some(), is_kept, "{what}");
        }
        assert!(store.patient_of_view("view-new", "another").await.unwrap().is_none());
        store.end_session("new").await.unwrap();
        assert!(store.patient_of_view("view-new", "new").await.unwrap().is_none());
    }
}
