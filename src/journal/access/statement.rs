//! What a user states before she reads, and whether it is enough.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use uuid::Uuid;

use super::{Denied, Rules};
use crate::access_log::NotLogged;
use crate::clock::{Clock, swedish_zone};
use crate::domain::{
    AccessingActor, Ground, HoldingUnit, Lifting, LiftingGround, Scope, StatedGround, SwedishDate,
};
use crate::store::StoreError;

/// What a user states.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Statement {
    /// Whether she takes part in the patient's care.
    pub care_relation: bool,
    /// What lets her read.
    pub basis: StatedBasis,
}

/// What lets a user read, as she states it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum StatedBasis {
    /// Nothing more than what is known: she reads her own care provider's records, or what an
    /// earlier statement lets her.
    Nothing,
    /// The patient has consented.
    Consent {
        /// To whom.
        scope: Scope,
        /// The last day.
        until: SwedishDate,
    },
    /// Emergency access.
    Emergency {
        /// Why.
        reason: String,
    },
    /// An adult who cannot decide.
    CannotDecide {
        /// Why.
        reason: String,
    },
}

/// A lifting of blocks, as a user states it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LiftingStatement {
    /// On whose information.
    pub holders: Vec<HoldingUnit>,
    /// For whom.
    pub scope: Scope,
    /// Who asked for it.
    pub requested_by: String,
    /// On what ground.
    pub ground: LiftingGround,
    /// Why.
    pub reason: String,
    /// The last day.
    pub until: SwedishDate,
}

/// Why a statement is not enough. Nothing of what was written is in it.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    /// The user has not stated that she takes part in the patient's care, and nothing else says so.
    #[error("no care relation was stated")]
    CareRelation,
    /// A reason is demanded, and of no more than 1,024 characters.
    #[error("a reason is missing or too long")]
    Reason,
    /// The last day is past, or later than is allowed.
    #[error("the last day is past or too late")]
    Until,
    /// Who asked for the lifting is not said, or in more than 256 characters.
    #[error("who asked for it is missing or too long")]
    RequestedBy,
    /// Nobody was named whose blocks are to be lifted.
    #[error("nobody's blocks were named")]
    Holders,
    /// The assignment opens no journal.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The access log could not be written.
    #[error(transparent)]
    Log(#[from] NotLogged),
    /// It cannot be kept.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl StatementError {
    /// Whether the user can put it right.
    pub fn is_the_users(&self) -> bool {
        !matches!(self, Self::Denied(_) | Self::Log(_) | Self::Store(_))
    }
}

impl Statement {
    /// What is to be kept of it.
    pub(super) fn grounds(
        &self,
        by: &AccessingActor,
        rules: &Rules,
        clock: &dyn Clock,
    ) -> Result<Vec<StatedGround>, StatementError> {
        let at = clock.now();
        let today = clock.swedish_now().date();
        let kept = |ground, scope, until| StatedGround {
            id: Uuid::new_v4().to_string(),
            ground,
            by: by.clone(),
            scope,
            at,
            until,
        };
        let mut grounds = Vec::new();
        if self.care_relation {
            let until = end_of(latest(today, rules.relation_days));
            grounds.push(kept(Ground::CareRelation, Scope::Employee, until));
        }
        match &self.basis {
            StatedBasis::Nothing => {}
            StatedBasis::Consent { scope, until } => {
                let until = last_day(*until, today, rules.consent_longest_days)?;
                grounds.push(kept(Ground::Consent, *scope, until));
            }
            StatedBasis::Emergency { reason } => {
                let reason = text(reason, LONGEST_REASON).ok_or(StatementError::Reason)?;
                let hours = SignedDuration::from_hours(i64::from(rules.emergency_hours));
                let until = at.saturating_add(hours).unwrap_or(at);
                grounds.push(kept(Ground::Emergency { reason }, Scope::Employee, until));
            }
            StatedBasis::CannotDecide { reason } => {
                let reason = text(reason, LONGEST_REASON).ok_or(StatementError::Reason)?;
                let until = end_of(latest(today, rules.cannot_decide_days));
                grounds.push(kept(Ground::CannotDecide { reason }, Scope::Employee, until));
            }
        }
        Ok(grounds)
    }
}

impl LiftingStatement {
    /// What is to be kept of it, one lifting for each holder.
    pub(super) fn liftings(
        &self,
        by: &AccessingActor,
        rules: &Rules,
        clock: &dyn Clock,
    ) -> Result<Vec<Lifting>, StatementError> {
        if self.holders.is_empty() {
            return Err(StatementError::Holders);
        }
        let reason = text(&self.reason, LONGEST_REASON).ok_or(StatementError::Reason)?;
        let requested_by = text(&self.requested_by, LONGEST_NAME);
        let requested_by = requested_by.ok_or(StatementError::RequestedBy)?;
        let at = clock.now();
        let until = last_day(self.until, clock.swedish_now().date(), rules.lifting_days())?;
        let lifting = |holder: &HoldingUnit| Lifting {
            id: Uuid::new_v4().to_string(),
            holder: holder.clone(),
            by: by.clone(),
            scope: self.scope,
            requested_by: requested_by.clone(),
            ground: self.ground,
            reason: reason.clone(),
            at,
            until,
        };
        Ok(self.holders.iter().map(lifting).collect())
    }
}

/// The end of a last day that is today or later, and within so many days, today being the first.
fn last_day(last: SwedishDate, today: Date, days: u16) -> Result<Timestamp, StatementError> {
    if last.civil() < today || last.civil() > latest(today, days) {
        return Err(StatementError::Until);
    }
    Ok(end_of(last.civil()))
}

/// The last of so many days, today being the first.
pub(super) fn latest(today: Date, days: u16) -> Date {
    today.saturating_add(i64::from(days.max(1) - 1).days())
}

/// The first moment after a day in Sweden.
pub(super) fn end_of(day: Date) -> Timestamp {
    let next = day.saturating_add(1.day()).to_zoned_datetime(swedish_zone());
    // A day at the end of the calendar has no next one.
    next.map_or(Timestamp::MAX, |next| next.timestamp())
}

fn text(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    // PostgreSQL keeps no NUL, and a row of the access log that cannot be kept must not come about.
    let is_kept = text.chars().all(|one| !one.is_control() || matches!(one, '\n' | '\r' | '\t'));
    (!text.is_empty() && is_kept && text.chars().count() <= longest).then(|| text.to_owned())
}

/// Longest reason, in characters: that of the national blocking service.
const LONGEST_REASON: usize = 1024;

/// Longest name of somebody, in characters.
const LONGEST_NAME: usize = 256;
