use std::error::Error;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use argon2::{Argon2, PasswordHasher};
use tokio::net::TcpListener;

use super::simulate::{self, ClientFiles};
use super::{Ended, SettingsFile, build, demo_cosmic, serve};
use crate::access_log;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::HsaId;
use crate::simulator::contract::Version;
use crate::simulator::pki::{Flaw, KeyKind};
use crate::simulator::scenario::{Producer, Scenario};
use crate::store::{GvhSwitch, Import, Store};
use crate::telemetry;

/// What MVJ itself holds in the demonstration.
const OWN: &str = include_str!("../../scenarios/demo-own.toml");

/// Logical address of the simulated person register.
const NATIONAL: &str = "SE165565594230-1000";

/// The care providers for which consumption is switched on at the first start. The first one asks
/// each source itself, the other through the aggregating service.
const CARE_PROVIDERS: [&str; 2] = ["SE5560000001-VG1", "SE5560000002-VG2"];

/// Starts a simulated national platform and the service, together and with nothing else.
pub async fn run(listen: SocketAddr, folder: Option<PathBuf>) -> Ended {
    let temporary = folder.is_none();
    let folder = folder.unwrap_or_else(|| {
        std::env::temp_dir().join(format!("vaccinjournal-demo-{}", uuid::Uuid::new_v4().simple()))
    });
    fs::create_dir_all(&folder)
        .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let ended = demonstrate(listen, &folder).await;
    if temporary {
        fs::remove_dir_all(&folder)?;
    }
    ended
}

async fn demonstrate(listen: SocketAddr, folder: &Path) -> Ended {
    let scenario = simulate::read(None)?;
    let sources = sources(&scenario);
    // Both addresses stand in the settings, so both are known first.
    let listener = serve::bind(listen).await?;
    let listen = listener.local_addr()?;
    let beside = beside(listen).await?;
    let cosmic = beside.local_addr()?;
    let platform = simulate::start(scenario, (Ipv4Addr::LOCALHOST, 0).into()).await?;
    let files = simulate::write_certificates(&platform, folder)?;
    fs::write(folder.join("conformance.toml"), TEST_DATA)?;
    let settings = folder.join("settings.toml");
    fs::write(&settings, written(listen, cosmic, folder, &platform.url(), &files, &sources)?)?;
    let settings = SettingsFile { path: Some(settings) };
    let config: Config = settings.load()?.config;
    telemetry::start_log(config.telemetry.settings()?)?;
    let built = build::service(&config).await?;
    fill(&built.store, &*built.clock).await?;
    let identity = platform.pki().client(demo_cosmic::INSTALLATION, KeyKind::EcP256, Flaw::None)?;
    let cosmic = demo_cosmic::start(beside, &config, &built, &identity).await?;
    greet(listen, cosmic.address(), settings.path.as_deref());
    serve::serve(&config, built, listener).await?;
    platform.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// A listener for COSMIC's page: at the next port, or at any if that is taken.
async fn beside(listen: SocketAddr) -> Result<TcpListener, Box<dyn Error>> {
    let next = SocketAddr::new(listen.ip(), listen.port().wrapping_add(1));
    match TcpListener::bind(next).await {
        Ok(listener) => Ok(listener),
        Err(_) => serve::bind(SocketAddr::new(listen.ip(), 0)).await,
    }
}

/// The demonstration's settings, as an operator would write them.
fn written(
    listen: SocketAddr,
    cosmic: SocketAddr,
    folder: &Path,
    platform: &str,
    files: &ClientFiles,
    sources: &str,
) -> Result<String, Box<dyn Error>> {
    let hash = Argon2::default().hash_password(PASSWORD.as_bytes()).map_err(|e| e.to_string())?;
    let head_key = folder.join("access-log.key");
    if !head_key.exists() {
        access_log::new_key(&head_key)?;
    }
    Ok(format!(
        r#"# Settings of the demonstration; made at its start.
[environment]
name = "demo"
[own_system]
hsa_id = "SE5560000001-MVJ"
[http]
listen = "{listen}"
secure_cookies = false
frame_ancestors = ["http://{cosmic}"]
stop_seconds = 5
[platform]
base_url = "{platform}"
root_certificates = {authority}
[platform.identity]
certificate = {identity}
[store]
url = {store}
[person_register]
address = "{NATIONAL}"
trusted_assurances = ["1"]
[[reserve_numbers.series]]
oid = "1.2.752.97.3.1.3"
name = "Region Stockholm"
[access_log]
emergency_file = {aside}
[access_log.heads]
key = {head_key}
folder = {heads}
[lawful_access.blocking]
address = "SE165565594230-1000"
[lawful_access.consent]
address = "care_provider"
[lawful_access.relation]
address = "care_provider"
[launch]
audience = "http://{listen}/launch"
origins = ["http://{cosmic}"]
[login]
development = true
[telemetry]
filter = "warn"
format = "text"
[[support.user]]
name = "support"
password_hash = "{hash}"
[[conformance.producer]]
logical_address = "SE2329990011-COSMIC"
data = {data}
[[care_provider]]
hsa_id = "*"
mode = "aggregated"
address = "5565594230"
versions = ["2.0", "1.0"]
[[care_provider]]
hsa_id = "SE5560000001-VG1"
mode = "index"
address = "5565594230"
versions = ["2.0"]
{sources}"#,
        aside = quoted(folder.join("access-log-emergency.jsonl").display().to_string()),
        head_key = quoted(head_key.display().to_string()),
        heads = quoted(folder.join("access-log-heads").display().to_string()),
        data = quoted(folder.join("conformance.toml").display().to_string()),
        authority = quoted(files.authority.display().to_string()),
        identity = quoted(files.identity.display().to_string()),
        store = quoted(format!("sqlite:{}", folder.join("store.sqlite").display())),
    ))
}

/// The sources' names, and the version each speaks, as settings. Asked one by one by the engagement
/// index they show more of what can go wrong than the aggregating service lets through.
fn sources(scenario: &Scenario) -> String {
    let setting = |producer: &Producer| {
        let newest = producer.versions.contains(&Version::V2);
        format!(
            "[[care_provider.source]]\naddress = {}\nversion = \"{}\"\nname = {}\n",
            quoted(producer.address.clone()),
            if newest { "2.0" } else { "1.0" },
            quoted(producer.name.clone()),
        )
    };
    scenario.producers.iter().map(setting).collect()
}

/// A JSON string is a TOML string too.
fn quoted(text: String) -> String {
    serde_json::Value::String(text).to_string()
}

/// Fills the store, and switches consumption on unless somebody has switched it before.
async fn fill(store: &Store, clock: &dyn Clock) -> Result<(), Box<dyn Error>> {
    store.import(&Import::parse(OWN)?).await?;
    let now = clock.now();
    for care_provider in CARE_PROVIDERS {
        let care_provider: HsaId = care_provider.parse()?;
        if store.gvh_consumption(&care_provider, now).await?.by.is_none() {
            let switch = GvhSwitch {
                care_provider,
                on: true,
                reason: "Demonstration".to_owned(),
                by: "demo".to_owned(),
                at: now,
                from: now,
            };
            store.switch_gvh(&switch).await?;
        }
    }
    Ok(())
}

fn greet(address: SocketAddr, cosmic: SocketAddr, settings: Option<&Path>) {
    let settings = settings.map(|path| path.display().to_string()).unwrap_or_default();
    println!(
        "vaccinjournal is ready. Open it from a small COSMIC, logged in from there:

    COSMIC: http://{cosmic}/

or by itself,

    http://{address}/

choose one of Karin Demo's assignments, and look up one of these test patients:

    191212121212   an old man who has consented: TBE, influenza, covid-19, pneumococci
    195709263080   a traveller who has blocked some: hepatitis, typhoid, yellow fever, rabies
    201701012393   a child, nobody has asked for consent: the national programme
    196812732391   a coordination number, an emergency is registered: a few doses
    194911172296   not known here yet: added with one button

Some of the simulated sources are slow, broken or silent; the page says so.
Support page: http://{address}/support with name \"support\" and password \"{PASSWORD}\".
From the command line: vaccinjournal --config {settings} fetch --assignment karin-centrum 191212121212
End the demonstration with Ctrl-C."
    );
}

/// Test data of the producer that support may try in the demonstration.
const TEST_DATA: &str = r#"contract = "2.0"
[[patient]]
id = "195709263080"
[[patient]]
id = "196812732391"
[unknown]
care_unit = "SE2329990011-NONE"
"#;

/// Password of the demonstration's support user. The demonstration listens on loopback only.
const PASSWORD: &str = "demonstration";
