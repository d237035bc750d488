//! Assertions that open nothing, and those that do. The list below is also the table in
//! `docs/launch.md`.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::EcGroup;
use openssl::ecdsa::EcdsaSig;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer};
use serde_json::{Value, json};
use vaccinjournal::domain::ParsePatientIdError;
use vaccinjournal::launch::{
    self, Algorithm, LaunchCertificate, LaunchError, Refusal, UnfitCertificate,
};
use vaccinjournal::store::{AddedCertificate, Store};

use crate::access_log::meddle;
use crate::databases::{databases, sqlite};
use crate::launch_support::{
    AUDIENCE, EARLY, INSTALLATION, KeyPair, Kind, LATE, PRIVATE, REGION, STRANGER, WITHOUT,
    changed, claiming, claims, fill, header, hsa_id, keys, later, now, settings, signed, upload,
};

/// One assertion that opens nothing.
struct Bad {
    what: &'static str,
    make: fn() -> String,
    refusal: Refusal,
}

const fn bad(what: &'static str, make: fn() -> String, refusal: Refusal) -> Bad {
    Bad { what, make, refusal }
}

const BAD: &[Bad] = &[
    // Form.
    bad("nothing at all", String::new, Refusal::Parts),
    bad("no signature part", || cut(&good(), 2), Refusal::Parts),
    bad("five parts, as an encrypted token has", || good() + ".e30.e30", Refusal::Parts),
    bad("JSON instead of the compact form", json_form, Refusal::Parts),
    bad("64 KiB", || claiming(|c| c["more"] = json!("x".repeat(65_536))), Refusal::TooLarge),
    bad("a blank before it", || format!(" {}", good()), Refusal::Base64("header")),
    bad("a line break after it", || format!("{}\n", good()), Refusal::Base64("signature")),
    bad("padding", || format!("{}==", good()), Refusal::Base64("signature")),
    bad("plain base64 instead of base64url", plain_base64, Refusal::Base64("header")),
    bad("stray bits in the last character", stray_bits, Refusal::Base64("signature")),
    bad("a header that is no JSON", || signed("alg=RS256", "{}"), Refusal::Json("header")),
    bad("a header that is a list", || signed("[\"RS256\"]", "{}"), Refusal::Json("header")),
    bad("claims that are a list", || with_claims("[]"), Refusal::Json("claims")),
    bad("two objects of claims", || with_claims(&twice()), Refusal::Json("claims")),
    bad("claims that are not UTF-8", not_utf8, Refusal::Json("claims")),
    bad("claims nested a thousand deep", deep, Refusal::Json("claims")),
    bad("alg twice", header_twice, Refusal::Twice("header")),
    bad("aud twice", || inserted("\"aud\":\"x\""), Refusal::Twice("claims")),
    bad("aud twice, once in escapes", || inserted("\"\\u0061ud\":\"x\""), Refusal::Twice("claims")),
    bad("the patient's id twice", patient_twice, Refusal::Twice("claims")),
    // Header.
    bad("alg none, unsigned", || unsigned("none"), Refusal::Algorithm),
    bad("alg nOnE, unsigned", || unsigned("nOnE"), Refusal::Algorithm),
    bad("alg rs256", || changed(|h, _| h["alg"] = json!("rs256")), Refusal::Algorithm),
    bad("alg RS384", || changed(|h, _| h["alg"] = json!("RS384")), Refusal::Algorithm),
    bad("alg a list", || changed(|h, _| h["alg"] = json!(["RS256"])), Refusal::Algorithm),
    bad("no alg", || changed(|h, _| drop(remove(h, "alg"))), Refusal::Algorithm),
    bad("HS256 keyed with the certificate", hmac, Refusal::Algorithm),
    bad("crit with an unknown extension", crit, Refusal::Extension),
    bad("crit empty", || changed(|h, _| h["crit"] = json!([])), Refusal::Extension),
    bad("crit null", || changed(|h, _| h["crit"] = Value::Null), Refusal::Extension),
    bad("b64 false", || changed(|h, _| h["b64"] = json!(false)), Refusal::Extension),
    bad("zip", || changed(|h, _| h["zip"] = json!("DEF")), Refusal::Extension),
    bad(
        "a token within the token (cty)",
        || changed(|h, _| h["cty"] = json!("JWT")),
        Refusal::Extension,
    ),
    bad("jwk: a key of its own, which signed it", own_key, Refusal::OwnKey),
    bad("jku", || changed(|h, _| h["jku"] = json!("https://evil.example/k")), Refusal::OwnKey),
    bad("x5c", || changed(|h, _| h["x5c"] = json!(["MII"])), Refusal::OwnKey),
    bad("x5u", || changed(|h, _| h["x5u"] = json!("https://evil.example/c")), Refusal::OwnKey),
    bad("typ of an access token", || changed(|h, _| h["typ"] = json!("at+jwt")), Refusal::Type),
    bad("no thumbprint", || changed(|h, _| drop(remove(h, "x5t#S256"))), Refusal::NoThumbprint),
    bad(
        "kid and x5t#S256 apart",
        || changed(|h, _| h["kid"] = json!("x")),
        Refusal::TwoThumbprints,
    ),
    bad("kid as a path", kid_path, Refusal::OtherCertificate),
    bad("kid as SQL", kid_sql, Refusal::OtherCertificate),
    // Whose certificate.
    bad(
        "an unknown installation",
        || claiming(|c| c["iss"] = json!("cosmic-okand")),
        Refusal::NoCertificate,
    ),
    bad(
        "another installation's name",
        || claiming(|c| c["iss"] = json!("cosmic-annan")),
        Refusal::NoCertificate,
    ),
    bad("a care provider without certificate", || for_provider(WITHOUT), Refusal::NoCertificate),
    bad("a care provider that does not exist", || for_provider("SE9-VG"), Refusal::NoCertificate),
    bad(
        "a care provider with another certificate",
        || for_provider(STRANGER),
        Refusal::OtherCertificate,
    ),
    bad("another care provider's key", strangers_key, Refusal::OtherCertificate),
    bad(
        "a certificate never uploaded by the claimed care provider",
        not_uploaded,
        Refusal::OtherCertificate,
    ),
    bad(
        "a certificate whose time is out",
        || by_certificate(LATE, &keys().late),
        Refusal::CertificateExpired,
    ),
    bad(
        "a certificate whose time has not come",
        || by_certificate(EARLY, &keys().early),
        Refusal::CertificateEarly,
    ),
    // Signature.
    bad("another key under the right thumbprint", wrong_key, Refusal::Signature),
    bad(
        "ES256 with an RSA certificate",
        || changed(|h, _| h["alg"] = json!("ES256")),
        Refusal::KeyKind,
    ),
    bad("RS256 with an EC certificate", rs256_with_ec, Refusal::KeyKind),
    bad(
        "an RS256 signature called PS256",
        || changed(|h, _| h["alg"] = json!("PS256")),
        Refusal::Signature,
    ),
    bad("PS256 with a salt of another length", short_salt, Refusal::Signature),
    bad("ES256 in DER form", es256_der, Refusal::Signature),
    bad("ES256 with two zeros", || with_signature(&ec_good(), &[0; 64]), Refusal::Signature),
    bad("ES256 with r and s equal to the order", es256_order, Refusal::Signature),
    bad("ES256 one byte short", || with_signature(&ec_good(), &[1; 63]), Refusal::Signature),
    bad("an empty signature", || with_signature(&good(), &[]), Refusal::Signature),
    bad("a signature cut short", cut_signature, Refusal::Signature),
    bad(
        "another assertion's signature",
        || with_signature(&good(), &signature_of(&good())),
        Refusal::Signature,
    ),
    bad("claims changed after signing", changed_claims, Refusal::Signature),
    bad("a header changed after signing", changed_header, Refusal::Signature),
    // Claims.
    bad("no iss", || without("iss"), Refusal::Missing("iss")),
    bad("iss a number", || claiming(|c| c["iss"] = json!(1)), Refusal::Form("iss")),
    bad("no aud", || without("aud"), Refusal::Missing("aud")),
    bad(
        "aud of production in QA",
        || for_audience("https://mvjournal.example.se/launch"),
        Refusal::Audience,
    ),
    bad("aud with a slash more", || for_audience(&format!("{AUDIENCE}/")), Refusal::Audience),
    bad("aud in capitals", || for_audience(&AUDIENCE.to_uppercase()), Refusal::Audience),
    bad("aud with http", || for_audience(&AUDIENCE.replace("https", "http")), Refusal::Audience),
    bad(
        "aud a list that holds ours",
        || claiming(|c| c["aud"] = json!([AUDIENCE])),
        Refusal::Form("aud"),
    ),
    bad("no exp", || without("exp"), Refusal::Missing("exp")),
    bad(
        "exp a text",
        || claiming(|c| c["exp"] = json!(later(60).as_second().to_string())),
        Refusal::Form("exp"),
    ),
    bad(
        "exp with a fraction",
        || claiming(|c| c["exp"] = json!(later(60).as_second() as f64 + 0.5)),
        Refusal::Form("exp"),
    ),
    bad("exp negative", || claiming(|c| c["exp"] = json!(-1)), Refusal::Form("exp")),
    bad("exp beyond all time", || claiming(|c| c["exp"] = json!(u64::MAX)), Refusal::Form("exp")),
    bad("no iat", || without("iat"), Refusal::Missing("iat")),
    bad("expired by 31 seconds", || at(-91, -31), Refusal::Expired),
    bad("a life of 121 seconds", || at(0, 121), Refusal::LongLived),
    bad("issued a year ago, and good until now", || at(-31_536_000, 60), Refusal::LongLived),
    bad("an end before its issue", || at(10, 0), Refusal::Backwards),
    bad("an end at its issue", || at(0, 0), Refusal::Backwards),
    bad("issued 31 seconds ahead", || at(31, 61), Refusal::Early),
    bad(
        "nbf an hour ahead",
        || claiming(|c| c["nbf"] = json!(later(3600).as_second())),
        Refusal::Early,
    ),
    bad("nbf null", || claiming(|c| c["nbf"] = Value::Null), Refusal::Form("nbf")),
    bad("no jti", || without("jti"), Refusal::Missing("jti")),
    bad("jti of one character", || claiming(|c| c["jti"] = json!("1")), Refusal::Form("jti")),
    bad(
        "jti with a line break",
        || claiming(|c| c["jti"] = json!("0123456789abcdef\n")),
        Refusal::Form("jti"),
    ),
    bad("no acr", || without("acr"), Refusal::Missing("acr")),
    bad(
        "acr of a password login",
        || claiming(|c| c["acr"] = json!("http://id.sambi.se/loa/loa2")),
        Refusal::Assurance,
    ),
    bad("no sub", || without("sub"), Refusal::Missing("sub")),
    bad(
        "sub with a blank inside",
        || claiming(|c| c["sub"] = json!("SE1 ANNA")),
        Refusal::Form("sub"),
    ),
    bad(
        "no hsa_care_provider",
        || without("hsa_care_provider"),
        Refusal::Missing("hsa_care_provider"),
    ),
    bad("no hsa_care_unit", || without("hsa_care_unit"), Refusal::Missing("hsa_care_unit")),
    bad("no hsa_identity", || without("hsa_identity"), Refusal::Missing("hsa_identity")),
    bad(
        "a patient as text",
        || claiming(|c| c["patient"] = json!("191212121212")),
        Refusal::Form("patient"),
    ),
    bad(
        "a patient without type",
        || claiming(|c| drop(remove(&mut c["patient"], "type"))),
        Refusal::Form("patient"),
    ),
    bad(
        "a patient with a wrong check digit",
        || claiming(|c| c["patient"]["id"] = json!("191212121213")),
        Refusal::Patient(ParsePatientIdError::CheckDigit),
    ),
    bad(
        "a topic that can be guessed",
        || claiming(|c| c["fhircast_topic"] = json!("topic")),
        Refusal::Form("fhircast_topic"),
    ),
];

#[tokio::test]
async fn bad_assertions_are_refused_each_with_its_reason() {
    let database = sqlite();
    let store = database.open().await;
    fill(&store).await;
    assert!(BAD.len() >= 40);
    for Bad { what, make, refusal } in BAD {
        let assertion = make();
        let error = receive(&store, &assertion).await.expect_err(what);
        let LaunchError::Refused(given) = &error else { panic!("{what}: {error}") };
        assert_eq!(given, refusal, "{what}");
        let told = format!("{error} {error:?} {}", given.words());
        for secret in ["1212", "SE1-ANNA", "b5c1f5b0", "eyJ"] {
            assert!(!told.contains(secret), "{what} tells {secret}: {told}");
        }
        assert!(given.words().ends_with('.') && given.words().contains(' '), "{what}");
    }
    // None of them has taken anything from the good one.
    receive(&store, &good()).await.unwrap();
}

#[test]
fn the_document_lists_every_bad_assertion() {
    let path = "docs/launch.md";
    let document = std::fs::read_to_string(path).unwrap();
    let mut table =
        String::from("| | An assertion with … | Refused, and logged, because |\n|---|---|---|\n");
    for (at, Bad { what, refusal, .. }) in BAD.iter().enumerate() {
        table.push_str(&format!("| {} | {what} | {refusal} |\n", at + 1));
    }
    let (before, rest) = document.split_once("<!-- bad -->\n").unwrap();
    let (kept, after) = rest.split_once("<!-- /bad -->").unwrap();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let fresh = format!("{before}<!-- bad -->\n{table}<!-- /bad -->{after}");
        std::fs::write(path, fresh).unwrap();
        return;
    }
    assert!(kept == table, "{path} is out of date: run this test with UPDATE_EXPECT=1");
}

#[tokio::test]
async fn good_assertions_open_for_the_user_the_place_and_the_patient() {
    let database = sqlite();
    let store = database.open().await;
    fill(&store).await;
    for (what, assertion) in [
        ("RS256", good()),
        ("PS256", by(&keys().rsa, Algorithm::Ps256, &claims())),
        ("ES256, the second certificate during a change", ec_good()),
        ("kid alone", changed(|h, _| h["kid"] = remove(h, "x5t#S256"))),
        ("kid and x5t#S256 alike", changed(|h, _| h["kid"] = h["x5t#S256"].clone())),
        ("no typ", changed(|h, _| drop(remove(h, "typ")))),
        ("typ in small letters", changed(|h, _| h["typ"] = json!("jwt"))),
        ("more in the header", changed(|h, _| h["x5t"] = json!("abc"))),
        ("more claims", claiming(|c| c["name"] = json!({ "given": ["Anna"] }))),
        ("expired by 29 seconds", at(-89, -29)),
        ("issued 29 seconds ahead", at(29, 89)),
        ("a life of 120 seconds", at(0, 120)),
        ("nbf now", claiming(|c| c["nbf"] = c["iat"].clone())),
        ("ids in small letters and with blanks around", blanks()),
    ] {
        let launch = receive(&store, &assertion).await.unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!(launch.installation(), INSTALLATION, "{what}");
        assert_eq!(*launch.staff(), hsa_id("SE1-ANNA"), "{what}");
        assert_eq!(launch.place().care_provider, hsa_id(REGION), "{what}");
        assert_eq!(launch.place().care_unit, hsa_id("SE1-VE"), "{what}");
        assert_eq!(launch.place().unit, hsa_id("SE1-A"), "{what}");
        assert_eq!(launch.patient().unwrap().number(), "191212121212", "{what}");
        let topic = vaccinjournal::launch::Topic::of("b5c1f5b0-6f0e-4d7c-8f5e-0a6d1a2b3c4d");
        assert_eq!(launch.topic(), Some(&topic), "{what}");
        let told = format!("{launch:?}");
        assert!(!told.contains("1212") && !told.contains("b5c1f5b0"), "{told}");
    }
    let nobody = claiming(|c| {
        remove(c, "patient");
        remove(c, "fhircast_topic");
    });
    let launch = receive(&store, &nobody).await.unwrap();
    assert!(launch.patient().is_none() && launch.topic().is_none());
    let coordination = claiming(|c| {
        c["patient"] = json!({ "type": "1.2.752.129.2.1.3.3", "id": "196812732391" });
    });
    assert!(receive(&store, &coordination).await.unwrap().patient().is_some());
}

#[tokio::test]
async fn a_care_provider_opens_by_certificates_it_has_uploaded_itself_and_not_removed() {
    for database in databases() {
        let store = database.open().await;
        fill(&store).await;
        // The same certificate, uploaded by a care provider that uses the installation.
        let launch = receive(&store, &for_provider(PRIVATE)).await.unwrap();
        assert_eq!(launch.place().care_provider, hsa_id(PRIVATE));
        let ours = store.launch_certificates(&hsa_id(PRIVATE), INSTALLATION).await.unwrap();
        let [kept] = ours.as_slice() else { panic!("{ours:?}") };
        assert_eq!(kept.thumbprint, keys().rsa.thumbprint());
        // Another care provider cannot remove it.
        let stranger = hsa_id(STRANGER);
        assert!(!store.remove_launch_certificate(&stranger, &kept.id, "X", now()).await.unwrap());
        receive(&store, &for_provider(PRIVATE)).await.unwrap();
        let owner = hsa_id(PRIVATE);
        assert!(store.remove_launch_certificate(&owner, &kept.id, "X", now()).await.unwrap());
        let error = receive(&store, &for_provider(PRIVATE)).await.unwrap_err();
        let kind = database.kind;
        assert!(matches!(error, LaunchError::Refused(Refusal::NoCertificate)), "{kind}: {error}");
        // The region's own still opens for the region.
        receive(&store, &good()).await.unwrap();
    }
}

#[tokio::test]
async fn two_certificates_are_valid_during_a_change_and_no_third() {
    for database in databases() {
        let store = database.open().await;
        fill(&store).await;
        let keys = keys();
        assert_eq!(upload(&store, REGION, &keys.rsa).await, AddedCertificate::ThereAlready);
        assert_eq!(upload(&store, REGION, &keys.strange).await, AddedCertificate::TwoAlready);
        assert_eq!(upload(&store, PRIVATE, &keys.ec).await, AddedCertificate::Added);
        // One whose time is out stands in nobody's way.
        assert_eq!(upload(&store, LATE, &keys.rsa).await, AddedCertificate::Added);
        assert_eq!(upload(&store, LATE, &keys.ec).await, AddedCertificate::Added);
    }
}

#[tokio::test]
async fn an_assertion_opens_once_also_on_two_instances_at_the_same_moment() {
    for database in databases() {
        let one = std::sync::Arc::new(database.open().await);
        let two = std::sync::Arc::new(database.open().await);
        fill(&one).await;
        for _ in 0..10 {
            let assertion = good();
            let mut tries = tokio::task::JoinSet::new();
            for number in 0..20 {
                let store = if number % 2 == 0 { one.clone() } else { two.clone() };
                let assertion = assertion.clone();
                tries.spawn(async move { receive(&store, &assertion).await });
            }
            let mut opened = 0;
            while let Some(tried) = tries.join_next().await {
                match tried.unwrap() {
                    Ok(_) => opened += 1,
                    Err(LaunchError::Refused(Refusal::UsedBefore)) => {}
                    Err(error) => panic!("{}: {error}", database.kind),
                }
            }
            assert_eq!(opened, 1, "{}", database.kind);
        }
    }
}

#[tokio::test]
async fn the_twin_of_a_used_signature_opens_nothing() {
    let database = sqlite();
    let store = database.open().await;
    fill(&store).await;
    let first = ec_good();
    let twin = with_signature(&first, &twin_of(&signature_of(&first)));
    assert_ne!(first, twin);
    receive(&store, &first).await.unwrap();
    let error = receive(&store, &twin).await.unwrap_err();
    assert!(matches!(error, LaunchError::Refused(Refusal::UsedBefore)), "{error}");
    // And the other way round: whichever comes first is the one.
    let first = ec_good();
    let twin = with_signature(&first, &twin_of(&signature_of(&first)));
    receive(&store, &twin).await.unwrap();
    let error = receive(&store, &first).await.unwrap_err();
    assert!(matches!(error, LaunchError::Refused(Refusal::UsedBefore)), "{error}");
}

#[tokio::test]
async fn the_same_id_under_other_claims_or_another_algorithm_is_used_too() {
    let database = sqlite();
    let store = database.open().await;
    fill(&store).await;
    let mut said = claims();
    receive(&store, &by(&keys().rsa, Algorithm::Rs256, &said)).await.unwrap();
    said["sub"] = json!("SE1-BO");
    for assertion in
        [by(&keys().ec, Algorithm::Es256, &said), by(&keys().rsa, Algorithm::Ps256, &said)]
    {
        let error = receive(&store, &assertion).await.unwrap_err();
        assert!(matches!(error, LaunchError::Refused(Refusal::UsedBefore)), "{error}");
    }
}

#[tokio::test]
async fn a_used_id_is_remembered_longer_than_its_assertion_lives() {
    let database = sqlite();
    let store = database.open().await;
    fill(&store).await;
    let assertion = good();
    receive(&store, &assertion).await.unwrap();
    // Another launch, at the last moment this one could be used, sweeps what is forgotten.
    let late = claiming(|c| {
        c["iat"] = json!(later(80).as_second());
        c["exp"] = json!(later(140).as_second());
    });
    launch::receive(&store, &settings(), later(90), &late).await.unwrap();
    let again = launch::receive(&store, &settings(), later(90), &assertion).await.unwrap_err();
    assert!(matches!(again, LaunchError::Refused(Refusal::UsedBefore)), "{again}");
}

/// Whatever a signature is over, one character is enough.
#[tokio::test]
async fn every_change_of_a_character_and_every_cut_is_refused() {
    let database = sqlite();
    let store = database.open().await;
    fill(&store).await;
    for assertion in [good(), ec_good()] {
        for at in 0..assertion.len() {
            let error = receive(&store, &assertion[..at]).await;
            assert!(error.is_err(), "cut at {at}");
            let mut changed = assertion.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let error = receive(&store, &changed).await.expect_err("one character was changed");
            assert!(matches!(error, LaunchError::Refused(_)), "{at}: {error}");
        }
        receive(&store, &assertion).await.unwrap();
    }
}

#[tokio::test]
async fn without_a_database_nobody_is_let_in() {
    for change in [
        // It can be read, but not written that the assertion is used.
        "CREATE TRIGGER full BEFORE INSERT ON used_assertion \
         BEGIN SELECT RAISE(ABORT, 'full'); END",
        // It cannot be read.
        "ALTER TABLE launch_certificate RENAME TO gone",
    ] {
        let database = sqlite();
        let store = database.open().await;
        fill(&store).await;
        meddle(&database, change).await.unwrap();
        let error = receive(&store, &good()).await.unwrap_err();
        assert!(matches!(error, LaunchError::Store(_)), "{error}");
    }
}

#[test]
fn unfit_certificates_are_refused_at_upload() {
    let keys = keys();
    let plain = &keys.rsa;
    let of = |kind| KeyPair::of(plain.key.clone(), (-30, 300), kind).certificate;
    let ed25519 = KeyPair::of(PKey::generate_ed25519().unwrap(), (-30, 300), Kind::Plain);
    let with_key = format!("{}{}", plain.certificate, String::from_utf8(plain.key_pem()).unwrap());
    let public = String::from_utf8(plain.key.public_key_to_pem().unwrap()).unwrap();
    for (what, pem, unfit) in [
        ("nothing", String::new(), UnfitCertificate::NotPem),
        ("a text", "hej".to_owned(), UnfitCertificate::NotPem),
        ("a public key alone", public, UnfitCertificate::NotPem),
        (
            "a damaged certificate",
            plain.certificate.replace("MII", "MIJ"),
            UnfitCertificate::NotPem,
        ),
        ("a certificate with its key", with_key, UnfitCertificate::PrivateKey),
        ("two certificates", plain.certificate.repeat(2), UnfitCertificate::Several),
        ("an authority's", of(Kind::Authority), UnfitCertificate::Authority),
        ("not for signing", of(Kind::NotForSigning), UnfitCertificate::Usage),
        ("RSA with 1024 bits", KeyPair::rsa(1024).certificate, UnfitCertificate::WeakKey),
        ("P-384", KeyPair::ec(Nid::SECP384R1).certificate, UnfitCertificate::KeyKind),
        ("Ed25519", ed25519.certificate, UnfitCertificate::KeyKind),
    ] {
        let read = LaunchCertificate::read(pem.as_bytes());
        assert_eq!(read.map(|_| ()).unwrap_err(), unfit, "{what}");
    }
    let commented = format!("Bag Attributes\r\n  localKeyID: å\r\n{}\r\n", plain.certificate);
    let read = LaunchCertificate::read(commented.as_bytes()).unwrap();
    assert_eq!(read.thumbprint(), plain.thumbprint());
    assert_eq!(read.pem(), plain.certificate);
    assert_eq!(read.subject(), "CN=cosmic.malarstrand.example");
}

async fn receive(store: &Store, assertion: &str) -> Result<launch::Launch, LaunchError> {
    launch::receive(store, &settings(), now(), assertion).await
}

fn good() -> String {
    by(&keys().rsa, Algorithm::Rs256, &claims())
}

fn ec_good() -> String {
    by(&keys().ec, Algorithm::Es256, &claims())
}

fn by(pair: &KeyPair, algorithm: Algorithm, claims: &Value) -> String {
    let header = header(pair, algorithm).to_string();
    pair.signer(algorithm).sign_parts(&header, &claims.to_string()).unwrap()
}

fn at(issued: i64, ends: i64) -> String {
    claiming(|c| {
        c["iat"] = json!(later(issued).as_second());
        c["exp"] = json!(later(ends).as_second());
    })
}

fn blanks() -> String {
    claiming(|c| {
        c["sub"] = json!(" se1-anna ");
        c["hsa_care_provider"] = json!("se1-vg\u{a0}");
        c["hsa_care_unit"] = json!("\tSe1-Ve");
        c["hsa_identity"] = json!("se1-a\n");
    })
}

fn without(name: &str) -> String {
    claiming(|c| drop(remove(c, name)))
}

fn for_provider(provider: &str) -> String {
    claiming(|c| c["hsa_care_provider"] = json!(provider))
}

fn for_audience(audience: &str) -> String {
    claiming(|c| c["aud"] = json!(audience))
}

fn by_certificate(provider: &str, pair: &KeyPair) -> String {
    let mut said = claims();
    said["hsa_care_provider"] = json!(provider);
    by(pair, Algorithm::Rs256, &said)
}

fn with_claims(text: &str) -> String {
    signed(&header(&keys().rsa, Algorithm::Rs256).to_string(), text)
}

fn twice() -> String {
    format!("{}{}", claims(), claims())
}

/// The claims with another member before all others.
fn inserted(member: &str) -> String {
    with_claims(&claims().to_string().replacen('{', &format!("{{{member},"), 1))
}

fn patient_twice() -> String {
    with_claims(&claims().to_string().replace("\"id\":", "\"id\":\"195709263080\",\"id\":"))
}

fn header_twice() -> String {
    let text = header(&keys().rsa, Algorithm::Rs256).to_string();
    signed(&text.replacen('{', "{\"alg\":\"none\",", 1), &claims().to_string())
}

fn deep() -> String {
    with_claims(&format!("{{\"a\":{}{}}}", "[".repeat(1000), "]".repeat(1000)))
}

fn json_form() -> String {
    let token = good();
    let parts: Vec<&str> = token.split('.').collect();
    json!({ "protected": parts[0], "payload": parts[1], "signature": parts[2] }).to_string()
}

fn plain_base64() -> String {
    let token = good();
    let parts: Vec<&str> = token.split('.').collect();
    let header = STANDARD.encode("{\"alg\":\"RS256\",\"kid\":\"???>>>\"}");
    assert!(header.contains(['+', '/', '=']));
    format!("{header}.{}.{}", parts[1], parts[2])
}

fn stray_bits() -> String {
    let mut token = good();
    let last = token.pop().unwrap();
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let at = alphabet.find(last).unwrap();
    token.push(alphabet.as_bytes()[at | 1] as char);
    token
}

fn not_utf8() -> String {
    let header = URL_SAFE_NO_PAD.encode(header(&keys().rsa, Algorithm::Rs256).to_string());
    let claims = URL_SAFE_NO_PAD.encode(b"{\"iss\":\"\xff\"}");
    let signed = format!("{header}.{claims}");
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(rsa_signature(&signed, None)))
}

fn unsigned(algorithm: &str) -> String {
    let token = changed(|h, _| h["alg"] = json!(algorithm));
    format!("{}.", cut(&token, 2))
}

fn hmac() -> String {
    let token = changed(|h, _| h["alg"] = json!("HS256"));
    let signed = cut(&token, 2);
    let key = PKey::hmac(keys().rsa.certificate.as_bytes()).unwrap();
    let mut signer = Signer::new(MessageDigest::sha256(), &key).unwrap();
    let signature = signer.sign_oneshot_to_vec(signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn crit() -> String {
    changed(|h, _| {
        h["crit"] = json!(["urn:example:must"]);
        h["urn:example:must"] = json!(true);
    })
}

fn own_key() -> String {
    let strange = &keys().strange;
    let rsa = strange.key.rsa().unwrap();
    let mut header = header(strange, Algorithm::Rs256);
    header["jwk"] = json!({
        "kty": "RSA",
        "n": URL_SAFE_NO_PAD.encode(rsa.n().to_vec()),
        "e": URL_SAFE_NO_PAD.encode(rsa.e().to_vec()),
    });
    let signer = strange.signer(Algorithm::Rs256);
    signer.sign_parts(&header.to_string(), &claims().to_string()).unwrap()
}

fn kid_path() -> String {
    changed(|h, _| {
        remove(h, "x5t#S256");
        h["kid"] = json!("../../../../dev/null");
    })
}

fn kid_sql() -> String {
    changed(|h, _| {
        remove(h, "x5t#S256");
        h["kid"] = json!("x' OR '1'='1");
    })
}

fn strangers_key() -> String {
    by(&keys().strange, Algorithm::Rs256, &claims())
}

fn not_uploaded() -> String {
    let mut said = claims();
    said["hsa_care_provider"] = json!(PRIVATE);
    by(&keys().ec, Algorithm::Es256, &said)
}

fn wrong_key() -> String {
    let header = header(&keys().rsa, Algorithm::Rs256).to_string();
    let signer = keys().strange.signer(Algorithm::Rs256);
    signer.sign_parts(&header, &claims().to_string()).unwrap()
}

fn rs256_with_ec() -> String {
    signed(&header(&keys().ec, Algorithm::Rs256).to_string(), &claims().to_string())
}

fn short_salt() -> String {
    let token = changed(|h, _| h["alg"] = json!("PS256"));
    let signed = cut(&token, 2);
    let signature = rsa_signature(&signed, Some(RsaPssSaltlen::custom(20)));
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn es256_der() -> String {
    let token = ec_good();
    let bytes = signature_of(&token);
    let (r, s) = bytes.split_at(32);
    let number = |bytes| BigNum::from_slice(bytes).unwrap();
    let signature = EcdsaSig::from_private_components(number(r), number(s)).unwrap();
    with_signature(&token, &signature.to_der().unwrap())
}

fn es256_order() -> String {
    with_signature(&ec_good(), &order().to_vec_padded(32).unwrap().repeat(2))
}

fn cut_signature() -> String {
    let token = good();
    with_signature(&token, &signature_of(&token)[..255])
}

fn changed_claims() -> String {
    let token = good();
    let mut said = claims();
    said["sub"] = json!("SE1-BO");
    let parts: Vec<&str> = token.split('.').collect();
    format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(said.to_string()), parts[2])
}

fn changed_header() -> String {
    let token = good();
    let mut said = header(&keys().rsa, Algorithm::Rs256);
    said["x5t"] = json!("abc");
    let (_, rest) = token.split_once('.').unwrap();
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(said.to_string()))
}

fn remove(object: &mut Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name).unwrap()
}

/// The first so many parts.
fn cut(token: &str, parts: usize) -> String {
    token.split('.').take(parts).collect::<Vec<_>>().join(".")
}

fn signature_of(token: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token.rsplit('.').next().unwrap()).unwrap()
}

fn with_signature(token: &str, signature: &[u8]) -> String {
    format!("{}.{}", cut(token, 2), URL_SAFE_NO_PAD.encode(signature))
}

fn rsa_signature(signed: &str, salt: Option<RsaPssSaltlen>) -> Vec<u8> {
    let mut signer = Signer::new(MessageDigest::sha256(), &keys().rsa.key).unwrap();
    if let Some(salt) = salt {
        signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
        signer.set_rsa_pss_saltlen(salt).unwrap();
        signer.set_rsa_mgf1_md(MessageDigest::sha256()).unwrap();
    }
    signer.sign_oneshot_to_vec(signed.as_bytes()).unwrap()
}

/// From (r, s) to (r, n − s), which verifies as well.
fn twin_of(signature: &[u8]) -> Vec<u8> {
    let (r, s) = signature.split_at(32);
    let twin = &order() - &BigNum::from_slice(s).unwrap();
    [r.to_vec(), twin.to_vec_padded(32).unwrap()].concat()
}

fn order() -> BigNum {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let mut order = BigNum::new().unwrap();
    group.order(&mut order, &mut BigNumContext::new().unwrap()).unwrap();
    order
}
