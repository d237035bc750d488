//! From service contracts to Rust text, with no side effects but the reading of the given folders.
//!
//! Start in [`bindings`]. Only the part of WSDL and XML Schema that RIV-TA contracts use is
//! understood; anything else is an error that names its file and construct, so that a new contract
//! can never be half read.

mod emit;
pub mod model;
mod names;
pub mod pattern;
pub mod schema;
pub mod wsdl;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use model::{Header, Interaction};

/// The command that makes the files; it stands in each of them.
pub const COMMAND: &str = "just generate";

/// Why no bindings could be made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// A file or folder could not be read.
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    /// A file is no well-formed XML.
    #[error("{}: {source}", path.display())]
    Malformed { path: PathBuf, source: roxmltree::Error },
    /// A file says something the generator has no rule for.
    #[error("{}: {what}", path.display())]
    Unsupported { path: PathBuf, what: String },
    /// The formatter gave nothing.
    #[error("rustfmt: {0}")]
    Format(String),
}

/// File name (in `src/rivta/generated`) to text, for each WSDL in one folder and each header block
/// in the other. A header block is a schema with a global element that no WSDL imports.
pub fn bindings(
    wsdl_dir: &Path,
    schema_dir: &Path,
) -> Result<BTreeMap<String, String>, GenerateError> {
    let mut schemas = schema::Schemas::default();
    let mut interactions: Vec<Interaction> = Vec::new();
    for path in files(wsdl_dir, "wsdl")? {
        interactions.push(wsdl::read(&path, &mut schemas)?);
    }
    let mut headers: Vec<Header> = Vec::new();
    for path in files(schema_dir, "xsd")? {
        if !schemas.holds(&path) {
            headers.push(schemas.header(&path)?);
        }
    }
    let mut made = BTreeMap::new();
    for (name, text) in emit::files(&schemas, &interactions, &headers)? {
        made.insert(name, formatted(&text)?);
    }
    Ok(made)
}

fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, GenerateError> {
    let unreadable = |source| GenerateError::Unreadable { path: folder.to_owned(), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|given| given == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn formatted(text: &str) -> Result<String, GenerateError> {
    let failed = |error: std::io::Error| GenerateError::Format(error.to_string());
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=100,use_small_heuristics=Max"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let Some(mut input) = rustfmt.stdin.take() {
        input.write_all(text.as_bytes()).map_err(failed)?;
    }
    let output = rustfmt.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err(GenerateError::Format(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    String::from_utf8(output.stdout).map_err(|error| GenerateError::Format(error.to_string()))
}
