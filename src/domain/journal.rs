use serde::{Deserialize, Serialize};

use super::{HoldingUnit, Mark, RecordKey, Source, SwedishDate, VaccinationRecord};

/// The unified vaccination journal of one patient: the merged result of every source.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Journal {
    /// Every source, own store first, then by address.
    pub sources: Vec<Source>,
    /// Whether `sources` is known to hold every source that should have been asked. An aggregated
    /// answer cannot prove it: it leaves out sources hidden by missing permission (platform
    /// description, C33). Unless it is true, an empty journal never reads "no vaccinations".
    pub every_source_named: bool,
    /// Whether it is known which other ids are the patient's.
    pub other_ids: OtherIds,
    /// What was given, newest first; each dose once. Notes without structure stand here too.
    pub doses: Vec<Dose>,
    /// Withdrawn records.
    pub nullified: Vec<PlacedRecord>,
    /// Ordered, but without any sign of having been given (rule N3).
    pub ordered: Vec<PlacedRecord>,
    /// Records that may not be shown: only how many, from whom, and why.
    pub withheld: Vec<WithheldGroup>,
    /// Who holds what is blocked. Empty until the reader has chosen to see it, however much is.
    pub blocked: Vec<BlockedHolder>,
    /// Records that could not be read.
    pub unreadable: Vec<UnreadableRecord>,
    /// Doses close in time that may be the same (rule D4); both are counted.
    pub hints: Vec<DoseHint>,
    /// Where every record went.
    pub conservation: Conservation,
}

/// Whether it is known which other ids are the patient's: an old number that has been replaced, or one
/// that the person register links to hers. Records of hers may stand under them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum OtherIds {
    /// The register is not asked: none is connected, or it does not hold such ids.
    #[default]
    NotAsked,
    /// It has not answered yet.
    Waiting,
    /// They are known, or it is known that there are none.
    Known,
    /// It did not answer, so that a record under an old number is nobody's.
    NotKnown,
}

/// One dose, with every record that tells of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dose {
    /// The record that is shown, empty fields filled from the others.
    pub shown: VaccinationRecord,
    /// The records it was merged from, the leading one first. Never empty.
    pub records: Vec<MergedRecord>,
    /// Keys of the diseases it protects against, `unknown` where the product is unknown.
    pub diseases: Vec<String>,
    /// Fields in which the merged records contradict each other: name and the values, each once.
    pub conflicts: Vec<(String, Vec<String>)>,
    /// Whether the records were joined only as a probable duplicate (rule D3).
    pub probable: bool,
}

/// One record in a dose.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MergedRecord {
    /// The record as its source sent it.
    pub record: VaccinationRecord,
    /// Why it is in this dose; `None` for the record that leads.
    pub rule: Option<MergeRule>,
}

/// A record in a place of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlacedRecord {
    /// The record.
    pub record: VaccinationRecord,
    /// Other records folded into it, with the rule (an older version, an own copy).
    pub folded: Vec<MergedRecord>,
    /// The rule that put it here.
    pub rule: MergeRule,
}

/// The merge rules by their ids (product description, section 1.4).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum MergeRule {
    /// Nullified: no dose, and takes its earlier copy with it.
    N1,
    /// Another patient's: thrown away and counted.
    N2,
    /// No sign of having been given.
    N3,
    /// The same record twice: same source system, document and reference.
    D0,
    /// Our own record back through the platform, or a stored indata row.
    D1,
    /// Same day, same antigens, same batch or product.
    D2,
    /// Same day, overlapping antigens, one side poor or registered late: probable duplicate.
    D3,
    /// One to three days apart, one side registered late: a hint only.
    D4,
    /// Never merged.
    D5,
    /// Kept apart because a user said so.
    Split,
}

impl MergeRule {
    /// The id as people and machines see it.
    pub fn id(self) -> &'static str {
        match self {
            Self::N1 => "N1",
            Self::N2 => "N2",
            Self::N3 => "N3",
            Self::D0 => "D0",
            Self::D1 => "D1",
            Self::D2 => "D2",
            Self::D3 => "D3",
            Self::D4 => "D4",
            Self::D5 => "D5",
            Self::Split => "SPLIT",
        }
    }
}

/// Two records, in order, that a user wants kept apart.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct RecordPair(RecordKey, RecordKey);

impl RecordPair {
    /// The pair of two keys, whichever way round they come.
    pub fn new(one: RecordKey, other: RecordKey) -> Self {
        if one <= other { Self(one, other) } else { Self(other, one) }
    }

    /// The two keys in order.
    pub fn keys(&self) -> (&RecordKey, &RecordKey) {
        (&self.0, &self.1)
    }
}

/// Two doses that may be one (rule D4).
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct DoseHint {
    /// Key of the leading record of the earlier dose.
    pub earlier: RecordKey,
    /// Key of the leading record of the later dose.
    pub later: RecordKey,
    /// Days between them, 1 to 3.
    pub days: i32,
}

/// Records of one source that may not be shown, and why. Their content stays out of the journal.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct WithheldGroup {
    /// Name of the source, or its address. Empty where saying it would tell who holds blocked
    /// records.
    pub source: String,
    /// Why.
    pub reason: WithheldReason,
    /// How many.
    pub count: u32,
}

/// A unit that holds blocked records, and how many. Nothing of the records themselves.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct BlockedHolder {
    /// Who holds them.
    pub holder: HoldingUnit,
    /// The care provider's name, where the records told it.
    pub care_provider: Option<String>,
    /// The care unit's name, where the records told it.
    pub care_unit: Option<String>,
    /// How many.
    pub count: u32,
}

/// Why a record may not be shown.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum WithheldReason {
    /// The record is another patient's (rule N2).
    OtherPatient,
    /// The record names no patient.
    NoPatient,
    /// The record names no care unit or no care provider (service contract description, chapter 7,
    /// rule 1.1), so blocks cannot be checked.
    NoCareUnit,
    /// Another care provider holds the record, and nothing lets the reader see those.
    NoBasis,
    /// The patient has blocked the record, or blocks are so that it cannot be shown.
    Blocked,
    /// The blocking service gave no answer that may be used.
    BlockCheckUnavailable,
    /// No blocking service is connected, so blocks cannot be checked.
    NoBlockService,
    /// The access log could not be written.
    NotLogged,
}

/// A record that could not be read: never shown, always counted and named.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct UnreadableRecord {
    /// Name of the source, or its address.
    pub source: String,
    /// Place in the source's answer, from 1.
    pub position: u32,
    /// The element that is wrong, by local name, and what is wrong with it. No value of the record.
    pub fault: String,
    /// The day, where at least that could be read.
    pub date: Option<SwedishDate>,
}

/// Where every record went. Nothing vanishes: [`Conservation::holds`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Conservation {
    /// Records received from all sources, own store included.
    pub received: u32,
    /// Doses and notes shown.
    pub shown: u32,
    /// Records joined into a shown dose or into another record.
    pub merged: u32,
    /// Records that may not be shown.
    pub withheld: u32,
    /// Withdrawn records.
    pub nullified: u32,
    /// Ordered, not known to have been given.
    pub ordered: u32,
    /// Records that could not be read.
    pub unreadable: u32,
}

impl Conservation {
    /// Whether every record received is accounted for.
    pub fn holds(&self) -> bool {
        let placed =
            [self.shown, self.merged, self.withheld, self.nullified, self.ordered, self.unreadable];
        placed.iter().map(|n| u64::from(*n)).sum::<u64>() == u64::from(self.received)
    }
}

impl Journal {
    /// Whether every source gave all it has, as far as anybody can know.
    pub fn is_whole(&self) -> bool {
        self.sources.iter().all(|source| source.state.is_whole())
    }

    /// Whether some source has not answered yet.
    pub fn is_waiting(&self) -> bool {
        self.sources.iter().any(|source| source.state.is_waiting())
    }

    /// How many doses or records carry a mark.
    pub fn marked(&self, mark: &Mark) -> usize {
        self.doses.iter().filter(|dose| dose.shown.marks.contains(mark)).count()
    }
}
