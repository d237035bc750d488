use std::borrow::Cow;

use quick_xml::events::Event;

use super::characters::{Survey, is_blank, is_name, is_space, survey};
use super::error::{ReadError, ReadErrorKind};
use super::item::{Finding, Flaw};
use super::limits::Limits;
use super::name::Name;
use super::namespaces::Namespaces;
use super::tag::{Attribute, Written, declaration, reference, written};

/// Reads a document piece by piece and lets nothing past that is not well-formed.
///
/// The tokens come from quick-xml, which is a tokenizer: what it does not judge is judged here.
/// Errors are kept inside and the functions answer with the small [`Stop`], because each value of
/// each record passes through them.
pub struct Reader<'a> {
    text: &'a str,
    tokens: quick_xml::Reader<&'a [u8]>,
    pub(super) limits: Limits,
    survey: Survey,
    open: Vec<Open<'a>>,
    pub(super) namespaces: Namespaces<'a>,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// Where the last start tag stands.
    offset: usize,
    /// The element tag read last was an empty one, so its end is due.
    end_is_due: bool,
    root_seen: bool,
    list_entries: usize,
    findings: Vec<Finding>,
    flaw: Option<Flaw>,
    error: Option<ReadError>,
}

/// Why reading stopped; the reader knows the rest.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stop {
    /// The document is broken; see [`Reader::error`].
    Broken,
    /// The record is broken, the document is not (so far).
    Flaw,
}

/// What stands next inside the root element.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Token<'a> {
    /// A start tag.
    Start(Name<'a>),
    /// An end tag, or the second half of an empty tag.
    End,
    /// Text, or the inside of a CDATA section.
    Text(&'a str),
    /// The character of a reference.
    Reference(char),
}

struct Open<'a> {
    name: &'a str,
    /// How many namespace declarations were in force before it.
    outer_bindings: usize,
}

impl<'a> Reader<'a> {
    /// Starts on a document without byte order mark.
    pub fn new(text: &'a str, limits: Limits) -> Self {
        let mut tokens = quick_xml::Reader::from_str(text);
        let config = tokens.config_mut();
        // Names of end tags are compared here, where the open names are kept anyway.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self {
            text,
            tokens,
            limits,
            survey: survey(text),
            open: Vec::new(),
            namespaces: Namespaces::new(),
            attributes: Vec::new(),
            offset: 0,
            end_is_due: false,
            root_seen: false,
            list_entries: 0,
            findings: Vec::new(),
            flaw: None,
            error: None,
        }
    }

    /// The first tag of the document.
    pub fn root(&mut self) -> Result<Name<'a>, Stop> {
        if self.text.len() > self.limits.bytes {
            return Err(self.broken_at(ReadErrorKind::TooLarge, self.limits.bytes));
        }
        if let Some(at) = self.survey.forbidden {
            return Err(self.broken_at(ReadErrorKind::ForbiddenCharacter, at));
        }
        // The tokenizer would swallow a byte order mark and count its places wrongly from there.
        if self.text.starts_with('\u{FEFF}') {
            return Err(self.broken_at(ReadErrorKind::OutsideRoot, 0));
        }
        match self.advance()? {
            Some(Token::Start(name)) => Ok(name),
            Some(_) => Err(self.broken(ReadErrorKind::OutsideRoot)),
            None => Err(self.broken(ReadErrorKind::Empty)),
        }
    }

    /// The next token inside the root.
    #[inline]
    pub fn token(&mut self) -> Result<Token<'a>, Stop> {
        if self.open.is_empty() {
            return Err(self.broken(ReadErrorKind::OutsideRoot));
        }
        match self.advance()? {
            Some(token) => Ok(token),
            None => Err(self.broken(ReadErrorKind::CutOff)),
        }
    }

    /// The next child of the open element, or `None` behind its end tag.
    #[inline]
    pub fn child(&mut self, owner: &'static str) -> Result<Option<Name<'a>>, Stop> {
        loop {
            match self.token()? {
                Token::Start(name) => return Ok(Some(name)),
                Token::End => return Ok(None),
                Token::Text(text) if is_blank(text) => {}
                Token::Text(_) | Token::Reference(_) => {
                    self.note(super::FindingKind::StrayText, owner, self.position());
                }
            }
        }
    }

    /// Passes the rest of the open element.
    pub fn skip(&mut self) -> Result<(), Stop> {
        self.close(self.depth())
    }

    /// Passes everything up to the end of the element at a depth.
    pub fn close(&mut self, depth: usize) -> Result<(), Stop> {
        while self.open.len() >= depth {
            self.token()?;
        }
        Ok(())
    }

    /// Passes what follows the root, which may be comments, instructions and white space.
    pub fn finish(&mut self) -> Result<(), Stop> {
        match self.advance()? {
            None => Ok(()),
            Some(_) => Err(self.broken(ReadErrorKind::OutsideRoot)),
        }
    }

    /// How many elements are open.
    #[inline]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Where the last start tag stands: bytes from the start of the text.
    #[inline]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What this reader allows.
    #[inline]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Why the document is broken. To be asked after [`Stop::Broken`].
    pub fn error(&mut self) -> ReadError {
        let unknown = ReadError { kind: ReadErrorKind::Malformed, offset: self.position() };
        self.error.take().unwrap_or(unknown)
    }

    pub(super) fn count_list_entry(&mut self) -> Result<(), Stop> {
        self.list_entries += 1;
        if self.list_entries > self.limits.list_entries {
            return Err(self.broken(ReadErrorKind::TooManyListEntries));
        }
        Ok(())
    }

    pub(super) fn keep(&mut self, finding: Finding) {
        if self.findings.len() < self.limits.findings {
            self.findings.push(finding);
        }
    }

    /// The findings so far; none are left.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    pub(super) fn replace_findings(&mut self, findings: Vec<Finding>) -> Vec<Finding> {
        std::mem::replace(&mut self.findings, findings)
    }

    pub(super) fn stop_with(&mut self, flaw: Flaw) -> Stop {
        self.flaw = Some(flaw);
        Stop::Flaw
    }

    /// Why the record is broken. To be asked after [`Stop::Flaw`].
    pub(super) fn take_flaw(&mut self) -> Flaw {
        let missing = Flaw { kind: super::FlawKind::Missing, element: "", offset: self.offset };
        self.flaw.take().unwrap_or(missing)
    }

    /// Declares the document broken here.
    #[cold]
    pub fn broken(&mut self, kind: ReadErrorKind) -> Stop {
        self.broken_at(kind, self.position())
    }

    #[cold]
    pub(super) fn broken_at(&mut self, kind: ReadErrorKind, offset: usize) -> Stop {
        // The first error is the true one; later ones may follow from it.
        self.error.get_or_insert(ReadError { kind, offset });
        Stop::Broken
    }

    /// Line ends as XML wants them: one line feed each.
    #[inline]
    pub(super) fn lines(&self, text: &'a str) -> Cow<'a, str> {
        if self.survey.carriage_returns && text.contains('\r') {
            Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Cow::Borrowed(text)
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.tokens.buffer_position()).unwrap_or(self.text.len())
    }

    /// The next token that is not a comment, an instruction or the XML declaration; `None` at the
    /// end of a whole document.
    fn advance(&mut self) -> Result<Option<Token<'a>>, Stop> {
        if self.error.is_some() {
            return Err(Stop::Broken);
        }
        if self.end_is_due {
            self.end_is_due = false;
            self.pop();
            return Ok(Some(Token::End));
        }
        loop {
            let start = self.position();
            let event = self.tokens.read_event();
            // Our own slice of the text outlives the event, which only says what it is.
            let Some(raw) = self.text.get(start..self.position()) else {
                return Err(self.broken_at(ReadErrorKind::Malformed, start));
            };
            match event {
                Err(error) => return Err(self.untokenized(&error)),
                Ok(Event::Text(_)) => {
                    if self.open.is_empty() {
                        self.outside(raw, start)?;
                        continue;
                    }
                    self.check_text(raw, start)?;
                    return Ok(Some(Token::Text(raw)));
                }
                Ok(Event::Start(tag)) => {
                    let inside = within(raw, 1, 1);
                    let name = self.start(inside, tag.name().as_ref().len(), start)?;
                    return Ok(Some(Token::Start(name)));
                }
                Ok(Event::End(_)) => {
                    self.end(within(raw, 2, 1), start)?;
                    return Ok(Some(Token::End));
                }
                Ok(Event::Empty(tag)) => {
                    let inside = within(raw, 1, 2);
                    let name = self.start(inside, tag.name().as_ref().len(), start)?;
                    self.end_is_due = true;
                    return Ok(Some(Token::Start(name)));
                }
                Ok(Event::GeneralRef(_)) => {
                    if self.open.is_empty() {
                        return Err(self.broken_at(ReadErrorKind::OutsideRoot, start));
                    }
                    let name = within(raw, 1, 1);
                    let character = reference(name).map_err(|kind| self.broken_at(kind, start))?;
                    return Ok(Some(Token::Reference(character)));
                }
                Ok(Event::CData(_)) => {
                    if self.open.is_empty() {
                        return Err(self.broken_at(ReadErrorKind::OutsideRoot, start));
                    }
                    let inside = within(raw, 9, 3);
                    self.check_length(inside, start)?;
                    return Ok(Some(Token::Text(inside)));
                }
                Ok(Event::Comment(_)) => self.comment(raw, start)?,
                Ok(Event::PI(_)) => self.instruction(raw, start)?,
                Ok(Event::Decl(_)) => {
                    let inside = within(raw, 5, 2);
                    if start != 0 || declaration(inside).is_err() {
                        return Err(self.broken_at(ReadErrorKind::IllegalDeclaration, start));
                    }
                }
                Ok(Event::DocType(_)) => {
                    return Err(self.broken_at(ReadErrorKind::DocumentType, start));
                }
                Ok(Event::Eof) => {
                    if !self.open.is_empty() {
                        return Err(self.broken_at(ReadErrorKind::CutOff, self.text.len()));
                    }
                    if !self.root_seen {
                        return Err(self.broken_at(ReadErrorKind::Empty, self.text.len()));
                    }
                    return Ok(None);
                }
            }
        }
    }

    #[cold]
    fn untokenized(&mut self, error: &quick_xml::Error) -> Stop {
        let offset = usize::try_from(self.tokens.error_position()).unwrap_or(self.text.len());
        let rest = self.text.get(offset..).unwrap_or_default();
        let kind = match error {
            quick_xml::Error::Syntax(_) if rest.starts_with("<!D") || rest.starts_with("<!d") => {
                ReadErrorKind::DocumentType
            }
            quick_xml::Error::Syntax(_) => ReadErrorKind::CutOff,
            quick_xml::Error::IllFormed(quick_xml::errors::IllFormedError::UnclosedReference) => {
                ReadErrorKind::UndefinedReference
            }
            _ => ReadErrorKind::Malformed,
        };
        self.broken_at(kind, offset)
    }

    fn outside(&mut self, raw: &str, start: usize) -> Result<(), Stop> {
        if is_blank(raw) {
            return Ok(());
        }
        Err(self.broken_at(ReadErrorKind::OutsideRoot, start))
    }

    #[inline]
    fn check_text(&mut self, raw: &str, start: usize) -> Result<(), Stop> {
        self.check_length(raw, start)?;
        if self.survey.section_ends && raw.contains("]]>") {
            return Err(self.broken_at(ReadErrorKind::SectionEndInText, start));
        }
        Ok(())
    }

    #[inline]
    pub(super) fn check_length(&mut self, raw: &str, start: usize) -> Result<(), Stop> {
        if raw.len() > self.limits.text_length {
            return Err(self.broken_at(ReadErrorKind::TextTooLong, start));
        }
        Ok(())
    }

    /// Takes in a start tag, given what is between its brackets and how long its name is.
    fn start(&mut self, inside: &'a str, length: usize, start: usize) -> Result<Name<'a>, Stop> {
        if self.open.is_empty() && self.root_seen {
            return Err(self.broken_at(ReadErrorKind::OutsideRoot, start));
        }
        if self.open.len() >= self.limits.depth {
            return Err(self.broken_at(ReadErrorKind::TooDeep, start));
        }
        self.root_seen = true;
        self.offset = start;
        let Some((tag, rest)) = inside.split_at_checked(length) else {
            return Err(self.broken_at(ReadErrorKind::Malformed, start));
        };
        let name = self.name(tag, start)?;
        self.open.push(Open { name: tag, outer_bindings: self.namespaces.count() });
        if !rest.is_empty() {
            self.take_attributes(rest, start + 1 + length)?;
        }
        match self.namespaces.resolve(name.prefix) {
            Some(namespace) if name.prefix != "xmlns" => Ok(Name::new(namespace, name.local)),
            _ => Err(self.broken_at(ReadErrorKind::UndeclaredPrefix, start)),
        }
    }

    #[inline]
    fn name(&mut self, name: &'a str, at: usize) -> Result<Written<'a>, Stop> {
        if name.len() > self.limits.name_length {
            return Err(self.broken_at(ReadErrorKind::NameTooLong, at));
        }
        written(name).map_err(|kind| self.broken_at(kind, at))
    }

    fn end(&mut self, inside: &str, start: usize) -> Result<(), Stop> {
        let closes = |name: &str| {
            let rest = inside.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || is_blank(rest))
        };
        match self.open.last() {
            Some(open) if closes(open.name) => {
                self.pop();
                Ok(())
            }
            _ => Err(self.broken_at(ReadErrorKind::MismatchedEnd, start)),
        }
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.namespaces.truncate(open.outer_bindings);
        }
    }

    fn comment(&mut self, raw: &str, start: usize) -> Result<(), Stop> {
        self.check_length(raw, start)?;
        let illegal = |inside: &str| inside.ends_with('-') || inside.contains("--");
        if raw.len() < 7 || illegal(within(raw, 4, 3)) {
            return Err(self.broken_at(ReadErrorKind::IllegalMiscellany, start));
        }
        Ok(())
    }

    fn instruction(&mut self, raw: &str, start: usize) -> Result<(), Stop> {
        self.check_length(raw, start)?;
        let inside = within(raw, 2, 2);
        let length = inside.bytes().position(is_space).unwrap_or(inside.len());
        let target = &inside[..length];
        if !is_name(target) || target.eq_ignore_ascii_case("xml") {
            return Err(self.broken_at(ReadErrorKind::IllegalMiscellany, start));
        }
        Ok(())
    }
}

/// Markup without its first and last bytes, which are ASCII.
#[inline]
fn within(raw: &str, first: usize, last: usize) -> &str {
    raw.get(first..raw.len().saturating_sub(last)).unwrap_or_default()
}
