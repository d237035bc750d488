//! What operators do with the access log.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::Arc;

use clap::Subcommand;
use jiff::civil::Date;

use super::fetch::from_standard_input;
use super::{Ended, SettingsFile, build};
use crate::access_log::{self, AccessLog, Taken, read_heads};
use crate::clock::{Clock, SystemClock};
use crate::domain::{AdministratorRole, HsaId};
use crate::present::access_log::{LogLine, csv};
use crate::store::{LogQuestion, OutboxCounts, OutboxDecision, Whose};

/// About the access log.
#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// Makes the key that signs heads, and its public half beside it (FILE.pub).
    NewKey {
        /// The new file; only its owner may read it.
        file: PathBuf,
    },
    /// Checks that no row has been changed, removed, added or moved, and that the log reaches as far
    /// as its signed heads say. Exit code 0: it is as it was written, 1: it is not, 2: failed.
    Verify {
        /// Folder with signed heads; without it, the one in the settings.
        #[arg(long, value_name = "FOLDER")]
        heads: Option<PathBuf>,
        /// The key that signed them, or its public half; without it, the one in the settings.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    /// Writes rows of a care provider's log as CSV, newest first. Reading the log is itself logged.
    Extract {
        /// The assignment of the log's administrator (role \"log\") who reads.
        #[arg(long, value_name = "ID")]
        assignment: String,
        /// What was done with a patient's information; her id is read from standard input.
        #[arg(long, value_name = "-", conflicts_with = "staff", required_unless_present = "staff")]
        patient: Option<FromStandardInput>,
        /// What a staff member did.
        #[arg(long, value_name = "HSA-ID")]
        staff: Option<HsaId>,
        /// First day, YYYY-MM-DD.
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
        /// Last day.
        #[arg(long, value_name = "DAY")]
        to: Option<Date>,
    },
    /// Shows what waits for the log service, and which rows somebody has to decide on: rows that it
    /// has refused, and rows of which nobody knows whether it has them.
    Outbox {
        /// The log service does not have this row: send it again.
        #[arg(long, value_name = "ROW", requires = "by")]
        again: Vec<String>,
        /// The log service has this row, or is to do without it.
        #[arg(long, value_name = "ROW", requires = "by")]
        settle: Vec<String>,
        /// Who decides; kept.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
}

/// `-`: a patient's id is never among a command's arguments, which others can list.
#[derive(Clone, Copy, Debug)]
pub(super) struct FromStandardInput;

impl FromStr for FromStandardInput {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "-" {
            Ok(Self)
        } else {
            Err("only - is allowed: the id comes on standard input")
        }
    }
}

/// Carries a command out.
pub(super) async fn run(settings: &SettingsFile, command: LogCommand) -> Ended {
    match command {
        LogCommand::NewKey { file } => new_key(&file),
        LogCommand::Verify { heads, key } => verify(settings, heads, key).await,
        LogCommand::Extract { assignment, patient, staff, from, to } => {
            let whose = match (patient, staff) {
                (None, Some(staff)) => Whose::Staff(staff),
                _ => Whose::Patient(from_standard_input()?.parse()?),
            };
            let question = LogQuestion::of_days(whose, from, to);
            extract(settings, &assignment, &question).await
        }
        LogCommand::Outbox { again, settle, by } => {
            outbox(settings, &again, &settle, by.as_deref().unwrap_or_default()).await
        }
    }
}

fn new_key(file: &Path) -> Ended {
    let public = access_log::new_key(file)?;
    println!("{} signs heads; {} checks them", file.display(), public.display());
    Ok(ExitCode::SUCCESS)
}

async fn verify(settings: &SettingsFile, heads: Option<PathBuf>, key: Option<PathBuf>) -> Ended {
    let config = settings.load()?.config;
    let section = &config.access_log.heads;
    let key = key.or_else(|| section.key());
    let signed = match key {
        Some(key) => {
            let folder = heads.map_or_else(|| section.folder(), Ok)?;
            read_heads(&folder, &access_log::public_key(&key)?)?
        }
        None if heads.is_some() => return Err("say with --key which key has signed them".into()),
        None => {
            eprintln!("no key for heads is set, so a log that has been cut off is not seen");
            Vec::new()
        }
    };
    let count = signed.len();
    let store = build::store(&config).await?;
    let verified = access_log::check(&store, signed).await?;
    let mut whole = true;
    for (care_provider, verified) in &verified {
        whole &= verified.findings.is_empty();
        println!("{care_provider}: {} rows, the last with hash {}", verified.last, verified.hash);
        for finding in &verified.findings {
            println!("{care_provider}: {finding}");
        }
    }
    let verdict = if whole { "as it was written" } else { "NOT as it was written" };
    println!("the access log is {verdict}; {count} signed heads were read");
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(CHANGED) })
}

async fn extract(settings: &SettingsFile, assignment: &str, question: &LogQuestion) -> Ended {
    let config = settings.load()?.config;
    let store = Arc::new(build::store(&config).await?);
    let reader = store.assignment(assignment).await?;
    let reader = reader.ok_or_else(|| format!("there is no assignment {assignment}"))?;
    if store.administrator_role(assignment).await? != Some(AdministratorRole::Log) {
        return Err("the assignment does not have the role \"log\"".into());
    }
    let log =
        AccessLog::new(Arc::clone(&store), Arc::new(SystemClock), config.access_log.settings()?);
    let rows = log.extract(&reader, question, Taken::AsFile, u32::MAX).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        lines.push(LogLine::of(&row.event()?, row.sequence, row.is_late()));
    }
    io::stdout().write_all(&csv(reader.care_provider.hsa_id.as_str(), &lines)?)?;
    Ok(ExitCode::SUCCESS)
}

async fn outbox(settings: &SettingsFile, again: &[String], settle: &[String], by: &str) -> Ended {
    let config = settings.load()?.config;
    let store = build::store(&config).await?;
    let now = SystemClock.now();
    let again = again.iter().map(|id| (id, OutboxDecision::SendAgain));
    for (id, decision) in again.chain(settle.iter().map(|id| (id, OutboxDecision::Settle))) {
        if !store.decide_outbox(id, decision, by, now).await? {
            return Err(format!("row {id} is not among those to decide on").into());
        }
    }
    let OutboxCounts { waiting, sending, sent, uncertain, refused, settled } =
        store.outbox_counts().await?;
    println!(
        "waiting {waiting}, being sent {sending}, sent {sent}, uncertain {uncertain}, refused \
         {refused}, settled {settled}"
    );
    for row in store.outbox_undecided(MOST_SHOWN).await? {
        let state = if row.refused { "refused" } else { "uncertain" };
        println!(
            "{} {state} since {}: {}, row {}: {}",
            row.id, row.at, row.care_provider, row.sequence, row.trouble
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Rows shown at most; the counts say how many there are.
const MOST_SHOWN: u32 = 200;

/// Exit code where the log is not as it was written.
const CHANGED: u8 = 1;
