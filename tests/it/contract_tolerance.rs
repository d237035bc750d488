//! Inside a whole answer a broken record costs that record only, and says what and where.

use proptest::prelude::*;
use vaccinjournal::rivta::get_vaccination_history_2::GetVaccinationHistoryResponse;
use vaccinjournal::rivta::xml::{FindingKind, FlawKind, Item, element_path};

use crate::contract_samples::{RECORD, RESULT, answer, message, records};
use crate::xml_messages::{Chance, Contract, Style, envelope};

/// An answer of three records, the middle one changed.
fn with_middle(from: &str, to: &str) -> String {
    assert_eq!(RECORD.matches(from).count(), 1, "{from} must stand once in the sample");
    answer(&format!("{RECORD}{}{RECORD}{RESULT}", RECORD.replace(from, to)))
}

#[test]
fn a_flaw_costs_its_own_record_only() {
    let cases = [
        ("<c:documentId>d-1</c:documentId>", "", FlawKind::Missing, "documentId"),
        ("<c:sourceSystemContact/>", "", FlawKind::Missing, "sourceSystemContact"),
        ("<c:date>20240301</c:date>", "<d>20240301</d>", FlawKind::Missing, "date"),
        (
            "<c:nullified>false</c:nullified>",
            "<c:nullified>nej</c:nullified>",
            FlawKind::NotBoolean,
            "nullified",
        ),
        ("<c:nullified>false</c:nullified>", "<c:nullified/>", FlawKind::NotBoolean, "nullified"),
        (
            "<c:nullified>false</c:nullified>",
            "<c:nullified>false</c:nullified><c:nullified>true</c:nullified>",
            FlawKind::Duplicate,
            "nullified",
        ),
        (
            "d-1</c:documentId>",
            "d-1<c:deep><c:er/></c:deep></c:documentId>",
            FlawKind::ElementInText,
            "documentId",
        ),
    ];
    for (from, to, kind, element) in cases {
        let text = with_middle(from, to);
        let read = records(&text);
        let flaw = read[1].value.as_ref().unwrap_err();
        assert_eq!((flaw.kind, flaw.element), (kind, element), "{to}");
        assert!(read[1].offset < flaw.offset && flaw.offset < read[2].offset, "{to}");
        assert_eq!(read[0].value, read[2].value);
        assert!(read[0].value.is_ok() && read[0].findings.is_empty());
    }
}

#[test]
fn a_breach_that_reading_can_live_with_is_found_and_costs_nothing() {
    let order =
        "<c:patientId><c:id>191212121212</c:id><c:type>1.2.752.129.2.1.3.1</c:type></c:patientId>";
    let turned =
        "<c:patientId><c:type>1.2.752.129.2.1.3.1</c:type><c:id>191212121212</c:id></c:patientId>";
    let cases = [
        (order, turned, FindingKind::Order, "id"),
        ("20240301101500", "2024-03-01", FindingKind::Pattern, "authorTime"),
        ("20240301</c:date>", "20241301</c:date>", FindingKind::Pattern, "date"),
        ("20240301</c:date>", " 20240301</c:date>", FindingKind::Pattern, "date"),
        (
            "2</c:doseOrdinalNumber>",
            "två</c:doseOrdinalNumber>",
            FindingKind::Pattern,
            "doseOrdinalNumber",
        ),
        (
            "<c:sourceSystemContact/>",
            "<c:sourceSystemContact><c:mail/></c:sourceSystemContact>",
            FindingKind::UnknownElement,
            "Actor",
        ),
        (
            "<c:sourceSystemContact/>",
            "<c:sourceSystemContact><hsaid/></c:sourceSystemContact>",
            FindingKind::UnknownElement,
            "Actor",
        ),
        (
            "<c:sourceSystemContact/>",
            "<c:sourceSystemContact>&amp;</c:sourceSystemContact>",
            FindingKind::StrayText,
            "Actor",
        ),
    ];
    for (from, to, kind, element) in cases {
        let text = with_middle(from, to);
        let read = records(&text);
        assert!(read.iter().all(|record| record.value.is_ok()), "{to}");
        let found: Vec<_> =
            read[1].findings.iter().map(|finding| (finding.kind, finding.element)).collect();
        assert_eq!(found, [(kind, element)], "{to}");
        assert!(read[0].findings.is_empty() && read[2].findings.is_empty(), "{to}");
    }
}

#[test]
fn numbers_of_any_size_are_kept_as_text() {
    let text = with_middle(
        "2</c:doseOrdinalNumber>",
        &format!("1{}</c:doseOrdinalNumber>", "0".repeat(40)),
    );
    let read = records(&text);
    let body = &read[1].value.as_ref().unwrap().vaccination_medical_record_body;
    let number = body.administration_record[0].dose_ordinal_number.as_deref().unwrap();
    assert_eq!(number.len(), 41);
    assert!(read[1].findings.is_empty());
}

#[test]
fn an_extension_changes_nothing_even_under_the_name_of_a_field() {
    let text = with_middle(
        "</c:vaccinationMedicalRecordHeader>",
        "<nullified xmlns='urn:other'>true</nullified><o:documentId xmlns:o='urn:other'>\
         <c:documentId>x</c:documentId></o:documentId></c:vaccinationMedicalRecordHeader>",
    );
    let read = records(&text);
    assert_eq!(read[0].value, read[1].value);
    assert!(read[1].findings.is_empty());
}

#[test]
fn a_record_in_the_wrong_namespace_is_noticed() {
    let wrong = RECORD.replace("r:vaccinationMedicalRecord>", "c:vaccinationMedicalRecord>");
    let text = answer(&format!("{RECORD}{wrong}{RESULT}"));
    let read: Item<GetVaccinationHistoryResponse<'_>> = message(&text);
    assert_eq!(read.value.unwrap().vaccination_medical_record.len(), 1);
    assert_eq!(read.findings[0].kind, FindingKind::UnknownElement);
}

#[test]
fn a_missing_or_broken_result_is_told_apart_from_a_good_one() {
    let of = |result: &str| {
        let text = answer(&format!("{RECORD}{result}"));
        let read: Item<GetVaccinationHistoryResponse<'_>> = message(&text);
        let findings = read.findings.clone();
        let result = read.value.unwrap().result.map(|item| item.value.is_ok());
        (result, findings.first().map(|finding| finding.kind))
    };
    assert_eq!(of(RESULT), (Some(true), None));
    assert_eq!(of(""), (None, Some(FindingKind::Missing)));
    assert_eq!(of("<r:result><c:logId>x</c:logId></r:result>"), (Some(false), None));
    let text = answer(&RESULT.replace("OK", "KLART"));
    let read: Item<GetVaccinationHistoryResponse<'_>> = message(&text);
    let result = read.value.unwrap().result.unwrap();
    assert_eq!(result.findings[0].kind, FindingKind::UnknownCode);
}

#[test]
fn a_place_can_be_named_without_naming_a_value() {
    let text =
        with_middle("<c:nullified>false</c:nullified>", "<c:nullified>191212121212</c:nullified>");
    let read = records(&text);
    let flaw = read[1].value.as_ref().unwrap_err();
    assert_eq!(
        element_path(&text, flaw.offset),
        "/Envelope/Body/GetVaccinationHistoryResponse/vaccinationMedicalRecord\
         /vaccinationMedicalRecordHeader/nullified"
    );
    let shown = format!("{flaw} {flaw:?} {:?}", read[0]);
    assert!(!shown.contains("191212121212"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_breaks_one_record_the_others_are_as_before(seed: u64) {
        let mut chance = Chance::new(seed);
        let contract = Contract::read("get-vaccination-history-2");
        let mut tree = contract.answer(&mut chance, 4);
        let style = Style { extensions: false, noise: false, ..Style::by_chance(&mut chance) };
        let whole = envelope(&tree, style, &mut Chance::new(seed));
        let record = &mut tree.children[2];
        let place = chance.below(record.size() - 1) + 1;
        let node = record.at(place);
        match chance.below(5) {
            0 => node.name.local.push('x'),
            1 => node.name.namespace = "urn:elsewhere".to_owned(),
            2 => node.children.reverse(),
            3 => node.children.extend(node.children.clone()),
            _ => node.text = Some("det här är inget".to_owned()),
        }
        let broken = envelope(&tree, style, &mut Chance::new(seed));
        let (before, after) = (records(&whole), records(&broken));
        prop_assert_eq!(after.len(), 4);
        for at in [0, 1, 3] {
            prop_assert!(before[at].value == after[at].value, "record {} of\n{}", at, broken);
        }
    }
}
