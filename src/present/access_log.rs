//! The access log for those who control it: a page, and a file for a spreadsheet.

use askama::Template;

use super::foreign::clean;
use super::html::Chrome;
use super::words;
use crate::clock::swedish_zone;
use crate::domain::{
    AccessActivity, AccessEvent, AccessOutcome, AccessedSource, AssignmentPurpose, LegalBasis,
};

/// The page of the access log.
#[derive(Template)]
#[template(path = "access_log.html")]
pub struct LogPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// The care provider's name.
    pub name: &'a str,
    /// What was asked for, to be shown in the form again.
    pub asked: &'a LogForm,
    /// Why nothing is shown.
    pub problem: Option<&'a str>,
    /// What was found, newest first; none before anything was asked.
    pub found: Option<&'a [LogLine]>,
    /// What is said of how much was found.
    pub summary: &'a str,
}

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct LogForm {
    /// A patient's number.
    pub patient: String,
    /// A staff member's HSA-id.
    pub staff: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// A row of the log, ready to print.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogLine {
    /// When, to the second.
    pub at: String,
    /// What was done.
    pub what: &'static str,
    /// Whether it was let happen, and why not.
    pub outcome: String,
    /// Whether it was refused.
    pub refused: bool,
    /// Who did it.
    pub who: String,
    /// Her HSA-id.
    pub staff: String,
    /// Her title and where she was at work.
    pub place: String,
    /// HSA-id of the care unit; nothing for an assignment at the care provider.
    pub care_unit: String,
    /// Whose information.
    pub patient: String,
    /// What for.
    pub purpose: &'static str,
    /// On what ground.
    pub basis: String,
    /// What was read, and from where.
    pub sources: String,
    /// What else is told.
    pub details: String,
    /// Place in the chain.
    pub sequence: i64,
    /// The row's id.
    pub id: String,
}

impl LogLine {
    /// A row at this place; late where it was kept aside first.
    pub fn of(event: &AccessEvent, sequence: i64, late: bool) -> Self {
        let assignment = &event.assignment;
        let clinic = assignment.clinic.as_ref();
        let workplace = clinic.map_or(&assignment.care_provider.name, |clinic| &clinic.name);
        let refused = matches!(event.outcome, AccessOutcome::Refused { .. });
        let outcome = match &event.outcome {
            AccessOutcome::Done => "ja".to_owned(),
            AccessOutcome::Refused { reason } => format!("nekad: {}", clean(reason)),
        };
        let mut details: Vec<String> = event.details.iter().map(|text| clean(text)).collect();
        if late {
            details
                .push("skriven i efterhand: loggen gick inte att skriva när det hände".to_owned());
        }
        let at = event.at.to_zoned_datetime(swedish_zone());
        Self {
            at: at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            what: activity(event.activity),
            outcome,
            refused,
            who: clean(&assignment.staff.name),
            staff: assignment.staff.hsa_id.to_string(),
            place: format!("{}, {}", clean(&assignment.title), clean(workplace)),
            care_unit: clinic.map(|clinic| clinic.care_unit.to_string()).unwrap_or_default(),
            patient: event.patient.as_ref().map(words::patient_number).unwrap_or_default(),
            purpose: match assignment.purpose {
                AssignmentPurpose::CareAndTreatment => "Vård och behandling",
                AssignmentPurpose::Administration => "Administration",
            },
            basis: basis(event.basis.as_ref()),
            sources: event.sources.iter().map(source).collect::<Vec<_>>().join("; "),
            details: details.join("; "),
            sequence,
            id: event.id.to_string(),
        }
    }

    fn cells(&self) -> [&str; 15] {
        [
            &self.at,
            self.what,
            &self.outcome,
            &self.who,
            &self.staff,
            &self.place,
            &self.care_unit,
            &self.patient,
            self.purpose,
            &self.basis,
            &self.sources,
            &self.details,
            &self.id,
            "",
            "",
        ]
    }
}

/// The lines as CSV for a spreadsheet: semicolons, as Swedish ones have them, and a mark that the
/// text is UTF-8. No cell can be taken for a formula.
pub fn csv(care_provider: &str, lines: &[LogLine]) -> Result<Vec<u8>, csv::Error> {
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(HEADINGS)?;
    for line in lines {
        let sequence = line.sequence.to_string();
        let mut cells = line.cells();
        cells[13] = &sequence;
        cells[14] = care_provider;
        writer.write_record(cells.map(no_formula))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

const HEADINGS: [&str; 15] = [
    "Tid",
    "Vad",
    "Medgavs",
    "Namn",
    "HSA-id",
    "Uppdrag",
    "Vårdenhet",
    "Patient",
    "Ändamål",
    "Grund",
    "Källor",
    "Övrigt",
    "Logg-id",
    "Nummer",
    "Vårdgivare",
];

/// A spreadsheet takes a cell that begins so for a formula, which may send what stands beside it to
/// somebody else.
fn no_formula(cell: &str) -> String {
    let dangerous = cell.trim_start().starts_with(['=', '+', '-', '@', '|', '%'])
        || cell.starts_with(['\t', '\r', '\n']);
    if dangerous { format!("'{cell}") } else { cell.to_owned() }
}

fn activity(activity: AccessActivity) -> &'static str {
    match activity {
        AccessActivity::ViewOpened => "Öppnade journalen",
        AccessActivity::SourcesRead => "Läste källor",
        AccessActivity::EmergencyOpened => "Nödöppning",
        AccessActivity::ConsentRegistered => "Registrerade samtycke",
        AccessActivity::ConsentWithdrawn => "Återkallade samtycke",
        AccessActivity::CannotDecideRegistered => {
            "Registrerade att patienten inte kan ta ställning"
        }
        AccessActivity::RelationRegistered => "Intygade vårdrelation",
        AccessActivity::BlockLifted => "Hävde spärr tillfälligt",
        AccessActivity::BlockRevealed => "Visade vem som har spärrade uppgifter",
        AccessActivity::PersonLookedUp => "Slog upp i personuppgiftstjänsten",
        AccessActivity::CustomerAdded => "Lade till kund",
        AccessActivity::Printed => "Skrev ut",
        AccessActivity::Exported => "Tog ut som fil",
        AccessActivity::LogRead => "Läste loggen",
        AccessActivity::LogExported => "Tog ut loggen som fil",
    }
}

fn basis(basis: Option<&LegalBasis>) -> String {
    match basis {
        None => String::new(),
        Some(LegalBasis::OwnCareProvider) => "Egen vårdgivare".to_owned(),
        Some(LegalBasis::Consent) => "Samtycke".to_owned(),
        Some(LegalBasis::Emergency { reason }) => format!("Nödsituation: {}", clean(reason)),
        Some(LegalBasis::CannotDecide { reason }) => {
            format!("Kan inte ta ställning: {}", clean(reason))
        }
    }
}

fn source(source: &AccessedSource) -> String {
    let name = match source.source.as_str() {
        AccessedSource::OWN => "MittVaccin Journal".to_owned(),
        address => clean(address),
    };
    let records = words::amount(source.records, "uppgift", "uppgifter");
    let holders: Vec<String> =
        source.holders.iter().map(|holder| holder.care_provider.to_string()).collect();
    let mut holders = holders;
    holders.dedup();
    match holders.as_slice() {
        [] => format!("{name} ({records})"),
        holders => format!("{name} ({records} från {})", holders.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::no_formula;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+46", "-2", "@SUM(A1)", " =1", "\t=1", "\r1", "|cmd", "%0"] {
            assert!(no_formula(cell).starts_with('\''), "{cell:?}");
        }
        for cell in ["Anna", "19121212-1212", "", "SE1-VG"] {
            assert_eq!(no_formula(cell), cell);
        }
    }
}
