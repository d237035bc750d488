//! Days and times.

use super::{Answer, Check, Tally, text};
use crate::conformance::rule::Rule;
use crate::domain::{SwedishDate, SwedishTime};

pub(super) const CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "days-exist",
            demands: "a day is one of the calendar, as YYYYMMDD",
            source: "contract description 2.2.1, chapter 4, format of dates and times",
            judged: "every date and dateOfBirth",
        },
        needs: "a date",
        not_in_version_1: None,
        look: days,
    },
    Check {
        rule: Rule {
            id: "times-exist",
            demands: "a time is one of the calendar and the clock, as YYYYMMDDhhmmss",
            source: "contract description 2.2.1, chapter 4, format of dates and times; test suite 2.2.1, case 3.2",
            judged: "every documentTime, authorTime and signatureTime",
        },
        needs: "a time",
        not_in_version_1: None,
        look: times,
    },
];

fn days(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for element in answer.named(&["date", "dateOfBirth"]) {
        tally.tried += 1;
        let day = text(element);
        if day.len() != 8 || day.parse::<SwedishDate>().is_err() {
            let demanded = "a day of the calendar, as YYYYMMDD";
            tally.findings.push(answer.place(element).finding(day, demanded));
        }
    }
}

fn times(answer: &Answer<'_, '_>, tally: &mut Tally) {
    for element in answer.named(&["documentTime", "authorTime", "signatureTime"]) {
        tally.tried += 1;
        let time = text(element);
        if time.len() != 14 || time.parse::<SwedishTime>().is_err() {
            let demanded = "a time of the calendar and the clock, as YYYYMMDDhhmmss";
            tally.findings.push(answer.place(element).finding(time, demanded));
        }
    }
}
