use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private, Public};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Verifier};
use openssl::x509::X509;

use super::refusal::Refusal;
use super::token::Algorithm;
use crate::transport::{name_text, timestamp};

/// A certificate as a care provider uploads it: the public half of what a COSMIC installation signs
/// its assertions with.
#[derive(Clone)]
pub struct LaunchCertificate {
    certificate: X509,
    key: PKey<Public>,
    pem: String,
    thumbprint: String,
    not_before: Timestamp,
    not_after: Timestamp,
}

/// Why a file cannot be used as a launch certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UnfitCertificate {
    /// There is no certificate in the file.
    #[error("the file holds no certificate in PEM form")]
    NotPem,
    /// There is a private key, which must never leave COSMIC.
    #[error("the file holds a private key")]
    PrivateKey,
    /// There is more than one certificate, or something else besides.
    #[error("the file holds more than one certificate")]
    Several,
    /// An authority's certificate: its key is for issuing certificates.
    #[error("the certificate is an authority's")]
    Authority,
    /// The certificate's key is not for signing.
    #[error("the certificate's key is not for digital signatures")]
    Usage,
    /// Neither RSA nor EC with P-256.
    #[error("the certificate's key is neither RSA nor EC with P-256")]
    KeyKind,
    /// An RSA key with too few bits.
    #[error("the certificate's RSA key has fewer than 2048 bits")]
    WeakKey,
}

impl LaunchCertificate {
    /// Reads a PEM file with one certificate and nothing else that matters.
    pub fn read(pem: &[u8]) -> Result<Self, UnfitCertificate> {
        let text = String::from_utf8_lossy(pem);
        if text.contains("PRIVATE KEY-----") {
            return Err(UnfitCertificate::PrivateKey);
        }
        if text.matches("-----BEGIN ").count() > 1 {
            return Err(UnfitCertificate::Several);
        }
        let certificate = X509::from_pem(pem).map_err(|_| UnfitCertificate::NotPem)?;
        refuse_other_purposes(&certificate)?;
        let key = certificate.public_key().map_err(|_| UnfitCertificate::KeyKind)?;
        refuse_weak(&key)?;
        Self::described(certificate, key).map_err(|_| UnfitCertificate::NotPem)
    }

    fn described(certificate: X509, key: PKey<Public>) -> Result<Self, ErrorStack> {
        let digest = certificate.digest(MessageDigest::sha256())?;
        Ok(Self {
            pem: String::from_utf8_lossy(&certificate.to_pem()?).into_owned(),
            thumbprint: URL_SAFE_NO_PAD.encode(digest),
            not_before: timestamp(certificate.not_before())?,
            not_after: timestamp(certificate.not_after())?,
            certificate,
            key,
        })
    }

    /// SHA-256 over the certificate, in base64url: what an assertion names it by (RFC 7515,
    /// section 4.1.8).
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// First moment of validity.
    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Last moment of validity.
    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// The holder's name in one line, for people.
    pub fn subject(&self) -> String {
        name_text(self.certificate.subject_name())
    }

    /// The certificate and nothing else, in PEM form.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Whether this is the certificate of a private key.
    pub(super) fn has_key(&self, key: &PKey<Private>) -> bool {
        self.key.public_eq(key)
    }

    /// Verifies a signature. The key decides which algorithms there are, whatever a header says.
    pub(super) fn verify(
        &self,
        algorithm: Algorithm,
        signed: &[u8],
        signature: &[u8],
    ) -> Result<(), Refusal> {
        let fits = match algorithm {
            Algorithm::Rs256 | Algorithm::Ps256 => self.key.id() == Id::RSA,
            Algorithm::Es256 => self.key.id() == Id::EC,
        };
        if !fits {
            return Err(Refusal::KeyKind);
        }
        let is_right = match algorithm {
            Algorithm::Rs256 => self.verify_rsa(Padding::PKCS1, signed, signature),
            Algorithm::Ps256 => self.verify_rsa(Padding::PKCS1_PSS, signed, signature),
            Algorithm::Es256 => self.verify_ecdsa(signed, signature),
        };
        // OpenSSL answers some wrong signatures with an error instead of no.
        if is_right.unwrap_or(false) { Ok(()) } else { Err(Refusal::Signature) }
    }

    fn verify_rsa(
        &self,
        padding: Padding,
        signed: &[u8],
        signature: &[u8],
    ) -> Result<bool, ErrorStack> {
        let mut verifier = Verifier::new(MessageDigest::sha256(), &self.key)?;
        verifier.set_rsa_padding(padding)?;
        if padding == Padding::PKCS1_PSS {
            // RFC 7518, section 3.5: the salt is as long as the hash, and MGF1 uses the same hash.
            verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            verifier.set_rsa_mgf1_md(MessageDigest::sha256())?;
        }
        verifier.verify_oneshot(signature, signed)
    }

    /// A token has the two numbers side by side, 32 bytes each (RFC 7518, section 3.4). From (r, s)
    /// anybody can make (r, n − s), which is as right; so a signature names no assertion, and what
    /// was used before is known by its id instead.
    fn verify_ecdsa(&self, signed: &[u8], signature: &[u8]) -> Result<bool, ErrorStack> {
        let Some((r, s)) = signature.split_at_checked(32).filter(|(_, s)| s.len() == 32) else {
            return Ok(false);
        };
        let numbers = (BigNum::from_slice(r)?, BigNum::from_slice(s)?);
        let signature = EcdsaSig::from_private_components(numbers.0, numbers.1)?;
        let hash = openssl::hash::hash(MessageDigest::sha256(), signed)?;
        signature.verify(&hash, &*self.key.ec_key()?)
    }
}

fn refuse_other_purposes(certificate: &X509) -> Result<(), UnfitCertificate> {
    // OpenSSL's binding does not give basicConstraints; its printed form does. A subject that
    // holds the same words is refused too, which costs nobody anything.
    let printed = certificate.to_text().map_err(|_| UnfitCertificate::NotPem)?;
    let printed = String::from_utf8_lossy(&printed);
    if printed.contains("CA:TRUE") || printed.contains("Certificate Sign") {
        return Err(UnfitCertificate::Authority);
    }
    if printed.contains("X509v3 Key Usage") && !printed.contains("Digital Signature") {
        return Err(UnfitCertificate::Usage);
    }
    Ok(())
}

fn refuse_weak(key: &PKey<Public>) -> Result<(), UnfitCertificate> {
    match key.id() {
        Id::RSA if key.bits() < 2048 => Err(UnfitCertificate::WeakKey),
        Id::RSA => Ok(()),
        Id::EC => {
            let curve = key.ec_key().ok().and_then(|key| key.group().curve_name());
            let is_p256 = curve == Some(Nid::X9_62_PRIME256V1);
            if is_p256 { Ok(()) } else { Err(UnfitCertificate::KeyKind) }
        }
        _ => Err(UnfitCertificate::KeyKind),
    }
}
