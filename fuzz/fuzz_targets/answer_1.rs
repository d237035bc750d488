//! An answer of the first major version, from bytes.

#![no_main]

mod limits;

use libfuzzer_sys::fuzz_target;
use limits::LIMITS;
use vaccinjournal::rivta::envelope::{self, Content, Envelope};
use vaccinjournal::rivta::get_vaccination_history_1::{GetVaccinationHistoryResponse, owned};
use vaccinjournal::rivta::xml;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = xml::decoded(data, None, &LIMITS) else { return };
    let read: Result<Envelope<'_, GetVaccinationHistoryResponse<'_>>, _> =
        envelope::read(&text, &LIMITS);
    if let Ok(Envelope { content: Content::Message(item), .. }) = read
        && let Ok(answer) = item.value
    {
        let whole = answer.vaccination_medical_record.iter().filter(|item| item.value.is_ok());
        let ours = owned::GetVaccinationHistoryResponse::from(&*answer);
        assert_eq!(ours.vaccination_medical_record.len(), whole.count());
    }
});
