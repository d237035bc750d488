//! The merge rules, as sentences over records, and what must hold for any records at all.

use std::collections::BTreeSet;

use jiff::Timestamp;
use proptest::prelude::*;
use vaccinjournal::domain::{
    Assignment, AssignmentPurpose, BlockVerdict, CareProvider, CareRelation, Catalogue, Clinic,
    Coded, DoseAmount, Grounds, HsaId, Journal, LegalBasis, Mark, OrgUnit, Reach, RecordContent,
    RecordOrigin, RecordPair, Reported, StaffMember, SwedishDate, VaccinationRecord,
};
use vaccinjournal::journal::access::{self, JournalRequest, Verdicts};
use vaccinjournal::journal::merge::{self, Context};

use crate::records::record;

/// Reads a record from words: source, day, then `key=value` or a bare flag.
fn told(words: &str) -> VaccinationRecord {
    let mut words = words.split(' ');
    let (source, day) = (words.next().unwrap(), words.next().unwrap());
    let mut record = record(source, day);
    for word in words {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let text = || Some(value.replace('_', " "));
        match key {
            "id" => record.key.document_id = value.to_owned(),
            "ref" => record.key.reference = text(),
            "vaccine" => record.vaccine_name = text().map(Coded::text),
            "type" => record.vaccine_type = text().map(Coded::text),
            "batch" => record.batch = text(),
            "number" => record.dose_number = Some(Reported::Known(value.parse().unwrap())),
            "at" => record.author_time = Some(Reported::Known(value.parse().unwrap())),
            "late" => record.source_description = Some("enligt vaccinationskort".to_owned()),
            "noname" => record.vaccine_name = None,
            "nullified" => record.nullified = true,
            "own" => record.origin = RecordOrigin::Own,
            "indata" => record.origin = RecordOrigin::Indata,
            "ordered" => {
                record.performer = None;
                record.performer_org = None;
                record.prescriber_org = Some(OrgUnit { hsa_id: None, name: Some("VC".to_owned()) });
            }
            "nobody" => {
                record.performer = None;
                record.performer_org = None;
            }
            "dose" => record.dose = Some(DoseAmount { text: "0,5 ml".to_owned(), quantity: None }),
            "note" => record.content = RecordContent::Note("fick spruta utomlands".to_owned()),
            other => panic!("no such word: {other}"),
        }
    }
    record
}

fn merged(records: Vec<VaccinationRecord>, kept_apart: &BTreeSet<RecordPair>) -> Journal {
    let care_provider = CareProvider { hsa_id: "SE1-VG".parse().unwrap(), name: "VG".to_owned() };
    let assignment = Assignment {
        id: "a".to_owned(),
        staff: StaffMember { hsa_id: "SE1-S".parse().unwrap(), name: "S".to_owned() },
        care_provider,
        clinic: Some(Clinic {
            id: "c".to_owned(),
            hsa_id: None,
            care_unit: "SE1-VE".parse().unwrap(),
            care_provider: "SE1-VG".parse().unwrap(),
            name: "VE".to_owned(),
        }),
        purpose: AssignmentPurpose::CareAndTreatment,
        title: "Sjuksköterska".to_owned(),
    };
    let patient = "191212121212".parse().unwrap();
    let request = JournalRequest { patient, assignment, reach: Reach::Coherent };
    let grounds = Grounds {
        relation: Some(CareRelation::Stated),
        coherent: Some(LegalBasis::Consent),
        coherent_is_stated: true,
        lifted: BTreeSet::new(),
        stated: BTreeSet::new(),
        until: Timestamp::MAX,
    };
    let grant = access::decide(request, grounds).unwrap();
    // Nothing is blocked.
    let mut verdicts = Verdicts::default();
    let asked = access::to_be_checked(&grant, &verdicts, &records);
    let none = vec![BlockVerdict::NoBlock; asked.len()];
    verdicts.learn(asked, none);
    let own_system: HsaId = "MVJ".parse().unwrap();
    let context = Context {
        catalogue: &Catalogue::load().unwrap(),
        own_system: &own_system,
        kept_apart,
        today: "20260101".parse::<SwedishDate>().unwrap(),
    };
    let permitted = access::permit_own(&grant, &verdicts, records, Timestamp::UNIX_EPOCH);
    merge::journal(permitted.records, &context)
}

fn journal(records: &[&str]) -> Journal {
    merged(records.iter().map(|words| told(words)).collect(), &BTreeSet::new())
}

/// The doses as lines, newest first: day, the sources that tell of it, and the rules.
fn doses(journal: &Journal) -> Vec<String> {
    journal
        .doses
        .iter()
        .map(|dose| {
            let sources: Vec<_> =
                dose.records.iter().map(|r| r.record.key.source_system.as_str()).collect();
            let rules: Vec<_> =
                dose.records.iter().filter_map(|r| r.rule).map(|r| r.id()).collect();
            let day = dose.shown.day().map_or("?".to_owned(), |day| day.to_string());
            format!("{day} {} {}", sources.join("+"), rules.join(",")).trim_end().to_owned()
        })
        .collect()
}

fn check(records: &[&str], expected: &[&str]) {
    let journal = journal(records);
    assert_eq!(doses(&journal), expected, "{records:?}");
    let conservation = journal.conservation;
    assert!(conservation.holds(), "{conservation:?}");
    assert_eq!(conservation.received as usize, records.len(), "{conservation:?}");
}

#[test]
fn a_nullified_record_is_no_dose_and_takes_its_earlier_copy_with_it() {
    check(&["A 2024-03-01 nullified", "B 2024-05-01"], &["2024-05-01 B"]);
    let both =
        ["A 2024-03-01 id=1 at=20240301120000", "A 2024-03-01 id=1 at=20240401120000 nullified"];
    check(&both, &[]);
    assert_eq!(journal(&both).nullified[0].folded.len(), 1);
}

#[test]
fn a_record_that_was_withdrawn_and_written_anew_is_a_dose() {
    check(
        &["A 2024-03-01 id=1 at=20240301120000 nullified", "A 2024-03-01 id=1 at=20240401120000"],
        &["2024-03-01 A+A D0"],
    );
}

#[test]
fn what_is_only_ordered_is_not_counted_as_given() {
    let records = ["A 2024-03-01 ordered", "A 2027-01-01 nobody", "B 2024-03-02"];
    check(&records, &["2024-03-02 B"]);
    assert_eq!(journal(&records).ordered.len(), 2);
}

#[test]
fn a_sign_of_having_been_given_counts_even_beside_a_prescriber() {
    check(&["A 2024-03-01 ordered batch=7"], &["2024-03-01 A"]);
    check(&["A 2024-03-01 ordered dose"], &["2024-03-01 A"]);
}

#[test]
fn the_newest_version_of_one_record_holds() {
    let records =
        ["A 2024-03-01 id=1 at=20240301120000 number=1", "A 2024-03-02 id=1 at=20240401120000"];
    check(&records, &["2024-03-02 A+A D0"]);
}

#[test]
fn one_record_over_two_contract_versions_is_one_dose() {
    check(
        &["A 2024-03-01 id=1 batch=7", "A 2024-03-01 id=1 batch=7 noname type=TBE"],
        &["2024-03-01 A+A D0"],
    );
}

#[test]
fn copies_of_the_same_age_that_contradict_each_other_are_both_kept_and_marked() {
    let records = ["A 2024-03-01 id=1 batch=7", "A 2024-03-01 id=1 batch=8"];
    check(&records, &["2024-03-01 A", "2024-03-01 A"]);
    assert_eq!(journal(&records).marked(&Mark::SameIdentityOtherContent), 2);
}

#[test]
fn vaccinations_of_one_document_stay_apart() {
    check(
        &["A 2024-03-01 id=1 ref=1^1", "A 2024-03-01 id=1 ref=1^2 vaccine=Havrix"],
        &["2024-03-01 A", "2024-03-01 A"],
    );
}

#[test]
fn our_own_record_that_comes_back_folds_into_ours() {
    check(
        &["MVJ 2024-03-01 id=1 own batch=7", "MVJ 2024-03-01 id=1 at=20260101120000 batch=8"],
        &["2024-03-01 MVJ+MVJ D1"],
    );
    check(
        &["MVJ 2024-03-01 id=1 ref=1^1 own", "MVJ 2024-03-01 id=other ref=1^1"],
        &["2024-03-01 MVJ+MVJ D1"],
    );
}

#[test]
fn a_record_of_our_own_system_that_our_store_does_not_know_is_shown_and_marked() {
    let records = ["MVJ 2024-03-01 id=9"];
    check(&records, &["2024-03-01 MVJ"]);
    assert_eq!(journal(&records).marked(&Mark::UnknownToOwnStore), 1);
}

#[test]
fn an_indata_row_and_its_live_record_are_one_dose() {
    check(
        &["COSMIC 2024-03-01 id=77 ref=1^77 indata", "COSMIC 2024-03-01 id=x ref=1^77"],
        &["2024-03-01 COSMIC+COSMIC D1"],
    );
}

#[test]
fn an_indata_row_that_its_source_has_withdrawn_since_is_no_dose() {
    let records = [
        "COSMIC 2024-03-01 id=77 ref=1^77 indata at=20240301120000",
        "COSMIC 2024-03-01 id=77 ref=1^77 at=20240501120000 nullified",
    ];
    check(&records, &[]);
    assert_eq!(journal(&records).nullified[0].folded.len(), 1);
}

#[test]
fn a_document_withdrawn_without_its_vaccination_takes_the_dose_with_it() {
    for earlier in ["batch=7 indata", "batch=7"] {
        let given = format!("COSMIC 2024-03-01 id=77 ref=1^77 {earlier} at=20240301120000");
        let records = [given.as_str(), "COSMIC 2024-03-01 id=77 note at=20240501120000 nullified"];
        check(&records, &[]);
        assert_eq!(journal(&records).nullified.len(), 2);
    }
    let several = [
        "COSMIC 2024-03-01 id=77 ref=1^77 at=20240301120000",
        "COSMIC 2024-03-01 id=77 ref=1^78 vaccine=Infanrix_hexa at=20240301120000",
    ];
    let with = |last: &'static str| [several[0], several[1], last];
    check(&with("COSMIC 2024-03-01 id=77 note at=20240501120000 nullified"), &[]);
    // Another document's are not meant, nor what was written anew since, nor what is our own.
    let doses = |records: &[&str]| journal(records).doses.len();
    assert_eq!(doses(&with("COSMIC 2024-03-01 id=78 note at=20240501120000 nullified")), 2);
    assert_eq!(doses(&with("COSMIC 2024-03-01 id=77 note at=20240201120000 nullified")), 2);
    let own = ["MVJ 2024-03-01 id=77 own", "MVJ 2024-03-01 id=77 note at=20240501120000 nullified"];
    assert_eq!(doses(&own), 1);
}

#[test]
fn a_reference_that_was_not_unique_folds_no_dose_away() {
    check(
        &["COSMIC 2024-03-01 id=77 ref=1^7 indata", "COSMIC 2024-05-01 id=78 ref=1^7"],
        &["2024-05-01 COSMIC", "2024-03-01 COSMIC"],
    );
    check(
        &["COSMIC 2024-03-01 id=77 ref=1^7 indata", "COSMIC 2024-05-01 id=78 ref=1^7 indata"],
        &["2024-05-01 COSMIC", "2024-03-01 COSMIC"],
    );
    let both = [
        "COSMIC 2024-03-01 id=77 ref=1^7 indata",
        "COSMIC 2024-05-01 id=78 ref=1^7 indata",
        "COSMIC 2024-05-01 id=x ref=1^7",
    ];
    check(&both, &["2024-05-01 COSMIC+COSMIC D1", "2024-03-01 COSMIC"]);
}

#[test]
fn one_dose_from_two_systems_is_one_dose_with_two_sources() {
    check(&["A 2024-03-01 batch=7", "B 2024-03-01 batch=7"], &["2024-03-01 A+B D2"]);
    check(&["A 2024-03-01 batch=ab-7.1", "B 2024-03-01 batch=AB_71"], &["2024-03-01 A+B D2"]);
    check(&["A 2024-03-01", "B 2024-03-01 batch=7"], &["2024-03-01 A+B D2"]);
}

#[test]
fn another_day_is_another_dose() {
    check(&["A 2024-03-01 batch=7", "B 2024-03-02 batch=7"], &["2024-03-02 B", "2024-03-01 A"]);
}

#[test]
fn overlapping_antigens_with_a_poor_side_are_a_probable_duplicate() {
    let records = ["A 2024-03-01 vaccine=Infanrix_hexa batch=7", "B 2024-03-01 noname type=Polio"];
    check(&records, &["2024-03-01 A+B D3"]);
    assert!(journal(&records).doses[0].probable);
}

#[test]
fn two_full_records_of_different_combinations_are_two_doses() {
    check(
        &["A 2024-03-01 vaccine=Infanrix_hexa batch=7", "B 2024-03-01 vaccine=Tetravac batch=8"],
        &["2024-03-01 A", "2024-03-01 B"],
    );
}

#[test]
fn different_batches_both_first_hand_are_two_doses() {
    check(&["A 2024-03-01 batch=7", "B 2024-03-01 batch=8"], &["2024-03-01 A", "2024-03-01 B"]);
}

#[test]
fn a_late_registration_with_another_batch_is_a_probable_duplicate_with_a_conflict() {
    let records = ["A 2024-03-01 batch=7", "B 2024-03-01 batch=8 late"];
    check(&records, &["2024-03-01 A+B D3"]);
    let conflict = ("batch".to_owned(), vec!["7".to_owned(), "8".to_owned()]);
    assert_eq!(journal(&records).doses[0].conflicts, [conflict]);
}

#[test]
fn what_one_source_lists_twice_was_given_twice() {
    check(
        &["A 2024-03-01 id=1 batch=7", "A 2024-03-01 id=2 batch=7"],
        &["2024-03-01 A", "2024-03-01 A"],
    );
    check(
        &["A 2024-03-01 id=1 batch=7", "A 2024-03-01 id=2 batch=7", "B 2024-03-01 batch=7"],
        &["2024-03-01 A+B D2", "2024-03-01 A"],
    );
}

#[test]
fn rabies_and_unknown_vaccines_are_never_merged() {
    check(
        &["A 2024-03-01 vaccine=Rabipur batch=7", "B 2024-03-01 vaccine=Rabipur batch=7"],
        &["2024-03-01 A", "2024-03-01 B"],
    );
    check(
        &["A 2024-03-01 vaccine=Hepatrixus batch=7", "B 2024-03-01 vaccine=Hepatrixus batch=7"],
        &["2024-03-01 A", "2024-03-01 B"],
    );
    assert_eq!(journal(&["A 2024-03-01 vaccine=Hepatrixus"]).doses[0].diseases, ["unknown"]);
}

#[test]
fn a_late_registration_some_days_off_is_only_hinted_at() {
    let records = ["A 2024-03-01", "B 2024-03-03 late"];
    check(&records, &["2024-03-03 B", "2024-03-01 A"]);
    let hints = journal(&records).hints;
    assert_eq!(hints.len(), 1);
    assert_eq!(hints[0].days, 2);
    assert!(journal(&["A 2024-03-01", "B 2024-03-03"]).hints.is_empty(), "rapid schedules");
    assert!(journal(&["A 2024-03-01", "B 2024-03-05 late"]).hints.is_empty());
    let rabies = ["A 2024-03-01 vaccine=Rabipur", "B 2024-03-02 vaccine=Rabipur late"];
    assert_eq!(journal(&rabies).hints.len(), 1, "hinted at, though never merged");
}

#[test]
fn records_that_a_user_keeps_apart_stay_apart() {
    let (one, other) = (told("A 2024-03-01 batch=7"), told("B 2024-03-01 batch=7"));
    let apart = BTreeSet::from([RecordPair::new(one.key.clone(), other.key.clone())]);
    assert_eq!(doses(&merged(vec![one, other], &apart)), ["2024-03-01 A", "2024-03-01 B"]);
}

#[test]
fn the_unit_that_gave_it_leads_and_the_others_fill_in() {
    let mut elsewhere = told("A 2024-03-01 batch=7 number=2");
    elsewhere.performer_org = Some(OrgUnit { hsa_id: None, name: Some("Annan".to_owned()) });
    let journal = merged(vec![elsewhere, told("B 2024-03-01")], &BTreeSet::new());
    assert_eq!(doses(&journal), ["2024-03-01 B+A D2"]);
    let shown = &journal.doses[0].shown;
    assert_eq!(shown.batch.as_deref(), Some("7"));
    assert_eq!(shown.dose_number, Some(Reported::Known(2)));
}

#[test]
fn notes_are_shown_and_never_merged() {
    check(
        &["A 2024-03-01 note", "B 2024-03-01 note", "C 2024-03-01"],
        &["2024-03-01 A", "2024-03-01 B", "2024-03-01 C"],
    );
}

fn any_record() -> impl Strategy<Value = VaccinationRecord> {
    let source = prop::sample::select(vec!["A", "B", "C", "MVJ"]);
    let day = prop::sample::select(vec!["2024-03-01", "2024-03-02", "2024-03-04"]);
    let vaccine = prop::sample::select(vec![
        "vaccine=Encepur",
        "vaccine=Infanrix_hexa",
        "vaccine=Tetravac",
        "vaccine=Rabipur",
        "vaccine=Okänd",
        "noname type=Polio",
        "noname",
    ]);
    let batch = prop::sample::select(vec!["", " batch=7", " batch=8"]);
    let id = prop::sample::select(vec!["", " id=1", " id=2", " ref=1^1"]);
    let more = prop::sample::select(vec![
        "",
        " late",
        " nullified",
        " own",
        " indata",
        " ordered",
        " nobody",
        " note",
        " at=20240601120000",
        " number=2",
        " at=20240601120000 nullified",
    ]);
    (source, day, vaccine, batch, id, more).prop_map(|(source, day, vaccine, batch, id, more)| {
        told(&format!("{source} {day} {vaccine}{batch}{id}{more}"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_order_of_arrival_does_not_matter(
        (records, shuffled) in prop::collection::vec(any_record(), 0..16)
            .prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle()))
    ) {
        let one = merged(records, &BTreeSet::new());
        let other = merged(shuffled, &BTreeSet::new());
        prop_assert_eq!(one, other);
    }

    #[test]
    fn no_record_is_lost_or_doubled(records in prop::collection::vec(any_record(), 0..16)) {
        let journal = merged(records.clone(), &BTreeSet::new());
        let placed = journal.doses.iter().flat_map(|dose| dose.records.iter().map(|r| &r.record));
        let lists = [&journal.nullified, &journal.ordered];
        let placed = placed.chain(lists.into_iter().flatten().flat_map(|one| {
            std::iter::once(&one.record).chain(one.folded.iter().map(|r| &r.record))
        }));
        let clean = |record: &VaccinationRecord| {
            VaccinationRecord { marks: Vec::new(), ..record.clone() }
        };
        let mut placed: Vec<_> = placed.map(clean).collect();
        let mut sent: Vec<_> = records.iter().map(clean).collect();
        placed.sort();
        sent.sort();
        prop_assert_eq!(placed, sent);
        prop_assert!(journal.conservation.holds());
    }

    #[test]
    fn no_dose_joins_what_must_stay_apart(records in prop::collection::vec(any_record(), 0..16)) {
        for dose in merged(records, &BTreeSet::new()).doses {
            let led: Vec<_> = dose.records.iter().filter(|r| {
                !r.rule.is_some_and(|rule| ["D0", "D1", "N1"].contains(&rule.id()))
            }).collect();
            for (at, one) in led.iter().enumerate() {
                for other in &led[at + 1..] {
                    prop_assert_ne!(&one.record.key.source_system, &other.record.key.source_system);
                    prop_assert_eq!(one.record.day(), other.record.day());
                }
            }
        }
    }
}
