//! The journal with every text ready to print: dates written out, sources joined, "not reported"
//! said. A template only places these texts.

mod dose;
mod elsewhere;
mod filter;
mod grounds;
mod matrix;
mod source;
mod timeline;

use std::collections::HashMap;

use jiff::Timestamp;

pub use dose::{ApartView, DoseView, Fact, RecordView, RuleView};
pub use elsewhere::{ElsewhereView, PlacedView, UnreadableView, WithheldView};
pub use filter::{Choice, Filter, FilterView};
pub use grounds::{GroundsView, blocked_holder};
pub use matrix::{Cell, Line, Matrix, MatrixRow};
pub use source::{SourceView, Tone, TroubleView};
pub use timeline::{Dot, Lane, Tick, Timeline};

pub(super) use dose::{day_text, product_text};

use super::completeness::{Completeness, Verdict};
use super::disease::Diseases;
use super::foreign::Sentence;
use super::{Showing, SourceNames, words};
use crate::clock::swedish_zone;
use crate::domain::{Conservation, Dose, PatientId, RecordContent, UNKNOWN_DISEASE};

/// The journal, ready to print.
#[derive(Clone, Debug)]
pub struct JournalView {
    /// Whose it is.
    pub patient: PatientView,
    /// When this was shown, day and minute.
    pub shown_at: String,
    /// What may be said about completeness.
    pub verdict: Verdict,
    /// How the completeness looks.
    pub tone: Tone,
    /// What to tell about completeness, most important first.
    pub sentences: Vec<Sentence>,
    /// Every source.
    pub sources: Vec<SourceView>,
    /// Whether answers are still awaited.
    pub waiting: bool,
    /// The choices of the filter.
    pub filter: FilterView,
    /// What to say in place of doses, when none are shown.
    pub empty: Option<String>,
    /// Diseases by doses in the order of time.
    pub matrix: Matrix,
    /// Doses on a line of time, when there are any with a date.
    pub timeline: Option<Timeline>,
    /// Doses by disease; a combination vaccine stands under each of its diseases.
    pub groups: Vec<DiseaseGroup>,
    /// Notes without structure.
    pub notes: Vec<DoseView>,
    /// Records that are not doses, each in their own place.
    pub elsewhere: ElsewhereView,
    /// Where every record went.
    pub tally: TallyView,
    /// Whether some source can tell why it did not give all it has.
    pub has_troubles: bool,
}

/// Whose journal it is.
#[derive(Clone, Debug)]
pub struct PatientView {
    /// What kind of number.
    pub kind: &'static str,
    /// The number as people write it.
    pub number: String,
    /// Birth date and age, where the number itself tells them.
    pub born: Option<String>,
}

impl PatientView {
    /// The patient's number, and her age at this moment.
    pub fn of(patient: &PatientId, now: Timestamp) -> Self {
        let today = now.to_zoned_datetime(swedish_zone()).date();
        let born = patient.birth_date().map(|born| {
            let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
            let years = today.year() - born.year() - i16::from(!had_birthday);
            format!("Född {born}, {years} år")
        });
        Self { kind: words::patient_kind(patient), number: words::patient_number(patient), born }
    }
}

/// The doses against one disease.
#[derive(Clone, Debug)]
pub struct DiseaseGroup {
    /// Anchor on the page.
    pub anchor: String,
    /// Name of the disease.
    pub name: String,
    /// How many, in words.
    pub count: String,
    /// The doses, newest first.
    pub doses: Vec<DoseView>,
}

/// Where every record went, as a sum that a reader can check.
#[derive(Clone, Debug)]
pub struct TallyView {
    /// How many were received.
    pub received: u32,
    /// Each place and its count, places without records left out.
    pub places: Vec<(&'static str, u32)>,
    /// Whether the sum is right.
    pub holds: bool,
}

impl JournalView {
    /// Makes every text of the journal, with what the filter lets through.
    pub fn of(showing: &Showing<'_>, filter: &Filter) -> Self {
        let names = SourceNames::of(showing.journal);
        let diseases = Diseases(showing.catalogue);
        let completeness = Completeness::of(showing.journal, showing.complete);
        let all = &showing.journal.doses;
        let chosen: Vec<&Dose> =
            all.iter().filter(|dose| filter.lets_through(dose, &names)).collect();
        let (notes, doses): (Vec<&Dose>, Vec<&Dose>) =
            chosen.iter().partition(|dose| matches!(dose.shown.content, RecordContent::Note(_)));
        let writer = dose::Writer { showing, names: &names };
        let groups = groups(&writer, &doses, filter);
        let empty = if !chosen.is_empty() {
            None
        } else if all.is_empty() {
            Some(completeness.empty.to_owned())
        } else {
            Some(format!("Urvalet döljer {}.", words::amount(all.len() as u64, "dos", "doser")))
        };
        let sources: Vec<SourceView> = showing.journal.sources.iter().map(SourceView::of).collect();
        Self {
            patient: PatientView::of(showing.patient, showing.now),
            shown_at: words::moment(showing.now),
            verdict: completeness.verdict,
            tone: Tone::of_verdict(completeness.verdict),
            sentences: completeness.sentences,
            has_troubles: sources.iter().any(|source| source.trouble.is_some()),
            sources,
            waiting: !showing.complete,
            filter: FilterView::of(filter, showing, &names, chosen.len()),
            empty,
            matrix: Matrix::of(&doses, filter, diseases),
            timeline: Timeline::of(&doses, filter, diseases, showing.now),
            groups,
            notes: notes.iter().map(|dose| writer.dose(dose, "anteckning")).collect(),
            elsewhere: ElsewhereView::of(showing, &names),
            tally: TallyView::of(&showing.journal.conservation),
        }
    }
}

impl TallyView {
    fn of(conservation: &Conservation) -> Self {
        let places = [
            ("visade som doser eller anteckningar", conservation.shown),
            ("sammanslagna med en visad uppgift", conservation.merged),
            ("ordinerade, ej bekräftat givna", conservation.ordered),
            ("makulerade", conservation.nullified),
            ("får inte visas", conservation.withheld),
            ("oläsliga", conservation.unreadable),
        ];
        Self {
            received: conservation.received,
            places: places.into_iter().filter(|(_, count)| *count > 0).collect(),
            holds: conservation.holds(),
        }
    }
}

/// Each dose once, newest first, whichever diseases it is against; notes are left out.
pub fn doses(showing: &Showing<'_>) -> Vec<DoseView> {
    let names = SourceNames::of(showing.journal);
    let writer = dose::Writer { showing, names: &names };
    let is_dose = |dose: &&Dose| dose.shown.content == RecordContent::Vaccination;
    showing.journal.doses.iter().filter(is_dose).map(|dose| writer.dose(dose, "dos")).collect()
}

fn groups(writer: &dose::Writer<'_>, doses: &[&Dose], filter: &Filter) -> Vec<DiseaseGroup> {
    let diseases = Diseases(writer.showing.catalogue);
    let mut first_under: HashMap<String, String> = HashMap::new();
    diseases_of(doses, filter, diseases)
        .into_iter()
        .map(|key| {
            let anchor = anchor(&key);
            let name = diseases.heading(&key);
            let mut doses: Vec<DoseView> = doses
                .iter()
                .filter(|dose| protects_against(dose, &key))
                .map(|dose| writer.dose(dose, &anchor))
                .collect();
            for dose in &mut doses {
                let first = first_under.entry(dose.handle.clone()).or_insert_with(|| name.clone());
                dose.details_under = Some(first.clone()).filter(|first| *first != name);
            }
            DiseaseGroup {
                name,
                count: words::amount(doses.len() as u64, "dos", "doser"),
                doses,
                anchor,
            }
        })
        .collect()
}

/// The diseases of the doses in the panel's order, each once; with a chosen disease only that one.
fn diseases_of(doses: &[&Dose], filter: &Filter, diseases: Diseases<'_>) -> Vec<String> {
    let mut keys: Vec<String> = doses.iter().flat_map(|dose| keys_of(dose)).collect();
    keys.sort_by_cached_key(|key| diseases.rank(key));
    keys.dedup();
    if let Some(chosen) = &filter.disease {
        keys.retain(|key| key == chosen);
    }
    keys
}

/// The disease keys of a dose; one without any stands under the unknown product, so that it is
/// never lost.
fn keys_of(dose: &Dose) -> Vec<String> {
    if dose.diseases.is_empty() { vec![UNKNOWN_DISEASE.to_owned()] } else { dose.diseases.clone() }
}

fn protects_against(dose: &Dose, key: &str) -> bool {
    keys_of(dose).iter().any(|own| own == key)
}

/// The anchor of a disease's group: letters and digits of its key.
fn anchor(key: &str) -> String {
    let safe: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("sjukdom-{}", safe.to_lowercase())
}
