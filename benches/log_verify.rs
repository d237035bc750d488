//! How quickly the access log is verified: every row read from the database and hashed, as `vaccinjournal
//! log verify` does it. Goal: 50,000 rows a second.
//!
//! The number of rows can be given as an argument.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a report on a log of our own making")]

use std::time::{Duration, Instant};

use jiff::Timestamp;
use vaccinjournal::access_log;
use vaccinjournal::domain::{
    AccessActivity, AccessEvent, AccessedSource, Assignment, AssignmentPurpose, CareProvider,
    Clinic, Holder, HsaId, LegalBasis, StaffMember,
};
use vaccinjournal::store::{Settings, Stamp, Store};

const ROWS: i64 = 200_000;
const AT_ONCE: i64 = 5_000;

#[tokio::main]
async fn main() {
    let wanted = std::env::args().filter_map(|argument| argument.parse().ok()).next();
    let rows: i64 = wanted.unwrap_or(ROWS);
    let folder = tempfile::tempdir().expect("a folder");
    let settings = Settings {
        url: format!("sqlite:{}", folder.path().join("log.sqlite").display()),
        acquire_timeout: Duration::from_secs(10),
        busy_timeout: Duration::from_secs(5),
        connections: 2,
        durable: false,
    };
    let store = Store::open(&settings).await.expect("a store");
    let assignment = assignment();
    for first in (0..rows).step_by(usize::try_from(AT_ONCE).expect("a number")) {
        let events: Vec<AccessEvent> =
            (first..rows.min(first + AT_ONCE)).map(|second| event(&assignment, second)).collect();
        let stamp = Stamp { instance: "bench", at: at(rows), onward: false };
        store.log_access(&events, &stamp).await.expect("rows");
    }
    let started = Instant::now();
    let verified = access_log::check(&store, Vec::new()).await.expect("a log");
    let took = started.elapsed();
    let (_, chain) = verified.first().expect("a chain");
    assert!(chain.findings.is_empty() && chain.last == rows, "{chain:?}");
    let rate = rows as f64 / took.as_secs_f64();
    println!("{rows} rows verified in {:.2} s: {rate:.0} rows a second", took.as_secs_f64());
}

fn event(assignment: &Assignment, second: i64) -> AccessEvent {
    let source = |number: i64| AccessedSource {
        source: format!("SE2-JOURNAL{number}"),
        state: "answered".to_owned(),
        records: 3,
        holders: vec![Holder { care_provider: id("SE2-VG"), care_unit: Some(id("SE2-VE")) }],
    };
    AccessEvent {
        patient: Some("191212121212".parse().expect("an id")),
        basis: Some(LegalBasis::Consent),
        sources: (0..3).map(source).collect(),
        ..AccessEvent::new(at(second), assignment.clone(), AccessActivity::SourcesRead)
    }
}

fn assignment() -> Assignment {
    let care_provider = CareProvider { hsa_id: id("SE1-VG"), name: "Vården".to_owned() };
    Assignment {
        id: "anna-bvc".to_owned(),
        staff: StaffMember { hsa_id: id("SE1-ANNA"), name: "Anna Andersson".to_owned() },
        clinic: Some(Clinic {
            id: "bvc".to_owned(),
            hsa_id: None,
            care_unit: id("SE1-VE"),
            care_provider: care_provider.hsa_id.clone(),
            name: "BVC".to_owned(),
        }),
        care_provider,
        purpose: AssignmentPurpose::CareAndTreatment,
        title: "Sjuksköterska".to_owned(),
    }
}

fn id(text: &str) -> HsaId {
    text.parse().expect("an id")
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).expect("a moment")
}
