//! The list of rules as a document, from the same list that a run goes by.

use std::fmt::Write;

use super::rule::Rule;
use super::{answer, case_rules, request};

/// All rules as Markdown; `docs/conformance-rules.md` holds it.
pub fn markdown() -> String {
    let mut text = String::from(
        "# The rules of conformance\n\n\
         Written by `vaccinjournal conformance rules --format markdown` from the list that a run goes \
         by. A rule ends as passed, failed (with the element's path and line, what is there and what \
         should be), not applicable, or not testable with the data given; a rule that was not tried \
         has not passed.\n",
    );
    let sections: [(&str, &str, Vec<&Rule>); 3] = [
        (
            "Questions put to a producer",
            "Each rule puts questions of its own, or looks at what all questions of a run gave.",
            case_rules().collect(),
        ),
        (
            "Every answer of a producer",
            "Judged on every answer of a run, whatever was asked.",
            answer::rules().collect(),
        ),
        (
            "Every question of a consumer",
            "Judged on our own consumer's questions by `vaccinjournal conformance self`.",
            request::rules().collect(),
        ),
    ];
    for (title, about, rules) in sections {
        let _ = write!(text, "\n## {title}\n\n{} rules. {about}\n\n", rules.len());
        text.push_str(
            "| Rule | What it demands | Source | How it is judged |\n|---|---|---|---|\n",
        );
        for rule in rules {
            let Rule { id, demands, source, judged } = rule;
            let _ = writeln!(text, "| `{id}` | {demands} | {source} | {judged} |");
        }
    }
    text
}
