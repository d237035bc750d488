use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use askama::Template;
use clap::Args;

use super::{Ended, SettingsFile};
use crate::clock::{Clock, SystemClock};
use crate::domain::{HsaId, PatientId};
use crate::launch::{Algorithm, Assertion, Place, Signer};
use crate::simulator::cosmic::PostingPage;

/// What to sign, and with what.
#[derive(Args, Debug)]
pub struct LaunchLink {
    /// PEM file with the installation's certificate.
    #[arg(long, value_name = "FILE")]
    certificate: PathBuf,
    /// PEM file with its private key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Name of the installation.
    #[arg(long, value_name = "NAME")]
    installation: String,
    /// HSA-id of the user.
    #[arg(long, value_name = "HSA-ID")]
    staff: HsaId,
    /// HSA-id of the care provider.
    #[arg(long, value_name = "HSA-ID")]
    care_provider: HsaId,
    /// HSA-id of the care unit.
    #[arg(long, value_name = "HSA-ID")]
    care_unit: HsaId,
    /// HSA-id of the unit.
    #[arg(long, value_name = "HSA-ID")]
    unit: HsaId,
    /// Reads the patient's id from standard input, so that it stands in no list of processes.
    #[arg(long)]
    patient: bool,
    /// FHIRcast topic.
    #[arg(long)]
    topic: Option<String>,
    /// How to sign; without it RS256 or ES256, by the key.
    #[arg(long, value_enum)]
    algorithm: Option<AlgorithmName>,
    /// A page that posts the launch when it is opened, or the assertion alone.
    #[arg(long, value_enum, default_value = "page")]
    write: Form,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum AlgorithmName {
    #[value(name = "RS256")]
    Rs256,
    #[value(name = "PS256")]
    Ps256,
    #[value(name = "ES256")]
    Es256,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Form {
    Page,
    Assertion,
}

/// Signs a launch as COSMIC would, for the service that the settings describe.
pub fn run(settings: &SettingsFile, link: LaunchLink) -> Ended {
    let config = settings.load()?.config;
    let launch = config.launch.settings()?.ok_or("launch.audience is not set")?;
    let algorithm = link.algorithm.map(|algorithm| match algorithm {
        AlgorithmName::Rs256 => Algorithm::Rs256,
        AlgorithmName::Ps256 => Algorithm::Ps256,
        AlgorithmName::Es256 => Algorithm::Es256,
    });
    let signer = Signer::new(&read(&link.certificate)?, &read(&link.key)?, algorithm)?;
    let assertion = signer.sign(&Assertion {
        installation: link.installation,
        audience: launch.audience.clone(),
        staff: link.staff,
        assurance_level: launch.assurance_levels.first().cloned().unwrap_or_default(),
        place: Place {
            care_provider: link.care_provider,
            care_unit: link.care_unit,
            unit: link.unit,
        },
        patient: link.patient.then(patient).transpose()?,
        topic: link.topic,
        issued: SystemClock.now(),
        seconds: i64::try_from(launch.longest_life.as_secs())?,
    })?;
    match link.write {
        Form::Assertion => println!("{assertion}"),
        Form::Page => {
            let page = PostingPage { address: &launch.audience, assertion: &assertion };
            println!("{}", page.render()?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?)
}

fn patient() -> Result<PatientId, Box<dyn Error>> {
    let mut typed = String::new();
    std::io::stdin().read_to_string(&mut typed)?;
    Ok(typed.trim().parse()?)
}
