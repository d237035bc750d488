//! Answers to GetVaccinationHistory 2.0, written out by hand for tests of decoding.

use std::fmt::Write;

/// One contract record, to be written out. Empty text leaves an element out.
#[derive(Clone, Debug)]
pub struct Written {
    pub document_id: String,
    pub source_system: String,
    pub document_time: String,
    pub patient: String,
    pub patient_type: String,
    pub author_time: String,
    pub care_unit: String,
    pub care_provider: String,
    pub approved: String,
    pub nullified: String,
    pub nullified_reason: String,
    pub date: String,
    pub note: String,
    /// The inside of each `administrationRecord`.
    pub given: Vec<String>,
}

impl Written {
    /// A plain record with one dose.
    pub fn plain(number: usize) -> Self {
        Self {
            document_id: format!("doc-{number}"),
            source_system: "SE2".to_owned(),
            document_time: "20240301103000".to_owned(),
            patient: "191212121212".to_owned(),
            patient_type: "1.2.752.129.2.1.3.1".to_owned(),
            author_time: "20240301104500".to_owned(),
            care_unit: "SE2-VE".to_owned(),
            care_provider: "SE2-VG".to_owned(),
            approved: "true".to_owned(),
            nullified: "false".to_owned(),
            nullified_reason: String::new(),
            date: "20240301".to_owned(),
            note: String::new(),
            given: vec![given("", "")],
        }
    }

    /// The record as XML, with the prefixes `c` (core) and `m` (message).
    pub fn xml(&self) -> String {
        let mut body = String::new();
        for given in &self.given {
            write!(body, "<c:administrationRecord>{given}</c:administrationRecord>").unwrap();
        }
        format!(
            "<m:vaccinationMedicalRecord><c:vaccinationMedicalRecordHeader>{}{}{}\
             <c:patientId>{}{}</c:patientId><c:accountableHealthcareProfessional>{}{}{}\
             </c:accountableHealthcareProfessional>{}{}{}</c:vaccinationMedicalRecordHeader>\
             <c:vaccinationMedicalRecordBody><c:registrationRecord><c:careGiverOrg>\
             <c:orgUnitName>Region</c:orgUnitName></c:careGiverOrg>\
             <c:sourceSystemName>Journal</c:sourceSystemName><c:sourceSystemContact/>{}{}\
             </c:registrationRecord>{body}</c:vaccinationMedicalRecordBody>\
             </m:vaccinationMedicalRecord>",
            element("documentId", &self.document_id),
            element("sourceSystemHSAId", &self.source_system),
            element("documentTime", &self.document_time),
            element("id", &self.patient),
            element("type", &self.patient_type),
            element("authorTime", &self.author_time),
            element("healthcareProfessionalCareUnitHSAId", &self.care_unit),
            element("healthcareProfessionalCareGiverHSAId", &self.care_provider),
            element("approvedForPatient", &self.approved),
            element("nullified", &self.nullified),
            element("nullifiedReason", &self.nullified_reason),
            element("date", &self.date),
            element("vaccinationUnstructuredNote", &self.note),
        )
    }
}

/// The inside of an `administrationRecord`: elements before the batch (`first`) and after it.
pub fn given(first: &str, last: &str) -> String {
    format!(
        "<c:performer><c:personName>Siv Syster</c:personName></c:performer>{first}\
         <c:vaccineName><c:originalText>Encepur</c:originalText></c:vaccineName>\
         <c:vaccineBatchId>B7</c:vaccineBatchId>{last}"
    )
}

/// A core element, or nothing where there is no text.
pub fn element(name: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<c:{name}>{text}</c:{name}>") }
}

/// A whole answer: records, a result, and a header.
pub fn answer(records: &[String], result: &str, header: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:m=\"urn:riv:clinicalprocess:activityprescription:actoutcome:\
         GetVaccinationHistoryResponder:2\" \
         xmlns:c=\"urn:riv:clinicalprocess:activityprescription:actoutcome:2\" \
         xmlns:h=\"urn:riv:interoperability:headers:1\"><s:Header>{header}</s:Header><s:Body>\
         <m:GetVaccinationHistoryResponse>{}{result}</m:GetVaccinationHistoryResponse></s:Body>\
         </s:Envelope>",
        records.concat()
    )
}

/// A result with this code.
pub fn result(code: &str) -> String {
    format!("<m:result><c:resultCode>{code}</c:resultCode><c:logId>log-1</c:logId></m:result>")
}

/// A `ProcessingStatus` header with these entries: address, status code, and more elements.
pub fn status(entries: &[(&str, &str, &str)]) -> String {
    let mut inside = String::new();
    for (address, code, more) in entries {
        write!(
            inside,
            "<h:ProcessingStatusList><h:logicalAddress>{address}</h:logicalAddress>\
             <h:statusCode>{code}</h:statusCode>\
             <h:isResponseFromCache>false</h:isResponseFromCache>\
             <h:isResponseInSynch>true</h:isResponseInSynch>{more}</h:ProcessingStatusList>"
        )
        .unwrap();
    }
    format!("<h:ProcessingStatus>{inside}</h:ProcessingStatus>")
}
