//! The server on a real socket: slow clients, too many clients, and a graceful stop.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use vaccinjournal::web::{Settings, serve};

use crate::web_support::{Site, settings};

/// Starts the site on a free port of loopback; it stops when the first value is dropped or used.
pub async fn start(site: &Site) -> (oneshot::Sender<()>, SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let state = site.state.clone();
    let served = tokio::spawn(async move {
        serve(state, listener, async {
            let _ = stopped.await;
        })
        .await;
    });
    (stop, address, served)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_head_that_never_ends_is_cut() {
    let site = Site::quiet().await;
    let (_stop, address, _served) = start(&site).await;
    for head in ["", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let took = ended_after(&mut stream).await;
        assert!(took > Duration::from_millis(300) && took < Duration::from_secs(2), "{took:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_idles_between_requests_is_cut() {
    let site = Site::quiet().await;
    let (_stop, address, _served) = start(&site).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let took = ended_after(&mut stream).await;
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_never_comes_is_cut() {
    let site = Site::quiet().await;
    let (_stop, address, _served) = start(&site).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\r\nassign";
    stream.write_all(head.as_bytes()).await.unwrap();
    let took = ended_after(&mut stream).await;
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_reads_is_cut() {
    let site = Site::quiet().await;
    let (_stop, address, _served) = start(&site).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    // Requests without end and no reading: the answers fill every buffer on the way.
    let begun = Instant::now();
    loop {
        if stream.write_all(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n").await.is_err() {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "the connection was not cut");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_from_one_address_than_allowed_are_refused() {
    let limits = Settings { most_connections_per_address: 3, ..settings() };
    let site = Site::with(Settings { head_timeout: Duration::from_secs(30), ..limits }).await;
    let (_stop, address, _served) = start(&site).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(TcpStream::connect(address).await.unwrap());
    }
    let mut one_more = TcpStream::connect(address).await.unwrap();
    assert!(ended_after(&mut one_more).await < Duration::from_secs(2));
    open.pop();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut again = TcpStream::connect(address).await.unwrap();
    again
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    again.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_too_large_is_refused() {
    let site = Site::quiet().await;
    let (_stop, address, _served) = start(&site).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head =
        format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n", "a".repeat(40_000));
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_with_nothing_under_way_is_quick() {
    let site = Site::quiet().await;
    let (stop, address, served) = start(&site).await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let begun = Instant::now();
    stop.send(()).unwrap();
    served.await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert!(TcpStream::connect(address).await.is_err());
}

async fn ended_after(stream: &mut TcpStream) -> Duration {
    let begun = Instant::now();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer));
    // The end may come as an orderly close or as a reset.
    let _ = read.await.expect("the connection was not cut");
    begun.elapsed()
}
