use serde::Deserialize;

/// `[panel]`: what a person reads.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelSection {
    /// Whether records of other care providers may be printed.
    pub print_others: bool,
}
