//! The panel in a real browser, before the simulated platform.

use std::time::Duration;

use fantoccini::key::Key;
use vaccinjournal::journal::ask::{DirectSource, Plan};
use vaccinjournal::rivta::GvhVersion;

use crate::browser_support::Browser;
use crate::house::{House, demonstration};
use crate::simulator_play::AGGREGATION;
use crate::web_server::start;
use crate::web_support::{SUPPORT, Site, settings};

const PATIENT: &str = "19121212-1212";

#[tokio::test(flavor = "multi_thread")]
async fn the_panel_fills_in_as_sources_answer_and_keeps_what_the_reader_does() {
    let site = demo_site(0.2).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.log_in().await;
    browser.picture("search").await;
    browser.search(PATIENT).await;
    // Own records are there at once.
    assert!(browser.text("#journal").await.contains("FSME-IMMUN Vuxen"));
    assert!(browser.text(".said").await.starts_with("Hämtar uppgifter"));
    browser.picture("waiting").await;
    browser.run("document.querySelector('.dose summary').click()").await;
    let open = browser.run("return document.querySelector('details.dose[open]').id").await;
    browser.run("document.getElementById('val-fran').value = '2019'").await;
    browser.run("document.getElementById('val-fran').focus()").await;
    browser.wait_until_complete().await;
    let still = format!("return document.getElementById('{}').open", open.as_str().unwrap());
    assert_eq!(browser.run(&still).await, true, "an opened dose stays open");
    assert_eq!(browser.run("return document.activeElement.id").await, "val-fran");
    assert_eq!(browser.run("return document.getElementById('val-fran').value").await, "2019");
    let said = browser.text(".said").await;
    assert!(said.contains("Uppgifter kunde inte hämtas från"), "{said}");
    assert!(said.contains("Översikten kan vara ofullständig."), "{said}");
    let announced = browser.run("return document.getElementById('laget').textContent").await;
    assert!(announced.as_str().unwrap().contains("kunde inte hämtas"), "{announced}");
    assert!(browser.count(".matrix tbody").await > 3);
    assert!(browser.count("svg.timeline circle").await > 5);
    browser.picture("complete").await;
    browser.long_picture("complete-long").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_page_reads_itself_again_until_it_is_complete() {
    let site = demo_site(0.1).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::without_scripts(address).await;
    browser.log_in().await;
    browser.search(PATIENT).await;
    browser.wait_until_complete().await;
    assert!(browser.text(".said").await.contains("Uppgifter kunde inte hämtas från"));
    assert_eq!(browser.count("noscript").await, 0);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_be_done_by_keyboard_alone() {
    let site = demo_site(0.02).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.go("/login").await;
    let tab = Key::Tab.to_string();
    let enter = Key::Enter.to_string();
    let focused = "return document.activeElement.matches(':focus-visible') \
        && getComputedStyle(document.activeElement).outlineStyle !== 'none'";
    // The first stop is the way past the heading.
    browser.press(&tab).await;
    assert_eq!(browser.text("a:focus").await, "Till innehållet");
    reach(&browser, "input[name='assignment']").await;
    assert_eq!(browser.run(focused).await, true);
    browser.run("document.querySelector(\"input[value='karin-centrum']\").checked = true").await;
    reach(&browser, "main button").await;
    browser.press(&enter).await;
    browser.wait_for("#patient").await;
    assert_eq!(browser.run("return document.activeElement.id").await, "patient");
    browser.press(PATIENT).await;
    browser.press(&enter).await;
    browser.wait_for(".grounds-form").await;
    for choice in ["#relation", "#samtycke"] {
        reach(&browser, choice).await;
        assert_eq!(browser.run(focused).await, true);
        browser.press(" ").await;
    }
    reach(&browser, "main button").await;
    browser.press(&enter).await;
    browser.wait_until_complete().await;
    reach(&browser, ".dose > summary").await;
    assert_eq!(browser.run(focused).await, true);
    browser.press(&enter).await;
    assert_eq!(browser.count("details.dose[open]").await, 1);
    // Every stop on the way through the page can be seen.
    for _ in 0..40 {
        browser.press(&tab).await;
        let on_page = browser.run("return document.activeElement !== document.body").await;
        if on_page == true {
            assert_eq!(browser.run(focused).await, true, "focus is not to be seen");
        }
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_dose_is_split_and_joined_again() {
    let site = demo_site(0.02).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.log_in().await;
    browser.search(PATIENT).await;
    browser.wait_until_complete().await;
    let doses = browser.run("return document.querySelectorAll('.matrix td a').length").await;
    open_all(&browser).await;
    browser.picture("merged").await;
    browser.click(".why button").await;
    browser.wait_for("form.apart").await;
    browser.wait_until_complete().await;
    let more = browser.run("return document.querySelectorAll('.matrix td a').length").await;
    assert!(more.as_u64() > doses.as_u64(), "{more} is no more than {doses}");
    open_all(&browser).await;
    browser.picture("split").await;
    browser.click("form.apart button").await;
    browser.wait_until_complete().await;
    assert_eq!(browser.count("form.apart").await, 0);
    let again = browser.run("return document.querySelectorAll('.matrix td a').length").await;
    assert_eq!(again, doses);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filter_shows_what_is_chosen_and_says_what_is_left_out() {
    let site = demo_site(0.02).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.log_in().await;
    browser.search(PATIENT).await;
    browser.wait_until_complete().await;
    browser.click("#val-sjukdom option[value='TBE']").await;
    browser.click("#val-visa").await;
    browser.wait_for("form.filter .result").await;
    assert_eq!(browser.count(".matrix tbody").await, 1);
    let address = browser.page.current_url().await.unwrap();
    assert_eq!(address.query().unwrap(), "disease=TBE&source=&from=&to=");
    assert!(browser.text(".result").await.starts_with("Visar "));
    browser.click(".result a").await;
    browser.wait_for(".matrix").await;
    assert!(browser.count(".matrix tbody").await > 1);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_serious_and_nothing_is_wider_than_the_window() {
    let site = demo_site(0.02).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.go("/login").await;
    check(&browser, "login").await;
    browser.log_in().await;
    check(&browser, "search").await;
    browser.find("#patient").await.send_keys("191212121213").await.unwrap();
    browser.click("main button").await;
    browser.wait_for("[role='alert'].problem").await;
    let typed = browser.run("return document.getElementById('patient').value").await;
    assert_eq!(typed, "191212121213", "what was typed can be put right");
    check(&browser, "search with a problem").await;
    browser.picture("search-problem").await;
    for patient in [PATIENT, "195709263080", "201701012393", "196812732391"] {
        browser.search(patient).await;
        browser.wait_until_complete().await;
        check(&browser, "panel").await;
        open_all(&browser).await;
        check(&browser, "panel with everything opened").await;
    }
    browser.long_picture("opened-long").await;
    browser.go("/panel/gone").await;
    check(&browser, "message").await;
    browser.go("/support").await;
    check(&browser, "support login").await;
    browser.find("#namn").await.send_keys(SUPPORT.0).await.unwrap();
    browser.find("#losenord").await.send_keys(SUPPORT.1).await.unwrap();
    browser.click("main button").await;
    browser.wait_for(".provider").await;
    open_all(&browser).await;
    check(&browser, "support").await;
    browser.picture("support").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_paper_everything_is_opened_and_nothing_to_press_is_left() {
    // Printed from a page of its own, so that it is logged; the panel prints a notice of that.
    let site = demo_site(0.02).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.log_in().await;
    browser.search(PATIENT).await;
    browser.wait_until_complete().await;
    let by_itself = browser.page.print(Default::default()).await.unwrap();
    std::fs::create_dir_all("target/screenshots").unwrap();
    std::fs::write("target/screenshots/panel_by_itself.pdf", &by_itself).unwrap();
    browser.click(".printing button").await;
    browser.wait_for("main[data-print='true']").await;
    browser.wait_for("main details").await;
    assert_eq!(browser.count("main details:not([open])").await, 0);

    // The same without its script, which prints at once: a browser prints one thing at a time.
    browser.search(PATIENT).await;
    browser.wait_until_complete().await;
    let script = "const done = arguments[arguments.length - 1]; \
        fetch(document.querySelector('main').dataset.base + '/print', { method: 'POST' }) \
          .then((answer) => answer.text()) \
          .then((page) => { document.documentElement.innerHTML = page; done(1); })";
    browser.page.execute_async(script, Vec::new()).await.unwrap();
    browser.wait_for("main[data-print='true']").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let pdf = browser.page.print(Default::default()).await.unwrap();
    assert!(pdf.len() > 2 * by_itself.len(), "the panel prints no journal by itself");
    std::fs::write("target/screenshots/panel.pdf", &pdf).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    browser.long_picture("print").await;
    check(&browser, "the page to print").await;
    browser.close().await;
}

/// First paint on loopback. The least of several, since other programs share the machine.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_paint_comes_within_a_tenth_of_a_second() {
    let site = demo_site(0.02).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.log_in().await;
    browser.search(PATIENT).await;
    browser.wait_until_complete().await;
    let mut paints = Vec::new();
    for _ in 0..9 {
        browser.page.refresh().await.unwrap();
        browser.wait_for("#journal").await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        let script = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime";
        paints.extend(browser.run(script).await.as_f64());
    }
    paints.sort_by(f64::total_cmp);
    println!("first contentful paint, milliseconds: {paints:.0?}");
    assert!(paints[0] < 100.0, "{paints:?}");
    browser.close().await;
}

/// The demonstration, asked through its engagement index so that each source answers for itself.
async fn demo_site(time_scale: f64) -> Site {
    let mut scenario = demonstration();
    scenario.platform.time_scale = time_scale;
    let known = scenario.producers.iter().map(|producer| DirectSource {
        address: producer.address.parse().unwrap(),
        version: GvhVersion::V2,
        name: Some(producer.name.clone()),
    });
    let plan = Plan::Index {
        index: AGGREGATION.parse().unwrap(),
        version: GvhVersion::V2,
        known: known.collect(),
    };
    Site::of(House::of(scenario, plan).await, settings()).await
}

async fn check(browser: &Browser, what: &str) {
    let found = browser.serious_findings().await;
    assert!(found.is_empty(), "{what}: {found:#?}");
    let wide = browser
        .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        .await;
    assert_eq!(wide, 0, "{what} is wider than the window");
}

async fn open_all(browser: &Browser) {
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)").await;
}

/// Presses tab until something that matches has the focus.
async fn reach(browser: &Browser, css: &str) {
    for _ in 0..80 {
        let there = format!("return document.activeElement.matches({})", serde_json::json!(css));
        if browser.run(&there).await == true {
            return;
        }
        browser.press(&Key::Tab.to_string()).await;
    }
    panic!("{css} cannot be reached by keyboard");
}
