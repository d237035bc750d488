//! The checklist: each item in each of its states, from what the store holds.

use jiff::{SignedDuration, Timestamp};
use vaccinjournal::checklist::{
    Checklist, Environment, Facts, ITEMS, State, Surroundings, document, file,
};
use vaccinjournal::domain::{HsaId, SourceState, Trouble};
use vaccinjournal::journal::Reached;
use vaccinjournal::journal::ask::Plan;
use vaccinjournal::rivta::GvhVersion;
use vaccinjournal::store::{
    CosmicList, GvhSwitch, Import, KeptCertificate, LaunchElsewhere, SeenInCosmic, Store,
};

use crate::databases::{Database, databases, sqlite};
use crate::launch_support::{keys, now};

const CARE_PROVIDER: &str = "SE1-VG";

const ORGANISATION: &str = r#"
[[care_provider]]
hsa_id = "SE1-VG"
name = "Region Ett"
[[care_unit]]
hsa_id = "SE1-VE"
care_provider = "SE1-VG"
name = "Vårdenheten"
[[clinic]]
id = "a"
hsa_id = "SE1-A"
care_unit = "SE1-VE"
name = "Mottagning A"
[[staff]]
hsa_id = "SE1-ANNA"
name = "Anna Test"
[[assignment]]
id = "anna"
staff = "SE1-ANNA"
care_provider = "SE1-VG"
clinic = "a"
purpose = "care"
title = "Sjuksköterska"
[[installation]]
issuer = "cosmic-1"
name = "COSMIC Ett"
care_provider = "SE1-VG"
"#;

#[tokio::test]
async fn a_care_provider_that_works_from_cosmic_is_clear_in_every_item() {
    for database in databases() {
        let store = filled(&database).await;
        complete(&store).await;
        let checklist = checklist(&store, around()).await;
        let open: Vec<_> =
            checklist.rows.iter().filter(|row| row.finding.state != State::Done).collect();
        assert!(open.is_empty(), "{open:#?}");
        assert!(checklist.is_clear());
        assert_eq!(checklist.summary(), "11 klar, 0 saknas, 0 varning, 0 kan inte avgöras");
    }
}

#[tokio::test]
async fn before_anything_is_known_nothing_is_said_to_be_in_order() {
    let database = sqlite();
    let store = database.open().await;
    let nothing = Surroundings { audience: None, plan: None, reached: None, ..around() };
    let checklist = checklist(&store, nothing).await;
    for row in &checklist.rows {
        assert_ne!(row.finding.state, State::Done, "{}", row.item.id);
        assert!(!row.finding.todo.is_empty(), "{} says what to do", row.item.id);
    }
    assert!(!checklist.is_clear());
}

/// What is changed, the item it is about, the state it then has, and a part of what is said.
type Changed<'a> = (&'a str, State, &'a str);

#[tokio::test]
async fn what_is_not_in_order_is_said_where_it_is() {
    expect(("care-provider", State::Missing, "finns inte"), async |store| {
        // Another care provider's is asked for.
        let other: HsaId = "SE9-VG".parse().unwrap();
        Facts::of(store, &other, around(), None, now()).await.unwrap()
    })
    .await;
    expect(("key", State::Unknown, "inget uthopp"), async |store| {
        note(store, "SE1-ANNA", "SE1-A", "SE1-VE", "another certificate", 0).await;
        facts(store, around()).await
    })
    .await;
    expect(("units", State::Missing, "Finns bara i COSMIC: SE1-B"), async |store| {
        note(store, "SE1-ANNA", "SE1-B", "SE1-VE2", &thumb(), 0).await;
        facts(store, around()).await
    })
    .await;
    expect(("units", State::Warning, "bara på vårdenhet: SE1-C"), async |store| {
        note(store, "SE1-ANNA", "SE1-C", "SE1-VE", &thumb(), 0).await;
        facts(store, around()).await
    })
    .await;
    expect(("clinics", State::Warning, "Utan HSA-id enhet: Mottagning B"), async |store| {
        let nameless = "[[clinic]]\nid = \"b\"\ncare_unit = \"SE1-VE\"\nname = \"Mottagning B\"\n";
        store.import(&Import::parse(nameless).unwrap()).await.unwrap();
        facts(store, around()).await
    })
    .await;
    expect(("clinics", State::Warning, "Finns bara här: SE1-A"), async |store| {
        store.keep_cosmic_list(&provider(), &list(&["SE1-B"], &["SE1-ANNA"])).await.unwrap();
        let mut facts = facts(store, around()).await;
        facts.seen.clear();
        facts
    })
    .await;
    expect(("users", State::Missing, "Utan uppdrag: SE1-BERTIL"), async |store| {
        note(store, "SE1-BERTIL", "SE1-A", "SE1-VE", &thumb(), 0).await;
        facts(store, around()).await
    })
    .await;
    expect(("users", State::Warning, "SE1-ANNA vid SE1-B"), async |store| {
        note(store, "SE1-ANNA", "SE1-B", "SE1-VE2", &thumb(), 0).await;
        facts(store, around()).await
    })
    .await;
    expect(
        ("staff", State::Unknown, "Har inte setts i uthopp: 1 person: SE1-ANNA"),
        async |store| {
            let mut facts = facts(store, around()).await;
            facts.seen.clear();
            facts.listed = None;
            facts
        },
    )
    .await;
    expect(("staff", State::Warning, "Finns bara här: SE1-ANNA"), async |store| {
        store.keep_cosmic_list(&provider(), &list(&["SE1-A"], &["SE1-CLARA"])).await.unwrap();
        let mut facts = facts(store, around()).await;
        facts.seen.clear();
        facts
    })
    .await;
    expect(("gvh-on", State::Missing, "Avstängd"), async |store| {
        switch(store, false).await;
        facts(store, around()).await
    })
    .await;
}

#[tokio::test]
async fn certificates_are_judged_by_their_time() {
    for (now_is, state, said) in [
        (SignedDuration::ZERO, State::Done, "gäller till"),
        (days(-30), State::Warning, "går ut"),
        (days(1), State::Missing, "gick ut"),
    ] {
        expect(("certificate", state, said), async |store| {
            let mut facts = facts(store, around()).await;
            if now_is != SignedDuration::ZERO {
                facts.now = facts.certificates[0].not_after + now_is;
            }
            facts
        })
        .await;
    }
}

#[tokio::test]
async fn the_platform_says_whether_cooperation_is_ordered() {
    let trouble = |trouble| vec![Reached { address: address(), trouble: Some(trouble) }];
    for (reached, state, said) in [
        (None, State::Unknown, "har inte tillfrågats"),
        (
            Some(trouble(SourceState::Refused(Trouble::Platform { code: 7 }))),
            State::Missing,
            "samverkan är inte etablerad",
        ),
        (
            Some(trouble(SourceState::Unreachable(Trouble::Connection))),
            State::Missing,
            "5565594230: ",
        ),
    ] {
        expect(("gvh-ordered", state, said), async |store| {
            facts(store, Surroundings { reached, ..around() }).await
        })
        .await;
    }
    expect(("gvh-ordered", State::Missing, "säger inte vem"), async |store| {
        facts(store, Surroundings { plan: None, ..around() }).await
    })
    .await;
}

#[tokio::test]
async fn qa_and_production_are_told_apart() {
    let production = "https://mvjournal.mittvaccin.se/launch";
    let qa = "https://mvjournal-qa.mittvaccin.se/launch";
    for (environment, audience, state) in [
        (Environment::Qa, qa, State::Done),
        (Environment::Production, production, State::Done),
        (Environment::Qa, production, State::Missing),
        (Environment::Production, qa, State::Missing),
    ] {
        let said = format!("Adress: {audience}");
        expect(("environment", state, &said), async |store| {
            let audience = Some(audience.to_owned());
            facts(store, Surroundings { environment, audience, ..around() }).await
        })
        .await;
    }
    // A launch meant for production, before and after the latest that was meant for here.
    for (ago, state) in [(-60, State::Missing), (3600, State::Warning)] {
        expect(
            ("environment", state, "avsett för https://mvjournal.mittvaccin.se"),
            async |store| {
                let elsewhere = LaunchElsewhere {
                    installation: "cosmic-1".to_owned(),
                    audience: production.to_owned(),
                    at: now() - SignedDuration::from_secs(ago),
                };
                store.note_launch_elsewhere(&provider(), &elsewhere).await.unwrap();
                facts(store, around()).await
            },
        )
        .await;
    }
}

#[tokio::test]
async fn what_was_seen_long_ago_counts_no_more() {
    let database = sqlite();
    let store = filled(&database).await;
    note(&store, "SE1-OLD", "SE1-OLD", "SE1-OLD", &thumb(), 100).await;
    assert!(facts(&store, around()).await.seen.is_empty());
    // And after a year it is not even kept.
    note(&store, "SE1-OLDER", "SE1-OLD", "SE1-OLD", &thumb(), 400).await;
    note(&store, "SE1-ANNA", "SE1-A", "SE1-VE", &thumb(), 0).await;
    let all = store.seen_in_cosmic(&provider(), Timestamp::UNIX_EPOCH).await.unwrap();
    let staff: Vec<&str> = all.iter().map(|seen| seen.staff.as_str()).collect();
    assert_eq!(staff, ["SE1-ANNA", "SE1-OLD"]);
}

#[test]
fn a_file_from_cosmic_is_read_whole_or_refused_with_its_line() {
    let head = "Typ;HSA-id;HSA-id vårdenhet\n";
    let good = format!("{head}enhet;se1-a;SE1-VE\nAnvändare;SE1-ANNA;\n");
    let (old, _, _) = encoding_rs::WINDOWS_1252.encode(&good);
    for bytes in [good.as_bytes(), &old, good.replace(';', ",").as_bytes()] {
        let read = file::read(bytes, "test", now()).unwrap();
        assert_eq!(read, CosmicList { by: "test".to_owned(), ..list(&["SE1-A"], &["SE1-ANNA"]) });
    }
    let problem =
        |rows: &str| file::read(format!("{head}{rows}").as_bytes(), "", now()).unwrap_err();
    assert!(problem("enhet;SE1-A;\n").starts_with("Rad 2: HSA-id vårdenhet"));
    assert!(problem("enhet;SE1-A;SE1-VE\nroll;SE1-B;\n").starts_with("Rad 3: typ"));
    assert_eq!(problem(""), "Filen har inga rader.");
    assert_eq!(file::read(b"HSA-id\n", "", now()).unwrap_err(), file::FORM);
}

#[test]
fn the_document_has_every_item() {
    let path = "docs/checklist.md";
    let kept = std::fs::read_to_string(path).unwrap();
    let (before, rest) = kept.split_once("<!-- items -->\n").unwrap();
    let (table, after) = rest.split_once("<!-- /items -->").unwrap();
    let fresh = document::table();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let text = format!("{before}<!-- items -->\n{fresh}<!-- /items -->{after}");
        std::fs::write(path, text).unwrap();
        return;
    }
    assert!(table == fresh, "{path} is out of date: run this test with UPDATE_EXPECT=1");
    assert_eq!(ITEMS.len(), 11);
}

/// Changes a complete care provider, and looks how one item then stands.
async fn expect((id, state, said): Changed<'_>, change: impl AsyncFnOnce(&Store) -> Facts) {
    let database = sqlite();
    let store = filled(&database).await;
    complete(&store).await;
    let facts = change(&store).await;
    let checklist = Checklist::of(&facts);
    let row = checklist.rows.iter().find(|row| row.item.id == id).unwrap();
    let evidence = row.finding.evidence.join("\n");
    assert_eq!(row.finding.state, state, "{id}: {evidence}");
    assert!(evidence.contains(said), "{id}: {evidence}");
    assert_eq!(state == State::Done, row.finding.todo.is_empty(), "{id}");
    assert!(checklist.lines().contains(said));
}

async fn filled(database: &Database) -> Store {
    let store = database.open().await;
    store.import(&Import::parse(ORGANISATION).unwrap()).await.unwrap();
    store
}

/// Everything that the checklist asks for.
async fn complete(store: &Store) {
    let certificate = KeptCertificate {
        id: "1".to_owned(),
        installation: "cosmic-1".to_owned(),
        care_provider: provider(),
        thumbprint: thumb(),
        pem: keys().rsa.certificate.clone(),
        not_after: now() + days(300),
        added_by: "SE1-ADMIN".to_owned(),
        added_at: now(),
    };
    store.add_launch_certificate(&certificate).await.unwrap();
    note(store, "SE1-ANNA", "SE1-A", "SE1-VE", &thumb(), 0).await;
    switch(store, true).await;
    let vaccination = r#"
[[patient]]
id = "191212121212"
[[vaccination]]
patient = "191212121212"
origin = "indata"
source_system = "SE1-COSMIC"
document_id = "d-1"
date = "2024-03-01"
care_provider = "SE1-VG"
care_unit = "SE1-VE"
vaccine = "Boostrix Polio"
"#;
    store.import(&Import::parse(vaccination).unwrap()).await.unwrap();
}

async fn note(store: &Store, staff: &str, unit: &str, care_unit: &str, key: &str, ago: i64) {
    let seen = SeenInCosmic {
        installation: "cosmic-1".to_owned(),
        staff: staff.parse().unwrap(),
        unit: unit.parse().unwrap(),
        care_unit: care_unit.parse().unwrap(),
        certificate: key.to_owned(),
        at: now() - days(ago) - SignedDuration::from_secs(60),
    };
    store.note_launch(&provider(), &seen).await.unwrap();
}

async fn switch(store: &Store, on: bool) {
    let at = now() - SignedDuration::from_secs(if on { 120 } else { 60 });
    let switch = GvhSwitch {
        care_provider: provider(),
        on,
        reason: "samverkan".to_owned(),
        by: "Kim".to_owned(),
        at,
        from: at,
    };
    store.switch_gvh(&switch).await.unwrap();
}

async fn facts(store: &Store, surroundings: Surroundings) -> Facts {
    Facts::of(store, &provider(), surroundings, None, now()).await.unwrap()
}

async fn checklist(store: &Store, surroundings: Surroundings) -> Checklist {
    Checklist::of(&facts(store, surroundings).await)
}

fn around() -> Surroundings {
    Surroundings {
        environment: Environment::Qa,
        audience: Some("https://mvjournal-qa.mittvaccin.se/launch".to_owned()),
        plan: Some(Plan::Aggregated { address: address(), versions: vec![GvhVersion::V2] }),
        reached: Some(vec![Reached { address: address(), trouble: None }]),
    }
}

fn list(units: &[&str], staff: &[&str]) -> CosmicList {
    let units = units.iter().map(|unit| (unit.parse().unwrap(), "SE1-VE".parse().unwrap()));
    CosmicList {
        units: units.collect(),
        staff: staff.iter().map(|staff| staff.parse().unwrap()).collect(),
        by: "SE1-ADMIN".to_owned(),
        at: now(),
    }
}

fn address() -> vaccinjournal::domain::LogicalAddress {
    "5565594230".parse().unwrap()
}

fn provider() -> HsaId {
    CARE_PROVIDER.parse().unwrap()
}

fn thumb() -> String {
    keys().rsa.thumbprint()
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}
