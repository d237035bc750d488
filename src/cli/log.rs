//! What operators do with the access log.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;

use super::{Ended, SettingsFile, build};
use crate::access_log::{self, read_heads};
use crate::clock::{Clock, SystemClock};
use crate::store::{OutboxCounts, OutboxDecision};

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

/// Carries a command out.
pub(super) async fn run(settings: &SettingsFile, command: LogCommand) -> Ended {
    match command {
        LogCommand::NewKey { file } => new_key(&file),
        LogCommand::Verify { heads, key } => verify(settings, heads, key).await,
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
