//! The layout's rules, each as a test whose message says what to do.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Which top-level module may name which others: the layer rule as a table.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &[]),
    ("transport", &["domain"]),
    ("rivta", &["domain", "transport"]),
    ("conformance", &["domain", "clock", "transport", "rivta"]),
    ("store", &["domain", "clock"]),
    ("launch", &["domain", "transport", "store"]),
    ("context", &["domain"]),
    ("care", &["domain", "clock", "transport", "rivta", "store"]),
    ("access_log", &["domain", "clock", "store", "care"]),
    ("person", &["domain", "clock", "transport", "rivta"]),
    ("journal", &["domain", "clock", "transport", "rivta", "store", "care", "access_log"]),
    ("present", &["domain", "clock"]),
    ("checklist", &["domain", "store", "launch", "journal", "present"]),
    (
        "web",
        &[
            "domain",
            "clock",
            "conformance",
            "store",
            "launch",
            "context",
            "care",
            "access_log",
            "person",
            "journal",
            "present",
            "checklist",
            "telemetry",
        ],
    ),
    ("simulator", &["domain", "clock", "rivta", "launch"]),
    ("telemetry", &[]),
    (
        "config",
        &[
            "domain",
            "transport",
            "rivta",
            "store",
            "launch",
            "context",
            "care",
            "access_log",
            "person",
            "journal",
            "checklist",
            "web",
            "simulator",
            "telemetry",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "clock",
            "transport",
            "rivta",
            "conformance",
            "store",
            "launch",
            "care",
            "access_log",
            "person",
            "journal",
            "present",
            "checklist",
            "web",
            "simulator",
            "conformance",
            "config",
            "telemetry",
        ],
    ),
];

#[test]
fn modules_name_only_the_layers_below_them() {
    for (module, allowed) in MAY_USE {
        for file in sources_of(module) {
            for used in modules_named_in(&file) {
                let permitted = used == *module || allowed.contains(&used.as_str());
                assert!(permitted, "{} names crate::{used}; see MAY_USE", file.display());
            }
        }
    }
}

#[test]
fn every_module_of_the_crate_is_in_the_layer_table() {
    let listed: BTreeSet<&str> = MAY_USE.iter().map(|(module, _)| *module).collect();
    for entry in fs::read_dir("src").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name != "lib" && name != "main" {
            assert!(listed.contains(name.as_str()), "src/{name} is not in MAY_USE; place it");
        }
    }
}

#[test]
fn only_transport_connects_outward() {
    for file in all_sources() {
        let in_transport = file.starts_with("src/transport");
        // The simulator plays the platform's own calls to its producers.
        let plays_the_platform = file.starts_with("src/simulator");
        if in_transport || plays_the_platform {
            continue;
        }
        for word in ["reqwest::", "TcpStream::connect", "UdpSocket", "hyper_util::client"] {
            assert!(
                !code_of(&file).contains(word),
                "{} uses {word}; calls go out through transport only",
                file.display()
            );
        }
    }
}

#[test]
fn only_rivta_and_decode_name_message_types() {
    let bindings: Vec<String> = files_below(Path::new("src/rivta/generated"))
        .iter()
        .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "mod")
        .collect();
    assert!(bindings.len() > 5, "the generated files were not found");
    // One place in each module that talks to services.
    let allowed = ["src/rivta", "src/journal/decode", "src/care/message", "src/person/message.rs"];
    for file in all_sources() {
        if allowed.iter().any(|place| file.starts_with(place)) {
            continue;
        }
        for name in &bindings {
            assert!(
                !code_of(&file).contains(name),
                "{} names the generated {name}; translate in one of {allowed:?}",
                file.display()
            );
        }
    }
}

#[test]
fn the_environment_is_read_in_config_only() {
    for file in all_sources() {
        if file.starts_with("src/config") {
            continue;
        }
        for word in ["env::var", "env::vars"] {
            assert!(
                !code_of(&file).contains(word),
                "{} reads the environment; make it a setting",
                file.display()
            );
        }
    }
}

#[test]
fn decode_and_merge_do_no_input_or_output() {
    for place in ["src/journal/decode", "src/journal/merge"] {
        for file in files_below(Path::new(place)) {
            for word in ["tokio::", "std::fs", "std::net", ".await", "crate::store"] {
                assert!(
                    !code_of(&file).contains(word),
                    "{} uses {word}; decode and merge are pure",
                    file.display()
                );
            }
        }
    }
}

fn sources_of(module: &str) -> Vec<PathBuf> {
    let file = PathBuf::from(format!("src/{module}.rs"));
    let mut found = files_below(Path::new(&format!("src/{module}")));
    if file.exists() {
        found.push(file);
    }
    found
}

fn all_sources() -> Vec<PathBuf> {
    let found = files_below(Path::new("src"));
    assert!(found.len() > 10, "the source files were not found");
    found
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The file without comment lines and without its tests.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn modules_named_in(file: &Path) -> BTreeSet<String> {
    let code = code_of(file);
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let inside = rest.strip_prefix('{');
        for part in inside.map_or(rest, |group| group.split('}').next().unwrap_or(group)).split(',')
        {
            let word: String =
                part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !word.is_empty() && Path::new("src").join(&word).exists()
                || Path::new(&format!("src/{word}.rs")).exists()
            {
                named.insert(word);
            }
            if inside.is_none() {
                break;
            }
        }
    }
    named
}
