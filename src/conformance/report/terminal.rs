use std::fmt::Write;

use super::{Outcome, Report, RuleReport};

impl RuleReport {
    /// The rule in lines for a terminal: how it ended, and why.
    pub fn lines(&self) -> String {
        let word = match self.outcome {
            Outcome::Passed => "passed",
            Outcome::Failed => "FAILED",
            Outcome::NotApplicable => "not applicable",
            Outcome::NotTestable => "not testable",
        };
        let mut lines = format!("{word:14} {}: {}", self.rule.id, self.rule.demands);
        if let Some(reason) = &self.reason {
            let why = if self.outcome == Outcome::NotTestable { "missing" } else { "because" };
            let _ = write!(lines, "\n{:15}{why}: {reason}", "");
        }
        for found in self.findings.iter().take(SHOWN) {
            let finding = &found.finding;
            let question = found.question.map(|it| format!("question {it}: ")).unwrap_or_default();
            let _ = write!(
                lines,
                "\n{:15}{question}{}; demanded: {}",
                "", finding.found, finding.demanded
            );
            if finding.line > 0 {
                let (path, line, column) = (&finding.path, finding.line, finding.column);
                let _ = write!(lines, "\n{:15}at line {line}, column {column}: {path}", "");
            }
        }
        if self.findings.len() > SHOWN {
            let _ = write!(lines, "\n{:15}and {} more", "", self.findings.len() - SHOWN);
        }
        lines
    }
}

impl Report {
    /// The broken rules in lines, for a test that fails with them; none where no rule is broken.
    pub fn broken(&self) -> Option<String> {
        let broken = self.rules.iter().filter(|rule| rule.outcome == Outcome::Failed);
        let lines: Vec<String> = broken.map(RuleReport::lines).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// The run in a line or two.
    pub fn summary(&self) -> String {
        let Self { subject, .. } = self;
        format!(
            "{} at {} by GetVaccinationHistory {}: {} passed, {} failed, {} not applicable, {} not testable; {} questions in {:.1} s",
            subject.logical_address,
            subject.endpoint,
            subject.contract,
            self.count(Outcome::Passed),
            self.count(Outcome::Failed),
            self.count(Outcome::NotApplicable),
            self.count(Outcome::NotTestable),
            self.questions.len(),
            self.took.as_secs_f64(),
        )
    }
}

/// Findings of one rule that a terminal shows; files have all.
const SHOWN: usize = 5;
