use askama::Template;

use super::{Outcome, Report, RuleReport};
use crate::clock::swedish_zone;

/// The report as one page that needs nothing else: a test manager hands it in.
#[derive(Template)]
#[template(path = "conformance.html")]
struct Page<'a> {
    report: &'a Report,
    started: String,
    seconds: String,
    passed: usize,
    failed: usize,
    not_applicable: usize,
    not_testable: usize,
    verdict: &'static str,
    groups: Vec<Group<'a>>,
    tool: &'static str,
}

/// The rules that ended alike.
struct Group<'a> {
    title: &'static str,
    class: &'static str,
    why: &'static str,
    rules: Vec<&'a RuleReport>,
}

impl Report {
    /// The report as a self-contained page in Swedish.
    pub fn html(&self) -> Result<String, askama::Error> {
        let group = |outcome: Outcome, title, class, why| Group {
            title,
            class,
            why,
            rules: self.rules.iter().filter(|rule| rule.outcome == outcome).collect(),
        };
        let groups = vec![
            group(Outcome::Failed, "Underkända regler", "failed", ""),
            group(
                Outcome::NotTestable,
                "Kunde inte prövas med dessa testdata",
                "untested",
                "Saknas: ",
            ),
            group(Outcome::NotApplicable, "Inte tillämpliga", "untested", "Orsak: "),
            group(Outcome::Passed, "Godkända regler", "passed", ""),
        ];
        let verdict = match (self.is_passed(), self.count(Outcome::NotTestable)) {
            (false, _) => "Underkänd",
            (true, 0) => "Godkänd",
            (true, _) => "Godkänd i de regler som kunde prövas",
        };
        let started = self.started.to_zoned_datetime(swedish_zone());
        let page = Page {
            report: self,
            started: started.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            seconds: format!("{:.1}", self.took.as_secs_f64()).replace('.', ","),
            passed: self.count(Outcome::Passed),
            failed: self.count(Outcome::Failed),
            not_applicable: self.count(Outcome::NotApplicable),
            not_testable: self.count(Outcome::NotTestable),
            verdict,
            groups: groups.into_iter().filter(|group| !group.rules.is_empty()).collect(),
            tool: env!("CARGO_PKG_VERSION"),
        };
        page.render()
    }
}
