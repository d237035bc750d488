//! The log is read by its care provider's controllers only, and every look is in it.

use std::io::Write;
use std::process::{Command, Stdio};

use http::StatusCode;
use vaccinjournal::domain::{AccessActivity, AccessEvent, LegalBasis};
use vaccinjournal::store::{Import, LogQuestion, Whose};

use crate::access_log::{assignment, at, chain, event, id, stamp};
use crate::browser_support::Browser;
use crate::databases::{databases, sqlite};
use crate::house::{CARE_PROVIDER, House, demonstration};
use crate::web_server::start;
use crate::web_support::{self, Client, Site};

const OLD_MAN: &str = "191212121212";

/// A log controller of the demonstration's care provider, and one of another.
const FILE: &str = r#"
[[care_provider]]
hsa_id = "SE1-VG"
name = "Regionen Exempel"
[[staff]]
hsa_id = "SE5560000001-LOGG"
name = "Lova Loggare"
[[staff]]
hsa_id = "SE1-LOGG"
name = "Lisa Loggare"
[[assignment]]
id = "lova-logg"
staff = "SE5560000001-LOGG"
care_provider = "SE5560000001-VG1"
purpose = "administration"
role = "log"
title = "Loggadministratör"
[[assignment]]
id = "lisa-logg"
staff = "SE1-LOGG"
care_provider = "SE1-VG"
purpose = "administration"
role = "log"
title = "Loggadministratör"
"#;

async fn site() -> Site {
    let mut scenario = demonstration();
    scenario.platform.time_scale = 0.02;
    let house = House::of(scenario, crate::house::aggregated()).await;
    house.store.import(&Import::parse(FILE).unwrap()).await.unwrap();
    Site::of(house, web_support::settings()).await
}

async fn read(client: &Client, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = client.post(path, fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn a_controller_sees_who_has_read_a_patients_journal_and_is_seen_herself() {
    let site = site().await;
    let nurse = site.staff("karin-centrum").await;
    nurse.open(OLD_MAN).await;
    let controller = site.staff("lova-logg").await;
    let led = controller.get("/administration").await;
    assert_eq!(led.header("location"), "/administration/log");
    let page = read(&controller, "/administration/log", &[("patient", "19121212-1212")]).await;
    for text in
        ["Öppnade journalen", "Karin", "19121212-1212", "MittVaccin Journal (", "Läste loggen"]
    {
        assert!(page.contains(text), "{text} is not in {page}");
    }
    let by_staff = [("staff", "se5560000001-karin")];
    let page = read(&controller, "/administration/log", &by_staff).await;
    assert!(page.contains("Öppnade journalen") && !page.contains("Läste loggen"), "{page}");
    let file = read(&controller, "/administration/log/csv", &[("patient", OLD_MAN)]).await;
    assert!(file.starts_with("\u{FEFF}Tid;Vad;"), "{file}");
    assert!(file.contains(";19121212-1212;"), "{file}");

    let looked: Vec<AccessEvent> = chain(&site.house.store, CARE_PROVIDER)
        .await
        .iter()
        .map(|row| row.event().unwrap())
        .filter(|event| event.assignment.id == "lova-logg")
        .collect();
    let activities: Vec<AccessActivity> = looked.iter().map(|event| event.activity).collect();
    let (shown, exported) = (AccessActivity::LogRead, AccessActivity::LogExported);
    assert_eq!(activities, [shown, shown, exported]);
    assert_eq!(looked[0].patient.as_ref().unwrap().number(), OLD_MAN);
    assert!(looked[1].details.as_ref().unwrap().contains("SE5560000001-KARIN"));
    assert!(looked.iter().all(|event| !event.details.as_ref().unwrap().contains("1912")));
}

#[tokio::test]
async fn nothing_of_another_care_provider_is_read_and_nobody_else_gets_in() {
    let site = site().await;
    site.staff("karin-centrum").await.open(OLD_MAN).await;
    let stranger = site.staff("lisa-logg").await;
    let page = read(&stranger, "/administration/log", &[("patient", OLD_MAN)]).await;
    assert!(!page.contains("Öppnade journalen") && !page.contains("Karin"), "{page}");
    assert!(page.contains("Läste loggen"), "her own look is in her own log");
    for other in ["karin-centrum", "lars-admin"] {
        let other = site.staff(other).await;
        for path in ["/administration/log", "/administration/log/csv"] {
            let answer = other.post(path, &[("patient", OLD_MAN)]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
        }
        assert_eq!(other.get("/administration/log").await.status, StatusCode::FORBIDDEN);
    }
    // Whoever reads the log changes nothing, and opens no journal.
    let controller = site.staff("lova-logg").await;
    let form =
        [("staff", "SE1-X"), ("name", "X"), ("title", "X"), ("place", ""), ("kind", "users")];
    let answer = controller.post("/administration/assignment", &form).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(
        controller.post("/panel", &[("patient", OLD_MAN)]).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_question_that_cannot_be_put_says_why_and_reads_nothing() {
    let site = site().await;
    let controller = site.staff("lova-logg").await;
    for (fields, words) in [
        (vec![("patient", "")], "Skriv en patients personnummer"),
        (vec![("patient", "19121212-1213")], "inte ett giltigt"),
        (vec![("patient", OLD_MAN), ("staff", "SE1-X")], "inte båda"),
        (vec![("patient", OLD_MAN), ("from", "igår")], "ÅÅÅÅ-MM-DD"),
    ] {
        let answer = controller.post("/administration/log", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(words), "{words} is not in {}", answer.body);
    }
    assert!(chain(&site.house.store, CARE_PROVIDER).await.is_empty());
}

#[tokio::test]
async fn an_extract_holds_the_days_asked_for_newest_first() {
    for database in databases() {
        let store = database.open().await;
        // Midnight in Sweden is 23 o'clock the day before.
        let moments = [
            "2026-01-31T22:59:59Z",
            "2026-01-31T23:00:00Z",
            "2026-02-02T22:59:59Z",
            "2026-02-02T23:00:00Z",
        ];
        let events: Vec<AccessEvent> = moments
            .iter()
            .map(|moment| AccessEvent { at: moment.parse().unwrap(), ..event("SE1-VG", 0) })
            .collect();
        store.log_access(&events, &stamp(9)).await.unwrap();
        store.log_access(&[event("SE2-VG", 1)], &stamp(9)).await.unwrap();
        let day = |text: &str| Some(text.parse().unwrap());
        let patient = Whose::Patient(OLD_MAN.parse().unwrap());
        let question = LogQuestion::of_days(patient.clone(), day("2026-02-01"), day("2026-02-02"));
        let rows = store.log_extract(&id("SE1-VG"), &question, 10).await.unwrap();
        let found: Vec<AccessEvent> = rows.iter().map(|row| row.event().unwrap()).collect();
        assert_eq!(found, [events[2].clone(), events[1].clone()], "{}", database.kind);
        let all = LogQuestion { whose: patient, from: None, before: None };
        assert_eq!(store.log_extract(&id("SE1-VG"), &all, 3).await.unwrap().len(), 3);
        let staff = LogQuestion { whose: Whose::Staff(id("SE1-ANNA")), ..all };
        assert_eq!(store.log_extract(&id("SE1-VG"), &staff, 10).await.unwrap().len(), 4);
    }
}

#[tokio::test]
async fn the_command_writes_a_file_without_formulas_and_is_logged() {
    let folder = tempfile::tempdir().unwrap();
    let mut database = sqlite();
    database.settings.url = format!("sqlite:{}", folder.path().join("store.sqlite").display());
    let store = database.open().await;
    store
        .import(
            &Import::parse(&crate::access_log_reading::FILE.replace("SE5560000001-VG1", "SE1-VG"))
                .unwrap(),
        )
        .await
        .unwrap();
    let mut nasty = assignment("SE1-VG");
    nasty.staff.name = "=HYPERLINK(\"http://x\")".to_owned();
    let nasty = AccessEvent {
        basis: Some(LegalBasis::CannotDecide { reason: "rad\nbrytning;\"".to_owned() }),
        assignment: nasty,
        ..event("SE1-VG", 5)
    };
    store.log_access(&[nasty], &stamp(9)).await.unwrap();
    let settings = folder.path().join("settings.toml");
    std::fs::write(&settings, format!("[store]\nurl = \"{}\"\n", database.settings.url)).unwrap();
    let extract = |arguments: &[&str], input: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vaccinjournal"));
        command.arg("--config").arg(&settings).args(["log", "extract"]).args(arguments);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let output = extract(&["--assignment", "lisa-logg", "--patient", "-"], "191212121212\n");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains(";\"'=HYPERLINK(\"\"http://x\"\")\";"), "{text}");
    assert!(text.contains("Kan inte ta ställning: rad brytning;\"\""), "{text}");
    let refused = extract(&["--assignment", "lisa-logg", "--patient", OLD_MAN], "");
    assert_eq!(refused.status.code(), Some(2), "no id among the arguments");
    let nobody = extract(&["--assignment", "nobody", "--patient", "-"], OLD_MAN);
    assert_eq!(nobody.status.code(), Some(2));
    let rows = chain(&store, "SE1-VG").await;
    let last = rows.last().unwrap().event().unwrap();
    assert_eq!((rows.len(), last.activity), (2, AccessActivity::LogExported));
}

#[tokio::test]
async fn a_printout_is_logged_first_and_has_only_what_the_care_provider_wrote_itself() {
    let site = site().await;
    let nurse = site.staff("karin-centrum").await;
    let page = nurse.open(OLD_MAN).await;
    // Every source has answered.
    let name = page.rsplit('/').next().unwrap();
    nurse.get(&format!("/api/v1/journal/{name}/events")).await;
    let whole = nurse.get(&page).await.body;
    assert!(whole.contains("<bdi>Cosmic"), "{whole}");
    let printed = nurse.post(&format!("{page}/print"), &[]).await;
    assert_eq!(printed.status, StatusCode::OK, "{}", printed.body);
    assert!(!printed.body.contains("Cosmic"), "{}", printed.body);
    assert!(printed.body.contains("Uppgifter från andra vårdgivare får inte skrivas ut"));
    let rows = chain(&site.house.store, CARE_PROVIDER).await;
    let last = rows.last().unwrap().event().unwrap();
    assert_eq!(last.activity, AccessActivity::Printed);
    assert_eq!(last.sources[0].source, "own");
    let others = |one: &&vaccinjournal::domain::Holder| one.care_provider != id(CARE_PROVIDER);
    assert!(last.sources.iter().flat_map(|one| &one.holders).filter(others).count() == 0);

    let sql = "CREATE TRIGGER full BEFORE INSERT ON access_log \
         BEGIN SELECT RAISE(ABORT, 'full'); END";
    crate::access_log::meddle(&site.house.database, sql).await.unwrap();
    let refused = nurse.post(&format!("{page}/print"), &[]).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!refused.body.contains("Doser per sjukdom"), "{}", refused.body);
}

#[tokio::test]
async fn where_the_setting_allows_it_others_records_are_printed_and_logged() {
    let house = House::demonstration().await;
    let settings = vaccinjournal::web::Settings { print_others: true, ..web_support::settings() };
    let site = Site::of(house, settings).await;
    let nurse = site.staff("karin-centrum").await;
    let page = nurse.open(OLD_MAN).await;
    let name = page.rsplit('/').next().unwrap();
    nurse.get(&format!("/api/v1/journal/{name}/events")).await;
    let printed = nurse.post(&format!("{page}/print"), &[]).await.body;
    assert!(printed.contains("<bdi>Cosmic"), "{printed}");
    let rows = chain(&site.house.store, CARE_PROVIDER).await;
    let last = rows.last().unwrap().event().unwrap();
    assert_eq!(last.activity, AccessActivity::Printed);
    assert!(last.sources.iter().any(|one| one.source == "SE2329990011-COSMIC"), "{last:?}");
}

#[tokio::test]
async fn support_is_told_of_rows_that_somebody_has_to_decide_on() {
    let site = Site::quiet().await;
    let support = site.support().await;
    assert!(!support.get("/support").await.body.contains("log outbox"));
    let store = &site.house.store;
    let onward = vaccinjournal::store::Stamp { onward: true, ..stamp(1) };
    store.log_access(&[event("SE1-VG", 1)], &onward).await.unwrap();
    store.begin_sending(&id("SE1-VG"), 5, "gone", at(1)).await.unwrap();
    store.abandon_sending(None, at(2), at(3)).await.unwrap();
    let page = support.get("/support").await.body;
    assert!(page.contains("1 rad i åtkomstloggen har kanske inte nått"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_page_can_be_used_by_everybody() {
    let site = site().await;
    site.staff("karin-centrum").await.open(OLD_MAN).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.log_in_as("lova-logg").await;
    browser.go("/administration/log").await;
    browser.find("input[name=patient]").await.send_keys(OLD_MAN).await.unwrap();
    browser.click("main button").await;
    browser.wait_for("#rader").await;
    browser.long_picture("access_log").await;
    assert!(browser.text("main").await.contains("Öppnade journalen"));
    let found = browser.serious_findings().await;
    assert!(found.is_empty(), "{found:#?}");
    assert!(!browser.run("return location.href").await.as_str().unwrap().contains("1912"));
    browser.close().await;
}
