//! Answers with all fields filled, and the readers that are compared on them.

use jiff::Timestamp;
use quick_xml::events::Event;
use quick_xml::{NsReader, Reader};
use vaccinjournal::domain::{LogicalAddress, PatientId, SourceKind};
use vaccinjournal::journal::decode::{
    AskedSource, Context, Decoded, Identities, vaccination_history_text,
};
use vaccinjournal::rivta::GvhVersion;
use vaccinjournal::rivta::envelope::{self, Content, Envelope};
use vaccinjournal::rivta::get_vaccination_history_2::{
    GetVaccinationHistoryResponse, ResultCode, owned,
};
use vaccinjournal::rivta::writing;
use vaccinjournal::rivta::xml::{self, Limits};
use yaserde::{YaDeserialize, YaSerialize};

pub const LIMITS: Limits = Limits {
    bytes: 256 << 20,
    depth: 64,
    attributes: 128,
    namespace_bindings: 256,
    name_length: 512,
    text_length: 1 << 20,
    records: 100_000,
    list_entries: 1_000_000,
    findings: 16,
};

/// An answer of so many records.
pub fn answer(records: usize) -> String {
    let answer = owned::GetVaccinationHistoryResponse {
        vaccination_medical_record: (0..records).map(record).collect(),
        result: owned::CallResult {
            result_code: ResultCode::Ok,
            log_id: "5b1ff0a0-7e34-4f0e-a9f6-6f4d8f3d1c11".to_owned(),
            ..Default::default()
        },
    };
    writing::write_response(&answer, None).expect("the sample can be written")
}

fn record(number: usize) -> owned::VaccinationMedicalRecord {
    owned::VaccinationMedicalRecord {
        vaccination_medical_record_header: owned::PatientSummaryHeader {
            document_id: format!("SE2321000016-1A2B-{number:08}"),
            source_system_hsa_id: "SE2321000016-1A2B".to_owned(),
            document_title: Some("Vaccination".to_owned()),
            document_time: Some("20240301101500".to_owned()),
            patient_id: owned::PersonId {
                id: "191212121212".to_owned(),
                kind: "1.2.752.129.2.1.3.1".to_owned(),
            },
            accountable_healthcare_professional: owned::HealthcareProfessional {
                author_time: "20240301101500".to_owned(),
                healthcare_professional_hsa_id: Some("SE2321000016-9Z9Z".to_owned()),
                healthcare_professional_name: Some("Åsa Öberg & Söner".to_owned()),
                healthcare_professional_role_code: Some(code("Sjuksköterska")),
                healthcare_professional_org_unit: Some(unit()),
                healthcare_professional_care_unit_hsa_id: Some("SE2321000016-CU01".to_owned()),
                healthcare_professional_care_giver_hsa_id: Some("SE2321000016-CG01".to_owned()),
            },
            legal_authenticator: Some(owned::LegalAuthenticator {
                signature_time: "20240301111500".to_owned(),
                legal_authenticator_hsa_id: Some("SE2321000016-9Z9Z".to_owned()),
                legal_authenticator_name: Some("Åsa Öberg".to_owned()),
            }),
            approved_for_patient: true,
            care_contact_id: Some(format!("contact-{number}")),
            nullified: Some(false),
            nullified_reason: None,
        },
        vaccination_medical_record_body: owned::VaccinationMedicalRecordBody {
            registration_record: registration(),
            administration_record: vec![administration(number)],
            additional_patient_information: Some(owned::AdditionalPatientInformation {
                date_of_birth: "19121212".to_owned(),
                gender: Some(code("Man")),
            }),
        },
    }
}

fn registration() -> owned::RegistrationRecord {
    owned::RegistrationRecord {
        care_giver_org: unit(),
        care_giver_contact: Some(actor()),
        source_system_name: "Journalsystemet".to_owned(),
        source_system_product_name: Some("Journal".to_owned()),
        source_system_product_version: Some("8.3.2".to_owned()),
        source_system_contact: actor(),
        care_unit_smi_id: Some("SMI-77".to_owned()),
        date: "20240301".to_owned(),
        patient_postal_code: Some("41301".to_owned()),
        vaccination_unstructured_note: Some(
            "Patienten väntade 15 minuter < utan besvär > efter dosen. ".repeat(8),
        ),
        risk_category: vec![code("Ålder över 65 år")],
        patient_adverse_effect: vec![code("Rodnad")],
    }
}

fn administration(number: usize) -> owned::AdministrationRecord {
    owned::AdministrationRecord {
        vaccination_program_name: Some(code("Allmänna programmet")),
        prescriber_org: Some(unit()),
        prescriber_person: Some(actor()),
        performer_org: Some(unit()),
        performer: Some(actor()),
        anatomical_site: Some(code("Vänster överarm")),
        route: Some(code("Intramuskulärt")),
        dose: Some(owned::Dose {
            quantity: Some(owned::Quantity { value: "0.5".to_owned(), unit: "ml".to_owned() }),
            display_name: "0,5 ml".to_owned(),
        }),
        is_dose_complete: Some(true),
        dose_ordinal_number: Some((number % 3 + 1).to_string()),
        number_of_prescribed_doses: Some("3".to_owned()),
        source_description: Some("Journal".to_owned()),
        comment_prescription: Some("Ordinerad enligt schema".to_owned()),
        comment_administration: Some("Given utan besvär".to_owned()),
        patient_adverse_effect: vec![code("Ömhet")],
        type_of_vaccine: Some(code("Fästingburen encefalit")),
        vaccine_name: Some(code("FSME-IMMUN Vuxen")),
        vaccine_batch_id: Some(format!("VNR1{number:05}")),
        vaccine_manufacturer: Some("Tillverkaren AB".to_owned()),
        vaccine_target_disease: vec![code("Fästingburen encefalit"), code("Annan")],
        vaccination_unique_reference: Some(owned::InstanceIdentifier {
            root: "1.2.752.129.2.1.2.1".to_owned(),
            extension: Some(format!("{number}")),
        }),
    }
}

fn code(text: &str) -> owned::CodedValue {
    owned::CodedValue {
        code: Some("836374004".to_owned()),
        code_system: Some("1.2.752.116.2.1.1".to_owned()),
        code_system_name: Some("Snomed CT SE".to_owned()),
        code_system_version: Some("2024-05-31".to_owned()),
        display_name: Some(text.to_owned()),
        original_text: None,
    }
}

fn unit() -> owned::OrgUnit {
    owned::OrgUnit {
        org_unit_hsa_id: Some("SE2321000016-CU01".to_owned()),
        org_unit_name: Some("Vaccinationsmottagningen Östra".to_owned()),
        org_unit_telecom: Some("031-123 45 67".to_owned()),
        org_unit_email: Some("ostra@example.org".to_owned()),
        org_unit_address: Some("Storgatan 1, 413 01 Göteborg".to_owned()),
        org_unit_location: Some("Göteborg".to_owned()),
    }
}

fn actor() -> owned::Actor {
    owned::Actor {
        hsa_id: Some("SE2321000016-9Z9Z".to_owned()),
        person_name: Some("Åsa Öberg".to_owned()),
        person_email: Some("asa@example.org".to_owned()),
        person_telecom: Some("031-123 45 67".to_owned()),
        person_address: Some("Storgatan 1".to_owned()),
    }
}

/// Bare tokens: what any reader over quick-xml must pay.
pub fn tokens(text: &str) -> usize {
    let mut reader = Reader::from_str(text);
    let mut count = 0;
    while !matches!(reader.read_event().expect("well-formed"), Event::Eof) {
        count += 1;
    }
    count
}

/// Tokens with resolved namespaces: the measure that the decoder is held to.
pub fn resolved(text: &str) -> usize {
    let mut reader = NsReader::from_str(text);
    let mut count = 0;
    while !matches!(reader.read_resolved_event().expect("well-formed"), (_, Event::Eof)) {
        count += 1;
    }
    count
}

/// Our decoder from bytes to the contract's records, which borrow from the text; gives their number.
pub fn contract_records(bytes: &[u8]) -> usize {
    let text = xml::decoded(bytes, None, &LIMITS).expect("UTF-8");
    let envelope: Envelope<'_, GetVaccinationHistoryResponse<'_>> =
        envelope::read(&text, &LIMITS).expect("an envelope");
    let Content::Message(item) = envelope.content else { return 0 };
    item.value.expect("an answer").vaccination_medical_record.len()
}

/// The whole way from bytes to records of ours, with all checks, as the journal goes it: encoding,
/// well-formedness, limits, the contract's types, whose each record is, what is odd about it.
pub fn our_records(bytes: &[u8]) -> Decoded {
    let text = xml::decoded(bytes, None, &LIMITS).expect("UTF-8");
    let address: LogicalAddress = "SE2321000016-1A2B".parse().expect("an address");
    let asked = AskedSource {
        kind: SourceKind::SourceSystem { address: address.clone() },
        address,
        name: None,
        at: Timestamp::UNIX_EPOCH,
        correlation_id: None,
    };
    let patient: PatientId = "191212121212".parse().expect("a patient");
    let context = Context {
        identities: Identities { asked: &patient, linked: &[] },
        birth: Some("19121212".parse().expect("a day")),
        today: "20260101".parse().expect("a day"),
        limits: &LIMITS,
        longest_text: 2_000,
        own_system: &"SE5560000001-MVJ".parse().expect("a system"),
        nullified_is_optional: false,
    };
    vaccination_history_text(&asked, GvhVersion::V2, &text, &context).expect("an answer")
}

/// How many records came out, each without a mark: a decoder that gave up early would be fast.
pub fn faultless(decoded: &Decoded) -> usize {
    let records = decoded.outcomes.iter().flat_map(|outcome| &outcome.records);
    records.filter(|record| record.record().marks.is_empty()).count()
}

/// The derived reader of yaserde.
pub fn yaserde(text: &str) -> usize {
    let outer: Outer = yaserde::de::from_str(text).expect("an envelope");
    outer.body.answer.map_or(0, |answer| answer.vaccination_medical_record.len())
}

#[derive(YaDeserialize, YaSerialize)]
#[yaserde(rename = "Envelope", prefix = "soap",
    namespaces = {"soap" = "http://schemas.xmlsoap.org/soap/envelope/"})]
struct Outer {
    #[yaserde(rename = "Body", prefix = "soap")]
    body: Inner,
}

#[derive(Default, YaDeserialize, YaSerialize)]
#[yaserde(rename = "Body", prefix = "soap", namespaces = {
    "soap" = "http://schemas.xmlsoap.org/soap/envelope/",
    "message" = "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:2"})]
struct Inner {
    #[yaserde(rename = "GetVaccinationHistoryResponse", prefix = "message")]
    answer: Option<owned::GetVaccinationHistoryResponse>,
}
