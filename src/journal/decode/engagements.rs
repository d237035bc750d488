//! The engagement index's answer: which source systems know the patient.

use std::collections::BTreeSet;

use crate::domain::{LogicalAddress, SourceState, Trouble};
use crate::journal::decode::reply::failed;
use crate::journal::decode::{AskedSource, Context, Decoded};
use crate::rivta::client::Answer;
use crate::rivta::find_content_1::{Engagement, FindContentResponse};

/// Decodes the answer to FindContent: the index's own outcome, and the source systems to ask, each
/// once, our own left out. An entry about somebody else, or one that cannot be read, names nobody
/// but makes the index incomplete.
pub fn engagements(
    asked: &AskedSource,
    answer: &Answer,
    context: &Context<'_>,
) -> (Decoded, Vec<LogicalAddress>) {
    let text = match answer.text(context.limits) {
        Ok(text) => text,
        Err(error) => return (failed(asked, &error), Vec::new()),
    };
    let message = match text.message::<FindContentResponse<'_>>() {
        Ok(message) => message,
        Err(error) => return (failed(asked, &error), Vec::new()),
    };
    let mut addresses = BTreeSet::new();
    let mut unusable = 0_u32;
    for item in &message.body.engagement {
        let number = context.identities.asked.number();
        let engagement = item.value.as_deref().ok().filter(|one| belongs(one, number));
        let address = engagement.and_then(|one| one.source_system.parse().ok());
        match address {
            Some(address) => drop(addresses.insert(address)),
            None => unusable += 1,
        }
    }
    addresses.retain(|address: &LogicalAddress| {
        !address.as_str().eq_ignore_ascii_case(context.own_system.as_str())
    });
    let state = match (unusable, addresses.is_empty()) {
        (1.., _) => SourceState::Incomplete(Trouble::UnreadableRecords { count: unusable }),
        (0, true) => SourceState::NothingFound,
        (0, false) => SourceState::Answered,
    };
    (Decoded::only(asked.source(state)), addresses.into_iter().collect())
}

fn belongs(engagement: &Engagement<'_>, number: &str) -> bool {
    engagement.registered_resident_identification.trim() == number
}
