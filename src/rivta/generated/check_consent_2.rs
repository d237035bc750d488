//! Bindings of CheckConsent 2.0.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

use std::borrow::Cow;
use std::fmt;

use yaserde::{YaDeserialize, YaSerialize};

use crate::rivta::contract::{Body, Contract};
use crate::rivta::xml::{Complex, Element, Item, Name, Namespace, Reader, Stop, lexical};

/// What a caller of CheckConsent 2.0 must know.
pub const CONTRACT: Contract = Contract {
    name: "CheckConsent",
    version: "2.0",
    responder_namespace: "urn:riv:informationsecurity:authorization:consent:CheckConsentResponder:2",
    soap_action: "urn:riv:informationsecurity:authorization:consent:CheckConsentResponder:2:CheckConsent",
    request_element: "CheckConsent",
    response_element: "CheckConsentResponse",
    path: "informationsecurity/authorization/consent/CheckConsent/2/rivtabp21",
};

/// `urn:riv:informationsecurity:authorization:consent:2`
const CORE: Namespace = Namespace::known(10);
/// `urn:riv:informationsecurity:authorization:consent:CheckConsentResponder:2`
const MESSAGE: Namespace = Namespace::known(11);

/// `ResultCode` of the contract.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:consent:2" })]
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

/// Why reading is allowed: the patient said so, or could not be asked in an emergency.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:consent:2" })]
pub enum AssertionType {
    /// A code that the contract does not know.
    #[default]
    Unknown,
    /// `Consent`
    #[yaserde(rename = "Consent")]
    Consent,
    /// `Emergency`
    #[yaserde(rename = "Emergency")]
    Emergency,
}

impl AssertionType {
    fn from_code(code: &str) -> Self {
        match code {
            "Consent" => Self::Consent,
            "Emergency" => Self::Emergency,
            _ => Self::Unknown,
        }
    }
}

/// `CheckConsent` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckConsent<'a> {
    /// `accessingActor`
    pub accessing_actor: AccessingActor<'a>,
    /// `patientId`
    pub patient_id: InstanceIdentifier<'a>,
}

impl fmt::Debug for CheckConsent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckConsent(hidden)")
    }
}

impl<'a> Complex<'a> for CheckConsent<'a> {
    const NAME: &'static str = "CheckConsent";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(MESSAGE, "accessingActor"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "patientId"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.accessing_actor)?,
            1 => reader.complex(&mut self.patient_id)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// Who wants to read: a person in an assignment.
#[derive(Clone, Default, PartialEq)]
pub struct AccessingActor<'a> {
    /// `employeeId`
    pub employee_id: Cow<'a, str>,
    /// `careProviderId`
    pub care_provider_id: Cow<'a, str>,
    /// `careUnitId`
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
        Element { name: Name::new(CORE, "employeeId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "careProviderId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "careUnitId"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.employee_id =
                    reader.checked("employeeId", |text| lexical::has_length(text, 0, 32))?
            }
            1 => {
                self.care_provider_id =
                    reader.checked("careProviderId", |text| lexical::has_length(text, 0, 32))?
            }
            2 => {
                self.care_unit_id =
                    reader.checked("careUnitId", |text| lexical::has_length(text, 0, 32))?
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// An id, and the OID of its series.
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

/// `CheckConsentResponse` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckConsentResponse<'a> {
    /// `checkResult`
    pub check_result: Option<Item<CheckResult<'a>>>,
}

impl fmt::Debug for CheckConsentResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckConsentResponse(hidden)")
    }
}

impl<'a> Complex<'a> for CheckConsentResponse<'a> {
    const NAME: &'static str = "CheckConsentResponse";
    const ELEMENTS: &'static [Element] =
        &[Element { name: Name::new(MESSAGE, "checkResult"), required: true, repeats: false }];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.check_result = Some(reader.item()?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `CheckResult` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckResult<'a> {
    /// `result`
    pub result: CallResult<'a>,
    /// `hasConsent`
    pub has_consent: bool,
    /// `assertionType`
    pub assertion_type: Option<AssertionType>,
}

impl fmt::Debug for CheckResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckResult(hidden)")
    }
}

impl<'a> Complex<'a> for CheckResult<'a> {
    const NAME: &'static str = "CheckResult";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "result"), required: true, repeats: false },
        Element { name: Name::new(CORE, "hasConsent"), required: true, repeats: false },
        Element { name: Name::new(CORE, "assertionType"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.result)?,
            1 => self.has_consent = reader.boolean("hasConsent")?,
            2 => {
                self.assertion_type = Some(reader.code(
                    "assertionType",
                    AssertionType::from_code,
                    AssertionType::Unknown,
                )?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// Anything but OK and INFO means that nothing was checked.
#[derive(Clone, Default, PartialEq)]
pub struct CallResult<'a> {
    /// `resultCode`
    pub result_code: ResultCode,
    /// `resultText`
    pub result_text: Option<Cow<'a, str>>,
}

impl fmt::Debug for CallResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallResult(hidden)")
    }
}

impl<'a> Complex<'a> for CallResult<'a> {
    const NAME: &'static str = "CallResult";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "resultCode"), required: true, repeats: false },
        Element { name: Name::new(CORE, "resultText"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.result_code =
                    reader.code("resultCode", ResultCode::from_code, ResultCode::Unknown)?
            }
            1 => self.result_text = Some(reader.text("resultText")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

impl<'a> Body<'a> for CheckConsent<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "CheckConsent");
    const CONTRACT: &'static Contract = &CONTRACT;
}

impl<'a> Body<'a> for CheckConsentResponse<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "CheckConsentResponse");
    const CONTRACT: &'static Contract = &CONTRACT;
}

/// CheckConsent 2.0 as values that own their text, for writing and for comparison.
pub mod owned {
    use std::fmt;

    use yaserde::{YaDeserialize, YaSerialize};

    use crate::rivta::contract::{Answer, Contract, Question};

    use super::{AssertionType, ResultCode};

    /// `CheckConsent` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckConsent", prefix = "message", namespaces = { "core" = "urn:riv:informationsecurity:authorization:consent:2", "message" = "urn:riv:informationsecurity:authorization:consent:CheckConsentResponder:2" })]
    pub struct CheckConsent {
        /// `accessingActor`
        #[yaserde(rename = "accessingActor", prefix = "message")]
        pub accessing_actor: AccessingActor,
        /// `patientId`
        #[yaserde(rename = "patientId", prefix = "message")]
        pub patient_id: InstanceIdentifier,
    }

    impl fmt::Debug for CheckConsent {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckConsent(hidden)")
        }
    }

    impl Question for CheckConsent {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::CheckConsent<'_>> for CheckConsent {
        fn from(read: &super::CheckConsent<'_>) -> Self {
            Self {
                accessing_actor: (&read.accessing_actor).into(),
                patient_id: (&read.patient_id).into(),
            }
        }
    }

    /// Who wants to read: a person in an assignment.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "AccessingActor", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:consent:2" })]
    pub struct AccessingActor {
        /// `employeeId`
        #[yaserde(rename = "employeeId", prefix = "core")]
        pub employee_id: String,
        /// `careProviderId`
        #[yaserde(rename = "careProviderId", prefix = "core")]
        pub care_provider_id: String,
        /// `careUnitId`
        #[yaserde(rename = "careUnitId", prefix = "core")]
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

    /// An id, and the OID of its series.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "InstanceIdentifier", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:consent:2" })]
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

    /// `CheckConsentResponse` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckConsentResponse", prefix = "message", namespaces = { "core" = "urn:riv:informationsecurity:authorization:consent:2", "message" = "urn:riv:informationsecurity:authorization:consent:CheckConsentResponder:2" })]
    pub struct CheckConsentResponse {
        /// `checkResult`
        #[yaserde(rename = "checkResult", prefix = "message")]
        pub check_result: CheckResult,
    }

    impl fmt::Debug for CheckConsentResponse {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckConsentResponse(hidden)")
        }
    }

    impl Answer for CheckConsentResponse {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::CheckConsentResponse<'_>> for CheckConsentResponse {
        fn from(read: &super::CheckConsentResponse<'_>) -> Self {
            Self {
                check_result: read
                    .check_result
                    .as_ref()
                    .and_then(|item| item.value.as_deref().ok().map(Into::into))
                    .unwrap_or_default(),
            }
        }
    }

    /// `CheckResult` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckResult", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:consent:2" })]
    pub struct CheckResult {
        /// `result`
        #[yaserde(rename = "result", prefix = "core")]
        pub result: CallResult,
        /// `hasConsent`
        #[yaserde(rename = "hasConsent", prefix = "core")]
        pub has_consent: bool,
        /// `assertionType`
        #[yaserde(rename = "assertionType", prefix = "core")]
        pub assertion_type: Option<AssertionType>,
    }

    impl fmt::Debug for CheckResult {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckResult(hidden)")
        }
    }

    impl From<&super::CheckResult<'_>> for CheckResult {
        fn from(read: &super::CheckResult<'_>) -> Self {
            Self {
                result: (&read.result).into(),
                has_consent: read.has_consent,
                assertion_type: read.assertion_type,
            }
        }
    }

    /// Anything but OK and INFO means that nothing was checked.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CallResult", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:consent:2" })]
    pub struct CallResult {
        /// `resultCode`
        #[yaserde(rename = "resultCode", prefix = "core")]
        pub result_code: ResultCode,
        /// `resultText`
        #[yaserde(rename = "resultText", prefix = "core")]
        pub result_text: Option<String>,
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
                result_text: read.result_text.as_deref().map(str::to_owned),
            }
        }
    }
}
