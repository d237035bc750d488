//! What a caller or an implementer of a service contract must know besides its messages.

use yaserde::YaSerialize;

use super::xml::{Complex, Name};

/// A service contract in one version, as its WSDL states it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Contract {
    /// Name of the interaction, which is also the name of the operation.
    pub name: &'static str,
    /// Version of the contract's messages.
    pub version: &'static str,
    /// Namespace of question and answer; the platform's authorisations name it too.
    pub responder_namespace: &'static str,
    /// Value of the HTTP header `SOAPAction`, without quotation marks.
    pub soap_action: &'static str,
    /// Local name of the question's element.
    pub request_element: &'static str,
    /// Local name of the answer's element.
    pub response_element: &'static str,
    /// Path of the service on the platform, with no slash at its ends (Basic Profile 2.1, rule 19).
    pub path: &'static str,
}

/// A message that stands in a SOAP body.
pub trait Body<'a>: Complex<'a> {
    /// The element that holds the message.
    const ELEMENT: Name<'static>;
    /// The contract that the message belongs to.
    const CONTRACT: &'static Contract;
}

/// A block that stands in a SOAP header.
pub trait HeaderBlock<'a>: Complex<'a> {
    /// The element that holds the block.
    const ELEMENT: Name<'static>;
}

/// A question as it is written.
pub trait Question: YaSerialize {
    /// The contract that it belongs to.
    const CONTRACT: &'static Contract;
}

/// An answer as it is written.
pub trait Answer: YaSerialize {
    /// The contract that it belongs to.
    const CONTRACT: &'static Contract;
}
