//! The simulated aggregating service and index.

use std::time::{Duration, Instant};

use vaccinjournal::simulator::contract;
use vaccinjournal::simulator::contract::Version;
use vaccinjournal::simulator::scenario::{
    Behaviour, FaultShape, InIndex, Index, Producer, Sender, Status, StatusHeader, WireFault,
};
use vaccinjournal::simulator::xml::{self, Element, Prefixes};

use crate::simulator_play::{
    AGGREGATION, PATIENT, Play, behaving, filter, holding, question, scenario,
};

#[tokio::test]
async fn records_of_all_sources_come_in_one_answer() {
    let play = Play::new(vec![holding("SE1-A", 2), holding("SE1-B", 0), holding("SE1-C", 1)]).await;
    let answer = play.ask(AGGREGATION).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.batches().len(), 3);
    assert_eq!(answer.result().as_deref(), Some("INFO"));
    let statuses = answer.statuses();
    assert_eq!(statuses.len(), 3);
    assert!(statuses.iter().all(|(_, code)| code == "DataFromSource"));
    assert!(play.simulator.calls().iter().all(|call| call.aggregated));
}

#[tokio::test]
async fn nobody_in_the_index_and_nobody_permitted_look_the_same() {
    let nobody = Play::new(vec![Producer { in_index: InIndex::Never, ..holding("SE1-A", 1) }]);
    let hidden = Play::new(vec![Producer { permitted: false, ..holding("SE1-A", 1) }]);
    let own = Play::new(vec![holding(AGGREGATION, 1)]);
    let mut bodies = Vec::new();
    for play in [nobody.await, hidden.await, own.await] {
        let answer = play.ask(AGGREGATION).await;
        assert_eq!((answer.status, answer.records().len()), (200, 0));
        assert!(answer.statuses().is_empty());
        bodies.push(answer.text());
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn failed_sources_are_told_of_in_the_header_only() {
    let fault = Behaviour::Fault { code: Some(9), shape: FaultShape::Present };
    let logical = Behaviour::Result {
        code: "ERROR".to_owned(),
        error_code: None,
        message: None,
        with_records: false,
    };
    let html = Behaviour::Body {
        status: 200,
        text: "<html>".to_owned(),
        headers: Vec::new(),
        from: Sender::Producer,
    };
    let play = Play::new(vec![
        holding("SE1-A", 1),
        behaving("SE1-B", Behaviour::Hang),
        behaving("SE1-C", fault),
        behaving("SE1-D", logical),
        behaving("SE1-E", html),
        behaving("SE1-F", Behaviour::Cut { left: 600 }),
        behaving("SE1-G", Behaviour::Wire { fault: WireFault::ResetMidBody }),
    ])
    .await;
    let started = Instant::now();
    let answer = play.ask(AGGREGATION).await;
    assert!(started.elapsed() >= Duration::from_millis(810), "the slowest decides");
    assert_eq!((answer.status, answer.result().as_deref()), (200, Some("INFO")));
    assert_eq!(answer.batches(), ["SE1-A-0"]);
    let tree = answer.tree();
    let header = tree.at(&["Header", "ProcessingStatus"]).unwrap();
    let of = |address: &str| {
        let named = |it: &&Element| it.text_at(&["logicalAddress"]).as_deref() == Some(address);
        header.children().find(named).unwrap()
    };
    let error = |address: &str, name: &str| {
        of(address).text_at(&["lastUnsuccessfulSynchError", name]).unwrap_or_default()
    };
    assert_eq!(error("SE1-B", "code"), "504");
    assert_eq!(error("SE1-C", "code"), "500");
    assert!(error("SE1-C", "text").contains("VP009 [NTJP-SIM] Fel vid kontakt med tj\u{fffd}nste"));
    assert_eq!(of("SE1-D").text_at(&["statusCode"]).unwrap(), "DataFromSource");
    for address in ["SE1-E", "SE1-F", "SE1-G"] {
        assert_eq!(error(address, "code"), "43000", "{address}");
        assert_eq!(error(address, "causingAgent"), "virtualization_platform");
        assert!(of(address).child("lastSuccessfulSynch").is_none());
    }
}

#[tokio::test]
async fn a_slow_index_and_a_hanging_source_cost_the_whole_call() {
    let mut scenario = scenario(vec![holding("SE1-A", 1), behaving("SE1-B", Behaviour::Hang)]);
    scenario.platform.index = Index::Slow { delay: 5_000 };
    let play = Play::of(scenario).await;
    let fault = play.ask(AGGREGATION).await.fault();
    assert!(fault.1.starts_with("VP009") && fault.2.contains("Timeout when waiting"), "{fault:?}");
}

#[tokio::test]
async fn troubles_of_the_index_are_faults_without_code() {
    let mut scenario = scenario(vec![holding("SE1-A", 1)]);
    scenario.platform.index = Index::Fault { text: "EI000: A technical error".to_owned() };
    let play = Play::of(scenario).await;
    assert!(play.ask(AGGREGATION).await.fault().1.starts_with("EI000"));
    play.simulator.change(|scenario| scenario.platform.index = Index::Hang);
    assert_eq!(play.ask(AGGREGATION).await.fault().1, "Read timed out");
}

#[tokio::test]
async fn the_header_comes_in_many_forms() {
    let with = |address: &str, status| Producer { status, ..holding(address, 1) };
    let cache = |refresh_failed| Status::Cache { as_of: "20260101080000".into(), refresh_failed };
    let play = Play::new(vec![
        with("SE1-A", cache(false)),
        with("SE1-B", cache(true)),
        with("SE1-C", Status::UnknownCode),
        with("SE1-D", Status::EmptyTimes),
        with("SE1-E", Status::Bare),
        with("SE1-F", Status::Doubled),
        with("SE1-G", Status::Unnamed),
    ])
    .await;
    let mut codes: Vec<String> =
        play.ask(AGGREGATION).await.statuses().into_iter().map(|(_, code)| code).collect();
    codes.sort();
    let expected = [
        "",
        "DataFromCache",
        "DataFromCacheSynchFailed",
        "DataFromElsewhere",
        "DataFromSource",
        "DataFromSource",
        "DataFromSource",
    ];
    assert_eq!(codes, expected);
    for (style, headers) in
        [(StatusHeader::Absent, 0), (StatusHeader::Split, 2), (StatusHeader::Extended, 1)]
    {
        play.simulator.change(|scenario| scenario.platform.status_header = style);
        let text = play.ask(AGGREGATION).await.text();
        assert_eq!(text.matches(":ProcessingStatus>").count(), headers * 2, "{style:?}");
    }
}

#[tokio::test]
async fn a_named_source_system_is_the_only_one_asked() {
    let play = Play::new(vec![holding("SE1-A", 1), holding("SE1-B", 1)]).await;
    let answer = play.ask_with(AGGREGATION, &[filter("sourceSystemHSAid", "SE1-B")]).await;
    assert_eq!(answer.batches(), ["SE1-B-0"]);
    let answer = play.ask_with(AGGREGATION, &[filter("sourceSystemHSAid", "se1-b")]).await;
    assert!(answer.statuses().is_empty(), "this comparison minds case");
}

#[tokio::test]
async fn each_version_reaches_its_own_sources_only() {
    let old = Producer { versions: vec![Version::V1], ..holding("SE1-A", 1) };
    let play = Play::new(vec![old, holding("SE1-B", 1)]).await;
    let answer = play.post(&question(Version::V1, AGGREGATION, &[])).await;
    assert_eq!((answer.batches(), answer.result()), (vec!["SE1-A-0".to_owned()], None));
    assert_eq!(play.ask(AGGREGATION).await.batches(), ["SE1-B-0"]);
}

#[tokio::test]
async fn the_index_can_be_asked_directly() {
    let elsewhere = Producer { in_index: InIndex::WithData, ..holding("SE1-B", 0) };
    let play = Play::new(vec![holding("SE1-A", 2), elsewhere]).await;
    let leaf = |name: &str, text: &str| Element::leaf(contract::FIND_CONTENT, name, text);
    let find = |category: &str| {
        Element::new(contract::FIND_CONTENT, "FindContent").with_all([
            leaf("registeredResidentIdentification", PATIENT),
            leaf("serviceDomain", contract::SERVICE_DOMAIN),
            leaf("categorization", category),
        ])
    };
    let answer = play.post(&envelope(find("caa-gvh"))).await.tree();
    let response = answer.at(&["Body", "FindContentResponse"]).unwrap();
    assert_eq!(response.children().count(), 1);
    let engagement = response.child("engagement").unwrap();
    assert_eq!(engagement.text_at(&["sourceSystem"]).as_deref(), Some("SE1-A"));
    assert_eq!(engagement.text_at(&["mostRecentContent"]).as_deref(), Some("20110517120000"));
    let answer = play.post(&envelope(find("voo"))).await.tree();
    assert_eq!(answer.at(&["Body", "FindContentResponse"]).unwrap().children().count(), 0);
}

#[tokio::test]
async fn the_platform_answers_a_ping() {
    let play = Play::new(vec![holding("SE1-A", 0)]).await;
    let leaf = |name: &str, text: &str| Element::leaf(contract::PING, name, text);
    let ping = Element::new(contract::PING, "PingForConfiguration")
        .with(leaf("serviceContractNamespace", Version::V2.responder()))
        .with(leaf("logicalAddress", AGGREGATION));
    let answer = play.post(&envelope(ping)).await.tree();
    let response = answer.at(&["Body", "PingForConfigurationResponse"]).unwrap();
    assert_eq!(response.text_at(&["version"]).as_deref(), Some("simulator"));
    assert_eq!(response.text_at(&["pingDateTime"]).unwrap().len(), 14);
}

#[tokio::test]
async fn twenty_sources_are_asked_side_by_side() {
    let slow = |n: u32| Producer { delay: 10_000, ..holding(&format!("SE1-{n:02}"), 5) };
    let play = Play::new((0..20).map(slow).collect()).await;
    let started = Instant::now();
    let answer = play.ask(AGGREGATION).await;
    // One after the other they would take twenty times 300 ms.
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    assert_eq!(answer.records().len(), 100);
}

fn envelope(request: Element) -> String {
    let address = Element::leaf(contract::REGISTRY, "LogicalAddress", AGGREGATION);
    let envelope = Element::new(contract::SOAP, "Envelope")
        .with(Element::new(contract::SOAP, "Header").with(address))
        .with(Element::new(contract::SOAP, "Body").with(request));
    xml::write(&envelope, Prefixes::Short)
}
