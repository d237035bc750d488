//! What the tests of the XML reader share.

use vaccinjournal::rivta::xml::{self, Limits, ReadError, Reader, Stop};

/// Wide limits, so that a test meets the one it means.
pub const LIMITS: Limits = Limits {
    bytes: 64 << 20,
    depth: 64,
    attributes: 256,
    namespace_bindings: 256,
    name_length: 1024,
    text_length: 1 << 20,
    records: 10_000,
    list_entries: 100_000,
    findings: 16,
};

/// Whether bytes are a whole and well-formed document, by the gate alone.
pub fn judge(bytes: &[u8]) -> Result<(), String> {
    let text = xml::decoded(bytes, None, &LIMITS).map_err(|error| error.to_string())?;
    judge_text(&text, LIMITS).map_err(|error| error.to_string())
}

/// Whether a text is a whole and well-formed document, by the gate alone.
pub fn judge_text(text: &str, limits: Limits) -> Result<(), ReadError> {
    let mut reader = Reader::new(text, limits);
    pass(&mut reader).map_err(|_| reader.error())
}

fn pass(reader: &mut Reader<'_>) -> Result<(), Stop> {
    reader.root()?;
    reader.skip()?;
    reader.finish()
}
