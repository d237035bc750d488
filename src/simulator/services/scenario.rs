//! What the security services and the person register hold, and how they behave.

use serde::Deserialize;

use crate::simulator::scenario::{FaultShape, ScenarioError, WireFault};

/// National logical address of the services that have one address for the whole country.
const NATIONAL: &str = "SE165565594230-1000";

/// The security services and the person register.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Services {
    /// CheckBlocks.
    pub blocking: Service,
    /// CheckConsent.
    pub consent: Service,
    /// CheckPatientRelation.
    pub relation: Service,
    /// StoreLog.
    pub log: Service,
    /// GetPersonsForProfile.
    pub persons: Service,
}

impl Default for Services {
    fn default() -> Self {
        // Consents and relations are asked for at the care provider of the one who asks.
        let anywhere = Service { address: None, ..Service::default() };
        Self {
            blocking: Service::default(),
            consent: anywhere.clone(),
            relation: anywhere,
            log: Service::default(),
            persons: Service::default(),
        }
    }
}

/// One service.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Service {
    /// Its logical address; none for any address at all.
    pub address: Option<String>,
    /// How long it thinks, in milliseconds of the real platform.
    pub delay: u64,
    /// What it does then.
    pub behaviour: ServiceBehaviour,
}

impl Default for Service {
    fn default() -> Self {
        Self {
            address: Some(NATIONAL.to_owned()),
            delay: 0,
            behaviour: ServiceBehaviour::default(),
        }
    }
}

impl Service {
    /// The same service behaving otherwise.
    #[must_use]
    pub fn behaving(self, behaviour: ServiceBehaviour) -> Self {
        Self { behaviour, ..self }
    }
}

/// What a service does when it is asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ServiceBehaviour {
    /// Answers as it should.
    #[default]
    Answer,
    /// Never answers.
    Hang,
    /// The platform answers for it with one of its codes, or the service with a fault of its own.
    Fault {
        /// Number of the platform's code, 1 to 15; none for a fault without a code.
        #[serde(default)]
        code: Option<u8>,
        /// How the fault looks.
        #[serde(default)]
        shape: FaultShape,
    },
    /// A whole message with another result code, as the contract spells it, and nothing else.
    Result {
        /// The code.
        code: String,
    },
    /// The answer is cut off, and the platform passes it on with a length that fits.
    Cut {
        /// How much of it is left, in thousandths.
        left: u16,
    },
    /// The connection to the consumer breaks.
    Wire {
        /// How.
        fault: WireFault,
    },
    /// A whole message with something wrong in it.
    Flawed {
        /// What.
        flaw: ServiceFlaw,
    },
}

/// What can be wrong with a whole answer of a service.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum ServiceFlaw {
    /// The last row, or the last person, is not answered.
    LeftOut,
    /// The first row, or the first person, is answered twice.
    Twice,
    /// A row, or a person, that nobody asked for.
    Unasked,
    /// The first row was not checked.
    Unchecked,
    /// A code that no contract knows.
    UnknownCode,
    /// No result, and no truth value.
    NoResult,
    /// Another person's record.
    OtherPerson,
}

/// A patient's block.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// The patient's number.
    pub patient: String,
    /// Whom it stops.
    pub kind: BlockKind,
    /// The care provider whose information it covers.
    pub care_provider: String,
    /// The care unit whose information it covers; none for all of the care provider's.
    #[serde(default)]
    pub care_unit: Option<String>,
    /// First day of the information it covers, `YYYY-MM-DD`; none for since ever.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day of the information it covers; none for ever.
    #[serde(default)]
    pub until: Option<String>,
    /// Codes of the information types that it leaves readable.
    #[serde(default)]
    pub except: Vec<String>,
    /// Care units, or employees, that may read all the same for a time.
    #[serde(default)]
    pub lifted_for: Vec<String>,
}

/// Whom a block stops.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The care provider's own other care units.
    Inner,
    /// Other care providers.
    Outer,
}

/// A patient's consent, or an emergency that stands in for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The patient's number.
    pub patient: String,
    /// Whether it is an emergency in place of a consent.
    #[serde(default)]
    pub emergency: bool,
    /// The care unit that may read.
    pub care_unit: String,
    /// The only employee there that may read, where it is one.
    #[serde(default)]
    pub employee: Option<String>,
    /// Last day, `YYYY-MM-DD`; none for until further notice.
    #[serde(default)]
    pub until: Option<String>,
}

/// An employee's relation to a patient.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// The patient's number.
    pub patient: String,
    /// The care unit.
    pub care_unit: String,
    /// The employee.
    pub employee: String,
    /// Last day, `YYYY-MM-DD`; none for until further notice.
    #[serde(default)]
    pub until: Option<String>,
}

/// Somebody in the person register.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// The number.
    pub number: String,
    /// OID of the number's series; read from a twelve-digit number if it is not said.
    pub series: Option<String>,
    /// Given names.
    pub given_name: Option<String>,
    /// Middle name.
    pub middle_name: Option<String>,
    /// Surname.
    pub surname: Option<String>,
    /// Care-of address.
    pub care_of: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<u32>,
    /// Postal town.
    pub city: Option<String>,
    /// Sekretessmarkering. What else is said here is sent all the same.
    pub protected: bool,
    /// Skyddad folkbokföring. What else is said here is sent all the same.
    pub protected_registration: bool,
    /// Why the person has left the population register; `AV` for death.
    pub deregistered: Option<String>,
    /// When, `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub deregistered_on: Option<String>,
    /// The number that has taken this one's place.
    pub replaced_by: Option<String>,
    /// Numbers that this one has taken the place of.
    pub replaces: Vec<String>,
    /// Other ids of the same person.
    pub linked: Vec<LinkedId>,
}

/// Another id of a person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedId {
    /// The number.
    pub number: String,
    /// OID of the number's series; read from a twelve-digit number if it is not said.
    #[serde(default)]
    pub series: Option<String>,
    /// How sure the register is, as its code.
    pub assurance: String,
}

/// Checks that days are days.
pub(in crate::simulator) fn check(
    blocks: &[Block],
    consents: &[Consent],
    relations: &[Relation],
) -> Result<(), ScenarioError> {
    let blocks = blocks.iter().flat_map(|block| [&block.from, &block.until]);
    let consents = consents.iter().map(|consent| &consent.until);
    let relations = relations.iter().map(|relation| &relation.until);
    for day in blocks.chain(consents).chain(relations).flatten() {
        if day.parse::<jiff::civil::Date>().is_err() {
            return Err(ScenarioError::Date(day.clone()));
        }
    }
    Ok(())
}
