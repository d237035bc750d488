//! The nurse's page as a subscriber: what it is told, what it answers, and what COSMIC hears of it.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use vaccinjournal::domain::ReserveSeries;
use vaccinjournal::web::{ContextSettings, Settings};

use crate::context_support::{ALL, BARN, Listener, RESA, Shared, TOLVAN, name_of, number_in};
use crate::web_support::{Client, settings};

const LOCAL: &str = "991234567890";
const STOCKHOLM: &str = "urn:oid:1.2.752.97.3.1.3";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_told_how_the_context_stands_and_of_each_change() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut page = Page::open(hub.address, &hub.nurse, &hub.landed).await;
    assert_eq!(page.standing["here"], true);
    assert_eq!(page.standing["shown"]["number"], "19121212-1212");
    assert_eq!(page.standing["patient"]["number"], "19121212-1212");
    // The replay of the current event, answered by itself.
    assert_eq!(page.next().await.0, "byte");
    let sent = hub.open(RESA, 10).await;
    let (name, data) = page.next().await;
    assert_eq!(
        (name.as_str(), &data["here"], &data["event"]),
        ("byte", &json!(false), &sent["id"])
    );
    assert_eq!(data["patient"]["number"], "19570926-3080");
    // COSMIC sends a name too; it may be protected, and nothing shows it.
    assert!(!data.to_string().contains("Tolvansson"), "{data}");
    assert_eq!(data["theirs"]["number"], "19570926-3080");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_made_here_is_told_to_cosmic() {
    let hub = Shared::new().await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    hub.nurse.open(TOLVAN).await;
    let event = cosmic.follow().await;
    assert_eq!((name_of(&event), number_in(&event)), ("Patient-open", TOLVAN));
    let resource = &event["event"]["context"][0]["resource"];
    assert!(!resource["id"].as_str().unwrap().is_empty());
    assert!(event["timestamp"].as_str().unwrap().ends_with('Z'));
    // It is the later choice, though COSMIC's clock be ahead.
    hub.open(RESA, 30_000).await;
    cosmic.follow().await;
    hub.nurse.open(BARN).await;
    assert_eq!(number_in(&cosmic.follow().await), BARN);
    assert_eq!(hub.current().await["context"][0]["resource"]["identifier"][0]["value"], BARN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_follows_to_the_current_patient_and_says_so() {
    let (hub, mut cosmic, mut page) = together().await;
    hub.open(RESA, 10).await;
    cosmic.follow().await;
    page.next().await;
    // A later one has come meanwhile: that is where the page goes.
    hub.open(BARN, 20).await;
    cosmic.follow().await;
    page.next().await;
    let onward = page.follow(&hub.nurse, false).await;
    let address = onward["address"].as_str().unwrap();
    assert!(address.starts_with("/panel/") && address != hub.landed, "{address}");
    let shown = hub.nurse.get(address).await.body;
    assert!(shown.contains("20170101-2393") && !shown.contains("19570926"), "{shown}");
    drop(page);
    assert!(cosmic.within(Duration::from_secs(12)).await.is_none(), "all answers came");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_answers_each_event_whether_it_follows_or_is_there_already() {
    let (hub, mut cosmic, mut page) = together().await;
    // The same patient again is answered without anybody's doing.
    hub.open(TOLVAN, 10).await;
    cosmic.follow().await;
    assert_eq!(page.next().await.1["here"], true);
    // Another is answered by the page that follows.
    hub.open(RESA, 20).await;
    cosmic.follow().await;
    page.next().await;
    page.follow(&hub.nurse, false).await;
    assert!(cosmic.within(Duration::from_secs(12)).await.is_none(), "an answer is missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn unsaved_work_refuses_and_cosmic_is_told_why() {
    let (hub, mut cosmic, mut page) = together().await;
    let sent = hub.open(RESA, 10).await;
    cosmic.follow().await;
    let (_, change) = page.next().await;
    let subscriber = change["subscriber"].as_str().unwrap();
    let fields = [("subscriber", subscriber), ("event", change["event"].as_str().unwrap())];
    assert_eq!(hub.nurse.post("/context/answer", &fields).await.status, 204);
    let said = cosmic.next().await;
    let issue = &said["event"]["context"][0]["resource"]["issue"][0];
    assert_eq!(
        issue["diagnostics"],
        "MittVaccin Journal: användaren har osparade ändringar för en annan patient"
    );
    assert_eq!(issue["details"]["coding"][0]["code"], sent["id"]);
    // The user stays, and asks COSMIC to come back.
    let view = view_of(&hub.landed);
    assert_eq!(hub.nurse.post("/context/keep", &[("view", view)]).await.status, 204);
    assert_eq!(number_in(&cosmic.follow().await), TOLVAN);
    let (_, change) = page.next().await;
    assert_eq!(change["here"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_goes_away_is_not_told_of() {
    let (hub, mut cosmic, page) = together().await;
    hub.open(RESA, 10).await;
    cosmic.follow().await;
    drop(page);
    assert!(cosmic.within(Duration::from_secs(12)).await.is_none(), "it was told of");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_there_but_silent_is_told_of() {
    let (hub, mut cosmic, mut page) = together().await;
    hub.open(RESA, 10).await;
    cosmic.follow().await;
    let said = cosmic.within(Duration::from_secs(13)).await.unwrap();
    assert_eq!(name_of(&said), "SyncError");
    assert!(said.to_string().contains("MittVaccin Journal: svarar inte"), "{said}");
    // Its stream ends, and the browser connects again: nobody is told that she has been logged out.
    let heard = page.rest().await;
    assert!(!heard.contains(&"slut".to_owned()), "{heard:?}");
    let again = Page::open(hub.address, &hub.nurse, &hub.landed).await;
    assert_eq!(again.standing["here"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_quick_changes_during_unsaved_work_need_one_answer() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut page = Page::open(hub.address, &hub.nurse, &hub.landed).await;
    page.next().await;
    hub.open(RESA, 10).await;
    hub.open(BARN, 20).await;
    let (_, first) = page.next().await;
    let (_, second) = page.next().await;
    for change in [&first, &second] {
        // As the page's script does: about the one that is current by then.
        let event = second["event"].as_str().unwrap();
        let fields = [("subscriber", change["subscriber"].as_str().unwrap()), ("event", event)];
        assert_eq!(hub.nurse.post("/context/answer", &fields).await.status, 204);
    }
    // Nothing is owed: the page goes on being told well after the ten seconds.
    tokio::time::sleep(Duration::from_secs(12)).await;
    hub.open(RESA, 30).await;
    loop {
        let (name, data) = page.next().await;
        assert_ne!(name, "slut");
        if name == "byte" && data["patient"]["number"] == "19570926-3080" {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_cosmic_behind_a_choice_made_here_is_told_to_the_page() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    cosmic.follow().await;
    // COSMIC follows to the choice made here, and is then used to choose another; its clock is
    // three seconds slow.
    let address = hub.nurse.open(RESA).await;
    cosmic.follow().await;
    let mut page = Page::open(hub.address, &hub.nurse, &address).await;
    page.next().await;
    let (status, _) = hub.tell(&hub.opening(BARN, -3_000)).await;
    assert_eq!(status, 409);
    let (name, said) = page.next().await;
    assert_eq!((name.as_str(), &said["subscriber"]), ("synkfel", &json!("COSMIC")));
    assert_eq!(said["event"], page.standing["event"], "it is about the patient on the page");
    assert_eq!(said["theirs"]["number"], "20170101-2393");
    // A page that comes a moment later is told the same.
    let late = Page::open(hub.address, &hub.nurse, &address).await;
    assert_eq!(late.standing["lost"]["theirs"]["number"], "20170101-2393");
    assert_eq!(late.standing["theirs"]["number"], "20170101-2393");
    // "Följ COSMIC" leads there.
    let onward = page.follow(&hub.nurse, true).await;
    let shown = hub.nurse.get(onward["address"].as_str().unwrap()).await.body;
    assert!(shown.contains("20170101-2393"), "{shown}");
    // One that COSMIC itself has gone on from is only late, and nobody is alarmed.
    assert_eq!(hub.tell(&hub.opening(TOLVAN, -60_000)).await.0, 409);
    drop((page, late));
    let mut heard = Vec::new();
    while let Some(event) = cosmic.within(Duration::from_millis(500)).await {
        heard.push(name_of(&event).to_owned());
    }
    assert_eq!(heard.iter().filter(|name| *name == "SyncError").count(), 1, "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn cosmic_closes_a_choice_made_here_though_its_clock_is_behind() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    cosmic.follow().await;
    let address = hub.nurse.open(RESA).await;
    let told = cosmic.follow().await;
    let mut page = Page::open(hub.address, &hub.nurse, &address).await;
    page.next().await;
    // With a resource of its own, and a clock three seconds slow.
    let closing = hub.closing(&hub.opening(RESA, 0), -3_000);
    assert_eq!(hub.tell(&closing).await.0, 202);
    let (name, change) = page.next().await;
    assert_eq!((name.as_str(), &change["here"]), ("byte", &json!(false)));
    assert_eq!(page.follow(&hub.nurse, false).await["address"], "/");
    // A late answer to the choice does not bring her back.
    cosmic.answer(&told, 200).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let standing = Page::open(hub.address, &hub.nurse, "/").await.standing;
    assert_eq!((&standing["theirs"], &standing["patient"]), (&Value::Null, &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_cosmic_is_is_what_it_opened_or_followed_to_and_not_an_earlier_choice_here() {
    // Launched with nobody, followed to nobody: there is nowhere to go but the search.
    let hub = Shared::launched(settings(), None).await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    for patient in [TOLVAN, RESA] {
        hub.nurse.open(patient).await;
        let told = cosmic.next().await;
        cosmic.answer(&told, 409).await;
    }
    let address = hub.nurse.open(BARN).await;
    let told = cosmic.next().await;
    cosmic.answer(&told, 409).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let page = Page::open(hub.address, &hub.nurse, &address).await;
    assert_eq!(page.standing["theirs"], Value::Null, "not a choice made here");
    assert_eq!(page.follow(&hub.nurse, true).await["address"], "/");
    // It follows to one and stays there through two more.
    hub.nurse.open(TOLVAN).await;
    cosmic.follow().await;
    for patient in [RESA, BARN] {
        let address = hub.nurse.open(patient).await;
        let told = cosmic.next().await;
        cosmic.answer(&told, 409).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let page = Page::open(hub.address, &hub.nurse, &address).await;
        assert_eq!(page.standing["theirs"]["number"], "19121212-1212", "after {patient}");
    }
    // It closes the one it has stayed with, though another is the current one by a choice made here.
    let stayed = hub.opening(TOLVAN, 0);
    assert_eq!(hub.tell(&hub.closing(&stayed, 5)).await.0, 202);
    let late = Page::open(hub.address, &hub.nurse, &hub.nurse.open(BARN).await).await;
    assert_eq!(late.standing["theirs"], Value::Null, "it has closed her");
    drop(late);
    // It closes the current patient: then it shows nobody either.
    hub.open(RESA, 10).await;
    let open = hub.open(BARN, 20).await;
    assert_eq!(hub.tell(&hub.closing(&open, 30)).await.0, 202);
    let address = hub.nurse.open(TOLVAN).await;
    let page = Page::open(hub.address, &hub.nurse, &address).await;
    assert_eq!(page.standing["theirs"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_local_reserve_number_is_refused_with_its_reason_and_a_known_one_followed() {
    let oid = STOCKHOLM.trim_start_matches("urn:oid:");
    let series = |in_register| vec![ReserveSeries::new(oid, "Region", in_register).unwrap()];
    let known =
        "[[patient]]\nid = \"991234567890\"\nid_type = \"1.2.752.97.3.1.3\"\nname = \"R\"\n";
    for (reserve_series, file, followed) in
        [(series(false), "", false), (series(false), known, true), (series(true), "", true)]
    {
        let hub = Shared::launched(Settings { reserve_series, ..settings() }, Some(TOLVAN)).await;
        if !file.is_empty() {
            let import = vaccinjournal::store::Import::parse(file).unwrap();
            hub.site.house.store.import(&import).await.unwrap();
        }
        let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
        cosmic.follow().await;
        let mut page = Page::open(hub.address, &hub.nurse, &hub.landed).await;
        page.next().await;
        let mut event = hub.opening(TOLVAN, 10);
        event["event"]["context"][0]["resource"]["identifier"] =
            json!([{ "system": STOCKHOLM, "value": LOCAL }]);
        assert_eq!(hub.tell(&event).await.0, 202);
        cosmic.follow().await;
        let (_, change) = page.next().await;
        assert_eq!(change["here"], false);
        let onward = page.follow(&hub.nurse, false).await;
        assert_eq!(onward["address"].is_string(), followed, "{onward}");
        if !followed {
            let reason = onward["reason"].as_str().unwrap();
            assert!(reason.contains("lokalt reservnummer"), "{reason}");
            let said = cosmic.next().await;
            assert_eq!(name_of(&said), "SyncError");
            assert!(said.to_string().contains("lokalt reservnummer"), "{said}");
            assert!(!said.to_string().contains(LOCAL), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_local_reserve_number_chosen_here_is_not_sent_unless_the_register_knows_it() {
    let oid = STOCKHOLM.trim_start_matches("urn:oid:");
    let known =
        "[[patient]]\nid = \"991234567890\"\nid_type = \"1.2.752.97.3.1.3\"\nname = \"R\"\n";
    for in_register in [false, true] {
        let reserve_series = vec![ReserveSeries::new(oid, "Region", in_register).unwrap()];
        let hub = Shared::launched(Settings { reserve_series, ..settings() }, Some(TOLVAN)).await;
        let import = vaccinjournal::store::Import::parse(known).unwrap();
        hub.site.house.store.import(&import).await.unwrap();
        let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
        cosmic.follow().await;
        let chosen = hub.nurse.post("/panel", &[("patient", LOCAL), ("series", oid)]).await;
        if in_register {
            assert_eq!(chosen.status, 303, "{}", chosen.body);
            let told = cosmic.follow().await;
            let identifier = &told["event"]["context"][0]["resource"]["identifier"][0];
            assert_eq!(
                (&identifier["system"], &identifier["value"]),
                (&json!(STOCKHOLM), &json!(LOCAL))
            );
        } else {
            assert_eq!(chosen.status, 422);
            assert!(chosen.body.contains("Välj patienten i COSMIC."), "{}", chosen.body);
            cosmic.hears_nothing().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_unknown_here_leads_from_cosmic_to_the_page_that_adds_her() {
    let (hub, mut cosmic, mut page) = together().await;
    hub.open("194911172296", 10).await;
    cosmic.follow().await;
    page.next().await;
    let onward = page.follow(&hub.nurse, false).await;
    let address = onward["address"].as_str().unwrap();
    assert!(address.ends_with("/customer"), "{address}");
    let form = hub.nurse.get(address).await.body;
    assert!(form.contains("19491117-2296") && form.contains("data-unsaved"), "{form}");
    // There is nothing of anybody's journal in it.
    assert!(!form.contains("id=\"journal\""), "{form}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_without_a_number_that_can_be_read_is_refused_with_its_reason() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut page = Page::open(hub.address, &hub.nurse, &hub.landed).await;
    page.next().await;
    let mut event = hub.opening(TOLVAN, 10);
    event["event"]["context"][0]["resource"]["identifier"] = json!([{ "value": "4438001" }]);
    assert_eq!(hub.tell(&event).await.0, 202);
    let (_, change) = page.next().await;
    assert_eq!(change["patient"]["number"], "utan känt nummer");
    let onward = page.follow(&hub.nurse, false).await;
    assert!(onward["reason"].as_str().unwrap().contains("inget personnummer"), "{onward}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_without_a_patient_leave_cosmics_alone() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    cosmic.follow().await;
    for path in ["/", "/launch/assignment", "/administration", "/panel/x"] {
        hub.nurse.get(path).await;
    }
    let mut search = Page::open(hub.address, &hub.nurse, "/").await;
    assert_eq!(search.standing["here"], true);
    // What was so before it came is no change; what comes after is.
    assert_eq!(search.next().await.0, "lage");
    cosmic.hears_nothing().await;
    assert_eq!(hub.current().await["context.type"], "Patient");
    hub.open(RESA, 10).await;
    cosmic.follow().await;
    assert_eq!(search.next().await.0, "byte");
    let onward = search.follow(&hub.nurse, false).await;
    assert!(onward["address"].as_str().unwrap().starts_with("/panel/"), "{onward}");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_cosmic_closes_the_patient_the_page_goes_back_to_the_search() {
    let hub = Shared::new().await;
    let sent = hub.open(TOLVAN, 1).await;
    let address = hub.nurse.open(TOLVAN).await;
    let mut page = Page::open(hub.address, &hub.nurse, &address).await;
    page.next().await;
    let current = hub.current().await;
    let mut close = hub.closing(&sent, 100);
    close["event"]["context"] = current["context"].clone();
    assert_eq!(hub.tell(&close).await.0, 202);
    let (_, change) = page.next().await;
    assert_eq!((&change["here"], &change["patient"]), (&json!(false), &Value::Null));
    assert_eq!(page.follow(&hub.nurse, false).await["address"], "/");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_cosmic_refuses_is_told_to_the_page_that_comes_after() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    cosmic.follow().await;
    let address = hub.nurse.open(RESA).await;
    let told = cosmic.next().await;
    cosmic.answer(&told, 409).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut page = Page::open(hub.address, &hub.nurse, &address).await;
    assert_eq!(page.standing["lost"]["subscriber"], "COSMIC");
    assert_eq!(page.standing["theirs"]["number"], "19121212-1212", "where COSMIC has stayed");
    page.next().await;
    // Asked again: the same event with the time it had.
    let view = view_of(&address);
    assert_eq!(hub.nurse.post("/context/keep", &[("view", view)]).await.status, 204);
    let again = cosmic.next().await;
    assert_eq!(again, told);
    cosmic.answer(&again, 409).await;
    page.next().await;
    assert_eq!(page.next().await.0, "synkfel");
    // Or the page goes to where COSMIC is.
    let onward = page.follow(&hub.nurse, true).await;
    let shown = hub.nurse.get(onward["address"].as_str().unwrap()).await.body;
    assert!(shown.contains("19121212-1212"), "{shown}");
    assert_eq!(number_in(&cosmic.follow().await), TOLVAN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_hears_a_beat_and_the_end_of_its_session() {
    let context = ContextSettings { heartbeat: Duration::from_millis(200) };
    let hub = Shared::launched(Settings { context, ..settings() }, Some(TOLVAN)).await;
    let mut page = Page::open(hub.address, &hub.nurse, &hub.landed).await;
    page.next().await;
    assert_eq!(page.any().await.0, "puls");
    assert_eq!(page.any().await.0, "puls");
    // To listen is not to use a session: it ends all the same.
    hub.site.wait(settings().session_idle + Duration::from_secs(1));
    assert_eq!(page.next().await.0, "slut");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_connects_again_by_itself_keeps_no_session_alive() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let part = settings().session_idle.mul_f64(0.6);
    hub.site.wait(part);
    Page::open(hub.address, &hub.nurse, &hub.landed).await;
    hub.site.wait(part);
    assert_ne!(hub.nurse.get("/").await.status, 200, "nobody has used it for longer than it lives");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_told_when_its_users_assignment_is_taken_away() {
    let context = ContextSettings { heartbeat: Duration::from_millis(200) };
    let hub = Shared::launched(Settings { context, ..settings() }, Some(TOLVAN)).await;
    let mut page = Page::open(hub.address, &hub.nurse, &hub.landed).await;
    page.next().await;
    assert_eq!(page.any().await.0, "puls");
    let region = crate::launch_support::REGION.parse().unwrap();
    let change = vaccinjournal::store::Change { care_provider: &region, by: "X", at: hub.now() };
    assert!(hub.site.house.store.take_assignment(&change, "anna-a").await.unwrap());
    assert_eq!(page.next().await.0, "slut");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_told_when_its_users_assignment_is_another_users() {
    let context = ContextSettings { heartbeat: Duration::from_millis(200) };
    let hub = Shared::launched(Settings { context, ..settings() }, Some(TOLVAN)).await;
    let mut page = Page::open(hub.address, &hub.nurse, &hub.landed).await;
    page.next().await;
    assert_eq!(page.any().await.0, "puls");
    // The session itself goes on: only who looks at the assignment sees it.
    let given = "UPDATE assignment SET staff = 'SE1-BERIT' WHERE id = 'anna-a'";
    crate::access_log::meddle(&hub.site.house.database, given).await.unwrap();
    assert_eq!(page.next().await.0, "slut");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_session_itself_may_answer_for_its_pages() {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let nobody = hub.site.client();
    let fields = [("subscriber", "00000000-0000-0000-0000-000000000000"), ("event", "x")];
    for path in ["/context/answer", "/context/follow", "/context/keep"] {
        let answer = nobody.post(path, &fields).await;
        assert_eq!(answer.status, 401, "{path}");
    }
    // Another session's view is none.
    let other = hub.site.staff(crate::web_support::CARE).await;
    let view = view_of(&hub.landed);
    assert_eq!(other.get(&format!("/context/events?view={view}")).await.status, 404);
}

/// COSMIC and a nurse's page, both at the patient of the launch.
async fn together() -> (Shared, Listener, Page) {
    let hub = Shared::launched(settings(), Some(TOLVAN)).await;
    let mut cosmic = hub.subscribe(ALL, "COSMIC").await;
    cosmic.follow().await;
    let mut page = Page::open(hub.address, &hub.nurse, &hub.landed).await;
    page.next().await;
    (hub, cosmic, page)
}

/// The view in a page's address; empty where it is about no patient.
fn view_of(address: &str) -> &str {
    let view = address.strip_prefix("/panel/").unwrap_or_default();
    view.split('/').next().unwrap_or_default()
}

/// A page that listens, as its script does.
pub struct Page {
    response: reqwest::Response,
    read: String,
    view: String,
    pub standing: Value,
}

impl Page {
    pub async fn open(service: SocketAddr, nurse: &Client, address: &str) -> Self {
        let view = view_of(address).to_owned();
        let web = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("http://{service}/context/events?view={view}");
        let response = web.get(url).header("cookie", nurse.cookie()).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let mut page = Self { response, read: String::new(), view, standing: Value::Null };
        let (name, standing) = page.next().await;
        assert_eq!(name, "lage");
        page.standing = standing;
        page
    }

    /// The next event but beats.
    pub async fn next(&mut self) -> (String, Value) {
        loop {
            let event = self.any().await;
            if event.0 != "puls" {
                return event;
            }
        }
    }

    async fn any(&mut self) -> (String, Value) {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let field = |name: &str| {
                    let mut lines = event.lines().filter_map(|line| line.strip_prefix(name));
                    lines.next().unwrap_or_default().trim().to_owned()
                };
                let (name, data) = (field("event:"), field("data:"));
                self.read = rest.to_owned();
                let data = serde_json::from_str(&data).unwrap_or(Value::Null);
                if let Some(subscriber) = data.get("subscriber").filter(|_| name == "byte") {
                    self.standing["subscriber"] = subscriber.clone();
                    self.standing["event"] = data["event"].clone();
                }
                return (name, data);
            }
            let chunk = tokio::time::timeout(Duration::from_secs(15), self.response.chunk());
            let chunk = chunk.await.expect("no event came").unwrap().expect("the stream ended");
            self.read.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The names of the events until the stream ends.
    pub async fn rest(&mut self) -> Vec<String> {
        let ends = async {
            while let Some(chunk) = self.response.chunk().await.unwrap() {
                self.read.push_str(std::str::from_utf8(&chunk).unwrap());
            }
        };
        tokio::time::timeout(Duration::from_secs(5), ends).await.expect("the stream went on");
        let names = self.read.lines().filter_map(|line| line.strip_prefix("event:"));
        names.map(|name| name.trim().to_owned()).collect()
    }

    /// Follows, as the page's script does.
    pub async fn follow(&self, nurse: &Client, back: bool) -> Value {
        let fields = [
            ("subscriber", self.standing["subscriber"].as_str().unwrap()),
            ("event", self.standing["event"].as_str().unwrap()),
            ("view", &self.view),
            ("back", if back { "true" } else { "false" }),
        ];
        let answer = nurse.post("/context/follow", &fields).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }
}
