use super::{hsa_id, refused, whole};
use crate::care::ServiceError;
use crate::care::log_store::{LogEntry, LogResource, LogUser, Named};
use crate::clock::swedish_zone;
use crate::domain::LogicalAddress;
use crate::rivta::client::Answer;
use crate::rivta::contract::Contract;
use crate::rivta::store_log_2::owned::{
    self, Activity, CareProvider, CareUnit, InstanceIdentifier, Patient, Resource, StoreLog,
    System, User,
};
use crate::rivta::store_log_2::{self, ResultCode, StoreLogResponse};
use crate::rivta::writing::write_request;
use crate::rivta::xml::Limits;

pub(in crate::care) const CONTRACT: &Contract = &store_log_2::CONTRACT;

/// Longest names and descriptions of the contract, in characters.
const LONGEST_TEXT: usize = 256;

/// Longest description of what was asked for, in characters.
const LONGEST_ARGUMENTS: usize = 8192;

/// The envelope of some entries.
pub(in crate::care) fn question(
    address: &LogicalAddress,
    entries: &[LogEntry],
) -> Result<String, ServiceError> {
    let log = entries.iter().map(entry).collect::<Result<_, _>>()?;
    Ok(write_request(address, &StoreLog { log })?)
}

/// Whether the service has kept the entries: all of them, or an error.
pub(in crate::care) fn kept(answer: &Answer, limits: &Limits) -> Result<(), ServiceError> {
    let text = answer.text(limits)?;
    let body = text.message::<StoreLogResponse<'_>>()?.body;
    match whole(CONTRACT, body.result, "result")?.result_code {
        ResultCode::Ok | ResultCode::Info => Ok(()),
        code => Err(refused(CONTRACT, code)),
    }
}

fn entry(entry: &LogEntry) -> Result<owned::LogEntry, ServiceError> {
    if entry.resources.is_empty() {
        return Err(ServiceError::Unfit { part: "entry without resources" });
    }
    // With its zone: an hour of October comes twice.
    let at = entry.at.to_zoned_datetime(swedish_zone()).strftime("%Y-%m-%dT%H:%M:%S%:z");
    Ok(owned::LogEntry {
        log_id: entry.id.to_string(),
        system: System {
            system_id: hsa_id(&entry.system.hsa_id, "system")?,
            system_name: name(&entry.system),
        },
        activity: Activity {
            activity_type: cut(&entry.activity, LONGEST_TEXT),
            activity_level: short(entry.level.as_ref()),
            activity_args: entry.arguments.as_ref().map(|text| cut(text, LONGEST_ARGUMENTS)),
            start_date: at.to_string(),
            purpose: cut(&entry.purpose, LONGEST_TEXT),
        },
        user: user(&entry.user)?,
        resources: owned::Resources {
            resource: entry.resources.iter().map(resource).collect::<Result<_, _>>()?,
        },
    })
}

fn user(user: &LogUser) -> Result<User, ServiceError> {
    Ok(User {
        user_id: hsa_id(&user.staff.hsa_id, "user")?,
        name: name(&user.staff),
        person_id: None,
        assignment: short(user.assignment.as_ref()),
        title: short(user.title.as_ref()),
        care_provider: care_provider(&user.care_provider)?,
        care_unit: care_unit(&user.care_unit)?,
    })
}

fn resource(resource: &LogResource) -> Result<Resource, ServiceError> {
    let patient = resource.patient.as_ref().map(|patient| Patient {
        patient_id: InstanceIdentifier {
            root: patient.kind().oid().to_owned(),
            extension: Some(patient.number().to_owned()),
        },
        patient_name: None,
    });
    Ok(Resource {
        resource_type: cut(&resource.kind, LONGEST_TEXT),
        patient,
        care_provider: care_provider(&resource.care_provider)?,
        care_unit: resource.care_unit.as_ref().map(care_unit).transpose()?,
    })
}

fn care_provider(named: &Named) -> Result<CareProvider, ServiceError> {
    let care_provider_id = hsa_id(&named.hsa_id, "care provider")?;
    Ok(CareProvider { care_provider_id, care_provider_name: name(named) })
}

fn care_unit(named: &Named) -> Result<CareUnit, ServiceError> {
    let care_unit_id = hsa_id(&named.hsa_id, "care unit")?;
    Ok(CareUnit { care_unit_id, care_unit_name: name(named) })
}

fn name(named: &Named) -> Option<String> {
    short(named.name.as_ref())
}

fn short(text: Option<&String>) -> Option<String> {
    text.map(|text| cut(text, LONGEST_TEXT))
}

fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}
