use std::io::{self, Read};
use std::process::ExitCode;

use jiff::civil::Date;

use super::{Ended, FAILED, SettingsFile, build};
use crate::domain::{
    Assignment, AssignmentPurpose, Journal, PatientId, Reach, Scope, SourceKind, SwedishDate,
};
use crate::journal::Progress;
use crate::journal::access::{JournalRequest, StatedBasis, Statement};
use crate::present::json::JournalJson;
use crate::present::{self, Showing};
use crate::store::Store;
use crate::telemetry;

/// How a journal is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// As the service's own interface gives it.
    Json,
    /// A searchset Bundle of FHIR R4.
    Fhir,
}

/// The grounds for reading, where they are not known already.
#[derive(clap::Args, Debug)]
pub struct Access {
    /// States that the user takes part in the patient's care.
    #[arg(long)]
    care_relation: bool,
    /// What lets the user read other care providers' records.
    #[arg(long, value_enum)]
    basis: Option<Basis>,
    /// Why; demanded with emergency and cannot-decide.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// The consent's last day; without one, today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// Lets the consent hold for everybody at the care unit.
    #[arg(long)]
    for_unit: bool,
}

/// What lets somebody read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
enum Basis {
    /// Nothing more: the own care provider's records only.
    Own,
    /// The patient has consented.
    Consent,
    /// Emergency access.
    Emergency,
    /// An adult who cannot decide.
    CannotDecide,
}

impl Access {
    fn statement(&self, today: Date) -> Statement {
        let reason = self.reason.clone();
        let basis = match self.basis {
            None | Some(Basis::Own) => StatedBasis::Nothing,
            Some(Basis::Consent) => StatedBasis::Consent {
                scope: if self.for_unit { Scope::CareUnit } else { Scope::Employee },
                until: SwedishDate::new(self.until.unwrap_or(today)),
            },
            Some(Basis::Emergency) => StatedBasis::Emergency { reason },
            Some(Basis::CannotDecide) => StatedBasis::CannotDecide { reason },
        };
        Statement { care_relation: self.care_relation, basis }
    }

    fn reach(&self) -> Reach {
        match self.basis {
            Some(Basis::Own) => Reach::OwnCareProvider,
            _ => Reach::Coherent,
        }
    }
}

/// Fetches one patient's journal and writes it to standard output.
pub async fn run(
    settings: &SettingsFile,
    patient: Option<String>,
    assignment: Option<&str>,
    format: Format,
    access: &Access,
) -> Ended {
    let config = settings.load()?.config;
    telemetry::start_log(config.telemetry.settings()?)?;
    let patient: PatientId = match patient.as_deref() {
        Some("-") | None => from_standard_input()?,
        Some(text) => text.to_owned(),
    }
    .parse()?;
    let built = build::service(&config).await?;
    let assignment = choose(&built.store, assignment).await?;
    let kept_apart: Vec<_> = built.store.kept_apart(&patient).await?.into_iter().collect();
    let statement = access.statement(built.clock.swedish_now().date());
    if statement.care_relation || statement.basis != StatedBasis::Nothing {
        built.service.gate().state(&patient, &assignment, &statement).await?;
    }
    let request = JournalRequest { patient: patient.clone(), assignment, reach: access.reach() };
    let view = built.service.open(request).await?;
    let mut progress = view.progress();
    let journal = progress.wait_for(|progress: &Progress| progress.complete).await?.journal.clone();
    let showing = Showing {
        journal: &journal,
        patient: &patient,
        complete: true,
        now: built.clock.now(),
        kept_apart: &kept_apart,
        catalogue: &built.catalogue,
    };
    match format {
        Format::Table => println!("{}", present::text::journal(&showing)),
        Format::Json => {
            println!("{}", serde_json::to_string_pretty(&JournalJson::of(&showing))?);
        }
        Format::Fhir => {
            println!("{}", serde_json::to_string_pretty(&present::fhir::bundle(&showing, &[]))?);
        }
    }
    Ok(exit_code(&journal))
}

/// One line of standard input, so that the id is in no list of processes.
pub(super) fn from_standard_input() -> io::Result<String> {
    let mut text = String::new();
    io::stdin().take(LONGEST_ID).read_to_string(&mut text)?;
    Ok(text.trim().to_owned())
}

/// The assignment that is asked under: the one named, else the only one for care there is.
async fn choose(
    store: &Store,
    named: Option<&str>,
) -> Result<Assignment, Box<dyn std::error::Error>> {
    if let Some(id) = named {
        let assignment = store.assignment(id).await?;
        return assignment.ok_or_else(|| format!("there is no assignment {id}").into());
    }
    let mut for_care = Vec::new();
    for member in store.staff().await? {
        let assignments = store.assignments(&member.hsa_id).await?.into_iter();
        for_care.extend(assignments.filter(|a| a.purpose == AssignmentPurpose::CareAndTreatment));
    }
    if for_care.len() == 1 {
        return for_care.pop().ok_or_else(|| "no assignment".into());
    }
    let ids: Vec<&str> = for_care.iter().map(|assignment| assignment.id.as_str()).collect();
    Err(format!("say on which assignment with --assignment; there are: {}", ids.join(", ")).into())
}

/// 0 for a whole journal, 1 where something is missing, 2 where no source but our own gave anything.
fn exit_code(journal: &Journal) -> ExitCode {
    let asked = || journal.sources.iter().filter(|source| source.kind != SourceKind::Own);
    if journal.is_whole() {
        ExitCode::SUCCESS
    } else if asked().all(|source| source.state.is_missing()) {
        ExitCode::from(FAILED)
    } else {
        ExitCode::from(PARTIAL)
    }
}

const LONGEST_ID: u64 = 64;

/// Exit code where something is missing.
const PARTIAL: u8 = 1;
