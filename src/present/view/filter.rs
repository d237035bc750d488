use jiff::civil::Date;

use super::keys_of;
use crate::domain::{Dose, RecordContent};
use crate::present::disease::Diseases;
use crate::present::handle::source_handle;
use crate::present::{Showing, SourceNames, words};

/// What a reader has chosen to see. It holds nothing personal and may stand in an address.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    /// Key of the disease.
    pub disease: Option<String>,
    /// Handle of the source.
    pub source: Option<String>,
    /// First day of the period.
    pub from: Option<Date>,
    /// Last day of the period.
    pub to: Option<Date>,
}

impl Filter {
    /// Whether everything is shown.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a dose is shown. A dose without a readable day belongs to every period, for it must
    /// not vanish by a choice of days.
    pub fn lets_through(&self, dose: &Dose, names: &SourceNames) -> bool {
        let of_disease = |key: &String| {
            let is_note = matches!(dose.shown.content, RecordContent::Note(_));
            !is_note && keys_of(dose).contains(key)
        };
        let of_source = |handle: &String| {
            dose.records.iter().any(|merged| names.handle(&merged.record) == *handle)
        };
        let day = dose.shown.day().map(|day| day.civil());
        self.disease.as_ref().is_none_or(of_disease)
            && self.source.as_ref().is_none_or(of_source)
            && day.is_none_or(|day| self.from.is_none_or(|from| from <= day))
            && day.is_none_or(|day| self.to.is_none_or(|to| day <= to))
    }
}

/// The filter's form.
#[derive(Clone, Debug)]
pub struct FilterView {
    /// Diseases to choose from.
    pub diseases: Vec<Choice>,
    /// Sources to choose from.
    pub sources: Vec<Choice>,
    /// First day chosen, or empty.
    pub from: String,
    /// Last day chosen, or empty.
    pub to: String,
    /// What the choice leaves, when something is chosen.
    pub result: Option<String>,
    /// The choice as it stands in an address, with `?`; empty when nothing is chosen.
    pub query: String,
}

/// One choice in a list.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Value in the form.
    pub value: String,
    /// Text to show.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl FilterView {
    pub(super) fn of(
        filter: &Filter,
        showing: &Showing<'_>,
        names: &SourceNames,
        shown: usize,
    ) -> Self {
        let journal = showing.journal;
        let diseases = Diseases(showing.catalogue);
        let mut keys: Vec<String> = journal.doses.iter().flat_map(keys_of).collect();
        // A choice stays in the list although nothing answers to it yet.
        keys.extend(filter.disease.clone().filter(|key| diseases.find(key).is_some()));
        keys.sort_by_cached_key(|key| diseases.rank(key));
        keys.dedup();
        let held: Vec<String> = journal
            .doses
            .iter()
            .flat_map(|dose| dose.records.iter().map(|merged| names.handle(&merged.record)))
            .collect();
        let sources = journal.sources.iter().filter_map(|source| {
            let value = source_handle(&source.kind);
            let chosen = filter.source.as_ref() == Some(&value);
            let offered = chosen || held.contains(&value);
            offered.then(|| Choice { value, label: SourceNames::source(source), chosen })
        });
        let all = journal.doses.len() as u64;
        Self {
            diseases: keys
                .into_iter()
                .map(|key| Choice {
                    label: diseases.heading(&key),
                    chosen: filter.disease.as_ref() == Some(&key),
                    value: key,
                })
                .collect(),
            sources: sources.collect(),
            from: filter.from.map(|day| day.to_string()).unwrap_or_default(),
            to: filter.to.map(|day| day.to_string()).unwrap_or_default(),
            result: (!filter.is_open())
                .then(|| format!("Visar {shown} av {}.", words::amount(all, "dos", "doser"))),
            query: query(filter),
        }
    }
}

fn query(filter: &Filter) -> String {
    let mut parts = Vec::new();
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric());
    if let Some(disease) = filter.disease.as_deref().filter(|text| plain(text)) {
        parts.push(format!("disease={disease}"));
    }
    if let Some(source) = filter.source.as_deref().filter(|text| plain(text)) {
        parts.push(format!("source={source}"));
    }
    parts.extend(filter.from.map(|day| format!("from={day}")));
    parts.extend(filter.to.map(|day| format!("to={day}")));
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}
