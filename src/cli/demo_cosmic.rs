//! The demonstration's COSMIC: who uses it, where, and the certificates by which it is trusted.

use std::error::Error;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::build::Built;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::PatientId;
use crate::launch::{LaunchCertificate, Place, Signer};
use crate::simulator::cosmic::{self, Cosmic, Patient, Settings, Unit, User};
use crate::simulator::pki::Identity;
use crate::store::{KeptCertificate, Store};

/// The name it signs under.
pub(super) const INSTALLATION: &str = "cosmic-demo";

/// The care providers that have uploaded its certificate.
const TRUSTING: [&str; 3] = ["SE2329990011-VG", "SE5560000001-VG1", "SE5560000002-VG2"];

/// Users: with one assignment at each of two units, with two that match one unit, with one at the
/// care provider, and with none.
const USERS: [(&str, &str); 4] = [
    ("SE5560000001-KARIN", "Karin Demo"),
    ("SE5560000001-EVA", "Eva Demo"),
    ("SE5560000001-LARS", "Lars Demo"),
    ("SE5560000001-NILS", "Nils Demo"),
];

/// Units: name, own id, care unit, care provider. The second is not known here by its own id.
const UNITS: [(&str, &str, &str, &str); 4] = [
    ("Centrum, drop-in", "SE5560000001-MOTT1", "SE5560000001-ENHET1", "SE5560000001-VG1"),
    ("Vaccinbussen", "SE5560000001-BUSS", "SE5560000001-ENHET1", "SE5560000001-VG1"),
    ("Resekliniken", "SE5560000002-MOTT1", "SE5560000002-ENHET1", "SE5560000002-VG2"),
    ("Björkvik", "SE2329990011-BJORK", "SE2329990011-VC01", "SE2329990011-VG"),
];

/// The first four are known in MVJ. Of the others one has a name and address to fill in, one has an
/// older number of hers, one is protected, and one has died.
const PATIENTS: [(&str, &str); 8] = [
    ("191212121212", "Tolvan Tolvansson"),
    ("195709263080", "Resa Resarsson"),
    ("201701012393", "Barn Barnsson"),
    ("196812732391", "Samordna Samordnarsson"),
    ("194911172296", "Ny Nummer"),
    ("196001209136", "Ny Nummer"),
    ("198611062384", "Skyddad"),
    ("192011189228", "Borta Bortgången"),
];

/// The number, by its OID, of one who has a region's own reserve number.
const RESERVE: (&str, &str, &str) = ("1.2.752.97.3.1.3", "992024123456", "Reserv Reservsson");

/// Lets its certificate be trusted, and starts its page.
pub(super) async fn start(
    listener: TcpListener,
    config: &Config,
    built: &Built,
    identity: &Identity,
) -> Result<Cosmic, Box<dyn Error>> {
    let launch = config.launch.settings()?.ok_or("launch.audience is not set")?;
    let certificate = identity.certificate_pem()?;
    trust(&built.store, &*built.clock, &certificate).await?;
    let user = |(id, name): (&str, &str)| {
        Ok::<_, Box<dyn Error>>(User { hsa_id: id.parse()?, name: name.to_owned() })
    };
    let patient = |(id, name): (&str, &str)| {
        Ok::<_, Box<dyn Error>>(Patient { id: id.parse()?, name: name.to_owned() })
    };
    let mut patients = PATIENTS.into_iter().map(patient).collect::<Result<Vec<_>, _>>()?;
    let (oid, number, name) = RESERVE;
    patients.push(Patient { id: PatientId::parse(oid, number)?, name: name.to_owned() });
    let settings = Settings {
        installation: INSTALLATION.to_owned(),
        audience: launch.audience,
        assurance_level: launch.assurance_levels.first().cloned().unwrap_or_default(),
        seconds: i64::try_from(launch.longest_life.as_secs())?,
        signer: Signer::new(&certificate, &identity.key_pem()?, None)?,
        clock: Arc::clone(&built.clock),
        users: USERS.into_iter().map(user).collect::<Result<_, _>>()?,
        units: UNITS.into_iter().map(unit).collect::<Result<_, _>>()?,
        patients,
    };
    Ok(cosmic::start(listener, settings)?)
}

/// Every start has a key of its own, so certificates of earlier ones go.
async fn trust(store: &Store, clock: &dyn Clock, pem: &[u8]) -> Result<(), Box<dyn Error>> {
    let read = LaunchCertificate::read(pem)?;
    for care_provider in TRUSTING {
        let care_provider = care_provider.parse()?;
        for old in store.launch_certificates(&care_provider, INSTALLATION).await? {
            store.remove_launch_certificate(&care_provider, &old.id, "demo", clock.now()).await?;
        }
        let kept = KeptCertificate {
            id: uuid::Uuid::new_v4().to_string(),
            installation: INSTALLATION.to_owned(),
            care_provider,
            thumbprint: read.thumbprint().to_owned(),
            pem: read.pem().to_owned(),
            not_after: read.not_after(),
            added_by: "demo".to_owned(),
            added_at: clock.now(),
        };
        store.add_launch_certificate(&kept).await?;
    }
    Ok(())
}

fn unit(
    (name, unit, care_unit, care_provider): (&str, &str, &str, &str),
) -> Result<Unit, Box<dyn Error>> {
    let place = Place {
        care_provider: care_provider.parse()?,
        care_unit: care_unit.parse()?,
        unit: unit.parse()?,
    };
    Ok(Unit { name: name.to_owned(), place })
}
