/// A namespace as a number, so that comparing costs nothing.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Namespace(u16);

impl Namespace {
    /// No namespace at all.
    pub const NONE: Self = Self(0);
    /// A namespace that no contract of ours names.
    pub const FOREIGN: Self = Self(1);
    /// `http://www.w3.org/XML/1998/namespace`, bound to the prefix `xml` everywhere.
    pub const XML: Self = Self(2);
    /// The envelope of SOAP 1.1.
    pub const SOAP_1_1: Self = Self(3);
    /// The envelope of SOAP 1.2, which RIV-TA does not use but some servers answer with.
    pub const SOAP_1_2: Self = Self(4);
    /// The header `LogicalAddress`.
    pub const REGISTRY: Self = Self(5);

    const FIRST_KNOWN: u16 = 16;

    /// The namespace at a place of the generated list.
    pub const fn known(place: u16) -> Self {
        Self(Self::FIRST_KNOWN + place)
    }

    /// The number of a namespace name.
    pub fn of(uri: &str) -> Self {
        match uri {
            "" => Self::NONE,
            XML_NAMESPACE => Self::XML,
            SOAP_1_1 => Self::SOAP_1_1,
            SOAP_1_2 => Self::SOAP_1_2,
            REGISTRY => Self::REGISTRY,
            _ => super::super::generated::NAMESPACES
                .iter()
                .zip(0_u16..)
                .find(|(known, _)| **known == uri)
                .map_or(Self::FOREIGN, |(_, place)| Self::known(place)),
        }
    }
}

/// The namespace of the prefix `xml`.
pub(super) const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of namespace declarations themselves; nothing may be bound to it.
pub(super) const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";

const SOAP_1_1: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP_1_2: &str = "http://www.w3.org/2003/05/soap-envelope";
const REGISTRY: &str = "urn:riv:itintegration:registry:1";

/// Name of an element: its namespace and its name there. Prefixes mean nothing.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Name<'a> {
    /// The namespace.
    pub namespace: Namespace,
    /// The name in it.
    pub local: &'a str,
}

impl<'a> Name<'a> {
    /// A name of its two parts.
    pub const fn new(namespace: Namespace, local: &'a str) -> Self {
        Self { namespace, local }
    }
}
