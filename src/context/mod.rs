//! Patient context shared with COSMIC, as FHIRcast 3.0.0 has it: the messages, and what happens to
//! a topic. Pure: no input or output, and the time is told.
//!
//! `docs/fhircast.md` says which demand is met where. `web/context` connects this with sockets,
//! pages and the store.

mod event;
mod patient;
mod subscription;
mod sync_error;
mod topic;

pub use event::{EventName, EventSet, MessageError, Notification, SentEvent};
pub use patient::{PatientInContext, opened};
pub use subscription::{
    Acknowledgement, Lease, SubscriptionError, SubscriptionRequest, confirmation, denial,
};
pub use sync_error::{Refused, SyncError};
pub use topic::{Denial, Effect, Subscriber, SubscriberId, Topic};

/// The version of FHIRcast that this is.
pub const VERSION: &str = "3.0.0";
