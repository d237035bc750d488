//! Emergency access while the database can be read but not written, as with a full disk: through the
//! pages, on both kinds of database.

use http::StatusCode;
use sqlx::{Connection, Row};
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::domain::{AccessActivity, AccessEvent};

use crate::access_log::{chain, meddle};
use crate::databases::{Database, databases};
use crate::house::{self, CARE_PROVIDER, House, demonstration};
use crate::web_support::{CARE, Client, OTHER_CARE, Site, settings};

const OLD_MAN: &str = "191212121212";
const TRAVELLER: &str = "195709263080";
const EMERGENCY: [(&str, &str); 3] =
    [("relation", "ja"), ("basis", "emergency"), ("emergency_reason", "medvetslös")];

const TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' \
     AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlx%'";

/// From now on every write to any table fails.
async fn fill(database: &Database) {
    if database.kind == "PostgreSQL" {
        let sql = "CREATE FUNCTION full_() RETURNS trigger LANGUAGE plpgsql AS \
             'BEGIN RAISE EXCEPTION ''full''; END'; \
             DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables \
             WHERE schemaname = 'public' AND tablename NOT LIKE '\\_sqlx%' LOOP EXECUTE format( \
             'CREATE TRIGGER full_ BEFORE INSERT OR UPDATE OR DELETE ON %I \
             EXECUTE FUNCTION full_()', t); END LOOP; END $$";
        return meddle(database, sql).await.unwrap();
    }
    for table in tables(database).await {
        for event in ["INSERT", "UPDATE", "DELETE"] {
            let sql = format!(
                "CREATE TRIGGER full_{event}_{table} BEFORE {event} ON {table} \
                 BEGIN SELECT RAISE(ABORT, 'full'); END"
            );
            meddle(database, &sql).await.unwrap();
        }
    }
}

/// Writes are let through again.
async fn empty(database: &Database) {
    if database.kind == "PostgreSQL" {
        return meddle(database, "DROP FUNCTION full_ CASCADE").await.unwrap();
    }
    for table in tables(database).await {
        for event in ["INSERT", "UPDATE", "DELETE"] {
            meddle(database, &format!("DROP TRIGGER full_{event}_{table}")).await.unwrap();
        }
    }
}

async fn tables(database: &Database) -> Vec<String> {
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&database.settings.url).await.unwrap();
    let rows = sqlx::query(TABLES).fetch_all(&mut connection).await.unwrap();
    let tables: Vec<String> = rows.iter().map(|row| row.try_get("name").unwrap()).collect();
    assert!(tables.len() > 10, "{tables:?}");
    tables
}

async fn site(database: Database) -> Site {
    let mut scenario = demonstration();
    scenario.platform.time_scale = 0.02;
    let house = House::on(database, scenario, house::aggregated(), house::settings()).await;
    house.switch(true).await;
    Site::of(house, settings()).await
}

/// Chooses a patient; gives the address of her journal, which has not been opened yet.
async fn choose(client: &Client, patient: &str) -> String {
    let address = client.choose(patient).await;
    address.strip_suffix("/access").expect("the page that asks why").to_owned()
}

/// The traveller's blocks are lifted too, as far as the nurse asks for it.
async fn lift_in_an_emergency(karin: &Client) {
    let journal = choose(karin, TRAVELLER).await;
    karin.post(&format!("{journal}/access"), &EMERGENCY).await;
    karin.whole(&journal).await;
    karin.post(&format!("{journal}/blocked"), &[]).await;
    let today = SystemClock.swedish_now().date().to_string();
    let lifting = [
        ("holder", "SE5569990131-VG SE5569990131-ME01"),
        ("ground", "emergency"),
        ("reason", "medvetslös"),
        ("requested_by", "Karin Demo"),
        ("scope", "me"),
        ("until", &*today),
    ];
    let lifted = karin.post(&format!("{journal}/blocked/lift"), &lifting).await;
    assert_eq!(lifted.status, StatusCode::SEE_OTHER, "{}", lifted.body);
    let page = karin.whole(&journal).await;
    assert!(page.contains("Stålverkshälsan Östra porten"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nurse_reads_in_an_emergency_while_nothing_can_be_written() {
    for database in databases() {
        let kind = database.kind;
        let site = site(database).await;
        let karin = site.staff(CARE).await;
        let bo = site.staff(OTHER_CARE).await;
        fill(&site.house.database).await;

        // The pages that ask why still come, and nothing but an emergency opens the journal.
        let journal = choose(&karin, OLD_MAN).await;
        let access = format!("{journal}/access");
        assert_eq!(karin.get(&access).await.status, StatusCode::OK, "{kind}");
        let today = SystemClock.swedish_now().date().to_string();
        let consent = [("relation", "ja"), ("basis", "consent"), ("until", &*today)];
        let refused = karin.post(&access, &consent).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{kind}: {}", refused.body);
        assert_eq!(site.house.arrived(), 0, "{kind}: nobody was asked");

        let stated = karin.post(&access, &EMERGENCY).await;
        assert_eq!(stated.status, StatusCode::SEE_OTHER, "{kind}: {}", stated.body);
        assert_eq!(stated.header("location"), journal);
        let page = karin.whole(&journal).await;
        assert!(page.contains("FSME-IMMUN Vuxen") && page.contains("Läses i nödläge"), "{page}");
        assert!(site.house.arrived() > 0);
        // It is hers, for this patient, and for this session's view.
        assert_eq!(bo.get(&journal).await.status, StatusCode::NOT_FOUND);
        choose(&bo, OLD_MAN).await;
        lift_in_an_emergency(&karin).await;
        let printed = karin.post(&format!("{journal}/print"), &[]).await;
        assert_eq!(printed.status, StatusCode::OK, "{}", printed.body);
        let aside = site.house.log.kept_aside();
        assert!(aside >= 4, "{kind}: stated, opened, read and printed, not {aside}");

        // When the database is back every row is in the chain, once.
        empty(&site.house.database).await;
        assert_eq!(site.house.log.write_late().await.unwrap(), aside);
        assert_eq!(site.house.log.write_late().await.unwrap(), 0);
        let rows = chain(&site.house.store, CARE_PROVIDER).await;
        let events: Vec<AccessEvent> = rows.iter().map(|row| row.event().unwrap()).collect();
        for activity in [
            AccessActivity::EmergencyOpened,
            AccessActivity::ViewOpened,
            AccessActivity::SourcesRead,
            AccessActivity::BlockRevealed,
            AccessActivity::BlockLifted,
            AccessActivity::Printed,
        ] {
            assert!(events.iter().any(|one| one.activity == activity), "{kind}: {activity:?}");
        }
        let opened = |one: &&AccessEvent| one.activity == AccessActivity::EmergencyOpened;
        assert_eq!(events.iter().filter(opened).count(), 2, "{kind}");
        assert_eq!(rows.iter().filter(|row| row.is_late()).count() as u64, aside, "{kind}");
        // The page goes on under its name.
        assert_eq!(karin.get(&journal).await.status, StatusCode::OK, "{kind}");
    }
}

#[tokio::test]
async fn what_only_this_instance_knows_ends_with_the_session() {
    let site = site(crate::databases::sqlite()).await;
    let karin = site.staff(CARE).await;
    fill(&site.house.database).await;
    let journal = choose(&karin, OLD_MAN).await;
    karin.post(&format!("{journal}/access"), &EMERGENCY).await;
    assert_eq!(karin.get(&journal).await.status, StatusCode::OK);
    // Another instance knows neither the name nor the ground.
    let elsewhere = karin.at(&site.beside().await);
    assert_eq!(elsewhere.get(&journal).await.status, StatusCode::NOT_FOUND);
    empty(&site.house.database).await;
    karin.post("/logout", &[]).await;
    assert_ne!(karin.get(&journal).await.status, StatusCode::OK);
    // The ground itself is hers until it ends, like any that she has stated.
    let again = site.staff(CARE).await;
    let answer = again.post("/panel", &[("patient", OLD_MAN)]).await;
    assert!(!answer.header("location").ends_with("/access"), "{}", answer.body);
}
