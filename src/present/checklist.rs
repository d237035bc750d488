//! The page of a care provider's checklist.

use askama::Template;

use super::html::Chrome;

/// The page.
#[derive(Template)]
#[template(path = "checklist.html")]
pub struct ChecklistPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// The care provider's name.
    pub name: &'a str,
    /// Its HSA-id.
    pub hsa_id: &'a str,
    /// When the list was gone through.
    pub at: &'a str,
    /// How many items stand how.
    pub summary: &'a str,
    /// The items.
    pub rows: &'a [ItemRow],
    /// Whether a file of what is in COSMIC may be given.
    pub uploads: bool,
    /// What such a file must be.
    pub file_form: &'a str,
    /// Where it is posted that the platform be asked, for support.
    pub asks: Option<&'a str>,
    /// Where the page is left to.
    pub back: &'a str,
    /// Why a file was not taken.
    pub problem: Option<&'a str>,
}

/// An item.
#[derive(Clone, Debug)]
pub struct ItemRow {
    /// Its name.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// How it stands, in words.
    pub state: &'static str,
    /// The same for the style sheet.
    pub class: &'static str,
    /// What is demanded in COSMIC.
    pub in_cosmic: &'static str,
    /// What is demanded here.
    pub here: &'static str,
    /// What says how it stands.
    pub evidence: Vec<String>,
    /// What to do.
    pub todo: Vec<&'static str>,
}
