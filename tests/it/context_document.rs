//! `docs/fhircast.md`: each demand of FHIRcast has a test, and the test is there.

use std::collections::BTreeSet;

#[test]
fn every_demand_names_a_test_that_exists() {
    let document = std::fs::read_to_string("docs/fhircast.md").unwrap();
    let table = document.split("<!-- demands -->").nth(1).unwrap();
    let table = table.split("<!-- /demands -->").next().unwrap();
    let (mut ids, mut tests) = (BTreeSet::new(), BTreeSet::new());
    for row in table.lines().filter(|line| line.starts_with("| H") || line.starts_with("| S")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [id, section, demand, place, test] = cells[..] else { panic!("{row}") };
        assert!(ids.insert(id.to_owned()), "{id} stands twice");
        assert!(!section.is_empty() && !demand.is_empty() && !place.is_empty(), "{row}");
        assert!(tests.insert(test.to_owned()), "{test} is another demand's");
        let (module, name) = test.trim_matches('`').split_once("::").unwrap();
        let source = std::fs::read_to_string(format!("tests/it/{module}.rs")).unwrap();
        assert!(source.contains(&format!("fn {name}()")), "{id}: there is no {module}::{name}");
        for part in place.split('`').skip(1).step_by(2).filter(|part| part.ends_with(".rs")) {
            let path = format!("src/{part}");
            assert!(std::path::Path::new(&path).exists(), "{id}: there is no {path}");
        }
    }
    assert!(ids.len() >= 40, "{} demands", ids.len());
}
