//! Certificates, and the keys they belong to.

use super::{Facts, Finding, State};
use crate::launch::LaunchCertificate;
use crate::present::words;
use crate::store::{Installation, KeptCertificate};

/// From how many days before its end a certificate is warned of.
const WARN_DAYS: i64 = 60;

pub(super) fn certificate(facts: &Facts) -> Finding {
    let mut finding = Finding::new(State::Done);
    let mut any = false;
    for installation in facts.own_installations() {
        any = true;
        finding = of_installation(facts, installation, finding);
    }
    if any {
        return finding;
    }
    let finding = Finding::new(State::Missing);
    match facts.installations.is_empty() {
        true => finding
            .because("Ingen COSMIC-installation är registrerad här.")
            .until("Låt support lägga in installationen."),
        false => finding
            .because("Vårdgivaren har inte laddat upp certifikat för någon installation.")
            .until(UPLOAD),
    }
}

fn of_installation(facts: &Facts, installation: &Installation, mut finding: Finding) -> Finding {
    let name = &installation.name;
    let responsible = installation.care_provider == facts.care_provider;
    let role = if responsible { "ni ansvarar för installationen" } else { "annan vårdgivares" };
    let kept: Vec<&KeptCertificate> = certificates(facts, installation).collect();
    if kept.is_empty() {
        finding.at_least(State::Missing);
        return finding.because(format!("{name} ({role}): inget certifikat.")).until(UPLOAD);
    }
    let mut best = State::Missing;
    for certificate in kept {
        let (state, validity) = validity(facts, certificate);
        best = best.max(state);
        finding = finding.because(format!("{name} ({role}): ett certifikat som {validity}."));
    }
    finding.at_least(best);
    match best {
        State::Missing => finding.until("Ladda upp installationens nya certifikat."),
        State::Warning => finding.until("Ladda upp nästa certifikat innan det här går ut."),
        State::Unknown | State::Done => finding,
    }
}

fn validity(facts: &Facts, certificate: &KeptCertificate) -> (State, String) {
    let ends = words::moment(certificate.not_after);
    let read = LaunchCertificate::read(certificate.pem.as_bytes()).ok();
    let begins = read.map(|read| read.not_before());
    let days = (certificate.not_after.as_second() - facts.now.as_second()).div_euclid(86_400);
    match begins {
        Some(begins) if facts.now < begins => {
            (State::Missing, format!("börjar gälla {}", words::moment(begins)))
        }
        _ if days < 0 => (State::Missing, format!("gick ut {ends}")),
        _ if days <= WARN_DAYS => (State::Warning, format!("går ut {ends}")),
        _ => (State::Done, format!("gäller till {ends}")),
    }
}

pub(super) fn key(facts: &Facts) -> Finding {
    let mut finding = Finding::new(State::Done);
    let mut any = false;
    // An installation without a certificate has no key to try; the item before says so.
    let has_some = |it: &&Installation| certificates(facts, it).next().is_some();
    for installation in facts.own_installations().filter(has_some) {
        any = true;
        let name = &installation.name;
        let used = |certificate: &KeptCertificate| {
            let mut seen = facts.seen.iter();
            seen.find(|it| {
                it.installation == installation.issuer && it.certificate == certificate.thumbprint
            })
        };
        let latest = certificates(facts, installation).filter_map(used).map(|it| it.at).max();
        finding = match latest {
            Some(at) => finding.because(format!(
                "{name}: ett uthopp signerat med nyckeln släpptes in {}.",
                words::moment(at)
            )),
            None => {
                finding.at_least(State::Unknown);
                finding
                    .because(format!("{name}: inget uthopp med ett uppladdat certifikats nyckel."))
                    .until("Öppna MittVaccin från COSMIC en gång. Nekas det, jämför certifikaten.")
            }
        };
    }
    match any {
        true => finding,
        false => Finding::new(State::Unknown)
            .because("Det finns inget certifikat att pröva.")
            .until(UPLOAD),
    }
}

fn certificates<'f>(
    facts: &'f Facts,
    installation: &'f Installation,
) -> impl Iterator<Item = &'f KeptCertificate> {
    let is_its = |it: &&KeptCertificate| it.installation == installation.issuer;
    facts.certificates.iter().filter(is_its)
}

const UPLOAD: &str = "Ladda upp installationens certifikat (PEM) under Administration.";
