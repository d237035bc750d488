//! The security services and the person register behind the platform.

use bytes::Bytes;
use http::{Response, StatusCode};
use tokio::time::Instant;

use super::fault::{Fault, envelope, message, soap};
use super::scenario::Scenario;
use super::server::Reply;
use super::xml::{self, Element, Prefixes};
use super::{contract, wire};
use crate::clock::Clock;

mod blocks;
mod log;
mod permission;
mod person;
pub(super) mod scenario;

pub use log::StoredLog;
use scenario::{Service, ServiceBehaviour, ServiceFlaw};

/// Which service a question is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Blocks,
    Consent,
    Relation,
    Log,
    Persons,
}

/// What a service knows while it answers.
struct Case<'a> {
    scenario: &'a Scenario,
    request: &'a Element,
    /// Today in Sweden, `YYYY-MM-DD`.
    today: String,
    /// What is to be wrong with the answer.
    flaw: Option<ServiceFlaw>,
    /// The result code, as the contract spells it.
    code: &'a str,
}

/// What came of a question to a service.
pub(super) struct Answered {
    /// What is sent.
    pub(super) reply: Reply,
    /// Log entries that were kept.
    pub(super) stored: Vec<StoredLog>,
}

impl Kind {
    /// The service that a question of this namespace is for, if it goes to its address.
    pub(super) fn of(scenario: &Scenario, namespace: &str, address: &str) -> Option<Self> {
        let all = [Self::Blocks, Self::Consent, Self::Relation, Self::Log, Self::Persons];
        let kind = all.into_iter().find(|it| it.namespace().eq_ignore_ascii_case(namespace))?;
        let wanted = &kind.service(scenario).address;
        wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(address)).then_some(kind)
    }

    fn namespace(self) -> &'static str {
        match self {
            Self::Blocks => contract::CHECK_BLOCKS,
            Self::Consent => contract::CHECK_CONSENT,
            Self::Relation => contract::CHECK_RELATION,
            Self::Log => contract::STORE_LOG,
            Self::Persons => contract::GET_PERSONS,
        }
    }

    fn service(self, scenario: &Scenario) -> &Service {
        let services = &scenario.services;
        match self {
            Self::Blocks => &services.blocking,
            Self::Consent => &services.consent,
            Self::Relation => &services.relation,
            Self::Log => &services.log,
            Self::Persons => &services.persons,
        }
    }

    fn answer(self, case: &Case<'_>) -> Element {
        match self {
            Self::Blocks => blocks::answer(case),
            Self::Consent => permission::consent(case),
            Self::Relation => permission::relation(case),
            Self::Log => log::answer(case),
            Self::Persons => person::answer(case),
        }
    }

    /// Asks the service. One that hangs never returns.
    pub(super) async fn ask(
        self,
        scenario: &Scenario,
        request: &Element,
        clock: &dyn Clock,
    ) -> Answered {
        let service = self.service(scenario);
        let due = Instant::now() + scenario.platform.scaled(service.delay);
        let (flaw, code) = match &service.behaviour {
            ServiceBehaviour::Flawed { flaw } => (Some(*flaw), "OK"),
            ServiceBehaviour::Result { code } => (None, code.as_str()),
            _ => (None, "OK"),
        };
        let today = clock.swedish_now().strftime("%Y-%m-%d").to_string();
        let case = Case { scenario, request, today, flaw, code };
        let stored = match service.behaviour {
            ServiceBehaviour::Hang | ServiceBehaviour::Fault { .. } => Vec::new(),
            _ if self == Self::Log && case.is_ok() => log::entries(request),
            _ => Vec::new(),
        };
        let reply = match &service.behaviour {
            ServiceBehaviour::Hang => std::future::pending().await,
            ServiceBehaviour::Fault { code, shape } => {
                let instance = &scenario.platform.instance;
                let detail = "security service".to_owned();
                Reply::Http(Fault { code: *code, instance, detail }.shaped(*shape))
            }
            ServiceBehaviour::Cut { left } => Reply::Http(cut(&self.answer(&case), *left)),
            ServiceBehaviour::Wire { fault } => {
                let whole = message(self.answer(&case));
                Reply::Script(wire::script(*fault, &whole, &scenario.platform))
            }
            ServiceBehaviour::Answer
            | ServiceBehaviour::Result { .. }
            | ServiceBehaviour::Flawed { .. } => Reply::Http(message(self.answer(&case))),
        };
        tokio::time::sleep_until(due).await;
        Answered { reply, stored }
    }
}

impl Case<'_> {
    fn is_ok(&self) -> bool {
        matches!(self.code, "OK" | "INFO")
    }

    fn has(&self, flaw: ServiceFlaw) -> bool {
        self.flaw == Some(flaw)
    }

    /// The result code to send.
    fn result_code(&self) -> &str {
        if self.has(ServiceFlaw::UnknownCode) { "PERHAPS" } else { self.code }
    }

    /// The id at a path of the question: series and number.
    fn id_at(&self, path: &[&str]) -> (String, String) {
        let part = |name: &str| {
            let path: Vec<&str> = path.iter().copied().chain([name]).collect();
            self.request.text_at(&path).unwrap_or_default()
        };
        (part("root"), part("extension"))
    }
}

fn cut(body: &Element, left: u16) -> Response<Bytes> {
    let mut bytes = xml::write(&envelope(Vec::new(), vec![body.clone()]), Prefixes::Short);
    let length = bytes.len() * usize::from(left.min(1000)) / 1000;
    bytes.truncate(bytes.floor_char_boundary(length));
    soap(StatusCode::OK, bytes)
}
