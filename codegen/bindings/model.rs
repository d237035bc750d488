//! A contract as the generator understands it, free of XML.

use std::path::PathBuf;

/// A name in a namespace.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct QName {
    pub namespace: String,
    pub local: String,
}

/// A type that has child elements.
#[derive(Clone, Debug)]
pub struct ComplexType {
    pub name: QName,
    pub elements: Vec<Element>,
    /// Whether elements of other namespaces may follow.
    pub open: bool,
    /// The comment that stands right before the type in its schema.
    pub comment: Option<String>,
    /// Where it is declared, for error texts.
    pub path: PathBuf,
}

/// One element of a sequence.
#[derive(Clone, Debug)]
pub struct Element {
    pub name: QName,
    pub kind: QName,
    pub required: bool,
    pub repeats: bool,
}

/// What the text of an element may be.
#[derive(Clone, Debug)]
pub enum SimpleType {
    Text,
    /// Text of so many characters, both ends included.
    Length {
        least: usize,
        most: usize,
    },
    Boolean,
    Integer,
    /// A whole number between two others, both ends included.
    Range {
        least: i64,
        most: i64,
    },
    Double,
    Date,
    DateTime,
    Base64,
    Pattern(String),
    Codes {
        name: QName,
        values: Vec<String>,
        comment: Option<String>,
    },
}

/// A question and its answer.
#[derive(Debug)]
pub struct Interaction {
    pub name: String,
    /// Namespace of the WSDL; the path of the service follows from it.
    pub namespace: String,
    pub soap_action: String,
    pub request: QName,
    pub response: QName,
    /// The version that the schema of the messages states.
    pub version: String,
    pub path: PathBuf,
}

/// A SOAP header block that is not part of any WSDL.
#[derive(Debug)]
pub struct Header {
    pub element: QName,
    pub version: String,
    pub path: PathBuf,
}
