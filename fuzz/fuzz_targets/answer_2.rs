//! An answer of the second major version, from bytes. What is read must survive being written, and
//! no document without its last character may be read.

#![no_main]

mod limits;

use libfuzzer_sys::fuzz_target;
use limits::LIMITS;
use vaccinjournal::rivta::envelope::{self, Content, Envelope};
use vaccinjournal::rivta::get_vaccination_history_2::{GetVaccinationHistoryResponse, owned};
use vaccinjournal::rivta::writing;
use vaccinjournal::rivta::xml::{self, Limits};

type Answer<'a> = Envelope<'a, GetVaccinationHistoryResponse<'a>>;

/// What we write has our own prefixes and needs room for them.
const WIDE: Limits = Limits { bytes: 64 << 20, text_length: 1 << 20, ..LIMITS };

fuzz_target!(|data: &[u8]| {
    let Ok(text) = xml::decoded(data, None, &LIMITS) else { return };
    let read: Answer<'_> = match envelope::read(&text, &LIMITS) {
        Ok(read) => read,
        Err(error) => {
            xml::element_path(&text, error.offset);
            return;
        }
    };
    cut(&text);
    let Content::Message(item) = read.content else { return };
    let Ok(answer) = item.value else { return };
    for record in &answer.vaccination_medical_record {
        assert!(record.offset < text.len());
        assert!(record.findings.len() <= LIMITS.findings);
    }
    let ours = owned::GetVaccinationHistoryResponse::from(&*answer);
    let Ok(written) = writing::write_response(&ours, None) else { return };
    let again: Answer<'_> = envelope::read(&written, &WIDE).expect("our own writing is read");
    let Content::Message(item) = again.content else { panic!("our own message is known") };
    let again = owned::GetVaccinationHistoryResponse::from(&*item.value.expect("and is whole"));
    assert_eq!(again.vaccination_medical_record.len(), ours.vaccination_medical_record.len());
});

/// The last tag of a whole document ends in `>`; without it the document is cut.
fn cut(text: &str) {
    let Some(end) = text.rfind("Envelope").filter(|end| !text[*end..].contains("<!--")) else {
        return;
    };
    let read: Result<Answer<'_>, _> = envelope::read(&text[..end], &LIMITS);
    assert!(read.is_err(), "a cut document was read");
}
