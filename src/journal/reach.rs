//! Whether the platform lets us ask on behalf of a care provider. It is learnt without asking about
//! anybody, so no grant is demanded; and only when somebody of support wants to know, so it does not
//! go by the toggle.

use futures_util::future::join_all;

use super::ask::Plan;
use super::service::JournalService;
use crate::domain::{HsaId, LogicalAddress, SourceState};
use crate::rivta::GvhVersion;

/// What came of asking an address whether it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// The address.
    pub address: LogicalAddress,
    /// Nothing if it is; else the state that a source would have.
    pub trouble: Option<SourceState>,
}

impl JournalService {
    /// How questions of a care provider are put, where the settings say so.
    pub fn plan(&self, care_provider: &HsaId) -> Option<&Plan> {
        self.parts.plans.of(care_provider)
    }

    /// Asks every address that a care provider's questions begin with whether it is there.
    pub async fn reach(&self, care_provider: &HsaId) -> Vec<Reached> {
        let addresses = self.plan(care_provider).map(first_addresses).unwrap_or_default();
        let asked = addresses.into_iter().map(async |(address, version)| {
            let ended = self.parts.asker.ping(&address, version, &self.parts.xml_limits).await;
            Reached { address, trouble: ended.err() }
        });
        join_all(asked).await
    }
}

fn first_addresses(plan: &Plan) -> Vec<(LogicalAddress, GvhVersion)> {
    match plan {
        Plan::Aggregated { address, versions } => {
            versions.iter().map(|version| (address.clone(), *version)).collect()
        }
        Plan::Index { index, version, .. } => vec![(index.clone(), *version)],
        Plan::Direct { sources } => {
            sources.iter().map(|source| (source.address.clone(), source.version)).collect()
        }
    }
}
