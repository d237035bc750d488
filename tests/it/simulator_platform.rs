//! The simulated platform: routing, permission, faults, and how answers are passed on.

use std::time::{Duration, Instant};

use vaccinjournal::simulator::contract::Version;
use vaccinjournal::simulator::pki::{Flaw, KeyKind};
use vaccinjournal::simulator::scenario::{
    Behaviour, ConnectionTrouble, Encoding, FaultShape, Packaging, Producer, Route, Sender,
    WireFault, Writing,
};

use crate::simulator_client::Client;
use crate::simulator_play::{
    AGGREGATION, Play, behaving, filter, holding, question, request, scenario,
};

#[tokio::test]
async fn a_producer_answers_through_the_platform() {
    let play = Play::new(vec![holding("SE1-A", 3)]).await;
    let answer = play.ask("SE1-A").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/xml; charset=UTF-8"));
    assert!(answer.header("x-skltp-prt").is_some());
    assert!(answer.header("x-skltp-correlation-id").is_some());
    assert_eq!(answer.batches(), ["SE1-A-0", "SE1-A-1", "SE1-A-2"]);
    assert_eq!(answer.result().as_deref(), Some("OK"));
    assert_eq!(play.simulator.calls().len(), 1);
}

#[tokio::test]
async fn the_way_goes_by_content_and_not_by_path() {
    let play = Play::new(vec![holding("SE1-a", 1)]).await;
    assert_eq!(play.ask("se1-A").await.status, 200);
    assert_eq!(play.client.post("/", &[], b"").await.status, 404);
    assert_eq!(play.client.post("/elsewhere", &[], b"").await.status, 404);
    let other = request("SE1-a", &[]).replace("GetVaccinationHistoryResponder:2", "Other:2");
    assert!(play.post(&other).await.fault().1.starts_with("VP004 [NTJP-SIM] Det finns inget"));
    let any_namespace = request("SE1-a", &[]).replace("urn:riv:itintegration:registry:1", "urn:x");
    assert_eq!(play.post(&any_namespace).await.status, 200);
}

#[tokio::test]
async fn the_correlation_id_is_echoed() {
    let play = Play::new(vec![holding("SE1-A", 0)]).await;
    let body = request("SE1-A", &[]);
    let sent = [("x-skltp-correlation-id", "abc-1")];
    let answer = play.client.post("/vp/", &sent, body.as_bytes()).await;
    assert_eq!(answer.header("x-skltp-correlation-id"), Some("abc-1"));
    let fault = play.client.post("/vp/", &sent, b"junk").await;
    assert_eq!(fault.header("x-skltp-correlation-id"), Some("abc-1"));
}

#[tokio::test]
async fn each_check_of_the_platform_has_its_fault() {
    let with_route = |route| Producer { route, ..holding("SE1-A", 1) };
    let refused = Producer { permitted: false, ..holding("SE1-A", 1) };
    let lost = Producer { permitted: false, ..with_route(Route::Missing) };
    let cases = [
        (with_route(Route::Missing), "SE1-A", "VP004", "No receiverId (logical address) found for"),
        (holding("SE1-A", 1), "SE1-B", "VP004", "receiverId: SE1-B"),
        (holding("SE1-A", 1), " SE1-A", "VP004", "Whitespace detected in incoming request!"),
        (holding("SE1-A", 1), "", "VP003", "found in message header."),
        (with_route(Route::OtherVersion), "SE1-A", "VP005", "with matching Riv-version"),
        (with_route(Route::Two), "SE1-A", "VP006", "More than one receiverId"),
        (refused, "SE1-A", "VP007", "senderId: SE5560000001-MVJ"),
        // The way is looked for before permission.
        (lost, "SE1-A", "VP004", ""),
        (with_route(Route::Nowhere), "SE1-A", "VP010", "Physical Address field is empty"),
    ];
    for (producer, address, code, detail) in cases {
        let play = Play::new(vec![producer]).await;
        let answer = play.ask(address).await;
        assert_eq!(answer.status, 500);
        let fault = answer.fault();
        assert!(fault.1.starts_with(&format!("{code} [NTJP-SIM] ")), "{fault:?}");
        assert!(fault.2.contains(detail), "{fault:?}");
        assert!(play.simulator.calls().is_empty());
    }
}

#[tokio::test]
async fn faults_of_the_platform_itself_have_their_causes() {
    let mut down = scenario(vec![holding("SE1-A", 1)]);
    down.platform.catalogue_down = true;
    assert!(Play::of(down).await.ask("SE1-A").await.fault().1.starts_with("VP008"));

    let mut strangers = scenario(vec![holding("SE1-A", 1)]);
    strangers.platform.permitted_senders = vec!["SE1-OTHER".to_owned()];
    let play = Play::of(strangers).await;
    assert!(play.ask("SE1-A").await.fault().1.starts_with("VP007"));
    assert!(play.ask(AGGREGATION).await.fault().1.starts_with("VP007"));

    let mut strict = scenario(vec![holding("SE1-A", 1)]);
    strict.platform.refuse_original_consumer = true;
    let play = Play::of(strict).await;
    let body = request("SE1-A", &[]);
    let header = [("x-rivta-original-serviceconsumer-hsaid", "SE1-X")];
    let answer = play.client.post("/vp/", &header, body.as_bytes()).await;
    assert!(answer.fault().1.starts_with("VP013"));
    let header = [("x-rivta-routing-history", "SE1-X#NTJP-SIM")];
    let answer = play.client.post("/vp/", &header, body.as_bytes()).await;
    assert!(answer.fault().1.starts_with("VP014"));
    for broken in ["junk", "<a><b></a>", "<a b=c/>", ""] {
        assert!(play.post(broken).await.fault().1.starts_with("VP015"), "{broken}");
    }
}

#[tokio::test]
async fn a_certificate_without_serial_number_gives_vp002() {
    let play = Play::new(vec![holding("SE1-A", 1)]).await;
    let pki = play.simulator.pki();
    let nobody = pki.client("x", KeyKind::EcP256, Flaw::NoSerialNumber).unwrap();
    let client = Client::new(play.simulator.address(), pki.authority().clone(), Some(nobody));
    let answer = client.post("/vp/", &[], request("SE1-A", &[]).as_bytes()).await;
    let fault = answer.fault();
    assert!(fault.1.starts_with("VP002") && fault.0.ends_with("Client"), "{fault:?}");
    assert!(fault.2.starts_with("No senderId found in Certificate: C=SE"), "{fault:?}");
}

#[tokio::test]
async fn vp009_says_in_its_detail_what_went_wrong() {
    let unreachable = |trouble| Behaviour::Unreachable { trouble };
    let body = |status, text: &str| Behaviour::Body {
        status,
        text: text.to_owned(),
        headers: Vec::new(),
        from: Sender::Producer,
    };
    let cases = [
        (Behaviour::Hang, "ReadTimeoutException: Timeout when waiting on response"),
        (unreachable(ConnectionTrouble::Refused), "java.net.ConnectException: Cannot connect to"),
        (unreachable(ConnectionTrouble::Tls), "SSLHandshakeException"),
        (unreachable(ConnectionTrouble::Reset), "SocketException: Connection reset"),
        (body(200, ""), "Empty message when server responded with status code: 200 OK"),
        (body(404, "<html/>"), "\nVP_PRODUCER_EXCEPTION_HTTP_STATUS=404"),
        (body(503, "busy"), "\nVP_PRODUCER_EXCEPTION_HTTP_STATUS=503"),
        (body(500, "java.lang.X"), "\nVP_PRODUCER_EXCEPTION_HTTP_STATUS=500"),
        (body(302, ""), "\nVP_PRODUCER_EXCEPTION_HTTP_STATUS=302"),
    ];
    for (behaviour, detail) in cases {
        let play = Play::new(vec![behaving("SE1-A", behaviour)]).await;
        let answer = play.ask("SE1-A").await;
        let fault = answer.fault();
        assert_eq!(answer.status, 500);
        assert!(fault.1.starts_with("VP009 [NTJP-SIM] Fel vid kontakt"), "{fault:?}");
        assert!(fault.2.contains(detail), "{fault:?}");
    }
}

#[tokio::test]
async fn times_are_the_platforms_own_on_the_scale() {
    let hang = Play::new(vec![behaving("SE1-A", Behaviour::Hang)]).await;
    let started = Instant::now();
    hang.ask("SE1-A").await;
    assert!(started.elapsed() >= Duration::from_millis(870));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    let refused = Behaviour::Unreachable { trouble: ConnectionTrouble::Refused };
    let refused = Play::new(vec![behaving("SE1-A", refused)]).await;
    let started = Instant::now();
    refused.ask("SE1-A").await;
    assert!(started.elapsed() >= Duration::from_millis(60));
    assert_eq!(refused.simulator.calls().len(), 2, "the platform tries once more");
    let slow = Play::new(vec![Producer { delay: 10_000, ..holding("SE1-A", 1) }]).await;
    let started = Instant::now();
    assert_eq!(slow.ask("SE1-A").await.status, 200);
    assert!(started.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn what_a_producer_sends_with_200_is_passed_on_as_xml() {
    for text in ["<!DOCTYPE html><html><p>Fel</html>", "java.lang.NullPointerException", "Hej"] {
        let behaviour = Behaviour::Body {
            status: 200,
            text: text.to_owned(),
            headers: vec![("content-type".to_owned(), "text/html".to_owned())],
            from: Sender::Producer,
        };
        let play = Play::new(vec![behaving("SE1-A", behaviour)]).await;
        let answer = play.ask("SE1-A").await;
        assert_eq!((answer.status, answer.text().as_str()), (200, text));
        assert_eq!(answer.header("content-type"), Some("text/xml; charset=UTF-8"));
    }
}

#[tokio::test]
async fn a_front_answers_with_its_own_status_and_headers() {
    let behaviour = Behaviour::Body {
        status: 503,
        text: "no server is available".to_owned(),
        headers: vec![
            ("Retry-After".to_owned(), "120".to_owned()),
            ("content-type".to_owned(), "text/plain".to_owned()),
        ],
        from: Sender::Front,
    };
    let play = Play::new(vec![behaving("SE1-A", behaviour)]).await;
    let answer = play.ask("SE1-A").await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("120")));
    assert_eq!(answer.header("content-type"), Some("text/plain"));
}

#[tokio::test]
async fn a_cut_answer_has_a_length_that_fits() {
    for left in [0, 1, 500, 999] {
        let play = Play::new(vec![behaving("SE1-A", Behaviour::Cut { left })]).await;
        let answer = play.ask("SE1-A").await;
        if left == 0 {
            assert!(answer.fault().2.contains("Empty message"));
            continue;
        }
        assert_eq!(answer.status, 200);
        assert!(!answer.text().trim_end().ends_with("Envelope>"), "{left}");
    }
}

#[tokio::test]
async fn the_fault_shapes_differ_as_they_have_been_seen_to() {
    let cases = [
        (FaultShape::Present, 500, "<faultstring>VP007 [NTJP-SIM] "),
        (FaultShape::Emergency, 500, "<soapenv:Body> <soapenv:Fault>"),
        (FaultShape::Status200, 200, "<detailString>"),
        (FaultShape::BareDetail, 500, "<detail>serviceNamespace"),
        (FaultShape::DoubledDetail, 500, "<detailString>serviceNamespace serviceNamespace"),
        (FaultShape::DetailsElement, 500, "<details>"),
        (FaultShape::NoDetail, 500, "</faultstring></SOAP-ENV:Fault>"),
        (FaultShape::OldEnglish, 500, "VP007 Error connecting to service producer at adress"),
        (FaultShape::Nested, 500, "VP011 [NTjP Remote]"),
        (FaultShape::EscapedNested, 500, "&lt;SOAP-ENV:Fault&gt;"),
        (FaultShape::Foreign, 500, "<![CDATA[Fel i <journalsystemet>"),
        (FaultShape::Java, 500, "java.lang.NullPointerException"),
        (FaultShape::NullText, 500, "<faultstring></faultstring>"),
        (FaultShape::Soap12, 200, "env:Receiver"),
    ];
    for (shape, status, part) in cases {
        let behaviour = Behaviour::Fault { code: Some(7), shape };
        let play = Play::new(vec![behaving("SE1-A", behaviour)]).await;
        let answer = play.ask("SE1-A").await;
        assert_eq!(answer.status, status, "{shape:?}");
        assert!(answer.text().contains(part), "{shape:?}: {}", answer.text());
        answer.tree();
    }
}

#[tokio::test]
async fn filters_are_honoured_unless_the_producer_is_careless() {
    let mut producer = holding("SE1-A", 4);
    producer.doses[1].care_contact = Some("K1".to_owned());
    let unit = vaccinjournal::simulator::scenario::Unit {
        hsa_id: "SE1-B".to_owned(),
        name: "Andra".to_owned(),
    };
    producer.units.push(unit);
    producer.doses[2].unit = Some("SE1-B".to_owned());
    let careless = Producer { honours_filters: false, ..producer.clone() };
    let core = Version::V2.core();
    let period = |from: &str, until: &str| {
        filter("timePeriod", "")
            .with(vaccinjournal::simulator::xml::Element::leaf(core, "start", from))
            .with(vaccinjournal::simulator::xml::Element::leaf(core, "end", until))
    };
    // A care contact is a source system's own, so the contract wants both.
    let contact = [filter("sourceSystemHSAid", "SE1-A"), filter("careContactId", "K1")];
    let cases = [
        (vec![filter("careUnitHSAid", "se1-b")], vec!["SE1-A-2"]),
        (contact.to_vec(), vec!["SE1-A-1"]),
        (vec![period("20110517", "20120516")], vec!["SE1-A-1"]),
    ];
    for (filters, expected) in cases {
        let play = Play::new(vec![producer.clone()]).await;
        let answer = play.ask_with("SE1-A", &filters).await;
        assert_eq!(answer.batches(), expected, "{}", filters[0].name);
        let play = Play::new(vec![careless.clone()]).await;
        assert_eq!(play.ask_with("SE1-A", &filters).await.batches().len(), 4);
    }
    let play = Play::new(vec![producer.clone()]).await;
    let answer = play.ask_with("SE1-A", &contact[1..]).await;
    assert_eq!(answer.result().as_deref(), Some("ERROR"));
    let play = Play::new(vec![producer]).await;
    let answer = play.ask_with("SE1-A", &[filter("sourceSystemHSAid", "SE1-X")]).await;
    assert_eq!(answer.result().as_deref(), Some("ERROR"));
    let other = request("SE1-A", &[]).replace("191212121212", "195709263080");
    assert!(play.post(&other).await.batches().is_empty());
}

#[tokio::test]
async fn encodings_and_packagings_are_what_they_say() {
    let bytes = async |writing: Writing| {
        let play = Play::new(vec![Producer { writing, ..holding("SE1-A", 1) }]).await;
        play.ask("SE1-A").await
    };
    let encoded = async |encoding| bytes(Writing { encoding, ..Writing::default() }).await;
    for encoding in [
        Encoding::Utf8,
        Encoding::Utf8Declared,
        Encoding::Utf8Bom,
        Encoding::Iso88591,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
    ] {
        let record = &encoded(encoding).await.records()[0];
        let path = ["vaccinationMedicalRecordBody", "registrationRecord", "sourceSystemName"];
        assert_eq!(record.text_at(&path).as_deref(), Some("Källan"), "{encoding:?}");
    }
    assert!(encoded(Encoding::Iso88591Undeclared).await.body.windows(3).any(|w| w == b"K\xe4l"));
    assert!(encoded(Encoding::Utf16Be).await.body.starts_with(b"\xfe\xff\0<"));
    assert!(encoded(Encoding::LeadingSpace).await.body.starts_with(b"\r\n <?xml"));
    assert!(encoded(Encoding::ControlCharacter).await.body.contains(&1));
    assert!(encoded(Encoding::InvalidByte).await.body.contains(&0xff));
    assert!(encoded(Encoding::Doctype).await.text().contains("<!DOCTYPE"));
    let gzip = bytes(Writing { packaging: Packaging::Gzip, ..Writing::default() }).await;
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert!(gzip.body.starts_with(b"\x1f\x8b"));
    let mtom = bytes(Writing { packaging: Packaging::Multipart, ..Writing::default() }).await;
    assert!(mtom.body.starts_with(b"--uuid:"));
    let none = Writing { content_type: Some("none".to_owned()), ..Writing::default() };
    assert_eq!(bytes(none).await.header("content-type"), None);
}

#[tokio::test]
async fn version_1_has_its_own_names_and_no_result() {
    let producer = Producer { versions: vec![Version::V1], ..holding("SE1-A", 1) };
    let play = Play::new(vec![producer]).await;
    assert!(play.ask("SE1-A").await.fault().1.starts_with("VP004"));
    let answer = play.post(&question(Version::V1, "SE1-A", &[])).await;
    assert_eq!(answer.records().len(), 1);
    assert_eq!(answer.result(), None);
    for name in ["vaccineType", "dosage", "orgUnitHSAid"] {
        assert!(answer.text().contains(&format!(":{name}>")), "{name}");
    }
}

#[tokio::test]
async fn the_wire_breaks_as_told() {
    let broken = async |fault| {
        let play = Play::new(vec![behaving("SE1-A", Behaviour::Wire { fault })]).await;
        let mut connection = play.client.connect().await.unwrap();
        connection.send("/vp/", &[], request("SE1-A", &[]).as_bytes()).await.unwrap();
        let end = tokio::time::timeout(Duration::from_millis(300), connection.until_end()).await;
        end.map(|(bytes, ended)| (String::from_utf8_lossy(&bytes).into_owned(), ended))
    };
    let (bytes, ended) = broken(WireFault::CloseBeforeAnswer).await.unwrap();
    assert!(bytes.is_empty() && ended.is_ok());
    let (bytes, ended) = broken(WireFault::ResetBeforeAnswer).await.unwrap();
    assert!(bytes.is_empty() && ended.is_err());
    let (bytes, ended) = broken(WireFault::ResetMidBody).await.unwrap();
    assert!(bytes.contains("<urn") && ended.is_err());
    for fault in [WireFault::WrongLength, WireFault::ChunkCut, WireFault::HalfWithoutLength] {
        let (bytes, ended) = broken(fault).await.unwrap();
        assert!(!bytes.contains("</soapenv:Envelope>") && ended.is_ok(), "{fault:?}");
    }
    for fault in [WireFault::StopAfterHeaders, WireFault::Stall, WireFault::Drip] {
        assert!(broken(fault).await.is_err(), "{fault:?} goes on");
    }
    let (bytes, _) = broken(WireFault::TwoLengths).await.unwrap();
    assert_eq!(bytes.matches("Content-Length: ").count(), 2);
}

#[tokio::test]
async fn an_answer_over_the_limit_is_a_fault_without_code() {
    let mut scenario =
        scenario(vec![behaving("SE1-A", Behaviour::Huge { records: 500, comment: 0 })]);
    scenario.platform.largest_message = 100_000;
    let play = Play::of(scenario).await;
    assert!(play.ask("SE1-A").await.fault().1.contains("TooLongHttpContentException"));
    play.simulator.change(|scenario| scenario.platform.largest_message = 50 << 20);
    assert_eq!(play.ask("SE1-A").await.records().len(), 502);
}
