//! The access log: what is written, that it is written first, and that nobody can change it unseen.

use std::sync::Arc;

use jiff::Timestamp;
use sqlx::Connection;
use uuid::Uuid;
use vaccinjournal::domain::{
    AccessActivity, AccessEvent, AccessOutcome, AccessedSource, Assignment, AssignmentPurpose,
    CareProvider, Clinic, Holder, HsaId, LegalBasis, PatientId, Reach, SourceState, StaffMember,
    Trouble, WithheldReason,
};
use vaccinjournal::journal::JournalError;
use vaccinjournal::journal::access::JournalRequest;
use vaccinjournal::store::{LogHash, LogRow, Stamp, Store};

use crate::databases::{Database, databases};
use crate::house::{CARE_PROVIDER, House, aggregated, completed, demonstration, settings};
use crate::web_support::{self, Site};

const OLD_MAN: &str = "191212121212";

pub fn id(text: &str) -> HsaId {
    text.parse().unwrap()
}

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub fn assignment(care_provider: &str) -> Assignment {
    Assignment {
        id: "anna-bvc".to_owned(),
        staff: StaffMember { hsa_id: id("SE1-ANNA"), name: "Anna Andersson".to_owned() },
        care_provider: CareProvider { hsa_id: id(care_provider), name: "Vården".to_owned() },
        clinic: Some(Clinic {
            id: "bvc".to_owned(),
            hsa_id: None,
            care_unit: id("SE1-VE"),
            care_provider: id(care_provider),
            name: "BVC".to_owned(),
        }),
        purpose: AssignmentPurpose::CareAndTreatment,
        title: "Sjuksköterska".to_owned(),
    }
}

pub fn event(care_provider: &str, second: i64) -> AccessEvent {
    AccessEvent {
        patient: Some(OLD_MAN.parse().unwrap()),
        basis: Some(LegalBasis::Emergency { reason: "medvetslös".to_owned() }),
        sources: vec![AccessedSource {
            source: "SE2-COSMIC".to_owned(),
            state: "answered".to_owned(),
            records: 3,
            holders: vec![Holder { care_provider: id("SE2-VG"), care_unit: None }],
        }],
        details: Some("så här".to_owned()),
        ..AccessEvent::new(at(second), assignment(care_provider), AccessActivity::SourcesRead)
    }
}

pub fn stamp(second: i64) -> Stamp<'static> {
    Stamp { instance: "test", at: at(second), onward: false }
}

/// A care provider's whole chain; it must hold.
pub async fn chain(store: &Store, care_provider: &str) -> Vec<LogRow> {
    let rows = store.log_rows(&id(care_provider), 0, u32::MAX).await.unwrap();
    let mut before = LogHash::NONE;
    for (place, row) in (1..).zip(&rows) {
        assert_eq!(row.sequence, place);
        before = row.hash_after(before);
        assert_eq!(before.to_string(), row.hash, "row {place}");
    }
    rows
}

/// Changes the database behind the program's back.
pub async fn meddle(database: &Database, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&database.settings.url).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await?;
    connection.close().await
}

/// What a house's log says of the demonstration's care provider.
async fn told(house: &House) -> Vec<AccessEvent> {
    let rows = chain(&house.store, CARE_PROVIDER).await;
    let events = rows.iter().map(|row| row.event().unwrap());
    // What the nurse stated before is the subject of tests of its own.
    let stated = [AccessActivity::RelationRegistered, AccessActivity::ConsentRegistered];
    events.filter(|event| !stated.contains(&event.activity)).collect()
}

#[tokio::test]
async fn what_is_written_is_read_back_each_care_provider_in_a_chain_of_its_own() {
    for database in databases() {
        let store = database.open().await;
        let plain = AccessEvent {
            patient: None,
            basis: None,
            sources: Vec::new(),
            details: None,
            outcome: AccessOutcome::Refused { reason: "no".to_owned() },
            ..event("SE1-VG", 2)
        };
        let batch = [event("SE2-VG", 1), event("SE1-VG", 1), plain, event("SE2-VG", 3)];
        store.log_access(&batch, &stamp(5)).await.unwrap();
        store.log_access(&[event("SE1-VG", 9)], &stamp(9)).await.unwrap();
        let rows = chain(&store, "SE1-VG").await;
        let events: Vec<_> = rows.iter().map(|row| row.event().unwrap()).collect();
        assert_eq!(events[..2], batch[1..3], "{}", database.kind);
        assert_eq!(rows.len(), 3);
        let other = chain(&store, "SE2-VG").await;
        let other: Vec<_> = other.iter().map(|row| row.event().unwrap()).collect();
        assert_eq!(other, [batch[0].clone(), batch[3].clone()], "{}", database.kind);
        let heads = store.log_heads().await.unwrap();
        let ends: Vec<_> = heads.iter().map(|h| (h.care_provider.as_str(), h.sequence)).collect();
        assert_eq!(ends, [("SE1-VG", 3), ("SE2-VG", 2)], "{}", database.kind);
        assert_eq!(heads[0].hash.to_string(), rows[2].hash);
    }
}

#[tokio::test]
async fn the_database_refuses_to_change_or_remove_a_row() {
    for database in databases() {
        let store = database.open().await;
        store.log_access(&[event("SE1-VG", 1)], &stamp(1)).await.unwrap();
        for sql in ["UPDATE access_log SET staff = 'SE1-NOBODY'", "DELETE FROM access_log"] {
            meddle(&database, sql).await.unwrap_err();
        }
        if database.kind == "PostgreSQL" {
            meddle(&database, "TRUNCATE access_log").await.unwrap_err();
        }
        // Opened again, it is still guarded and still whole.
        let store = database.open().await;
        meddle(&database, "DELETE FROM access_log").await.unwrap_err();
        assert_eq!(chain(&store, "SE1-VG").await.len(), 1, "{}", database.kind);
    }
}

#[tokio::test]
async fn instances_that_write_at_once_make_one_chain_without_gaps() {
    for database in databases() {
        let stores = [Arc::new(database.open().await), Arc::new(database.open().await)];
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..60 {
            let store = Arc::clone(&stores[number % 2]);
            tasks.spawn(async move {
                // In turned order, so that locks taken as they come would meet each other.
                let mut batch = [event("SE1-VG", 1), event("SE2-VG", 1)];
                if number % 3 == 0 {
                    batch.reverse();
                }
                store.log_access(&batch, &stamp(1)).await
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap().unwrap();
        }
        assert_eq!(chain(&stores[0], "SE1-VG").await.len(), 60, "{}", database.kind);
        assert_eq!(chain(&stores[0], "SE2-VG").await.len(), 60, "{}", database.kind);
    }
}

#[tokio::test]
async fn a_batch_that_cannot_be_written_whole_is_not_written_at_all() {
    for database in databases() {
        let store = database.open().await;
        let first = event("SE1-VG", 1);
        store.log_access(std::slice::from_ref(&first), &stamp(1)).await.unwrap();
        store.log_access(&[event("SE1-VG", 2), first], &stamp(2)).await.unwrap_err();
        assert_eq!(chain(&store, "SE1-VG").await.len(), 1, "{}", database.kind);
    }
}

#[tokio::test]
async fn a_view_is_logged_when_it_is_opened_and_again_for_each_source_that_is_added() {
    let house = House::demonstration().await;
    let view = house.open(OLD_MAN).await;
    let opened = &told(&house).await[0];
    assert_eq!(opened.activity, AccessActivity::ViewOpened);
    assert_eq!(opened.outcome, AccessOutcome::Done);
    assert_eq!(opened.patient.as_ref().unwrap().number(), OLD_MAN);
    assert_eq!(opened.assignment, house.nurse().await);
    let own = &opened.sources[0];
    assert_eq!((own.source.as_str(), own.state.as_str()), (AccessedSource::OWN, "answered"));
    assert!(own.records > 0 && !own.holders.is_empty(), "{own:?}");

    let journal = completed(&view).await;
    let events = told(&house).await;
    assert!(events.iter().all(|event| event.occasion == opened.occasion));
    let read = events.iter().filter(|event| event.activity == AccessActivity::SourcesRead);
    let mut logged: Vec<_> = read.flat_map(|event| &event.sources).collect();
    logged.push(own);
    for source in &journal.sources {
        let address = source.kind.address().map_or(AccessedSource::OWN, |address| address.as_str());
        let is_it =
            |one: &&&AccessedSource| one.source == address && one.state == source.state.code();
        assert!(logged.iter().any(|one| is_it(&one)), "{address} is shown and not logged");
    }
    let cosmic = logged.iter().find(|one| one.source == "SE2329990011-COSMIC").unwrap();
    assert!(cosmic.records > 0 && !cosmic.holders.is_empty(), "{cosmic:?}");
}

#[tokio::test]
async fn another_look_at_the_same_question_is_logged_with_what_it_has_brought_so_far() {
    let house = House::demonstration().await;
    let one = house.open(OLD_MAN).await;
    let other = house.open(OLD_MAN).await;
    let events = told(&house).await;
    let opened: Vec<_> =
        events.iter().filter(|event| event.activity == AccessActivity::ViewOpened).collect();
    assert_eq!(opened.len(), 2, "{events:?}");
    assert_ne!(opened[0].id, opened[1].id);
    assert_eq!(opened[1].sources[0], opened[0].sources[0]);
    completed(&one).await;
    completed(&other).await;
}

#[tokio::test]
async fn a_refused_request_is_logged() {
    let house = House::demonstration().await;
    let assignment = house.store.assignment("lars-admin").await.unwrap().unwrap();
    let patient: PatientId = OLD_MAN.parse().unwrap();
    let request = JournalRequest {
        patient: patient.clone(),
        assignment: assignment.clone(),
        reach: Reach::Coherent,
    };
    assert!(matches!(house.service.open(request).await, Err(JournalError::Denied(_))));
    let events = told(&house).await;
    assert_eq!(events.len(), 1);
    assert!(matches!(&events[0].outcome, AccessOutcome::Refused { reason } if !reason.is_empty()));
    assert_eq!(events[0].patient, Some(patient));
    assert_eq!(events[0].assignment, assignment);
}

#[tokio::test]
async fn without_a_log_no_view_opens_and_nobody_is_asked() {
    let house = House::demonstration().await;
    let patient: PatientId = OLD_MAN.parse().unwrap();
    house.state(&patient).await;
    refuse_rows(&house, "1").await;
    let assignment = house.nurse().await;
    let request = JournalRequest { patient, assignment, reach: Reach::Coherent };
    assert!(matches!(house.service.open(request).await, Err(JournalError::NotLogged(_))));
    assert_eq!(house.simulator.arrivals().counts().connections, 0);
}

#[tokio::test]
async fn answers_that_cannot_be_logged_are_counted_and_not_shown() {
    let house = House::demonstration().await;
    refuse_rows(&house, "NEW.activity = 'sources_read'").await;
    let journal = house.whole(OLD_MAN).await;
    let own: HsaId = id("SE5560000001-MVJ");
    let shown = journal.doses.iter().flat_map(|dose| &dose.records);
    assert!(shown.clone().count() > 0, "own records are logged and shown");
    for record in shown {
        assert_eq!(record.record.key.source_system, own, "shown and not logged");
    }
    let not_logged = SourceState::Incomplete(Trouble::NotLogged);
    assert!(journal.sources.iter().any(|source| source.state == not_logged));
    let found = [SourceState::Answered, SourceState::NothingFound];
    assert!(!journal.sources[1..].iter().any(|source| found.contains(&source.state)));
    let withheld = journal.withheld.iter().filter(|one| one.reason == WithheldReason::NotLogged);
    assert!(withheld.map(|group| group.count).sum::<u32>() > 0);
    assert!(!journal.is_whole());
}

#[tokio::test]
async fn without_a_log_the_page_the_json_and_the_bundle_say_so_and_hold_no_record() {
    let ask = settings();
    let house = House::switched_off(demonstration(), aggregated(), ask).await;
    let site = Site::of(house, web_support::settings()).await;
    let nurse = site.staff("karin-centrum").await;
    site.house.state(&OLD_MAN.parse().unwrap()).await;
    refuse_rows(&site.house, "1").await;
    let json = format!("{{\"patient_id\": \"{OLD_MAN}\"}}");
    for answer in [
        nurse.post("/panel", &[("patient", OLD_MAN)]).await,
        nurse.post_json("/api/v1/journal", &json).await,
        nurse.post("/fhir/Immunization/_search", &[("patient.identifier", OLD_MAN)]).await,
    ] {
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(answer.body.contains("Loggningen fungerar inte"), "{}", answer.body);
        assert_eq!(answer.header("retry-after"), "2");
        assert!(!answer.body.contains("FSME"), "{}", answer.body);
    }
}

/// Lets the database refuse new rows of the access log, as a full disk would.
async fn refuse_rows(house: &House, condition: &str) {
    let sql = format!(
        "CREATE TRIGGER full BEFORE INSERT ON access_log WHEN {condition} \
         BEGIN SELECT RAISE(ABORT, 'full'); END"
    );
    meddle(&house.database, &sql).await.unwrap();
}

#[tokio::test]
async fn the_log_holds_no_name_of_a_view() {
    // Whoever reads the log must not be able to open what others have open.
    let house = House::demonstration().await;
    let view = house.open(OLD_MAN).await;
    completed(&view).await;
    let view: Uuid = view.id().to_string().parse().unwrap();
    assert!(told(&house).await.iter().all(|event| event.occasion != view && event.id != view));
}
