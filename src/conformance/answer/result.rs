//! The result beside the records (version 2.0).

use uuid::Uuid;

use super::{Answer, Check, DESCRIPTION, Tally, child, child_text};
use crate::conformance::rule::Rule;

pub(super) const CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "error-code",
            demands: "errorCode is there where resultCode is ERROR, and only there",
            source: "contract description 2.2.1, chapter 4, logical errors",
            judged: "errorCode beside every resultCode",
        },
        needs: "a result",
        not_in_version_1: Some("version 1.0 has no result"),
        look: error_code,
    },
    Check {
        rule: Rule {
            id: "log-id",
            demands: "logId is a UUID",
            source: DESCRIPTION,
            judged: "the logId of every result",
        },
        needs: "a result",
        not_in_version_1: Some("version 1.0 has no result"),
        look: log_id,
    },
    Check {
        rule: Rule {
            id: "error-without-records",
            demands: "an answer with resultCode ERROR holds the result and nothing else",
            source: DESCRIPTION,
            judged: "the records beside every resultCode ERROR",
        },
        needs: "a resultCode ERROR",
        not_in_version_1: Some("version 1.0 has no result"),
        look: error_without_records,
    },
];

fn error_code(answer: &Answer<'_, '_>, tally: &mut Tally) {
    let Some(result) = child(answer.message, "result") else { return };
    tally.tried += 1;
    let is_error = child_text(result, "resultCode").as_deref() == Some("ERROR");
    let code = child_text(result, "errorCode");
    let (found, demanded) = match (is_error, code) {
        (true, None) => ("no errorCode".to_owned(), "an errorCode beside resultCode ERROR"),
        (false, Some(code)) => {
            (format!("errorCode {code}"), "no errorCode: resultCode is not ERROR")
        }
        _ => return,
    };
    tally.findings.push(answer.place(result).finding(found, demanded));
}

fn log_id(answer: &Answer<'_, '_>, tally: &mut Tally) {
    let Some(result) = child(answer.message, "result") else { return };
    tally.tried += 1;
    let log_id = child_text(result, "logId").unwrap_or_default();
    if Uuid::parse_str(&log_id).is_err() {
        tally.findings.push(answer.place(result).finding(format!("logId {log_id}"), "a UUID"));
    }
}

fn error_without_records(answer: &Answer<'_, '_>, tally: &mut Tally) {
    let Some(result) = child(answer.message, "result") else { return };
    if child_text(result, "resultCode").as_deref() != Some("ERROR") {
        return;
    }
    tally.tried += 1;
    if let Some(record) = child(answer.message, "vaccinationMedicalRecord") {
        tally.findings.push(answer.place(record).finding("a record", "no record beside an ERROR"));
    }
}
