use serde::Deserialize;

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
