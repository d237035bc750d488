use serde::Deserialize;

use super::error::ConfigError;
use super::parse_set;
use crate::domain::HsaId;
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

/// How each care provider's questions are put.
pub(super) fn plans(sections: &[CareProviderSection]) -> Result<Plans, ConfigError> {
    let mut plans = Plans::default();
    for (index, section) in sections.iter().enumerate() {
        let key = format!("care_provider[{index}]");
        let plan = section.plan(&key)?;
        let earlier = if section.hsa_id == EVERY_OTHER {
            plans.otherwise.replace(plan)
        } else {
            let hsa_id: HsaId = parse_set(&format!("{key}.hsa_id"), &section.hsa_id)?;
            plans.by_care_provider.insert(hsa_id, plan)
        };
        if earlier.is_some() {
            return Err(ConfigError::value(format!("{key}.hsa_id"), "is there twice"));
        }
    }
    Ok(plans)
}

impl CareProviderSection {
    fn plan(&self, key: &str) -> Result<Plan, ConfigError> {
        let address = || parse_set(&format!("{key}.address"), &self.address);
        match self.mode {
            Mode::Aggregated => {
                self.refuse(&format!("{key}.source"), !self.source.is_empty())?;
                Ok(Plan::Aggregated { address: address()?, versions: self.versions(key)? })
            }
            Mode::Direct => {
                self.refuse(&format!("{key}.address"), !self.address.is_empty())?;
                self.refuse(&format!("{key}.versions"), !self.versions.is_empty())?;
                let sources = self.sources(key)?;
                if sources.is_empty() {
                    return Err(ConfigError::Missing { key: format!("{key}.source") });
                }
                Ok(Plan::Direct { sources })
            }
            Mode::Index => match self.versions(key)?[..] {
                [version] => {
                    Ok(Plan::Index { index: address()?, version, known: self.sources(key)? })
                }
                _ => Err(ConfigError::value(format!("{key}.versions"), "must be one version")),
            },
        }
    }

    /// A setting that the mode has no use for is a misunderstanding, so it is not passed over.
    fn refuse(&self, key: &str, is_set: bool) -> Result<(), ConfigError> {
        if is_set {
            let reason = format!("has no meaning in mode {:?}", self.mode.text());
            return Err(ConfigError::value(key, reason));
        }
        Ok(())
    }

    fn versions(&self, key: &str) -> Result<Vec<GvhVersion>, ConfigError> {
        let key = format!("{key}.versions");
        let mut versions = Vec::new();
        for text in &self.versions {
            let version = version(&key, text)?;
            if versions.contains(&version) {
                return Err(ConfigError::value(key, format!("{text} is there twice")));
            }
            versions.push(version);
        }
        if versions.is_empty() {
            return Err(ConfigError::Missing { key });
        }
        Ok(versions)
    }

    fn sources(&self, key: &str) -> Result<Vec<DirectSource>, ConfigError> {
        let mut sources: Vec<DirectSource> = Vec::new();
        for (index, section) in self.source.iter().enumerate() {
            let key = format!("{key}.source[{index}]");
            let source = DirectSource {
                address: parse_set(&format!("{key}.address"), &section.address)?,
                version: version(&format!("{key}.version"), &section.version)?,
                name: (!section.name.is_empty()).then(|| section.name.clone()),
            };
            if sources.iter().any(|earlier| earlier.address == source.address) {
                return Err(ConfigError::value(format!("{key}.address"), "is there twice"));
            }
            sources.push(source);
        }
        Ok(sources)
    }
}

fn version(key: &str, text: &str) -> Result<GvhVersion, ConfigError> {
    match text {
        "1.0" => Ok(GvhVersion::V1),
        "2.0" => Ok(GvhVersion::V2),
        _ => Err(ConfigError::value(key, "must be \"1.0\" or \"2.0\"")),
    }
}

impl Mode {
    fn text(self) -> &'static str {
        match self {
            Self::Aggregated => "aggregated",
            Self::Direct => "direct",
            Self::Index => "index",
        }
    }
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

/// In place of an HSA-id: every care provider without an entry of its own.
const EVERY_OTHER: &str = "*";
