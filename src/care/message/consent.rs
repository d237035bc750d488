use super::{hsa_id, refused, whole};
use crate::care::ServiceError;
use crate::domain::{AccessingActor, ConsentAnswer, LogicalAddress, PatientId};
use crate::rivta::check_consent_2::owned::{self, CheckConsent};
use crate::rivta::check_consent_2::{self, AssertionType, CheckConsentResponse, ResultCode};
use crate::rivta::client::Answer;
use crate::rivta::contract::Contract;
use crate::rivta::writing::write_request;
use crate::rivta::xml::Limits;

pub(in crate::care) const CONTRACT: &Contract = &check_consent_2::CONTRACT;

/// The envelope of a question.
pub(in crate::care) fn question(
    address: &LogicalAddress,
    patient: &PatientId,
    actor: &AccessingActor,
) -> Result<String, ServiceError> {
    let message = CheckConsent {
        accessing_actor: owned::AccessingActor {
            employee_id: hsa_id(&actor.employee, "employee")?,
            care_provider_id: hsa_id(&actor.care_provider, "care provider")?,
            care_unit_id: hsa_id(&actor.care_unit, "care unit")?,
        },
        patient_id: owned::InstanceIdentifier {
            root: patient.kind().oid().to_owned(),
            extension: Some(patient.number().to_owned()),
        },
    };
    Ok(write_request(address, &message)?)
}

/// What the service says.
pub(in crate::care) fn answer(
    answer: &Answer,
    limits: &Limits,
) -> Result<ConsentAnswer, ServiceError> {
    let text = answer.text(limits)?;
    let body = text.message::<CheckConsentResponse<'_>>()?.body;
    let said = whole(CONTRACT, body.check_result, "checkResult")?;
    match said.result.result_code {
        ResultCode::Ok | ResultCode::Info => {}
        code => return Err(refused(CONTRACT, code)),
    }
    match (said.has_consent, said.assertion_type) {
        (false, _) => Ok(ConsentAnswer::Missing),
        (true, Some(AssertionType::Consent)) => Ok(ConsentAnswer::Consent),
        (true, Some(AssertionType::Emergency)) => Ok(ConsentAnswer::Emergency),
        (true, None) => Ok(ConsentAnswer::Unspecified),
        (true, Some(AssertionType::Unknown)) => {
            Err(ServiceError::Broken { contract: CONTRACT.name, part: "assertionType" })
        }
    }
}
