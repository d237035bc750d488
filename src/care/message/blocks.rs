use super::{fits, hsa_id, refused, whole};
use crate::care::ServiceError;
use crate::domain::{
    AccessingActor, BlockVerdict, HeldInformation, InformationType, LogicalAddress, NotKnown,
    PatientId, SwedishTime,
};
use crate::rivta::check_blocks_4::owned::{self, CheckBlocks, InformationEntity};
use crate::rivta::check_blocks_4::{self, CheckBlocksResponse, CheckStatus, ResultCode};
use crate::rivta::client::Answer;
use crate::rivta::contract::Contract;
use crate::rivta::writing::write_request;
use crate::rivta::xml::Limits;

pub(in crate::care) const CONTRACT: &Contract = &check_blocks_4::CONTRACT;

/// The envelope of a question: a row for each piece of information, numbered from 1 by its place.
/// None where no piece can be asked about.
pub(in crate::care) fn question(
    address: &LogicalAddress,
    patient: &PatientId,
    actor: &AccessingActor,
    information: &[HeldInformation],
) -> Result<Option<String>, ServiceError> {
    let rows = information.iter().zip(1_i32..).filter(|(one, _)| can_be_asked(one));
    let message = CheckBlocks {
        accessing_actor: owned::AccessingActor {
            employee_id: hsa_id(&actor.employee, "employee")?,
            care_provider_id: hsa_id(&actor.care_provider, "care provider")?,
            care_unit_id: hsa_id(&actor.care_unit, "care unit")?,
        },
        patient_id: owned::InstanceIdentifier {
            root: patient.kind().oid().to_owned(),
            extension: Some(patient.number().to_owned()),
        },
        information_entities: rows.map(|(one, number)| entity(one, number)).collect(),
    };
    if message.information_entities.is_empty() {
        return Ok(None);
    }
    Ok(Some(write_request(address, &message)?))
}

/// The verdict on each piece of information, in the order asked.
pub(in crate::care) fn verdicts(
    answer: &Answer,
    limits: &Limits,
    actor: &AccessingActor,
    information: &[HeldInformation],
) -> Result<Vec<BlockVerdict>, ServiceError> {
    let text = answer.text(limits)?;
    let body = text.message::<CheckBlocksResponse<'_>>()?.body;
    let said = whole(CONTRACT, body.check_blocks_result, "checkBlocksResult")?;
    match said.result.result_code {
        ResultCode::Ok | ResultCode::Info => {}
        code => return Err(refused(CONTRACT, code)),
    }
    let mut statuses: Vec<Vec<CheckStatus>> = vec![Vec::new(); information.len()];
    for row in &said.check_results {
        let place = row.row_number.trim().parse::<usize>().ok().and_then(|row| row.checked_sub(1));
        let place = place.filter(|place| information.get(*place).is_some_and(can_be_asked));
        // An answer about something that was not asked may be the answer to another question.
        let Some(place) = place else {
            return Err(ServiceError::Broken { contract: CONTRACT.name, part: "rowNumber" });
        };
        statuses[place].push(row.status);
    }
    let verdicts = information.iter().zip(statuses);
    Ok(verdicts.map(|(one, statuses)| verdict(actor, one, &statuses)).collect())
}

fn verdict(
    actor: &AccessingActor,
    information: &HeldInformation,
    statuses: &[CheckStatus],
) -> BlockVerdict {
    match statuses {
        _ if !can_be_asked(information) => BlockVerdict::Unknown(NotKnown::NotAsked),
        [CheckStatus::Ok] => BlockVerdict::NoBlock,
        [CheckStatus::Blocked] => BlockVerdict::blocked(actor, information),
        [CheckStatus::Validationerror] => BlockVerdict::Unknown(NotKnown::NotChecked),
        _ => BlockVerdict::Unknown(NotKnown::NotAnswered),
    }
}

fn can_be_asked(information: &HeldInformation) -> bool {
    fits(&information.care_unit) && fits(&information.care_provider)
}

fn entity(information: &HeldInformation, number: i32) -> InformationEntity {
    let code = |kind| match kind {
        InformationType::Prescription => "lak".to_owned(),
        InformationType::Warning => "upp".to_owned(),
    };
    InformationEntity {
        information_start_date: date_time(information.period.0),
        information_end_date: date_time(information.period.1),
        information_care_unit_id: information.care_unit.as_str().to_owned(),
        information_care_provider_id: information.care_provider.as_str().to_owned(),
        information_type: information.kind.map(code),
        row_number: number.to_string(),
    }
}

/// `YYYY-MM-DDThh:mm:ss` without a zone: Swedish time, as the records have it.
fn date_time(time: SwedishTime) -> String {
    time.civil().strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
