//! Units and people: what is on one side only.

use std::collections::BTreeSet;

use super::{Facts, Finding, State};
use crate::domain::{Clinic, HsaId};
use crate::present::words;

pub(super) fn units(facts: &Facts) -> Finding {
    let units = facts.units();
    if units.is_empty() {
        return nothing_from_cosmic("enheter");
    }
    let is_unit = |unit: &HsaId| facts.clinics.iter().any(|it| it.hsa_id.as_ref() == Some(unit));
    let is_near = |care_unit: &HsaId| facts.clinics.iter().any(|it| it.care_unit == *care_unit);
    let (exact, others): (Vec<_>, Vec<_>) = units.into_iter().partition(|(unit, _)| is_unit(unit));
    let (near, alone): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|(_, care_unit)| is_near(care_unit));
    let mut finding = Finding::new(State::Done).because(format!(
        "{} i COSMIC har en mottagning med samma HSA-id.",
        words::amount(exact.len() as u64, "enhet", "enheter")
    ));
    if !near.is_empty() {
        finding.at_least(State::Warning);
        finding = finding
            .because(format!("Matchar bara på vårdenhet: {}", list(near.iter().map(|it| it.0))))
            .until(
                "Ge helst mottagningen enhetens HSA-id, så att användaren ser samma enhet i båda.",
            );
    }
    if !alone.is_empty() {
        finding.at_least(State::Missing);
        finding = finding
            .because(format!("Finns bara i COSMIC: {}", list(alone.iter().map(|it| it.0))))
            .until("Lägg till mottagningar med enheternas HSA-id, eller rätta HSA-id i COSMIC.");
    }
    finding.because(basis(facts))
}

pub(super) fn clinics(facts: &Facts) -> Finding {
    if facts.clinics.is_empty() {
        return Finding::new(State::Missing)
            .because("Vårdgivaren har inga mottagningar här.")
            .until("Lägg till mottagningar under Administration.");
    }
    let units = facts.units();
    let nameless: Vec<&Clinic> =
        facts.clinics.iter().filter(|clinic| clinic.hsa_id.is_none()).collect();
    let ids = facts.clinics.iter().filter_map(|clinic| clinic.hsa_id.as_ref());
    let alone: Vec<&HsaId> = ids.filter(|id| !units.contains_key(id)).collect();
    let mut finding = Finding::new(State::Done).because(format!(
        "{} här, {} utan HSA-id enhet.",
        words::amount(facts.clinics.len() as u64, "mottagning", "mottagningar"),
        nameless.len()
    ));
    if !nameless.is_empty() {
        finding.at_least(State::Warning);
        let names: Vec<&str> = nameless.iter().map(|clinic| clinic.name.as_str()).collect();
        finding = finding
            .because(format!("Utan HSA-id enhet: {}", names.join(", ")))
            .until("Ge mottagningen enhetens HSA-id; utan det kan användaren byta mottagning här.");
    }
    only_here(facts, finding, &alone, ("mottagning", "mottagningar"))
}

pub(super) fn users(facts: &Facts) -> Finding {
    let listed = facts.listed.iter().flat_map(|list| &list.staff);
    let known: BTreeSet<&HsaId> = listed.chain(facts.seen.iter().map(|it| &it.staff)).collect();
    if known.is_empty() {
        return nothing_from_cosmic("användare");
    }
    let assigned: BTreeSet<&HsaId> = staff_here(facts);
    let without: Vec<&HsaId> = known.difference(&assigned).copied().collect();
    let mut finding = Finding::new(State::Done).because(format!(
        "{} i COSMIC, {} utan uppdrag här.",
        words::amount(known.len() as u64, "användare", "användare"),
        without.len()
    ));
    if !without.is_empty() {
        finding.at_least(State::Missing);
        finding = finding
            .because(format!("Utan uppdrag: {}", list(without.into_iter())))
            .until("Ge uppdrag på mottagningen eller hos vårdgivaren, eller rätta HSA-id.");
    }
    // At the unit of a launch, those assignments count that the launch would open.
    let here = facts.seen.iter().filter(|seen| assigned.contains(&seen.staff));
    let turned_away: Vec<String> = here
        .filter(|seen| !opens(facts, &seen.staff, &seen.unit, &seen.care_unit))
        .map(|seen| format!("{} vid {}", seen.staff, seen.unit))
        .collect();
    if !turned_away.is_empty() {
        finding.at_least(State::Warning);
        finding = finding
            .because(format!("Uppdrag finns, men inte för enheten: {}", shortened(&turned_away)))
            .until("Ge uppdrag på enheten om användaren ska kunna öppna MittVaccin därifrån.");
    }
    finding.because(basis(facts))
}

/// Whether a launch of this user from this unit opens an assignment.
fn opens(facts: &Facts, staff: &HsaId, unit: &HsaId, care_unit: &HsaId) -> bool {
    let place = crate::launch::Place {
        care_provider: facts.care_provider.clone(),
        care_unit: care_unit.clone(),
        unit: unit.clone(),
    };
    let held = facts.assignments.iter().map(|held| &held.assignment);
    let held = held.filter(|assignment| assignment.staff.hsa_id == *staff).cloned().collect();
    !crate::launch::choose(&place, &facts.clinics, held).assignments.is_empty()
}

pub(super) fn staff(facts: &Facts) -> Finding {
    let here = staff_here(facts);
    if here.is_empty() {
        return Finding::new(State::Missing)
            .because("Ingen har uppdrag hos vårdgivaren här.")
            .until("Ge uppdrag under Administration.");
    }
    let listed = facts.listed.iter().flat_map(|list| &list.staff);
    let known: BTreeSet<&HsaId> = listed.chain(facts.seen.iter().map(|it| &it.staff)).collect();
    let alone: Vec<&HsaId> = here.difference(&known).copied().collect();
    let finding = Finding::new(State::Done).because(format!(
        "{} har uppdrag här.",
        words::amount(here.len() as u64, "person", "personer")
    ));
    only_here(facts, finding, &alone, ("person", "personer"))
}

fn staff_here(facts: &Facts) -> BTreeSet<&HsaId> {
    facts.assignments.iter().map(|held| &held.assignment.staff.hsa_id).collect()
}

/// What is here and not in COSMIC: certain with a file, else only that it has not been seen.
fn only_here(
    facts: &Facts,
    mut finding: Finding,
    alone: &[&HsaId],
    (one, several): (&str, &str),
) -> Finding {
    if alone.is_empty() {
        return finding.because(basis(facts));
    }
    let names = list(alone.iter().copied());
    match facts.listed {
        Some(_) => {
            finding.at_least(State::Warning);
            finding
                .because(format!("Finns bara här: {names}"))
                .until("Lägg till dem i COSMIC, rätta HSA-id, eller ta bort dem här.")
                .because(basis(facts))
        }
        None => {
            finding.at_least(State::Unknown);
            let count = words::amount(alone.len() as u64, one, several);
            finding
                .because(format!("Har inte setts i uthopp: {count}: {names}"))
                .until("Ge en fil med enheter och användare i COSMIC, så jämförs båda hållen.")
        }
    }
}

fn nothing_from_cosmic(what: &str) -> Finding {
    Finding::new(State::Unknown)
        .because(format!("COSMIC:s {what} är inte kända: inga uthopp, och ingen fil."))
        .until("Ge en fil med enheter och användare i COSMIC, eller öppna MittVaccin därifrån.")
}

/// What the comparison rests on.
fn basis(facts: &Facts) -> String {
    let seen = facts.seen.first().map(|it| format!("uthopp till och med {}", words::moment(it.at)));
    let file = facts.listed.as_ref().map(|it| format!("fil {}", words::moment(it.at)));
    let parts: Vec<String> = seen.into_iter().chain(file).collect();
    if parts.is_empty() { String::new() } else { format!("Underlag: {}.", parts.join(" och ")) }
}

fn list<'h>(ids: impl Iterator<Item = &'h HsaId>) -> String {
    let ids: Vec<String> = ids.map(ToString::to_string).collect();
    shortened(&ids)
}

/// The first ones; a list of thousands helps nobody.
fn shortened(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let more = names.len().saturating_sub(SHOWN);
    let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if more == 0 { shown } else { format!("{shown} och {more} till") }
}
