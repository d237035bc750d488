//! The engagement index, and the platform's answer to a ping.

use bytes::Bytes;
use http::Response;

use super::contract::{CATEGORIZATION, ENGAGEMENT_INDEX, FIND_CONTENT, PING, SERVICE_DOMAIN};
use super::fault::message;
use super::platform::fault;
use super::scenario::{InIndex, Index, Producer, Scenario};
use super::xml::Element;
use crate::clock::Clock;

/// The producers that the index names for a patient's number, whatever its type.
///
/// An error is the text of the index's own fault. An index that hangs never returns.
pub(super) async fn engagements<'a>(
    scenario: &'a Scenario,
    patient: &str,
) -> Result<Vec<&'a Producer>, String> {
    match &scenario.platform.index {
        Index::Answer => {}
        Index::Slow { delay } => tokio::time::sleep(scenario.platform.scaled(*delay)).await,
        Index::Hang => std::future::pending().await,
        Index::Fault { text } => return Err(text.clone()),
    }
    let is_engaged = |producer: &&Producer| match producer.in_index {
        InIndex::Always => true,
        InIndex::Never => false,
        InIndex::WithData => producer.doses.iter().any(|dose| dose.patient == patient),
    };
    Ok(scenario.producers.iter().filter(is_engaged).collect())
}

/// Answers FindContent.
pub(super) async fn find_content(scenario: &Scenario, request: &Element) -> Response<Bytes> {
    let text = |name: &str| request.text_at(&[name]);
    let patient = text("registeredResidentIdentification").unwrap_or_default();
    let engaged = match engagements(scenario, &patient).await {
        Ok(engaged) => engaged,
        Err(text) => return fault(scenario, None, text),
    };
    let other = |wanted: Option<String>, known: &str| wanted.is_some_and(|it| it != known);
    let elsewhere = other(text("serviceDomain"), SERVICE_DOMAIN)
        || other(text("categorization"), CATEGORIZATION);
    let named = |producer: &&Producer| {
        !elsewhere
            && !other(text("sourceSystem"), &producer.address)
            && !other(text("logicalAddress"), producer.logical_address())
    };
    let found = engaged.into_iter().filter(named);
    let mut response = Element::new(FIND_CONTENT, "FindContentResponse");
    for producer in found {
        response.push(engagement(producer, &patient));
    }
    message(response)
}

fn engagement(producer: &Producer, patient: &str) -> Element {
    let leaf = |name: &str, text: &str| Element::leaf(ENGAGEMENT_INDEX, name, text);
    let theirs = producer.doses.iter().filter(|dose| dose.patient == patient);
    let latest = theirs.map(|dose| dose.date.replace('-', "") + "120000").max();
    let mut engagement = Element::new(FIND_CONTENT, "engagement").with_all([
        leaf("registeredResidentIdentification", patient),
        leaf("serviceDomain", SERVICE_DOMAIN),
        leaf("categorization", CATEGORIZATION),
        leaf("logicalAddress", producer.logical_address()),
        leaf("businessObjectInstanceIdentifier", "NA"),
        leaf("clinicalProcessInterestId", "NA"),
    ]);
    engagement.push_text(ENGAGEMENT_INDEX, "mostRecentContent", latest.as_deref());
    engagement
        .with(leaf("sourceSystem", &producer.address))
        .with(leaf("dataController", &producer.care_provider.hsa_id))
}

/// Answers PingForConfiguration.
pub(super) fn ping(scenario: &Scenario, clock: &dyn Clock) -> Response<Bytes> {
    let leaf = |name: &str, text: &str| Element::leaf(PING, name, text);
    let now = clock.swedish_now().strftime("%Y%m%d%H%M%S").to_string();
    let configuration = Element::new(PING, "configuration")
        .with(leaf("name", "instance"))
        .with(leaf("value", &scenario.platform.instance));
    let response = Element::new(PING, "PingForConfigurationResponse")
        .with(leaf("version", &scenario.platform.version))
        .with(leaf("pingDateTime", &now))
        .with(configuration);
    message(response)
}
