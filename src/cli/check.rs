use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Ended, SettingsFile, build};
use crate::checklist::{Checklist, Facts, Surroundings, file};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::domain::HsaId;
use crate::store::Store;

/// Whose checklist, and by what.
#[derive(Args, Debug)]
pub struct CheckArguments {
    /// HSA-id of the care provider; without one, every care provider is gone through.
    care_provider: Option<HsaId>,
    /// CSV with what the care provider has in COSMIC (Typ;HSA-id;HSA-id vårdenhet). It is compared
    /// with, and not kept.
    #[arg(long, value_name = "FILE", requires = "care_provider")]
    cosmic: Option<PathBuf>,
    /// Asks the platform whether it lets us ask, also while GVH consumption is off. No question is
    /// about a patient.
    #[arg(long)]
    ask_platform: bool,
}

/// Goes through the checklist. Exit code 1 if something is missing.
pub async fn run(settings: &SettingsFile, arguments: CheckArguments) -> Ended {
    let config = settings.load()?.config;
    let store = build::store(&config).await?;
    let care_providers = match &arguments.care_provider {
        Some(one) => vec![one.clone()],
        None => store.care_providers().await?.into_iter().map(|known| known.hsa_id).collect(),
    };
    if care_providers.is_empty() {
        return Err("there is no care provider yet".into());
    }
    let mut is_clear = true;
    for (at, care_provider) in care_providers.iter().enumerate() {
        let checklist = checklist(&config, &store, &arguments, care_provider).await?;
        is_clear &= checklist.is_clear();
        println!("{}{}", if at == 0 { "" } else { "\n" }, checklist.lines());
    }
    Ok(if is_clear { ExitCode::SUCCESS } else { ExitCode::from(MISSING) })
}

async fn checklist(
    config: &Config,
    store: &Store,
    arguments: &CheckArguments,
    care_provider: &HsaId,
) -> Result<Checklist, Box<dyn Error>> {
    let now = SystemClock.now();
    let listed = match &arguments.cosmic {
        None => None,
        Some(path) => {
            let bytes = fs::read(path)
                .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            let list = file::read(&bytes, "vaccinjournal check", now);
            Some(list.map_err(|problem| format!("{}: {problem}", path.display()))?)
        }
    };
    let reached = match arguments.ask_platform {
        true => Some(build::service(config).await?.service.reach(care_provider).await),
        false => None,
    };
    let surroundings = Surroundings {
        environment: config.environment.name.environment(),
        audience: config.launch.settings()?.map(|launch| launch.audience),
        plan: config.plans()?.of(care_provider).cloned(),
        reached,
    };
    let facts = Facts::of(store, care_provider, surroundings, listed, now).await?;
    Ok(Checklist::of(&facts))
}

/// Exit code where something is missing.
const MISSING: u8 = 1;
