use super::{hsa_id, refused, whole};
use crate::care::ServiceError;
use crate::domain::{AccessingActor, LogicalAddress, PatientId, RelationAnswer};
use crate::rivta::check_patient_relation_1::owned::{self, CheckPatientRelationRequest};
use crate::rivta::check_patient_relation_1::{self, CheckPatientRelationResponse, ResultCode};
use crate::rivta::client::Answer;
use crate::rivta::contract::Contract;
use crate::rivta::writing::write_request;
use crate::rivta::xml::Limits;

pub(in crate::care) const CONTRACT: &Contract = &check_patient_relation_1::CONTRACT;

/// Longest patient id of the contract.
const LONGEST_PATIENT_ID: usize = 12;

/// The envelope of a question.
pub(in crate::care) fn question(
    address: &LogicalAddress,
    patient: &PatientId,
    actor: &AccessingActor,
) -> Result<String, ServiceError> {
    if patient.number().chars().count() > LONGEST_PATIENT_ID {
        return Err(ServiceError::Unfit { part: "patient id" });
    }
    let message = CheckPatientRelationRequest {
        accessing_actor: owned::AccessingActor {
            employee_id: hsa_id(&actor.employee, "employee")?,
            care_provider_id: hsa_id(&actor.care_provider, "care provider")?,
            care_unit_id: hsa_id(&actor.care_unit, "care unit")?,
        },
        patient_id: patient.number().to_owned(),
    };
    Ok(write_request(address, &message)?)
}

/// What the service says.
pub(in crate::care) fn answer(
    answer: &Answer,
    limits: &Limits,
) -> Result<RelationAnswer, ServiceError> {
    let text = answer.text(limits)?;
    let body = text.message::<CheckPatientRelationResponse<'_>>()?.body;
    let said = whole(CONTRACT, body.check_result_type, "CheckResultType")?;
    match said.result.result_code {
        ResultCode::Ok | ResultCode::Info if said.has_patientrelation => Ok(RelationAnswer::Exists),
        ResultCode::Ok | ResultCode::Info => Ok(RelationAnswer::Missing),
        code => Err(refused(CONTRACT, code)),
    }
}
