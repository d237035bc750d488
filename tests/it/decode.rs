//! From answers to records: whose they are, what is odd about them, and what each source's state is.

use proptest::prelude::*;
use vaccinjournal::domain::{
    LogicalAddress, Mark, PatientId, RecordContent, Reported, SourceKind, SourceState, Trouble,
    VaccinationRecord, WithheldReason,
};
use vaccinjournal::journal::decode::{
    AskedSource, Context, Decoded, Identities, vaccination_history_text,
};
use vaccinjournal::rivta::GvhVersion;

use crate::answers::{Written, answer, element, given, result, status};
use crate::house::xml_limits;

const AGGREGATION: &str = "5565594230";

fn decoded(text: &str, address: &str) -> Decoded {
    let address: LogicalAddress = address.parse().unwrap();
    let kind = if address.as_str() == AGGREGATION {
        SourceKind::Aggregation { address: address.clone() }
    } else {
        SourceKind::SourceSystem { address: address.clone() }
    };
    let asked = AskedSource {
        kind,
        address,
        name: None,
        at: jiff::Timestamp::UNIX_EPOCH,
        correlation_id: None,
    };
    let patient: PatientId = "191212121212".parse().unwrap();
    let context = Context {
        identities: Identities { asked: &patient, linked: &[] },
        birth: Some("19121212".parse().unwrap()),
        today: "20260101".parse().unwrap(),
        limits: &xml_limits(),
        longest_text: 100,
        own_system: &"SE1".parse().unwrap(),
        nullified_is_optional: false,
    };
    vaccination_history_text(&asked, GvhVersion::V2, text, &context).unwrap()
}

fn direct(records: &[Written]) -> Decoded {
    let records: Vec<_> = records.iter().map(Written::xml).collect();
    decoded(&answer(&records, &result("OK"), ""), "SE2")
}

fn state(decoded: &Decoded) -> &SourceState {
    &decoded.outcomes[0].source.state
}

fn only_record(written: Written) -> VaccinationRecord {
    let decoded = direct(&[written]);
    assert_eq!(decoded.outcomes[0].records.len(), 1, "{:?}", decoded.outcomes[0]);
    decoded.outcomes[0].records[0].record().clone()
}

/// One semantic case (goal G7): what is changed in a plain record, and what must come of it.
struct Case {
    what: &'static str,
    written: Written,
    expected: Expected,
}

enum Expected {
    /// Shown with exactly these marks.
    Marks(Vec<Mark>),
    /// Counted as unreadable; the fault names this element.
    Unreadable(&'static str),
    /// Withheld for this reason.
    Withheld(WithheldReason),
}

fn case(what: &'static str, change: impl FnOnce(&mut Written), expected: Expected) -> Case {
    let mut written = Written::plain(1);
    change(&mut written);
    Case { what, written, expected }
}

fn dose(first: &str) -> Vec<String> {
    vec![given(first, "")]
}

fn numbers(number: &str, of: &str) -> String {
    element("doseOrdinalNumber", number) + &element("numberOfPrescribedDoses", of)
}

fn odd(element: &str) -> Mark {
    Mark::FormatDeviation { element: element.to_owned() }
}

fn cases() -> Vec<Case> {
    use Expected::{Marks, Unreadable, Withheld};
    let mut cases = vec![
        case("nothing odd", |_| {}, Marks(vec![])),
        case(
            "a day that is not in the calendar",
            |w| w.document_time = "20230231103000".into(),
            Marks(vec![Mark::DateUnreadable]),
        ),
        case("a leap day that is", |w| w.document_time = "20240229103000".into(), Marks(vec![])),
        case(
            "a leap day that is not",
            |w| w.document_time = "20230229103000".into(),
            Marks(vec![Mark::DateUnreadable]),
        ),
        case(
            "31 April",
            |w| w.document_time = "20230431103000".into(),
            Marks(vec![Mark::DateUnreadable]),
        ),
        case(
            "a year alone",
            |w| w.document_time = "1895".into(),
            Marks(vec![Mark::DateUnreadable, odd("documentTime")]),
        ),
        case(
            "a day where a time should be",
            |w| w.document_time = "20240301".into(),
            Marks(vec![odd("documentTime")]),
        ),
        case(
            "hyphens in a date",
            |w| w.document_time = "2024-03-01T10:30:00".into(),
            Marks(vec![Mark::DateUnreadable, odd("documentTime")]),
        ),
        case(
            "25 o'clock",
            |w| w.document_time = "20240301253000".into(),
            Marks(vec![Mark::DateUnreadable, odd("documentTime")]),
        ),
        case(
            "words for a date",
            |w| w.document_time = "igår".into(),
            Marks(vec![Mark::DateUnreadable, odd("documentTime")]),
        ),
        case("no event time, a day of registration", |w| w.document_time.clear(), Marks(vec![])),
        case(
            "no event time, an odd day",
            |w| {
                w.document_time.clear();
                w.date = "20230231".into();
            },
            Marks(vec![Mark::DateUnreadable]),
        ),
        case(
            "no event time, a short day",
            |w| {
                w.document_time.clear();
                w.date = "202303".into();
            },
            Marks(vec![Mark::DateUnreadable, odd("date")]),
        ),
        case("no day of registration", |w| w.date.clear(), Unreadable("date")),
        case(
            "tomorrow",
            |w| w.document_time = "20260102000000".into(),
            Marks(vec![Mark::DateInFuture]),
        ),
        case("today", |w| w.document_time = "20260101235959".into(), Marks(vec![])),
        case(
            "the year 2099",
            |w| w.document_time = "20990101000000".into(),
            Marks(vec![Mark::DateInFuture]),
        ),
        case("the day of birth", |w| w.document_time = "19121212000000".into(), Marks(vec![])),
        case(
            "the day before birth",
            |w| w.document_time = "19121211000000".into(),
            Marks(vec![Mark::DateBeforeBirth]),
        ),
        case(
            "an author time that is none",
            |w| w.author_time = "20240230104500".into(),
            Marks(vec![Mark::AuthorTimeUnreadable]),
        ),
        case(
            "words for an author time",
            |w| w.author_time = "nyss".into(),
            Marks(vec![Mark::AuthorTimeUnreadable, odd("authorTime")]),
        ),
        case("no author time", |w| w.author_time.clear(), Unreadable("authorTime")),
        case("no document id", |w| w.document_id.clear(), Unreadable("documentId")),
        case("a blank document id", |w| w.document_id = " ".into(), Unreadable("documentId")),
        case("no source system", |w| w.source_system.clear(), Unreadable("sourceSystemHSAId")),
        case(
            "a source system with blanks",
            |w| w.source_system = "SE 2".into(),
            Unreadable("sourceSystemHSAId"),
        ),
        case("no approval", |w| w.approved.clear(), Unreadable("approvedForPatient")),
        case(
            "an approval that is no truth value",
            |w| w.approved = "ja".into(),
            Unreadable("approvedForPatient"),
        ),
        case("approved with a digit", |w| w.approved = "1".into(), Marks(vec![])),
        case(
            "not approved",
            |w| w.approved = "false".into(),
            Marks(vec![Mark::NotApprovedForPatient]),
        ),
        case(
            "not approved, with a digit",
            |w| w.approved = "0".into(),
            Marks(vec![Mark::NotApprovedForPatient]),
        ),
        case("nullified missing", |w| w.nullified.clear(), Marks(vec![Mark::NullifiedMissing])),
        case(
            "nullified is no truth value",
            |w| w.nullified = "nej".into(),
            Unreadable("nullified"),
        ),
        case(
            "nullified with a reason",
            |w| {
                w.nullified = "true".into();
                w.nullified_reason = "fel".into();
            },
            Marks(vec![]),
        ),
        case("nullified without a reason", |w| w.nullified = "true".into(), Marks(vec![])),
        case(
            "a reason without nullified",
            |w| w.nullified_reason = "fel".into(),
            Marks(vec![Mark::ReasonWithoutNullified]),
        ),
        case("dose number 1 of 3", |w| w.given = dose(&numbers("1", "3")), Marks(vec![])),
        case("dose number 3 of 3", |w| w.given = dose(&numbers("3", "3")), Marks(vec![])),
        case(
            "dose number 4 of 3",
            |w| w.given = dose(&numbers("4", "3")),
            Marks(vec![Mark::DoseNumberTooHigh]),
        ),
        case(
            "dose number 0",
            |w| w.given = dose(&numbers("0", "")),
            Marks(vec![Mark::DoseNumberUnreadable]),
        ),
        case(
            "dose number below nought",
            |w| w.given = dose(&numbers("-1", "")),
            Marks(vec![Mark::DoseNumberUnreadable]),
        ),
        case(
            "dose number without end",
            |w| w.given = dose(&numbers("10000000000000000000000000000000000000000", "")),
            Marks(vec![Mark::DoseNumberUnreadable]),
        ),
        case(
            "a question mark for a dose number",
            |w| w.given = dose(&numbers("?", "")),
            Marks(vec![Mark::DoseNumberUnreadable, odd("doseOrdinalNumber")]),
        ),
        case(
            "half a dose number",
            |w| w.given = dose(&numbers("1.5", "")),
            Marks(vec![Mark::DoseNumberUnreadable, odd("doseOrdinalNumber")]),
        ),
        case("a dose number with a sign", |w| w.given = dose(&numbers("+2", "")), Marks(vec![])),
        case(
            "number of doses without end",
            |w| w.given = dose(&numbers("1", "99999999999999999999")),
            Marks(vec![Mark::DoseNumberUnreadable]),
        ),
        case(
            "complete is no truth value",
            |w| w.given = dose("<c:isDoseComplete>kanske</c:isDoseComplete>"),
            Unreadable("isDoseComplete"),
        ),
        case(
            "a quantity that is no number",
            |w| {
                w.given = dose(
                    "<c:dose><c:quantity><c:value>NaN</c:value><c:unit>ml</c:unit></c:quantity><c:displayName>0,5 ml</c:displayName></c:dose>",
                )
            },
            Marks(vec![]),
        ),
        case(
            "a dose without words",
            |w| {
                w.given = dose(
                    "<c:dose><c:quantity><c:value>1</c:value><c:unit>ml</c:unit></c:quantity></c:dose>",
                )
            },
            Unreadable("displayName"),
        ),
        case(
            "a quantity without a unit",
            |w| {
                w.given = dose(
                    "<c:dose><c:quantity><c:value>1</c:value></c:quantity><c:displayName>1</c:displayName></c:dose>",
                )
            },
            Unreadable("unit"),
        ),
        case(
            "a long comment",
            |w| w.given = dose(&element("commentAdministration", &"å".repeat(101))),
            Marks(vec![Mark::TextShortened]),
        ),
        case(
            "a comment just long enough",
            |w| w.given = dose(&element("commentAdministration", &"å".repeat(100))),
            Marks(vec![]),
        ),
        case(
            "a long note",
            |w| {
                w.given.clear();
                w.note = "x".repeat(101);
            },
            Marks(vec![Mark::TextShortened]),
        ),
        case(
            "an element of another namespace",
            |w| {
                w.given = vec![given(
                    "",
                    "<x:more xmlns:x=\"urn:x\"><x:vaccineBatchId>Z</x:vaccineBatchId></x:more>",
                )]
            },
            Marks(vec![]),
        ),
        case(
            "an element that the contract does not know",
            |w| w.given = dose("<c:colour>röd</c:colour>"),
            Marks(vec![odd("AdministrationRecord"), odd("vaccineName")]),
        ),
        case(
            "an element that stands too late",
            |w| w.given = vec![given("", "<c:route><c:originalText>im</c:originalText></c:route>")],
            Marks(vec![odd("route")]),
        ),
        case(
            "a batch twice",
            |w| w.given = vec![given("", "<c:vaccineBatchId>B8</c:vaccineBatchId>")],
            Unreadable("vaccineBatchId"),
        ),
        case(
            "another patient",
            |w| w.patient = "195709263080".into(),
            Withheld(WithheldReason::OtherPatient),
        ),
        case(
            "the same digits, another type",
            |w| w.patient_type = "1.2.752.129.2.1.3.3".into(),
            Withheld(WithheldReason::OtherPatient),
        ),
        case(
            "without century",
            |w| w.patient = "1212121212".into(),
            Withheld(WithheldReason::OtherPatient),
        ),
        case(
            "with a hyphen",
            |w| w.patient = "19121212-1212".into(),
            Withheld(WithheldReason::OtherPatient),
        ),
        case(
            "one digit off",
            |w| w.patient = "191212121213".into(),
            Withheld(WithheldReason::OtherPatient),
        ),
        case(
            "blanks around the patient's id",
            |w| w.patient = " 191212121212 ".into(),
            Marks(vec![]),
        ),
        case("a blank patient id", |w| w.patient = " ".into(), Withheld(WithheldReason::NoPatient)),
        case("no patient id", |w| w.patient.clear(), Unreadable("id")),
        case("no type of patient id", |w| w.patient_type.clear(), Unreadable("type")),
    ];
    cases.push(case(
        "several things at once",
        |w| {
            w.document_time = "20990230000000".into();
            w.approved = "false".into();
            w.nullified.clear();
        },
        Marks(vec![Mark::DateUnreadable, Mark::NullifiedMissing, Mark::NotApprovedForPatient]),
    ));
    cases
}

#[test]
fn schema_valid_nonsense_gets_its_mark_and_costs_only_itself() {
    let cases = cases();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    for Case { what, written, expected } in cases {
        // A good record on each side must come out unharmed.
        let decoded = direct(&[Written::plain(10), written, Written::plain(11)]);
        let outcome = &decoded.outcomes[0];
        let ids: Vec<_> =
            outcome.records.iter().map(|r| r.record().key.document_id.as_str()).collect();
        assert!(ids.contains(&"doc-10") && ids.contains(&"doc-11"), "{what}: {ids:?}");
        assert_eq!(outcome.source.received, 3, "{what}");
        match expected {
            Expected::Marks(marks) => {
                let mut record = outcome.records.iter().map(|r| r.record());
                let record = record.find(|r| r.key.document_id == "doc-1");
                let record = record.unwrap_or_else(|| panic!("{what}: {outcome:?}"));
                let mut marks = marks;
                marks.sort();
                assert_eq!(record.marks, marks, "{what}");
                assert_eq!(*state(&decoded), SourceState::Answered, "{what}");
            }
            Expected::Unreadable(element) => {
                assert_eq!(outcome.unreadable.len(), 1, "{what}");
                let unreadable = &outcome.unreadable[0];
                assert!(unreadable.fault.starts_with(element), "{what}: {}", unreadable.fault);
                assert_eq!(unreadable.position, 2, "{what}");
                let incomplete = SourceState::Incomplete(Trouble::UnreadableRecords { count: 1 });
                assert_eq!(*state(&decoded), incomplete, "{what}");
            }
            Expected::Withheld(reason) => {
                assert_eq!(outcome.withheld, [reason], "{what}");
                let incomplete = SourceState::Incomplete(Trouble::ForeignPatient { count: 1 });
                assert_eq!(*state(&decoded), incomplete, "{what}");
            }
        }
    }
}

#[test]
fn the_events_time_decides_the_day_and_never_the_time_of_writing() {
    let mut written = Written::plain(1);
    written.document_time = "20240229103000".to_owned();
    written.date = "20240301".to_owned();
    written.author_time = "20240405120000".to_owned();
    assert_eq!(only_record(written.clone()).day().unwrap().to_string(), "2024-02-29");
    written.document_time.clear();
    assert_eq!(only_record(written).day().unwrap().to_string(), "2024-03-01");
}

#[test]
fn what_cannot_be_read_as_a_date_is_kept_as_it_was_written() {
    let mut written = Written::plain(1);
    written.document_time = "20230231103000".to_owned();
    assert_eq!(only_record(written).date, Some(Reported::Odd("20230231103000".to_owned())));
}

#[test]
fn each_vaccination_of_a_document_is_a_record_of_its_own_and_a_note_is_one() {
    let mut several = Written::plain(1);
    several.given = vec![given("", ""), given("", ""), given("", "")];
    let decoded = direct(&[several]);
    let positions: Vec<_> =
        decoded.outcomes[0].records.iter().map(|r| r.record().key.position).collect();
    assert_eq!(positions, [0, 1, 2]);
    assert_eq!(decoded.outcomes[0].source.received, 3);

    let mut note = Written::plain(2);
    note.given.clear();
    note.note = "fick spruta utomlands".to_owned();
    let expected = RecordContent::Note("fick spruta utomlands".to_owned());
    assert_eq!(only_record(note).content, expected);
}

#[test]
fn an_answer_with_error_shows_none_of_its_records() {
    let records = [Written::plain(1).xml()];
    let decoded = decoded(&answer(&records, &result("ERROR"), ""), "SE2");
    assert!(decoded.outcomes[0].records.is_empty());
    let refused = Trouble::ResultError { log_id: Some("log-1".to_owned()) };
    assert_eq!(*state(&decoded), SourceState::Refused(refused));
    assert_eq!(decoded.wait, None);
}

#[test]
fn a_missing_or_unknown_result_is_tolerated() {
    for result in [String::new(), result("INFO"), result("KLART"), result("OK")] {
        let decoded = decoded(&answer(&[Written::plain(1).xml()], &result, ""), "SE2");
        assert_eq!(*state(&decoded), SourceState::Answered, "{result}");
    }
}

#[test]
fn a_source_whose_every_record_is_another_patients_has_not_answered() {
    let mut foreign = Written::plain(1);
    foreign.patient = "195709263080".to_owned();
    let decoded = direct(&[foreign.clone(), foreign]);
    assert!(decoded.outcomes[0].records.is_empty());
    let refused = SourceState::Unreachable(Trouble::ForeignPatient { count: 2 });
    assert_eq!(*state(&decoded), refused);
}

fn aggregated(records: &[(&str, usize)], header: &str) -> Vec<(String, SourceState, u32)> {
    let written = |(source, number): &(&str, usize)| {
        let mut written = Written::plain(*number);
        written.source_system = (*source).to_owned();
        written.xml()
    };
    let records: Vec<_> = records.iter().map(written).collect();
    let decoded = decoded(&answer(&records, &result("INFO"), header), AGGREGATION);
    let sources = decoded.outcomes.into_iter().map(|outcome| outcome.source);
    let address = |kind: &SourceKind| kind.address().map(ToString::to_string).unwrap_or_default();
    sources.map(|one| (address(&one.kind), one.state, one.received)).collect()
}

fn found(address: &str, state: SourceState, received: u32) -> (String, SourceState, u32) {
    (address.to_owned(), state, received)
}

#[test]
fn each_status_of_the_aggregating_service_becomes_a_state() {
    let error = |code: &str, text: &str| {
        format!(
            "<h:lastUnsuccessfulSynch>20260101120000</h:lastUnsuccessfulSynch>\
             <h:lastUnsuccessfulSynchError><h:causingAgent>virtualization_platform\
             </h:causingAgent><h:code>{code}</h:code><h:text>{text}</h:text>\
             </h:lastUnsuccessfulSynchError>"
        )
    };
    let cached = "<h:lastSuccessfulSynch>20251231235959</h:lastSuccessfulSynch>";
    let header = status(&[
        ("A", "DataFromSource", ""),
        ("B", "DataFromSource", ""),
        ("C", "DataFromCache", cached),
        ("D", "DataFromCacheSynchFailed", cached),
        ("E", "NoDataSynchFailed", &error("504", "Read timed out")),
        ("F", "NoDataSynchFailed", &error("500", "VP009 [NTJP] Fel vid kontakt med tj\u{fffd}nst")),
        ("G", "NoDataSynchFailed", &error("500", "VP007 [NTJP] beh\u{fffd}righet")),
        ("H", "NoDataSynchFailed", &error("43000", "Unknown error")),
        ("I", "SomethingNew", ""),
    ]);
    let as_of = Some("20251231235959".to_owned());
    assert_eq!(
        aggregated(&[("A", 1), ("A", 2), ("C", 3)], &header),
        [
            found("A", SourceState::Answered, 2),
            found("B", SourceState::NothingFound, 0),
            found("C", SourceState::FromCache { as_of: as_of.clone(), refresh_failed: false }, 1),
            found("D", SourceState::FromCache { as_of, refresh_failed: true }, 0),
            found("E", SourceState::TimedOut, 0),
            found("F", SourceState::Unreachable(Trouble::Platform { code: 9 }), 0),
            found("G", SourceState::Refused(Trouble::Platform { code: 7 }), 0),
            found("H", SourceState::Unreachable(Trouble::SynchFailed), 0),
            found("I", SourceState::Incomplete(Trouble::UnknownStatus { system: None }), 0),
        ]
    );
}

#[test]
fn no_status_and_an_empty_status_are_told_apart_and_neither_is_whole() {
    let missing = SourceState::Incomplete(Trouble::StatusMissing);
    assert_eq!(aggregated(&[], ""), [found(AGGREGATION, missing, 0)]);
    let nobody = SourceState::Incomplete(Trouble::NobodyAsked);
    assert_eq!(aggregated(&[], &status(&[])), [found(AGGREGATION, nobody, 0)]);
}

#[test]
fn a_status_that_names_nobody_is_not_taken_for_no_source() {
    let unknown = SourceState::Incomplete(Trouble::UnknownStatus { system: None });
    let one =
        |address: &str| status(&[("A", "DataFromSource", ""), (address, "NoDataSynchFailed", "")]);
    for odd in ["", " "] {
        assert_eq!(
            aggregated(&[("A", 1)], &one(odd)),
            [found("A", SourceState::Answered, 1), found(AGGREGATION, unknown.clone(), 0)]
        );
    }
    let twice = one("B").replace(
        "NoDataSynchFailed</h:statusCode>",
        "NoDataSynchFailed</h:statusCode><h:statusCode>DataFromSource</h:statusCode>",
    );
    assert!(twice.matches("statusCode>").count() > 4, "{twice}");
    let judged = aggregated(&[("A", 1)], &twice);
    assert!(judged.iter().any(|(_, state, _)| !state.is_whole()), "{judged:?}");
    let alone = status(&[("", "NoDataSynchFailed", "")]);
    assert_eq!(aggregated(&[], &alone), [found(AGGREGATION, unknown, 0)]);
}

#[test]
fn a_source_that_sent_records_without_a_status_is_named() {
    let header = status(&[("A", "DataFromSource", "")]);
    let unnamed = Trouble::UnknownStatus { system: Some("B".parse().unwrap()) };
    assert_eq!(
        aggregated(&[("A", 1), ("B", 2)], &header),
        [found("A", SourceState::Answered, 1), found("B", SourceState::Incomplete(unnamed), 1),]
    );
}

/// Identities close to the patient's own, and far from it.
fn any_identity() -> impl Strategy<Value = (String, String)> {
    let id = prop::sample::select(vec![
        "191212121212",
        "191212121212",
        "1212121212",
        "19121212-1212",
        "191212121213",
        "201212121212",
        "195709263080",
        "196812732391",
        "191212121212x",
        "",
        "191212 121212",
    ]);
    let kind = prop::sample::select(vec![
        "1.2.752.129.2.1.3.1",
        "1.2.752.129.2.1.3.1",
        "1.2.752.129.2.1.3.3",
        "1.2.752.74.9.1",
        "1.2.752.129.2.1.3.11",
        "",
    ]);
    (id, kind).prop_map(|(id, kind)| (id.to_owned(), kind.to_owned()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    /// Goal G1: no record of another patient is ever shown. The judge only compares the ids in the
    /// XML itself, read by another parser.
    #[test]
    fn no_other_patients_record_is_ever_shown(
        identities in prop::collection::vec(any_identity(), 0..8)
    ) {
        let records: Vec<String> = identities
            .iter()
            .enumerate()
            .map(|(number, (id, kind))| {
                let mut written = Written::plain(number);
                written.patient = id.clone();
                written.patient_type = kind.clone();
                written.xml()
            })
            .collect();
        let text = answer(&records, &result("OK"), "");
        let decoded = decoded(&text, "SE2");
        let document = roxmltree::Document::parse(&text).unwrap();
        let word = |node: roxmltree::Node<'_, '_>, name: &str| {
            let found = node.descendants().find(|n| n.tag_name().name() == name);
            found.and_then(|n| n.text()).unwrap_or_default().to_owned()
        };
        let headers = document
            .descendants()
            .filter(|node| node.tag_name().name() == "vaccinationMedicalRecordHeader");
        let hers: Vec<String> = headers
            .filter(|header| {
                let patient = header.children().find(|n| n.tag_name().name() == "patientId");
                patient.is_some_and(|patient| {
                    word(patient, "id") == "191212121212"
                        && word(patient, "type") == "1.2.752.129.2.1.3.1"
                })
            })
            .map(|header| word(header, "documentId"))
            .collect();
        let outcome = &decoded.outcomes[0];
        let shown: Vec<String> =
            outcome.records.iter().map(|r| r.record().key.document_id.clone()).collect();
        prop_assert_eq!(&shown, &hers);
        let accounted = shown.len() + outcome.withheld.len() + outcome.unreadable.len();
        prop_assert_eq!(accounted, identities.len());
        prop_assert_eq!(outcome.source.received as usize, identities.len());
    }
}
