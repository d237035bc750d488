//! Certificates made at start, so that no key is ever kept in the project.
//!
//! They resemble the function certificates of the national platform: the holder's HSA-id stands in
//! the subject's `serialNumber`, which is where the platform looks for it.

use jiff::{SignedDuration, Timestamp};
use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::stack::Stack;
use openssl::symm::Cipher;
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName,
    SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509NameBuilder};

/// The kind of key a certificate is made for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyKind {
    /// RSA with 2 048 bits, as the platform's own certificates have.
    Rsa2048,
    /// P-256, which is made at once.
    EcP256,
}

/// What is wrong with a certificate, if anything.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Flaw {
    /// Nothing.
    None,
    /// Its time has passed.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// A server certificate for another host.
    WrongName,
    /// Issued by an authority that nobody has heard of.
    UnknownAuthority,
    /// Without `serialNumber` in the subject: the platform answers VP002.
    NoSerialNumber,
    /// For the other side of a connection: a server's used as a client's, or the other way round.
    WrongUsage,
}

/// A certificate with its key.
#[derive(Clone)]
pub struct Identity {
    certificate: X509,
    key: PKey<Private>,
    authority: X509,
}

/// An authority and what it issues. A second authority, unknown to everybody, issues the
/// certificates that must not be trusted.
pub struct Pki {
    trusted: Identity,
    unknown: Identity,
    now: Timestamp,
}

impl Pki {
    /// Makes both authorities. `now` must be the real time: TLS libraries check validity by the
    /// computer's clock, whatever clock the program uses.
    pub fn new(now: Timestamp) -> Result<Self, ErrorStack> {
        Ok(Self {
            trusted: authority("Vaccinjournal Simulator CA", now)?,
            unknown: authority("Okänd utfärdare", now)?,
            now,
        })
    }

    /// The authority's certificate: what both sides trust.
    pub fn authority(&self) -> &X509 {
        &self.trusted.authority
    }

    /// A server certificate for `localhost`, `127.0.0.1` and `::1`.
    pub fn server(&self, flaw: Flaw) -> Result<Identity, ErrorStack> {
        let usage = if flaw == Flaw::WrongUsage { Usage::Client } else { Usage::Server };
        let name = if flaw == Flaw::WrongName { "other.example" } else { "localhost" };
        let subject = Subject { name, serial_number: None };
        self.issue(&subject, usage, KeyKind::EcP256, flaw)
    }

    /// A client certificate whose subject `serialNumber` is this HSA-id.
    pub fn client(&self, hsa_id: &str, kind: KeyKind, flaw: Flaw) -> Result<Identity, ErrorStack> {
        let usage = if flaw == Flaw::WrongUsage { Usage::Server } else { Usage::Client };
        let serial_number = (flaw != Flaw::NoSerialNumber).then_some(hsa_id);
        let subject = Subject { name: "vaccinjournal.example", serial_number };
        self.issue(&subject, usage, kind, flaw)
    }

    fn issue(
        &self,
        subject: &Subject<'_>,
        usage: Usage,
        kind: KeyKind,
        flaw: Flaw,
    ) -> Result<Identity, ErrorStack> {
        let issuer = if flaw == Flaw::UnknownAuthority { &self.unknown } else { &self.trusted };
        let days = |days: i64| self.now + SignedDuration::from_hours(24 * days);
        let validity = match flaw {
            Flaw::Expired => (days(-60), days(-1)),
            Flaw::NotYetValid => (days(1), days(60)),
            _ => (days(-1), days(365)),
        };
        let key = match kind {
            KeyKind::Rsa2048 => PKey::from_rsa(Rsa::generate(2048)?)?,
            KeyKind::EcP256 => p256()?,
        };
        let mut builder = certificate(subject, &key, validity)?;
        builder.set_issuer_name(issuer.certificate.subject_name())?;
        builder.append_extension(BasicConstraints::new().critical().build()?)?;
        let mut key_usage = KeyUsage::new();
        builder.append_extension(key_usage.critical().digital_signature().build()?)?;
        let mut extended = ExtendedKeyUsage::new();
        let extended = match usage {
            Usage::Server => extended.server_auth(),
            Usage::Client => extended.client_auth(),
        };
        builder.append_extension(extended.build()?)?;
        let context = builder.x509v3_context(Some(&issuer.certificate), None);
        let names = match subject.name {
            "localhost" => SubjectAlternativeName::new()
                .dns("localhost")
                .ip("127.0.0.1")
                .ip("::1")
                .build(&context),
            other => SubjectAlternativeName::new().dns(other).build(&context),
        }?;
        let issued_by = AuthorityKeyIdentifier::new().keyid(true).build(&context)?;
        builder.append_extension(names)?;
        builder.append_extension(issued_by)?;
        builder.sign(&issuer.key, MessageDigest::sha256())?;
        Ok(Identity { certificate: builder.build(), key, authority: issuer.certificate.clone() })
    }
}

impl Identity {
    /// The certificate.
    pub fn certificate(&self) -> &X509 {
        &self.certificate
    }

    /// The private key.
    pub fn key(&self) -> &PKey<Private> {
        &self.key
    }

    /// The certificate in PEM.
    pub fn certificate_pem(&self) -> Result<Vec<u8>, ErrorStack> {
        self.certificate.to_pem()
    }

    /// The key in PEM, PKCS#8 without password.
    pub fn key_pem(&self) -> Result<Vec<u8>, ErrorStack> {
        self.key.private_key_to_pem_pkcs8()
    }

    /// The key in PEM, PKCS#8 with password.
    pub fn encrypted_key_pem(&self, password: &str) -> Result<Vec<u8>, ErrorStack> {
        self.key.private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), password.as_bytes())
    }

    /// The key in the older PEM forms: PKCS#1 for RSA, SEC1 for P-256.
    pub fn traditional_key_pem(&self) -> Result<Vec<u8>, ErrorStack> {
        match self.key.rsa() {
            Ok(rsa) => rsa.private_key_to_pem(),
            Err(_) => self.key.ec_key()?.private_key_to_pem(),
        }
    }

    /// Certificate, key and authority as PKCS#12.
    pub fn pkcs12(&self, password: &str) -> Result<Vec<u8>, ErrorStack> {
        let mut authorities = Stack::new()?;
        authorities.push(self.authority.clone())?;
        let mut builder = Pkcs12::builder();
        builder.name("vaccinjournal").cert(&self.certificate).pkey(&self.key).ca(authorities);
        builder.build2(password)?.to_der()
    }
}

/// The HSA-id in a certificate's subject, by the platform's default rule: the first `serialNumber`.
pub fn sender_id(certificate: &X509) -> Option<String> {
    let entry = certificate.subject_name().entries_by_nid(Nid::SERIALNUMBER).next()?;
    entry.data().to_string().ok()
}

struct Subject<'a> {
    name: &'a str,
    serial_number: Option<&'a str>,
}

enum Usage {
    Server,
    Client,
}

fn authority(name: &str, now: Timestamp) -> Result<Identity, ErrorStack> {
    let key = p256()?;
    let days = |days: i64| now + SignedDuration::from_hours(24 * days);
    let subject = Subject { name, serial_number: None };
    let mut builder = certificate(&subject, &key, (days(-90), days(3650)))?;
    let subject = x509_name(&subject)?;
    builder.set_issuer_name(&subject)?;
    builder.append_extension(BasicConstraints::new().critical().ca().build()?)?;
    builder.append_extension(KeyUsage::new().critical().key_cert_sign().crl_sign().build()?)?;
    let own_key = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None))?;
    builder.append_extension(own_key)?;
    builder.sign(&key, MessageDigest::sha256())?;
    let certificate = builder.build();
    Ok(Identity { authority: certificate.clone(), certificate, key })
}

/// The parts that every certificate has.
fn certificate(
    subject: &Subject<'_>,
    key: &PKey<Private>,
    (from, until): (Timestamp, Timestamp),
) -> Result<X509Builder, ErrorStack> {
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    let mut number = BigNum::new()?;
    number.rand(120, MsbOption::ONE, false)?;
    let number: Asn1Integer = number.to_asn1_integer()?;
    builder.set_serial_number(&number)?;
    let from = Asn1Time::from_unix(from.as_second())?;
    let until = Asn1Time::from_unix(until.as_second())?;
    builder.set_not_before(&from)?;
    builder.set_not_after(&until)?;
    let name = x509_name(subject)?;
    builder.set_subject_name(&name)?;
    builder.set_pubkey(key)?;
    Ok(builder)
}

fn x509_name(subject: &Subject<'_>) -> Result<openssl::x509::X509Name, ErrorStack> {
    let mut name = X509NameBuilder::new()?;
    name.append_entry_by_text("C", "SE")?;
    name.append_entry_by_text("O", "Vaccinjournal Simulator")?;
    if let Some(serial_number) = subject.serial_number {
        name.append_entry_by_text("serialNumber", serial_number)?;
    }
    name.append_entry_by_text("CN", subject.name)?;
    Ok(name.build())
}

fn p256() -> Result<PKey<Private>, ErrorStack> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    PKey::from_ec_key(EcKey::generate(&group)?)
}
