//! The journal inside a page of another site, over TLS, in a browser that keeps no cookies for the
//! sites of frames: what an embedded launch must stand.

use std::net::SocketAddr;
use std::sync::Arc;

use openssl::ssl::{Ssl, SslAcceptor, SslMethod};
use openssl::x509::X509;
use tokio::net::{TcpListener, TcpStream};
use vaccinjournal::clock::SetClock;
use vaccinjournal::launch::{Algorithm, Place};
use vaccinjournal::simulator::cosmic::{self, Patient, Unit, User};
use vaccinjournal::store::Import;
use vaccinjournal::web::Settings;

use crate::browser_support::Browser;
use crate::launch_support::{self, ASSURANCE, INSTALLATION, KeyPair, fill, hsa_id, keys, now};
use crate::web_server::start;
use crate::web_support::{Site, settings};

const FILE: &str = r#"
[[care_unit]]
hsa_id = "SE1-VE"
care_provider = "SE1-VG"
name = "Vårdcentralen"
[[clinic]]
id = "a"
hsa_id = "SE1-A"
care_unit = "SE1-VE"
name = "Enhet A"
[[staff]]
hsa_id = "SE1-ANNA"
name = "Anna Andersson"
[[assignment]]
id = "anna-a"
staff = "SE1-ANNA"
care_provider = "SE1-VG"
clinic = "a"
purpose = "care"
title = "Sjuksköterska"
"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_embedded_launch_works_though_the_browser_keeps_no_cookies_for_frames() {
    let (browser, _held) = embedded("https://cosmic.test").await;
    browser.state_grounds().await;
    browser.wait_for("#journal").await;
    assert!(browser.text("body").await.contains("Anna Andersson"));
    // The session goes on: a form in the frame, and its answer.
    browser.click("nav a[href='/']").await;
    browser.wait_for("#patient").await;
    browser.find("#patient").await.send_keys("195709263080").await.unwrap();
    browser.click("main button").await;
    browser.state_grounds().await;
    browser.wait_for("#journal").await;
    assert!(browser.text("body").await.contains("19570926-3080"));
    assert_eq!(browser.run("return document.cookie").await, "", "no script reads the cookie");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_named_cannot_frame_the_journal() {
    let (browser, _held) = embedded("https://other.test").await;
    let mut seen = String::new();
    for _ in 0..20 {
        seen = browser.page.source().await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(!seen.contains("Anna Andersson") && !seen.contains("19121212"), "{seen}");
    browser.close().await;
}

/// COSMIC and the journal at two sites over TLS; the journal lets itself be framed by one origin
/// alone, with COSMIC's port. The browser has launched and stands in the frame.
async fn embedded(named: &str) -> (Browser, Box<dyn Send>) {
    let pair = KeyPair::rsa(2048);
    let (front, journal_front) = (bound().await, bound().await);
    let port = |listener: &TcpListener| listener.local_addr().unwrap().port();
    let (cosmic_port, journal_port) = (port(&front), port(&journal_front));
    let audience = format!("https://mvj.test:{journal_port}/launch");
    let site = Site::with(Settings {
        secure_cookies: true,
        development_login: false,
        frame_ancestors: vec![format!("{named}:{cosmic_port}")],
        launch: Some(vaccinjournal::launch::Settings {
            audience: audience.clone(),
            ..launch_support::settings()
        }),
        launch_origins: vec![format!("https://cosmic.test:{cosmic_port}")],
        ..settings()
    });
    let site = site.await;
    fill(&site.house.store).await;
    site.house.store.import(&Import::parse(FILE).unwrap()).await.unwrap();
    let (stop, journal, _served) = start(&site).await;
    let cosmic = cosmic::start(bound().await, cosmic_settings(audience)).unwrap();
    behind_tls(front, cosmic.address(), &pair);
    behind_tls(journal_front, journal, &pair);
    let browser = Browser::strict(format!("https://cosmic.test:{cosmic_port}")).await;
    browser.go("/").await;
    browser.click("#oppna").await;
    browser.find("#mvj").await.enter_frame().await.unwrap();
    (browser, Box::new((stop, cosmic, site)))
}

fn cosmic_settings(audience: String) -> cosmic::Settings {
    let place = Place {
        care_provider: hsa_id("SE1-VG"),
        care_unit: hsa_id("SE1-VE"),
        unit: hsa_id("SE1-A"),
    };
    cosmic::Settings {
        installation: INSTALLATION.to_owned(),
        audience,
        assurance_level: ASSURANCE.to_owned(),
        seconds: 60,
        signer: keys().rsa.signer(Algorithm::Rs256),
        clock: Arc::new(SetClock::at(now())),
        users: vec![User { hsa_id: hsa_id("SE1-ANNA"), name: "Anna".to_owned() }],
        units: vec![Unit { name: "A".to_owned(), place }],
        patients: vec![Patient {
            id: "191212121212".parse().unwrap(),
            name: "Tolvan Tolvansson".to_owned(),
        }],
    }
}

async fn bound() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// Ends TLS and passes on what comes, as a proxy before the service does.
fn behind_tls(listener: TcpListener, to: SocketAddr, pair: &KeyPair) {
    let mut acceptor = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server()).unwrap();
    acceptor.set_private_key(&pair.key).unwrap();
    let certificate = X509::from_pem(pair.certificate.as_bytes()).unwrap();
    acceptor.set_certificate(&certificate).unwrap();
    let acceptor = acceptor.build();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let ssl = Ssl::new(acceptor.context()).unwrap();
            tokio::spawn(async move {
                let mut outside = tokio_openssl::SslStream::new(ssl, stream).unwrap();
                if std::pin::Pin::new(&mut outside).accept().await.is_err() {
                    return;
                }
                let mut inside = TcpStream::connect(to).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
            });
        }
    });
}
