use std::collections::BTreeSet;

use crate::domain::{Catalogue, Coded, Product, RecordContent, SwedishDate, VaccinationRecord};

/// OID of NPL-ids, the national register's numbers of medical products.
const NPL_ID: &str = "1.2.752.129.2.1.5.1";

/// What the rules compare, made comparable: the product known, the batch without its accidents.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) day: Option<SwedishDate>,
    pub(super) product: Product,
    pub(super) batch: Option<String>,
    npl_id: Option<String>,
    has_name: bool,
    is_note: bool,
    pub(super) is_late: bool,
}

impl Facts {
    pub(super) fn of(record: &VaccinationRecord, catalogue: &Catalogue) -> Self {
        let name = record.vaccine_name.as_ref();
        let is_npl = |coded: &&Coded| coded.code_system.as_deref() == Some(NPL_ID);
        Self {
            day: record.day(),
            product: catalogue.product_of(record),
            batch: batch(record),
            npl_id: name.filter(is_npl).and_then(|coded| coded.code.clone()),
            has_name: name.and_then(Coded::words).is_some(),
            is_note: record.content != RecordContent::Vaccination,
            is_late: record.is_late_registration(),
        }
    }

    pub(super) fn antigens(&self) -> &BTreeSet<String> {
        &self.product.antigens
    }

    /// Whether nothing may ever be merged with it (rule D5): an unknown vaccine, or rabies, where
    /// two doses on one day are normal.
    pub(super) fn stands_alone(&self) -> bool {
        self.is_unknown() || self.antigens().contains("RAB")
    }

    /// Whether nothing is known of what was given.
    pub(super) fn is_unknown(&self) -> bool {
        self.is_note || self.antigens().is_empty()
    }

    /// Whether batch or product is missing.
    pub(super) fn is_poor(&self) -> bool {
        self.batch.is_none() || !self.has_name
    }

    pub(super) fn same_batch(&self, other: &Self) -> bool {
        self.batch.is_some() && self.batch == other.batch
    }

    pub(super) fn other_batch(&self, other: &Self) -> bool {
        self.batch.is_some() && other.batch.is_some() && self.batch != other.batch
    }

    /// Whether both name the same product, by NPL-id or by a name the table knows.
    pub(super) fn same_product(&self, other: &Self) -> bool {
        let same_number = self.npl_id.is_some() && self.npl_id == other.npl_id;
        let same_name = self.product.name.is_some() && self.product.name == other.product.name;
        same_number || same_name
    }
}

/// A batch as it is compared: upper case, without blanks, hyphens and dots.
pub(super) fn batch(record: &VaccinationRecord) -> Option<String> {
    let text = record.batch.as_deref()?;
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '.');
    let text: String = text.chars().filter(kept).flat_map(char::to_uppercase).collect();
    (!text.is_empty()).then_some(text)
}
