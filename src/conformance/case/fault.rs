//! Technical faults: provoked by questions that no schema lets through, and looked at wherever they
//! come.

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, How, not_testable};
use crate::conformance::exchange::{Breakage, Encoding, Exchange, Expected, Message, Question};
use crate::conformance::judge::{about_all, at};
use crate::conformance::known::Known;
use crate::conformance::rule::{Rule, Verdict};
use crate::conformance::seen::{Seen, SeenFault};

const CHAPTER: &str = "contract description 2.2.1, 4.4";

pub(super) const CASES: &[Case] = &[
    Case {
        rule: Rule {
            id: "fault",
            demands: "a question that is no whole XML document gets a SOAP fault",
            source: "test suite 2.2.1, case 1.7",
            judged: "a SOAP fault comes back",
        },
        how: How::Asks(cut),
    },
    Case {
        rule: Rule {
            id: "question-without-patient",
            demands: "a question without the mandatory patientId is refused",
            source: CHAPTER,
            judged: "resultCode ERROR or a SOAP fault",
        },
        how: How::Asks(|known| broken(known, Breakage::NoPatient, "a question without patientId")),
    },
    Case {
        rule: Rule {
            id: "question-with-no-date",
            demands: "a question whose period begins with something that is no date is refused",
            source: CHAPTER,
            judged: "resultCode ERROR or a SOAP fault",
        },
        how: How::Asks(|known| {
            broken(known, Breakage::NoDate, "a period that begins with no date")
        }),
    },
    Case {
        rule: Rule {
            id: "fault-shape",
            demands: "a fault is one of SOAP 1.1, with code, text and HTTP status 500",
            source: "SOAP 1.1, 4.4 and 6.2; WS-I Basic Profile 1.1, R1126",
            judged: "every fault of the run: namespace, faultcode and faultstring without namespace, status",
        },
        how: How::Looks(shape),
    },
    Case {
        rule: Rule {
            id: "fault-log-id",
            demands: "a producer's fault carries a log id, by which its operators find the reason",
            source: "contract description 2.2.1, 4.4 (recommended); self-declaration of producers, case 1.7",
            judged: "a UUID, or an id after the word log, in every fault of the run that is not the platform's own",
        },
        how: How::Looks(log_id),
    },
    Case {
        rule: Rule {
            id: "fault-without-personal-data",
            demands: "a fault says nothing about a patient",
            source: CHAPTER,
            judged: "no patient id of the question, and no number of its form, stands anywhere in a fault of the run",
        },
        how: How::Looks(no_personal_data),
    },
];

fn cut(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    asked(known, Breakage::Cut, "a question that ends in the middle", Expected::Fault)
}

fn broken(known: &Known<'_>, breakage: Breakage, about: &str) -> Result<Vec<Question>, Verdict> {
    asked(known, breakage, about, Expected::Refusal)
}

fn asked(
    known: &Known<'_>,
    breakage: Breakage,
    about: &str,
    expected: Expected,
) -> Result<Vec<Question>, Verdict> {
    let Some(patient) = known.data.patients.first() else { return not_testable("patient") };
    Ok(vec![Question {
        about: about.to_owned(),
        message: Message::Broken(known.selection(patient), breakage),
        encoding: Encoding::Utf8,
        consumer: None,
        contract: None,
        expected,
    }])
}

fn faults(exchanges: &[Exchange]) -> Vec<(&Exchange, &SeenFault, u16)> {
    let faults = exchanges.iter().filter_map(|exchange| match &exchange.outcome {
        Ok(received) => match &received.seen {
            Seen::Fault(fault) => Some((exchange, fault, received.status)),
            _ => None,
        },
        Err(_) => None,
    });
    faults.collect()
}

fn shape(_: &Known<'_>, exchanges: &[Exchange]) -> super::Looked {
    let faults = faults(exchanges);
    if faults.is_empty() {
        return not_testable("no fault came back");
    }
    let mut findings = Vec::new();
    for (exchange, fault, status) in faults {
        let mut find = |found: String, demanded: &str| {
            findings.push((exchange.number, at(&fault.place, found, demanded)));
        };
        if !fault.is_soap_1_1 {
            find("an envelope of another SOAP".to_owned(), "an envelope of SOAP 1.1");
        }
        if fault.code.as_deref().is_none_or(str::is_empty) {
            find("no faultcode".to_owned(), "faultcode, without namespace");
        }
        if fault.text.as_deref().is_none_or(str::is_empty) {
            find("no faultstring".to_owned(), "faultstring, without namespace");
        }
        if status != 500 {
            find(format!("HTTP status {status}"), "HTTP status 500");
        }
    }
    Ok(findings)
}

fn log_id(_: &Known<'_>, exchanges: &[Exchange]) -> super::Looked {
    let faults = faults(exchanges).into_iter();
    let own: Vec<_> = faults.filter(|(_, fault, _)| !is_of_platform(fault)).collect();
    if own.is_empty() {
        return not_testable("no fault of the producer itself came back");
    }
    let without = own.into_iter().filter(|(_, fault, _)| !names_log_id(&fault.everything));
    let finding = |(exchange, fault, _): (&Exchange, &SeenFault, u16)| {
        (exchange.number, at(&fault.place, "no log id", "a log id, best a UUID"))
    };
    Ok(without.map(finding).collect())
}

/// The platform's faults begin with its code, as `VP009`.
fn is_of_platform(fault: &SeenFault) -> bool {
    let text = fault.text.as_deref().unwrap_or_default();
    let code = text.strip_prefix("VP").and_then(|rest| rest.get(..3));
    code.is_some_and(|code| code.bytes().all(|it| it.is_ascii_digit()))
}

fn names_log_id(text: &str) -> bool {
    static LOG_ID: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\blog[ _-]?id\W{1,3}\w{2,}").ok()
    });
    LOG_ID.as_ref().is_some_and(|log_id| log_id.is_match(text))
}

fn no_personal_data(known: &Known<'_>, exchanges: &[Exchange]) -> super::Looked {
    let faults = faults(exchanges);
    if faults.is_empty() {
        return not_testable("no fault came back");
    }
    let mut findings = Vec::new();
    for (exchange, fault, _) in faults {
        let text: String = fault.everything.chars().filter(|c| *c != '-').collect();
        let named = known.data.numbers().into_iter().any(|number| {
            // People also write numbers without their century.
            let short = if number.len() == 12 { &number[2..] } else { number };
            text.contains(short)
        });
        if named {
            let demanded = "nothing that says who the patient is";
            findings.push((exchange.number, at(&fault.place, "the patient's id", demanded)));
        } else if let Some(number) = crate::conformance::mask::other_number(&fault.everything) {
            let found = format!("a number like a patient's id, {number}");
            findings
                .push((exchange.number, about_all(found, "nothing that says who a patient is")));
        }
    }
    Ok(findings)
}
