//! The questions a consumer puts, from the field's words to envelopes.

use super::contract::Contract;
use super::writing::{WriteError, write_request};
use super::{find_content_1, get_vaccination_history_1, get_vaccination_history_2};
use crate::domain::{LogicalAddress, PatientId, SwedishDate};

/// The engagement index's contract.
pub const ENGAGEMENTS: &Contract = &find_content_1::CONTRACT;

/// Which major version of GetVaccinationHistory a source speaks.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum GvhVersion {
    /// 1.0.
    V1,
    /// 2.0 (releases 2.0 to 2.2.1 look the same on the wire).
    V2,
}

impl GvhVersion {
    /// The contract in this version.
    pub fn contract(self) -> &'static Contract {
        match self {
            Self::V1 => &get_vaccination_history_1::CONTRACT,
            Self::V2 => &get_vaccination_history_2::CONTRACT,
        }
    }
}

/// One question to GetVaccinationHistory.
#[derive(Clone, Debug)]
pub struct VaccinationQuestion<'q> {
    /// Whose vaccinations.
    pub patient: &'q PatientId,
    /// First and last day asked about. Always given: without a whole period a source may answer
    /// with its newest records only (service contract description, chapter 4).
    pub period: (SwedishDate, SwedishDate),
    /// The one source system asked. Demanded for a local reserve number; otherwise it only repeats
    /// the address.
    pub source_system: Option<&'q LogicalAddress>,
}

/// The envelope of a question to GetVaccinationHistory.
pub fn vaccination_history(
    version: GvhVersion,
    address: &LogicalAddress,
    question: &VaccinationQuestion<'_>,
) -> Result<String, WriteError> {
    let id = question.patient.number().to_owned();
    let kind = question.patient.kind().oid().to_owned();
    let start = Some(question.period.0.contract_text());
    let end = Some(question.period.1.contract_text());
    let source_system_hsa_id = question.source_system.map(|system| system.as_str().to_owned());
    match version {
        GvhVersion::V1 => {
            use get_vaccination_history_1::owned::{DatePeriod, GetVaccinationHistory, PersonId};
            let message = GetVaccinationHistory {
                patient_id: PersonId { id, kind },
                time_period: Some(DatePeriod { start, end }),
                source_system_hsa_id,
                ..GetVaccinationHistory::default()
            };
            write_request(address, &message)
        }
        GvhVersion::V2 => {
            use get_vaccination_history_2::owned::{DatePeriod, GetVaccinationHistory, PersonId};
            let message = GetVaccinationHistory {
                patient_id: PersonId { id, kind },
                time_period: Some(DatePeriod { start, end }),
                source_system_hsa_id,
                ..GetVaccinationHistory::default()
            };
            write_request(address, &message)
        }
    }
}

/// The envelope of a question to the engagement index: which source systems hold vaccinations of
/// the patient (service domain and category of GetVaccinationHistory).
pub fn engagements(address: &LogicalAddress, patient: &PatientId) -> Result<String, WriteError> {
    let message = find_content_1::owned::FindContent {
        registered_resident_identification: patient.number().to_owned(),
        service_domain: "riv:clinicalprocess:activityprescription:actoutcome".to_owned(),
        categorization: Some("caa-gvh".to_owned()),
        ..find_content_1::owned::FindContent::default()
    };
    write_request(address, &message)
}
