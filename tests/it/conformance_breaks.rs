//! For each rule a producer breaks it, over mutual TLS: that rule fails, with those that are named to
//! depend on it, and no other.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::Duration;

use futures_util::StreamExt;
use regex::Regex;
use serde::Deserialize;
use vaccinjournal::conformance;
use vaccinjournal::conformance::data::TEMPLATE;
use vaccinjournal::simulator::habit::Habit;
use vaccinjournal::simulator::scenario::Producer;

use crate::conformance_run::{failed, with_data};

/// `tests/conformance/breaks.toml`.
#[derive(Deserialize)]
struct Breaks {
    r#break: Vec<Break>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Break {
    rule: String,
    #[serde(default)]
    habits: Vec<Habit>,
    #[serde(default)]
    rewritten: Vec<(String, String)>,
    content_type: Option<String>,
    delay: Option<u64>,
    answer_milliseconds: Option<u64>,
    #[serde(default)]
    signs_all: bool,
    #[serde(default)]
    data: Vec<(String, String)>,
    #[serde(default)]
    holds: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
}

/// Runs side by side. More would make the machine too busy for what is asked at once.
const SIDE_BY_SIDE: usize = 6;

#[test]
fn every_rule_has_a_producer_that_breaks_it() {
    let broken: BTreeSet<String> = breaks().into_iter().map(|it| it.rule).collect();
    let rules: BTreeSet<String> = conformance::rules().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(broken, rules);
    assert_eq!(breaks().len(), rules.len(), "a rule is broken once");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rule_is_broken_alone_but_for_those_that_depend_on_it() {
    let tried = futures_util::stream::iter(breaks().into_iter().map(tried));
    let wrong: Vec<Option<String>> = tried.buffer_unordered(SIDE_BY_SIDE).collect().await;
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with how a run ended; nothing if it ended as it should.
async fn tried(broken: Break) -> Option<String> {
    let producer = |producer: &mut Producer| broken.change(producer);
    let data = broken.data();
    let report = with_data(&data, producer, |settings| {
        if let Some(milliseconds) = broken.answer_milliseconds {
            settings.answer_time = Duration::from_millis(milliseconds);
        }
    });
    let report = report.await;
    let found = failed(&report);
    let wanted = broken.also.iter().chain([&broken.rule]);
    let wanted: BTreeSet<&str> = wanted.map(String::as_str).collect();
    (found != wanted).then(|| {
        let rules = report.rules.iter().filter(|it| found.contains(it.rule.id));
        let lines: Vec<String> = rules.map(|it| it.lines()).collect();
        let rule = &broken.rule;
        format!("{rule}: broke {found:?}, should break {wanted:?}\n{}", lines.join("\n"))
    })
}

impl Break {
    fn change(&self, producer: &mut Producer) {
        producer.habits.clone_from(&self.habits);
        producer.rewritten =
            self.rewritten.iter().map(|(right, wrong)| (named(right), named(wrong))).collect();
        producer.writing.content_type.clone_from(&self.content_type);
        producer.delay = self.delay.unwrap_or(0);
        for dose in producer.doses.iter_mut().filter(|_| self.signs_all) {
            let noon = format!("{}120000", dose.date.replace('-', ""));
            dose.signed.get_or_insert(noon);
        }
    }

    fn data(&self) -> String {
        let mut data = TEMPLATE.to_owned();
        for (right, other) in &self.data {
            assert!(data.contains(right), "{right}");
            data = data.replace(right, other);
        }
        if let Some(line) = TEMPLATE.lines().find(|line| line.starts_with("holds = ")) {
            data = data.replace(line, &format!("holds = {:?}", self.holds));
        }
        data
    }
}

/// Elements as the simulator names them.
fn named(text: &str) -> String {
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new("<(/?)([a-zA-Z])").unwrap());
    TAG.replace_all(text, "<${1}urn2:${2}").into_owned()
}

fn breaks() -> Vec<Break> {
    let text = std::fs::read_to_string("tests/conformance/breaks.toml").unwrap();
    let breaks: Breaks = toml::from_str(&text).unwrap();
    breaks.r#break
}
