use super::dose::{RuleView, day_text, performer, product_text, unit};
use super::grounds::blocked_holder;
use crate::domain::{PlacedRecord, UnreadableRecord, WithheldGroup, WithheldReason};
use crate::present::foreign::{Sentence, clean, visible};
use crate::present::{Showing, SourceNames, words};

/// Records that are not doses, each in their own place with a count.
#[derive(Clone, Debug)]
pub struct ElsewhereView {
    /// Ordered, not known to have been given.
    pub ordered: Vec<PlacedView>,
    /// Withdrawn.
    pub nullified: Vec<PlacedView>,
    /// May not be shown.
    pub withheld: Vec<WithheldView>,
    /// How many may not be shown.
    pub withheld_count: u32,
    /// Whether some of that is blocked.
    pub has_blocked: bool,
    /// Who holds what is blocked, where the reader has chosen to see it.
    pub blocked: Vec<String>,
    /// Whether others hold blocked records too, of whom she has not chosen to see.
    pub has_untold: bool,
    /// Whether some of it may be shown once the blocking service has answered.
    pub may_be_checked: bool,
    /// Could not be read.
    pub unreadable: Vec<UnreadableView>,
}

/// A record in a place of its own.
#[derive(Clone, Debug)]
pub struct PlacedView {
    /// The day.
    pub day: String,
    /// The product.
    pub product: String,
    /// Who, as far as told.
    pub performer: String,
    /// Where.
    pub unit: String,
    /// Name of its source.
    pub source: String,
    /// The reason its source gave.
    pub reason: Option<String>,
    /// Why it is here.
    pub rule: RuleView,
    /// How many other records were folded into it, where any were.
    pub folded: Option<String>,
    /// What is odd about it.
    pub marks: Vec<Sentence>,
}

/// Records of one source that may not be shown.
#[derive(Clone, Debug)]
pub struct WithheldView {
    /// How many and why, with the source's name.
    pub words: Sentence,
}

/// A record that could not be read.
#[derive(Clone, Debug)]
pub struct UnreadableView {
    /// Name of its source.
    pub source: String,
    /// Place in the source's answer.
    pub position: u32,
    /// The day, where at least that could be read.
    pub day: String,
    /// What is wrong.
    pub fault: String,
}

impl ElsewhereView {
    pub(super) fn of(showing: &Showing<'_>, names: &SourceNames) -> Self {
        let journal = showing.journal;
        let because = |reason| journal.withheld.iter().any(|group| group.reason == reason);
        let placed = |record: &PlacedRecord| PlacedView::of(record, names);
        let is_blocked = |group: &&WithheldGroup| group.reason == WithheldReason::Blocked;
        let blocked = journal.withheld.iter().filter(is_blocked).map(|group| group.count).sum();
        let told: u32 = journal.blocked.iter().map(|holder| holder.count).sum();
        Self {
            ordered: journal.ordered.iter().map(placed).collect(),
            nullified: journal.nullified.iter().map(placed).collect(),
            withheld: journal.withheld.iter().map(WithheldView::of).collect(),
            withheld_count: journal.withheld.iter().map(|group| group.count).sum(),
            has_blocked: because(WithheldReason::Blocked),
            has_untold: told < blocked,
            blocked: journal.blocked.iter().map(blocked_holder).collect(),
            may_be_checked: because(WithheldReason::BlockCheckUnavailable),
            unreadable: journal.unreadable.iter().map(UnreadableView::of).collect(),
        }
    }
}

impl PlacedView {
    fn of(placed: &PlacedRecord, names: &SourceNames) -> Self {
        let record = &placed.record;
        let missing = || words::MISSING.to_owned();
        let folded = placed.folded.len() as u64;
        Self {
            day: day_text(record).unwrap_or_else(missing),
            product: product_text(record).unwrap_or_else(missing),
            performer: performer(record).unwrap_or_else(missing),
            unit: unit(record).unwrap_or_else(missing),
            source: names.record(record),
            reason: visible(record.nullified_reason.as_deref()),
            rule: RuleView::of(placed.rule),
            folded: (folded > 0).then(|| {
                format!(
                    "{} hör till samma uppgift.",
                    words::amount(folded, "annan version", "andra versioner")
                )
            }),
            marks: record.marks.iter().map(words::mark).collect(),
        }
    }
}

impl WithheldView {
    fn of(group: &WithheldGroup) -> Self {
        let count = words::amount(group.count, "uppgift", "uppgifter");
        let words = Sentence::own(count);
        // Who holds what is blocked is not said.
        let words = match group.source.as_str() {
            "" => words,
            source => words.and(" från ").and_foreign(source),
        };
        Self { words: words.and(format!(" {}.", words::withheld(group.reason))) }
    }
}

impl UnreadableView {
    fn of(record: &UnreadableRecord) -> Self {
        Self {
            source: clean(&record.source),
            position: record.position,
            day: record.date.map_or_else(|| words::MISSING.to_owned(), |day| day.to_string()),
            fault: clean(&record.fault),
        }
    }
}
