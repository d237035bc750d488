//! Bindings of ProcessingStatus 1.0 (SOAP header).
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

use std::borrow::Cow;
use std::fmt;

use yaserde::{YaDeserialize, YaSerialize};

use crate::rivta::contract::HeaderBlock;
use crate::rivta::xml::{Complex, Element, Item, Name, Namespace, Reader, Stop};

/// `urn:riv:interoperability:headers:1`
const MESSAGE: Namespace = Namespace::known(12);

/// `StatusCode` of the contract.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "message", namespaces = { "message" = "urn:riv:interoperability:headers:1" })]
pub enum StatusCode {
    /// A code that the contract does not know.
    #[default]
    Unknown,
    /// `DataFromSource`
    #[yaserde(rename = "DataFromSource")]
    DataFromSource,
    /// `DataFromCache`
    #[yaserde(rename = "DataFromCache")]
    DataFromCache,
    /// `DataFromCacheSynchFailed`
    #[yaserde(rename = "DataFromCacheSynchFailed")]
    DataFromCacheSynchFailed,
    /// `NoDataSynchFailed`
    #[yaserde(rename = "NoDataSynchFailed")]
    NoDataSynchFailed,
}

impl StatusCode {
    fn from_code(code: &str) -> Self {
        match code {
            "DataFromSource" => Self::DataFromSource,
            "DataFromCache" => Self::DataFromCache,
            "DataFromCacheSynchFailed" => Self::DataFromCacheSynchFailed,
            "NoDataSynchFailed" => Self::NoDataSynchFailed,
            _ => Self::Unknown,
        }
    }
}

/// `CausingAgent` of the contract.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "message", namespaces = { "message" = "urn:riv:interoperability:headers:1" })]
pub enum CausingAgent {
    /// A code that the contract does not know.
    #[default]
    Unknown,
    /// `service_catalog`
    #[yaserde(rename = "service_catalog")]
    ServiceCatalog,
    /// `virtualization_platform`
    #[yaserde(rename = "virtualization_platform")]
    VirtualizationPlatform,
    /// `service_producer`
    #[yaserde(rename = "service_producer")]
    ServiceProducer,
    /// `engagement_index`
    #[yaserde(rename = "engagement_index")]
    EngagementIndex,
    /// `other`
    #[yaserde(rename = "other")]
    Other,
}

impl CausingAgent {
    fn from_code(code: &str) -> Self {
        match code {
            "service_catalog" => Self::ServiceCatalog,
            "virtualization_platform" => Self::VirtualizationPlatform,
            "service_producer" => Self::ServiceProducer,
            "engagement_index" => Self::EngagementIndex,
            "other" => Self::Other,
            _ => Self::Unknown,
        }
    }
}

/// `ProcessingStatus` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct ProcessingStatus<'a> {
    /// `ProcessingStatusList`
    pub processing_status_list: Vec<Item<ProcessingStatusRecord<'a>>>,
}

impl fmt::Debug for ProcessingStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProcessingStatus(hidden)")
    }
}

impl<'a> Complex<'a> for ProcessingStatus<'a> {
    const NAME: &'static str = "ProcessingStatus";
    const ELEMENTS: &'static [Element] = &[Element {
        name: Name::new(MESSAGE, "ProcessingStatusList"),
        required: false,
        repeats: true,
    }];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.item_into(&mut self.processing_status_list)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// The national aggregating service leaves lastSuccessfulSynch out of a failed source's record.
#[derive(Clone, Default, PartialEq)]
pub struct ProcessingStatusRecord<'a> {
    /// `logicalAddress`
    pub logical_address: Option<Cow<'a, str>>,
    /// `statusCode`
    pub status_code: Option<StatusCode>,
    /// `isResponseFromCache`
    pub is_response_from_cache: Option<bool>,
    /// `isResponseInSynch`
    pub is_response_in_synch: Option<bool>,
    /// `lastSuccessfulSynch`
    pub last_successful_synch: Option<Cow<'a, str>>,
    /// `lastUnsuccessfulSynch`
    pub last_unsuccessful_synch: Option<Cow<'a, str>>,
    /// `lastUnsuccessfulSynchError`
    pub last_unsuccessful_synch_error: Option<Box<LastUnsuccessfulSynchError<'a>>>,
}

impl fmt::Debug for ProcessingStatusRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProcessingStatusRecord(hidden)")
    }
}

impl<'a> Complex<'a> for ProcessingStatusRecord<'a> {
    const NAME: &'static str = "ProcessingStatusRecord";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(MESSAGE, "logicalAddress"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "statusCode"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "isResponseFromCache"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "isResponseInSynch"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "lastSuccessfulSynch"), required: true, repeats: false },
        Element {
            name: Name::new(MESSAGE, "lastUnsuccessfulSynch"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(MESSAGE, "lastUnsuccessfulSynchError"),
            required: false,
            repeats: false,
        },
    ];
    const OPEN: bool = false;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.logical_address = Some(reader.text("logicalAddress")?),
            1 => {
                self.status_code =
                    Some(reader.code("statusCode", StatusCode::from_code, StatusCode::Unknown)?)
            }
            2 => self.is_response_from_cache = reader.lenient_boolean("isResponseFromCache")?,
            3 => self.is_response_in_synch = reader.lenient_boolean("isResponseInSynch")?,
            4 => self.last_successful_synch = Some(reader.text("lastSuccessfulSynch")?),
            5 => self.last_unsuccessful_synch = Some(reader.text("lastUnsuccessfulSynch")?),
            6 => reader
                .complex(self.last_unsuccessful_synch_error.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `LastUnsuccessfulSynchError` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct LastUnsuccessfulSynchError<'a> {
    /// `causingAgent`
    pub causing_agent: Option<CausingAgent>,
    /// `code`
    pub code: Option<Cow<'a, str>>,
    /// `text`
    pub text: Option<Cow<'a, str>>,
}

impl fmt::Debug for LastUnsuccessfulSynchError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LastUnsuccessfulSynchError(hidden)")
    }
}

impl<'a> Complex<'a> for LastUnsuccessfulSynchError<'a> {
    const NAME: &'static str = "LastUnsuccessfulSynchError";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(MESSAGE, "causingAgent"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "code"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "text"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.causing_agent = Some(reader.code(
                    "causingAgent",
                    CausingAgent::from_code,
                    CausingAgent::Unknown,
                )?)
            }
            1 => self.code = Some(reader.text("code")?),
            2 => self.text = Some(reader.text("text")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

impl<'a> HeaderBlock<'a> for ProcessingStatus<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "ProcessingStatus");
}

/// ProcessingStatus 1.0 (SOAP header) as values that own their text, for writing and for comparison.
pub mod owned {
    use std::fmt;

    use yaserde::{YaDeserialize, YaSerialize};

    use super::{CausingAgent, StatusCode};

    /// `ProcessingStatus` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "ProcessingStatus", prefix = "message", namespaces = { "message" = "urn:riv:interoperability:headers:1" })]
    pub struct ProcessingStatus {
        /// `ProcessingStatusList`
        #[yaserde(rename = "ProcessingStatusList", prefix = "message")]
        pub processing_status_list: Vec<ProcessingStatusRecord>,
    }

    impl fmt::Debug for ProcessingStatus {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("ProcessingStatus(hidden)")
        }
    }

    impl From<&super::ProcessingStatus<'_>> for ProcessingStatus {
        fn from(read: &super::ProcessingStatus<'_>) -> Self {
            Self {
                processing_status_list: read
                    .processing_status_list
                    .iter()
                    .filter_map(|item| item.value.as_deref().ok().map(Into::into))
                    .collect(),
            }
        }
    }

    /// The national aggregating service leaves lastSuccessfulSynch out of a failed source's record.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "ProcessingStatusRecord", prefix = "message", namespaces = { "message" = "urn:riv:interoperability:headers:1" })]
    pub struct ProcessingStatusRecord {
        /// `logicalAddress`
        #[yaserde(rename = "logicalAddress", prefix = "message")]
        pub logical_address: Option<String>,
        /// `statusCode`
        #[yaserde(rename = "statusCode", prefix = "message")]
        pub status_code: Option<StatusCode>,
        /// `isResponseFromCache`
        #[yaserde(rename = "isResponseFromCache", prefix = "message")]
        pub is_response_from_cache: Option<bool>,
        /// `isResponseInSynch`
        #[yaserde(rename = "isResponseInSynch", prefix = "message")]
        pub is_response_in_synch: Option<bool>,
        /// `lastSuccessfulSynch`
        #[yaserde(rename = "lastSuccessfulSynch", prefix = "message")]
        pub last_successful_synch: Option<String>,
        /// `lastUnsuccessfulSynch`
        #[yaserde(rename = "lastUnsuccessfulSynch", prefix = "message")]
        pub last_unsuccessful_synch: Option<String>,
        /// `lastUnsuccessfulSynchError`
        #[yaserde(rename = "lastUnsuccessfulSynchError", prefix = "message")]
        pub last_unsuccessful_synch_error: Option<LastUnsuccessfulSynchError>,
    }

    impl fmt::Debug for ProcessingStatusRecord {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("ProcessingStatusRecord(hidden)")
        }
    }

    impl From<&super::ProcessingStatusRecord<'_>> for ProcessingStatusRecord {
        fn from(read: &super::ProcessingStatusRecord<'_>) -> Self {
            Self {
                logical_address: read.logical_address.as_deref().map(str::to_owned),
                status_code: read.status_code,
                is_response_from_cache: read.is_response_from_cache,
                is_response_in_synch: read.is_response_in_synch,
                last_successful_synch: read.last_successful_synch.as_deref().map(str::to_owned),
                last_unsuccessful_synch: read.last_unsuccessful_synch.as_deref().map(str::to_owned),
                last_unsuccessful_synch_error: read
                    .last_unsuccessful_synch_error
                    .as_deref()
                    .map(Into::into),
            }
        }
    }

    /// `LastUnsuccessfulSynchError` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "LastUnsuccessfulSynchError", prefix = "message", namespaces = { "message" = "urn:riv:interoperability:headers:1" })]
    pub struct LastUnsuccessfulSynchError {
        /// `causingAgent`
        #[yaserde(rename = "causingAgent", prefix = "message")]
        pub causing_agent: Option<CausingAgent>,
        /// `code`
        #[yaserde(rename = "code", prefix = "message")]
        pub code: Option<String>,
        /// `text`
        #[yaserde(rename = "text", prefix = "message")]
        pub text: Option<String>,
    }

    impl fmt::Debug for LastUnsuccessfulSynchError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("LastUnsuccessfulSynchError(hidden)")
        }
    }

    impl From<&super::LastUnsuccessfulSynchError<'_>> for LastUnsuccessfulSynchError {
        fn from(read: &super::LastUnsuccessfulSynchError<'_>) -> Self {
            Self {
                causing_agent: read.causing_agent,
                code: read.code.as_deref().map(str::to_owned),
                text: read.text.as_deref().map(str::to_owned),
            }
        }
    }
}
