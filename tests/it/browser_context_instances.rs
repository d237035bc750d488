//! Two instances on one PostgreSQL database behind one address: COSMIC and the journal stay at the
//! same patient, also when one of the instances is killed.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::net::{TcpListener, TcpStream};

use crate::browser_context::{PATIENTS, Windows};
use crate::browser_support::Browser;
use crate::databases::postgres;
use crate::demo::Demo;

const CHANGES: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_changes_never_mix_two_patients_though_an_instance_is_killed() {
    let database = postgres();
    let front = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let shared = [
        ("VACCINJOURNAL__STORE__URL", database.settings.url.clone()),
        (
            "VACCINJOURNAL__LAUNCH__AUDIENCE",
            format!("http://{}/launch", front.local_addr().unwrap()),
        ),
    ];
    // The demonstration is one instance, with COSMIC and the platform; the other is a program of
    // its own with the same settings.
    let demo = Demo::with(&shared);
    let mut second = Second::start(&demo, &shared).await;
    let served = pass_on(front, vec![second.address, demo.service()]);
    let mut windows = Windows::open(Browser::new(demo.cosmic).await, &PATIENTS).await;
    windows
        .change_at_random(CHANGES, |change| {
            if change == CHANGES / 2 {
                second.kill();
            }
        })
        .await;
    windows.agree(None).await;
    let seen = windows.seen().await;
    println!(
        "{seen}; connections to each: {:?}",
        served.each_ref().map(|n| n.load(Ordering::Relaxed))
    );
    assert_eq!(seen["wrong"], json!([]), "a page held another patient's doses");
    assert!(seen["looks"].as_u64().unwrap() > 300, "{seen}");
    assert!(seen["rows"].as_u64().unwrap() > 1_000, "{seen}");
    for served in &*served {
        assert!(served.load(Ordering::Relaxed) > 20, "one of the instances served nobody");
    }
    windows.browser.close().await;
}

/// A second instance.
struct Second {
    child: Child,
    address: SocketAddr,
}

impl Second {
    async fn start(demo: &Demo, shared: &[(&str, String)]) -> Self {
        let address = {
            let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            free.local_addr().unwrap()
        };
        let log = std::fs::File::create(demo.folder().join("second.log")).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_vaccinjournal"))
            .arg("--config")
            .arg(demo.folder().join("settings.toml"))
            .arg("serve")
            .envs(shared.iter().map(|(name, value)| (name, value)))
            .env("VACCINJOURNAL__HTTP__LISTEN", address.to_string())
            .env("VACCINJOURNAL__ACCESS_LOG__INSTANCE", "2")
            .env("VACCINJOURNAL__ACCESS_LOG__EMERGENCY_FILE", demo.folder().join("aside-2.jsonl"))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            let log = std::fs::read_to_string(demo.folder().join("second.log")).unwrap();
            assert!(begun.elapsed() < Duration::from_secs(60), "it did not start: {log}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Self { child, address }
    }

    /// At once, without a word.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A balancer: each connection goes to the next instance in turn, or to the other if that is gone.
fn pass_on(front: TcpListener, to: Vec<SocketAddr>) -> Arc<[AtomicUsize; 2]> {
    let served: Arc<[AtomicUsize; 2]> = Arc::default();
    let counts = Arc::clone(&served);
    tokio::spawn(async move {
        let mut turn = 0;
        while let Ok((mut outside, _)) = front.accept().await {
            turn += 1;
            let (to, counts) = (to.clone(), Arc::clone(&counts));
            tokio::spawn(async move {
                for at in [turn % 2, (turn + 1) % 2] {
                    if let Ok(mut inside) = TcpStream::connect(to[at]).await {
                        counts[at].fetch_add(1, Ordering::Relaxed);
                        let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
                        return;
                    }
                }
            });
        }
    });
    served
}
