use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};

/// A day as the contracts write it, `YYYYMMDD`, and one that exists in the calendar.
///
/// The contract's pattern lets 30 February through; this type does not.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct SwedishDate(Date);

/// A moment as the contracts write it, `YYYYMMDDhhmmss` without zone: Swedish local time.
///
/// The hour that comes twice each October is ambiguous, so two such times compare by what their
/// clocks showed.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct SwedishTime(DateTime);

/// Why a text is no date or time of the contracts.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ParseTimeError {
    /// Not the right number of digits.
    #[error("expected {expected} digits")]
    Format {
        /// How many digits the form has.
        expected: usize,
    },
    /// Well written, but no such day or time of day.
    #[error("no such day or time in the calendar")]
    Calendar,
}

impl SwedishDate {
    /// A day of the civil calendar.
    pub const fn new(date: Date) -> Self {
        Self(date)
    }

    /// The day in the civil calendar.
    pub fn civil(self) -> Date {
        self.0
    }

    /// `YYYYMMDD`, as the contracts write it.
    pub fn contract_text(self) -> String {
        self.0.strftime("%Y%m%d").to_string()
    }

    /// Whole days from this day to `other`; negative when `other` is earlier.
    pub fn days_until(self, other: Self) -> i32 {
        (other.0 - self.0).get_days()
    }
}

impl SwedishTime {
    /// A moment on a Swedish clock.
    pub fn new(time: DateTime) -> Self {
        Self(time)
    }

    /// The clock's reading.
    pub fn civil(self) -> DateTime {
        self.0
    }

    /// The day of the moment.
    pub fn date(self) -> SwedishDate {
        SwedishDate(self.0.date())
    }

    /// `YYYYMMDDhhmmss`, as the contracts write it.
    pub fn contract_text(self) -> String {
        self.0.strftime("%Y%m%d%H%M%S").to_string()
    }
}

impl TryFrom<String> for SwedishDate {
    type Error = ParseTimeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<SwedishDate> for String {
    fn from(value: SwedishDate) -> Self {
        value.contract_text()
    }
}

impl FromStr for SwedishDate {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = digits(text, 8)?;
        date(digits).map(Self)
    }
}

impl TryFrom<String> for SwedishTime {
    type Error = ParseTimeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<SwedishTime> for String {
    fn from(value: SwedishTime) -> Self {
        value.contract_text()
    }
}

impl FromStr for SwedishTime {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = digits(text, 14)?;
        let (day, clock) = digits.split_at(8);
        let part = |at: usize| number(&clock[at..at + 2]).unwrap_or(i16::MAX);
        let small = |n: i16| i8::try_from(n).map_err(|_| ParseTimeError::Calendar);
        let time = jiff::civil::Time::new(small(part(0))?, small(part(2))?, small(part(4))?, 0)
            .map_err(|_| ParseTimeError::Calendar)?;
        Ok(Self(date(day)?.to_datetime(time)))
    }
}

/// ISO 8601, the way the panel writes days.
impl fmt::Display for SwedishDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%d"))
    }
}

/// Day and minute, the way the panel writes moments.
impl fmt::Display for SwedishTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%d %H:%M"))
    }
}

fn digits(text: &str, expected: usize) -> Result<&str, ParseTimeError> {
    if text.len() == expected && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(ParseTimeError::Format { expected })
    }
}

fn date(text: &str) -> Result<Date, ParseTimeError> {
    let year = number(&text[..4]).ok_or(ParseTimeError::Calendar)?;
    let month = number(&text[4..6]).and_then(|n| i8::try_from(n).ok());
    let day = number(&text[6..8]).and_then(|n| i8::try_from(n).ok());
    match (month, day) {
        (Some(month), Some(day)) => {
            Date::new(year, month, day).map_err(|_| ParseTimeError::Calendar)
        }
        _ => Err(ParseTimeError::Calendar),
    }
}

fn number(text: &str) -> Option<i16> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert_eq!("20230231".parse::<SwedishDate>(), Err(ParseTimeError::Calendar));
        assert_eq!("20231301".parse::<SwedishDate>(), Err(ParseTimeError::Calendar));
        assert_eq!("1895".parse::<SwedishDate>(), Err(ParseTimeError::Format { expected: 8 }));
    }

    #[test]
    fn a_moment_reads_back_as_it_was_written() {
        let time: SwedishTime = "20260601235959".parse().unwrap();
        assert_eq!(time.contract_text(), "20260601235959");
        assert_eq!(time.to_string(), "2026-06-01 23:59");
        assert_eq!("20260601240000".parse::<SwedishTime>(), Err(ParseTimeError::Calendar));
    }
}
