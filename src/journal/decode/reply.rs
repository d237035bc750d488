//! One answer to GetVaccinationHistory, of either version, direct or aggregated.

use std::collections::BTreeMap;

use crate::domain::{
    HsaId, LogicalAddress, RecordOrigin, Source, SourceKind, SourceState, Trouble,
    UnreadableRecord, WithheldReason,
};
use crate::journal::decode::verified::check;
use crate::journal::decode::{
    AskedSource, Context, Decoded, SourceOutcome, VerifiedRecord, Wait, lift, record, status,
};
use crate::rivta::client::Answer;
use crate::rivta::envelope::{self, Content};
use crate::rivta::processing_status_1::{ProcessingStatus, ProcessingStatusRecord};
use crate::rivta::reply::CallError;
use crate::rivta::xml::{Finding, Flaw, Item, ReadError, ReadErrorKind};
use crate::rivta::{
    GvhVersion, get_vaccination_history_1 as version_1, get_vaccination_history_2 as version_2,
};

/// Decodes one answer to GetVaccinationHistory. A source that failed is an outcome, not an error.
pub fn vaccination_history(
    asked: &AskedSource,
    version: GvhVersion,
    answer: &Answer,
    context: &Context<'_>,
) -> Decoded {
    let text = match answer.text(context.limits) {
        Ok(text) => text,
        Err(error) => return failed(asked, &error),
    };
    let said = match version {
        GvhVersion::V1 => text
            .message()
            .map(|message| Said::in_version_1(*message.body, message.processing_status)),
        GvhVersion::V2 => text
            .message()
            .map(|message| Said::in_version_2(*message.body, message.processing_status)),
    };
    match said {
        Ok(said) => said.outcomes(asked, version, context),
        Err(error) => failed(asked, &error),
    }
}

/// Decodes the text of an answer that came some other way than by a call: from a file, a test or a
/// benchmark. Anything but a whole envelope with the expected message is an error.
pub fn vaccination_history_text(
    asked: &AskedSource,
    version: GvhVersion,
    text: &str,
    context: &Context<'_>,
) -> Result<Decoded, ReadError> {
    let limits = context.limits;
    let said = match version {
        GvhVersion::V1 => {
            let envelope = envelope::read(text, limits)?;
            Said::in_version_1(message(envelope.content)?, envelope.processing_status)
        }
        GvhVersion::V2 => {
            let envelope = envelope::read(text, limits)?;
            Said::in_version_2(message(envelope.content)?, envelope.processing_status)
        }
    };
    Ok(said.outcomes(asked, version, context))
}

fn message<B>(content: Content<B>) -> Result<B, ReadError> {
    match content {
        Content::Message(Item { value: Ok(body), .. }) => Ok(*body),
        _ => Err(ReadError { kind: ReadErrorKind::NoBody, offset: 0 }),
    }
}

/// The outcome of a call that gave no message to read.
pub fn failed(asked: &AskedSource, error: &CallError) -> Decoded {
    let busy = error.retry_after().map(Wait::Address);
    let wait = if error.is_fault() { Some(Wait::Question) } else { busy };
    Decoded { wait, ..Decoded::only(asked.source(error.state())) }
}

/// A contract record, read or not, with what is odd about it.
type Read<'a> = (Result<Box<version_2::VaccinationMedicalRecord<'a>>, Flaw>, Vec<Finding>);

/// An answer, in the newer version's shape.
struct Said<'a> {
    records: Vec<Read<'a>>,
    error: Option<Trouble>,
    statuses: Option<ProcessingStatus<'a>>,
}

/// What belongs to one source while an answer is taken apart.
#[derive(Default)]
struct Share {
    records: Vec<VerifiedRecord>,
    withheld: Vec<WithheldReason>,
    unreadable: Vec<UnreadableRecord>,
    received: u32,
    name: Option<String>,
}

impl<'a> Said<'a> {
    fn in_version_1(
        body: version_1::GetVaccinationHistoryResponse<'a>,
        statuses: Option<ProcessingStatus<'a>>,
    ) -> Self {
        let lifted = |item: Item<version_1::VaccinationMedicalRecord<'a>>| {
            (item.value.map(|record| Box::new(lift::record(*record))), item.findings)
        };
        Self {
            records: body.vaccination_medical_record.into_iter().map(lifted).collect(),
            error: None,
            statuses,
        }
    }

    fn in_version_2(
        body: version_2::GetVaccinationHistoryResponse<'a>,
        statuses: Option<ProcessingStatus<'a>>,
    ) -> Self {
        let result = body.result.and_then(|item| item.value.ok());
        // A missing or unknown result is tolerated; only a clear ERROR throws the answer away.
        let error = result
            .filter(|r| r.result_code == version_2::ResultCode::Error)
            .map(|result| Trouble::ResultError { log_id: harmless(&result.log_id) });
        let records = body.vaccination_medical_record.into_iter();
        Self { records: records.map(|item| (item.value, item.findings)).collect(), error, statuses }
    }

    fn outcomes(self, asked: &AskedSource, version: GvhVersion, context: &Context<'_>) -> Decoded {
        let context = &Context { nullified_is_optional: version == GvhVersion::V1, ..*context };
        if let Some(trouble) = self.error {
            // Whatever records stand beside an ERROR, the source itself does not vouch for them.
            return Decoded::only(asked.source(SourceState::Refused(trouble)));
        }
        let aggregated = matches!(asked.kind, SourceKind::Aggregation { .. });
        let shares = shares(self.records, asked, aggregated, context);
        let outcomes = if aggregated {
            aggregated_outcomes(asked, self.statuses.as_ref(), shares)
        } else {
            let mut shares = shares;
            let share = shares.remove(&asked.address).unwrap_or_default();
            vec![share.outcome(asked.source(SourceState::Answered), asked)]
        };
        Decoded { outcomes, wait: None }
    }
}

/// Deals an answer's records out to their sources: to the one asked in a direct answer, to each
/// record's own source system in an aggregated one. Records that do not tell stay with the asked.
fn shares(
    records: Vec<Read<'_>>,
    asked: &AskedSource,
    aggregated: bool,
    context: &Context<'_>,
) -> BTreeMap<LogicalAddress, Share> {
    let mut shares: BTreeMap<LogicalAddress, Share> = BTreeMap::new();
    for (at, (read, findings)) in records.into_iter().enumerate() {
        let position = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let contract_record = match read {
            Ok(contract_record) => contract_record,
            Err(flaw) => {
                let share = shares.entry(asked.address.clone()).or_default();
                share.lose(asked, position, format!("{}: {}", flaw.element, flaw.kind));
                continue;
            }
        };
        let header = &contract_record.vaccination_medical_record_header;
        let source = Some(header.source_system_hsa_id.as_ref())
            .filter(|_| aggregated)
            .and_then(|text| text.parse().ok())
            .unwrap_or_else(|| asked.address.clone());
        let share = shares.entry(source).or_default();
        let patient = &header.patient_id;
        let checked = match check(context.identities, &patient.kind, &patient.id) {
            Ok(checked) => checked,
            Err(reason) => {
                let inside = contract_record.vaccination_medical_record_body;
                share.withhold(reason, inside.administration_record.len());
                continue;
            }
        };
        let origin = RecordOrigin::Fetched { address: asked.address.clone() };
        match record::records(*contract_record, &findings, &origin, context) {
            Ok(records) => {
                share.received += u32::try_from(records.len()).unwrap_or(u32::MAX);
                share.records.extend(checked.records(records));
            }
            Err(element) => share.lose(asked, position, format!("{element}: cannot be used")),
        }
    }
    for share in shares.values_mut() {
        share.name = share.records.first().and_then(|r| r.record().source_system_name.clone());
    }
    shares
}

/// One outcome for every source that the status names or that sent records.
fn aggregated_outcomes(
    asked: &AskedSource,
    statuses: Option<&ProcessingStatus<'_>>,
    mut shares: BTreeMap<LogicalAddress, Share>,
) -> Vec<SourceOutcome> {
    let mut outcomes = Vec::new();
    let (mut named, mut unnamed) = (0, 0);
    for status in statuses.iter().flat_map(|s| &s.processing_status_list) {
        let status = status.value.as_deref().ok();
        // Some source's state, but nobody can tell whose: that must not look like no source.
        let Some(status) = status.filter(|status| status::address(status).is_some()) else {
            unnamed += 1;
            continue;
        };
        named += 1;
        outcomes.extend(named_outcome(asked, status, &mut shares, &outcomes));
    }
    let own = shares.remove(&asked.address);
    for (address, share) in shares {
        // Sent records without being named: what else it may hold is not known.
        let state = SourceState::Incomplete(Trouble::UnknownStatus { system: hsa_id(&address) });
        let source = asked.source_system(address, share.name.clone(), state);
        outcomes.push(share.outcome(source, asked));
    }
    let whole = match (statuses, named) {
        (None, _) => Some(Trouble::StatusMissing),
        _ if unnamed > 0 => Some(Trouble::UnknownStatus { system: None }),
        (Some(_), 0) => Some(Trouble::NobodyAsked),
        (Some(_), _) => None,
    };
    if own.is_some() || whole.is_some() {
        let state = whole.map_or(SourceState::Answered, SourceState::Incomplete);
        outcomes.push(own.unwrap_or_default().outcome(asked.source(state), asked));
    }
    outcomes
}

fn named_outcome(
    asked: &AskedSource,
    status: &ProcessingStatusRecord<'_>,
    shares: &mut BTreeMap<LogicalAddress, Share>,
    already: &[SourceOutcome],
) -> Option<SourceOutcome> {
    let share = status::address(status).and_then(|address| shares.remove(&address));
    let share = share.unwrap_or_default();
    let (address, state) = status::source(status, share.received)?;
    let source = asked.source_system(address, share.name.clone(), state);
    // A source named twice keeps every statement but is not repeated when it says the same.
    let repeated = share.received == 0
        && already.iter().any(|o| o.source.kind == source.kind && o.source.state == source.state);
    (!repeated).then(|| share.outcome(source, asked))
}

impl Share {
    fn withhold(&mut self, reason: WithheldReason, vaccinations: usize) {
        let count = vaccinations.max(1);
        self.withheld.extend(std::iter::repeat_n(reason, count));
        self.received += u32::try_from(count).unwrap_or(u32::MAX);
    }

    fn lose(&mut self, asked: &AskedSource, position: u32, fault: String) {
        self.received += 1;
        let source = asked.name.clone().unwrap_or_else(|| asked.address.to_string());
        self.unreadable.push(UnreadableRecord { source, position, fault, date: None });
    }

    fn outcome(self, mut source: Source, asked: &AskedSource) -> SourceOutcome {
        source.received = self.received;
        source.oldest = self.records.iter().filter_map(|r| r.record().day()).min();
        if source.name.is_none() {
            source.name = self.name;
        }
        source.correlation_id.clone_from(&asked.correlation_id);
        source.state = judged(source.state, self.received, &self.withheld, self.unreadable.len());
        SourceOutcome {
            source,
            records: self.records,
            withheld: self.withheld,
            unreadable: self.unreadable,
        }
    }
}

/// The state of a source once its records have been looked at. A source whose every record is
/// another patient's has not answered this question at all.
fn judged(
    state: SourceState,
    received: u32,
    withheld: &[WithheldReason],
    unreadable: usize,
) -> SourceState {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let foreign = count(withheld.len());
    if !matches!(state, SourceState::Answered) {
        return state;
    }
    if received == 0 {
        SourceState::NothingFound
    } else if foreign == received {
        SourceState::Unreachable(Trouble::ForeignPatient { count: foreign })
    } else if foreign > 0 {
        SourceState::Incomplete(Trouble::ForeignPatient { count: foreign })
    } else if unreadable > 0 {
        SourceState::Incomplete(Trouble::UnreadableRecords { count: count(unreadable) })
    } else {
        state
    }
}

fn hsa_id(address: &LogicalAddress) -> Option<HsaId> {
    address.as_str().parse().ok()
}

/// A source's log id, for support: printable ASCII only, and not too much of it.
fn harmless(log_id: &str) -> Option<String> {
    const LONGEST: usize = 64;
    let kept: String = log_id.chars().filter(char::is_ascii_graphic).take(LONGEST).collect();
    (!kept.is_empty()).then_some(kept)
}
