//! Support tries producers by the rules of the contract, and reads how the last runs ended.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, REFRESH};
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use uuid::Uuid;

use super::error::WebError;
use super::pages;
use super::state::AppState;
use super::support::Support;
use crate::conformance::{self, Data, Outcome, Progress, Report, RunError};
use crate::domain::LogicalAddress;
use crate::present::html::{
    ConformancePage, ConformanceRunPage, ConformanceRunRow, TestedProducerRow,
};
use crate::present::words;
use crate::store::ConformanceRun;

/// A producer that support may try.
#[derive(Clone)]
pub struct TestedProducer {
    /// How it is asked. Reports never show patients' ids, whatever this says.
    pub settings: conformance::Settings,
    /// The test patients and what is known of them.
    pub data: Data,
}

/// Which producers there are, and the runs under way: one at a time for each.
pub(super) struct Runs {
    producers: Vec<Arc<TestedProducer>>,
    under_way: Mutex<HashMap<Uuid, UnderWay>>,
}

#[derive(Clone)]
struct UnderWay {
    producer: LogicalAddress,
    done: usize,
    of: usize,
}

/// The form that starts a run.
#[derive(Deserialize)]
pub(super) struct Start {
    producer: String,
}

/// Runs that are shown for each producer.
const SHOWN: u32 = 10;

impl Runs {
    pub(super) fn new(producers: Vec<TestedProducer>) -> Self {
        let masked = producers.into_iter().map(|mut producer| {
            producer.settings.show_patients = false;
            Arc::new(producer)
        });
        Self { producers: masked.collect(), under_way: Mutex::default() }
    }

    fn find(&self, address: &str) -> Option<Arc<TestedProducer>> {
        let is = |it: &&Arc<TestedProducer>| it.settings.logical_address.as_str() == address;
        self.producers.iter().find(is).cloned()
    }

    fn run_of(&self, producer: &LogicalAddress) -> Option<Uuid> {
        let under_way = self.lock();
        let run = under_way.iter().find(|(_, run)| run.producer == *producer);
        run.map(|(id, _)| *id)
    }

    /// Takes the producer's turn; gives the run that has it.
    fn begin(&self, producer: &LogicalAddress) -> (Uuid, bool) {
        let mut under_way = self.lock();
        if let Some((id, _)) = under_way.iter().find(|(_, run)| run.producer == *producer) {
            return (*id, false);
        }
        let id = Uuid::new_v4();
        under_way.insert(id, UnderWay { producer: producer.clone(), done: 0, of: 0 });
        (id, true)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, UnderWay>> {
        self.under_way.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// The producers with their last runs.
pub(super) async fn show(
    State(state): State<AppState>,
    support: Support,
) -> Result<Response, WebError> {
    let mut producers = Vec::new();
    for (producer, at) in state.conformance.producers.iter().zip(1_u32..) {
        let address = &producer.settings.logical_address;
        let runs = state.store.conformance_runs(address, SHOWN).await?;
        producers.push(TestedProducerRow {
            logical_address: address.to_string(),
            anchor: format!("producent{at}"),
            under_way: state.conformance.run_of(address).map(|id| id.to_string()),
            runs: runs.into_iter().map(row).collect(),
        });
    }
    let chrome = pages::chrome(&state, Some(support.who()));
    pages::page(StatusCode::OK, &ConformancePage { chrome: &chrome, producers: &producers })
}

/// Starts a run, or joins the one under way.
pub(super) async fn start(
    State(state): State<AppState>,
    support: Support,
    Form(form): Form<Start>,
) -> Result<Response, WebError> {
    let producer = state.conformance.find(&form.producer).ok_or(WebError::Field("producer"))?;
    let (id, is_new) = state.conformance.begin(&producer.settings.logical_address);
    if is_new {
        let by = support.name().to_owned();
        tracing::info!(producer = %producer.settings.logical_address, "a conformance run was started");
        tokio::spawn(run(state, producer, id, by));
    }
    Ok(Redirect::to(&format!("/support/conformance/{id}")).into_response())
}

/// How far a run has come. The page reads itself again until the run is done.
pub(super) async fn follow(
    State(state): State<AppState>,
    support: Support,
    Path(run): Path<String>,
) -> Result<Response, WebError> {
    let run: Uuid = run.parse().map_err(|_| WebError::NoSuchView)?;
    let under_way = state.conformance.lock().get(&run).cloned();
    let Some(under_way) = under_way else {
        return Ok(Redirect::to("/support/conformance").into_response());
    };
    let chrome = pages::chrome(&state, Some(support.who()));
    let page = ConformanceRunPage {
        chrome: &chrome,
        logical_address: under_way.producer.as_str(),
        address: &format!("/support/conformance/{run}"),
        done: under_way.done,
        of: under_way.of,
    };
    let mut response = pages::page(StatusCode::OK, &page)?;
    let every = state.settings.refresh_every.as_secs().max(1);
    response.headers_mut().insert(REFRESH, HeaderValue::from(every));
    Ok(response)
}

/// A run's report, to keep: a page of its own with its own style.
pub(super) async fn report(
    State(state): State<AppState>,
    _support: Support,
    Path(run): Path<String>,
) -> Result<Response, WebError> {
    let run: Uuid = run.parse().map_err(|_| WebError::NoSuchView)?;
    let report = state.store.conformance_report(run).await?.ok_or(WebError::NoSuchView)?;
    let name = format!("attachment; filename=\"conformance-{run}.html\"");
    let name = HeaderValue::from_str(&name).map_err(WebError::Header)?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], report).into_response())
}

/// Makes a run and keeps what it found. A run that is cut off by a stop is not kept.
async fn run(state: AppState, producer: Arc<TestedProducer>, id: Uuid, by: String) {
    let started = state.clock.now();
    let runs = Arc::clone(&state.conformance);
    let told = |progress: Progress<'_>| {
        if let Some(run) = runs.lock().get_mut(&id) {
            (run.done, run.of) = (progress.done, progress.of);
        }
    };
    let ended = conformance::run(&producer.settings, &producer.data, &told).await;
    let (kept, page) = outcome(&producer, ended);
    let kept = ConformanceRun { id, started, by, ..kept };
    if let Err(error) = state.store.keep_conformance_run(&kept, page.as_deref()).await {
        tracing::error!(error = &error as &dyn std::error::Error, "a run could not be kept");
    }
    state.conformance.lock().remove(&id);
}

/// What is kept of a run, but for its name, its time and who started it.
fn outcome(
    producer: &TestedProducer,
    ended: Result<Report, RunError>,
) -> (ConformanceRun, Option<String>) {
    let contract = producer.settings.contract.unwrap_or(producer.data.contract);
    let empty = ConformanceRun {
        id: Uuid::nil(),
        logical_address: producer.settings.logical_address.clone(),
        contract: contract.contract().version.to_owned(),
        started: jiff::Timestamp::UNIX_EPOCH,
        by: String::new(),
        passed: 0,
        failed: 0,
        not_applicable: 0,
        not_testable: 0,
        trouble: None,
    };
    let report = match ended {
        Ok(report) => report,
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a run could not be made");
            return (ConformanceRun { trouble: Some(trouble(&error).to_owned()), ..empty }, None);
        }
    };
    let count = |outcome| u32::try_from(report.count(outcome)).unwrap_or(u32::MAX);
    let page = report.html().ok();
    let kept = ConformanceRun {
        passed: count(Outcome::Passed),
        failed: count(Outcome::Failed),
        not_applicable: count(Outcome::NotApplicable),
        not_testable: count(Outcome::NotTestable),
        ..empty
    };
    (kept, page)
}

fn trouble(error: &RunError) -> &'static str {
    match error {
        RunError::Setup(_) => "Certifikatet eller anslutningen kunde inte användas.",
        RunError::Schemas(_) => "Svaren kunde inte granskas mot schemat. Finns xmllint?",
        RunError::Stopped => "Körningen avbröts.",
        RunError::Unreachable(_) => "Ingen fråga nådde producenten.",
    }
}

fn row(run: ConformanceRun) -> ConformanceRunRow {
    ConformanceRunRow {
        id: run.id.to_string(),
        at: words::moment(run.started),
        by: run.by,
        contract: run.contract,
        counts: (run.passed, run.failed, run.not_applicable, run.not_testable),
        trouble: run.trouble,
    }
}
