//! A whole site for tests: state, store and clock, and a client that remembers its cookies.

use std::sync::Arc;
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use axum::Router;
use axum::body::Body;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use metrics_exporter_prometheus::PrometheusBuilder;
use tower::ServiceExt;
use vaccinjournal::clock::{Clock, SetClock, SystemClock};
use vaccinjournal::domain::Catalogue;
use vaccinjournal::store::Import;
use vaccinjournal::web::{
    AppState, ContextSettings, Parts, Settings, SupportAccount, TestedProducer, router,
};

use crate::house::{self, House, aggregated, demonstration};
use crate::present_samples::now;

pub const CARE: &str = "karin-centrum";
pub const OTHER_CARE: &str = "bo-centrum";
pub const ADMINISTRATION: &str = "lars-admin";
pub const SUPPORT: (&str, &str) = ("kim.support", "rätt häst batteri häftklammer");

/// A second person who treats, besides the demonstration's people.
const FILE: &str = r#"
[[staff]]
hsa_id = "SE5560000001-BO"
name = "Bo Ek"

[[assignment]]
id = "bo-centrum"
staff = "SE5560000001-BO"
care_provider = "SE5560000001-VG1"
clinic = "centrum"
purpose = "care"
title = "Läkare"
"#;

/// A site with everything behind it.
pub struct Site {
    pub state: AppState,
    pub house: House,
    pub clock: Arc<SetClock>,
    settings: Settings,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// A client with a cookie.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookie: Option<String>,
}

impl Site {
    /// A site at which support has switched nothing on, so that nobody is asked.
    pub async fn quiet() -> Self {
        Self::with(settings()).await
    }

    /// The same with settings of the test's own.
    pub async fn with(settings: Settings) -> Self {
        let ask = house::settings();
        let house = House::switched_off(demonstration(), aggregated(), ask).await;
        Self::of(house, settings).await
    }

    /// A site on top of a house.
    pub async fn of(house: House, settings: Settings) -> Self {
        Self::trying(house, settings, Vec::new()).await
    }

    /// The same with producers that support may try.
    pub async fn trying(
        house: House,
        settings: Settings,
        tested_producers: Vec<TestedProducer>,
    ) -> Self {
        house.store.import(&Import::parse(FILE).unwrap()).await.unwrap();
        let clock = Arc::new(SetClock::at(now()));
        let state = AppState::new(Parts {
            journal: house.service.clone(),
            store: Arc::clone(&house.store),
            log: Arc::clone(&house.log),
            clock: clock.clone(),
            metrics: PrometheusBuilder::new().build_recorder().handle(),
            catalogue: Arc::new(Catalogue::load().unwrap()),
            person_register: Some(house.person_register()),
            tested_producers,
            settings: settings.clone(),
        });
        Self { state, house, clock, settings }
    }

    /// Another instance on the same database, by the same clock.
    pub async fn beside(&self) -> AppState {
        let (journal, store, log) = self.house.beside().await;
        AppState::new(Parts {
            journal,
            store,
            log,
            clock: self.clock.clone(),
            metrics: PrometheusBuilder::new().build_recorder().handle(),
            catalogue: Arc::new(Catalogue::load().unwrap()),
            person_register: Some(self.house.person_register()),
            tested_producers: Vec::new(),
            settings: self.settings.clone(),
        })
    }

    /// A moment later than any before it.
    pub fn clock_ahead(&self) -> jiff::Timestamp {
        self.wait(Duration::from_millis(1));
        self.clock.now()
    }

    /// Lets time pass.
    pub fn wait(&self, time: Duration) {
        self.clock.set(self.clock.now() + time);
    }

    /// Somebody who is not logged in.
    pub fn client(&self) -> Client {
        Client { router: router(self.state.clone()), cookie: None }
    }

    /// Somebody of staff, logged in under an assignment.
    pub async fn staff(&self, assignment: &str) -> Client {
        let mut client = self.client();
        let answer = client.post("/login", &[("assignment", assignment)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        client.take_cookie(&answer);
        client
    }

    /// Somebody of support, logged in.
    pub async fn support(&self) -> Client {
        let mut client = self.client();
        let (name, password) = SUPPORT;
        let answer = client.post("/support/login", &[("name", name), ("password", password)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        client.take_cookie(&answer);
        client
    }
}

impl Client {
    /// The cookie, where there is one.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    /// The same browser, with another instance behind its address.
    pub fn at(&self, state: &AppState) -> Self {
        Self { router: router(state.clone()), cookie: self.cookie.clone() }
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = self
            .request(Method::POST, path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(fields.join("&")));
        self.send(request.unwrap()).await
    }

    /// Posts JSON.
    pub async fn post_json(&self, path: &str, body: &str) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()));
        self.send(request.unwrap()).await
    }

    /// Opens a patient's journal and gives the address of its page.
    pub async fn open(&self, patient: &str) -> String {
        self.state_grounds(&self.choose(patient).await).await
    }

    /// Where a choice of patient leads to the page that asks why, says that the user takes part in
    /// her care and that she consents. Gives the address of the journal's page.
    pub async fn state_grounds(&self, address: &str) -> String {
        if !address.ends_with("/access") {
            return address.to_owned();
        }
        let today = SystemClock.swedish_now().date().to_string();
        let fields = [("relation", "ja"), ("basis", "consent"), ("scope", "me"), ("until", &today)];
        let answer = self.post(address, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.header(LOCATION.as_str()).to_owned()
    }

    /// The page of a journal once every source has answered.
    pub async fn whole(&self, journal: &str) -> String {
        for _ in 0..300 {
            let page = self.get(journal).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            if page.body.contains("id=\"journal\" data-waiting=\"false\"") {
                return page.body;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the journal did not become whole");
    }

    /// Chooses a patient; gives the address that it leads to.
    pub async fn choose(&self, patient: &str) -> String {
        let answer = self.post("/panel", &[("patient", patient)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.header(LOCATION.as_str()).to_owned()
    }

    /// Opens a view over the interface for machines, with the grounds that a nurse would state.
    pub async fn open_over_api(&self, patient: &str) -> Answer {
        let today = SystemClock.swedish_now().date();
        let body = format!(
            r#"{{"patient_id":"{patient}","access":{{"care_relation":true,"basis":"consent",
            "until":"{today}"}}}}"#
        );
        self.post_json("/api/v1/journal", &body).await
    }

    pub fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(path);
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(bytes.to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Keeps the cookies that an answer sets, and drops those that it takes away.
    pub fn take_cookie(&mut self, answer: &Answer) {
        let before = self.cookie.take().unwrap_or_default();
        let mut kept: Vec<String> =
            before.split("; ").filter(|one| !one.is_empty()).map(str::to_owned).collect();
        for set in answer.headers.get_all(SET_COOKIE) {
            let set = set.to_str().unwrap();
            let cookie = set.split(';').next().unwrap();
            let (name, value) = cookie.split_once('=').unwrap();
            kept.retain(|one| !one.starts_with(&format!("{name}=")));
            if !value.is_empty() {
                kept.push(cookie.to_owned());
            }
        }
        self.cookie = (!kept.is_empty()).then(|| kept.join("; "));
    }

    /// Posts a form and follows where it leads, as a browser does.
    pub async fn post_on(&mut self, path: &str, fields: &[(&str, &str)]) -> (String, Answer) {
        let mut answer = self.post(path, fields).await;
        let mut address = path.to_owned();
        for _ in 0..5 {
            self.take_cookie(&answer);
            if answer.status != StatusCode::SEE_OTHER {
                break;
            }
            address = answer.header(LOCATION.as_str()).to_owned();
            answer = self.get(&address).await;
        }
        (address, answer)
    }
}

impl Answer {
    /// A header that must be there.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.unwrap_or_else(|| panic!("no {name} in {:?}", self.headers)).to_str().unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Settings with short times.
pub fn settings() -> Settings {
    let hash = Argon2::default().hash_password(SUPPORT.1.as_bytes()).unwrap();
    Settings {
        most_views_per_session: 3,
        environment_notice: Some("Testmiljö – inga riktiga patienter"),
        environment: vaccinjournal::checklist::Environment::Qa,
        head_timeout: Duration::from_millis(400),
        body_timeout: Duration::from_millis(400),
        write_timeout: Duration::from_millis(800),
        most_head_bytes: 16 * 1024,
        most_body_bytes: 64 * 1024,
        most_upload_bytes: 256 * 1024,
        most_connections: 64,
        most_connections_per_address: 32,
        finish_within: Duration::from_secs(3),
        last_look: Duration::from_millis(300),
        close_within: Duration::from_secs(1),
        frame_ancestors: vec!["https://cosmic.example".to_owned()],
        secure_cookies: false,
        launch: Some(crate::launch_support::settings()),
        launch_origins: Vec::new(),
        context: ContextSettings { heartbeat: Duration::from_secs(4) },
        development_login: true,
        reserve_series: Vec::new(),
        session_idle: Duration::from_secs(600),
        session_longest: Duration::from_secs(3600),
        abandon_after: Duration::from_secs(2),
        print_others: false,
        refresh_every: Duration::from_secs(1),
        sign_of_life: Duration::from_secs(1),
        retry_after: Duration::from_secs(2),
        support_accounts: vec![SupportAccount {
            name: SUPPORT.0.to_owned(),
            password_hash: hash.to_string().into(),
        }],
        support_attempts: 3,
        support_attempts_within: Duration::from_secs(60),
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
