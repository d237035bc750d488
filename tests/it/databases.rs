//! The databases that store tests run on: an SQLite file and a real PostgreSQL server, which is
//! started once for the whole test binary and has a database for each test.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use vaccinjournal::store::{Settings, Store};

/// One empty database, and the folder that must outlive it.
pub struct Database {
    /// Which kind it is, for messages.
    pub kind: &'static str,
    /// How it is opened.
    pub settings: Settings,
    _folder: Option<TempDir>,
}

impl Database {
    /// Opens it.
    pub async fn open(&self) -> Store {
        Store::open(&self.settings).await.unwrap()
    }
}

/// One empty database of each kind.
pub fn databases() -> Vec<Database> {
    vec![sqlite(), postgres()]
}

/// An empty SQLite file.
pub fn sqlite() -> Database {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.sqlite").display());
    Database { kind: "SQLite", settings: settings(url), _folder: Some(folder) }
}

/// An empty PostgreSQL database.
pub fn postgres() -> Database {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = PostgresServer::started();
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    server.run(&format!("CREATE DATABASE {name}"));
    let url = format!("postgres://postgres@localhost:{}/{name}", server.port);
    Database { kind: "PostgreSQL", settings: settings(url), _folder: None }
}

fn settings(url: String) -> Settings {
    Settings {
        url,
        acquire_timeout: Duration::from_secs(10),
        busy_timeout: Duration::from_secs(5),
        connections: 4,
        durable: true,
    }
}

struct PostgresServer {
    binaries: PathBuf,
    port: u16,
}

impl PostgresServer {
    fn started() -> &'static Self {
        static SERVER: OnceLock<PostgresServer> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    fn start() -> Self {
        let binaries = std::fs::read_dir("/usr/lib/postgresql")
            .ok()
            .and_then(|versions| {
                versions.flatten().map(|v| v.path().join("bin")).find(|b| b.join("initdb").exists())
            })
            .expect("PostgreSQL is missing: run scripts/setup test");
        let folder = std::env::temp_dir().join(format!("vaccinjournal-pg-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let port = free_port();
        // PostgreSQL refuses to run as root.
        let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
        if is_root {
            let owned = Command::new("chown").arg("postgres").arg(&folder).status().unwrap();
            assert!(owned.success(), "the user postgres is missing");
        }
        let data = folder.join("data");
        let initdb = format!(
            "{}/initdb -D {} -A trust -U postgres --no-sync -E UTF8 --locale=C",
            binaries.display(),
            data.display()
        );
        shell(&initdb, is_root);
        // The server ends with the test program: its watcher waits for it and then stops the
        // server and clears the folder away.
        let start = format!(
            "{0}/pg_ctl -D {1} -w -l {2}/log -o '-p {port} -k {2} -c listen_addresses=localhost \
             -c fsync=off' start",
            binaries.display(),
            data.display(),
            folder.display()
        );
        shell(&start, is_root);
        watch(&binaries, &data, &folder, is_root);
        Self { binaries, port }
    }

    fn run(&self, sql: &str) {
        let output = Command::new(self.binaries.join("psql"))
            .args(["-h", "localhost", "-U", "postgres", "-p", &self.port.to_string(), "-c", sql])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

fn shell(command: &str, as_postgres: bool) {
    let mut shell = if as_postgres {
        let mut su = Command::new("su");
        su.args(["postgres", "-s", "/bin/sh", "-c", command]);
        su
    } else {
        let mut sh = Command::new("sh");
        sh.args(["-c", command]);
        sh
    };
    let status = shell
        .current_dir("/")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "failed: {command}");
}

#[expect(clippy::zombie_processes, reason = "it outlives this program on purpose")]
fn watch(binaries: &Path, data: &Path, folder: &Path, as_postgres: bool) {
    let stop = format!("{}/pg_ctl -D {} -m immediate stop", binaries.display(), data.display());
    let stop = if as_postgres { format!("su postgres -s /bin/sh -c '{stop}'") } else { stop };
    let script = format!(
        "while kill -0 {} 2>/dev/null; do sleep 1; done; {stop}; rm -rf {}",
        std::process::id(),
        folder.display()
    );
    Command::new("setsid")
        .args(["sh", "-c", &script])
        .current_dir("/")
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
