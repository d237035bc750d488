//! Every form of client identity works over real TLS; every wrong one is refused with its reason.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use http::Response;
use jiff::{SignedDuration, Timestamp};
use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::stack::Stack;
use openssl::symm::Cipher;
use openssl::x509::extension::BasicConstraints;
use openssl::x509::{X509, X509NameBuilder};
use vaccinjournal::clock::{Clock, SystemClock};
use vaccinjournal::simulator::pki::{Flaw, Identity, KeyKind};
use vaccinjournal::simulator::server::{Handler, Reply};
use vaccinjournal::transport::{Client, Identity as ClientIdentity, IdentityError, IdentityFiles};

use crate::transport_place::{Place, SENDER, answering, echo, files};

const PASSPHRASE: &str = "blå bär 7";

#[tokio::test]
async fn every_form_of_identity_is_taken_by_a_real_server() {
    let place = Place::new(whoami()).await;
    for kind in [KeyKind::EcP256, KeyKind::Rsa2048] {
        let identity = place.pki.client(SENDER, kind, Flaw::None).unwrap();
        for (form, files) in forms(&place, &identity) {
            let client = Client::new(place.settings_with(files), SystemClock.now());
            let client = client.unwrap_or_else(|error| panic!("{form} {kind:?}: {error:?}"));
            let answer = place.post(&client, "").await.unwrap();
            assert_eq!(&answer.body()[..], SENDER.as_bytes(), "{form} {kind:?}");
        }
    }
}

#[test]
fn retired_encryption_is_read_only_when_allowed() {
    // The only test that loads the legacy provider, which then stays loaded in the process.
    let workshop = Workshop::new();
    let pem = workshop.write("both.pem", &[workshop.leaf_pem(), workshop.key_pem()].concat());
    let archive = workshop.path("old.p12");
    let mut openssl = Command::new("openssl");
    openssl.args(["pkcs12", "-export", "-legacy", "-passout", "pass:old", "-in"]);
    let made = openssl.arg(&pem).arg("-out").arg(&archive).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    owner_only(&archive);

    let mut files = files(archive, None, Some("old"));
    let refused = load(&files).unwrap_err();
    assert!(matches!(refused, IdentityError::LegacyEncryption { .. }), "{refused:?}");

    files.allow_legacy_encryption = true;
    assert!(load(&files).is_ok());
    // The default provider is still there beside it.
    assert!(load(&workshop.files(&[workshop.leaf_pem(), workshop.key_pem()].concat())).is_ok());
}

#[test]
fn a_chain_is_put_in_order_and_described() {
    let workshop = Workshop::new();
    let shuffled = [
        workshop.root.to_pem().unwrap(),
        workshop.key_pem(),
        workshop.middle.to_pem().unwrap(),
        workshop.leaf_pem(),
    ];
    let identity = load(&workshop.files(&shuffled.concat())).unwrap();
    let description = identity.description();
    assert_eq!(description.subject, "C=SE, serialNumber=se5560000001-mvj, CN=leaf");
    assert_eq!(description.hsa_id.as_ref().unwrap().as_str(), SENDER);
    assert_eq!(description.issuers, ["C=SE, CN=middle", "C=SE, CN=root"]);
    assert_eq!(description.not_before, day(-1));
    assert_eq!(description.not_after, day(50));
}

#[test]
fn the_issuer_that_does_not_follow_is_named() {
    let workshop = Workshop::new();
    let alone = [workshop.leaf_pem(), workshop.key_pem()].concat();
    let identity = load(&workshop.files(&alone)).unwrap();
    assert_eq!(identity.description().issuers, ["C=SE, CN=middle"]);
}

#[test]
fn the_end_of_validity_is_warned_of_in_steps() {
    let workshop = Workshop::new();
    let alone = [workshop.leaf_pem(), workshop.key_pem()].concat();
    let identity = load(&workshop.files(&alone)).unwrap();
    let warned = |now: Timestamp| {
        let warning = identity.description().expiry_warning(now, &[60, 30, 7])?;
        Some((warning.limit_days, warning.days_left))
    };
    assert_eq!(warned(day(-11)), None);
    assert_eq!(warned(day(-10)), Some((60, 60)));
    assert_eq!(warned(day(20)), Some((30, 30)));
    assert_eq!(warned(day(44)), Some((7, 6)));
    assert_eq!(warned(day(51)), Some((7, -1)));
}

#[test]
fn what_cannot_work_is_refused_with_its_reason() {
    let workshop = Workshop::new();
    let leaf = workshop.leaf_pem();
    let key = workshop.key_pem();
    let middle = workshop.middle.to_pem().unwrap();
    let root = workshop.root.to_pem().unwrap();
    let other_key = key_pair().private_key_to_pem_pkcs8().unwrap();
    let issuer = Some((&workshop.middle, &workshop.middle_key));
    let sibling = made("sibling", &key_pair(), issuer, (-1, 50)).to_pem().unwrap();
    let expired = made("leaf", &workshop.key, issuer, (-50, -1)).to_pem().unwrap();
    let future = made("leaf", &workshop.key, issuer, (1, 50)).to_pem().unwrap();
    let old_middle =
        made("middle", &workshop.middle_key, Some((&workshop.root, &workshop.root_key)), (-9, -1));
    let old_middle = old_middle.to_pem().unwrap();
    let impostor = made("middle", &key_pair(), None, (-1, 50)).to_pem().unwrap();
    let locked = workshop
        .key
        .private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), PASSPHRASE.as_bytes())
        .unwrap();

    type Case<'a> = (Vec<&'a [u8]>, Option<&'a str>, &'a str);
    let cases: Vec<Case> = vec![
        (vec![&leaf, &other_key], None, "the private key does not belong to the certificate"),
        (vec![&leaf, &key, &key], None, "2 private keys were given"),
        (vec![&leaf], None, "holds no private key"),
        (vec![&key], None, "holds no certificate"),
        (vec![b"hello"], None, "is neither PEM nor PKCS#12"),
        (vec![b""], None, "is neither PEM nor PKCS#12"),
        (vec![&leaf[..leaf.len() / 2], b"\n-----END CERTIFICATE-----\n"], None, "cannot be read"),
        (vec![&leaf, &locked], None, "is encrypted and no passphrase is set"),
        (vec![&leaf, &locked], Some("wrong"), "the passphrase does not open"),
        (vec![&leaf, &key, &root], None, "CN=leaf was not issued by C=SE, CN=root, but by"),
        (vec![&leaf, &key, &impostor], None, "the chain does not link"),
        (vec![&leaf, &key, &middle, &sibling], None, "several end certificates were given"),
        (vec![&leaf, &key, &sibling], None, "CN=sibling is not part of the chain"),
        (vec![&expired, &key], None, "CN=leaf expired"),
        (vec![&future, &key], None, "CN=leaf is not valid until"),
        (vec![&leaf, &key, &old_middle], None, "CN=middle expired"),
    ];
    for (parts, passphrase, reason) in cases {
        let path = workshop.write("case.pem", &parts.concat());
        let error = load(&files(path, None, passphrase)).expect_err(reason).to_string();
        assert!(error.contains(reason), "wanted {reason:?}, got {error:?}");
        assert!(!error.contains(PASSPHRASE) && !error.contains("wrong"), "{error}");
    }
}

#[test]
fn an_archive_that_does_not_open_says_why() {
    let workshop = Workshop::new();
    let archive = workshop.archive(&workshop.key, PASSPHRASE);
    let path = workshop.write("identity.p12", &archive);
    let reason = |passphrase| load(&files(path.clone(), None, passphrase)).unwrap_err().to_string();
    assert!(reason(Some("wrong")).contains("the passphrase does not open"));
    assert!(reason(Some("nul\0byte")).contains("the passphrase does not open"));
    assert!(reason(None).contains("is encrypted and no passphrase is set"));
    let besides = workshop.write("key.pem", &workshop.key_pem());
    let two_keys = files(path, Some(besides), Some(PASSPHRASE));
    assert!(matches!(load(&two_keys).unwrap_err(), IdentityError::SeveralKeys { count: 2 }));
}

#[test]
fn a_key_that_others_may_read_is_refused() {
    let workshop = Workshop::new();
    let certificate = workshop.write("certificate.pem", &workshop.leaf_pem());
    let key = workshop.write("key.pem", &workshop.key_pem());
    let archive = workshop.write("identity.p12", &workshop.archive(&workshop.key, "x"));
    // The certificate alone is no secret.
    fs::set_permissions(&certificate, fs::Permissions::from_mode(0o644)).unwrap();
    let apart = files(certificate, Some(key.clone()), None);
    assert!(load(&apart).is_ok());
    for (path, files) in [(&key, &apart), (&archive, &files(archive.clone(), None, Some("x")))] {
        for mode in [0o640, 0o604, 0o660] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
            let error = load(files).unwrap_err();
            assert!(
                matches!(error, IdentityError::Exposed { mode: seen, .. } if seen == mode),
                "{error}"
            );
        }
    }
}

#[test]
fn neither_key_nor_passphrase_can_be_printed() {
    let workshop = Workshop::new();
    let path = workshop.write("identity.p12", &workshop.archive(&workshop.key, PASSPHRASE));
    let files = files(path, None, Some(PASSPHRASE));
    let identity = load(&files).unwrap();
    let printed = format!("{files:?} {identity:?}");
    assert!(!printed.contains(PASSPHRASE) && !printed.contains("PRIVATE KEY"), "{printed}");
}

#[tokio::test]
async fn the_whole_chain_is_sent_so_that_a_server_with_only_the_root_can_verify() {
    let workshop = Workshop::new();
    let pki = vaccinjournal::simulator::pki::Pki::new(SystemClock.now()).unwrap();
    let server = pki.server(Flaw::None).unwrap();
    let root = workshop.root.clone();
    let place = Place::with(pki, server, |settings| settings.client_authority = root, echo()).await;
    for (with_middle, accepted) in [(true, true), (false, false)] {
        let mut parts = vec![workshop.leaf_pem(), workshop.key_pem()];
        if with_middle {
            parts.push(workshop.middle.to_pem().unwrap());
        }
        let settings = place.settings_with(workshop.files(&parts.concat()));
        let client = Client::new(settings, SystemClock.now()).unwrap();
        assert_eq!(place.post(&client, "").await.is_ok(), accepted);
    }
}

/// Each form an identity may have, as files.
fn forms(place: &Place, identity: &Identity) -> Vec<(&'static str, IdentityFiles)> {
    let certificate = identity.certificate_pem().unwrap();
    let one_file = |name: &str, key: Vec<u8>| {
        place.write(name, &[certificate.clone(), b"\n\n".to_vec(), key].concat())
    };
    let legacy_locked = match identity.key().rsa() {
        Ok(rsa) => {
            rsa.private_key_to_pem_passphrase(Cipher::aes_128_cbc(), PASSPHRASE.as_bytes()).unwrap()
        }
        Err(_) => identity
            .key()
            .ec_key()
            .unwrap()
            .private_key_to_pem_passphrase(Cipher::aes_128_cbc(), PASSPHRASE.as_bytes())
            .unwrap(),
    };
    let bags = [
        "Bag Attributes\n    friendlyName: Företag\n    localKeyID: 01 02\nKey Attributes: <No>\n\n",
        &String::from_utf8(identity.key_pem().unwrap()).unwrap(),
        "Bag Attributes\n    friendlyName: x\nsubject=C = SE\n\nissuer=C = SE\n\n",
        &String::from_utf8(certificate.clone()).unwrap(),
    ]
    .concat();
    let mut latin_1 = b"friendlyName: F\xf6retag\r\n".to_vec();
    latin_1.extend(bags.replace('\n', "\r\n").bytes());
    let traditional = identity.traditional_key_pem().unwrap();
    let locked = identity.encrypted_key_pem(PASSPHRASE).unwrap();
    vec![
        (
            "PKCS#12, modern",
            files(
                place.write("modern.p12", &identity.pkcs12(PASSPHRASE).unwrap()),
                None,
                Some(PASSPHRASE),
            ),
        ),
        (
            "PKCS#12, 3DES",
            files(place.write("3des.p12", &triple_des(identity)), None, Some(PASSPHRASE)),
        ),
        (
            "PKCS#12, empty passphrase",
            files(place.write("open.p12", &identity.pkcs12("").unwrap()), None, None),
        ),
        ("PEM, PKCS#8", files(one_file("pkcs8.pem", identity.key_pem().unwrap()), None, None)),
        (
            "PEM, PKCS#1 or SEC1, own file",
            files(
                place.write("certificate.pem", &certificate),
                Some(place.write("traditional.pem", &traditional)),
                None,
            ),
        ),
        ("PEM, encrypted PKCS#8", files(one_file("locked.pem", locked), None, Some(PASSPHRASE))),
        (
            "PEM, encrypted PKCS#1 or SEC1",
            files(one_file("old_locked.pem", legacy_locked), None, Some(PASSPHRASE)),
        ),
        (
            "PEM with bag attributes, key first",
            files(place.write("bags.pem", bags.as_bytes()), None, None),
        ),
        ("PEM with CRLF and Latin-1 text", files(place.write("latin1.pem", &latin_1), None, None)),
    ]
}

/// What older tools write: 3DES for both, which needs no legacy provider.
fn triple_des(identity: &Identity) -> Vec<u8> {
    let mut builder = Pkcs12::builder();
    builder.name("old").pkey(identity.key()).cert(identity.certificate());
    builder.key_algorithm(Nid::PBE_WITHSHA1AND3_KEY_TRIPLEDES_CBC);
    builder.cert_algorithm(Nid::PBE_WITHSHA1AND3_KEY_TRIPLEDES_CBC);
    builder.mac_md(MessageDigest::sha1());
    builder.build2(PASSPHRASE).unwrap().to_der().unwrap()
}

/// Answers with the HSA-id of the caller's certificate.
fn whoami() -> Handler {
    answering(|arrival| Reply::Http(Response::new(arrival.sender.unwrap_or_default().into())))
}

/// A root, an authority below it, and a client certificate below that.
struct Workshop {
    folder: tempfile::TempDir,
    root: X509,
    root_key: PKey<Private>,
    middle: X509,
    middle_key: PKey<Private>,
    leaf: X509,
    key: PKey<Private>,
}

impl Workshop {
    fn new() -> Self {
        let (root_key, middle_key, key) = (key_pair(), key_pair(), key_pair());
        let root = made("root", &root_key, None, (-99, 999));
        let middle = made("middle", &middle_key, Some((&root, &root_key)), (-9, 99));
        let leaf = made("leaf", &key, Some((&middle, &middle_key)), (-1, 50));
        let folder = tempfile::tempdir().unwrap();
        Self { folder, root, root_key, middle, middle_key, leaf, key }
    }

    fn leaf_pem(&self) -> Vec<u8> {
        self.leaf.to_pem().unwrap()
    }

    fn key_pem(&self) -> Vec<u8> {
        self.key.private_key_to_pem_pkcs8().unwrap()
    }

    fn archive(&self, key: &PKey<Private>, passphrase: &str) -> Vec<u8> {
        let mut builder = Pkcs12::builder();
        let mut chain = Stack::new().unwrap();
        chain.push(self.middle.clone()).unwrap();
        builder.name("x").pkey(key).cert(&self.leaf).ca(chain);
        builder.build2(passphrase).unwrap().to_der().unwrap()
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: &[u8]) -> std::path::PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        owner_only(&path);
        path
    }

    fn files(&self, pem: &[u8]) -> IdentityFiles {
        files(self.write("identity.pem", pem), None, None)
    }
}

fn load(files: &IdentityFiles) -> Result<ClientIdentity, IdentityError> {
    ClientIdentity::load(files, SystemClock.now())
}

fn owner_only(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn key_pair() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

/// The start of the present minute, moved by whole days.
fn day(days: i64) -> Timestamp {
    let now = SystemClock.now().as_second() / 60 * 60;
    Timestamp::from_second(now).unwrap() + SignedDuration::from_hours(24 * days)
}

fn made(
    name: &str,
    key: &PKey<Private>,
    issuer: Option<(&X509, &PKey<Private>)>,
    (from, until): (i64, i64),
) -> X509 {
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_text("C", "SE").unwrap();
    if name == "leaf" {
        subject.append_entry_by_text("serialNumber", &SENDER.to_lowercase()).unwrap();
    }
    subject.append_entry_by_text("CN", name).unwrap();
    let subject = subject.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    let mut number = BigNum::new().unwrap();
    number.rand(100, MsbOption::ONE, false).unwrap();
    builder.set_serial_number(&number.to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&subject).unwrap();
    let issuer_name = issuer.map_or(&*subject, |(issuer, _)| issuer.subject_name());
    builder.set_issuer_name(issuer_name).unwrap();
    builder.set_not_before(&Asn1Time::from_unix(day(from).as_second()).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::from_unix(day(until).as_second()).unwrap()).unwrap();
    builder.set_pubkey(key).unwrap();
    if matches!(name, "root" | "middle") {
        let authority = BasicConstraints::new().critical().ca().build().unwrap();
        builder.append_extension(authority).unwrap();
    }
    let signer = issuer.map_or(key, |(_, key)| key);
    builder.sign(signer, MessageDigest::sha256()).unwrap();
    builder.build()
}
