//! Bindings of FindContent 1.0.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

use std::borrow::Cow;
use std::fmt;

use crate::rivta::contract::{Body, Contract};
use crate::rivta::xml::{Complex, Element, Item, Name, Namespace, Pattern, Reader, State, Stop};

/// What a caller of FindContent 1.0 must know.
pub const CONTRACT: Contract = Contract {
    name: "FindContent",
    version: "1.0",
    responder_namespace: "urn:riv:itintegration:engagementindex:FindContentResponder:1",
    soap_action: "urn:riv:itintegration:engagementindex:FindContentResponder:1:FindContent",
    request_element: "FindContent",
    response_element: "FindContentResponse",
    path: "itintegration/engagementindex/FindContent/1/rivtabp21",
};

/// `urn:riv:itintegration:engagementindex:1`
const CORE: Namespace = Namespace::known(13);
/// `urn:riv:itintegration:engagementindex:FindContentResponder:1`
const MESSAGE: Namespace = Namespace::known(14);

/// `[0-9]{8}[0-9A-Zptf]{4}`
static REGISTERED_RESIDENT_IDENTIFICATION_PATTERN: Pattern = Pattern(&[
    State { accepts: false, arms: &[(b'0', b'9', 1)] },
    State { accepts: false, arms: &[(b'0', b'9', 2)] },
    State { accepts: false, arms: &[(b'0', b'9', 3)] },
    State { accepts: false, arms: &[(b'0', b'9', 4)] },
    State { accepts: false, arms: &[(b'0', b'9', 5)] },
    State { accepts: false, arms: &[(b'0', b'9', 6)] },
    State { accepts: false, arms: &[(b'0', b'9', 7)] },
    State { accepts: false, arms: &[(b'0', b'9', 8)] },
    State {
        accepts: false,
        arms: &[
            (b'0', b'9', 9),
            (b'A', b'Z', 9),
            (b'f', b'f', 9),
            (b'p', b'p', 9),
            (b't', b't', 9),
        ],
    },
    State {
        accepts: false,
        arms: &[
            (b'0', b'9', 10),
            (b'A', b'Z', 10),
            (b'f', b'f', 10),
            (b'p', b'p', 10),
            (b't', b't', 10),
        ],
    },
    State {
        accepts: false,
        arms: &[
            (b'0', b'9', 11),
            (b'A', b'Z', 11),
            (b'f', b'f', 11),
            (b'p', b'p', 11),
            (b't', b't', 11),
        ],
    },
    State {
        accepts: false,
        arms: &[
            (b'0', b'9', 12),
            (b'A', b'Z', 12),
            (b'f', b'f', 12),
            (b'p', b'p', 12),
            (b't', b't', 12),
        ],
    },
    State { accepts: true, arms: &[] },
]);

/// `[1-9]{1}[0-9]{3}(0[1-9]{1}|1[0-2]{1})([0-2]{1}[0-9]{1}|3[0-1]{1})([0-1]{1}[0-9]{1}|2[0-3]{1})[0-5]{1}[0-9]{1}[0-5]{1}[0-9]{1}`
static TIME_STAMP_PATTERN: Pattern = Pattern(&[
    State { accepts: false, arms: &[(b'1', b'9', 1)] },
    State { accepts: false, arms: &[(b'0', b'9', 2)] },
    State { accepts: false, arms: &[(b'0', b'9', 3)] },
    State { accepts: false, arms: &[(b'0', b'9', 4)] },
    State { accepts: false, arms: &[(b'0', b'0', 5), (b'1', b'1', 6)] },
    State { accepts: false, arms: &[(b'1', b'9', 7)] },
    State { accepts: false, arms: &[(b'0', b'2', 8)] },
    State { accepts: false, arms: &[(b'0', b'2', 9), (b'3', b'3', 10)] },
    State { accepts: false, arms: &[(b'0', b'2', 9), (b'3', b'3', 10)] },
    State { accepts: false, arms: &[(b'0', b'9', 11)] },
    State { accepts: false, arms: &[(b'0', b'1', 12)] },
    State { accepts: false, arms: &[(b'0', b'1', 13), (b'2', b'2', 14)] },
    State { accepts: false, arms: &[(b'0', b'1', 13), (b'2', b'2', 14)] },
    State { accepts: false, arms: &[(b'0', b'9', 15)] },
    State { accepts: false, arms: &[(b'0', b'3', 16)] },
    State { accepts: false, arms: &[(b'0', b'5', 17)] },
    State { accepts: false, arms: &[(b'0', b'5', 17)] },
    State { accepts: false, arms: &[(b'0', b'9', 18)] },
    State { accepts: false, arms: &[(b'0', b'5', 19)] },
    State { accepts: false, arms: &[(b'0', b'9', 20)] },
    State { accepts: true, arms: &[] },
]);

/// `FindContent` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct FindContent<'a> {
    /// `registeredResidentIdentification`
    pub registered_resident_identification: Cow<'a, str>,
    /// `serviceDomain`
    pub service_domain: Cow<'a, str>,
    /// `categorization`
    pub categorization: Option<Cow<'a, str>>,
    /// `logicalAddress`
    pub logical_address: Option<Cow<'a, str>>,
    /// `businessObjectInstanceIdentifier`
    pub business_object_instance_identifier: Option<Cow<'a, str>>,
    /// `clinicalProcessInterestId`
    pub clinical_process_interest_id: Option<Cow<'a, str>>,
    /// `mostRecentContent`
    pub most_recent_content: Option<Cow<'a, str>>,
    /// `sourceSystem`
    pub source_system: Option<Cow<'a, str>>,
    /// `dataController`
    pub data_controller: Option<Cow<'a, str>>,
    /// `owner`
    pub owner: Option<Cow<'a, str>>,
}

impl fmt::Debug for FindContent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FindContent(hidden)")
    }
}

impl<'a> Complex<'a> for FindContent<'a> {
    const NAME: &'static str = "FindContent";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(MESSAGE, "registeredResidentIdentification"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(MESSAGE, "serviceDomain"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "categorization"), required: false, repeats: false },
        Element { name: Name::new(MESSAGE, "logicalAddress"), required: false, repeats: false },
        Element {
            name: Name::new(MESSAGE, "businessObjectInstanceIdentifier"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(MESSAGE, "clinicalProcessInterestId"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(MESSAGE, "mostRecentContent"), required: false, repeats: false },
        Element { name: Name::new(MESSAGE, "sourceSystem"), required: false, repeats: false },
        Element { name: Name::new(MESSAGE, "dataController"), required: false, repeats: false },
        Element { name: Name::new(MESSAGE, "owner"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.registered_resident_identification = reader
                    .checked("registeredResidentIdentification", |text| {
                        REGISTERED_RESIDENT_IDENTIFICATION_PATTERN.matches(text)
                    })?
            }
            1 => self.service_domain = reader.text("serviceDomain")?,
            2 => self.categorization = Some(reader.text("categorization")?),
            3 => self.logical_address = Some(reader.text("logicalAddress")?),
            4 => {
                self.business_object_instance_identifier =
                    Some(reader.text("businessObjectInstanceIdentifier")?)
            }
            5 => {
                self.clinical_process_interest_id = Some(reader.text("clinicalProcessInterestId")?)
            }
            6 => {
                self.most_recent_content = Some(
                    reader.checked("mostRecentContent", |text| TIME_STAMP_PATTERN.matches(text))?,
                )
            }
            7 => self.source_system = Some(reader.text("sourceSystem")?),
            8 => self.data_controller = Some(reader.text("dataController")?),
            9 => self.owner = Some(reader.text("owner")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `FindContentResponse` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct FindContentResponse<'a> {
    /// `engagement`
    pub engagement: Vec<Item<Engagement<'a>>>,
}

impl fmt::Debug for FindContentResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FindContentResponse(hidden)")
    }
}

impl<'a> Complex<'a> for FindContentResponse<'a> {
    const NAME: &'static str = "FindContentResponse";
    const ELEMENTS: &'static [Element] =
        &[Element { name: Name::new(MESSAGE, "engagement"), required: false, repeats: true }];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.item_into(&mut self.engagement)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Engagement` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Engagement<'a> {
    /// `registeredResidentIdentification`
    pub registered_resident_identification: Cow<'a, str>,
    /// `serviceDomain`
    pub service_domain: Cow<'a, str>,
    /// `categorization`
    pub categorization: Cow<'a, str>,
    /// `logicalAddress`
    pub logical_address: Cow<'a, str>,
    /// `businessObjectInstanceIdentifier`
    pub business_object_instance_identifier: Cow<'a, str>,
    /// `clinicalProcessInterestId`
    pub clinical_process_interest_id: Cow<'a, str>,
    /// `mostRecentContent`
    pub most_recent_content: Option<Cow<'a, str>>,
    /// `sourceSystem`
    pub source_system: Cow<'a, str>,
    /// `creationTime`
    pub creation_time: Option<Cow<'a, str>>,
    /// `updateTime`
    pub update_time: Option<Cow<'a, str>>,
    /// `dataController`
    pub data_controller: Cow<'a, str>,
    /// `owner`
    pub owner: Option<Cow<'a, str>>,
}

impl fmt::Debug for Engagement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Engagement(hidden)")
    }
}

impl<'a> Complex<'a> for Engagement<'a> {
    const NAME: &'static str = "Engagement";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "registeredResidentIdentification"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(CORE, "serviceDomain"), required: true, repeats: false },
        Element { name: Name::new(CORE, "categorization"), required: true, repeats: false },
        Element { name: Name::new(CORE, "logicalAddress"), required: true, repeats: false },
        Element {
            name: Name::new(CORE, "businessObjectInstanceIdentifier"),
            required: true,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "clinicalProcessInterestId"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(CORE, "mostRecentContent"), required: false, repeats: false },
        Element { name: Name::new(CORE, "sourceSystem"), required: true, repeats: false },
        Element { name: Name::new(CORE, "creationTime"), required: false, repeats: false },
        Element { name: Name::new(CORE, "updateTime"), required: false, repeats: false },
        Element { name: Name::new(CORE, "dataController"), required: true, repeats: false },
        Element { name: Name::new(CORE, "owner"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.registered_resident_identification = reader
                    .checked("registeredResidentIdentification", |text| {
                        REGISTERED_RESIDENT_IDENTIFICATION_PATTERN.matches(text)
                    })?
            }
            1 => self.service_domain = reader.text("serviceDomain")?,
            2 => self.categorization = reader.text("categorization")?,
            3 => self.logical_address = reader.text("logicalAddress")?,
            4 => {
                self.business_object_instance_identifier =
                    reader.text("businessObjectInstanceIdentifier")?
            }
            5 => self.clinical_process_interest_id = reader.text("clinicalProcessInterestId")?,
            6 => {
                self.most_recent_content = Some(
                    reader.checked("mostRecentContent", |text| TIME_STAMP_PATTERN.matches(text))?,
                )
            }
            7 => self.source_system = reader.text("sourceSystem")?,
            8 => {
                self.creation_time =
                    Some(reader.checked("creationTime", |text| TIME_STAMP_PATTERN.matches(text))?)
            }
            9 => {
                self.update_time =
                    Some(reader.checked("updateTime", |text| TIME_STAMP_PATTERN.matches(text))?)
            }
            10 => self.data_controller = reader.text("dataController")?,
            11 => self.owner = Some(reader.text("owner")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

impl<'a> Body<'a> for FindContent<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "FindContent");
    const CONTRACT: &'static Contract = &CONTRACT;
}

impl<'a> Body<'a> for FindContentResponse<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "FindContentResponse");
    const CONTRACT: &'static Contract = &CONTRACT;
}

/// FindContent 1.0 as values that own their text, for writing and for comparison.
pub mod owned {
    use std::fmt;

    use yaserde::{YaDeserialize, YaSerialize};

    use crate::rivta::contract::{Answer, Contract, Question};

    /// `FindContent` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "FindContent", prefix = "message", namespaces = { "core" = "urn:riv:itintegration:engagementindex:1", "message" = "urn:riv:itintegration:engagementindex:FindContentResponder:1" })]
    pub struct FindContent {
        /// `registeredResidentIdentification`
        #[yaserde(rename = "registeredResidentIdentification", prefix = "message")]
        pub registered_resident_identification: String,
        /// `serviceDomain`
        #[yaserde(rename = "serviceDomain", prefix = "message")]
        pub service_domain: String,
        /// `categorization`
        #[yaserde(rename = "categorization", prefix = "message")]
        pub categorization: Option<String>,
        /// `logicalAddress`
        #[yaserde(rename = "logicalAddress", prefix = "message")]
        pub logical_address: Option<String>,
        /// `businessObjectInstanceIdentifier`
        #[yaserde(rename = "businessObjectInstanceIdentifier", prefix = "message")]
        pub business_object_instance_identifier: Option<String>,
        /// `clinicalProcessInterestId`
        #[yaserde(rename = "clinicalProcessInterestId", prefix = "message")]
        pub clinical_process_interest_id: Option<String>,
        /// `mostRecentContent`
        #[yaserde(rename = "mostRecentContent", prefix = "message")]
        pub most_recent_content: Option<String>,
        /// `sourceSystem`
        #[yaserde(rename = "sourceSystem", prefix = "message")]
        pub source_system: Option<String>,
        /// `dataController`
        #[yaserde(rename = "dataController", prefix = "message")]
        pub data_controller: Option<String>,
        /// `owner`
        #[yaserde(rename = "owner", prefix = "message")]
        pub owner: Option<String>,
    }

    impl fmt::Debug for FindContent {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("FindContent(hidden)")
        }
    }

    impl Question for FindContent {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::FindContent<'_>> for FindContent {
        fn from(read: &super::FindContent<'_>) -> Self {
            Self {
                registered_resident_identification: read
                    .registered_resident_identification
                    .as_ref()
                    .to_owned(),
                service_domain: read.service_domain.as_ref().to_owned(),
                categorization: read.categorization.as_deref().map(str::to_owned),
                logical_address: read.logical_address.as_deref().map(str::to_owned),
                business_object_instance_identifier: read
                    .business_object_instance_identifier
                    .as_deref()
                    .map(str::to_owned),
                clinical_process_interest_id: read
                    .clinical_process_interest_id
                    .as_deref()
                    .map(str::to_owned),
                most_recent_content: read.most_recent_content.as_deref().map(str::to_owned),
                source_system: read.source_system.as_deref().map(str::to_owned),
                data_controller: read.data_controller.as_deref().map(str::to_owned),
                owner: read.owner.as_deref().map(str::to_owned),
            }
        }
    }

    /// `FindContentResponse` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "FindContentResponse", prefix = "message", namespaces = { "core" = "urn:riv:itintegration:engagementindex:1", "message" = "urn:riv:itintegration:engagementindex:FindContentResponder:1" })]
    pub struct FindContentResponse {
        /// `engagement`
        #[yaserde(rename = "engagement", prefix = "message")]
        pub engagement: Vec<Engagement>,
    }

    impl fmt::Debug for FindContentResponse {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("FindContentResponse(hidden)")
        }
    }

    impl Answer for FindContentResponse {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::FindContentResponse<'_>> for FindContentResponse {
        fn from(read: &super::FindContentResponse<'_>) -> Self {
            Self {
                engagement: read
                    .engagement
                    .iter()
                    .filter_map(|item| item.value.as_deref().ok().map(Into::into))
                    .collect(),
            }
        }
    }

    /// `Engagement` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Engagement", prefix = "core", namespaces = { "core" = "urn:riv:itintegration:engagementindex:1" })]
    pub struct Engagement {
        /// `registeredResidentIdentification`
        #[yaserde(rename = "registeredResidentIdentification", prefix = "core")]
        pub registered_resident_identification: String,
        /// `serviceDomain`
        #[yaserde(rename = "serviceDomain", prefix = "core")]
        pub service_domain: String,
        /// `categorization`
        #[yaserde(rename = "categorization", prefix = "core")]
        pub categorization: String,
        /// `logicalAddress`
        #[yaserde(rename = "logicalAddress", prefix = "core")]
        pub logical_address: String,
        /// `businessObjectInstanceIdentifier`
        #[yaserde(rename = "businessObjectInstanceIdentifier", prefix = "core")]
        pub business_object_instance_identifier: String,
        /// `clinicalProcessInterestId`
        #[yaserde(rename = "clinicalProcessInterestId", prefix = "core")]
        pub clinical_process_interest_id: String,
        /// `mostRecentContent`
        #[yaserde(rename = "mostRecentContent", prefix = "core")]
        pub most_recent_content: Option<String>,
        /// `sourceSystem`
        #[yaserde(rename = "sourceSystem", prefix = "core")]
        pub source_system: String,
        /// `creationTime`
        #[yaserde(rename = "creationTime", prefix = "core")]
        pub creation_time: Option<String>,
        /// `updateTime`
        #[yaserde(rename = "updateTime", prefix = "core")]
        pub update_time: Option<String>,
        /// `dataController`
        #[yaserde(rename = "dataController", prefix = "core")]
        pub data_controller: String,
        /// `owner`
        #[yaserde(rename = "owner", prefix = "core")]
        pub owner: Option<String>,
    }

    impl fmt::Debug for Engagement {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Engagement(hidden)")
        }
    }

    impl From<&super::Engagement<'_>> for Engagement {
        fn from(read: &super::Engagement<'_>) -> Self {
            Self {
                registered_resident_identification: read
                    .registered_resident_identification
                    .as_ref()
                    .to_owned(),
                service_domain: read.service_domain.as_ref().to_owned(),
                categorization: read.categorization.as_ref().to_owned(),
                logical_address: read.logical_address.as_ref().to_owned(),
                business_object_instance_identifier: read
                    .business_object_instance_identifier
                    .as_ref()
                    .to_owned(),
                clinical_process_interest_id: read.clinical_process_interest_id.as_ref().to_owned(),
                most_recent_content: read.most_recent_content.as_deref().map(str::to_owned),
                source_system: read.source_system.as_ref().to_owned(),
                creation_time: read.creation_time.as_deref().map(str::to_owned),
                update_time: read.update_time.as_deref().map(str::to_owned),
                data_controller: read.data_controller.as_ref().to_owned(),
                owner: read.owner.as_deref().map(str::to_owned),
            }
        }
    }
}
