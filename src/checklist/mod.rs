//! The published checklist for a care provider whose users open the journal from COSMIC (COSMIC –
//! integration MittVaccin Journal 8.0, section 3.3): one list of items for command, page and
//! documentation.
//!
//! COSMIC's own configuration cannot be read from here. What is known of it comes from launches, and
//! from a file that the care provider may give. Start in [`Checklist::of`].

/// The list as a document.
pub mod document;

/// A file with what a care provider has in COSMIC.
pub mod file;

mod access;
mod facts;
mod items;
mod people;

use jiff::Timestamp;

pub use facts::{Environment, Facts, Surroundings};
pub use items::ITEMS;

use crate::domain::HsaId;

/// One thing that must be configured.
#[derive(Debug)]
pub struct Item {
    /// Its name; never changes.
    pub id: &'static str,
    /// What it is about, for people.
    pub title: &'static str,
    /// What the published checklist demands in COSMIC.
    pub in_cosmic: &'static str,
    /// What it demands here.
    pub here: &'static str,
    /// How the state is found.
    pub judged: &'static str,
    judge: fn(&Facts) -> Finding,
}

/// How an item stands.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum State {
    /// Something must be done before it works.
    Missing,
    /// It works, and something should be done.
    Warning,
    /// It cannot be known from here.
    Unknown,
    /// In order.
    Done,
}

/// What was found about an item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// How it stands.
    pub state: State,
    /// What says so.
    pub evidence: Vec<String>,
    /// What to do about it; nothing where all is in order.
    pub todo: Vec<&'static str>,
}

/// An item and what was found.
#[derive(Clone, Debug)]
pub struct Row {
    /// The item.
    pub item: &'static Item,
    /// What was found.
    pub finding: Finding,
}

/// The checklist of one care provider.
#[derive(Clone, Debug)]
pub struct Checklist {
    /// The care provider.
    pub care_provider: HsaId,
    /// Its name, if it is known here.
    pub name: Option<String>,
    /// When it was gone through.
    pub at: Timestamp,
    /// Every item, in the order of the list.
    pub rows: Vec<Row>,
}

impl Checklist {
    /// Goes through every item.
    pub fn of(facts: &Facts) -> Self {
        let row = |item: &'static Item| Row { item, finding: (item.judge)(facts) };
        Self {
            care_provider: facts.care_provider.clone(),
            name: facts.name.clone(),
            at: facts.now,
            rows: ITEMS.iter().map(row).collect(),
        }
    }

    /// How many items stand so.
    pub fn count(&self, state: State) -> usize {
        self.rows.iter().filter(|row| row.finding.state == state).count()
    }

    /// Whether nothing is missing.
    pub fn is_clear(&self) -> bool {
        self.count(State::Missing) == 0
    }

    /// The list for a terminal.
    pub fn lines(&self) -> String {
        let name = self.name.as_deref().unwrap_or("okänd vårdgivare");
        let mut lines = vec![format!("{name} ({})", self.care_provider)];
        for Row { item, finding } in &self.rows {
            lines.push(format!("{:18} {}", finding.state.word().to_uppercase(), item.title));
            lines.extend(finding.evidence.iter().map(|evidence| format!("{:18} {evidence}", "")));
            lines.extend(finding.todo.iter().map(|todo| format!("{:18} → {todo}", "")));
        }
        lines.push(self.summary());
        lines.join("\n")
    }

    /// How many items stand how, in a line.
    pub fn summary(&self) -> String {
        let count = |state: State| format!("{} {}", self.count(state), state.word());
        STATES.map(count).join(", ")
    }
}

impl State {
    /// In a word or three.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "klar",
            Self::Missing => "saknas",
            Self::Warning => "varning",
            Self::Unknown => "kan inte avgöras",
        }
    }
}

impl Finding {
    fn new(state: State) -> Self {
        Self { state, evidence: Vec::new(), todo: Vec::new() }
    }

    /// The state becomes this one where it is the graver one.
    fn at_least(&mut self, state: State) {
        self.state = self.state.min(state);
    }

    fn because(mut self, evidence: impl Into<String>) -> Self {
        self.evidence.push(evidence.into());
        self
    }

    fn until(mut self, todo: &'static str) -> Self {
        self.todo.push(todo);
        self
    }
}

const STATES: [State; 4] = [State::Done, State::Missing, State::Warning, State::Unknown];
