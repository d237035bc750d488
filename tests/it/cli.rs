//! The commands, as a user runs them.

use std::path::Path;
use std::process::{Command, Output};

fn vaccinjournal(folder: &Path, arguments: &[&str]) -> Output {
    let settings = folder.join("settings.toml");
    let store = folder.join("store.sqlite");
    std::fs::write(&settings, format!("[store]\nurl = \"sqlite:{}\"\n", store.display())).unwrap();
    Command::new(env!("CARGO_BIN_EXE_vaccinjournal"))
        .arg("--config")
        .arg(settings)
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn an_import_and_the_toggle_work_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let imported = vaccinjournal(folder.path(), &["import", "scenarios/demo-own.toml"]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    assert!(text(&imported.stdout).contains("patients"));

    let switch = |care_provider: &str, state: &str| {
        let more = ["--reason", "samverkan beställd", "--by", "Anna i supporten"];
        vaccinjournal(folder.path(), &[&["gvh", state, care_provider][..], &more[..]].concat())
    };
    let on = switch("SE5560000001-VG1", "on");
    assert!(on.status.success(), "{}", text(&on.stderr));
    assert!(text(&on.stdout).contains("is on for SE5560000001-VG1"));

    let unknown = switch("SE5560000001-NOBODY", "on");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("SE5560000001-NOBODY"));
    assert_eq!(text(&unknown.stderr).lines().count(), 1, "{}", text(&unknown.stderr));
}

#[test]
fn the_checklist_is_gone_through_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let none = vaccinjournal(folder.path(), &["check"]);
    assert_eq!(none.status.code(), Some(2), "{}", text(&none.stdout));
    assert!(text(&none.stderr).contains("no care provider"));

    vaccinjournal(folder.path(), &["import", "scenarios/demo-own.toml"]);
    let list = folder.path().join("cosmic.csv");
    let rows = "Typ;HSA-id;HSA-id vårdenhet\nenhet;SE5560000001-NYTT;SE5560000001-NYVE\n";
    std::fs::write(&list, rows).unwrap();
    let list = list.to_str().unwrap();
    let one = vaccinjournal(folder.path(), &["check", "SE5560000001-VG1", "--cosmic", list]);
    let said = text(&one.stdout);
    assert_eq!(one.status.code(), Some(1), "{}", text(&one.stderr));
    assert!(said.contains("Finns bara i COSMIC: SE5560000001-NYTT"), "{said}");
    assert!(said.contains("SAKNAS") && said.contains("→ "), "{said}");
    // Without a name everybody's is gone through, and the file was not kept.
    let all = text(&vaccinjournal(folder.path(), &["check"]).stdout);
    assert!(all.contains("(SE5560000001-VG1)") && all.contains("(SE5560000002-VG2)"), "{all}");
    assert!(!all.contains("SE5560000001-NYTT"), "{all}");
    let unreadable = vaccinjournal(folder.path(), &["check", "SE1-VG", "--cosmic", "nowhere.csv"]);
    assert_eq!(unreadable.status.code(), Some(2));
    assert!(text(&unreadable.stderr).contains("nowhere.csv"));
}

#[test]
fn switching_needs_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let silent = vaccinjournal(folder.path(), &["gvh", "on", "SE1", "--by", "Anna"]);
    assert_eq!(silent.status.code(), Some(2));
    assert!(text(&silent.stderr).contains("--reason"));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = vaccinjournal(folder.path(), &["import", "nowhere.toml"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("nowhere.toml"));
}
