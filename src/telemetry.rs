//! What the program tells of itself: a log on standard error, and figures for Prometheus.
//!
//! Neither holds anything of a patient. Panics are logged by place only, since their words may hold
//! what was being worked on.

use std::time::Duration;
use std::{panic, thread};

use metrics::SetRecorderError;
use metrics_exporter_prometheus::PrometheusRecorder;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

/// How the program tells what it does.
#[derive(Debug)]
pub struct Settings {
    /// What is logged, by module and level.
    pub filter: EnvFilter,
    /// How it is written.
    pub format: Format,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// One JSON object a line, for machines.
    Json,
    /// Words and colours, for people.
    Text,
}

/// Why the program cannot tell what it does.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// There is a log already.
    #[error("the log cannot be set up: {0}")]
    Log(#[from] TryInitError),
    /// The histograms cannot be set up.
    #[error("metrics cannot be set up: {0}")]
    Metrics(#[from] BuildError),
    /// There are metrics already.
    #[error("metrics cannot be set up: {0}")]
    Recorder(#[from] SetRecorderError<PrometheusRecorder>),
    /// No thread for their upkeep.
    #[error("metrics cannot be set up: {0}")]
    Thread(#[from] std::io::Error),
}

/// Sets up log and panic hook for the whole process. Once only.
pub fn start_log(settings: Settings) -> Result<(), TelemetryError> {
    let lines =
        tracing_subscriber::fmt().with_env_filter(settings.filter).with_writer(std::io::stderr);
    match settings.format {
        Format::Json => lines.json().flatten_event(true).finish().try_init()?,
        Format::Text => lines.finish().try_init()?,
    }
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    Ok(())
}

/// Begins to gather figures for the whole process, once only. What it gives renders them in the
/// text format of Prometheus.
pub fn start_metrics() -> Result<PrometheusHandle, TelemetryError> {
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder)?;
    let upkeep = handle.clone();
    thread::Builder::new().name("metrics".to_owned()).spawn(move || {
        loop {
            thread::sleep(UPKEEP);
            upkeep.run_upkeep();
        }
    })?;
    Ok(handle)
}

/// How often single measurements are summed up. Unsummed they are kept one by one, so memory would
/// grow for as long as nobody reads the figures.
const UPKEEP: Duration = Duration::from_secs(5);

/// Upper bounds of the classes that times are counted in, in seconds: fine where a page feels slow,
/// and up to the longest a call may take.
const SECONDS: &[f64] =
    &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 40.0, 60.0];
