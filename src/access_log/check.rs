//! Checks every chain of a store against its signed heads.

use std::collections::BTreeMap;

use super::verify::{Verified, Verifier};
use crate::domain::HsaId;
use crate::store::{LogHash, Store, StoreError};

/// Rows that are read at once.
const PART: u32 = 2_000;

/// Checks every chain that is there or has been signed.
pub async fn check(
    store: &Store,
    signed: Vec<(HsaId, i64, LogHash)>,
) -> Result<Vec<(HsaId, Verified)>, StoreError> {
    let mut chains: BTreeMap<HsaId, Vec<(i64, LogHash)>> = BTreeMap::new();
    for head in store.log_heads().await? {
        chains.entry(head.care_provider).or_default();
    }
    for (care_provider, sequence, hash) in signed {
        chains.entry(care_provider).or_default().push((sequence, hash));
    }
    let mut verified = Vec::with_capacity(chains.len());
    for (care_provider, heads) in chains {
        let mut verifier = Verifier::new(heads);
        // A place that nobody uses, so that a row before the first is read too.
        let mut after = i64::MIN;
        loop {
            let rows = store.log_rows(&care_provider, after, PART).await?;
            let Some(last) = rows.last() else { break };
            after = last.sequence;
            rows.iter().for_each(|row| verifier.take(row));
        }
        verified.push((care_provider, verifier.end()));
    }
    Ok(verified)
}
