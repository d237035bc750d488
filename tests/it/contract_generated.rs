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
