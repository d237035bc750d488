//! The consent service and the service of patient relations: a yes or a no.

use super::Case;
use super::scenario::ServiceFlaw;
use crate::simulator::contract::{CHECK_CONSENT, CHECK_RELATION, CONSENT, RELATION};
use crate::simulator::record::id_type;
use crate::simulator::xml::Element;

/// Answers CheckConsent.
pub(super) fn consent(case: &Case<'_>) -> Element {
    let leaf = |name: &str, text: &str| Element::leaf(CONSENT, name, text);
    let (series, number) = case.id_at(&["patientId"]);
    let asks = |name: &str| case.request.text_at(&["accessingActor", name]).unwrap_or_default();
    let found = case.scenario.consents.iter().find(|consent| {
        consent.patient == number
            && id_type(&consent.patient) == series
            && consent.care_unit.eq_ignore_ascii_case(&asks("careUnitId"))
            && is_for(consent.employee.as_ref(), &asks("employeeId"))
            && consent.until.as_ref().is_none_or(|last| *last >= case.today)
    });
    let mut result = Element::new(CHECK_CONSENT, "checkResult");
    if !case.has(ServiceFlaw::NoResult) {
        result.push(Element::new(CONSENT, "result").with(leaf("resultCode", case.result_code())));
        let has = case.is_ok() && found.is_some();
        result.push(leaf("hasConsent", if has { "true" } else { "false" }));
        let kind = |emergency: bool| if emergency { "Emergency" } else { "Consent" };
        let kind = found.filter(|_| has).map(|consent| kind(consent.emergency));
        result.push_text(CONSENT, "assertionType", kind);
    }
    Element::new(CHECK_CONSENT, "CheckConsentResponse").with(result)
}

/// Answers CheckPatientRelation.
pub(super) fn relation(case: &Case<'_>) -> Element {
    let leaf = |name: &str, text: &str| Element::leaf(RELATION, name, text);
    let number = case.request.text_at(&["PatientId"]).unwrap_or_default();
    let asks = |name: &str| case.request.text_at(&["AccessingActor", name]).unwrap_or_default();
    let found = case.scenario.relations.iter().any(|relation| {
        relation.patient == number
            && relation.care_unit.eq_ignore_ascii_case(&asks("CareUnitId"))
            && is_for(Some(&relation.employee), &asks("EmployeeId"))
            && relation.until.as_ref().is_none_or(|last| *last >= case.today)
    });
    let mut result = Element::new(CHECK_RELATION, "CheckResultType");
    if !case.has(ServiceFlaw::NoResult) {
        let code = Element::new(RELATION, "Result")
            .with(leaf("ResultCode", case.result_code()))
            .with(leaf("ResultText", ""));
        result.push(code);
        let has = if case.is_ok() && found { "true" } else { "false" };
        result.push(leaf("HasPatientrelation", has));
    }
    Element::new(CHECK_RELATION, "CheckPatientRelationResponse").with(result)
}

fn is_for(only: Option<&String>, employee: &str) -> bool {
    only.is_none_or(|only| only.eq_ignore_ascii_case(employee))
}
