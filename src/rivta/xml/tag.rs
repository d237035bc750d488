//! The parts of markup that the tokenizer leaves unread: attributes, declarations, references.

use std::borrow::Cow;

use super::ReadErrorKind;
use super::characters::{is_character, is_name, is_space};

/// A name as written, cut at its colon.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Written<'a> {
    pub prefix: &'a str,
    pub local: &'a str,
}

/// An attribute as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'a> {
    pub name: Written<'a>,
    /// The value between the quotation marks, references not yet replaced.
    pub value: &'a str,
    /// Where its name stands, from the start of the tag's attributes.
    pub at: usize,
}

/// Cuts a name at its colon and checks both parts.
pub(super) fn written(name: &str) -> Result<Written<'_>, ReadErrorKind> {
    // Names are nearly always ASCII with at most one colon; this loop decides those at once.
    let bytes = name.as_bytes();
    let mut colon = None;
    let mut plain =
        bytes.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_');
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {}
            b'0'..=b'9' | b'-' | b'.' => plain &= colon != Some(at.wrapping_sub(1)),
            b':' => {
                plain &= colon.is_none() && at + 1 < bytes.len();
                colon = Some(at);
            }
            _ => plain = false,
        }
    }
    let (prefix, local) = match colon {
        Some(at) => (&name[..at], &name[at + 1..]),
        None => ("", name),
    };
    let legal = plain || ((colon.is_none() || is_name(prefix)) && is_name(local));
    if legal { Ok(Written { prefix, local }) } else { Err(ReadErrorKind::IllegalName) }
}

/// Goes through the attributes of a tag, each with its place in the text given.
pub(super) fn attributes(text: &str) -> Attributes<'_> {
    Attributes { text, at: 0 }
}

pub(super) struct Attributes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Attributes<'a> {
    /// The next attribute; `None` behind the last.
    pub fn next(&mut self) -> Result<Option<Attribute<'a>>, (ReadErrorKind, usize)> {
        let bytes = self.text.as_bytes();
        let before = self.at;
        self.skip_space();
        if self.at == bytes.len() {
            return Ok(None);
        }
        if self.at == before {
            return Err((ReadErrorKind::Malformed, self.at));
        }
        let start = self.at;
        while bytes.get(self.at).is_some_and(|byte| !is_space(*byte) && *byte != b'=') {
            self.at += 1;
        }
        let name = written(&self.text[start..self.at]).map_err(|kind| (kind, start))?;
        self.skip_space();
        if bytes.get(self.at) != Some(&b'=') {
            return Err((ReadErrorKind::Malformed, self.at));
        }
        self.at += 1;
        self.skip_space();
        let quote = match bytes.get(self.at) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => return Err((ReadErrorKind::Malformed, self.at)),
        };
        let from = self.at + 1;
        let Some(length) = memchr::memchr(quote, &bytes[from..]) else {
            return Err((ReadErrorKind::Malformed, self.at));
        };
        let value = &self.text[from..from + length];
        self.at = from + length + 1;
        Ok(Some(Attribute { name, value, at: start }))
    }

    fn skip_space(&mut self) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| is_space(*byte)) {
            self.at += 1;
        }
    }
}

/// Checks the value of an attribute and replaces its references.
pub(super) fn attribute_value(value: &str) -> Result<Cow<'_, str>, ReadErrorKind> {
    let Some(first) = memchr::memchr2(b'<', b'&', value.as_bytes()) else {
        return Ok(Cow::Borrowed(value));
    };
    let mut replaced = value[..first].to_owned();
    let mut rest = &value[first..];
    while let Some(next) = rest.chars().next() {
        match next {
            '<' => return Err(ReadErrorKind::Malformed),
            '&' => {
                let end = rest.find(';').ok_or(ReadErrorKind::UndefinedReference)?;
                replaced.push(reference(&rest[1..end])?);
                rest = &rest[end + 1..];
            }
            _ => {
                let length = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
                replaced.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    Ok(Cow::Owned(replaced))
}

/// The character that a reference stands for, given what is between `&` and `;`.
pub(super) fn reference(name: &str) -> Result<char, ReadErrorKind> {
    match name {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "apos" => return Ok('\''),
        "quot" => return Ok('"'),
        _ => {}
    }
    let (digits, radix) = match (name.strip_prefix("#x"), name.strip_prefix('#')) {
        (Some(digits), _) => (digits, 16),
        (None, Some(digits)) => (digits, 10),
        (None, None) => return Err(ReadErrorKind::UndefinedReference),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(ReadErrorKind::UndefinedReference);
    }
    u32::from_str_radix(digits, radix)
        .ok()
        .and_then(char::from_u32)
        .filter(|character| is_character(*character))
        .ok_or(ReadErrorKind::ForbiddenCharacter)
}

/// Checks an XML declaration, given what is between `<?xml` and `?>`.
pub(super) fn declaration(text: &str) -> Result<(), ReadErrorKind> {
    let wrong = ReadErrorKind::IllegalDeclaration;
    let mut parts = attributes(text);
    let mut next = || parts.next().map_err(|_| wrong.clone());
    let mut part = next()?;
    match part {
        Some(version) if is_named(&version, "version") && is_version(version.value) => {}
        _ => return Err(wrong),
    }
    part = next()?;
    if let Some(encoding) = part
        && is_named(&encoding, "encoding")
    {
        if !is_encoding_name(encoding.value) {
            return Err(wrong);
        }
        part = next()?;
    }
    if let Some(standalone) = part
        && is_named(&standalone, "standalone")
    {
        if !matches!(standalone.value, "yes" | "no") {
            return Err(wrong);
        }
        part = next()?;
    }
    if part.is_none() { Ok(()) } else { Err(wrong) }
}

fn is_named(attribute: &Attribute<'_>, name: &str) -> bool {
    attribute.name.prefix.is_empty() && attribute.name.local == name
}

/// XML 1.0, fifth edition: a reader of 1.0 reads any 1.x as 1.0.
fn is_version(text: &str) -> bool {
    text.strip_prefix("1.")
        .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_encoding_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}
