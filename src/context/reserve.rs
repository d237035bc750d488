//! Local reserve numbers in integrated mode.

use std::collections::HashSet;

use crate::domain::{HsaId, PatientId, PatientIdKind};

/// Where local reserve numbers work like personal numbers.
///
/// The person register holds personal numbers, coordination numbers and national reserve numbers.
/// Local ones it may lack, and then neither system can look up what the other has chosen. So they
/// are not made and not chosen here, and COSMIC's are followed only where the patient is known
/// already (COSMIC – integration MittVaccin Journal 8.0, 2.5).
#[derive(Clone, Debug, Default)]
pub struct ReserveNumbers {
    registered_for: HashSet<HsaId>,
}

impl ReserveNumbers {
    /// Rules with the care providers whose local reserve numbers the person register holds.
    pub fn registered_for(care_providers: impl IntoIterator<Item = HsaId>) -> Self {
        Self { registered_for: care_providers.into_iter().collect() }
    }

    /// Whether a patient may be chosen or added here, and then be told to COSMIC, in integrated
    /// mode.
    pub fn may_be_chosen_here(&self, patient: &PatientId, care_provider: &HsaId) -> bool {
        let is_local = matches!(patient.kind(), PatientIdKind::LocalReserve { .. });
        !is_local || self.registered_for.contains(care_provider)
    }
}
