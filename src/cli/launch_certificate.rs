use std::path::Path;
use std::process::ExitCode;

use super::{Ended, SettingsFile, build};
use crate::clock::{Clock, SystemClock};
use crate::domain::HsaId;
use crate::launch::LaunchCertificate;
use crate::store::{AddedCertificate, KeptCertificate};

/// Lets a care provider trust an installation's certificate: the first time there is nobody yet who
/// could log in and do it.
pub async fn run(
    settings: &SettingsFile,
    care_provider: HsaId,
    installation: String,
    file: &Path,
    by: String,
) -> Ended {
    if by.trim().is_empty() {
        return Err("--by must say something".into());
    }
    let config = settings.load()?.config;
    let pem = std::fs::read(file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let read = LaunchCertificate::read(&pem)?;
    let now = SystemClock.now();
    if now > read.not_after() {
        return Err("the certificate has expired".into());
    }
    let store = build::store(&config).await?;
    let installations = store.installations().await?;
    if !installations.iter().any(|known| known.issuer == installation) {
        return Err(format!("there is no installation {installation}").into());
    }
    if !store.care_providers().await?.iter().any(|known| known.hsa_id == care_provider) {
        return Err(format!("there is no care provider {care_provider}").into());
    }
    let certificate = KeptCertificate {
        id: uuid::Uuid::new_v4().to_string(),
        installation,
        care_provider,
        thumbprint: read.thumbprint().to_owned(),
        pem: read.pem().to_owned(),
        not_after: read.not_after(),
        added_by: by,
        added_at: now,
    };
    if store.add_launch_certificate(&certificate).await? == AddedCertificate::TwoAlready {
        return Err("two valid certificates are in use already; remove one first".into());
    }
    println!(
        "{} trusts {} by {}, valid until {}",
        certificate.care_provider,
        certificate.installation,
        certificate.thumbprint,
        certificate.not_after
    );
    Ok(ExitCode::SUCCESS)
}
