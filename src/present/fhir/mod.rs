//! The journal as a FHIR R4 searchset: an Immunization per dose, a Provenance that says where it
//! comes from and why records were joined, and an OperationOutcome for what is missing.
//!
//! The mapping starts from the profile `inera-ehds-immunization` and differs from it in one place:
//! the occurrence is the day of the vaccination, never the day it was written down.

mod immunization;
mod outcome;
mod provenance;

/// The parts of FHIR that are used.
#[allow(missing_docs, reason = "FHIR's own element names")]
pub mod types;

use sha2::{Digest, Sha256};

use self::types::{Bundle, Entry, OperationOutcome, Reference, Resource, Search};
use super::disease::Diseases;
use super::{Showing, SourceNames};

pub use outcome::refusal;

/// OID of HSA-ids.
const HSA: &str = "urn:oid:1.2.752.129.2.1.4.1";

/// The whole journal as a searchset. Ordered vaccinations are no immunizations: the outcome counts
/// them.
pub fn bundle(showing: &Showing<'_>, ignored: &[String]) -> Bundle {
    let names = SourceNames::of(showing.journal);
    let diseases = Diseases(showing.catalogue);
    let mut entry = Vec::new();
    let mut total = 0;
    for dose in &showing.journal.doses {
        let immunization = immunization::of_dose(dose, showing.patient, diseases);
        let provenance = provenance::of_dose(dose, &immunization.id, showing.now, &names);
        total += 1;
        entry.push(matched(Resource::Immunization(Box::new(immunization)), &provenance.target));
        entry.push(included(provenance));
    }
    for placed in &showing.journal.nullified {
        let immunization = immunization::of_nullified(&placed.record, showing.patient);
        let provenance = provenance::of_placed(placed, &immunization.id, showing.now, &names);
        total += 1;
        entry.push(matched(Resource::Immunization(Box::new(immunization)), &provenance.target));
        entry.push(included(provenance));
    }
    let issue = outcome::issues(showing, ignored);
    if !issue.is_empty() {
        let outcome = OperationOutcome { id: "outcome".to_owned(), issue };
        entry.push(Entry {
            full_url: urn("OperationOutcome", "outcome"),
            resource: Resource::OperationOutcome(outcome),
            search: Search { mode: "outcome" },
        });
    }
    Bundle { resource_type: "Bundle", r#type: "searchset", total, entry }
}

fn matched(resource: Resource, called: &[Reference]) -> Entry {
    let full_url = called.first().and_then(|target| target.reference.clone()).unwrap_or_default();
    Entry { full_url, resource, search: Search { mode: "match" } }
}

fn included(provenance: types::Provenance) -> Entry {
    Entry {
        full_url: urn("Provenance", &provenance.id),
        resource: Resource::Provenance(provenance),
        search: Search { mode: "include" },
    }
}

/// What a resource is called inside the bundle: a UUID made from its kind and id, the same each
/// time.
fn urn(kind: &str, id: &str) -> String {
    let digest = Sha256::digest(format!("{kind}/{id}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    format!("urn:uuid:{}", uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The URI of a source system: its HSA-id, characters that a URI does not allow written in hex.
fn system_uri(hsa_id: &str) -> String {
    let mut uri = String::from("urn:hsa:");
    for byte in hsa_id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
