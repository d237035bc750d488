//! The journal as JSON, with the vocabulary of the design in English and the sentences for people
//! in Swedish.

use serde::Serialize;
use utoipa::ToSchema;

use super::completeness::Completeness;
use super::foreign::{clean, visible};
use super::handle::{dose_handle, record_handle, source_handle};
use super::view::day_text;
use super::{Showing, SourceNames, words};
use crate::domain::{
    Actor, Coded, Conservation, Dose, DoseHint, MergeRule, MergedRecord, OrgUnit, OtherIds,
    PlacedRecord, RecordContent, RecordKey, RecordOrigin, Reported, Source, SourceKind,
    UnreadableRecord, VaccinationRecord, WithheldGroup,
};

/// One patient's vaccination journal.
#[derive(Serialize, ToSchema)]
#[schema(as = Journal)]
pub struct JournalJson {
    /// Whether every source has answered or been given up. Until then, read again.
    pub complete: bool,
    /// What may be said about completeness.
    pub completeness: CompletenessJson,
    /// Whose journal it is.
    pub patient: PatientJson,
    /// Every source that was asked or should have been.
    pub sources: Vec<SourceJson>,
    /// What was given, newest first; each dose once. Notes without structure stand here too.
    pub doses: Vec<DoseJson>,
    /// Ordered, not known to have been given. Not doses.
    pub ordered: Vec<PlacedJson>,
    /// Withdrawn by their source. Not doses.
    pub nullified: Vec<PlacedJson>,
    /// Records that may not be shown: how many, from whom and why.
    pub withheld: Vec<WithheldJson>,
    /// Records that could not be read.
    pub unreadable: Vec<UnreadableJson>,
    /// Doses close in time that may be the same (rule D4); both are counted.
    pub hints: Vec<HintJson>,
    /// Where every record went.
    pub conservation: ConservationJson,
}

/// What may be said about completeness.
#[derive(Serialize, ToSchema)]
#[schema(as = Completeness)]
pub struct CompletenessJson {
    /// `waiting`, `whole`, `partial`, `unproven`, or `nothing_registered`. Only the last means that
    /// the patient has no registered vaccinations; an empty list of doses alone never does.
    pub verdict: &'static str,
    /// Whether `sources` is known to hold every source that should have been asked.
    pub every_source_named: bool,
    /// Whether it is known which other ids are the patient's: `not_asked`, `waiting`, `known` or
    /// `not_known`. With the last, records under an old number may be missing.
    pub other_ids: &'static str,
    /// What to tell a reader, in Swedish, most important first.
    pub sentences: Vec<String>,
}

/// Whose journal it is.
#[derive(Serialize, ToSchema)]
#[schema(as = Patient)]
pub struct PatientJson {
    /// OID of the kind of number.
    pub id_type: String,
    /// The number.
    pub id: String,
}

/// One source.
#[derive(Serialize, ToSchema)]
#[schema(as = Source)]
pub struct SourceJson {
    /// Short name; the same each time.
    pub id: String,
    /// `own`, `aggregation`, `engagement_index` or `source_system`.
    pub kind: &'static str,
    /// Name for people.
    pub name: String,
    /// Logical address, for all but our own store.
    pub address: Option<String>,
    /// `waiting`, `answered`, `nothing_found`, `incomplete`, `from_cache`, `refused`, `timed_out`,
    /// `unreachable`, `unreadable` or `not_asked`.
    pub state: &'static str,
    /// The state in Swedish.
    pub state_words: &'static str,
    /// Why, in Swedish.
    pub reason: Option<String>,
    /// When the state was reached (RFC 3339).
    pub at: String,
    /// How many records it sent.
    pub received: u32,
    /// The oldest vaccination day it sent.
    pub oldest: Option<String>,
    /// The platform's correlation id of the call.
    pub correlation_id: Option<String>,
}

/// One dose, or a note.
#[derive(Serialize, ToSchema)]
#[schema(as = Dose)]
pub struct DoseJson {
    /// Short name; the same each time.
    pub id: String,
    /// Keys of the diseases it protects against; `unknown` where the product is unknown.
    pub diseases: Vec<String>,
    /// Whether the records were joined only as a probable duplicate (rule D3).
    pub probable: bool,
    /// What is shown: the leading record, its empty fields filled from the others.
    pub shown: RecordJson,
    /// The records it was joined from, the leading one first.
    pub records: Vec<MergedJson>,
    /// Fields in which the records contradict each other.
    pub conflicts: Vec<ConflictJson>,
}

/// One record in a dose.
#[derive(Serialize, ToSchema)]
#[schema(as = MergedRecord)]
pub struct MergedJson {
    /// The rule that joined it; none for the record that leads.
    pub rule: Option<RuleJson>,
    /// The record as its source sent it.
    pub record: RecordJson,
}

/// A merge rule.
#[derive(Serialize, ToSchema)]
#[schema(as = Rule)]
pub struct RuleJson {
    /// `N1`–`N3`, `D0`–`D5` or `SPLIT`.
    pub id: &'static str,
    /// What it means, in Swedish.
    pub reason: &'static str,
}

/// A field in which records contradict each other.
#[derive(Serialize, ToSchema)]
#[schema(as = Conflict)]
pub struct ConflictJson {
    /// Name of the field.
    pub field: String,
    /// The values, each once.
    pub values: Vec<String>,
}

/// What one source says of one vaccination. A field that is left out was not reported.
#[derive(Serialize, ToSchema)]
#[schema(as = Record)]
pub struct RecordJson {
    /// Short name; the same each time.
    pub id: String,
    /// HSA-id of the system that holds it.
    pub source_system: String,
    /// Name of the source, for people.
    pub source_name: String,
    /// The document's id in that system.
    pub document_id: String,
    /// `own`, `indata` or `fetched`.
    pub origin: &'static str,
    /// Text of a note without structure; then there is no vaccination in the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Day of the vaccination, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The source's text where it is no day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub odd_date: Option<String>,
    /// When it was written, Swedish local time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_time: Option<String>,
    /// HSA-id of the care provider that answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub care_provider: Option<String>,
    /// HSA-id of the care unit that answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub care_unit: Option<String>,
    /// The care provider as the registration names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub care_provider_org: Option<NamedJson>,
    /// The unit of the accountable professional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accountable_unit: Option<NamedJson>,
    /// The unit that gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performer_org: Option<NamedJson>,
    /// Who gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performer: Option<NamedJson>,
    /// The unit that prescribed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescriber_org: Option<NamedJson>,
    /// Who prescribed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescriber: Option<NamedJson>,
    /// The product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vaccine_name: Option<CodedJson>,
    /// The kind of vaccine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vaccine_type: Option<CodedJson>,
    /// What it protects against, as the source says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_diseases: Vec<CodedJson>,
    /// Batch as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// Manufacturer as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// How much was given, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose: Option<String>,
    /// Which dose in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose_number: Option<u32>,
    /// How many doses were prescribed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescribed_doses: Option<u32>,
    /// Whether the series is complete with this dose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose_complete: Option<bool>,
    /// Where on the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<CodedJson>,
    /// Which way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<CodedJson>,
    /// Vaccination programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<CodedJson>,
    /// Where the information comes from when it was registered afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_description: Option<String>,
    /// Comments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<String>,
    /// Adverse effects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adverse_effects: Vec<CodedJson>,
    /// Risk groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risk_categories: Vec<CodedJson>,
    /// Whether the record is withdrawn.
    pub nullified: bool,
    /// Why it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nullified_reason: Option<String>,
    /// What is odd about it.
    pub marks: Vec<MarkJson>,
}

/// A unit or a person as a record names it.
#[derive(Serialize, ToSchema)]
#[schema(as = Named)]
pub struct NamedJson {
    /// HSA-id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hsa_id: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A coded value, or free text.
#[derive(Serialize, ToSchema)]
#[schema(as = Coded)]
pub struct CodedJson {
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// OID of the code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_system: Option<String>,
    /// What the code means, or the free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Something odd about a record.
#[derive(Serialize, ToSchema)]
#[schema(as = Mark)]
pub struct MarkJson {
    /// Its name.
    pub code: &'static str,
    /// What it means, in Swedish.
    pub words: String,
}

/// A record in a place of its own.
#[derive(Serialize, ToSchema)]
#[schema(as = PlacedRecord)]
pub struct PlacedJson {
    /// Why it is there.
    pub rule: RuleJson,
    /// The record.
    pub record: RecordJson,
    /// Other records folded into it.
    pub folded: Vec<MergedJson>,
}

/// Records that may not be shown.
#[derive(Serialize, ToSchema)]
#[schema(as = Withheld)]
pub struct WithheldJson {
    /// Name of the source, or its address. Left out of `blocked`: who holds those is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// `other_patient`, `no_patient`, `no_care_unit`, `no_basis`, `blocked`,
    /// `block_check_unavailable`, `no_block_service` or `not_logged`.
    pub reason: &'static str,
    /// How many.
    pub count: u32,
}

/// A record that could not be read.
#[derive(Serialize, ToSchema)]
#[schema(as = Unreadable)]
pub struct UnreadableJson {
    /// Name of the source, or its address.
    pub source: String,
    /// Place in the source's answer, from 1.
    pub position: u32,
    /// What is wrong.
    pub fault: String,
    /// The day, where at least that could be read.
    pub date: Option<String>,
}

/// Two doses that may be one.
#[derive(Serialize, ToSchema)]
#[schema(as = Hint)]
pub struct HintJson {
    /// Short name of the leading record of the earlier dose.
    pub earlier: String,
    /// Short name of the leading record of the later dose.
    pub later: String,
    /// Days between them.
    pub days: i32,
}

/// Where every record went: `received` is the sum of the others.
#[derive(Serialize, ToSchema)]
#[schema(as = Conservation)]
pub struct ConservationJson {
    /// Received from all sources.
    pub received: u32,
    /// Shown as doses and notes.
    pub shown: u32,
    /// Joined into another record.
    pub merged: u32,
    /// May not be shown.
    pub withheld: u32,
    /// Withdrawn.
    pub nullified: u32,
    /// Ordered, not known to have been given.
    pub ordered: u32,
    /// Could not be read.
    pub unreadable: u32,
    /// Whether the sum is right. If not, trust nothing in the journal.
    pub holds: bool,
}

impl JournalJson {
    /// The journal as JSON values.
    pub fn of(showing: &Showing<'_>) -> Self {
        let journal = showing.journal;
        let names = SourceNames::of(journal);
        let completeness = Completeness::of(journal, showing.complete);
        let placed = |record: &PlacedRecord| PlacedJson::of(record, &names);
        Self {
            complete: showing.complete,
            completeness: CompletenessJson {
                verdict: completeness.verdict.code(),
                every_source_named: journal.every_source_named,
                other_ids: match journal.other_ids {
                    OtherIds::NotAsked => "not_asked",
                    OtherIds::Waiting => "waiting",
                    OtherIds::Known => "known",
                    OtherIds::NotKnown => "not_known",
                },
                sentences: completeness.sentences.iter().map(ToString::to_string).collect(),
            },
            patient: PatientJson {
                id_type: showing.patient.kind().oid().to_owned(),
                id: showing.patient.number().to_owned(),
            },
            sources: journal.sources.iter().map(SourceJson::of).collect(),
            doses: journal.doses.iter().map(|dose| DoseJson::of(dose, &names)).collect(),
            ordered: journal.ordered.iter().map(placed).collect(),
            nullified: journal.nullified.iter().map(placed).collect(),
            withheld: journal.withheld.iter().map(WithheldJson::of).collect(),
            unreadable: journal.unreadable.iter().map(UnreadableJson::of).collect(),
            hints: journal.hints.iter().map(HintJson::of).collect(),
            conservation: ConservationJson::of(&journal.conservation),
        }
    }
}

impl SourceJson {
    fn of(source: &Source) -> Self {
        Self {
            id: source_handle(&source.kind),
            kind: match source.kind {
                SourceKind::Own => "own",
                SourceKind::Platform => "platform",
                SourceKind::Blocked => "blocked",
                SourceKind::Unnamed => "unnamed",
                SourceKind::Aggregation { .. } => "aggregation",
                SourceKind::EngagementIndex { .. } => "engagement_index",
                SourceKind::SourceSystem { .. } => "source_system",
            },
            name: SourceNames::source(source),
            address: source.kind.address().map(|address| clean(address.as_str())),
            state: source.state.code(),
            state_words: words::state(&source.state),
            reason: words::state_reason(&source.state).map(|reason| reason.to_string()),
            at: source.at.to_string(),
            received: source.received,
            oldest: source.oldest.map(|day| day.to_string()),
            correlation_id: visible(source.correlation_id.as_deref()),
        }
    }
}

impl DoseJson {
    fn of(dose: &Dose, names: &SourceNames) -> Self {
        let conflict = |(field, values): &(String, Vec<String>)| ConflictJson {
            field: clean(field),
            values: values.iter().map(|value| clean(value)).collect(),
        };
        Self {
            id: dose_handle(dose),
            diseases: dose.diseases.iter().map(|key| clean(key)).collect(),
            probable: dose.probable,
            shown: RecordJson::of(&dose.shown, names),
            records: dose.records.iter().map(|merged| MergedJson::of(merged, names)).collect(),
            conflicts: dose.conflicts.iter().map(conflict).collect(),
        }
    }
}

impl MergedJson {
    fn of(merged: &MergedRecord, names: &SourceNames) -> Self {
        Self { rule: merged.rule.map(RuleJson::of), record: RecordJson::of(&merged.record, names) }
    }
}

impl RuleJson {
    fn of(rule: MergeRule) -> Self {
        Self { id: rule.id(), reason: words::rule(rule) }
    }
}

impl RecordJson {
    fn of(record: &VaccinationRecord, names: &SourceNames) -> Self {
        let RecordKey { source_system, document_id, .. } = &record.key;
        let number =
            |reported: &Option<Reported<u32>>| reported.as_ref().and_then(Reported::known).copied();
        let day = record.day();
        Self {
            id: record_handle(&record.key),
            source_system: clean(source_system.as_str()),
            source_name: names.record(record),
            document_id: clean(document_id),
            origin: match record.origin {
                RecordOrigin::Own => "own",
                RecordOrigin::Indata => "indata",
                RecordOrigin::Fetched { .. } => "fetched",
            },
            note: match &record.content {
                RecordContent::Vaccination => None,
                RecordContent::Note(text) => Some(clean(text)),
            },
            date: day.map(|day| day.to_string()),
            odd_date: if day.is_none() { day_text(record) } else { None },
            author_time: record
                .author_time
                .as_ref()
                .and_then(Reported::known)
                .map(|time| time.civil().to_string()),
            care_provider: record.care_provider.as_ref().map(|id| clean(id.as_str())),
            care_unit: record.care_unit.as_ref().map(|id| clean(id.as_str())),
            care_provider_org: record.care_provider_org.as_ref().map(NamedJson::unit),
            accountable_unit: record.accountable_unit.as_ref().map(NamedJson::unit),
            performer_org: record.performer_org.as_ref().map(NamedJson::unit),
            performer: record.performer.as_ref().map(NamedJson::person),
            prescriber_org: record.prescriber_org.as_ref().map(NamedJson::unit),
            prescriber: record.prescriber.as_ref().map(NamedJson::person),
            vaccine_name: record.vaccine_name.as_ref().map(CodedJson::of),
            vaccine_type: record.vaccine_type.as_ref().map(CodedJson::of),
            target_diseases: record.target_diseases.iter().map(CodedJson::of).collect(),
            batch: visible(record.batch.as_deref()),
            manufacturer: visible(record.manufacturer.as_deref()),
            dose: record.dose.as_ref().and_then(|dose| visible(Some(&dose.text))),
            dose_number: number(&record.dose_number),
            prescribed_doses: number(&record.prescribed_doses),
            dose_complete: record.dose_complete,
            site: record.site.as_ref().map(CodedJson::of),
            route: record.route.as_ref().map(CodedJson::of),
            programme: record.programme.as_ref().map(CodedJson::of),
            source_description: visible(record.source_description.as_deref()),
            comments: record.comments.iter().filter_map(|text| visible(Some(text))).collect(),
            adverse_effects: record.adverse_effects.iter().map(CodedJson::of).collect(),
            risk_categories: record.risk_categories.iter().map(CodedJson::of).collect(),
            nullified: record.nullified,
            nullified_reason: visible(record.nullified_reason.as_deref()),
            marks: record
                .marks
                .iter()
                .map(|mark| MarkJson {
                    code: words::mark_code(mark),
                    words: words::mark(mark).to_string(),
                })
                .collect(),
        }
    }
}

impl NamedJson {
    fn unit(unit: &OrgUnit) -> Self {
        Self {
            hsa_id: unit.hsa_id.as_ref().map(|id| clean(id.as_str())),
            name: visible(unit.name.as_deref()),
        }
    }

    fn person(actor: &Actor) -> Self {
        Self {
            hsa_id: actor.hsa_id.as_ref().map(|id| clean(id.as_str())),
            name: visible(actor.name.as_deref()),
        }
    }
}

impl CodedJson {
    fn of(coded: &Coded) -> Self {
        let text = coded.display_name.as_deref().or(coded.original_text.as_deref());
        Self {
            code: visible(coded.code.as_deref()),
            code_system: visible(coded.code_system.as_deref()),
            text: visible(text),
        }
    }
}

impl PlacedJson {
    fn of(placed: &PlacedRecord, names: &SourceNames) -> Self {
        Self {
            rule: RuleJson::of(placed.rule),
            record: RecordJson::of(&placed.record, names),
            folded: placed.folded.iter().map(|merged| MergedJson::of(merged, names)).collect(),
        }
    }
}

impl WithheldJson {
    fn of(group: &WithheldGroup) -> Self {
        Self {
            source: Some(clean(&group.source)).filter(|source| !source.is_empty()),
            reason: words::withheld_code(group.reason),
            count: group.count,
        }
    }
}

impl UnreadableJson {
    fn of(record: &UnreadableRecord) -> Self {
        Self {
            source: clean(&record.source),
            position: record.position,
            fault: clean(&record.fault),
            date: record.date.map(|day| day.to_string()),
        }
    }
}

impl HintJson {
    fn of(hint: &DoseHint) -> Self {
        Self {
            earlier: record_handle(&hint.earlier),
            later: record_handle(&hint.later),
            days: hint.days,
        }
    }
}

impl ConservationJson {
    fn of(sum: &Conservation) -> Self {
        Self {
            received: sum.received,
            shown: sum.shown,
            merged: sum.merged,
            withheld: sum.withheld,
            nullified: sum.nullified,
            ordered: sum.ordered,
            unreadable: sum.unreadable,
            holds: sum.holds(),
        }
    }
}
