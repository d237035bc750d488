//! Writing envelopes: questions as a consumer, answers and faults as a producer or a platform.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use yaserde::YaSerialize;

use super::contract::{Answer, Question};
use super::processing_status_1;
use super::xml;
use crate::domain::LogicalAddress;

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const REGISTRY: &str = "urn:riv:itintegration:registry:1";

/// Why an envelope could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A value holds a character that XML forbids, such as a control character.
    #[error("a value holds a character that XML forbids")]
    ForbiddenCharacter,
    /// The message could not be turned into XML.
    #[error("the message could not be written: {0}")]
    Message(#[source] yaserde::Error),
    /// The envelope could not be written.
    #[error("the envelope could not be written: {0}")]
    Envelope(#[source] std::io::Error),
}

/// Whose fault a fault is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FaultSide {
    /// The caller's: asking again in the same way will not help.
    Client,
    /// The receiver's, or somebody's behind it.
    Server,
}

/// A question in its envelope, UTF-8, with the one header of Basic Profile 2.1 (rule 8).
pub fn write_request(
    address: &LogicalAddress,
    question: &impl Question,
) -> Result<String, WriteError> {
    let header = |writer: &mut Writer<Vec<u8>>| {
        writer
            .create_element("itr:LogicalAddress")
            .with_attribute(("xmlns:itr", REGISTRY))
            .write_text_content(BytesText::new(address.as_str()))?;
        Ok(())
    };
    write_envelope(header, &message(question)?)
}

/// An answer in its envelope; an aggregating service says in the header how each source answered.
pub fn write_response(
    answer: &impl Answer,
    status: Option<&processing_status_1::owned::ProcessingStatus>,
) -> Result<String, WriteError> {
    let status = status.map(message).transpose()?;
    let header = |writer: &mut Writer<Vec<u8>>| {
        if let Some(status) = &status {
            insert(writer, status);
        }
        Ok(())
    };
    write_envelope(header, &message(answer)?)
}

/// A fault exactly as the national platform writes its own: prefix, order, and one element without
/// namespace in the detail.
pub fn write_fault(side: FaultSide, text: &str, detail: &str) -> Result<String, WriteError> {
    let code = match side {
        FaultSide::Client => "SOAP-ENV:Client",
        FaultSide::Server => "SOAP-ENV:Server",
    };
    let mut writer = Writer::new(Vec::new());
    fault(&mut writer, code, text, detail).map_err(WriteError::Envelope)?;
    finished(writer)
}

fn fault(
    writer: &mut Writer<Vec<u8>>,
    code: &str,
    text: &str,
    detail: &str,
) -> Result<(), std::io::Error> {
    let envelope = BytesStart::new("SOAP-ENV:Envelope").with_attributes([("xmlns:SOAP-ENV", SOAP)]);
    writer.write_event(Event::Start(envelope))?;
    writer.create_element("SOAP-ENV:Header").write_empty()?;
    writer.write_event(Event::Start(BytesStart::new("SOAP-ENV:Body")))?;
    writer.write_event(Event::Start(BytesStart::new("SOAP-ENV:Fault")))?;
    writer.create_element("faultcode").write_text_content(BytesText::new(code))?;
    writer.create_element("faultstring").write_text_content(BytesText::new(text))?;
    writer.create_element("detail").write_inner_content(|writer| {
        writer.create_element("detailString").write_text_content(BytesText::new(detail))?;
        Ok(())
    })?;
    for name in ["SOAP-ENV:Fault", "SOAP-ENV:Body", "SOAP-ENV:Envelope"] {
        writer.write_event(Event::End(BytesEnd::new(name)))?;
    }
    Ok(())
}

fn write_envelope(
    header: impl FnOnce(&mut Writer<Vec<u8>>) -> std::io::Result<()>,
    body: &str,
) -> Result<String, WriteError> {
    let mut writer = Writer::new(Vec::with_capacity(body.len() + 512));
    envelope(&mut writer, header, body).map_err(WriteError::Envelope)?;
    finished(writer)
}

fn envelope(
    writer: &mut Writer<Vec<u8>>,
    header: impl FnOnce(&mut Writer<Vec<u8>>) -> std::io::Result<()>,
    body: &str,
) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let envelope = BytesStart::new("soap:Envelope").with_attributes([("xmlns:soap", SOAP)]);
    writer.write_event(Event::Start(envelope))?;
    writer.create_element("soap:Header").write_inner_content(header)?;
    writer.create_element("soap:Body").write_inner_content(|writer| {
        insert(writer, body);
        Ok(())
    })?;
    writer.write_event(Event::End(BytesEnd::new("soap:Envelope")))
}

/// Puts an element that is XML already where the writer stands.
fn insert(writer: &mut Writer<Vec<u8>>, element: &str) {
    writer.get_mut().extend_from_slice(element.as_bytes());
}

fn message(message: &impl YaSerialize) -> Result<String, WriteError> {
    let config = yaserde::ser::Config {
        perform_indent: false,
        write_document_declaration: false,
        indent_string: None,
    };
    yaserde::ser::to_string_with_config(message, &config).map_err(WriteError::Message)
}

fn finished(writer: Writer<Vec<u8>>) -> Result<String, WriteError> {
    let text =
        String::from_utf8(writer.into_inner()).map_err(|_| WriteError::ForbiddenCharacter)?;
    if xml::has_forbidden_characters(&text) {
        return Err(WriteError::ForbiddenCharacter);
    }
    Ok(text)
}
