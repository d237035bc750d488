//! Rules on our own questions, and the self-test that uses them.

use std::collections::BTreeSet;
use std::process::Command;

use vaccinjournal::conformance::request::{self, Request};
use vaccinjournal::conformance::schema::Schemas;

const CLEAN: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
<s:Header><i:LogicalAddress xmlns:i="urn:riv:itintegration:registry:1">SE2321000016-SYS1</i:LogicalAddress></s:Header>
<s:Body><r:GetVaccinationHistory
 xmlns:r="urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:2"
 xmlns:c="urn:riv:clinicalprocess:activityprescription:actoutcome:2">
<r:careUnitHSAid>SE2321000016-VE1</r:careUnitHSAid>
<r:patientId><c:id>191212121212</c:id><c:type>1.2.752.129.2.1.3.1</c:type></r:patientId>
<r:timePeriod><c:start>19000101</c:start><c:end>20301231</c:end></r:timePeriod>
<r:sourceSystemHSAid>SE2321000016-SYS1</r:sourceSystemHSAid>
</r:GetVaccinationHistory></s:Body></s:Envelope>"#;

const ACTION: &str = "\"urn:riv:clinicalprocess:activityprescription:actoutcome:\
                      GetVaccinationHistoryResponder:2:GetVaccinationHistory\"";
const TYPE: &str = "text/xml; charset=UTF-8";

/// A flaw in the body, what it replaces, and the rules that it breaks.
const FLAWS: &[(&str, &str, &[&str])] = &[
    ("<r:patientId>", "<r:patient>", &["request-patient", "request-schema"]),
    (">191212121212<", ">12121212-1212<", &["request-patient"]),
    (">1.2.752.129.2.1.3.1<", ">personnummer<", &["request-patient"]),
    ("<c:start>19000101</c:start>", "", &["request-whole-period"]),
    ("<c:start>19000101<", "<c:start>1900-01-01<", &["request-schema"]),
    (
        "<r:sourceSystemHSAid>SE2321000016-SYS1<",
        "<r:sourceSystemHSAid>SE2321000016-SYS2<",
        &["request-source-system"],
    ),
    (
        "<r:sourceSystemHSAid>SE2321000016-SYS1</r:sourceSystemHSAid>",
        "<r:careContactId>17</r:careContactId>",
        &["request-source-system"],
    ),
    (">SE2321000016-VE1<", "> <", &["request-no-empty-elements"]),
    (
        "<i:LogicalAddress xmlns:i=\"urn:riv:itintegration:registry:1\">SE2321000016-SYS1</i:LogicalAddress>",
        "",
        &["request-logical-address", "request-source-system"],
    ),
];

#[test]
fn a_clean_question_keeps_every_rule_and_each_flaw_breaks_its_own() {
    let schemas = Schemas::new().unwrap();
    let clean = Request { soap_action: Some(ACTION), content_type: Some(TYPE), body: CLEAN };
    assert_eq!(broken(clean, &schemas), BTreeSet::new());
    let mut shown = BTreeSet::new();
    for (right, wrong, rules) in FLAWS {
        assert!(CLEAN.contains(right), "{right}");
        let body = CLEAN.replacen(right, wrong, 1).replace("</r:patientId>", closing(wrong));
        let expected: BTreeSet<&str> = rules.iter().copied().collect();
        assert_eq!(broken(Request { body: &body, ..clean }, &schemas), expected, "{wrong}");
        shown.extend(expected);
    }
    for action in [None, Some(ACTION.trim_matches('"')), Some("\"\"")] {
        let found = broken(Request { soap_action: action, ..clean }, &schemas);
        assert_eq!(found, BTreeSet::from(["request-soap-action"]), "{action:?}");
    }
    for content_type in [None, Some("text/xml"), Some("application/soap+xml; charset=UTF-8")] {
        let found = broken(Request { content_type, ..clean }, &schemas);
        assert_eq!(found, BTreeSet::from(["request-encoding"]), "{content_type:?}");
    }
    shown.extend(["request-soap-action", "request-encoding"]);
    let all: BTreeSet<&str> = request::rules().map(|rule| rule.id).collect();
    assert_eq!(shown, all, "every rule has a flaw that breaks it");
}

#[test]
fn a_question_that_is_no_xml_breaks_the_schema() {
    let schemas = Schemas::new().unwrap();
    let cut = Request { soap_action: Some(ACTION), content_type: Some(TYPE), body: &CLEAN[..400] };
    assert_eq!(broken(cut, &schemas), BTreeSet::from(["request-schema"]));
}

#[test]
fn the_self_test_holds_and_drafts_the_declaration() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("declaration.md");
    let ended = Command::new(env!("CARGO_BIN_EXE_vaccinjournal"))
        .args(["conformance", "self", "--views-per-hour", "2000", "--out"])
        .arg(&file)
        .output()
        .unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(ended.status.code(), Some(0), "{text}{}", String::from_utf8_lossy(&ended.stderr));
    assert!(!text.contains("NEJ"), "{text}");
    for rule in request::rules() {
        assert!(text.contains(rule.id), "{} was not tried", rule.id);
    }
    // Every point of the form, by what the form calls it.
    for point in [
        "Anslutande organisation",
        "Tjänstekonsumentfabrikat",
        "Källsystemsfabrikat",
        "Vårdenhet (careUnitHsaId) | Nej, används inte |",
        "Personnummer (patientId) | Ja |",
        "Samordningsnummer (patientId) | Ja |",
        "Reservnummer (patientId), nationellt | Ja |",
        "Reservnummer (patientId), lokalt | Ja |",
        "Urval på datum (timePeriod) | Ja |",
        "Källsystem (sourceSystemHSAId) | Ja |",
        "Vårdkontakt (careContactId) | Nej, används inte |",
        "Datans riktighet: teckenkodning | Ja |",
        "nationella testmiljön",
        "Anropsfrekvens under en timme",
        "(regel #22) | Ja |",
        "resultCode = ERROR (ingen omsändning) | Ja |",
        "Obehörig åtkomst: ömsesidig TLS | Ja |",
        "Övrigt",
        "Kända avvikelser",
        "Datum och kontaktperson",
    ] {
        assert!(text.contains(point), "{point} in\n{text}");
    }
    assert!(text.contains("Vid 2000 journaler i timmen blir det högst 10000 anrop."), "{text}");
    assert!(!text.contains("191212121212"), "no patient is named");
}

fn closing(wrong: &str) -> &str {
    if wrong == "<r:patient>" { "</r:patient>" } else { "</r:patientId>" }
}

fn broken(request: Request<'_>, schemas: &Schemas) -> BTreeSet<&'static str> {
    let tallies = request::judge(request, schemas).unwrap();
    tallies.into_iter().filter(|(_, tally)| !tally.findings.is_empty()).map(|(id, _)| id).collect()
}
