//! Whom to ask on behalf of a care provider.

use std::collections::HashMap;

use crate::domain::{HsaId, LogicalAddress, PatientId, SourceKind};
use crate::rivta::GvhVersion;

/// The plans of all care providers.
#[derive(Clone, Debug, Default)]
pub struct Plans {
    /// A care provider's own plan.
    pub by_care_provider: HashMap<HsaId, Plan>,
    /// For care providers without one.
    pub otherwise: Option<Plan>,
}

/// How one care provider's questions are put.
#[derive(Clone, Debug)]
pub enum Plan {
    /// One call to the aggregating service for each version of the contract, which asks the
    /// sources in its engagement index.
    Aggregated {
        /// Address of the aggregating service.
        address: LogicalAddress,
        /// Versions to ask; producers of one version are not reached by the other.
        versions: Vec<GvhVersion>,
    },
    /// Each of these sources is called.
    Direct {
        /// The sources.
        sources: Vec<DirectSource>,
    },
    /// The engagement index is asked first, then each source it names.
    Index {
        /// Address of the engagement index.
        index: LogicalAddress,
        /// The version every source is asked in, but for those listed.
        version: GvhVersion,
        /// Sources with a name or a version of their own.
        known: Vec<DirectSource>,
    },
}

/// One source system that is called by its own address.
#[derive(Clone, Debug)]
pub struct DirectSource {
    /// Its address.
    pub address: LogicalAddress,
    /// The version of the contract it speaks.
    pub version: GvhVersion,
    /// Name for people.
    pub name: Option<String>,
}

/// One call to make.
#[derive(Clone, Debug)]
pub struct Call {
    /// The source it is put to.
    pub kind: SourceKind,
    /// The source's name for people.
    pub name: Option<String>,
    /// What is asked.
    pub question: Question,
}

/// What is asked in a call.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Question {
    /// GetVaccinationHistory in this version.
    VaccinationHistory(GvhVersion),
    /// FindContent: which sources know the patient.
    Engagements,
}

impl Plans {
    /// The plan for a care provider, where there is one.
    pub fn of(&self, care_provider: &HsaId) -> Option<&Plan> {
        self.by_care_provider.get(care_provider).or(self.otherwise.as_ref())
    }
}

impl Plan {
    /// The calls to begin with. A patient who cannot be in the engagement index (a local reserve
    /// number) can be asked about directly only; then there may be none.
    pub fn first_calls(&self, patient: &PatientId) -> Vec<Call> {
        match self {
            Self::Direct { sources } => sources.iter().map(DirectSource::call).collect(),
            Self::Aggregated { .. } | Self::Index { .. } if !patient.fits_engagement_index() => {
                Vec::new()
            }
            Self::Aggregated { address, versions } => versions
                .iter()
                .map(|version| Call {
                    kind: SourceKind::Aggregation { address: address.clone() },
                    name: None,
                    question: Question::VaccinationHistory(*version),
                })
                .collect(),
            Self::Index { index, .. } => vec![Call {
                kind: SourceKind::EngagementIndex { address: index.clone() },
                name: None,
                question: Question::Engagements,
            }],
        }
    }

    /// The calls that follow when the engagement index has named these sources.
    pub fn calls_to(&self, sources: &[LogicalAddress]) -> Vec<Call> {
        let Self::Index { version, known, .. } = self else { return Vec::new() };
        let source = |address: &LogicalAddress| {
            known.iter().find(|source| source.address == *address).cloned().unwrap_or_else(|| {
                DirectSource { address: address.clone(), version: *version, name: None }
            })
        };
        sources.iter().map(|address| source(address).call()).collect()
    }
}

impl DirectSource {
    fn call(&self) -> Call {
        Call {
            kind: SourceKind::SourceSystem { address: self.address.clone() },
            name: self.name.clone(),
            question: Question::VaccinationHistory(self.version),
        }
    }
}
