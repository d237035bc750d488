//! Bytes to text under whatever header; then the gate alone.

#![no_main]

mod limits;

use libfuzzer_sys::fuzz_target;
use limits::LIMITS;
use vaccinjournal::rivta::xml::{self, Reader, Stop};

// The first line is the header, the rest the document.
fuzz_target!(|data: &[u8]| {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (line, bytes) = data.split_at(end);
    let bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
    let content_type = std::str::from_utf8(line).ok();
    let Ok(text) = xml::decoded(bytes, content_type, &LIMITS) else { return };
    assert!(text.len() <= LIMITS.bytes);
    let mut reader = Reader::new(&text, LIMITS);
    if pass(&mut reader).is_err() {
        let error = reader.error();
        assert!(error.offset <= text.len());
        xml::element_path(&text, error.offset);
    }
});

fn pass(reader: &mut Reader<'_>) -> Result<(), Stop> {
    reader.root()?;
    reader.skip()?;
    reader.finish()
}
