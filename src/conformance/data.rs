//! `--data`: the test patients at a producer, and what is known of them.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::domain::{HsaId, PatientId, PatientIdKind, SwedishDate};
use crate::rivta::GvhVersion;

/// The file as `conformance init` writes it, with every key explained. It can be run as it is
/// against the simulator's scenario of the same name.
pub const TEMPLATE: &str = include_str!("template.toml");

/// What is known of a producer's test data.
#[derive(Clone, Debug)]
pub struct Data {
    /// The contract that the producer speaks; `--contract` says otherwise.
    pub contract: GvhVersion,
    /// Whether it speaks the other version as well.
    pub both_contracts: Option<bool>,
    /// Patients with records.
    pub patients: Vec<TestPatient>,
    /// A patient without records at the producer.
    pub unknown_patient: Option<PatientId>,
    /// A care unit without records.
    pub unknown_care_unit: Option<HsaId>,
    /// A care contact that there is not.
    pub unknown_care_contact: Option<String>,
    /// A text that stands in some record, with letters that XML must escape.
    pub special_text: Option<String>,
    /// What some record of the patients holds, by the words of `[content]`.
    pub holds: Vec<Content>,
    /// Other consumers than the one of the certificate.
    pub consumers: Consumers,
}

/// A patient with records.
#[derive(Clone, Debug)]
pub struct TestPatient {
    /// The id asked with.
    pub id: PatientId,
    /// Other ids of the same person, which records may carry.
    pub other_ids: Vec<PatientId>,
    /// How many records there are.
    pub records: Option<usize>,
    /// Care units and how many records each has.
    pub care_units: Vec<Expected<HsaId>>,
    /// Care contacts and how many records each has.
    pub care_contacts: Vec<Expected<String>>,
    /// Periods and how many records each has.
    pub periods: Vec<Expected<(SwedishDate, SwedishDate)>>,
}

/// A value to select by, and how many records it selects.
#[derive(Clone, Debug)]
pub struct Expected<T> {
    /// The value.
    pub value: T,
    /// How many records it selects, where that is known.
    pub records: Option<usize>,
}

/// Other consumers, by HSA-id, for the producers that treat consumers differently.
#[derive(Clone, Debug, Default)]
pub struct Consumers {
    /// One that gets the same as everybody.
    pub equal: Option<HsaId>,
    /// One that gets nothing.
    pub refused: Option<HsaId>,
    /// One that gets everything but the records of one care unit.
    pub limited: Option<(HsaId, HsaId)>,
}

/// Contents that a record need not have, and that a producer says whether it can deliver.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// `approvedForPatient` true.
    ApprovedForPatient,
    /// `approvedForPatient` false.
    NotApprovedForPatient,
    /// `legalAuthenticator` with a time.
    Signed,
    /// No `legalAuthenticator`.
    Unsigned,
    /// `isDoseComplete` true.
    DoseComplete,
    /// `isDoseComplete` false.
    DoseNotComplete,
    /// `vaccinationUnstructuredNote`.
    UnstructuredNote,
    /// `vaccineName`.
    VaccineName,
    /// `patientAdverseEffect`.
    AdverseEffect,
    /// `vaccineTargetDisease`.
    TargetDisease,
    /// `nullified` true.
    Nullified,
    /// `nullified` false.
    NotNullified,
    /// `performer` and `performerOrg`.
    Performer,
    /// `riskCategory`.
    RiskCategory,
}

/// Why a file of test data cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The file cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// Not TOML, or a key that there is not, or a value of another kind. The text names the line.
    #[error("the test data cannot be read: {0}")]
    Format(String),
    /// A value that cannot be.
    #[error("{key}: {reason}")]
    Value {
        /// Where it stands, as `patient[1].care_unit[2].id`, counted from 1.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no patient to ask about.
    #[error("patient: at least one patient with records must be given")]
    NoPatient,
}

impl Data {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, DataError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| DataError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&text)
    }

    /// Reads the text of a file.
    pub fn parse(text: &str) -> Result<Self, DataError> {
        let written: Written = toml::from_str(text).map_err(|error| {
            // The message alone: the excerpt beside it would show what stands in the line.
            let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
            let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
            DataError::Format(format!("{place}{}", error.message()))
        })?;
        written.checked()
    }

    /// Every number in the file that identifies a patient, for taking them out of reports.
    pub fn numbers(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for patient in &self.patients {
            found.push(patient.id.number());
            found.extend(patient.other_ids.iter().map(PatientId::number));
        }
        found.extend(self.unknown_patient.as_ref().map(PatientId::number));
        found
    }
}

impl TestPatient {
    /// Whether the id is a region's own.
    pub fn has_local_reserve_number(&self) -> bool {
        matches!(self.id.kind(), PatientIdKind::LocalReserve { .. })
    }

    /// Whether a record with this id is this patient's.
    pub fn is(&self, oid: &str, number: &str) -> bool {
        self.id.is(oid, number) || self.other_ids.iter().any(|other| other.is(oid, number))
    }
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    contract: Option<String>,
    both_contracts: Option<bool>,
    #[serde(default)]
    patient: Vec<WrittenPatient>,
    #[serde(default)]
    unknown: WrittenUnknown,
    #[serde(default)]
    content: WrittenContent,
    #[serde(default)]
    consumer: WrittenConsumers,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPatient {
    id: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    other_ids: Vec<String>,
    records: Option<usize>,
    #[serde(default)]
    care_unit: Vec<WrittenExpected>,
    #[serde(default)]
    care_contact: Vec<WrittenExpected>,
    #[serde(default)]
    period: Vec<WrittenPeriod>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenExpected {
    id: String,
    records: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPeriod {
    start: String,
    end: String,
    records: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenUnknown {
    patient: Option<String>,
    care_unit: Option<String>,
    care_contact: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenContent {
    special_text: Option<String>,
    holds: Vec<Content>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenConsumers {
    equal: Option<String>,
    refused: Option<String>,
    limited: Option<WrittenLimited>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLimited {
    id: String,
    without_care_unit: String,
}

impl Written {
    fn checked(self) -> Result<Data, DataError> {
        let contract = match self.contract.as_deref() {
            None | Some("2.0") => GvhVersion::V2,
            Some("1.0") => GvhVersion::V1,
            Some(_) => return Err(value("contract", "must be \"1.0\" or \"2.0\"")),
        };
        if self.patient.is_empty() {
            return Err(DataError::NoPatient);
        }
        let patients = self.patient.into_iter().enumerate();
        let patients = patients.map(|(at, patient)| patient.checked(at + 1));
        let Self { unknown, content, consumer, .. } = self;
        if content.special_text.as_ref().is_some_and(|text| text.trim().is_empty()) {
            return Err(value("content.special_text", "must say something, or be left out"));
        }
        let limited = consumer.limited.map(|limited| {
            let id = parsed("consumer.limited.id", &limited.id)?;
            let unit = parsed("consumer.limited.without_care_unit", &limited.without_care_unit)?;
            Ok((id, unit))
        });
        Ok(Data {
            contract,
            both_contracts: self.both_contracts,
            patients: patients.collect::<Result<_, _>>()?,
            unknown_patient: optional("unknown.patient", unknown.patient)?,
            unknown_care_unit: optional("unknown.care_unit", unknown.care_unit)?,
            unknown_care_contact: unknown.care_contact,
            special_text: content.special_text,
            holds: content.holds,
            consumers: Consumers {
                equal: optional("consumer.equal", consumer.equal)?,
                refused: optional("consumer.refused", consumer.refused)?,
                limited: limited.transpose()?,
            },
        })
    }
}

impl WrittenPatient {
    fn checked(self, place: usize) -> Result<TestPatient, DataError> {
        let here = format!("patient[{place}]");
        let id = match &self.kind {
            Some(oid) => PatientId::parse(oid, &self.id),
            None => self.id.parse(),
        };
        let id = id.map_err(|error| value(&format!("{here}.id"), error))?;
        let other = |(at, text): (usize, &String)| {
            text.parse().map_err(|error: crate::domain::ParsePatientIdError| {
                value(&format!("{here}.other_ids[{}]", at + 1), error)
            })
        };
        let units = self.care_unit.into_iter().enumerate().map(|(at, unit)| {
            let value = parsed(&format!("{here}.care_unit[{}].id", at + 1), &unit.id)?;
            Ok(Expected { value, records: unit.records })
        });
        let contacts = self.care_contact.into_iter();
        let contacts = contacts.map(|it| Expected { value: it.id, records: it.records });
        let periods = self.period.into_iter().enumerate().map(|(at, period)| {
            let key = |name: &str| format!("{here}.period[{}].{name}", at + 1);
            let start: SwedishDate = parsed(&key("start"), &period.start)?;
            let end = parsed(&key("end"), &period.end)?;
            if end < start {
                return Err(value(&key("end"), "must not be before the start"));
            }
            Ok(Expected { value: (start, end), records: period.records })
        });
        Ok(TestPatient {
            id,
            other_ids: self.other_ids.iter().enumerate().map(other).collect::<Result<_, _>>()?,
            records: self.records,
            care_units: units.collect::<Result<_, _>>()?,
            care_contacts: contacts.collect(),
            periods: periods.collect::<Result<_, _>>()?,
        })
    }
}

fn value(key: &str, reason: impl ToString) -> DataError {
    DataError::Value { key: key.to_owned(), reason: reason.to_string() }
}

fn parsed<T>(key: &str, text: &str) -> Result<T, DataError>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    text.parse().map_err(|error: T::Err| value(key, error))
}

fn optional<T>(key: &str, text: Option<String>) -> Result<Option<T>, DataError>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    text.map(|text| parsed(key, &text)).transpose()
}
