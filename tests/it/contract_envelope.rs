//! Envelopes: written ones are read back, odd ones are read or refused as the platform demands.

use vaccinjournal::rivta::envelope::{self, Content, Envelope};
use vaccinjournal::rivta::get_vaccination_history_2::{
    CONTRACT, GetVaccinationHistory, ResultCode, owned,
};
use vaccinjournal::rivta::processing_status_1::{self as status, StatusCode};
use vaccinjournal::rivta::writing::{self, FaultSide, WriteError};
use vaccinjournal::rivta::xml::ReadErrorKind;
use vaccinjournal::rivta::{find_content_1, get_vaccination_history_1, ping_for_configuration_1};

use crate::contract_samples::{RECORD, RESULT, answer, read, soap, with_header};
use crate::xml_support::LIMITS;

#[test]
fn a_contract_states_what_its_caller_must_know() {
    let domain = "clinicalprocess:activityprescription:actoutcome";
    assert_eq!(CONTRACT.name, "GetVaccinationHistory");
    assert_eq!(CONTRACT.version, "2.0");
    assert_eq!(
        CONTRACT.responder_namespace,
        format!("urn:riv:{domain}:GetVaccinationHistoryResponder:2")
    );
    assert_eq!(CONTRACT.soap_action, format!("{}:{}", CONTRACT.responder_namespace, CONTRACT.name));
    assert_eq!(
        CONTRACT.path,
        "clinicalprocess/activityprescription/actoutcome/GetVaccinationHistory/2/rivtabp21"
    );
    // The published first version names the second in its action, and only there.
    let first = get_vaccination_history_1::CONTRACT;
    assert_eq!(first.soap_action, CONTRACT.soap_action);
    assert!(first.responder_namespace.ends_with("Responder:1"));
    assert_eq!(
        ping_for_configuration_1::CONTRACT.path,
        "itintegration/monitoring/PingForConfiguration/1/rivtabp21"
    );
    assert_eq!(find_content_1::CONTRACT.response_element, "FindContentResponse");
}

#[test]
fn a_question_is_read_as_it_was_written() {
    let question = owned::GetVaccinationHistory {
        care_unit_hsa_id: vec!["SE1".into(), "SE2 & <3>".into()],
        patient_id: owned::PersonId {
            id: "191212121212".into(),
            kind: "1.2.752.129.2.1.3.1".into(),
        },
        time_period: Some(owned::DatePeriod { start: Some("20200101".into()), end: None }),
        ..Default::default()
    };
    let address = "SE165565594230-1000".parse().unwrap();
    let text = writing::write_request(&address, &question).unwrap();
    let envelope: Envelope<'_, GetVaccinationHistory<'_>> = envelope::read(&text, &LIMITS).unwrap();
    assert_eq!(envelope.logical_address.as_deref(), Some("SE165565594230-1000"));
    let Content::Message(item) = envelope.content else { panic!("no question") };
    assert!(owned::GetVaccinationHistory::from(&*item.value.unwrap()) == question);
    assert!(item.findings.is_empty());
}

#[test]
fn an_answer_is_read_as_it_was_written_with_the_state_of_each_source() {
    let written = owned::GetVaccinationHistoryResponse {
        result: owned::CallResult {
            result_code: ResultCode::Info,
            log_id: "NA".into(),
            ..Default::default()
        },
        ..Default::default()
    };
    let failed = status::owned::ProcessingStatusRecord {
        logical_address: Some("SE1".into()),
        status_code: Some(StatusCode::NoDataSynchFailed),
        is_response_from_cache: Some(false),
        is_response_in_synch: Some(false),
        last_unsuccessful_synch: Some("20260601120000".into()),
        ..Default::default()
    };
    let states = status::owned::ProcessingStatus { processing_status_list: vec![failed] };
    let text = writing::write_response(&written, Some(&states)).unwrap();
    let envelope = read(&text).unwrap();
    assert!(status::owned::ProcessingStatus::from(&envelope.processing_status.unwrap()) == states);
    let Content::Message(item) = envelope.content else { panic!("no answer") };
    assert!(owned::GetVaccinationHistoryResponse::from(&*item.value.unwrap()) == written);
}

#[test]
fn a_fault_is_written_exactly_as_the_platform_writes_it() {
    let text = writing::write_fault(FaultSide::Server, "VP009 [NTJP] Fel & <fel>.", "x").unwrap();
    assert_eq!(
        text,
        "<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\">\
         <SOAP-ENV:Header/><SOAP-ENV:Body><SOAP-ENV:Fault>\
         <faultcode>SOAP-ENV:Server</faultcode>\
         <faultstring>VP009 [NTJP] Fel &amp; &lt;fel&gt;.</faultstring>\
         <detail><detailString>x</detailString></detail>\
         </SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    );
    assert!(matches!(read(&text).unwrap().content, Content::Fault(_)));
}

#[test]
fn what_xml_cannot_hold_is_not_written() {
    let question = owned::GetVaccinationHistory {
        source_system_hsa_id: Some("bell \u{7}".into()),
        ..Default::default()
    };
    let written = writing::write_request(&"SE1".parse().unwrap(), &question);
    assert!(matches!(written, Err(WriteError::ForbiddenCharacter | WriteError::Message(_))));
    let written = writing::write_fault(FaultSide::Client, "\u{0}", "");
    assert!(matches!(written, Err(WriteError::ForbiddenCharacter)));
}

#[test]
fn an_envelope_holds_one_message() {
    let fault = "<s:Fault><faultstring>x</faultstring></s:Fault>";
    let empty =
        format!("<r:GetVaccinationHistoryResponse>{RESULT}</r:GetVaccinationHistoryResponse>");
    let several = [
        soap(&format!("{empty}{empty}")),
        soap(&format!("{empty}{fault}")),
        soap(&format!("{fault}{empty}")),
        soap(&empty).replace("</s:Body>", "</s:Body><s:Body/>"),
    ];
    for text in several {
        assert_eq!(read(&text).unwrap_err(), ReadErrorKind::SeveralBodies, "{text}");
    }
}

#[test]
fn another_message_is_not_taken_for_the_one_asked_for() {
    let cases = [
        ("<r:GetVaccinationHistory/>", "GetVaccinationHistory"),
        ("<c:GetVaccinationHistoryResponse/>", "GetVaccinationHistoryResponse"),
        ("<GetVaccinationHistoryResponse/>", "GetVaccinationHistoryResponse"),
    ];
    for (body, name) in cases {
        let text = soap(body);
        assert_eq!(read(&text).unwrap().content, Content::Other(name.to_owned()));
    }
    for body in ["", " \n "] {
        assert_eq!(read(&soap(body)).unwrap().content, Content::Empty);
    }
    let first_version = answer(RESULT).replace("Responder:2", "Responder:1");
    assert!(matches!(read(&first_version).unwrap().content, Content::Other(_)));
}

#[test]
fn what_is_no_envelope_is_refused() {
    let cases = [
        ("", ReadErrorKind::Empty),
        (" \r\n", ReadErrorKind::Empty),
        ("Hello World!", ReadErrorKind::OutsideRoot),
        ("java.lang.NullPointerException\n\tat x", ReadErrorKind::OutsideRoot),
        ("<html><body>502</body></html>", ReadErrorKind::NotAnEnvelope),
        ("<!DOCTYPE html><html/>", ReadErrorKind::DocumentType),
        ("<Envelope><Body/></Envelope>", ReadErrorKind::NotAnEnvelope),
        ("<Envelope xmlns='urn:x'><Body/></Envelope>", ReadErrorKind::NotAnEnvelope),
        (
            "<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Header/></Envelope>",
            ReadErrorKind::NoBody,
        ),
    ];
    for (text, kind) in cases {
        assert_eq!(read(text).unwrap_err(), kind, "{text}");
    }
}

#[test]
fn an_answer_in_an_envelope_of_soap_1_2_is_not_read() {
    let text = answer(&format!("{RECORD}{RESULT}")).replace(
        "http://schemas.xmlsoap.org/soap/envelope/",
        "http://www.w3.org/2003/05/soap-envelope",
    );
    assert!(matches!(read(&text).unwrap().content, Content::Other(_)));
}

#[test]
fn unknown_header_blocks_are_passed() {
    let header = "<w:Security xmlns:w='urn:w' s:mustUnderstand='1'><w:a><b/></w:a></w:Security>";
    let text = with_header(
        header,
        &format!(
            "<r:GetVaccinationHistoryResponse>{RECORD}{RESULT}</r:GetVaccinationHistoryResponse>"
        ),
    );
    let envelope = read(&text).unwrap();
    assert!(envelope.processing_status.is_none());
    let Content::Message(item) = envelope.content else { panic!("no answer") };
    assert_eq!(item.value.unwrap().vaccination_medical_record.len(), 1);
}

#[test]
fn several_status_headers_are_read_as_one_and_forgive_what_is_missing() {
    let header = "\
        <x:ProcessingStatus xmlns:x='urn:riv:interoperability:headers:1'>\
        <x:ProcessingStatusList><x:logicalAddress>A</x:logicalAddress>\
        <x:statusCode>DataFromSource</x:statusCode>\
        <x:isResponseFromCache>false</x:isResponseFromCache>\
        <x:isResponseInSynch>true</x:isResponseInSynch>\
        <x:lastSuccessfulSynch>20260601120000</x:lastSuccessfulSynch></x:ProcessingStatusList>\
        </x:ProcessingStatus>\
        <ProcessingStatus xmlns='urn:riv:interoperability:headers:1'>\
        <ProcessingStatusList><logicalAddress>B</logicalAddress>\
        <statusCode>DataFromTheMoon</statusCode><isResponseFromCache>ja</isResponseFromCache>\
        <lastUnsuccessfulSynchError><text>VP009</text><more/></lastUnsuccessfulSynchError>\
        <e:x xmlns:e='urn:e'/></ProcessingStatusList>\
        <ProcessingStatusList/>\
        <e:x xmlns:e='urn:e'/></ProcessingStatus>";
    let text = with_header(header, "");
    let states = read(&text).unwrap().processing_status.unwrap().processing_status_list;
    assert_eq!(states.len(), 3);
    let (first, second) = (states[0].value.as_ref().unwrap(), states[1].value.as_ref().unwrap());
    assert_eq!(first.status_code, Some(StatusCode::DataFromSource));
    assert!(states[0].findings.is_empty());
    assert_eq!(second.logical_address.as_deref(), Some("B"));
    assert_eq!(second.status_code, Some(StatusCode::Unknown));
    assert_eq!(second.is_response_from_cache, None);
    let error = second.last_unsuccessful_synch_error.as_ref().unwrap();
    assert_eq!(error.text.as_deref(), Some("VP009"));
    assert_eq!(states[2].value.as_ref().unwrap().logical_address, None);
}

#[test]
fn an_empty_status_header_is_there() {
    let header = "<p:ProcessingStatus xmlns:p='urn:riv:interoperability:headers:1'/>";
    let text = with_header(header, "");
    let states = read(&text).unwrap().processing_status.unwrap();
    assert!(states.processing_status_list.is_empty());
    let none = soap("");
    assert!(read(&none).unwrap().processing_status.is_none());
}
