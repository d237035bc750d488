use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusHandle;

use super::assets::Assets;
use super::conformance::{Runs, TestedProducer};
use super::context::Hub;
use super::error::WebError;
use super::launch::Launched;
use super::login::StaffSession;
use super::session::Sessions;
use super::settings::Settings;
use super::stop::Stop;
use super::support::SupportStaff;
use super::throttle::Throttle;
use super::views::Views;
use crate::clock::Clock;
use crate::domain::{Assignment, Catalogue, PatientId};
use crate::journal::access::JournalRequest;
use crate::journal::{JournalService, View};
use crate::store::Store;

/// What the web is built from.
pub struct Parts {
    /// Builds journals: the only way from the web to a source.
    pub journal: JournalService,
    /// Organisation, the toggle, and users' decisions on merges.
    pub store: Arc<Store>,
    /// The present time; a test sets it.
    pub clock: Arc<dyn Clock>,
    /// What `/metrics` prints.
    pub metrics: PrometheusHandle,
    /// Names of diseases.
    pub catalogue: Arc<Catalogue>,
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
    pub(super) clock: Arc<dyn Clock>,
    pub(super) metrics: PrometheusHandle,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) settings: Arc<Settings>,
    pub(super) assets: Arc<Assets>,
    pub(super) staff: Arc<Sessions<StaffSession>>,
    pub(super) launches: Arc<Sessions<Arc<Launched>>>,
    pub(super) support: Arc<Sessions<SupportStaff>>,
    pub(super) support_attempts: Arc<Throttle>,
    pub(super) views: Arc<Views>,
    pub(super) conformance: Arc<Runs>,
    pub(super) context: Arc<Hub>,
    pub(super) stop: Stop,
}

impl AppState {
    /// A state in which nobody is logged in and no view is open.
    pub fn new(parts: Parts) -> Self {
        let Parts { journal, store, clock, metrics, catalogue, tested_producers, settings } = parts;
        let (idle, longest) = (settings.session_idle, settings.session_longest);
        let attempts = Throttle::new(settings.support_attempts, settings.support_attempts_within);
        let (hub_store, hub_clock) = (Arc::clone(&store), Arc::clone(&clock));
        Self {
            journal,
            store,
            clock,
            metrics,
            catalogue,
            assets: Arc::new(Assets::new()),
            staff: Arc::new(Sessions::new(idle, longest)),
            launches: Arc::new(Sessions::new(idle, longest)),
            support: Arc::new(Sessions::new(idle, longest)),
            support_attempts: Arc::new(attempts),
            views: Arc::new(Views::new(settings.abandon_after, settings.most_views_per_session)),
            conformance: Arc::new(Runs::new(tested_producers)),
            context: Hub::new(hub_store, hub_clock),
            stop: Stop::new(),
            settings: Arc::new(settings),
        }
    }

    /// Opens a view of a patient's journal for somebody who is logged in.
    pub(super) async fn open(
        &self,
        assignment: Assignment,
        patient: PatientId,
    ) -> Result<Arc<View>, WebError> {
        if self.stop.has_begun() {
            return Err(WebError::Stopping { retry_after: self.settings.retry_after });
        }
        let request = JournalRequest { patient, assignment };
        let retry_after = self.settings.retry_after;
        let opened = self.journal.open(request).await;
        opened.map_err(|error| WebError::Journal { error, retry_after })
    }

    /// Forgets what is no longer used. To be called now and then.
    pub(super) fn sweep(&self) {
        self.views.sweep();
        self.staff.sweep();
        self.launches.sweep();
        self.support.sweep();
        self.support_attempts.sweep();
    }

    /// How often [`Self::sweep`] is worth calling: views are dropped at most a quarter late.
    pub(super) fn sweep_every(&self) -> Duration {
        (self.settings.abandon_after / 4).max(Duration::from_millis(1))
    }
}
