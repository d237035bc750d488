//! A fault around whatever text: it is read or the whole is refused, and its code has its form.

#![no_main]

mod limits;

use libfuzzer_sys::fuzz_target;
use limits::LIMITS;
use vaccinjournal::rivta::envelope::{self, Content, Envelope};
use vaccinjournal::rivta::get_vaccination_history_2::GetVaccinationHistoryResponse;

const BEFORE: &str =
    "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>";
const AFTER: &str = "</s:Fault></s:Body></s:Envelope>";

fuzz_target!(|data: &str| {
    let text = format!("{BEFORE}{data}{AFTER}");
    let read: Result<Envelope<'_, GetVaccinationHistoryResponse<'_>>, _> =
        envelope::read(&text, &LIMITS);
    if let Ok(Envelope { content: Content::Fault(fault), .. }) = read {
        if let Some(code) = fault.code() {
            assert!(code.len() == 5 && code.starts_with("VP"));
        }
        fault.instance();
        fault.producer_status();
    }
});
