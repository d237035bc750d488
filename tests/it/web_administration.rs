//! The administrators' pages: what each role may change, and that nothing of another care provider
//! can be reached.

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};
use vaccinjournal::store::{ChangeKind, Import};

use crate::browser_support::Browser;
use crate::launch_support::{
    INSTALLATION, KeyPair, Kind, PRIVATE, REGION, claiming, fill, hsa_id, keys,
};
use crate::web_server::start;
use crate::web_support::{Answer, CARE, Client, Site, settings};

/// Two care providers, each with a clinic; at the first one administrator of everything, one of
/// users, and one whose assignment for administration gives no role here.
const FILE: &str = r#"
[[care_unit]]
hsa_id = "SE1-VE"
care_provider = "SE1-VG"
name = "Vårdcentralen"
[[care_unit]]
hsa_id = "SE2-VE"
care_provider = "SE2-VG"
name = "Kliniken"
[[clinic]]
id = "a"
hsa_id = "SE1-A"
care_unit = "SE1-VE"
name = "Enhet A"
[[clinic]]
id = "z"
hsa_id = "SE2-Z"
care_unit = "SE2-VE"
name = "Enhet Z"
[[staff]]
hsa_id = "SE1-OVER"
name = "Olle Över"
[[staff]]
hsa_id = "SE1-USERS"
name = "Ulla User"
[[staff]]
hsa_id = "SE2-ZARA"
name = "Zara Zetterberg"
[[assignment]]
id = "over"
staff = "SE1-OVER"
care_provider = "SE1-VG"
purpose = "administration"
role = "care_provider"
title = "Vårdgivaradmin"
[[assignment]]
id = "users"
staff = "SE1-USERS"
care_provider = "SE1-VG"
purpose = "administration"
role = "users"
title = "Användaradmin"
[[assignment]]
id = "blocks"
staff = "SE1-USERS"
care_provider = "SE1-VG"
purpose = "administration"
title = "Spärradmin"
[[assignment]]
id = "zara"
staff = "SE2-ZARA"
care_provider = "SE2-VG"
clinic = "z"
purpose = "care"
title = "Läkare"
"#;

const ANNA: [(&str, &str); 5] = [
    ("staff", " se1-anna "),
    ("name", "Anna Andersson"),
    ("title", "Sjuksköterska"),
    ("place", "a"),
    ("kind", "care"),
];

#[tokio::test]
async fn a_certificate_is_uploaded_and_opens_for_its_care_provider_and_closes_when_removed() {
    let site = site().await;
    let over = site.staff("over").await;
    over.post("/administration/assignment", &ANNA).await;
    // The region's two are there since before; a third does not fit.
    let third = upload(&over, INSTALLATION, &keys().strange.certificate).await;
    assert_eq!(third.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(third.body.contains("Två giltiga certifikat finns redan."), "{}", third.body);
    let store = &site.house.store;
    for kept in store.launch_certificates(&hsa_id(REGION), INSTALLATION).await.unwrap() {
        let removed = over.post("/administration/certificate/remove", &[("id", &kept.id)]).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER);
    }
    let launch = |client: Client| async move {
        client.post("/launch", &[("assertion", &claiming(|_| {}))]).await.status
    };
    assert_eq!(launch(site.client()).await, StatusCode::UNAUTHORIZED);
    let added = upload(&over, INSTALLATION, &keys().rsa.certificate).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    assert_eq!(launch(site.client()).await, StatusCode::SEE_OTHER);
    let page = over.get("/administration").await.body;
    assert!(page.contains(&keys().rsa.thumbprint()) && page.contains("ni ansvarar"), "{page}");
    assert!(page.contains("Certifikat borttaget") && page.contains("Certifikat tillagt"));
    // Nothing of it is another care provider's.
    let others = store.launch_certificates(&hsa_id(PRIVATE), INSTALLATION).await.unwrap();
    over.post("/administration/certificate/remove", &[("id", &others[0].id)]).await;
    let still = store.launch_certificates(&hsa_id(PRIVATE), INSTALLATION).await.unwrap();
    assert_eq!(still, others);
}

#[tokio::test]
async fn a_file_that_is_no_fit_certificate_is_refused_in_words() {
    let site = site().await;
    let over = site.staff("over").await;
    let rsa = &keys().rsa;
    let key = String::from_utf8(rsa.key_pem()).unwrap();
    let ended = KeyPair::of(keys().strange.key.clone(), (-30, -1), Kind::Plain).certificate;
    let authority = KeyPair::of(keys().strange.key.clone(), (-1, 30), Kind::Authority).certificate;
    for (pem, words) in [
        (String::new(), "inget certifikat i PEM-format"),
        (format!("{}{key}", rsa.certificate), "en privat nyckel"),
        (rsa.certificate.repeat(2), "ett enda certifikat"),
        (authority, "är en utfärdares"),
        (KeyPair::rsa(1024).certificate, "minst 2048 bitar"),
        (ended, "har gått ut"),
    ] {
        let answer = upload(&over, INSTALLATION, &pem).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.body.contains("Inget ändrades.") && answer.body.contains(words), "{words}");
        assert!(!answer.body.contains("PRIVATE KEY"), "{words}");
    }
    let unknown = upload(&over, "cosmic-okand", &rsa.certificate).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let large = upload(&over, INSTALLATION, &"x".repeat(300_000)).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn an_administrator_of_users_gives_and_takes_assignments_and_no_more() {
    let site = site().await;
    let users = site.staff("users").await;
    let page = users.get("/administration").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("Lägg till certifikat") && !page.body.contains("Ny mottagning"));
    assert!(!page.body.contains("value=\"care_provider\""));
    let given = users.post("/administration/assignment", &ANNA).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    let staff = site.house.store.assignments(&hsa_id("SE1-ANNA")).await.unwrap();
    let [anna] = staff.as_slice() else { panic!("{staff:?}") };
    assert_eq!(anna.clinic.as_ref().unwrap().name, "Enhet A");
    for (path, fields) in [
        ("/administration/assignment", with("place", "", &with("kind", "care_provider", &ANNA))),
        ("/administration/assignment/remove", vec![("id", "over")]),
        ("/administration/certificate/remove", vec![("id", "x")]),
        ("/administration/clinic", vec![("name", "B"), ("hsa_id", ""), ("care_unit", "SE1-VE")]),
    ] {
        let answer = users.post(path, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let answer = upload(&users, INSTALLATION, &keys().strange.certificate).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let clinics = "Namn;HSA-id enhet;HSA-id vårdenhet\nB;;SE1-VE\n";
    assert_eq!(import(&users, clinics).await.status, StatusCode::FORBIDDEN);
    let beyond = "HSA-id;Namn;Titel;Mottagning;Uppdrag\nSE1-X;X;T;;Vårdgivaradmin\n";
    assert_eq!(import(&users, beyond).await.status, StatusCode::FORBIDDEN);
    // Her own assignment stays; Anna's goes.
    let own = users.post("/administration/assignment/remove", &[("id", "users")]).await;
    assert!(own.body.contains("det uppdrag du själv är inloggad med"), "{}", own.body);
    users.post("/administration/assignment/remove", &[("id", &anna.id)]).await;
    assert!(site.house.store.assignments(&hsa_id("SE1-ANNA")).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_administrators_come_in() {
    let site = site().await;
    for assignment in [CARE, "blocks", "zara"] {
        let staff = site.staff(assignment).await;
        assert_eq!(staff.get("/administration").await.status, StatusCode::FORBIDDEN);
        let answer = staff.post("/administration/assignment", &ANNA).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{assignment}");
    }
    let nobody = site.client().post("/administration/assignment", &ANNA).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nothing_of_another_care_provider_can_be_reached() {
    let site = site().await;
    let over = site.staff("over").await;
    let store = &site.house.store;
    over.post("/administration/assignment/remove", &[("id", "zara")]).await;
    assert!(store.assignment("zara").await.unwrap().is_some());
    let there = over.post("/administration/assignment", &with("place", "z", &ANNA)).await;
    assert_eq!(there.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(store.assignments(&hsa_id("SE1-ANNA")).await.unwrap().is_empty());
    let clinic = [("id", "z"), ("name", "Min"), ("hsa_id", "SE2-Z"), ("care_unit", "SE1-VE")];
    let taken = over.post("/administration/clinic", &clinic).await;
    assert_ne!(taken.status, StatusCode::SEE_OTHER);
    assert_eq!(store.clinics(&hsa_id(PRIVATE)).await.unwrap()[0].name, "Enhet Z");
    let unit = [("name", "Min"), ("hsa_id", "SE1-NY"), ("care_unit", "SE2-VE")];
    let taken = over.post("/administration/clinic", &unit).await;
    assert!(taken.body.contains("Vårdenheten hör till en annan vårdgivare."), "{}", taken.body);
    // A known person keeps the name she has.
    let renamed = with("staff", "SE2-ZARA", &with("name", "Någon Annan", &ANNA));
    over.post("/administration/assignment", &renamed).await;
    let zara = store.assignment("zara").await.unwrap().unwrap();
    assert_eq!(zara.staff.name, "Zara Zetterberg");
}

#[tokio::test]
async fn clinics_are_added_and_changed_and_every_change_is_kept() {
    let site = site().await;
    let over = site.staff("over").await;
    let new = [("name", "Enhet B"), ("hsa_id", " se1-b "), ("care_unit", "se1-ve-ny")];
    let added = over.post("/administration/clinic", &new).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let changed = [("id", "a"), ("name", "Enhet A"), ("hsa_id", ""), ("care_unit", "SE1-VE")];
    over.post("/administration/clinic", &changed).await;
    let twice = over.post("/administration/clinic", &new).await;
    assert!(twice.body.contains("En annan mottagning har redan samma HSA-id."), "{}", twice.body);
    let clinics = site.house.store.clinics(&hsa_id(REGION)).await.unwrap();
    let ids: Vec<Option<String>> =
        clinics.iter().map(|clinic| clinic.hsa_id.as_ref().map(ToString::to_string)).collect();
    assert_eq!(ids, [None, Some("SE1-B".to_owned())]);
    let changes = site.house.store.organisation_changes(&hsa_id(REGION), 10).await.unwrap();
    let kinds: Vec<ChangeKind> = changes.iter().map(|change| change.kind).collect();
    assert!(kinds.contains(&ChangeKind::ClinicAdded) && kinds.contains(&ChangeKind::ClinicChanged));
    assert!(changes.iter().any(|change| change.by == "SE1-OVER"));
    let page = over.get("/administration").await.body;
    assert!(page.contains("Mottagning tillagd") && page.contains("Enhet B (SE1-B, SE1-VE-NY)"));
}

#[tokio::test]
async fn a_file_is_taken_in_whole_or_not_at_all_and_twice_changes_nothing() {
    let site = site().await;
    let over = site.staff("over").await;
    let store = &site.house.store;
    let clinics = "Namn;HSA-id enhet;HSA-id vårdenhet\nEnhet B;SE1-B;SE1-VE\nBussen;;SE1-VE\n";
    assert_eq!(import(&over, clinics).await.header("location"), "/administration?rows=2");
    import(&over, clinics).await;
    assert_eq!(store.clinics(&hsa_id(REGION)).await.unwrap().len(), 3);
    let broken = "HSA-id;Namn;Titel;Mottagning;Uppdrag\nSE1-ANNA;Anna;Ssk;Bussen;Vård\n\
                  SE1-BO;Bo;Ssk;Okänd;Vård\n";
    let answer = import(&over, broken).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Rad 3: mottagningen finns inte"), "{}", answer.body);
    assert!(store.assignments(&hsa_id("SE1-ANNA")).await.unwrap().is_empty());
    let right = broken.replace("Okänd", "se1-b");
    assert_eq!(import(&over, &right).await.header("location"), "/administration?rows=2");
    assert_eq!(import(&over, &right).await.header("location"), "/administration?rows=0");
    assert_eq!(store.assignments(&hsa_id("SE1-BO")).await.unwrap().len(), 1);
    let page = over.get("/administration?rows=2").await.body;
    assert!(page.contains("2 rader lades in."), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_by_keyboard_and_screen_reader() {
    let site = site().await;
    let (_stop, address, _served) = start(&site).await;
    let browser = Browser::new(address).await;
    browser.go("/login").await;
    browser.click("input[value='over']").await;
    browser.click("main button").await;
    browser.wait_for("#certifikat").await;
    let found = browser.serious_findings().await;
    assert!(found.is_empty(), "{found:#?}");
    for (field, value) in [("staff", "SE1-ANNA"), ("name", "Anna Andersson"), ("title", "Ssk")] {
        let input = browser.find(&format!("#nytt-uppdrag input[name='{field}']")).await;
        input.send_keys(value).await.unwrap();
    }
    browser.click("#nytt-uppdrag button").await;
    browser.wait_for(".held").await;
    assert!(browser.text("#innehall").await.contains("Anna Andersson"));
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(browser.run(wide).await, 0);
    browser.long_picture("administration").await;
    browser.close().await;
}

pub async fn site() -> Site {
    let site = Site::with(settings()).await;
    fill(&site.house.store).await;
    site.house.store.import(&Import::parse(FILE).unwrap()).await.unwrap();
    site
}

fn with<'f>(
    name: &'f str,
    value: &'f str,
    fields: &[(&'f str, &'f str)],
) -> Vec<(&'f str, &'f str)> {
    let changed = |field: &(&'f str, &'f str)| if field.0 == name { (name, value) } else { *field };
    fields.iter().map(changed).collect()
}

async fn upload(client: &Client, installation: &str, pem: &str) -> Answer {
    let fields = [("installation", installation), ("pem", pem)];
    posted(client, "/administration/certificate", &fields).await
}

async fn import(client: &Client, file: &str) -> Answer {
    posted(client, "/administration/import", &[("file", file)]).await
}

/// Posts a form with files as a browser does.
pub async fn posted(client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!(
            "--gräns\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"fil\"\r\n\r\n\
             {value}\r\n"
        ));
    }
    body.push_str("--gräns--\r\n");
    let body = body.replace("gräns", "grans");
    let request = client
        .request(Method::POST, path)
        .header(CONTENT_TYPE, "multipart/form-data; boundary=grans")
        .body(Body::from(body));
    client.send(request.unwrap()).await
}
