//! Bytes and letters.

use super::{Case, How, not_testable};
use crate::conformance::exchange::{Encoding, Exchange, Expected, Question};
use crate::conformance::judge::about_all;
use crate::conformance::known::{Known, question};
use crate::conformance::rule::{Rule, Verdict};
use crate::conformance::seen::Seen;

const BASIC_PROFILE: &str = "WS-I Basic Profile 1.1, R1012 and R4001";
const SAME: &str = "the records are the same as in the answer to the first question";

pub(super) const CASES: &[Case] = &[
    Case {
        rule: Rule {
            id: "utf-8-request",
            demands: "a question in UTF-8 is understood, with and without a byte order mark",
            source: BASIC_PROFILE,
            judged: SAME,
        },
        how: How::Asks(utf_8),
    },
    Case {
        rule: Rule {
            id: "utf-16-request",
            demands: "a question in UTF-16 is understood, in both orders of bytes",
            source: BASIC_PROFILE,
            judged: SAME,
        },
        how: How::Asks(utf_16),
    },
    Case {
        rule: Rule {
            id: "answer-encoding",
            demands: "answers are UTF-8 or UTF-16, and the Content-Type says which",
            source: "test suite 2.2.1, case 2.1",
            judged: "Content-Type is text/xml; a charset in it is that of the bytes",
        },
        how: How::Looks(answer_encoding),
    },
    Case {
        rule: Rule {
            id: "special-letters",
            demands: "letters outside ASCII and those that XML must escape arrive undistorted",
            source: "test suite 2.2.1, case 2.2",
            judged: "content.special_text of the data stands in some record",
        },
        how: How::Looks(special_letters),
    },
];

fn utf_8(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    encoded(
        known,
        &[(Encoding::Utf8, "UTF-8"), (Encoding::Utf8Marked, "UTF-8 with byte order mark")],
    )
}

fn utf_16(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    encoded(
        known,
        &[
            (Encoding::Utf16Little, "UTF-16, little end first"),
            (Encoding::Utf16Big, "UTF-16, big end first"),
        ],
    )
}

fn encoded(known: &Known<'_>, encodings: &[(Encoding, &str)]) -> Result<Vec<Question>, Verdict> {
    let Some(patient) = known.patients().next() else {
        return not_testable("a patient whose question in UTF-8 gets a good answer");
    };
    let ask = |(encoding, name): &(Encoding, &str)| {
        let expected = Expected::Same(patient.history.contents());
        let about = format!("{}, a question in {name}", patient.name());
        Question {
            encoding: *encoding,
            ..question(about, known.selection(patient.patient), expected)
        }
    };
    Ok(encodings.iter().map(ask).collect())
}

fn answer_encoding(_: &Known<'_>, exchanges: &[Exchange]) -> super::Looked {
    const DEMANDED: &str = "text/xml with the charset of the bytes, UTF-8 or UTF-16";
    let mut findings = Vec::new();
    let mut judged = 0;
    for exchange in exchanges {
        let Ok(received) = &exchange.outcome else { continue };
        judged += 1;
        let kind = received.content_type.as_deref().unwrap_or_default();
        let found = match mismatch(kind, &received.body) {
            Some(found) => found,
            None => continue,
        };
        findings.push((exchange.number, about_all(found, DEMANDED)));
    }
    if judged == 0 { not_testable("no answer was received") } else { Ok(findings) }
}

/// What is wrong with a content type for these bytes.
fn mismatch(content_type: &str, body: &[u8]) -> Option<String> {
    let (kind, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !kind.trim().eq_ignore_ascii_case("text/xml") {
        return Some(format!("Content-Type {content_type:?}"));
    }
    let charset = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"').to_ascii_lowercase();
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    let is_utf_16 =
        matches!(body, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<', 0, ..] | [0, b'<', ..]);
    match charset.as_deref() {
        Some(charset) if charset.starts_with("utf-16") && is_utf_16 => None,
        Some("utf-8") if !is_utf_16 => None,
        Some(charset) => {
            let bytes = if is_utf_16 { "UTF-16" } else { "not UTF-16" };
            Some(format!("charset {charset} over bytes that are {bytes}"))
        }
        None => None,
    }
    .or_else(|| {
        let illegal = !is_utf_16 && std::str::from_utf8(body).is_err();
        illegal.then(|| "bytes that are neither UTF-8 nor UTF-16".to_owned())
    })
}

fn special_letters(known: &Known<'_>, exchanges: &[Exchange]) -> super::Looked {
    let Some(text) = &known.data.special_text else {
        return not_testable("content.special_text");
    };
    let histories = exchanges.iter().filter_map(Exchange::seen).filter_map(|seen| match seen {
        Seen::History(history) => Some(history),
        _ => None,
    });
    let mut contents = histories.flat_map(|it| &it.records).flat_map(|record| &record.content);
    match contents.any(|(_, value)| value.contains(text.as_str())) {
        true => Ok(Vec::new()),
        false => {
            Ok(vec![(0, about_all("no record has the text", format!("{text:?} in a record")))])
        }
    }
}
