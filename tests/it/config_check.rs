//! The program as an operator meets it: `config check` and `support-password`.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use argon2::Argon2;
use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use tempfile::TempDir;
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::simulator::pki::{Flaw, KeyKind, Pki};

#[test]
fn a_good_file_is_shown_with_its_certificates() {
    let place = Place::new();
    let output = place.check("", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("environment.name = \"production\"  # default"), "{text}");
    let line = format!("own_system.hsa_id = \"SE1-OWN\"  # {}", place.file().display());
    assert!(text.contains(&line), "{text}");
    assert!(text.contains("HSA-id    SE1-MVJ") && text.contains("days left"), "{text}");
    assert!(text.contains("trusted certificate authority"), "{text}");
    assert!(!text.contains("hemligt"), "{text}");
}

#[test]
fn the_environment_overrides_the_file() {
    let place = Place::new();
    let output = place.check("", &[("VACCINJOURNAL__OWN_SYSTEM__HSA_ID", "SE2-OWN")]);
    let text = String::from_utf8(output.stdout).unwrap();
    let line = "own_system.hsa_id = \"SE2-OWN\"  # VACCINJOURNAL__OWN_SYSTEM__HSA_ID";
    assert!(text.contains(line), "{text}");
}

#[test]
fn a_mistake_is_one_line_and_exit_code_two() {
    let place = Place::new();
    for (file, variables, part) in [
        ("[http]\nlisten_on = \"x\"\n", vec![], "http.listen_on"),
        ("", vec![("VACCINJOURNAL__HTTP__LISTEN_ON", "x")], "VACCINJOURNAL__HTTP__LISTEN_ON"),
        ("", vec![("VACCINJOURNAL__HTTP__LISTEN", "here")], "http.listen"),
        ("", vec![("VACCINJOURNAL__PLATFORM__IDENTITY__PASSWORD", "fel")], "identity.p12"),
        ("", vec![("VACCINJOURNAL__PLATFORM__ROOT_CERTIFICATES", "gone.pem")], "gone.pem"),
    ] {
        let output = place.check(file, &variables);
        let said = errors(&output);
        assert_eq!(output.status.code(), Some(2), "{part}: {said}");
        assert!(said.contains(part) && said.lines().count() == 1, "{part}: {said}");
    }
}

#[test]
fn a_service_without_a_person_register_is_warned_of() {
    let place = Place::new();
    let output = place.check("", &[("VACCINJOURNAL__PERSON_REGISTER__ADDRESS", "")]);
    assert_eq!(output.status.code(), Some(0));
    assert!(errors(&output).contains("warning: person_register.address:"), "{}", errors(&output));
}

#[test]
fn without_settings_every_missing_one_is_named() {
    let output = program().args(["config", "check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = errors(&output);
    for key in [
        "own_system.hsa_id",
        "platform.base_url",
        "platform.identity.certificate",
        "platform.root_certificates",
    ] {
        assert!(said.contains(&format!("{key} is not set")), "{said}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let output = program().args(["--config", "gone.toml", "config", "check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("gone.toml cannot be read"), "{}", errors(&output));
}

#[test]
fn a_password_becomes_a_hash_that_fits_it() {
    let output = support_password("blå bär 7\n");
    assert_eq!(output.status.code(), Some(0));
    let hash = String::from_utf8(output.stdout).unwrap();
    let hash = PasswordHash::new(hash.trim_end()).unwrap();
    assert!(Argon2::default().verify_password("blå bär 7".as_bytes(), &hash).is_ok());
    assert!(Argon2::default().verify_password(b"annat", &hash).is_err());

    let output = support_password("");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(errors(&output).lines().count(), 1);
}

/// A folder with an identity, authorities and a settings file.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let pki = Pki::new(SystemClock.now()).unwrap();
        let identity = pki.client("SE1-MVJ", KeyKind::EcP256, Flaw::None).unwrap();
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("identity.p12", &identity.pkcs12("hemligt").unwrap());
        place.write("roots.pem", &pki.authority().to_pem().unwrap());
        place
    }

    fn file(&self) -> PathBuf {
        self.path().join("settings.toml")
    }

    /// Runs `config check` on good settings with more behind them.
    fn check(&self, more: &str, variables: &[(&str, &str)]) -> Output {
        let settings = format!(
            "[own_system]\nhsa_id = \"SE1-OWN\"\n\
             [person_register]\naddress = \"SE165565594230-1000\"\n\
             [platform]\nbase_url = \"https://localhost/vp\"\nroot_certificates = \"roots.pem\"\n\
             [platform.identity]\ncertificate = \"identity.p12\"\npassword = \"hemligt\"\n\
             [lawful_access.blocking]\naddress = \"SE165565594230-1000\"\n{more}"
        );
        fs::write(self.file(), settings).unwrap();
        let mut command = program();
        command.current_dir(self.path()).arg("config").arg("check").arg("--config");
        command.arg(self.file()).envs(variables.iter().copied()).output().unwrap()
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, content: &[u8]) {
        let path = self.path().join(name);
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

fn support_password(input: &str) -> Output {
    let mut command = program();
    command.arg("support-password").stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_vaccinjournal"))
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
