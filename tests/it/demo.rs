//! The program as a user meets it: the demonstration, its interfaces, its end, and what it tells of
//! itself meanwhile.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use vaccinjournal::simulator::pki::{Flaw, KeyKind};
use vaccinjournal::simulator::scenario::{Dose, Producer, Scenario};
use vaccinjournal::simulator::{self, Simulator};

/// The demonstration's patients, as every form that could slip out would hold them.
const PATIENTS: [&str; 4] = ["191212121212", "195709263080", "201701012393", "196812732391"];
const KARIN: &str = "karin-centrum";
const QUIET: &str = "SE5560000009-J01";

#[tokio::test(flavor = "multi_thread")]
async fn a_full_run_tells_no_patient_to_log_metrics_or_addresses_and_ends_well() {
    let demo = Demo::start();
    let karin = demo.log_in(KARIN).await;
    let mut told = String::new();
    for patient in PATIENTS {
        let opened = karin.post("/panel", &format!("patient={patient}")).await;
        let address = opened.headers()["location"].to_str().unwrap().to_owned();
        told.push_str(&address);
        let page = karin.get(&address).await.text().await.unwrap();
        assert!(page.contains("<main"), "{address} shows no page");
        assert!(page.contains("Demonstration – påhittade uppgifter"), "nothing says it is a demo");
    }
    let journal = karin.journal(PATIENTS[0]).await;
    let sources = journal["sources"].as_array().unwrap();
    assert!(sources.len() >= 8, "{} sources", sources.len());
    assert!(!journal["doses"].as_array().unwrap().is_empty());
    // What a mistaken caller is told.
    let wrong = karin.post("/api/v1/journal", "191212121213").await;
    told.push_str(&wrong.text().await.unwrap());
    for (path, part) in [("/healthz", ""), ("/readyz", ""), ("/metrics", "vaccinjournal_")] {
        let answer = karin.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        let text = answer.text().await.unwrap();
        assert!(text.contains(part), "{path}: {text}");
        told.push_str(&text);
    }
    let ended = demo.stop();
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    assert!(ended.log.contains("correlation_id"), "the log is not the whole log: {}", ended.log);
    told.push_str(&ended.log);
    for secret in PATIENTS.iter().flat_map(|id| [*id, &id[2..]]).chain(["191212121213", "Tolvan"]) {
        assert!(!told.contains(secret), "{secret} was told");
        let dashed =
            format!("{}-{}", &secret[..secret.len().min(8)], &secret[secret.len().min(8)..]);
        assert!(secret.len() < 12 || !told.contains(&dashed), "{dashed} was told");
    }
}

#[test]
fn the_demonstration_can_be_fetched_from_in_every_format_and_says_what_is_missing() {
    let demo = Demo::start();
    let settings = demo.folder.path().join("settings.toml");
    let table = fetch(&settings, &["--assignment", KARIN, PATIENTS[0]], "");
    assert_eq!(table.status.code(), Some(1), "{}", errors(&table));
    assert!(text(&table.stdout).contains("FSME"), "{}", text(&table.stdout));
    // The number need not be in the list of processes.
    let json = fetch(&settings, &["--assignment", KARIN, "--format", "json"], "191212121212\n");
    assert_eq!(json.status.code(), Some(1), "{}", errors(&json));
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(json["doses"].as_array().unwrap().len() > 5);
    let fhir = fetch(&settings, &["--assignment", KARIN, "--format", "fhir", "-"], PATIENTS[0]);
    let fhir: Value = serde_json::from_slice(&fhir.stdout).unwrap();
    assert_eq!(fhir["resourceType"], "Bundle");
    let kinds: Vec<&Value> =
        fhir["entry"].as_array().unwrap().iter().map(|e| &e["resource"]["resourceType"]).collect();
    assert!(kinds.contains(&&Value::from("OperationOutcome")), "{kinds:?}");

    let wrong = fetch(&settings, &["--assignment", KARIN, "191212121213"], "");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(!errors(&wrong).contains("191212121213"), "{}", errors(&wrong));
    let which = fetch(&settings, &[PATIENTS[0]], "");
    assert_eq!(which.status.code(), Some(2));
    assert!(errors(&which).contains(KARIN), "{}", errors(&which));
    assert_eq!(demo.stop().code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn fetch_ends_with_0_for_a_whole_journal_and_2_when_nobody_answers() {
    let folder = tempfile::tempdir().unwrap();
    let platform = quiet_platform().await;
    let settings = folder.path().join("settings.toml");
    fs::write(&settings, quiet_settings(folder.path(), &platform)).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = program();
        command.arg("--config").arg(&settings).args(arguments).output().unwrap()
    };
    let imported = run(&["import", "scenarios/demo-own.toml"]);
    assert!(imported.status.success(), "{}", errors(&imported));
    let switch = ["gvh", "on", "SE5560000001-VG1", "--reason", "prov", "--by", "Anna"];
    assert!(run(&switch).status.success());
    let refused = run(&["fetch", "--assignment", KARIN, PATIENTS[3]]);
    assert_eq!(refused.status.code(), Some(2), "nobody has said why she reads");
    assert!(errors(&refused).contains("no care relation is known"), "{}", errors(&refused));
    let fetch = ["fetch", "--care-relation", "--basis", "consent", "--assignment", KARIN];
    let fetch = [&fetch[..], &[PATIENTS[3]]].concat();
    let whole = run(&fetch);
    assert_eq!(whole.status.code(), Some(0), "{}{}", text(&whole.stdout), errors(&whole));
    assert!(text(&whole.stdout).contains("Havrix"), "{}", text(&whole.stdout));
    platform.stop().await;
    let alone = run(&fetch);
    assert_eq!(alone.status.code(), Some(2), "{}{}", text(&alone.stdout), errors(&alone));
}

/// A platform with one source that is well.
async fn quiet_platform() -> Simulator {
    let dose = Dose {
        patient: PATIENTS[3].to_owned(),
        date: "2019-05-02".to_owned(),
        vaccine: Some("Havrix".to_owned()),
        number: Some(1),
        ..Dose::default()
    };
    let demonstration =
        Scenario::parse(&fs::read_to_string("scenarios/demo.toml").unwrap()).unwrap();
    let producer = Producer { doses: vec![dose], ..Producer::quick(QUIET, "Lugna journalen") };
    let scenario = Scenario {
        producers: vec![producer],
        vaccines: demonstration.vaccines,
        ..Scenario::default()
    };
    let settings =
        simulator::Settings { bind: (Ipv4Addr::LOCALHOST, 0).into(), ..Default::default() };
    simulator::start(scenario, settings).await.unwrap()
}

fn quiet_settings(folder: &Path, platform: &Simulator) -> String {
    let identity = platform.pki().client("SE5560000001-MVJ", KeyKind::EcP256, Flaw::None).unwrap();
    let mut pem = identity.certificate_pem().unwrap();
    pem.extend(identity.key_pem().unwrap());
    let (key, authority) = (folder.join("identity.pem"), folder.join("authority.pem"));
    fs::write(&key, pem).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&authority, platform.pki().authority().to_pem().unwrap()).unwrap();
    format!(
        "[own_system]\nhsa_id = \"SE5560000001-MVJ\"\n\
         [platform]\nbase_url = \"{}\"\nroot_certificates = \"{}\"\n\
         [platform.identity]\ncertificate = \"{}\"\n\
         [store]\nurl = \"sqlite:{}\"\n\
         [lawful_access.blocking]\naddress = \"SE165565594230-1000\"\n\
         [[care_provider]]\nhsa_id = \"*\"\nmode = \"direct\"\n\
         [[care_provider.source]]\naddress = \"{QUIET}\"\nversion = \"2.0\"\nname = \"Lugna\"\n",
        platform.url(),
        authority.display(),
        key.display(),
        folder.join("store.sqlite").display()
    )
}

/// The demonstration, running.
pub struct Demo {
    child: Child,
    address: String,
    /// Where its COSMIC is.
    pub cosmic: SocketAddr,
    folder: tempfile::TempDir,
}

/// How it ended, and all that it logged.
pub struct DemoEnd {
    pub code: Option<i32>,
    pub log: String,
}

impl Demo {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let mut child = program()
            .args(["demo", "--listen", "127.0.0.1:0", "--folder"])
            .arg(folder.path())
            // Everything there is, the libraries' own lines included.
            .env("VACCINJOURNAL__TELEMETRY__FILTER", "debug")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let greeting = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut address = None;
        let mut cosmic = None;
        for line in greeting {
            if let Some(found) = line.trim().strip_prefix("COSMIC: http://") {
                cosmic = Some(found.trim_end_matches('/').parse().unwrap());
            }
            if let Some(found) = line.trim().strip_prefix("http://") {
                address = Some(format!("http://{}", found.trim_end_matches('/')));
            }
            if line.starts_with("End the demonstration") {
                break;
            }
        }
        let address = address.unwrap_or_else(|| {
            panic!("no address: {}", fs::read_to_string(folder.path().join("log")).unwrap())
        });
        Self { child, address, cosmic: cosmic.unwrap(), folder }
    }

    async fn log_in(&self, assignment: &str) -> User {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap();
        let mut user = User { client, address: self.address.clone(), cookie: String::new() };
        let answer = user.post("/login", &format!("assignment={assignment}")).await;
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        user.cookie = cookie.split(';').next().unwrap().to_owned();
        user
    }

    /// Ends it as a service manager does.
    pub fn stop(mut self) -> DemoEnd {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        let code = self.child.wait().unwrap().code();
        let mut log = String::new();
        fs::File::open(self.folder.path().join("log")).unwrap().read_to_string(&mut log).unwrap();
        DemoEnd { code, log }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody logged in.
struct User {
    client: reqwest::Client,
    address: String,
    cookie: String,
}

impl User {
    async fn get(&self, path: &str) -> reqwest::Response {
        let request = self.client.get(format!("{}{path}", self.address));
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    async fn post(&self, path: &str, body: &str) -> reqwest::Response {
        let request = self.client.post(format!("{}{path}", self.address));
        let kind = match path {
            "/api/v1/journal" => "application/json",
            _ => "application/x-www-form-urlencoded",
        };
        let request = request.header("cookie", &self.cookie).header("content-type", kind);
        request.body(body.to_owned()).send().await.unwrap()
    }

    /// The journal for machines, once it is complete.
    async fn journal(&self, patient: &str) -> Value {
        let opened =
            self.post("/api/v1/journal", &format!("{{\"patient_id\":\"{patient}\"}}")).await;
        let opened: Value = serde_json::from_str(&opened.text().await.unwrap()).unwrap();
        let view = opened["view"].as_str().unwrap_or_else(|| panic!("{opened}"));
        for _ in 0..300 {
            let journal = self.get(&format!("/api/v1/journal/{view}")).await.text().await.unwrap();
            let mut read: Value = serde_json::from_str(&journal).unwrap();
            let journal = read["journal"].take();
            if journal["complete"] == true {
                return journal;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the journal did not become complete");
    }
}

fn fetch(settings: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = program()
        .arg("--config")
        .arg(settings)
        .arg("fetch")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that needs no input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_vaccinjournal"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn errors(output: &Output) -> String {
    text(&output.stderr)
}
