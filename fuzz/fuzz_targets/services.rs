//! Answers of the security services and the person register, from bytes. Each is tried as every
//! contract's answer: what one reads, no other may take for its own.

#![no_main]

mod limits;

use libfuzzer_sys::fuzz_target;
use limits::LIMITS;
use vaccinjournal::rivta::check_blocks_4::CheckBlocksResponse;
use vaccinjournal::rivta::check_consent_2::CheckConsentResponse;
use vaccinjournal::rivta::check_patient_relation_1::CheckPatientRelationResponse;
use vaccinjournal::rivta::contract::Body;
use vaccinjournal::rivta::envelope::{self, Content, Envelope};
use vaccinjournal::rivta::get_persons_for_profile_5::GetPersonsForProfileResponse;
use vaccinjournal::rivta::store_log_2::StoreLogResponse;
use vaccinjournal::rivta::xml;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = xml::decoded(data, None, &LIMITS) else { return };
    let read = [
        is_message::<CheckBlocksResponse<'_>>(&text),
        is_message::<CheckConsentResponse<'_>>(&text),
        is_message::<CheckPatientRelationResponse<'_>>(&text),
        is_message::<StoreLogResponse<'_>>(&text),
        is_message::<GetPersonsForProfileResponse<'_>>(&text),
    ];
    assert!(read.into_iter().filter(|read| *read).count() <= 1);
});

fn is_message<'a, B: Body<'a>>(text: &'a str) -> bool {
    let read: Result<Envelope<'a, B>, _> = envelope::read(text, &LIMITS);
    matches!(read, Ok(Envelope { content: Content::Message(_), .. }))
}
