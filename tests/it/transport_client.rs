//! Calls over real TLS: whole answers or a named failure, within the limits, on few connections.

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Response;
use openssl::ssl::SslVersion;
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::simulator::pki::{Flaw, KeyKind, Pki};
use vaccinjournal::simulator::server::{Opening, Reply, Step};
use vaccinjournal::transport::{
    CertificateFault, Client, Connection, Endpoint, Limits, ParseEndpointError, Refresh, Request,
    SetupError, TransportError,
};

use crate::transport_place::{Place, SENDER, answering, by_script, echo, write};

#[tokio::test]
async fn connections_are_reused() {
    let place = Place::new(echo()).await;
    let client = place.client();
    for number in 0..100 {
        let body = number.to_string();
        let answer = place.post(&client, &body).await.unwrap();
        assert_eq!((answer.status(), &answer.body()[..]), (200, body.as_bytes()));
    }
    assert!(client.connections_made() <= 3, "{} connections", client.connections_made());
    assert_eq!(place.server.arrivals().counts().handshakes, client.connections_made());
    assert_eq!(place.server.arrivals().last().unwrap().tls_version, "TLSv1.3");
}

#[tokio::test]
async fn a_fresh_connection_is_new_and_not_kept() {
    let place = Place::new(echo()).await;
    let client = place.client();
    for _ in 0..3 {
        place.post_on(&client, "", Connection::Fresh).await.unwrap();
    }
    assert_eq!(client.connections_made(), 3);
}

#[tokio::test]
async fn a_proxy_in_the_environment_is_ignored() {
    // The environment of a process cannot be changed safely, so the test runs in another one.
    let mut again = Command::new(std::env::current_exe().unwrap());
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY"] {
        again.env(name, "http://127.0.0.1:9");
    }
    again.env_remove("NO_PROXY").env_remove("no_proxy");
    let run = again.args(["--exact", "transport_client::connections_are_reused"]).output().unwrap();
    let told = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && told.contains("1 passed"), "{told}");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let place = Place::new(answering(move |arrival| {
            let target = format!("https://{}/else", arrival.header("host").unwrap());
            let redirect = Response::builder().status(status).header("location", target);
            Reply::Http(redirect.body(Bytes::new()).unwrap())
        }))
        .await;
        assert_eq!(place.answer().await.unwrap().status(), status);
        assert_eq!(place.server.arrivals().counts().requests, 1);
    }
}

#[tokio::test]
async fn nothing_is_asked_for_in_another_coding() {
    let place = Place::new(echo()).await;
    place.answer().await.unwrap();
    let arrival = place.server.arrivals().last().unwrap();
    assert_eq!(arrival.header("accept-encoding"), Some("identity"));
    assert_eq!(arrival.header("referer"), None);
}

#[tokio::test]
async fn a_coded_answer_is_refused() {
    for (coding, refused) in [
        ("gzip", true),
        ("deflate", true),
        ("br", true),
        ("zstd", true),
        ("x-unknown", true),
        ("identity, gzip", true),
        ("Identity", false),
        ("", false),
    ] {
        let place = Place::new(answering(move |_| {
            let coded = Response::builder().header("content-encoding", coding);
            Reply::Http(coded.body(Bytes::from_static(b"\x1f\x8b")).unwrap())
        }))
        .await;
        match place.answer().await {
            Ok(answer) => assert!(!refused && &answer.body()[..] == b"\x1f\x8b", "{coding}"),
            Err(error) => assert!(refused && error == TransportError::Encoded, "{coding} {error}"),
        }
    }
}

#[tokio::test]
async fn a_body_over_the_limit_fails_and_one_at_the_limit_does_not() {
    let limit = 100_000;
    for (length, fits) in [(limit, true), (limit + 1, false)] {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        let declared = vec![write(&head), write(&"x".repeat(length))];
        let chunked = vec![
            write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            write(&format!("{length:x}\r\n{}\r\n0\r\n\r\n", "x".repeat(length))),
        ];
        let until_close =
            vec![write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), write(&"x".repeat(length))];
        for script in [declared, chunked, until_close] {
            let mut place = Place::scripted(script).await;
            place.limits.largest_answer = limit as u64;
            match place.answer().await {
                Ok(answer) => assert!(fits && answer.body().len() == length),
                Err(error) => {
                    assert!(!fits);
                    assert_eq!(error, TransportError::TooLarge { limit: limit as u64 });
                }
            }
        }
    }
}

#[tokio::test]
async fn an_endless_body_is_cut_at_the_limit() {
    let place = Place::scripted(vec![
        write("HTTP/1.1 200 OK\r\n\r\n"),
        Step::Endless(Bytes::from(vec![b'x'; 64 << 10])),
    ])
    .await;
    assert_eq!(place.answer().await.unwrap_err(), TransportError::TooLarge { limit: 1 << 20 });
}

#[tokio::test]
async fn time_limits_each_stop_what_they_are_for() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
    let drip = |text: &str| Step::Drip {
        bytes: Bytes::copy_from_slice(text.as_bytes()),
        piece: 1,
        pause: Duration::from_millis(200),
    };
    let longer_than_idle = Step::Pause(Duration::from_millis(700));
    let cases = [
        // A source may think longer than a body may pause.
        ("slow head", vec![longer_than_idle, write(head), write("123456789")], None),
        ("no head", vec![Step::Stall], Some(TransportError::Deadline)),
        ("dripping head", vec![drip(head)], Some(TransportError::Deadline)),
        (
            "stalled body",
            vec![write(head), write("1234"), Step::Stall],
            Some(TransportError::BodyIdle),
        ),
        ("body that never begins", vec![write(head), Step::Stall], Some(TransportError::BodyIdle)),
        ("dripping body", vec![write(head), drip("123456789")], Some(TransportError::Deadline)),
    ];
    for (name, script, expected) in cases {
        let mut place = Place::scripted(script).await;
        place.deadline = Duration::from_millis(1_200);
        let client = place.client();
        let start = Instant::now();
        let outcome = place.post(&client, "").await;
        let took = start.elapsed();
        assert_eq!(outcome.err(), expected, "{name}");
        assert!(took < place.deadline + Duration::from_millis(250), "{name}: {took:?}");
        if expected == Some(TransportError::BodyIdle) {
            assert!(took < Duration::from_millis(900), "{name}: {took:?}");
        }
    }
}

#[tokio::test]
async fn a_lost_connection_is_told_apart_by_what_had_come() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n";
    let cases = [
        ("reset before", vec![Step::Reset], true),
        ("cut before", vec![Step::Cut], true),
        ("closed before", vec![], true),
        ("reset in body", vec![write(head), write("1234"), Step::Reset], false),
        ("closed in body", vec![write(head), write("1234")], false),
        ("closed before the body", vec![write(head)], false),
        ("chunks cut", vec![write(chunked)], false),
    ];
    for (name, script, before) in cases {
        let error = Place::scripted(script).await.answer().await.unwrap_err();
        match &error {
            TransportError::LostBeforeAnswer { .. } => assert!(before, "{name}"),
            TransportError::LostInBody { .. } => assert!(!before, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
        assert_eq!(error.is_before_answer(), before, "{name}");
    }
}

#[tokio::test]
async fn a_body_without_length_is_whole_for_all_that_http_can_tell() {
    // OpenSSL's binding takes the end of TCP for the TLS farewell, so even a cut looks proper here.
    // Only the reader of the message can tell, by its closing tag.
    let without_length = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<Env";
    for end in [None, Some(Step::Cut)] {
        let script = [Some(write(without_length)), end].into_iter().flatten().collect();
        assert_eq!(&Place::scripted(script).await.answer().await.unwrap().body()[..], b"<Env");
    }
}

#[tokio::test]
async fn what_is_not_http_is_named() {
    let many = "X-More: x\r\n".repeat(200);
    let long = "x".repeat(1 << 20);
    let cases = [
        "HTTP/9.9 200 OK\r\n\r\n".to_owned(),
        "hello world, this is no answer\r\n\r\n".to_owned(),
        format!("HTTP/1.1 200 OK\r\n{many}\r\n"),
        format!("HTTP/1.1 200 OK\r\nX-Long: {long}\r\n\r\n"),
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n1234".to_owned(),
    ];
    for text in cases {
        let error = Place::scripted(vec![write(&text), Step::Stall]).await.answer().await;
        let error = error.unwrap_err();
        assert!(matches!(error, TransportError::NotHttp { .. }), "{error:?} for {:.60}", text);
        assert!(!error.is_before_answer());
    }
}

#[tokio::test]
async fn interim_answers_are_passed_over() {
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    let place = Place::scripted(vec![
        write(interim),
        write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    ])
    .await;
    assert_eq!(&place.answer().await.unwrap().body()[..], b"ok");
}

#[tokio::test]
async fn a_server_we_must_not_trust_is_refused_for_its_own_reason() {
    for (flaw, fault) in [
        (Flaw::Expired, CertificateFault::Expired),
        (Flaw::NotYetValid, CertificateFault::NotYetValid),
        (Flaw::WrongName, CertificateFault::WrongName),
        (Flaw::UnknownAuthority, CertificateFault::UnknownIssuer),
        (Flaw::WrongUsage, CertificateFault::WrongPurpose),
    ] {
        let pki = Pki::new(SystemClock.now()).unwrap();
        let server = pki.server(flaw).unwrap();
        let place = Place::with(pki, server, |_| (), echo()).await;
        let error = place.answer().await.unwrap_err();
        assert_eq!(error, TransportError::ServerCertificate { fault }, "{flaw:?}");
        assert!(!error.is_before_answer());
    }
}

#[tokio::test]
async fn a_server_that_refuses_our_certificate_is_told_from_a_lost_connection() {
    for newest in [SslVersion::TLS1_2, SslVersion::TLS1_3] {
        for (flaw, alert) in
            [(Flaw::UnknownAuthority, "unknown ca"), (Flaw::WrongUsage, "unsupported certificate")]
        {
            let pki = Pki::new(SystemClock.now()).unwrap();
            let server = pki.server(Flaw::None).unwrap();
            let versions = (SslVersion::TLS1_2, newest);
            let place = Place::with(pki, server, |s| s.tls_versions = versions, echo()).await;
            let identity = place.pki.client(SENDER, KeyKind::EcP256, flaw).unwrap();
            let settings = place.settings_with(place.pem_files(&identity));
            let client = Client::new(settings, SystemClock.now()).unwrap();
            let expected = TransportError::ClientCertificateRefused { alert: alert.to_owned() };
            // Under TLS 1.3 the alert may be lost the first time, when our request crosses it.
            let first = place.post(&client, "").await.unwrap_err();
            assert!(first == expected || first.is_before_answer(), "{flaw:?} {newest:?}: {first}");
            let again = place.post_on(&client, "", Connection::Fresh).await.unwrap_err();
            assert_eq!(again, expected, "{flaw:?} {newest:?}");
            assert!(!again.is_before_answer());
        }
    }
}

#[tokio::test]
async fn an_identity_that_ran_out_while_in_use_is_blamed_for_a_closed_connection() {
    let place = Place::scripted(vec![Step::Cut]).await;
    let identity = place.pki.client(SENDER, KeyKind::EcP256, Flaw::None).unwrap();
    let settings = place.settings_with(place.pem_files(&identity));
    // A second before the end, as the identity is loaded.
    let end = Client::new(settings.clone(), SystemClock.now()).unwrap().trust().identity.not_after;
    let client = Client::new(settings, end - jiff::SignedDuration::from_secs(1));
    // The authority outlives the identity, so this is a client like any other until then.
    let client = client.unwrap();
    let error = place.post(&client, "").await.unwrap_err();
    assert!(matches!(error, TransportError::LostBeforeAnswer { .. }), "{error:?}");
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let error = place.post(&client, "").await.unwrap_err();
    assert!(matches!(error, TransportError::ClientCertificateRefused { .. }), "{error:?}");
}

#[tokio::test]
async fn what_fails_before_tls_is_up_is_told_apart() {
    let silent = Place::opening(Opening::Silent, echo()).await;
    assert_eq!(silent.answer().await.unwrap_err(), TransportError::ConnectTimeout);

    let plain = Opening::Plain(Bytes::from_static(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    let error = Place::opening(plain, echo()).await.answer().await.unwrap_err();
    assert!(matches!(error, TransportError::Tls { .. }), "{error:?}");

    let hangup = Place::opening(Opening::Hangup, echo()).await;
    let error = hangup.answer().await.unwrap_err();
    assert!(matches!(error, TransportError::Connect { .. }), "{error:?}");
    assert!(error.is_before_answer());

    let pki = Pki::new(SystemClock.now()).unwrap();
    let server = pki.server(Flaw::None).unwrap();
    let old = (SslVersion::TLS1, SslVersion::TLS1_1);
    let error = Place::with(pki, server, |s| s.tls_versions = old, echo()).await.answer().await;
    assert!(matches!(error, Err(TransportError::Tls { .. })), "{error:?}");
}

#[tokio::test]
async fn a_closed_port_and_an_unknown_host_are_told_apart() {
    let place = Place::new(echo()).await;
    let client = place.client();
    let ask = async |address: &str| {
        let endpoint: Endpoint = address.parse().unwrap();
        let request = Request {
            endpoint: &endpoint,
            headers: http::HeaderMap::new(),
            body: Bytes::new(),
            deadline: Instant::now() + place.deadline,
            limits: &place.limits,
            connection: Connection::Pooled,
        };
        client.post(request).await.unwrap_err()
    };
    let refused = ask("https://127.0.0.1:9/vp").await;
    assert!(matches!(refused, TransportError::Connect { .. }), "{refused:?}");
    assert!(refused.is_before_answer());
    let unknown = ask("https://secret-name.invalid/vp").await;
    assert!(matches!(unknown, TransportError::Resolve { .. }), "{unknown:?}");
    for error in [refused, unknown] {
        let text = format!("{error} {error:?}");
        assert!(!text.contains("secret-name") && !text.contains("/vp"), "{text}");
    }
}

#[tokio::test]
async fn a_cancelled_call_takes_its_connection_with_it() {
    let place = Place::new(Arc::new(|arrival| {
        Box::pin(async move {
            if &arrival.body[..] == b"slow" {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            Reply::Http(Response::new(arrival.body))
        })
    }))
    .await;
    let client = place.client();
    place.post(&client, "quick").await.unwrap();
    let slow = tokio::time::timeout(Duration::from_millis(100), place.post(&client, "slow")).await;
    assert!(slow.is_err());
    let answer = place.post(&client, "after").await.unwrap();
    assert_eq!(&answer.body()[..], b"after");
    let arrivals = place.server.arrivals().all();
    assert_eq!(arrivals[0].connection, arrivals[1].connection);
    assert_ne!(arrivals[1].connection, arrivals[2].connection);
    assert_eq!(client.connections_made(), 2);
}

/// G3: no answer is ever taken for the answer to another call.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_is_mixed_up_in_many_cancelled_calls() {
    const CALLS: usize = 2_000;
    let place = Arc::new(
        Place::new(Arc::new(|arrival| {
            Box::pin(async move {
                // Between nothing and two milliseconds, by the text that was sent.
                let pause = arrival.body.iter().map(|byte| u64::from(*byte)).sum::<u64>() % 21;
                tokio::time::sleep(Duration::from_micros(100 * pause)).await;
                Reply::Http(Response::new(arrival.body))
            })
        }))
        .await,
    );
    let client = Arc::new(place.client());
    let mut workers = tokio::task::JoinSet::new();
    for worker in 0..8_usize {
        let (place, client) = (Arc::clone(&place), Arc::clone(&client));
        workers.spawn(async move {
            let (mut answered, mut cancelled) = (0, 0);
            for number in (worker..CALLS).step_by(8) {
                let asked = format!("patient {number} {}", "x".repeat(number % 3_000));
                // Half of the callers wait; the others' patience ends anywhere in the call.
                let patience = match number % 2 {
                    0 => Duration::from_secs(10),
                    _ => Duration::from_micros((number as u64 * 7_919) % 8_000),
                };
                match tokio::time::timeout(patience, place.post(&client, &asked)).await {
                    Ok(answer) => {
                        assert_eq!(answer.unwrap().body(), &Bytes::from(asked));
                        answered += 1;
                    }
                    Err(_) => cancelled += 1,
                }
            }
            (answered, cancelled)
        });
    }
    let (mut answered, mut cancelled) = (0, 0);
    while let Some(counts) = workers.join_next().await {
        let counts = counts.unwrap();
        answered += counts.0;
        cancelled += counts.1;
    }
    assert_eq!(answered + cancelled, CALLS);
    // The test says something only if both happened often and connections were reused.
    let made = client.connections_made() as usize;
    println!("{answered} answered, {cancelled} cancelled, {made} connections");
    assert!(answered > CALLS / 10 && cancelled > CALLS / 10, "{answered} {cancelled}");
    assert!(made < CALLS / 2 + cancelled, "{made} connections");
}

#[tokio::test]
async fn a_call_without_a_turn_before_its_deadline_is_not_made() {
    let mut place = Place::new(answering(|_| Reply::Script(vec![Step::Stall]))).await;
    place.deadline = Duration::from_millis(400);
    let mut settings = place.settings();
    settings.calls_at_once = 1;
    let client = Client::new(settings, SystemClock.now()).unwrap();
    let second = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let mut request = place.limits.clone();
        request.body_idle = Duration::from_millis(1);
        let endpoint = place.endpoint();
        let soon = Instant::now() + Duration::from_millis(200);
        client.post(request_to(&endpoint, &request, soon)).await.unwrap_err()
    };
    let (first, second) = tokio::join!(place.post(&client, ""), second);
    assert_eq!(first.unwrap_err(), TransportError::Deadline);
    assert_eq!(second, TransportError::Overloaded);
    assert_eq!(place.server.arrivals().counts().requests, 1);
}

#[tokio::test]
async fn answers_in_memory_share_one_budget() {
    let mut place = Place::new(answering(|arrival| {
        let length: usize = String::from_utf8_lossy(&arrival.body).parse().unwrap();
        Reply::Http(Response::new(Bytes::from(vec![b'x'; length])))
    }))
    .await;
    place.deadline = Duration::from_millis(500);
    let mut settings = place.settings();
    settings.bytes_in_flight = 1 << 20;
    let client = Client::new(settings, SystemClock.now()).unwrap();
    let first = place.post(&client, "700000").await.unwrap();
    // While the first lives there is no room for the second, which waits until its deadline.
    assert_eq!(place.post(&client, "700000").await.unwrap_err(), TransportError::Deadline);
    assert!(place.post(&client, "300000").await.is_ok());
    drop(first);
    assert!(place.post(&client, "700000").await.is_ok());
}

#[tokio::test]
async fn an_answer_that_outgrows_the_budget_fails_at_once() {
    let place = Place::scripted(vec![
        write("HTTP/1.1 200 OK\r\n\r\n"),
        Step::Endless(Bytes::from(vec![b'x'; 64 << 10])),
    ])
    .await;
    let mut settings = place.settings();
    settings.bytes_in_flight = 200_000;
    let client = Client::new(settings, SystemClock.now()).unwrap();
    assert_eq!(place.post(&client, "").await.unwrap_err(), TransportError::Overloaded);
}

#[tokio::test]
async fn the_time_to_wait_is_read_in_both_forms() {
    let date = "Mon, 24 Nov 2025 10:00:00 GMT";
    for (text, seconds) in [
        ("120", Some(120)),
        (" 0 ", Some(0)),
        ("Mon, 24 Nov 2025 10:05:00 GMT", Some(300)),
        ("Mon, 24 Nov 2025 09:00:00 GMT", Some(0)),
        ("18446744073709551615", Some(u64::MAX)),
        ("-1", None),
        ("soon", None),
    ] {
        let place = Place::new(answering(move |_| {
            let busy = Response::builder().status(503).header("date", date);
            Reply::Http(busy.header("retry-after", text).body(Bytes::new()).unwrap())
        }))
        .await;
        let answer = place.answer().await.unwrap();
        assert_eq!(answer.retry_after(), seconds.map(Duration::from_secs), "{text}");
    }
}

#[tokio::test]
async fn an_answer_is_printed_without_what_it_says() {
    let place = Place::new(echo()).await;
    let answer = place.post(&place.client(), "191212121212").await.unwrap();
    assert!(!format!("{answer:?}").contains("1912"));
}

#[tokio::test]
async fn a_replaced_identity_is_taken_and_a_broken_one_is_not() {
    let place = Place::new(answering(|arrival| {
        Reply::Http(Response::new(arrival.sender.unwrap_or_default().into()))
    }))
    .await;
    let client = place.client();
    let now = SystemClock.now();
    let seen = async || {
        let answer = place.post(&client, "").await.unwrap();
        String::from_utf8(answer.body().to_vec()).unwrap()
    };
    assert_eq!(seen().await, SENDER);
    assert!(matches!(client.refresh(now), Refresh::Unchanged));

    place.write("identity.pem", b"broken");
    assert!(matches!(client.refresh(now), Refresh::Kept(SetupError::Identity(_))));
    // Told once; then it is quiet until the file changes again.
    assert!(matches!(client.refresh(now), Refresh::Unchanged));
    assert_eq!(seen().await, SENDER);

    let renewed = place.pki.client("SE5560000001-NEW", KeyKind::EcP256, Flaw::None).unwrap();
    place.pem_files(&renewed);
    let Refresh::Replaced(trust) = client.refresh(now) else { panic!("not replaced") };
    assert_eq!(trust.identity.hsa_id.unwrap().as_str(), "SE5560000001-NEW");
    assert_eq!(seen().await, "SE5560000001-NEW");

    place.write("roots.pem", b"");
    assert!(matches!(client.refresh(now), Refresh::Kept(SetupError::Roots(_))));
    let other = Pki::new(now).unwrap();
    place.write("roots.pem", &other.authority().to_pem().unwrap());
    assert!(matches!(client.refresh(now), Refresh::Replaced(_)));
    let fault = CertificateFault::UnknownIssuer;
    let refused = place.post(&client, "").await.unwrap_err();
    assert_eq!(refused, TransportError::ServerCertificate { fault });
}

/// G14 at the scale of every change: no call fails while the identity is replaced.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_fails_while_the_identity_is_replaced() {
    let place = Arc::new(Place::new(echo()).await);
    let client = Arc::new(place.client());
    let stop = tokio_util::sync::CancellationToken::new();
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (place, client, stop) = (Arc::clone(&place), Arc::clone(&client), stop.clone());
        callers.spawn(async move {
            let mut calls = 0;
            while !stop.is_cancelled() {
                place.post(&client, "hej").await.unwrap();
                calls += 1;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            calls
        });
    }
    for number in 0..20 {
        let name = format!("SE5560000001-{number}");
        let identity = place.pki.client(&name, KeyKind::EcP256, Flaw::None).unwrap();
        place.pem_files(&identity);
        let refreshed = client.refresh(SystemClock.now());
        assert!(matches!(refreshed, Refresh::Replaced(_)), "{refreshed:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.cancel();
    let mut calls = 0;
    while let Some(made) = callers.join_next().await {
        calls += made.unwrap();
    }
    assert!(calls >= 40, "{calls}");
}

#[test]
fn an_endpoint_is_https_and_holds_nothing_more() {
    let parse = |text: &str| text.parse::<Endpoint>().map(|endpoint| endpoint.to_string());
    assert_eq!(parse(" https://esb.example/vp/x ").unwrap(), "https://esb.example/vp/x");
    assert_eq!(parse("http://esb.example/").unwrap_err(), ParseEndpointError::NotHttps);
    for text in ["https://a:b@esb.example/", "https://esb.example/?p=1", "https://esb.example/#p"] {
        assert_eq!(parse(text).unwrap_err(), ParseEndpointError::TooMuch, "{text}");
    }
    for text in ["", "esb.example/vp", "https://"] {
        assert_eq!(parse(text).unwrap_err(), ParseEndpointError::Malformed, "{text}");
    }
}

#[tokio::test]
async fn trust_that_cannot_work_is_refused_at_start() {
    let place = Place::new(by_script(Vec::new())).await;
    let expired = place.pki.client(SENDER, KeyKind::EcP256, Flaw::Expired).unwrap();
    let cases = [
        (Vec::new(), "holds no certificate in PEM"),
        (
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec(),
            "cannot be read",
        ),
        (expired.certificate_pem().unwrap(), "holds no certificate that is valid now"),
    ];
    for (content, reason) in cases {
        let settings = place.settings();
        place.write("roots.pem", &content);
        let Err(SetupError::Roots(error)) = Client::new(settings, SystemClock.now()) else {
            panic!("taken: {reason}")
        };
        assert!(error.to_string().contains(reason), "{error}");
    }
}

fn request_to<'a>(endpoint: &'a Endpoint, limits: &'a Limits, deadline: Instant) -> Request<'a> {
    Request {
        endpoint,
        headers: http::HeaderMap::new(),
        body: Bytes::new(),
        deadline,
        limits,
        connection: Connection::Pooled,
    }
}
