//! Whether a chain is as it was written. Pure: rows and signed heads go in, findings come out.

use std::collections::BTreeMap;
use std::fmt;

use crate::store::{LogHash, LogRow};

/// Checks one care provider's chain, row by row in the order of their places.
#[derive(Debug)]
pub struct Verifier {
    signed: BTreeMap<i64, Vec<LogHash>>,
    last: i64,
    before: LogHash,
    findings: Vec<Finding>,
}

/// What came of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verified {
    /// The last place.
    pub last: i64,
    /// The last row's hash.
    pub hash: LogHash,
    /// What is wrong; empty where nothing is.
    pub findings: Vec<Finding>,
}

/// A sign that somebody has changed the log.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Finding {
    /// Places without a row.
    Missing {
        /// The first.
        first: i64,
        /// The last.
        last: i64,
    },
    /// A place has two rows, or rows stand in the wrong order.
    Twice {
        /// The place.
        sequence: i64,
    },
    /// The row is not the one that was hashed, or does not follow on the one before.
    Changed {
        /// Its place.
        sequence: i64,
    },
    /// The row's hash is not the one that was signed: it and rows before it have been written anew.
    NotAsSigned {
        /// Its place.
        sequence: i64,
    },
    /// The log ends before a place that was signed.
    CutOff {
        /// The signed place.
        signed: i64,
        /// The log's last.
        last: i64,
    },
}

impl Verifier {
    /// Begins with a chain's signed heads: places and their hashes.
    pub fn new(signed: impl IntoIterator<Item = (i64, LogHash)>) -> Self {
        let mut heads: BTreeMap<i64, Vec<LogHash>> = BTreeMap::new();
        for (sequence, hash) in signed {
            heads.entry(sequence).or_default().push(hash);
        }
        Self { signed: heads, last: 0, before: LogHash::NONE, findings: Vec::new() }
    }

    /// Takes the next row.
    pub fn take(&mut self, row: &LogRow) {
        let sequence = row.sequence;
        if sequence <= self.last {
            self.findings.push(Finding::Twice { sequence });
            return;
        }
        let follows = sequence == self.last + 1;
        if !follows {
            self.findings.push(Finding::Missing { first: self.last + 1, last: sequence - 1 });
        }
        let kept = row.hash.parse().ok();
        let right = row.hash_after(self.before);
        // After a gap nobody knows what the row should follow on.
        if follows && kept != Some(right) {
            self.findings.push(Finding::Changed { sequence });
        }
        // From here on what is kept is believed, so that one change is one finding.
        self.before = kept.unwrap_or(right);
        self.last = sequence;
        if let Some(signed) = self.signed.remove(&sequence)
            && signed.iter().any(|hash| *hash != self.before)
        {
            self.findings.push(Finding::NotAsSigned { sequence });
        }
    }

    /// Ends with the last row.
    pub fn end(mut self) -> Verified {
        // Heads at places that are missing in the middle are told by the gap.
        if let Some(signed) = self.signed.last_key_value().map(|(signed, _)| *signed)
            && signed > self.last
        {
            self.findings.push(Finding::CutOff { signed, last: self.last });
        }
        Verified { last: self.last, hash: self.before, findings: self.findings }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { first, last } if first == last => write!(f, "row {first} is missing"),
            Self::Missing { first, last } => write!(f, "rows {first} to {last} are missing"),
            Self::Twice { sequence } => write!(f, "there is another row at place {sequence}"),
            Self::Changed { sequence } => {
                write!(f, "row {sequence} is not as it was written, or not in its place")
            }
            Self::NotAsSigned { sequence } => {
                write!(f, "row {sequence} is not the one that was signed")
            }
            Self::CutOff { signed, last } => {
                write!(f, "the log ends at row {last}, and row {signed} has been signed")
            }
        }
    }
}
