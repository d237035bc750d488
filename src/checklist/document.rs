use std::fmt::Write;

use super::{ITEMS, Item};

/// The list as Markdown; `docs/checklist.md` holds its table.
pub fn table() -> String {
    let mut text = String::from(
        "| | Vad | I COSMIC | I MittVaccin Journal | Hur det avgörs |\n|---|---|---|---|---|\n",
    );
    for Item { id, title, in_cosmic, here, judged, .. } in ITEMS {
        let _ = writeln!(text, "| `{id}` | {title} | {in_cosmic} | {here} | {judged} |");
    }
    text
}
