//! Small messages that the contract tests change one thing in.

use vaccinjournal::rivta::contract::Body;
use vaccinjournal::rivta::envelope::{self, Content, Envelope};
use vaccinjournal::rivta::get_vaccination_history_2::{
    GetVaccinationHistoryResponse, VaccinationMedicalRecord,
};
use vaccinjournal::rivta::xml::{Item, ReadErrorKind};

use crate::xml_support::LIMITS;

/// One record of the second major version with little more than it must have.
pub const RECORD: &str = "\
<r:vaccinationMedicalRecord>\
<c:vaccinationMedicalRecordHeader>\
<c:documentId>d-1</c:documentId>\
<c:sourceSystemHSAId>SE2321000016-SYS1</c:sourceSystemHSAId>\
<c:patientId><c:id>191212121212</c:id><c:type>1.2.752.129.2.1.3.1</c:type></c:patientId>\
<c:accountableHealthcareProfessional><c:authorTime>20240301101500</c:authorTime>\
</c:accountableHealthcareProfessional>\
<c:approvedForPatient>true</c:approvedForPatient>\
<c:nullified>false</c:nullified>\
</c:vaccinationMedicalRecordHeader>\
<c:vaccinationMedicalRecordBody>\
<c:registrationRecord>\
<c:careGiverOrg><c:orgUnitName>Region Väst</c:orgUnitName></c:careGiverOrg>\
<c:sourceSystemName>Journalen</c:sourceSystemName>\
<c:sourceSystemContact/>\
<c:date>20240301</c:date>\
</c:registrationRecord>\
<c:administrationRecord><c:doseOrdinalNumber>2</c:doseOrdinalNumber></c:administrationRecord>\
</c:vaccinationMedicalRecordBody>\
</r:vaccinationMedicalRecord>";

/// The result that ends an answer.
pub const RESULT: &str =
    "<r:result><c:resultCode>OK</c:resultCode><c:logId>log-1</c:logId></r:result>";

/// An answer of the second major version around what is given.
pub fn answer(inside: &str) -> String {
    soap(&format!("<r:GetVaccinationHistoryResponse>{inside}</r:GetVaccinationHistoryResponse>"))
}

/// An envelope of SOAP 1.1 around a body.
pub fn soap(body: &str) -> String {
    with_header("", body)
}

/// An envelope of SOAP 1.1 around header blocks and a body.
pub fn with_header(header: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:r=\"urn:riv:clinicalprocess:activityprescription:actoutcome:\
GetVaccinationHistoryResponder:2\" \
         xmlns:c=\"urn:riv:clinicalprocess:activityprescription:actoutcome:2\">\
         <s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// Reads an envelope that should hold an answer of the second major version.
pub fn read(text: &str) -> Result<Envelope<'_, GetVaccinationHistoryResponse<'_>>, ReadErrorKind> {
    envelope::read(text, &LIMITS).map_err(|error| error.kind)
}

/// The message of an envelope that must hold one.
pub fn message<'a, B: Body<'a>>(text: &'a str) -> Item<B> {
    let envelope: Envelope<'a, B> =
        envelope::read(text, &LIMITS).unwrap_or_else(|error| panic!("{error}, in:\n{text}"));
    match envelope.content {
        Content::Message(item) => item,
        _ => panic!("no message in:\n{text}"),
    }
}

/// The records of an answer.
pub fn records(text: &str) -> Vec<Item<VaccinationMedicalRecord<'_>>> {
    let answer: Item<GetVaccinationHistoryResponse<'_>> = message(text);
    answer.value.unwrap().vaccination_medical_record
}
