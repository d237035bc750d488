use std::process::ExitCode;

use super::{Ended, SettingsFile, build};
use crate::clock::{Clock, SystemClock};
use crate::domain::HsaId;
use crate::store::GvhSwitch;

/// Switches GVH consumption on or off for a care provider, and keeps who did it and why.
pub async fn run(
    settings: &SettingsFile,
    on: bool,
    care_provider: HsaId,
    reason: String,
    by: String,
) -> Ended {
    if reason.trim().is_empty() || by.trim().is_empty() {
        return Err("--reason and --by must say something".into());
    }
    let config = settings.load()?.config;
    let store = build::store(&config).await?;
    let now = SystemClock.now();
    let switch = GvhSwitch { care_provider, on, reason, by, at: now, from: now };
    store.switch_gvh(&switch).await?;
    let state = if on { "on" } else { "off" };
    println!("GVH consumption is {state} for {} from {now}", switch.care_provider);
    Ok(ExitCode::SUCCESS)
}
