use std::time::Duration;

use serde::Serialize;

use super::Report;

/// A report as JSON.
#[derive(Serialize)]
struct ReportJson<'a> {
    logical_address: &'a str,
    endpoint: &'a str,
    contract: &'a str,
    started: String,
    milliseconds: u64,
    passed: bool,
    rules: Vec<RuleJson<'a>>,
    questions: Vec<QuestionJson<'a>>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    demands: &'a str,
    source: &'a str,
    judged: &'a str,
    outcome: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    findings: Vec<FindingJson<'a>>,
    questions: &'a [usize],
}

#[derive(Serialize)]
struct FindingJson<'a> {
    question: Option<usize>,
    path: &'a str,
    line: u32,
    column: u32,
    found: &'a str,
    demanded: &'a str,
}

#[derive(Serialize)]
struct QuestionJson<'a> {
    number: usize,
    about: &'a str,
    answer: &'a str,
    milliseconds: u64,
}

impl Report {
    /// The report as JSON.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let rules = self.rules.iter().map(|it| RuleJson {
            id: it.rule.id,
            demands: it.rule.demands,
            source: it.rule.source,
            judged: it.rule.judged,
            outcome: it.outcome.word(),
            reason: it.reason.as_deref(),
            findings: it.findings.iter().map(FindingJson::of).collect(),
            questions: &it.questions,
        });
        let questions = self.questions.iter().map(|it| QuestionJson {
            number: it.number,
            about: &it.about,
            answer: &it.answer,
            milliseconds: milliseconds(it.took),
        });
        serde_json::to_string_pretty(&ReportJson {
            logical_address: &self.subject.logical_address,
            endpoint: &self.subject.endpoint,
            contract: self.subject.contract,
            started: self.started.to_string(),
            milliseconds: milliseconds(self.took),
            passed: self.is_passed(),
            rules: rules.collect(),
            questions: questions.collect(),
        })
    }
}

impl<'a> FindingJson<'a> {
    fn of(found: &'a super::FindingReport) -> Self {
        let finding = &found.finding;
        Self {
            question: found.question,
            path: &finding.path,
            line: finding.line,
            column: finding.column,
            found: &finding.found,
            demanded: &finding.demanded,
        }
    }
}

fn milliseconds(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
