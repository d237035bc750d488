use std::path::Path;
use std::process::ExitCode;

use super::{Ended, SettingsFile, build};
use crate::store::Import;

/// Takes an import file into the store: whole or not at all.
pub async fn run(settings: &SettingsFile, file: &Path) -> Ended {
    let config = settings.load()?.config;
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let import = Import::parse(&text)?;
    let imported = build::store(&config).await?.import(&import).await?;
    println!(
        "taken in: {} rows of organisation and staff, {} patients, {} vaccinations",
        imported.organisation, imported.patients, imported.vaccinations
    );
    Ok(ExitCode::SUCCESS)
}
