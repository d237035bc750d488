use crate::domain::{
    Actor, Coded, Dose, MergeRule, MergedRecord, OrgUnit, RecordContent, RecordKey, RecordOrigin,
    Reported, VaccinationRecord,
};
use crate::present::disease::Diseases;
use crate::present::foreign::{Sentence, clean, visible};
use crate::present::handle::{dose_handle, record_handle};
use crate::present::{Showing, SourceNames, words};

/// One dose, or one note, ready to print.
#[derive(Clone, Debug)]
pub struct DoseView {
    /// Anchor on the page; the same dose has one in each group.
    pub anchor: String,
    /// Short name in forms.
    pub handle: String,
    /// The day.
    pub day: String,
    /// Whether there is a day.
    pub has_day: bool,
    /// The product.
    pub product: String,
    /// Whether the product is told.
    pub has_product: bool,
    /// Every disease it protects against, as a list in words.
    pub diseases: String,
    /// Which dose, in words.
    pub number: Option<String>,
    /// Whether it was documented here.
    pub own: bool,
    /// Names of its sources, each once.
    pub sources: Vec<String>,
    /// Whether its records were joined only as a probable duplicate.
    pub probable: bool,
    /// Where the information comes from when it was registered afterwards.
    pub late: Option<String>,
    /// What every dose is described by; a missing one says so.
    pub facts: Vec<Fact>,
    /// Text of a note.
    pub note: Option<String>,
    /// What is odd, and what else to know.
    pub marks: Vec<Sentence>,
    /// The records it was joined from, the leading one first.
    pub records: Vec<RecordView>,
    /// Doses that a user has asked to keep apart from it.
    pub apart: Vec<ApartView>,
    /// The disease under which it stands first, when this is not the first: on paper its details
    /// are there only.
    pub details_under: Option<String>,
}

/// A named fact.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fact {
    /// Its name.
    pub name: &'static str,
    /// Its value, or the words for a missing one.
    pub value: String,
    /// Whether the value is missing.
    pub missing: bool,
}

/// One of the records a dose was joined from.
#[derive(Clone, Debug)]
pub struct RecordView {
    /// Short name in forms.
    pub handle: String,
    /// Name of its source.
    pub source: String,
    /// What it says, in short.
    pub facts: Vec<Fact>,
    /// Why it is in this dose; none for the leading record.
    pub rule: Option<RuleView>,
}

/// A merge rule and what it means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RuleView {
    /// Its id.
    pub id: &'static str,
    /// Why, in plain words.
    pub reason: &'static str,
}

/// Another dose that a user has asked to keep apart from this one.
#[derive(Clone, Debug)]
pub struct ApartView {
    /// Short name of this dose's record.
    pub one: String,
    /// Short name of the other dose's record.
    pub other: String,
    /// What the other is, in words.
    pub words: Sentence,
}

impl RuleView {
    pub(super) fn of(rule: MergeRule) -> Self {
        Self { id: rule.id(), reason: words::rule(rule) }
    }
}

/// Writes doses out.
pub(super) struct Writer<'a> {
    pub(super) showing: &'a Showing<'a>,
    pub(super) names: &'a SourceNames,
}

impl Writer<'_> {
    /// A dose as it stands in the group with this anchor.
    pub(super) fn dose(&self, dose: &Dose, group: &str) -> DoseView {
        let shown = &dose.shown;
        let day = day_text(shown);
        let product = product_text(shown);
        let handle = dose_handle(dose);
        let mut sources: Vec<String> = Vec::new();
        for merged in &dose.records {
            let name = self.names.record(&merged.record);
            if !sources.contains(&name) {
                sources.push(name);
            }
        }
        let own = |merged: &MergedRecord| merged.record.origin == RecordOrigin::Own;
        DoseView {
            anchor: format!("{group}-{handle}"),
            handle,
            has_day: day.is_some(),
            day: day.unwrap_or_else(|| "Datum saknas".to_owned()),
            has_product: product.is_some(),
            product: product.unwrap_or_else(|| "Produkt saknas".to_owned()),
            diseases: Diseases(self.showing.catalogue).list(&dose.diseases),
            number: number_text(shown),
            own: dose.records.iter().any(own),
            sources,
            probable: dose.probable,
            late: visible(shown.source_description.as_deref()),
            facts: facts(shown),
            note: match &shown.content {
                RecordContent::Vaccination => None,
                RecordContent::Note(text) => Some(clean(text)),
            },
            marks: self.marks(dose),
            records: dose.records.iter().map(|merged| self.record(merged)).collect(),
            apart: self.apart(dose),
            details_under: None,
        }
    }

    fn record(&self, merged: &MergedRecord) -> RecordView {
        let record = &merged.record;
        RecordView {
            handle: record_handle(&record.key),
            source: self.names.record(record),
            facts: vec![
                fact("Datum", day_text(record)),
                fact("Produkt", product_text(record)),
                fact("Batch", visible(record.batch.as_deref())),
                fact("Dosnummer", number_text(record)),
                fact("Given av", performer(record)),
                fact("Enhet", unit(record)),
            ],
            rule: merged.rule.map(RuleView::of),
        }
    }

    fn marks(&self, dose: &Dose) -> Vec<Sentence> {
        let mut marks: Vec<Sentence> = dose.shown.marks.iter().map(words::mark).collect();
        for (field, values) in &dose.conflicts {
            let values: Vec<String> = values.iter().map(|value| format!("”{value}”")).collect();
            marks.push(
                Sentence::own(format!("Källorna anger olika {}: ", words::field(field)))
                    .and_names(&values)
                    .and("."),
            );
        }
        marks.extend(self.hints(dose));
        marks
    }

    fn hints(&self, dose: &Dose) -> Vec<Sentence> {
        let leads = |key: &RecordKey| dose.records.iter().any(|merged| merged.record.key == *key);
        let near = self.showing.journal.hints.iter().filter_map(|hint| {
            let other = if leads(&hint.earlier) {
                &hint.later
            } else if leads(&hint.later) {
                &hint.earlier
            } else {
                return None;
            };
            let other = self.holding(other)?;
            let days = words::amount(hint.days.unsigned_abs(), "dag", "dagar");
            Some(
                Sentence::own("Kan vara samma dos som ")
                    .and_foreign(&short(other))
                    .and(format!(", {days} emellan. Båda räknas (regel D4).")),
            )
        });
        near.collect()
    }

    /// The doses kept apart from this one because a user said so.
    fn apart(&self, dose: &Dose) -> Vec<ApartView> {
        let has = |key: &RecordKey| dose.records.iter().any(|merged| merged.record.key == *key);
        let pairs = self.showing.kept_apart.iter().filter_map(|pair| {
            let (one, other) = match pair.keys() {
                (one, other) if has(one) && !has(other) => (one, other),
                (other, one) if has(one) && !has(other) => (one, other),
                _ => return None,
            };
            let holder = self.holding(other)?;
            Some(ApartView {
                one: record_handle(one),
                other: record_handle(other),
                words: Sentence::own("Hålls isär från ").and_foreign(&short(holder)).and("."),
            })
        });
        pairs.collect()
    }

    fn holding(&self, key: &RecordKey) -> Option<&Dose> {
        let holds = |dose: &&Dose| dose.records.iter().any(|merged| merged.record.key == *key);
        self.showing.journal.doses.iter().find(holds)
    }
}

/// The day of a record, or its odd text as the source wrote it.
pub(in crate::present) fn day_text(record: &VaccinationRecord) -> Option<String> {
    match record.date.as_ref()? {
        Reported::Known(day) => Some(day.to_string()),
        Reported::Odd(text) => visible(Some(text)).map(|text| format!("”{text}” (oläsligt datum)")),
    }
}

/// The product's name, else the kind of vaccine.
pub(in crate::present) fn product_text(record: &VaccinationRecord) -> Option<String> {
    [&record.vaccine_name, &record.vaccine_type]
        .into_iter()
        .find_map(|coded| visible(coded.as_ref().and_then(Coded::words)))
}

/// "Dos 2 av 3", as far as it is told.
pub(in crate::present) fn number_text(record: &VaccinationRecord) -> Option<String> {
    let number = count(record.dose_number.as_ref()?);
    match record.prescribed_doses.as_ref().map(count) {
        Some(of) => Some(format!("Dos {number} av {of}")),
        None => Some(format!("Dos {number}")),
    }
}

/// Who gave it, the person.
pub(in crate::present) fn performer(record: &VaccinationRecord) -> Option<String> {
    record.performer.as_ref().and_then(actor)
}

/// Where it was given: the unit of the one who gave it, else the one that answers for the record.
pub(in crate::present) fn unit(record: &VaccinationRecord) -> Option<String> {
    let named = [&record.performer_org, &record.accountable_unit]
        .into_iter()
        .find_map(|unit| unit.as_ref().and_then(org));
    named.or_else(|| record.care_unit.as_ref().map(|id| clean(id.as_str())))
}

/// The care provider that answers for the record.
pub(in crate::present) fn care_provider(record: &VaccinationRecord) -> Option<String> {
    let named = record.care_provider_org.as_ref().and_then(org);
    named.or_else(|| record.care_provider.as_ref().map(|id| clean(id.as_str())))
}

fn facts(record: &VaccinationRecord) -> Vec<Fact> {
    let batch = visible(record.batch.as_deref());
    let mut facts = vec![
        fact("Datum", day_text(record)),
        fact("Produkt", product_text(record)),
        fact("Batch", batch),
        fact("Dosnummer", number_text(record)),
        fact("Given av", performer(record)),
        fact("Enhet", unit(record)),
        fact("Vårdgivare", care_provider(record)),
    ];
    let coded = |coded: &Option<Coded>| visible(coded.as_ref().and_then(Coded::words));
    let kind =
        coded(&record.vaccine_type).filter(|kind| Some(kind) != product_text(record).as_ref());
    let told = [
        ("Typ av vaccin", kind),
        ("Skyddar mot, enligt källan", coded_list(&record.target_diseases)),
        ("Tillverkare", visible(record.manufacturer.as_deref())),
        ("Mängd", record.dose.as_ref().and_then(|dose| visible(Some(&dose.text)))),
        ("Plats på kroppen", coded(&record.site)),
        ("Administreringssätt", coded(&record.route)),
        ("Vaccinationsserien klar", record.dose_complete.map(|yes| yes_no(yes).to_owned())),
        ("Program", coded(&record.programme)),
        ("Ordinerad av", record.prescriber.as_ref().and_then(actor)),
        ("Ordinerande enhet", record.prescriber_org.as_ref().and_then(org)),
        ("Riskgrupp", coded_list(&record.risk_categories)),
        ("Biverkan", coded_list(&record.adverse_effects)),
        ("Kommentar", visible(Some(&record.comments.join(" · ")))),
        ("Källa till efterregistrering", visible(record.source_description.as_deref())),
        ("Skriven", author_time(record)),
        ("Registrerad i", visible(record.source_system_name.as_deref())),
    ];
    facts.extend(
        told.into_iter()
            .filter_map(|(name, value)| value.map(|value| Fact { name, value, missing: false })),
    );
    facts
}

fn fact(name: &'static str, value: Option<String>) -> Fact {
    let missing = value.is_none();
    Fact { name, value: value.unwrap_or_else(|| words::MISSING.to_owned()), missing }
}

fn count(reported: &Reported<u32>) -> String {
    match reported {
        Reported::Known(number) => number.to_string(),
        Reported::Odd(text) => format!("”{}”", clean(text)),
    }
}

fn author_time(record: &VaccinationRecord) -> Option<String> {
    match record.author_time.as_ref()? {
        Reported::Known(time) => Some(time.to_string()),
        Reported::Odd(text) => visible(Some(text)).map(|text| format!("”{text}”")),
    }
}

fn actor(actor: &Actor) -> Option<String> {
    visible(actor.name.as_deref()).or_else(|| actor.hsa_id.as_ref().map(|id| clean(id.as_str())))
}

fn org(unit: &OrgUnit) -> Option<String> {
    visible(unit.name.as_deref()).or_else(|| unit.hsa_id.as_ref().map(|id| clean(id.as_str())))
}

fn coded_list(coded: &[Coded]) -> Option<String> {
    let words: Vec<String> = coded.iter().filter_map(|one| visible(one.words())).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// A dose in a few words: day and product.
fn short(dose: &Dose) -> String {
    let day = day_text(&dose.shown).unwrap_or_else(|| "dos utan datum".to_owned());
    match product_text(&dose.shown) {
        Some(product) => format!("{day} {product}"),
        None => day,
    }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "ja" } else { "nej" }
}
