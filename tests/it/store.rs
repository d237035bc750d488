//! The store, on SQLite and on PostgreSQL alike.

use jiff::Timestamp;
use vaccinjournal::domain::{AssignmentPurpose, PatientId, RecordOrigin, RecordPair};
use vaccinjournal::store::{GvhSwitch, Import, ImportError, Imported, Store, StoreError};

use crate::databases::{databases, sqlite};

const FILE: &str = r#"
[[care_provider]]
hsa_id = "SE1-vg"
name = "Region Exempel"

[[care_unit]]
hsa_id = "SE1-VE"
care_provider = "SE1-VG"
name = "Vårdcentralen"

[[clinic]]
id = "bvc"
hsa_id = "SE1-BVC"
care_unit = "SE1-VE"
name = "BVC"

[[staff]]
hsa_id = "SE1-ANNA"
name = "Anna Andersson"

[[assignment]]
id = "anna-bvc"
staff = "SE1-ANNA"
care_provider = "SE1-VG"
clinic = "bvc"
purpose = "care"
title = "Sjuksköterska"

[[assignment]]
id = "anna-admin"
staff = "SE1-ANNA"
care_provider = "SE1-VG"
purpose = "administration"
title = "Vårdgivaradmin"

[[patient]]
id = "191212121212"
name = "Tolvan Tolvansson"

[[vaccination]]
patient = "191212121212"
origin = "own"
source_system = "SE1-MVJ"
document_id = "1"
date = "2024-03-01"
care_provider = "SE1-VG"
care_unit = "SE1-VE"
vaccine = "FSME-Immun Vuxen"
batch = "B1"
dose_number = 1

[[vaccination]]
patient = "191212121212"
origin = "indata"
source_system = "SE2-COSMIC"
document_id = "77"
reference = "1.2^77"
date = "20240401"
care_provider = "SE2-VG"
care_unit = "SE2-VE"
vaccine = "Vaxigrip"
"#;

fn patient() -> PatientId {
    "191212121212".parse().unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

async fn filled(store: &Store) -> Imported {
    store.import(&Import::parse(FILE).unwrap()).await.unwrap()
}

#[tokio::test]
async fn an_import_is_read_back_and_the_same_file_twice_changes_nothing() {
    for database in databases() {
        let store = database.open().await;
        let counts = Imported { organisation: 6, patients: 1, vaccinations: 2 };
        assert_eq!(filled(&store).await, counts, "{}", database.kind);
        let first = store.own_records(&patient()).await.unwrap();
        assert_eq!(filled(&store).await, counts, "{}", database.kind);
        assert_eq!(store.own_records(&patient()).await.unwrap(), first, "{}", database.kind);

        let origins: Vec<_> = first.iter().map(|record| record.origin.clone()).collect();
        assert_eq!(origins, [RecordOrigin::Own, RecordOrigin::Indata], "{}", database.kind);
        assert_eq!(first[0].day().unwrap().to_string(), "2024-03-01");

        let assignments = store.assignments(&"se1-anna".parse().unwrap()).await.unwrap();
        let purposes: Vec<_> = assignments.iter().map(|a| a.purpose).collect();
        let expected = [AssignmentPurpose::CareAndTreatment, AssignmentPurpose::Administration];
        assert_eq!(purposes, expected, "{}", database.kind);
        let clinic = assignments[0].clinic.as_ref().unwrap();
        assert_eq!((clinic.name.as_str(), clinic.care_unit.as_str()), ("BVC", "SE1-VE"));
        assert_eq!(store.assignment("anna-bvc").await.unwrap().as_ref(), Some(&assignments[0]));
        assert_eq!(store.assignment("nobody").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_file_with_one_wrong_row_changes_nothing_and_names_the_row_but_not_the_value() {
    for database in databases() {
        let store = database.open().await;
        let file = format!("{FILE}\n[[patient]]\nid = \"191212121213\"\n");
        let error = store.import(&Import::parse(&file).unwrap()).await.unwrap_err();
        assert!(matches!(&error, ImportError::Value { table: "patient", row: 2, field: "id", .. }));
        assert!(!error.to_string().contains("191212121213"));
        assert!(store.care_providers().await.unwrap().is_empty(), "{}", database.kind);

        let unknown_unit = FILE.replace(
            "care_unit = \"SE1-VE\"\nname = \"BVC\"",
            "care_unit = \"SE9\"\nname = \"BVC\"",
        );
        let error = store.import(&Import::parse(&unknown_unit).unwrap()).await.unwrap_err();
        assert!(matches!(error, ImportError::Store(StoreError::Database(_))), "{error}");
        assert!(store.care_providers().await.unwrap().is_empty(), "{}", database.kind);
    }
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_line_itself_is_not_repeated() {
    let file = "[[patient]]\nid = \"191212121212\"\nnamn = \"Tolvan\"\n";
    let error = Import::parse(file).unwrap_err().to_string();
    assert!(error.contains("namn"), "{error}");
    assert!(!error.contains("191212121212") && !error.contains("Tolvan"), "{error}");
}

#[test]
fn a_value_of_the_wrong_kind_is_told_by_its_line_and_never_repeated() {
    for (row, line) in [
        ("id = 191212121212", 3),
        ("id = \"191212121212\"\nname = 191212121212", 4),
        ("191212121212 = 1", 3),
        ("id = \"x\"\n\n[[vaccination]]\nposition = \"191212121212\"", 6),
        ("id = \"x\"\n\n[[vaccination]]\norigin = \"191212121212\"", 6),
        ("id = 19121212-1212", 3),
    ] {
        let error = Import::parse(&format!("\n[[patient]]\n{row}\n")).unwrap_err().to_string();
        assert!(error.contains(&format!("line {line}: ")), "{row}: {error}");
        assert!(!error.contains("1212"), "{row}: {error}");
    }
}

#[tokio::test]
async fn a_record_never_moves_to_another_patient_and_no_row_hides_another() {
    for database in databases() {
        let store = database.open().await;
        filled(&store).await;
        let before = store.own_records(&patient()).await.unwrap();
        let moved = FILE.replacen("patient = \"191212121212\"", "patient = \"195709263080\"", 1);
        let error = store.import(&Import::parse(&moved).unwrap()).await.unwrap_err();
        assert!(
            matches!(&error, ImportError::Value { table: "vaccination", row: 1, .. }),
            "{}: {error}",
            database.kind
        );
        assert!(!error.to_string().contains("1957"));
        assert_eq!(store.own_records(&patient()).await.unwrap(), before);
        let other: PatientId = "195709263080".parse().unwrap();
        assert!(store.own_records(&other).await.unwrap().is_empty());

        let twice = format!("{FILE}\n{}", &FILE[FILE.rfind("[[vaccination]]").unwrap()..]);
        let error = store.import(&Import::parse(&twice).unwrap()).await.unwrap_err();
        assert!(matches!(&error, ImportError::Value { table: "vaccination", row: 3, .. }));
    }
}

#[tokio::test]
async fn a_decision_to_switch_off_takes_back_what_was_planned() {
    for database in databases() {
        let store = database.open().await;
        filled(&store).await;
        let provider: vaccinjournal::domain::HsaId = "SE1-VG".parse().unwrap();
        let switch = |on, second, from| GvhSwitch {
            care_provider: provider.clone(),
            on,
            reason: "avtalet är uppsagt".to_owned(),
            by: "support".to_owned(),
            at: at(second),
            from: at(from),
        };
        store.switch_gvh(&switch(true, 100, 900)).await.unwrap();
        store.switch_gvh(&switch(false, 200, 200)).await.unwrap();
        assert!(!store.gvh_consumption(&provider, at(1000)).await.unwrap().on, "{}", database.kind);
        store.switch_gvh(&switch(true, 300, 1100)).await.unwrap();
        assert!(!store.gvh_consumption(&provider, at(1099)).await.unwrap().on);
        assert!(store.gvh_consumption(&provider, at(1100)).await.unwrap().on);
    }
}

#[tokio::test]
async fn gvh_consumption_is_off_until_switched_on_and_every_change_is_kept() {
    for database in databases() {
        let store = database.open().await;
        filled(&store).await;
        let provider: vaccinjournal::domain::HsaId = "SE1-VG".parse().unwrap();
        assert!(!store.gvh_consumption(&provider, at(100)).await.unwrap().on);

        let switch = |on, second, from| GvhSwitch {
            care_provider: provider.clone(),
            on,
            reason: "beställd samverkan".to_owned(),
            by: "support".to_owned(),
            at: at(second),
            from: at(from),
        };
        store.switch_gvh(&switch(true, 100, 200)).await.unwrap();
        assert!(!store.gvh_consumption(&provider, at(199)).await.unwrap().on, "not yet");
        let on = store.gvh_consumption(&provider, at(200)).await.unwrap();
        assert!(on.on, "{}", database.kind);
        assert_eq!(on.by, Some(switch(true, 100, 200)));
        store.switch_gvh(&switch(false, 300, 300)).await.unwrap();
        assert!(!store.gvh_consumption(&provider, at(301)).await.unwrap().on);
        let history = store.gvh_history(&provider).await.unwrap();
        assert_eq!(history, [switch(false, 300, 300), switch(true, 100, 200)]);

        let stranger = GvhSwitch { care_provider: "SE9".parse().unwrap(), ..switch(true, 1, 1) };
        let error = store.switch_gvh(&stranger).await.unwrap_err();
        assert!(matches!(error, StoreError::Unknown { what: "care provider", .. }), "{error}");
    }
}

#[tokio::test]
async fn records_are_kept_apart_until_the_decision_is_undone() {
    for database in databases() {
        let store = database.open().await;
        filled(&store).await;
        let records = store.own_records(&patient()).await.unwrap();
        let pair = RecordPair::new(records[1].key.clone(), records[0].key.clone());
        let by = "SE1-ANNA".parse().unwrap();
        store.keep_apart(&patient(), &pair, &by, at(1)).await.unwrap();
        store.keep_apart(&patient(), &pair, &by, at(2)).await.unwrap();
        let kept = store.kept_apart(&patient()).await.unwrap();
        assert!(kept.len() == 1 && kept.contains(&pair), "{}", database.kind);
        let other: PatientId = "195709263080".parse().unwrap();
        assert!(store.kept_apart(&other).await.unwrap().is_empty());
        store.join_again(&patient(), &pair, &by, at(3)).await.unwrap();
        assert!(store.kept_apart(&patient()).await.unwrap().is_empty(), "{}", database.kind);
    }
}

#[tokio::test]
async fn writers_take_turns_and_none_is_lost() {
    for database in databases() {
        let one = std::sync::Arc::new(database.open().await);
        let two = std::sync::Arc::new(database.open().await);
        filled(&one).await;
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..40 {
            let store = if number % 2 == 0 { one.clone() } else { two.clone() };
            tasks.spawn(async move {
                let switch = GvhSwitch {
                    care_provider: "SE1-VG".parse().unwrap(),
                    on: true,
                    reason: number.to_string(),
                    by: "test".to_owned(),
                    at: at(number),
                    from: at(number),
                };
                store.switch_gvh(&switch).await
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap().unwrap();
        }
        let provider = "SE1-VG".parse().unwrap();
        assert_eq!(one.gvh_history(&provider).await.unwrap().len(), 40, "{}", database.kind);
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_written_gives_an_error_and_changes_nothing() {
    let database = sqlite();
    let store = database.open().await;
    filled(&store).await;
    drop(store);
    let path = database.settings.url.trim_start_matches("sqlite:").to_owned();
    let mut settings = database.settings.clone();
    settings.url = format!("sqlite:{path}?mode=ro");
    let error = match Store::open(&settings).await {
        Err(error) => error,
        Ok(store) => store.import(&Import::parse(FILE).unwrap()).await.map_or_else(
            |error| match error {
                ImportError::Store(error) => error,
                other => panic!("{other}"),
            },
            |_| panic!("a read-only database was written"),
        ),
    };
    assert!(!error.to_string().contains("1912"), "{error}");
}
