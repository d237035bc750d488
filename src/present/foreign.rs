//! Texts that others wrote, made safe to show.
//!
//! Escaping is each output's own matter. What is taken away here are characters that would change
//! how the surrounding text reads: control characters, direction overrides, and characters nobody
//! sees.

use std::fmt;

/// Takes control characters, direction controls and invisible characters away; line breaks and
/// other white space become one blank.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}') {
            if !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if !c.is_control() && !is_invisible(c) {
            cleaned.push(c);
        }
    }
    cleaned.trim().to_owned()
}

/// The cleaned text, or nothing when nothing visible is left.
pub fn visible(text: Option<&str>) -> Option<String> {
    text.map(clean).filter(|text| !text.is_empty())
}

/// Characters that change the reading direction or are not seen at all (Unicode, general category
/// Cf, as far as it can mislead a reader).
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A sentence of ours in which texts of others may stand; a page isolates those.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Sentence(pub Vec<Piece>);

/// A part of a sentence.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece {
    /// Our own words.
    Own(String),
    /// Words that came from elsewhere, cleaned.
    Foreign(String),
}

impl Sentence {
    /// A sentence of our own words alone.
    pub fn own(text: impl Into<String>) -> Self {
        Self(vec![Piece::Own(text.into())])
    }

    /// Adds our own words.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Own(text.into()));
        self
    }

    /// Adds a text from elsewhere.
    #[must_use]
    pub fn and_foreign(mut self, text: &str) -> Self {
        self.0.push(Piece::Foreign(clean(text)));
        self
    }

    /// Adds names as a Swedish list: "A, B och C".
    #[must_use]
    pub fn and_names(mut self, names: &[String]) -> Self {
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                self = self.and(if at + 1 == names.len() { " och " } else { ", " });
            }
            self = self.and_foreign(name);
        }
        self
    }

    /// The parts in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.0 {
            match piece {
                Piece::Own(text) | Piece::Foreign(text) => f.write_str(text)?,
            }
        }
        Ok(())
    }
}
