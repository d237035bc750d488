//! The law's rules, without input or output: every combination of role, relation, ground, block and
//! service against a table written in words, and a great many generated answers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use proptest::prelude::*;
use vaccinjournal::domain::{
    Assignment, AssignmentPurpose, BlockVerdict, CareProvider, CareRelation, Clinic, Grounds,
    Holder, HoldingUnit, HsaId, LegalBasis, LogicalAddress, Mark, NotKnown, Reach, RecordOrigin,
    Reported, Source, SourceKind, SourceState, StaffMember, UnreadableRecord, VaccinationRecord,
    WithheldReason,
};
use vaccinjournal::journal;
use vaccinjournal::journal::access::{
    self, AccessGrant, Denied, JournalRequest, PermittedOutcome, Verdicts, Withheld,
};
use vaccinjournal::journal::decode::SourceOutcome;

use crate::records::record;

/// The rules in words, first match first. Written from the law and the contract's description, and
/// not from the code.
const RULES: &str = include_str!("../access/rules.txt");

const ROLES: [&str; 3] = ["nurse", "nurse_without_unit", "administrator"];
const RELATIONS: [&str; 3] = ["none", "stated", "registered"];
const GROUNDS: [&str; 4] = ["none", "consent", "emergency", "cannot_decide"];
const REACHES: [&str; 2] = ["own", "all"];
const HOLDERS: [&str; 5] = ["own_unit", "other_unit", "other_provider", "no_unit", "no_provider"];
const BLOCKS: [&str; 6] =
    ["free", "blocked", "no_answer", "not_answered", "not_checked", "no_service"];
const LIFTINGS: [&str; 2] = ["no", "yes"];

fn id(text: &str) -> HsaId {
    text.parse().unwrap()
}

fn assignment(role: &str) -> Assignment {
    let clinic = Clinic {
        id: "c".to_owned(),
        hsa_id: None,
        care_unit: id("SE1-VE1"),
        care_provider: id("SE1-VG"),
        name: "Centrum".to_owned(),
    };
    Assignment {
        id: "a".to_owned(),
        staff: StaffMember { hsa_id: id("SE1-KARIN"), name: "Karin".to_owned() },
        care_provider: CareProvider { hsa_id: id("SE1-VG"), name: "VG".to_owned() },
        clinic: (role != "nurse_without_unit").then_some(clinic),
        purpose: match role {
            "administrator" => AssignmentPurpose::Administration,
            _ => AssignmentPurpose::CareAndTreatment,
        },
        title: String::new(),
    }
}

fn holder(holder: &str) -> (Option<HsaId>, Option<HsaId>) {
    match holder {
        "own_unit" => (Some(id("SE1-VG")), Some(id("SE1-VE1"))),
        "other_unit" => (Some(id("SE1-VG")), Some(id("SE1-VE2"))),
        "other_provider" => (Some(id("SE2-VG")), Some(id("SE2-VE"))),
        "no_unit" => (Some(id("SE2-VG")), None),
        "no_provider" => (None, Some(id("SE2-VE"))),
        other => panic!("no such holder: {other}"),
    }
}

fn grant(
    role: &str,
    relation: &str,
    ground: &str,
    reach: &str,
    lifted: BTreeSet<HoldingUnit>,
) -> Result<AccessGrant, Denied> {
    let reason = || "medvetslös".to_owned();
    let grounds = Grounds {
        relation: match relation {
            "stated" => Some(CareRelation::Stated),
            "registered" => Some(CareRelation::Registered),
            _ => None,
        },
        coherent: match ground {
            "consent" => Some(LegalBasis::Consent),
            "emergency" => Some(LegalBasis::Emergency { reason: reason() }),
            "cannot_decide" => Some(LegalBasis::CannotDecide { reason: reason() }),
            _ => None,
        },
        coherent_is_stated: true,
        lifted,
        stated: BTreeSet::new(),
        until: Timestamp::MAX,
    };
    let reach = if reach == "own" { Reach::OwnCareProvider } else { Reach::Coherent };
    let patient = "191212121212".parse().unwrap();
    access::decide(JournalRequest { patient, assignment: assignment(role), reach }, grounds)
}

/// What the program does with one record in one case, in the table's words.
fn done(case: [&str; 7]) -> &'static str {
    let [role, relation, ground, reach, whose, block, lifting] = case;
    let (care_provider, care_unit) = holder(whose);
    let mut lifted = BTreeSet::new();
    if let (true, Some(care_provider), Some(care_unit)) =
        (lifting == "yes", care_provider.clone(), care_unit.clone())
    {
        lifted.insert(HoldingUnit { care_provider, care_unit });
    }
    let grant = match grant(role, relation, ground, reach, lifted) {
        Ok(grant) => grant,
        Err(Denied::Purpose) => return "denied: purpose",
        Err(Denied::NoCareUnit) => return "denied: care unit",
        Err(Denied::NoCareRelation) => return "denied: relation",
        Err(Denied::NoBasis) => return "denied: ground",
        Err(Denied::Ended) => return "denied: ended",
    };
    let record =
        VaccinationRecord { care_provider, care_unit, ..record("SE2-SYSTEM", "2020-05-06") };
    let (outcome, _) = judged(&grant, vec![record], |_, _| verdict(block));
    match (outcome.records.as_slice(), outcome.withheld.as_slice()) {
        ([shown], []) if shown.record().marks.contains(&Mark::BlockLifted) => "shown with a mark",
        ([_], []) => "shown",
        ([], [withheld]) => match withheld.reason() {
            WithheldReason::NoCareUnit => "withheld: holder unknown",
            WithheldReason::NoBasis => "withheld: no ground",
            WithheldReason::Blocked => "withheld: blocked",
            WithheldReason::BlockCheckUnavailable => "withheld: not checked",
            WithheldReason::NoBlockService => "withheld: no service",
            _ => "withheld: something else",
        },
        _ => "lost or doubled",
    }
}

fn verdict(block: &str) -> BlockVerdict {
    match block {
        "free" => BlockVerdict::NoBlock,
        "blocked" => BlockVerdict::OuterBlock,
        "no_answer" => BlockVerdict::Unknown(NotKnown::NoAnswer),
        "not_answered" => BlockVerdict::Unknown(NotKnown::NotAnswered),
        "not_checked" => BlockVerdict::Unknown(NotKnown::NotChecked),
        "no_service" => BlockVerdict::Unknown(NotKnown::NoService),
        other => panic!("no such block: {other}"),
    }
}

/// Judges own-store records as the service does: asks, learns, permits. Gives how many rows were
/// asked about too.
fn judged(
    grant: &AccessGrant,
    records: Vec<VaccinationRecord>,
    answer: impl Fn(&HsaId, &HsaId) -> BlockVerdict,
) -> (PermittedOutcome, usize) {
    let mut verdicts = Verdicts::default();
    let asked = access::to_be_checked(grant, &verdicts, &records);
    let rows = asked.len();
    let answers = asked.iter().map(|one| answer(&one.care_provider, &one.care_unit)).collect();
    verdicts.learn(asked, answers);
    (access::permit_own(grant, &verdicts, records, Timestamp::UNIX_EPOCH), rows)
}

/// What the table says of a case.
fn ruled(case: [&str; 7]) -> &'static str {
    for line in RULES.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let (conditions, outcome) = line.split_once("->").unwrap();
        let conditions: Vec<&str> = conditions.split_whitespace().collect();
        assert_eq!(conditions.len(), case.len(), "{line}");
        let matches = |(condition, value): (&&str, &&str)| {
            *condition == "*" || condition.split('|').any(|one| one == *value)
        };
        if conditions.iter().zip(&case).all(matches) {
            return outcome.trim();
        }
    }
    panic!("the table says nothing of {case:?}")
}

#[test]
fn every_combination_is_judged_as_the_table_has_it() {
    let mut tried = 0;
    let mut outcomes = BTreeSet::new();
    for role in ROLES {
        for relation in RELATIONS {
            for ground in GROUNDS {
                for reach in REACHES {
                    for whose in HOLDERS {
                        for block in BLOCKS {
                            for lifting in LIFTINGS {
                                let case = [role, relation, ground, reach, whose, block, lifting];
                                assert_eq!(done(case), ruled(case), "{case:?}");
                                outcomes.insert(ruled(case));
                                tried += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(tried >= 2_000, "{tried} combinations");
    assert_eq!(outcomes.len(), 11, "an outcome of the table is never reached: {outcomes:?}");
    println!("{tried} combinations of role, relation, ground, reach, holder, block and lifting");
}

/// A record of one of a few holders, on one of a few days, or without one of these.
fn any_record() -> impl Strategy<Value = VaccinationRecord> {
    let days = prop::option::of(0_u32..6);
    let written = prop::option::of(0_u32..6);
    (0_usize..HOLDERS.len(), days, written, any::<bool>(), 0_u32..1_000).prop_map(
        |(whose, day, written, own, number)| {
            let (care_provider, care_unit) = holder(HOLDERS[whose]);
            let day_text = |day: u32| format!("{}-03-0{}", 2019 + day, day + 1);
            let mut record = record("SE2-SYSTEM", "2020-05-06");
            record.key.document_id = number.to_string();
            record.date =
                day.map(|day| Reported::Known(day_text(day).replace('-', "").parse().unwrap()));
            record.author_time = written.map(|day| {
                let text = format!("{}101500", day_text(day).replace('-', ""));
                Reported::Known(text.parse().unwrap())
            });
            record.origin = if own {
                RecordOrigin::Own
            } else {
                RecordOrigin::Fetched { address: "SE2-SYSTEM".parse::<LogicalAddress>().unwrap() }
            };
            VaccinationRecord { care_provider, care_unit, ..record }
        },
    )
}

/// How many fan-outs are generated.
const FAN_OUTS: u32 = 100_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(FAN_OUTS))]

    /// Zero blocked, zero foreign, zero unlogged and zero lost records, whatever comes and whatever
    /// is blocked.
    #[test]
    fn no_fan_out_shows_what_is_blocked_or_out_of_reach(
        records in prop::collection::vec(any_record(), 0..12),
        ground in 0_usize..GROUNDS.len(),
        own_only in any::<bool>(),
        blocks in prop::collection::vec(0_usize..4, 8),
        first_year in 2019_i16..2025,
        length in 0_i16..4,
        is_lifted in any::<bool>(),
    ) {
        let lifted = is_lifted.then(|| HoldingUnit {
            care_provider: id("SE2-VG"),
            care_unit: id("SE2-VE"),
        });
        let reach = if own_only { "own" } else { "all" };
        let granted =
            grant("nurse", "stated", GROUNDS[ground], reach, lifted.into_iter().collect());
        let Ok(grant) = granted else {
            prop_assert!(!own_only && GROUNDS[ground] == "none");
            return Ok(());
        };
        // The patient has blocked some years of some holders, and the service falters at others.
        let place = |unit: &HsaId| usize::from(unit.as_str() == "SE1-VE2");
        let in_years = |year: i16| (first_year..=first_year + length).contains(&year);
        let answer = |unit: &HsaId, years: (i16, i16)| {
            let overlaps = (years.0..=years.1).any(in_years);
            match blocks[place(unit)] {
                0 => BlockVerdict::NoBlock,
                1 if overlaps => BlockVerdict::OuterBlock,
                2 if overlaps => BlockVerdict::Unknown(NotKnown::NotChecked),
                3 => BlockVerdict::Unknown(NotKnown::NoAnswer),
                _ => BlockVerdict::NoBlock,
            }
        };
        let mut verdicts = Verdicts::default();
        let asked = access::to_be_checked(&grant, &verdicts, &records);
        let answers = asked
            .iter()
            .map(|one| {
                let years =
                    (one.period.0.civil().date().year(), one.period.1.civil().date().year());
                answer(&one.care_unit, years)
            })
            .collect();
        verdicts.learn(asked, answers);
        let outcome =
            access::permit_own(&grant, &verdicts, records.clone(), Timestamp::UNIX_EPOCH);
        // What the access log is told before any of it is shown.
        let logged = journal::accessed(&outcome.source, &outcome.records);
        prop_assert_eq!(logged.records as usize, outcome.records.len());
        for shown in &outcome.records {
            let shown = shown.record();
            let (Some(provider), Some(unit)) = (&shown.care_provider, &shown.care_unit) else {
                return Err(TestCaseError::fail("shown without a holder"));
            };
            let holder =
                Holder { care_provider: provider.clone(), care_unit: Some(unit.clone()) };
            prop_assert!(logged.holders.contains(&holder), "an unlogged record");
            if unit.as_str() == "SE1-VE1" {
                continue;
            }
            prop_assert!(!own_only || provider.as_str() == "SE1-VG", "a foreign record");
            let years = years_of(shown);
            let kept = years.iter().map(|year| answer(unit, (*year, *year)));
            let any_day = shown.day().is_none().then(|| answer(unit, (1900, 2900)));
            for verdict in kept.chain(any_day) {
                let lifted = is_lifted && unit.as_str() == "SE2-VE";
                let fine = verdict == BlockVerdict::NoBlock
                    || (lifted && verdict == BlockVerdict::OuterBlock);
                prop_assert!(fine, "shown although {verdict:?}");
            }
        }
        prop_assert_eq!(outcome.records.len() + outcome.withheld.len(), records.len());
        let blocked =
            outcome.withheld.iter().filter(|one| matches!(one, Withheld::Blocked(_))).count();
        // Nothing of the source tells of the blocked ones.
        prop_assert_eq!(outcome.source.received as usize + blocked, records.len());
        let oldest = outcome.records.iter().filter_map(|one| one.record().day()).min();
        prop_assert_eq!(outcome.source.oldest, oldest);
    }
}

fn years_of(record: &VaccinationRecord) -> Vec<i16> {
    let day = record.day().map(|day| day.civil().year());
    let written = record.author_time.as_ref().and_then(Reported::known);
    let written = written.map(|time| time.civil().date().year());
    // Without a day everything is asked about, and that is checked apart.
    if day.is_none() { Vec::new() } else { day.into_iter().chain(written).collect() }
}

#[test]
fn each_pair_and_day_is_asked_about_once_and_the_own_unit_never() {
    let grant = grant("nurse", "stated", "consent", "all", BTreeSet::new()).unwrap();
    let of = |whose: &str, day: &str| {
        let (care_provider, care_unit) = holder(whose);
        let author_time = None;
        VaccinationRecord { care_provider, care_unit, author_time, ..record("SE2-SYSTEM", day) }
    };
    let records = [
        of("own_unit", "2020-01-01"),
        of("other_provider", "2020-01-01"),
        of("other_provider", "2020-01-01"),
        of("other_provider", "2021-01-01"),
        of("other_unit", "2020-01-01"),
        of("no_unit", "2020-01-01"),
    ];
    let mut verdicts = Verdicts::default();
    let asked = access::to_be_checked(&grant, &verdicts, &records);
    assert_eq!(asked.len(), 3, "{asked:?}");
    let none = vec![BlockVerdict::NoBlock; 3];
    verdicts.learn(asked, none);
    assert!(access::to_be_checked(&grant, &verdicts, &records).is_empty(), "once in a view");
}

#[test]
fn a_source_whose_records_are_all_blocked_looks_as_one_that_has_none() {
    let grant = grant("nurse", "stated", "consent", "all", BTreeSet::new()).unwrap();
    let (care_provider, care_unit) = holder("other_provider");
    let blocked = VaccinationRecord { care_provider, care_unit, ..record("SE2-S", "2020-05-06") };
    let (outcome, _) = judged(&grant, vec![blocked], |_, _| BlockVerdict::OuterBlock);
    let (empty, _) = judged(&grant, Vec::new(), |_, _| BlockVerdict::NoBlock);
    assert_eq!(outcome.source, empty.source);
    let wanted = Source {
        kind: SourceKind::Own,
        name: None,
        state: SourceState::NothingFound,
        at: Timestamp::UNIX_EPOCH,
        received: 0,
        oldest: None,
        correlation_id: None,
    };
    assert_eq!(outcome.source, wanted);
}

#[test]
fn not_even_the_day_of_an_unreadable_record_is_told() {
    let grant = grant("nurse", "stated", "consent", "all", BTreeSet::new()).unwrap();
    let (outcome, _) = judged(&grant, Vec::new(), |_, _| BlockVerdict::NoBlock);
    let unreadable = UnreadableRecord {
        source: "Källan".to_owned(),
        position: 1,
        fault: "batch".to_owned(),
        date: Some("20200506".parse().unwrap()),
    };
    let (records, withheld) = (Vec::new(), Vec::new());
    let brought =
        SourceOutcome { source: outcome.source, records, withheld, unreadable: vec![unreadable] };
    let outcome = access::permit(&grant, &Verdicts::default(), brought);
    assert_eq!(outcome.unreadable.len(), 1);
    assert_eq!(outcome.unreadable[0].date, None);
}

#[test]
fn every_test_that_the_documentation_names_exists() {
    let text = std::fs::read_to_string("docs/lawful-access.md").unwrap();
    let (mut rules, mut named) = (0, 0);
    for row in text.lines().filter(|line| line.starts_with("| ") && line.matches('|').count() == 5)
    {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [rule, source, place, tests] = cells.as_slice() else { panic!("{row}") };
        if *rule == "Rule" {
            continue;
        }
        rules += 1;
        assert!(!source.is_empty() && !place.is_empty() && tests.contains("::"), "{row}");
        for path in place.split('`').filter(|part| part.contains('/')) {
            let is_there = std::path::Path::new("src").join(path).exists();
            assert!(is_there, "{path} is not below src: bring the documentation up to date");
        }
        for test in tests.split('`').filter(|part| part.contains("::")) {
            let (module, name) = test.split_once("::").unwrap();
            let file = std::fs::read_to_string(format!("tests/it/{module}.rs")).unwrap();
            assert!(file.contains(&format!("fn {name}(")), "{test} does not exist");
            named += 1;
        }
    }
    assert!(rules >= 25 && named >= rules, "{rules} rules, {named} tests");
}
