//! Bindings of CheckPatientRelation 1.0.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

use std::borrow::Cow;
use std::fmt;

use yaserde::{YaDeserialize, YaSerialize};

use crate::rivta::contract::{Body, Contract};
use crate::rivta::xml::{Complex, Element, Item, Name, Namespace, Reader, Stop, lexical};

/// What a caller of CheckPatientRelation 1.0 must know.
pub const CONTRACT: Contract = Contract {
    name: "CheckPatientRelation",
    version: "1.0",
    responder_namespace: "urn:riv:ehr:patientrelationship:accesscontrol:CheckPatientRelationResponder:1",
    soap_action: "urn:riv:ehr:patientrelationship:accesscontrol:CheckPatientRelationResponder:1:CheckPatientRelation",
    request_element: "CheckPatientRelationRequest",
    response_element: "CheckPatientRelationResponse",
    path: "ehr/patientrelationship/accesscontrol/CheckPatientRelation/1/rivtabp21",
};

/// `urn:riv:ehr:patientrelationship:1`
const CORE: Namespace = Namespace::known(4);
/// `urn:riv:ehr:patientrelationship:accesscontrol:CheckPatientRelationResponder:1`
const MESSAGE: Namespace = Namespace::known(5);

/// `ResultCode` of the contract.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "core", namespaces = { "core" = "urn:riv:ehr:patientrelationship:1" })]
pub enum ResultCode {
    /// A code that the contract does not know.
    #[default]
    Unknown,
    /// `OK`
    #[yaserde(rename = "OK")]
    Ok,
    /// `INFO`
    #[yaserde(rename = "INFO")]
    Info,
    /// `ERROR`
    #[yaserde(rename = "ERROR")]
    Error,
    /// `VALIDATION_ERROR`
    #[yaserde(rename = "VALIDATION_ERROR")]
    ValidationError,
    /// `ACCESSDENIED`
    #[yaserde(rename = "ACCESSDENIED")]
    Accessdenied,
    /// `NOTFOUND`
    #[yaserde(rename = "NOTFOUND")]
    Notfound,
    /// `ALREADYEXISTS`
    #[yaserde(rename = "ALREADYEXISTS")]
    Alreadyexists,
    /// `INVALIDSTATE`
    #[yaserde(rename = "INVALIDSTATE")]
    Invalidstate,
}

impl ResultCode {
    fn from_code(code: &str) -> Self {
        match code {
            "OK" => Self::Ok,
            "INFO" => Self::Info,
            "ERROR" => Self::Error,
            "VALIDATION_ERROR" => Self::ValidationError,
            "ACCESSDENIED" => Self::Accessdenied,
            "NOTFOUND" => Self::Notfound,
            "ALREADYEXISTS" => Self::Alreadyexists,
            "INVALIDSTATE" => Self::Invalidstate,
            _ => Self::Unknown,
        }
    }
}

/// `CheckPatientRelationRequest` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckPatientRelationRequest<'a> {
    /// `AccessingActor`
    pub accessing_actor: AccessingActor<'a>,
    /// `PatientId`
    pub patient_id: Cow<'a, str>,
}

impl fmt::Debug for CheckPatientRelationRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckPatientRelationRequest(hidden)")
    }
}

impl<'a> Complex<'a> for CheckPatientRelationRequest<'a> {
    const NAME: &'static str = "CheckPatientRelationRequest";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(MESSAGE, "AccessingActor"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "PatientId"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.accessing_actor)?,
            1 => {
                self.patient_id =
                    reader.checked("PatientId", |text| lexical::has_length(text, 0, 12))?
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// Who wants to read: a person in an assignment.
#[derive(Clone, Default, PartialEq)]
pub struct AccessingActor<'a> {
    /// `EmployeeId`
    pub employee_id: Cow<'a, str>,
    /// `CareProviderId`
    pub care_provider_id: Cow<'a, str>,
    /// `CareUnitId`
    pub care_unit_id: Cow<'a, str>,
}

impl fmt::Debug for AccessingActor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessingActor(hidden)")
    }
}

impl<'a> Complex<'a> for AccessingActor<'a> {
    const NAME: &'static str = "AccessingActor";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "EmployeeId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "CareProviderId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "CareUnitId"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.employee_id =
                    reader.checked("EmployeeId", |text| lexical::has_length(text, 0, 32))?
            }
            1 => {
                self.care_provider_id =
                    reader.checked("CareProviderId", |text| lexical::has_length(text, 0, 32))?
            }
            2 => {
                self.care_unit_id =
                    reader.checked("CareUnitId", |text| lexical::has_length(text, 0, 32))?
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `CheckPatientRelationResponse` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckPatientRelationResponse<'a> {
    /// `CheckResultType`
    pub check_result_type: Option<Item<CheckResult<'a>>>,
}

impl fmt::Debug for CheckPatientRelationResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckPatientRelationResponse(hidden)")
    }
}

impl<'a> Complex<'a> for CheckPatientRelationResponse<'a> {
    const NAME: &'static str = "CheckPatientRelationResponse";
    const ELEMENTS: &'static [Element] =
        &[Element { name: Name::new(MESSAGE, "CheckResultType"), required: true, repeats: false }];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.check_result_type = Some(reader.item()?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `CheckResult` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckResult<'a> {
    /// `Result`
    pub result: CallResult<'a>,
    /// `HasPatientrelation`
    pub has_patientrelation: bool,
}

impl fmt::Debug for CheckResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckResult(hidden)")
    }
}

impl<'a> Complex<'a> for CheckResult<'a> {
    const NAME: &'static str = "CheckResult";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "Result"), required: true, repeats: false },
        Element { name: Name::new(CORE, "HasPatientrelation"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.result)?,
            1 => self.has_patientrelation = reader.boolean("HasPatientrelation")?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// Anything but OK and INFO means that nothing was checked.
#[derive(Clone, Default, PartialEq)]
pub struct CallResult<'a> {
    /// `ResultCode`
    pub result_code: ResultCode,
    /// `ResultText`
    pub result_text: Cow<'a, str>,
}

impl fmt::Debug for CallResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallResult(hidden)")
    }
}

impl<'a> Complex<'a> for CallResult<'a> {
    const NAME: &'static str = "CallResult";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "ResultCode"), required: true, repeats: false },
        Element { name: Name::new(CORE, "ResultText"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.result_code =
                    reader.code("ResultCode", ResultCode::from_code, ResultCode::Unknown)?
            }
            1 => self.result_text = reader.text("ResultText")?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

impl<'a> Body<'a> for CheckPatientRelationRequest<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "CheckPatientRelationRequest");
    const CONTRACT: &'static Contract = &CONTRACT;
}

impl<'a> Body<'a> for CheckPatientRelationResponse<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "CheckPatientRelationResponse");
    const CONTRACT: &'static Contract = &CONTRACT;
}

/// CheckPatientRelation 1.0 as values that own their text, for writing and for comparison.
pub mod owned {
    use std::fmt;

    use yaserde::{YaDeserialize, YaSerialize};

    use crate::rivta::contract::{Answer, Contract, Question};

    use super::ResultCode;

    /// `CheckPatientRelationRequest` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckPatientRelationRequest", prefix = "message", namespaces = { "core" = "urn:riv:ehr:patientrelationship:1", "message" = "urn:riv:ehr:patientrelationship:accesscontrol:CheckPatientRelationResponder:1" })]
    pub struct CheckPatientRelationRequest {
        /// `AccessingActor`
        #[yaserde(rename = "AccessingActor", prefix = "message")]
        pub accessing_actor: AccessingActor,
        /// `PatientId`
        #[yaserde(rename = "PatientId", prefix = "message")]
        pub patient_id: String,
    }

    impl fmt::Debug for CheckPatientRelationRequest {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckPatientRelationRequest(hidden)")
        }
    }

    impl Question for CheckPatientRelationRequest {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::CheckPatientRelationRequest<'_>> for CheckPatientRelationRequest {
        fn from(read: &super::CheckPatientRelationRequest<'_>) -> Self {
            Self {
                accessing_actor: (&read.accessing_actor).into(),
                patient_id: read.patient_id.as_ref().to_owned(),
            }
        }
    }

    /// Who wants to read: a person in an assignment.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "AccessingActor", prefix = "core", namespaces = { "core" = "urn:riv:ehr:patientrelationship:1" })]
    pub struct AccessingActor {
        /// `EmployeeId`
        #[yaserde(rename = "EmployeeId", prefix = "core")]
        pub employee_id: String,
        /// `CareProviderId`
        #[yaserde(rename = "CareProviderId", prefix = "core")]
        pub care_provider_id: String,
        /// `CareUnitId`
        #[yaserde(rename = "CareUnitId", prefix = "core")]
        pub care_unit_id: String,
    }

    impl fmt::Debug for AccessingActor {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("AccessingActor(hidden)")
        }
    }

    impl From<&super::AccessingActor<'_>> for AccessingActor {
        fn from(read: &super::AccessingActor<'_>) -> Self {
            Self {
                employee_id: read.employee_id.as_ref().to_owned(),
                care_provider_id: read.care_provider_id.as_ref().to_owned(),
                care_unit_id: read.care_unit_id.as_ref().to_owned(),
            }
        }
    }

    /// `CheckPatientRelationResponse` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckPatientRelationResponse", prefix = "message", namespaces = { "core" = "urn:riv:ehr:patientrelationship:1", "message" = "urn:riv:ehr:patientrelationship:accesscontrol:CheckPatientRelationResponder:1" })]
    pub struct CheckPatientRelationResponse {
        /// `CheckResultType`
        #[yaserde(rename = "CheckResultType", prefix = "message")]
        pub check_result_type: CheckResult,
    }

    impl fmt::Debug for CheckPatientRelationResponse {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckPatientRelationResponse(hidden)")
        }
    }

    impl Answer for CheckPatientRelationResponse {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::CheckPatientRelationResponse<'_>> for CheckPatientRelationResponse {
        fn from(read: &super::CheckPatientRelationResponse<'_>) -> Self {
            Self {
                check_result_type: read
                    .check_result_type
                    .as_ref()
                    .and_then(|item| item.value.as_deref().ok().map(Into::into))
                    .unwrap_or_default(),
            }
        }
    }

    /// `CheckResult` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckResult", prefix = "core", namespaces = { "core" = "urn:riv:ehr:patientrelationship:1" })]
    pub struct CheckResult {
        /// `Result`
        #[yaserde(rename = "Result", prefix = "core")]
        pub result: CallResult,
        /// `HasPatientrelation`
        #[yaserde(rename = "HasPatientrelation", prefix = "core")]
        pub has_patientrelation: bool,
    }

    impl fmt::Debug for CheckResult {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckResult(hidden)")
        }
    }

    impl From<&super::CheckResult<'_>> for CheckResult {
        fn from(read: &super::CheckResult<'_>) -> Self {
            Self { result: (&read.result).into(), has_patientrelation: read.has_patientrelation }
        }
    }

    /// Anything but OK and INFO means that nothing was checked.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CallResult", prefix = "core", namespaces = { "core" = "urn:riv:ehr:patientrelationship:1" })]
    pub struct CallResult {
        /// `ResultCode`
        #[yaserde(rename = "ResultCode", prefix = "core")]
        pub result_code: ResultCode,
        /// `ResultText`
        #[yaserde(rename = "ResultText", prefix = "core")]
        pub result_text: String,
    }

    impl fmt::Debug for CallResult {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CallResult(hidden)")
        }
    }

    impl From<&super::CallResult<'_>> for CallResult {
        fn from(read: &super::CallResult<'_>) -> Self {
            Self {
                result_code: read.result_code,
                result_text: read.result_text.as_ref().to_owned(),
            }
        }
    }
}
