//! The blocking service.

use super::Case;
use super::scenario::{Block, BlockKind, ServiceFlaw};
use crate::simulator::contract::{BLOCKING, CHECK_BLOCKS};
use crate::simulator::record::id_type;
use crate::simulator::xml::Element;

/// Answers CheckBlocks: one verdict for each row.
pub(super) fn answer(case: &Case<'_>) -> Element {
    let leaf = |name: &str, text: &str| Element::leaf(BLOCKING, name, text);
    let mut verdicts: Vec<(String, &str)> = Vec::new();
    for row in case.request.children().filter(|child| child.name == "informationEntities") {
        verdicts.push((row.text_at(&["rowNumber"]).unwrap_or_default(), verdict(case, row)));
    }
    match case.flaw {
        Some(ServiceFlaw::LeftOut) => drop(verdicts.pop()),
        Some(ServiceFlaw::Twice) => verdicts.extend(verdicts.first().cloned()),
        Some(ServiceFlaw::Unasked) => verdicts.push(("4711".to_owned(), "OK")),
        Some(ServiceFlaw::Unchecked) => {
            verdicts[..1].iter_mut().for_each(|it| it.1 = "VALIDATIONERROR")
        }
        Some(ServiceFlaw::UnknownCode) => verdicts.iter_mut().for_each(|it| it.1 = "MAYBE"),
        _ => {}
    }
    let mut result = Element::new(CHECK_BLOCKS, "checkBlocksResult");
    if !case.has(ServiceFlaw::NoResult) {
        let code = if case.has(ServiceFlaw::UnknownCode) { "OK" } else { case.result_code() };
        result.push(Element::new(BLOCKING, "result").with(leaf("resultCode", code)));
    }
    if case.is_ok() {
        result = result.with_all(verdicts.iter().map(|(number, status)| {
            Element::new(BLOCKING, "checkResults")
                .with(leaf("status", status))
                .with(leaf("rowNumber", number))
        }));
    }
    Element::new(CHECK_BLOCKS, "CheckBlocksResponse").with(result)
}

fn verdict(case: &Case<'_>, row: &Element) -> &'static str {
    let text = |name: &str| row.text_at(&[name]).unwrap_or_default();
    let (from, until) = (text("informationStartDate"), text("informationEndDate"));
    let (Some(from), Some(until)) = (from.get(..10), until.get(..10)) else {
        return "VALIDATIONERROR";
    };
    if from > until || text("informationCareUnitId").is_empty() {
        return "VALIDATIONERROR";
    }
    let (series, number) = case.id_at(&["patientId"]);
    let hers = |block: &&Block| block.patient == number && id_type(&block.patient) == series;
    let blocked = case.scenario.blocks.iter().filter(hers).any(|block| {
        stops(block, case)
            && same(&block.care_provider, &text("informationCareProviderId"))
            && block.care_unit.as_ref().is_none_or(|it| same(it, &text("informationCareUnitId")))
            && !block.except.contains(&text("informationType"))
            && block.from.as_deref().is_none_or(|first| until >= first)
            && block.until.as_deref().is_none_or(|last| from <= last)
            && !(is_inner(block) && is_own_unit(case, &text("informationCareUnitId")))
    });
    if blocked { "BLOCKED" } else { "OK" }
}

/// Whether the block is for the one who asks, and not lifted for her.
fn stops(block: &Block, case: &Case<'_>) -> bool {
    let asks = |name: &str| case.request.text_at(&["accessingActor", name]).unwrap_or_default();
    let at_home = same(&block.care_provider, &asks("careProviderId"));
    let lifted = |it: &String| same(it, &asks("careUnitId")) || same(it, &asks("employeeId"));
    at_home == is_inner(block) && !block.lifted_for.iter().any(lifted)
}

fn is_inner(block: &Block) -> bool {
    block.kind == BlockKind::Inner
}

fn is_own_unit(case: &Case<'_>, unit: &str) -> bool {
    case.request.text_at(&["accessingActor", "careUnitId"]).is_some_and(|own| same(&own, unit))
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
