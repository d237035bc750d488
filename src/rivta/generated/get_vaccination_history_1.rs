//! Bindings of GetVaccinationHistory 1.0.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

use std::borrow::Cow;
use std::fmt;

use crate::rivta::contract::{Body, Contract};
use crate::rivta::xml::{
    Complex, Element, Item, Name, Namespace, Pattern, Reader, State, Stop, lexical,
};

/// What a caller of GetVaccinationHistory 1.0 must know.
pub const CONTRACT: Contract = Contract {
    name: "GetVaccinationHistory",
    version: "1.0",
    responder_namespace: "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:1",
    soap_action: "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:2:GetVaccinationHistory",
    request_element: "GetVaccinationHistory",
    response_element: "GetVaccinationHistoryResponse",
    path: "clinicalprocess/activityprescription/actoutcome/GetVaccinationHistory/1/rivtabp21",
};

/// `urn:riv:clinicalprocess:activityprescription:actoutcome:1`
const CORE: Namespace = Namespace::known(0);
/// `urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:1`
const MESSAGE: Namespace = Namespace::known(2);

/// `(19|20)\d\d(0[1-9]|1[012])(0[1-9]|[12][0-9]|3[01])`
static DATE_PATTERN: Pattern = Pattern(&[
    State { accepts: false, arms: &[(b'1', b'1', 1), (b'2', b'2', 2)] },
    State { accepts: false, arms: &[(b'9', b'9', 3)] },
    State { accepts: false, arms: &[(b'0', b'0', 4)] },
    State { accepts: false, arms: &[(b'0', b'9', 5)] },
    State { accepts: false, arms: &[(b'0', b'9', 5)] },
    State { accepts: false, arms: &[(b'0', b'9', 6)] },
    State { accepts: false, arms: &[(b'0', b'0', 7), (b'1', b'1', 8)] },
    State { accepts: false, arms: &[(b'1', b'9', 9)] },
    State { accepts: false, arms: &[(b'0', b'2', 10)] },
    State { accepts: false, arms: &[(b'0', b'0', 11), (b'1', b'2', 12), (b'3', b'3', 13)] },
    State { accepts: false, arms: &[(b'0', b'0', 11), (b'1', b'2', 12), (b'3', b'3', 13)] },
    State { accepts: false, arms: &[(b'1', b'9', 14)] },
    State { accepts: false, arms: &[(b'0', b'9', 15)] },
    State { accepts: false, arms: &[(b'0', b'1', 16)] },
    State { accepts: true, arms: &[] },
    State { accepts: true, arms: &[] },
    State { accepts: true, arms: &[] },
]);

/// `(19|20)\d\d(0[1-9]|1[012])(0[1-9]|[12][0-9]|3[01])(0[0-9]|1[0-9]|2[0123])([0-5])([0-9])([0-5])([0-9])`
static TIME_STAMP_PATTERN: Pattern = Pattern(&[
    State { accepts: false, arms: &[(b'1', b'1', 1), (b'2', b'2', 2)] },
    State { accepts: false, arms: &[(b'9', b'9', 3)] },
    State { accepts: false, arms: &[(b'0', b'0', 4)] },
    State { accepts: false, arms: &[(b'0', b'9', 5)] },
    State { accepts: false, arms: &[(b'0', b'9', 5)] },
    State { accepts: false, arms: &[(b'0', b'9', 6)] },
    State { accepts: false, arms: &[(b'0', b'0', 7), (b'1', b'1', 8)] },
    State { accepts: false, arms: &[(b'1', b'9', 9)] },
    State { accepts: false, arms: &[(b'0', b'2', 10)] },
    State { accepts: false, arms: &[(b'0', b'0', 11), (b'1', b'2', 12), (b'3', b'3', 13)] },
    State { accepts: false, arms: &[(b'0', b'0', 11), (b'1', b'2', 12), (b'3', b'3', 13)] },
    State { accepts: false, arms: &[(b'1', b'9', 14)] },
    State { accepts: false, arms: &[(b'0', b'9', 15)] },
    State { accepts: false, arms: &[(b'0', b'1', 16)] },
    State { accepts: false, arms: &[(b'0', b'0', 17), (b'1', b'1', 18), (b'2', b'2', 19)] },
    State { accepts: false, arms: &[(b'0', b'0', 17), (b'1', b'1', 18), (b'2', b'2', 19)] },
    State { accepts: false, arms: &[(b'0', b'0', 17), (b'1', b'1', 18), (b'2', b'2', 19)] },
    State { accepts: false, arms: &[(b'0', b'9', 20)] },
    State { accepts: false, arms: &[(b'0', b'9', 21)] },
    State { accepts: false, arms: &[(b'0', b'3', 22)] },
    State { accepts: false, arms: &[(b'0', b'5', 23)] },
    State { accepts: false, arms: &[(b'0', b'5', 23)] },
    State { accepts: false, arms: &[(b'0', b'5', 23)] },
    State { accepts: false, arms: &[(b'0', b'9', 24)] },
    State { accepts: false, arms: &[(b'0', b'5', 25)] },
    State { accepts: false, arms: &[(b'0', b'9', 26)] },
    State { accepts: true, arms: &[] },
]);

/// `GetVaccinationHistory` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct GetVaccinationHistory<'a> {
    /// `careUnitHSAid`
    pub care_unit_hsa_id: Vec<Cow<'a, str>>,
    /// `patientId`
    pub patient_id: PersonId<'a>,
    /// `timePeriod`
    pub time_period: Option<Box<DatePeriod<'a>>>,
    /// `sourceSystemHSAid`
    pub source_system_hsa_id: Option<Cow<'a, str>>,
    /// `careContactId`
    pub care_contact_id: Vec<Cow<'a, str>>,
}

impl fmt::Debug for GetVaccinationHistory<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetVaccinationHistory(hidden)")
    }
}

impl<'a> Complex<'a> for GetVaccinationHistory<'a> {
    const NAME: &'static str = "GetVaccinationHistory";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(MESSAGE, "careUnitHSAid"), required: false, repeats: true },
        Element { name: Name::new(MESSAGE, "patientId"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "timePeriod"), required: false, repeats: false },
        Element { name: Name::new(MESSAGE, "sourceSystemHSAid"), required: false, repeats: false },
        Element { name: Name::new(MESSAGE, "careContactId"), required: false, repeats: true },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                let value = reader.text("careUnitHSAid")?;
                reader.listed(&mut self.care_unit_hsa_id, value)?
            }
            1 => reader.complex(&mut self.patient_id)?,
            2 => reader.complex(self.time_period.get_or_insert_default().as_mut())?,
            3 => self.source_system_hsa_id = Some(reader.text("sourceSystemHSAid")?),
            4 => {
                let value = reader.text("careContactId")?;
                reader.listed(&mut self.care_contact_id, value)?
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// An identity: its digits, and the OID that says what kind it is.
#[derive(Clone, Default, PartialEq)]
pub struct PersonId<'a> {
    /// `id`
    pub id: Cow<'a, str>,
    /// `type`
    pub kind: Cow<'a, str>,
}

impl fmt::Debug for PersonId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonId(hidden)")
    }
}

impl<'a> Complex<'a> for PersonId<'a> {
    const NAME: &'static str = "PersonId";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "id"), required: true, repeats: false },
        Element { name: Name::new(CORE, "type"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.id = reader.text("id")?,
            1 => self.kind = reader.text("type")?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `DatePeriod` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct DatePeriod<'a> {
    /// `start`
    pub start: Option<Cow<'a, str>>,
    /// `end`
    pub end: Option<Cow<'a, str>>,
}

impl fmt::Debug for DatePeriod<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatePeriod(hidden)")
    }
}

impl<'a> Complex<'a> for DatePeriod<'a> {
    const NAME: &'static str = "DatePeriod";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "start"), required: false, repeats: false },
        Element { name: Name::new(CORE, "end"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.start = Some(reader.checked("start", |text| DATE_PATTERN.matches(text))?),
            1 => self.end = Some(reader.checked("end", |text| DATE_PATTERN.matches(text))?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `GetVaccinationHistoryResponse` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct GetVaccinationHistoryResponse<'a> {
    /// `vaccinationMedicalRecord`
    pub vaccination_medical_record: Vec<Item<VaccinationMedicalRecord<'a>>>,
}

impl fmt::Debug for GetVaccinationHistoryResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetVaccinationHistoryResponse(hidden)")
    }
}

impl<'a> Complex<'a> for GetVaccinationHistoryResponse<'a> {
    const NAME: &'static str = "GetVaccinationHistoryResponse";
    const ELEMENTS: &'static [Element] = &[Element {
        name: Name::new(MESSAGE, "vaccinationMedicalRecord"),
        required: false,
        repeats: true,
    }];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.item_into(&mut self.vaccination_medical_record)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// What a source system has recorded at one time: who is responsible, and what was done.
#[derive(Clone, Default, PartialEq)]
pub struct VaccinationMedicalRecord<'a> {
    /// `vaccinationMedicalRecordHeader`
    pub vaccination_medical_record_header: PatientSummaryHeader<'a>,
    /// `vaccinationMedicalRecordBody`
    pub vaccination_medical_record_body: VaccinationMedicalRecordBody<'a>,
}

impl fmt::Debug for VaccinationMedicalRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaccinationMedicalRecord(hidden)")
    }
}

impl<'a> Complex<'a> for VaccinationMedicalRecord<'a> {
    const NAME: &'static str = "VaccinationMedicalRecord";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "vaccinationMedicalRecordHeader"),
            required: true,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "vaccinationMedicalRecordBody"),
            required: true,
            repeats: false,
        },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.vaccination_medical_record_header)?,
            1 => reader.complex(&mut self.vaccination_medical_record_body)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `PatientSummaryHeader` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct PatientSummaryHeader<'a> {
    /// `documentId`
    pub document_id: Cow<'a, str>,
    /// `sourceSystemHSAId`
    pub source_system_hsa_id: Cow<'a, str>,
    /// `documentTitle`
    pub document_title: Option<Cow<'a, str>>,
    /// `documentTime`
    pub document_time: Option<Cow<'a, str>>,
    /// `patientId`
    pub patient_id: PersonId<'a>,
    /// `accountableHealthcareProfessional`
    pub accountable_healthcare_professional: HealthcareProfessional<'a>,
    /// `legalAuthenticator`
    pub legal_authenticator: Option<Box<LegalAuthenticator<'a>>>,
    /// `approvedForPatient`
    pub approved_for_patient: bool,
    /// `careContactId`
    pub care_contact_id: Option<Cow<'a, str>>,
    /// `nullified`
    pub nullified: Option<bool>,
    /// `nullifiedReason`
    pub nullified_reason: Option<bool>,
}

impl fmt::Debug for PatientSummaryHeader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PatientSummaryHeader(hidden)")
    }
}

impl<'a> Complex<'a> for PatientSummaryHeader<'a> {
    const NAME: &'static str = "PatientSummaryHeader";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "documentId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "sourceSystemHSAId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "documentTitle"), required: false, repeats: false },
        Element { name: Name::new(CORE, "documentTime"), required: false, repeats: false },
        Element { name: Name::new(CORE, "patientId"), required: true, repeats: false },
        Element {
            name: Name::new(CORE, "accountableHealthcareProfessional"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(CORE, "legalAuthenticator"), required: false, repeats: false },
        Element { name: Name::new(CORE, "approvedForPatient"), required: true, repeats: false },
        Element { name: Name::new(CORE, "careContactId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "nullified"), required: false, repeats: false },
        Element { name: Name::new(CORE, "nullifiedReason"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.document_id = reader.text("documentId")?,
            1 => self.source_system_hsa_id = reader.text("sourceSystemHSAId")?,
            2 => self.document_title = Some(reader.text("documentTitle")?),
            3 => {
                self.document_time =
                    Some(reader.checked("documentTime", |text| TIME_STAMP_PATTERN.matches(text))?)
            }
            4 => reader.complex(&mut self.patient_id)?,
            5 => reader.complex(&mut self.accountable_healthcare_professional)?,
            6 => reader.complex(self.legal_authenticator.get_or_insert_default().as_mut())?,
            7 => self.approved_for_patient = reader.boolean("approvedForPatient")?,
            8 => self.care_contact_id = Some(reader.text("careContactId")?),
            9 => self.nullified = Some(reader.boolean("nullified")?),
            10 => self.nullified_reason = Some(reader.boolean("nullifiedReason")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `HealthcareProfessional` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct HealthcareProfessional<'a> {
    /// `authorTime`
    pub author_time: Cow<'a, str>,
    /// `healthcareProfessionalHSAId`
    pub healthcare_professional_hsa_id: Option<Cow<'a, str>>,
    /// `healthcareProfessionalName`
    pub healthcare_professional_name: Option<Cow<'a, str>>,
    /// `healthcareProfessionalRoleCode`
    pub healthcare_professional_role_code: Option<Box<CodedValue<'a>>>,
    /// `healthcareProfessionalOrgUnit`
    pub healthcare_professional_org_unit: Option<Box<OrgUnit<'a>>>,
    /// `healthcareProfessionalCareUnitHSAId`
    pub healthcare_professional_care_unit_hsa_id: Option<Cow<'a, str>>,
    /// `healthcareProfessionalCareGiverHSAId`
    pub healthcare_professional_care_giver_hsa_id: Option<Cow<'a, str>>,
}

impl fmt::Debug for HealthcareProfessional<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HealthcareProfessional(hidden)")
    }
}

impl<'a> Complex<'a> for HealthcareProfessional<'a> {
    const NAME: &'static str = "HealthcareProfessional";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "authorTime"), required: true, repeats: false },
        Element {
            name: Name::new(CORE, "healthcareProfessionalHSAId"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "healthcareProfessionalName"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "healthcareProfessionalRoleCode"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "healthcareProfessionalOrgUnit"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "healthcareProfessionalCareUnitHSAId"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "healthcareProfessionalCareGiverHSAId"),
            required: false,
            repeats: false,
        },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.author_time =
                    reader.checked("authorTime", |text| TIME_STAMP_PATTERN.matches(text))?
            }
            1 => {
                self.healthcare_professional_hsa_id =
                    Some(reader.text("healthcareProfessionalHSAId")?)
            }
            2 => {
                self.healthcare_professional_name = Some(reader.text("healthcareProfessionalName")?)
            }
            3 => reader
                .complex(self.healthcare_professional_role_code.get_or_insert_default().as_mut())?,
            4 => reader
                .complex(self.healthcare_professional_org_unit.get_or_insert_default().as_mut())?,
            5 => {
                self.healthcare_professional_care_unit_hsa_id =
                    Some(reader.text("healthcareProfessionalCareUnitHSAId")?)
            }
            6 => {
                self.healthcare_professional_care_giver_hsa_id =
                    Some(reader.text("healthcareProfessionalCareGiverHSAId")?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `CodedValue` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CodedValue<'a> {
    /// `code`
    pub code: Option<Cow<'a, str>>,
    /// `codeSystem`
    pub code_system: Option<Cow<'a, str>>,
    /// `codeSystemName`
    pub code_system_name: Option<Cow<'a, str>>,
    /// `codeSystemVersion`
    pub code_system_version: Option<Cow<'a, str>>,
    /// `displayName`
    pub display_name: Option<Cow<'a, str>>,
    /// `originalText`
    pub original_text: Option<Cow<'a, str>>,
}

impl fmt::Debug for CodedValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodedValue(hidden)")
    }
}

impl<'a> Complex<'a> for CodedValue<'a> {
    const NAME: &'static str = "CodedValue";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "code"), required: false, repeats: false },
        Element { name: Name::new(CORE, "codeSystem"), required: false, repeats: false },
        Element { name: Name::new(CORE, "codeSystemName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "codeSystemVersion"), required: false, repeats: false },
        Element { name: Name::new(CORE, "displayName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "originalText"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.code = Some(reader.text("code")?),
            1 => self.code_system = Some(reader.text("codeSystem")?),
            2 => self.code_system_name = Some(reader.text("codeSystemName")?),
            3 => self.code_system_version = Some(reader.text("codeSystemVersion")?),
            4 => self.display_name = Some(reader.text("displayName")?),
            5 => self.original_text = Some(reader.text("originalText")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `OrgUnit` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct OrgUnit<'a> {
    /// `orgUnitHSAid`
    pub org_unit_hsa_id: Option<Cow<'a, str>>,
    /// `orgUnitName`
    pub org_unit_name: Option<Cow<'a, str>>,
    /// `orgUnitTelecom`
    pub org_unit_telecom: Option<Cow<'a, str>>,
    /// `orgUnitEmail`
    pub org_unit_email: Option<Cow<'a, str>>,
    /// `orgUnitAddress`
    pub org_unit_address: Option<Cow<'a, str>>,
    /// `orgUnitLocation`
    pub org_unit_location: Option<Cow<'a, str>>,
}

impl fmt::Debug for OrgUnit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrgUnit(hidden)")
    }
}

impl<'a> Complex<'a> for OrgUnit<'a> {
    const NAME: &'static str = "OrgUnit";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "orgUnitHSAid"), required: false, repeats: false },
        Element { name: Name::new(CORE, "orgUnitName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "orgUnitTelecom"), required: false, repeats: false },
        Element { name: Name::new(CORE, "orgUnitEmail"), required: false, repeats: false },
        Element { name: Name::new(CORE, "orgUnitAddress"), required: false, repeats: false },
        Element { name: Name::new(CORE, "orgUnitLocation"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.org_unit_hsa_id = Some(reader.text("orgUnitHSAid")?),
            1 => self.org_unit_name = Some(reader.text("orgUnitName")?),
            2 => self.org_unit_telecom = Some(reader.text("orgUnitTelecom")?),
            3 => self.org_unit_email = Some(reader.text("orgUnitEmail")?),
            4 => self.org_unit_address = Some(reader.text("orgUnitAddress")?),
            5 => self.org_unit_location = Some(reader.text("orgUnitLocation")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `LegalAuthenticator` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct LegalAuthenticator<'a> {
    /// `signatureTime`
    pub signature_time: Cow<'a, str>,
    /// `legalAuthenticatorHSAid`
    pub legal_authenticator_hsa_id: Option<Cow<'a, str>>,
    /// `legalAuthenticatorName`
    pub legal_authenticator_name: Option<Cow<'a, str>>,
}

impl fmt::Debug for LegalAuthenticator<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LegalAuthenticator(hidden)")
    }
}

impl<'a> Complex<'a> for LegalAuthenticator<'a> {
    const NAME: &'static str = "LegalAuthenticator";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "signatureTime"), required: true, repeats: false },
        Element {
            name: Name::new(CORE, "legalAuthenticatorHSAid"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "legalAuthenticatorName"),
            required: false,
            repeats: false,
        },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.signature_time =
                    reader.checked("signatureTime", |text| TIME_STAMP_PATTERN.matches(text))?
            }
            1 => self.legal_authenticator_hsa_id = Some(reader.text("legalAuthenticatorHSAid")?),
            2 => self.legal_authenticator_name = Some(reader.text("legalAuthenticatorName")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `VaccinationMedicalRecordBody` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct VaccinationMedicalRecordBody<'a> {
    /// `registrationRecord`
    pub registration_record: RegistrationRecord<'a>,
    /// `administrationRecord`
    pub administration_record: Vec<AdministrationRecord<'a>>,
}

impl fmt::Debug for VaccinationMedicalRecordBody<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaccinationMedicalRecordBody(hidden)")
    }
}

impl<'a> Complex<'a> for VaccinationMedicalRecordBody<'a> {
    const NAME: &'static str = "VaccinationMedicalRecordBody";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "registrationRecord"), required: true, repeats: false },
        Element { name: Name::new(CORE, "administrationRecord"), required: false, repeats: true },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.registration_record)?,
            1 => reader.complex_into(&mut self.administration_record)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `RegistrationRecord` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct RegistrationRecord<'a> {
    /// `careGiverOrg`
    pub care_giver_org: OrgUnit<'a>,
    /// `careGiverContact`
    pub care_giver_contact: Option<Box<Actor<'a>>>,
    /// `sourceSystemName`
    pub source_system_name: Cow<'a, str>,
    /// `sourceSystemProductName`
    pub source_system_product_name: Option<Cow<'a, str>>,
    /// `sourceSystemProductVersion`
    pub source_system_product_version: Option<Cow<'a, str>>,
    /// `sourceSystemContact`
    pub source_system_contact: Actor<'a>,
    /// `careUnitSmiId`
    pub care_unit_smi_id: Option<Cow<'a, str>>,
    /// `date`
    pub date: Cow<'a, str>,
    /// `patientPostalCode`
    pub patient_postal_code: Option<Cow<'a, str>>,
    /// `vaccinationUnstructuredNote`
    pub vaccination_unstructured_note: Option<Cow<'a, str>>,
    /// `riskCategory`
    pub risk_category: Vec<CodedValue<'a>>,
    /// `patientAdverseEffect`
    pub patient_adverse_effect: Vec<CodedValue<'a>>,
}

impl fmt::Debug for RegistrationRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationRecord(hidden)")
    }
}

impl<'a> Complex<'a> for RegistrationRecord<'a> {
    const NAME: &'static str = "RegistrationRecord";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "careGiverOrg"), required: true, repeats: false },
        Element { name: Name::new(CORE, "careGiverContact"), required: false, repeats: false },
        Element { name: Name::new(CORE, "sourceSystemName"), required: true, repeats: false },
        Element {
            name: Name::new(CORE, "sourceSystemProductName"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "sourceSystemProductVersion"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "sourceSystemContact"), required: true, repeats: false },
        Element { name: Name::new(CORE, "careUnitSmiId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "date"), required: true, repeats: false },
        Element { name: Name::new(CORE, "patientPostalCode"), required: false, repeats: false },
        Element {
            name: Name::new(CORE, "vaccinationUnstructuredNote"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "riskCategory"), required: false, repeats: true },
        Element { name: Name::new(CORE, "patientAdverseEffect"), required: false, repeats: true },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.care_giver_org)?,
            1 => reader.complex(self.care_giver_contact.get_or_insert_default().as_mut())?,
            2 => self.source_system_name = reader.text("sourceSystemName")?,
            3 => self.source_system_product_name = Some(reader.text("sourceSystemProductName")?),
            4 => {
                self.source_system_product_version =
                    Some(reader.text("sourceSystemProductVersion")?)
            }
            5 => reader.complex(&mut self.source_system_contact)?,
            6 => self.care_unit_smi_id = Some(reader.text("careUnitSmiId")?),
            7 => self.date = reader.checked("date", |text| DATE_PATTERN.matches(text))?,
            8 => self.patient_postal_code = Some(reader.text("patientPostalCode")?),
            9 => {
                self.vaccination_unstructured_note =
                    Some(reader.text("vaccinationUnstructuredNote")?)
            }
            10 => reader.complex_into(&mut self.risk_category)?,
            11 => reader.complex_into(&mut self.patient_adverse_effect)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Actor` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Actor<'a> {
    /// `hsaid`
    pub hsa_id: Option<Cow<'a, str>>,
    /// `personName`
    pub person_name: Option<Cow<'a, str>>,
    /// `personEmail`
    pub person_email: Option<Cow<'a, str>>,
    /// `personTelecom`
    pub person_telecom: Option<Cow<'a, str>>,
    /// `personAddress`
    pub person_address: Option<Cow<'a, str>>,
}

impl fmt::Debug for Actor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Actor(hidden)")
    }
}

impl<'a> Complex<'a> for Actor<'a> {
    const NAME: &'static str = "Actor";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "hsaid"), required: false, repeats: false },
        Element { name: Name::new(CORE, "personName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "personEmail"), required: false, repeats: false },
        Element { name: Name::new(CORE, "personTelecom"), required: false, repeats: false },
        Element { name: Name::new(CORE, "personAddress"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.hsa_id = Some(reader.text("hsaid")?),
            1 => self.person_name = Some(reader.text("personName")?),
            2 => self.person_email = Some(reader.text("personEmail")?),
            3 => self.person_telecom = Some(reader.text("personTelecom")?),
            4 => self.person_address = Some(reader.text("personAddress")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `AdministrationRecord` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct AdministrationRecord<'a> {
    /// `vaccinationProgramName`
    pub vaccination_program_name: Option<Box<CodedValue<'a>>>,
    /// `prescriberOrg`
    pub prescriber_org: Option<Box<OrgUnit<'a>>>,
    /// `prescriberPerson`
    pub prescriber_person: Option<Box<Actor<'a>>>,
    /// `performerOrg`
    pub performer_org: Option<Box<OrgUnit<'a>>>,
    /// `performer`
    pub performer: Option<Box<Actor<'a>>>,
    /// `anatomicalSite`
    pub anatomical_site: Option<Box<CodedValue<'a>>>,
    /// `route`
    pub route: Option<Box<CodedValue<'a>>>,
    /// `dosage`
    pub dosage: Option<Box<Dose<'a>>>,
    /// `isDoseComplete`
    pub is_dose_complete: Option<bool>,
    /// `doseOrdinalNumber`
    pub dose_ordinal_number: Option<Cow<'a, str>>,
    /// `numberOfPrescribedDoses`
    pub number_of_prescribed_doses: Option<Cow<'a, str>>,
    /// `sourceDescription`
    pub source_description: Option<Cow<'a, str>>,
    /// `commentPrescription`
    pub comment_prescription: Option<Cow<'a, str>>,
    /// `commentAdministration`
    pub comment_administration: Option<Cow<'a, str>>,
    /// `patientAdverseEffect`
    pub patient_adverse_effect: Vec<CodedValue<'a>>,
    /// `vaccineType`
    pub vaccine_type: Option<Box<CodedValue<'a>>>,
    /// `vaccineName`
    pub vaccine_name: Option<Box<CodedValue<'a>>>,
    /// `vaccineBatchId`
    pub vaccine_batch_id: Option<Cow<'a, str>>,
    /// `vaccineManufacturer`
    pub vaccine_manufacturer: Option<Cow<'a, str>>,
    /// `vaccineTargetDisease`
    pub vaccine_target_disease: Vec<CodedValue<'a>>,
    /// `vaccinationUniqueReference`
    pub vaccination_unique_reference: Option<Box<InstanceIdentifier<'a>>>,
}

impl fmt::Debug for AdministrationRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdministrationRecord(hidden)")
    }
}

impl<'a> Complex<'a> for AdministrationRecord<'a> {
    const NAME: &'static str = "AdministrationRecord";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "vaccinationProgramName"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "prescriberOrg"), required: false, repeats: false },
        Element { name: Name::new(CORE, "prescriberPerson"), required: false, repeats: false },
        Element { name: Name::new(CORE, "performerOrg"), required: false, repeats: false },
        Element { name: Name::new(CORE, "performer"), required: false, repeats: false },
        Element { name: Name::new(CORE, "anatomicalSite"), required: false, repeats: false },
        Element { name: Name::new(CORE, "route"), required: false, repeats: false },
        Element { name: Name::new(CORE, "dosage"), required: false, repeats: false },
        Element { name: Name::new(CORE, "isDoseComplete"), required: false, repeats: false },
        Element { name: Name::new(CORE, "doseOrdinalNumber"), required: false, repeats: false },
        Element {
            name: Name::new(CORE, "numberOfPrescribedDoses"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "sourceDescription"), required: false, repeats: false },
        Element { name: Name::new(CORE, "commentPrescription"), required: false, repeats: false },
        Element { name: Name::new(CORE, "commentAdministration"), required: false, repeats: false },
        Element { name: Name::new(CORE, "patientAdverseEffect"), required: false, repeats: true },
        Element { name: Name::new(CORE, "vaccineType"), required: false, repeats: false },
        Element { name: Name::new(CORE, "vaccineName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "vaccineBatchId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "vaccineManufacturer"), required: false, repeats: false },
        Element { name: Name::new(CORE, "vaccineTargetDisease"), required: false, repeats: true },
        Element {
            name: Name::new(CORE, "vaccinationUniqueReference"),
            required: false,
            repeats: false,
        },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(self.vaccination_program_name.get_or_insert_default().as_mut())?,
            1 => reader.complex(self.prescriber_org.get_or_insert_default().as_mut())?,
            2 => reader.complex(self.prescriber_person.get_or_insert_default().as_mut())?,
            3 => reader.complex(self.performer_org.get_or_insert_default().as_mut())?,
            4 => reader.complex(self.performer.get_or_insert_default().as_mut())?,
            5 => reader.complex(self.anatomical_site.get_or_insert_default().as_mut())?,
            6 => reader.complex(self.route.get_or_insert_default().as_mut())?,
            7 => reader.complex(self.dosage.get_or_insert_default().as_mut())?,
            8 => self.is_dose_complete = Some(reader.boolean("isDoseComplete")?),
            9 => {
                self.dose_ordinal_number =
                    Some(reader.checked("doseOrdinalNumber", lexical::is_integer)?)
            }
            10 => {
                self.number_of_prescribed_doses =
                    Some(reader.checked("numberOfPrescribedDoses", lexical::is_integer)?)
            }
            11 => self.source_description = Some(reader.text("sourceDescription")?),
            12 => self.comment_prescription = Some(reader.text("commentPrescription")?),
            13 => self.comment_administration = Some(reader.text("commentAdministration")?),
            14 => reader.complex_into(&mut self.patient_adverse_effect)?,
            15 => reader.complex(self.vaccine_type.get_or_insert_default().as_mut())?,
            16 => reader.complex(self.vaccine_name.get_or_insert_default().as_mut())?,
            17 => self.vaccine_batch_id = Some(reader.text("vaccineBatchId")?),
            18 => self.vaccine_manufacturer = Some(reader.text("vaccineManufacturer")?),
            19 => reader.complex_into(&mut self.vaccine_target_disease)?,
            20 => reader
                .complex(self.vaccination_unique_reference.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Dose` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Dose<'a> {
    /// `quantity`
    pub quantity: Option<Box<Quantity<'a>>>,
    /// `displayName`
    pub display_name: Cow<'a, str>,
}

impl fmt::Debug for Dose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dose(hidden)")
    }
}

impl<'a> Complex<'a> for Dose<'a> {
    const NAME: &'static str = "Dose";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "quantity"), required: false, repeats: false },
        Element { name: Name::new(CORE, "displayName"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(self.quantity.get_or_insert_default().as_mut())?,
            1 => self.display_name = reader.text("displayName")?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Quantity` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Quantity<'a> {
    /// `value`
    pub value: Cow<'a, str>,
    /// `unit`
    pub unit: Cow<'a, str>,
}

impl fmt::Debug for Quantity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Quantity(hidden)")
    }
}

impl<'a> Complex<'a> for Quantity<'a> {
    const NAME: &'static str = "Quantity";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "value"), required: true, repeats: false },
        Element { name: Name::new(CORE, "unit"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.value = reader.checked("value", lexical::is_double)?,
            1 => self.unit = reader.text("unit")?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `InstanceIdentifier` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct InstanceIdentifier<'a> {
    /// `root`
    pub root: Cow<'a, str>,
    /// `extension`
    pub extension: Option<Cow<'a, str>>,
}

impl fmt::Debug for InstanceIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstanceIdentifier(hidden)")
    }
}

impl<'a> Complex<'a> for InstanceIdentifier<'a> {
    const NAME: &'static str = "InstanceIdentifier";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "root"), required: true, repeats: false },
        Element { name: Name::new(CORE, "extension"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.root = reader.text("root")?,
            1 => self.extension = Some(reader.text("extension")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

impl<'a> Body<'a> for GetVaccinationHistory<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "GetVaccinationHistory");
    const CONTRACT: &'static Contract = &CONTRACT;
}

impl<'a> Body<'a> for GetVaccinationHistoryResponse<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "GetVaccinationHistoryResponse");
    const CONTRACT: &'static Contract = &CONTRACT;
}

/// GetVaccinationHistory 1.0 as values that own their text, for writing and for comparison.
pub mod owned {
    use std::fmt;

    use yaserde::{YaDeserialize, YaSerialize};

    use crate::rivta::contract::{Answer, Contract, Question};

    /// `GetVaccinationHistory` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "GetVaccinationHistory", prefix = "message", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1", "message" = "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:1" })]
    pub struct GetVaccinationHistory {
        /// `careUnitHSAid`
        #[yaserde(rename = "careUnitHSAid", prefix = "message")]
        pub care_unit_hsa_id: Vec<String>,
        /// `patientId`
        #[yaserde(rename = "patientId", prefix = "message")]
        pub patient_id: PersonId,
        /// `timePeriod`
        #[yaserde(rename = "timePeriod", prefix = "message")]
        pub time_period: Option<DatePeriod>,
        /// `sourceSystemHSAid`
        #[yaserde(rename = "sourceSystemHSAid", prefix = "message")]
        pub source_system_hsa_id: Option<String>,
        /// `careContactId`
        #[yaserde(rename = "careContactId", prefix = "message")]
        pub care_contact_id: Vec<String>,
    }

    impl fmt::Debug for GetVaccinationHistory {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("GetVaccinationHistory(hidden)")
        }
    }

    impl Question for GetVaccinationHistory {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::GetVaccinationHistory<'_>> for GetVaccinationHistory {
        fn from(read: &super::GetVaccinationHistory<'_>) -> Self {
            Self {
                care_unit_hsa_id: read
                    .care_unit_hsa_id
                    .iter()
                    .map(|text| text.as_ref().to_owned())
                    .collect(),
                patient_id: (&read.patient_id).into(),
                time_period: read.time_period.as_deref().map(Into::into),
                source_system_hsa_id: read.source_system_hsa_id.as_deref().map(str::to_owned),
                care_contact_id: read
                    .care_contact_id
                    .iter()
                    .map(|text| text.as_ref().to_owned())
                    .collect(),
            }
        }
    }

    /// An identity: its digits, and the OID that says what kind it is.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "PersonId", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct PersonId {
        /// `id`
        #[yaserde(rename = "id", prefix = "core")]
        pub id: String,
        /// `type`
        #[yaserde(rename = "type", prefix = "core")]
        pub kind: String,
    }

    impl fmt::Debug for PersonId {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PersonId(hidden)")
        }
    }

    impl From<&super::PersonId<'_>> for PersonId {
        fn from(read: &super::PersonId<'_>) -> Self {
            Self { id: read.id.as_ref().to_owned(), kind: read.kind.as_ref().to_owned() }
        }
    }

    /// `DatePeriod` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "DatePeriod", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct DatePeriod {
        /// `start`
        #[yaserde(rename = "start", prefix = "core")]
        pub start: Option<String>,
        /// `end`
        #[yaserde(rename = "end", prefix = "core")]
        pub end: Option<String>,
    }

    impl fmt::Debug for DatePeriod {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("DatePeriod(hidden)")
        }
    }

    impl From<&super::DatePeriod<'_>> for DatePeriod {
        fn from(read: &super::DatePeriod<'_>) -> Self {
            Self {
                start: read.start.as_deref().map(str::to_owned),
                end: read.end.as_deref().map(str::to_owned),
            }
        }
    }

    /// `GetVaccinationHistoryResponse` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "GetVaccinationHistoryResponse", prefix = "message", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1", "message" = "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:1" })]
    pub struct GetVaccinationHistoryResponse {
        /// `vaccinationMedicalRecord`
        #[yaserde(rename = "vaccinationMedicalRecord", prefix = "message")]
        pub vaccination_medical_record: Vec<VaccinationMedicalRecord>,
    }

    impl fmt::Debug for GetVaccinationHistoryResponse {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("GetVaccinationHistoryResponse(hidden)")
        }
    }

    impl Answer for GetVaccinationHistoryResponse {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::GetVaccinationHistoryResponse<'_>> for GetVaccinationHistoryResponse {
        fn from(read: &super::GetVaccinationHistoryResponse<'_>) -> Self {
            Self {
                vaccination_medical_record: read
                    .vaccination_medical_record
                    .iter()
                    .filter_map(|item| item.value.as_deref().ok().map(Into::into))
                    .collect(),
            }
        }
    }

    /// What a source system has recorded at one time: who is responsible, and what was done.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "VaccinationMedicalRecord", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct VaccinationMedicalRecord {
        /// `vaccinationMedicalRecordHeader`
        #[yaserde(rename = "vaccinationMedicalRecordHeader", prefix = "core")]
        pub vaccination_medical_record_header: PatientSummaryHeader,
        /// `vaccinationMedicalRecordBody`
        #[yaserde(rename = "vaccinationMedicalRecordBody", prefix = "core")]
        pub vaccination_medical_record_body: VaccinationMedicalRecordBody,
    }

    impl fmt::Debug for VaccinationMedicalRecord {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("VaccinationMedicalRecord(hidden)")
        }
    }

    impl From<&super::VaccinationMedicalRecord<'_>> for VaccinationMedicalRecord {
        fn from(read: &super::VaccinationMedicalRecord<'_>) -> Self {
            Self {
                vaccination_medical_record_header: (&read.vaccination_medical_record_header).into(),
                vaccination_medical_record_body: (&read.vaccination_medical_record_body).into(),
            }
        }
    }

    /// `PatientSummaryHeader` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "PatientSummaryHeader", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct PatientSummaryHeader {
        /// `documentId`
        #[yaserde(rename = "documentId", prefix = "core")]
        pub document_id: String,
        /// `sourceSystemHSAId`
        #[yaserde(rename = "sourceSystemHSAId", prefix = "core")]
        pub source_system_hsa_id: String,
        /// `documentTitle`
        #[yaserde(rename = "documentTitle", prefix = "core")]
        pub document_title: Option<String>,
        /// `documentTime`
        #[yaserde(rename = "documentTime", prefix = "core")]
        pub document_time: Option<String>,
        /// `patientId`
        #[yaserde(rename = "patientId", prefix = "core")]
        pub patient_id: PersonId,
        /// `accountableHealthcareProfessional`
        #[yaserde(rename = "accountableHealthcareProfessional", prefix = "core")]
        pub accountable_healthcare_professional: HealthcareProfessional,
        /// `legalAuthenticator`
        #[yaserde(rename = "legalAuthenticator", prefix = "core")]
        pub legal_authenticator: Option<LegalAuthenticator>,
        /// `approvedForPatient`
        #[yaserde(rename = "approvedForPatient", prefix = "core")]
        pub approved_for_patient: bool,
        /// `careContactId`
        #[yaserde(rename = "careContactId", prefix = "core")]
        pub care_contact_id: Option<String>,
        /// `nullified`
        #[yaserde(rename = "nullified", prefix = "core")]
        pub nullified: Option<bool>,
        /// `nullifiedReason`
        #[yaserde(rename = "nullifiedReason", prefix = "core")]
        pub nullified_reason: Option<bool>,
    }

    impl fmt::Debug for PatientSummaryHeader {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PatientSummaryHeader(hidden)")
        }
    }

    impl From<&super::PatientSummaryHeader<'_>> for PatientSummaryHeader {
        fn from(read: &super::PatientSummaryHeader<'_>) -> Self {
            Self {
                document_id: read.document_id.as_ref().to_owned(),
                source_system_hsa_id: read.source_system_hsa_id.as_ref().to_owned(),
                document_title: read.document_title.as_deref().map(str::to_owned),
                document_time: read.document_time.as_deref().map(str::to_owned),
                patient_id: (&read.patient_id).into(),
                accountable_healthcare_professional: (&read.accountable_healthcare_professional)
                    .into(),
                legal_authenticator: read.legal_authenticator.as_deref().map(Into::into),
                approved_for_patient: read.approved_for_patient,
                care_contact_id: read.care_contact_id.as_deref().map(str::to_owned),
                nullified: read.nullified,
                nullified_reason: read.nullified_reason,
            }
        }
    }

    /// `HealthcareProfessional` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "HealthcareProfessional", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct HealthcareProfessional {
        /// `authorTime`
        #[yaserde(rename = "authorTime", prefix = "core")]
        pub author_time: String,
        /// `healthcareProfessionalHSAId`
        #[yaserde(rename = "healthcareProfessionalHSAId", prefix = "core")]
        pub healthcare_professional_hsa_id: Option<String>,
        /// `healthcareProfessionalName`
        #[yaserde(rename = "healthcareProfessionalName", prefix = "core")]
        pub healthcare_professional_name: Option<String>,
        /// `healthcareProfessionalRoleCode`
        #[yaserde(rename = "healthcareProfessionalRoleCode", prefix = "core")]
        pub healthcare_professional_role_code: Option<CodedValue>,
        /// `healthcareProfessionalOrgUnit`
        #[yaserde(rename = "healthcareProfessionalOrgUnit", prefix = "core")]
        pub healthcare_professional_org_unit: Option<OrgUnit>,
        /// `healthcareProfessionalCareUnitHSAId`
        #[yaserde(rename = "healthcareProfessionalCareUnitHSAId", prefix = "core")]
        pub healthcare_professional_care_unit_hsa_id: Option<String>,
        /// `healthcareProfessionalCareGiverHSAId`
        #[yaserde(rename = "healthcareProfessionalCareGiverHSAId", prefix = "core")]
        pub healthcare_professional_care_giver_hsa_id: Option<String>,
    }

    impl fmt::Debug for HealthcareProfessional {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("HealthcareProfessional(hidden)")
        }
    }

    impl From<&super::HealthcareProfessional<'_>> for HealthcareProfessional {
        fn from(read: &super::HealthcareProfessional<'_>) -> Self {
            Self {
                author_time: read.author_time.as_ref().to_owned(),
                healthcare_professional_hsa_id: read
                    .healthcare_professional_hsa_id
                    .as_deref()
                    .map(str::to_owned),
                healthcare_professional_name: read
                    .healthcare_professional_name
                    .as_deref()
                    .map(str::to_owned),
                healthcare_professional_role_code: read
                    .healthcare_professional_role_code
                    .as_deref()
                    .map(Into::into),
                healthcare_professional_org_unit: read
                    .healthcare_professional_org_unit
                    .as_deref()
                    .map(Into::into),
                healthcare_professional_care_unit_hsa_id: read
                    .healthcare_professional_care_unit_hsa_id
                    .as_deref()
                    .map(str::to_owned),
                healthcare_professional_care_giver_hsa_id: read
                    .healthcare_professional_care_giver_hsa_id
                    .as_deref()
                    .map(str::to_owned),
            }
        }
    }

    /// `CodedValue` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CodedValue", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct CodedValue {
        /// `code`
        #[yaserde(rename = "code", prefix = "core")]
        pub code: Option<String>,
        /// `codeSystem`
        #[yaserde(rename = "codeSystem", prefix = "core")]
        pub code_system: Option<String>,
        /// `codeSystemName`
        #[yaserde(rename = "codeSystemName", prefix = "core")]
        pub code_system_name: Option<String>,
        /// `codeSystemVersion`
        #[yaserde(rename = "codeSystemVersion", prefix = "core")]
        pub code_system_version: Option<String>,
        /// `displayName`
        #[yaserde(rename = "displayName", prefix = "core")]
        pub display_name: Option<String>,
        /// `originalText`
        #[yaserde(rename = "originalText", prefix = "core")]
        pub original_text: Option<String>,
    }

    impl fmt::Debug for CodedValue {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CodedValue(hidden)")
        }
    }

    impl From<&super::CodedValue<'_>> for CodedValue {
        fn from(read: &super::CodedValue<'_>) -> Self {
            Self {
                code: read.code.as_deref().map(str::to_owned),
                code_system: read.code_system.as_deref().map(str::to_owned),
                code_system_name: read.code_system_name.as_deref().map(str::to_owned),
                code_system_version: read.code_system_version.as_deref().map(str::to_owned),
                display_name: read.display_name.as_deref().map(str::to_owned),
                original_text: read.original_text.as_deref().map(str::to_owned),
            }
        }
    }

    /// `OrgUnit` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "OrgUnit", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct OrgUnit {
        /// `orgUnitHSAid`
        #[yaserde(rename = "orgUnitHSAid", prefix = "core")]
        pub org_unit_hsa_id: Option<String>,
        /// `orgUnitName`
        #[yaserde(rename = "orgUnitName", prefix = "core")]
        pub org_unit_name: Option<String>,
        /// `orgUnitTelecom`
        #[yaserde(rename = "orgUnitTelecom", prefix = "core")]
        pub org_unit_telecom: Option<String>,
        /// `orgUnitEmail`
        #[yaserde(rename = "orgUnitEmail", prefix = "core")]
        pub org_unit_email: Option<String>,
        /// `orgUnitAddress`
        #[yaserde(rename = "orgUnitAddress", prefix = "core")]
        pub org_unit_address: Option<String>,
        /// `orgUnitLocation`
        #[yaserde(rename = "orgUnitLocation", prefix = "core")]
        pub org_unit_location: Option<String>,
    }

    impl fmt::Debug for OrgUnit {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("OrgUnit(hidden)")
        }
    }

    impl From<&super::OrgUnit<'_>> for OrgUnit {
        fn from(read: &super::OrgUnit<'_>) -> Self {
            Self {
                org_unit_hsa_id: read.org_unit_hsa_id.as_deref().map(str::to_owned),
                org_unit_name: read.org_unit_name.as_deref().map(str::to_owned),
                org_unit_telecom: read.org_unit_telecom.as_deref().map(str::to_owned),
                org_unit_email: read.org_unit_email.as_deref().map(str::to_owned),
                org_unit_address: read.org_unit_address.as_deref().map(str::to_owned),
                org_unit_location: read.org_unit_location.as_deref().map(str::to_owned),
            }
        }
    }

    /// `LegalAuthenticator` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "LegalAuthenticator", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct LegalAuthenticator {
        /// `signatureTime`
        #[yaserde(rename = "signatureTime", prefix = "core")]
        pub signature_time: String,
        /// `legalAuthenticatorHSAid`
        #[yaserde(rename = "legalAuthenticatorHSAid", prefix = "core")]
        pub legal_authenticator_hsa_id: Option<String>,
        /// `legalAuthenticatorName`
        #[yaserde(rename = "legalAuthenticatorName", prefix = "core")]
        pub legal_authenticator_name: Option<String>,
    }

    impl fmt::Debug for LegalAuthenticator {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("LegalAuthenticator(hidden)")
        }
    }

    impl From<&super::LegalAuthenticator<'_>> for LegalAuthenticator {
        fn from(read: &super::LegalAuthenticator<'_>) -> Self {
            Self {
                signature_time: read.signature_time.as_ref().to_owned(),
                legal_authenticator_hsa_id: read
                    .legal_authenticator_hsa_id
                    .as_deref()
                    .map(str::to_owned),
                legal_authenticator_name: read
                    .legal_authenticator_name
                    .as_deref()
                    .map(str::to_owned),
            }
        }
    }

    /// `VaccinationMedicalRecordBody` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "VaccinationMedicalRecordBody", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct VaccinationMedicalRecordBody {
        /// `registrationRecord`
        #[yaserde(rename = "registrationRecord", prefix = "core")]
        pub registration_record: RegistrationRecord,
        /// `administrationRecord`
        #[yaserde(rename = "administrationRecord", prefix = "core")]
        pub administration_record: Vec<AdministrationRecord>,
    }

    impl fmt::Debug for VaccinationMedicalRecordBody {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("VaccinationMedicalRecordBody(hidden)")
        }
    }

    impl From<&super::VaccinationMedicalRecordBody<'_>> for VaccinationMedicalRecordBody {
        fn from(read: &super::VaccinationMedicalRecordBody<'_>) -> Self {
            Self {
                registration_record: (&read.registration_record).into(),
                administration_record: read.administration_record.iter().map(Into::into).collect(),
            }
        }
    }

    /// `RegistrationRecord` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "RegistrationRecord", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct RegistrationRecord {
        /// `careGiverOrg`
        #[yaserde(rename = "careGiverOrg", prefix = "core")]
        pub care_giver_org: OrgUnit,
        /// `careGiverContact`
        #[yaserde(rename = "careGiverContact", prefix = "core")]
        pub care_giver_contact: Option<Actor>,
        /// `sourceSystemName`
        #[yaserde(rename = "sourceSystemName", prefix = "core")]
        pub source_system_name: String,
        /// `sourceSystemProductName`
        #[yaserde(rename = "sourceSystemProductName", prefix = "core")]
        pub source_system_product_name: Option<String>,
        /// `sourceSystemProductVersion`
        #[yaserde(rename = "sourceSystemProductVersion", prefix = "core")]
        pub source_system_product_version: Option<String>,
        /// `sourceSystemContact`
        #[yaserde(rename = "sourceSystemContact", prefix = "core")]
        pub source_system_contact: Actor,
        /// `careUnitSmiId`
        #[yaserde(rename = "careUnitSmiId", prefix = "core")]
        pub care_unit_smi_id: Option<String>,
        /// `date`
        #[yaserde(rename = "date", prefix = "core")]
        pub date: String,
        /// `patientPostalCode`
        #[yaserde(rename = "patientPostalCode", prefix = "core")]
        pub patient_postal_code: Option<String>,
        /// `vaccinationUnstructuredNote`
        #[yaserde(rename = "vaccinationUnstructuredNote", prefix = "core")]
        pub vaccination_unstructured_note: Option<String>,
        /// `riskCategory`
        #[yaserde(rename = "riskCategory", prefix = "core")]
        pub risk_category: Vec<CodedValue>,
        /// `patientAdverseEffect`
        #[yaserde(rename = "patientAdverseEffect", prefix = "core")]
        pub patient_adverse_effect: Vec<CodedValue>,
    }

    impl fmt::Debug for RegistrationRecord {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("RegistrationRecord(hidden)")
        }
    }

    impl From<&super::RegistrationRecord<'_>> for RegistrationRecord {
        fn from(read: &super::RegistrationRecord<'_>) -> Self {
            Self {
                care_giver_org: (&read.care_giver_org).into(),
                care_giver_contact: read.care_giver_contact.as_deref().map(Into::into),
                source_system_name: read.source_system_name.as_ref().to_owned(),
                source_system_product_name: read
                    .source_system_product_name
                    .as_deref()
                    .map(str::to_owned),
                source_system_product_version: read
                    .source_system_product_version
                    .as_deref()
                    .map(str::to_owned),
                source_system_contact: (&read.source_system_contact).into(),
                care_unit_smi_id: read.care_unit_smi_id.as_deref().map(str::to_owned),
                date: read.date.as_ref().to_owned(),
                patient_postal_code: read.patient_postal_code.as_deref().map(str::to_owned),
                vaccination_unstructured_note: read
                    .vaccination_unstructured_note
                    .as_deref()
                    .map(str::to_owned),
                risk_category: read.risk_category.iter().map(Into::into).collect(),
                patient_adverse_effect: read
                    .patient_adverse_effect
                    .iter()
                    .map(Into::into)
                    .collect(),
            }
        }
    }

    /// `Actor` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Actor", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct Actor {
        /// `hsaid`
        #[yaserde(rename = "hsaid", prefix = "core")]
        pub hsa_id: Option<String>,
        /// `personName`
        #[yaserde(rename = "personName", prefix = "core")]
        pub person_name: Option<String>,
        /// `personEmail`
        #[yaserde(rename = "personEmail", prefix = "core")]
        pub person_email: Option<String>,
        /// `personTelecom`
        #[yaserde(rename = "personTelecom", prefix = "core")]
        pub person_telecom: Option<String>,
        /// `personAddress`
        #[yaserde(rename = "personAddress", prefix = "core")]
        pub person_address: Option<String>,
    }

    impl fmt::Debug for Actor {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Actor(hidden)")
        }
    }

    impl From<&super::Actor<'_>> for Actor {
        fn from(read: &super::Actor<'_>) -> Self {
            Self {
                hsa_id: read.hsa_id.as_deref().map(str::to_owned),
                person_name: read.person_name.as_deref().map(str::to_owned),
                person_email: read.person_email.as_deref().map(str::to_owned),
                person_telecom: read.person_telecom.as_deref().map(str::to_owned),
                person_address: read.person_address.as_deref().map(str::to_owned),
            }
        }
    }

    /// `AdministrationRecord` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "AdministrationRecord", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct AdministrationRecord {
        /// `vaccinationProgramName`
        #[yaserde(rename = "vaccinationProgramName", prefix = "core")]
        pub vaccination_program_name: Option<CodedValue>,
        /// `prescriberOrg`
        #[yaserde(rename = "prescriberOrg", prefix = "core")]
        pub prescriber_org: Option<OrgUnit>,
        /// `prescriberPerson`
        #[yaserde(rename = "prescriberPerson", prefix = "core")]
        pub prescriber_person: Option<Actor>,
        /// `performerOrg`
        #[yaserde(rename = "performerOrg", prefix = "core")]
        pub performer_org: Option<OrgUnit>,
        /// `performer`
        #[yaserde(rename = "performer", prefix = "core")]
        pub performer: Option<Actor>,
        /// `anatomicalSite`
        #[yaserde(rename = "anatomicalSite", prefix = "core")]
        pub anatomical_site: Option<CodedValue>,
        /// `route`
        #[yaserde(rename = "route", prefix = "core")]
        pub route: Option<CodedValue>,
        /// `dosage`
        #[yaserde(rename = "dosage", prefix = "core")]
        pub dosage: Option<Dose>,
        /// `isDoseComplete`
        #[yaserde(rename = "isDoseComplete", prefix = "core")]
        pub is_dose_complete: Option<bool>,
        /// `doseOrdinalNumber`
        #[yaserde(rename = "doseOrdinalNumber", prefix = "core")]
        pub dose_ordinal_number: Option<String>,
        /// `numberOfPrescribedDoses`
        #[yaserde(rename = "numberOfPrescribedDoses", prefix = "core")]
        pub number_of_prescribed_doses: Option<String>,
        /// `sourceDescription`
        #[yaserde(rename = "sourceDescription", prefix = "core")]
        pub source_description: Option<String>,
        /// `commentPrescription`
        #[yaserde(rename = "commentPrescription", prefix = "core")]
        pub comment_prescription: Option<String>,
        /// `commentAdministration`
        #[yaserde(rename = "commentAdministration", prefix = "core")]
        pub comment_administration: Option<String>,
        /// `patientAdverseEffect`
        #[yaserde(rename = "patientAdverseEffect", prefix = "core")]
        pub patient_adverse_effect: Vec<CodedValue>,
        /// `vaccineType`
        #[yaserde(rename = "vaccineType", prefix = "core")]
        pub vaccine_type: Option<CodedValue>,
        /// `vaccineName`
        #[yaserde(rename = "vaccineName", prefix = "core")]
        pub vaccine_name: Option<CodedValue>,
        /// `vaccineBatchId`
        #[yaserde(rename = "vaccineBatchId", prefix = "core")]
        pub vaccine_batch_id: Option<String>,
        /// `vaccineManufacturer`
        #[yaserde(rename = "vaccineManufacturer", prefix = "core")]
        pub vaccine_manufacturer: Option<String>,
        /// `vaccineTargetDisease`
        #[yaserde(rename = "vaccineTargetDisease", prefix = "core")]
        pub vaccine_target_disease: Vec<CodedValue>,
        /// `vaccinationUniqueReference`
        #[yaserde(rename = "vaccinationUniqueReference", prefix = "core")]
        pub vaccination_unique_reference: Option<InstanceIdentifier>,
    }

    impl fmt::Debug for AdministrationRecord {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("AdministrationRecord(hidden)")
        }
    }

    impl From<&super::AdministrationRecord<'_>> for AdministrationRecord {
        fn from(read: &super::AdministrationRecord<'_>) -> Self {
            Self {
                vaccination_program_name: read.vaccination_program_name.as_deref().map(Into::into),
                prescriber_org: read.prescriber_org.as_deref().map(Into::into),
                prescriber_person: read.prescriber_person.as_deref().map(Into::into),
                performer_org: read.performer_org.as_deref().map(Into::into),
                performer: read.performer.as_deref().map(Into::into),
                anatomical_site: read.anatomical_site.as_deref().map(Into::into),
                route: read.route.as_deref().map(Into::into),
                dosage: read.dosage.as_deref().map(Into::into),
                is_dose_complete: read.is_dose_complete,
                dose_ordinal_number: read.dose_ordinal_number.as_deref().map(str::to_owned),
                number_of_prescribed_doses: read
                    .number_of_prescribed_doses
                    .as_deref()
                    .map(str::to_owned),
                source_description: read.source_description.as_deref().map(str::to_owned),
                comment_prescription: read.comment_prescription.as_deref().map(str::to_owned),
                comment_administration: read.comment_administration.as_deref().map(str::to_owned),
                patient_adverse_effect: read
                    .patient_adverse_effect
                    .iter()
                    .map(Into::into)
                    .collect(),
                vaccine_type: read.vaccine_type.as_deref().map(Into::into),
                vaccine_name: read.vaccine_name.as_deref().map(Into::into),
                vaccine_batch_id: read.vaccine_batch_id.as_deref().map(str::to_owned),
                vaccine_manufacturer: read.vaccine_manufacturer.as_deref().map(str::to_owned),
                vaccine_target_disease: read
                    .vaccine_target_disease
                    .iter()
                    .map(Into::into)
                    .collect(),
                vaccination_unique_reference: read
                    .vaccination_unique_reference
                    .as_deref()
                    .map(Into::into),
            }
        }
    }

    /// `Dose` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Dose", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct Dose {
        /// `quantity`
        #[yaserde(rename = "quantity", prefix = "core")]
        pub quantity: Option<Quantity>,
        /// `displayName`
        #[yaserde(rename = "displayName", prefix = "core")]
        pub display_name: String,
    }

    impl fmt::Debug for Dose {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Dose(hidden)")
        }
    }

    impl From<&super::Dose<'_>> for Dose {
        fn from(read: &super::Dose<'_>) -> Self {
            Self {
                quantity: read.quantity.as_deref().map(Into::into),
                display_name: read.display_name.as_ref().to_owned(),
            }
        }
    }

    /// `Quantity` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Quantity", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct Quantity {
        /// `value`
        #[yaserde(rename = "value", prefix = "core")]
        pub value: String,
        /// `unit`
        #[yaserde(rename = "unit", prefix = "core")]
        pub unit: String,
    }

    impl fmt::Debug for Quantity {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Quantity(hidden)")
        }
    }

    impl From<&super::Quantity<'_>> for Quantity {
        fn from(read: &super::Quantity<'_>) -> Self {
            Self { value: read.value.as_ref().to_owned(), unit: read.unit.as_ref().to_owned() }
        }
    }

    /// `InstanceIdentifier` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "InstanceIdentifier", prefix = "core", namespaces = { "core" = "urn:riv:clinicalprocess:activityprescription:actoutcome:1" })]
    pub struct InstanceIdentifier {
        /// `root`
        #[yaserde(rename = "root", prefix = "core")]
        pub root: String,
        /// `extension`
        #[yaserde(rename = "extension", prefix = "core")]
        pub extension: Option<String>,
    }

    impl fmt::Debug for InstanceIdentifier {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("InstanceIdentifier(hidden)")
        }
    }

    impl From<&super::InstanceIdentifier<'_>> for InstanceIdentifier {
        fn from(read: &super::InstanceIdentifier<'_>) -> Self {
            Self {
                root: read.root.as_ref().to_owned(),
                extension: read.extension.as_deref().map(str::to_owned),
            }
        }
    }
}
