//! The journal as a table in a terminal.

use std::fmt::Write;

use super::view::{self, DoseView, Filter, JournalView, PlacedView, SourceView, Tone};
use super::{Showing, disease};

/// Widest a column may be, in characters; longer texts are cut with an ellipsis.
const WIDEST: usize = 44;

/// The whole journal as lines of text.
pub fn journal(showing: &Showing<'_>) -> String {
    let view = JournalView::of(showing, &Filter::default());
    let mut text = String::new();
    let born = view.patient.born.as_deref().unwrap_or_default();
    line(&mut text, &format!("{} {}  {born}", view.patient.kind, view.patient.number));
    line(&mut text, "");
    for sentence in &view.sentences {
        line(&mut text, &sentence.to_string());
    }
    line(&mut text, "");
    table(&mut text, &["", "Källa", "Läge", "Tid", "Antal", "Räckvidd"], sources(&view.sources));
    for source in &view.sources {
        if let Some(trouble) = &source.trouble {
            line(&mut text, &format!("  {}: {}", source.name, trouble.reason));
        }
    }
    line(&mut text, "");
    match &view.empty {
        Some(empty) => line(&mut text, empty),
        None => {
            let head = ["Datum", "Produkt", "Dos", "Batch", "Given av", "Skyddar mot", "Källor"];
            table(&mut text, &head, view::doses(showing).iter().map(row).collect());
        }
    }
    notes(&mut text, &view.notes);
    placed(&mut text, "Ordinerade, ej bekräftat givna", &view.elsewhere.ordered);
    placed(&mut text, "Makulerade", &view.elsewhere.nullified);
    if view.elsewhere.withheld_count > 0 {
        section(&mut text, "Får inte visas", view.elsewhere.withheld_count as usize);
        for group in &view.elsewhere.withheld {
            line(&mut text, &format!("  {}", group.words));
        }
    }
    if !view.elsewhere.unreadable.is_empty() {
        section(&mut text, "Oläsliga", view.elsewhere.unreadable.len());
        for record in &view.elsewhere.unreadable {
            let place = format!("{}, plats {}", record.source, record.position);
            line(&mut text, &format!("  {}  {place}: {}", record.day, record.fault));
        }
    }
    line(&mut text, "");
    let places: Vec<String> =
        view.tally.places.iter().map(|(place, count)| format!("{count} {place}")).collect();
    let sum = if places.is_empty() { "0".to_owned() } else { places.join(" + ") };
    line(&mut text, &format!("Mottagna uppgifter: {} = {sum}", view.tally.received));
    if !view.tally.holds {
        line(&mut text, "SUMMAN STÄMMER INTE. Lita inte på översikten.");
    }
    text
}

fn sources(sources: &[SourceView]) -> Vec<Vec<String>> {
    let sign = |tone: Tone| match tone {
        Tone::Good => "✓",
        Tone::Waiting => "…",
        Tone::Notice => "!",
        Tone::Warning => "✗",
    };
    let row = |source: &SourceView| {
        vec![
            sign(source.tone).to_owned(),
            source.name.clone(),
            source.state.to_owned(),
            source.time.clone().unwrap_or_default(),
            source.count.clone().unwrap_or_default(),
            source.reach.clone().unwrap_or_default(),
        ]
    };
    sources.iter().map(row).collect()
}

fn row(dose: &DoseView) -> Vec<String> {
    let fact = |name: &str| {
        let found = dose.facts.iter().find(|fact| fact.name == name);
        found.map(|fact| fact.value.clone()).unwrap_or_default()
    };
    let mut marks = String::new();
    if dose.probable {
        marks.push_str(" [trolig dubblett]");
    }
    if !dose.marks.is_empty() {
        marks.push_str(" [obs]");
    }
    vec![
        dose.day.clone(),
        format!("{}{marks}", dose.product),
        dose.number.clone().unwrap_or_default(),
        fact("Batch"),
        fact("Given av"),
        if dose.diseases.is_empty() {
            disease::UNKNOWN_VACCINE.to_owned()
        } else {
            dose.diseases.clone()
        },
        dose.sources.join(", "),
    ]
}

fn notes(text: &mut String, notes: &[DoseView]) {
    if notes.is_empty() {
        return;
    }
    section(text, "Anteckningar utan struktur", notes.len());
    for note in notes {
        let words = note.note.as_deref().unwrap_or_default();
        line(text, &format!("  {}  {}: {words}", note.day, note.sources.join(", ")));
    }
}

fn placed(text: &mut String, title: &str, records: &[PlacedView]) {
    if records.is_empty() {
        return;
    }
    section(text, title, records.len());
    for record in records {
        let why = format!("{} (regel {})", record.rule.reason, record.rule.id);
        line(text, &format!("  {}  {}  {}. {why}", record.day, record.product, record.source));
    }
}

fn section(text: &mut String, title: &str, count: usize) {
    line(text, "");
    line(text, &format!("{title}: {count}"));
}

/// Columns as wide as their widest text, up to [`WIDEST`].
fn table(text: &mut String, head: &[&str], rows: Vec<Vec<String>>) {
    let head: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|row| row.iter().map(|cell| shortened(cell)).collect()).collect();
    let width = |at: usize| {
        let cells = rows.iter().chain([&head]).filter_map(|row| row.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    for row in [&head].into_iter().chain(&rows) {
        let mut words = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            // Writing to a string cannot fail.
            let _ = write!(words, "{cell:<width$}  ");
        }
        line(text, &words);
    }
}

fn shortened(cell: &str) -> String {
    if cell.chars().count() <= WIDEST {
        return cell.to_owned();
    }
    cell.chars().take(WIDEST - 1).chain(['…']).collect()
}

fn line(text: &mut String, words: &str) {
    text.push_str(words.trim_end());
    text.push('\n');
}
