//! The panel's pages. Templates stand in `templates/` and decide nothing; texts come ready.

use askama::Template;

use super::foreign::Piece;
use super::view::{GroundsView, JournalView, blocked_holder};
use crate::domain::BlockedHolder;

/// What every page has around its content.
#[derive(Clone, Debug)]
pub struct Chrome {
    /// Address of the style sheet.
    pub style: String,
    /// Address of the script.
    pub script: String,
    /// Address of the icon.
    pub icon: String,
    /// Where the name of the service leads.
    pub home: &'static str,
    /// Which environment this is, in words, where it is not the one for patients.
    pub environment: Option<&'static str>,
    /// Who is logged in.
    pub who: Option<Who>,
    /// How the page keeps in step with COSMIC, where it does.
    pub context: Option<ContextLine>,
}

/// How a page keeps in step with COSMIC.
#[derive(Clone, Debug)]
pub struct ContextLine {
    /// Address of the script that does.
    pub script: String,
    /// What this service is called among those who keep in step.
    pub name: &'static str,
    /// How long nothing may be heard before contact counts as lost.
    pub silence_milliseconds: u128,
}

/// Who is logged in, for people.
#[derive(Clone, Debug)]
pub struct Who {
    /// Name.
    pub name: String,
    /// Title and place; empty when there is nothing to say.
    pub role: String,
    /// Whether she may search for patients.
    pub searches: bool,
    /// Whether she administers the care provider instead.
    pub administers: bool,
    /// Where she may change to another of her assignments, if she has several.
    pub changes: Option<&'static str>,
    /// Her unit in COSMIC, where it is another than here.
    pub elsewhere: Option<String>,
    /// Whether she came from a COSMIC that shares its patient.
    pub shares: bool,
    /// Where logging out is posted.
    pub leave: &'static str,
}

/// The journal as a page.
#[derive(Template)]
#[template(path = "panel.html")]
pub struct PanelPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// The journal.
    pub view: &'a JournalView,
    /// On what grounds it is read.
    pub grounds: &'a GroundsView,
    /// Address of the page, without the filter.
    pub base: &'a str,
    /// How often the page is read again without a script while answers are awaited, in seconds.
    pub refresh_seconds: u64,
}

/// What is wrong with a form, and at which field.
#[derive(Clone, Copy, Debug)]
pub struct Problem {
    /// Name of the field.
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub text: &'static str,
}

/// The page that asks why the user may read a journal.
#[derive(Template)]
#[template(path = "access.html")]
pub struct AccessPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// Where the form is posted.
    pub action: &'a str,
    /// The kind of the patient's number.
    pub patient_kind: &'a str,
    /// The number.
    pub patient_number: &'a str,
    /// Whether her care relation is known already.
    pub relation_is_known: bool,
    /// What lets her read other care providers' records already, as a choice.
    pub known_ground: Option<&'a str>,
    /// Whether the service of patient relations gave no answer.
    pub relation_unavailable: bool,
    /// Whether the consent service gave no answer.
    pub consent_unavailable: bool,
    /// The latest day that a consent may be registered for.
    pub latest_consent: &'a str,
    /// How long an emergency access lasts, in hours.
    pub emergency_hours: u16,
    /// What was filled in.
    pub form: AccessForm<'a>,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

/// What was filled in on that page.
#[derive(Clone, Copy, Debug)]
pub struct AccessForm<'a> {
    /// Whether she takes part in the patient's care.
    pub relation: bool,
    /// The chosen ground.
    pub basis: &'a str,
    /// Whether the consent is for everybody at the care unit.
    pub for_unit: bool,
    /// The consent's last day.
    pub until: &'a str,
    /// Why, in an emergency.
    pub emergency_reason: &'a str,
    /// Why, for an adult who cannot decide.
    pub cannot_decide_reason: &'a str,
}

/// The page that lifts blocks for a time.
#[derive(Template)]
#[template(path = "lift.html")]
pub struct LiftPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// Address of the journal's page.
    pub base: &'a str,
    /// The kind of the patient's number.
    pub patient_kind: &'a str,
    /// The number.
    pub patient_number: &'a str,
    /// Whose blocks may be lifted.
    pub holders: &'a [HolderChoice],
    /// The latest day that blocks may be lifted for.
    pub latest: &'a str,
    /// What was filled in.
    pub form: LiftForm<'a>,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

/// What was filled in on that page.
#[derive(Clone, Copy, Debug)]
pub struct LiftForm<'a> {
    /// The chosen ground.
    pub ground: &'a str,
    /// Whether it is for everybody at the care unit.
    pub for_unit: bool,
    /// Who asked for it.
    pub requested_by: &'a str,
    /// Why.
    pub reason: &'a str,
    /// The last day.
    pub until: &'a str,
}

/// Somebody whose blocks may be lifted.
#[derive(Clone, Debug)]
pub struct HolderChoice {
    /// Value in the form.
    pub value: String,
    /// Care provider and care unit, and how many records.
    pub name: String,
    /// Whether it was chosen.
    pub chosen: bool,
}

impl HolderChoice {
    /// One of those that the reader has chosen to see.
    pub fn of(blocked: &BlockedHolder, value: String, chosen: bool) -> Self {
        Self { value, name: blocked_holder(blocked), chosen }
    }
}

/// The journal to print.
#[derive(Template)]
#[template(path = "print.html")]
pub struct PrintPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// What is printed.
    pub view: &'a JournalView,
    /// On what grounds it is read.
    pub grounds: &'a GroundsView,
    /// Address of the panel.
    pub base: &'a str,
    /// Whether records of other care providers are in it.
    pub with_others: bool,
    /// Name of the user's care provider.
    pub care_provider: &'a str,
}

/// The part of the page that changes while sources answer.
#[derive(Template)]
#[template(path = "fragment.html")]
pub struct Fragment<'a> {
    /// The journal.
    pub view: &'a JournalView,
    /// On what grounds it is read.
    pub grounds: &'a GroundsView,
    /// Address of the page, without the filter.
    pub base: &'a str,
}

/// The page where a patient is looked up.
#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// What was typed and could not be used, to be put right.
    pub typed: &'a str,
    /// Regions' own series of numbers to choose among.
    pub series: &'a [SeriesChoice],
    /// Why it could not be used.
    pub problem: Option<&'a str>,
}

/// A region's own series of reserve numbers, to choose.
#[derive(Clone, Debug)]
pub struct SeriesChoice {
    /// Value in the form.
    pub value: String,
    /// Its name.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The page where a developer chooses whom to act as.
#[derive(Template)]
#[template(path = "login.html")]
pub struct LoginPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// Whom to act as.
    pub choices: &'a [LoginChoice],
    /// Why the last choice could not be used.
    pub problem: Option<&'a str>,
}

/// One assignment to act under.
#[derive(Clone, Debug)]
pub struct LoginChoice {
    /// Value in the form.
    pub value: String,
    /// The person.
    pub name: String,
    /// Title, clinic and care provider.
    pub role: String,
}

/// The page where a user who comes from COSMIC chooses among her assignments.
#[derive(Template)]
#[template(path = "choice.html")]
pub struct ChoicePage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// The user's name.
    pub name: &'a str,
    /// Her unit in COSMIC.
    pub unit: &'a str,
    /// Her assignments: title as name, clinic and care provider as role.
    pub choices: &'a [LoginChoice],
    /// Why the last choice could not be used.
    pub problem: Option<&'a str>,
}

/// The page where support logs in.
#[derive(Template)]
#[template(path = "support_login.html")]
pub struct SupportLoginPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// Why the last attempt failed.
    pub problem: Option<&'a str>,
}

/// The page where support switches fetching on and off.
#[derive(Template)]
#[template(path = "support.html")]
pub struct SupportPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// What is wrong with the access log, in words.
    pub log_troubles: &'a [String],
    /// The care providers.
    pub providers: &'a [ProviderRow],
    /// Why the last change was not made.
    pub problem: Option<&'a str>,
}

/// The page of the producers that support may try.
#[derive(Template)]
#[template(path = "support_conformance.html")]
pub struct ConformancePage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// The producers.
    pub producers: &'a [TestedProducerRow],
}

/// A producer and its last runs.
#[derive(Clone, Debug)]
pub struct TestedProducerRow {
    /// Its logical address.
    pub logical_address: String,
    /// Anchor on the page.
    pub anchor: String,
    /// The run under way.
    pub under_way: Option<String>,
    /// The last runs, newest first.
    pub runs: Vec<ConformanceRunRow>,
}

/// One run of the conformance rules.
#[derive(Clone, Debug)]
pub struct ConformanceRunRow {
    /// Its name, for its address.
    pub id: String,
    /// When it began.
    pub at: String,
    /// Who started it.
    pub by: String,
    /// The contract's version.
    pub contract: String,
    /// Rules kept, broken, not of concern, and not tried.
    pub counts: (u32, u32, u32, u32),
    /// Why there is no report.
    pub trouble: Option<String>,
}

/// A run under way.
#[derive(Template)]
#[template(path = "support_conformance_run.html")]
pub struct ConformanceRunPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// The producer.
    pub logical_address: &'a str,
    /// The run's address.
    pub address: &'a str,
    /// Rules judged.
    pub done: usize,
    /// All rules.
    pub of: usize,
}

/// A care provider and its switch.
#[derive(Clone, Debug)]
pub struct ProviderRow {
    /// HSA-id.
    pub hsa_id: String,
    /// Anchor on the page.
    pub anchor: String,
    /// Name.
    pub name: String,
    /// Whether fetching is on.
    pub on: bool,
    /// Earlier changes, newest first.
    pub history: Vec<SwitchRow>,
}

/// One change of a switch.
#[derive(Clone, Debug)]
pub struct SwitchRow {
    /// When it was made.
    pub at: String,
    /// Who made it.
    pub by: String,
    /// Whether it was switched on.
    pub on: bool,
    /// From when it holds.
    pub from: String,
    /// Why.
    pub reason: String,
}

/// A page that only says something.
#[derive(Template)]
#[template(path = "message.html")]
pub struct MessagePage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// Heading.
    pub title: &'a str,
    /// What happened and what to do.
    pub text: &'a str,
    /// Number to find it in the log by.
    pub log_id: Option<&'a str>,
    /// Where to go on, with the link's text.
    pub onward: Option<(&'a str, &'a str)>,
}
