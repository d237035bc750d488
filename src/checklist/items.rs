use super::{Environment, Facts, Finding, Item, State, access, people};
use crate::domain::{SourceState, Trouble};
use crate::journal::Reached;
use crate::journal::ask::Plan;
use crate::present::words;

/// Every item, in the order of the published checklist.
pub const ITEMS: &[Item] = &[
    Item {
        id: "care-provider",
        title: "Vårdgivarens HSA-id",
        in_cosmic: "HSA-id på vårdgivaren (HSA_CareProvider)",
        here: "samma HSA-id på vårdgivaren",
        judged: "vårdgivaren finns här, och ett uthopp de senaste 90 dagarna har angett den",
        judge: care_provider,
    },
    Item {
        id: "certificate",
        title: "Certifikat för uthopp från COSMIC",
        in_cosmic: "certifikat med privat nyckel i installationen, hos den som ansvarar för den",
        here: "certifikatets publika del, uppladdad av varje vårdgivare som använder installationen",
        judged: "certifikat som vårdgivaren har laddat upp för installationen, och deras giltighetstid",
        judge: access::certificate,
    },
    Item {
        id: "key",
        title: "Certifikatet hör till COSMIC-installationens nyckel",
        in_cosmic: "nyckeln som uthopp signeras med",
        here: "ett certifikat till samma nyckel",
        judged: "ett uthopp som var signerat med nyckeln till ett uppladdat certifikat har släppts in de senaste 90 dagarna",
        judge: access::key,
    },
    Item {
        id: "units",
        title: "Enheter i COSMIC har en mottagning här",
        in_cosmic: "HSA-id på enheten (HSA_Identity) och dess vårdenhet (HSA_CareUnit)",
        here: "HSA-id enhet på mottagningen; matchning på vårdenhet är möjlig",
        judged: "enheter som uthopp eller vårdgivarens fil har angett, mot mottagningarna här",
        judge: people::units,
    },
    Item {
        id: "clinics",
        title: "Mottagningar här har en enhet i COSMIC",
        in_cosmic: "en enhet med mottagningens HSA-id",
        here: "HSA-id enhet på varje mottagning",
        judged: "mottagningarna här mot vårdgivarens fil; utan fil mot de enheter som uthopp har angett",
        judge: people::clinics,
    },
    Item {
        id: "users",
        title: "Användare i COSMIC har uppdrag här",
        in_cosmic: "HSA-id och roll på användaren",
        here: "samma HSA-id, och ett uppdrag som svarar mot enheten i COSMIC",
        judged: "användare som uthopp eller vårdgivarens fil har angett, mot uppdragen här",
        judge: people::users,
    },
    Item {
        id: "staff",
        title: "Personal här finns i COSMIC",
        in_cosmic: "en användare med samma HSA-id",
        here: "personal med uppdrag hos vårdgivaren",
        judged: "personalen här mot vårdgivarens fil; utan fil mot de användare som uthopp har angett",
        judge: people::staff,
    },
    Item {
        id: "indata",
        title: "Indata: vaccinationer från COSMIC som fil",
        in_cosmic: "funktionen påslagen, med tidsintervall för överföring",
        here: "funktionen påslagen av support",
        judged: "vaccinationer som har kommit som fil från vårdgivaren",
        judge: indata,
    },
    Item {
        id: "gvh-ordered",
        title: "Tjänstekontrakt för direktåtkomst: samverkan är beställd",
        in_cosmic: "installationen producerar GetVaccinationHistory, och samverkan med MVJ är beställd hos Inera",
        here: "källor att fråga, i inställningarna",
        judged: "inställningarna har en väg, och plattformen svarar på den när support frågar",
        judge: gvh_ordered,
    },
    Item {
        id: "gvh-on",
        title: "Tjänstekontrakt för direktåtkomst: hämtning är påslagen",
        in_cosmic: "–",
        here: "GVH-konsumtion påslagen av support",
        judged: "inställningen för vårdgivaren just nu",
        judge: gvh_on,
    },
    Item {
        id: "environment",
        title: "Miljö och adress",
        in_cosmic: "adressen till den här miljön: COSMIC:s testmiljö till QA, produktion till produktion",
        here: "adressen som uthopp ska vara avsedda för (launch.audience), och miljöns namn",
        judged: "adressen mot miljön, och om uthopp har kommit som var avsedda för en annan miljö",
        judge: environment,
    },
];

fn care_provider(facts: &Facts) -> Finding {
    let Some(name) = &facts.name else {
        return Finding::new(State::Missing)
            .because("Vårdgivaren finns inte i MittVaccin Journal.")
            .until("Lägg in vårdgivaren med samma HSA-id som i COSMIC.");
    };
    let here = format!("Finns här som {name}.");
    match facts.seen.first() {
        Some(seen) => Finding::new(State::Done)
            .because(here)
            .because(format!("COSMIC angav samma HSA-id {}.", words::moment(seen.at))),
        None => Finding::new(State::Unknown)
            .because(here)
            .because("Inget uthopp de senaste 90 dagarna har angett vårdgivaren.")
            .until("Jämför HSA-id med COSMIC, och öppna MittVaccin från COSMIC en gång."),
    }
}

fn indata(facts: &Facts) -> Finding {
    match facts.indata {
        0 => Finding::new(State::Unknown)
            .because("Ingen vaccination har kommit som fil från vårdgivaren.")
            .until(
                "Ska COSMIC föra över vaccinationer: slå på funktionen där, och kontakta support.",
            ),
        records => Finding::new(State::Done).because(format!(
            "{} som fil från vårdgivaren.",
            words::amount(records, "vaccination har kommit", "vaccinationer har kommit")
        )),
    }
}

fn gvh_on(facts: &Facts) -> Finding {
    let by = facts.gvh.by.as_ref();
    let since = by.map(|by| format!("sedan {} av {}", words::moment(by.from), by.by));
    match (facts.gvh.on, since) {
        (true, since) => {
            Finding::new(State::Done).because(format!("Påslagen {}.", since.unwrap_or_default()))
        }
        (false, Some(since)) => {
            Finding::new(State::Missing).because(format!("Avstängd {since}.")).until(SWITCH_ON)
        }
        (false, None) => Finding::new(State::Missing).because("Aldrig påslagen.").until(SWITCH_ON),
    }
}

fn gvh_ordered(facts: &Facts) -> Finding {
    let way = match &facts.surroundings.plan {
        None => {
            return Finding::new(State::Missing)
                .because("Inställningarna säger inte vem som ska frågas för vårdgivaren.")
                .until("Lägg till vårdgivaren under [[care_provider]] i inställningarna.");
        }
        Some(Plan::Aggregated { address, .. }) => format!("Aggregerande tjänst {address} frågas."),
        Some(Plan::Index { index, .. }) => {
            format!("Engagemangsindex {index} frågas, och sedan varje källa som det anger.")
        }
        Some(Plan::Direct { sources }) => format!(
            "{} direkt.",
            words::amount(sources.len() as u64, "källa frågas", "källor frågas")
        ),
    };
    let Some(reached) = &facts.surroundings.reached else {
        return Finding::new(State::Unknown)
            .because(way)
            .because("Plattformen har inte tillfrågats nu.")
            .until("Be support fråga plattformen, och kontrollera beställningen hos Inera.");
    };
    let mut finding = Finding::new(State::Done).because(way);
    for Reached { address, trouble } in reached {
        match trouble {
            None => finding = finding.because(format!("{address} svarade.")),
            Some(trouble) => {
                finding.at_least(State::Missing);
                finding = finding.because(format!("{address}: {}", said(trouble)));
            }
        }
    }
    if finding.state != State::Done {
        finding = finding.until(
            "Beställ samverkan mellan COSMIC-installationen och MVJ hos Inera, eller avvakta om \
             plattformen har driftstörning.",
        );
    }
    finding
}

/// The two codes that an order at Inera mends have words of their own.
fn said(trouble: &SourceState) -> String {
    match trouble {
        SourceState::Refused(Trouble::Platform { code: 7 }) => {
            "MVJ har inte behörighet (VP007): samverkan är inte etablerad.".to_owned()
        }
        SourceState::Refused(Trouble::Platform { code: 4 }) => {
            "Adressen har inget vägval (VP004): samverkan är inte etablerad.".to_owned()
        }
        other => words::state_reason(other)
            .map_or_else(|| words::state(other).to_owned(), |reason| reason.to_string()),
    }
}

fn environment(facts: &Facts) -> Finding {
    let around = &facts.surroundings;
    let name = match around.environment {
        Environment::Demo => "demonstration",
        Environment::Qa => "QA (test)",
        Environment::Production => "produktion",
    };
    let Some(audience) = &around.audience else {
        return Finding::new(State::Missing)
            .because(format!("Miljö: {name}. Uthopp från COSMIC är avstängda."))
            .until("Sätt launch.audience till den adress som COSMIC har för den här miljön.");
    };
    let mut finding = match facts.seen.first() {
        Some(seen) => Finding::new(State::Done)
            .because(format!("Miljö: {name}. Adress: {audience}"))
            .because(format!("Senaste uthopp hit släpptes in {}.", words::moment(seen.at))),
        None => Finding::new(State::Unknown)
            .because(format!("Miljö: {name}. Adress: {audience}"))
            .because("Inget uthopp hit har släppts in de senaste 90 dagarna.")
            .until(
                "Kontrollera adressen till MVJ i COSMIC, och öppna MittVaccin därifrån en gång.",
            ),
    };
    if !fits(around.environment, audience) {
        finding.at_least(State::Missing);
        finding = finding
            .because("Adressen ser ut att vara en annan miljös.")
            .until("Rätta environment.name eller launch.audience i inställningarna.");
    }
    for launch in &facts.elsewhere {
        // One that has come right since is a thing of the past.
        let later = |it: &crate::store::SeenInCosmic| {
            it.installation == launch.installation && it.at > launch.at
        };
        let is_past = facts.seen.iter().any(later);
        finding.at_least(if is_past { State::Warning } else { State::Missing });
        finding = finding
            .because(format!(
                "{} skickade {} ett uthopp hit som var avsett för {}",
                launch.installation,
                words::moment(launch.at),
                crate::present::foreign::clean(&launch.audience),
            ))
            .until("Låt COSMIC:s testmiljö peka på QA och COSMIC i produktion på produktion.");
    }
    finding
}

/// Whether an address can be the environment's: one for tests says so in its name.
fn fits(environment: Environment, audience: &str) -> bool {
    let host = audience.split("://").nth(1).unwrap_or_default();
    let host = host.split(['/', ':']).next().unwrap_or_default().to_lowercase();
    let parts = host.split(['.', '-']);
    let is_test = parts.into_iter().any(|part| {
        matches!(part, "qa" | "test" | "acc" | "acceptans" | "dev" | "demo" | "localhost" | "127")
    });
    match environment {
        Environment::Demo => true,
        Environment::Qa => is_test,
        Environment::Production => !is_test,
    }
}

const SWITCH_ON: &str = "Låt support slå på hämtning för vårdgivaren när samverkan är etablerad.";
