use crate::domain::{Source, SourceKind, SourceState};
use crate::present::completeness::Verdict;
use crate::present::foreign::{Sentence, visible};
use crate::present::handle::source_handle;
use crate::present::{SourceNames, words};

/// How something looks, besides what its words say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// Under way.
    Waiting,
    /// As it should be.
    Good,
    /// Something to know.
    Notice,
    /// Something is missing.
    Warning,
}

impl Tone {
    /// Name of the tone's style class and of its sign.
    pub fn class(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Good => "good",
            Self::Notice => "notice",
            Self::Warning => "warning",
        }
    }

    pub(super) fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Waiting => Self::Waiting,
            Verdict::NothingRegistered | Verdict::Whole => Self::Good,
            Verdict::Unproven | Verdict::Partial => Self::Warning,
        }
    }

    fn of_state(state: &SourceState) -> Self {
        match state {
            SourceState::Waiting => Self::Waiting,
            SourceState::Answered | SourceState::NothingFound | SourceState::NothingToShow => {
                Self::Good
            }
            SourceState::Incomplete(_) | SourceState::FromCache { .. } => Self::Notice,
            SourceState::Refused(_)
            | SourceState::TimedOut
            | SourceState::Unreachable(_)
            | SourceState::Unreadable(_)
            | SourceState::NotAsked(_) => Self::Warning,
        }
    }
}

/// One source in the completeness line.
#[derive(Clone, Debug)]
pub struct SourceView {
    /// Short name in forms and anchors.
    pub handle: String,
    /// Name.
    pub name: String,
    /// How it looks.
    pub tone: Tone,
    /// How it went.
    pub state: &'static str,
    /// Time of day when the state was reached; none while waiting.
    pub time: Option<String>,
    /// How many records it sent, in words; none where it sent no answer, or holds no records.
    pub count: Option<String>,
    /// How far back its records reach.
    pub reach: Option<String>,
    /// What to know of the records it sent.
    pub caution: Option<Sentence>,
    /// Why it went so, and the call's number for support, where something went wrong.
    pub trouble: Option<TroubleView>,
}

/// Why a source did not give all it has.
#[derive(Clone, Debug)]
pub struct TroubleView {
    /// Why.
    pub reason: Sentence,
    /// Number that support can find the call by.
    pub support_number: Option<String>,
}

impl SourceView {
    pub(super) fn of(source: &Source) -> Self {
        let silent = source.state.is_waiting() || source.state.is_missing();
        let is_index = matches!(source.kind, SourceKind::EngagementIndex { .. });
        let tone = Tone::of_state(&source.state);
        let reason = words::state_reason(&source.state);
        Self {
            handle: source_handle(&source.kind),
            name: SourceNames::source(source),
            tone,
            state: words::state(&source.state),
            time: (!source.state.is_waiting())
                .then(|| format!("kl. {}", words::clock_time(source.at))),
            count: (!silent && !is_index)
                .then(|| words::amount(source.received, "uppgift", "uppgifter")),
            reach: source.oldest.map(|day| format!("tillbaka till {day}")),
            caution: reason.clone().filter(|_| tone == Tone::Notice),
            trouble: reason.map(|reason| TroubleView {
                reason,
                support_number: visible(source.correlation_id.as_deref()),
            }),
        }
    }
}
