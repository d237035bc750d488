//! Bindings of StoreLog 2.0.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

use std::borrow::Cow;
use std::fmt;

use yaserde::{YaDeserialize, YaSerialize};

use crate::rivta::contract::{Body, Contract};
use crate::rivta::xml::{Complex, Element, Item, Name, Namespace, Reader, Stop, lexical};

/// What a caller of StoreLog 2.0 must know.
pub const CONTRACT: Contract = Contract {
    name: "StoreLog",
    version: "2.0",
    responder_namespace: "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2",
    soap_action: "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2:StoreLog",
    request_element: "StoreLog",
    response_element: "StoreLogResponse",
    path: "informationsecurity/auditing/log/StoreLog/2/rivtabp21",
};

/// `urn:riv:informationsecurity:auditing:log:2`
const CORE: Namespace = Namespace::known(6);
/// `urn:riv:informationsecurity:auditing:log:StoreLogResponder:2`
const MESSAGE: Namespace = Namespace::known(7);

/// `ResultCode` of the contract.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
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
    /// `REPORT_ON_QUEUE`
    #[yaserde(rename = "REPORT_ON_QUEUE")]
    ReportOnQueue,
    /// `REPORT_IN_PROCESS`
    #[yaserde(rename = "REPORT_IN_PROCESS")]
    ReportInProcess,
    /// `REPORT_NOT_FOUND`
    #[yaserde(rename = "REPORT_NOT_FOUND")]
    ReportNotFound,
    /// `MAX_QUERY_RESULT_EXCEEDED`
    #[yaserde(rename = "MAX_QUERY_RESULT_EXCEEDED")]
    MaxQueryResultExceeded,
}

impl ResultCode {
    fn from_code(code: &str) -> Self {
        match code {
            "OK" => Self::Ok,
            "INFO" => Self::Info,
            "ERROR" => Self::Error,
            "VALIDATION_ERROR" => Self::ValidationError,
            "ACCESSDENIED" => Self::Accessdenied,
            "REPORT_ON_QUEUE" => Self::ReportOnQueue,
            "REPORT_IN_PROCESS" => Self::ReportInProcess,
            "REPORT_NOT_FOUND" => Self::ReportNotFound,
            "MAX_QUERY_RESULT_EXCEEDED" => Self::MaxQueryResultExceeded,
            _ => Self::Unknown,
        }
    }
}

/// `StoreLog` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct StoreLog<'a> {
    /// `log`
    pub log: Vec<LogEntry<'a>>,
}

impl fmt::Debug for StoreLog<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreLog(hidden)")
    }
}

impl<'a> Complex<'a> for StoreLog<'a> {
    const NAME: &'static str = "StoreLog";
    const ELEMENTS: &'static [Element] =
        &[Element { name: Name::new(MESSAGE, "log"), required: true, repeats: true }];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex_into(&mut self.log)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// Who did what, in which system, with whose information.
#[derive(Clone, Default, PartialEq)]
pub struct LogEntry<'a> {
    /// `logId`
    pub log_id: Cow<'a, str>,
    /// `system`
    pub system: System<'a>,
    /// `activity`
    pub activity: Activity<'a>,
    /// `user`
    pub user: User<'a>,
    /// `resources`
    pub resources: Resources<'a>,
}

impl fmt::Debug for LogEntry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogEntry(hidden)")
    }
}

impl<'a> Complex<'a> for LogEntry<'a> {
    const NAME: &'static str = "LogEntry";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "logId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "system"), required: true, repeats: false },
        Element { name: Name::new(CORE, "activity"), required: true, repeats: false },
        Element { name: Name::new(CORE, "user"), required: true, repeats: false },
        Element { name: Name::new(CORE, "resources"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.log_id = reader.checked("logId", |text| lexical::has_length(text, 0, 36))?,
            1 => reader.complex(&mut self.system)?,
            2 => reader.complex(&mut self.activity)?,
            3 => reader.complex(&mut self.user)?,
            4 => reader.complex(&mut self.resources)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `System` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct System<'a> {
    /// `systemId`
    pub system_id: Cow<'a, str>,
    /// `systemName`
    pub system_name: Option<Cow<'a, str>>,
}

impl fmt::Debug for System<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("System(hidden)")
    }
}

impl<'a> Complex<'a> for System<'a> {
    const NAME: &'static str = "System";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "systemId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "systemName"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.system_id =
                    reader.checked("systemId", |text| lexical::has_length(text, 0, 32))?
            }
            1 => {
                self.system_name =
                    Some(reader.checked("systemName", |text| lexical::has_length(text, 0, 256))?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Activity` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Activity<'a> {
    /// `activityType`
    pub activity_type: Cow<'a, str>,
    /// `activityLevel`
    pub activity_level: Option<Cow<'a, str>>,
    /// `activityArgs`
    pub activity_args: Option<Cow<'a, str>>,
    /// `startDate`
    pub start_date: Cow<'a, str>,
    /// `purpose`
    pub purpose: Cow<'a, str>,
}

impl fmt::Debug for Activity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Activity(hidden)")
    }
}

impl<'a> Complex<'a> for Activity<'a> {
    const NAME: &'static str = "Activity";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "activityType"), required: true, repeats: false },
        Element { name: Name::new(CORE, "activityLevel"), required: false, repeats: false },
        Element { name: Name::new(CORE, "activityArgs"), required: false, repeats: false },
        Element { name: Name::new(CORE, "startDate"), required: true, repeats: false },
        Element { name: Name::new(CORE, "purpose"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.activity_type =
                    reader.checked("activityType", |text| lexical::has_length(text, 0, 256))?
            }
            1 => {
                self.activity_level = Some(
                    reader.checked("activityLevel", |text| lexical::has_length(text, 0, 256))?,
                )
            }
            2 => {
                self.activity_args = Some(
                    reader.checked("activityArgs", |text| lexical::has_length(text, 0, 8192))?,
                )
            }
            3 => self.start_date = reader.checked("startDate", lexical::is_date_time)?,
            4 => {
                self.purpose =
                    reader.checked("purpose", |text| lexical::has_length(text, 0, 256))?
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `User` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct User<'a> {
    /// `userId`
    pub user_id: Cow<'a, str>,
    /// `name`
    pub name: Option<Cow<'a, str>>,
    /// `personId`
    pub person_id: Option<Box<InstanceIdentifier<'a>>>,
    /// `assignment`
    pub assignment: Option<Cow<'a, str>>,
    /// `title`
    pub title: Option<Cow<'a, str>>,
    /// `careProvider`
    pub care_provider: CareProvider<'a>,
    /// `careUnit`
    pub care_unit: CareUnit<'a>,
}

impl fmt::Debug for User<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("User(hidden)")
    }
}

impl<'a> Complex<'a> for User<'a> {
    const NAME: &'static str = "User";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "userId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "name"), required: false, repeats: false },
        Element { name: Name::new(CORE, "personId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "assignment"), required: false, repeats: false },
        Element { name: Name::new(CORE, "title"), required: false, repeats: false },
        Element { name: Name::new(CORE, "careProvider"), required: true, repeats: false },
        Element { name: Name::new(CORE, "careUnit"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.user_id = reader.checked("userId", |text| lexical::has_length(text, 0, 32))?
            }
            1 => {
                self.name = Some(reader.checked("name", |text| lexical::has_length(text, 0, 256))?)
            }
            2 => reader.complex(self.person_id.get_or_insert_default().as_mut())?,
            3 => {
                self.assignment =
                    Some(reader.checked("assignment", |text| lexical::has_length(text, 0, 256))?)
            }
            4 => {
                self.title =
                    Some(reader.checked("title", |text| lexical::has_length(text, 0, 256))?)
            }
            5 => reader.complex(&mut self.care_provider)?,
            6 => reader.complex(&mut self.care_unit)?,
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

/// `CareProvider` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CareProvider<'a> {
    /// `careProviderId`
    pub care_provider_id: Cow<'a, str>,
    /// `careProviderName`
    pub care_provider_name: Option<Cow<'a, str>>,
}

impl fmt::Debug for CareProvider<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CareProvider(hidden)")
    }
}

impl<'a> Complex<'a> for CareProvider<'a> {
    const NAME: &'static str = "CareProvider";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "careProviderId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "careProviderName"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.care_provider_id =
                    reader.checked("careProviderId", |text| lexical::has_length(text, 0, 32))?
            }
            1 => {
                self.care_provider_name = Some(
                    reader.checked("careProviderName", |text| lexical::has_length(text, 0, 256))?,
                )
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `CareUnit` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CareUnit<'a> {
    /// `careUnitId`
    pub care_unit_id: Cow<'a, str>,
    /// `careUnitName`
    pub care_unit_name: Option<Cow<'a, str>>,
}

impl fmt::Debug for CareUnit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CareUnit(hidden)")
    }
}

impl<'a> Complex<'a> for CareUnit<'a> {
    const NAME: &'static str = "CareUnit";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "careUnitId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "careUnitName"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.care_unit_id =
                    reader.checked("careUnitId", |text| lexical::has_length(text, 0, 32))?
            }
            1 => {
                self.care_unit_name =
                    Some(reader.checked("careUnitName", |text| lexical::has_length(text, 0, 256))?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Resources` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Resources<'a> {
    /// `resource`
    pub resource: Vec<Resource<'a>>,
}

impl fmt::Debug for Resources<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resources(hidden)")
    }
}

impl<'a> Complex<'a> for Resources<'a> {
    const NAME: &'static str = "Resources";
    const ELEMENTS: &'static [Element] =
        &[Element { name: Name::new(CORE, "resource"), required: true, repeats: true }];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex_into(&mut self.resource)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// What was read, of which patient, and who holds it.
#[derive(Clone, Default, PartialEq)]
pub struct Resource<'a> {
    /// `resourceType`
    pub resource_type: Cow<'a, str>,
    /// `patient`
    pub patient: Option<Box<Patient<'a>>>,
    /// `careProvider`
    pub care_provider: CareProvider<'a>,
    /// `careUnit`
    pub care_unit: Option<Box<CareUnit<'a>>>,
}

impl fmt::Debug for Resource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resource(hidden)")
    }
}

impl<'a> Complex<'a> for Resource<'a> {
    const NAME: &'static str = "Resource";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "resourceType"), required: true, repeats: false },
        Element { name: Name::new(CORE, "patient"), required: false, repeats: false },
        Element { name: Name::new(CORE, "careProvider"), required: true, repeats: false },
        Element { name: Name::new(CORE, "careUnit"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.resource_type =
                    reader.checked("resourceType", |text| lexical::has_length(text, 0, 256))?
            }
            1 => reader.complex(self.patient.get_or_insert_default().as_mut())?,
            2 => reader.complex(&mut self.care_provider)?,
            3 => reader.complex(self.care_unit.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Patient` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Patient<'a> {
    /// `patientId`
    pub patient_id: InstanceIdentifier<'a>,
    /// `patientName`
    pub patient_name: Option<Cow<'a, str>>,
}

impl fmt::Debug for Patient<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patient(hidden)")
    }
}

impl<'a> Complex<'a> for Patient<'a> {
    const NAME: &'static str = "Patient";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "patientId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "patientName"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.patient_id)?,
            1 => {
                self.patient_name =
                    Some(reader.checked("patientName", |text| lexical::has_length(text, 0, 256))?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// One result for all entries: all are kept, or none is.
#[derive(Clone, Default, PartialEq)]
pub struct StoreLogResponse<'a> {
    /// `result`
    pub result: Option<Item<CallResult<'a>>>,
}

impl fmt::Debug for StoreLogResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreLogResponse(hidden)")
    }
}

impl<'a> Complex<'a> for StoreLogResponse<'a> {
    const NAME: &'static str = "StoreLogResponse";
    const ELEMENTS: &'static [Element] =
        &[Element { name: Name::new(MESSAGE, "result"), required: true, repeats: false }];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.result = Some(reader.item()?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// Anything but OK and INFO means that nothing was kept.
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

impl<'a> Body<'a> for StoreLog<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "StoreLog");
    const CONTRACT: &'static Contract = &CONTRACT;
}

impl<'a> Body<'a> for StoreLogResponse<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "StoreLogResponse");
    const CONTRACT: &'static Contract = &CONTRACT;
}

/// StoreLog 2.0 as values that own their text, for writing and for comparison.
pub mod owned {
    use std::fmt;

    use yaserde::{YaDeserialize, YaSerialize};

    use crate::rivta::contract::{Answer, Contract, Question};

    use super::ResultCode;

    /// `StoreLog` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "StoreLog", prefix = "message", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2", "message" = "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2" })]
    pub struct StoreLog {
        /// `log`
        #[yaserde(rename = "log", prefix = "message")]
        pub log: Vec<LogEntry>,
    }

    impl fmt::Debug for StoreLog {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("StoreLog(hidden)")
        }
    }

    impl Question for StoreLog {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::StoreLog<'_>> for StoreLog {
        fn from(read: &super::StoreLog<'_>) -> Self {
            Self { log: read.log.iter().map(Into::into).collect() }
        }
    }

    /// Who did what, in which system, with whose information.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "LogEntry", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
    pub struct LogEntry {
        /// `logId`
        #[yaserde(rename = "logId", prefix = "core")]
        pub log_id: String,
        /// `system`
        #[yaserde(rename = "system", prefix = "core")]
        pub system: System,
        /// `activity`
        #[yaserde(rename = "activity", prefix = "core")]
        pub activity: Activity,
        /// `user`
        #[yaserde(rename = "user", prefix = "core")]
        pub user: User,
        /// `resources`
        #[yaserde(rename = "resources", prefix = "core")]
        pub resources: Resources,
    }

    impl fmt::Debug for LogEntry {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("LogEntry(hidden)")
        }
    }

    impl From<&super::LogEntry<'_>> for LogEntry {
        fn from(read: &super::LogEntry<'_>) -> Self {
            Self {
                log_id: read.log_id.as_ref().to_owned(),
                system: (&read.system).into(),
                activity: (&read.activity).into(),
                user: (&read.user).into(),
                resources: (&read.resources).into(),
            }
        }
    }

    /// `System` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "System", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
    pub struct System {
        /// `systemId`
        #[yaserde(rename = "systemId", prefix = "core")]
        pub system_id: String,
        /// `systemName`
        #[yaserde(rename = "systemName", prefix = "core")]
        pub system_name: Option<String>,
    }

    impl fmt::Debug for System {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("System(hidden)")
        }
    }

    impl From<&super::System<'_>> for System {
        fn from(read: &super::System<'_>) -> Self {
            Self {
                system_id: read.system_id.as_ref().to_owned(),
                system_name: read.system_name.as_deref().map(str::to_owned),
            }
        }
    }

    /// `Activity` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Activity", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
    pub struct Activity {
        /// `activityType`
        #[yaserde(rename = "activityType", prefix = "core")]
        pub activity_type: String,
        /// `activityLevel`
        #[yaserde(rename = "activityLevel", prefix = "core")]
        pub activity_level: Option<String>,
        /// `activityArgs`
        #[yaserde(rename = "activityArgs", prefix = "core")]
        pub activity_args: Option<String>,
        /// `startDate`
        #[yaserde(rename = "startDate", prefix = "core")]
        pub start_date: String,
        /// `purpose`
        #[yaserde(rename = "purpose", prefix = "core")]
        pub purpose: String,
    }

    impl fmt::Debug for Activity {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Activity(hidden)")
        }
    }

    impl From<&super::Activity<'_>> for Activity {
        fn from(read: &super::Activity<'_>) -> Self {
            Self {
                activity_type: read.activity_type.as_ref().to_owned(),
                activity_level: read.activity_level.as_deref().map(str::to_owned),
                activity_args: read.activity_args.as_deref().map(str::to_owned),
                start_date: read.start_date.as_ref().to_owned(),
                purpose: read.purpose.as_ref().to_owned(),
            }
        }
    }

    /// `User` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "User", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
    pub struct User {
        /// `userId`
        #[yaserde(rename = "userId", prefix = "core")]
        pub user_id: String,
        /// `name`
        #[yaserde(rename = "name", prefix = "core")]
        pub name: Option<String>,
        /// `personId`
        #[yaserde(rename = "personId", prefix = "core")]
        pub person_id: Option<InstanceIdentifier>,
        /// `assignment`
        #[yaserde(rename = "assignment", prefix = "core")]
        pub assignment: Option<String>,
        /// `title`
        #[yaserde(rename = "title", prefix = "core")]
        pub title: Option<String>,
        /// `careProvider`
        #[yaserde(rename = "careProvider", prefix = "core")]
        pub care_provider: CareProvider,
        /// `careUnit`
        #[yaserde(rename = "careUnit", prefix = "core")]
        pub care_unit: CareUnit,
    }

    impl fmt::Debug for User {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("User(hidden)")
        }
    }

    impl From<&super::User<'_>> for User {
        fn from(read: &super::User<'_>) -> Self {
            Self {
                user_id: read.user_id.as_ref().to_owned(),
                name: read.name.as_deref().map(str::to_owned),
                person_id: read.person_id.as_deref().map(Into::into),
                assignment: read.assignment.as_deref().map(str::to_owned),
                title: read.title.as_deref().map(str::to_owned),
                care_provider: (&read.care_provider).into(),
                care_unit: (&read.care_unit).into(),
            }
        }
    }

    /// An id, and the OID of its series.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "InstanceIdentifier", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
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

    /// `CareProvider` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CareProvider", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
    pub struct CareProvider {
        /// `careProviderId`
        #[yaserde(rename = "careProviderId", prefix = "core")]
        pub care_provider_id: String,
        /// `careProviderName`
        #[yaserde(rename = "careProviderName", prefix = "core")]
        pub care_provider_name: Option<String>,
    }

    impl fmt::Debug for CareProvider {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CareProvider(hidden)")
        }
    }

    impl From<&super::CareProvider<'_>> for CareProvider {
        fn from(read: &super::CareProvider<'_>) -> Self {
            Self {
                care_provider_id: read.care_provider_id.as_ref().to_owned(),
                care_provider_name: read.care_provider_name.as_deref().map(str::to_owned),
            }
        }
    }

    /// `CareUnit` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CareUnit", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
    pub struct CareUnit {
        /// `careUnitId`
        #[yaserde(rename = "careUnitId", prefix = "core")]
        pub care_unit_id: String,
        /// `careUnitName`
        #[yaserde(rename = "careUnitName", prefix = "core")]
        pub care_unit_name: Option<String>,
    }

    impl fmt::Debug for CareUnit {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CareUnit(hidden)")
        }
    }

    impl From<&super::CareUnit<'_>> for CareUnit {
        fn from(read: &super::CareUnit<'_>) -> Self {
            Self {
                care_unit_id: read.care_unit_id.as_ref().to_owned(),
                care_unit_name: read.care_unit_name.as_deref().map(str::to_owned),
            }
        }
    }

    /// `Resources` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Resources", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
    pub struct Resources {
        /// `resource`
        #[yaserde(rename = "resource", prefix = "core")]
        pub resource: Vec<Resource>,
    }

    impl fmt::Debug for Resources {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Resources(hidden)")
        }
    }

    impl From<&super::Resources<'_>> for Resources {
        fn from(read: &super::Resources<'_>) -> Self {
            Self { resource: read.resource.iter().map(Into::into).collect() }
        }
    }

    /// What was read, of which patient, and who holds it.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Resource", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
    pub struct Resource {
        /// `resourceType`
        #[yaserde(rename = "resourceType", prefix = "core")]
        pub resource_type: String,
        /// `patient`
        #[yaserde(rename = "patient", prefix = "core")]
        pub patient: Option<Patient>,
        /// `careProvider`
        #[yaserde(rename = "careProvider", prefix = "core")]
        pub care_provider: CareProvider,
        /// `careUnit`
        #[yaserde(rename = "careUnit", prefix = "core")]
        pub care_unit: Option<CareUnit>,
    }

    impl fmt::Debug for Resource {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Resource(hidden)")
        }
    }

    impl From<&super::Resource<'_>> for Resource {
        fn from(read: &super::Resource<'_>) -> Self {
            Self {
                resource_type: read.resource_type.as_ref().to_owned(),
                patient: read.patient.as_deref().map(Into::into),
                care_provider: (&read.care_provider).into(),
                care_unit: read.care_unit.as_deref().map(Into::into),
            }
        }
    }

    /// `Patient` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Patient", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
    pub struct Patient {
        /// `patientId`
        #[yaserde(rename = "patientId", prefix = "core")]
        pub patient_id: InstanceIdentifier,
        /// `patientName`
        #[yaserde(rename = "patientName", prefix = "core")]
        pub patient_name: Option<String>,
    }

    impl fmt::Debug for Patient {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Patient(hidden)")
        }
    }

    impl From<&super::Patient<'_>> for Patient {
        fn from(read: &super::Patient<'_>) -> Self {
            Self {
                patient_id: (&read.patient_id).into(),
                patient_name: read.patient_name.as_deref().map(str::to_owned),
            }
        }
    }

    /// One result for all entries: all are kept, or none is.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "StoreLogResponse", prefix = "message", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2", "message" = "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2" })]
    pub struct StoreLogResponse {
        /// `result`
        #[yaserde(rename = "result", prefix = "message")]
        pub result: CallResult,
    }

    impl fmt::Debug for StoreLogResponse {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("StoreLogResponse(hidden)")
        }
    }

    impl Answer for StoreLogResponse {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::StoreLogResponse<'_>> for StoreLogResponse {
        fn from(read: &super::StoreLogResponse<'_>) -> Self {
            Self {
                result: read
                    .result
                    .as_ref()
                    .and_then(|item| item.value.as_deref().ok().map(Into::into))
                    .unwrap_or_default(),
            }
        }
    }

    /// Anything but OK and INFO means that nothing was kept.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CallResult", prefix = "core", namespaces = { "core" = "urn:riv:informationsecurity:auditing:log:2" })]
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
