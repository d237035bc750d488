//! After a SOAP fault the same question is not put to the same source again for a set time.
//!
//! The consumer's self-declaration for the contract allows a re-send after a SOAP fault at most
//! every fifth minute. It speaks of the same question, so another patient's is not held back.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::time::Instant;

use super::Question;
use crate::domain::{LogicalAddress, PatientId};

/// The questions that were answered with a fault a moment ago.
#[derive(Debug)]
pub struct Pauses {
    pause: Duration,
    // Patients are remembered by a keyed hash only: the key dies with the process.
    key: RandomState,
    until: Mutex<HashMap<(LogicalAddress, u64), Instant>>,
}

impl Pauses {
    /// No pauses yet; each will last this long.
    pub fn new(pause: Duration) -> Self {
        Self { pause, key: RandomState::new(), until: Mutex::new(HashMap::new()) }
    }

    /// How long the question must still wait, if it must.
    pub fn left(
        &self,
        address: &LogicalAddress,
        question: Question,
        patient: &PatientId,
    ) -> Option<Duration> {
        let until = self.lock().get(&self.key(address, question, patient)).copied()?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// The source answered this question with a fault just now.
    pub fn begin(&self, address: &LogicalAddress, question: Question, patient: &PatientId) {
        let now = Instant::now();
        let mut until = self.lock();
        until.retain(|_, end| *end > now);
        until.insert(self.key(address, question, patient), now + self.pause);
    }

    fn key(
        &self,
        address: &LogicalAddress,
        question: Question,
        patient: &PatientId,
    ) -> (LogicalAddress, u64) {
        (address.clone(), self.key.hash_one((question, patient)))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(LogicalAddress, u64), Instant>> {
        self.until.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rivta::GvhVersion;

    #[tokio::test(start_paused = true)]
    async fn the_same_question_waits_after_a_fault_and_another_patients_does_not() {
        let pauses = Pauses::new(Duration::from_secs(300));
        let source: LogicalAddress = "SE1".parse().unwrap();
        let one: PatientId = "191212121212".parse().unwrap();
        let other: PatientId = "195709263080".parse().unwrap();
        let asked = Question::VaccinationHistory(GvhVersion::V1);
        let version_2 = Question::VaccinationHistory(GvhVersion::V2);
        pauses.begin(&source, asked, &one);
        assert_eq!(pauses.left(&source, asked, &one), Some(Duration::from_secs(300)));
        assert_eq!(pauses.left(&source, asked, &other), None);
        assert_eq!(pauses.left(&source, version_2, &one), None);
        tokio::time::advance(Duration::from_secs(300)).await;
        assert_eq!(pauses.left(&source, asked, &one), None);
    }
}
