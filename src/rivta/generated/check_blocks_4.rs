//! Bindings of CheckBlocks 4.0.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

use std::borrow::Cow;
use std::fmt;

use yaserde::{YaDeserialize, YaSerialize};

use crate::rivta::contract::{Body, Contract};
use crate::rivta::xml::{Complex, Element, Item, Name, Namespace, Reader, Stop, lexical};

/// What a caller of CheckBlocks 4.0 must know.
pub const CONTRACT: Contract = Contract {
    name: "CheckBlocks",
    version: "4.0",
    responder_namespace: "urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4",
    soap_action: "urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4:CheckBlocks",
    request_element: "CheckBlocks",
    response_element: "CheckBlocksResponse",
    path: "informationsecurity/authorization/blocking/CheckBlocks/4/rivtabp21",
};

/// `urn:riv:informationsecurity:authorization:blocking:4`
const CORE: Namespace = Namespace::known(8);
/// `urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4`
const MESSAGE: Namespace = Namespace::known(9);

/// `ResultCode` of the contract.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4" })]
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
    /// `VALIDATIONERROR`
    #[yaserde(rename = "VALIDATIONERROR")]
    Validationerror,
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
            "VALIDATIONERROR" => Self::Validationerror,
            "ACCESSDENIED" => Self::Accessdenied,
            "NOTFOUND" => Self::Notfound,
            "ALREADYEXISTS" => Self::Alreadyexists,
            "INVALIDSTATE" => Self::Invalidstate,
            _ => Self::Unknown,
        }
    }
}

/// VALIDATIONERROR: this row was not checked.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4" })]
pub enum CheckStatus {
    /// A code that the contract does not know.
    #[default]
    Unknown,
    /// `OK`
    #[yaserde(rename = "OK")]
    Ok,
    /// `BLOCKED`
    #[yaserde(rename = "BLOCKED")]
    Blocked,
    /// `VALIDATIONERROR`
    #[yaserde(rename = "VALIDATIONERROR")]
    Validationerror,
}

impl CheckStatus {
    fn from_code(code: &str) -> Self {
        match code {
            "OK" => Self::Ok,
            "BLOCKED" => Self::Blocked,
            "VALIDATIONERROR" => Self::Validationerror,
            _ => Self::Unknown,
        }
    }
}

/// `CheckBlocks` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckBlocks<'a> {
    /// `accessingActor`
    pub accessing_actor: AccessingActor<'a>,
    /// `patientId`
    pub patient_id: InstanceIdentifier<'a>,
    /// `informationEntities`
    pub information_entities: Vec<InformationEntity<'a>>,
}

impl fmt::Debug for CheckBlocks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckBlocks(hidden)")
    }
}

impl<'a> Complex<'a> for CheckBlocks<'a> {
    const NAME: &'static str = "CheckBlocks";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(MESSAGE, "accessingActor"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "patientId"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "informationEntities"), required: true, repeats: true },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.accessing_actor)?,
            1 => reader.complex(&mut self.patient_id)?,
            2 => reader.complex_into(&mut self.information_entities)?,
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

/// What is to be read: where it was written, about what time, and of which kind. The answer names it by its row.
#[derive(Clone, Default, PartialEq)]
pub struct InformationEntity<'a> {
    /// `informationStartDate`
    pub information_start_date: Cow<'a, str>,
    /// `informationEndDate`
    pub information_end_date: Cow<'a, str>,
    /// `informationCareUnitId`
    pub information_care_unit_id: Cow<'a, str>,
    /// `informationCareProviderId`
    pub information_care_provider_id: Cow<'a, str>,
    /// `informationType`
    pub information_type: Option<Cow<'a, str>>,
    /// `rowNumber`
    pub row_number: Cow<'a, str>,
}

impl fmt::Debug for InformationEntity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InformationEntity(hidden)")
    }
}

impl<'a> Complex<'a> for InformationEntity<'a> {
    const NAME: &'static str = "InformationEntity";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "informationStartDate"), required: true, repeats: false },
        Element { name: Name::new(CORE, "informationEndDate"), required: true, repeats: false },
        Element { name: Name::new(CORE, "informationCareUnitId"), required: true, repeats: false },
        Element {
            name: Name::new(CORE, "informationCareProviderId"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(CORE, "informationType"), required: false, repeats: false },
        Element { name: Name::new(CORE, "rowNumber"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.information_start_date =
                    reader.checked("informationStartDate", lexical::is_date_time)?
            }
            1 => {
                self.information_end_date =
                    reader.checked("informationEndDate", lexical::is_date_time)?
            }
            2 => {
                self.information_care_unit_id = reader
                    .checked("informationCareUnitId", |text| lexical::has_length(text, 0, 32))?
            }
            3 => {
                self.information_care_provider_id = reader
                    .checked("informationCareProviderId", |text| lexical::has_length(text, 0, 32))?
            }
            4 => {
                self.information_type = Some(
                    reader.checked("informationType", |text| lexical::has_length(text, 0, 6))?,
                )
            }
            5 => {
                self.row_number = reader.checked("rowNumber", |text| {
                    lexical::is_between(text, -2147483648, 2147483647)
                })?
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `CheckBlocksResponse` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckBlocksResponse<'a> {
    /// `checkBlocksResult`
    pub check_blocks_result: Option<Item<CheckBlocksResult<'a>>>,
}

impl fmt::Debug for CheckBlocksResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckBlocksResponse(hidden)")
    }
}

impl<'a> Complex<'a> for CheckBlocksResponse<'a> {
    const NAME: &'static str = "CheckBlocksResponse";
    const ELEMENTS: &'static [Element] = &[Element {
        name: Name::new(MESSAGE, "checkBlocksResult"),
        required: true,
        repeats: false,
    }];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.check_blocks_result = Some(reader.item()?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `CheckBlocksResult` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckBlocksResult<'a> {
    /// `result`
    pub result: CallResult<'a>,
    /// `checkResults`
    pub check_results: Vec<CheckResult<'a>>,
}

impl fmt::Debug for CheckBlocksResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckBlocksResult(hidden)")
    }
}

impl<'a> Complex<'a> for CheckBlocksResult<'a> {
    const NAME: &'static str = "CheckBlocksResult";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "result"), required: true, repeats: false },
        Element { name: Name::new(CORE, "checkResults"), required: false, repeats: true },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.result)?,
            1 => reader.complex_into(&mut self.check_results)?,
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

/// `CheckResult` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CheckResult<'a> {
    /// `status`
    pub status: CheckStatus,
    /// `rowNumber`
    pub row_number: Cow<'a, str>,
}

impl fmt::Debug for CheckResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckResult(hidden)")
    }
}

impl<'a> Complex<'a> for CheckResult<'a> {
    const NAME: &'static str = "CheckResult";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "status"), required: true, repeats: false },
        Element { name: Name::new(CORE, "rowNumber"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.status = reader.code("status", CheckStatus::from_code, CheckStatus::Unknown)?
            }
            1 => {
                self.row_number = reader.checked("rowNumber", |text| {
                    lexical::is_between(text, -2147483648, 2147483647)
                })?
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

impl<'a> Body<'a> for CheckBlocks<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "CheckBlocks");
    const CONTRACT: &'static Contract = &CONTRACT;
}

impl<'a> Body<'a> for CheckBlocksResponse<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "CheckBlocksResponse");
    const CONTRACT: &'static Contract = &CONTRACT;
}

/// CheckBlocks 4.0 as values that own their text, for writing and for comparison.
pub mod owned {
    use std::fmt;

    use yaserde::{YaDeserialize, YaSerialize};

    use crate::rivta::contract::{Answer, Contract, Question};

    use super::{CheckStatus, ResultCode};

    /// `CheckBlocks` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckBlocks", prefix = "message", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4", "message" = "urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4" })]
    pub struct CheckBlocks {
        /// `accessingActor`
        #[yaserde(rename = "accessingActor", prefix = "message")]
        pub accessing_actor: AccessingActor,
        /// `patientId`
        #[yaserde(rename = "patientId", prefix = "message")]
        pub patient_id: InstanceIdentifier,
        /// `informationEntities`
        #[yaserde(rename = "informationEntities", prefix = "message")]
        pub information_entities: Vec<InformationEntity>,
    }

    impl fmt::Debug for CheckBlocks {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckBlocks(hidden)")
        }
    }

    impl Question for CheckBlocks {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::CheckBlocks<'_>> for CheckBlocks {
        fn from(read: &super::CheckBlocks<'_>) -> Self {
            Self {
                accessing_actor: (&read.accessing_actor).into(),
                patient_id: (&read.patient_id).into(),
                information_entities: read.information_entities.iter().map(Into::into).collect(),
            }
        }
    }

    /// Who wants to read: a person in an assignment.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "AccessingActor", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4" })]
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
    #[yaserde(rename = "InstanceIdentifier", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4" })]
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

    /// What is to be read: where it was written, about what time, and of which kind. The answer names it by its row.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "InformationEntity", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4" })]
    pub struct InformationEntity {
        /// `informationStartDate`
        #[yaserde(rename = "informationStartDate", prefix = "core")]
        pub information_start_date: String,
        /// `informationEndDate`
        #[yaserde(rename = "informationEndDate", prefix = "core")]
        pub information_end_date: String,
        /// `informationCareUnitId`
        #[yaserde(rename = "informationCareUnitId", prefix = "core")]
        pub information_care_unit_id: String,
        /// `informationCareProviderId`
        #[yaserde(rename = "informationCareProviderId", prefix = "core")]
        pub information_care_provider_id: String,
        /// `informationType`
        #[yaserde(rename = "informationType", prefix = "core")]
        pub information_type: Option<String>,
        /// `rowNumber`
        #[yaserde(rename = "rowNumber", prefix = "core")]
        pub row_number: String,
    }

    impl fmt::Debug for InformationEntity {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("InformationEntity(hidden)")
        }
    }

    impl From<&super::InformationEntity<'_>> for InformationEntity {
        fn from(read: &super::InformationEntity<'_>) -> Self {
            Self {
                information_start_date: read.information_start_date.as_ref().to_owned(),
                information_end_date: read.information_end_date.as_ref().to_owned(),
                information_care_unit_id: read.information_care_unit_id.as_ref().to_owned(),
                information_care_provider_id: read.information_care_provider_id.as_ref().to_owned(),
                information_type: read.information_type.as_deref().map(str::to_owned),
                row_number: read.row_number.as_ref().to_owned(),
            }
        }
    }

    /// `CheckBlocksResponse` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckBlocksResponse", prefix = "message", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4", "message" = "urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4" })]
    pub struct CheckBlocksResponse {
        /// `checkBlocksResult`
        #[yaserde(rename = "checkBlocksResult", prefix = "message")]
        pub check_blocks_result: CheckBlocksResult,
    }

    impl fmt::Debug for CheckBlocksResponse {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckBlocksResponse(hidden)")
        }
    }

    impl Answer for CheckBlocksResponse {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::CheckBlocksResponse<'_>> for CheckBlocksResponse {
        fn from(read: &super::CheckBlocksResponse<'_>) -> Self {
            Self {
                check_blocks_result: read
                    .check_blocks_result
                    .as_ref()
                    .and_then(|item| item.value.as_deref().ok().map(Into::into))
                    .unwrap_or_default(),
            }
        }
    }

    /// `CheckBlocksResult` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckBlocksResult", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4" })]
    pub struct CheckBlocksResult {
        /// `result`
        #[yaserde(rename = "result", prefix = "core")]
        pub result: CallResult,
        /// `checkResults`
        #[yaserde(rename = "checkResults", prefix = "core")]
        pub check_results: Vec<CheckResult>,
    }

    impl fmt::Debug for CheckBlocksResult {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckBlocksResult(hidden)")
        }
    }

    impl From<&super::CheckBlocksResult<'_>> for CheckBlocksResult {
        fn from(read: &super::CheckBlocksResult<'_>) -> Self {
            Self {
                result: (&read.result).into(),
                check_results: read.check_results.iter().map(Into::into).collect(),
            }
        }
    }

    /// Anything but OK and INFO means that nothing was checked.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CallResult", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4" })]
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

    /// `CheckResult` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CheckResult", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:authorization:blocking:4" })]
    pub struct CheckResult {
        /// `status`
        #[yaserde(rename = "status", prefix = "core")]
        pub status: CheckStatus,
        /// `rowNumber`
        #[yaserde(rename = "rowNumber", prefix = "core")]
        pub row_number: String,
    }

    impl fmt::Debug for CheckResult {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CheckResult(hidden)")
        }
    }

    impl From<&super::CheckResult<'_>> for CheckResult {
        fn from(read: &super::CheckResult<'_>) -> Self {
            Self { status: read.status, row_number: read.row_number.as_ref().to_owned() }
        }
    }
}
