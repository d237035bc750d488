use quick_xml::events::Event;

/// Why a document could not be read at all. Nothing of it may be used.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{kind} (byte {offset})")]
pub struct ReadError {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// Bytes from the start of the decoded text.
    pub offset: usize,
}

/// What can be wrong with a whole document.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ReadErrorKind {
    /// The document ends in the middle. A cut answer must never look like a short one.
    #[error("the document is cut off")]
    CutOff,
    /// Nothing but white space, comments and instructions.
    #[error("the document is empty")]
    Empty,
    /// A byte that no rule of XML allows where it stands.
    #[error("the markup is malformed")]
    Malformed,
    /// A character that XML 1.0 forbids, as itself or as a reference.
    #[error("a forbidden character")]
    ForbiddenCharacter,
    /// Something other than comments, instructions and white space outside the one root.
    #[error("content outside the root element")]
    OutsideRoot,
    /// A document type declaration; they are refused, whatever they hold.
    #[error("a document type declaration")]
    DocumentType,
    /// An end tag that does not close the open element.
    #[error("an end tag without its start tag")]
    MismatchedEnd,
    /// A name with a character that names may not have, or with a misplaced colon.
    #[error("an illegal name")]
    IllegalName,
    /// An attribute that stands twice on a tag, by its name or by its namespace and name.
    #[error("a duplicate attribute")]
    DuplicateAttribute,
    /// A prefix with no namespace.
    #[error("an undeclared prefix")]
    UndeclaredPrefix,
    /// A namespace declaration that the namespace rules forbid.
    #[error("an illegal namespace declaration")]
    IllegalNamespace,
    /// An entity other than the five of XML itself, or a reference that is none.
    #[error("an undefined reference")]
    UndefinedReference,
    /// `]]>` outside a CDATA section.
    #[error("a section end in text")]
    SectionEndInText,
    /// An XML declaration that is wrong or stands elsewhere than first.
    #[error("an illegal XML declaration")]
    IllegalDeclaration,
    /// A processing instruction or comment that breaks its rules.
    #[error("an illegal comment or instruction")]
    IllegalMiscellany,
    /// More bytes than [`Limits::bytes`](super::Limits::bytes).
    #[error("the document is too large")]
    TooLarge,
    /// More elements open than [`Limits::depth`](super::Limits::depth).
    #[error("the elements are nested too deep")]
    TooDeep,
    /// More than [`Limits::attributes`](super::Limits::attributes).
    #[error("too many attributes")]
    TooManyAttributes,
    /// More than [`Limits::namespace_bindings`](super::Limits::namespace_bindings).
    #[error("too many namespace declarations")]
    TooManyNamespaces,
    /// More than [`Limits::name_length`](super::Limits::name_length).
    #[error("a name is too long")]
    NameTooLong,
    /// More than [`Limits::text_length`](super::Limits::text_length).
    #[error("a text is too long")]
    TextTooLong,
    /// More than [`Limits::records`](super::Limits::records).
    #[error("too many records")]
    TooManyRecords,
    /// More than [`Limits::list_entries`](super::Limits::list_entries).
    #[error("too many list entries")]
    TooManyListEntries,
    /// No `Envelope` of SOAP 1.1 or 1.2.
    #[error("the document is no SOAP envelope")]
    NotAnEnvelope,
    /// Bodies, responses or faults that there may be one of.
    #[error("the envelope holds more than one body or message")]
    SeveralBodies,
    /// An envelope must have a body.
    #[error("the envelope holds no body")]
    NoBody,
}

/// The way from the root to a place in a document, such as `/Envelope/Body`, without prefixes.
/// Costs a scan up to the place, so it is for errors and findings that somebody will read.
pub fn element_path(text: &str, offset: usize) -> String {
    const LONGEST_NAME: usize = 64;
    const DEEPEST: usize = 32;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut open: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event();
        if at > offset {
            break;
        }
        let local = |name: &str| {
            let local = name.rsplit(':').next().unwrap_or_default();
            local.chars().take(LONGEST_NAME).collect::<String>()
        };
        match event {
            Ok(Event::Start(tag)) => {
                depth += 1;
                if depth <= DEEPEST {
                    open.push(local(tag.name().as_ref()));
                }
            }
            Ok(Event::Empty(tag)) if at == offset => {
                open.push(local(tag.name().as_ref()));
                break;
            }
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                open.truncate(depth);
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    open.iter().map(|name| format!("/{name}")).collect()
}
