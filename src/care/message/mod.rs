//! From the field's words to the contracts' messages, and from their answers back. Pure, and the
//! one place of `care` that names generated types.

pub(super) mod blocks;
pub(super) mod consent;
pub(super) mod log_store;
pub(super) mod relation;

use std::fmt::Debug;

use super::ServiceError;
use crate::domain::HsaId;
use crate::rivta::contract::Contract;
use crate::rivta::xml::Item;

/// Longest HSA-id of the security services' contracts.
const LONGEST_HSA_ID: usize = 32;

fn fits(id: &HsaId) -> bool {
    id.as_str().chars().count() <= LONGEST_HSA_ID
}

fn hsa_id(id: &HsaId, part: &'static str) -> Result<String, ServiceError> {
    if fits(id) { Ok(id.as_str().to_owned()) } else { Err(ServiceError::Unfit { part }) }
}

/// A part of an answer that must be there and be readable.
fn whole<T>(
    contract: &Contract,
    item: Option<Item<T>>,
    part: &'static str,
) -> Result<Box<T>, ServiceError> {
    let broken = |part| ServiceError::Broken { contract: contract.name, part };
    item.ok_or_else(|| broken(part))?.value.map_err(|flaw| broken(flaw.element))
}

fn refused(contract: &Contract, code: impl Debug) -> ServiceError {
    ServiceError::Refused { contract: contract.name, code: format!("{code:?}") }
}
