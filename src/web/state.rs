use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusHandle;

use super::assets::Assets;
use super::conformance::{Runs, TestedProducer};
use super::context::Hub;
use super::error::WebError;
use super::launch::Launched;
use super::login::{Staff, StaffSession};
use super::session::{Limits, SessionKey, Sessions};
use super::settings::Settings;
use super::stated_access::StatedAccess;
use super::stop::Stop;
use super::support::SupportStaff;
use super::throttle::Throttle;
use super::view_names::ViewNames;
use super::views::Views;
use crate::access_log::AccessLog;
use crate::clock::Clock;
use crate::domain::{Assignment, AssignmentPurpose, Catalogue, PatientId, Reach};
use crate::journal::access::{AccessError, Denied, JournalRequest};
use crate::journal::{JournalError, JournalService, View, ViewId};
use crate::person::PersonRegister;
use crate::store::{Store, StoreError};

/// Longest time between two sweeps: a session that another instance has ended is read no longer.
const SWEPT_WITHIN: Duration = Duration::from_secs(3);

/// What the web is built from.
pub struct Parts {
    /// Builds journals: the only way from the web to a source.
    pub journal: JournalService,
    /// Organisation, the toggle, and users' decisions on merges.
    pub store: Arc<Store>,
    /// Where what is done with patients' information is written down first.
    pub log: Arc<AccessLog>,
    /// The present time; a test sets it.
    pub clock: Arc<dyn Clock>,
    /// What `/metrics` prints.
    pub metrics: PrometheusHandle,
    /// Names of diseases.
    pub catalogue: Arc<Catalogue>,
    /// The person register, where one is connected.
    pub person_register: Option<Arc<PersonRegister>>,
    /// Producers that support may try.
    pub tested_producers: Vec<TestedProducer>,
    /// Limits and accounts.
    pub settings: Settings,
}

/// Everything a handler may ask for. Clones share everything.
#[derive(Clone)]
pub struct AppState {
    pub(super) journal: JournalService,
    pub(super) store: Arc<Store>,
    pub(super) log: Arc<AccessLog>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) metrics: PrometheusHandle,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) person_register: Option<Arc<PersonRegister>>,
    pub(super) settings: Arc<Settings>,
    pub(super) assets: Arc<Assets>,
    pub(super) staff: Arc<Sessions<StaffSession>>,
    pub(super) launches: Arc<Sessions<Arc<Launched>>>,
    pub(super) support: Arc<Sessions<SupportStaff>>,
    session_limits: Limits,
    pub(super) support_attempts: Arc<Throttle>,
    pub(super) views: Arc<Views>,
    pub(super) view_names: Arc<ViewNames>,
    pub(super) conformance: Arc<Runs>,
    pub(super) context: Arc<Hub>,
    pub(super) stop: Stop,
}

impl AppState {
    /// A state in which nobody is logged in and no view is open.
    pub fn new(parts: Parts) -> Self {
        let Parts { journal, store, log, clock, metrics, catalogue, person_register, .. } = parts;
        let (settings, tested_producers) = (parts.settings, parts.tested_producers);
        let limits = Limits::new(settings.session_idle, settings.session_longest);
        let attempts = Throttle::new(settings.support_attempts, settings.support_attempts_within);
        let (kept, time) = (&store, &clock);
        let most_views = settings.most_views_per_session;
        Self {
            view_names: Arc::new(ViewNames::new(kept, time, most_views)),
            context: Hub::new(Arc::clone(kept), Arc::clone(time)),
            staff: Arc::new(Sessions::new(kept, time, limits)),
            launches: Arc::new(Sessions::new(kept, time, limits)),
            support: Arc::new(Sessions::new(kept, time, limits)),
            session_limits: limits,
            journal,
            store,
            log,
            clock,
            metrics,
            catalogue,
            person_register,
            assets: Arc::new(Assets::new()),
            support_attempts: Arc::new(attempts),
            views: Arc::new(Views::new(settings.abandon_after, most_views)),
            conformance: Arc::new(Runs::new(tested_producers)),
            stop: Stop::new(),
            settings: Arc::new(settings),
        }
    }

    /// Opens a view of a patient's journal for somebody who is logged in.
    pub(super) async fn open(
        &self,
        assignment: Assignment,
        patient: PatientId,
        reach: Reach,
    ) -> Result<Arc<View>, WebError> {
        self.refuse_when_stopping()?;
        let opened = self.journal.open(JournalRequest { patient, assignment, reach }).await;
        opened.map_err(|error| self.no_journal(error))
    }

    /// The same after she has stated her grounds, where she states any.
    pub(super) async fn open_stated(
        &self,
        assignment: Assignment,
        patient: PatientId,
        stated: Option<StatedAccess>,
    ) -> Result<Arc<View>, WebError> {
        let Some(stated) = stated else {
            return self.open(assignment, patient, Reach::Coherent).await;
        };
        let wanted = stated.read()?;
        self.journal.gate().state(&patient, &assignment, &wanted.statement).await?;
        self.open(assignment, patient, wanted.reach).await
    }

    /// Opens a view if nothing more than is known must be stated first. That something must is no
    /// refusal yet, so the access log is not told of it.
    pub(super) async fn open_if_granted(
        &self,
        id: ViewId,
        request: &JournalRequest,
    ) -> Result<Option<Arc<View>>, WebError> {
        self.refuse_when_stopping()?;
        let opened = match self.journal.gate().grant(request.clone()).await {
            Ok(grant) => self.journal.open_granted(id, grant).await,
            Err(AccessError::Denied(Denied::NoCareRelation | Denied::NoBasis)) => return Ok(None),
            Err(AccessError::Store(error)) => return Err(error.into()),
            // Turned away for good: decided again, and told to the log.
            Err(AccessError::Denied(_)) => self.journal.reopen(id, request.clone()).await,
        };
        opened.map(Some).map_err(|error| self.no_journal(error))
    }

    /// Keeps a view for its session.
    pub(super) async fn keep(&self, view: Arc<View>, session: SessionKey) {
        self.make_room(session).await;
        let JournalRequest { patient, reach, .. } = view.request();
        self.view_names.keep(view.id(), session, patient, *reach).await;
        self.views.keep(view, session);
    }

    /// Gives a patient's journal a name in a session without opening it: nobody is asked before it
    /// is looked at under that name, and its session's user may have to state first why she reads.
    pub(super) async fn keep_unopened(&self, patient: &PatientId, session: SessionKey) -> ViewId {
        let id = ViewId::unguessable();
        self.view_names.keep(id, session, patient, Reach::Coherent).await;
        id
    }

    /// Whose journal the view of this name is, if it is the session's own, whether or not it is
    /// open. For those who may open it only.
    pub(super) async fn patient_of(
        &self,
        name: &str,
        staff: &Staff,
    ) -> Result<(ViewId, PatientId), WebError> {
        if staff.assignment.purpose != AssignmentPurpose::CareAndTreatment {
            return Err(self.no_journal(Denied::Purpose.into()));
        }
        let (id, patient, _) = self.kept_view(name, staff).await?;
        Ok((id, patient))
    }

    async fn kept_view(
        &self,
        name: &str,
        staff: &Staff,
    ) -> Result<(ViewId, PatientId, Reach), WebError> {
        let id: ViewId = name.parse().map_err(|_| WebError::NoSuchView)?;
        let kept = self.view_names.find(id, staff.session).await?;
        let (patient, reach) = kept.ok_or(WebError::NoSuchView)?;
        Ok((id, patient, reach))
    }

    /// Closes a view, so that it is decided and asked anew when it is read again, so far.
    pub(super) async fn decide_anew(
        &self,
        id: ViewId,
        session: SessionKey,
        reach: Reach,
    ) -> Result<(), WebError> {
        self.view_names.set_reach(id, session, reach).await?;
        self.views.close(id);
        Ok(())
    }

    /// The view of this name, if it is the session's own. Another's does not exist, as far as the
    /// asker can tell. One that is not open here, but on another instance or before a restart, is
    /// opened again: the same patient's journal for the same session, under the same name.
    pub(super) async fn view(&self, name: &str, staff: &Staff) -> Result<Arc<View>, WebError> {
        if let Some(view) = self.view_if_granted(name, staff).await? {
            return Ok(view);
        }
        // Turned away: decided again, and told to the access log.
        let (id, patient, reach) = self.kept_view(name, staff).await?;
        let assignment = staff.assignment.clone();
        let opened = self.journal.reopen(id, JournalRequest { patient, assignment, reach }).await;
        let view = opened.map_err(|error| self.no_journal(error))?;
        self.keep_reopened(&view, staff).await;
        Ok(view)
    }

    /// The same if nothing more than is known must be stated first.
    pub(super) async fn view_if_granted(
        &self,
        name: &str,
        staff: &Staff,
    ) -> Result<Option<Arc<View>>, WebError> {
        let id: ViewId = name.parse().map_err(|_| WebError::NoSuchView)?;
        if let Some(view) = self.open_view(id, staff).await? {
            return Ok(Some(view));
        }
        let _turn = self.views.turn_to_reopen(id).await;
        if let Some(view) = self.open_view(id, staff).await? {
            return Ok(Some(view));
        }
        let (_, patient, reach) = self.kept_view(name, staff).await?;
        let assignment = staff.assignment.clone();
        let request = JournalRequest { patient, assignment, reach };
        let view = self.open_if_granted(id, &request).await?;
        if let Some(view) = &view {
            self.keep_reopened(view, staff).await;
        }
        Ok(view)
    }

    async fn keep_reopened(&self, view: &Arc<View>, staff: &Staff) {
        self.make_room(staff.session).await;
        self.view_names.open_again(view.id()).await;
        self.views.keep(Arc::clone(view), staff.session);
    }

    /// The view of this name, if it is open here and all that it was granted on still holds.
    async fn open_view(&self, id: ViewId, staff: &Staff) -> Result<Option<Arc<View>>, WebError> {
        let Some(view) = self.views.find(id, staff.session) else { return Ok(None) };
        let granted = self.journal.still_granted(&view).await;
        // One that was broken off would never be more than it is.
        let broken_off = view.progress().borrow().broken_off;
        if !broken_off && granted.map_err(|error| self.no_journal(error))? {
            return Ok(Some(view));
        }
        self.views.close(id);
        Ok(None)
    }

    async fn make_room(&self, session: SessionKey) {
        for gone in self.views.make_room(session) {
            self.view_names.forget(gone).await;
        }
    }

    /// Forgets what is no longer used, and what other instances have ended. To be called now and
    /// then.
    pub(super) async fn sweep(&self) {
        self.views.sweep();
        self.support_attempts.sweep();
        if let Err(error) = self.sweep_sessions().await {
            tracing::warn!(error = &error as &dyn Error, "sessions cannot be swept");
        }
    }

    async fn sweep_sessions(&self) -> Result<(), StoreError> {
        self.store.forget_sessions(&self.session_limits.at(self.clock.now())).await?;
        if !self.views.is_empty() || self.view_names.knows_any_alone() {
            let sessions = self.store.staff_sessions().await?;
            self.views.close_all_but(&sessions);
            self.view_names.forget_all_but(&sessions);
        }
        Ok(())
    }

    /// How often [`Self::sweep`] is worth calling: views are dropped at most a quarter late, and
    /// what reads a view ends soon after its session has ended elsewhere.
    pub(super) fn sweep_every(&self) -> Duration {
        (self.settings.abandon_after / 4).clamp(Duration::from_millis(1), SWEPT_WITHIN)
    }

    fn refuse_when_stopping(&self) -> Result<(), WebError> {
        if self.stop.has_begun() {
            return Err(WebError::Stopping { retry_after: self.settings.retry_after });
        }
        Ok(())
    }

    pub(super) fn no_journal(&self, error: JournalError) -> WebError {
        WebError::Journal { error, retry_after: self.settings.retry_after }
    }
}
