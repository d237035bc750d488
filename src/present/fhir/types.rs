//! The parts of FHIR R4 (4.0.1) that the searchset needs; names and cardinalities are FHIR's.

use serde::Serialize;

/// Bundle.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bundle {
    /// `Bundle`.
    pub resource_type: &'static str,
    /// `searchset`.
    pub r#type: &'static str,
    /// How many entries match; those included or telling of the outcome are not counted.
    pub total: u32,
    /// The entries; FHIR knows no empty list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entry: Vec<Entry>,
}

/// Bundle.entry.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// What references in the bundle call it.
    pub full_url: String,
    /// The resource.
    pub resource: Resource,
    /// Why it is here.
    pub search: Search,
}

/// Bundle.entry.search.
#[derive(Serialize)]
pub struct Search {
    /// `match`, `include` or `outcome`.
    pub mode: &'static str,
}

/// A resource in the bundle.
#[derive(Serialize)]
#[serde(tag = "resourceType")]
pub enum Resource {
    /// One vaccination.
    Immunization(Box<Immunization>),
    /// Where a vaccination comes from.
    Provenance(Provenance),
    /// What is missing.
    OperationOutcome(OperationOutcome),
}

/// Immunization.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Immunization {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<Identifier>,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<CodeableConcept>,
    pub vaccine_code: CodeableConcept,
    pub patient: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrence_date_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrence_string: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<String>,
    pub primary_source: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_origin: Option<CodeableConcept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<CodeableConcept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<CodeableConcept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose_quantity: Option<Quantity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub performer: Vec<Performer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Annotation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub program_eligibility: Vec<CodeableConcept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reaction: Vec<Reaction>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub protocol_applied: Vec<ProtocolApplied>,
}

/// Meta.
#[derive(Serialize)]
pub struct Meta {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<Coding>,
}

/// Extension with a truth value.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extension {
    pub url: &'static str,
    pub value_boolean: bool,
}

/// Identifier.
#[derive(Clone, Serialize)]
pub struct Identifier {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    pub value: String,
}

/// CodeableConcept.
#[derive(Clone, Default, Serialize)]
pub struct CodeableConcept {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Coding.
#[derive(Clone, Serialize)]
pub struct Coding {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

/// Reference; by what it is called in the bundle, by identifier, or by words alone.
#[derive(Default, Serialize)]
pub struct Reference {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

/// Quantity.
#[derive(Serialize)]
pub struct Quantity {
    pub value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// Immunization.performer.
#[derive(Serialize)]
pub struct Performer {
    pub function: CodeableConcept,
    pub actor: Reference,
}

/// Annotation.
#[derive(Serialize)]
pub struct Annotation {
    pub text: String,
}

/// Immunization.reaction.
#[derive(Serialize)]
pub struct Reaction {
    pub detail: Reference,
}

/// Immunization.protocolApplied; a dose number is mandatory in R4, as a number or in words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProtocolApplied {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_disease: Vec<CodeableConcept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose_number_positive_int: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose_number_string: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series_doses_positive_int: Option<u32>,
}

/// Provenance.
#[derive(Serialize)]
pub struct Provenance {
    pub id: String,
    pub target: Vec<Reference>,
    pub recorded: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reason: Vec<CodeableConcept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<CodeableConcept>,
    pub agent: Vec<Agent>,
    pub entity: Vec<Entity>,
}

/// Provenance.agent.
#[derive(Serialize)]
pub struct Agent {
    pub r#type: CodeableConcept,
    pub who: Reference,
}

/// Provenance.entity.
#[derive(Serialize)]
pub struct Entity {
    pub role: &'static str,
    pub what: Reference,
}

/// OperationOutcome.
#[derive(Serialize)]
pub struct OperationOutcome {
    pub id: String,
    pub issue: Vec<Issue>,
}

/// OperationOutcome.issue.
#[derive(Serialize)]
pub struct Issue {
    pub severity: &'static str,
    pub code: &'static str,
    pub details: CodeableConcept,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diagnostics: Option<String>,
}

impl CodeableConcept {
    /// Words alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self { coding: Vec::new(), text: Some(text.into()) }
    }

    /// A code alone.
    pub fn code(system: &str, code: &str) -> Self {
        let coding =
            Coding { system: Some(system.to_owned()), code: code.to_owned(), display: None };
        Self { coding: vec![coding], text: None }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.coding.is_empty() && self.text.is_none()
    }
}

impl Reference {
    /// Words alone.
    pub fn display(text: impl Into<String>) -> Self {
        Self { display: Some(text.into()), ..Self::default() }
    }
}
