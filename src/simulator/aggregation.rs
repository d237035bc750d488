//! The aggregating service: index, silent filters, parallel calls, one answer for all.
//!
//! Its peculiarities are kept: a source without permission leaves no trace, a logical error counts
//! as data, and a failed source breaks the schema of the header that tells of it.

use bytes::Bytes;
use futures_util::future::join_all;
use http::{Response, StatusCode};

use super::contract::{HEADERS, Version};
use super::fault::{envelope, soap};
use super::index;
use super::platform::{Routed, World, fault};
use super::producer;
use super::question::Question;
use super::scenario::{Packaging, Producer, Route, Scenario, Status, StatusHeader};
use super::server::Reply;
use super::xml::{self, Element};

/// What came of calling one source system.
enum Leg {
    Records(Vec<Element>),
    Failed { code: &'static str, text: String },
}

/// Code for a socket that gave nothing in time.
const SOCKET_TIMEOUT: &str = "504";
/// Code for everything that is neither a fault nor a socket's timeout.
const OTHER_TROUBLE: &str = "43000";
/// Code for a SOAP fault: its HTTP status.
const FAULT: &str = "500";

/// Answers an aggregated question.
pub(super) async fn answer(
    world: &World,
    routed: &Routed<'_>,
    version: Version,
) -> Response<Bytes> {
    let Routed { scenario, request, .. } = routed;
    let platform = &scenario.platform;
    let question = Question::of(request, version);
    if question.patient.is_empty() {
        let text = "Cannot invoke \"PersonIdType.getId()\" because the return value is null";
        return fault(scenario, None, text.to_owned());
    }
    let index = index::engagements(scenario, &question.patient);
    let engaged = match tokio::time::timeout(platform.scaled(platform.index_timeout), index).await {
        Ok(Ok(engaged)) => engaged,
        Ok(Err(text)) => return fault(scenario, None, text),
        Err(_) => return fault(scenario, None, "Read timed out".to_owned()),
    };
    let mut asked: Vec<&Producer> = engaged
        .into_iter()
        .filter(|producer| passes_filters(routed, producer, &question))
        .collect();
    in_hash_order(&mut asked);

    let legs = asked.iter().map(|producer| leg(world, scenario, producer, &question));
    let total = platform.scaled(platform.aggregation_timeout);
    let legs = legs.map(|leg| async move {
        let late = || Leg::Failed { code: OTHER_TROUBLE, text: "Unknown error".to_owned() };
        tokio::time::timeout(total, leg).await.unwrap_or_else(|_| late())
    });
    let legs = join_all(legs).await;

    let now = world.clock.swedish_now().strftime("%Y%m%d%H%M%S").to_string();
    let statuses = asked
        .iter()
        .zip(&legs)
        .flat_map(|(producer, leg)| statuses(producer, leg, &now, platform.mojibake));
    let headers = status_headers(platform.status_header, statuses.collect());
    let records = legs.into_iter().flat_map(|leg| match leg {
        Leg::Records(records) => records,
        Leg::Failed { .. } => Vec::new(),
    });
    let mut response =
        Element::new(version.responder(), "GetVaccinationHistoryResponse").with_all(records);
    if version == Version::V2 {
        response.push(aggregated_result(version));
    }
    let message = envelope(headers, vec![response]);
    soap(StatusCode::OK, xml::write(&message, platform.prefixes))
}

/// Whether a question goes to this engagement: not back to the platform, permitted, with a way to
/// it, in the version asked, and the source system asked for. What does not pass leaves no trace.
fn passes_filters(routed: &Routed<'_>, producer: &Producer, question: &Question) -> bool {
    let own = &routed.scenario.platform.aggregating_address;
    // The one comparison here that minds case.
    let wanted = question.source_system.as_ref().is_none_or(|it| it == producer.logical_address());
    producer.logical_address() != own
        && producer.permitted
        && producer.route != Route::Missing
        && producer.versions.contains(&question.version)
        && wanted
}

/// The order in which a Java `HashSet` gives up these ids: neither sorted nor by time, and one more
/// source can reshuffle all.
fn in_hash_order(producers: &mut [&Producer]) {
    let capacity = (producers.len() * 4 / 3 + 1).next_power_of_two().max(16);
    let bucket = |producer: &&Producer| {
        let hash = producer
            .address
            .encode_utf16()
            .fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)));
        (hash ^ (hash >> 16)) as usize & (capacity - 1)
    };
    producers.sort_by_key(bucket);
}

async fn leg(world: &World, scenario: &Scenario, producer: &Producer, question: &Question) -> Leg {
    let platform = &scenario.platform;
    let limit = platform.scaled(platform.aggregation_producer_timeout);
    let mut producer = producer.clone();
    // On this leg compression is asked for and undone.
    if producer.writing.packaging == Packaging::Gzip {
        producer.writing.packaging = Packaging::None;
    }
    let mut question = question.clone();
    // The call goes to the source system, which compares the wish with its own address.
    if question.source_system.as_deref() == Some(producer.logical_address()) {
        question.source_system = Some(producer.address.clone());
    }
    match tokio::time::timeout(limit, world.call(scenario, &producer, &question, true)).await {
        Err(_) => Leg::Failed {
            code: SOCKET_TIMEOUT,
            text: "Could not receive Message., Read timed out".to_owned(),
        },
        Ok(Reply::Script(_)) => Leg::Failed {
            code: OTHER_TROUBLE,
            text: "Could not receive Message., Unexpected EOF".to_owned(),
        },
        Ok(Reply::Http(response)) => unmarshalled(&response, question.version),
    }
}

fn unmarshalled(response: &Response<Bytes>, version: Version) -> Leg {
    let failed = |code, text: &str| Leg::Failed { code, text: text.to_owned() };
    let root = match xml::read_bytes(response.body()) {
        Ok(root) => root,
        Err(error) => return failed(OTHER_TROUBLE, &error.to_string()),
    };
    let Some(body) = root.child("Body").and_then(|body| body.children().next()) else {
        return failed(OTHER_TROUBLE, "Error reading XMLStreamReader.");
    };
    if body.name == "Fault" {
        return failed(FAULT, &body.text_at(&["faultstring"]).unwrap_or_default());
    }
    if body.namespace != version.responder() || body.name != "GetVaccinationHistoryResponse" {
        return failed(OTHER_TROUBLE, &format!("Message part {} was not recognized", body.name));
    }
    // The result is thrown away, also when it says ERROR.
    let records = body.children().filter(|child| child.name == "vaccinationMedicalRecord");
    Leg::Records(records.cloned().collect())
}

fn aggregated_result(version: Version) -> Element {
    let mut result = producer::result("INFO", None, None, version);
    result.set_text(&["logId"], "NA");
    result
}

fn status_headers(style: StatusHeader, statuses: Vec<Element>) -> Vec<Element> {
    let header =
        |statuses: Vec<Element>| Element::new(HEADERS, "ProcessingStatus").with_all(statuses);
    match style {
        StatusHeader::Present => vec![header(statuses)],
        StatusHeader::Absent => Vec::new(),
        StatusHeader::Split => {
            let (one, other) = statuses.split_at(statuses.len() / 2);
            vec![header(one.to_vec()), header(other.to_vec())]
        }
        StatusHeader::Extended => {
            let extra = || Element::leaf("urn:example:extension", "extra", "1");
            let stranger = Element::leaf("urn:example:other", "TraceId", "4711");
            let extended = statuses.into_iter().map(|status| status.with(extra()));
            vec![stranger, header(extended.collect()).with(extra())]
        }
    }
}

/// What the header says of one source: usually one element.
fn statuses(producer: &Producer, leg: &Leg, now: &str, mojibake: bool) -> Vec<Element> {
    let status = match (&producer.status, leg) {
        (Status::Unnamed, _) => return Vec::new(),
        (Status::Bare, _) => Element::new(HEADERS, "ProcessingStatusList").with(address(producer)),
        (Status::UnknownCode, _) => status(producer, "DataFromElsewhere", false, true, Some(now)),
        (Status::EmptyTimes, _) => status(producer, "DataFromSource", false, true, Some("")),
        (Status::Cache { as_of, refresh_failed: false }, _) => {
            status(producer, "DataFromCache", true, true, Some(as_of))
        }
        (Status::Cache { as_of, refresh_failed: true }, _) => {
            let status = status(producer, "DataFromCacheSynchFailed", true, false, Some(as_of));
            with_error(status, now, SOCKET_TIMEOUT, "Read timed out")
        }
        (Status::Truth | Status::Doubled, Leg::Records(_)) => {
            status(producer, "DataFromSource", false, true, Some(now))
        }
        // The schema demands a time of the last success here; the service leaves it out.
        (Status::Truth | Status::Doubled, Leg::Failed { code, text }) => {
            let text = if mojibake { as_mojibake(text) } else { text.clone() };
            let status = status(producer, "NoDataSynchFailed", false, false, None);
            with_error(status, now, code, &text)
        }
    };
    match producer.status {
        Status::Doubled => vec![status.clone(), status],
        _ => vec![status],
    }
}

fn status(
    producer: &Producer,
    code: &str,
    from_cache: bool,
    in_synch: bool,
    last_good: Option<&str>,
) -> Element {
    let leaf = |name: &str, text: &str| Element::leaf(HEADERS, name, text);
    let mut status = Element::new(HEADERS, "ProcessingStatusList").with_all([
        address(producer),
        leaf("statusCode", code),
        leaf("isResponseFromCache", &from_cache.to_string()),
        leaf("isResponseInSynch", &in_synch.to_string()),
    ]);
    status.push_text(HEADERS, "lastSuccessfulSynch", last_good);
    status
}

fn with_error(status: Element, now: &str, code: &str, text: &str) -> Element {
    let leaf = |name: &str, text: &str| Element::leaf(HEADERS, name, text);
    let error = Element::new(HEADERS, "lastUnsuccessfulSynchError").with_all([
        // Whoever was to blame, the service says the platform.
        leaf("causingAgent", "virtualization_platform"),
        leaf("code", code),
        leaf("text", text),
    ]);
    status.with(leaf("lastUnsuccessfulSynch", now)).with(error)
}

fn address(producer: &Producer) -> Element {
    Element::leaf(HEADERS, "logicalAddress", producer.address.as_str())
}

fn as_mojibake(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c } else { '\u{fffd}' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_come_in_the_order_of_a_hash_set() {
        // Worked out by hand: they fall into buckets 7, 6 and 9 of 16.
        let producers: Vec<Producer> =
            ["HSA-ID-3", "HSA-ID-1", "HSA-ID-2"].map(|id| Producer::quick(id, id)).into();
        let mut asked: Vec<&Producer> = producers.iter().collect();
        in_hash_order(&mut asked);
        let order: Vec<&str> = asked.iter().map(|producer| producer.address.as_str()).collect();
        assert_eq!(order, ["HSA-ID-2", "HSA-ID-1", "HSA-ID-3"]);
    }
}
