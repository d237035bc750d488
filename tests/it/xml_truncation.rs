//! A cut answer is an error wherever it is cut: never a shorter list.

use vaccinjournal::rivta::check_blocks_4::CheckBlocksResponse;
use vaccinjournal::rivta::check_consent_2::CheckConsentResponse;
use vaccinjournal::rivta::check_patient_relation_1::CheckPatientRelationResponse;
use vaccinjournal::rivta::envelope::{self, Envelope};
use vaccinjournal::rivta::get_persons_for_profile_5::GetPersonsForProfileResponse;
use vaccinjournal::rivta::get_vaccination_history_2::GetVaccinationHistoryResponse;
use vaccinjournal::rivta::store_log_2::StoreLogResponse;

use crate::contract_samples::{RECORD, RESULT, answer};
use crate::xml_messages::{Chance, Contract, Style, envelope as written};
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

/// A contract's name, and whether its answer can be read from a text.
type Case = (&'static str, fn(&str) -> bool);

#[test]
fn an_answer_of_a_security_service_cut_at_any_byte_is_refused() {
    let cases: [Case; 5] = [
        ("check-blocks-4", |text| envelope::read::<CheckBlocksResponse<'_>>(text, &LIMITS).is_ok()),
        ("check-consent-2", |text| {
            envelope::read::<CheckConsentResponse<'_>>(text, &LIMITS).is_ok()
        }),
        ("check-patient-relation-1", |text| {
            envelope::read::<CheckPatientRelationResponse<'_>>(text, &LIMITS).is_ok()
        }),
        ("store-log-2", |text| envelope::read::<StoreLogResponse<'_>>(text, &LIMITS).is_ok()),
        ("get-persons-for-profile-5", |text| {
            envelope::read::<GetPersonsForProfileResponse<'_>>(text, &LIMITS).is_ok()
        }),
    ];
    for (name, reads) in cases {
        let mut chance = Chance::new(5);
        let message = Contract::read(name).answer(&mut chance, 1);
        let text = written(&message, Style::PLAIN, &mut chance);
        assert!(reads(&text), "{name}");
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert!(!reads(&text[..end]), "{name} cut at byte {end}");
        }
    }
}
