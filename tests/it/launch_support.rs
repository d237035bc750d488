//! A COSMIC installation for tests: its keys and certificates, and assertions right and wrong.

use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{BasicConstraints, KeyUsage};
use openssl::x509::{X509, X509NameBuilder};
use serde_json::{Value, json};
use vaccinjournal::domain::HsaId;
use vaccinjournal::launch::{Algorithm, LaunchCertificate, Settings, Signer};
use vaccinjournal::store::{AddedCertificate, Import, KeptCertificate, Store};

pub const AUDIENCE: &str = "https://mvjournal-qa.example.se/launch";
pub const INSTALLATION: &str = "cosmic-malarstrand-qa";
pub const ASSURANCE: &str = "http://id.sambi.se/loa/loa3";

/// Responsible for the installation.
pub const REGION: &str = "SE1-VG";
/// Uses the installation, and has uploaded the same certificates itself.
pub const PRIVATE: &str = "SE2-VG";
/// Has uploaded a certificate of its own making.
pub const STRANGER: &str = "SE3-VG";
/// Has uploaded nothing.
pub const WITHOUT: &str = "SE4-VG";
/// Has a certificate whose time is out.
pub const LATE: &str = "SE5-VG";
/// Has a certificate whose time has not come.
pub const EARLY: &str = "SE6-VG";

/// A key with its certificate.
pub struct KeyPair {
    pub certificate: String,
    pub key: PKey<Private>,
}

/// What is special about a certificate.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Kind {
    Plain,
    Authority,
    NotForSigning,
}

impl KeyPair {
    pub fn rsa(bits: u32) -> Self {
        Self::of(PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap(), (-30, 20_000), Kind::Plain)
    }

    pub fn ec(curve: Nid) -> Self {
        let group = EcGroup::from_curve_name(curve).unwrap();
        let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
        Self::of(key, (-30, 300), Kind::Plain)
    }

    /// A certificate that is valid from so many days to so many days from [`now`].
    pub fn of(key: PKey<Private>, days: (i64, i64), kind: Kind) -> Self {
        let mut name = X509NameBuilder::new().unwrap();
        name.append_entry_by_text("CN", "cosmic.malarstrand.example").unwrap();
        let name = name.build();
        let mut builder = X509::builder().unwrap();
        builder.set_version(2).unwrap();
        let serial = BigNum::from_u32(7).unwrap().to_asn1_integer().unwrap();
        builder.set_serial_number(&serial).unwrap();
        builder.set_subject_name(&name).unwrap();
        builder.set_issuer_name(&name).unwrap();
        builder.set_pubkey(&key).unwrap();
        let at = |days: i64| Asn1Time::from_unix(now().as_second() + days * 86_400).unwrap();
        builder.set_not_before(&at(days.0)).unwrap();
        builder.set_not_after(&at(days.1)).unwrap();
        let mut usage = KeyUsage::new();
        match kind {
            Kind::Plain => usage.digital_signature(),
            Kind::Authority => usage.digital_signature().key_cert_sign(),
            Kind::NotForSigning => usage.key_encipherment(),
        };
        builder.append_extension(usage.build().unwrap()).unwrap();
        let mut constraints = BasicConstraints::new();
        if kind == Kind::Authority {
            constraints.ca();
        }
        builder.append_extension(constraints.build().unwrap()).unwrap();
        let digest = match key.id() {
            openssl::pkey::Id::ED25519 => MessageDigest::null(),
            _ => MessageDigest::sha256(),
        };
        builder.sign(&key, digest).unwrap();
        let certificate = String::from_utf8(builder.build().to_pem().unwrap()).unwrap();
        Self { certificate, key }
    }

    pub fn thumbprint(&self) -> String {
        LaunchCertificate::read(self.certificate.as_bytes()).unwrap().thumbprint().to_owned()
    }

    pub fn key_pem(&self) -> Vec<u8> {
        self.key.private_key_to_pem_pkcs8().unwrap()
    }

    pub fn signer(&self, algorithm: Algorithm) -> Signer {
        Signer::new(self.certificate.as_bytes(), &self.key_pem(), Some(algorithm)).unwrap()
    }
}

/// The installation's keys and those of others; made once, since RSA keys take their time.
pub struct Keys {
    /// The installation's RSA key.
    pub rsa: KeyPair,
    /// Its next one, P-256.
    pub ec: KeyPair,
    /// Somebody else's.
    pub strange: KeyPair,
    /// The installation's RSA key in a certificate whose time is out.
    pub late: KeyPair,
    /// The same in one whose time has not come.
    pub early: KeyPair,
}

pub fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let rsa = KeyPair::rsa(2048);
        Keys {
            late: KeyPair::of(rsa.key.clone(), (-30, -1), Kind::Plain),
            early: KeyPair::of(rsa.key.clone(), (1, 300), Kind::Plain),
            rsa,
            ec: KeyPair::ec(Nid::X9_62_PRIME256V1),
            strange: KeyPair::rsa(2048),
        }
    })
}

/// When everything happens.
pub fn now() -> Timestamp {
    crate::present_samples::now()
}

pub fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

pub fn settings() -> Settings {
    Settings {
        audience: AUDIENCE.to_owned(),
        largest_bytes: 8192,
        longest_life: std::time::Duration::from_secs(120),
        leeway: std::time::Duration::from_secs(30),
        remember_for: std::time::Duration::from_secs(3600),
        assurance_levels: vec![ASSURANCE.to_owned()],
    }
}

/// The organisation, the installation, and each care provider's certificates.
pub async fn fill(store: &Store) {
    let mut file = String::new();
    for provider in [REGION, PRIVATE, STRANGER, WITHOUT, LATE, EARLY] {
        let row = format!("[[care_provider]]\nhsa_id = \"{provider}\"\nname = \"{provider}\"\n");
        file.push_str(&row);
    }
    for installation in [INSTALLATION, "cosmic-annan"] {
        file.push_str(&format!(
            "[[installation]]\nissuer = \"{installation}\"\nname = \"COSMIC\"\n\
             care_provider = \"{REGION}\"\n"
        ));
    }
    store.import(&Import::parse(&file).unwrap()).await.unwrap();
    let keys = keys();
    for (provider, pair) in [
        (REGION, &keys.rsa),
        (REGION, &keys.ec),
        (PRIVATE, &keys.rsa),
        (STRANGER, &keys.strange),
        (LATE, &keys.late),
        (EARLY, &keys.early),
    ] {
        assert_eq!(upload(store, provider, pair).await, AddedCertificate::Added);
    }
}

/// A care provider uploads a certificate for the installation.
pub async fn upload(store: &Store, provider: &str, pair: &KeyPair) -> AddedCertificate {
    let read = LaunchCertificate::read(pair.certificate.as_bytes()).unwrap();
    let kept = KeptCertificate {
        id: uuid::Uuid::new_v4().to_string(),
        installation: INSTALLATION.to_owned(),
        care_provider: provider.parse().unwrap(),
        thumbprint: read.thumbprint().to_owned(),
        pem: pair.certificate.clone(),
        not_after: read.not_after(),
        added_by: "SE1-ADMIN".to_owned(),
        added_at: now(),
    };
    store.add_launch_certificate(&kept).await.unwrap()
}

/// A right header for a key.
pub fn header(pair: &KeyPair, algorithm: Algorithm) -> Value {
    json!({ "alg": algorithm.name(), "typ": "JWT", "x5t#S256": pair.thumbprint() })
}

/// Right claims, made now.
pub fn claims() -> Value {
    json!({
        "iss": INSTALLATION,
        "aud": AUDIENCE,
        "iat": now().as_second(),
        "exp": now().as_second() + 60,
        "jti": uuid::Uuid::new_v4().to_string(),
        "sub": "SE1-ANNA",
        "acr": ASSURANCE,
        "hsa_care_provider": REGION,
        "hsa_care_unit": "SE1-VE",
        "hsa_identity": "SE1-A",
        "patient": { "type": "1.2.752.129.2.1.3.1", "id": "191212121212" },
        "fhircast_topic": "b5c1f5b0-6f0e-4d7c-8f5e-0a6d1a2b3c4d",
    })
}

/// An assertion by the installation's RSA key, after a change to what is right.
pub fn changed(change: impl FnOnce(&mut Value, &mut Value)) -> String {
    let (mut header, mut claims) = (header(&keys().rsa, Algorithm::Rs256), claims());
    change(&mut header, &mut claims);
    signed(&header.to_string(), &claims.to_string())
}

/// The same with claims alone changed.
pub fn claiming(change: impl FnOnce(&mut Value)) -> String {
    changed(|_, claims| change(claims))
}

/// Whatever is given, signed by the installation's RSA key.
pub fn signed(header: &str, claims: &str) -> String {
    keys().rsa.signer(Algorithm::Rs256).sign_parts(header, claims).unwrap()
}

pub fn hsa_id(text: &str) -> HsaId {
    text.parse().unwrap()
}
