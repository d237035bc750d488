use std::time::Duration;

use serde::Deserialize;

use super::Config;
use super::error::ConfigError;
use crate::domain::{LogicalAddress, ReserveSeries};
use crate::person::PersonSettings;

/// `[person_register]`: the person register.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRegisterSection {
    /// Its logical address; empty where no register is connected.
    pub address: String,
    /// Longest wait for it, in milliseconds.
    pub deadline_milliseconds: u64,
    /// Its codes for how sure a link between two numbers is, as far as they are trusted.
    pub trusted_assurances: Vec<String>,
}

/// `[reserve_numbers]`: regions' own series of reserve numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReserveNumbersSection {
    /// `[[reserve_numbers.series]]`.
    pub series: Vec<ReserveSeriesSection>,
}

/// `[[reserve_numbers.series]]`: one region's series.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReserveSeriesSection {
    /// Its OID.
    pub oid: String,
    /// Its name, as people read it.
    pub name: String,
    /// Whether the person register holds its numbers.
    #[serde(default)]
    pub in_person_register: bool,
}

impl Config {
    /// How the person register is asked; none if it is not connected.
    pub fn person_register(&self) -> Result<Option<PersonSettings>, ConfigError> {
        let section = &self.person_register;
        let key = "person_register.address";
        let Some(address) = super::optional::<LogicalAddress>(key, &section.address)? else {
            return Ok(None);
        };
        let key = "person_register.deadline_milliseconds";
        let deadline = super::not_zero(key, section.deadline_milliseconds)?;
        let series = self.reserve_numbers.series()?.into_iter();
        Ok(Some(PersonSettings {
            address,
            deadline: Duration::from_millis(deadline),
            breaker: self.ask.breaker()?,
            limits: self.xml.limits(self.platform.connection.largest_answer_bytes),
            trusted_assurances: section.trusted_assurances.clone(),
            reserve_series: series.filter(|one| one.in_register).map(|one| one.oid).collect(),
        }))
    }
}

impl ReserveNumbersSection {
    /// The series.
    pub fn series(&self) -> Result<Vec<ReserveSeries>, ConfigError> {
        let mut all: Vec<ReserveSeries> = Vec::new();
        for (index, section) in self.series.iter().enumerate() {
            let key = |field: &str| format!("reserve_numbers.series[{index}].{field}");
            if section.name.trim().is_empty() {
                return Err(ConfigError::Missing { key: key("name") });
            }
            let Some(one) =
                ReserveSeries::new(&section.oid, &section.name, section.in_person_register)
            else {
                let reason = "is no OID of a region's own series";
                return Err(ConfigError::value(key("oid"), reason));
            };
            if all.iter().any(|earlier| earlier.oid == one.oid) {
                return Err(ConfigError::value(key("oid"), "is there twice"));
            }
            all.push(one);
        }
        Ok(all)
    }
}
