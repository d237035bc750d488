//! The bindings of every contract.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

pub mod check_blocks_4;
pub mod check_consent_2;
pub mod check_patient_relation_1;
pub mod find_content_1;
pub mod get_persons_for_profile_5;
pub mod get_vaccination_history_1;
pub mod get_vaccination_history_2;
pub mod ping_for_configuration_1;
pub mod processing_status_1;
pub mod store_log_2;

/// Every namespace of the contracts; its place is its number.
pub const NAMESPACES: &[&str] = &[
    "urn:riv:clinicalprocess:activityprescription:actoutcome:1",
    "urn:riv:clinicalprocess:activityprescription:actoutcome:2",
    "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:1",
    "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:2",
    "urn:riv:ehr:patientrelationship:1",
    "urn:riv:ehr:patientrelationship:accesscontrol:CheckPatientRelationResponder:1",
    "urn:riv:informationsecurity:auditing:log:2",
    "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2",
    "urn:riv:informationsecurity:authorization:blocking:4",
    "urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4",
    "urn:riv:informationsecurity:authorization:consent:2",
    "urn:riv:informationsecurity:authorization:consent:CheckConsentResponder:2",
    "urn:riv:interoperability:headers:1",
    "urn:riv:itintegration:engagementindex:1",
    "urn:riv:itintegration:engagementindex:FindContentResponder:1",
    "urn:riv:itintegration:monitoring:PingForConfigurationResponder:1",
    "urn:riv:strategicresourcemanagement:persons:person:5",
    "urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5",
];
