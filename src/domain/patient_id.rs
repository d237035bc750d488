use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// What kind of number identifies a patient, with the OID the contracts name it by.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum PatientIdKind {
    /// Personnummer, OID 1.2.752.129.2.1.3.1.
    Personnummer,
    /// Samordningsnummer (the day plus 60), OID 1.2.752.129.2.1.3.3.
    Samordningsnummer,
    /// National reserve id, OID 1.2.752.74.9.1.
    NationalReserve,
    /// A region's own reserve number, known by the region's OID.
    LocalReserve {
        /// The OID of the region's series.
        oid: String,
    },
}

/// A patient's number and its kind. It can only hold a number that is right for its kind.
///
/// Neither `Debug` nor `Display` exists for the number: it must not reach a log by accident. Where
/// it is meant to be shown, [`PatientId::number`] says so.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PatientId {
    kind: PatientIdKind,
    number: String,
}

/// Why a text identifies no patient. The text itself is left out on purpose.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ParsePatientIdError {
    /// Wrong number of characters.
    #[error("a patient id has twelve characters, century included")]
    Length,
    /// The birth date in the number does not exist.
    #[error("the birth date in the patient id does not exist")]
    BirthDate,
    /// The check digit is wrong.
    #[error("the check digit of the patient id is wrong")]
    CheckDigit,
    /// Characters that the kind does not allow.
    #[error("the patient id holds characters that its kind does not allow")]
    Characters,
    /// An OID that names no kind of patient id.
    #[error("the type of the patient id is not an OID")]
    Kind,
}

const PERSONNUMMER: &str = "1.2.752.129.2.1.3.1";
const SAMORDNINGSNUMMER: &str = "1.2.752.129.2.1.3.3";
const NATIONAL_RESERVE: &str = "1.2.752.74.9.1";

impl PatientIdKind {
    /// The OID the contracts write as the id's type.
    pub fn oid(&self) -> &str {
        match self {
            Self::Personnummer => PERSONNUMMER,
            Self::Samordningsnummer => SAMORDNINGSNUMMER,
            Self::NationalReserve => NATIONAL_RESERVE,
            Self::LocalReserve { oid } => oid,
        }
    }
}

impl PatientId {
    /// Reads an id together with the OID of its type, as contracts and launches give them.
    pub fn parse(oid: &str, text: &str) -> Result<Self, ParsePatientIdError> {
        let oid = oid.trim();
        let number = compact(text);
        let kind = match oid {
            PERSONNUMMER => PatientIdKind::Personnummer,
            SAMORDNINGSNUMMER => PatientIdKind::Samordningsnummer,
            NATIONAL_RESERVE => PatientIdKind::NationalReserve,
            other if is_oid(other) => PatientIdKind::LocalReserve { oid: other.to_owned() },
            _ => return Err(ParsePatientIdError::Kind),
        };
        match kind {
            PatientIdKind::Personnummer => population_number(&number, 0)?,
            PatientIdKind::Samordningsnummer => population_number(&number, 60)?,
            PatientIdKind::NationalReserve => national_reserve(&number)?,
            PatientIdKind::LocalReserve { .. } => local_reserve(&number)?,
        }
        Ok(Self { kind, number })
    }

    /// Whether an OID can be that of a region's own series.
    pub fn is_local_series(oid: &str) -> bool {
        is_oid(oid) && ![PERSONNUMMER, SAMORDNINGSNUMMER, NATIONAL_RESERVE].contains(&oid)
    }

    /// The kind of number.
    pub fn kind(&self) -> &PatientIdKind {
        &self.kind
    }

    /// The number, twelve characters without separator. Personal data: for the wire and the page
    /// only, never for a log, an address or a label.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Whether a source's id and type name this patient. Only an exact match counts: the same
    /// digits under another type are another person's until the person register says otherwise.
    pub fn is(&self, oid: &str, number: &str) -> bool {
        self.kind.oid() == oid.trim() && self.number == number.trim()
    }

    /// Whether the engagement index can hold the id; it cannot hold a local reserve number, so the
    /// aggregating service cannot be asked about it (service contract description, chapter 4).
    pub fn fits_engagement_index(&self) -> bool {
        !matches!(self.kind, PatientIdKind::LocalReserve { .. })
    }

    /// The birth date that the number itself carries, where its kind carries one.
    pub fn birth_date(&self) -> Option<Date> {
        let offset = match self.kind {
            PatientIdKind::Personnummer => 0,
            PatientIdKind::Samordningsnummer => 60,
            PatientIdKind::NationalReserve | PatientIdKind::LocalReserve { .. } => return None,
        };
        birth_date(&self.number, offset)
    }
}

/// Reads what a person types: a personnummer, a samordningsnummer or a national reserve id, with or
/// without a hyphen or blanks. The kind is read from the number.
impl FromStr for PatientId {
    type Err = ParsePatientIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = compact(text);
        if number.chars().count() != 12 {
            return Err(ParsePatientIdError::Length);
        }
        let oid = if !number.bytes().all(|b| b.is_ascii_digit()) {
            NATIONAL_RESERVE
        } else if number.as_bytes()[6] >= b'6' {
            SAMORDNINGSNUMMER
        } else {
            PERSONNUMMER
        };
        Self::parse(oid, &number)
    }
}

impl fmt::Debug for PatientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PatientId(hidden)")
    }
}

fn compact(text: &str) -> String {
    let keep = |c: &char| !c.is_whitespace() && *c != '-';
    text.chars().filter(keep).flat_map(char::to_uppercase).collect()
}

fn is_oid(text: &str) -> bool {
    text.len() <= 128
        && text.contains('.')
        && text.split('.').all(|arc| !arc.is_empty() && arc.bytes().all(|b| b.is_ascii_digit()))
}

/// Checks a twelve-digit number of the population register: birth date, then Luhn over the last
/// ten digits.
fn population_number(number: &str, day_offset: i8) -> Result<(), ParsePatientIdError> {
    if number.len() != 12 {
        return Err(ParsePatientIdError::Length);
    }
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ParsePatientIdError::Characters);
    }
    birth_date(number, day_offset).ok_or(ParsePatientIdError::BirthDate)?;
    let sum: u32 =
        number.bytes().skip(2).enumerate().map(|(at, b)| weighted(u32::from(b - b'0'), at)).sum();
    if sum.is_multiple_of(10) { Ok(()) } else { Err(ParsePatientIdError::CheckDigit) }
}

/// Checks the form of a national reserve id, `XXYYMMDDNNGC`.
///
/// The check digit is left alone: public descriptions of it contradict each other, and refusing a
/// real patient on a guess would be worse than letting a typing error reach the person register.
fn national_reserve(number: &str) -> Result<(), ParsePatientIdError> {
    let bytes = number.as_bytes();
    if bytes.len() != 12 || !number.is_ascii() {
        return Err(ParsePatientIdError::Length);
    }
    let letter = |b: &u8| b.is_ascii_uppercase() && !b"IOQVW".contains(b);
    let legal = bytes[..8].iter().all(u8::is_ascii_digit)
        && bytes[8..10].iter().all(letter)
        && bytes[10].is_ascii_alphanumeric()
        && bytes[11].is_ascii_digit();
    if legal { Ok(()) } else { Err(ParsePatientIdError::Characters) }
}

fn local_reserve(number: &str) -> Result<(), ParsePatientIdError> {
    let length = number.chars().count();
    if !(4..=20).contains(&length) {
        return Err(ParsePatientIdError::Length);
    }
    if number.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Ok(())
    } else {
        Err(ParsePatientIdError::Characters)
    }
}

fn birth_date(number: &str, day_offset: i8) -> Option<Date> {
    let year: i16 = number.get(..4)?.parse().ok()?;
    let month: i8 = number.get(4..6)?.parse().ok()?;
    let day: i8 = number.get(6..8)?.parse().ok()?;
    if !(1800..=2199).contains(&year) {
        return None;
    }
    Date::new(year, month, day.checked_sub(day_offset)?).ok()
}

fn weighted(digit: u32, position: usize) -> u32 {
    let product = digit * if position.is_multiple_of(2) { 2 } else { 1 };
    product / 10 + product % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_read_from_what_a_person_types() {
        let kind = |text: &str| text.parse::<PatientId>().unwrap().kind().clone();
        assert_eq!(kind("19121212-1212"), PatientIdKind::Personnummer);
        assert_eq!(kind("195709263080"), PatientIdKind::Personnummer);
        assert_eq!(kind("19681273 2391"), PatientIdKind::Samordningsnummer);
        assert_eq!(kind("22950606fh20"), PatientIdKind::NationalReserve);
    }

    #[test]
    fn wrong_numbers_are_refused_with_their_reason() {
        let error = |text: &str| text.parse::<PatientId>().unwrap_err();
        assert_eq!(error("1212121212"), ParsePatientIdError::Length);
        assert_eq!(error("191212121213"), ParsePatientIdError::CheckDigit);
        assert_eq!(error("191213121212"), ParsePatientIdError::BirthDate);
        assert_eq!(error(""), ParsePatientIdError::Length);
        assert_eq!(error("åäöåäöåäöåäö"), ParsePatientIdError::Length);
    }

    #[test]
    fn the_same_digits_under_another_type_are_not_the_same_patient() {
        let patient: PatientId = "191212121212".parse().unwrap();
        assert!(patient.is("1.2.752.129.2.1.3.1", "191212121212"));
        assert!(!patient.is("1.2.752.129.2.1.3.3", "191212121212"));
        assert!(!patient.is("1.2.752.129.2.1.3.1", "1212121212"));
    }

    #[test]
    fn the_number_is_not_in_its_debug_text() {
        let patient: PatientId = "191212121212".parse().unwrap();
        assert_eq!(format!("{patient:?}"), "PatientId(hidden)");
    }
}
