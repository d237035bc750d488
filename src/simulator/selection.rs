//! Which records answer a question, by the contract's field rules or by a producer's habits.

use super::habit::Habit;
use super::question::Question;
use super::record;
use super::scenario::{Dose, Producer};

/// Whether a dose is among those that the producer looks at at all: the patient's, as far as the
/// consumer may see them. `is_hers` tells whether it is the patient's.
pub(super) fn is_known(
    producer: &Producer,
    dose: &Dose,
    question: &Question,
    is_hers: bool,
) -> bool {
    /// Questions under way at which a producer that cannot stand it loses hold.
    const MUCH: usize = 5;
    let has = |habit| producer.habits.contains(&habit);
    let kind = &question.patient_type;
    if has(Habit::NoPersonnummer) && kind == "1.2.752.129.2.1.3.1"
        || has(Habit::NoSamordningsnummer) && kind == "1.2.752.129.2.1.3.3"
        || has(Habit::NoReserveNumbers) && record::is_local_reserve(kind)
        || has(Habit::Tires) && question.most_under_way >= MUCH && question.under_way == 1
    {
        return false;
    }
    if has(Habit::MixesUp) && question.under_way >= MUCH {
        return !is_hers;
    }
    is_hers && is_shown(producer, dose, question)
}

fn is_shown(producer: &Producer, dose: &Dose, question: &Question) -> bool {
    let has = |habit| producer.habits.contains(&habit);
    let Some(consumer) = &question.consumer else { return true };
    let mut limits = producer.limited_consumers.iter().filter(|(limited, _)| limited == consumer);
    let is_refused = || {
        has(Habit::OneConsumer)
            || !has(Habit::RefusesNobody) && producer.refused_consumers.contains(consumer)
    };
    match limits.next() {
        Some((_, unit)) => has(Habit::LimitsNobody) || !is_of(producer, dose, unit),
        None => !is_refused(),
    }
}

fn is_of(producer: &Producer, dose: &Dose, wanted: &str) -> bool {
    let unit = dose.unit.as_ref().or(producer.units.first().map(|unit| &unit.hsa_id));
    unit.is_some_and(|unit| unit.eq_ignore_ascii_case(wanted))
}

/// Whether a dose is what the question selects.
pub(super) fn fits(producer: &Producer, dose: &Dose, question: &Question) -> bool {
    let has = |habit| producer.habits.contains(&habit);
    let (units, contacts) = (&question.care_units, &question.care_contacts);
    let has_period = question.from.is_some() || question.until.is_some();
    let ignores_period = match (units.is_empty(), contacts.is_empty()) {
        (true, true) => false,
        (false, true) => has(Habit::IgnoresPeriodBesidesUnit),
        (true, false) => has(Habit::IgnoresPeriodBesidesContact),
        (false, false) => has(Habit::IgnoresPeriodBesidesBoth),
    };
    let looked_at = |all: usize, one: Habit| if has(one) { all.min(1) } else { all };
    let in_unit = units.is_empty()
        || has(Habit::IgnoresCareUnit)
        || units[..looked_at(units.len(), Habit::OneCareUnit)]
            .iter()
            .any(|wanted| is_of(producer, dose, wanted));
    let at_contact = contacts.is_empty()
        || has(Habit::IgnoresCareContact)
        || has(Habit::IgnoresContactBesides) && !units.is_empty()
        || contacts[..looked_at(contacts.len(), Habit::OneCareContact)]
            .iter()
            .any(|wanted| dose.care_contact.as_ref() == Some(wanted));
    let in_period = !has_period || ignores_period || is_in_period(producer, dose, question);
    in_unit && at_contact && in_period
}

/// A record is in a period if one of its times is, its last day included (contract description,
/// 7.1.4, `timePeriod`).
fn is_in_period(producer: &Producer, dose: &Dose, question: &Question) -> bool {
    let has = |habit| producer.habits.contains(&habit);
    let (from, until) = (question.from.as_deref(), question.until.as_deref());
    if has(Habit::NeedsBothDays) && (from.is_none() || until.is_none())
        || has(Habit::NothingBefore1910) && from.is_some_and(|from| from < "1910")
    {
        return false;
    }
    let date = dose.date.replace('-', "");
    let is_earlier = |dose: &Dose| until.is_some_and(|until| *until < *dose.date.replace('-', ""));
    if has(Habit::OldestForEarlier) && producer.doses.iter().all(is_earlier) {
        return true;
    }
    if has(Habit::LosesTheMiddle)
        && let (Some(from), Some(until)) = (from, until)
        && from > "1910"
        && ![from, until].iter().any(|border| border.get(..4) == date.get(..4))
    {
        return false;
    }
    let mut times = Vec::new();
    times.extend((!has(Habit::ForgetsDocumentTime)).then(|| record::given_at(dose)));
    times.extend((!has(Habit::ForgetsAuthorTime)).then(|| record::written_at(dose)));
    times.extend((!has(Habit::ForgetsRegistrationDate)).then_some(date));
    times.extend(dose.signed.clone().filter(|_| !has(Habit::ForgetsSignatureTime)));
    let after = |day: &str| match from {
        Some(from) if has(Habit::FirstDayExcluded) => day > from,
        Some(from) => day >= from,
        None => true,
    };
    let before = |day: &str| match until {
        Some(until) if has(Habit::LastDayExcluded) => day < until,
        Some(until) => day <= until,
        None => true,
    };
    times.iter().filter_map(|time| time.get(..8)).any(|day| after(day) && before(day))
}
