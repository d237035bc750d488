//! Whatever is done to the log afterwards is found.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::Value;
use vaccinjournal::access_log::{
    Finding, HeadError, HeadKeeper, Verified, Verifier, check, new_key, public_key, read_heads,
};
use vaccinjournal::domain::AccessEvent;
use vaccinjournal::store::{LogHash, LogRow, Store};

use crate::access_log::{at, chain, event, id, meddle, stamp};
use crate::databases::{Database, databases, sqlite};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// A chain of so many rows, and the events in it.
async fn rows(count: i64) -> (Vec<AccessEvent>, Vec<LogRow>) {
    let database = sqlite();
    let store = database.open().await;
    let events: Vec<AccessEvent> = (0..count).map(|second| event("SE1-VG", second)).collect();
    store.log_access(&events, &stamp(100)).await.unwrap();
    (events, chain(&store, "SE1-VG").await)
}

fn verified(rows: &[LogRow], signed: &[(i64, LogHash)]) -> Verified {
    let mut verifier = Verifier::new(signed.iter().copied());
    rows.iter().for_each(|row| verifier.take(row));
    verifier.end()
}

fn hash(row: &LogRow) -> LogHash {
    row.hash.parse().unwrap()
}

/// The row with one column changed.
fn changed(row: &LogRow, column: &str) -> LogRow {
    let mut value = serde_json::to_value(row).unwrap();
    let place = &mut value[column];
    *place = match &*place {
        Value::Null => Value::from("x"),
        Value::Number(number) => Value::from(number.as_i64().unwrap() + 1),
        Value::String(text) if column == "hash" => {
            let other = if text.starts_with('0') { "1" } else { "0" };
            Value::from(format!("{other}{}", &text[1..]))
        }
        Value::String(text) => Value::from(format!("{text}x")),
        other => panic!("{other}"),
    };
    serde_json::from_value(value).unwrap()
}

#[tokio::test]
async fn an_untouched_chain_is_whole() {
    let (_, rows) = rows(20).await;
    let signed = [(10, hash(&rows[9])), (20, hash(&rows[19]))];
    let whole = Verified { last: 20, hash: hash(&rows[19]), findings: Vec::new() };
    assert_eq!(verified(&rows, &signed), whole);
    let empty = Verified { last: 0, hash: LogHash::NONE, findings: Vec::new() };
    assert_eq!(verified(&[], &[]), empty);
}

#[tokio::test]
async fn every_single_edit_is_found_and_named_by_its_row() {
    let (_, rows) = rows(20).await;
    let signed = [(20, hash(&rows[19]))];
    let columns: Vec<String> = {
        let Value::Object(columns) = serde_json::to_value(&rows[0]).unwrap() else { panic!() };
        columns.into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(columns.len(), 27);
    let mut edits = 0;
    let mut expect = |rows: &[LogRow], first: Finding, what: &str| {
        let found = verified(rows, &signed).findings;
        assert_eq!(found.first(), Some(&first), "{what}: {found:?}");
        edits += 1;
    };
    for place in 0..20 {
        let sequence = place as i64 + 1;
        // Changed: each column at every fifth row.
        for column in columns.iter().filter(|_| place % 5 == 0) {
            let mut edited = rows.clone();
            edited[place] = changed(&rows[place], column);
            let first = match column.as_str() {
                "sequence" => Finding::Missing { first: sequence, last: sequence },
                _ => Finding::Changed { sequence },
            };
            expect(&edited, first, &format!("{column} of row {sequence}"));
        }
        // Taken out; the last one is told by its signed head.
        let mut edited = rows.clone();
        edited.remove(place);
        let first = match sequence {
            20 => Finding::CutOff { signed: 20, last: 19 },
            _ => Finding::Missing { first: sequence, last: sequence },
        };
        expect(&edited, first, &format!("row {sequence} taken out"));
        // Put in twice.
        let mut edited = rows.clone();
        edited.insert(place, rows[place].clone());
        expect(&edited, Finding::Twice { sequence }, &format!("row {sequence} put in again"));
        // Cut off.
        let cut = Finding::CutOff { signed: 20, last: place as i64 };
        expect(&rows[..place], cut, &format!("cut off after row {place}"));
        // What two rows say swapped, their places kept.
        if place > 0 {
            let mut edited = rows.clone();
            edited.swap(place - 1, place);
            let other = [serde_json::json!(sequence - 1), serde_json::json!(sequence)];
            for (row, sequence) in edited[place - 1..=place].iter_mut().zip(other) {
                let mut value = serde_json::to_value(&*row).unwrap();
                value["sequence"] = sequence;
                *row = serde_json::from_value(value).unwrap();
            }
            let first = Finding::Changed { sequence: sequence - 1 };
            expect(&edited, first, &format!("rows {} and {sequence} swapped", sequence - 1));
        }
    }
    assert!(edits >= 100, "{edits} edits");
}

#[tokio::test]
async fn an_older_copy_that_was_written_on_is_found_by_the_signed_heads() {
    let (events, rows) = rows(20).await;
    let signed = [(20, hash(&rows[19]))];
    let database = sqlite();
    let store = database.open().await;
    store.log_access(&events[..15], &stamp(100)).await.unwrap();
    let others: Vec<AccessEvent> = (0..10).map(|second| event("SE1-VG", second)).collect();
    store.log_access(&others, &stamp(100)).await.unwrap();
    // Every row follows on the one before, so the chain alone says nothing.
    let written_on = chain(&store, "SE1-VG").await;
    assert_eq!(written_on[..15], rows[..15]);
    assert_eq!(verified(&written_on, &[]).findings, []);
    let findings = verified(&written_on, &signed).findings;
    assert_eq!(findings, [Finding::NotAsSigned { sequence: 20 }]);
}

/// Removes what keeps rows from being changed, as one who may change tables can.
async fn unguarded(database: &Database, sql: &str) {
    let guard = match database.kind {
        "SQLite" => "DROP TRIGGER access_log_no_UPDATE; DROP TRIGGER access_log_no_DELETE",
        _ => "DROP TRIGGER access_log_only_added_to ON access_log",
    };
    meddle(database, guard).await.unwrap();
    meddle(database, sql).await.unwrap();
}

#[tokio::test]
async fn changes_in_the_database_itself_are_found() {
    let cases: [(&str, &[Finding]); 4] = [
        (
            "UPDATE access_log SET id_number = '195709263080' WHERE sequence = 3",
            &[Finding::Changed { sequence: 3 }],
        ),
        (
            "DELETE FROM access_log WHERE sequence IN (1, 2)",
            &[Finding::Missing { first: 1, last: 2 }],
        ),
        ("DELETE FROM access_log WHERE sequence > 4", &[Finding::CutOff { signed: 5, last: 4 }]),
        ("DELETE FROM access_log", &[Finding::CutOff { signed: 5, last: 0 }]),
    ];
    for (sql, wanted) in cases {
        for database in databases() {
            let store = database.open().await;
            let events: Vec<AccessEvent> = (0..5).map(|second| event("SE1-VG", second)).collect();
            store.log_access(&events, &stamp(9)).await.unwrap();
            let signed: Vec<_> = store.log_heads().await.unwrap();
            let signed = || signed.iter().map(|h| (h.care_provider.clone(), h.sequence, h.hash));
            let found = check(&store, signed().collect()).await.unwrap();
            assert_eq!(found.len(), 1);
            assert!(found[0].1.findings.is_empty(), "{found:?}");
            unguarded(&database, sql).await;
            let found = check(&store, signed().collect()).await.unwrap();
            assert_eq!(found[0].0, id("SE1-VG"));
            assert_eq!(found[0].1.findings, wanted, "{}: {sql}", database.kind);
        }
    }
}

#[tokio::test]
async fn heads_are_signed_once_a_day_and_a_forged_one_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (key, heads) = (folder.path().join("key"), folder.path().join("heads"));
    let public = new_key(&key).unwrap();
    let store = sqlite();
    let store = store.open().await;
    store.log_access(&[event("SE1-VG", 1), event("SE2-VG", 1)], &stamp(9)).await.unwrap();
    let keeper = HeadKeeper::new(heads.clone(), &key, "one".to_owned(), DAY).unwrap();
    let now = at(1_000_000);
    assert!(keeper.is_due(now).unwrap());
    let written = keeper.write(&store.log_heads().await.unwrap(), now).unwrap();
    assert!(!keeper.is_due(at(1_000_000 + 86_399)).unwrap());
    assert!(keeper.is_due(at(1_000_000 + 86_400)).unwrap());
    let other = HeadKeeper::new(heads.clone(), &key, "two".to_owned(), DAY).unwrap();
    assert!(other.is_due(now).unwrap(), "each instance signs");

    let public = public_key(&public).unwrap();
    let read = read_heads(&heads, &public).unwrap();
    let row = chain(&store, "SE2-VG").await;
    assert_eq!(read[1], (id("SE2-VG"), 1, hash(&row[0])));
    let text = std::fs::read_to_string(&written).unwrap();
    for forged in
        [text.replace("SE2-VG", "SE3-VG"), text.replace("\"sequence\":1", "\"sequence\":2")]
    {
        std::fs::write(&written, forged).unwrap();
        assert!(matches!(read_heads(&heads, &public), Err(HeadError::Forged { .. })));
    }
    std::fs::write(&written, &text).unwrap();
    let stranger = folder.path().join("stranger");
    new_key(&stranger).unwrap();
    let stranger = public_key(&stranger).unwrap();
    assert!(matches!(read_heads(&heads, &stranger), Err(HeadError::Forged { line: 1, .. })));
}

#[test]
fn a_key_that_others_can_read_is_not_used_and_a_key_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    new_key(&key).unwrap();
    let mode = |mode| std::fs::set_permissions(&key, PermissionsExt::from_mode(mode)).unwrap();
    let keeper = || HeadKeeper::new(folder.path().join("h"), &key, "one".to_owned(), DAY);
    for open in [0o640, 0o604] {
        mode(open);
        assert!(matches!(keeper(), Err(HeadError::Open { .. })), "{open:o}");
    }
    mode(0o600);
    keeper().unwrap();
    assert!(matches!(new_key(&key), Err(HeadError::File { .. })));
    std::fs::write(&key, "no key").unwrap();
    assert!(matches!(keeper(), Err(HeadError::NoKey { .. })));
}

#[tokio::test]
async fn the_command_says_whether_the_log_is_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    let text = |output: &Output| {
        let both = [&output.stdout[..], &output.stderr[..]].concat();
        String::from_utf8(both).unwrap()
    };
    let made = vaccinjournal(folder.path(), &["log", "new-key", key.to_str().unwrap()]);
    assert!(made.status.success(), "{}", text(&made));
    let mut database = sqlite();
    database.settings.url = format!("sqlite:{}", folder.path().join("store.sqlite").display());
    let store = database.open().await;
    store.log_access(&[event("SE1-VG", 1), event("SE1-VG", 2)], &stamp(9)).await.unwrap();
    sign(&store, folder.path(), &key).await;

    let whole = vaccinjournal(folder.path(), &["log", "verify"]);
    assert_eq!(whole.status.code(), Some(0), "{}", text(&whole));
    assert!(text(&whole).contains("SE1-VG: 2 rows"), "{}", text(&whole));
    unguarded(&database, "UPDATE access_log SET title = 'Läkare' WHERE sequence = 1").await;
    let changed = vaccinjournal(folder.path(), &["log", "verify"]);
    assert_eq!(changed.status.code(), Some(1), "{}", text(&changed));
    assert!(text(&changed).contains("SE1-VG: row 1 is not as it was written"));
    assert!(!text(&changed).contains("1912"), "no patient is named");
    std::fs::remove_file(&key).unwrap();
    let failed = vaccinjournal(folder.path(), &["log", "verify"]);
    assert_eq!(failed.status.code(), Some(2), "{}", text(&failed));
}

async fn sign(store: &Store, folder: &Path, key: &Path) {
    let keeper = HeadKeeper::new(folder.join("heads"), key, "1".to_owned(), DAY).unwrap();
    keeper.write(&store.log_heads().await.unwrap(), at(1_000_000)).unwrap();
}

fn vaccinjournal(folder: &Path, arguments: &[&str]) -> Output {
    let settings = folder.join("settings.toml");
    let path = |name: &str| folder.join(name).display().to_string();
    let text = format!(
        "[store]\nurl = \"sqlite:{}\"\n[access_log.heads]\nkey = \"{}\"\nfolder = \"{}\"\n",
        path("store.sqlite"),
        path("key"),
        path("heads")
    );
    std::fs::write(&settings, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_vaccinjournal"));
    command.arg("--config").arg(settings).args(arguments).output().unwrap()
}
