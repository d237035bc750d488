//! The simulator's listener: mutual TLS, the log of arrivals, answers by script.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Response;
use openssl::ssl::SslVersion;
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::simulator::arrivals::Arrival;
use vaccinjournal::simulator::pki::{Flaw, Identity, KeyKind, Pki};
use vaccinjournal::simulator::server::{
    Handler, Opening, Reply, Script, Server, ServerSettings, Step,
};

use crate::simulator_client::Client;

const SENDER: &str = "SE5560000001-MVJ";

#[tokio::test]
async fn a_client_with_a_good_certificate_is_served_and_logged() {
    let place = Place::new(Opening::Serve, echo()).await;
    let mut connection = place.client(Flaw::None).connect().await.unwrap();
    for body in ["one", "two"] {
        connection.send("/vp/x", &[("SOAPAction", "\"a:b\"")], body.as_bytes()).await.unwrap();
        assert_eq!(connection.answer().await.unwrap().text(), body);
    }
    let all = place.server.arrivals().all();
    assert_eq!(all.len(), 2);
    assert_eq!((all[1].number, all[1].connection), (2, 1));
    assert_eq!(all[1].sender.as_deref(), Some(SENDER));
    assert_eq!(all[1].soap_action(), Some("a:b"));
    assert_eq!(all[1].tls_version, "TLSv1.3");
    assert_eq!(&all[1].body[..], b"two");
    let counts = place.server.arrivals().counts();
    assert_eq!((counts.connections, counts.handshakes, counts.requests), (1, 1, 2));
}

#[tokio::test]
async fn rsa_keys_and_tls_1_2_are_spoken_too() {
    let place = Place::new(Opening::Serve, echo()).await;
    let identity = place.pki.client(SENDER, KeyKind::Rsa2048, Flaw::None).unwrap();
    let mut client = place.client_with(Some(identity));
    client.newest = SslVersion::TLS1_2;
    assert_eq!(client.post("/vp", &[], b"hej").await.text(), "hej");
    assert_eq!(place.server.arrivals().last().unwrap().tls_version, "TLSv1.2");
}

#[tokio::test]
async fn a_bad_client_certificate_is_refused_with_its_alert() {
    let cases = [
        (None, "certificate required"),
        (Some(Flaw::Expired), "certificate expired"),
        (Some(Flaw::UnknownAuthority), "unknown ca"),
        (Some(Flaw::WrongUsage), "unsupported certificate"),
    ];
    for (flaw, alert) in cases {
        let place = Place::new(Opening::Serve, echo()).await;
        let client = match flaw {
            Some(flaw) => place.client(flaw),
            None => place.client_with(None),
        };
        // TLS 1.3: the client believes that the handshake went well; the alert comes at first read.
        let mut connection = client.connect().await.unwrap();
        let _ = connection.send("/vp", &[], b"").await;
        let error = connection.answer().await.unwrap_err();
        assert!(error.contains(alert), "{flaw:?}: {error}");
        assert_eq!(place.server.arrivals().counts().failed_handshakes, 1);
        assert_eq!(place.server.arrivals().counts().requests, 0);
    }
}

#[tokio::test]
async fn a_certificate_without_serial_number_gets_in_without_a_sender() {
    let place = Place::new(Opening::Serve, echo()).await;
    place.client(Flaw::NoSerialNumber).post("/vp", &[], b"").await;
    let arrival = place.server.arrivals().last().unwrap();
    assert_eq!(arrival.sender, None);
    assert!(arrival.subject.contains("CN=vaccinjournal.example"), "{}", arrival.subject);
}

#[tokio::test]
async fn a_bad_server_certificate_is_seen_as_bad() {
    let cases = [
        (Flaw::Expired, "expired"),
        (Flaw::NotYetValid, "not yet valid"),
        (Flaw::WrongName, "hostname mismatch"),
        (Flaw::UnknownAuthority, "unable to get local issuer"),
        (Flaw::WrongUsage, "unsuitable certificate purpose"),
    ];
    for (flaw, expected) in cases {
        let pki = pki();
        let identity = pki.server(flaw).unwrap();
        let settings = ServerSettings::local(identity, pki.authority().clone());
        let server = Server::start(settings, echo()).await.unwrap();
        let good = pki.client(SENDER, KeyKind::EcP256, Flaw::None).unwrap();
        let client = Client::new(server.address(), pki.authority().clone(), Some(good));
        let error = client.connect().await.err().unwrap();
        assert!(error.to_lowercase().contains(expected), "{flaw:?}: {error}");
    }
}

#[tokio::test]
async fn a_script_writes_exactly_its_bytes() {
    let head = Bytes::from_static(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    let drip = Step::Drip {
        bytes: Bytes::from_static(b"half"),
        piece: 1,
        pause: Duration::from_millis(20),
    };
    let cases = [(Step::Cut, true), (Step::Reset, false), (Step::Pause(Duration::ZERO), true)];
    for (end, proper) in cases {
        let what = format!("{end:?}");
        let place =
            Place::new(Opening::Serve, script(vec![Step::Write(head.clone()), drip.clone(), end]))
                .await;
        let mut connection = place.client(Flaw::None).connect().await.unwrap();
        connection.send("/vp", &[], b"").await.unwrap();
        let started = Instant::now();
        let (bytes, ended) = connection.until_end().await;
        assert!(String::from_utf8_lossy(&bytes).ends_with("\r\n\r\nhalf"));
        assert!(started.elapsed() >= Duration::from_millis(60));
        assert_eq!(ended.is_ok(), proper, "{what}: {ended:?}");
    }
}

#[tokio::test]
async fn a_connection_can_go_wrong_before_any_request() {
    let hello = Bytes::from_static(b"HTTP/1.0 400 Bad Request\r\n\r\n");
    let cases = [(Opening::Plain(hello), "wrong version"), (Opening::Hangup, "")];
    for (opening, expected) in cases {
        let place = Place::new(opening, echo()).await;
        let error = place.client(Flaw::None).connect().await.err().unwrap();
        assert!(error.contains(expected), "{error}");
    }
    let place = Place::new(Opening::Silent, echo()).await;
    let client = place.client(Flaw::None);
    let attempt = tokio::time::timeout(Duration::from_millis(100), client.connect());
    assert!(attempt.await.is_err());
    let place = Place::new(Opening::Script(vec![Step::Stall]), echo()).await;
    let mut connection = place.client(Flaw::None).connect().await.unwrap();
    assert!(connection.is_silent_for(Duration::from_millis(50)).await);
}

#[tokio::test]
async fn a_connection_may_be_closed_just_as_it_is_used_again() {
    let answer = Bytes::from_static(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    let place =
        Place::new(Opening::Serve, script(vec![Step::Write(answer), Step::AwaitRequest])).await;
    let mut connection = place.client(Flaw::None).connect().await.unwrap();
    connection.send("/vp", &[], b"").await.unwrap();
    assert_eq!(connection.answer().await.unwrap().text(), "ok");
    connection.send("/vp", &[], b"").await.unwrap();
    assert!(connection.answer().await.is_err());
}

#[tokio::test]
async fn a_caller_that_goes_away_is_counted_and_a_stop_leaves_nothing() {
    let never: Handler = Arc::new(|_| Box::pin(std::future::pending()));
    let place = Place::new(Opening::Serve, never).await;
    let mut connection = place.client(Flaw::None).connect().await.unwrap();
    connection.send("/vp", &[], b"").await.unwrap();
    let arrivals = Arc::clone(place.server.arrivals());
    until(|| arrivals.counts().requests == 1).await;
    drop(connection);
    until(|| arrivals.counts().abandoned == 1).await;
    let mut second = place.client(Flaw::None).connect().await.unwrap();
    second.send("/vp", &[], b"").await.unwrap();
    until(|| arrivals.counts().requests == 2).await;
    place.server.stop().await;
    assert_eq!(arrivals.counts().open, 0);
    assert!(second.answer().await.is_err());
}

#[tokio::test]
async fn a_request_over_the_limit_gets_413() {
    let pki = pki();
    let identity = pki.server(Flaw::None).unwrap();
    let mut settings = ServerSettings::local(identity, pki.authority().clone());
    settings.largest_request = 100;
    let server = Server::start(settings, echo()).await.unwrap();
    let good = pki.client(SENDER, KeyKind::EcP256, Flaw::None).unwrap();
    let client = Client::new(server.address(), pki.authority().clone(), Some(good));
    assert_eq!(client.post("/vp", &[], &[b'a'; 101]).await.status, 413);
    assert_eq!(client.post("/vp", &[], &[b'a'; 100]).await.status, 200);
}

#[test]
fn an_identity_comes_in_the_forms_that_operators_have() {
    let pki = pki();
    for (kind, old) in [(KeyKind::Rsa2048, "RSA PRIVATE"), (KeyKind::EcP256, "EC PRIVATE")] {
        let identity = pki.client(SENDER, kind, Flaw::None).unwrap();
        let text = |pem: Vec<u8>| String::from_utf8(pem).unwrap();
        assert!(text(identity.key_pem().unwrap()).starts_with("-----BEGIN PRIVATE KEY"));
        assert!(text(identity.encrypted_key_pem("x").unwrap()).contains("BEGIN ENCRYPTED PRIVATE"));
        assert!(text(identity.traditional_key_pem().unwrap()).contains(old));
        let bundle =
            openssl::pkcs12::Pkcs12::from_der(&identity.pkcs12("secret").unwrap()).unwrap();
        let parsed = bundle.parse2("secret").unwrap();
        assert!(parsed.pkey.unwrap().public_eq(identity.key()));
        assert!(bundle.parse2("wrong").is_err());
    }
}

/// A listener with its certificates.
struct Place {
    pki: Pki,
    server: Server,
}

impl Place {
    async fn new(opening: Opening, handler: Handler) -> Self {
        let pki = pki();
        let identity = pki.server(Flaw::None).unwrap();
        let mut settings = ServerSettings::local(identity, pki.authority().clone());
        settings.opening = opening;
        let server = Server::start(settings, handler).await.unwrap();
        Self { pki, server }
    }

    fn client(&self, flaw: Flaw) -> Client {
        self.client_with(Some(self.pki.client(SENDER, KeyKind::EcP256, flaw).unwrap()))
    }

    fn client_with(&self, identity: Option<Identity>) -> Client {
        Client::new(self.server.address(), self.pki.authority().clone(), identity)
    }
}

fn pki() -> Pki {
    Pki::new(SystemClock.now()).unwrap()
}

fn echo() -> Handler {
    Arc::new(|arrival: Arrival| Box::pin(async move { Reply::Http(Response::new(arrival.body)) }))
}

fn script(steps: Script) -> Handler {
    Arc::new(move |_| {
        let steps = steps.clone();
        Box::pin(async move { Reply::Script(steps) })
    })
}

async fn until(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < Duration::from_secs(5), "waited too long");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
