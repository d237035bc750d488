/// How much of everything one document may hold. A document past a limit is refused as a whole:
/// a part of it would look like all of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Bytes of the document, before and after its decoding to UTF-8.
    pub bytes: usize,
    /// Elements open at once.
    pub depth: usize,
    /// Attributes of one element, namespace declarations included.
    pub attributes: usize,
    /// Namespace declarations in force at once.
    pub namespace_bindings: usize,
    /// Bytes of a name with its prefix.
    pub name_length: usize,
    /// Bytes of the text of one element, or of one attribute, comment or instruction.
    pub text_length: usize,
    /// Entries directly under an answer, such as vaccination records.
    pub records: usize,
    /// Entries of all other lists of one message together.
    pub list_entries: usize,
    /// Findings that are kept for one record; further ones are not.
    pub findings: usize,
}
