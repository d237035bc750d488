/// One entry of an answer, read or not, with what was odd about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<T> {
    /// The entry, or why it could not be read.
    pub value: Result<Box<T>, Flaw>,
    /// What the contract forbids but reading could live with, in document order.
    pub findings: Vec<Finding>,
    /// Where its start tag stands: bytes from the start of the decoded text.
    pub offset: usize,
}

/// Why one entry could not be read. Names the element, never its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{kind}: {element} (byte {offset})")]
pub struct Flaw {
    /// What is wrong.
    pub kind: FlawKind,
    /// The element that is wrong or missing.
    pub element: &'static str,
    /// Bytes from the start of the decoded text; of the owner where the element is missing.
    pub offset: usize,
}

/// What can be wrong with an entry so that it cannot be trusted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FlawKind {
    /// The contract demands the element.
    #[error("a required element is missing")]
    Missing,
    /// The contract allows the element once: which one holds?
    #[error("an element stands twice")]
    Duplicate,
    /// Neither `true` nor `false` (nor `1` nor `0`).
    #[error("not a truth value")]
    NotBoolean,
    /// An element where only text may stand.
    #[error("an element inside a text")]
    ElementInText,
}

/// A breach of the contract that reading could live with. Names the element, never its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// The element that is wrong; for [`FindingKind::UnknownElement`] the type it stands in.
    pub element: &'static str,
    /// Bytes from the start of the decoded text.
    pub offset: usize,
}

/// Breaches of a contract that reading can live with.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum FindingKind {
    /// The element stands before one that it must follow.
    Order,
    /// The text is not as the schema's pattern or number type demands.
    Pattern,
    /// A code that the contract does not list.
    UnknownCode,
    /// An element that the contract does not know, in a namespace of the contracts or in none.
    UnknownElement,
    /// Text between elements.
    StrayText,
    /// The contract demands the element, but the reading of this message does not.
    Missing,
    /// A truth value that is none, where the reading of this message lives without it.
    NotBoolean,
}
