//! From COSMIC into the journal in a real browser: two origins, one in a frame of the other.

use fantoccini::key::Key;

use crate::browser_support::Browser;
use crate::demo::Demo;

#[tokio::test(flavor = "multi_thread")]
async fn a_nurse_in_cosmic_comes_straight_into_the_journal_of_the_patient_she_has_open() {
    let demo = Demo::start();
    let browser = Browser::new(demo.cosmic).await;
    launch(&browser, "KARIN", "Centrum", "191212121212").await;
    browser.wait_for("#journal").await;
    let page = browser.text("body").await;
    assert!(page.contains("19121212-1212"), "{page}");
    assert!(page.contains("Karin Demo") && page.contains("Centrum, drop-in"), "{page}");
    let address = browser.run("return location.href").await;
    let address = address.as_str().unwrap();
    assert!(address.contains("/panel/") && !address.contains("1212"), "{address}");
    // A frame of another origin: what is inside cannot be read from outside.
    browser.page.clone().enter_parent_frame().await.unwrap();
    let reach = "try { return document.getElementById('mvj').contentDocument?.title ?? 'closed' } \
        catch { return 'closed' }";
    assert_eq!(browser.run(reach).await, "closed");
    browser.picture("launch-journal").await;

    // Another patient, another unit: the session is another one.
    launch(&browser, "KARIN", "Resekliniken", "195709263080").await;
    browser.state_grounds().await;
    browser.wait_for("#journal").await;
    let page = browser.text("body").await;
    assert!(page.contains("19570926-3080") && page.contains("Resekliniken Demo AB"), "{page}");

    // Nobody open: the search.
    launch(&browser, "KARIN", "Centrum", "Ingen").await;
    browser.wait_for("#patient").await;
    browser.close().await;
    let ended = demo.stop();
    for secret in ["191212121212", "19121212-1212", "195709263080", "eyJ"] {
        assert!(!ended.log.contains(secret), "{secret} is in the log");
    }
    assert_eq!(ended.log.matches("a launch was let through").count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_assignments_are_chosen_among_by_keyboard_and_none_is_said_plainly() {
    let demo = Demo::start();
    let browser = Browser::new(demo.cosmic).await;
    launch(&browser, "EVA", "Vaccinbussen", "191212121212").await;
    browser.wait_for("fieldset.choices").await;
    let found = browser.serious_findings().await;
    assert!(found.is_empty(), "{found:#?}");
    // COSMIC's two boxes behind its button; then the way past the heading, the heading, the choices.
    for _ in 0..5 {
        browser.press(&Key::Tab.to_string()).await;
    }
    assert_eq!(browser.run("return document.activeElement.name").await, "assignment");
    assert_eq!(browser.count("input:checked").await, 0);
    outside(&browser, "launch-choice").await;
    // Arrow down takes the next one, as in any group of radio buttons.
    browser.press(&Key::Down.to_string()).await;
    let chosen = browser.text("label:has(input:checked)").await;
    browser.press(&Key::Enter.to_string()).await;
    browser.state_grounds().await;
    browser.wait_for("#journal").await;
    let note = browser.text(".elsewhere").await;
    assert!(note.contains("SE5560000001-BUSS i COSMIC"), "{note}");
    let clinic = chosen.lines().last().unwrap();
    assert!(note.contains(clinic), "{note} does not name {clinic}");
    let found = browser.serious_findings().await;
    assert!(found.is_empty(), "{found:#?}");
    outside(&browser, "launch-both-units").await;
    browser.click("nav a[href='/launch/assignment']").await;
    browser.wait_for("fieldset.choices").await;
    browser.page.clone().enter_parent_frame().await.unwrap();

    launch(&browser, "NILS", "Centrum", "191212121212").await;
    browser.wait_for("main h1").await;
    let page = browser.text("main").await;
    assert!(page.contains("Du saknar uppdrag i MittVaccin Journal"), "{page}");
    let found = browser.serious_findings().await;
    assert!(found.is_empty(), "{found:#?}");
    outside(&browser, "launch-no-assignment").await;
    browser.close().await;
    assert_eq!(demo.stop().code, Some(0));
}

/// Chooses in COSMIC by what the choices begin with or hold, opens, and steps into the frame.
async fn launch(browser: &Browser, user: &str, unit: &str, patient: &str) {
    browser.go("/").await;
    for (list, part) in [("anvandare", user), ("enhet", unit), ("patient", patient)] {
        let choose = format!(
            "const list = document.getElementById('{list}'); \
             list.selectedIndex = [...list.options].findIndex(o => o.text.includes('{part}')); \
             return list.selectedIndex"
        );
        assert!(browser.run(&choose).await.as_i64().unwrap() >= 0, "{part} is not to choose");
    }
    browser.click("#oppna").await;
    browser.find("#mvj").await.enter_frame().await.unwrap();
}

/// A picture of the whole window; afterwards we are in the frame again.
async fn outside(browser: &Browser, name: &str) {
    browser.page.clone().enter_parent_frame().await.unwrap();
    browser.picture(name).await;
    browser.find("#mvj").await.enter_frame().await.unwrap();
}
