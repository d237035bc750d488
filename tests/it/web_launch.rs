//! COSMIC's launch as a browser meets it: into the journal, to a choice, or to a plain sentence.

use std::time::Duration;

use axum::body::Body;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{Method, StatusCode};
use serde_json::json;
use vaccinjournal::launch::Algorithm;
use vaccinjournal::store::{Change, Import};
use vaccinjournal::web::Settings;

use crate::demo::Demo;
use crate::launch_support::{INSTALLATION, REGION, claiming, fill, hsa_id, keys, now};
use crate::web_support::{Answer, CARE, Client, Site, settings};

const FORM: &str = "application/x-www-form-urlencoded";

/// One clinic with an HSA-id of its own, two without; Anna has one assignment at the first, Berit
/// two at the others, Cecilia one there and one at the care provider.
pub const FILE: &str = r#"
[[care_unit]]
hsa_id = "SE1-VE"
care_provider = "SE1-VG"
name = "Vårdcentralen"
[[care_unit]]
hsa_id = "SE1-VE2"
care_provider = "SE1-VG"
name = "Hälsocentralen"
[[clinic]]
id = "a"
hsa_id = "SE1-A"
care_unit = "SE1-VE"
name = "Enhet A"
[[clinic]]
id = "b"
care_unit = "SE1-VE2"
name = "Enhet B"
[[clinic]]
id = "c"
care_unit = "SE1-VE2"
name = "Enhet C"
[[staff]]
hsa_id = "SE1-ANNA"
name = "Anna Andersson"
[[staff]]
hsa_id = "SE1-BERIT"
name = "Berit Berg"
[[staff]]
hsa_id = "SE1-CECILIA"
name = "Cecilia Ceder"
[[assignment]]
id = "anna-a"
staff = "SE1-ANNA"
care_provider = "SE1-VG"
clinic = "a"
purpose = "care"
title = "Sjuksköterska"
[[assignment]]
id = "berit-b"
staff = "SE1-BERIT"
care_provider = "SE1-VG"
clinic = "b"
purpose = "care"
title = "Sjuksköterska"
[[assignment]]
id = "berit-c"
staff = "SE1-BERIT"
care_provider = "SE1-VG"
clinic = "c"
purpose = "care"
title = "Sjuksköterska"
[[assignment]]
id = "cecilia-a"
staff = "SE1-CECILIA"
care_provider = "SE1-VG"
clinic = "a"
purpose = "care"
title = "Läkare"
[[assignment]]
id = "cecilia-vg"
staff = "SE1-CECILIA"
care_provider = "SE1-VG"
purpose = "administration"
title = "Vårdgivaradmin"
"#;

#[tokio::test]
async fn one_assignment_leads_straight_into_the_patients_journal() {
    let site = site(settings()).await;
    let mut anna = site.client();
    let (address, page) = anna.post_on("/launch", &[("assertion", &claiming(|_| {}))]).await;
    assert!(address.starts_with("/panel/"), "{address}: {}", page.body);
    assert!(!address.contains("1212"), "{address}");
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("19121212-1212") && page.body.contains("Anna Andersson"));
    assert!(page.body.contains("Sjuksköterska, Enhet A, SE1-VG"), "{}", page.body);
    assert!(!page.body.contains("Byt uppdrag") && !page.body.contains("i COSMIC"));
    // Logging out ends it all.
    let (_, page) = anna.post_on("/logout", &[]).await;
    assert!(page.body.contains("Välj uppdrag"), "the development login comes");
    assert_eq!(anna.cookie(), "");
}

#[tokio::test]
async fn without_a_patient_in_cosmic_the_search_comes() {
    let site = site(settings()).await;
    let mut anna = site.client();
    let nobody = claiming(|c| drop(c.as_object_mut().unwrap().remove("patient")));
    let (address, page) = anna.post_on("/launch", &[("assertion", &nobody)]).await;
    assert_eq!(address, "/");
    assert!(page.body.contains("Sök patient"));
}

#[tokio::test]
async fn several_assignments_are_chosen_among_and_changed_and_the_page_says_both_units() {
    let site = site(settings()).await;
    let mut berit = site.client();
    let assertion = claiming(|c| {
        c["sub"] = json!("SE1-BERIT");
        c["hsa_care_unit"] = json!("SE1-VE2");
        c["hsa_identity"] = json!("SE1-B");
    });
    let (address, page) = berit.post_on("/launch", &[("assertion", &assertion)]).await;
    assert_eq!(address, "/launch/assignment");
    for part in ["Berit Berg", "SE1-B", "berit-b", "berit-c", "Enhet B, SE1-VG", "<legend>"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert!(!page.body.contains("checked"), "nobody chooses for her");
    // Nothing is open before the choice.
    assert_ne!(berit.get("/").await.status, StatusCode::OK);
    for wrong in [&[("assignment", "anna-a")][..], &[]] {
        let answer = berit.post("/launch/assignment", wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("Välj ett av uppdragen i listan."));
    }
    let (address, page) = berit.post_on("/launch/assignment", &[("assignment", "berit-c")]).await;
    assert!(address.starts_with("/panel/"));
    assert!(page.body.contains("Du arbetar på olika enheter"), "{}", page.body);
    assert!(page.body.contains("Enhet C") && page.body.contains("<bdi>SE1-B</bdi> i COSMIC"));
    assert!(page.body.contains("href=\"/launch/assignment\">Byt uppdrag"));
    let old = berit.clone();
    let (second, page) = berit.post_on("/launch/assignment", &[("assignment", "berit-b")]).await;
    assert!(second != address && page.body.contains("Enhet B"));
    assert_ne!(old.get(&address).await.status, StatusCode::OK, "the earlier session has ended");
}

#[tokio::test]
async fn an_administrators_assignment_opens_no_journal() {
    let site = site(settings()).await;
    let mut cecilia = site.client();
    let assertion = claiming(|c| c["sub"] = json!("SE1-CECILIA"));
    let (address, page) = cecilia.post_on("/launch", &[("assertion", &assertion)]).await;
    assert_eq!(address, "/launch/assignment", "{}", page.body);
    let chosen = [("assignment", "cecilia-vg")];
    let (address, _) = cecilia.post_on("/launch/assignment", &chosen).await;
    assert!(!address.contains("panel"), "{address}");
    let (address, _) = cecilia.post_on("/launch/assignment", &[("assignment", "cecilia-a")]).await;
    assert!(address.starts_with("/panel/"), "{address}");
}

#[tokio::test]
async fn who_has_no_assignment_is_told_so() {
    let site = site(settings()).await;
    for (name, value) in [("sub", "SE1-OKAND"), ("hsa_identity", "SE1-Z")] {
        let assertion = claiming(|c| {
            c[name] = json!(value);
            c["hsa_care_unit"] = json!("SE1-VE9");
            if name == "sub" {
                c["hsa_care_unit"] = json!("SE1-VE");
            }
        });
        let answer = site.client().post("/launch", &[("assertion", &assertion)]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("Du saknar uppdrag i MittVaccin Journal"), "{}", answer.body);
        assert!(answer.headers.get(SET_COOKIE).is_none());
    }
}

#[tokio::test]
async fn a_refused_launch_says_a_plain_sentence_and_not_the_reason() {
    let site = site(settings()).await;
    let used = claiming(|_| {});
    let mut anna = site.client();
    anna.post_on("/launch", &[("assertion", &used)]).await;
    for (assertion, words, reason) in [
        (used.clone(), "redan använd", "has been used before"),
        (String::new(), "kunde inte godkännas", "does not have three parts"),
        (claiming(|c| c["iss"] = json!("x")), "kunde inte godkännas", "has no certificate"),
        (claiming(|c| c["aud"] = json!("https://x")), "annan miljö", "another audience"),
        (claiming(|c| c["acr"] = json!("x")), "SITHS", "level of assurance"),
        (claiming(|c| c["patient"]["id"] = json!("191212121213")), "Patientens nummer", "digit"),
    ] {
        let answer = site.client().post("/launch", &[("assertion", &assertion)]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{reason}");
        assert!(answer.body.contains(words), "{reason}: {}", answer.body);
        assert!(answer.headers.get(SET_COOKIE).is_none(), "{reason}");
        assert!(!answer.body.contains(reason), "{}", answer.body);
        for secret in ["121212", "eyJ", "ANNA", "b5c1f5b0"] {
            assert!(!answer.body.contains(secret), "{secret}: {}", answer.body);
        }
    }
}

/// Of the whole program, since what is logged is a process's own affair.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_says_why_under_the_number_on_the_page_and_holds_no_assertion_or_patient() {
    let demo = Demo::start();
    let web = reqwest::Client::builder().no_proxy().build().unwrap();
    let cosmic = format!("http://{}", demo.cosmic);
    let opened = web
        .post(format!("{cosmic}/launch"))
        .header(CONTENT_TYPE, FORM)
        .body("user=0&unit=0&patient=0&topic=b5c1f5b0-6f0e-4d7c-8f5e-0a6d1a2b3c4d");
    let page = opened.send().await.unwrap().text().await.unwrap();
    let after = |mark: &str| page.split(mark).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (address, assertion) = (after("action=\""), after("name=\"assertion\" value=\""));
    let post = async |assertion: String| {
        let posted = web
            .post(&address)
            .header("origin", &cosmic)
            .header(CONTENT_TYPE, FORM)
            .body(format!("assertion={assertion}"));
        posted.send().await.unwrap().text().await.unwrap()
    };
    post(assertion.clone()).await;
    let mut expected = Vec::new();
    for (assertion, reason) in [
        (assertion.clone(), "has been used before"),
        (String::new(), "does not have three parts"),
        (claiming(|_| {}), "has no certificate for this installation"),
    ] {
        let page = post(assertion).await;
        let id = page.split("<code>").nth(1).unwrap_or_else(|| panic!("{page}"));
        expected.push((id.split('<').next().unwrap().to_owned(), reason));
    }
    let log = demo.stop().log;
    for (id, reason) in expected {
        let line = log.lines().find(|line| line.contains(&id)).unwrap_or_else(|| panic!("{log}"));
        assert!(line.contains(reason), "{reason}: {line}");
    }
    for secret in ["191212121212", "eyJ", "b5c1f5b0"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookie_is_told_so_instead_of_going_in_circles() {
    let site = site(settings()).await;
    let client = site.client();
    let answer = client.post("/launch", &[("assertion", &claiming(|_| {}))]).await;
    let address = answer.header("location").to_owned();
    assert!(address.starts_with("/launch/entered?to=/panel/"), "{address}");
    let answer = client.get(&address).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("tar webbläsaren i COSMIC inte emot kakor"), "{}", answer.body);
    let answer = client.get("/launch/assignment").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn cookies_are_fit_for_a_frame_only_where_framing_is_allowed() {
    let framed = Settings { secure_cookies: true, ..settings() };
    let alone = Settings { frame_ancestors: Vec::new(), ..framed.clone() };
    for (settings, scope) in [
        (framed, "; Path=/; HttpOnly; SameSite=None; Secure; Partitioned"),
        (alone, "; Path=/; HttpOnly; SameSite=Lax; Secure"),
    ] {
        let site = site(settings).await;
        let answer = site.client().post("/launch", &[("assertion", &claiming(|_| {}))]).await;
        let cookies: Vec<&str> = all_cookies(&answer);
        assert_eq!(cookies.len(), 2, "{cookies:?}");
        for cookie in cookies {
            assert!(cookie.starts_with("__Host-vaccinjournal"), "{cookie}");
            assert!(cookie.ends_with(scope), "{cookie}");
        }
    }
}

#[tokio::test]
async fn where_cookies_cross_sites_a_change_must_say_where_it_comes_from() {
    let site = site(Settings { secure_cookies: true, ..settings() }).await;
    let mut anna = site.client();
    let answer = anna.post("/launch", &[("assertion", &claiming(|_| {}))]).await;
    anna.take_cookie(&answer);
    // An old browser that says nothing could have been sent by any page.
    let answer = anna.post("/panel", &[("patient", "191212121212")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    for (name, value) in [("sec-fetch-site", "same-origin"), ("origin", "https://mvj.example")] {
        let request = anna
            .request(Method::POST, "/panel")
            .header("host", "mvj.example")
            .header(name, value)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("patient=191212121212"));
        let answer = anna.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}");
    }
}

#[tokio::test]
async fn only_the_launch_may_be_posted_from_another_site() {
    let site = site(settings()).await;
    let assertion = claiming(|_| {});
    let answer = posted_from(&site.client(), "https://cosmic.example", &assertion).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let mut staff = site.client();
    staff.take_cookie(&answer);
    for path in ["/launch/assignment", "/panel", "/logout"] {
        let request = staff
            .request(Method::POST, path)
            .header("sec-fetch-site", "cross-site")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("assignment=anna-a"));
        let answer = staff.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    // Where COSMIC's origins are named, no other page may post.
    let named = vec!["https://cosmic.example".to_owned()];
    let site = self::site(Settings { launch_origins: named, ..settings() }).await;
    for (origin, status) in [
        ("https://evil.example", StatusCode::FORBIDDEN),
        ("null", StatusCode::FORBIDDEN),
        ("https://cosmic.example", StatusCode::SEE_OTHER),
    ] {
        let answer = posted_from(&site.client(), origin, &claiming(|_| {})).await;
        assert_eq!(answer.status, status, "{origin}");
    }
}

#[tokio::test]
async fn a_session_ends_when_idle_and_at_the_latest_after_its_longest_time() {
    // Ten minutes and an hour, in the settings of the tests.
    let site = site(settings()).await;
    let mut anna = site.client();
    let nobody = claiming(|c| drop(c.as_object_mut().unwrap().remove("patient")));
    anna.post_on("/launch", &[("assertion", &nobody)]).await;
    let mut alive = Vec::new();
    for _ in 0..10 {
        site.wait(Duration::from_secs(6 * 60));
        alive.push(anna.get("/").await.status == StatusCode::OK);
    }
    let longest = alive.iter().take_while(|alive| **alive).count();
    assert_eq!(longest, 9, "the longest time holds however it is used: {alive:?}");
    let mut berit = site.client();
    let assertion = claiming(|c| {
        let second = (now().as_second() + 3600, now().as_second() + 3660);
        (c["iat"], c["exp"]) = (json!(second.0), json!(second.1));
        c["sub"] = json!("SE1-BERIT");
        c["hsa_care_unit"] = json!("SE1-VE2");
        c["hsa_identity"] = json!("SE1-B");
    });
    berit.post_on("/launch", &[("assertion", &assertion)]).await;
    berit.post_on("/launch/assignment", &[("assignment", "berit-c")]).await;
    for _ in 0..3 {
        site.wait(Duration::from_secs(6 * 60));
        assert_eq!(berit.get("/").await.status, StatusCode::OK);
    }
    let answer = berit.get("/launch/assignment").await;
    assert_eq!(answer.status, StatusCode::OK, "the choice is there as long as the session");
    site.wait(Duration::from_secs(10 * 60));
    assert_ne!(berit.get("/").await.status, StatusCode::OK);
    assert_ne!(berit.get("/launch/assignment").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_launch_takes_the_place_of_an_earlier_one_in_the_same_browser() {
    let site = site(settings()).await;
    let mut browser = site.client();
    let (first, _) = browser.post_on("/launch", &[("assertion", &claiming(|_| {}))]).await;
    let earlier = browser.clone();
    browser.post_on("/launch", &[("assertion", &claiming(|_| {}))]).await;
    assert_ne!(earlier.get(&first).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_launch_that_leads_to_a_choice_leaves_nothing_of_an_earlier_users_session() {
    let site = site(settings()).await;
    let mut browser = site.client();
    let (annas, _) = browser.post_on("/launch", &[("assertion", &claiming(|_| {}))]).await;
    let before = browser.clone();
    let berit = || {
        claiming(|c| {
            c["sub"] = json!("SE1-BERIT");
            c["hsa_care_unit"] = json!("SE1-VE2");
            c["hsa_identity"] = json!("SE1-B");
        })
    };
    let (address, _) = browser.post_on("/launch", &[("assertion", &berit())]).await;
    assert_eq!(address, "/launch/assignment");
    // The browser is told to drop the earlier user's cookie, besides that it opens nothing.
    let answer = before.post("/launch", &[("assertion", &berit())]).await;
    let cookies = answer.headers.get_all("set-cookie").iter();
    let cookies: Vec<&str> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
    let taken_away = |one: &&str| one.starts_with("vaccinjournal=;") && one.contains("Max-Age=0");
    assert!(cookies.iter().any(taken_away), "{cookies:?}");
    for client in [&before, &browser] {
        for path in [annas.as_str(), "/"] {
            let answer = client.get(path).await;
            assert_ne!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
            assert!(!answer.body.contains("Anna Andersson"), "{path}");
        }
    }
}

#[tokio::test]
async fn launches_can_be_switched_off() {
    let site = site(Settings { launch: None, ..settings() }).await;
    let answer = site.client().post("/launch", &[("assertion", &claiming(|_| {}))]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    // The others' way in is as it was.
    assert_eq!(site.staff(CARE).await.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_removed_certificate_opens_nothing_from_then_on() {
    let site = site(settings()).await;
    let store = &site.house.store;
    let kept = store.launch_certificates(&hsa_id(REGION), INSTALLATION).await.unwrap();
    let thumbprint = keys().rsa.thumbprint();
    let used = kept.iter().find(|one| one.thumbprint == thumbprint).unwrap();
    store.remove_launch_certificate(&hsa_id(REGION), &used.id, "X", now()).await.unwrap();
    let answer = site.client().post("/launch", &[("assertion", &claiming(|_| {}))]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_ends_at_once_when_its_certificate_or_assignment_is_taken_away() {
    let site = site(settings()).await;
    let store = &site.house.store;
    let (mut one, mut other) = (site.client(), site.client());
    one.post_on("/launch", &[("assertion", &claiming(|_| {}))]).await;
    let pair = &keys().ec;
    let header = crate::launch_support::header(pair, Algorithm::Es256).to_string();
    let claims = crate::launch_support::claims().to_string();
    let by_ec = pair.signer(Algorithm::Es256).sign_parts(&header, &claims).unwrap();
    other.post_on("/launch", &[("assertion", &by_ec)]).await;
    let kept = store.launch_certificates(&hsa_id(REGION), INSTALLATION).await.unwrap();
    let used = kept.iter().find(|kept| kept.thumbprint == keys().rsa.thumbprint()).unwrap();
    store.remove_launch_certificate(&hsa_id(REGION), &used.id, "X", now()).await.unwrap();
    assert_ne!(one.get("/").await.status, StatusCode::OK);
    assert_eq!(other.get("/").await.status, StatusCode::OK, "it came by the other certificate");
    let region = hsa_id(REGION);
    let change = Change { care_provider: &region, by: "X", at: now() };
    assert!(store.take_assignment(&change, "anna-a").await.unwrap());
    assert_ne!(other.get("/").await.status, StatusCode::OK);
}

async fn site(settings: Settings) -> Site {
    let site = Site::with(settings).await;
    fill(&site.house.store).await;
    site.house.store.import(&Import::parse(FILE).unwrap()).await.unwrap();
    site
}

async fn posted_from(client: &Client, origin: &str, assertion: &str) -> Answer {
    let request = client
        .request(Method::POST, "/launch")
        .header("sec-fetch-site", "cross-site")
        .header("origin", origin)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("assertion={assertion}")));
    client.send(request.unwrap()).await
}

fn all_cookies(answer: &Answer) -> Vec<&str> {
    answer.headers.get_all(SET_COOKIE).iter().map(|one| one.to_str().unwrap()).collect()
}
