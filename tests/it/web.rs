//! The site: who may see what, what every response carries, and what each failure says.

use std::time::Duration;

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};
use jiff::Timestamp;
use vaccinjournal::web::Settings;

use crate::web_support::{ADMINISTRATION, CARE, OTHER_CARE, SUPPORT, Site, settings};

const PATIENT: &str = "19121212-1212";

/// Every address there is, and one there is not.
const ADDRESSES: &[&str] = &[
    "/",
    "/panel",
    "/panel/x",
    "/panel/x/fragment",
    "/panel/x/events",
    "/panel/x/split",
    "/panel/x/join",
    "/panel/x/customer",
    "/panel/x/access",
    "/panel/x/access/withdraw",
    "/panel/x/blocked",
    "/panel/x/blocked/check",
    "/panel/x/blocked/lift",
    "/panel/x/print",
    "/administration",
    "/administration/certificate",
    "/administration/certificate/remove",
    "/administration/clinic",
    "/administration/assignment",
    "/administration/assignment/remove",
    "/administration/import",
    "/administration/log",
    "/administration/log/csv",
    "/launch",
    "/launch/assignment",
    "/launch/entered",
    "/login",
    "/logout",
    "/static/x",
    "/api/v1/journal",
    "/api/v1/journal/x",
    "/api/v1/journal/x/events",
    "/openapi.json",
    "/fhir/Immunization/_search",
    "/support",
    "/support/login",
    "/support/logout",
    "/support/gvh",
    "/support/conformance",
    "/support/conformance/x",
    "/support/conformance/x/report",
    "/metrics",
    "/healthz",
    "/readyz",
    "/nowhere",
];

#[test]
fn the_list_of_addresses_is_the_routers() {
    let router = include_str!("../../src/web/router.rs");
    let mut router = router.replace("launch::ADDRESS", "\"/launch\"");
    for placeholder in ["{view}", "{name}", "{run}"] {
        router = router.replace(placeholder, "x");
    }
    let routes = router.matches(".route(").count();
    assert_eq!(routes, ADDRESSES.len() - 1, "a route has come or gone: bring ADDRESSES up to date");
    for address in ADDRESSES.iter().filter(|address| **address != "/nowhere") {
        let is_there = router.contains(&format!("\"{address}\""));
        assert!(is_there, "{address} is not in the router");
    }
}

#[tokio::test]
async fn every_address_and_method_carries_the_security_headers() {
    let site = Site::quiet().await;
    let (nobody, staff) = (site.client(), site.staff(CARE).await);
    for address in ADDRESSES {
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
            for client in [&nobody, &staff] {
                let method: Method = method.parse().unwrap();
                let request =
                    client.request(method.clone(), address).body(Body::from("x")).unwrap();
                let answer = client.send(request).await;
                let what = format!("{method} {address} {}", answer.status);
                let policy = answer.header("content-security-policy");
                assert!(policy.starts_with("default-src 'none';"), "{what}");
                assert!(policy.ends_with("frame-ancestors https://cosmic.example"), "{what}");
                assert!(!policy.contains("unsafe"), "{what}");
                assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
                assert_eq!(answer.header("referrer-policy"), "no-referrer", "{what}");
                assert_eq!(answer.header("cache-control"), "no-store", "{what}");
                assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{what}");
            }
        }
    }
}

#[tokio::test]
async fn static_files_may_be_kept_for_ever_and_nobody_frames_without_leave() {
    let site = Site::with(Settings { frame_ancestors: Vec::new(), ..settings() }).await;
    let page = site.staff(CARE).await.get("/").await;
    assert!(page.header("content-security-policy").ends_with("frame-ancestors 'none'"));
    assert_eq!(page.header("x-frame-options"), "DENY");
    let style = page.body.split("href=\"").find(|part| part.starts_with("/static/panel-")).unwrap();
    let style = style.split('"').next().unwrap();
    let answer = site.client().get(style).await;
    assert_eq!(answer.header(CONTENT_TYPE.as_str()), "text/css; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(!page.body.contains("style=") && !page.body.contains("<style"));
}

#[tokio::test]
async fn a_search_leads_to_the_journal_and_no_patient_id_is_in_an_address() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    let search = staff.get("/").await;
    assert!(search.body.contains("Karin Demo"));
    assert!(search.body.contains("Sjuksköterska, Centrum, drop-in, Vaccinbolaget Demo AB"));
    let address = staff.open(PATIENT).await;
    assert!(!address.contains("1212"), "{address}");
    let page = staff.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("19121212-1212"));
    assert!(page.body.contains("FSME-IMMUN Vuxen"));
    let fragment = staff.get(&format!("{address}/fragment?disease=TBE")).await;
    assert!(fragment.body.starts_with("<div id=\"journal\""));
    assert!(fragment.body.contains("Visar 1 av 2 doser."));
}

#[tokio::test]
async fn a_wrong_number_brings_the_form_back_with_what_is_wrong() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    for (typed, said) in [
        ("1212121212", "Numret ska ha tolv tecken"),
        ("191212121213", "Kontrollsiffran stämmer inte"),
        ("191213121212", "Födelsedatumet i numret finns inte"),
        ("", "Numret ska ha tolv tecken"),
        ("<script>a</script>", "tecken"),
    ] {
        let answer = staff.post("/panel", &[("patient", typed)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(said), "{typed}: {}", answer.body);
        assert!(answer.body.contains("role=\"alert\""));
        assert!(!answer.body.contains("<script>a"));
    }
}

#[tokio::test]
async fn a_view_is_its_own_sessions_only() {
    let site = Site::quiet().await;
    let (karin, bo) = (site.staff(CARE).await, site.staff(OTHER_CARE).await);
    let address = karin.open(PATIENT).await;
    let id = address.strip_prefix("/panel/").unwrap().to_owned();
    for path in [
        address.clone(),
        format!("{address}/fragment"),
        format!("{address}/events"),
        format!("/api/v1/journal/{id}"),
        format!("/api/v1/journal/{id}/events"),
    ] {
        let answer = bo.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.body.contains("FSME"));
        assert_eq!(site.staff(CARE).await.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [format!("{address}/split"), format!("{address}/join")] {
        let fields = [("dose", "x"), ("record", "x"), ("one", "x"), ("other", "x")];
        assert_eq!(bo.post(&path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
        let unknown = karin.post(&path, &fields).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
}

#[tokio::test]
async fn nobody_who_is_not_logged_in_sees_anything() {
    let site = Site::with(Settings { development_login: false, ..settings() }).await;
    let nobody = site.client();
    let page = nobody.get("/").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.body.contains("Öppna vaccinationsjournalen på nytt från ert journalsystem"));
    assert_eq!(nobody.get("/login").await.status, StatusCode::NOT_FOUND);
    let answer = nobody.post("/login", &[("assignment", CARE)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let answer = nobody.post("/panel", &[("patient", PATIENT)]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let answer = nobody.post_json("/api/v1/journal", r#"{"patient_id":"191212121212"}"#).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header(CONTENT_TYPE.as_str()), "application/problem+json");
    assert_eq!(answer.json()["log_id"].as_str().unwrap().len(), 32);
    let answer = nobody.post("/fhir/Immunization/_search", &[]).await;
    assert_eq!(answer.header(CONTENT_TYPE.as_str()), "application/fhir+json");
    assert_eq!(answer.json()["resourceType"], "OperationOutcome");
    assert_eq!(answer.json()["issue"][0]["code"], "login");
}

#[tokio::test]
async fn the_development_login_shows_every_assignment_and_a_wrong_one_is_refused() {
    let site = Site::quiet().await;
    let nobody = site.client();
    let answer = nobody.get("/").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/login"));
    let page = nobody.get("/login").await;
    for words in ["Karin Demo", "Bo Ek", "Läkare, Centrum, drop-in, Vaccinbolaget Demo AB"] {
        assert!(page.body.contains(words), "{words}");
    }
    let answer = nobody.post("/login", &[("assignment", "no-such")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn an_administrators_assignment_opens_no_journal() {
    let site = Site::quiet().await;
    let staff = site.staff(ADMINISTRATION).await;
    let answer = staff.post("/panel", &[("patient", PATIENT)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("Uppdraget ger inte rätt att läsa vaccinationsjournaler."));
    assert!(answer.body.contains("Ärendenummer för support"));
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_at_logout_and_takes_its_views_along() {
    // Ten minutes and an hour, in the settings of the tests.
    let site = Site::quiet().await;
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    let staff = site.staff(CARE).await;
    assert_eq!(staff.get("/").await.status, StatusCode::OK);
    site.wait(minutes(10));
    assert_eq!(staff.get("/").await.status, StatusCode::SEE_OTHER, "idle too long");

    let staff = site.staff(CARE).await;
    for minute in (5..60).step_by(5) {
        site.wait(minutes(5));
        assert_eq!(staff.get("/").await.status, StatusCode::OK, "in use after {minute} minutes");
    }
    site.wait(minutes(5));
    assert_eq!(staff.get("/").await.status, StatusCode::SEE_OTHER, "too old");

    let staff = site.staff(CARE).await;
    let address = staff.open(PATIENT).await;
    let gone = staff.post("/logout", &[]).await;
    assert!(gone.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(staff.get(&address).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_cookie_tells_nothing_and_no_script_reads_it() {
    let alone = Settings { secure_cookies: true, frame_ancestors: Vec::new(), ..settings() };
    let site = Site::with(alone).await;
    let answer = site.client().post("/login", &[("assignment", CARE)]).await;
    let cookie = answer.header("set-cookie");
    let (name, rest) = cookie.split_once('=').unwrap();
    assert_eq!(name, "__Host-vaccinjournal");
    let (number, attributes) = rest.split_once(';').unwrap();
    assert_eq!(number.len(), 43, "256 bits in base64");
    assert_eq!(attributes, " Path=/; HttpOnly; SameSite=Lax; Secure");
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let site = Site::quiet().await;
    let (staff, support) = (site.staff(CARE).await, site.support().await);
    let address = staff.open(PATIENT).await;
    let split = format!("{address}/split");
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ];
    for path in ["/panel", "/login", "/logout", "/api/v1/journal", &split] {
        for header in foreign {
            assert_eq!(post_with(&staff, path, header).await, StatusCode::FORBIDDEN, "{path}");
        }
    }
    for path in ["/support/gvh", "/support/login", "/support/logout"] {
        for header in foreign {
            assert_eq!(post_with(&support, path, header).await, StatusCode::FORBIDDEN, "{path}");
        }
    }
    for header in [("sec-fetch-site", "same-origin"), ("origin", "https://journal.example")] {
        let status = post_with(&staff, "/panel", header).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn support_switches_with_a_reason_and_the_history_is_shown() {
    let site = Site::quiet().await;
    let nobody = site.client();
    let answer = nobody.get("/support").await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/support/login")
    );
    // Staff are not support.
    assert_eq!(site.staff(CARE).await.get("/support").await.status, StatusCode::SEE_OTHER);
    let support = site.support().await;
    let page = support.get("/support").await;
    assert!(
        page.body.contains("Vaccinbolaget Demo AB") && page.body.contains("Region Mälarstrand")
    );
    assert_eq!(page.body.matches(">Av</span>").count(), 3);
    let on = |reason: &'static str| {
        [("care_provider", "SE5560000001-VG1"), ("on", "true"), ("reason", reason)]
    };
    let refused = support.post("/support/gvh", &on("  ")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Skriv ett skäl"));
    let done = support.post("/support/gvh", &on("Beställning <b>4711</b>")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = support.get("/support").await.body;
    assert!(page.contains(">På</span>") && page.contains("kim.support"));
    assert!(
        page.contains("Beställning &#60;b&#62;4711&#60;/b&#62;")
            && page.contains("2026-06-02 10:32")
    );
    let provider = "SE5560000001-VG1".parse().unwrap();
    let later = "2026-06-02T09:00:00Z".parse::<Timestamp>().unwrap();
    assert!(site.house.store.gvh_consumption(&provider, later).await.unwrap().on);
}

#[tokio::test]
async fn guessing_supports_password_is_slowed_down() {
    let within = Duration::from_secs(3);
    let site = Site::with(Settings { support_attempts_within: within, ..settings() }).await;
    let nobody = site.client();
    let wrong = [("name", SUPPORT.0), ("password", "fel")];
    let right = [("name", SUPPORT.0), ("password", SUPPORT.1)];
    for _ in 0..3 {
        let answer = nobody.post("/support/login", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("Fel användarnamn eller lösenord."));
    }
    let answer = nobody.post("/support/login", &right).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() <= 3);
    tokio::time::sleep(within).await;
    assert_eq!(nobody.post("/support/login", &right).await.status, StatusCode::SEE_OTHER);
    let unknown = [("name", "nobody"), ("password", SUPPORT.1)];
    let answer = nobody.post("/support/login", &unknown).await;
    assert!(answer.body.contains("Fel användarnamn eller lösenord."));
}

#[tokio::test]
async fn a_complete_view_stays_until_its_session_opens_too_many() {
    let site = Site::quiet().await;
    let (_stop, address, served) = crate::web_server::start(&site).await;
    let staff = site.staff(CARE).await;
    let view = staff.open(PATIENT).await;
    tokio::time::sleep(Duration::from_millis(3200)).await;
    assert_eq!(staff.get(&view).await.status, StatusCode::OK, "somebody may be reading it");
    // The settings of the tests allow three.
    for _ in 0..2 {
        staff.open(PATIENT).await;
    }
    assert_eq!(staff.get(&view).await.status, StatusCode::OK);
    let next = staff.open(PATIENT).await;
    staff.open(PATIENT).await;
    staff.open(PATIENT).await;
    let answer = staff.get(&view).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("Sök fram patienten igen"));
    assert_eq!(staff.get(&next).await.status, StatusCode::OK);
    drop((address, served));
}

#[tokio::test]
async fn health_tells_life_and_readiness_and_metrics_are_there() {
    let site = Site::quiet().await;
    let nobody = site.client();
    assert_eq!(nobody.get("/healthz").await.body, "ok\n");
    assert_eq!(nobody.get("/readyz").await.status, StatusCode::OK);
    let metrics = nobody.get("/metrics").await;
    assert_eq!(metrics.status, StatusCode::OK);
    assert!(metrics.header(CONTENT_TYPE.as_str()).starts_with("text/plain; version=0.0.4"));
}

async fn post_with(
    client: &crate::web_support::Client,
    path: &str,
    (name, value): (&str, &str),
) -> StatusCode {
    let body = "patient=191212121212&assignment=karin-centrum&name=x&password=y&care_provider=x&on=true&reason=x";
    let request = client
        .request(Method::POST, path)
        .header("host", "journal.example")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(name, value)
        .body(Body::from(body));
    client.send(request.unwrap()).await.status
}
