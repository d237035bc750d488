//! From text to bytes: encodings, and what a body can be wrapped in.

use bytes::Bytes;
use http::{HeaderValue, Response, header};

use super::scenario::{Encoding, Packaging};
use super::xml::declaration;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The text in an encoding, with the declaration that goes with it or pointedly does not.
pub(super) fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    let declared = |name: &str| declaration(name) + text;
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Declared => declared("UTF-8").into_bytes(),
        Encoding::Utf8Bom => (BYTE_ORDER_MARK.to_owned() + &declared("UTF-8")).into_bytes(),
        Encoding::Iso88591 => latin_1(&declared("ISO-8859-1")),
        Encoding::Iso88591Undeclared => latin_1(text),
        Encoding::Utf8DeclaredIso88591 => declared("ISO-8859-1").into_bytes(),
        Encoding::Utf16Le => utf_16(&declared("UTF-16"), u16::to_le_bytes),
        Encoding::Utf16Be => utf_16(&declared("UTF-16"), u16::to_be_bytes),
        Encoding::LeadingSpace => ("\r\n ".to_owned() + &declared("UTF-8")).into_bytes(),
        Encoding::ControlCharacter => inserted(text, 0x01),
        Encoding::InvalidByte => inserted(text, 0xff),
        Encoding::Doctype => {
            let kind = "<!DOCTYPE foo [<!ENTITY bar SYSTEM \"file:///etc/hostname\">]>";
            (declaration("UTF-8") + kind + text).into_bytes()
        }
    }
}

/// Latin 1; what it does not hold is written as a character reference.
fn latin_1(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        match u8::try_from(u32::from(character)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend(format!("&#{};", u32::from(character)).bytes()),
        }
    }
    bytes
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let marked = BYTE_ORDER_MARK.encode_utf16().chain(text.encode_utf16());
    marked.flat_map(bytes).collect()
}

/// A byte put into the first text of the message.
fn inserted(text: &str, byte: u8) -> Vec<u8> {
    let place = ["documentId>", "logId>"].iter().find_map(|tag| Some(text.find(tag)? + tag.len()));
    let (before, after) = text.split_at(place.unwrap_or(text.len()));
    [before.as_bytes(), &[byte], after.as_bytes()].concat()
}

/// Wraps a body.
pub(super) fn packed(response: Response<Bytes>, packaging: Packaging) -> Response<Bytes> {
    match packaging {
        Packaging::None => response,
        Packaging::Gzip => {
            let mut response = response.map(|body| gzip(&body).into());
            let gzip = HeaderValue::from_static("gzip");
            response.headers_mut().insert(header::CONTENT_ENCODING, gzip);
            response
        }
        Packaging::Multipart => response.map(|body| multipart(&body).into()),
    }
}

fn multipart(body: &[u8]) -> Vec<u8> {
    let boundary = "--uuid:6f1b9f0e-3c7e-4b0d-9d5a-0c5b6f3a2e11";
    let head = format!(
        "{boundary}\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root.message@producer.example>\r\n\r\n"
    );
    let tail = format!("\r\n{boundary}--");
    [head.as_bytes(), body, tail.as_bytes()].concat()
}

/// The gzip form with the bytes stored as they are (RFC 1951 3.2.4, RFC 1952): legal, and enough
/// to see what a consumer does with it.
fn gzip(body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut blocks = body.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        bytes.push(u8::from(blocks.peek().is_none()));
        bytes.extend(length.to_le_bytes());
        bytes.extend((!length).to_le_bytes());
        bytes.extend(block);
    }
    bytes.extend(crc_32(body).to_le_bytes());
    bytes.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes
}

fn crc_32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1));
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc_32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn every_character_survives_latin_1() {
        assert_eq!(latin_1("å€"), b"\xe5&#8364;");
    }
}
