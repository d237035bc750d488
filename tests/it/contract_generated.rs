//! The checked-in bindings are what `wsdl` and `schemas` say today.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[path = "../../codegen/bindings/mod.rs"]
pub mod bindings;

#[test]
fn the_generated_files_are_current() {
    let folder = Path::new("src/rivta/generated");
    let fresh = bindings::bindings(Path::new("wsdl"), Path::new("schemas")).unwrap();
    for (name, text) in &fresh {
        let kept = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(kept == *text, "{name} is out of date: run `{}`", bindings::COMMAND);
    }
    let kept: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let wanted: BTreeSet<String> = fresh.into_keys().collect();
    assert_eq!(kept, wanted, "files of no contract: run `{}`", bindings::COMMAND);
}

const SCHEMA: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:riv:a:b:AskResponder:1"
    targetNamespace="urn:riv:a:b:AskResponder:1" elementFormDefault="qualified" version="1.0">
  <xs:element name="Ask" type="t:Ask"/>
  <xs:element name="AskResponse" type="t:AskResponse"/>
  <xs:complexType name="Ask"><xs:sequence>
    <xs:element name="sinceHSAid" type="xs:string" minOccurs="0"/>
  </xs:sequence></xs:complexType>
  <xs:complexType name="AskResponse"><xs:sequence>
    <xs:element name="found" type="xs:boolean"/>
    <xs:element name="when" type="t:Year" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType>
  <xs:simpleType name="Year"><xs:restriction base="xs:string">
    <xs:pattern value="(19|20)\d{2}"/>
  </xs:restriction></xs:simpleType>
</xs:schema>"#;

const WSDL: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:i="urn:riv:itintegration:registry:1" xmlns:m="urn:riv:a:b:AskResponder:1"
    xmlns:t="urn:riv:a:b:Ask:1:rivtabp21" targetNamespace="urn:riv:a:b:Ask:1:rivtabp21">
  <types><xs:schema><xs:import namespace="urn:riv:a:b:AskResponder:1" schemaLocation="ask.xsd"/></xs:schema></types>
  <message name="Q"><part name="a" element="i:LogicalAddress"/><part name="q" element="m:Ask"/></message>
  <message name="A"><part name="r" element="m:AskResponse"/></message>
  <portType name="P"><operation name="Ask"><input message="t:Q"/><output message="t:A"/></operation></portType>
  <binding name="B" type="t:P">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Ask"><soap:operation soapAction="urn:x" style="document"/>
      <input><soap:header message="t:Q" part="a" use="literal"/><soap:body parts="q" use="literal"/></input>
      <output><soap:body use="literal"/></output></operation>
  </binding>
</definitions>"#;

/// The bindings of a contract of two files, or why there are none.
fn made(wsdl: &str, schema: &str) -> Result<std::collections::BTreeMap<String, String>, String> {
    let folder = tempfile::tempdir().unwrap();
    let schemas = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ask.wsdl"), wsdl).unwrap();
    fs::write(folder.path().join("ask.xsd"), schema).unwrap();
    bindings::bindings(folder.path(), schemas.path()).map_err(|error| error.to_string())
}

#[test]
fn a_new_contract_needs_its_files_only() {
    let files = made(WSDL, SCHEMA).unwrap();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["ask_1.rs", "mod.rs"]);
    let text = &files["ask_1.rs"];
    for part in [
        "path: \"a/b/Ask/1/rivtabp21\"",
        "pub struct Ask<'a>",
        "pub since_hsa_id: Option<Cow<'a, str>>",
        "pub found: Option<bool>",
        "pub when: Vec<Cow<'a, str>>",
        "pub when: Vec<String>",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn bounds_of_texts_numbers_and_times_are_checked() {
    const PATTERN: &str = "<xs:pattern value=\"(19|20)\\d{2}\"/>";
    let year = |base: &str, facets: &str| {
        let schema = SCHEMA.replacen(PATTERN, facets, 1);
        let base = format!("name=\"Year\"><xs:restriction base=\"xs:{base}\">");
        schema.replacen("name=\"Year\"><xs:restriction base=\"xs:string\">", &base, 1)
    };
    let cases = [
        ("string", "<xs:length value=\"4\"/>", "lexical::has_length(text, 4, 4)"),
        (
            "string",
            "<xs:minLength value=\"1\"/><xs:maxLength value=\"4\"/>",
            "lexical::has_length(text, 1, 4)",
        ),
        ("int", "", "lexical::is_between(text, -2147483648, 2147483647)"),
        (
            "long",
            "<xs:minInclusive value=\"0\"/><xs:maxInclusive value=\"9\"/>",
            "lexical::is_between(text, 0, 9)",
        ),
        ("date", "", "lexical::is_date"),
        ("dateTime", "", "lexical::is_date_time"),
        ("base64Binary", "", "lexical::is_base64"),
    ];
    for (base, facets, check) in cases {
        let files = made(WSDL, &year(base, facets)).unwrap();
        assert!(files["ask_1.rs"].contains(check), "{check} is not in\n{}", files["ask_1.rs"]);
    }
}

#[test]
fn what_the_generator_does_not_understand_is_named_with_its_file() {
    let cases = [
        ("<xs:sequence>", "<xs:choice>", "choice"),
        (
            "</xs:sequence></xs:complexType>",
            "<xs:any namespace=\"##any\"/></xs:sequence></xs:complexType>",
            "xsd:any",
        ),
        ("minOccurs=\"0\"/>", "minOccurs=\"0\" nillable=\"true\"/>", "nillable"),
        ("maxOccurs=\"unbounded\"", "maxOccurs=\"7\"", "maxOccurs 7"),
        ("xs:boolean", "xs:gYear", "xsd:gYear"),
        ("xs:boolean", "t:Nothing", "Nothing"),
        ("xs:boolean", "t:AskResponse", "contains itself"),
        ("<xs:pattern value=\"(19|20)\\d{2}\"/>", "<xs:totalDigits value=\"4\"/>", "totalDigits"),
        ("<xs:pattern value=\"(19|20)\\d{2}\"/>", "<xs:maxLength value=\"x\"/>", "maxLength x"),
        (
            "<xs:pattern value=\"(19|20)\\d{2}\"/>",
            "<xs:maxInclusive value=\"4\"/>",
            "mix of facets",
        ),
        ("</xs:restriction>", "<xs:maxLength value=\"4\"/></xs:restriction>", "mix of facets"),
        ("(19|20)\\d{2}", "[^a]", "pattern"),
        (
            "<xs:element name=\"Ask\"",
            "<xs:attribute name=\"x\"/><xs:element name=\"Ask\"",
            "xsd:attribute",
        ),
        (
            "elementFormDefault=\"qualified\"",
            "elementFormDefault=\"unqualified\"",
            "elementFormDefault",
        ),
    ];
    for (from, to, named) in cases {
        let mut schema = SCHEMA.replacen(from, to, 1);
        if to == "<xs:choice>" {
            schema = schema.replacen("</xs:sequence>", "</xs:choice>", 1);
        }
        assert!(schema != SCHEMA, "{from} is not in the schema");
        let error = made(WSDL, &schema).unwrap_err();
        assert!(error.contains(named) && error.contains("ask."), "{to}: {error}");
    }
    let cases = [
        ("style=\"document\" transport", "style=\"rpc\" transport", "document"),
        ("use=\"literal\"", "use=\"encoded\"", "literal"),
        ("element=\"i:LogicalAddress\"", "element=\"m:Ask\"", "header part Ask"),
        (
            "<portType name=\"P\">",
            "<portType name=\"P\"><operation name=\"More\"/>",
            "exactly one operation",
        ),
        ("<types>", "<policy/><types>", "policy"),
    ];
    for (from, to, named) in cases {
        let wsdl = WSDL.replacen(from, to, 1);
        assert!(wsdl != WSDL, "{from} is not in the WSDL");
        let error = made(&wsdl, SCHEMA).unwrap_err();
        assert!(error.contains(named) && error.contains("ask.wsdl"), "{to}: {error}");
    }
}

#[test]
fn a_pattern_becomes_states_that_accept_the_same_texts() {
    let cases = [
        ("(19|20)\\d\\d", &["1912", "2099"][..], &["1812", "199", "19999", ""][..]),
        ("[1-9]{1}[0-9]{3}(0[1-9]{1}|1[0-2]{1})", &["202412"], &["202413", "002412", "2024"]),
        ("[0-9]{2}[0-9A-Zptf]{2,3}", &["12pt", "12AZ", "123tf"], &["12xy", "1", "12ptft"]),
        ("a?b*c+", &["c", "abbc", "bcc"], &["a", "ab", "aac"]),
    ];
    for (pattern, accepted, refused) in cases {
        let states = bindings::pattern::states(pattern).unwrap();
        let matches = |text: &str| {
            let next = |at: usize, byte: u8| {
                let arms = &states[at].arms;
                arms.iter().find(|(low, high, _)| (*low..=*high).contains(&byte)).map(|arm| arm.2)
            };
            text.bytes().try_fold(0, next).is_some_and(|at| states[at].accepts)
        };
        assert!(accepted.iter().all(|text| matches(text)), "{pattern}");
        assert!(!refused.iter().any(|text| matches(text)), "{pattern}");
    }
}
