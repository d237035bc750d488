//! The bindings of every contract.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

pub mod find_content_1;
pub mod get_vaccination_history_1;
pub mod get_vaccination_history_2;
pub mod ping_for_configuration_1;
pub mod processing_status_1;

/// Every namespace of the contracts; its place is its number.
pub const NAMESPACES: &[&str] = &[
    "urn:riv:clinicalprocess:activityprescription:actoutcome:1",
    "urn:riv:clinicalprocess:activityprescription:actoutcome:2",
    "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:1",
    "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:2",
    "urn:riv:interoperability:headers:1",
    "urn:riv:itintegration:engagementindex:1",
    "urn:riv:itintegration:engagementindex:FindContentResponder:1",
    "urn:riv:itintegration:monitoring:PingForConfigurationResponder:1",
];
