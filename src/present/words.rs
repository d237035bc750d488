//! Words for what the domain's types say: short Swedish sentences a nurse understands, without
//! system terms.

use jiff::Timestamp;

use super::foreign::{Sentence, clean};
use crate::clock::swedish_zone;
use crate::domain::{
    Mark, MergeRule, NotAsked, PatientId, PatientIdKind, SourceState, Trouble, WithheldReason,
};

/// What stands where a source left a field empty.
pub const MISSING: &str = "Uppgift saknas";

/// The state of a source in as few words as possible; there are no other states for a reader.
pub fn state(state: &SourceState) -> &'static str {
    match state {
        SourceState::Waiting => "väntar på svar",
        SourceState::Answered => "klar",
        SourceState::NothingFound => "klar, inget hittat",
        SourceState::NothingToShow => "klar, inget att visa",
        SourceState::Incomplete(_) | SourceState::FromCache { .. } => "ofullständig",
        SourceState::Refused(_) | SourceState::Unreachable(_) | SourceState::Unreadable(_) => {
            "kunde inte hämtas"
        }
        SourceState::TimedOut => "svarade för sent",
        SourceState::NotAsked(_) => "ej frågad",
    }
}

/// Why the state is what it is, where there is more to say.
pub fn state_reason(state: &SourceState) -> Option<Sentence> {
    match state {
        SourceState::Waiting
        | SourceState::Answered
        | SourceState::NothingFound
        | SourceState::NothingToShow => None,
        SourceState::TimedOut => Some(Sentence::own("Källan svarade inte inom tidsgränsen.")),
        SourceState::FromCache { as_of, refresh_failed } => {
            Some(from_cache(as_of.as_deref(), *refresh_failed))
        }
        SourceState::Incomplete(trouble)
        | SourceState::Refused(trouble)
        | SourceState::Unreachable(trouble)
        | SourceState::Unreadable(trouble) => Some(self::trouble(trouble)),
        SourceState::NotAsked(why) => Some(Sentence::own(not_asked(why))),
    }
}

fn from_cache(as_of: Option<&str>, refresh_failed: bool) -> Sentence {
    let mut sentence = Sentence::own("Sparade uppgifter från den nationella plattformen");
    if let Some(as_of) = as_of.map(readable_moment).filter(|text| !text.is_empty()) {
        sentence = sentence.and(", hämtade ").and_foreign(&as_of);
    }
    sentence.and(if refresh_failed {
        ". De kunde inte uppdateras nu."
    } else {
        ". Nyare uppgifter kan saknas."
    })
}

/// Writes `YYYYMMDDhhmmss` out; any other text stays as it is.
fn readable_moment(text: &str) -> String {
    text.parse::<crate::domain::SwedishTime>()
        .map_or_else(|_| clean(text), |moment| moment.to_string())
}

fn trouble(trouble: &Trouble) -> Sentence {
    match trouble {
        Trouble::Platform { code } => Sentence::own(format!("{} (VP{code:03}).", platform(*code))),
        Trouble::Fault => Sentence::own("Källan svarade med ett fel."),
        Trouble::ResultError { log_id } => {
            let sentence = Sentence::own("Källan kunde inte besvara frågan");
            match log_id {
                Some(id) => sentence.and(" (källans ärendenummer ").and_foreign(id).and(")."),
                None => sentence.and("."),
            }
        }
        Trouble::HttpStatus { status } => {
            Sentence::own(format!("Källan svarade med ett fel (HTTP {status})."))
        }
        Trouble::Connection => Sentence::own("Ingen förbindelse med källan."),
        Trouble::ConnectionLost => Sentence::own("Förbindelsen bröts mitt i svaret."),
        Trouble::Certificate => Sentence::own("Ett certifikat godkändes inte."),
        Trouble::NotSoap | Trouble::Malformed | Trouble::Encoded => {
            Sentence::own("Svaret gick inte att läsa, så inget av det visas.")
        }
        Trouble::TooLarge => Sentence::own("Svaret var för stort, så inget av det visas."),
        Trouble::UnexpectedMessage => {
            Sentence::own("Svaret hörde inte till frågan, så inget av det visas.")
        }
        Trouble::SynchFailed => {
            Sentence::own("Den nationella plattformen fick inget svar från källan.")
        }
        Trouble::StatusMissing => {
            Sentence::own("Den nationella tjänsten berättade inte vilka källor som tillfrågades.")
        }
        Trouble::NobodyAsked => Sentence::own(
            "Den nationella tjänsten hittade ingen källa att fråga, eller så är källor dolda.",
        ),
        Trouble::ForeignPatient { count } => Sentence::own(format!(
            "{} gällde en annan person och har tagits bort.",
            amount(*count, "uppgift", "uppgifter")
        )),
        Trouble::UnreadableRecords { count } => {
            Sentence::own(format!("{} gick inte att läsa.", amount(*count, "uppgift", "uppgifter")))
        }
        Trouble::WithheldRecords { count } => {
            Sentence::own(format!("{} får inte visas.", amount(*count, "uppgift", "uppgifter")))
        }
        Trouble::BlockedRecords { count } => Sentence::own(format!(
            "{} är {} av patienten och visas inte.",
            amount(*count, "uppgift", "uppgifter"),
            if *count == 1 { "spärrad" } else { "spärrade" }
        )),
        Trouble::NotLogged => Sentence::own(
            "Loggningen fungerar inte just nu, så svaret visas inte. Sök fram patienten igen om en stund.",
        ),
        Trouble::UnknownStatus { system } => {
            let sentence = Sentence::own("Den nationella tjänsten gav ett okänt besked");
            match system {
                Some(system) => sentence.and(" om ").and_foreign(system.as_str()).and("."),
                None => sentence.and("."),
            }
        }
    }
}

/// The platform's fault codes, as far as the difference matters to a reader.
fn platform(code: u16) -> &'static str {
    match code {
        4 | 6 | 10 => "Källan är inte ansluten till den nationella plattformen",
        7 | 11..=13 => "Behörighet att fråga källan saknas i den nationella plattformen",
        9 => "Den nationella plattformen fick inget svar från källan",
        _ => "Fel i den nationella plattformen",
    }
}

fn not_asked(why: &NotAsked) -> String {
    match why {
        NotAsked::NoBasis => {
            "Inget samtycke: bara uppgifter från er egen vårdgivare visas.".to_owned()
        }
        NotAsked::SwitchedOff => {
            "Hämtning från andra vårdgivare är avstängd för er vårdgivare.".to_owned()
        }
        NotAsked::NoSource => "Ingen källa är inställd för er vårdgivare.".to_owned(),
        NotAsked::ReserveNumber => {
            "Den nationella tjänsten kan inte svara på frågor om lokala reservnummer.".to_owned()
        }
        NotAsked::RecentFault { again } => {
            format!("Källan svarade nyss med fel. Den kan frågas igen kl. {}.", clock_time(*again))
        }
        NotAsked::Resting { again } => format!(
            "Källan har inte svarat flera gånger i rad. Den frågas igen tidigast kl. {}.",
            clock_time(*again)
        ),
        NotAsked::NotPrinted => {
            "Uppgifter från andra vårdgivare får inte skrivas ut och är inte med.".to_owned()
        }
        NotAsked::Overloaded => {
            "För många frågor pågår just nu. Försök igen om en stund.".to_owned()
        }
    }
}

/// Why records were joined or put where they are.
pub fn rule(rule: MergeRule) -> &'static str {
    match rule {
        MergeRule::N1 => "Källan har makulerat uppgiften.",
        MergeRule::N2 => "Uppgiften gällde en annan person.",
        MergeRule::N3 => "Inget i uppgiften visar att vaccinationen har getts.",
        MergeRule::D0 => "Samma uppgift har kommit flera gånger från samma källsystem.",
        MergeRule::D1 => "Samma uppgift som vår egen, tillbaka från en annan väg.",
        MergeRule::D2 => "Samma dag, samma sjukdomar och samma batch eller produkt.",
        MergeRule::D3 => {
            "Trolig dubblett: samma dag och gemensam sjukdom, men den ena uppgiften är ofullständig \
             eller registrerad i efterhand."
        }
        MergeRule::D4 => "Några dagars mellanrum och den ena uppgiften registrerad i efterhand.",
        MergeRule::D5 => "Uppgifter av det här slaget slås aldrig ihop.",
        MergeRule::Split => "Hålls isär för att en användare har bett om det.",
    }
}

/// What is odd about a record.
pub fn mark(mark: &Mark) -> Sentence {
    match mark {
        Mark::DateUnreadable => Sentence::own("Datumet saknas eller går inte att läsa."),
        Mark::DateInFuture => Sentence::own("Datumet ligger i framtiden."),
        Mark::DateBeforeBirth => Sentence::own("Datumet ligger före personens födelse."),
        Mark::AuthorTimeUnreadable => Sentence::own("Tiden då uppgiften skrevs går inte att läsa."),
        Mark::DoseNumberUnreadable => Sentence::own("Dosnumret går inte att läsa."),
        Mark::DoseNumberTooHigh => Sentence::own("Dosnumret är högre än antalet ordinerade doser."),
        Mark::NullifiedMissing => Sentence::own("Källan anger inte om uppgiften är makulerad."),
        Mark::ReasonWithoutNullified => {
            Sentence::own("Källan anger skäl för makulering, men uppgiften är inte makulerad.")
        }
        Mark::TextShortened => Sentence::own("En lång text har kortats."),
        Mark::FormatDeviation { element } => Sentence::own("Källan har skrivit fältet ")
            .and_foreign(element)
            .and(" på ett sätt som avviker från överenskommelsen."),
        Mark::SameIdentityOtherContent => {
            Sentence::own("En annan uppgift med samma identitet säger något annat.")
        }
        Mark::UnknownToOwnStore => {
            Sentence::own("Kommer från vårt eget system men finns inte i den egna journalen.")
        }
        Mark::NotApprovedForPatient => {
            Sentence::own("Ej delad med patienten. Läs inte upp den från skärmen.")
        }
        Mark::BlockLifted => {
            Sentence::own("Spärrad av patienten. Spärren är tillfälligt hävd och visningen loggas.")
        }
    }
}

/// The mark's name for machines.
pub fn mark_code(mark: &Mark) -> &'static str {
    match mark {
        Mark::DateUnreadable => "date_unreadable",
        Mark::DateInFuture => "date_in_future",
        Mark::DateBeforeBirth => "date_before_birth",
        Mark::AuthorTimeUnreadable => "author_time_unreadable",
        Mark::DoseNumberUnreadable => "dose_number_unreadable",
        Mark::DoseNumberTooHigh => "dose_number_too_high",
        Mark::NullifiedMissing => "nullified_missing",
        Mark::ReasonWithoutNullified => "reason_without_nullified",
        Mark::TextShortened => "text_shortened",
        Mark::FormatDeviation { .. } => "format_deviation",
        Mark::SameIdentityOtherContent => "same_identity_other_content",
        Mark::UnknownToOwnStore => "unknown_to_own_store",
        Mark::NotApprovedForPatient => "not_approved_for_patient",
        Mark::BlockLifted => "block_lifted",
    }
}

/// Why records may not be shown.
pub fn withheld(reason: WithheldReason) -> &'static str {
    match reason {
        WithheldReason::OtherPatient => "gällde en annan person",
        WithheldReason::NoPatient => "säger inte vilken person de gäller",
        WithheldReason::NoCareUnit => {
            "saknar vårdenhet eller vårdgivare, så spärrar kan inte kontrolleras"
        }
        WithheldReason::NoBasis => "hör till andra vårdgivare, och inget samtycke finns",
        WithheldReason::Blocked => "har spärrats av patienten",
        WithheldReason::BlockCheckUnavailable => "kunde inte kontrolleras mot spärrar",
        WithheldReason::NoBlockService => {
            "kan inte kontrolleras mot spärrar, eftersom ingen spärrtjänst är ansluten"
        }
        WithheldReason::NotLogged => "visas inte eftersom loggningen inte fungerar",
    }
}

/// The reason's name for machines.
pub fn withheld_code(reason: WithheldReason) -> &'static str {
    match reason {
        WithheldReason::OtherPatient => "other_patient",
        WithheldReason::NoPatient => "no_patient",
        WithheldReason::NoCareUnit => "no_care_unit",
        WithheldReason::Blocked => "blocked",
        WithheldReason::NoBasis => "no_basis",
        WithheldReason::BlockCheckUnavailable => "block_check_unavailable",
        WithheldReason::NoBlockService => "no_block_service",
        WithheldReason::NotLogged => "not_logged",
    }
}

/// Name of a field that records contradict each other in.
pub fn field(name: &str) -> String {
    match name {
        "batch" => "batch".to_owned(),
        "doseNumber" => "dosnummer".to_owned(),
        "prescribedDoses" => "antal doser".to_owned(),
        "vaccine" => "produkt".to_owned(),
        other => clean(other),
    }
}

/// The kind of a patient's number.
pub fn patient_kind(patient: &PatientId) -> &'static str {
    match patient.kind() {
        PatientIdKind::Personnummer => "Personnummer",
        PatientIdKind::Samordningsnummer => "Samordningsnummer",
        PatientIdKind::NationalReserve => "Nationellt reservnummer",
        PatientIdKind::LocalReserve { .. } => "Lokalt reservnummer",
    }
}

/// The number as people write it: twelve characters have a hyphen before the last four.
pub fn patient_number(patient: &PatientId) -> String {
    let number = patient.number();
    match number.split_at_checked(8) {
        Some((day, rest)) if rest.len() == 4 => format!("{day}-{rest}"),
        _ => number.to_owned(),
    }
}

/// A moment's time of day on a Swedish clock.
pub fn clock_time(at: Timestamp) -> String {
    at.to_zoned_datetime(swedish_zone()).strftime("%H:%M").to_string()
}

/// A moment on a Swedish clock, day and minute.
pub fn moment(at: Timestamp) -> String {
    at.to_zoned_datetime(swedish_zone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A number with its noun in the right form.
pub fn amount(count: impl Into<u64>, one: &str, several: &str) -> String {
    let count = count.into();
    format!("{count} {}", if count == 1 { one } else { several })
}
