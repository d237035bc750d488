//! Finds out what access control judges by: from the store what users have stated, from the
//! security services the rest. What fails is not known, and what is not known permits nothing.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures_util::future::join_all;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::time::Instant;

use super::remembered::Remembered;
use super::statement::{end_of, latest};
use super::{
    AccessGrant, Denied, JournalRequest, LiftingStatement, StatedBasis, Statement, StatementError,
    decide, reader,
};
use crate::access_log::AccessLog;
use crate::care::ServiceError;
use crate::care::blocks::BlockService;
use crate::care::consent::ConsentService;
use crate::care::relation::RelationService;
use crate::clock::Clock;
use crate::domain::{
    AccessingActor, Assignment, BlockVerdict, CareRelation, ConsentAnswer, Ground, Grounds,
    HeldInformation, LegalBasis, Lifting, NotKnown, PatientId, Reach, RelationAnswer, StatedGround,
};
use crate::journal::logging;
use crate::store::{Store, StoreError};

/// The security services that are connected.
#[derive(Debug, Default)]
pub struct SecurityServices {
    /// Blocks.
    pub blocks: Option<BlockService>,
    /// Consents.
    pub consent: Option<ConsentService>,
    /// Patient relations.
    pub relation: Option<RelationService>,
}

/// What the law leaves to the organisation.
#[derive(Clone, Debug)]
pub struct Rules {
    /// For how many days a stated care relation is remembered, today being the first.
    pub relation_days: u16,
    /// How many days a consent may be registered for at most, today being the first.
    pub consent_longest_days: u16,
    /// For how many hours an emergency access lasts.
    pub emergency_hours: u16,
    /// For how many days somebody may read for an adult who cannot decide, today being the first.
    pub cannot_decide_days: u16,
    /// How many days blocks may be lifted for at most, today being the first.
    pub lifting_longest_days: u16,
    /// Whether blocks are kept outside this program, so that records need no check here.
    pub blocks_checked_elsewhere: bool,
    /// How long the same question to a security service waits after a SOAP fault.
    pub fault_pause: Duration,
}

/// Why there is no grant.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The request was turned away.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// What users have stated cannot be read.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

/// What is known of a user's grounds, and what could not be found out.
#[derive(Clone, Debug)]
pub struct Known {
    /// The grounds.
    pub grounds: Grounds,
    /// Whether the service of patient relations was asked and gave no answer.
    pub relation_unavailable: bool,
    /// Whether the consent service was asked and gave no answer.
    pub consent_unavailable: bool,
}

/// Access control with what it asks.
pub struct Gate {
    store: Arc<Store>,
    services: SecurityServices,
    rules: Rules,
    log: Arc<AccessLog>,
    clock: Arc<dyn Clock>,
    pauses: Pauses,
    // What only this instance knows of.
    remembered: Remembered,
}

/// Which service a question is for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Service {
    Blocks,
    Consent,
    Relation,
}

impl Gate {
    /// A gate that judges by these rules.
    pub fn new(
        store: Arc<Store>,
        services: SecurityServices,
        rules: Rules,
        log: Arc<AccessLog>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let pauses = Pauses::new(rules.fault_pause);
        let remembered = Remembered::default();
        Self { store, services, rules, log, clock, pauses, remembered }
    }

    /// The rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Today in Sweden.
    pub fn today(&self) -> Date {
        self.clock.swedish_now().date()
    }

    /// The latest day that a consent may be registered for.
    pub fn latest_consent(&self) -> Date {
        latest(self.today(), self.rules.consent_longest_days)
    }

    /// The latest day that a block may be lifted for.
    pub fn latest_lifting(&self) -> Date {
        latest(self.today(), self.rules.lifting_days())
    }

    /// Decides on a request by all that is known. Who may open no journals is turned away before
    /// anything is looked up or anybody is asked.
    pub async fn grant(&self, request: JournalRequest) -> Result<AccessGrant, AccessError> {
        let actor = reader(&request.assignment)?;
        let known = self.known(&request.patient, &actor, request.reach).await?;
        Ok(decide(request, known.grounds)?)
    }

    /// What is known for a user who is asked why she reads: whether there is a consent is looked up
    /// although her care relation is still to be stated, so that she need not state that as well.
    pub async fn known_before_statement(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
    ) -> Result<Known, StoreError> {
        self.find_out(patient, actor, Reach::Coherent, true).await
    }

    /// What lets a user read a patient's records, as far as she wants to.
    async fn known(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
        reach: Reach,
    ) -> Result<Known, StoreError> {
        self.find_out(patient, actor, reach, false).await
    }

    async fn find_out(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
        reach: Reach,
        without_relation: bool,
    ) -> Result<Known, StoreError> {
        let now = self.clock.now();
        let (stated, liftings) = self.stated(patient, actor, now).await?;
        let mut until = end_of(self.clock.swedish_now().date());
        let mut names: BTreeSet<String> = liftings.iter().map(|one| one.id.clone()).collect();
        let mut end = |ground: &StatedGround| {
            names.insert(ground.id.clone());
            ground.until
        };

        let mut relation_unavailable = false;
        let found = stated.iter().find(|one| one.ground == Ground::CareRelation);
        let relation = match found {
            Some(found) => {
                until = end(found);
                Some(CareRelation::Stated)
            }
            None => match self.relation(patient, actor).await {
                Ok(answer) => answer.then_some(CareRelation::Registered),
                Err(NoAnswer) => {
                    relation_unavailable = true;
                    None
                }
            },
        };

        let mut consent_unavailable = false;
        // A consent goes before the grounds that stand in for one.
        let consent = stated.iter().find(|one| one.ground == Ground::Consent);
        let standing_in = || stated.iter().find(|one| one.ground.basis().is_some());
        let found = consent.or_else(standing_in);
        let coherent_is_stated = found.is_some();
        let coherent = match (reach, found) {
            (Reach::OwnCareProvider, _) => None,
            (Reach::Coherent, Some(found)) => {
                until = until.min(end(found));
                found.ground.basis()
            }
            // Without a care relation no consent helps, so nobody is asked.
            (Reach::Coherent, None) if relation.is_none() && !without_relation => None,
            (Reach::Coherent, None) => match self.consent(patient, actor).await {
                Ok(basis) => basis,
                Err(NoAnswer) => {
                    consent_unavailable = true;
                    None
                }
            },
        };
        let until = liftings.iter().map(|one| one.until).fold(until, std::cmp::Ord::min);
        let lifted = liftings.into_iter().map(|one| one.holder).collect();
        let stated = names;
        let grounds = Grounds { relation, coherent, coherent_is_stated, lifted, stated, until };
        Ok(Known { grounds, relation_unavailable, consent_unavailable })
    }

    /// Keeps what a user states, if it is enough. The access log knows of it first.
    pub async fn state(
        &self,
        patient: &PatientId,
        assignment: &Assignment,
        statement: &Statement,
    ) -> Result<(), StatementError> {
        let actor = reader(assignment)?;
        let grounds = statement.grounds(&actor, &self.rules, &*self.clock)?;
        if !statement.care_relation {
            let known = self.known(patient, &actor, Reach::OwnCareProvider).await?;
            known.grounds.relation.ok_or(StatementError::CareRelation)?;
        }
        self.log.write(&logging::stated(patient, assignment, &grounds)).await?;
        let stated = self.store.state_grounds(patient, &grounds).await;
        let is_emergency = matches!(statement.basis, StatedBasis::Emergency { .. });
        unless_emergency(stated, is_emergency, || self.remembered.keep_grounds(patient, &grounds))
    }

    /// Lifts blocks for a time. The access log knows of it first.
    pub async fn lift(
        &self,
        grant: &AccessGrant,
        statement: &LiftingStatement,
    ) -> Result<(), StatementError> {
        let liftings = statement.liftings(grant.actor(), &self.rules, &*self.clock)?;
        let events: Vec<_> = liftings.iter().map(|one| logging::lifted(grant, one)).collect();
        self.log.write(&events).await?;
        let lifted = self.store.lift_blocks(grant.patient(), &liftings).await;
        let is_emergency = matches!(grant.basis(), LegalBasis::Emergency { .. });
        let remember = || self.remembered.keep_liftings(grant.patient(), &liftings);
        unless_emergency(lifted, is_emergency, remember)
    }

    /// Withdraws the patient's consents to the user's care unit. How many there were.
    pub async fn withdraw_consent(&self, grant: &AccessGrant) -> Result<u64, StatementError> {
        let now = self.clock.now();
        self.log.write(&[logging::withdrawn(grant, now)]).await?;
        Ok(self.store.withdraw_consent(grant.patient(), grant.actor(), now).await?)
    }

    /// The grounds and the liftings that hold now.
    async fn stated(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
        now: Timestamp,
    ) -> Result<(Vec<StatedGround>, Vec<Lifting>), StoreError> {
        let (mut grounds, mut liftings) = self.remembered.hold(patient, actor, now);
        grounds.extend(self.store.grounds(patient, actor, now).await?);
        liftings.extend(self.store.liftings(patient, actor, now).await?);
        Ok((grounds, liftings))
    }

    /// Whether all that a grant stands on still holds: nothing has ended, nothing was withdrawn.
    pub async fn still_holds(&self, grant: &AccessGrant) -> Result<bool, StoreError> {
        let now = self.clock.now();
        if now >= grant.until() {
            return Ok(false);
        }
        if grant.stated.is_empty() {
            return Ok(true);
        }
        let (patient, actor) = (grant.patient(), grant.actor());
        let (stated, liftings) = self.stated(patient, actor, now).await?;
        let names = stated.into_iter().map(|one| one.id);
        let names: BTreeSet<String> = names.chain(liftings.into_iter().map(|one| one.id)).collect();
        Ok(grant.stated.is_subset(&names))
    }

    /// Asks which of some information is blocked for the holder of a grant. There is a verdict for
    /// each piece, and only a service's own clear word is "no block".
    ///
    /// A block is the patient's, whichever of her ids it was registered under, so it is asked for
    /// under all of them, and the worst verdict holds.
    pub async fn check_blocks(
        &self,
        grant: &AccessGrant,
        other_ids: &[PatientId],
        information: &[HeldInformation],
    ) -> Vec<BlockVerdict> {
        let ids = std::iter::once(grant.patient()).chain(other_ids);
        let checks = ids.map(|patient| self.check_blocks_under(patient, grant, information));
        let by_id = join_all(checks).await;
        let unasked = BlockVerdict::Unknown(NotKnown::NotAnswered);
        let worst = |place: usize| {
            let verdicts = by_id.iter().map(|one| one.get(place).copied().unwrap_or(unasked));
            BlockVerdict::worst(verdicts).unwrap_or(unasked)
        };
        (0..information.len()).map(worst).collect()
    }

    async fn check_blocks_under(
        &self,
        patient: &PatientId,
        grant: &AccessGrant,
        information: &[HeldInformation],
    ) -> Vec<BlockVerdict> {
        let all = |verdict| vec![verdict; information.len()];
        if information.is_empty() {
            return Vec::new();
        }
        if self.rules.blocks_checked_elsewhere {
            return all(BlockVerdict::NoBlock);
        }
        let Some(service) = &self.services.blocks else {
            return all(BlockVerdict::Unknown(NotKnown::NoService));
        };
        if self.pauses.holds(Service::Blocks, patient, grant.actor()) {
            return all(BlockVerdict::Unknown(NotKnown::NoAnswer));
        }
        let checked = service.check(patient, grant.actor(), information).await;
        if let Some(trouble) = &checked.trouble {
            self.failed(Service::Blocks, patient, grant.actor(), trouble);
        }
        checked.verdicts
    }

    async fn relation(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
    ) -> Result<bool, NoAnswer> {
        let Some(service) = &self.services.relation else { return Ok(false) };
        if self.pauses.holds(Service::Relation, patient, actor) {
            return Err(NoAnswer);
        }
        match service.check(patient, actor).await {
            Ok(answer) => Ok(answer == RelationAnswer::Exists),
            Err(trouble) => Err(self.failed(Service::Relation, patient, actor, &trouble)),
        }
    }

    async fn consent(
        &self,
        patient: &PatientId,
        actor: &AccessingActor,
    ) -> Result<Option<LegalBasis>, NoAnswer> {
        let Some(service) = &self.services.consent else { return Ok(None) };
        if self.pauses.holds(Service::Consent, patient, actor) {
            return Err(NoAnswer);
        }
        match service.check(patient, actor).await {
            // Where the service does not say which of the two it is, the milder is assumed: nobody
            // has stated an emergency here.
            Ok(ConsentAnswer::Consent | ConsentAnswer::Unspecified) => {
                Ok(Some(LegalBasis::Consent))
            }
            Ok(ConsentAnswer::Emergency) => {
                Ok(Some(LegalBasis::Emergency { reason: REGISTERED.to_owned() }))
            }
            Ok(ConsentAnswer::Missing) => Ok(None),
            Err(trouble) => Err(self.failed(Service::Consent, patient, actor, &trouble)),
        }
    }

    fn failed(
        &self,
        service: Service,
        patient: &PatientId,
        actor: &AccessingActor,
        trouble: &ServiceError,
    ) -> NoAnswer {
        let error = trouble as &dyn std::error::Error;
        tracing::warn!(service = ?service, error, "a security service gave no answer");
        if trouble.is_fault() {
            self.pauses.begin(service, patient, actor);
        }
        NoAnswer
    }
}

/// What could not be written to the store stops the user, but not in an emergency: then it is
/// remembered here, and the access log has it aside.
fn unless_emergency(
    written: Result<(), StoreError>,
    is_emergency: bool,
    remember: impl FnOnce(),
) -> Result<(), StatementError> {
    match written {
        Err(error) if is_emergency => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "what was stated in an emergency counts on this instance alone");
            remember();
            Ok(())
        }
        written => Ok(written?),
    }
}

/// A service gave no answer that may be used; why stands in the log.
struct NoAnswer;

/// Reason of an emergency that somebody has registered outside this program.
const REGISTERED: &str = "registrerad i samtyckestjänsten";

/// Questions that were answered with a SOAP fault: the same may be sent again every fifth minute at
/// most (self-declaration for consumers).
#[derive(Debug)]
struct Pauses {
    pause: Duration,
    // Patients are remembered by a keyed hash only: the key dies with the process.
    key: RandomState,
    until: Mutex<HashMap<u64, Instant>>,
}

impl Pauses {
    fn new(pause: Duration) -> Self {
        Self { pause, key: RandomState::new(), until: Mutex::default() }
    }

    fn holds(&self, service: Service, patient: &PatientId, actor: &AccessingActor) -> bool {
        let key = self.key.hash_one((service, patient, actor));
        self.lock().get(&key).is_some_and(|until| *until > Instant::now())
    }

    fn begin(&self, service: Service, patient: &PatientId, actor: &AccessingActor) {
        let now = Instant::now();
        let key = self.key.hash_one((service, patient, actor));
        let mut until = self.lock();
        until.retain(|_, end| *end > now);
        until.insert(key, now + self.pause);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Instant>> {
        self.until.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Rules {
    /// Seven days at most, whatever the settings say: longer is no temporary lifting.
    pub(super) fn lifting_days(&self) -> u16 {
        self.lifting_longest_days.clamp(1, 7)
    }
}
