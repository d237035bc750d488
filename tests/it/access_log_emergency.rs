//! A log that cannot be written stops everything but emergency access, whose rows are kept aside.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use vaccinjournal::access_log::{AccessLog, NotLogged, Settings};
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::domain::{AccessActivity, AccessEvent, LegalBasis, PatientId, Reach};
use vaccinjournal::journal::JournalError;
use vaccinjournal::journal::access::{JournalRequest, StatedBasis, Statement};
use vaccinjournal::store::Store;

use crate::access_log::{chain, event, meddle};
use crate::databases::{Database, databases};
use crate::house::{CARE_PROVIDER, House, completed};

const FULL: &str = "CREATE TRIGGER full BEFORE INSERT ON access_log \
     BEGIN SELECT RAISE(ABORT, 'full'); END";

/// A log whose database can be filled and emptied.
struct Place {
    database: Database,
    store: Arc<Store>,
    log: AccessLog,
    file: PathBuf,
    _folder: tempfile::TempDir,
}

impl Place {
    async fn of(database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("aside.jsonl");
        let store = Arc::new(database.open().await);
        let log = log(&store, &file);
        Self { database, store, log, file, _folder: folder }
    }

    async fn fill(&self) {
        let sql = match self.database.kind {
            "SQLite" => FULL,
            _ => {
                "CREATE FUNCTION full_() RETURNS trigger LANGUAGE plpgsql AS \
                  'BEGIN RAISE EXCEPTION ''full''; END'; CREATE TRIGGER full_ BEFORE INSERT ON \
                  access_log FOR EACH ROW EXECUTE FUNCTION full_()"
            }
        };
        meddle(&self.database, sql).await.unwrap();
    }

    async fn empty(&self) {
        let sql = match self.database.kind {
            "SQLite" => "DROP TRIGGER full",
            _ => "DROP TRIGGER full_ ON access_log",
        };
        meddle(&self.database, sql).await.unwrap();
    }

    /// Rows in the file, and in the one that is set apart to be written.
    fn lines(&self) -> usize {
        let apart = self.file.with_extension("jsonl.writing");
        let lines = |file| std::fs::read_to_string(file).map_or(0, |text| text.lines().count());
        lines(&self.file) + lines(&apart)
    }
}

fn log(store: &Arc<Store>, file: &std::path::Path) -> AccessLog {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let settings = Settings {
        instance: "test".to_owned(),
        emergency_file: file.to_owned(),
        longest_write: Duration::from_secs(5),
        onward: true,
    };
    AccessLog::new(Arc::clone(store), clock, settings)
}

fn with_consent() -> AccessEvent {
    AccessEvent { basis: Some(LegalBasis::Consent), ..event("SE1-VG", 2) }
}

#[tokio::test]
async fn only_emergency_access_goes_on_and_its_rows_are_written_later() {
    for database in databases() {
        let place = Place::of(database).await;
        place.fill().await;
        let emergency = event("SE1-VG", 1);
        let refused = place.log.write(&[with_consent()]).await;
        assert!(matches!(refused, Err(NotLogged::Store(_))));
        let mixed = place.log.write(&[emergency.clone(), with_consent()]).await;
        assert!(mixed.is_err(), "all of it or none");
        assert_eq!(place.lines(), 0);

        place.log.write(std::slice::from_ref(&emergency)).await.unwrap();
        assert_eq!((place.lines(), place.log.kept_aside()), (1, 1));
        let mode = std::fs::metadata(&place.file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "patients' ids are in it");
        place.log.write_late().await.unwrap_err();
        assert_eq!(place.lines(), 1, "still full");

        place.empty().await;
        place.log.write(&[with_consent()]).await.unwrap();
        assert_eq!(place.log.write_late().await.unwrap(), 1);
        assert_eq!((place.lines(), place.log.kept_aside()), (0, 0));
        let rows = chain(&place.store, "SE1-VG").await;
        let late: Vec<bool> = rows.iter().map(|row| row.is_late()).collect();
        assert_eq!(late, [false, true], "{}", place.database.kind);
        assert_eq!(rows[1].event().unwrap(), emergency);
        assert_eq!(place.store.outbox_counts().await.unwrap().waiting, 2, "it goes on as well");
        assert_eq!(place.log.write_late().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_crash_between_database_and_file_makes_no_row_twice() {
    let place = Place::of(crate::databases::sqlite()).await;
    place.fill().await;
    place.log.write(&[event("SE1-VG", 1), event("SE1-VG", 2)]).await.unwrap();
    let file = std::fs::read(&place.file).unwrap();
    place.empty().await;
    place.log.write_late().await.unwrap();
    // As if the program had ended before it emptied the file.
    std::fs::write(&place.file, file).unwrap();
    let restarted = log(&place.store, &place.file);
    restarted.write_late().await.unwrap();
    assert_eq!(chain(&place.store, "SE1-VG").await.len(), 2);
    assert_eq!(place.lines(), 0);
}

#[tokio::test]
async fn a_row_that_the_database_refuses_holds_no_other_up_and_is_kept() {
    for database in databases() {
        let place = Place::of(database).await;
        place.fill().await;
        let events: Vec<AccessEvent> = (0..250).map(|second| event("SE1-VG", second)).collect();
        for some in events.chunks(50) {
            place.log.write(some).await.unwrap();
        }
        place.log.write_late().await.unwrap_err();
        assert_eq!(place.log.kept_aside(), 250, "it is the database, not the rows");
        // Rows that come while others are set apart begin a file of their own.
        place.log.write(&[event("SE1-VG", 250)]).await.unwrap();
        assert_eq!(place.lines(), 251);

        place.empty().await;
        let poison = events[120].id;
        let sql = match place.database.kind {
            "SQLite" => format!(
                "CREATE TRIGGER poison BEFORE INSERT ON access_log WHEN NEW.id = '{poison}' \
                 BEGIN SELECT RAISE(ABORT, 'no'); END"
            ),
            _ => format!(
                "CREATE TRIGGER poison BEFORE INSERT ON access_log FOR EACH ROW \
                 WHEN (NEW.id = '{poison}') EXECUTE FUNCTION full_()"
            ),
        };
        meddle(&place.database, &sql).await.unwrap();
        assert_eq!(place.log.write_late().await.unwrap(), 250);
        let rows = chain(&place.store, "SE1-VG").await;
        assert_eq!(rows.len(), 250, "{}", place.database.kind);
        assert!(rows.iter().all(|row| row.id != poison.to_string()));
        assert_eq!((place.log.kept_aside(), place.log.write_late().await.unwrap()), (0, 0));
        let refused = std::fs::read_to_string(place.file.with_extension("jsonl.refused")).unwrap();
        assert_eq!(refused.lines().count(), 1);
        assert!(refused.contains(&poison.to_string()));
    }
}

#[tokio::test]
async fn a_database_that_fails_on_the_way_refuses_no_row_for_good() {
    let place = Place::of(crate::databases::sqlite()).await;
    place.fill().await;
    let events: Vec<AccessEvent> = (0..250).map(|second| event("SE1-VG", second)).collect();
    place.log.write(&events).await.unwrap();
    place.empty().await;
    let full_after = "CREATE TRIGGER full BEFORE INSERT ON access_log \
         WHEN (SELECT COUNT(*) FROM access_log) >= 130 BEGIN SELECT RAISE(ABORT, 'full'); END";
    meddle(&place.database, full_after).await.unwrap();
    // Twice, as the upkeep does it: what is there already is no sign that anything is taken.
    for _ in 0..2 {
        place.log.write_late().await.unwrap_err();
        assert_eq!(chain(&place.store, "SE1-VG").await.len(), 130);
        assert!(!place.file.with_extension("jsonl.refused").exists());
    }
    place.empty().await;
    place.log.write_late().await.unwrap();
    let rows = chain(&place.store, "SE1-VG").await;
    let written: Vec<_> = rows.iter().map(|row| row.event().unwrap()).collect();
    assert_eq!(written, events);
}

#[tokio::test]
async fn rows_that_were_set_apart_when_the_program_ended_come_first() {
    let place = Place::of(crate::databases::sqlite()).await;
    place.fill().await;
    let written = [event("SE1-VG", 1), event("SE1-VG", 2)];
    place.log.write(&written[..1]).await.unwrap();
    place.log.write_late().await.unwrap_err();
    place.log.write(&written[1..]).await.unwrap();
    place.empty().await;
    let restarted = log(&place.store, &place.file);
    assert_eq!(restarted.write_late().await.unwrap(), 2);
    let rows = chain(&place.store, "SE1-VG").await;
    let events: Vec<_> = rows.iter().map(|row| row.event().unwrap()).collect();
    assert_eq!(events, written);
}

#[tokio::test]
async fn a_line_that_was_cut_off_costs_no_other_row() {
    let place = Place::of(crate::databases::sqlite()).await;
    place.fill().await;
    place.log.write(&[event("SE1-VG", 1)]).await.unwrap();
    let mut text = std::fs::read(&place.file).unwrap();
    text.extend_from_slice(b"{\"care_provider\":\"SE1-");
    std::fs::write(&place.file, text).unwrap();
    place.log.write(&[event("SE1-VG", 2)]).await.unwrap();
    place.empty().await;
    assert_eq!(place.log.write_late().await.unwrap(), 2);
    assert_eq!(chain(&place.store, "SE1-VG").await.len(), 2);
    let beside = place.file.with_extension("jsonl.unreadable");
    assert_eq!(std::fs::read_to_string(beside).unwrap(), "{\"care_provider\":\"SE1-\n");
}

#[tokio::test]
async fn where_not_even_the_file_can_be_written_emergency_access_stops_too() {
    let place = Place::of(crate::databases::sqlite()).await;
    place.fill().await;
    let nowhere = log(&place.store, std::path::Path::new("/nowhere/aside.jsonl"));
    let refused = nowhere.write(&[event("SE1-VG", 1)]).await;
    assert!(matches!(refused, Err(NotLogged::File(_))), "{refused:?}");
}

#[tokio::test]
async fn a_whole_journal_is_read_in_an_emergency_while_the_log_is_full() {
    let house = House::demonstration().await;
    meddle(&house.database, FULL).await.unwrap();
    let patient: PatientId = "191212121212".parse().unwrap();
    let nurse = house.nurse().await;
    let basis = StatedBasis::Emergency { reason: "medvetslös".to_owned() };
    let stated = Statement { care_relation: true, basis };
    house.service.gate().state(&patient, &nurse, &stated).await.unwrap();
    let request =
        |reach| JournalRequest { patient: patient.clone(), assignment: nurse.clone(), reach };
    let view = house.service.open(request(Reach::Coherent)).await.unwrap();
    let journal = completed(&view).await;
    assert!(journal.doses.len() >= 10, "{} doses", journal.doses.len());
    assert!(house.log.kept_aside() >= 3, "stated, opened and read");

    meddle(&house.database, "DROP TRIGGER full").await.unwrap();
    house.log.write_late().await.unwrap();
    let rows = chain(&house.store, CARE_PROVIDER).await;
    assert!(rows.iter().all(|row| row.is_late()));
    let events: Vec<AccessEvent> = rows.iter().map(|row| row.event().unwrap()).collect();
    for activity in
        [AccessActivity::EmergencyOpened, AccessActivity::ViewOpened, AccessActivity::SourcesRead]
    {
        assert!(events.iter().any(|event| event.activity == activity), "{activity:?}");
    }

    // Another patient, without an emergency.
    meddle(&house.database, FULL).await.unwrap();
    let other: PatientId = "195709263080".parse().unwrap();
    let relation = Statement { care_relation: true, basis: StatedBasis::Nothing };
    house.service.gate().state(&other, &nurse, &relation).await.unwrap_err();
    let request = JournalRequest { patient: other, ..request(Reach::Coherent) };
    let opened = house.service.open(request).await;
    assert!(matches!(opened.err(), Some(JournalError::NotLogged(_))));
}
