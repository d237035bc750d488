//! Bytes to text: byte order mark, then XML declaration, then what the HTTP header says.

use vaccinjournal::rivta::xml::{EncodingError, Limits, decoded};

use crate::xml_support::LIMITS;

const TEXT: &str = "Åsa Öberg, fästing 5 €";

fn document(declaration: &str) -> String {
    format!("{declaration}<a>{TEXT}</a>")
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn latin(text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!unmappable);
    bytes.into_owned()
}

/// Decodes and compares with what was written, but for the declaration.
fn check(bytes: &[u8], content_type: Option<&str>) {
    let text = decoded(bytes, content_type, &LIMITS).unwrap_or_else(|error| {
        panic!("{error}: {content_type:?} {:?}", &bytes[..bytes.len().min(80)])
    });
    assert!(text.ends_with(&format!("<a>{TEXT}</a>")), "{text}");
    assert!(!text.starts_with('\u{FEFF}'));
}

#[test]
fn utf_8_is_taken_as_it_is() {
    let plain = document("");
    let types = [
        None,
        Some("text/xml; charset=UTF-8"),
        Some("TEXT/XML;CHARSET=\"utf-8\""),
        Some("application/soap+xml"),
        Some("text/plain"),
        Some(""),
        Some(";;charset"),
    ];
    for content_type in types {
        check(plain.as_bytes(), content_type);
    }
    check(document("<?xml version='1.0' encoding='utf-8'?>").as_bytes(), None);
    check(format!("\u{FEFF}{plain}").as_bytes(), Some("text/xml; charset=iso-8859-1"));
}

#[test]
fn the_declaration_is_believed_before_the_header() {
    for name in ["ISO-8859-1", "iso-8859-1", "windows-1252", "latin1", "ISO-8859-15"] {
        let text = document(&format!("<?xml version=\"1.0\" encoding=\"{name}\"?>"));
        let bytes = if name == "ISO-8859-15" {
            encoding_rs::ISO_8859_15.encode(&text).0.into_owned()
        } else {
            latin(&text)
        };
        check(&bytes, Some("text/xml; charset=UTF-8"));
        check(&bytes, None);
    }
    let text = document("<?xml version='1.0' encoding='UTF-8'?>");
    check(text.as_bytes(), Some("text/xml; charset=ISO-8859-1"));
}

#[test]
fn the_header_is_believed_where_the_document_says_nothing() {
    for declaration in ["", "<?xml version='1.0'?>"] {
        check(&latin(&document(declaration)), Some("text/xml; charset=iso-8859-1"));
        check(&latin(&document(declaration)), Some("text/xml;action=x; Charset = 'windows-1252'"));
    }
}

#[test]
fn utf_16_is_known_by_its_mark_and_without() {
    for declaration in ["", "<?xml version='1.0' encoding='UTF-16'?>"] {
        for content_type in [None, Some("text/xml; charset=UTF-8")] {
            for text in [format!("\u{FEFF}{}", document(declaration)), document(declaration)] {
                check(&utf_16(&text, u16::to_le_bytes), content_type);
                check(&utf_16(&text, u16::to_be_bytes), content_type);
            }
        }
    }
}

#[test]
fn illegal_bytes_are_refused_and_their_place_is_named() {
    let mut bytes = document("").into_bytes();
    for at in 0..bytes.len() {
        let kept = std::mem::replace(&mut bytes[at], 0xFF);
        let refused = decoded(&bytes, None, &LIMITS);
        assert!(refused.is_err(), "byte {at}");
        bytes[at] = kept;
    }
    let refused = decoded(b"<a>abc\xC3</a>", None, &LIMITS).unwrap_err();
    assert_eq!(refused, EncodingError::IllegalBytes { encoding: "UTF-8", offset: 6 });
    // A lone surrogate, an overlong form and a code point past the last.
    for illegal in [&b"\xED\xA0\x80"[..], b"\xC0\xBC", b"\xF4\x90\x80\x80"] {
        assert!(decoded(illegal, None, &LIMITS).is_err());
    }
    let cut = utf_16("\u{FEFF}<a/>", u16::to_le_bytes);
    assert!(decoded(&cut[..cut.len() - 1], None, &LIMITS).is_err());
    let lone = [&utf_16("\u{FEFF}<a>", u16::to_be_bytes)[..], &[0xD8, 0x00, 0x00, 0x3C]].concat();
    assert!(decoded(&lone, None, &LIMITS).is_err());
}

#[test]
fn what_cannot_be_right_is_refused_by_name() {
    let refused = |bytes: &[u8], content_type| decoded(bytes, content_type, &LIMITS).unwrap_err();
    let cases = [
        (document("<?xml version='1.0' encoding='x-none'?>"), EncodingError::UnknownEncoding),
        (document("<?xml version='1.0' encoding='UTF-16'?>"), EncodingError::UnknownEncoding),
        (document("<?xml version='1.0' encoding='UTF-7'?>"), EncodingError::UnknownEncoding),
        (
            format!("\u{FEFF}{}", document("<?xml version='1.0' encoding='iso-8859-1'?>")),
            EncodingError::Contradiction,
        ),
    ];
    for (text, error) in cases {
        assert_eq!(refused(text.as_bytes(), None), error, "{text}");
    }
    assert_eq!(refused(b"<a/>", Some("text/xml; charset=none")), EncodingError::UnknownEncoding);
    let utf_32 = [0xFF, 0xFE, 0, 0, b'<', 0, 0, 0];
    assert_eq!(refused(&utf_32, None), EncodingError::UnknownEncoding);
}

#[test]
fn a_multipart_message_is_named_as_such() {
    let body = "--uuid:1\r\nContent-Type: application/xop+xml\r\n\r\n<a/>\r\n--uuid:1--";
    for body in [body.to_owned(), format!("\r\n{body}")] {
        let refused = decoded(body.as_bytes(), Some("text/xml; charset=UTF-8"), &LIMITS);
        assert_eq!(refused, Err(EncodingError::Multipart));
    }
}

#[test]
fn the_limit_holds_before_and_after_decoding() {
    let limits = Limits { bytes: 100, ..LIMITS };
    let text = format!("<a>{}</a>", "å".repeat(60));
    assert_eq!(decoded(text.as_bytes(), None, &limits), Err(EncodingError::TooLarge));
    let bytes = latin(&text);
    assert!(bytes.len() < 100);
    let refused = decoded(&bytes, Some("text/xml; charset=iso-8859-1"), &limits);
    assert_eq!(refused, Err(EncodingError::TooLarge));
}
