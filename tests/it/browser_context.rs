//! COSMIC and the journal side by side in a real browser, each in a window of its own: they stay at
//! the same patient whichever of them changes, and say so when they do not.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use fantoccini::wd::{WebDriverCompatibleCommand, WindowHandle};
use serde_json::{Value, json};

use crate::browser_support::Browser;
use crate::demo::Demo;

const SEED: u64 = 20_261_128;
const CHANGES: usize = 200;
const TOLVAN: &str = "191212121212";
const RESA: &str = "195709263080";
const BARN: &str = "201701012393";
pub const PATIENTS: [&str; 4] = [TOLVAN, RESA, BARN, "196812732391"];

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_changes_from_either_side_never_mix_two_patients() {
    let demo = Demo::start();
    let mut windows = Windows::open(Browser::new(demo.cosmic).await, &PATIENTS).await;
    windows.change_at_random(CHANGES, |_| {}).await;
    windows.agree(None).await;
    let seen = windows.seen().await;
    println!("{seen}");
    assert_eq!(seen["wrong"], json!([]), "a page held another patient's doses");
    assert!(seen["looks"].as_u64().unwrap() > 300, "{seen}");
    assert!(seen["rows"].as_u64().unwrap() > 1_000, "{seen}");
    windows.browser.close().await;
    let log = demo.stop().log;
    for secret in PATIENTS {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_frame_the_two_follow_each_other() {
    let demo = Demo::start();
    let browser = Browser::new(demo.cosmic).await;
    browser.go("/").await;
    choose(&browser, "patient", TOLVAN).await;
    browser.click("#oppna").await;
    browser.find("#mvj").await.enter_frame().await.unwrap();
    browser.state_grounds().await;
    browser.wait_for("#journal").await;
    browser.page.clone().enter_parent_frame().await.unwrap();
    browser.wait_for("#synk.bra").await;
    browser.picture("context-frame").await;
    choose(&browser, "patient", RESA).await;
    browser.find("#mvj").await.enter_frame().await.unwrap();
    until(&browser, &format!("return ({HEAD}) === '{RESA}'")).await;
    browser.page.clone().enter_parent_frame().await.unwrap();
    browser.picture("context-frame-followed").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_cosmic_does_not_follow_both_are_named_and_nothing_can_be_done_until_resolved() {
    let demo = Demo::start();
    let windows = Windows::open(Browser::new(demo.cosmic).await, &[TOLVAN, RESA]).await;
    let browser = &windows.browser;
    windows.agree(Some(TOLVAN)).await;
    for follows in [false, true] {
        windows.to_cosmic().await;
        browser.run("document.getElementById('osparat').checked = true").await;
        windows.to_journal().await;
        search(browser, RESA).await;
        until(browser, "return !document.getElementById('cosmic')?.hidden").await;
        let said = browser.text("#cosmic").await;
        assert!(said.contains("COSMIC visar en annan patient"), "{said}");
        assert!(said.contains("19570926-3080") && said.contains("19121212-1212"), "{said}");
        assert_eq!(browser.run(STOPPED).await, true, "something can still be done");
        assert_eq!(browser.run("return document.activeElement.id").await, "cosmic");
        if !follows {
            let found = browser.serious_findings().await;
            assert!(found.is_empty(), "{found:#?}");
            browser.picture("context-apart").await;
        }
        windows.to_cosmic().await;
        browser.picture("context-apart-cosmic").await;
        assert!(browser.text("#synk").await.contains("osparad anteckning"));
        if follows {
            // COSMIC keeps its note, and the journal comes back to it.
            windows.to_journal().await;
            browser.click("#cosmic-folj").await;
        } else {
            // The note is saved. By now the journal may have asked again by itself.
            browser.run("document.getElementById('osparat').checked = false").await;
            windows.to_journal().await;
            browser.run("document.getElementById('cosmic-behall').click()").await;
        }
        until(browser, "return document.getElementById('cosmic')?.hidden").await;
        windows.agree(Some(if follows { TOLVAN } else { RESA })).await;
        windows.to_journal().await;
        assert_eq!(browser.run(STOPPED).await, false, "all can be done again");
        windows.to_cosmic().await;
        browser.run("document.getElementById('osparat').checked = false").await;
        windows.cosmic_opens(TOLVAN).await;
        windows.agree(Some(TOLVAN)).await;
    }
    windows.browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unsaved_work_is_not_lost_without_asking() {
    let demo = Demo::start();
    let windows = Windows::open(Browser::new(demo.cosmic).await, &[TOLVAN, RESA]).await;
    let browser = &windows.browser;
    for follows in [false, true] {
        // The page that asks why she reads: begun, and not sent.
        windows.to_journal().await;
        search(browser, BARN).await;
        windows.agree(Some(BARN)).await;
        browser.wait_for(".grounds-form").await;
        browser.click("#relation").await;
        windows.cosmic_opens(RESA).await;
        until(browser, "return document.getElementById('synk').className === 'fel'").await;
        let said = browser.text("#synk").await;
        assert!(said.contains("osparade ändringar"), "{said}");
        windows.to_journal().await;
        until(browser, "return !document.getElementById('cosmic').hidden").await;
        let said = browser.text("#cosmic").await;
        for part in ["inte är sparade", "20170101-2393", "19570926-3080"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains("Resarsson"), "a name may be protected: {said}");
        assert_eq!(browser.run(STOPPED).await, true, "something can still be done");
        assert_eq!(browser.run(CHECKED).await, true);
        if !follows {
            let found = browser.serious_findings().await;
            assert!(found.is_empty(), "{found:#?}");
            browser.picture("context-unsaved").await;
        }
        browser.click(if follows { "#cosmic-folj" } else { "#cosmic-behall" }).await;
        windows.agree(Some(if follows { RESA } else { BARN })).await;
        windows.to_journal().await;
        assert_eq!(browser.run(CHECKED).await, !follows);
        assert_eq!(browser.run("return document.getElementById('cosmic').hidden").await, true);
        assert_eq!(browser.run(STOPPED).await, false);
        // Left as it is: the first form is not to hold the second round up.
        browser.run("document.querySelector('.grounds-form')?.reset()").await;
        windows.cosmic_opens(TOLVAN).await;
        windows.agree(Some(TOLVAN)).await;
    }
    windows.browser.close().await;
}

/// G20.
#[tokio::test(flavor = "multi_thread")]
async fn when_contact_is_lost_the_patient_is_covered_within_fifteen_seconds_and_comes_back() {
    let demo = Demo::start();
    let windows = Windows::open(Browser::new(demo.cosmic).await, &[TOLVAN, RESA]).await;
    let browser = &windows.browser;
    windows.agree(Some(TOLVAN)).await;
    windows.to_journal().await;
    demo.pause(true);
    let begun = Instant::now();
    until(browser, "return document.documentElement.classList.contains('covered')").await;
    let took = begun.elapsed();
    println!("covered after {took:?}");
    assert!(took < Duration::from_secs(15), "{took:?}");
    let said = browser.text("#cosmic").await;
    assert!(said.contains("Kontakten med COSMIC är bruten"), "{said}");
    assert!(said.contains("19121212-1212"), "{said}");
    assert_eq!(browser.run(STOPPED).await, true);
    let visible = "return getComputedStyle(document.querySelector('main')).visibility";
    assert_eq!(browser.run(visible).await, "hidden");
    browser.picture("context-lost").await;
    demo.pause(false);
    until(browser, "return !document.documentElement.classList.contains('covered')").await;
    assert_eq!(browser.run(STOPPED).await, false);
    windows.cosmic_opens(RESA).await;
    windows.agree(Some(RESA)).await;
    windows.browser.close().await;
}

/// The head's number, as twelve characters.
const HEAD: &str = "document.querySelector('.patient .id, main .lead .id')?.textContent.trim().replace('-', '') ?? ''";

const CHECKED: &str = "return document.getElementById('relation')?.checked ?? false";

/// Whether nothing on the page can be used but the notice.
const STOPPED: &str = "return document.querySelector('main').inert \
    && document.querySelector('header.top').inert \
    && [...document.querySelectorAll('main button, header button')].every(b => b.disabled)";

/// COSMIC in one window and the journal in another.
pub struct Windows {
    pub browser: Browser,
    cosmic: WindowHandle,
    journal: WindowHandle,
    home: String,
    dice: u64,
}

impl Windows {
    /// Launches the first patient into a window of its own, states why the nurse reads each of these
    /// patients, and watches the window from then on.
    pub async fn open(browser: Browser, stated: &[&str]) -> Self {
        browser.go("/").await;
        choose(&browser, "patient", TOLVAN).await;
        browser.click("#eget").await;
        browser.click("#oppna").await;
        let cosmic = browser.page.window().await.unwrap();
        let begun = Instant::now();
        let journal = loop {
            let all = browser.page.windows().await.unwrap();
            if let Some(other) = all.into_iter().find(|window| *window != cosmic) {
                break other;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "no second window");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let mut windows = Self { browser, cosmic, journal, home: String::new(), dice: SEED };
        windows.to_cosmic().await;
        windows.browser.wait_for("#synk.bra").await;
        windows.to_journal().await;
        let mut home = windows.browser.page.current_url().await.unwrap();
        home.set_path("/");
        windows.home = home.to_string();
        for patient in stated.iter().skip(1).chain(&stated[..1]) {
            search(&windows.browser, patient).await;
            windows.agree(Some(patient)).await;
            windows.browser.state_grounds().await;
            windows.browser.wait_for("#journal").await;
        }
        // From the next page on, every change to it is looked at before it is painted.
        let script = WATCH.replace("OWNERS", &owners().to_string());
        let watch = Devtools {
            command: "Page.addScriptToEvaluateOnNewDocument",
            parameters: json!({ "source": script }),
        };
        windows.browser.page.issue_cmd(watch).await.unwrap();
        windows.browser.page.refresh().await.unwrap();
        windows.browser.wait_for("#journal").await;
        windows
    }

    pub async fn to_cosmic(&self) {
        self.browser.page.switch_to_window(self.cosmic.clone()).await.unwrap();
    }

    pub async fn to_journal(&self) {
        self.browser.page.switch_to_window(self.journal.clone()).await.unwrap();
    }

    /// A patient is chosen in COSMIC.
    pub async fn cosmic_opens(&self, patient: &str) {
        self.to_cosmic().await;
        choose(&self.browser, "patient", patient).await;
    }

    /// Changes patients from either side by the dice; sometimes before the last change is through.
    pub async fn change_at_random(&mut self, changes: usize, mut at: impl FnMut(usize)) {
        let mut now = TOLVAN;
        for change in 0..changes {
            let others: Vec<&str> = PATIENTS.into_iter().filter(|one| *one != now).collect();
            let patient = others[self.roll(others.len())];
            if self.roll(2) == 0 {
                self.cosmic_opens(patient).await;
            } else {
                self.to_journal().await;
                search(&self.browser, patient).await;
            }
            at(change);
            now = patient;
            if self.roll(4) > 0 {
                // A change that crossed an earlier one may have lost; then the other holds for both.
                let settled = self.agree(None).await;
                now = PATIENTS.into_iter().find(|one| *one == settled).unwrap();
            }
        }
    }

    /// Waits until both windows show the same patient, and gives her number.
    pub async fn agree(&self, on: Option<&str>) -> String {
        let begun = Instant::now();
        let mut before = (String::new(), String::new());
        loop {
            self.to_cosmic().await;
            let cosmic = read(&self.browser, "return document.body.dataset.shows ?? ''").await;
            self.to_journal().await;
            let journal = read(&self.browser, &format!("return {HEAD}")).await;
            let agreed =
                cosmic == journal && !cosmic.is_empty() && on.is_none_or(|on| on == cosmic);
            let now = (cosmic, journal);
            // Twice in a row: one of them may have been about to leave.
            if agreed && now == before {
                return now.0;
            }
            if begun.elapsed() > Duration::from_secs(40) {
                self.browser.picture("context-disagree-journal").await;
                let page = self.browser.page.source().await.unwrap_or_default();
                self.to_cosmic().await;
                self.browser.picture("context-disagree-cosmic").await;
                panic!("they do not agree: {now:?}, wanted {on:?}\n{page}");
            }
            // A page that was asked for while a server was killed has not come: she looks the patient
            // up again.
            if begun.elapsed() > Duration::from_secs(8) && now.1.is_empty() && now == before {
                self.to_journal().await;
                let _ = self.browser.page.goto(&self.home).await;
                search(&self.browser, &now.0).await;
            }
            before = now;
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// What the watch has seen in the journal's window.
    pub async fn seen(&self) -> Value {
        self.to_journal().await;
        let seen = read(&self.browser, "return sessionStorage.seen ?? '{}'").await;
        serde_json::from_str(&seen).unwrap()
    }

    /// A throw of dice that fall the same way each time.
    fn roll(&mut self, sides: usize) -> usize {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.dice >> 33).unwrap() % sides
    }
}

/// Chooses an entry of a list in COSMIC, as a hand does.
async fn choose(browser: &Browser, list: &str, number: &str) {
    let script = format!(
        "const list = document.getElementById('{list}'); \
         const at = [...list.options].findIndex(o => o.dataset.number === '{number}'); \
         if (at < 0) return false; list.selectedIndex = at; \
         list.dispatchEvent(new Event('change')); return true"
    );
    assert_eq!(browser.run(&script).await, true, "{number} is not to choose");
}

/// Looks a patient up in the journal, by its own search. Pages may be on their way out meanwhile.
async fn search(browser: &Browser, patient: &str) {
    let begun = Instant::now();
    loop {
        let tried = try_search(browser, patient).await;
        if tried.is_ok() {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "the search cannot be used: {tried:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn try_search(browser: &Browser, patient: &str) -> Result<(), String> {
    let run = async |script: &str| {
        browser.page.execute(script, Vec::new()).await.map_err(|error| error.to_string())
    };
    run("if (!document.querySelector('form[action=\"/panel\"]')) \
         (document.querySelector('a.brand') ?? { click() { location.href = '/' } }).click()")
    .await?;
    let begun = Instant::now();
    loop {
        let script = format!(
            "const form = document.querySelector('form[action=\"/panel\"]'); \
             if (!form || document.readyState !== 'complete') return false; \
             form.patient.value = '{patient}'; form.querySelector('button').click(); return true"
        );
        match run(&script).await {
            Ok(done) if done == true => return Ok(()),
            // The page went on to another patient meanwhile: try anew.
            _ if begun.elapsed() > Duration::from_secs(2) => return Err("no form".to_owned()),
            _ => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// A text of the page; empty while the page is on its way out.
async fn read(browser: &Browser, script: &str) -> String {
    let read = browser.page.execute(script, Vec::new()).await;
    read.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

async fn until(browser: &Browser, script: &str) {
    let begun = Instant::now();
    loop {
        let done = browser.page.execute(script, Vec::new()).await;
        if done.is_ok_and(|done| done == true) {
            return;
        }
        if begun.elapsed() > Duration::from_secs(30) {
            browser.picture("context-until").await;
            panic!("did not come: {script}\n{}", browser.page.source().await.unwrap());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Whose dose each day tells: no two of the demonstration's patients had one on the same day.
fn owners() -> Value {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for file in ["scenarios/demo.toml", "scenarios/demo-own.toml"] {
        let file: toml::Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
        let list = |table: &toml::Table, key: &str| {
            table.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default()
        };
        let mut doses = list(&file, "vaccination");
        for producer in list(&file, "producers") {
            doses.extend(list(producer.as_table().unwrap(), "doses"));
        }
        for dose in doses {
            let text = |key: &str| dose.get(key).and_then(toml::Value::as_str).map(str::to_owned);
            let (Some(patient), Some(day)) = (text("patient"), text("date")) else { continue };
            let earlier = owners.insert(day.clone(), patient.clone());
            assert!(earlier.is_none_or(|one| one == patient), "two patients on {day}");
        }
    }
    assert!(owners.len() > 50, "{}", owners.len());
    json!(owners)
}

/// Looks at every change to the page: each dose must be of the patient in its head.
const WATCH: &str = "(() => { \
    if (!location.pathname.startsWith('/panel/')) return; \
    const owners = OWNERS; \
    const look = () => { \
      const head = document.querySelector('.patient .id'); \
      if (!head) return; \
      const shown = head.textContent.trim().replace('-', ''); \
      const seen = JSON.parse(sessionStorage.seen || '{\"looks\":0,\"rows\":0,\"wrong\":[]}'); \
      seen.looks += 1; \
      for (const day of document.querySelectorAll('.dose .day, .matrix .day')) { \
        const owner = owners[day.textContent.trim()]; \
        if (!owner) continue; \
        seen.rows += 1; \
        if (owner !== shown) seen.wrong.push([shown, day.textContent]); \
      } \
      sessionStorage.seen = JSON.stringify(seen); \
    }; \
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true }); \
  })()";

/// A command of the browser's own tools, which WebDriver has no word for.
#[derive(Debug)]
struct Devtools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (http::Method::POST, Some(body.to_string()))
    }
}
