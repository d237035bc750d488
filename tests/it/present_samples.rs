//! Journals made by hand, for the tests of what is shown.

use std::sync::LazyLock;

use jiff::Timestamp;
use vaccinjournal::domain::{
    Actor, Catalogue, Coded, Conservation, Dose, DoseAmount, DoseHint, HsaId, Journal, LegalBasis,
    LogicalAddress, Mark, MergeRule, MergedRecord, NotAsked, OrgUnit, PatientId, PlacedRecord,
    RecordContent, RecordKey, RecordOrigin, Reported, Source, SourceKind, SourceState, SwedishDate,
    Trouble, UnreadableRecord, VaccinationRecord, WithheldGroup, WithheldReason,
};
use vaccinjournal::present::view::GroundsView;

pub fn now() -> Timestamp {
    "2026-06-02T08:32:00Z".parse().unwrap()
}

/// The project's tables, read once.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load().unwrap());
    &CATALOGUE
}

pub fn patient() -> PatientId {
    "191212121212".parse().unwrap()
}

/// Read with the patient's consent.
pub fn grounds() -> GroundsView {
    GroundsView::of(&LegalBasis::Consent, true)
}

pub fn address(text: &str) -> LogicalAddress {
    text.parse().unwrap()
}

pub fn hsa(text: &str) -> HsaId {
    text.parse().unwrap()
}

pub fn day(text: &str) -> SwedishDate {
    text.replace('-', "").parse().unwrap()
}

/// A record of a source system, `own` for our own store.
pub fn record(system: &str, document: &str, date: &str, product: &str) -> VaccinationRecord {
    let own = system == "own";
    let source = if own { "SE0000000000-MVJ" } else { system };
    VaccinationRecord {
        key: RecordKey {
            source_system: hsa(source),
            document_id: document.to_owned(),
            reference: None,
            position: 0,
        },
        origin: if own {
            RecordOrigin::Own
        } else {
            RecordOrigin::Fetched { address: address(source) }
        },
        content: RecordContent::Vaccination,
        date: Some(Reported::Known(day(date))),
        author_time: format!("{}101500", date.replace('-', "")).parse().ok().map(Reported::Known),
        care_provider: Some(hsa("SE0000000001-VG")),
        care_unit: Some(hsa("SE0000000001-VE")),
        care_provider_org: Some(named_unit("SE0000000001-VG", "Region Exempel")),
        accountable_unit: None,
        source_system_name: None,
        performer_org: Some(named_unit("SE0000000001-E1", "Vaccinationsmottagningen Söder")),
        performer: Some(Actor { hsa_id: None, name: Some("Åsa Lindström".to_owned()) }),
        prescriber_org: None,
        prescriber: None,
        vaccine_name: Some(Coded::text(product)),
        vaccine_type: None,
        target_diseases: Vec::new(),
        batch: Some(format!("B{document}")),
        manufacturer: None,
        dose: Some(DoseAmount { text: "0,5 ml".to_owned(), quantity: None }),
        dose_number: None,
        prescribed_doses: None,
        dose_complete: None,
        site: Some(Coded::text("Vänster överarm")),
        route: None,
        programme: None,
        source_description: None,
        comments: Vec::new(),
        adverse_effects: Vec::new(),
        risk_categories: Vec::new(),
        nullified: false,
        nullified_reason: None,
        marks: Vec::new(),
    }
}

pub fn named_unit(id: &str, name: &str) -> OrgUnit {
    OrgUnit { hsa_id: Some(hsa(id)), name: Some(name.to_owned()) }
}

/// A dose of one record.
pub fn dose(record: VaccinationRecord, diseases: &[&str]) -> Dose {
    Dose {
        shown: record.clone(),
        records: vec![MergedRecord { record, rule: None }],
        diseases: diseases.iter().map(|key| (*key).to_owned()).collect(),
        conflicts: Vec::new(),
        probable: false,
    }
}

pub fn source(kind: SourceKind, name: &str, state: SourceState) -> Source {
    Source {
        kind,
        name: Some(name.to_owned()),
        state,
        at: now(),
        received: 0,
        oldest: None,
        correlation_id: None,
    }
}

pub fn system(id: &str, name: &str, state: SourceState) -> Source {
    source(SourceKind::SourceSystem { address: address(id) }, name, state)
}

/// A journal of these sources, with nothing in it.
pub fn empty(sources: Vec<Source>) -> Journal {
    Journal { sources, ..Journal::default() }
}

/// A grown-up's journal with something in every place.
pub fn rich() -> Journal {
    let mut journal = empty(rich_sources());
    let regions = ["SE2321000016-A", "SE2321000016-B", "SE2321000131-C"];
    let [a, b, c] = regions;
    let dtp = ["D", "T", "P", "IPV", "HIB", "HBV"];
    for (number, (document, date)) in
        [("101", "1998-03-02"), ("102", "1998-05-04"), ("103", "1999-02-08")]
            .into_iter()
            .enumerate()
    {
        let mut given = record(a, document, date, "Infanrix hexa");
        given.dose_number = Some(Reported::Known(number as u32 + 1));
        given.prescribed_doses = Some(Reported::Known(3));
        given.performer = None;
        journal.doses.push(dose(given, &dtp));
        let mut given = record(a, &format!("2{document}"), date, "Prevenar 13");
        given.dose_number = Some(Reported::Known(number as u32 + 1));
        journal.doses.push(dose(given, &["PNC"]));
    }
    journal.doses.push(dose(record(a, "301", "1999-08-16", "Priorix"), &["ME", "MU", "RU"]));
    journal.doses.push(dose(record(a, "302", "2006-09-20", "Priorix"), &["ME", "MU", "RU"]));
    for (document, date) in [("310", "2010-02-12"), ("311", "2010-09-03")] {
        journal.doses.push(dose(record(a, document, date, "Gardasil"), &["HPV"]));
    }
    let mut booster = record(b, "401", "2012-10-02", "diTeBooster");
    booster.source_description = Some("Vaccinationskort visat av patienten".to_owned());
    booster.batch = None;
    journal.doses.push(dose(booster, &["D", "T"]));
    for (at, date) in [
        "2014-11-03",
        "2015-11-10",
        "2016-11-08",
        "2017-11-02",
        "2018-11-13",
        "2019-11-05",
        "2020-10-29",
        "2021-11-09",
        "2022-11-01",
    ]
    .into_iter()
    .enumerate()
    {
        let mut flu = record(c, &format!("5{at:02}"), date, "Vaxigrip Tetra");
        flu.vaccine_type = Some(Coded::text("säsongsinfluensa"));
        journal.doses.push(dose(flu, &["FLU"]));
    }
    for (document, date) in [("601", "2019-05-06"), ("602", "2019-06-10")] {
        journal.doses.push(dose(record("own", document, date, "FSME-IMMUN"), &["TBE"]));
    }
    journal.doses.push(merged(b));
    journal.doses.push(probable(c));
    let mut odd = record(b, "801", "2023-02-28", "Comirnaty");
    odd.date = Some(Reported::Odd("20230231".to_owned()));
    odd.dose_number = Some(Reported::Known(4));
    odd.prescribed_doses = Some(Reported::Known(3));
    odd.marks = vec![
        Mark::DateUnreadable,
        Mark::DoseNumberTooHigh,
        Mark::FormatDeviation { element: "documentTime".to_owned() },
        Mark::NotApprovedForPatient,
    ];
    journal.doses.push(dose(odd, &["COV"]));
    let mut unknown = record(c, "802", "2003-07-01", "Resevaccin ospecificerat");
    unknown.performer_org = None;
    journal.doses.push(dose(unknown, &["unknown"]));
    let mut note = record(b, "803", "1996-01-15", "");
    note.vaccine_name = None;
    note.content = RecordContent::Note("Fått alla vaccin enligt BVC-kort från Finland.".to_owned());
    journal.doses.push(dose(note, &[]));
    journal.doses.sort_by_key(|dose| std::cmp::Reverse(dose.shown.day()));
    let mut withdrawn = record(a, "901", "2021-03-01", "Comirnaty");
    withdrawn.nullified = true;
    withdrawn.nullified_reason = Some("Registrerad på fel person".to_owned());
    journal.nullified =
        vec![PlacedRecord { record: withdrawn, folded: Vec::new(), rule: MergeRule::N1 }];
    let mut ordered = record(c, "902", "2026-08-20", "Havrix");
    ordered.performer = None;
    ordered.performer_org = None;
    ordered.batch = None;
    journal.ordered =
        vec![PlacedRecord { record: ordered, folded: Vec::new(), rule: MergeRule::N3 }];
    journal.withheld = vec![WithheldGroup {
        source: "Svevac arkiv".to_owned(),
        reason: WithheldReason::NoCareUnit,
        count: 3,
    }];
    journal.unreadable = vec![UnreadableRecord {
        source: "Region Väst".to_owned(),
        position: 7,
        fault: "vaccinationMedicalRecordHeader: documentId saknas".to_owned(),
        date: Some(day("2011-04-04")),
    }];
    journal.hints = vec![DoseHint {
        earlier: journal
            .doses
            .iter()
            .find(|d| d.shown.key.document_id == "701")
            .unwrap()
            .shown
            .key
            .clone(),
        later: journal
            .doses
            .iter()
            .find(|d| d.shown.key.document_id == "711")
            .unwrap()
            .shown
            .key
            .clone(),
        days: 2,
    }];
    let shown = journal.doses.len() as u32;
    let all = journal.doses.iter().map(|dose| dose.records.len() as u32).sum::<u32>();
    journal.conservation = Conservation {
        received: all + 1 + 1 + 3 + 1,
        shown,
        merged: all - shown,
        withheld: 3,
        nullified: 1,
        ordered: 1,
        unreadable: 1,
    };
    journal
}

fn merged(system: &str) -> Dose {
    let own = record("own", "701", "2024-03-04", "FSME-IMMUN");
    let mut echo = record(system, "702", "2024-03-04", "FSME-IMMUN 0,5 ml");
    echo.dose_number = Some(Reported::Known(3));
    echo.batch = Some("X99".to_owned());
    let mut joined = dose(own, &["TBE"]);
    joined.shown.dose_number = echo.dose_number.clone();
    joined.records.push(MergedRecord { record: echo, rule: Some(MergeRule::D1) });
    joined.conflicts = vec![("batch".to_owned(), vec!["B701".to_owned(), "X99".to_owned()])];
    joined
}

fn probable(system: &str) -> Dose {
    let first = record(system, "711", "2024-03-06", "Twinrix");
    let mut late = record("SE2321000016-B", "712", "2024-03-06", "Hep A+B");
    late.batch = None;
    late.source_description = Some("Muntlig uppgift".to_owned());
    let mut joined = dose(first, &["HAV", "HBV"]);
    joined.records.push(MergedRecord { record: late, rule: Some(MergeRule::D3) });
    joined.probable = true;
    joined
}

fn rich_sources() -> Vec<Source> {
    let mut own = source(SourceKind::Own, "Egna uppgifter", SourceState::Answered);
    own.received = 4;
    own.oldest = Some(day("2019-05-06"));
    let mut a = system("SE2321000016-A", "Region Stockholm", SourceState::Answered);
    a.received = 12;
    a.oldest = Some(day("1998-03-02"));
    let mut b = system(
        "SE2321000016-B",
        "Region Väst",
        SourceState::Incomplete(Trouble::UnreadableRecords { count: 1 }),
    );
    b.received = 7;
    b.oldest = Some(day("1996-01-15"));
    let mut c = system("SE2321000131-C", "Kry Vaccin", SourceState::Answered);
    c.received = 14;
    c.oldest = Some(day("2003-07-01"));
    let mut cut =
        system("SE2321000164-D", "Region Halland", SourceState::Unreadable(Trouble::Malformed));
    cut.correlation_id = Some("2f6f0e0c-8d3e-4d55-9d71-1d2f3a4b5c6d".to_owned());
    let again = "2026-06-02T08:37:00Z".parse().unwrap();
    vec![
        own,
        a,
        b,
        c,
        cut,
        system("SE2321000180-E", "Region Värmland", SourceState::TimedOut),
        system(
            "SE2321000198-F",
            "Region Skåne",
            SourceState::Unreachable(Trouble::Platform { code: 9 }),
        ),
        system("SE2321000206-G", "Capio", SourceState::NothingFound),
        system(
            "SE2321000214-H",
            "Praktikertjänst",
            SourceState::NotAsked(NotAsked::RecentFault { again }),
        ),
        system(
            "SE2321000222-I",
            "Svevac arkiv",
            SourceState::FromCache {
                as_of: Some("20260601213000".to_owned()),
                refresh_failed: true,
            },
        ),
    ]
}

/// The rich journal while most sources have yet to answer.
pub fn rich_waiting() -> Journal {
    let whole = rich();
    let mut journal = empty(whole.sources.clone());
    for source in journal.sources.iter_mut().skip(2) {
        source.state = SourceState::Waiting;
        source.received = 0;
        source.oldest = None;
    }
    let early =
        |dose: &&Dose| dose.records.iter().all(|merged| merged.record.origin == RecordOrigin::Own);
    journal.doses = whole.doses.iter().filter(early).cloned().collect();
    let shown = journal.doses.len() as u32;
    journal.conservation = Conservation { received: shown, shown, ..Conservation::default() };
    journal
}
