//! From bytes to text: byte order mark, then XML declaration, then what the HTTP header says.
//!
//! The platform relabels every answer as UTF-8 whatever it is, so the header comes last.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::limits::Limits;

/// Why bytes are no text.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum EncodingError {
    /// More bytes than [`Limits::bytes`].
    #[error("the document is too large")]
    TooLarge,
    /// A message of several MIME parts. The platform loses the boundary that would tell them apart.
    #[error("the document is a multipart message, not XML")]
    Multipart,
    /// An encoding that is not known, or that would need another first byte than the document has.
    #[error("the document states an encoding that cannot be used")]
    UnknownEncoding,
    /// The byte order mark says one encoding and the XML declaration another.
    #[error("the byte order mark and the XML declaration contradict each other")]
    Contradiction,
    /// Bytes that are not text in the encoding found.
    #[error("the document is not legal {encoding} (byte {offset})")]
    IllegalBytes {
        /// Name of the encoding.
        encoding: &'static str,
        /// The first illegal byte, counted from the start of the document; 0 where not known.
        offset: usize,
    },
}

/// The text of a document without its byte order mark. Borrowed if it is UTF-8 already.
pub fn decoded<'b>(
    bytes: &'b [u8],
    content_type: Option<&str>,
    limits: &Limits,
) -> Result<Cow<'b, str>, EncodingError> {
    if bytes.len() > limits.bytes {
        return Err(EncodingError::TooLarge);
    }
    let (encoding, mark) = encoding_of(bytes, content_type)?;
    let rest = &bytes[mark..];
    if is_multipart(rest) {
        return Err(EncodingError::Multipart);
    }
    let text = if encoding == UTF_8 {
        Cow::Borrowed(utf_8(rest, mark)?)
    } else {
        encoding
            .decode_without_bom_handling_and_without_replacement(rest)
            .ok_or(EncodingError::IllegalBytes { encoding: encoding.name(), offset: 0 })?
    };
    if text.len() > limits.bytes {
        return Err(EncodingError::TooLarge);
    }
    match declared(text.as_bytes()) {
        Some(label) if !agree(encoding, label) => Err(EncodingError::Contradiction),
        _ => Ok(text),
    }
}

fn utf_8(bytes: &[u8], before: usize) -> Result<&str, EncodingError> {
    std::str::from_utf8(bytes).map_err(|error| EncodingError::IllegalBytes {
        encoding: UTF_8.name(),
        offset: before + error.valid_up_to(),
    })
}

/// Whether a declared encoding is the one that was used. `UTF-16` leaves the order of bytes open.
fn agree(used: &'static Encoding, label: &[u8]) -> bool {
    let declared = Encoding::for_label(label);
    let is_utf_16 = |encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    declared.is_some_and(|declared| declared == used || (is_utf_16(declared) && is_utf_16(used)))
}

/// The encoding, and how many bytes its mark takes.
fn encoding_of(
    bytes: &[u8],
    content_type: Option<&str>,
) -> Result<(&'static Encoding, usize), EncodingError> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Err(EncodingError::UnknownEncoding),
        [0xEF, 0xBB, 0xBF, ..] => Ok((UTF_8, 3)),
        [0xFF, 0xFE, ..] => Ok((UTF_16LE, 2)),
        [0xFE, 0xFF, ..] => Ok((UTF_16BE, 2)),
        [b'<', 0, ..] => Ok((UTF_16LE, 0)),
        [0, b'<', ..] => Ok((UTF_16BE, 0)),
        _ => match declared(bytes).or_else(|| charset(content_type?)) {
            Some(label) => Encoding::for_label(label)
                .filter(|encoding| encoding.is_ascii_compatible())
                .map(|encoding| (encoding, 0))
                .ok_or(EncodingError::UnknownEncoding),
            None => Ok((UTF_8, 0)),
        },
    }
}

/// The encoding that the XML declaration names. Whether the declaration is right is for the reader.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(rest, b"?>")?;
    let declaration = &rest[..end];
    let at = memchr::memmem::find(declaration, b"encoding")?;
    let value = declaration[at + b"encoding".len()..].trim_ascii_start();
    quoted(value.strip_prefix(b"=")?.trim_ascii_start())
}

/// The charset of a `Content-Type` header, in quotation marks or not.
fn charset(content_type: &str) -> Option<&[u8]> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().as_bytes();
        name.trim().eq_ignore_ascii_case("charset").then(|| quoted(value).unwrap_or(value))
    })
}

fn quoted(text: &[u8]) -> Option<&[u8]> {
    let (quote, rest) = text.split_first()?;
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    memchr::memchr(*quote, rest).map(|end| &rest[..end])
}

/// MIME parts start with two hyphens and a boundary, which no XML document does.
fn is_multipart(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"--")
}
