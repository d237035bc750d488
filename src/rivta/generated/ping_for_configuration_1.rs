//! Bindings of PingForConfiguration 1.0.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

use std::borrow::Cow;
use std::fmt;

use crate::rivta::contract::{Body, Contract};
use crate::rivta::xml::{Complex, Element, Item, Name, Namespace, Pattern, Reader, State, Stop};

/// What a caller of PingForConfiguration 1.0 must know.
pub const CONTRACT: Contract = Contract {
    name: "PingForConfiguration",
    version: "1.0",
    responder_namespace: "urn:riv:itintegration:monitoring:PingForConfigurationResponder:1",
    soap_action: "urn:riv:itintegration:monitoring:PingForConfigurationResponder:1:PingForConfiguration",
    request_element: "PingForConfiguration",
    response_element: "PingForConfigurationResponse",
    path: "itintegration/monitoring/PingForConfiguration/1/rivtabp21",
};

/// `urn:riv:itintegration:monitoring:PingForConfigurationResponder:1`
const MESSAGE: Namespace = Namespace::known(15);

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

/// `PingForConfiguration` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct PingForConfiguration<'a> {
    /// `serviceContractNamespace`
    pub service_contract_namespace: Cow<'a, str>,
    /// `logicalAddress`
    pub logical_address: Cow<'a, str>,
}

impl fmt::Debug for PingForConfiguration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PingForConfiguration(hidden)")
    }
}

impl<'a> Complex<'a> for PingForConfiguration<'a> {
    const NAME: &'static str = "PingForConfiguration";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(MESSAGE, "serviceContractNamespace"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(MESSAGE, "logicalAddress"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.service_contract_namespace = reader.text("serviceContractNamespace")?,
            1 => self.logical_address = reader.text("logicalAddress")?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `PingForConfigurationResponse` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct PingForConfigurationResponse<'a> {
    /// `version`
    pub version: Option<Cow<'a, str>>,
    /// `pingDateTime`
    pub ping_date_time: Option<Cow<'a, str>>,
    /// `configuration`
    pub configuration: Vec<Item<Configuration<'a>>>,
}

impl fmt::Debug for PingForConfigurationResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PingForConfigurationResponse(hidden)")
    }
}

impl<'a> Complex<'a> for PingForConfigurationResponse<'a> {
    const NAME: &'static str = "PingForConfigurationResponse";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(MESSAGE, "version"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "pingDateTime"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "configuration"), required: false, repeats: true },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.version = Some(reader.text("version")?),
            1 => {
                self.ping_date_time =
                    Some(reader.checked("pingDateTime", |text| TIME_STAMP_PATTERN.matches(text))?)
            }
            2 => reader.item_into(&mut self.configuration)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Configuration` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Configuration<'a> {
    /// `name`
    pub name: Cow<'a, str>,
    /// `value`
    pub value: Cow<'a, str>,
}

impl fmt::Debug for Configuration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Configuration(hidden)")
    }
}

impl<'a> Complex<'a> for Configuration<'a> {
    const NAME: &'static str = "Configuration";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(MESSAGE, "name"), required: true, repeats: false },
        Element { name: Name::new(MESSAGE, "value"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.name = reader.text("name")?,
            1 => self.value = reader.text("value")?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

impl<'a> Body<'a> for PingForConfiguration<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "PingForConfiguration");
    const CONTRACT: &'static Contract = &CONTRACT;
}

impl<'a> Body<'a> for PingForConfigurationResponse<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "PingForConfigurationResponse");
    const CONTRACT: &'static Contract = &CONTRACT;
}

/// PingForConfiguration 1.0 as values that own their text, for writing and for comparison.
pub mod owned {
    use std::fmt;

    use yaserde::{YaDeserialize, YaSerialize};

    use crate::rivta::contract::{Answer, Contract, Question};

    /// `PingForConfiguration` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "PingForConfiguration", prefix = "message", namespaces = { "message" = "urn:riv:itintegration:monitoring:PingForConfigurationResponder:1" })]
    pub struct PingForConfiguration {
        /// `serviceContractNamespace`
        #[yaserde(rename = "serviceContractNamespace", prefix = "message")]
        pub service_contract_namespace: String,
        /// `logicalAddress`
        #[yaserde(rename = "logicalAddress", prefix = "message")]
        pub logical_address: String,
    }

    impl fmt::Debug for PingForConfiguration {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PingForConfiguration(hidden)")
        }
    }

    impl Question for PingForConfiguration {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::PingForConfiguration<'_>> for PingForConfiguration {
        fn from(read: &super::PingForConfiguration<'_>) -> Self {
            Self {
                service_contract_namespace: read.service_contract_namespace.as_ref().to_owned(),
                logical_address: read.logical_address.as_ref().to_owned(),
            }
        }
    }

    /// `PingForConfigurationResponse` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "PingForConfigurationResponse", prefix = "message", namespaces = { "message" = "urn:riv:itintegration:monitoring:PingForConfigurationResponder:1" })]
    pub struct PingForConfigurationResponse {
        /// `version`
        #[yaserde(rename = "version", prefix = "message")]
        pub version: String,
        /// `pingDateTime`
        #[yaserde(rename = "pingDateTime", prefix = "message")]
        pub ping_date_time: String,
        /// `configuration`
        #[yaserde(rename = "configuration", prefix = "message")]
        pub configuration: Vec<Configuration>,
    }

    impl fmt::Debug for PingForConfigurationResponse {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PingForConfigurationResponse(hidden)")
        }
    }

    impl Answer for PingForConfigurationResponse {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::PingForConfigurationResponse<'_>> for PingForConfigurationResponse {
        fn from(read: &super::PingForConfigurationResponse<'_>) -> Self {
            Self {
                version: read.version.as_deref().unwrap_or_default().to_owned(),
                ping_date_time: read.ping_date_time.as_deref().unwrap_or_default().to_owned(),
                configuration: read
                    .configuration
                    .iter()
                    .filter_map(|item| item.value.as_deref().ok().map(Into::into))
                    .collect(),
            }
        }
    }

    /// `Configuration` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Configuration", prefix = "message", namespaces = { "message" = "urn:riv:itintegration:monitoring:PingForConfigurationResponder:1" })]
    pub struct Configuration {
        /// `name`
        #[yaserde(rename = "name", prefix = "message")]
        pub name: String,
        /// `value`
        #[yaserde(rename = "value", prefix = "message")]
        pub value: String,
    }

    impl fmt::Debug for Configuration {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Configuration(hidden)")
        }
    }

    impl From<&super::Configuration<'_>> for Configuration {
        fn from(read: &super::Configuration<'_>) -> Self {
            Self { name: read.name.as_ref().to_owned(), value: read.value.as_ref().to_owned() }
        }
    }
}
