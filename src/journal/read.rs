//! From a reply to what it says: the records of the patient asked for, and where to ask next.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::{
    LogicalAddress, NotAsked, PatientId, SourceState, SwedishDate, Trouble, WithheldReason,
};
use crate::journal::access::AccessGrant;
use crate::journal::ask::{Call, Outcome, Question, Reply};
use crate::journal::decode::{self, AskedSource, Decoded, Identities, Wait};
use crate::journal::other_ids::Asked;
use crate::journal::service::Parts;

/// What a reply says, and the sources that an engagement index names in it.
pub(super) type Read = (Decoded, Vec<LogicalAddress>);

/// Reads a reply. Only where a record in it names another patient than the one asked for are her
/// other ids waited for: it may be hers under one of them.
pub(super) async fn read(
    parts: &Arc<Parts>,
    grant: &AccessGrant,
    reply: Reply,
    other_ids: &Asked,
) -> Read {
    let address = reply.call.kind.address().cloned();
    let question = reply.call.question;
    let reply = Arc::new(reply);
    let (mut decoded, mut named) = read_as(parts, grant, &reply, Arc::default()).await;
    if decoded.outcomes.iter().any(|one| one.withheld.contains(&WithheldReason::OtherPatient)) {
        let known = other_ids.clone().await;
        if !known.ids.is_empty() {
            (decoded, named) = read_as(parts, grant, &reply, known.ids).await;
        }
    }
    if let (Some(wait), Some(address)) = (decoded.wait, &address) {
        match wait {
            Wait::Question => parts.asker.heard_fault(address, question, grant),
            Wait::Address(asked) => parts.asker.heard_busy(address, asked),
        }
    }
    (decoded, named)
}

/// Reads a reply beside everything else: a large answer takes time that belongs to other requests.
async fn read_as(
    parts: &Arc<Parts>,
    grant: &AccessGrant,
    reply: &Arc<Reply>,
    linked: Arc<Vec<PatientId>>,
) -> Read {
    let failed = broken(&reply.call, reply.at);
    let (reading, whose, reply) = (Arc::clone(parts), grant.clone(), Arc::clone(reply));
    let decoded = move || decode(&reading, &whose, &reply, &linked);
    // A fault of ours while reading is this source's failure to a reader, never a wait for ever.
    tokio::task::spawn_blocking(decoded).await.unwrap_or(failed)
}

/// What is read of a call that broke off by a fault of ours.
pub(super) fn broken(call: &Call, at: Timestamp) -> Read {
    let state = SourceState::Unreadable(Trouble::Malformed);
    let unread = asked(call, at).map(|asked| Decoded::only(asked.source(state)));
    (unread.unwrap_or_default(), Vec::new())
}

/// From a reply to outcomes, and to the sources that an engagement index names.
fn decode(parts: &Parts, grant: &AccessGrant, reply: &Reply, linked: &[PatientId]) -> Read {
    let Some(mut asked) = asked(&reply.call, reply.at) else {
        return (Decoded::default(), Vec::new());
    };
    let Reply { call, outcome, .. } = reply;
    let answer = match outcome {
        Outcome::Answer(answer) => answer,
        Outcome::Failed(error) => return (decode::failed(&asked, error), Vec::new()),
        Outcome::NotAsked(reason) => {
            let state = SourceState::NotAsked(reason.clone());
            return (Decoded::only(asked.source(state)), Vec::new());
        }
        Outcome::Unwritten(error) => {
            tracing::error!(error = %error, "a question could not be written");
            let state = SourceState::NotAsked(NotAsked::NoSource);
            return (Decoded::only(asked.source(state)), Vec::new());
        }
    };
    asked.correlation_id = Some(answer.correlation_id().to_owned());
    let patient = grant.patient();
    let context = decode::Context {
        identities: Identities { asked: patient, linked },
        birth: patient.birth_date().map(SwedishDate::new),
        today: SwedishDate::new(parts.clock.swedish_now().date()),
        limits: &parts.xml_limits,
        longest_text: parts.longest_text,
        own_system: &parts.own_system,
        nullified_is_optional: false,
    };
    match call.question {
        Question::Engagements => decode::engagements(&asked, answer, &context),
        Question::VaccinationHistory(version) => {
            let decoded = decode::vaccination_history(&asked, version, answer, &context);
            (decoded, Vec::new())
        }
    }
}

/// Whom a reply is from, if somebody was asked.
fn asked(call: &Call, at: Timestamp) -> Option<AskedSource> {
    Some(AskedSource {
        kind: call.kind.clone(),
        address: call.kind.address().cloned()?,
        name: call.name.clone(),
        at,
        correlation_id: None,
    })
}
