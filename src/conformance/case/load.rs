//! Time, repetition, and many at once.

use super::{Case, How, not_testable};
use crate::conformance::exchange::{Encoding, Exchange, Expected, Message, Question};
use crate::conformance::judge::about_all;
use crate::conformance::known::{Known, KnownPatient, question};
use crate::conformance::rule::{Rule, Verdict};

const SERVICE_LEVEL: &str = "contract description 2.2.1, 4.3";
const SAME: &str = "the records are the same as in the answer to the patient's first question";

pub(super) const CASES: &[Case] = &[
    Case {
        rule: Rule {
            id: "same-answer",
            demands: "the same question twice gets the same answer",
            source: "contract description 2.2.1, 7.1.4, documentId",
            judged: SAME,
        },
        how: How::Asks(again),
    },
    Case {
        rule: Rule {
            id: "same-in-both-contracts",
            demands: "a record has the same documentId in both versions of the contract",
            source: "contract description 2.2.1, 7.1.4, documentId",
            judged: "asked in the other version, the documentIds are those of the first answer",
        },
        how: How::Asks(in_other_version),
    },
    Case {
        rule: Rule {
            id: "at-once",
            demands: "ten questions at once are answered, and not mixed up",
            source: "test suite 2.2.1, case 6.1; contract description 2.2.1, 4.3",
            judged: SAME,
        },
        how: How::AsksAtOnce(at_once),
    },
    Case {
        rule: Rule {
            id: "recovery",
            demands: "after many questions at once, a question is answered as before",
            source: "test suite 2.2.1, case 6.2",
            judged: SAME,
        },
        how: How::Asks(again),
    },
    Case {
        rule: Rule {
            id: "ping",
            demands: "PingForConfiguration is answered with version and time",
            source: "service contract PingForConfiguration 1.0",
            judged: "version says something and pingDateTime is a time",
        },
        how: How::Asks(ping),
    },
    Case {
        rule: Rule {
            id: "answer-time",
            demands: "every answer is here within 27 seconds",
            source: SERVICE_LEVEL,
            judged: "the time from sending to the last byte, of every question of the run",
        },
        how: How::Looks(answer_time),
    },
];

fn again(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let questions: Vec<Question> = known.patients().map(|it| same(known, &it)).collect();
    or_no_answer(questions)
}

fn in_other_version(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    match known.data.both_contracts {
        None => return not_testable("both_contracts"),
        Some(false) => {
            let why = "the producer speaks one version of the contract";
            return Err(Verdict::NotApplicable(why.to_owned()));
        }
        Some(true) => {}
    }
    let Some(version) = known.other_version else {
        return not_testable("where the other version is answered (--other-endpoint)");
    };
    let ask = |patient: KnownPatient<'_>| {
        let about = format!("{}, in the other version", patient.name());
        let all = Expected::Exactly(patient.history.keys());
        let question = question(about, known.selection(patient.patient), all);
        Question { contract: Some(version), ..question }
    };
    or_no_answer(known.patients().map(ask).collect())
}

fn at_once(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    let patients: Vec<KnownPatient<'_>> = known.patients().collect();
    let questions = patients.iter().cycle().take(known.at_once).map(|it| same(known, it));
    or_no_answer(questions.collect())
}

fn or_no_answer(questions: Vec<Question>) -> Result<Vec<Question>, Verdict> {
    match questions.is_empty() {
        true => not_testable("a patient whose question without selections gets a good answer"),
        false => Ok(questions),
    }
}

fn same(known: &Known<'_>, patient: &KnownPatient<'_>) -> Question {
    let expected = Expected::Same(patient.history.contents());
    let about = format!("{}, the first question again", patient.name());
    question(about, known.selection(patient.patient), expected)
}

fn ping(known: &Known<'_>) -> Result<Vec<Question>, Verdict> {
    if !known.can_ping {
        return not_testable("where PingForConfiguration is answered (--ping-endpoint)");
    }
    Ok(vec![Question {
        about: "PingForConfiguration".to_owned(),
        message: Message::Ping,
        encoding: Encoding::Utf8,
        consumer: None,
        contract: None,
        expected: Expected::Ping,
    }])
}

fn answer_time(known: &Known<'_>, exchanges: &[Exchange]) -> super::Looked {
    let slow = exchanges.iter().filter(|exchange| exchange.took > known.answer_time);
    let finding = |exchange: &Exchange| {
        let found = format!("{:.1} seconds", exchange.took.as_secs_f64());
        let demanded = format!("at most {:.1} seconds", known.answer_time.as_secs_f64());
        (exchange.number, about_all(found, demanded))
    };
    Ok(slow.map(finding).collect())
}
