//! What the log's readers ask for.

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::{Store, StoreError};
use super::row::{COLUMNS, LogRow};
use crate::clock::swedish_zone;
use crate::domain::{HsaId, PatientId};

/// Which rows of a care provider's log are wanted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogQuestion {
    /// Whose.
    pub whose: Whose,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub before: Option<Timestamp>,
}

/// Whose rows are wanted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Whose {
    /// What was done with a patient's information.
    Patient(PatientId),
    /// What a staff member did.
    Staff(HsaId),
}

impl LogQuestion {
    /// Rows of whole Swedish days, both included.
    pub fn of_days(whose: Whose, first: Option<Date>, last: Option<Date>) -> Self {
        let begins = |day: Date| Some(day.to_zoned_datetime(swedish_zone()).ok()?.timestamp());
        let after = |day: Date| day.tomorrow().ok();
        Self { whose, from: first.and_then(begins), before: last.and_then(after).and_then(begins) }
    }
}

impl Store {
    /// A care provider's rows, newest first.
    pub async fn log_extract(
        &self,
        care_provider: &HsaId,
        question: &LogQuestion,
        most: u32,
    ) -> Result<Vec<LogRow>, StoreError> {
        let (condition, one, other) = match &question.whose {
            Whose::Patient(patient) => {
                ("id_type = $2 AND id_number = $3", patient.kind().oid(), patient.number())
            }
            Whose::Staff(staff) => ("staff = $2 AND staff = $3", staff.as_str(), staff.as_str()),
        };
        let sql = format!(
            "SELECT {}, hash FROM access_log WHERE care_provider = $1 AND {condition} \
             AND happened_at >= $4 AND happened_at < $5 \
             ORDER BY happened_at DESC, sequence DESC LIMIT $6",
            COLUMNS.join(", ")
        );
        let from = question.from.map_or(i64::MIN, Timestamp::as_microsecond);
        let before = question.before.map_or(i64::MAX, Timestamp::as_microsecond);
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(care_provider.as_str())
            .bind(one)
            .bind(other)
            .bind(from)
            .bind(before)
            .bind(i64::from(most))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(LogRow::read).collect()
    }
}
