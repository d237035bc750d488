//! What the aggregating service says of each source (`ProcessingStatus`), as our source states.

use crate::domain::{LogicalAddress, SourceState, Trouble};
use crate::rivta::fault::platform_code;
use crate::rivta::processing_status_1::{ProcessingStatusRecord, StatusCode};

/// One source's status: its address, and its state if it sent this many records.
pub(super) fn source(
    status: &ProcessingStatusRecord<'_>,
    received: u32,
) -> Option<(LogicalAddress, SourceState)> {
    let address = address(status)?;
    let state = match status.status_code {
        Some(StatusCode::DataFromSource) if received == 0 => SourceState::NothingFound,
        Some(StatusCode::DataFromSource) => SourceState::Answered,
        Some(StatusCode::DataFromCache) => cached(status, false),
        Some(StatusCode::DataFromCacheSynchFailed) => cached(status, true),
        Some(StatusCode::NoDataSynchFailed) if received > 0 => {
            SourceState::Incomplete(Trouble::SynchFailed)
        }
        Some(StatusCode::NoDataSynchFailed) => failed(status),
        Some(StatusCode::Unknown) | None => {
            SourceState::Incomplete(Trouble::UnknownStatus { system: None })
        }
    };
    Some((address, state))
}

/// The address a status speaks of.
pub(super) fn address(status: &ProcessingStatusRecord<'_>) -> Option<LogicalAddress> {
    status.logical_address.as_deref()?.parse().ok()
}

fn cached(status: &ProcessingStatusRecord<'_>, refresh_failed: bool) -> SourceState {
    let as_of = status.last_successful_synch.as_deref().map(str::trim);
    let digits = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    SourceState::FromCache { as_of: as_of.filter(digits).map(str::to_owned), refresh_failed }
}

/// Only the code and a platform code in the text are of use: the causing agent is the same constant
/// whoever failed, and the text's letters may be broken.
fn failed(status: &ProcessingStatusRecord<'_>) -> SourceState {
    let error = status.last_unsuccessful_synch_error.as_deref();
    let code = error.and_then(|error| error.code.as_deref()).map(str::trim);
    let platform =
        error.and_then(|error| platform_code(error.text.as_deref()?)?.get(2..)?.parse().ok());
    match (code, platform) {
        (Some("504"), _) => SourceState::TimedOut,
        (_, Some(7)) => SourceState::Refused(Trouble::Platform { code: 7 }),
        (_, Some(code)) => SourceState::Unreachable(Trouble::Platform { code }),
        _ => SourceState::Unreachable(Trouble::SynchFailed),
    }
}
