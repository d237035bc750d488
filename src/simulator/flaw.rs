//! What can be wrong with one record among good ones. Real producers have sent most of these.

use serde::Deserialize;

use super::xml::{Content, Element};

/// One thing that is wrong with a record.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// Another patient's number.
    ForeignPatient,
    /// The same digits under another type.
    ForeignType,
    /// A reserve number.
    ReserveNumber,
    /// The number without century.
    NoCentury,
    /// No patient.
    PatientMissing,
    /// A patient without a number.
    PatientEmpty,
    /// Two patients.
    PatientTwice,
    /// No date at all.
    DateMissing,
    /// A year in place of the date.
    DateYearOnly,
    /// The 31st of February.
    DateImpossible,
    /// A date that has not come.
    DateInFuture,
    /// A date long before the patient.
    DateBeforeBirth,
    /// No author time.
    AuthorTimeMissing,
    /// An author time that is none.
    AuthorTimeImpossible,
    /// A dose number with forty digits.
    DoseNumberHuge,
    /// A dose number in words.
    DoseNumberText,
    /// A dose number above the number of doses.
    DoseNumberTooHigh,
    /// A quantity that is not a number.
    QuantityNotANumber,
    /// A quantity without end.
    QuantityInfinite,
    /// `approvedForPatient` in Swedish.
    BooleanText,
    /// `nullified` left out.
    NullifiedMissing,
    /// A reason on a record that is not nullified.
    ReasonWithoutNullified,
    /// No document id.
    DocumentIdMissing,
    /// No source system.
    SourceSystemMissing,
    /// No care unit.
    CareUnitMissing,
    /// No care provider.
    CareProviderMissing,
    /// No header.
    HeaderMissing,
    /// No body.
    BodyMissing,
    /// No registration.
    RegistrationMissing,
    /// Elements of another namespace wherever the schema allows them.
    Extended,
    /// A decoy: an element of another namespace with the name of a real one.
    Decoy,
    /// A comment of a megabyte.
    LongComment,
    /// Header elements in another order.
    OtherOrder,
}

const HEADER: &str = "vaccinationMedicalRecordHeader";
const BODY: &str = "vaccinationMedicalRecordBody";
const ACCOUNTABLE: &str = "accountableHealthcareProfessional";
/// A number of the tax agency's test series, and no scenario's patient.
const SOMEBODY_ELSE: &str = "198611062384";

/// Breaks a record.
pub fn apply(flaw: Flaw, record: &mut Element) {
    let core = record.children().next().map(|child| child.namespace.clone()).unwrap_or_default();
    let leaf = |name: &str, text: &str| Element::leaf(&core, name, text);
    match flaw {
        Flaw::ForeignPatient => record.set_text(&[HEADER, "patientId", "id"], SOMEBODY_ELSE),
        Flaw::ForeignType => {
            record.set_text(&[HEADER, "patientId", "type"], "1.2.752.129.2.1.3.3");
        }
        Flaw::ReserveNumber => {
            record.set_text(&[HEADER, "patientId", "id"], "990012345678");
            record.set_text(&[HEADER, "patientId", "type"], "1.2.752.97.3.1.3");
        }
        Flaw::NoCentury => {
            let number = record.text_at(&[HEADER, "patientId", "id"]).unwrap_or_default();
            let short = number.get(2..).unwrap_or_default().to_owned();
            record.set_text(&[HEADER, "patientId", "id"], short);
        }
        Flaw::PatientMissing => record.remove(&[HEADER, "patientId"]),
        Flaw::PatientEmpty => record.set_text(&[HEADER, "patientId", "id"], ""),
        Flaw::PatientTwice => {
            if let Some(header) = record.at_mut(&[HEADER])
                && let Some(mut other) = header.child("patientId").cloned()
            {
                other.set_text(&["id"], SOMEBODY_ELSE);
                header.insert_before(ACCOUNTABLE, other);
            }
        }
        Flaw::DateMissing => {
            record.remove(&[HEADER, "documentTime"]);
            record.remove(&[BODY, "registrationRecord", "date"]);
        }
        Flaw::DateYearOnly => date(record, "1895", "1895"),
        Flaw::DateImpossible => date(record, "20230231", "20230231120000"),
        Flaw::DateInFuture => date(record, "20990101", "20990101120000"),
        Flaw::DateBeforeBirth => date(record, "19010101", "19010101120000"),
        Flaw::AuthorTimeMissing => record.remove(&[HEADER, ACCOUNTABLE, "authorTime"]),
        Flaw::AuthorTimeImpossible => {
            record.set_text(&[HEADER, ACCOUNTABLE, "authorTime"], "20230231999999");
        }
        Flaw::DoseNumberHuge => dose_number(record, &format!("1{}", "0".repeat(40))),
        Flaw::DoseNumberText => dose_number(record, "två"),
        Flaw::DoseNumberTooHigh => dose_number(record, "99"),
        Flaw::QuantityNotANumber => quantity(record, "NaN"),
        Flaw::QuantityInfinite => quantity(record, "INF"),
        Flaw::BooleanText => record.set_text(&[HEADER, "approvedForPatient"], "ja"),
        Flaw::NullifiedMissing => record.remove(&[HEADER, "nullified"]),
        Flaw::ReasonWithoutNullified => {
            record.set_text(&[HEADER, "nullified"], "false");
            if let Some(header) = record.at_mut(&[HEADER]) {
                header.push(leaf("nullifiedReason", "fel patient"));
            }
        }
        Flaw::DocumentIdMissing => record.remove(&[HEADER, "documentId"]),
        Flaw::SourceSystemMissing => record.remove(&[HEADER, "sourceSystemHSAId"]),
        Flaw::CareUnitMissing => {
            record.remove(&[HEADER, ACCOUNTABLE, "healthcareProfessionalCareUnitHSAId"]);
        }
        Flaw::CareProviderMissing => {
            record.remove(&[HEADER, ACCOUNTABLE, "healthcareProfessionalCareGiverHSAId"]);
        }
        Flaw::HeaderMissing => record.remove(&[HEADER]),
        Flaw::BodyMissing => record.remove(&[BODY]),
        Flaw::RegistrationMissing => record.remove(&[BODY, "registrationRecord"]),
        Flaw::Extended => {
            let extra = || {
                Element::new("urn:example:extension", "extra").with(Element::leaf(
                    "urn:example:extension",
                    "value",
                    "1",
                ))
            };
            let places: [&[&str]; 5] = [
                &[HEADER],
                &[HEADER, "patientId"],
                &[BODY, "registrationRecord"],
                &[BODY, "administrationRecord"],
                &[],
            ];
            for place in places {
                if let Some(element) = record.at_mut(place) {
                    element.push(extra());
                }
            }
        }
        Flaw::Decoy => {
            if let Some(given) = record.at_mut(&[BODY, "administrationRecord"]) {
                let decoy = Element::leaf("urn:example:decoy", "vaccineBatchId", "LOCKBETE");
                given.content.insert(0, Content::Element(decoy.clone()));
                given.push(decoy);
            }
        }
        Flaw::LongComment => {
            if let Some(given) = record.at_mut(&[BODY, "administrationRecord"]) {
                given.remove(&["commentAdministration"]);
                let comment = leaf("commentAdministration", &"å".repeat(1 << 19));
                let next = ["patientAdverseEffect", "typeOfVaccine", "vaccineType", "vaccineName"];
                let before = next.into_iter().find(|name| given.child(name).is_some());
                given.insert_before(before.unwrap_or("vaccineBatchId"), comment);
            }
        }
        Flaw::OtherOrder => {
            if let Some(header) = record.at_mut(&[HEADER]) {
                header.content.reverse();
            }
        }
    }
}

fn date(record: &mut Element, day: &str, moment: &str) {
    record.set_text(&[BODY, "registrationRecord", "date"], day);
    record.set_text(&[HEADER, "documentTime"], moment);
}

fn dose_number(record: &mut Element, text: &str) {
    record.set_text(&[BODY, "administrationRecord", "doseOrdinalNumber"], text);
}

fn quantity(record: &mut Element, value: &str) {
    for dose in ["dose", "dosage"] {
        record.set_text(&[BODY, "administrationRecord", dose, "quantity", "value"], value);
    }
}
