//! The names that stand on the wire: namespaces and operations of the contracts the simulator
//! speaks. Written out here on purpose, apart from the consumer's own list.

/// SOAP 1.1 envelope.
pub const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// SOAP 1.2 envelope.
pub const SOAP_12: &str = "http://www.w3.org/2003/05/soap-envelope";
/// RIV-TA registry: the `LogicalAddress` header.
pub const REGISTRY: &str = "urn:riv:itintegration:registry:1";
/// The `ProcessingStatus` header.
pub const HEADERS: &str = "urn:riv:interoperability:headers:1";
/// The service domain, as the engagement index holds it.
pub const SERVICE_DOMAIN: &str = "riv:clinicalprocess:activityprescription:actoutcome";
/// Categorization of vaccination histories in the engagement index.
pub const CATEGORIZATION: &str = "caa-gvh";
/// FindContent.
pub const FIND_CONTENT: &str = "urn:riv:itintegration:engagementindex:FindContentResponder:1";
/// Types of the engagement index.
pub const ENGAGEMENT_INDEX: &str = "urn:riv:itintegration:engagementindex:1";
/// PingForConfiguration.
pub const PING: &str = "urn:riv:itintegration:monitoring:PingForConfigurationResponder:1";

/// CheckBlocks 4.0.
pub const CHECK_BLOCKS: &str =
    "urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4";
/// Types of the blocking service.
pub const BLOCKING: &str = "urn:riv:informationsecurity:authorization:blocking:4";
/// CheckConsent 2.0.
pub const CHECK_CONSENT: &str =
    "urn:riv:informationsecurity:authorization:consent:CheckConsentResponder:2";
/// Types of the consent service.
pub const CONSENT: &str = "urn:riv:informationsecurity:authorization:consent:2";
/// CheckPatientRelation 1.0.
pub const CHECK_RELATION: &str =
    "urn:riv:ehr:patientrelationship:accesscontrol:CheckPatientRelationResponder:1";
/// Types of the service of patient relations.
pub const RELATION: &str = "urn:riv:ehr:patientrelationship:1";
/// StoreLog 2.0.
pub const STORE_LOG: &str = "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2";
/// Types of the log service.
pub const LOG: &str = "urn:riv:informationsecurity:auditing:log:2";
/// GetPersonsForProfile 5.0.
pub const GET_PERSONS: &str =
    "urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5";
/// Types of the person register.
pub const PERSON: &str = "urn:riv:strategicresourcemanagement:persons:person:5";

/// The two major versions of GetVaccinationHistory.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, serde::Deserialize)]
pub enum Version {
    /// 1.0: no result, other names for a few elements.
    #[serde(rename = "1.0")]
    V1,
    /// 2.0.
    #[serde(rename = "2.0")]
    V2,
}

impl Version {
    /// Namespace of the request and the response element; routing goes by it.
    pub fn responder(self) -> &'static str {
        match self {
            Self::V1 => {
                "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:1"
            }
            Self::V2 => {
                "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:2"
            }
        }
    }

    /// Namespace of what is inside a record.
    pub fn core(self) -> &'static str {
        match self {
            Self::V1 => "urn:riv:clinicalprocess:activityprescription:actoutcome:1",
            Self::V2 => "urn:riv:clinicalprocess:activityprescription:actoutcome:2",
        }
    }

    /// The version whose responder namespace this is, without regard to case.
    pub fn of(namespace: &str) -> Option<Self> {
        [Self::V1, Self::V2]
            .into_iter()
            .find(|version| version.responder().eq_ignore_ascii_case(namespace))
    }
}
