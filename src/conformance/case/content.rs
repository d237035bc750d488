//! What records can hold: the published suite asks of each content whether a producer can deliver
//! it. The test data says which contents the patients' records have; the others are not demanded.

use super::{Case, How, Looked, not_testable};
use crate::conformance::data::Content;
use crate::conformance::exchange::Exchange;
use crate::conformance::judge::about_all;
use crate::conformance::known::Known;
use crate::conformance::rule::Rule;
use crate::conformance::seen::{Seen, SeenRecord};

const JUDGED: &str =
    "some record received has it; demanded where content.holds of the data names it";

/// A rule on one content.
macro_rules! content {
    ($id:literal, $number:literal, $words:literal, $content:ident) => {
        Case {
            rule: Rule {
                id: $id,
                demands: concat!("a record with ", $words, " can be delivered"),
                source: concat!("test suite 2.2.1, case ", $number),
                judged: JUDGED,
            },
            how: How::Looks(|known, exchanges| holds(known, exchanges, Content::$content, $words)),
        }
    };
}

pub(super) const CASES: &[Case] = &[
    content!("approved-for-patient", "4.1", "approvedForPatient true", ApprovedForPatient),
    content!("not-approved-for-patient", "4.2", "approvedForPatient false", NotApprovedForPatient),
    content!("signed", "5.1", "a signature", Signed),
    content!("unsigned", "5.2", "no signature", Unsigned),
    content!("dose-complete", "5.4", "isDoseComplete true", DoseComplete),
    content!("dose-not-complete", "5.5", "isDoseComplete false", DoseNotComplete),
    content!("unstructured-note", "5.6", "vaccinationUnstructuredNote", UnstructuredNote),
    content!("vaccine-name", "5.7", "vaccineName", VaccineName),
    content!("adverse-effect", "5.8", "patientAdverseEffect", AdverseEffect),
    content!("target-disease", "5.9", "vaccineTargetDisease", TargetDisease),
    content!("nullified", "5.10", "nullified true", Nullified),
    content!("not-nullified", "5.11", "nullified false", NotNullified),
    content!("performer", "5.12", "performer and performerOrg", Performer),
    content!("risk-category", "5.13", "riskCategory", RiskCategory),
];

fn holds(known: &Known<'_>, exchanges: &[Exchange], content: Content, words: &str) -> Looked {
    let histories = exchanges.iter().filter_map(Exchange::seen).filter_map(|seen| match seen {
        Seen::History(history) => Some(history),
        _ => None,
    });
    if histories.flat_map(|history| &history.records).any(|record| has(record, content)) {
        return Ok(Vec::new());
    }
    if known.data.holds.contains(&content) {
        return Ok(vec![(0, about_all("no record has it", format!("a record with {words}")))]);
    }
    not_testable(format!(
        "no record received has {words}, and content.holds does not say that one has"
    ))
}

fn has(record: &SeenRecord, content: Content) -> bool {
    let has = |path: &str| record.has(path, None);
    let says = |path: &str, text: &str| record.has(path, Some(text));
    match content {
        Content::ApprovedForPatient => says("/approvedForPatient", "true"),
        Content::NotApprovedForPatient => says("/approvedForPatient", "false"),
        Content::Signed => has("/legalAuthenticator/signatureTime"),
        Content::Unsigned => !has("/legalAuthenticator"),
        Content::DoseComplete => says("/isDoseComplete", "true"),
        Content::DoseNotComplete => says("/isDoseComplete", "false"),
        Content::UnstructuredNote => has("/vaccinationUnstructuredNote"),
        Content::VaccineName => has("/vaccineName"),
        Content::AdverseEffect => has("/patientAdverseEffect"),
        Content::TargetDisease => has("/vaccineTargetDisease"),
        Content::Nullified => says("/nullified", "true"),
        Content::NotNullified => says("/nullified", "false"),
        Content::Performer => has("/performer") && has("/performerOrg"),
        Content::RiskCategory => has("/riskCategory"),
    }
}
