//! What is known when the cases choose their questions: the test data, and what the producer said
//! of each patient when nothing was selected.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::data::{Data, TestPatient};
use super::exchange::{Encoding, Expected, Message, Question};
use super::seen::{History, SeenRecord};
use crate::domain::{LogicalAddress, PatientId, PatientIdKind};
use crate::rivta::GvhVersion;
use crate::rivta::question::Selection;

/// What is known of the producer.
pub struct Known<'r> {
    /// The test data.
    pub data: &'r Data,
    /// The contract it is asked in.
    pub version: GvhVersion,
    /// Where it is asked.
    pub address: &'r LogicalAddress,
    /// Whether it can be asked for its configuration.
    pub can_ping: bool,
    /// The contract's other version, where it has an address to be asked at.
    pub other_version: Option<GvhVersion>,
    /// Questions that are put at once where a rule speaks of that.
    pub at_once: usize,
    /// Longest time for an answer.
    pub answer_time: Duration,
    /// The good answer to the first question about each patient of the data, in their order.
    pub firsts: &'r [Option<Arc<History>>],
}

/// A patient and what is known of the records.
#[derive(Clone, Copy)]
pub struct KnownPatient<'r> {
    /// The patient.
    pub patient: &'r TestPatient,
    /// The answer without a selection.
    pub history: &'r History,
    /// Its number among the patients, from 1.
    pub number: usize,
}

impl<'r> Known<'r> {
    /// The patients whose first question had a good answer.
    pub fn patients(&self) -> impl Iterator<Item = KnownPatient<'r>> {
        let pairs = self.data.patients.iter().zip(self.firsts).enumerate();
        pairs.filter_map(|(at, (patient, history))| {
            Some(KnownPatient { patient, history: history.as_deref()?, number: at + 1 })
        })
    }

    /// The first question about a patient.
    pub fn first(&self, patient: &TestPatient, number: usize) -> Question {
        let about = format!("patient {number}, everything");
        question(about, self.selection(patient), Expected::Records(patient.records))
    }

    /// A question about a patient that selects nothing else. A region's own reserve number can be
    /// asked about at one source system only (contract description, 7.1.4, `sourceSystemHSAid`).
    pub fn selection(&self, patient: &TestPatient) -> Selection {
        self.selection_of(&patient.id)
    }

    /// The same with any id.
    pub fn selection_of(&self, id: &PatientId) -> Selection {
        let mut selection = of(id);
        if matches!(id.kind(), PatientIdKind::LocalReserve { .. }) {
            selection.source_system = Some(self.address.as_str().to_owned());
        }
        selection
    }

    /// The same with a source system, as a question with a care contact must have.
    pub fn selection_here(&self, patient: &TestPatient) -> Selection {
        let source_system = Some(self.address.as_str().to_owned());
        Selection { source_system, ..self.selection(patient) }
    }
}

impl KnownPatient<'_> {
    /// The keys of the records that a test lets through.
    pub fn keys(&self, test: impl Fn(&SeenRecord) -> bool) -> BTreeSet<String> {
        self.history.records.iter().filter(|record| test(record)).map(SeenRecord::key).collect()
    }

    /// Whether some of the records but not all are in a set of keys, so that a selection shows.
    pub fn divides(&self, keys: &BTreeSet<String>) -> bool {
        !keys.is_empty() && keys.len() < self.history.keys().len()
    }

    /// "patient 1", for reports.
    pub fn name(&self) -> String {
        format!("patient {}", self.number)
    }
}

/// A question in UTF-8 by the consumer of the certificate.
pub fn question(about: impl Into<String>, selection: Selection, expected: Expected) -> Question {
    Question {
        about: about.into(),
        message: Message::History(selection),
        encoding: Encoding::Utf8,
        consumer: None,
        contract: None,
        expected,
    }
}

/// A selection of a patient.
pub fn of(patient: &PatientId) -> Selection {
    Selection {
        patient: patient.number().to_owned(),
        patient_type: patient.kind().oid().to_owned(),
        ..Selection::default()
    }
}

/// Whether an answer says of itself that it is one.
pub fn is_good(history: &History) -> bool {
    history.result.as_ref().is_none_or(|result| matches!(result.code.as_str(), "OK" | "INFO"))
}
