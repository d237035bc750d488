//! `launch-link`: a launch signed on the command line, as COSMIC would.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::launch;

use crate::databases::sqlite;
use crate::launch_support::{AUDIENCE, INSTALLATION, KeyPair, Kind, REGION, fill, hsa_id, keys};

#[tokio::test]
async fn what_it_signs_is_let_through_and_holds_no_patient_in_clear() {
    let database = sqlite();
    let store = database.open().await;
    fill(&store).await;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &keys().rsa);
    for more in [&[][..], &["--algorithm", "PS256"]] {
        let signed = run(folder.path(), &[&["--write", "assertion", "--patient"], more].concat());
        assert_eq!(signed.status.code(), Some(0), "{}", text(&signed.stderr));
        let assertion = text(&signed.stdout);
        let now = SystemClock.now();
        let settings = crate::launch_support::settings();
        let let_in = launch::receive(&store, &settings, now, assertion.trim()).await.unwrap();
        assert_eq!(let_in.patient().unwrap().number(), "191212121212");
        assert_eq!(*let_in.staff(), hsa_id("SE1-ANNA"));
    }
    let page = text(&run(folder.path(), &["--patient"]).stdout);
    assert!(page.contains(&format!("<form method=\"post\" action=\"{AUDIENCE}\">")), "{page}");
    assert!(page.contains("name=\"assertion\"") && !page.contains("1912"), "{page}");
}

#[test]
fn what_cannot_be_signed_is_said_in_a_line() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &keys().rsa);
    let wrong = run(folder.path(), &["--algorithm", "ES256"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("ES256 is not for this kind of key"));
    let other = KeyPair::of(keys().strange.key.clone(), (-1, 1), Kind::Plain);
    std::fs::write(folder.path().join("key.pem"), other.key_pem()).unwrap();
    let wrong = run(folder.path(), &[]);
    assert_eq!(wrong.status.code(), Some(2));
    let said = text(&wrong.stderr);
    assert!(said.contains("is not the certificate's") && said.lines().count() == 1, "{said}");
}

#[test]
fn a_care_providers_first_certificate_comes_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &keys().rsa);
    let file = "[[care_provider]]\nhsa_id = \"SE1-VG\"\nname = \"Region\"\n\
                [[installation]]\nissuer = \"cosmic\"\nname = \"C\"\ncare_provider = \"SE1-VG\"\n";
    std::fs::write(folder.path().join("import.toml"), file).unwrap();
    let run = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_vaccinjournal"));
        let program = program.current_dir(folder.path()).args(["--config", "settings.toml"]);
        program.args(arguments).output().unwrap()
    };
    assert!(run(&["import", "import.toml"]).status.success());
    let trust = |provider: &str, installation: &str, file: &str| {
        run(&["launch-certificate", provider, installation, file, "--by", "Anna"])
    };
    let trusted = trust("SE1-VG", "cosmic", "certificate.pem");
    assert_eq!(trusted.status.code(), Some(0), "{}", text(&trusted.stderr));
    assert!(text(&trusted.stdout).contains(&keys().rsa.thumbprint()));
    for (provider, installation, file, said) in [
        ("SE1-VG", "cosmic", "key.pem", "private key"),
        ("SE1-VG", "okand", "certificate.pem", "no installation"),
        ("SE9-VG", "cosmic", "certificate.pem", "no care provider"),
    ] {
        let refused = trust(provider, installation, file);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains(said), "{}", text(&refused.stderr));
    }
}

fn write(folder: &Path, pair: &KeyPair) {
    std::fs::write(folder.join("certificate.pem"), &pair.certificate).unwrap();
    std::fs::write(folder.join("key.pem"), pair.key_pem()).unwrap();
    let settings = format!("[launch]\naudience = \"{AUDIENCE}\"\n");
    std::fs::write(folder.join("settings.toml"), settings).unwrap();
}

fn run(folder: &Path, more: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vaccinjournal"))
        .current_dir(folder)
        .args(["--config", "settings.toml", "launch-link", "--certificate", "certificate.pem"])
        .args(["--key", "key.pem", "--installation", INSTALLATION, "--staff", "SE1-ANNA"])
        .args(["--care-provider", REGION, "--care-unit", "SE1-VE", "--unit", "SE1-A"])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(b"19121212-1212\n");
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
