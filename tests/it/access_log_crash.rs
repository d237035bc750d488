//! No row that was promised is lost, however the program or the machine ends.
//!
//! Where the power is cut, it is cut for real: a file system of its own is told to go down without
//! writing anything that has not reached its disk. That takes root and a loop device; where they are
//! missing the test says that it was left out.
//!
//! `POWER_CUTS` and `KILLS` in the environment set how many; `docs/reliability.md` has the figures
//! of long runs.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use vaccinjournal::domain::AccessEvent;
use vaccinjournal::store::{Settings, Store};

use crate::access_log::{chain, event, stamp};

#[tokio::test]
async fn no_promised_row_is_lost_when_the_program_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut promised = BTreeSet::new();
    let mut dice = Dice(17);
    let kills = how_many("KILLS", 100);
    for _ in 0..kills {
        let writer = Writer::start(folder.path(), "full");
        let said = writer.end_after(Duration::from_millis(dice.up_to(60)));
        promised.extend(said);
    }
    let kept = kept(folder.path()).await;
    let lost = promised.difference(&kept).count();
    assert_eq!(lost, 0, "of {} promised rows after {kills} kills", promised.len());
    assert!(promised.len() > kills as usize, "{} rows are too few to tell", promised.len());
    println!("{kills} kills: {} rows promised, {} kept, 0 lost", promised.len(), kept.len());
}

#[tokio::test]
async fn no_promised_row_is_lost_when_the_power_is_cut() {
    let Some(disk) = Disk::new() else { return };
    let cuts = how_many("POWER_CUTS", 30);
    let cut = disk.cut_power(cuts, "full", 23).await;
    assert_eq!(cut.lost, 0, "of {} promised rows after {cuts} power cuts", cut.promised);
    assert!(cut.promised > cuts as usize * 3, "{} rows are too few to tell", cut.promised);
    println!("{cuts} power cuts: {} rows promised, 0 lost", cut.promised);
}

/// Shows that the test above can fail: with SQLite's faster setting rows are lost.
#[tokio::test]
async fn with_commits_that_do_not_wait_for_the_disk_rows_are_lost() {
    let Some(disk) = Disk::new() else { return };
    let cut = disk.cut_power(5, "normal", 29).await;
    assert!(cut.lost > 0, "all of {} promised rows are there: nothing was cut", cut.promised);
}

/// No test but the program that the tests end: it writes rows, and says which it has been promised.
#[tokio::test]
#[ignore = "it never ends by itself; the tests above start it"]
async fn writes_until_it_is_ended() {
    let (Some(url), Some(synchronous)) = (set(DATABASE), set(SYNCHRONOUS)) else { return };
    let store = Store::open(&settings(url, synchronous == "full")).await.unwrap();
    let mut output = std::io::stdout().lock();
    writeln!(output).unwrap();
    for number in 0_usize.. {
        let events: Vec<AccessEvent> = (0..=number % 3).map(|_| event("SE1-VG", 1)).collect();
        store.log_access(&events, &stamp(1)).await.unwrap();
        // Only now has anything been promised.
        for event in &events {
            writeln!(output, "{}", event.id).unwrap();
        }
        output.flush().unwrap();
    }
}

const DATABASE: &str = "ACCESS_LOG_CRASH_DATABASE";
const SYNCHRONOUS: &str = "ACCESS_LOG_CRASH_SYNCHRONOUS";

/// The program that writes rows and says which it has been promised.
struct Writer {
    child: Child,
    said: Receiver<String>,
}

impl Writer {
    fn start(folder: &Path, synchronous: &str) -> Self {
        // This program itself, as far as the test that never ends.
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "access_log_crash::writes_until_it_is_ended"])
            .args(["--ignored", "--nocapture"])
            .env(DATABASE, url(folder))
            .env(SYNCHRONOUS, synchronous)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (say, said) = channel();
        let output = child.stdout.take().unwrap();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                let Ok(line) = line else { return };
                // Other lines are the test program's own, or were cut off and have promised nothing.
                if line.len() == 36 && say.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, said }
    }

    /// Lets it write for a while after its first promise, kills it, and gives what it has promised.
    fn end_after(mut self, time: Duration) -> Vec<String> {
        let mut promised = self.promises(time);
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        promised.extend(self.said.iter());
        promised
    }

    fn promises(&self, time: Duration) -> Vec<String> {
        let first = self.said.recv_timeout(Duration::from_secs(30)).expect("it writes nothing");
        let mut promised = vec![first];
        let end = Instant::now() + time;
        while let Ok(line) = self.said.recv_timeout(end.saturating_duration_since(Instant::now())) {
            promised.push(line);
        }
        promised
    }
}

/// A file system in a file, whose power can be cut.
struct Disk {
    folder: tempfile::TempDir,
}

struct Cut {
    promised: usize,
    lost: usize,
}

impl Disk {
    /// None where file systems cannot be mounted, which is said.
    fn new() -> Option<Self> {
        let disk = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(disk.mounted()).unwrap();
        let image = disk.image();
        std::fs::File::create(&image).unwrap().set_len(64 << 20).unwrap();
        let image = image.display().to_string();
        let made = run("mkfs.ext4", &["-q", "-F", &image]) && disk.mount();
        if !made {
            println!("LEFT OUT: power cuts take root, mkfs.ext4 and loop devices");
            return None;
        }
        disk.unmount();
        Some(disk)
    }

    async fn cut_power(&self, cuts: u32, synchronous: &str, dice: u64) -> Cut {
        let mut dice = Dice(dice);
        let mut promised = BTreeSet::new();
        for _ in 0..cuts {
            assert!(self.mount());
            let writer = Writer::start(&self.mounted(), synchronous);
            let mut said = writer.promises(Duration::from_millis(5 + dice.up_to(80)));
            // What has been said so far is what counts: the rest is not on its way to anybody.
            said.extend(writer.said.try_iter());
            go_down(&self.mounted());
            writer.end_after_power_cut();
            promised.extend(said);
            self.unmount();
        }
        assert!(self.mount());
        let kept = kept(&self.mounted()).await;
        self.unmount();
        Cut { promised: promised.len(), lost: promised.difference(&kept).count() }
    }

    fn mount(&self) -> bool {
        let (image, mounted) = (self.image(), self.mounted());
        run("mount", &["-o", "loop", &image.display().to_string(), &mounted.display().to_string()])
    }

    fn unmount(&self) {
        // A store that is dropped closes its files a moment later.
        let mounted = self.mounted().display().to_string();
        let tried = (0..100).any(|_| {
            let done = run("umount", &[&mounted]);
            if !done {
                std::thread::sleep(Duration::from_millis(50));
            }
            done
        });
        assert!(tried, "{mounted} is in use");
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("image")
    }

    fn mounted(&self) -> PathBuf {
        self.folder.path().join("mounted")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A test that fails leaves nothing mounted.
        run("umount", &["-q", &self.mounted().display().to_string()]);
    }
}

impl Writer {
    fn end_after_power_cut(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Tells a file system to go down at once, without writing what has not reached its disk
/// (FS_IOC_GOINGDOWN, FS_GOING_FLAGS_NOLOGFLUSH).
fn go_down(mounted: &Path) {
    let script = "open(my $folder, '<', $ARGV[0]) or die $!; my $how = pack('L', 2); \
        ioctl($folder, 0x8004587D, $how) or die $!;";
    assert!(run("perl", &["-e", script, &mounted.display().to_string()]), "it does not go down");
}

/// The ids of the rows that are there; their chain must hold.
async fn kept(folder: &Path) -> BTreeSet<String> {
    let store = Store::open(&settings(url(folder), true)).await.unwrap();
    chain(&store, "SE1-VG").await.into_iter().map(|row| row.id).collect()
}

fn settings(url: String, durable: bool) -> Settings {
    Settings {
        url,
        acquire_timeout: Duration::from_secs(10),
        busy_timeout: Duration::from_secs(5),
        connections: 1,
        durable,
    }
}

fn url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("store.sqlite").display())
}

fn run(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    let command = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn how_many(variable: &str, otherwise: u32) -> u32 {
    set(variable).map_or(otherwise, |number| number.parse().unwrap())
}

#[expect(clippy::disallowed_methods, reason = "long runs, and the program that is ended")]
fn set(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

/// Thrown the same way at each run.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}
