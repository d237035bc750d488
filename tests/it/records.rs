//! Records made by hand, for tests of rules.

use vaccinjournal::domain::{
    Actor, Coded, LogicalAddress, OrgUnit, RecordContent, RecordKey, RecordOrigin, Reported,
    VaccinationRecord,
};

/// A plain dose from a source system, given on this day (`YYYY-MM-DD`) by the unit that wrote it.
pub fn record(source: &str, day: &str) -> VaccinationRecord {
    let address: LogicalAddress = source.parse().unwrap();
    let unit = |name: &str| OrgUnit {
        hsa_id: Some(format!("{source}-{name}").parse().unwrap()),
        name: Some(format!("{source} {name}")),
    };
    VaccinationRecord {
        key: RecordKey {
            source_system: source.parse().unwrap(),
            document_id: format!("{source}-{day}"),
            reference: None,
            position: 0,
        },
        origin: RecordOrigin::Fetched { address },
        content: RecordContent::Vaccination,
        date: Some(Reported::Known(day.replace('-', "").parse().unwrap())),
        author_time: Some(Reported::Known("20250101120000".parse().unwrap())),
        care_provider: unit("VG").hsa_id,
        care_unit: unit("VE").hsa_id,
        care_provider_org: Some(unit("VG")),
        accountable_unit: Some(unit("VE")),
        source_system_name: Some(format!("System {source}")),
        performer_org: Some(unit("VE")),
        performer: Some(Actor { hsa_id: None, name: Some("Siv Syster".to_owned()) }),
        prescriber_org: None,
        prescriber: None,
        vaccine_name: Some(Coded::text("Encepur")),
        vaccine_type: None,
        target_diseases: Vec::new(),
        batch: None,
        manufacturer: None,
        dose: None,
        dose_number: None,
        prescribed_doses: None,
        dose_complete: None,
        site: None,
        route: None,
        programme: None,
        source_description: None,
        comments: Vec::new(),
        adverse_effects: Vec::new(),
        risk_categories: Vec::new(),
        nullified: false,
        nullified_reason: None,
        marks: Vec::new(),
    }
}
