//! Which characters XML 1.0 allows, and where (fifth edition, productions 2, 4, 4a and 5;
//! Namespaces in XML 1.0 takes the colon out of names).

/// What one scan of a document's bytes tells.
pub(super) struct Survey {
    /// Where the first forbidden character stands.
    pub forbidden: Option<usize>,
    /// Whether there is a carriage return, so that line ends need care.
    pub carriage_returns: bool,
    /// Whether `]]>` stands anywhere, so that texts need a look.
    pub section_ends: bool,
}

/// Looks through a whole document once, in blocks that the compiler can make vectors of.
pub(super) fn survey(text: &str) -> Survey {
    const BLOCK: usize = 256;
    let bytes = text.as_bytes();
    let mut suspicious = false;
    let mut carriage_returns = false;
    for block in bytes.chunks(BLOCK) {
        let mut odd = false;
        let mut returns = false;
        for byte in block {
            odd |= (*byte < 0x20) & (*byte != b'\t') & (*byte != b'\n') & (*byte != b'\r');
            odd |= *byte == 0xEF;
            returns |= *byte == b'\r';
        }
        suspicious |= odd;
        carriage_returns |= returns;
    }
    let forbidden = if suspicious {
        text.char_indices().find(|(_, c)| !is_character(*c)).map(|(at, _)| at)
    } else {
        None
    };
    let section_ends = memchr::memmem::find(bytes, b"]]>").is_some();
    Survey { forbidden, carriage_returns, section_ends }
}

/// Whether a text holds a character that may stand in no document, not even as a reference.
pub fn has_forbidden_characters(text: &str) -> bool {
    survey(text).forbidden.is_some()
}

/// Whether a character may stand in a document at all.
pub(super) fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// White space as XML means it.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a text is white space only.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(is_space)
}

/// Whether a text is a name without a colon.
pub(super) fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(starts_name) && characters.all(continues_name)
}

fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic()
        || c == '_'
        || matches!(c,
            '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
            | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
            | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
            | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn continues_name(c: char) -> bool {
    starts_name(c)
        || c.is_ascii_digit()
        || matches!(c, '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}
