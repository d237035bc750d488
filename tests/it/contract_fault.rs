//! Faults in every shape that has been seen: the code is found, and nothing else is demanded.

use vaccinjournal::rivta::envelope::Content;
use vaccinjournal::rivta::fault::Fault;

use crate::contract_samples::{read, soap};

fn fault(inside: &str) -> Fault {
    of_envelope(&soap(&format!("<s:Fault>{inside}</s:Fault>")))
}

fn of_envelope(text: &str) -> Fault {
    match read(text).unwrap().content {
        Content::Fault(fault) => fault,
        other => panic!("{other:?} is no fault, in:\n{text}"),
    }
}

#[test]
fn the_code_of_the_platform_is_found_in_every_shape() {
    let escaped = "&lt;soap:Fault>&lt;faultstring>VP007 x&lt;/faultstring>&lt;/soap:Fault>";
    let cases = [
        ("<faultcode>s:Server</faultcode><faultstring>VP009 [NTJP] Fel</faultstring>", "VP009"),
        ("<faultstring>VP004 No receiver</faultstring><detail>bare text</detail>", "VP004"),
        ("<faultstring><![CDATA[VP002]]> x</faultstring><detail/>", "VP002"),
        ("<faultstring xml:lang='en'>VP0<!-- -->11 [A Remote] VP009</faultstring>", "VP011"),
        (
            "<faultstring>null</faultstring><detail><detailString>VP013 x</detailString></detail>",
            "VP013",
        ),
        ("<faultstring>x</faultstring><details><a><b>VP&#48;15</b></a></details>", "VP015"),
        ("<c:faultstring>VP008: x</c:faultstring>", "VP008"),
        (&format!("<faultstring>VP011 [R] {escaped}</faultstring>"), "VP011"),
        (&format!("<faultstring>x</faultstring><detail>{escaped}</detail>"), "VP007"),
        (
            "<s:Code><s:Value>e</s:Value></s:Code><s:Reason><s:Text>VP010</s:Text></s:Reason>",
            "VP010",
        ),
    ];
    for (inside, code) in cases {
        assert_eq!(fault(inside).code(), Some(code), "{inside}");
    }
}

#[test]
fn a_fault_need_not_have_a_code() {
    let cases = [
        "",
        "<faultstring/>",
        "<faultstring>null</faultstring>",
        "<faultstring>EI000: A technical error</faultstring>",
        "<faultstring>XVP009 VP00 VP0099 vp009</faultstring>",
        "<detail><detailString>VP_PRODUCER_EXCEPTION</detailString></detail>",
    ];
    for inside in cases {
        assert_eq!(fault(inside).code(), None, "{inside}");
    }
}

#[test]
fn the_texts_are_told_apart() {
    let read = fault(
        "<faultcode>s:Client.x</faultcode><faultactor>a</faultactor>\
         <faultstring>  VP009 [NTJP] Fel vid kontakt.\n</faultstring>\
         <detail><detailString>Error VP_PRODUCER_EXCEPTION_HTTP_STATUS=503</detailString>\
         <n:more xmlns:n='urn:n'>once</n:more></detail>",
    );
    assert_eq!(read.fault_code, "s:Client.x");
    assert_eq!(read.text, "VP009 [NTJP] Fel vid kontakt.");
    assert_eq!(read.detail, "Error VP_PRODUCER_EXCEPTION_HTTP_STATUS=503 once");
    assert_eq!(read.instance(), Some("NTJP"));
    assert_eq!(read.producer_status(), Some(503));
}

#[test]
fn a_fault_of_soap_1_2_is_a_fault() {
    let read = of_envelope(
        "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body><e:Fault>\
         <e:Code><e:Value>e:Receiver</e:Value></e:Code>\
         <e:Reason><e:Text xml:lang='sv'>VP012 nere</e:Text></e:Reason>\
         <e:Detail><x>y</x></e:Detail></e:Fault></e:Body></e:Envelope>",
    );
    assert_eq!(read.fault_code, "e:Receiver");
    assert_eq!(read.code(), Some("VP012"));
    assert_eq!(read.detail, "y");
}

#[test]
fn debug_output_shows_no_text_of_a_fault() {
    let read = fault("<faultstring>VP009 Invalid Id: 191212121212</faultstring>");
    let shown = format!("{read:?}");
    assert!(shown.contains("VP009") && !shown.contains("191212121212"), "{shown}");
}
