//! A cut answer is an error wherever it is cut: never a shorter list.

use vaccinjournal::rivta::envelope::{self, Envelope};
use vaccinjournal::rivta::get_vaccination_history_2::GetVaccinationHistoryResponse;

use crate::contract_samples::{RECORD, RESULT, answer};
use crate::xml_messages::Chance;
use crate::xml_support::LIMITS;

fn reads(text: &str) -> bool {
    let envelope: Result<Envelope<'_, GetVaccinationHistoryResponse<'_>>, _> =
        envelope::read(text, &LIMITS);
    envelope.is_ok()
}

#[test]
fn an_answer_of_twenty_records_cut_at_any_byte_is_refused() {
    let text = answer(&format!("{}{RESULT}", RECORD.repeat(20)));
    assert!(reads(&text) && reads(&format!("{text}\n")));
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        assert!(!reads(&text[..end]), "cut at byte {end}");
    }
}

#[test]
fn an_answer_of_a_thousand_records_cut_anywhere_is_refused() {
    let text = answer(&format!("{}{RESULT}", RECORD.repeat(1000)));
    assert!(reads(&text));
    let mut chance = Chance::new(1);
    for _ in 0..40 {
        let end = text.floor_char_boundary(chance.below(text.len()));
        assert!(!reads(&text[..end]), "cut at byte {end}");
    }
}
