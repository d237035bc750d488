use jiff::Timestamp;

use super::{HsaId, LogicalAddress, SwedishDate};

/// One place that was asked for records, or should have been, and how it went.
///
/// Every source is in the journal. A source that failed is data, not an error.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Source {
    /// What kind of source.
    pub kind: SourceKind,
    /// Name for people, where one is known.
    pub name: Option<String>,
    /// How it went.
    pub state: SourceState,
    /// When the state was reached.
    pub at: Timestamp,
    /// How many records it sent, readable or not.
    pub received: u32,
    /// The oldest vaccination date it sent, where any could be read.
    pub oldest: Option<SwedishDate>,
    /// The platform's correlation id of the call, for support.
    pub correlation_id: Option<String>,
}

/// What kind of source.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum SourceKind {
    /// MVJ's own store, indata included.
    Own,
    /// The national platform as a whole, where nobody behind it was asked.
    Platform,
    /// The aggregating service as a whole: it failed, or it did not say which sources it asked.
    Aggregation {
        /// The address asked.
        address: LogicalAddress,
    },
    /// The engagement index, which tells where to ask.
    EngagementIndex {
        /// The address asked.
        address: LogicalAddress,
    },
    /// Whoever holds blocked records, unnamed: a reader may know that there are some, but not
    /// whose they are until she has chosen to (law 2022:913).
    Blocked,
    /// A source system that is not named to the reader, since an index chose it: its name would tell
    /// whose the blocked records are, or may be.
    Unnamed,
    /// One source system.
    SourceSystem {
        /// Its address; its text is the source system's HSA-id.
        address: LogicalAddress,
    },
}

impl SourceKind {
    /// The address that was asked, where one was.
    pub fn address(&self) -> Option<&LogicalAddress> {
        match self {
            Self::Own | Self::Platform | Self::Blocked | Self::Unnamed => None,
            Self::Aggregation { address }
            | Self::EngagementIndex { address }
            | Self::SourceSystem { address } => Some(address),
        }
    }
}

/// How it went with one source.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SourceState {
    /// Asked, no answer yet.
    Waiting,
    /// A whole answer with records.
    Answered,
    /// A whole answer without records.
    NothingFound,
    /// A whole answer of which there is nothing to show: it has no records, or all are blocked.
    NothingToShow,
    /// A whole answer, but something of it is not shown or known to be missing.
    Incomplete(Trouble),
    /// Records from a cache of the platform.
    FromCache {
        /// When the platform last got an answer from the source, as it says.
        as_of: Option<String>,
        /// Whether the platform failed to refresh it now.
        refresh_failed: bool,
    },
    /// The source said no: result `ERROR`, missing permission, or another considered answer.
    Refused(Trouble),
    /// No answer in time.
    TimedOut,
    /// No answer: connection, certificate, platform or source broken.
    Unreachable(Trouble),
    /// An answer that could not be read as a whole, so none of it is shown.
    Unreadable(Trouble),
    /// Not asked, and why.
    NotAsked(NotAsked),
}

impl SourceState {
    /// The state's name for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::NothingFound => "nothing_found",
            Self::NothingToShow => "nothing_to_show",
            Self::Incomplete(_) => "incomplete",
            Self::FromCache { .. } => "from_cache",
            Self::Refused(_) => "refused",
            Self::TimedOut => "timed_out",
            Self::Unreachable(_) => "unreachable",
            Self::Unreadable(_) => "unreadable",
            Self::NotAsked(_) => "not_asked",
        }
    }

    /// Whether the source gave all it has, as far as anybody can know.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Answered | Self::NothingFound | Self::NothingToShow)
    }

    /// Whether the source has not answered yet.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting)
    }

    /// Whether the source gave no records because something went wrong or was shut off.
    pub fn is_missing(&self) -> bool {
        matches!(
            self,
            Self::Refused(_)
                | Self::TimedOut
                | Self::Unreachable(_)
                | Self::Unreadable(_)
                | Self::NotAsked(_)
        )
    }
}

/// Why a source was not asked.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum NotAsked {
    /// Nothing lets the reader see other care providers' records.
    NoBasis,
    /// GVH consumption is switched off for the care provider.
    SwitchedOff,
    /// No source is configured for the care provider.
    NoSource,
    /// A local reserve number, which the aggregating service cannot be asked about.
    ReserveNumber,
    /// It answered with a fault a moment ago, and may be asked again at this time.
    RecentFault {
        /// Earliest time to ask again.
        again: Timestamp,
    },
    /// It has failed several times in a row and is left alone until this time.
    Resting {
        /// Earliest time to ask again.
        again: Timestamp,
    },
    /// Too much is going on; nobody was asked.
    Overloaded,
    /// What others have may not be printed.
    NotPrinted,
}

/// What went wrong with a source, as far as users and operators need to tell cases apart. It holds
/// no text from the source.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Trouble {
    /// The platform's fault code, `VP001` to `VP015`.
    Platform {
        /// The number in the code.
        code: u16,
    },
    /// A SOAP fault without a platform code.
    Fault,
    /// Result `ERROR` with the source's log id, where one was given.
    ResultError {
        /// The source's log id, cleaned and shortened.
        log_id: Option<String>,
    },
    /// An HTTP status that is no SOAP answer.
    HttpStatus {
        /// The status.
        status: u16,
    },
    /// No connection.
    Connection,
    /// The connection broke in the middle of the answer.
    ConnectionLost,
    /// TLS: a certificate of ours or theirs was not accepted.
    Certificate,
    /// The answer is no SOAP message.
    NotSoap,
    /// The answer is not well formed, is cut off, or breaks a safety limit of XML.
    Malformed,
    /// The answer is larger than the limit.
    TooLarge,
    /// The answer is compressed although that was not asked for.
    Encoded,
    /// The answer is whole but not an answer to this question.
    UnexpectedMessage,
    /// The platform says that the source gave nothing.
    SynchFailed,
    /// The aggregating service did not say which sources it asked.
    StatusMissing,
    /// The aggregating service asked nobody: nothing is registered, or sources are hidden by
    /// missing permission.
    NobodyAsked,
    /// Some records belonged to another patient and were thrown away.
    ForeignPatient {
        /// How many.
        count: u32,
    },
    /// Some records could not be read.
    UnreadableRecords {
        /// How many.
        count: u32,
    },
    /// Some records may not be shown.
    WithheldRecords {
        /// How many.
        count: u32,
    },
    /// The patient has blocked some records.
    BlockedRecords {
        /// How many.
        count: u32,
    },
    /// The access log could not be written, so nothing of the answer is shown.
    NotLogged,
    /// Which unit or system: the care units that the source system serves.
    UnknownStatus {
        /// HSA-id of the system, where the status names one.
        system: Option<HsaId>,
    },
}
