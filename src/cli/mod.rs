//! The program's commands, one file each. Here everything is built from the settings.
//!
//! A command ends with exit code 0 when it did what it should, and 2 when it failed; then standard
//! error says why in a line or two. `fetch` ends with 1 when a journal lacks a source.

mod config_check;
mod support_password;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{ConfigError, Loaded, Variables};

/// One vaccination journal for a patient, from every care provider.
#[derive(Debug, Parser)]
#[command(name = "vaccinjournal", version, about)]
struct CommandLine {
    #[command(flatten)]
    settings: SettingsFile,
    #[command(subcommand)]
    command: Command,
}

/// Where settings are read from.
#[derive(Args, Debug)]
struct SettingsFile {
    /// Settings, as TOML. Without one, defaults and the environment apply.
    #[arg(long = "config", value_name = "FILE", global = true)]
    path: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// About the settings.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Reads a password from standard input and writes its hash for [[support.user]].
    SupportPassword,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Shows every setting in force and where it comes from, secrets hidden, and says what is wrong.
    Check,
}

/// Runs the command that the command line names.
pub fn run() -> ExitCode {
    // A wrong command line ends here, with exit code 2 as well.
    let CommandLine { settings, command } = CommandLine::parse();
    let ended = match command {
        Command::Config(ConfigCommand::Check) => config_check::run(&settings),
        Command::SupportPassword => support_password::run(),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("vaccinjournal: {}", in_one_line(&*error));
        ExitCode::from(FAILED)
    })
}

impl SettingsFile {
    fn load(&self) -> Result<Loaded, ConfigError> {
        Loaded::read(self.path.as_deref(), Variables::of_this_process())
    }
}

/// An error with its causes, each said once.
fn in_one_line(error: &(dyn Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.contains(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        cause = error.source();
    }
    line
}

/// What a command gives back: its exit code, or why it failed.
type Ended = Result<ExitCode, Box<dyn Error>>;

/// Exit code of a command that failed.
const FAILED: u8 = 2;
