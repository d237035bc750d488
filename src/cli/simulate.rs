use std::error::Error;
use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Ended, stop};
use crate::simulator::pki::{Flaw, KeyKind};
use crate::simulator::scenario::Scenario;
use crate::simulator::{self, Settings, Simulator};

/// The scenario that is played where none is given.
const SCENARIO: &str = include_str!("../../scenarios/demo.toml");

/// Plays the national platform alone, until it is stopped.
pub async fn run(scenario: Option<&Path>, listen: SocketAddr, folder: &Path) -> Ended {
    let simulator = start(read(scenario)?, listen).await?;
    let files = write_certificates(&simulator, folder)?;
    println!("The simulated platform answers at {}", simulator.url());
    println!("Client certificate with key: {}", files.identity.display());
    println!("Its authority:               {}", files.authority.display());
    println!("End it with Ctrl-C.");
    stop::requested().await;
    Ok(ExitCode::SUCCESS)
}

/// Reads a scenario file, or gives the demonstration's scenario.
pub(super) fn read(file: Option<&Path>) -> Result<Scenario, Box<dyn Error>> {
    let text = match file {
        None => SCENARIO.to_owned(),
        Some(file) => fs::read_to_string(file)
            .map_err(|error| format!("{} cannot be read: {error}", file.display()))?,
    };
    Ok(Scenario::parse(&text)?)
}

/// Starts the simulator.
pub(super) async fn start(
    scenario: Scenario,
    listen: SocketAddr,
) -> Result<Simulator, Box<dyn Error>> {
    let settings = Settings { bind: listen, ..Settings::default() };
    Ok(simulator::start(scenario, settings).await?)
}

/// What a client of the simulator needs.
pub(super) struct ClientFiles {
    /// PEM file with certificate and key.
    pub(super) identity: PathBuf,
    /// PEM file with the authority.
    pub(super) authority: PathBuf,
}

/// Writes a client certificate and the authority to a folder, the key for the owner only.
pub(super) fn write_certificates(
    simulator: &Simulator,
    folder: &Path,
) -> Result<ClientFiles, Box<dyn Error>> {
    let pki = simulator.pki();
    let identity = pki.client(CLIENT, KeyKind::EcP256, Flaw::None)?;
    let mut pem = identity.certificate_pem()?;
    pem.extend(identity.key_pem()?);
    fs::create_dir_all(folder)?;
    let files = ClientFiles {
        identity: folder.join("identity.pem"),
        authority: folder.join("authority.pem"),
    };
    write(&files.identity, &pem)?;
    write(&files.authority, &pki.authority().to_pem()?)?;
    Ok(files)
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    // Made anew, so that its mode is ours and not that of a file that was there.
    let _ = fs::remove_file(path);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)
}

/// HSA-id in the client certificate: the demonstration's own system.
const CLIENT: &str = "SE5560000001-MVJ";
