//! The whole way of a question, over mutual TLS on loopback: ten sources that are asked at once.
//!
//! Goals: a view is complete within 10 ms of its slowest source (median), and memory stays flat over
//! 10,000 views; one slow source changes nothing for the others. Platform and sources are simulated in this process, on the same cores: writing
//! their answers and encrypting them is part of every figure.
//!
//! The number of views of the memory run can be given as an argument.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a report on a scenario of our own"
)]

#[path = "../tests/it/databases.rs"]
#[allow(dead_code, reason = "shared with the tests, which need more of it")]
mod databases;
#[path = "../tests/it/house.rs"]
#[allow(dead_code, reason = "shared with the tests, which need more of it")]
mod house;

use std::time::{Duration, Instant};

use vaccinjournal::domain::{Journal, Reach, SourceKind};
use vaccinjournal::journal::access::JournalRequest;
use vaccinjournal::journal::ask::{DirectSource, Plan};
use vaccinjournal::journal::{JournalError, Progress, View};
use vaccinjournal::rivta::GvhVersion;
use vaccinjournal::simulator::scenario::{Dose, Producer, Scenario};

use crate::house::House;

const PATIENT: &str = "191212121212";
const SOURCES: u32 = 10;
const DOSES_PER_SOURCE: u32 = 20;
const SLOWEST: Duration = Duration::from_millis(100);
/// Longer than anybody waits here; within the deadline of a source.
const VERY_LONG: Duration = Duration::from_millis(4_500);
const TIMED_VIEWS: usize = 200;
const WARMING_VIEWS: usize = 20;
const MEMORY_VIEWS: usize = 10_000;
const MEMORY_REPORTS: usize = 10;

#[tokio::main]
async fn main() {
    let views = std::env::args().filter_map(|argument| argument.parse().ok()).next();
    println!("{SOURCES} sources with {DOSES_PER_SOURCE} doses each");
    latency(
        "one source takes 100 ms, nine none",
        |at| if at == 0 { SLOWEST } else { NONE },
        direct(),
    )
    .await;
    latency("all take 100 ms and answer at once", |_| SLOWEST, direct()).await;
    latency(
        "one call to the aggregating service, one source takes 100 ms",
        |at| if at == 0 { SLOWEST } else { NONE },
        aggregated(),
    )
    .await;
    slow_source().await;
    memory(views.unwrap_or(MEMORY_VIEWS)).await;
}

const NONE: Duration = Duration::ZERO;

/// Opens one view after the other, each with calls of its own.
async fn latency(name: &str, delay: impl Fn(u32) -> Duration + Copy, plan: Plan) {
    let house = House::of(scenario(delay), plan).await;
    for _ in 0..WARMING_VIEWS {
        whole(&house).await;
    }
    let (mut opened, mut slowest, mut received) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TIMED_VIEWS {
        let started = Instant::now();
        let journal = whole(&house).await;
        opened.push(started.elapsed().saturating_sub(SLOWEST));
        slowest.push(since_slowest_source(&house, delay));
        received.push(since_last_answer(&journal));
    }
    println!("{name}:");
    println!("  opened to complete, less the source's 100 ms: {}", spread(opened));
    println!("  slowest source done to complete:              {}", spread(slowest));
    println!("  last answer received to complete:             {}", spread(received));
}

/// How long ago the last of the view's sources had its answer ready.
fn since_slowest_source(house: &House, delay: impl Fn(u32) -> Duration) -> Duration {
    let calls = house.simulator.calls();
    let of_this_view = calls.iter().rev().take(SOURCES as usize);
    let ready = of_this_view.map(|call| {
        let number = (0..SOURCES).find(|number| address(*number) == call.producer);
        call.at + delay(number.expect("a source of the scenario"))
    });
    ready.max().expect("calls").elapsed()
}

/// What one source that takes very long costs the other nine: until when they are all shown.
async fn slow_source() {
    println!("one of ten sources takes very long; the other nine are shown after:");
    for (name, slowest) in [("nobody is slow", NONE), ("one is slow", VERY_LONG)] {
        let house = House::of(scenario(|at| if at == 0 { slowest } else { NONE }), direct()).await;
        let mut shown = Vec::with_capacity(TIMED_VIEWS);
        for view in 0..WARMING_VIEWS + TIMED_VIEWS {
            let started = Instant::now();
            let view_of_nine = open(&house).await;
            let mut progress = view_of_nine.progress();
            let nine = progress.wait_for(|progress: &Progress| {
                let slow = address(0);
                let others = progress.journal.sources.iter();
                let mut others = others.filter(|source| {
                    !matches!(&source.kind,
                        SourceKind::SourceSystem { address } if address.as_str() == slow)
                });
                others.all(|source| !source.state.is_waiting())
            });
            drop(nine.await.expect("a journal"));
            if view >= WARMING_VIEWS {
                shown.push(started.elapsed());
            }
            // Left here: what is still under way is called off, and the next view shares nothing.
            drop((progress, view_of_nine));
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        println!("  {name:15} {}", spread(shown));
    }
}

/// How much of the process stays in memory, over many views.
async fn memory(views: usize) {
    let house = House::of(scenario(|_| NONE), direct()).await;
    println!("memory over {views} views, sources answer without delay:");
    let step = (views / MEMORY_REPORTS).max(1);
    let started = Instant::now();
    for view in 1..=views {
        whole(&house).await;
        if view % step == 0 || view == step / 10 {
            println!("  after {view:>6} views: {} kB resident", resident());
        }
    }
    let each = started.elapsed() / u32::try_from(views).unwrap_or(u32::MAX).max(1);
    println!("  a view, one after the other: {:.2} ms", milliseconds(each));
}

/// Opens the journal as a nurse who has stated her grounds earlier in the day: the first view does it.
async fn open(house: &House) -> std::sync::Arc<View> {
    let (patient, assignment) = (PATIENT.parse().expect("an id"), house.nurse().await);
    let request = JournalRequest { patient, assignment, reach: Reach::Coherent };
    match house.service.open(request).await {
        Err(JournalError::Denied(_)) => house.open(PATIENT).await,
        opened => opened.expect("a view"),
    }
}

/// One view until it is complete, with every dose of every source in it.
async fn whole(house: &House) -> std::sync::Arc<Journal> {
    let journal = house::completed(&*open(house).await).await;
    assert!(journal.is_whole(), "a source did not answer");
    assert!(
        journal.conservation.received >= SOURCES * DOSES_PER_SOURCE,
        "doses are missing: {:?}",
        journal.conservation
    );
    journal
}

#[expect(clippy::disallowed_methods, reason = "the service runs on the computer's clock")]
fn since_last_answer(journal: &Journal) -> Duration {
    let now = jiff::Timestamp::now();
    let fetched = journal.sources.iter().filter(|source| source.kind != SourceKind::Own);
    let last = fetched.map(|source| source.at).max().expect("sources");
    now.duration_since(last).unsigned_abs()
}

fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: f64| milliseconds(times[((times.len() - 1) as f64 * share) as usize]);
    format!("median {:.2} ms, 95 % {:.2} ms, longest {:.2} ms", at(0.5), at(0.95), at(1.0))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Resident memory of this process in kB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

fn direct() -> Plan {
    let sources = (0..SOURCES).map(|number| DirectSource {
        address: address(number).parse().expect("an address"),
        version: GvhVersion::V2,
        name: None,
    });
    Plan::Direct { sources: sources.collect() }
}

fn aggregated() -> Plan {
    let address = house::AGGREGATION.parse().expect("an address");
    Plan::Aggregated { address, versions: vec![GvhVersion::V2] }
}

fn scenario(delay: impl Fn(u32) -> Duration) -> Scenario {
    let vaccines = house::demonstration().vaccines;
    let producers = (0..SOURCES).map(|number| {
        let doses = (0..DOSES_PER_SOURCE).map(|at| Dose {
            patient: PATIENT.to_owned(),
            date: format!("{}-{:02}-{:02}", 1990 + at, number + 1, at + 1),
            vaccine: Some(vaccines[(number + at) as usize % vaccines.len()].name.clone()),
            batch: Some(format!("B{number}{at:02}")),
            number: Some(1),
            ..Dose::default()
        });
        Producer {
            delay: u64::try_from(delay(number).as_millis()).expect("a short time"),
            doses: doses.collect(),
            ..Producer::quick(&address(number), &format!("Journal {number}"))
        }
    });
    Scenario { producers: producers.collect(), vaccines: vaccines.clone(), ..Scenario::default() }
}

fn address(number: u32) -> String {
    format!("SE5560000009-J{number:02}")
}
