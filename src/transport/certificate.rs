use jiff::{Span, Timestamp};
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::x509::{X509, X509NameRef, X509Ref, X509VerifyResult};

use crate::domain::HsaId;

/// A certificate as an operator wants to read it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertificateDescription {
    /// The subject's name, most general part first, as in `C=SE, O=Region Test, CN=mvj.test`.
    pub subject: String,
    /// The HSA-id in the subject's serial number. The platform reads the caller's identity there
    /// and answers VP002 when it is missing.
    pub hsa_id: Option<HsaId>,
    /// The subjects of the issuers that follow with it, nearest first; then the last one's issuer,
    /// unless it issued itself.
    pub issuers: Vec<String>,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity; for an identity the earliest in the chain.
    pub not_after: Timestamp,
}

/// A certificate will soon be out of date.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExpiryWarning {
    /// The tightest of the operator's limits that has been passed, in days.
    pub limit_days: u16,
    /// Whole days left; negative when the time is out.
    pub days_left: i64,
}

impl CertificateDescription {
    /// Whole days of validity left; negative when the time is out.
    pub fn days_left(&self, now: Timestamp) -> i64 {
        (self.not_after.as_second() - now.as_second()).div_euclid(SECONDS_PER_DAY)
    }

    /// The warning to give now, with `limits` as days of validity left.
    pub fn expiry_warning(&self, now: Timestamp, limits: &[u16]) -> Option<ExpiryWarning> {
        let days_left = self.days_left(now);
        let passed = limits.iter().copied().filter(|limit| days_left <= i64::from(*limit));
        passed.min().map(|limit_days| ExpiryWarning { limit_days, days_left })
    }

    pub(super) fn of(chain: &[X509]) -> Result<Option<Self>, ErrorStack> {
        let Some(leaf) = chain.first() else { return Ok(None) };
        let mut issuers: Vec<String> =
            chain.iter().skip(1).map(|issuer| name_text(issuer.subject_name())).collect();
        let last = chain.last().unwrap_or(leaf);
        if !issued_by(last, last) {
            issuers.push(name_text(last.issuer_name()));
        }
        let mut not_after = timestamp(leaf.not_after())?;
        for issuer in chain.iter().skip(1) {
            not_after = not_after.min(timestamp(issuer.not_after())?);
        }
        Ok(Some(Self {
            subject: name_text(leaf.subject_name()),
            hsa_id: hsa_id(leaf.subject_name()),
            issuers,
            not_before: timestamp(leaf.not_before())?,
            not_after,
        }))
    }
}

/// Whether `issuer` made `certificate`: the names agree and so does the signature.
pub(super) fn issued_by(certificate: &X509Ref, issuer: &X509Ref) -> bool {
    issuer.issued(certificate) == X509VerifyResult::OK
        && issuer.public_key().is_ok_and(|key| certificate.verify(&key).unwrap_or(false))
}

/// A name in one line.
pub(crate) fn name_text(name: &X509NameRef) -> String {
    let part = |entry: &openssl::x509::X509NameEntryRef| {
        let field = entry.object().nid().short_name().unwrap_or("?").to_owned();
        let value = entry.data().to_string().unwrap_or_default();
        format!("{field}={value}")
    };
    name.entries().map(part).collect::<Vec<_>>().join(", ")
}

/// A certificate's time as ours.
pub(crate) fn timestamp(time: &Asn1TimeRef) -> Result<Timestamp, ErrorStack> {
    let since = Asn1Time::from_unix(0)?.diff(time)?;
    let span = Span::new()
        .try_seconds(i64::from(since.days) * SECONDS_PER_DAY + i64::from(since.secs))
        .unwrap_or_default();
    // Certificates may say "the year 9999, 31 December", which is past the end of our time.
    let end = if since.days < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Ok(Timestamp::UNIX_EPOCH.checked_add(span).unwrap_or(end))
}

fn hsa_id(subject: &X509NameRef) -> Option<HsaId> {
    let entry = subject.entries_by_nid(Nid::SERIALNUMBER).next()?;
    entry.data().to_string().ok()?.parse().ok()
}

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;
