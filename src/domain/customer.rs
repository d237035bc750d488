use std::fmt;

use super::PatientId;

/// How MVJ reaches a patient who has been added (kund). Nothing of it is kept for somebody whose
/// identity is protected.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct ContactDetails {
    /// Name.
    pub name: String,
    /// Care-of address.
    pub care_of: String,
    /// Street and the like.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Postal town, or the country of an address abroad.
    pub place: String,
    /// Telephone number.
    pub phone: String,
    /// E-mail address.
    pub email: String,
}

/// A region's own series of reserve numbers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReserveSeries {
    /// Its OID.
    pub oid: String,
    /// Its name, for people.
    pub name: String,
    /// Whether the person register holds its numbers, so that they work as national ones do.
    pub in_register: bool,
}

impl ReserveSeries {
    /// A series, if the OID is one and names no national kind of number.
    pub fn new(oid: &str, name: &str, in_register: bool) -> Option<Self> {
        PatientId::is_local_series(oid).then(|| Self {
            oid: oid.to_owned(),
            name: name.to_owned(),
            in_register,
        })
    }
}

/// None of it may reach a log by accident.
impl fmt::Debug for ContactDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactDetails(hidden)")
    }
}
