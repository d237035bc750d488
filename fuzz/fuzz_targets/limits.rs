//! Limits small enough that chance meets them.

use vaccinjournal::rivta::xml::Limits;

/// For all targets.
pub const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    depth: 32,
    attributes: 16,
    namespace_bindings: 16,
    name_length: 100,
    text_length: 4096,
    records: 20,
    list_entries: 100,
    findings: 4,
};
