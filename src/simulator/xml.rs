//! XML as a tree: read whole, changed freely, written in the styles that real systems have.

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::NsReader;
use quick_xml::Writer;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::ResolveResult;
use serde::Deserialize;

use super::contract;

/// An element with its namespace; attributes carry none.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Element {
    /// Namespace, empty for none.
    pub namespace: String,
    /// Local name.
    pub name: String,
    /// Attributes by name.
    pub attributes: Vec<(String, String)>,
    /// What is inside, in order.
    pub content: Vec<Content>,
}

/// What stands inside an element.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Content {
    /// An element.
    Element(Element),
    /// Text, not yet escaped.
    Text(String),
    /// Text to be written as CDATA.
    Cdata(String),
}

/// How namespaces are written. Every form means the same; consumers have stumbled on each.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Prefixes {
    /// A short prefix each, all declared on the root.
    #[default]
    Short,
    /// No prefixes: the default namespace is declared anew wherever it changes.
    Default,
    /// As JAXB writes: `ns2`, `ns3` and so on, and a hundred declared but never used.
    Jaxb,
    /// One and the same prefix for everything, bound anew wherever the namespace changes.
    Rebound,
    /// Legal prefixes that nobody expects.
    Odd,
}

/// Why bytes are no XML document.
#[derive(Debug, thiserror::Error)]
pub enum XmlError {
    /// The bytes do not fit the encoding they claim.
    #[error("the bytes do not fit the encoding")]
    Encoding,
    /// The parser's own words, which the platform passes on in VP015.
    #[error("{0}")]
    Parser(#[from] quick_xml::Error),
    /// An entity that nobody declared.
    #[error("unknown entity")]
    Entity,
    /// Ends before its root is closed, or has no root.
    #[error("Unexpected EOF in prolog")]
    Incomplete,
}

impl Element {
    /// An empty element.
    pub fn new(namespace: &str, name: &str) -> Self {
        Self { namespace: namespace.to_owned(), name: name.to_owned(), ..Self::default() }
    }

    /// An element with text.
    pub fn leaf(namespace: &str, name: &str, text: impl Into<String>) -> Self {
        let mut element = Self::new(namespace, name);
        element.content.push(Content::Text(text.into()));
        element
    }

    /// The same with one more child.
    #[must_use]
    pub fn with(mut self, child: Element) -> Self {
        self.push(child);
        self
    }

    /// The same with more children.
    #[must_use]
    pub fn with_all(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.content.extend(children.into_iter().map(Content::Element));
        self
    }

    /// Adds a child at the end.
    pub fn push(&mut self, child: Element) {
        self.content.push(Content::Element(child));
    }

    /// Adds a child with text at the end, where there is a text.
    pub fn push_text(&mut self, namespace: &str, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.push(Self::leaf(namespace, name, text));
        }
    }

    /// The child elements.
    pub fn children(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first child with this local name, in any namespace.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|child| child.name == name)
    }

    /// The first element down this path of local names.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The same, to be changed.
    pub fn at_mut(&mut self, path: &[&str]) -> Option<&mut Element> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        let child = self.content.iter_mut().find_map(|content| match content {
            Content::Element(element) if element.name == *first => Some(element),
            _ => None,
        })?;
        child.at_mut(rest)
    }

    /// The text of the element down this path, without white space around it.
    pub fn text_at(&self, path: &[&str]) -> Option<String> {
        self.at(path).map(|element| element.text().trim().to_owned())
    }

    /// All text directly inside.
    pub fn text(&self) -> String {
        let text = |content: &Content| match content {
            Content::Text(text) | Content::Cdata(text) => text.clone(),
            Content::Element(_) => String::new(),
        };
        self.content.iter().map(text).collect()
    }

    /// Sets the text of the element down this path, if it is there.
    pub fn set_text(&mut self, path: &[&str], text: impl Into<String>) {
        if let Some(element) = self.at_mut(path) {
            element.content = vec![Content::Text(text.into())];
        }
    }

    /// Takes away every child with the last name, from the element down the path before it.
    pub fn remove(&mut self, path: &[&str]) {
        let Some((name, parents)) = path.split_last() else { return };
        if let Some(parent) = self.at_mut(parents) {
            parent.content.retain(
                |content| !matches!(content, Content::Element(element) if element.name == *name),
            );
        }
    }

    /// Puts an element before the first child with this name, or last where there is none.
    pub fn insert_before(&mut self, name: &str, new: Element) {
        let at = self
            .content
            .iter()
            .position(|content| matches!(content, Content::Element(e) if e.name == name))
            .unwrap_or(self.content.len());
        self.content.insert(at, Content::Element(new));
    }
}

/// Reads a whole document.
pub fn read(text: &str) -> Result<Element, XmlError> {
    let mut reader = NsReader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let (namespace, event) = reader.read_resolved_event()?;
        match event {
            Event::Start(start) => open.push(opened(&namespace, &start)),
            Event::Empty(start) => close(opened(&namespace, &start), &mut open, &mut root),
            Event::End(_) => match open.pop() {
                Some(element) => close(element, &mut open, &mut root),
                None => return Err(XmlError::Incomplete),
            },
            Event::Text(text) => add_text(&mut open, &text.xml10_content()),
            Event::CData(text) => add_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref()? {
                    Some(character) => character,
                    None => predefined(&reference.xml10_content()).ok_or(XmlError::Entity)?,
                };
                add_text(&mut open, character.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match (open.is_empty(), root) {
        (true, Some(root)) => Ok(root),
        _ => Err(XmlError::Incomplete),
    }
}

/// Reads bytes in the encoding that a byte order mark or else the XML declaration names, else UTF-8.
pub fn read_bytes(bytes: &[u8]) -> Result<Element, XmlError> {
    read(&decode(bytes)?)
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, XmlError> {
    let encoding = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => declared(bytes).unwrap_or(encoding_rs::UTF_8),
    };
    match encoding.decode(bytes) {
        (text, _, false) => Ok(text),
        _ => Err(XmlError::Encoding),
    }
}

fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let head = String::from_utf8_lossy(head);
    let declaration = head.strip_prefix("<?xml")?.split_once("?>")?.0;
    let (_, value) = declaration.split_once("encoding=")?;
    let quote = value.chars().next()?;
    let label = value[1..].split(quote).next()?;
    encoding_rs::Encoding::for_label(label.as_bytes())
}

fn opened(namespace: &ResolveResult<'_>, start: &BytesStart<'_>) -> Element {
    let namespace = match namespace {
        ResolveResult::Bound(namespace) => namespace.0.to_owned(),
        _ => String::new(),
    };
    let attributes = start.attributes().flatten().filter_map(|attribute| {
        let name = attribute.key.0.to_owned();
        let value = quick_xml::escape::unescape(&attribute.value).ok()?.into_owned();
        (name != "xmlns" && !name.starts_with("xmlns:")).then_some((name, value))
    });
    Element {
        namespace,
        name: start.local_name().into_inner().to_owned(),
        attributes: attributes.collect(),
        content: Vec::new(),
    }
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.push(element),
        None => *root = Some(element),
    }
}

fn add_text(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    match element.content.last_mut() {
        Some(Content::Text(before)) => before.push_str(text),
        _ => element.content.push(Content::Text(text.to_owned())),
    }
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Writes a document without XML declaration.
pub fn write(root: &Element, prefixes: Prefixes) -> String {
    Names::new(root, prefixes).document(root)
}

/// Writes a document whose first namespace has this prefix, as the platform writes its faults.
pub fn write_with_prefix(root: &Element, prefix: &str) -> String {
    let mut names = Names::new(root, Prefixes::Short);
    names.prefixes.insert(root.namespace.clone(), prefix.to_owned());
    names.document(root)
}

/// The XML declaration for an encoding.
pub fn declaration(encoding: &str) -> String {
    let mut writer = Writer::new(Vec::new());
    let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some(encoding), None)));
    String::from_utf8(writer.into_inner()).unwrap_or_default()
}

/// Namespaces of a document and the prefixes chosen for them.
struct Names {
    style: Prefixes,
    prefixes: BTreeMap<String, String>,
}

impl Names {
    fn new(root: &Element, style: Prefixes) -> Self {
        let mut found = Vec::new();
        namespaces(root, &mut found);
        let prefix = |at: usize, namespace: &str| match style {
            Prefixes::Odd => match ["_", "Å-1", "xsi", "soap.env_"].get(at) {
                Some(prefix) => (*prefix).to_owned(),
                None => format!("n.s-{at}"),
            },
            Prefixes::Jaxb if namespace == contract::SOAP => "soap".to_owned(),
            Prefixes::Jaxb => format!("ns{}", at + 1),
            Prefixes::Short if namespace == contract::SOAP => "soapenv".to_owned(),
            _ => format!("urn{at}"),
        };
        let prefixes = found.iter().enumerate();
        let prefixes = prefixes.map(|(at, namespace)| (namespace.clone(), prefix(at, namespace)));
        Self { style, prefixes: prefixes.collect() }
    }

    fn document(&self, root: &Element) -> String {
        let mut writer = Writer::new(Vec::new());
        // Writing to memory does not fail.
        let _ = self.element(&mut writer, root, None);
        String::from_utf8(writer.into_inner()).unwrap_or_default()
    }

    fn element(
        &self,
        writer: &mut Writer<Vec<u8>>,
        element: &Element,
        around: Option<&str>,
    ) -> std::io::Result<()> {
        let name = self.qualified(element);
        let mut start = BytesStart::new(name.as_str());
        self.declare(&mut start, element, around);
        for (key, value) in &element.attributes {
            start.push_attribute((key.as_str(), value.as_str()));
        }
        if element.content.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        for content in &element.content {
            match content {
                Content::Element(child) => {
                    self.element(writer, child, Some(&element.namespace))?;
                }
                Content::Text(text) => writer.write_event(Event::Text(BytesText::new(text)))?,
                Content::Cdata(text) => {
                    writer.write_event(Event::CData(BytesCData::new(text.as_str())))?;
                }
            }
        }
        writer.write_event(Event::End(BytesEnd::new(name.as_str())))
    }

    fn qualified(&self, element: &Element) -> String {
        let prefix = match self.style {
            _ if element.namespace.is_empty() => None,
            Prefixes::Default => None,
            Prefixes::Rebound => Some("p"),
            _ => self.prefixes.get(&element.namespace).map(String::as_str),
        };
        match prefix {
            Some(prefix) => format!("{prefix}:{}", element.name),
            None => element.name.clone(),
        }
    }

    /// Declares what the element needs: everything on the root, or only what changed.
    fn declare(&self, start: &mut BytesStart<'_>, element: &Element, around: Option<&str>) {
        let changed = around != Some(element.namespace.as_str());
        match self.style {
            Prefixes::Default if changed => {
                if around.is_some() || !element.namespace.is_empty() {
                    start.push_attribute(("xmlns", element.namespace.as_str()));
                }
            }
            Prefixes::Rebound if changed && !element.namespace.is_empty() => {
                start.push_attribute(("xmlns:p", element.namespace.as_str()));
            }
            Prefixes::Default | Prefixes::Rebound => {}
            Prefixes::Short | Prefixes::Odd | Prefixes::Jaxb if around.is_none() => {
                for (namespace, prefix) in &self.prefixes {
                    start.push_attribute((format!("xmlns:{prefix}").as_str(), namespace.as_str()));
                }
                if self.style == Prefixes::Jaxb {
                    for unused in 0..100 {
                        let name = format!("xmlns:u{unused}");
                        let value = format!("urn:riv:unused:{unused}");
                        start.push_attribute((name.as_str(), value.as_str()));
                    }
                }
            }
            Prefixes::Short | Prefixes::Odd | Prefixes::Jaxb => {}
        }
    }
}

fn namespaces(element: &Element, found: &mut Vec<String>) {
    if !element.namespace.is_empty() && !found.contains(&element.namespace) {
        found.push(element.namespace.clone());
    }
    for child in element.children() {
        namespaces(child, found);
    }
}
