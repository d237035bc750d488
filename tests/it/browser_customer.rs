//! Lägg till kund in a real browser: by keyboard, for screen readers, and as pictures to look at.

use fantoccini::key::Key;
use serde_json::json;
use vaccinjournal::domain::ReserveSeries;
use vaccinjournal::simulator::scenario::ServiceBehaviour;
use vaccinjournal::web::Settings;

use crate::browser_support::Browser;
use crate::launch_support::claiming;
use crate::web_customer::{
    DEAD, NEW, NOBODY, OLD_NUMBER, PROTECTED, RESERVE, SERIES, behave, known_to, launching,
};
use crate::web_server::start;
use crate::web_support::settings;

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_patient_is_added_with_one_key_and_every_other_case_is_said_plainly() {
    let series = vec![ReserveSeries::new(SERIES, "Region Stockholm", false).unwrap()];
    let site = launching(Settings { reserve_series: series, ..settings() }).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.log_in().await;
    seen(&browser, "customer-search").await;
    for (patient, name, words) in [
        (PROTECTED, "customer-protected", "Skyddade personuppgifter"),
        (DEAD, "customer-deceased", "Personen har avlidit 2024-11-30."),
        (OLD_NUMBER, "customer-changed-id", "Numret har ersatts av 19491117-2296."),
        (NOBODY, "customer-unknown", "Numret finns inte i personuppgiftstjänsten."),
    ] {
        look_up(&browser, patient).await;
        let page = browser.text("main").await;
        assert!(page.contains(words), "{name}: {page}");
        // Where there is something to read first, no key adds her by chance.
        let focused = browser.run("return document.activeElement.id").await;
        assert_ne!(focused, "spara", "{name}");
        seen(&browser, name).await;
    }
    behave(&site, ServiceBehaviour::Hang);
    look_up(&browser, NEW).await;
    assert!(browser.text("main").await.contains("svarar inte just nu"));
    assert_eq!(browser.run("return document.activeElement.id").await, "kund-name");
    browser.press("Ny Nummer").await;
    seen(&browser, "customer-register-down").await;
    behave(&site, ServiceBehaviour::default());
    browser.click("#hamta-igen").await;
    browser.wait_for("#kund-name[value='Ny Nummer']").await;
    let town = browser.run("return document.getElementById('kund-place').value").await;
    assert_eq!(town, "Sandvik");

    look_up(&browser, NEW).await;
    seen(&browser, "customer-filled").await;
    let field = browser.find("#kund-email").await;
    field.send_keys("ny nummer").await.unwrap();
    browser.click("#spara").await;
    browser.wait_for("#fel-email").await;
    let focused = browser.run("return document.activeElement.id").await;
    assert_eq!(focused, "kund-email", "the field to put right has the focus");
    assert!(browser.page.title().await.unwrap().starts_with("Fel: "));
    seen(&browser, "customer-wrong").await;
    assert!(!known_to(&site, NEW).await);

    // One key: the button has the focus already.
    look_up(&browser, NEW).await;
    assert_eq!(browser.run("return document.activeElement.id").await, "spara");
    browser.press(&Key::Enter.to_string()).await;
    browser.state_grounds().await;
    browser.wait_for("#journal").await;
    assert!(browser.text("#journal").await.contains("19491117-2296"));
    assert!(known_to(&site, NEW).await);
    browser.search(NEW).await;

    let patient = json!({ "type": SERIES, "id": RESERVE });
    let assertion = claiming(|claims| claims["patient"] = patient);
    browser
        .run(&format!(
            "const form = document.createElement('form'); form.method = 'post'; \
             form.action = '/launch'; const field = document.createElement('input'); \
             field.name = 'assertion'; field.value = '{assertion}'; form.append(field); \
             document.body.append(form); form.submit()"
        ))
        .await;
    browser.wait_for("#besked .tone-warning").await;
    let page = browser.text("main").await;
    assert!(page.contains("Patienten har ett lokalt reservnummer"), "{page}");
    assert_eq!(browser.count("#kund").await, 0);
    seen(&browser, "customer-reserve-number").await;
    browser.close().await;
}

async fn look_up(browser: &Browser, patient: &str) {
    browser.go("/").await;
    browser.find("#patient").await.send_keys(patient).await.unwrap();
    browser.click("main button").await;
    browser.wait_for("#kund").await;
}

/// Nothing on the page keeps anybody out, and there is a picture of it.
async fn seen(browser: &Browser, name: &str) {
    browser.picture(name).await;
    let found = browser.serious_findings().await;
    assert!(found.is_empty(), "{name}: {found:#?}");
}
