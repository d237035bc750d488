//! The protocol: RIV-TA Basic Profile 2.1, SOAP 1.1 over HTTPS, as service contracts use it.
//!
//! What a contract says on the wire is generated from `wsdl` and `schemas`; reading checks that the
//! whole message is whole and well-formed, and lets a broken record cost that record only.

/// Calls to the services of a platform.
pub mod client;

/// When an address that does not answer is left alone.
pub mod breaker;

/// What came of a call: a message, or a failure with its name.
pub mod reply;

/// What a caller of a service must know.
pub mod contract;

/// Reading of SOAP envelopes.
pub mod envelope;

/// SOAP faults as they really come.
pub mod fault;

/// Writing of SOAP envelopes.
pub mod writing;

/// The questions a consumer puts.
pub mod question;

/// Whether somebody is there to be asked.
pub mod ping;

/// From bytes to checked events to values.
pub mod xml;

mod call_log;
mod generated;
mod retry;

pub use question::GvhVersion;

pub use generated::{
    check_blocks_4, check_consent_2, check_patient_relation_1, find_content_1,
    get_persons_for_profile_5, get_vaccination_history_1, get_vaccination_history_2,
    ping_for_configuration_1, processing_status_1, store_log_2,
};
