//! The questions a consumer puts, from the field's words to envelopes.

use super::contract::Contract;
use super::writing::{WriteError, write_request};
use super::{
    find_content_1, get_vaccination_history_1, get_vaccination_history_2, ping_for_configuration_1,
};
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

/// What a question to GetVaccinationHistory selects, word for word as it goes on the wire. A test of
/// a producer asks what a journal never does, so nothing is checked here.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Selection {
    /// The patient's number.
    pub patient: String,
    /// OID of the number's type.
    pub patient_type: String,
    /// Only records of these care units; empty for all.
    pub care_units: Vec<String>,
    /// First and last day, `YYYYMMDD`; each may be left open.
    pub period: Option<(Option<String>, Option<String>)>,
    /// The source system.
    pub source_system: Option<String>,
    /// Only records of these care contacts; empty for all.
    pub care_contacts: Vec<String>,
}

/// The envelope of a question to GetVaccinationHistory.
pub fn vaccination_history(
    version: GvhVersion,
    address: &LogicalAddress,
    question: &VaccinationQuestion<'_>,
) -> Result<String, WriteError> {
    let (start, end) = &question.period;
    let selection = Selection {
        patient: question.patient.number().to_owned(),
        patient_type: question.patient.kind().oid().to_owned(),
        period: Some((Some(start.contract_text()), Some(end.contract_text()))),
        source_system: question.source_system.map(|system| system.as_str().to_owned()),
        ..Selection::default()
    };
    selected_history(version, address, &selection)
}

/// The envelope of a question to GetVaccinationHistory with this selection.
pub fn selected_history(
    version: GvhVersion,
    address: &LogicalAddress,
    selection: &Selection,
) -> Result<String, WriteError> {
    let Selection { patient, patient_type, care_units, period, source_system, care_contacts } =
        selection.clone();
    match version {
        GvhVersion::V1 => {
            use get_vaccination_history_1::owned::{DatePeriod, GetVaccinationHistory, PersonId};
            let message = GetVaccinationHistory {
                care_unit_hsa_id: care_units,
                patient_id: PersonId { id: patient, kind: patient_type },
                time_period: period.map(|(start, end)| DatePeriod { start, end }),
                source_system_hsa_id: source_system,
                care_contact_id: care_contacts,
            };
            write_request(address, &message)
        }
        GvhVersion::V2 => {
            use get_vaccination_history_2::owned::{DatePeriod, GetVaccinationHistory, PersonId};
            let message = GetVaccinationHistory {
                care_unit_hsa_id: care_units,
                patient_id: PersonId { id: patient, kind: patient_type },
                time_period: period.map(|(start, end)| DatePeriod { start, end }),
                source_system_hsa_id: source_system,
                care_contact_id: care_contacts,
            };
            write_request(address, &message)
        }
    }
}

/// The contract by which a producer says that it is there.
pub const PING: &Contract = &ping_for_configuration_1::CONTRACT;

/// The envelope that asks whether the producer of GetVaccinationHistory at an address is there.
pub fn ping(version: GvhVersion, address: &LogicalAddress) -> Result<String, WriteError> {
    let message = ping_for_configuration_1::owned::PingForConfiguration {
        service_contract_namespace: version.contract().responder_namespace.to_owned(),
        logical_address: address.as_str().to_owned(),
    };
    write_request(address, &message)
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
