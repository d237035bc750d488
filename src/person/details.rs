use std::fmt;

use crate::domain::PatientId;

/// What the register tells of a patient.
#[derive(Clone, Eq, PartialEq)]
pub struct Person {
    /// The id that was asked for.
    pub asked: PatientId,
    /// The id that she has in the register today.
    pub id: PatientId,
    /// Whether her identity is protected.
    pub protection: Protection,
    /// Her name.
    pub name: Told<PersonName>,
    /// Where post reaches her.
    pub address: Told<Address>,
    /// Whether she has left the population register, as the dead have.
    pub departure: Option<Departure>,
    /// Other ids that the register names, trusted or not.
    pub other_ids: Vec<OtherId>,
    /// How many other ids it names that are no ids by our rules.
    pub unreadable_ids: usize,
}

/// Something that the register may tell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Told<T> {
    /// It does.
    Known(T),
    /// Her identity is protected, so it is not taken over, whatever the register sent.
    Withheld,
    /// It does not.
    NotTold,
}

/// How a person's identity is protected, from the weaker to the stronger.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Protection {
    /// Not at all.
    None,
    /// Sekretessmarkering.
    Marked,
    /// Skyddad folkbokföring.
    ProtectedRegistration,
}

/// A person's name, as the population register has it.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct PersonName {
    /// Given names.
    pub given: Option<String>,
    /// Middle name.
    pub middle: Option<String>,
    /// Surname.
    pub surname: Option<String>,
}

/// Where post reaches somebody: the special postal address if there is one, else the registered
/// one, else the one abroad.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Address {
    /// Care-of address.
    pub care_of: Option<String>,
    /// Street and the like, from the top.
    pub lines: Vec<String>,
    /// Swedish postal code, five digits.
    pub postal_code: Option<String>,
    /// Postal town; the country's code for an address abroad.
    pub place: Option<String>,
}

/// Why somebody is no longer in the population register.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Departure {
    /// Whether it is because she has died.
    pub deceased: bool,
    /// The register's code, such as `AV` for death or `UV` for emigration.
    pub code: Option<String>,
    /// When: `YYYY-MM-DD`, or less where less is known.
    pub on: Option<String>,
}

/// Another id of the same person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OtherId {
    /// The id.
    pub id: PatientId,
    /// Why it is hers.
    pub ground: IdGround,
}

/// Why an id is said to be the same person's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum IdGround {
    /// The tax agency has given one in place of the other.
    Replaced,
    /// The register links the two.
    Linked {
        /// Whether it is as sure of it as the settings demand.
        trusted: bool,
    },
}

impl Person {
    /// Every id besides the one asked for that is hers beyond doubt: her id today, ids that have
    /// replaced each other, and links that are trusted.
    ///
    /// These are the ids that a record of hers may carry instead of the one asked for. A record
    /// under any other id is somebody else's.
    pub fn sure_ids(&self) -> Vec<PatientId> {
        let trusted = |other: &&OtherId| other.ground != IdGround::Linked { trusted: false };
        let others = self.other_ids.iter().filter(trusted).map(|other| &other.id);
        let mut ids: Vec<PatientId> = Vec::new();
        for id in std::iter::once(&self.id).chain(others) {
            if *id != self.asked && !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    }

    /// The id that has taken the place of the one asked for.
    pub fn new_id(&self) -> Option<&PatientId> {
        (self.id != self.asked).then_some(&self.id)
    }

    /// Whether she has died, as far as the register knows.
    pub fn is_deceased(&self) -> bool {
        self.departure.as_ref().is_some_and(|departure| departure.deceased)
    }
}

impl Protection {
    /// What may be told of somebody with this protection.
    pub(super) fn of<T>(self, told: Option<T>) -> Told<T> {
        match (self, told) {
            (Self::None, Some(told)) => Told::Known(told),
            (Self::None, None) => Told::NotTold,
            (Self::Marked | Self::ProtectedRegistration, _) => Told::Withheld,
        }
    }
}

/// None of these may reach a log by accident.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(hidden)")
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(hidden)")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(hidden)")
    }
}
