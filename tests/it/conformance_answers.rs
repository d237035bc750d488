//! Rules on answers: a clean one keeps them all, and each flaw breaks the rules that it is about and
//! no other.

use std::collections::BTreeSet;

use roxmltree::Document;
use vaccinjournal::conformance::answer::{self, Tally};
use vaccinjournal::conformance::rule::Verdict;
use vaccinjournal::conformance::schema::Schemas;

/// An answer with every element that a rule looks at.
const CLEAN: &str = r#"<?xml version="1.0" encoding="UTF-16"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
            xmlns:r="urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:2"
            xmlns:c="urn:riv:clinicalprocess:activityprescription:actoutcome:2">
 <s:Body><r:GetVaccinationHistoryResponse>
  <r:vaccinationMedicalRecord>
   <c:vaccinationMedicalRecordHeader>
    <c:documentId>d-1</c:documentId>
    <c:sourceSystemHSAId>SE2321000016-SYS1</c:sourceSystemHSAId>
    <c:documentTime>20240301101000</c:documentTime>
    <c:patientId><c:id>191212121212</c:id><c:type>1.2.752.129.2.1.3.1</c:type></c:patientId>
    <c:accountableHealthcareProfessional>
     <c:authorTime>20240301101500</c:authorTime>
     <c:healthcareProfessionalRoleCode><c:originalText>Sjuksköterska</c:originalText></c:healthcareProfessionalRoleCode>
     <c:healthcareProfessionalCareUnitHSAId>SE2321000016-VE1</c:healthcareProfessionalCareUnitHSAId>
     <c:healthcareProfessionalCareGiverHSAId>SE2321000016-VG1</c:healthcareProfessionalCareGiverHSAId>
    </c:accountableHealthcareProfessional>
    <c:legalAuthenticator><c:signatureTime>20240301102000</c:signatureTime></c:legalAuthenticator>
    <c:approvedForPatient>true</c:approvedForPatient>
    <c:nullified>true</c:nullified>
    <c:nullifiedReason>fel person</c:nullifiedReason>
   </c:vaccinationMedicalRecordHeader>
   <c:vaccinationMedicalRecordBody>
    <c:registrationRecord>
     <c:careGiverOrg><c:orgUnitName>Region Väst</c:orgUnitName></c:careGiverOrg>
     <c:sourceSystemName>Journalen</c:sourceSystemName>
     <c:sourceSystemContact><c:personName>Förvaltningen</c:personName></c:sourceSystemContact>
     <c:date>20240301</c:date>
    </c:registrationRecord>
    <c:administrationRecord>
     <c:isDoseComplete>true</c:isDoseComplete>
     <c:doseOrdinalNumber>2</c:doseOrdinalNumber>
     <c:numberOfPrescribedDoses>2</c:numberOfPrescribedDoses>
     <c:vaccineName>
      <c:code>19980529000069</c:code><c:codeSystem>1.2.752.129.2.1.5.1</c:codeSystem>
      <c:codeSystemName>NPL</c:codeSystemName><c:displayName>Twinrix</c:displayName>
     </c:vaccineName>
     <c:vaccinationUniqueReference><c:root>SE2321000016-SYS1</c:root><c:extension>v-1</c:extension></c:vaccinationUniqueReference>
    </c:administrationRecord>
    <c:administrationRecord>
     <c:vaccinationUniqueReference><c:root>0b1f7a52-3c4d-4e5f-8a9b-0c1d2e3f4a5b</c:root></c:vaccinationUniqueReference>
    </c:administrationRecord>
    <c:additionalPatientInformation>
     <c:dateOfBirth>19121212</c:dateOfBirth>
     <c:gender><c:code>1</c:code><c:codeSystem>1.2.752.129.2.2.1.1</c:codeSystem><c:displayName>Man</c:displayName></c:gender>
    </c:additionalPatientInformation>
   </c:vaccinationMedicalRecordBody>
  </r:vaccinationMedicalRecord>
  <r:vaccinationMedicalRecord>
   <c:vaccinationMedicalRecordHeader>
    <c:documentId>d-2</c:documentId>
    <c:sourceSystemHSAId>SE2321000016-SYS1</c:sourceSystemHSAId>
    <c:patientId><c:id>191212121212</c:id><c:type>1.2.752.129.2.1.3.1</c:type></c:patientId>
    <c:accountableHealthcareProfessional>
     <c:authorTime>20230301101500</c:authorTime>
     <c:healthcareProfessionalCareUnitHSAId>SE2321000016-VE1</c:healthcareProfessionalCareUnitHSAId>
     <c:healthcareProfessionalCareGiverHSAId>SE2321000016-VG1</c:healthcareProfessionalCareGiverHSAId>
    </c:accountableHealthcareProfessional>
    <c:approvedForPatient>true</c:approvedForPatient>
    <c:nullified>false</c:nullified>
   </c:vaccinationMedicalRecordHeader>
   <c:vaccinationMedicalRecordBody>
    <c:registrationRecord>
     <c:careGiverOrg><c:orgUnitName>Region Väst</c:orgUnitName></c:careGiverOrg>
     <c:sourceSystemName>Journalen</c:sourceSystemName>
     <c:sourceSystemContact><c:personName>Förvaltningen</c:personName></c:sourceSystemContact>
     <c:date>20230301</c:date>
     <c:vaccinationUnstructuredNote>Fick en spruta.</c:vaccinationUnstructuredNote>
    </c:registrationRecord>
   </c:vaccinationMedicalRecordBody>
  </r:vaccinationMedicalRecord>
  <r:result><c:resultCode>OK</c:resultCode><c:logId>5b1f7a52-3c4d-4e5f-8a9b-0c1d2e3f4a5b</c:logId></r:result>
 </r:GetVaccinationHistoryResponse></s:Body>
</s:Envelope>"#;

/// A flaw, what it replaces, and the rules that it breaks.
const FLAWS: &[(&str, &str, &[&str])] = &[
    ("<c:documentId>d-1</c:documentId>", "", &["schema"]),
    ("<c:nullified>false</c:nullified>", "<c:nullified>nej</c:nullified>", &["schema"]),
    ("<c:documentId>d-2<", "<c:documentId>d-1<", &["unique-document-id"]),
    (
        "<c:root>0b1f7a52-3c4d-4e5f-8a9b-0c1d2e3f4a5b</c:root>",
        "<c:root>SE2321000016-SYS1</c:root><c:extension>v-1</c:extension>",
        &["unique-vaccination-reference"],
    ),
    ("0b1f7a52-3c4d-4e5f-8a9b-0c1d2e3f4a5b", "v-2", &["vaccination-reference-root"]),
    ("<c:root>SE2321000016-SYS1<", "<c:root>v<", &["vaccination-reference-root"]),
    ("<c:displayName>Twinrix</c:displayName>", "", &["coded-value"]),
    ("<c:originalText>Sjuksköterska</c:originalText>", "", &["coded-value", "no-empty-elements"]),
    (
        "<c:displayName>Twinrix</c:displayName>",
        "<c:displayName>Twinrix</c:displayName><c:originalText>Twinrix</c:originalText>",
        &["coded-value"],
    ),
    ("<c:codeSystem>1.2.752.129.2.1.5.1<", "<c:codeSystem>NPL<", &["code-system-oid"]),
    (
        "<c:displayName>Man</c:displayName>",
        "<c:displayName>Man</c:displayName><c:originalText>Man</c:originalText>",
        &["coded-value", "gender-coded"],
    ),
    ("<c:orgUnitName>Region Väst<", "<c:orgUnitName> <", &["no-empty-elements"]),
    ("<c:nullified>false</c:nullified>", "", &["nullified-said"]),
    ("<c:nullified>true<", "<c:nullified>false<", &["nullified-reason"]),
    ("<c:doseOrdinalNumber>2<", "<c:doseOrdinalNumber>1<", &["dose-numbers"]),
    ("<c:doseOrdinalNumber>2<", "<c:doseOrdinalNumber>3<", &["dose-numbers"]),
    ("<c:isDoseComplete>true<", "<c:isDoseComplete>false<", &["dose-numbers"]),
    (
        "<c:isDoseComplete>true</c:isDoseComplete>\n     <c:doseOrdinalNumber>2<",
        "<c:doseOrdinalNumber>0<",
        &["dose-number-counts"],
    ),
    (
        "<c:vaccinationUnstructuredNote>Fick en spruta.</c:vaccinationUnstructuredNote>",
        "",
        &["vaccination-or-note"],
    ),
    ("<c:id>191212121212<", "<c:id>19121212-1212<", &["patient-id-digits"]),
    ("<c:type>1.2.752.129.2.1.3.1<", "<c:type>personnummer<", &["patient-id-type"]),
    ("SE2321000016-VE1<", "SE2321000016 VE1<", &["hsa-id-form"]),
    (
        "<c:healthcareProfessionalCareUnitHSAId>SE2321000016-VE1</c:healthcareProfessionalCareUnitHSAId>",
        "",
        &["unit-and-care-provider"],
    ),
    ("<c:date>20240301<", "<c:date>20240231<", &["days-exist"]),
    ("<c:dateOfBirth>19121212<", "<c:dateOfBirth>19130229<", &["days-exist"]),
    ("<c:authorTime>20240301101500<", "<c:authorTime>20240431101500<", &["times-exist"]),
    (
        "<c:authorTime>20240301101500<",
        "<c:authorTime>2024-03-01T10:15:00<",
        &["schema", "times-exist"],
    ),
    ("<c:resultCode>OK<", "<c:resultCode>ERROR<", &["error-code", "error-without-records"]),
    (
        "<c:resultCode>OK</c:resultCode>",
        "<c:resultCode>OK</c:resultCode><c:errorCode>INVALID_REQUEST</c:errorCode>",
        &["error-code"],
    ),
    ("<c:logId>5b1f7a52-3c4d-4e5f-8a9b-0c1d2e3f4a5b<", "<c:logId>17<", &["log-id"]),
];

#[test]
fn a_clean_answer_keeps_every_rule() {
    let schemas = Schemas::new().unwrap();
    let broken = broken(CLEAN, &schemas);
    assert_eq!(broken, BTreeSet::new());
    let document = Document::parse(CLEAN).unwrap();
    let tallies = answer::judge(&document, &schemas).unwrap();
    // It can show every rule but the one on errors.
    let untried: Vec<_> = tallies.iter().filter(|(_, tally)| tally.tried == 0).collect();
    assert_eq!(untried.iter().map(|(id, _)| **id).collect::<Vec<_>>(), ["error-without-records"]);
}

#[test]
fn each_flaw_breaks_the_rules_it_is_about_and_no_other() {
    let schemas = Schemas::new().unwrap();
    let mut shown = BTreeSet::new();
    for (right, wrong, rules) in FLAWS {
        assert!(CLEAN.contains(right), "{right}");
        let flawed = CLEAN.replacen(right, wrong, 1);
        let expected: BTreeSet<&str> = rules.iter().copied().collect();
        assert_eq!(broken(&flawed, &schemas), expected, "{right} -> {wrong}");
        shown.extend(expected);
    }
    let all: BTreeSet<&str> = answer::rules().map(|rule| rule.id).collect();
    assert_eq!(shown, all, "every rule has a flaw that breaks it");
}

#[test]
fn a_schema_finding_names_the_element_where_it_stands_even_in_one_long_line() {
    let schemas = Schemas::new().unwrap();
    let flawed = CLEAN.replacen("<c:nullified>false<", "<c:nullified>nej<", 1);
    let line = flawed.lines().position(|line| line.contains("nej")).unwrap() + 1;
    for (text, line) in [(flawed.clone(), line), (flawed.replace('\n', " "), 1)] {
        let document = Document::parse(&text).unwrap();
        let findings = schemas.validate(&document).unwrap();
        let finding = &findings[0];
        let path = "/Envelope/Body/GetVaccinationHistoryResponse/vaccinationMedicalRecord[2]\
                    /vaccinationMedicalRecordHeader/nullified";
        assert_eq!((finding.path.as_str(), finding.line as usize), (path, line));
        let at = text.lines().nth(line - 1).unwrap();
        let before: String = at.chars().take(finding.column as usize - 1).collect();
        assert!(at[before.len()..].starts_with("<c:nullified>nej"), "{}", finding.column);
        assert!(finding.found.contains("'nej'"), "{}", finding.found);
        assert!(!finding.found.contains("urn:"), "{}", finding.found);
    }
}

#[test]
fn what_was_never_tried_has_not_passed() {
    let tally = Tally::default();
    let expected = Verdict::NotTestable("no answer held a gender".to_owned());
    assert_eq!(tally.verdict("a gender"), expected);
    assert_eq!(Tally { tried: 1, findings: Vec::new() }.verdict("a gender"), Verdict::Passed);
}

#[test]
fn faults_and_pings_are_judged_by_the_schema() {
    let schemas = Schemas::new().unwrap();
    let soap = |body: &str| {
        format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>{body}\
             </s:Body></s:Envelope>"
        )
    };
    let fault = "<s:Fault><faultcode>s:Server</faultcode><faultstring xml:lang='sv'>fel</faultstring></s:Fault>";
    assert_eq!(broken(&soap(fault), &schemas), BTreeSet::new());
    let swapped =
        "<s:Fault><faultstring>fel</faultstring><faultcode>s:Server</faultcode></s:Fault>";
    assert_eq!(broken(&soap(swapped), &schemas), BTreeSet::from(["schema"]));
    let ping = "<p:PingForConfigurationResponse xmlns:p='urn:riv:itintegration:monitoring:\
                PingForConfigurationResponder:1' xmlns:m='urn:riv:itintegration:monitoring:1'>\
                <p:version>1</p:version><p:pingDateTime>20240301101500</p:pingDateTime>\
                </p:PingForConfigurationResponse>";
    assert_eq!(broken(&soap(ping), &schemas), BTreeSet::new());
    let unknown = "<x xmlns='urn:other'/>";
    assert_eq!(broken(&soap(unknown), &schemas), BTreeSet::from(["schema"]));
}

/// The rules that a message breaks.
fn broken(text: &str, schemas: &Schemas) -> BTreeSet<&'static str> {
    let document = Document::parse(text).unwrap();
    let tallies = answer::judge(&document, schemas).unwrap();
    tallies.into_iter().filter(|(_, tally)| !tally.findings.is_empty()).map(|(id, _)| id).collect()
}
