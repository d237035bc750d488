//! One source system: what it answers, and how it goes about it.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use tokio::time::Instant;
use uuid::Uuid;

use super::contract::Version;
use super::fault::{Fault, envelope, soap};
use super::habit::Habit;
use super::packing;
use super::question::Question;
use super::record;
use super::scenario::{
    Behaviour, ConnectionTrouble, Dose, FaultShape, MessageShape, Producer, Scenario, Sender,
    WireFault,
};
use super::selection;
use super::xml::{self, Element};

/// What came of asking a producer, as the platform meets it.
pub(super) enum Outcome {
    /// An HTTP answer of the producer.
    Answered(Response<Bytes>),
    /// No answer at all.
    Unreachable(ConnectionTrouble),
    /// The platform's front or the platform itself answers in its place.
    Instead(Response<Bytes>),
    /// The answer, and how the connection to the consumer breaks while it is sent.
    Broken(Response<Bytes>, WireFault),
}

/// Asks a producer. A producer that hangs never returns.
pub(super) async fn ask(scenario: &Scenario, producer: &Producer, question: &Question) -> Outcome {
    // Making the answer is part of the time that the producer is said to take.
    let due =
        Instant::now() + scenario.platform.scaled(producer.delay + slowed(producer, question));
    let outcome = outcome(scenario, producer, question).await;
    tokio::time::sleep_until(due).await;
    outcome
}

/// A producer that cannot stand much at once is slow at it as well, in milliseconds. What it then
/// does wrong does not depend on how fast this machine is.
fn slowed(producer: &Producer, question: &Question) -> u64 {
    let suffers = producer.habits.iter().any(|it| matches!(it, Habit::MixesUp | Habit::Tires));
    if suffers && question.under_way > 1 { 400 } else { 0 }
}

async fn outcome(scenario: &Scenario, producer: &Producer, question: &Question) -> Outcome {
    match &producer.behaviour {
        Behaviour::Hang => std::future::pending().await,
        Behaviour::Unreachable { trouble } => Outcome::Unreachable(*trouble),
        Behaviour::Fault { code, shape } => {
            let fault = Fault {
                code: *code,
                instance: &scenario.platform.instance,
                detail: fault_detail(*code, producer, question),
            };
            Outcome::Instead(fault.shaped(*shape))
        }
        Behaviour::Body { status, text, headers, from } => {
            let response = body(*status, text, headers);
            match from {
                Sender::Producer => Outcome::Answered(response),
                Sender::Front => Outcome::Instead(response),
            }
        }
        Behaviour::Wire { fault } => Outcome::Broken(answer(scenario, producer, question), *fault),
        _ => match trouble(producer, question) {
            Some(detail) => Outcome::Instead(own_fault(scenario, producer, question, detail)),
            None => Outcome::Answered(answer(scenario, producer, question)),
        },
    }
}

/// Why a producer that answers gives a fault: the question breaks the contract's schema, or the
/// producer has a habit of it.
fn trouble(producer: &Producer, question: &Question) -> Option<&'static str> {
    let has = |habit| producer.habits.contains(&habit);
    let day = |day: &Option<String>| {
        day.as_ref().is_none_or(|day| day.len() == 8 && day.bytes().all(|it| it.is_ascii_digit()))
    };
    let knows_patient = || producer.doses.iter().any(|dose| dose.patient == question.patient);
    let knows_unit = |wanted: &String| producer.units.iter().any(|unit| unit.hsa_id == *wanted);
    let knows_contact = |wanted: &String| {
        producer.doses.iter().any(|dose| dose.care_contact.as_ref() == Some(wanted))
    };
    let has_days = day(&question.from) && day(&question.until);
    let is_wrong = question.patient.is_empty() && !has(Habit::TakesNoPatient)
        || !has_days && !has(Habit::TakesNoDate);
    if is_wrong {
        return Some("The question is not valid by the contract's schema");
    }
    let breaks = has(Habit::FaultForUnknownPatient) && !knows_patient()
        || has(Habit::FaultForUnknownCareUnit) && !question.care_units.iter().all(knows_unit)
        || has(Habit::FaultForUnknownCareContact)
            && !question.care_contacts.iter().all(knows_contact)
        || has(Habit::FaultForSourceSystem) && names_only_the_system(producer, question)
        || has(Habit::NoUtf16) && question.is_utf_16
        || has(Habit::NoUtf8Mark) && question.is_marked_utf_8;
    breaks.then_some("java.lang.NullPointerException")
}

fn names_only_the_system(producer: &Producer, question: &Question) -> bool {
    question.source_system.as_ref().is_some_and(|it| it == producer.logical_address())
        && question.care_contacts.is_empty()
        && question.patient_type.starts_with("1.2.752.129.2.1.3.")
}

fn own_fault(
    scenario: &Scenario,
    producer: &Producer,
    question: &Question,
    detail: &str,
) -> Response<Bytes> {
    let has = |habit| producer.habits.contains(&habit);
    let mut detail = detail.to_owned();
    if !has(Habit::FaultsWithoutLogId) {
        detail.push_str(&format!("; log id {}", Uuid::new_v4()));
    }
    if has(Habit::NamesPatientInFaults) {
        let first = producer.doses.first().map(|dose| dose.patient.as_str()).unwrap_or_default();
        let patient = if question.patient.is_empty() { first } else { &question.patient };
        detail.push_str("; patient ");
        detail.push_str(patient);
    }
    let fault = Fault { code: None, instance: &scenario.platform.instance, detail };
    match has(Habit::FaultsWithStatus200) {
        true => fault.shaped(FaultShape::Status200),
        false => fault.response(),
    }
}

/// The HTTP answer with the message that the behaviour asks for.
fn answer(scenario: &Scenario, producer: &Producer, question: &Question) -> Response<Bytes> {
    let message = envelope(Vec::new(), body_of(scenario, producer, question));
    let mut text = xml::write(&message, producer.writing.prefixes);
    if producer.habits.contains(&Habit::LosesLetters) {
        text = text.chars().map(|letter| if letter.is_ascii() { letter } else { '?' }).collect();
    }
    for (right, wrong) in &producer.rewritten {
        text = text.replace(right, wrong);
    }
    let mut bytes = packing::encoded(&text, producer.writing.encoding);
    if let Behaviour::Cut { left } = producer.behaviour {
        bytes.truncate(bytes.len() * usize::from(left.min(1000)) / 1000);
    }
    packing::packed(soap(StatusCode::OK, bytes), producer.writing.packaging)
}

/// What stands in the body.
fn body_of(scenario: &Scenario, producer: &Producer, question: &Question) -> Vec<Element> {
    let version = question.version;
    let records = || records(scenario, producer, question);
    let good = || response(version, records(), Some(result("OK", None, None, version)));
    match &producer.behaviour {
        Behaviour::Result { code, error_code, message, with_records } => {
            let records = if *with_records { records() } else { Vec::new() };
            let result = result(code, error_code.as_deref(), message.as_deref(), version);
            vec![response(version, records, Some(result))]
        }
        Behaviour::Message { shape } => match shape {
            MessageShape::OtherOperation => {
                let other = "urn:riv:clinicalprocess:activityprescription:actoutcome:GetMedicationHistoryResponder:2";
                vec![Element::new(other, "GetMedicationHistoryResponse")]
            }
            MessageShape::TwoResponses => vec![good(), good()],
            MessageShape::EmptyBody => Vec::new(),
            MessageShape::FaultAndResponse => {
                let fault = Element::new(super::contract::SOAP, "Fault")
                    .with(Element::leaf("", "faultcode", "soapenv:Server"))
                    .with(Element::leaf("", "faultstring", "halvvägs"));
                vec![good(), fault]
            }
            MessageShape::NoResult => vec![response(version, records(), None)],
        },
        _ if is_forbidden(producer, question) => {
            let text = "sourceSystemHSAid must be the addressed system";
            let result = result("ERROR", Some("INVALID_REQUEST"), Some(text), version);
            let besides = producer.habits.contains(&Habit::RecordsBesideError);
            vec![response(version, if besides { records() } else { Vec::new() }, Some(result))]
        }
        _ => vec![good()],
    }
}

/// The contract lets a question name the source system only if it is the one addressed, and demands
/// that it does where it selects by care contact or by a local reserve number.
fn is_forbidden(producer: &Producer, question: &Question) -> bool {
    let has = |habit| producer.habits.contains(&habit);
    let is_local =
        !question.patient_type.is_empty() && record::is_local_reserve(&question.patient_type);
    let alone = question.source_system.is_none();
    producer.honours_filters
        && (alone && !question.care_contacts.is_empty() && !has(Habit::TakesContactAlone)
            || alone && is_local && !has(Habit::TakesReserveAlone)
            || !has(Habit::AnswersForOthers) && asks_for_another_system(producer, question))
}

fn asks_for_another_system(producer: &Producer, question: &Question) -> bool {
    let addressed = |wanted: &String| {
        wanted.eq_ignore_ascii_case(&producer.address)
            || wanted.eq_ignore_ascii_case(producer.logical_address())
    };
    producer.honours_filters && question.source_system.as_ref().is_some_and(|it| !addressed(it))
}

fn response(version: Version, records: Vec<Element>, result: Option<Element>) -> Element {
    let mut response =
        Element::new(version.responder(), "GetVaccinationHistoryResponse").with_all(records);
    // Version 1.0 has no result.
    if let Some(result) = result.filter(|_| version == Version::V2) {
        response.push(result);
    }
    response
}

/// The result element of version 2.0.
pub(super) fn result(
    code: &str,
    error_code: Option<&str>,
    message: Option<&str>,
    version: Version,
) -> Element {
    let core = version.core();
    let mut result =
        Element::new(version.responder(), "result").with(Element::leaf(core, "resultCode", code));
    result.push_text(core, "errorCode", error_code);
    result.push(Element::leaf(core, "logId", Uuid::new_v4().to_string()));
    result.push_text(core, "message", message);
    result
}

/// The records that answer the question.
fn records(scenario: &Scenario, producer: &Producer, question: &Question) -> Vec<Element> {
    let mut records: Vec<Element> = Vec::new();
    for (place, dose) in producer.doses.iter().enumerate() {
        if !is_asked_for(producer, dose, question) {
            continue;
        }
        let mut record = record::of(scenario, producer, dose, place, question.version);
        let has = |habit| producer.habits.contains(&habit);
        let other = has(Habit::OtherIdsInVersion1) && question.version == Version::V1;
        if has(Habit::NumbersAnew) || other {
            let number = Uuid::new_v4().to_string();
            record.set_text(&["vaccinationMedicalRecordHeader", "documentId"], number);
        }
        match records.last_mut().filter(|_| dose.same_document) {
            Some(document) => record::join(document, &record),
            None => records.push(record),
        }
    }
    if let Behaviour::Huge { records: count, comment } = producer.behaviour {
        records.extend((0..count).map(|n| made_up(scenario, producer, question, n, comment)));
    }
    records
}

fn is_asked_for(producer: &Producer, dose: &Dose, question: &Question) -> bool {
    // The kind of number is part of the identity, and even careless producers look for the patient.
    let is_same =
        dose.patient == question.patient && record::patient_type(dose) == question.patient_type;
    let links = |ids: &Vec<String>| ids.contains(&dose.patient) && ids.contains(&question.patient);
    let is_linked =
        !producer.habits.contains(&Habit::ForgetsLinkedIds) && producer.linked.iter().any(links);
    let is_hers = is_same || is_linked;
    selection::is_known(producer, dose, question, is_hers)
        && (!producer.honours_filters || selection::fits(producer, dose, question))
}

fn made_up(
    scenario: &Scenario,
    producer: &Producer,
    question: &Question,
    number: u32,
    comment: usize,
) -> Element {
    let vaccine = scenario.vaccines.get(number as usize % scenario.vaccines.len().max(1));
    let dose = Dose {
        patient: question.patient.clone(),
        date: format!("{:04}-{:02}-{:02}", 1960 + number % 60, 1 + number % 12, 1 + number % 28),
        vaccine: vaccine.map(|vaccine| vaccine.name.clone()),
        note: vaccine.is_none().then(|| "Vaccinerad".to_owned()),
        batch: Some(format!("B{number:05}")),
        comment: (comment > 0).then(|| "x".repeat(comment)),
        ..Dose::default()
    };
    record::of(scenario, producer, &dose, producer.doses.len() + number as usize, question.version)
}

fn body(status: u16, text: &str, headers: &[(String, String)]) -> Response<Bytes> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = soap(status, text.to_owned());
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn fault_detail(code: Option<u8>, producer: &Producer, question: &Question) -> String {
    let namespace = question.version.responder();
    let address = producer.logical_address();
    match code {
        None => "EI000: A technical error has occurred, error message: null".to_owned(),
        Some(1) => "No RIV version configured".to_owned(),
        Some(4) => format!(
            "No receiverId (logical address) found for serviceNamespace: {namespace}, receiverId: {address}"
        ),
        Some(9) => format!(
            "Error connecting to service producer at address {}. Exception Caught by Camel when contacting producer. Exception information: (java.io.IOException: Connection reset by peer)",
            url(producer)
        ),
        Some(11) => "Caller was not on the white list of accepted IP-addresses.  IP-address: 10.20.30.40. HTTP header that caused checking: X-Forwarded-For".to_owned(),
        Some(12) => "Server problem, VP does not have all necessary resources to operate.".to_owned(),
        Some(14) => String::new(),
        Some(_) => format!("serviceNamespace: {namespace}, receiverId: {address}"),
    }
}

/// The physical address that the platform names in its faults.
pub(super) fn url(producer: &Producer) -> String {
    format!("https://{}.producer.example/gvh", producer.address.to_lowercase())
}
