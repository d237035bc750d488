//! Which views each session has, by name: in the store, so that every instance knows them. While the
//! store cannot be written a new name is known here alone, since in an emergency a journal opens all
//! the same.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard};

use super::session::SessionKey;
use crate::clock::Clock;
use crate::domain::{PatientId, Reach};
use crate::journal::ViewId;
use crate::store::{Store, StoreError};

pub(super) struct ViewNames {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    most_per_session: usize,
    here_alone: Mutex<HashMap<ViewId, Named>>,
}

#[derive(Clone)]
struct Named {
    session: SessionKey,
    patient: PatientId,
    reach: Reach,
}

impl ViewNames {
    pub(super) fn new(store: &Arc<Store>, clock: &Arc<dyn Clock>, most_per_session: usize) -> Self {
        let (store, clock) = (Arc::clone(store), Arc::clone(clock));
        Self { store, clock, most_per_session, here_alone: Mutex::default() }
    }

    /// Keeps the name of a session's view.
    pub(super) async fn keep(
        &self,
        id: ViewId,
        session: SessionKey,
        patient: &PatientId,
        reach: Reach,
    ) {
        let (name, owner, now) = (id.to_string(), session.to_string(), self.clock.now());
        let most = self.most_per_session;
        let kept = self.store.keep_view(&name, &owner, patient, reach, now, most).await;
        if let Err(error) = kept {
            not_written(&error);
            self.keep_here(id, Named { session, patient: patient.clone(), reach });
        }
    }

    /// Whose journal a view is of and how far it is to reach, if it is this session's.
    pub(super) async fn find(
        &self,
        id: ViewId,
        session: SessionKey,
    ) -> Result<Option<(PatientId, Reach)>, StoreError> {
        let here = self.lock().get(&id).filter(|it| it.session == session).cloned();
        match here {
            Some(named) => Ok(Some((named.patient, named.reach))),
            None => self.store.patient_of_view(&id.to_string(), &session.to_string()).await,
        }
    }

    /// Sets how far a view of this session is to reach.
    pub(super) async fn set_reach(
        &self,
        id: ViewId,
        session: SessionKey,
        reach: Reach,
    ) -> Result<(), StoreError> {
        let found = self.find(id, session).await?;
        let set = self.store.set_view_reach(&id.to_string(), &session.to_string(), reach).await;
        if let (Err(error), Some((patient, _))) = (&set, found) {
            not_written(error);
            self.keep_here(id, Named { session, patient, reach });
        } else if let Some(named) = self.lock().get_mut(&id) {
            named.reach = reach;
        }
        Ok(())
    }

    /// Notes that a view has been opened again, for the order in which names are forgotten.
    pub(super) async fn open_again(&self, id: ViewId) {
        let noted = self.store.open_view_again(&id.to_string(), self.clock.now()).await;
        noted.unwrap_or_else(|error| not_written(&error));
    }

    /// Forgets a view. Until the store can be written its name stays, among the session's many.
    pub(super) async fn forget(&self, id: ViewId) {
        self.lock().remove(&id);
        let forgotten = self.store.forget_view(&id.to_string()).await;
        forgotten.unwrap_or_else(|error| not_written(&error));
    }

    /// Forgets the names known here alone of sessions that are not among these.
    pub(super) fn forget_all_but(&self, sessions: &HashSet<String>) {
        self.lock().retain(|_, named| sessions.contains(&named.session.to_string()));
    }

    /// Whether there are names that are known here alone.
    pub(super) fn knows_any_alone(&self) -> bool {
        !self.lock().is_empty()
    }

    fn keep_here(&self, id: ViewId, named: Named) {
        let mut here = self.lock();
        let of_session = here.iter().filter(|(_, it)| it.session == named.session);
        let of_session: Vec<ViewId> = of_session.map(|(id, _)| *id).collect();
        // Which of them goes matters little: so many are opened in no failure of the store.
        for surplus in of_session.iter().skip(self.most_per_session.saturating_sub(1)) {
            here.remove(surplus);
        }
        here.insert(id, named);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ViewId, Named>> {
        self.here_alone.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn not_written(error: &StoreError) {
    tracing::error!(error = error as &dyn Error, "a view's name cannot be written to the store");
}
