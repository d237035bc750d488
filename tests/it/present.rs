//! What is shown of a journal, as values and as rendered text.

use askama::Template;
use jiff::civil::date;
use vaccinjournal::domain::{
    Conservation, Journal, MergeRule, NotAsked, RecordPair, SourceKind, SourceState, Trouble,
};
use vaccinjournal::present::completeness::{Completeness, Verdict};
use vaccinjournal::present::html::Fragment;
use vaccinjournal::present::view::{DoseView, Filter, JournalView};
use vaccinjournal::present::{Showing, text};

use crate::present_samples::{
    catalogue, dose, empty, grounds, now, patient, record, rich, rich_waiting, source, system,
};

#[test]
fn each_source_is_in_the_completeness_line_with_state_time_count_and_reach() {
    let view = view(&rich());
    let lines: Vec<String> = view
        .sources
        .iter()
        .map(|s| {
            let part = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            let (time, count, reach) = (part(&s.time), part(&s.count), part(&s.reach));
            format!("{} | {} | {time} | {count} | {reach}", s.name, s.state)
        })
        .collect();
    assert_eq!(
        lines,
        [
            "Egna uppgifter | klar | kl. 10:32 | 4 uppgifter | tillbaka till 2019-05-06",
            "Region Stockholm | klar | kl. 10:32 | 12 uppgifter | tillbaka till 1998-03-02",
            "Region Väst | ofullständig | kl. 10:32 | 7 uppgifter | tillbaka till 1996-01-15",
            "Kry Vaccin | klar | kl. 10:32 | 14 uppgifter | tillbaka till 2003-07-01",
            "Region Halland | kunde inte hämtas | kl. 10:32 | - | -",
            "Region Värmland | svarade för sent | kl. 10:32 | - | -",
            "Region Skåne | kunde inte hämtas | kl. 10:32 | - | -",
            "Capio | klar, inget hittat | kl. 10:32 | 0 uppgifter | -",
            "Praktikertjänst | ej frågad | kl. 10:32 | - | -",
            "Svevac arkiv | ofullständig | kl. 10:32 | 0 uppgifter | -",
        ]
    );
}

#[test]
fn a_missing_source_is_named_above_everything_else() {
    let said: Vec<String> = view(&rich()).sentences.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "Uppgifter kunde inte hämtas från Region Halland, Region Värmland, Region Skåne och \
             Praktikertjänst (kl. 10:32). Översikten kan vara ofullständig.",
            "Uppgifterna från Region Väst och Svevac arkiv är ofullständiga. Översikten kan vara \
             ofullständig.",
        ]
    );
}

#[test]
fn a_combination_vaccine_stands_under_each_of_its_diseases_with_its_product() {
    let view = view(&rich());
    let groups_with = |product: &str| -> Vec<&str> {
        let has = |doses: &[DoseView]| doses.iter().any(|dose| dose.product == product);
        view.groups.iter().filter(|g| has(&g.doses)).map(|g| g.name.as_str()).collect()
    };
    assert_eq!(groups_with("Priorix"), ["Mässling", "Påssjuka", "Röda hund"]);
    assert_eq!(groups_with("Twinrix"), ["Hepatit B", "Hepatit A"]);
    assert_eq!(groups_with("Resevaccin ospecificerat"), ["Okänt vaccin"]);
}

#[test]
fn the_matrix_counts_each_diseases_doses_from_the_first_and_loses_none() {
    let view = view(&rich());
    let row = view.matrix.rows.iter().find(|row| row.disease == "Influensa").unwrap();
    let days: Vec<(usize, &str)> = row
        .lines
        .iter()
        .flat_map(|line| &line.cells)
        .map(|cell| (cell.ordinal, cell.day.as_str()))
        .collect();
    assert_eq!(days.len(), 9);
    assert_eq!(days[0], (1, "2014-11-03"));
    assert_eq!(days[8], (9, "2022-11-01"));
    assert_eq!(view.matrix.columns, 6);
    assert_eq!(row.lines[1].blank, Some(3));
    let timeline = view.timeline.unwrap();
    let lane = timeline.lanes.iter().find(|lane| lane.name == "Influensa").unwrap();
    assert_eq!(lane.dots.len(), 9);
    assert!(lane.dots.windows(2).all(|pair| pair[0].x != pair[1].x));
}

#[test]
fn a_merged_dose_tells_its_sources_why_and_what_they_disagree_about() {
    let view = view(&rich());
    let dose = find(&view, "701");
    assert!(dose.own);
    assert_eq!(dose.sources, ["Egna uppgifter", "Region Väst"]);
    assert_eq!(dose.number.as_deref(), Some("Dos 3"));
    let rule = dose.records[1].rule.as_ref().unwrap();
    assert_eq!(
        (rule.id, rule.reason),
        ("D1", "Samma uppgift som vår egen, tillbaka från en annan väg.")
    );
    let marks: Vec<String> = dose.marks.iter().map(ToString::to_string).collect();
    assert_eq!(
        marks,
        [
            "Källorna anger olika batch: ”B701” och ”X99”.",
            "Kan vara samma dos som 2024-03-06 Twinrix, 2 dagar emellan. Båda räknas (regel D4).",
        ]
    );
}

#[test]
fn a_missing_field_says_so_and_an_odd_one_keeps_its_text() {
    let view = view(&rich());
    let fact = |dose: &DoseView, name: &str| {
        dose.facts.iter().find(|fact| fact.name == name).unwrap().value.clone()
    };
    let booster = find(&view, "401");
    assert_eq!(fact(booster, "Batch"), "Uppgift saknas");
    assert_eq!(fact(booster, "Dosnummer"), "Uppgift saknas");
    assert_eq!(booster.late.as_deref(), Some("Vaccinationskort visat av patienten"));
    let odd = find(&view, "801");
    assert_eq!(odd.day, "”20230231” (oläsligt datum)");
    let marks: Vec<String> = odd.marks.iter().map(ToString::to_string).collect();
    assert_eq!(marks[0], "Datumet saknas eller går inte att läsa.");
    assert_eq!(marks[3], "Ej delad med patienten. Läs inte upp den från skärmen.");
}

#[test]
fn records_that_are_no_doses_stand_in_their_own_places_and_the_sum_is_shown() {
    let view = view(&rich());
    assert_eq!(view.elsewhere.ordered[0].rule.id, "N3");
    let withdrawn = &view.elsewhere.nullified[0];
    assert_eq!(withdrawn.reason.as_deref(), Some("Registrerad på fel person"));
    assert_eq!(view.elsewhere.withheld_count, 3);
    assert_eq!(
        view.elsewhere.withheld[0].words.to_string(),
        "3 uppgifter från Svevac arkiv saknar vårdenhet eller vårdgivare, så spärrar kan inte \
         kontrolleras."
    );
    assert_eq!(view.elsewhere.unreadable[0].position, 7);
    assert!(view.tally.holds);
    assert_eq!(view.tally.received, view.tally.places.iter().map(|(_, count)| count).sum::<u32>());
    assert_eq!(view.notes.len(), 1);
}

#[test]
fn a_sum_that_does_not_hold_is_said_aloud() {
    let mut journal = rich();
    journal.conservation.received += 1;
    assert!(fragment(&journal, &Filter::default()).contains("Summan stämmer inte"));
    assert!(text::journal(&showing(&journal, true)).contains("SUMMAN STÄMMER INTE"));
}

#[test]
fn the_filter_chooses_by_disease_source_and_period_and_never_hides_silently() {
    let journal = rich();
    let shown = |filter: Filter| {
        let view = JournalView::of(&showing(&journal, true), &filter);
        let groups: Vec<String> =
            view.groups.iter().map(|g| format!("{} {}", g.name, g.doses.len())).collect();
        (groups.join(", "), view.filter.result.unwrap(), view.filter.query)
    };
    let flu = Filter { disease: Some("FLU".to_owned()), ..Filter::default() };
    assert_eq!(
        shown(flu),
        ("Influensa 9".to_owned(), "Visar 9 av 27 doser.".to_owned(), "?disease=FLU".to_owned())
    );
    let own = Filter { source: Some("egna".to_owned()), ..Filter::default() };
    assert_eq!(shown(own).0, "TBE 3");
    let period =
        Filter { from: Some(date(2019, 1, 1)), to: Some(date(2019, 12, 31)), ..Filter::default() };
    let (groups, _, query) = shown(period);
    assert_eq!(query, "?from=2019-01-01&to=2019-12-31");
    // The dose without a readable day belongs to every period.
    assert_eq!(groups, "Influensa 1, Covid-19 1, TBE 2");
    let nothing = Filter { source: Some("okand".to_owned()), ..Filter::default() };
    let view = JournalView::of(&showing(&journal, true), &nothing);
    assert_eq!(view.empty.as_deref(), Some("Urvalet döljer 27 doser."));
}

#[test]
fn doses_kept_apart_offer_to_be_joined_again() {
    let journal = rich();
    let key = |document: &str| {
        let holds = |d: &&vaccinjournal::domain::Dose| d.shown.key.document_id == document;
        journal.doses.iter().find(holds).unwrap().shown.key.clone()
    };
    let pairs = [RecordPair::new(key("601"), key("602"))];
    let showing = Showing { kept_apart: &pairs, ..showing(&journal, true) };
    let view = JournalView::of(&showing, &Filter::default());
    assert_eq!(
        find(&view, "601").apart[0].words.to_string(),
        "Hålls isär från 2019-06-10 FSME-IMMUN."
    );
    assert_eq!(find(&view, "602").apart.len(), 1);
    assert!(find(&view, "701").apart.is_empty());
}

#[test]
fn while_sources_are_awaited_the_page_says_so_and_shows_what_there_is() {
    let journal = rich_waiting();
    let view = JournalView::of(&showing(&journal, false), &Filter::default());
    assert_eq!(view.sentences[0].to_string(), "Hämtar uppgifter: 2 av 10 källor har svarat.");
    assert!(view.waiting);
    assert_eq!(view.groups[0].doses.len(), 2);
}

#[test]
fn absence_is_said_only_when_it_is_proven() {
    let found_nothing = || {
        vec![
            source(SourceKind::Own, "Egna uppgifter", SourceState::NothingFound),
            system("SE1-A", "Region A", SourceState::NothingFound),
        ]
    };
    let mut proven = empty(found_nothing());
    proven.every_source_named = true;
    assert_eq!(verdict(&proven), Verdict::NothingRegistered);
    assert_eq!(
        Completeness::of(&proven, true).sentences[0].to_string(),
        "Inga vaccinationer finns registrerade hos de 2 källor som har frågats."
    );
    // An aggregated answer cannot prove that every source was named.
    assert_eq!(verdict(&empty(found_nothing())), Verdict::Unproven);
    let mut late = proven.clone();
    late.sources[1].state = SourceState::TimedOut;
    assert_eq!(verdict(&late), Verdict::Partial);
    let mut hidden = proven.clone();
    hidden.conservation = Conservation { received: 1, withheld: 1, ..Conservation::default() };
    assert_eq!(verdict(&hidden), Verdict::Whole);
    assert_eq!(verdict(&empty(Vec::new())), Verdict::Partial);
    assert_eq!(Completeness::of(&proven, false).verdict, Verdict::Waiting);
}

#[test]
fn a_switched_off_care_provider_is_told_in_plain_words() {
    let address = "5565594230".parse().unwrap();
    let off = SourceState::NotAsked(NotAsked::SwitchedOff);
    let journal = empty(vec![
        source(SourceKind::Own, "Egna uppgifter", SourceState::NothingFound),
        source(SourceKind::Aggregation { address }, "Nationella tjänsten", off),
    ]);
    let said: Vec<String> =
        Completeness::of(&journal, true).sentences.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        ["Hämtning av vaccinationer från andra vårdgivare är avstängd för er vårdgivare, så bara \
          egna uppgifter visas. Översikten kan vara ofullständig."]
    );
}

#[test]
fn a_source_left_waiting_in_a_complete_journal_counts_as_missing() {
    let journal = empty(vec![system("SE1-A", "Region A", SourceState::Waiting)]);
    let completeness = Completeness::of(&journal, true);
    assert_eq!(completeness.verdict, Verdict::Partial);
    assert!(
        completeness.sentences[0]
            .to_string()
            .starts_with("Uppgifter kunde inte hämtas från Region A")
    );
}

#[test]
fn texts_of_others_are_isolated_and_lose_what_cannot_be_seen() {
    let nasty = "Boo\u{202E}ster\u{200B}<script>alert(1)</script>\u{7}\n rad";
    let mut journal = empty(vec![system(
        "SE1-A",
        "Region <b>\u{2066}A",
        SourceState::Unreachable(Trouble::Fault),
    )]);
    journal.doses.push(dose(record("SE1-A", "1", "2020-01-01", nasty), &["D", "nasty<key>"]));
    let html = fragment(&journal, &Filter::default());
    assert!(html.contains(
        "<bdi class=\"product\">Booster&#60;script&#62;alert(1)&#60;/script&#62; rad</bdi>"
    ));
    assert!(html.contains("från <bdi>Region &#60;b&#62;A</bdi> (kl."));
    assert!(!html.contains("<script"));
    for hidden in ['\u{202E}', '\u{200B}', '\u{2066}', '\u{7}'] {
        assert!(!html.contains(hidden));
        assert!(!text::journal(&showing(&journal, true)).contains(hidden));
    }
}

#[test]
fn the_terminals_table_has_each_dose_once_with_the_places_below() {
    let table = text::journal(&showing(&rich(), true));
    assert_eq!(table.matches("Infanrix hexa").count(), 3);
    for words in [
        "Personnummer 19121212-1212",
        "Uppgifter kunde inte hämtas från Region Halland",
        "Hepatit B och hepatit A",
        "Ordinerade, ej bekräftat givna: 1",
        "Makulerade: 1",
        "Får inte visas: 3",
        "Oläsliga: 1",
        "Anteckningar utan struktur: 1",
        "Mottagna uppgifter: 35 = 27 visade",
    ] {
        assert!(table.contains(words), "{words:?} is not in\n{table}");
    }
}

#[test]
fn every_rule_has_words() {
    use MergeRule::{D0, D1, D2, D3, D4, D5, N1, N2, N3, Split};
    for rule in [N1, N2, N3, D0, D1, D2, D3, D4, D5, Split] {
        assert!(vaccinjournal::present::words::rule(rule).ends_with('.'));
    }
}

fn showing(journal: &Journal, complete: bool) -> Showing<'_> {
    // The patient outlives every test.
    let patient = Box::leak(Box::new(patient()));
    Showing { journal, patient, complete, now: now(), kept_apart: &[], catalogue: catalogue() }
}

fn view(journal: &Journal) -> JournalView {
    JournalView::of(&showing(journal, true), &Filter::default())
}

fn verdict(journal: &Journal) -> Verdict {
    Completeness::of(journal, true).verdict
}

fn fragment(journal: &Journal, filter: &Filter) -> String {
    let view = JournalView::of(&showing(journal, true), filter);
    Fragment { view: &view, grounds: &grounds(), base: "/panel/x" }.render().unwrap()
}

/// The dose whose leading record is this document.
fn find<'a>(view: &'a JournalView, document: &str) -> &'a DoseView {
    let journal = rich();
    let dose = journal.doses.iter().find(|dose| dose.shown.key.document_id == document).unwrap();
    let handle = vaccinjournal::present::dose_handle(dose);
    view.groups.iter().flat_map(|group| &group.doses).find(|dose| dose.handle == handle).unwrap()
}
