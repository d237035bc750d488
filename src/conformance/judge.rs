//! Whether what came back is what had to come back.

use std::collections::BTreeSet;

use super::exchange::{Exchange, Expected};
use super::place::Place;
use super::rule::Finding;
use super::seen::{History, Seen};
use crate::rivta::GvhVersion;

/// What is wrong with an exchange; nothing if it ended as it had to.
pub fn exchange(exchange: &Exchange, version: GvhVersion) -> Vec<Finding> {
    let version = exchange.question.contract.unwrap_or(version);
    let seen = match &exchange.outcome {
        Ok(received) => &received.seen,
        Err(error) => return vec![about_all(format!("no answer: {error}"), "an answer")],
    };
    match &exchange.question.expected {
        Expected::Records(count) => with_good(seen, version, |history| records(history, *count)),
        Expected::Exactly(keys) => with_good(seen, version, |history| {
            let mut findings = missing(history, keys);
            findings.extend(history.records.iter().filter(|it| !keys.contains(&it.key())).map(
                |record| {
                    at(&record.place, "a record that was not asked for", "only records asked for")
                },
            ));
            findings
        }),
        Expected::AtLeast(keys) => with_good(seen, version, |history| missing(history, keys)),
        Expected::Same(contents) => with_good(seen, version, |history| same(history, contents)),
        Expected::Nothing => with_good(seen, version, |history| {
            let unwanted = history.records.iter();
            unwanted
                .map(|record| at(&record.place, "a record", "an answer without records"))
                .collect()
        }),
        Expected::InvalidRequest => invalid_request(seen, version),
        Expected::Refusal => refusal(seen),
        Expected::Fault => match seen {
            Seen::Fault(_) => Vec::new(),
            other => vec![about_all(words(other), "a SOAP fault")],
        },
        Expected::Ping => ping(seen),
    }
}

/// The findings of a good answer, or that it is none.
fn with_good(
    seen: &Seen,
    version: GvhVersion,
    judge: impl FnOnce(&History) -> Vec<Finding>,
) -> Vec<Finding> {
    let Seen::History(history) = seen else {
        return vec![about_all(words(seen), "an answer to GetVaccinationHistory")];
    };
    match (&history.result, version) {
        (None, GvhVersion::V2) => {
            vec![about_all("no result", "a result with resultCode OK or INFO")]
        }
        (Some(result), _) if !matches!(result.code.as_str(), "OK" | "INFO") => {
            let error_code = result.error_code.as_deref().unwrap_or("no errorCode");
            let found = format!("resultCode {} with {error_code}", result.code);
            vec![at(&result.place, found, "resultCode OK or INFO")]
        }
        _ => judge(history),
    }
}

fn records(history: &History, count: Option<usize>) -> Vec<Finding> {
    let found = history.records.len();
    let wanted = match count {
        Some(count) if found != count => counted(count),
        None if found == 0 => "one record or more".to_owned(),
        _ => return Vec::new(),
    };
    vec![about_all(counted(found), wanted)]
}

/// A number of records in words.
pub fn counted(count: usize) -> String {
    match count {
        1 => "1 record".to_owned(),
        count => format!("{count} records"),
    }
}

fn missing(history: &History, keys: &BTreeSet<String>) -> Vec<Finding> {
    let found = history.keys();
    let missing = keys.iter().filter(|key| !found.contains(*key));
    missing
        .map(|key| about_all("a record is missing", format!("the record with documentId {key}")))
        .collect()
}

fn same(history: &History, contents: &[String]) -> Vec<Finding> {
    if history.contents() == contents {
        return Vec::new();
    }
    let (found, wanted) = (history.records.len(), contents.len());
    let found = match found == wanted {
        true => format!("{}, with other contents", counted(found)),
        false => counted(found),
    };
    vec![about_all(found, format!("{}, the same as the first time", counted(wanted)))]
}

/// A logical fault: only a result that says so (contract description, 4.4 and 7.1.4). Version 1.0
/// has no result, so there a fault or nothing at all is the most that can be demanded.
fn invalid_request(seen: &Seen, version: GvhVersion) -> Vec<Finding> {
    const DEMANDED: &str = "only a result with resultCode ERROR and errorCode INVALID_REQUEST";
    if version == GvhVersion::V1 {
        return match seen {
            Seen::Fault(_) => Vec::new(),
            Seen::History(history) => {
                let unwanted = history.records.iter();
                let demanded = "no records: the question is invalid";
                unwanted.map(|record| at(&record.place, "a record", demanded)).collect()
            }
            other => vec![about_all(words(other), "an answer without records, or a SOAP fault")],
        };
    }
    let Seen::History(history) = seen else {
        return vec![about_all(words(seen), DEMANDED)];
    };
    let mut findings = Vec::new();
    match &history.result {
        None => findings.push(about_all("no result", DEMANDED)),
        Some(result) => {
            let error_code = result.error_code.as_deref().unwrap_or_default();
            if result.code != "ERROR" || error_code != "INVALID_REQUEST" {
                let found = match error_code {
                    "" => format!("resultCode {}", result.code),
                    code => format!("resultCode {} with errorCode {code}", result.code),
                };
                findings.push(at(&result.place, found, DEMANDED));
            }
        }
    }
    findings.extend(history.records.iter().map(|it| at(&it.place, "a record", DEMANDED)));
    findings
}

fn refusal(seen: &Seen) -> Vec<Finding> {
    const DEMANDED: &str = "resultCode ERROR or a SOAP fault";
    match seen {
        Seen::Fault(_) => Vec::new(),
        Seen::History(history) => match &history.result {
            Some(result) if result.code == "ERROR" => Vec::new(),
            Some(result) => {
                vec![at(&result.place, format!("resultCode {}", result.code), DEMANDED)]
            }
            None => vec![about_all("an answer as to a valid question", DEMANDED)],
        },
        other => vec![about_all(words(other), DEMANDED)],
    }
}

fn ping(seen: &Seen) -> Vec<Finding> {
    let Seen::Ping { version, time } = seen else {
        return vec![about_all(words(seen), "an answer to PingForConfiguration")];
    };
    let mut findings = Vec::new();
    if version.is_empty() {
        findings.push(about_all("an empty version", "the version of the producer"));
    }
    if time.parse::<crate::domain::SwedishTime>().is_err() {
        findings.push(about_all(format!("pingDateTime {time:?}"), "a time as YYYYMMDDhhmmss"));
    }
    findings
}

/// What came, in words.
fn words(seen: &Seen) -> String {
    match seen {
        Seen::History(_) => "an answer to GetVaccinationHistory".to_owned(),
        Seen::Ping { .. } => "an answer to PingForConfiguration".to_owned(),
        Seen::Fault(fault) => {
            let text: String = fault.text.iter().flat_map(|it| it.chars()).take(LONGEST).collect();
            format!("a SOAP fault: {text}")
        }
        Seen::Other(what) => what.clone(),
    }
}

/// A finding at a place.
pub fn at(place: &Place, found: impl Into<String>, demanded: impl Into<String>) -> Finding {
    place.finding(found, demanded)
}

/// A finding about an answer as a whole.
pub fn about_all(found: impl Into<String>, demanded: impl Into<String>) -> Finding {
    at(&Place::default(), found, demanded)
}

/// Characters of a fault's text that are repeated in a finding.
const LONGEST: usize = 200;
