//! Extracts of the log for its controllers. Reading the log is itself logged, first.

use super::{AccessLog, NotLogged};
use crate::clock::swedish_zone;
use crate::domain::{AccessActivity, AccessEvent, Assignment};
use crate::store::{LogQuestion, LogRow, Whose};

/// How an extract is taken out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Taken {
    /// Shown on a page.
    Shown,
    /// As a file.
    AsFile,
}

impl AccessLog {
    /// Rows of the log of the reader's own care provider, newest first. The log knows of the reading
    /// before anything is read.
    pub async fn extract(
        &self,
        reader: &Assignment,
        question: &LogQuestion,
        taken: Taken,
        most: u32,
    ) -> Result<Vec<LogRow>, NotLogged> {
        let activity = match taken {
            Taken::Shown => AccessActivity::LogRead,
            Taken::AsFile => AccessActivity::LogExported,
        };
        let (patient, mut details) = match &question.whose {
            Whose::Patient(patient) => (Some(patient.clone()), "om patienten".to_owned()),
            Whose::Staff(staff) => (None, format!("om {staff}")),
        };
        for (word, bound) in [("från", question.from), ("före", question.before)] {
            if let Some(bound) = bound {
                let bound = bound.to_zoned_datetime(swedish_zone());
                details.push_str(&format!(", {word} {}", bound.strftime("%Y-%m-%d %H:%M")));
            }
        }
        let event = AccessEvent {
            patient,
            details: Some(details),
            ..AccessEvent::new(self.clock.now(), reader.clone(), activity)
        };
        self.write(&[event]).await?;
        let care_provider = &reader.care_provider.hsa_id;
        Ok(self.store.log_extract(care_provider, question, most).await?)
    }
}
