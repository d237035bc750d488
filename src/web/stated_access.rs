//! What a user states as her grounds for reading, as forms and machines write it.

use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::error::WebError;
use crate::domain::{Reach, Scope, SwedishDate};
use crate::journal::access::{StatedBasis, Statement};

/// The grounds for reading a patient's records.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = Access)]
#[serde(deny_unknown_fields)]
pub(super) struct StatedAccess {
    /// Whether the user takes part in the patient's care. Must be true unless it is known already.
    #[serde(default)]
    pub(super) care_relation: bool,
    /// `consent`, `emergency` or `cannot_decide` to read other care providers' records, `own` for the
    /// own care provider's only; left out, what is known already decides.
    #[serde(default)]
    pub(super) basis: Option<String>,
    /// Why; demanded with `emergency` and `cannot_decide`.
    #[serde(default)]
    pub(super) reason: Option<String>,
    /// The consent's last day (`YYYY-MM-DD`).
    #[serde(default)]
    pub(super) until: Option<String>,
    /// Whom the consent is for: `me` or `unit`.
    #[serde(default)]
    pub(super) scope: Option<String>,
}

/// What a user states and how far she wants to read.
pub(super) struct Wanted {
    pub(super) statement: Statement,
    pub(super) reach: Reach,
}

impl StatedAccess {
    /// The same in the field's words.
    pub(super) fn read(self) -> Result<Wanted, WebError> {
        let reason = self.reason.unwrap_or_default();
        let (basis, reach) = match self.basis.as_deref() {
            None | Some("") => (StatedBasis::Nothing, Reach::Coherent),
            Some("own") => (StatedBasis::Nothing, Reach::OwnCareProvider),
            Some("consent") => {
                let until = self.until.as_deref().unwrap_or_default().trim().parse::<Date>();
                let until = until.map_err(|_| WebError::Field("access.until"))?;
                let scope = match self.scope.as_deref() {
                    Some("unit") => Scope::CareUnit,
                    None | Some("" | "me") => Scope::Employee,
                    Some(_) => return Err(WebError::Field("access.scope")),
                };
                (StatedBasis::Consent { scope, until: SwedishDate::new(until) }, Reach::Coherent)
            }
            Some("emergency") => (StatedBasis::Emergency { reason }, Reach::Coherent),
            Some("cannot_decide") => (StatedBasis::CannotDecide { reason }, Reach::Coherent),
            Some(_) => return Err(WebError::Field("access.basis")),
        };
        Ok(Wanted { statement: Statement { care_relation: self.care_relation, basis }, reach })
    }
}
