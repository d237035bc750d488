use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openssl::bn::BigNumRef;
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;
use serde_json::json;
use uuid::Uuid;

use super::certificate::{LaunchCertificate, UnfitCertificate};
use super::claims::Place;
use super::token::Algorithm;
use crate::domain::{HsaId, PatientId};

/// What an assertion says, as COSMIC would say it. For trial, demonstration and tests.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The installation's name, as it is known to the service.
    pub installation: String,
    /// The service's launch address.
    pub audience: String,
    /// The user.
    pub staff: HsaId,
    /// How she proved who she is.
    pub assurance_level: String,
    /// Where she works.
    pub place: Place,
    /// Who is open.
    pub patient: Option<PatientId>,
    /// Where patient changes are told.
    pub topic: Option<String>,
    /// When it is made.
    pub issued: Timestamp,
    /// How long it is good, in seconds.
    pub seconds: i64,
}

/// Signs assertions with an installation's key.
pub struct Signer {
    certificate: LaunchCertificate,
    key: PKey<Private>,
    algorithm: Algorithm,
}

/// Why nothing can be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The certificate cannot be used.
    #[error("the certificate cannot be used: {0}")]
    Certificate(#[from] UnfitCertificate),
    /// The key cannot be read, or is not the certificate's.
    #[error("the private key cannot be read, or is not the certificate's")]
    Key,
    /// The algorithm is not for this kind of key.
    #[error("{0} is not for this kind of key")]
    Algorithm(&'static str),
    /// OpenSSL failed.
    #[error("OpenSSL failed")]
    OpenSsl(#[from] ErrorStack),
}

impl Signer {
    /// Takes a certificate and its key, both PEM. Without an algorithm, the key's usual one is
    /// taken: RS256 or ES256.
    pub fn new(
        certificate: &[u8],
        key: &[u8],
        algorithm: Option<Algorithm>,
    ) -> Result<Self, SignError> {
        let certificate = LaunchCertificate::read(certificate)?;
        // With the plain function OpenSSL may ask for a passphrase on the terminal.
        let no_passphrase = |_: &mut [u8]| Ok(0);
        let key =
            PKey::private_key_from_pem_callback(key, no_passphrase).map_err(|_| SignError::Key)?;
        if !certificate.has_key(&key) {
            return Err(SignError::Key);
        }
        let usual = if key.id() == Id::RSA { Algorithm::Rs256 } else { Algorithm::Es256 };
        let algorithm = algorithm.unwrap_or(usual);
        if (algorithm == Algorithm::Es256) != (usual == Algorithm::Es256) {
            return Err(SignError::Algorithm(algorithm.name()));
        }
        Ok(Self { certificate, key, algorithm })
    }

    /// Signs an assertion with an id of its own.
    pub fn sign(&self, assertion: &Assertion) -> Result<String, SignError> {
        let header = json!({
            "alg": self.algorithm.name(),
            "typ": "JWT",
            "x5t#S256": self.certificate.thumbprint(),
        });
        let issued = assertion.issued.as_second();
        let mut claims = json!({
            "iss": assertion.installation,
            "aud": assertion.audience,
            "iat": issued,
            "exp": issued + assertion.seconds,
            "jti": Uuid::new_v4().to_string(),
            "sub": assertion.staff.as_str(),
            "acr": assertion.assurance_level,
            "hsa_care_provider": assertion.place.care_provider.as_str(),
            "hsa_care_unit": assertion.place.care_unit.as_str(),
            "hsa_identity": assertion.place.unit.as_str(),
        });
        if let Some(patient) = &assertion.patient {
            claims["patient"] = json!({ "type": patient.kind().oid(), "id": patient.number() });
        }
        if let Some(topic) = &assertion.topic {
            claims["fhircast_topic"] = json!(topic);
        }
        self.sign_parts(&header.to_string(), &claims.to_string())
    }

    /// Signs any header and claims, whatever they say. For tests of what must be refused.
    pub fn sign_parts(&self, header: &str, claims: &str) -> Result<String, SignError> {
        let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let signed = format!("{}.{}", encoded(header), encoded(claims));
        let signature = self.signature(signed.as_bytes())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    fn signature(&self, signed: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        if self.algorithm == Algorithm::Es256 {
            let hash = openssl::hash::hash(MessageDigest::sha256(), signed)?;
            let signature = EcdsaSig::sign(&hash, &*self.key.ec_key()?)?;
            let bytes = |number: &BigNumRef| number.to_vec_padded(32);
            return Ok([bytes(signature.r())?, bytes(signature.s())?].concat());
        }
        let mut signer = openssl::sign::Signer::new(MessageDigest::sha256(), &self.key)?;
        if self.algorithm == Algorithm::Ps256 {
            signer.set_rsa_padding(Padding::PKCS1_PSS)?;
            signer.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            signer.set_rsa_mgf1_md(MessageDigest::sha256())?;
        }
        signer.sign_oneshot_to_vec(signed)
    }
}
