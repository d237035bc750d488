use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::Settings;
use super::members::{Member, Members};
use super::refusal::Refusal;
use super::token::{Token, VerifiedClaims};
use crate::domain::{HsaId, PatientId};

/// Where the user works in COSMIC at the moment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// COSMIC's `HSA_CareProvider`.
    pub care_provider: HsaId,
    /// COSMIC's `HSA_CareUnit`: the care unit that the unit belongs to.
    pub care_unit: HsaId,
    /// COSMIC's `HSA_Identity`: the unit itself.
    pub unit: HsaId,
}

/// The FHIRcast topic of one COSMIC window, as a hash (SHA-256, base64url). Whoever knows the topic
/// itself may listen and tell, so nothing else is kept of it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Topic(String);

/// Whose certificate must verify the token.
pub(super) struct Claimed {
    pub installation: String,
    pub care_provider: HsaId,
}

/// Claims that are all in order; what is left is to see that they are used once.
pub(super) struct Checked {
    pub installation: String,
    pub id: String,
    pub ends: Timestamp,
    pub staff: HsaId,
    pub place: Place,
    pub patient: Option<PatientId>,
    pub topic: Option<Topic>,
}

impl Topic {
    /// The hash of a topic.
    pub fn of(topic: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode(Sha256::digest(topic.as_bytes())))
    }

    /// A topic that was kept with its launch.
    pub(super) fn recall(kept: String) -> Self {
        Self(kept)
    }

    /// The hash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The hash, to keep.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Reads from an unverified token whose certificates to look among.
pub(super) fn claimed(token: &Token<'_>) -> Result<Claimed, Refusal> {
    let claims = token.unverified();
    Ok(Claimed {
        installation: text(claims, "iss")?.to_owned(),
        care_provider: hsa_id(claims, "hsa_care_provider")?,
    })
}

/// The audience of a rightly signed assertion, where it is another than ours.
pub(super) fn other_audience(verified: &VerifiedClaims, settings: &Settings) -> Option<String> {
    let audience = text(verified.members(), "aud").ok()?;
    (audience != settings.audience).then(|| audience.to_owned())
}

/// Checks what a right signature does not: whom the assertion is for, when, and its content.
pub(super) fn check(
    verified: VerifiedClaims,
    claimed: Claimed,
    settings: &Settings,
    now: Timestamp,
) -> Result<Checked, Refusal> {
    let claims = verified.members();
    // One text to the letter. In a list, another environment's address could hide.
    if text(claims, "aud")? != settings.audience {
        return Err(Refusal::Audience);
    }
    let ends = times(claims, settings, now)?;
    let assurance = text(claims, "acr")?;
    if !settings.assurance_levels.iter().any(|level| level == assurance) {
        return Err(Refusal::Assurance);
    }
    Ok(Checked {
        installation: claimed.installation,
        id: token_text(claims, "jti", SHORTEST_ID)?.ok_or(Refusal::Missing("jti"))?,
        ends,
        staff: hsa_id(claims, "sub")?,
        place: Place {
            care_provider: claimed.care_provider,
            care_unit: hsa_id(claims, "hsa_care_unit")?,
            unit: hsa_id(claims, "hsa_identity")?,
        },
        patient: patient(claims)?,
        topic: token_text(claims, "fhircast_topic", SHORTEST_TOPIC)?.map(|it| Topic::of(&it)),
    })
}

/// The moment the assertion ends, if the present one is within its time.
fn times(claims: &Members, settings: &Settings, now: Timestamp) -> Result<Timestamp, Refusal> {
    let issued = moment(claims, "iat")?.ok_or(Refusal::Missing("iat"))?;
    let ends = moment(claims, "exp")?.ok_or(Refusal::Missing("exp"))?;
    let begins = moment(claims, "nbf")?.unwrap_or(issued);
    let life = Duration::try_from(ends.duration_since(issued)).map_err(|_| Refusal::Backwards)?;
    if life.is_zero() {
        return Err(Refusal::Backwards);
    }
    if life > settings.longest_life {
        return Err(Refusal::LongLived);
    }
    if now > ends + settings.leeway {
        return Err(Refusal::Expired);
    }
    if now + settings.leeway < issued.max(begins) {
        return Err(Refusal::Early);
    }
    Ok(ends)
}

fn patient(claims: &Members) -> Result<Option<PatientId>, Refusal> {
    let members = match claims.get("patient") {
        None => return Ok(None),
        Some(Member::Object(members)) => members,
        Some(_) => return Err(Refusal::Form("patient")),
    };
    let (Some(Member::Text(oid)), Some(Member::Text(number))) =
        (members.get("type"), members.get("id"))
    else {
        return Err(Refusal::Form("patient"));
    };
    PatientId::parse(oid, number).map(Some).map_err(Refusal::Patient)
}

fn text<'c>(claims: &'c Members, name: &'static str) -> Result<&'c str, Refusal> {
    match claims.get(name) {
        None => Err(Refusal::Missing(name)),
        Some(Member::Text(text)) if !text.is_empty() && text.len() <= LONGEST_TEXT => Ok(text),
        Some(_) => Err(Refusal::Form(name)),
    }
}

/// An id of at least so many visible ASCII characters.
fn token_text(
    claims: &Members,
    name: &'static str,
    shortest: usize,
) -> Result<Option<String>, Refusal> {
    if claims.get(name).is_none() {
        return Ok(None);
    }
    let found = text(claims, name)?;
    let is_visible = found.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_visible || found.len() < shortest {
        return Err(Refusal::Form(name));
    }
    Ok(Some(found.to_owned()))
}

fn hsa_id(claims: &Members, name: &'static str) -> Result<HsaId, Refusal> {
    text(claims, name)?.parse().map_err(|_| Refusal::Form(name))
}

/// Whole seconds since 1970 UTC. RFC 7519 would allow fractions; the contract does not.
fn moment(claims: &Members, name: &'static str) -> Result<Option<Timestamp>, Refusal> {
    match claims.get(name) {
        None => Ok(None),
        Some(Member::Whole(seconds)) if (0..=LATEST_SECOND).contains(seconds) => {
            Timestamp::from_second(*seconds).map(Some).map_err(|_| Refusal::Form(name))
        }
        Some(_) => Err(Refusal::Form(name)),
    }
}

/// Longest text claim, in bytes.
const LONGEST_TEXT: usize = 256;

/// Shortest `jti`: fewer characters cannot be unlike all others.
const SHORTEST_ID: usize = 16;

/// Shortest topic: it must not be possible to guess.
const SHORTEST_TOPIC: usize = 16;

/// The year 2500, far enough from where adding a leeway could overflow.
const LATEST_SECOND: i64 = 16_725_225_600;
