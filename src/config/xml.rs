use serde::Deserialize;

use crate::rivta::xml::Limits;

/// `[xml]`: what one answer may hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct XmlSection {
    /// Elements open at once.
    pub depth: usize,
    /// Attributes of one element.
    pub attributes: usize,
    /// Namespace declarations in force at once.
    pub namespace_bindings: usize,
    /// Bytes of a name with its prefix.
    pub name_bytes: usize,
    /// Bytes of the text of one element or attribute.
    pub text_bytes: usize,
    /// Records of one answer.
    pub records: usize,
    /// Entries of all other lists of one answer together.
    pub list_entries: usize,
    /// Findings kept for one record.
    pub findings: usize,
}

impl XmlSection {
    /// The limits, for answers of at most so many bytes.
    pub fn limits(&self, largest_answer: u64) -> Limits {
        Limits {
            bytes: usize::try_from(largest_answer).unwrap_or(usize::MAX),
            depth: self.depth,
            attributes: self.attributes,
            namespace_bindings: self.namespace_bindings,
            name_length: self.name_bytes,
            text_length: self.text_bytes,
            records: self.records,
            list_entries: self.list_entries,
            findings: self.findings,
        }
    }
}
