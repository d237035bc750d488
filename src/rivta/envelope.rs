//! Reading of SOAP envelopes, with all checks.

use std::borrow::Cow;

use super::contract::{Body, HeaderBlock};
use super::fault::Fault;
use super::processing_status_1::ProcessingStatus;
use super::xml::{Finding, Item, Limits, Name, Namespace, ReadError, ReadErrorKind, Reader, Stop};

/// A whole and well-formed envelope.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope<'a, B> {
    /// The header that every question has.
    pub logical_address: Option<Cow<'a, str>>,
    /// How each source answered, where an aggregating service tells it. Several such headers are
    /// read as one.
    pub processing_status: Option<ProcessingStatus<'a>>,
    /// What was odd about the headers.
    pub header_findings: Vec<Finding>,
    /// What the body holds.
    pub content: Content<B>,
}

/// What the body of an envelope holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content<B> {
    /// The message that was asked for. Its own value is an error only if a part of it that is no
    /// entry of its own is broken.
    Message(Item<B>),
    /// A fault, of SOAP 1.1 or 1.2.
    Fault(Fault),
    /// Another message than the one asked for; its local name, cut to the length of a name.
    Other(String),
    /// Nothing.
    Empty,
}

/// Reads an envelope whose body should hold the message `B`.
///
/// The text must be without byte order mark, as [`xml::decoded`](super::xml::decoded) gives it. An
/// error means that nothing of the document may be used; what is wrong with single records is
/// in their [`Item`]s.
pub fn read<'a, B: Body<'a>>(text: &'a str, limits: &Limits) -> Result<Envelope<'a, B>, ReadError> {
    let mut reader = Reader::new(text, *limits);
    match envelope(&mut reader) {
        Ok(envelope) => Ok(envelope),
        Err(_) => Err(reader.error()),
    }
}

fn envelope<'a, B: Body<'a>>(reader: &mut Reader<'a>) -> Result<Envelope<'a, B>, Stop> {
    let root = reader.root()?;
    let soap = root.namespace;
    if root.local != "Envelope" || !matches!(soap, Namespace::SOAP_1_1 | Namespace::SOAP_1_2) {
        return Err(reader.broken(ReadErrorKind::NotAnEnvelope));
    }
    let mut logical_address = None;
    let mut processing_status: Option<ProcessingStatus<'a>> = None;
    let mut header_findings = Vec::new();
    let mut content = None;
    while let Some(name) = reader.child("Envelope")? {
        if name == Name::new(soap, "Header") {
            header(reader, &mut logical_address, &mut processing_status)?;
            header_findings.append(&mut reader.take_findings());
        } else if name == Name::new(soap, "Body") {
            if content.is_some() {
                return Err(reader.broken(ReadErrorKind::SeveralBodies));
            }
            content = Some(body(reader, soap)?);
        } else {
            reader.skip()?;
        }
    }
    reader.finish()?;
    match content {
        Some(content) => {
            Ok(Envelope { logical_address, processing_status, header_findings, content })
        }
        None => Err(reader.broken(ReadErrorKind::NoBody)),
    }
}

fn header<'a>(
    reader: &mut Reader<'a>,
    logical_address: &mut Option<Cow<'a, str>>,
    processing_status: &mut Option<ProcessingStatus<'a>>,
) -> Result<(), Stop> {
    while let Some(name) = reader.child("Header")? {
        let depth = reader.depth();
        if name == Name::new(Namespace::REGISTRY, "LogicalAddress") {
            match reader.text("LogicalAddress") {
                Ok(text) => *logical_address = Some(text),
                Err(Stop::Flaw) => reader.close(depth)?,
                Err(Stop::Broken) => return Err(Stop::Broken),
            }
        } else if name == <ProcessingStatus<'_> as HeaderBlock<'_>>::ELEMENT {
            let status = processing_status.get_or_insert_default();
            match reader.complex(status) {
                Ok(()) => {}
                Err(Stop::Flaw) => reader.close(depth)?,
                Err(Stop::Broken) => return Err(Stop::Broken),
            }
        } else {
            reader.skip()?;
        }
    }
    Ok(())
}

fn body<'a, B: Body<'a>>(reader: &mut Reader<'a>, soap: Namespace) -> Result<Content<B>, Stop> {
    let mut content = Content::Empty;
    while let Some(name) = reader.child("Body")? {
        if !matches!(content, Content::Empty) {
            return Err(reader.broken(ReadErrorKind::SeveralBodies));
        }
        content = if name == B::ELEMENT && soap == Namespace::SOAP_1_1 {
            Content::Message(reader.item()?)
        } else if name.local == "Fault" {
            Content::Fault(Fault::read(reader)?)
        } else {
            reader.skip()?;
            Content::Other(name.local.to_owned())
        };
    }
    Ok(content)
}
