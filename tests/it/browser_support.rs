//! A real browser: headless Chromium, driven through chromedriver, which each test starts itself.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard};

/// One browser at a time: the machines that run tests are small.
static TURN: Mutex<()> = Mutex::const_new(());

/// A browser window of 1024 × 768, the size of a tab inside another program.
pub struct Browser {
    pub page: Client,
    driver: Child,
    site: String,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// A browser that shows the site at this address.
    pub async fn new(site: std::net::SocketAddr) -> Self {
        Self::start(format!("http://{site}"), true, &[]).await
    }

    /// A browser that reaches hosts under `.test` on this machine, takes any certificate for them,
    /// and keeps no cookies for the sites of frames, as newer browsers do.
    pub async fn strict(site: String) -> Self {
        let more = ["--host-resolver-rules=MAP *.test 127.0.0.1", "--ignore-certificate-errors"];
        Self::start(site, true, &more).await
    }

    /// The same, with scripts switched off.
    pub async fn without_scripts(site: std::net::SocketAddr) -> Self {
        Self::start(format!("http://{site}"), false, &[]).await
    }

    async fn start(site: String, scripts: bool, more: &[&str]) -> Self {
        let turn = TURN.lock().await;
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is missing: run scripts/setup test");
        let port = port_of(&mut driver);
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1024,768",
            "--lang=sv",
        ];
        let arguments: Vec<&str> = arguments.iter().chain(more).copied().collect();
        let mut chrome = json!({ "args": arguments });
        if !more.is_empty() {
            let block = json!({
                "profile.block_third_party_cookies": true,
                "profile.cookie_controls_mode": 1,
            });
            chrome["prefs"] = block;
        }
        if !scripts {
            let off = json!({ "profile.default_content_setting_values.javascript": 2 });
            chrome["prefs"] = off;
        }
        let mut wanted = serde_json::Map::new();
        wanted.insert("goog:chromeOptions".to_owned(), chrome);
        wanted.insert("unhandledPromptBehavior".to_owned(), json!("ignore"));
        let page = ClientBuilder::native()
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        Self { page, driver, site, _turn: turn }
    }

    /// Goes to an address of the site.
    pub async fn go(&self, path: &str) {
        self.page.goto(&format!("{}{path}", self.site)).await.unwrap();
    }

    /// Logs in as the demonstration's nurse.
    pub async fn log_in(&self) {
        self.log_in_as("karin-centrum").await;
        self.wait_for("#patient").await;
    }

    /// Logs in under an assignment.
    pub async fn log_in_as(&self, assignment: &str) {
        self.go("/").await;
        self.click(&format!("input[value='{assignment}']")).await;
        self.click("main button").await;
    }

    /// Looks a patient up.
    pub async fn search(&self, patient: &str) {
        self.go("/").await;
        self.find("#patient").await.send_keys(patient).await.unwrap();
        self.click("main button").await;
        self.state_grounds().await;
        self.wait_for("#journal").await;
    }

    /// Says that the nurse takes part in the patient's care and that the patient consents, where the
    /// page asks.
    pub async fn state_grounds(&self) {
        self.wait_for("#journal, .grounds-form").await;
        if self.count(".grounds-form").await > 0 {
            if self.count("#relation").await > 0 {
                self.click("#relation").await;
            }
            self.click("#samtycke").await;
            self.click("main button").await;
        }
    }

    /// Waits until every source has answered or been given up.
    pub async fn wait_until_complete(&self) {
        self.wait_for("#innehall[data-waiting='false'] #journal[data-waiting='false']").await;
    }

    pub async fn wait_for(&self, css: &str) {
        let wait = self.page.wait().at_most(Duration::from_secs(60));
        if let Err(error) = wait.for_element(Locator::Css(css)).await {
            panic!("{css} did not come ({error}) on\n{}", self.page.source().await.unwrap());
        }
    }

    pub async fn find(&self, css: &str) -> fantoccini::elements::Element {
        self.page.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    pub async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap();
    }

    pub async fn press(&self, keys: &str) {
        let focused = self.page.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    /// The text as it is seen; read in one go, since the page may change between two questions.
    pub async fn text(&self, css: &str) -> String {
        let script = format!("return document.querySelector({}).innerText", json!(css));
        self.run(&script).await.as_str().unwrap().to_owned()
    }

    pub async fn count(&self, css: &str) -> usize {
        self.page.find_all(Locator::Css(css)).await.unwrap().len()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.page.execute(script, Vec::new()).await.unwrap()
    }

    /// What axe finds serious or critical on the page, by rule and place.
    pub async fn serious_findings(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(axe()).unwrap();
        self.run(&axe).await;
        let script = "const done = arguments[arguments.length - 1]; \
            axe.run(document, { resultTypes: ['violations'] }).then(found => done( \
              found.violations.filter(v => ['serious', 'critical'].includes(v.impact)) \
                .flatMap(v => v.nodes.map(n => `${v.id} (${v.impact}): ${n.target} ${n.failureSummary}`))))";
        let found = self.page.execute_async(script, Vec::new()).await.unwrap();
        serde_json::from_value(found).unwrap()
    }

    /// Keeps a picture of the window under `target/screenshots`, for people to look at.
    pub async fn picture(&self, name: &str) {
        let folder = PathBuf::from("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let picture = self.page.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }

    /// Keeps a picture of the whole page, as long as it is.
    pub async fn long_picture(&self, name: &str) {
        let height = self.run("return document.documentElement.scrollHeight").await;
        let height = u32::try_from(height.as_u64().unwrap()).unwrap() + 120;
        self.page.set_window_size(1024, height).await.unwrap();
        self.picture(name).await;
        self.page.set_window_size(1024, 768).await.unwrap();
    }

    /// Closes the browser; without it a failing test still ends the driver, and the driver its
    /// browser.
    pub async fn close(self) {
        let _ = self.page.clone().close().await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // TERM lets the driver end the browser it has started.
        let _ = Command::new("kill").arg(self.driver.id().to_string()).status();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(3) {
            if self.driver.try_wait().is_ok_and(|status| status.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn port_of(driver: &mut Child) -> u16 {
    let said = BufReader::new(driver.stdout.take().unwrap());
    for line in said.lines() {
        let line = line.unwrap();
        if let Some((_, port)) = line.rsplit_once("successfully on port ") {
            return port.trim_end_matches('.').parse().unwrap();
        }
    }
    panic!("chromedriver did not start");
}

/// The accessibility checker, fetched once into `target/`.
fn axe() -> PathBuf {
    static FETCH: std::sync::Once = std::sync::Once::new();
    let folder = PathBuf::from("target/npm");
    let file = folder.join("node_modules/axe-core/axe.min.js");
    FETCH.call_once(|| {
        if !file.exists() {
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]);
            let fetched = npm.arg(&folder).arg("axe-core@4.14.1").stdout(Stdio::null()).status();
            assert!(fetched.unwrap().success(), "npm could not fetch axe-core");
        }
    });
    file
}
