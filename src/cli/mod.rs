//! The program's commands, one file each. Here everything is built from the settings.
//!
//! A command ends with exit code 0 when it did what it should, and 2 when it failed; then standard
//! error says why in a line or two. `fetch` ends with 1 when a journal lacks a source, `log verify`
//! when somebody has changed the access log.

mod build;
mod check;
mod config_check;
mod conformance;
mod conformance_self;
mod demo;
mod demo_cosmic;
mod fetch;
mod gvh;
mod import;
mod launch_certificate;
mod launch_link;
mod log;
mod serve;
mod simulate;
mod stop;
mod support_password;

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use self::conformance::ConformanceCommand;
use crate::config::{ConfigError, Loaded, Variables};
use crate::domain::HsaId;

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
    /// Goes through the published checklist for care providers that come from COSMIC. Exit code 0:
    /// nothing is missing, 1: something is, 2: failed.
    Check(check::CheckArguments),
    /// Proves that a producer of GetVaccinationHistory, or ourselves, keep the contract's rules.
    #[command(subcommand)]
    Conformance(ConformanceCommand),
    /// Shows how it works: a simulated national platform and the service, in one process.
    Demo {
        /// Address and port to listen on; loopback only.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Folder that the database and certificates are kept in. Without one they go when the
        /// demonstration ends.
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    /// Serves the panel for people and the interfaces for machines.
    Serve,
    /// Fetches one patient's journal. Exit code 0: whole, 1: something is missing, 2: failed.
    Fetch {
        /// The patient's id; `-` or nothing reads it from standard input.
        patient: Option<String>,
        /// How to write the journal.
        #[arg(long, value_enum, default_value = "table")]
        format: fetch::Format,
        /// The assignment to ask under; needed where there are several.
        #[arg(long, value_name = "ID")]
        assignment: Option<String>,
        #[command(flatten)]
        access: fetch::Access,
    },
    /// Plays the national platform and its producers on this machine.
    Simulate {
        /// Scenario file; without one, the demonstration's scenario is played.
        #[arg(long, value_name = "FILE")]
        scenario: Option<PathBuf>,
        /// Address and port to listen on.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8443")]
        listen: SocketAddr,
        /// Folder that the client certificate and its authority are written to.
        #[arg(long, value_name = "FOLDER", default_value = "simulator-certificates")]
        certificates: PathBuf,
    },
    /// Takes organisation, staff, patients and own vaccinations in from a file.
    Import {
        /// The file, TOML; README describes it.
        file: PathBuf,
    },
    /// Switches GVH consumption on or off for a care provider.
    Gvh {
        /// On or off.
        state: OnOff,
        /// HSA-id of the care provider.
        care_provider: HsaId,
        /// Why; kept and shown.
        #[arg(long)]
        reason: String,
        /// Who does it; kept and shown.
        #[arg(long)]
        by: String,
    },
    /// Lets a care provider trust the certificate that a COSMIC installation signs launches with.
    LaunchCertificate {
        /// HSA-id of the care provider.
        care_provider: HsaId,
        /// Name of the installation.
        installation: String,
        /// The certificate, PEM.
        file: PathBuf,
        /// Who does it; kept and shown.
        #[arg(long)]
        by: String,
    },
    /// Signs a launch as COSMIC would, for trial and test: a page that posts it when it is opened.
    LaunchLink(Box<launch_link::LaunchLink>),
    /// About the access log: who has read what.
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Reads a password from standard input and writes its hash for [[support.user]].
    SupportPassword,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
enum OnOff {
    On,
    Off,
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
        Command::Check(arguments) => wait(check::run(&settings, arguments)),
        Command::Conformance(command) => match command {
            ConformanceCommand::Init { file } => conformance::init(&file),
            ConformanceCommand::Rules { format } => conformance::rules(format),
            ConformanceCommand::Run(arguments) => wait(conformance::run(&settings, *arguments)),
            ConformanceCommand::Ourselves { out, views_per_hour } => {
                wait(conformance_self::run(out.as_deref(), views_per_hour))
            }
        },
        Command::Demo { listen, folder } => wait(demo::run(listen, folder)),
        Command::Serve => wait(serve::run(&settings)),
        Command::Fetch { patient, format, assignment, access } => {
            wait(fetch::run(&settings, patient, assignment.as_deref(), format, &access))
        }
        Command::Simulate { scenario, listen, certificates } => {
            wait(simulate::run(scenario.as_deref(), listen, &certificates))
        }
        Command::Import { file } => wait(import::run(&settings, &file)),
        Command::Gvh { state, care_provider, reason, by } => {
            wait(gvh::run(&settings, state == OnOff::On, care_provider, reason, by))
        }
        Command::LaunchCertificate { care_provider, installation, file, by } => {
            wait(launch_certificate::run(&settings, care_provider, installation, &file, by))
        }
        Command::LaunchLink(link) => launch_link::run(&settings, *link),
        Command::Log(command) => wait(log::run(&settings, command)),
        Command::SupportPassword => support_password::run(),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("vaccinjournal: {}", in_one_line(&*error));
        ExitCode::from(FAILED)
    })
}

/// Runs a command that waits for others.
fn wait(command: impl Future<Output = Ended>) -> Ended {
    tokio::runtime::Runtime::new()?.block_on(command)
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
