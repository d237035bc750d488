use jiff::civil::Date;

/// Takes away the white space that XML Schema ignores around numbers and truth values.
pub fn collapsed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r'])
}

/// Whether a text is an `xs:integer`: digits of any number, with a sign or without.
pub fn is_integer(text: &str) -> bool {
    let text = collapsed(text);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is an `xs:integer` between two others, both ends included.
pub fn is_between(text: &str, least: i64, most: i64) -> bool {
    let number = collapsed(text).parse::<i64>();
    is_integer(text) && number.is_ok_and(|number| (least..=most).contains(&number))
}

/// Whether a text has so many characters, both ends included.
pub fn has_length(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.chars().count())
}

/// Whether a text is an `xs:date` of four-digit year: `YYYY-MM-DD`, with a zone or without.
pub fn is_date(text: &str) -> bool {
    let text = collapsed(text);
    match text.split_at_checked(10) {
        Some((day, zone)) => is_day(day) && is_zone(zone),
        None => false,
    }
}

/// Whether a text is an `xs:dateTime` of four-digit year: `YYYY-MM-DDThh:mm:ss`, with parts of a
/// second or without, with a zone or without.
pub fn is_date_time(text: &str) -> bool {
    let Some((day, clock)) = collapsed(text).split_once('T') else { return false };
    let Some((clock, rest)) = clock.split_at_checked(8) else { return false };
    let zone = match rest.strip_prefix('.') {
        None => rest,
        Some(parts) => {
            let zone = parts.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == parts.len() {
                return false;
            }
            zone
        }
    };
    is_day(day) && is_clock(clock) && is_zone(zone)
}

/// Whether a text is `xs:base64Binary`: groups of four, the last one filled up.
pub fn is_base64(text: &str) -> bool {
    let white = |c: &u8| matches!(c, b' ' | b'\t' | b'\n' | b'\r');
    let letters: Vec<u8> = text.bytes().filter(|byte| !white(byte)).collect();
    let filling = letters.iter().rev().take_while(|byte| **byte == b'=').count();
    let content = &letters[..letters.len() - filling];
    let legal = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    letters.len().is_multiple_of(4) && filling <= 2 && content.iter().all(legal)
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return false;
    };
    let small = |number: u16| i8::try_from(number).unwrap_or(0);
    year > 0 && Date::new(year.cast_signed(), small(month), small(day)).is_ok()
}

fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else { return false };
    match (digits(hour, 2), digits(minute, 2), digits(second, 2)) {
        // Midnight may be written as the end of its day.
        (Some(24), Some(0), Some(0)) => true,
        (Some(hour), Some(minute), Some(second)) => hour < 24 && minute < 60 && second < 60,
        _ => false,
    }
}

fn is_zone(text: &str) -> bool {
    if matches!(text, "" | "Z") {
        return true;
    }
    let Some((hour, minute)) = text.strip_prefix(['+', '-']).and_then(|zone| zone.split_once(':'))
    else {
        return false;
    };
    match (digits(hour, 2), digits(minute, 2)) {
        (Some(14), Some(minute)) => minute == 0,
        (Some(hour), Some(minute)) => hour < 14 && minute < 60,
        _ => false,
    }
}

/// A number of exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u16> {
    let right = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| text.parse().ok()).flatten()
}

/// Whether a text is an `xs:double`. `INF`, `-INF` and `NaN` are.
pub fn is_double(text: &str) -> bool {
    let text = collapsed(text);
    if matches!(text, "INF" | "-INF" | "NaN") {
        return true;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    is_decimal(mantissa) && exponent.is_none_or(is_integer)
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() || !part.is_empty()) && all_digits(whole) && all_digits(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_those_of_the_calendar() {
        for right in ["2024-02-29", "2024-02-29Z", " 1912-12-12+02:00 "] {
            assert!(is_date(right), "{right}");
        }
        for wrong in ["", "2023-02-29", "20240229", "2024-2-29", "2024-02-29T", "2024-02-29+2:00"] {
            assert!(!is_date(wrong), "{wrong}");
        }
        let moments =
            ["2024-02-29T23:59:59", "2024-02-29T00:00:00.123Z", "2024-02-29T24:00:00-14:00"];
        for right in moments {
            assert!(is_date_time(right), "{right}");
        }
        let wrong = [
            "2024-02-29",
            "2024-02-29 23:59:59",
            "2024-02-29T23:59",
            "2024-02-29T23:59:60",
            "2024-02-29T24:00:01",
            "2024-02-29T23:59:59.",
            "2024-02-29T23:59:59+15:00",
            "2024-02-30T23:59:59",
            "2024-02-29T23:59:5å",
        ];
        for wrong in wrong {
            assert!(!is_date_time(wrong), "{wrong}");
        }
    }

    #[test]
    fn numbers_and_lengths_have_both_their_ends() {
        assert!(is_between("0", 0, 9) && is_between(" +9\n", 0, 9));
        assert!(!is_between("-1", 0, 9) && !is_between("10", 0, 9) && !is_between("", 0, 9));
        assert!(!is_between("99999999999999999999", i64::MIN, i64::MAX));
        assert!(has_length("åäö", 3, 3) && !has_length("åäö", 4, 9) && !has_length("åäö", 0, 2));
    }

    #[test]
    fn binary_content_comes_in_fours() {
        assert!(is_base64("") && is_base64("QUJD") && is_base64("QUI=\n") && is_base64("QQ = ="));
        assert!(!is_base64("QUJ") && !is_base64("Q===") && !is_base64("QU=D") && !is_base64("QÅ"));
    }
}
