use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::domain::{Dose, RecordKey, SourceKind};

/// A short name for a record that may stand in forms and page anchors: it tells nothing of the
/// record, and it is the same each time the record is shown.
pub fn record_handle(key: &RecordKey) -> String {
    let position = key.position.to_string();
    short_digest(&[
        key.source_system.as_str(),
        &key.document_id,
        key.reference.as_deref().unwrap_or(""),
        &position,
    ])
}

/// The short name of a dose: that of the record that leads it.
pub fn dose_handle(dose: &Dose) -> String {
    let lead = dose.records.first().map_or(&dose.shown, |merged| &merged.record);
    record_handle(&lead.key)
}

/// The short name of a source.
pub fn source_handle(kind: &SourceKind) -> String {
    let (sort, address) = match kind {
        SourceKind::Own => return "egna".to_owned(),
        SourceKind::Platform => return "plattform".to_owned(),
        SourceKind::Blocked => return "sparrade".to_owned(),
        SourceKind::Unnamed => return "namnlos".to_owned(),
        SourceKind::Aggregation { address } => ("aggregation", address),
        SourceKind::EngagementIndex { address } => ("index", address),
        SourceKind::SourceSystem { address } => ("system", address),
    };
    short_digest(&[sort, &address.as_str().to_uppercase()])
}

/// The first 64 bits of SHA-256 over the parts, each ended by a byte that no part holds.
fn short_digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut text = String::with_capacity(16);
    for byte in hash.finalize().iter().take(8) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
