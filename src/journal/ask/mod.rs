//! Puts the questions: to whom, how many at once, how long to wait, and when to leave a source
//! alone.

mod pause;
mod plan;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use tokio::time::Instant;

pub use plan::{Call, DirectSource, Plan, Plans, Question};

use crate::clock::Clock;
use crate::domain::{LogicalAddress, NotAsked, PatientIdKind, SourceState, SwedishDate};
use crate::journal::access::AccessGrant;
use crate::rivta::client::{Answer, Client};
use crate::rivta::contract::Contract;
use crate::rivta::ping::{PingError, ping};
use crate::rivta::question::{self, VaccinationQuestion};
use crate::rivta::reply::CallError;
use crate::rivta::writing::WriteError;
use crate::rivta::{GvhVersion, breaker, xml};

/// How sources are asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Longest wait for one source, from the moment its call is put.
    pub source_deadline: Duration,
    /// Longest wait for all sources of one view.
    pub view_deadline: Duration,
    /// Calls under way at once, over all views.
    pub concurrency: usize,
    /// When a source that fails is left alone.
    pub breaker: breaker::Settings,
    /// How long the same question waits after a SOAP fault.
    pub fault_pause: Duration,
    /// First day asked about. A question without a whole period may be answered with the newest
    /// records only (service contract description, chapter 4).
    pub period_start: SwedishDate,
    /// Last day asked about, in days from today.
    pub period_days_ahead: u16,
}

/// Puts calls to sources.
pub struct Asker {
    client: Arc<Client>,
    settings: Settings,
    places: Semaphore,
    breakers: breaker::Breakers,
    pauses: pause::Pauses,
    clock: Arc<dyn Clock>,
}

/// What became of one call.
pub struct Reply {
    /// The call.
    pub call: Call,
    /// What came back.
    pub outcome: Outcome,
    /// When.
    pub at: Timestamp,
}

/// What came back from a call.
pub enum Outcome {
    /// Bytes; whether they are a good answer is for `decode` to say.
    Answer(Answer),
    /// No answer.
    Failed(CallError),
    /// The question could not be written; our fault, and never the source's.
    Unwritten(WriteError),
    /// The call was never put.
    NotAsked(NotAsked),
}

impl Asker {
    /// An asker that calls through this client.
    pub fn new(client: Arc<Client>, settings: Settings, clock: Arc<dyn Clock>) -> Self {
        Self {
            places: Semaphore::new(settings.concurrency),
            breakers: breaker::Breakers::new(settings.breaker),
            pauses: pause::Pauses::new(settings.fault_pause),
            client,
            settings,
            clock,
        }
    }

    /// When a view that begins now must be whole.
    pub fn view_deadline(&self) -> Instant {
        Instant::now() + self.settings.view_deadline
    }

    /// Puts one call and waits for what becomes of it. A grant is demanded: nobody is asked past
    /// access control. Dropping the future calls the call off.
    pub async fn call(&self, grant: &AccessGrant, call: Call, view_deadline: Instant) -> Reply {
        let outcome = self.outcome(grant, &call, view_deadline).await;
        Reply { call, outcome, at: self.clock.now() }
    }

    /// A source answered this patient's question with a SOAP fault: the same question must wait.
    pub fn heard_fault(&self, address: &LogicalAddress, question: Question, grant: &AccessGrant) {
        self.pauses.begin(address, question, grant.patient());
    }

    /// A source asks to be left alone. It is obeyed, but for no longer than after a fault.
    pub fn heard_busy(&self, address: &LogicalAddress, asked: Duration) {
        self.breakers.rest(address, asked.min(self.settings.fault_pause));
    }

    /// Asks an address whether it is there; it is about no patient. The state is the trouble.
    pub async fn ping(
        &self,
        address: &LogicalAddress,
        version: GvhVersion,
        limits: &xml::Limits,
    ) -> Result<(), SourceState> {
        let deadline = Instant::now() + self.settings.source_deadline;
        let ended = ping(&self.client, version, address, limits, deadline.into_std()).await;
        ended.map_err(|error| match error {
            PingError::Call(error) => error.state(),
            PingError::Unwritten(_) => SourceState::NotAsked(NotAsked::NoSource),
        })
    }

    async fn outcome(&self, grant: &AccessGrant, call: &Call, view_deadline: Instant) -> Outcome {
        let Some(address) = call.kind.address() else {
            return Outcome::NotAsked(NotAsked::NoSource);
        };
        if let Some(left) = self.pauses.left(address, call.question, grant.patient()) {
            return Outcome::NotAsked(NotAsked::RecentFault { again: self.after(left) });
        }
        let place = tokio::time::timeout_at(view_deadline, self.places.acquire()).await;
        let Ok(Ok(_place)) = place else { return Outcome::NotAsked(NotAsked::Overloaded) };
        let leave = match self.breakers.leave(address) {
            Ok(leave) => leave,
            Err(left) => return Outcome::NotAsked(NotAsked::Resting { again: self.after(left) }),
        };
        let deadline = view_deadline.min(Instant::now() + self.settings.source_deadline);
        let envelope = match self.envelope(grant, call, address) {
            Ok(envelope) => envelope,
            Err(error) => return Outcome::Unwritten(error),
        };
        match self.client.call(contract(call), address, envelope, deadline.into_std()).await {
            Ok(answer) => {
                leave.answered();
                Outcome::Answer(answer)
            }
            Err(error) => {
                // Dropped untold, the leave counts neither way.
                if !error.is_own_shortage() {
                    leave.failed();
                }
                Outcome::Failed(error)
            }
        }
    }

    fn envelope(
        &self,
        grant: &AccessGrant,
        call: &Call,
        address: &LogicalAddress,
    ) -> Result<String, WriteError> {
        let patient = grant.patient();
        match call.question {
            Question::Engagements => question::engagements(address, patient),
            Question::VaccinationHistory(version) => {
                let today = self.clock.swedish_now().date();
                let ahead = jiff::Span::new().days(i64::from(self.settings.period_days_ahead));
                let end = SwedishDate::new(today.saturating_add(ahead));
                let reserve = matches!(patient.kind(), PatientIdKind::LocalReserve { .. });
                let question = VaccinationQuestion {
                    patient,
                    period: (self.settings.period_start, end),
                    source_system: reserve.then_some(address),
                };
                question::vaccination_history(version, address, &question)
            }
        }
    }

    fn after(&self, left: Duration) -> Timestamp {
        let left = SignedDuration::try_from(left).unwrap_or(SignedDuration::MAX);
        self.clock.now().saturating_add(left).unwrap_or(Timestamp::MAX)
    }
}

fn contract(call: &Call) -> &'static Contract {
    match call.question {
        Question::VaccinationHistory(version) => version.contract(),
        Question::Engagements => question::ENGAGEMENTS,
    }
}
