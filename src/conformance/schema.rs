//! Whether a whole message is valid by the contracts' schemas, judged by libxml2 and not by our own
//! reader: a mistake shared by both would not be seen.
//!
//! libxml2 runs as its own program (`xmllint`), so that a hostile message costs that program and not
//! this one, and no patient's data is written to a file. It names lines only, and an answer is often
//! one line; so every start tag gets a line of its own before it is handed over, which changes
//! nothing in what the message says, and the line gives the element.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use roxmltree::{Document, Node};
use tempfile::TempDir;

use super::place::Place;
use super::rule::Finding;

/// The contracts' schemas, laid out where libxml2 can read them.
#[derive(Debug)]
pub struct Schemas {
    folder: TempDir,
}

/// Why a message could not be judged.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The schemas could not be laid out.
    #[error("cannot write the schemas to a temporary folder: {0}")]
    Folder(#[source] io::Error),
    /// The program is missing or cannot run.
    #[error("cannot run xmllint (Debian: apt-get install libxml2-utils): {0}")]
    Program(#[source] io::Error),
    /// The program gave up by itself.
    #[error("xmllint could not judge the message (exit code {code:?})")]
    GaveUp {
        /// Its exit code; none if it was stopped.
        code: Option<i32>,
    },
}

const FILES: &[(&str, &str)] = &[
    ("actoutcome-1.xsd", include_str!("../../schemas/actoutcome-1.xsd")),
    ("actoutcome-2.xsd", include_str!("../../schemas/actoutcome-2.xsd")),
    ("actoutcome-codes-2.xsd", include_str!("../../schemas/actoutcome-codes-2.xsd")),
    ("get-vaccination-history-1.xsd", include_str!("../../schemas/get-vaccination-history-1.xsd")),
    ("get-vaccination-history-2.xsd", include_str!("../../schemas/get-vaccination-history-2.xsd")),
    ("logical-address-1.xsd", include_str!("../../schemas/logical-address-1.xsd")),
    ("monitoring-1.xsd", include_str!("../../schemas/monitoring-1.xsd")),
    ("ping-for-configuration-1.xsd", include_str!("../../schemas/ping-for-configuration-1.xsd")),
    ("processing-status-1.xsd", include_str!("../../schemas/processing-status-1.xsd")),
    (MESSAGE, include_str!("message.xsd")),
];

/// The envelope of SOAP 1.1 around any message of the contracts.
const MESSAGE: &str = "message.xsd";

impl Schemas {
    /// Lays the schemas out in a temporary folder that goes with this value.
    pub fn new() -> Result<Self, SchemaError> {
        let folder = tempfile::tempdir().map_err(SchemaError::Folder)?;
        for (name, text) in FILES {
            std::fs::write(folder.path().join(name), text).map_err(SchemaError::Folder)?;
        }
        Ok(Self { folder })
    }

    /// What is invalid in a message, in the order in which it stands. Blocks while it is judged.
    pub fn validate(&self, document: &Document<'_>) -> Result<Vec<Finding>, SchemaError> {
        let lined = Lined::of(document);
        let said = self.run(&lined.text)?;
        Ok(said.lines().filter_map(|line| finding(line, document, &lined)).collect())
    }

    fn run(&self, text: &str) -> Result<String, SchemaError> {
        let schema: PathBuf = self.folder.path().join(MESSAGE);
        let mut program = Command::new("xmllint")
            .args(["--nonet", "--noout", "--huge", "--schema"])
            .arg(schema)
            .arg("-")
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(SchemaError::Program)?;
        // It reads all before it says anything, so writing first cannot block both.
        let written = program.stdin.take().map(|mut input| input.write_all(text.as_bytes()));
        let output = program.wait_with_output().map_err(SchemaError::Program)?;
        match (output.status.code(), written) {
            (Some(VALID | INVALID), Some(Ok(()))) => {
                Ok(String::from_utf8_lossy(&output.stderr).into_owned())
            }
            (code, _) => Err(SchemaError::GaveUp { code }),
        }
    }
}

/// xmllint's exit code for a valid document.
const VALID: i32 = 0;
/// xmllint's exit code for a document that breaks its schema.
const INVALID: i32 = 3;

/// A message whose every start tag begins a line, and which element each line belongs to.
struct Lined<'d> {
    text: String,
    // The line of each element, in ascending order.
    elements: Vec<(usize, Node<'d, 'd>)>,
}

impl<'d> Lined<'d> {
    /// Puts a line break behind each element's name. The prolog, with its encoding, is left out.
    fn of(document: &'d Document<'_>) -> Self {
        let source = document.input_text();
        let mut text = String::with_capacity(source.len() + source.len() / 8);
        let mut elements = Vec::new();
        let (mut line, mut copied) = (1, document.root_element().range().start);
        for element in document.descendants().filter(Node::is_element) {
            let start = element.range().start;
            let named = start + 1 + name_length(&source[start + 1..]);
            line += source[copied..named].matches('\n').count() + 1;
            text.push_str(&source[copied..named]);
            text.push('\n');
            // libxml2 counts the line at the end of the start tag.
            let end = named + tag_rest(&source[named..]);
            line += source[named..end].matches('\n').count();
            text.push_str(&source[named..end]);
            copied = end;
            elements.push((line, element));
        }
        text.push_str(&source[copied..document.root_element().range().end]);
        Self { text, elements }
    }

    fn element(&self, line: usize) -> Option<Node<'d, 'd>> {
        let at = self.elements.binary_search_by_key(&line, |(line, _)| *line).ok()?;
        self.elements.get(at).map(|(_, element)| *element)
    }
}

fn name_length(tag: &str) -> usize {
    tag.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').unwrap_or(tag.len())
}

/// Up to the end of a start tag; `>` may stand in an attribute's value.
fn tag_rest(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// One line of what libxml2 says: `-:LINE: element NAME: Schemas validity error : TEXT`.
fn finding(said: &str, document: &Document<'_>, lined: &Lined<'_>) -> Option<Finding> {
    let rest = said.strip_prefix("-:")?;
    let (line, rest) = rest.split_once(':')?;
    let (_, message) = rest.split_once("validity error : ")?;
    let place = line.parse().ok().and_then(|line| lined.element(line));
    let place = place.map(|element| Place::of(document, element)).unwrap_or_default();
    Some(place.finding(plain(message), "what the contract's schema allows"))
}

/// The message without the namespaces, which make it hard to read.
fn plain(message: &str) -> String {
    let mut plain = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, after)) = rest.split_once("{urn:") {
        plain.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}
