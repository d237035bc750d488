use std::collections::HashMap;

use super::foreign::{clean, visible};
use super::handle::source_handle;
use crate::domain::{Journal, RecordOrigin, Source, SourceKind, VaccinationRecord};

/// What to call the sources of a journal, and which source a record came from.
pub struct SourceNames {
    /// Handle and name by the address in upper case.
    by_address: HashMap<String, (String, String)>,
}

impl SourceNames {
    /// The names of a journal's sources.
    pub fn of(journal: &Journal) -> Self {
        let named = journal.sources.iter().filter_map(|source| {
            let address = source.kind.address()?.as_str().to_uppercase();
            Some((address, (source_handle(&source.kind), Self::source(source))))
        });
        // Where the same address is both the aggregating service and a system, the system is last
        // in the list and wins: it is the more telling name.
        Self { by_address: named.collect() }
    }

    /// Name of a source.
    pub fn source(source: &Source) -> String {
        if let Some(name) = visible(source.name.as_deref()) {
            return name;
        }
        match &source.kind {
            SourceKind::Own => "Egna uppgifter".to_owned(),
            SourceKind::Platform => "Andra vårdgivares uppgifter".to_owned(),
            SourceKind::Blocked => "Spärrade uppgifter".to_owned(),
            SourceKind::Unnamed => "Källa som inte namnges".to_owned(),
            SourceKind::Aggregation { .. } => "Nationella tjänsten".to_owned(),
            SourceKind::EngagementIndex { .. } => "Engagemangsindex".to_owned(),
            SourceKind::SourceSystem { address } => {
                format!("Källsystem {}", clean(address.as_str()))
            }
        }
    }

    /// Name of the source of a record.
    pub fn record(&self, record: &VaccinationRecord) -> String {
        match &record.origin {
            RecordOrigin::Own => "Egna uppgifter".to_owned(),
            RecordOrigin::Indata => format!("Inläst fil från {}", self.system(record)),
            RecordOrigin::Fetched { .. } => self.system(record),
        }
    }

    /// Handle of the source of a record, the one the panel's filter knows.
    pub fn handle(&self, record: &VaccinationRecord) -> String {
        match &record.origin {
            RecordOrigin::Own | RecordOrigin::Indata => source_handle(&SourceKind::Own),
            RecordOrigin::Fetched { address } => self
                .by_address
                .get(record.key.source_system.as_str())
                .or_else(|| self.by_address.get(&address.as_str().to_uppercase()))
                .map_or_else(
                    || source_handle(&SourceKind::SourceSystem { address: address.clone() }),
                    |(handle, _)| handle.clone(),
                ),
        }
    }

    fn system(&self, record: &VaccinationRecord) -> String {
        let system = record.key.source_system.as_str();
        match self.by_address.get(system) {
            Some((_, name)) => name.clone(),
            None => visible(record.source_system_name.as_deref())
                .unwrap_or_else(|| format!("Källsystem {}", clean(system))),
        }
    }
}
