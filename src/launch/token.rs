use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use super::certificate::LaunchCertificate;
use super::members::{Member, Members, NoMembers};
use super::refusal::Refusal;

/// How an assertion may be signed. There is no way to name another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
}

/// A signed token in compact form (RFC 7515, section 3.1), read but not verified.
pub(super) struct Token<'t> {
    algorithm: Algorithm,
    thumbprint: String,
    claims: Members,
    signed: &'t str,
    signature: Vec<u8>,
}

/// Claims under a signature that was right. Only [`Token::verify`] makes one.
pub(super) struct VerifiedClaims(Members);

impl Algorithm {
    /// The name in a token's header (RFC 7518, section 3.1).
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Rs256, Self::Ps256, Self::Es256].into_iter().find(|known| known.name() == name)
    }
}

impl<'t> Token<'t> {
    pub(super) fn read(text: &'t str, largest: usize) -> Result<Self, Refusal> {
        if text.len() > largest {
            return Err(Refusal::TooLarge);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(Refusal::Parts)?;
        let (header, claims) = signed.split_once('.').ok_or(Refusal::Parts)?;
        if claims.contains('.') {
            return Err(Refusal::Parts);
        }
        let header = object("header", header)?;
        refuse_extras(&header)?;
        Ok(Self {
            algorithm: algorithm(&header)?,
            thumbprint: thumbprint(&header)?,
            claims: object("claims", claims)?,
            signed,
            signature: bytes("signature", signature)?,
        })
    }

    /// The claims before anything is known of who made them: only good to find the certificate by.
    pub(super) fn unverified(&self) -> &Members {
        &self.claims
    }

    /// The thumbprint of the certificate that the header names.
    pub(super) fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// Verifies the signature with the certificate that the header names, if it is among those
    /// given and its time has come and is not out.
    pub(super) fn verify(
        self,
        trusted: &[LaunchCertificate],
        now: Timestamp,
    ) -> Result<VerifiedClaims, Refusal> {
        let named = trusted.iter().find(|one| one.thumbprint() == self.thumbprint);
        let certificate = named.ok_or(Refusal::OtherCertificate)?;
        if now < certificate.not_before() {
            return Err(Refusal::CertificateEarly);
        }
        if now > certificate.not_after() {
            return Err(Refusal::CertificateExpired);
        }
        certificate.verify(self.algorithm, self.signed.as_bytes(), &self.signature)?;
        Ok(VerifiedClaims(self.claims))
    }
}

impl VerifiedClaims {
    pub(super) fn members(&self) -> &Members {
        &self.0
    }
}

/// A signature covers the header, but a header could still ask a reader to read the rest in another
/// way, or with a key that it brings along (RFC 7515, sections 4.1.2 to 4.1.6 and 4.1.11).
fn refuse_extras(header: &Members) -> Result<(), Refusal> {
    if header.has_any_of(&["crit", "b64", "zip", "cty"]) {
        return Err(Refusal::Extension);
    }
    if header.has_any_of(&["jwk", "jku", "x5c", "x5u"]) {
        return Err(Refusal::OwnKey);
    }
    match header.get("typ") {
        None => Ok(()),
        Some(Member::Text(kind)) if kind.eq_ignore_ascii_case("JWT") => Ok(()),
        Some(_) => Err(Refusal::Type),
    }
}

fn algorithm(header: &Members) -> Result<Algorithm, Refusal> {
    match header.get("alg") {
        Some(Member::Text(name)) => Algorithm::named(name).ok_or(Refusal::Algorithm),
        _ => Err(Refusal::Algorithm),
    }
}

/// The certificate's SHA-256 thumbprint, which may stand in either place.
fn thumbprint(header: &Members) -> Result<String, Refusal> {
    let text = |name| match header.get(name) {
        None => Ok(None),
        Some(Member::Text(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::NoThumbprint),
    };
    match (text("kid")?, text("x5t#S256")?) {
        (Some(one), Some(other)) if one != other => Err(Refusal::TwoThumbprints),
        (Some(thumbprint), _) | (None, Some(thumbprint)) => Ok(thumbprint.clone()),
        (None, None) => Err(Refusal::NoThumbprint),
    }
}

fn object(what: &'static str, text: &str) -> Result<Members, Refusal> {
    Members::read(&bytes(what, text)?).map_err(|error| match error {
        NoMembers::Twice => Refusal::Twice(what),
        NoMembers::Json => Refusal::Json(what),
    })
}

/// This engine takes neither padding nor stray bits in the last character, so that there is one way
/// only to write a token.
fn bytes(what: &'static str, text: &str) -> Result<Vec<u8>, Refusal> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Refusal::Base64(what))
}
