//! A small COSMIC: a page at an origin of its own, with a user, a unit and a patient to choose, that
//! launches the journal in a frame the way the real one does, and shares its patient with it.

use std::net::SocketAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

use crate::clock::Clock;
use crate::domain::{HsaId, PatientId};
use crate::launch::{Assertion, Place, Signer};

/// What this COSMIC is and knows.
pub struct Settings {
    /// The name it signs under.
    pub installation: String,
    /// The journal's launch address.
    pub audience: String,
    /// What it says of how its users have logged in.
    pub assurance_level: String,
    /// How long its assertions are good, in seconds.
    pub seconds: i64,
    /// Its key.
    pub signer: Signer,
    /// The present time.
    pub clock: Arc<dyn Clock>,
    /// Its users.
    pub users: Vec<User>,
    /// Its units.
    pub units: Vec<Unit>,
    /// Its patients.
    pub patients: Vec<Patient>,
}

/// Somebody who may log in to COSMIC.
#[derive(Clone, Debug)]
pub struct User {
    /// Identity in the HSA catalogue.
    pub hsa_id: HsaId,
    /// Name for people.
    pub name: String,
}

/// A unit in COSMIC.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Name for people.
    pub name: String,
    /// Its ids.
    pub place: Place,
}

/// A patient in COSMIC.
#[derive(Clone, Debug)]
pub struct Patient {
    /// Her number.
    pub id: PatientId,
    /// Name for people.
    pub name: String,
}

/// A COSMIC at work. Dropped, it stops.
pub struct Cosmic {
    address: SocketAddr,
    _stop: DropGuard,
}

/// Starts to serve the page on a listener.
pub fn start(listener: TcpListener, settings: Settings) -> std::io::Result<Cosmic> {
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let until = stop.clone().cancelled_owned();
    let router = Router::new()
        .route("/", get(page))
        .route("/launch", post(open))
        .route("/cosmic.css", get(style))
        .route("/cosmic.js", get(script))
        .with_state(Arc::new(settings));
    tokio::spawn(async move {
        let serving = axum::serve(listener, router).with_graceful_shutdown(until);
        if let Err(error) = serving.await {
            tracing::error!(error = &error as &dyn std::error::Error, "COSMIC's page has ended");
        }
    });
    Ok(Cosmic { address, _stop: stop.drop_guard() })
}

impl Cosmic {
    /// Where its page is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// A page that posts an assertion to the journal at once, or by a button where there are no scripts.
/// In this way the assertion is in no address.
#[derive(Template)]
#[template(path = "cosmic_launch.html")]
pub struct PostingPage<'a> {
    /// Where to post.
    pub address: &'a str,
    /// What to post.
    pub assertion: &'a str,
}

/// The page with its choices.
#[derive(Template)]
#[template(path = "cosmic.html")]
struct Page<'a> {
    topic: &'a str,
    hub: String,
    users: Vec<(usize, String)>,
    units: Vec<(usize, String)>,
    patients: &'a [Patient],
}

/// What is chosen on the page: places in its lists, so that no number is sent about.
#[derive(Deserialize)]
struct Chosen {
    user: usize,
    unit: usize,
    /// Empty where no patient is chosen.
    patient: String,
    topic: String,
}

async fn page(State(settings): State<Arc<Settings>>) -> Response {
    let page = Page {
        // One for each window: whoever opens a second one shares nothing with the first.
        topic: &Uuid::new_v4().to_string(),
        hub: hub(&settings.audience),
        users: listed(&settings.users, |user| format!("{} ({})", user.name, user.hsa_id)),
        units: listed(&settings.units, |unit| format!("{} ({})", unit.name, unit.place.unit)),
        patients: &settings.patients,
    };
    shown(page.render())
}

async fn open(State(settings): State<Arc<Settings>>, Form(chosen): Form<Chosen>) -> Response {
    let user = settings.users.get(chosen.user);
    let unit = settings.units.get(chosen.unit);
    let (Some(user), Some(unit)) = (user, unit) else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let patient = chosen.patient.parse().ok().and_then(|at: usize| settings.patients.get(at));
    let assertion = settings.signer.sign(&Assertion {
        installation: settings.installation.clone(),
        audience: settings.audience.clone(),
        staff: user.hsa_id.clone(),
        assurance_level: settings.assurance_level.clone(),
        place: unit.place.clone(),
        patient: patient.map(|patient| patient.id.clone()),
        topic: Some(chosen.topic),
        issued: settings.clock.now(),
        seconds: settings.seconds,
    });
    let Ok(assertion) = assertion else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    shown(PostingPage { address: &settings.audience, assertion: &assertion }.render())
}

async fn style() -> Response {
    let kind = [(CONTENT_TYPE, "text/css; charset=utf-8")];
    (kind, include_str!("../../static/cosmic.css")).into_response()
}

async fn script() -> Response {
    let kind = [(CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, include_str!("../../static/cosmic.js")).into_response()
}

/// The journal's hub of patient context, beside its launch.
fn hub(audience: &str) -> String {
    let base = audience.strip_suffix("/launch").unwrap_or(audience);
    format!("{base}/fhircast")
}

fn listed<T>(all: &[T], text: impl Fn(&T) -> String) -> Vec<(usize, String)> {
    all.iter().map(text).enumerate().collect()
}

fn shown(page: askama::Result<String>) -> Response {
    match page {
        Ok(page) => ([(CACHE_CONTROL, "no-store")], Html(page)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
