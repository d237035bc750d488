//! The page that asks a nurse why she reads, in a real browser: by keyboard, without scripts, and as
//! somebody sees it.

use fantoccini::key::Key;

use crate::browser_support::Browser;
use crate::house::{House, aggregated, demonstration};
use crate::web_server::start;
use crate::web_support::{Site, settings};

const TRAVELLER: &str = "19570926-3080";

async fn site() -> Site {
    let mut scenario = demonstration();
    scenario.platform.time_scale = 0.02;
    Site::of(House::of(scenario, aggregated()).await, settings()).await
}

/// Looks a patient up, and waits for the page that asks.
async fn look_up(browser: &Browser, patient: &str) {
    browser.go("/").await;
    browser.find("#patient").await.send_keys(patient).await.unwrap();
    browser.click("main button").await;
    browser.wait_for(".grounds-form").await;
}

async fn press(browser: &Browser, key: Key) {
    browser.press(&key.to_string()).await;
}

async fn focused(browser: &Browser) -> String {
    let script = "const e = document.activeElement; return e.id || e.name || e.tagName";
    browser.run(script).await.as_str().unwrap().to_owned()
}

async fn check(browser: &Browser, what: &str) {
    let found = browser.serious_findings().await;
    assert!(found.is_empty(), "{what}: {found:#?}");
    let wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assert_eq!(browser.run(wide).await, false, "{what} is wider than the window");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_asks_is_answered_by_keyboard_in_seconds() {
    let site = site().await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.log_in().await;
    look_up(&browser, TRAVELLER).await;
    // The first thing to answer has the focus.
    assert_eq!(focused(&browser).await, "relation");
    check(&browser, "the question").await;
    browser.picture("access").await;
    press(&browser, Key::Space).await;
    press(&browser, Key::Tab).await;
    assert_eq!(focused(&browser).await, "samtycke");
    press(&browser, Key::Space).await;
    // The fields of the chosen ground are there, and of no other.
    let seen = "return [...document.querySelectorAll('.more')].map(m => m.offsetHeight > 0)";
    assert_eq!(browser.run(seen).await, serde_json::json!([true, false, false]));
    check(&browser, "consent").await;
    browser.picture("access-consent").await;
    press(&browser, Key::Down).await;
    assert_eq!(focused(&browser).await, "nodlage");
    assert_eq!(browser.run(seen).await, serde_json::json!([false, true, false]));
    press(&browser, Key::Enter).await;
    browser.wait_for("[role='alert']").await;
    assert!(browser.text("[role='alert']").await.contains("Skriv ett skäl"));
    check(&browser, "a problem").await;
    browser.picture("access-problem").await;
    let field = "return document.getElementById('nodlage-skal').getAttribute('aria-describedby')";
    assert_eq!(browser.run(field).await, "fel");
    // Relation and choice were kept; the reason is all that is missing.
    assert_eq!(browser.run("return document.getElementById('relation').checked").await, true);
    browser.find("#nodlage-skal").await.send_keys("medvetslös").await.unwrap();
    browser.click("main button").await;
    browser.wait_until_complete().await;
    assert!(browser.text(".grounds").await.contains("Läses i nödläge"));
    check(&browser, "the journal").await;
    browser.picture("access-journal").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_a_nurse_answers_names_the_blocked_and_lifts_a_block() {
    let site = site().await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::without_scripts(address).await;
    browser.log_in().await;
    browser.search(TRAVELLER).await;
    browser.wait_until_complete().await;
    let page = browser.page.source().await.unwrap();
    assert!(page.contains("Spärrade uppgifter finns."), "{page}");
    browser.click("#undanhallna summary").await;
    browser.picture("access-blocked").await;
    browser.click("form[action$='/blocked'] button").await;
    browser.wait_for("#sparrade-hos").await;
    browser.click("#undanhallna summary").await;
    browser.long_picture("access-blocked-named").await;
    browser.click("a[href$='/blocked/lift']").await;
    browser.wait_for("input[name='holder']").await;
    browser.picture("access-lift").await;
    for field in ["input[name='holder']", "input[value='emergency']"] {
        browser.click(field).await;
    }
    browser.find("#varfor").await.send_keys("medvetslös").await.unwrap();
    browser.click("main button").await;
    browser.wait_until_complete().await;
    assert!(browser.page.source().await.unwrap().contains("Spärren är tillfälligt hävd"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_lifts_a_block_has_nothing_that_keeps_somebody_out() {
    let site = site().await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.log_in().await;
    browser.search(TRAVELLER).await;
    browser.wait_until_complete().await;
    browser.run("document.querySelector(\"form[action$='/blocked'] button\").click()").await;
    browser.wait_for("#sparrade-hos").await;
    browser.run("document.getElementById('undanhallna').open = true").await;
    check(&browser, "the named").await;
    browser.run("document.querySelector(\"a[href$='/blocked/lift']\").click()").await;
    browser.wait_for("input[name='holder']").await;
    check(&browser, "the lifting").await;
    browser.click("main button").await;
    browser.wait_for("[role='alert']").await;
    check(&browser, "a problem").await;
    browser.picture("access-lift-problem").await;
    browser.close().await;
}
