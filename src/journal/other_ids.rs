//! The patient's other ids, asked of the person register beside the sources.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use crate::domain::{OtherIds, PatientId, VaccinationRecord};
use crate::journal::access::AccessGrant;
use crate::person::{Lookup, PersonRegister};
use crate::store::{Store, StoreError};

/// A question to the register that several wait for.
pub(super) type Asked = Shared<BoxFuture<'static, Known>>;

/// What the register told.
#[derive(Clone)]
pub(super) struct Known {
    /// Whether it told anything.
    pub(super) state: OtherIds,
    /// The ids, besides the one asked for, that are hers beyond doubt.
    pub(super) ids: Arc<Vec<PatientId>>,
}

/// How it stands before the register has been asked.
pub(super) fn before(register: Option<&PersonRegister>, grant: &AccessGrant) -> OtherIds {
    match register {
        Some(register) if register.holds(grant.patient()) => OtherIds::Waiting,
        _ => OtherIds::NotAsked,
    }
}

/// Asks the register, within its own deadline.
pub(super) fn ask(register: Option<Arc<PersonRegister>>, grant: &AccessGrant) -> Asked {
    let patient = grant.patient().clone();
    let register = register.filter(|register| register.holds(&patient));
    async move {
        let nothing = |state| Known { state, ids: Arc::default() };
        let Some(register) = register else { return nothing(OtherIds::NotAsked) };
        match register.look_up(&patient).await {
            Ok(Lookup::Found(person)) => {
                Known { state: OtherIds::Known, ids: Arc::new(person.sure_ids()) }
            }
            Ok(Lookup::Unknown) => nothing(OtherIds::Known),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the person register told no other ids");
                nothing(OtherIds::NotKnown)
            }
        }
    }
    .boxed()
    .shared()
}

/// Our own records under all of the patient's ids.
pub(super) async fn own_records(
    store: &Store,
    grant: &AccessGrant,
    known: &Known,
) -> Result<Vec<VaccinationRecord>, StoreError> {
    let mut records = store.own_records(grant.patient()).await?;
    for id in known.ids.iter() {
        records.extend(store.own_records(id).await?);
    }
    Ok(records)
}
