use crate::domain::ParsePatientIdError;

/// Why an assertion opens nothing. The text goes to the log and holds nothing of the assertion but
/// names of its members; [`Refusal::words`] is what the user is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Longer than an assertion may be.
    #[error("the assertion is too large")]
    TooLarge,
    /// Not header, claims and signature.
    #[error("the assertion does not have three parts")]
    Parts,
    /// Not base64url as RFC 7515 has it: without padding, and in its only form.
    #[error("the {0} is not base64url")]
    Base64(&'static str),
    /// Not one JSON object.
    #[error("the {0} is not one JSON object")]
    Json(&'static str),
    /// A member stands twice, so that two readers could read different things.
    #[error("a member of the {0} stands twice")]
    Twice(&'static str),
    /// An algorithm other than RS256, PS256 and ES256.
    #[error("the algorithm is missing or not allowed")]
    Algorithm,
    /// Header members that change how the token is to be read.
    #[error("the header asks for extensions (crit, b64, zip or cty)")]
    Extension,
    /// The header brings a key, or says where to fetch one.
    #[error("the header brings a key of its own (jwk, jku, x5c or x5u)")]
    OwnKey,
    /// A token of another kind.
    #[error("typ is not JWT")]
    Type,
    /// The header does not say which certificate.
    #[error("the header names no certificate by kid or x5t#S256")]
    NoThumbprint,
    /// `kid` and `x5t#S256` name different certificates.
    #[error("kid and x5t#S256 name different certificates")]
    TwoThumbprints,
    /// A claim is not there.
    #[error("the claim {0} is missing")]
    Missing(&'static str),
    /// A claim is of the wrong kind or form.
    #[error("the claim {0} has the wrong form")]
    Form(&'static str),
    /// The care provider has no certificate for the installation.
    #[error("the care provider has no certificate for this installation")]
    NoCertificate,
    /// The care provider has certificates, but not the one that the header names.
    #[error("the header names a certificate that the care provider has not uploaded")]
    OtherCertificate,
    /// The certificate's time has not come.
    #[error("the certificate is not valid yet")]
    CertificateEarly,
    /// The certificate's time is out.
    #[error("the certificate has expired")]
    CertificateExpired,
    /// The algorithm is not one for the certificate's key.
    #[error("the algorithm does not go with the certificate's key")]
    KeyKind,
    /// The signature is wrong.
    #[error("the signature is wrong")]
    Signature,
    /// For another service or another environment.
    #[error("the assertion is for another audience")]
    Audience,
    /// Its end comes before its issue.
    #[error("the assertion ends before it was issued")]
    Backwards,
    /// It lives longer than an assertion may.
    #[error("the assertion lives too long")]
    LongLived,
    /// Its time is out.
    #[error("the assertion has expired")]
    Expired,
    /// Its time has not come.
    #[error("the assertion is not valid yet; do the clocks agree?")]
    Early,
    /// Nothing says that the user has proved who she is well enough.
    #[error("the assertion names no accepted level of assurance")]
    Assurance,
    /// The patient's number cannot be one.
    #[error("the patient in the assertion cannot be used: {0}")]
    Patient(ParsePatientIdError),
    /// It has been used before.
    #[error("the assertion has been used before")]
    UsedBefore,
    /// The user has no assignment at the place.
    #[error("the user has no assignment for the unit or the care provider")]
    NoAssignment,
}

impl Refusal {
    /// What the user is told. Of an assertion whose signature is not known to be right, nothing is
    /// told that would help somebody to forge one.
    pub fn words(self) -> &'static str {
        match self {
            Self::TooLarge
            | Self::Parts
            | Self::Base64(_)
            | Self::Json(_)
            | Self::Twice(_)
            | Self::Algorithm
            | Self::Extension
            | Self::OwnKey
            | Self::Type
            | Self::NoThumbprint
            | Self::TwoThumbprints
            | Self::Missing(_)
            | Self::Form(_)
            | Self::NoCertificate
            | Self::OtherCertificate
            | Self::CertificateEarly
            | Self::CertificateExpired
            | Self::KeyKind
            | Self::Signature => NOT_TRUSTED,
            Self::Audience => {
                "COSMIC är inställt på en annan miljö av MittVaccin Journal än den här. Kontakta \
                 support och uppge ärendenumret."
            }
            Self::Expired | Self::UsedBefore => {
                "Inloggningen från COSMIC är för gammal eller redan använd. Öppna MittVaccin på \
                 nytt från COSMIC."
            }
            Self::Backwards | Self::LongLived | Self::Early => {
                "Inloggningen från COSMIC har en tid som inte stämmer. Öppna MittVaccin på nytt \
                 från COSMIC. Kontakta support och uppge ärendenumret om felet kvarstår."
            }
            Self::Assurance => {
                "Du behöver vara inloggad i COSMIC med SITHS-kort eller motsvarande för att öppna \
                 MittVaccin Journal."
            }
            Self::Patient(_) => {
                "Patientens nummer från COSMIC kan inte användas i MittVaccin Journal. Kontrollera \
                 numret, eller öppna MittVaccin utan vald patient."
            }
            Self::NoAssignment => {
                "Du saknar uppdrag i MittVaccin Journal för den enhet du har valt i COSMIC. Byt \
                 enhet i COSMIC, eller be vårdgivarens användaradministratör om ett uppdrag."
            }
        }
    }

    /// Whether the user was known for certain, so that it is her right that is lacking.
    pub fn is_about_rights(self) -> bool {
        self == Self::NoAssignment
    }
}

const NOT_TRUSTED: &str = "Inloggningen från COSMIC kunde inte godkännas. Vårdgivaren kan sakna ett \
     giltigt certifikat för er COSMIC-installation i MittVaccin Journal. Kontakta \
     vårdgivaradministratören eller support och uppge ärendenumret.";
