use serde::Deserialize;

use super::error::ConfigError;
use super::parse_set;
use crate::journal::ask::{DirectSource, Plan, Plans};
use crate::rivta::GvhVersion;

/// `[[care_provider]]`: how one care provider's questions are put.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CareProviderSection {
    /// HSA-id of the care provider, or `*` for every one without an entry of its own.
    pub hsa_id: String,
    /// How sources are found.
    pub mode: Mode,
    /// Logical address of the aggregating service or the engagement index.
    #[serde(default)]
    pub address: String,
    /// Versions of GetVaccinationHistory to ask in.
    #[serde(default)]
    pub versions: Vec<String>,
    /// `[[care_provider.source]]`.
    #[serde(default)]
    pub source: Vec<SourceSection>,
}

/// `[[care_provider.source]]`: one source system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSection {
    /// Its logical address.
    pub address: String,
    /// The version of GetVaccinationHistory it speaks.
    pub version: String,
    /// Its name, as people read it.
    #[serde(default)]
    pub name: String,
}

/// How sources are found.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub enum Mode {
    /// One call to the aggregating service.
    Aggregated,
    /// The sources listed here.
    Direct,
    /// The sources that the engagement index names.
    Index,
}

impl TryFrom<String> for Mode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "aggregated" => Ok(Self::Aggregated),
            "direct" => Ok(Self::Direct),
            "index" => Ok(Self::Index),
            _ => Err("must be \"aggregated\", \"direct\" or \"index\""),
        }
    }
}

/// Whom to ask for each care provider.
pub(super) fn plans(sections: &[CareProviderSection]) -> Result<Plans, ConfigError> {
    let mut plans = Plans::default();
    for (index, section) in sections.iter().enumerate() {
        let key = format!("care_provider[{index}]");
        let plan = section.plan(&key)?;
        let there_twice = if section.hsa_id == "*" {
            plans.otherwise.replace(plan).is_some()
        } else {
            let hsa_id = parse_set(&format!("{key}.hsa_id"), &section.hsa_id)?;
            plans.by_care_provider.insert(hsa_id, plan).is_some()
        };
        if there_twice {
            return Err(ConfigError::value(format!("{key}.hsa_id"), "is there twice"));
        }
    }
    Ok(plans)
}

impl CareProviderSection {
    fn plan(&self, key: &str) -> Result<Plan, ConfigError> {
        let address = || parse_set(&format!("{key}.address"), &self.address);
        let versions_key = format!("{key}.versions");
        let versions: Result<Vec<_>, _> =
            self.versions.iter().map(|text| version(&versions_key, text)).collect();
        let versions = versions?;
        let sources: Result<Vec<_>, _> = self
            .source
            .iter()
            .enumerate()
            .map(|(index, source)| source.settings(&format!("{key}.source[{index}]")))
            .collect();
        let sources = sources?;
        match (self.mode, versions.as_slice()) {
            (Mode::Direct, _) if sources.is_empty() => {
                Err(ConfigError::Missing { key: format!("{key}.source") })
            }
            (Mode::Direct, _) => Ok(Plan::Direct { sources }),
            (Mode::Aggregated | Mode::Index, []) => Err(ConfigError::Missing { key: versions_key }),
            (Mode::Aggregated, _) => Ok(Plan::Aggregated { address: address()?, versions }),
            (Mode::Index, [version]) => {
                Ok(Plan::Index { index: address()?, version: *version, known: sources })
            }
            (Mode::Index, _) => Err(ConfigError::value(versions_key, "must be one version")),
        }
    }
}

impl SourceSection {
    fn settings(&self, key: &str) -> Result<DirectSource, ConfigError> {
        Ok(DirectSource {
            address: parse_set(&format!("{key}.address"), &self.address)?,
            version: version(&format!("{key}.version"), &self.version)?,
            name: (!self.name.is_empty()).then(|| self.name.clone()),
        })
    }
}

fn version(key: &str, text: &str) -> Result<GvhVersion, ConfigError> {
    match text {
        "1.0" => Ok(GvhVersion::V1),
        "2.0" => Ok(GvhVersion::V2),
        _ => Err(ConfigError::value(key, "must be \"1.0\" or \"2.0\"")),
    }
}
