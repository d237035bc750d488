//! The same dose told by different sources (rules D2 to D5).

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::{Context, Statement};
use crate::domain::{Dose, DoseHint, MergeRule, RecordKey, RecordPair, SwedishDate};

/// One dose: which statements tell of it, in canonical order.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) members: Vec<usize>,
}

/// Sorts statements into doses. Certain pairs are joined before probable ones, and two groups are
/// joined only if none of their members must be kept apart.
pub(super) fn groups(
    statements: &[Statement],
    facts: &[Facts],
    kept_apart: &BTreeSet<RecordPair>,
) -> Vec<Group> {
    let mut group_of: Vec<usize> = (0..statements.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..statements.len()).map(|at| vec![at]).collect();
    for (_, one, other) in pairs(statements, facts, kept_apart) {
        let (into, from) = (group_of[one], group_of[other]);
        let free = |a: &usize, b: &usize| {
            !is_forbidden((&statements[*a], &facts[*a]), (&statements[*b], &facts[*b]), kept_apart)
        };
        let all_free = members[into].iter().all(|a| members[from].iter().all(|b| free(a, b)));
        if into != from && all_free {
            let moved = std::mem::take(&mut members[from]);
            for at in &moved {
                group_of[*at] = into;
            }
            members[into].extend(moved);
        }
    }
    members
        .into_iter()
        .filter(|members| !members.is_empty())
        .map(|mut members| {
            members.sort_unstable();
            Group { members }
        })
        .collect()
}

/// Every pair that a rule would join, strongest rule first, then in canonical order.
fn pairs(
    statements: &[Statement],
    facts: &[Facts],
    kept_apart: &BTreeSet<RecordPair>,
) -> Vec<(MergeRule, usize, usize)> {
    let mut by_day: BTreeMap<SwedishDate, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        if let Some(day) = fact.day
            && !fact.stands_alone()
        {
            by_day.entry(day).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for same_day in by_day.values() {
        for (place, &one) in same_day.iter().enumerate() {
            for &other in &same_day[place + 1..] {
                let Some(rule) = rule(&facts[one], &facts[other]) else { continue };
                let sides = ((&statements[one], &facts[one]), (&statements[other], &facts[other]));
                if !is_forbidden(sides.0, sides.1, kept_apart) {
                    pairs.push((rule, one, other));
                }
            }
        }
    }
    pairs.sort();
    pairs
}

/// The rule that would join two statements of the same day.
pub(super) fn rule(one: &Facts, other: &Facts) -> Option<MergeRule> {
    let same_antigens = one.antigens() == other.antigens();
    let overlap = !one.antigens().is_disjoint(other.antigens());
    let same_thing = one.same_batch(other) || one.same_product(other);
    if same_antigens && same_thing && !one.other_batch(other) {
        return Some(MergeRule::D2);
    }
    let weak = one.is_poor() || other.is_poor() || one.is_late || other.is_late;
    (overlap && weak).then_some(MergeRule::D3)
}

/// Rule D5, and what users have decided.
fn is_forbidden(
    (one, one_facts): (&Statement, &Facts),
    (other, other_facts): (&Statement, &Facts),
    kept_apart: &BTreeSet<RecordPair>,
) -> bool {
    let (key, other_key) = (&one.record.key, &other.record.key);
    one_facts.stands_alone()
        || other_facts.stands_alone()
        || key.source_system == other_key.source_system
        || (one_facts.other_batch(other_facts) && !one_facts.is_late && !other_facts.is_late)
        || (!kept_apart.is_empty()
            && kept_apart.contains(&RecordPair::new(key.clone(), other_key.clone())))
}

/// Doses one to three days apart that may be the same because one was registered afterwards
/// (rule D4). Both are counted.
pub(super) fn hints(doses: &[Dose], context: &Context<'_>) -> Vec<DoseHint> {
    const MOST_DAYS: i32 = 3;
    let mut known: Vec<(SwedishDate, Facts, &RecordKey)> = doses
        .iter()
        .filter_map(|dose| {
            let facts = Facts::of(&dose.shown, context.catalogue);
            Some((facts.day.filter(|_| !facts.is_unknown())?, facts, &dose.shown.key))
        })
        .collect();
    known.sort_by(|one, other| (one.0, one.2).cmp(&(other.0, other.2)));
    let mut hints = Vec::new();
    for (at, (day, facts, key)) in known.iter().enumerate() {
        for (later_day, later, later_key) in &known[at + 1..] {
            let days = day.days_until(*later_day);
            if days > MOST_DAYS {
                break;
            }
            let apart = RecordPair::new((*key).clone(), (*later_key).clone());
            if days >= 1
                && facts.antigens() == later.antigens()
                && (facts.is_late || later.is_late)
                && !context.kept_apart.contains(&apart)
            {
                hints.push(DoseHint { earlier: (*key).clone(), later: (*later_key).clone(), days });
            }
        }
    }
    hints.sort();
    hints
}
