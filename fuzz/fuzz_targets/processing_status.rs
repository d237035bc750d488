//! The header in which an aggregating service says how each source answered. It forgives, but it
//! never loses an entry.

#![no_main]

mod limits;

use libfuzzer_sys::fuzz_target;
use limits::LIMITS;
use vaccinjournal::rivta::envelope::{self, Envelope};
use vaccinjournal::rivta::get_vaccination_history_2::GetVaccinationHistoryResponse;

const BEFORE: &str = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>\
                      <ProcessingStatus xmlns='urn:riv:interoperability:headers:1'>";
const AFTER: &str = "</ProcessingStatus></s:Header><s:Body/></s:Envelope>";

fuzz_target!(|data: &str| {
    let text = format!("{BEFORE}{data}{AFTER}");
    let read: Result<Envelope<'_, GetVaccinationHistoryResponse<'_>>, _> =
        envelope::read(&text, &LIMITS);
    if let Ok(read) = read {
        let status = read.processing_status.expect("the header is there");
        let entries = data.matches("<ProcessingStatusList").count();
        assert!(status.processing_status_list.len() <= entries + data.matches(':').count());
    }
});
