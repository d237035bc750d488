//! The checklist as pages, and what launches teach it.

use http::StatusCode;
use serde_json::json;
use vaccinjournal::store::Import;

use crate::browser_support::Browser;
use crate::launch_support::{PRIVATE, REGION, claiming};
use crate::web_administration::{posted, site};
use crate::web_server::start;
use crate::web_support::{CARE, Client, Site};

const SE1_ANNA: &str = r#"
[[staff]]
hsa_id = "SE1-ANNA"
name = "Anna Andersson"
[[assignment]]
id = "anna"
staff = "SE1-ANNA"
care_provider = "SE1-VG"
clinic = "a"
purpose = "care"
title = "Sjuksköterska"
"#;

#[tokio::test]
async fn what_launches_tell_stands_on_the_page() {
    let site = site_with_anna().await;
    let over = site.staff("over").await;
    let before = over.get("/administration/check").await;
    assert_eq!(before.status, StatusCode::OK);
    expect(&before.body, "units", "kan inte avgöras", "inga uthopp, och ingen fil");
    expect(&before.body, "key", "kan inte avgöras", "inget uthopp med ett uppladdat");

    let launched = launch(&site, |_| {}).await;
    assert_eq!(launched, StatusCode::SEE_OTHER);
    let unit = |claims: &mut serde_json::Value| {
        claims["hsa_identity"] = json!("SE1-NYTT");
        claims["hsa_care_unit"] = json!("SE1-NYVE");
    };
    assert_eq!(launch(&site, unit).await, StatusCode::FORBIDDEN);
    let bertil = |claims: &mut serde_json::Value| claims["sub"] = json!("SE1-BERTIL");
    assert_eq!(launch(&site, bertil).await, StatusCode::FORBIDDEN);
    let production = |claims: &mut serde_json::Value| {
        claims["aud"] = json!("https://mvjournal.example.se/launch");
    };
    assert_eq!(launch(&site, production).await, StatusCode::UNAUTHORIZED);

    let page = over.get("/administration/check").await.body;
    expect(&page, "care-provider", "klar", "COSMIC angav samma HSA-id");
    expect(&page, "key", "klar", "signerat med nyckeln släpptes in");
    expect(&page, "units", "saknas", "Finns bara i COSMIC: SE1-NYTT");
    expect(&page, "users", "saknas", "Utan uppdrag: SE1-BERTIL");
    expect(&page, "users", "saknas", "SE1-ANNA vid SE1-NYTT");
    expect(&page, "environment", "saknas", "avsett för https://mvjournal.example.se/launch");
    // Nothing of it is told to another care provider.
    let support = site.support().await;
    let other = support.get(&format!("/support/check/{PRIVATE}")).await.body;
    expect(&other, "care-provider", "kan inte avgöras", "Inget uthopp");
    assert!(!other.contains("SE1-BERTIL"));
    // An assertion that nobody trusts teaches nothing.
    let forged = claiming(|claims| claims["hsa_identity"] = json!("SE1-FALSK")).replace('.', "..");
    site.client().post("/launch", &[("assertion", &forged)]).await;
    assert!(!over.get("/administration/check").await.body.contains("SE1-FALSK"));
}

#[tokio::test]
async fn a_file_from_cosmic_shows_what_is_on_one_side_only_both_ways() {
    let site = site_with_anna().await;
    let over = site.staff("over").await;
    let file = "Typ;HSA-id;HSA-id vårdenhet\nenhet;SE1-B;SE1-VE2\nanvändare;SE1-BERTIL;\n";
    let given = posted(&over, "/administration/check", &[("file", file)]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    let page = over.get("/administration/check").await.body;
    expect(&page, "units", "saknas", "Finns bara i COSMIC: SE1-B");
    expect(&page, "clinics", "varning", "Finns bara här: SE1-A");
    expect(&page, "users", "saknas", "Utan uppdrag: SE1-BERTIL");
    expect(&page, "staff", "varning", "Finns bara här: SE1-ANNA");
    // A wrong file changes nothing, and says its line.
    let broken = format!("{file}bil;SE1-X;\n");
    let wrong = posted(&over, "/administration/check", &[("file", &broken)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Rad 4: typ") && wrong.body.contains("SE1-BERTIL"));
    // Who administers users alone may look, and give no file.
    let users = site.staff("users").await;
    let page = users.get("/administration/check").await;
    assert!(page.status == StatusCode::OK && !page.body.contains("type=\"file\""));
    let refused = posted(&users, "/administration/check", &[("file", file)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn support_lets_the_platform_be_asked_and_nobody_else_does() {
    let site = site_with_anna().await;
    let support = site.support().await;
    let address = format!("/support/check/{REGION}");
    let page = support.get(&address).await;
    expect(&page.body, "gvh-ordered", "kan inte avgöras", "har inte tillfrågats");
    assert_eq!(site.house.arrived(), 0, "looking asks nobody");
    let asked = support.post(&address, &[]).await;
    assert_eq!(asked.status, StatusCode::OK);
    expect(&asked.body, "gvh-ordered", "klar", "5565594230 svarade.");
    assert!(site.house.arrived() > 0);
    assert!(support.get("/support").await.body.contains(&format!("href=\"{address}\"")));

    for (client, path) in [(site.client(), &address), (site.staff(CARE).await, &address)] {
        assert_eq!(client.get(path).await.header("location"), "/support/login");
        assert!(client.post(path, &[]).await.status.is_client_error());
    }
    for unknown in ["SE9-NOBODY", "inget id"] {
        let answer = support.get(&format!("/support/check/{}", unknown.replace(' ', "%20"))).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
    let nurse = site.staff(CARE).await;
    assert_eq!(nurse.get("/administration/check").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_can_be_read_by_everybody() {
    let site = site_with_anna().await;
    launch(&site, |_| {}).await;
    launch(&site, |claims| claims["sub"] = json!("SE1-BERTIL")).await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.go("/login").await;
    browser.click("input[value='over']").await;
    browser.click("main button").await;
    browser.wait_for("#certifikat").await;
    browser.click("a[href='/administration/check']").await;
    browser.wait_for("#environment").await;
    let found = browser.serious_findings().await;
    assert!(found.is_empty(), "{found:#?}");
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(browser.run(wide).await, 0);
    browser.long_picture("checklist").await;
    browser.close().await;
}

/// What the page says of an item: its state, and a part of its evidence.
fn expect(page: &str, id: &str, state: &str, said: &str) {
    let from = page.find(&format!("aria-labelledby=\"{id}\"")).unwrap_or_else(|| panic!("{id}"));
    let section = &page[from..];
    let section = &section[..section.find("</section>").unwrap()];
    let word = format!("<span class=\"state\">{state}</span>");
    assert!(section.contains(&word) && section.contains(said), "{id}: {section}");
}

async fn launch(site: &Site, change: impl FnOnce(&mut serde_json::Value)) -> StatusCode {
    let client: Client = site.client();
    client.post("/launch", &[("assertion", &claiming(change))]).await.status
}

async fn site_with_anna() -> Site {
    let site = site().await;
    site.house.store.import(&Import::parse(SE1_ANNA).unwrap()).await.unwrap();
    site
}
