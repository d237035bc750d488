use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand, ValueEnum};

use super::{Ended, SettingsFile};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::conformance::data::TEMPLATE;
use crate::conformance::{self, Data, Outcome, Progress, Settings, document};
use crate::domain::LogicalAddress;
use crate::rivta::{GvhVersion, question};
use crate::transport::Endpoint;
use crate::web::TestedProducer;

/// What to do about conformance.
#[derive(Debug, Subcommand)]
pub enum ConformanceCommand {
    /// Writes a file of test data with every key explained.
    Init {
        /// The file; it must not exist.
        #[arg(default_value = "conformance.toml")]
        file: PathBuf,
    },
    /// Lists every rule.
    Rules {
        /// How to write the list.
        #[arg(long, value_enum, default_value = "text")]
        format: RulesFormat,
    },
    /// Tries a producer. Exit code 0: every rule that could be tried is kept, 1: a rule is broken,
    /// 2: the run could not be made.
    Run(Box<RunArguments>),
    /// Runs our own consumer against a strict simulated platform, and drafts the national
    /// self-declaration for consumers. Exit code 1 if a point does not hold.
    #[command(name = "self")]
    Ourselves {
        /// File to write the draft to; without one it goes to standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Journals that will be opened in the busiest hour.
        #[arg(long, value_name = "NUMBER")]
        views_per_hour: Option<u32>,
    },
}

/// Which producer, and what to write.
#[derive(Args, Debug)]
pub struct RunArguments {
    /// Address of the producer's service. Without one, the platform of the settings is asked.
    #[arg(long, value_name = "URL")]
    endpoint: Option<Endpoint>,
    /// Address of the producer's PingForConfiguration. The platform of the settings needs none.
    #[arg(long, value_name = "URL")]
    ping_endpoint: Option<Endpoint>,
    /// Address of the producer's service in the contract's other version, where it speaks both. The
    /// platform of the settings needs none.
    #[arg(long, value_name = "URL")]
    other_endpoint: Option<Endpoint>,
    /// The producer's logical address.
    #[arg(long, value_name = "HSAID")]
    logical_address: LogicalAddress,
    /// Test data; `conformance init` writes an example.
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// The contract's version; without one, the test data says.
    #[arg(long, value_enum)]
    contract: Option<ContractVersion>,
    /// Writes the report as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Writes the report in JUnit's XML.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Writes the report as a page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Shows patients' ids in the reports.
    #[arg(long)]
    show_patients: bool,
}

/// How a list of rules is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum RulesFormat {
    /// Three lines each.
    Text,
    /// A document with tables.
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ContractVersion {
    #[value(name = "1.0")]
    V1,
    #[value(name = "2.0")]
    V2,
}

/// Writes the example of test data.
pub fn init(file: &Path) -> Ended {
    if file.exists() {
        return Err(format!("{} is there already", file.display()).into());
    }
    fs::write(file, TEMPLATE)?;
    println!("{} is written; put your own test data in", file.display());
    Ok(ExitCode::SUCCESS)
}

/// Lists the rules.
pub fn rules(format: RulesFormat) -> Ended {
    if format == RulesFormat::Markdown {
        print!("{}", document::markdown());
        return Ok(ExitCode::SUCCESS);
    }
    for rule in conformance::rules() {
        println!("{}\n  {}\n  {}", rule.id, rule.demands, rule.source);
    }
    Ok(ExitCode::SUCCESS)
}

/// Tries a producer and writes the reports.
pub async fn run(settings: &SettingsFile, arguments: RunArguments) -> Ended {
    let data = Data::read(&arguments.data)?;
    let settings = run_settings(settings, &arguments, &data)?;
    let shows_progress = std::io::stderr().is_terminal();
    let report = conformance::run(&settings, &data, &|progress: Progress<'_>| {
        if shows_progress {
            eprint!("\r{} of {} rules", progress.done, progress.of);
        }
        if let Some(latest) = progress.latest {
            if shows_progress {
                eprint!("\r");
            }
            println!("{}", latest.lines());
        }
    })
    .await?;
    println!("\n{}", report.summary());
    if let Some(file) = &arguments.json {
        fs::write(file, report.json()?)?;
    }
    if let Some(file) = &arguments.junit {
        fs::write(file, report.junit()?)?;
    }
    if let Some(file) = &arguments.html {
        fs::write(file, report.html()?)?;
    }
    Ok(match (report.count(Outcome::Failed), report.is_passed()) {
        (0, true) => ExitCode::SUCCESS,
        (0, false) => return Err("no rule could be tried with this data".into()),
        _ => ExitCode::from(BROKEN),
    })
}

fn run_settings(
    file: &SettingsFile,
    arguments: &RunArguments,
    data: &Data,
) -> Result<Settings, Box<dyn std::error::Error>> {
    let config = file.load()?.config;
    let contract = arguments.contract.map(|version| match version {
        ContractVersion::V1 => GvhVersion::V1,
        ContractVersion::V2 => GvhVersion::V2,
    });
    let version = contract.unwrap_or(data.contract);
    let mut way = match &arguments.endpoint {
        Some(endpoint) => Way { endpoint: endpoint.clone(), other: None, ping: None },
        None => Way::through(&config.platform.endpoint()?, version),
    };
    way.ping = arguments.ping_endpoint.clone().or(way.ping);
    way.other = arguments.other_endpoint.clone().or(way.other);
    let settings = settings(&config, arguments.logical_address.clone(), way)?;
    Ok(Settings { contract, show_patients: arguments.show_patients, ..settings })
}

/// Where a producer is asked.
struct Way {
    endpoint: Endpoint,
    other: Option<Endpoint>,
    ping: Option<Endpoint>,
}

impl Way {
    /// Through a platform, by its paths.
    fn through(platform: &Endpoint, version: GvhVersion) -> Self {
        let other = conformance::other_version(version);
        Self {
            endpoint: platform.join(version.contract().path),
            other: Some(platform.join(other.contract().path)),
            ping: Some(platform.join(question::PING.path)),
        }
    }
}

/// A run by the settings. Only our identity and whom we trust must be set; the platform's address
/// need not be where the producer is asked directly.
fn settings(
    config: &Config,
    logical_address: LogicalAddress,
    way: Way,
) -> Result<Settings, Box<dyn std::error::Error>> {
    let (answer_time, deadline) = config.conformance.times()?;
    Ok(Settings {
        endpoint: way.endpoint,
        ping_endpoint: way.ping,
        other_endpoint: way.other,
        logical_address,
        contract: None,
        transport: config.platform.transport()?,
        limits: config.platform.limits(),
        xml: config.xml.limits(config.platform.connection.largest_answer_bytes),
        answer_time,
        deadline,
        at_once: config.conformance.at_once()?,
        show_patients: false,
        clock: Arc::new(SystemClock),
    })
}

/// The producers that support may try, from `[[conformance.producer]]`.
pub(super) fn tested_producers(
    config: &Config,
) -> Result<Vec<TestedProducer>, Box<dyn std::error::Error>> {
    let sections = config.conformance.producer.iter();
    let producers = sections.map(|section| {
        let address = section.logical_address.parse().map_err(|error| {
            format!("conformance.producer: {:?}: {error}", section.logical_address)
        })?;
        let data = Data::read(&section.data)?;
        let way = Way::through(&config.platform.endpoint()?, data.contract);
        Ok(TestedProducer { settings: settings(config, address, way)?, data })
    });
    producers.collect()
}

/// Exit code where a rule is broken.
const BROKEN: u8 = 1;
