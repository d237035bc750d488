//! Bindings of GetPersonsForProfile 5.0.
//!
//! Generated from `wsdl` and `schemas` by `just generate`.
//! Change those, not this.

use std::borrow::Cow;
use std::fmt;

use yaserde::{YaDeserialize, YaSerialize};

use crate::rivta::contract::{Body, Contract};
use crate::rivta::xml::{Complex, Element, Item, Name, Namespace, Reader, Stop, lexical};

/// What a caller of GetPersonsForProfile 5.0 must know.
pub const CONTRACT: Contract = Contract {
    name: "GetPersonsForProfile",
    version: "5.0",
    responder_namespace: "urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5",
    soap_action: "urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5:GetPersonsForProfile",
    request_element: "GetPersonsForProfile",
    response_element: "GetPersonsForProfileResponse",
    path: "strategicresourcemanagement/persons/person/GetPersonsForProfile/5/rivtabp21",
};

/// `urn:riv:strategicresourcemanagement:persons:person:5`
const CORE: Namespace = Namespace::known(16);
/// `urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5`
const MESSAGE: Namespace = Namespace::known(17);

/// `LookupProfile` of the contract.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "message", namespaces = { "message" = "urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5" })]
pub enum LookupProfile {
    /// A code that the contract does not know.
    #[default]
    Unknown,
    /// `P1`
    #[yaserde(rename = "P1")]
    P1,
    /// `P2`
    #[yaserde(rename = "P2")]
    P2,
    /// `P3`
    #[yaserde(rename = "P3")]
    P3,
    /// `P4`
    #[yaserde(rename = "P4")]
    P4,
    /// `P5`
    #[yaserde(rename = "P5")]
    P5,
    /// `P6`
    #[yaserde(rename = "P6")]
    P6,
    /// `P7`
    #[yaserde(rename = "P7")]
    P7,
    /// `P8`
    #[yaserde(rename = "P8")]
    P8,
    /// `P9`
    #[yaserde(rename = "P9")]
    P9,
    /// `P10`
    #[yaserde(rename = "P10")]
    P10,
}

impl LookupProfile {
    fn from_code(code: &str) -> Self {
        match code {
            "P1" => Self::P1,
            "P2" => Self::P2,
            "P3" => Self::P3,
            "P4" => Self::P4,
            "P5" => Self::P5,
            "P6" => Self::P6,
            "P7" => Self::P7,
            "P8" => Self::P8,
            "P9" => Self::P9,
            "P10" => Self::P10,
            _ => Self::Unknown,
        }
    }
}

/// `PartialDateFormat` of the contract.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]
#[yaserde(prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
pub enum PartialDateFormat {
    /// A code that the contract does not know.
    #[default]
    Unknown,
    /// `YYYY`
    #[yaserde(rename = "YYYY")]
    Yyyy,
    /// `YYYY-MM`
    #[yaserde(rename = "YYYY-MM")]
    YyyyMm,
    /// `YYYY-MM-DD`
    #[yaserde(rename = "YYYY-MM-DD")]
    YyyyMmDd,
}

impl PartialDateFormat {
    fn from_code(code: &str) -> Self {
        match code {
            "YYYY" => Self::Yyyy,
            "YYYY-MM" => Self::YyyyMm,
            "YYYY-MM-DD" => Self::YyyyMmDd,
            _ => Self::Unknown,
        }
    }
}

/// A profile says how much is wanted; a referred identity is one that has taken another's place.
#[derive(Clone, Default, PartialEq)]
pub struct GetPersonsForProfile<'a> {
    /// `personId`
    pub person_id: Vec<InstanceIdentifier<'a>>,
    /// `profile`
    pub profile: LookupProfile,
    /// `ignoreReferredIdentity`
    pub ignore_referred_identity: bool,
}

impl fmt::Debug for GetPersonsForProfile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetPersonsForProfile(hidden)")
    }
}

impl<'a> Complex<'a> for GetPersonsForProfile<'a> {
    const NAME: &'static str = "GetPersonsForProfile";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(MESSAGE, "personId"), required: true, repeats: true },
        Element { name: Name::new(MESSAGE, "profile"), required: true, repeats: false },
        Element {
            name: Name::new(MESSAGE, "ignoreReferredIdentity"),
            required: true,
            repeats: false,
        },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex_into(&mut self.person_id)?,
            1 => {
                self.profile =
                    reader.code("profile", LookupProfile::from_code, LookupProfile::Unknown)?
            }
            2 => self.ignore_referred_identity = reader.boolean("ignoreReferredIdentity")?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// An id, and the OID of its series.
#[derive(Clone, Default, PartialEq)]
pub struct InstanceIdentifier<'a> {
    /// `root`
    pub root: Cow<'a, str>,
    /// `extension`
    pub extension: Option<Cow<'a, str>>,
}

impl fmt::Debug for InstanceIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstanceIdentifier(hidden)")
    }
}

impl<'a> Complex<'a> for InstanceIdentifier<'a> {
    const NAME: &'static str = "InstanceIdentifier";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "root"), required: true, repeats: false },
        Element { name: Name::new(CORE, "extension"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.root = reader.text("root")?,
            1 => self.extension = Some(reader.text("extension")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `GetPersonsForProfileResponse` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct GetPersonsForProfileResponse<'a> {
    /// `requestedPersonRecord`
    pub requested_person_record: Vec<Item<RequestedPersonRecord<'a>>>,
}

impl fmt::Debug for GetPersonsForProfileResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetPersonsForProfileResponse(hidden)")
    }
}

impl<'a> Complex<'a> for GetPersonsForProfileResponse<'a> {
    const NAME: &'static str = "GetPersonsForProfileResponse";
    const ELEMENTS: &'static [Element] = &[Element {
        name: Name::new(MESSAGE, "requestedPersonRecord"),
        required: true,
        repeats: true,
    }];
    const OPEN: bool = true;
    const LENIENT: bool = true;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.item_into(&mut self.requested_person_record)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// What was asked for, and what was found: nothing, where the id is unknown.
#[derive(Clone, Default, PartialEq)]
pub struct RequestedPersonRecord<'a> {
    /// `requestedPersonalIdentity`
    pub requested_personal_identity: InstanceIdentifier<'a>,
    /// `personRecord`
    pub person_record: Option<Box<PersonRecord<'a>>>,
}

impl fmt::Debug for RequestedPersonRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestedPersonRecord(hidden)")
    }
}

impl<'a> Complex<'a> for RequestedPersonRecord<'a> {
    const NAME: &'static str = "RequestedPersonRecord";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "requestedPersonalIdentity"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(CORE, "personRecord"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.requested_personal_identity)?,
            1 => reader.complex(self.person_record.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `PersonRecord` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct PersonRecord<'a> {
    /// `personalIdentity`
    pub personal_identity: InstanceIdentifier<'a>,
    /// `identityLevel`
    pub identity_level: Option<Cow<'a, str>>,
    /// `identityLevelDate`
    pub identity_level_date: Option<Box<PartialDate<'a>>>,
    /// `gender`
    pub gender: Option<Cow<'a, str>>,
    /// `protectedPersonIndicator`
    pub protected_person_indicator: bool,
    /// `testIndicator`
    pub test_indicator: bool,
    /// `primaryIdentity`
    pub primary_identity: bool,
    /// `version`
    pub version: Option<Cow<'a, str>>,
    /// `name`
    pub name: Option<Box<PersonName<'a>>>,
    /// `linkedIdentity`
    pub linked_identity: Vec<LinkedIdentity<'a>>,
    /// `referredPersonalIdentities`
    pub referred_personal_identities: Vec<ReferredIdentity<'a>>,
    /// `birth`
    pub birth: Option<Box<Birth<'a>>>,
    /// `populationRegistrationLocality`
    pub population_registration_locality: Option<Box<RegistrationLocality<'a>>>,
    /// `populationRegistrationRecord`
    pub population_registration_record: Option<Box<RegistrationRecord<'a>>>,
    /// `addressInformation`
    pub address_information: Option<Box<AddressInformation<'a>>>,
    /// `contactInformation`
    pub contact_information: Vec<ContactInformation<'a>>,
    /// `contactPerson`
    pub contact_person: Vec<ContactPerson<'a>>,
    /// `confirmedIdentity`
    pub confirmed_identity: Vec<ConfirmedIdentity<'a>>,
    /// `administrativeInformation`
    pub administrative_information: Option<Box<AdministrativeInformation<'a>>>,
    /// `deregistration`
    pub deregistration: Option<Box<Deregistration<'a>>>,
    /// `maritalStatus`
    pub marital_status: Option<Box<MaritalStatus<'a>>>,
    /// `immigration`
    pub immigration: Option<Box<Immigration<'a>>>,
    /// `citizenship`
    pub citizenship: Vec<Citizenship<'a>>,
    /// `relationship`
    pub relationship: Vec<Relationship<'a>>,
    /// `coOrdinationNumberData`
    pub co_ordination_number_data: Option<Box<CoordinationNumberData<'a>>>,
    /// `personalIdentityStatus`
    pub personal_identity_status: Option<Box<IdentityStatus<'a>>>,
    /// `updatePersonActor`
    pub update_person_actor: Option<Box<RegisterActor<'a>>>,
    /// `updatePersonContactInformationActor`
    pub update_person_contact_information_actor: Option<Box<RegisterActor<'a>>>,
    /// `attachment`
    pub attachment: Vec<Multimedia<'a>>,
    /// `optoutPaperNotification`
    pub optout_paper_notification: Option<bool>,
    /// `protectedPopulationRecord`
    pub protected_population_record: Option<bool>,
}

impl fmt::Debug for PersonRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonRecord(hidden)")
    }
}

impl<'a> Complex<'a> for PersonRecord<'a> {
    const NAME: &'static str = "PersonRecord";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "personalIdentity"), required: true, repeats: false },
        Element { name: Name::new(CORE, "identityLevel"), required: false, repeats: false },
        Element { name: Name::new(CORE, "identityLevelDate"), required: false, repeats: false },
        Element { name: Name::new(CORE, "gender"), required: false, repeats: false },
        Element {
            name: Name::new(CORE, "protectedPersonIndicator"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(CORE, "testIndicator"), required: true, repeats: false },
        Element { name: Name::new(CORE, "primaryIdentity"), required: true, repeats: false },
        Element { name: Name::new(CORE, "version"), required: false, repeats: false },
        Element { name: Name::new(CORE, "name"), required: false, repeats: false },
        Element { name: Name::new(CORE, "linkedIdentity"), required: false, repeats: true },
        Element {
            name: Name::new(CORE, "referredPersonalIdentities"),
            required: false,
            repeats: true,
        },
        Element { name: Name::new(CORE, "birth"), required: false, repeats: false },
        Element {
            name: Name::new(CORE, "populationRegistrationLocality"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "populationRegistrationRecord"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "addressInformation"), required: false, repeats: false },
        Element { name: Name::new(CORE, "contactInformation"), required: false, repeats: true },
        Element { name: Name::new(CORE, "contactPerson"), required: false, repeats: true },
        Element { name: Name::new(CORE, "confirmedIdentity"), required: false, repeats: true },
        Element {
            name: Name::new(CORE, "administrativeInformation"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "deregistration"), required: false, repeats: false },
        Element { name: Name::new(CORE, "maritalStatus"), required: false, repeats: false },
        Element { name: Name::new(CORE, "immigration"), required: false, repeats: false },
        Element { name: Name::new(CORE, "citizenship"), required: false, repeats: true },
        Element { name: Name::new(CORE, "relationship"), required: false, repeats: true },
        Element {
            name: Name::new(CORE, "coOrdinationNumberData"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "personalIdentityStatus"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "updatePersonActor"), required: false, repeats: false },
        Element {
            name: Name::new(CORE, "updatePersonContactInformationActor"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "attachment"), required: false, repeats: true },
        Element {
            name: Name::new(CORE, "optoutPaperNotification"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "protectedPopulationRecord"),
            required: false,
            repeats: false,
        },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.personal_identity)?,
            1 => self.identity_level = Some(reader.text("identityLevel")?),
            2 => reader.complex(self.identity_level_date.get_or_insert_default().as_mut())?,
            3 => {
                self.gender =
                    Some(reader.checked("gender", |text| lexical::has_length(text, 0, 40))?)
            }
            4 => self.protected_person_indicator = reader.boolean("protectedPersonIndicator")?,
            5 => self.test_indicator = reader.boolean("testIndicator")?,
            6 => self.primary_identity = reader.boolean("primaryIdentity")?,
            7 => {
                self.version =
                    Some(reader.checked("version", |text| lexical::has_length(text, 14, 14))?)
            }
            8 => reader.complex(self.name.get_or_insert_default().as_mut())?,
            9 => reader.complex_into(&mut self.linked_identity)?,
            10 => reader.complex_into(&mut self.referred_personal_identities)?,
            11 => reader.complex(self.birth.get_or_insert_default().as_mut())?,
            12 => reader
                .complex(self.population_registration_locality.get_or_insert_default().as_mut())?,
            13 => reader
                .complex(self.population_registration_record.get_or_insert_default().as_mut())?,
            14 => reader.complex(self.address_information.get_or_insert_default().as_mut())?,
            15 => reader.complex_into(&mut self.contact_information)?,
            16 => reader.complex_into(&mut self.contact_person)?,
            17 => reader.complex_into(&mut self.confirmed_identity)?,
            18 => {
                reader.complex(self.administrative_information.get_or_insert_default().as_mut())?
            }
            19 => reader.complex(self.deregistration.get_or_insert_default().as_mut())?,
            20 => reader.complex(self.marital_status.get_or_insert_default().as_mut())?,
            21 => reader.complex(self.immigration.get_or_insert_default().as_mut())?,
            22 => reader.complex_into(&mut self.citizenship)?,
            23 => reader.complex_into(&mut self.relationship)?,
            24 => {
                reader.complex(self.co_ordination_number_data.get_or_insert_default().as_mut())?
            }
            25 => reader.complex(self.personal_identity_status.get_or_insert_default().as_mut())?,
            26 => reader.complex(self.update_person_actor.get_or_insert_default().as_mut())?,
            27 => reader.complex(
                self.update_person_contact_information_actor.get_or_insert_default().as_mut(),
            )?,
            28 => reader.complex_into(&mut self.attachment)?,
            29 => self.optout_paper_notification = Some(reader.boolean("optoutPaperNotification")?),
            30 => {
                self.protected_population_record =
                    Some(reader.boolean("protectedPopulationRecord")?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// A date of which month or day may be unknown.
#[derive(Clone, Default, PartialEq)]
pub struct PartialDate<'a> {
    /// `format`
    pub format: PartialDateFormat,
    /// `value`
    pub value: Cow<'a, str>,
}

impl fmt::Debug for PartialDate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartialDate(hidden)")
    }
}

impl<'a> Complex<'a> for PartialDate<'a> {
    const NAME: &'static str = "PartialDate";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "format"), required: true, repeats: false },
        Element { name: Name::new(CORE, "value"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.format = reader.code(
                    "format",
                    PartialDateFormat::from_code,
                    PartialDateFormat::Unknown,
                )?
            }
            1 => self.value = reader.checked("value", |text| lexical::has_length(text, 4, 10))?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `PersonName` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct PersonName<'a> {
    /// `givenNameIndicator`
    pub given_name_indicator: Option<Cow<'a, str>>,
    /// `givenName`
    pub given_name: Option<Cow<'a, str>>,
    /// `middleName`
    pub middle_name: Option<Cow<'a, str>>,
    /// `surname`
    pub surname: Option<Cow<'a, str>>,
    /// `notificationName`
    pub notification_name: Option<Cow<'a, str>>,
}

impl fmt::Debug for PersonName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(hidden)")
    }
}

impl<'a> Complex<'a> for PersonName<'a> {
    const NAME: &'static str = "PersonName";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "givenNameIndicator"), required: false, repeats: false },
        Element { name: Name::new(CORE, "givenName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "middleName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "surname"), required: false, repeats: false },
        Element { name: Name::new(CORE, "notificationName"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.given_name_indicator = Some(
                    reader
                        .checked("givenNameIndicator", |text| lexical::is_between(text, 10, 99))?,
                )
            }
            1 => {
                self.given_name =
                    Some(reader.checked("givenName", |text| lexical::has_length(text, 0, 80))?)
            }
            2 => {
                self.middle_name =
                    Some(reader.checked("middleName", |text| lexical::has_length(text, 0, 80))?)
            }
            3 => {
                self.surname =
                    Some(reader.checked("surname", |text| lexical::has_length(text, 0, 80))?)
            }
            4 => {
                self.notification_name = Some(
                    reader.checked("notificationName", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// Another id of the same person.
#[derive(Clone, Default, PartialEq)]
pub struct LinkedIdentity<'a> {
    /// `referredPersonalIdentity`
    pub referred_personal_identity: InstanceIdentifier<'a>,
    /// `assuranceLevel`
    pub assurance_level: Cow<'a, str>,
    /// `primaryIdentity`
    pub primary_identity: bool,
}

impl fmt::Debug for LinkedIdentity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkedIdentity(hidden)")
    }
}

impl<'a> Complex<'a> for LinkedIdentity<'a> {
    const NAME: &'static str = "LinkedIdentity";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "referredPersonalIdentity"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(CORE, "assuranceLevel"), required: true, repeats: false },
        Element { name: Name::new(CORE, "primaryIdentity"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.referred_personal_identity)?,
            1 => {
                self.assurance_level =
                    reader.checked("assuranceLevel", |text| lexical::has_length(text, 0, 40))?
            }
            2 => self.primary_identity = reader.boolean("primaryIdentity")?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// An id that this one has replaced, or the one that has replaced it.
#[derive(Clone, Default, PartialEq)]
pub struct ReferredIdentity<'a> {
    /// `referredPersonalIdentity`
    pub referred_personal_identity: InstanceIdentifier<'a>,
    /// `referredPersonalIdentityStatus`
    pub referred_personal_identity_status: Option<Cow<'a, str>>,
}

impl fmt::Debug for ReferredIdentity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReferredIdentity(hidden)")
    }
}

impl<'a> Complex<'a> for ReferredIdentity<'a> {
    const NAME: &'static str = "ReferredIdentity";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "referredPersonalIdentity"),
            required: true,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "referredPersonalIdentityStatus"),
            required: false,
            repeats: false,
        },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.referred_personal_identity)?,
            1 => {
                self.referred_personal_identity_status =
                    Some(reader.text("referredPersonalIdentityStatus")?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Birth` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Birth<'a> {
    /// `dateOfBirth`
    pub date_of_birth: Option<Box<PartialDate<'a>>>,
    /// `placeOfBirthSweden`
    pub place_of_birth_sweden: Option<Box<BirthplaceInSweden<'a>>>,
    /// `birthAbroad`
    pub birth_abroad: Option<Box<BirthplaceAbroad<'a>>>,
}

impl fmt::Debug for Birth<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Birth(hidden)")
    }
}

impl<'a> Complex<'a> for Birth<'a> {
    const NAME: &'static str = "Birth";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "dateOfBirth"), required: false, repeats: false },
        Element { name: Name::new(CORE, "placeOfBirthSweden"), required: false, repeats: false },
        Element { name: Name::new(CORE, "birthAbroad"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(self.date_of_birth.get_or_insert_default().as_mut())?,
            1 => reader.complex(self.place_of_birth_sweden.get_or_insert_default().as_mut())?,
            2 => reader.complex(self.birth_abroad.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `BirthplaceInSweden` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct BirthplaceInSweden<'a> {
    /// `birthCountyCode`
    pub birth_county_code: Option<Cow<'a, str>>,
    /// `birthParish`
    pub birth_parish: Option<Cow<'a, str>>,
}

impl fmt::Debug for BirthplaceInSweden<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthplaceInSweden(hidden)")
    }
}

impl<'a> Complex<'a> for BirthplaceInSweden<'a> {
    const NAME: &'static str = "BirthplaceInSweden";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "birthCountyCode"), required: false, repeats: false },
        Element { name: Name::new(CORE, "birthParish"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.birth_county_code = Some(
                    reader.checked("birthCountyCode", |text| lexical::has_length(text, 0, 2))?,
                )
            }
            1 => {
                self.birth_parish =
                    Some(reader.checked("birthParish", |text| lexical::has_length(text, 0, 40))?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `BirthplaceAbroad` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct BirthplaceAbroad<'a> {
    /// `placeOfBirthAbroad`
    pub place_of_birth_abroad: Option<Cow<'a, str>>,
    /// `countryOfBirth`
    pub country_of_birth: Option<Cow<'a, str>>,
}

impl fmt::Debug for BirthplaceAbroad<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthplaceAbroad(hidden)")
    }
}

impl<'a> Complex<'a> for BirthplaceAbroad<'a> {
    const NAME: &'static str = "BirthplaceAbroad";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "placeOfBirthAbroad"), required: false, repeats: false },
        Element { name: Name::new(CORE, "countryOfBirth"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.place_of_birth_abroad = Some(
                    reader
                        .checked("placeOfBirthAbroad", |text| lexical::has_length(text, 0, 80))?,
                )
            }
            1 => {
                self.country_of_birth = Some(
                    reader.checked("countryOfBirth", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `RegistrationLocality` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct RegistrationLocality<'a> {
    /// `populationRegistrationDate`
    pub population_registration_date: Option<Box<PartialDate<'a>>>,
    /// `countyCode`
    pub county_code: Option<Cow<'a, str>>,
    /// `municipalityCode`
    pub municipality_code: Option<Cow<'a, str>>,
    /// `parishCode`
    pub parish_code: Option<Cow<'a, str>>,
    /// `propertyDesignation`
    pub property_designation: Option<Cow<'a, str>>,
    /// `fictitiousPropertyNumber`
    pub fictitious_property_number: Option<Cow<'a, str>>,
    /// `populationRegistrationType`
    pub population_registration_type: Option<Cow<'a, str>>,
    /// `localRegistrationTime`
    pub local_registration_time: Option<Cow<'a, str>>,
    /// `localRegistrationEndTime`
    pub local_registration_end_time: Option<Cow<'a, str>>,
}

impl fmt::Debug for RegistrationLocality<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationLocality(hidden)")
    }
}

impl<'a> Complex<'a> for RegistrationLocality<'a> {
    const NAME: &'static str = "RegistrationLocality";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "populationRegistrationDate"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "countyCode"), required: false, repeats: false },
        Element { name: Name::new(CORE, "municipalityCode"), required: false, repeats: false },
        Element { name: Name::new(CORE, "parishCode"), required: false, repeats: false },
        Element { name: Name::new(CORE, "propertyDesignation"), required: false, repeats: false },
        Element {
            name: Name::new(CORE, "fictitiousPropertyNumber"),
            required: false,
            repeats: false,
        },
        Element {
            name: Name::new(CORE, "populationRegistrationType"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "localRegistrationTime"), required: false, repeats: false },
        Element {
            name: Name::new(CORE, "localRegistrationEndTime"),
            required: false,
            repeats: false,
        },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader
                .complex(self.population_registration_date.get_or_insert_default().as_mut())?,
            1 => {
                self.county_code =
                    Some(reader.checked("countyCode", |text| lexical::has_length(text, 0, 2))?)
            }
            2 => {
                self.municipality_code = Some(
                    reader.checked("municipalityCode", |text| lexical::has_length(text, 0, 2))?,
                )
            }
            3 => {
                self.parish_code =
                    Some(reader.checked("parishCode", |text| lexical::has_length(text, 0, 2))?)
            }
            4 => {
                self.property_designation = Some(
                    reader
                        .checked("propertyDesignation", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            5 => {
                self.fictitious_property_number =
                    Some(reader.checked("fictitiousPropertyNumber", |text| {
                        lexical::is_between(text, 0, 999)
                    })?)
            }
            6 => {
                self.population_registration_type =
                    Some(reader.checked("populationRegistrationType", |text| {
                        lexical::has_length(text, 0, 40)
                    })?)
            }
            7 => {
                self.local_registration_time =
                    Some(reader.checked("localRegistrationTime", lexical::is_date_time)?)
            }
            8 => {
                self.local_registration_end_time =
                    Some(reader.checked("localRegistrationEndTime", lexical::is_date_time)?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `RegistrationRecord` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct RegistrationRecord<'a> {
    /// `syncronizationTime`
    pub syncronization_time: Option<Cow<'a, str>>,
    /// `notificationCase`
    pub notification_case: Option<Box<NotificationCase<'a>>>,
    /// `historicalRecords`
    pub historical_records: Option<Box<HistoricalRecords<'a>>>,
}

impl fmt::Debug for RegistrationRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationRecord(hidden)")
    }
}

impl<'a> Complex<'a> for RegistrationRecord<'a> {
    const NAME: &'static str = "RegistrationRecord";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "syncronizationTime"), required: false, repeats: false },
        Element { name: Name::new(CORE, "notificationCase"), required: false, repeats: false },
        Element { name: Name::new(CORE, "historicalRecords"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.syncronization_time =
                    Some(reader.checked("syncronizationTime", lexical::is_date_time)?)
            }
            1 => reader.complex(self.notification_case.get_or_insert_default().as_mut())?,
            2 => reader.complex(self.historical_records.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `NotificationCase` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct NotificationCase<'a> {
    /// `recordId`
    pub record_id: Option<Cow<'a, str>>,
    /// `notificationType`
    pub notification_type: Option<Cow<'a, str>>,
    /// `modificationTime`
    pub modification_time: Option<Cow<'a, str>>,
    /// `totalRecord`
    pub total_record: Option<bool>,
    /// `notificationDate`
    pub notification_date: Option<Box<PartialDate<'a>>>,
}

impl fmt::Debug for NotificationCase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NotificationCase(hidden)")
    }
}

impl<'a> Complex<'a> for NotificationCase<'a> {
    const NAME: &'static str = "NotificationCase";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "recordId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "notificationType"), required: false, repeats: false },
        Element { name: Name::new(CORE, "modificationTime"), required: false, repeats: false },
        Element { name: Name::new(CORE, "totalRecord"), required: false, repeats: false },
        Element { name: Name::new(CORE, "notificationDate"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.record_id =
                    Some(reader.checked("recordId", |text| lexical::has_length(text, 16, 16))?)
            }
            1 => {
                self.notification_type = Some(
                    reader.checked("notificationType", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            2 => {
                self.modification_time =
                    Some(reader.checked("modificationTime", lexical::is_date_time)?)
            }
            3 => self.total_record = Some(reader.boolean("totalRecord")?),
            4 => reader.complex(self.notification_date.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `HistoricalRecords` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct HistoricalRecords<'a> {
    /// `populationRegistrationLocality`
    pub population_registration_locality: Vec<RegistrationLocality<'a>>,
    /// `historicalAddress`
    pub historical_address: Option<Box<PostalAddress<'a>>>,
}

impl fmt::Debug for HistoricalRecords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HistoricalRecords(hidden)")
    }
}

impl<'a> Complex<'a> for HistoricalRecords<'a> {
    const NAME: &'static str = "HistoricalRecords";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "populationRegistrationLocality"),
            required: false,
            repeats: true,
        },
        Element { name: Name::new(CORE, "historicalAddress"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex_into(&mut self.population_registration_locality)?,
            1 => reader.complex(self.historical_address.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `PostalAddress` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct PostalAddress<'a> {
    /// `careOf`
    pub care_of: Option<Cow<'a, str>>,
    /// `postalAddress1`
    pub postal_address1: Option<Cow<'a, str>>,
    /// `postalAddress2`
    pub postal_address2: Option<Cow<'a, str>>,
    /// `postalCode`
    pub postal_code: Option<Cow<'a, str>>,
    /// `city`
    pub city: Option<Cow<'a, str>>,
}

impl fmt::Debug for PostalAddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostalAddress(hidden)")
    }
}

impl<'a> Complex<'a> for PostalAddress<'a> {
    const NAME: &'static str = "PostalAddress";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "careOf"), required: false, repeats: false },
        Element { name: Name::new(CORE, "postalAddress1"), required: false, repeats: false },
        Element { name: Name::new(CORE, "postalAddress2"), required: false, repeats: false },
        Element { name: Name::new(CORE, "postalCode"), required: false, repeats: false },
        Element { name: Name::new(CORE, "city"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.care_of =
                    Some(reader.checked("careOf", |text| lexical::has_length(text, 0, 40))?)
            }
            1 => {
                self.postal_address1 = Some(
                    reader.checked("postalAddress1", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            2 => {
                self.postal_address2 = Some(
                    reader.checked("postalAddress2", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            3 => {
                self.postal_code =
                    Some(reader.checked("postalCode", |text| lexical::is_between(text, 0, 99999))?)
            }
            4 => self.city = Some(reader.checked("city", |text| lexical::has_length(text, 0, 40))?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `AddressInformation` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct AddressInformation<'a> {
    /// `residentialAddress`
    pub residential_address: Option<Box<PostalAddress<'a>>>,
    /// `nationalKeys`
    pub national_keys: Option<Box<NationalKeys<'a>>>,
    /// `district`
    pub district: Option<Box<District<'a>>>,
    /// `specialPostalAddress`
    pub special_postal_address: Option<Box<PostalAddress<'a>>>,
    /// `addressAbroad`
    pub address_abroad: Option<Box<AddressAbroad<'a>>>,
    /// `givenAddress`
    pub given_address: Option<Box<PostalAddress<'a>>>,
    /// `UUID`
    pub uuid: Option<Box<PlaceKeys<'a>>>,
}

impl fmt::Debug for AddressInformation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddressInformation(hidden)")
    }
}

impl<'a> Complex<'a> for AddressInformation<'a> {
    const NAME: &'static str = "AddressInformation";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "residentialAddress"), required: false, repeats: false },
        Element { name: Name::new(CORE, "nationalKeys"), required: false, repeats: false },
        Element { name: Name::new(CORE, "district"), required: false, repeats: false },
        Element { name: Name::new(CORE, "specialPostalAddress"), required: false, repeats: false },
        Element { name: Name::new(CORE, "addressAbroad"), required: false, repeats: false },
        Element { name: Name::new(CORE, "givenAddress"), required: false, repeats: false },
        Element { name: Name::new(CORE, "UUID"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(self.residential_address.get_or_insert_default().as_mut())?,
            1 => reader.complex(self.national_keys.get_or_insert_default().as_mut())?,
            2 => reader.complex(self.district.get_or_insert_default().as_mut())?,
            3 => reader.complex(self.special_postal_address.get_or_insert_default().as_mut())?,
            4 => reader.complex(self.address_abroad.get_or_insert_default().as_mut())?,
            5 => reader.complex(self.given_address.get_or_insert_default().as_mut())?,
            6 => reader.complex(self.uuid.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `NationalKeys` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct NationalKeys<'a> {
    /// `propertyId`
    pub property_id: Option<Cow<'a, str>>,
    /// `addressPlaceId`
    pub address_place_id: Option<Cow<'a, str>>,
    /// `apartmentId`
    pub apartment_id: Option<Cow<'a, str>>,
}

impl fmt::Debug for NationalKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NationalKeys(hidden)")
    }
}

impl<'a> Complex<'a> for NationalKeys<'a> {
    const NAME: &'static str = "NationalKeys";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "propertyId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "addressPlaceId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "apartmentId"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.property_id =
                    Some(reader.checked("propertyId", |text| lexical::has_length(text, 0, 10))?)
            }
            1 => {
                self.address_place_id = Some(reader.checked("addressPlaceId", |text| {
                    lexical::is_between(text, 0, 99999999999999)
                })?)
            }
            2 => {
                self.apartment_id =
                    Some(reader.checked("apartmentId", |text| {
                        lexical::is_between(text, 0, 99999999999999)
                    })?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `District` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct District<'a> {
    /// `districtCode`
    pub district_code: Option<Cow<'a, str>>,
}

impl fmt::Debug for District<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("District(hidden)")
    }
}

impl<'a> Complex<'a> for District<'a> {
    const NAME: &'static str = "District";
    const ELEMENTS: &'static [Element] =
        &[Element { name: Name::new(CORE, "districtCode"), required: false, repeats: false }];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.district_code = Some(
                    reader.checked("districtCode", |text| lexical::has_length(text, 0, 999999))?,
                )
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `AddressAbroad` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct AddressAbroad<'a> {
    /// `postalAddress1`
    pub postal_address1: Option<Cow<'a, str>>,
    /// `postalAddress2`
    pub postal_address2: Option<Cow<'a, str>>,
    /// `postalAddress3`
    pub postal_address3: Option<Cow<'a, str>>,
    /// `countryCode`
    pub country_code: Option<Cow<'a, str>>,
    /// `addressAbroadDate`
    pub address_abroad_date: Option<Box<PartialDate<'a>>>,
    /// `votingDate`
    pub voting_date: Option<Box<PartialDate<'a>>>,
}

impl fmt::Debug for AddressAbroad<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddressAbroad(hidden)")
    }
}

impl<'a> Complex<'a> for AddressAbroad<'a> {
    const NAME: &'static str = "AddressAbroad";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "postalAddress1"), required: false, repeats: false },
        Element { name: Name::new(CORE, "postalAddress2"), required: false, repeats: false },
        Element { name: Name::new(CORE, "postalAddress3"), required: false, repeats: false },
        Element { name: Name::new(CORE, "countryCode"), required: false, repeats: false },
        Element { name: Name::new(CORE, "addressAbroadDate"), required: false, repeats: false },
        Element { name: Name::new(CORE, "votingDate"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.postal_address1 = Some(
                    reader.checked("postalAddress1", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            1 => {
                self.postal_address2 = Some(
                    reader.checked("postalAddress2", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            2 => {
                self.postal_address3 = Some(
                    reader.checked("postalAddress3", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            3 => {
                self.country_code =
                    Some(reader.checked("countryCode", |text| lexical::has_length(text, 0, 40))?)
            }
            4 => reader.complex(self.address_abroad_date.get_or_insert_default().as_mut())?,
            5 => reader.complex(self.voting_date.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `PlaceKeys` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct PlaceKeys<'a> {
    /// `propertyId`
    pub property_id: Option<Cow<'a, str>>,
    /// `addressPlaceId`
    pub address_place_id: Option<Cow<'a, str>>,
    /// `apartmentId`
    pub apartment_id: Option<Cow<'a, str>>,
}

impl fmt::Debug for PlaceKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlaceKeys(hidden)")
    }
}

impl<'a> Complex<'a> for PlaceKeys<'a> {
    const NAME: &'static str = "PlaceKeys";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "propertyId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "addressPlaceId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "apartmentId"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.property_id = Some(reader.text("propertyId")?),
            1 => self.address_place_id = Some(reader.text("addressPlaceId")?),
            2 => self.apartment_id = Some(reader.text("apartmentId")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `ContactInformation` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct ContactInformation<'a> {
    /// `contactType`
    pub contact_type: Cow<'a, str>,
    /// `use`
    pub usage: Option<Cow<'a, str>>,
    /// `value`
    pub value: Option<Cow<'a, str>>,
    /// `rank`
    pub rank: Option<Cow<'a, str>>,
    /// `comment`
    pub comment: Option<Cow<'a, str>>,
    /// `period`
    pub period: Option<Box<DatePeriod<'a>>>,
    /// `digitalNotification`
    pub digital_notification: Option<bool>,
}

impl fmt::Debug for ContactInformation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactInformation(hidden)")
    }
}

impl<'a> Complex<'a> for ContactInformation<'a> {
    const NAME: &'static str = "ContactInformation";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "contactType"), required: true, repeats: false },
        Element { name: Name::new(CORE, "use"), required: false, repeats: false },
        Element { name: Name::new(CORE, "value"), required: false, repeats: false },
        Element { name: Name::new(CORE, "rank"), required: false, repeats: false },
        Element { name: Name::new(CORE, "comment"), required: false, repeats: false },
        Element { name: Name::new(CORE, "period"), required: false, repeats: false },
        Element { name: Name::new(CORE, "digitalNotification"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.contact_type =
                    reader.checked("contactType", |text| lexical::has_length(text, 0, 40))?
            }
            1 => self.usage = Some(reader.checked("use", |text| lexical::has_length(text, 0, 40))?),
            2 => self.value = Some(reader.text("value")?),
            3 => {
                self.rank =
                    Some(reader.checked("rank", |text| {
                        lexical::is_between(text, -2147483648, 2147483647)
                    })?)
            }
            4 => self.comment = Some(reader.text("comment")?),
            5 => reader.complex(self.period.get_or_insert_default().as_mut())?,
            6 => self.digital_notification = Some(reader.boolean("digitalNotification")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `DatePeriod` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct DatePeriod<'a> {
    /// `start`
    pub start: Option<Cow<'a, str>>,
    /// `end`
    pub end: Option<Cow<'a, str>>,
}

impl fmt::Debug for DatePeriod<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatePeriod(hidden)")
    }
}

impl<'a> Complex<'a> for DatePeriod<'a> {
    const NAME: &'static str = "DatePeriod";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "start"), required: false, repeats: false },
        Element { name: Name::new(CORE, "end"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.start = Some(reader.checked("start", lexical::is_date)?),
            1 => self.end = Some(reader.checked("end", lexical::is_date)?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// Note the two spellings: a contact has a surName, a person a surname.
#[derive(Clone, Default, PartialEq)]
pub struct ContactPerson<'a> {
    /// `contactRelationshipType`
    pub contact_relationship_type: Cow<'a, str>,
    /// `priorityOrder`
    pub priority_order: Option<Cow<'a, str>>,
    /// `givenName`
    pub given_name: Option<Cow<'a, str>>,
    /// `surName`
    pub sur_name: Option<Cow<'a, str>>,
    /// `middleName`
    pub middle_name: Option<Cow<'a, str>>,
    /// `contactPersonAddress`
    pub contact_person_address: Option<Box<PostalAddress<'a>>>,
    /// `contactPersonContactInformation`
    pub contact_person_contact_information: Vec<ContactInformation<'a>>,
}

impl fmt::Debug for ContactPerson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactPerson(hidden)")
    }
}

impl<'a> Complex<'a> for ContactPerson<'a> {
    const NAME: &'static str = "ContactPerson";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "contactRelationshipType"),
            required: true,
            repeats: false,
        },
        Element { name: Name::new(CORE, "priorityOrder"), required: false, repeats: false },
        Element { name: Name::new(CORE, "givenName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "surName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "middleName"), required: false, repeats: false },
        Element { name: Name::new(CORE, "contactPersonAddress"), required: false, repeats: false },
        Element {
            name: Name::new(CORE, "contactPersonContactInformation"),
            required: false,
            repeats: true,
        },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.contact_relationship_type = reader
                    .checked("contactRelationshipType", |text| lexical::has_length(text, 0, 40))?
            }
            1 => {
                self.priority_order = Some(reader.checked("priorityOrder", |text| {
                    lexical::is_between(text, -2147483648, 2147483647)
                })?)
            }
            2 => {
                self.given_name =
                    Some(reader.checked("givenName", |text| lexical::has_length(text, 0, 80))?)
            }
            3 => {
                self.sur_name =
                    Some(reader.checked("surName", |text| lexical::has_length(text, 0, 80))?)
            }
            4 => {
                self.middle_name =
                    Some(reader.checked("middleName", |text| lexical::has_length(text, 0, 80))?)
            }
            5 => reader.complex(self.contact_person_address.get_or_insert_default().as_mut())?,
            6 => reader.complex_into(&mut self.contact_person_contact_information)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `ConfirmedIdentity` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct ConfirmedIdentity<'a> {
    /// `typeOfIdentification`
    pub type_of_identification: Option<Cow<'a, str>>,
    /// `identificationNumber`
    pub identification_number: Option<Cow<'a, str>>,
    /// `issuersOfId`
    pub issuers_of_id: Option<Cow<'a, str>>,
    /// `validDatePeriod`
    pub valid_date_period: Option<Box<DatePeriod<'a>>>,
    /// `attachmentId`
    pub attachment_id: Vec<Cow<'a, str>>,
    /// `countryCode`
    pub country_code: Option<Cow<'a, str>>,
}

impl fmt::Debug for ConfirmedIdentity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConfirmedIdentity(hidden)")
    }
}

impl<'a> Complex<'a> for ConfirmedIdentity<'a> {
    const NAME: &'static str = "ConfirmedIdentity";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "typeOfIdentification"), required: false, repeats: false },
        Element { name: Name::new(CORE, "identificationNumber"), required: false, repeats: false },
        Element { name: Name::new(CORE, "issuersOfId"), required: false, repeats: false },
        Element { name: Name::new(CORE, "validDatePeriod"), required: false, repeats: false },
        Element { name: Name::new(CORE, "attachmentId"), required: false, repeats: true },
        Element { name: Name::new(CORE, "countryCode"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.type_of_identification = Some(
                    reader
                        .checked("typeOfIdentification", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            1 => self.identification_number = Some(reader.text("identificationNumber")?),
            2 => self.issuers_of_id = Some(reader.text("issuersOfId")?),
            3 => reader.complex(self.valid_date_period.get_or_insert_default().as_mut())?,
            4 => {
                let value = reader.text("attachmentId")?;
                reader.listed(&mut self.attachment_id, value)?
            }
            5 => {
                self.country_code =
                    Some(reader.checked("countryCode", |text| lexical::has_length(text, 1, 2))?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `AdministrativeInformation` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct AdministrativeInformation<'a> {
    /// `categoryOfPerson`
    pub category_of_person: Option<Cow<'a, str>>,
    /// `accountCode`
    pub account_code: Option<Cow<'a, str>>,
    /// `comment`
    pub comment: Option<Cow<'a, str>>,
}

impl fmt::Debug for AdministrativeInformation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdministrativeInformation(hidden)")
    }
}

impl<'a> Complex<'a> for AdministrativeInformation<'a> {
    const NAME: &'static str = "AdministrativeInformation";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "categoryOfPerson"), required: false, repeats: false },
        Element { name: Name::new(CORE, "accountCode"), required: false, repeats: false },
        Element { name: Name::new(CORE, "comment"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.category_of_person = Some(
                    reader.checked("categoryOfPerson", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            1 => {
                self.account_code =
                    Some(reader.checked("accountCode", |text| lexical::has_length(text, 0, 40))?)
            }
            2 => self.comment = Some(reader.text("comment")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// No longer in the population register, and why.
#[derive(Clone, Default, PartialEq)]
pub struct Deregistration<'a> {
    /// `deregistrationReasonCode`
    pub deregistration_reason_code: Option<Cow<'a, str>>,
    /// `deregistrationDate`
    pub deregistration_date: Option<Box<PartialDate<'a>>>,
    /// `foundDeadAtDate`
    pub found_dead_at_date: Option<Box<PartialDate<'a>>>,
}

impl fmt::Debug for Deregistration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deregistration(hidden)")
    }
}

impl<'a> Complex<'a> for Deregistration<'a> {
    const NAME: &'static str = "Deregistration";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "deregistrationReasonCode"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "deregistrationDate"), required: false, repeats: false },
        Element { name: Name::new(CORE, "foundDeadAtDate"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.deregistration_reason_code =
                    Some(reader.checked("deregistrationReasonCode", |text| {
                        lexical::has_length(text, 0, 40)
                    })?)
            }
            1 => reader.complex(self.deregistration_date.get_or_insert_default().as_mut())?,
            2 => reader.complex(self.found_dead_at_date.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `MaritalStatus` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct MaritalStatus<'a> {
    /// `maritalStatusCode`
    pub marital_status_code: Option<Cow<'a, str>>,
    /// `maritalStatusDate`
    pub marital_status_date: Option<Box<PartialDate<'a>>>,
}

impl fmt::Debug for MaritalStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaritalStatus(hidden)")
    }
}

impl<'a> Complex<'a> for MaritalStatus<'a> {
    const NAME: &'static str = "MaritalStatus";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "maritalStatusCode"), required: false, repeats: false },
        Element { name: Name::new(CORE, "maritalStatusDate"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.marital_status_code = Some(
                    reader.checked("maritalStatusCode", |text| lexical::has_length(text, 0, 40))?,
                )
            }
            1 => reader.complex(self.marital_status_date.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Immigration` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Immigration<'a> {
    /// `immigrationDate`
    pub immigration_date: Option<Box<PartialDate<'a>>>,
    /// `rightOfResidence`
    pub right_of_residence: Option<bool>,
    /// `immigrationIdentity`
    pub immigration_identity: Vec<ForeignIdentity<'a>>,
}

impl fmt::Debug for Immigration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Immigration(hidden)")
    }
}

impl<'a> Complex<'a> for Immigration<'a> {
    const NAME: &'static str = "Immigration";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "immigrationDate"), required: false, repeats: false },
        Element { name: Name::new(CORE, "rightOfResidence"), required: false, repeats: false },
        Element { name: Name::new(CORE, "immigrationIdentity"), required: false, repeats: true },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(self.immigration_date.get_or_insert_default().as_mut())?,
            1 => self.right_of_residence = Some(reader.boolean("rightOfResidence")?),
            2 => reader.complex_into(&mut self.immigration_identity)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `ForeignIdentity` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct ForeignIdentity<'a> {
    /// `personalIdentityNumber`
    pub personal_identity_number: Cow<'a, str>,
    /// `country`
    pub country: Cow<'a, str>,
}

impl fmt::Debug for ForeignIdentity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ForeignIdentity(hidden)")
    }
}

impl<'a> Complex<'a> for ForeignIdentity<'a> {
    const NAME: &'static str = "ForeignIdentity";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "personalIdentityNumber"), required: true, repeats: false },
        Element { name: Name::new(CORE, "country"), required: true, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.personal_identity_number = reader
                    .checked("personalIdentityNumber", |text| lexical::has_length(text, 0, 64))?
            }
            1 => {
                self.country = reader.checked("country", |text| lexical::has_length(text, 1, 2))?
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Citizenship` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Citizenship<'a> {
    /// `citizenshipCountryCode`
    pub citizenship_country_code: Option<Cow<'a, str>>,
    /// `citizenshipDate`
    pub citizenship_date: Option<Box<PartialDate<'a>>>,
    /// `status`
    pub status: Option<Cow<'a, str>>,
}

impl fmt::Debug for Citizenship<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Citizenship(hidden)")
    }
}

impl<'a> Complex<'a> for Citizenship<'a> {
    const NAME: &'static str = "Citizenship";
    const ELEMENTS: &'static [Element] = &[
        Element {
            name: Name::new(CORE, "citizenshipCountryCode"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "citizenshipDate"), required: false, repeats: false },
        Element { name: Name::new(CORE, "status"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => {
                self.citizenship_country_code =
                    Some(reader.checked("citizenshipCountryCode", |text| {
                        lexical::has_length(text, 1, 2)
                    })?)
            }
            1 => reader.complex(self.citizenship_date.get_or_insert_default().as_mut())?,
            2 => {
                self.status =
                    Some(reader.checked("status", |text| lexical::has_length(text, 0, 40))?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Relationship` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Relationship<'a> {
    /// `relationshipId`
    pub relationship_id: RelatedPerson<'a>,
    /// `relationshipType`
    pub relationship_type: Cow<'a, str>,
    /// `relationshipFromDate`
    pub relationship_from_date: Option<Box<PartialDate<'a>>>,
    /// `relationshipToDate`
    pub relationship_to_date: Option<Box<PartialDate<'a>>>,
    /// `name`
    pub name: Option<Box<PersonName<'a>>>,
    /// `deregistration`
    pub deregistration: Option<Box<Deregistration<'a>>>,
    /// `status`
    pub status: Option<Cow<'a, str>>,
}

impl fmt::Debug for Relationship<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Relationship(hidden)")
    }
}

impl<'a> Complex<'a> for Relationship<'a> {
    const NAME: &'static str = "Relationship";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "relationshipId"), required: true, repeats: false },
        Element { name: Name::new(CORE, "relationshipType"), required: true, repeats: false },
        Element { name: Name::new(CORE, "relationshipFromDate"), required: false, repeats: false },
        Element { name: Name::new(CORE, "relationshipToDate"), required: false, repeats: false },
        Element { name: Name::new(CORE, "name"), required: false, repeats: false },
        Element { name: Name::new(CORE, "deregistration"), required: false, repeats: false },
        Element { name: Name::new(CORE, "status"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.relationship_id)?,
            1 => {
                self.relationship_type =
                    reader.checked("relationshipType", |text| lexical::has_length(text, 0, 40))?
            }
            2 => reader.complex(self.relationship_from_date.get_or_insert_default().as_mut())?,
            3 => reader.complex(self.relationship_to_date.get_or_insert_default().as_mut())?,
            4 => reader.complex(self.name.get_or_insert_default().as_mut())?,
            5 => reader.complex(self.deregistration.get_or_insert_default().as_mut())?,
            6 => {
                self.status =
                    Some(reader.checked("status", |text| lexical::has_length(text, 0, 40))?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `RelatedPerson` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct RelatedPerson<'a> {
    /// `personalIdentity`
    pub personal_identity: Option<Box<InstanceIdentifier<'a>>>,
    /// `dateOfBirth`
    pub date_of_birth: Option<Box<PartialDate<'a>>>,
}

impl fmt::Debug for RelatedPerson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RelatedPerson(hidden)")
    }
}

impl<'a> Complex<'a> for RelatedPerson<'a> {
    const NAME: &'static str = "RelatedPerson";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "personalIdentity"), required: false, repeats: false },
        Element { name: Name::new(CORE, "dateOfBirth"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(self.personal_identity.get_or_insert_default().as_mut())?,
            1 => reader.complex(self.date_of_birth.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `CoordinationNumberData` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct CoordinationNumberData<'a> {
    /// `allocationDate`
    pub allocation_date: Option<Box<PartialDate<'a>>>,
    /// `preliminaryTransferDate`
    pub preliminary_transfer_date: Option<Box<PartialDate<'a>>>,
    /// `renewalDate`
    pub renewal_date: Option<Box<PartialDate<'a>>>,
    /// `deceasedDate`
    pub deceased_date: Option<Box<PartialDate<'a>>>,
}

impl fmt::Debug for CoordinationNumberData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CoordinationNumberData(hidden)")
    }
}

impl<'a> Complex<'a> for CoordinationNumberData<'a> {
    const NAME: &'static str = "CoordinationNumberData";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "allocationDate"), required: false, repeats: false },
        Element {
            name: Name::new(CORE, "preliminaryTransferDate"),
            required: false,
            repeats: false,
        },
        Element { name: Name::new(CORE, "renewalDate"), required: false, repeats: false },
        Element { name: Name::new(CORE, "deceasedDate"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(self.allocation_date.get_or_insert_default().as_mut())?,
            1 => reader.complex(self.preliminary_transfer_date.get_or_insert_default().as_mut())?,
            2 => reader.complex(self.renewal_date.get_or_insert_default().as_mut())?,
            3 => reader.complex(self.deceased_date.get_or_insert_default().as_mut())?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `IdentityStatus` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct IdentityStatus<'a> {
    /// `identityStatus`
    pub identity_status: Option<Cow<'a, str>>,
    /// `identityStatusDate`
    pub identity_status_date: Option<Box<PartialDate<'a>>>,
    /// `identityStatusCause`
    pub identity_status_cause: Option<Cow<'a, str>>,
}

impl fmt::Debug for IdentityStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityStatus(hidden)")
    }
}

impl<'a> Complex<'a> for IdentityStatus<'a> {
    const NAME: &'static str = "IdentityStatus";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "identityStatus"), required: false, repeats: false },
        Element { name: Name::new(CORE, "identityStatusDate"), required: false, repeats: false },
        Element { name: Name::new(CORE, "identityStatusCause"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.identity_status = Some(reader.text("identityStatus")?),
            1 => reader.complex(self.identity_status_date.get_or_insert_default().as_mut())?,
            2 => self.identity_status_cause = Some(reader.text("identityStatusCause")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `RegisterActor` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct RegisterActor<'a> {
    /// `id`
    pub id: InstanceIdentifier<'a>,
    /// `professional`
    pub professional: Option<Box<Professional<'a>>>,
    /// `updateTime`
    pub update_time: Option<Cow<'a, str>>,
}

impl fmt::Debug for RegisterActor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegisterActor(hidden)")
    }
}

impl<'a> Complex<'a> for RegisterActor<'a> {
    const NAME: &'static str = "RegisterActor";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "id"), required: true, repeats: false },
        Element { name: Name::new(CORE, "professional"), required: false, repeats: false },
        Element { name: Name::new(CORE, "updateTime"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.id)?,
            1 => reader.complex(self.professional.get_or_insert_default().as_mut())?,
            2 => {
                self.update_time =
                    Some(reader.checked("updateTime", |text| lexical::has_length(text, 14, 14))?)
            }
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Professional` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Professional<'a> {
    /// `organizationId`
    pub organization_id: InstanceIdentifier<'a>,
}

impl fmt::Debug for Professional<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Professional(hidden)")
    }
}

impl<'a> Complex<'a> for Professional<'a> {
    const NAME: &'static str = "Professional";
    const ELEMENTS: &'static [Element] =
        &[Element { name: Name::new(CORE, "organizationId"), required: true, repeats: false }];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => reader.complex(&mut self.organization_id)?,
            _ => reader.skip()?,
        }
        Ok(())
    }
}

/// `Multimedia` of the contract.
#[derive(Clone, Default, PartialEq)]
pub struct Multimedia<'a> {
    /// `id`
    pub id: Option<Cow<'a, str>>,
    /// `mediaType`
    pub media_type: Cow<'a, str>,
    /// `value`
    pub value: Option<Cow<'a, str>>,
    /// `reference`
    pub reference: Option<Cow<'a, str>>,
}

impl fmt::Debug for Multimedia<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Multimedia(hidden)")
    }
}

impl<'a> Complex<'a> for Multimedia<'a> {
    const NAME: &'static str = "Multimedia";
    const ELEMENTS: &'static [Element] = &[
        Element { name: Name::new(CORE, "id"), required: false, repeats: false },
        Element { name: Name::new(CORE, "mediaType"), required: true, repeats: false },
        Element { name: Name::new(CORE, "value"), required: false, repeats: false },
        Element { name: Name::new(CORE, "reference"), required: false, repeats: false },
    ];
    const OPEN: bool = true;
    const LENIENT: bool = false;

    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {
        match element {
            0 => self.id = Some(reader.text("id")?),
            1 => {
                self.media_type =
                    reader.checked("mediaType", |text| lexical::has_length(text, 0, 40))?
            }
            2 => self.value = Some(reader.checked("value", lexical::is_base64)?),
            3 => self.reference = Some(reader.text("reference")?),
            _ => reader.skip()?,
        }
        Ok(())
    }
}

impl<'a> Body<'a> for GetPersonsForProfile<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "GetPersonsForProfile");
    const CONTRACT: &'static Contract = &CONTRACT;
}

impl<'a> Body<'a> for GetPersonsForProfileResponse<'a> {
    const ELEMENT: Name<'static> = Name::new(MESSAGE, "GetPersonsForProfileResponse");
    const CONTRACT: &'static Contract = &CONTRACT;
}

/// GetPersonsForProfile 5.0 as values that own their text, for writing and for comparison.
pub mod owned {
    use std::fmt;

    use yaserde::{YaDeserialize, YaSerialize};

    use crate::rivta::contract::{Answer, Contract, Question};

    use super::{LookupProfile, PartialDateFormat};

    /// A profile says how much is wanted; a referred identity is one that has taken another's place.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "GetPersonsForProfile", prefix = "message", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5", "message" = "urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5" })]
    pub struct GetPersonsForProfile {
        /// `personId`
        #[yaserde(rename = "personId", prefix = "message")]
        pub person_id: Vec<InstanceIdentifier>,
        /// `profile`
        #[yaserde(rename = "profile", prefix = "message")]
        pub profile: LookupProfile,
        /// `ignoreReferredIdentity`
        #[yaserde(rename = "ignoreReferredIdentity", prefix = "message")]
        pub ignore_referred_identity: bool,
    }

    impl fmt::Debug for GetPersonsForProfile {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("GetPersonsForProfile(hidden)")
        }
    }

    impl Question for GetPersonsForProfile {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::GetPersonsForProfile<'_>> for GetPersonsForProfile {
        fn from(read: &super::GetPersonsForProfile<'_>) -> Self {
            Self {
                person_id: read.person_id.iter().map(Into::into).collect(),
                profile: read.profile,
                ignore_referred_identity: read.ignore_referred_identity,
            }
        }
    }

    /// An id, and the OID of its series.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "InstanceIdentifier", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct InstanceIdentifier {
        /// `root`
        #[yaserde(rename = "root", prefix = "core")]
        pub root: String,
        /// `extension`
        #[yaserde(rename = "extension", prefix = "core")]
        pub extension: Option<String>,
    }

    impl fmt::Debug for InstanceIdentifier {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("InstanceIdentifier(hidden)")
        }
    }

    impl From<&super::InstanceIdentifier<'_>> for InstanceIdentifier {
        fn from(read: &super::InstanceIdentifier<'_>) -> Self {
            Self {
                root: read.root.as_ref().to_owned(),
                extension: read.extension.as_deref().map(str::to_owned),
            }
        }
    }

    /// `GetPersonsForProfileResponse` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "GetPersonsForProfileResponse", prefix = "message", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5", "message" = "urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5" })]
    pub struct GetPersonsForProfileResponse {
        /// `requestedPersonRecord`
        #[yaserde(rename = "requestedPersonRecord", prefix = "message")]
        pub requested_person_record: Vec<RequestedPersonRecord>,
    }

    impl fmt::Debug for GetPersonsForProfileResponse {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("GetPersonsForProfileResponse(hidden)")
        }
    }

    impl Answer for GetPersonsForProfileResponse {
        const CONTRACT: &'static Contract = &super::CONTRACT;
    }

    impl From<&super::GetPersonsForProfileResponse<'_>> for GetPersonsForProfileResponse {
        fn from(read: &super::GetPersonsForProfileResponse<'_>) -> Self {
            Self {
                requested_person_record: read
                    .requested_person_record
                    .iter()
                    .filter_map(|item| item.value.as_deref().ok().map(Into::into))
                    .collect(),
            }
        }
    }

    /// What was asked for, and what was found: nothing, where the id is unknown.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "RequestedPersonRecord", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct RequestedPersonRecord {
        /// `requestedPersonalIdentity`
        #[yaserde(rename = "requestedPersonalIdentity", prefix = "core")]
        pub requested_personal_identity: InstanceIdentifier,
        /// `personRecord`
        #[yaserde(rename = "personRecord", prefix = "core")]
        pub person_record: Option<PersonRecord>,
    }

    impl fmt::Debug for RequestedPersonRecord {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("RequestedPersonRecord(hidden)")
        }
    }

    impl From<&super::RequestedPersonRecord<'_>> for RequestedPersonRecord {
        fn from(read: &super::RequestedPersonRecord<'_>) -> Self {
            Self {
                requested_personal_identity: (&read.requested_personal_identity).into(),
                person_record: read.person_record.as_deref().map(Into::into),
            }
        }
    }

    /// `PersonRecord` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "PersonRecord", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct PersonRecord {
        /// `personalIdentity`
        #[yaserde(rename = "personalIdentity", prefix = "core")]
        pub personal_identity: InstanceIdentifier,
        /// `identityLevel`
        #[yaserde(rename = "identityLevel", prefix = "core")]
        pub identity_level: Option<String>,
        /// `identityLevelDate`
        #[yaserde(rename = "identityLevelDate", prefix = "core")]
        pub identity_level_date: Option<PartialDate>,
        /// `gender`
        #[yaserde(rename = "gender", prefix = "core")]
        pub gender: Option<String>,
        /// `protectedPersonIndicator`
        #[yaserde(rename = "protectedPersonIndicator", prefix = "core")]
        pub protected_person_indicator: bool,
        /// `testIndicator`
        #[yaserde(rename = "testIndicator", prefix = "core")]
        pub test_indicator: bool,
        /// `primaryIdentity`
        #[yaserde(rename = "primaryIdentity", prefix = "core")]
        pub primary_identity: bool,
        /// `version`
        #[yaserde(rename = "version", prefix = "core")]
        pub version: Option<String>,
        /// `name`
        #[yaserde(rename = "name", prefix = "core")]
        pub name: Option<PersonName>,
        /// `linkedIdentity`
        #[yaserde(rename = "linkedIdentity", prefix = "core")]
        pub linked_identity: Vec<LinkedIdentity>,
        /// `referredPersonalIdentities`
        #[yaserde(rename = "referredPersonalIdentities", prefix = "core")]
        pub referred_personal_identities: Vec<ReferredIdentity>,
        /// `birth`
        #[yaserde(rename = "birth", prefix = "core")]
        pub birth: Option<Birth>,
        /// `populationRegistrationLocality`
        #[yaserde(rename = "populationRegistrationLocality", prefix = "core")]
        pub population_registration_locality: Option<RegistrationLocality>,
        /// `populationRegistrationRecord`
        #[yaserde(rename = "populationRegistrationRecord", prefix = "core")]
        pub population_registration_record: Option<RegistrationRecord>,
        /// `addressInformation`
        #[yaserde(rename = "addressInformation", prefix = "core")]
        pub address_information: Option<AddressInformation>,
        /// `contactInformation`
        #[yaserde(rename = "contactInformation", prefix = "core")]
        pub contact_information: Vec<ContactInformation>,
        /// `contactPerson`
        #[yaserde(rename = "contactPerson", prefix = "core")]
        pub contact_person: Vec<ContactPerson>,
        /// `confirmedIdentity`
        #[yaserde(rename = "confirmedIdentity", prefix = "core")]
        pub confirmed_identity: Vec<ConfirmedIdentity>,
        /// `administrativeInformation`
        #[yaserde(rename = "administrativeInformation", prefix = "core")]
        pub administrative_information: Option<AdministrativeInformation>,
        /// `deregistration`
        #[yaserde(rename = "deregistration", prefix = "core")]
        pub deregistration: Option<Deregistration>,
        /// `maritalStatus`
        #[yaserde(rename = "maritalStatus", prefix = "core")]
        pub marital_status: Option<MaritalStatus>,
        /// `immigration`
        #[yaserde(rename = "immigration", prefix = "core")]
        pub immigration: Option<Immigration>,
        /// `citizenship`
        #[yaserde(rename = "citizenship", prefix = "core")]
        pub citizenship: Vec<Citizenship>,
        /// `relationship`
        #[yaserde(rename = "relationship", prefix = "core")]
        pub relationship: Vec<Relationship>,
        /// `coOrdinationNumberData`
        #[yaserde(rename = "coOrdinationNumberData", prefix = "core")]
        pub co_ordination_number_data: Option<CoordinationNumberData>,
        /// `personalIdentityStatus`
        #[yaserde(rename = "personalIdentityStatus", prefix = "core")]
        pub personal_identity_status: Option<IdentityStatus>,
        /// `updatePersonActor`
        #[yaserde(rename = "updatePersonActor", prefix = "core")]
        pub update_person_actor: Option<RegisterActor>,
        /// `updatePersonContactInformationActor`
        #[yaserde(rename = "updatePersonContactInformationActor", prefix = "core")]
        pub update_person_contact_information_actor: Option<RegisterActor>,
        /// `attachment`
        #[yaserde(rename = "attachment", prefix = "core")]
        pub attachment: Vec<Multimedia>,
        /// `optoutPaperNotification`
        #[yaserde(rename = "optoutPaperNotification", prefix = "core")]
        pub optout_paper_notification: Option<bool>,
        /// `protectedPopulationRecord`
        #[yaserde(rename = "protectedPopulationRecord", prefix = "core")]
        pub protected_population_record: Option<bool>,
    }

    impl fmt::Debug for PersonRecord {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PersonRecord(hidden)")
        }
    }

    impl From<&super::PersonRecord<'_>> for PersonRecord {
        fn from(read: &super::PersonRecord<'_>) -> Self {
            Self {
                personal_identity: (&read.personal_identity).into(),
                identity_level: read.identity_level.as_deref().map(str::to_owned),
                identity_level_date: read.identity_level_date.as_deref().map(Into::into),
                gender: read.gender.as_deref().map(str::to_owned),
                protected_person_indicator: read.protected_person_indicator,
                test_indicator: read.test_indicator,
                primary_identity: read.primary_identity,
                version: read.version.as_deref().map(str::to_owned),
                name: read.name.as_deref().map(Into::into),
                linked_identity: read.linked_identity.iter().map(Into::into).collect(),
                referred_personal_identities: read
                    .referred_personal_identities
                    .iter()
                    .map(Into::into)
                    .collect(),
                birth: read.birth.as_deref().map(Into::into),
                population_registration_locality: read
                    .population_registration_locality
                    .as_deref()
                    .map(Into::into),
                population_registration_record: read
                    .population_registration_record
                    .as_deref()
                    .map(Into::into),
                address_information: read.address_information.as_deref().map(Into::into),
                contact_information: read.contact_information.iter().map(Into::into).collect(),
                contact_person: read.contact_person.iter().map(Into::into).collect(),
                confirmed_identity: read.confirmed_identity.iter().map(Into::into).collect(),
                administrative_information: read
                    .administrative_information
                    .as_deref()
                    .map(Into::into),
                deregistration: read.deregistration.as_deref().map(Into::into),
                marital_status: read.marital_status.as_deref().map(Into::into),
                immigration: read.immigration.as_deref().map(Into::into),
                citizenship: read.citizenship.iter().map(Into::into).collect(),
                relationship: read.relationship.iter().map(Into::into).collect(),
                co_ordination_number_data: read
                    .co_ordination_number_data
                    .as_deref()
                    .map(Into::into),
                personal_identity_status: read.personal_identity_status.as_deref().map(Into::into),
                update_person_actor: read.update_person_actor.as_deref().map(Into::into),
                update_person_contact_information_actor: read
                    .update_person_contact_information_actor
                    .as_deref()
                    .map(Into::into),
                attachment: read.attachment.iter().map(Into::into).collect(),
                optout_paper_notification: read.optout_paper_notification,
                protected_population_record: read.protected_population_record,
            }
        }
    }

    /// A date of which month or day may be unknown.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "PartialDate", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct PartialDate {
        /// `format`
        #[yaserde(rename = "format", prefix = "core")]
        pub format: PartialDateFormat,
        /// `value`
        #[yaserde(rename = "value", prefix = "core")]
        pub value: String,
    }

    impl fmt::Debug for PartialDate {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PartialDate(hidden)")
        }
    }

    impl From<&super::PartialDate<'_>> for PartialDate {
        fn from(read: &super::PartialDate<'_>) -> Self {
            Self { format: read.format, value: read.value.as_ref().to_owned() }
        }
    }

    /// `PersonName` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "PersonName", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct PersonName {
        /// `givenNameIndicator`
        #[yaserde(rename = "givenNameIndicator", prefix = "core")]
        pub given_name_indicator: Option<String>,
        /// `givenName`
        #[yaserde(rename = "givenName", prefix = "core")]
        pub given_name: Option<String>,
        /// `middleName`
        #[yaserde(rename = "middleName", prefix = "core")]
        pub middle_name: Option<String>,
        /// `surname`
        #[yaserde(rename = "surname", prefix = "core")]
        pub surname: Option<String>,
        /// `notificationName`
        #[yaserde(rename = "notificationName", prefix = "core")]
        pub notification_name: Option<String>,
    }

    impl fmt::Debug for PersonName {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PersonName(hidden)")
        }
    }

    impl From<&super::PersonName<'_>> for PersonName {
        fn from(read: &super::PersonName<'_>) -> Self {
            Self {
                given_name_indicator: read.given_name_indicator.as_deref().map(str::to_owned),
                given_name: read.given_name.as_deref().map(str::to_owned),
                middle_name: read.middle_name.as_deref().map(str::to_owned),
                surname: read.surname.as_deref().map(str::to_owned),
                notification_name: read.notification_name.as_deref().map(str::to_owned),
            }
        }
    }

    /// Another id of the same person.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "LinkedIdentity", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct LinkedIdentity {
        /// `referredPersonalIdentity`
        #[yaserde(rename = "referredPersonalIdentity", prefix = "core")]
        pub referred_personal_identity: InstanceIdentifier,
        /// `assuranceLevel`
        #[yaserde(rename = "assuranceLevel", prefix = "core")]
        pub assurance_level: String,
        /// `primaryIdentity`
        #[yaserde(rename = "primaryIdentity", prefix = "core")]
        pub primary_identity: bool,
    }

    impl fmt::Debug for LinkedIdentity {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("LinkedIdentity(hidden)")
        }
    }

    impl From<&super::LinkedIdentity<'_>> for LinkedIdentity {
        fn from(read: &super::LinkedIdentity<'_>) -> Self {
            Self {
                referred_personal_identity: (&read.referred_personal_identity).into(),
                assurance_level: read.assurance_level.as_ref().to_owned(),
                primary_identity: read.primary_identity,
            }
        }
    }

    /// An id that this one has replaced, or the one that has replaced it.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "ReferredIdentity", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct ReferredIdentity {
        /// `referredPersonalIdentity`
        #[yaserde(rename = "referredPersonalIdentity", prefix = "core")]
        pub referred_personal_identity: InstanceIdentifier,
        /// `referredPersonalIdentityStatus`
        #[yaserde(rename = "referredPersonalIdentityStatus", prefix = "core")]
        pub referred_personal_identity_status: Option<String>,
    }

    impl fmt::Debug for ReferredIdentity {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("ReferredIdentity(hidden)")
        }
    }

    impl From<&super::ReferredIdentity<'_>> for ReferredIdentity {
        fn from(read: &super::ReferredIdentity<'_>) -> Self {
            Self {
                referred_personal_identity: (&read.referred_personal_identity).into(),
                referred_personal_identity_status: read
                    .referred_personal_identity_status
                    .as_deref()
                    .map(str::to_owned),
            }
        }
    }

    /// `Birth` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Birth", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct Birth {
        /// `dateOfBirth`
        #[yaserde(rename = "dateOfBirth", prefix = "core")]
        pub date_of_birth: Option<PartialDate>,
        /// `placeOfBirthSweden`
        #[yaserde(rename = "placeOfBirthSweden", prefix = "core")]
        pub place_of_birth_sweden: Option<BirthplaceInSweden>,
        /// `birthAbroad`
        #[yaserde(rename = "birthAbroad", prefix = "core")]
        pub birth_abroad: Option<BirthplaceAbroad>,
    }

    impl fmt::Debug for Birth {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Birth(hidden)")
        }
    }

    impl From<&super::Birth<'_>> for Birth {
        fn from(read: &super::Birth<'_>) -> Self {
            Self {
                date_of_birth: read.date_of_birth.as_deref().map(Into::into),
                place_of_birth_sweden: read.place_of_birth_sweden.as_deref().map(Into::into),
                birth_abroad: read.birth_abroad.as_deref().map(Into::into),
            }
        }
    }

    /// `BirthplaceInSweden` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "BirthplaceInSweden", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct BirthplaceInSweden {
        /// `birthCountyCode`
        #[yaserde(rename = "birthCountyCode", prefix = "core")]
        pub birth_county_code: Option<String>,
        /// `birthParish`
        #[yaserde(rename = "birthParish", prefix = "core")]
        pub birth_parish: Option<String>,
    }

    impl fmt::Debug for BirthplaceInSweden {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("BirthplaceInSweden(hidden)")
        }
    }

    impl From<&super::BirthplaceInSweden<'_>> for BirthplaceInSweden {
        fn from(read: &super::BirthplaceInSweden<'_>) -> Self {
            Self {
                birth_county_code: read.birth_county_code.as_deref().map(str::to_owned),
                birth_parish: read.birth_parish.as_deref().map(str::to_owned),
            }
        }
    }

    /// `BirthplaceAbroad` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "BirthplaceAbroad", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct BirthplaceAbroad {
        /// `placeOfBirthAbroad`
        #[yaserde(rename = "placeOfBirthAbroad", prefix = "core")]
        pub place_of_birth_abroad: Option<String>,
        /// `countryOfBirth`
        #[yaserde(rename = "countryOfBirth", prefix = "core")]
        pub country_of_birth: Option<String>,
    }

    impl fmt::Debug for BirthplaceAbroad {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("BirthplaceAbroad(hidden)")
        }
    }

    impl From<&super::BirthplaceAbroad<'_>> for BirthplaceAbroad {
        fn from(read: &super::BirthplaceAbroad<'_>) -> Self {
            Self {
                place_of_birth_abroad: read.place_of_birth_abroad.as_deref().map(str::to_owned),
                country_of_birth: read.country_of_birth.as_deref().map(str::to_owned),
            }
        }
    }

    /// `RegistrationLocality` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "RegistrationLocality", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct RegistrationLocality {
        /// `populationRegistrationDate`
        #[yaserde(rename = "populationRegistrationDate", prefix = "core")]
        pub population_registration_date: Option<PartialDate>,
        /// `countyCode`
        #[yaserde(rename = "countyCode", prefix = "core")]
        pub county_code: Option<String>,
        /// `municipalityCode`
        #[yaserde(rename = "municipalityCode", prefix = "core")]
        pub municipality_code: Option<String>,
        /// `parishCode`
        #[yaserde(rename = "parishCode", prefix = "core")]
        pub parish_code: Option<String>,
        /// `propertyDesignation`
        #[yaserde(rename = "propertyDesignation", prefix = "core")]
        pub property_designation: Option<String>,
        /// `fictitiousPropertyNumber`
        #[yaserde(rename = "fictitiousPropertyNumber", prefix = "core")]
        pub fictitious_property_number: Option<String>,
        /// `populationRegistrationType`
        #[yaserde(rename = "populationRegistrationType", prefix = "core")]
        pub population_registration_type: Option<String>,
        /// `localRegistrationTime`
        #[yaserde(rename = "localRegistrationTime", prefix = "core")]
        pub local_registration_time: Option<String>,
        /// `localRegistrationEndTime`
        #[yaserde(rename = "localRegistrationEndTime", prefix = "core")]
        pub local_registration_end_time: Option<String>,
    }

    impl fmt::Debug for RegistrationLocality {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("RegistrationLocality(hidden)")
        }
    }

    impl From<&super::RegistrationLocality<'_>> for RegistrationLocality {
        fn from(read: &super::RegistrationLocality<'_>) -> Self {
            Self {
                population_registration_date: read
                    .population_registration_date
                    .as_deref()
                    .map(Into::into),
                county_code: read.county_code.as_deref().map(str::to_owned),
                municipality_code: read.municipality_code.as_deref().map(str::to_owned),
                parish_code: read.parish_code.as_deref().map(str::to_owned),
                property_designation: read.property_designation.as_deref().map(str::to_owned),
                fictitious_property_number: read
                    .fictitious_property_number
                    .as_deref()
                    .map(str::to_owned),
                population_registration_type: read
                    .population_registration_type
                    .as_deref()
                    .map(str::to_owned),
                local_registration_time: read.local_registration_time.as_deref().map(str::to_owned),
                local_registration_end_time: read
                    .local_registration_end_time
                    .as_deref()
                    .map(str::to_owned),
            }
        }
    }

    /// `RegistrationRecord` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "RegistrationRecord", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct RegistrationRecord {
        /// `syncronizationTime`
        #[yaserde(rename = "syncronizationTime", prefix = "core")]
        pub syncronization_time: Option<String>,
        /// `notificationCase`
        #[yaserde(rename = "notificationCase", prefix = "core")]
        pub notification_case: Option<NotificationCase>,
        /// `historicalRecords`
        #[yaserde(rename = "historicalRecords", prefix = "core")]
        pub historical_records: Option<HistoricalRecords>,
    }

    impl fmt::Debug for RegistrationRecord {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("RegistrationRecord(hidden)")
        }
    }

    impl From<&super::RegistrationRecord<'_>> for RegistrationRecord {
        fn from(read: &super::RegistrationRecord<'_>) -> Self {
            Self {
                syncronization_time: read.syncronization_time.as_deref().map(str::to_owned),
                notification_case: read.notification_case.as_deref().map(Into::into),
                historical_records: read.historical_records.as_deref().map(Into::into),
            }
        }
    }

    /// `NotificationCase` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "NotificationCase", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct NotificationCase {
        /// `recordId`
        #[yaserde(rename = "recordId", prefix = "core")]
        pub record_id: Option<String>,
        /// `notificationType`
        #[yaserde(rename = "notificationType", prefix = "core")]
        pub notification_type: Option<String>,
        /// `modificationTime`
        #[yaserde(rename = "modificationTime", prefix = "core")]
        pub modification_time: Option<String>,
        /// `totalRecord`
        #[yaserde(rename = "totalRecord", prefix = "core")]
        pub total_record: Option<bool>,
        /// `notificationDate`
        #[yaserde(rename = "notificationDate", prefix = "core")]
        pub notification_date: Option<PartialDate>,
    }

    impl fmt::Debug for NotificationCase {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("NotificationCase(hidden)")
        }
    }

    impl From<&super::NotificationCase<'_>> for NotificationCase {
        fn from(read: &super::NotificationCase<'_>) -> Self {
            Self {
                record_id: read.record_id.as_deref().map(str::to_owned),
                notification_type: read.notification_type.as_deref().map(str::to_owned),
                modification_time: read.modification_time.as_deref().map(str::to_owned),
                total_record: read.total_record,
                notification_date: read.notification_date.as_deref().map(Into::into),
            }
        }
    }

    /// `HistoricalRecords` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "HistoricalRecords", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct HistoricalRecords {
        /// `populationRegistrationLocality`
        #[yaserde(rename = "populationRegistrationLocality", prefix = "core")]
        pub population_registration_locality: Vec<RegistrationLocality>,
        /// `historicalAddress`
        #[yaserde(rename = "historicalAddress", prefix = "core")]
        pub historical_address: Option<PostalAddress>,
    }

    impl fmt::Debug for HistoricalRecords {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("HistoricalRecords(hidden)")
        }
    }

    impl From<&super::HistoricalRecords<'_>> for HistoricalRecords {
        fn from(read: &super::HistoricalRecords<'_>) -> Self {
            Self {
                population_registration_locality: read
                    .population_registration_locality
                    .iter()
                    .map(Into::into)
                    .collect(),
                historical_address: read.historical_address.as_deref().map(Into::into),
            }
        }
    }

    /// `PostalAddress` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "PostalAddress", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct PostalAddress {
        /// `careOf`
        #[yaserde(rename = "careOf", prefix = "core")]
        pub care_of: Option<String>,
        /// `postalAddress1`
        #[yaserde(rename = "postalAddress1", prefix = "core")]
        pub postal_address1: Option<String>,
        /// `postalAddress2`
        #[yaserde(rename = "postalAddress2", prefix = "core")]
        pub postal_address2: Option<String>,
        /// `postalCode`
        #[yaserde(rename = "postalCode", prefix = "core")]
        pub postal_code: Option<String>,
        /// `city`
        #[yaserde(rename = "city", prefix = "core")]
        pub city: Option<String>,
    }

    impl fmt::Debug for PostalAddress {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PostalAddress(hidden)")
        }
    }

    impl From<&super::PostalAddress<'_>> for PostalAddress {
        fn from(read: &super::PostalAddress<'_>) -> Self {
            Self {
                care_of: read.care_of.as_deref().map(str::to_owned),
                postal_address1: read.postal_address1.as_deref().map(str::to_owned),
                postal_address2: read.postal_address2.as_deref().map(str::to_owned),
                postal_code: read.postal_code.as_deref().map(str::to_owned),
                city: read.city.as_deref().map(str::to_owned),
            }
        }
    }

    /// `AddressInformation` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "AddressInformation", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct AddressInformation {
        /// `residentialAddress`
        #[yaserde(rename = "residentialAddress", prefix = "core")]
        pub residential_address: Option<PostalAddress>,
        /// `nationalKeys`
        #[yaserde(rename = "nationalKeys", prefix = "core")]
        pub national_keys: Option<NationalKeys>,
        /// `district`
        #[yaserde(rename = "district", prefix = "core")]
        pub district: Option<District>,
        /// `specialPostalAddress`
        #[yaserde(rename = "specialPostalAddress", prefix = "core")]
        pub special_postal_address: Option<PostalAddress>,
        /// `addressAbroad`
        #[yaserde(rename = "addressAbroad", prefix = "core")]
        pub address_abroad: Option<AddressAbroad>,
        /// `givenAddress`
        #[yaserde(rename = "givenAddress", prefix = "core")]
        pub given_address: Option<PostalAddress>,
        /// `UUID`
        #[yaserde(rename = "UUID", prefix = "core")]
        pub uuid: Option<PlaceKeys>,
    }

    impl fmt::Debug for AddressInformation {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("AddressInformation(hidden)")
        }
    }

    impl From<&super::AddressInformation<'_>> for AddressInformation {
        fn from(read: &super::AddressInformation<'_>) -> Self {
            Self {
                residential_address: read.residential_address.as_deref().map(Into::into),
                national_keys: read.national_keys.as_deref().map(Into::into),
                district: read.district.as_deref().map(Into::into),
                special_postal_address: read.special_postal_address.as_deref().map(Into::into),
                address_abroad: read.address_abroad.as_deref().map(Into::into),
                given_address: read.given_address.as_deref().map(Into::into),
                uuid: read.uuid.as_deref().map(Into::into),
            }
        }
    }

    /// `NationalKeys` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "NationalKeys", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct NationalKeys {
        /// `propertyId`
        #[yaserde(rename = "propertyId", prefix = "core")]
        pub property_id: Option<String>,
        /// `addressPlaceId`
        #[yaserde(rename = "addressPlaceId", prefix = "core")]
        pub address_place_id: Option<String>,
        /// `apartmentId`
        #[yaserde(rename = "apartmentId", prefix = "core")]
        pub apartment_id: Option<String>,
    }

    impl fmt::Debug for NationalKeys {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("NationalKeys(hidden)")
        }
    }

    impl From<&super::NationalKeys<'_>> for NationalKeys {
        fn from(read: &super::NationalKeys<'_>) -> Self {
            Self {
                property_id: read.property_id.as_deref().map(str::to_owned),
                address_place_id: read.address_place_id.as_deref().map(str::to_owned),
                apartment_id: read.apartment_id.as_deref().map(str::to_owned),
            }
        }
    }

    /// `District` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "District", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct District {
        /// `districtCode`
        #[yaserde(rename = "districtCode", prefix = "core")]
        pub district_code: Option<String>,
    }

    impl fmt::Debug for District {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("District(hidden)")
        }
    }

    impl From<&super::District<'_>> for District {
        fn from(read: &super::District<'_>) -> Self {
            Self { district_code: read.district_code.as_deref().map(str::to_owned) }
        }
    }

    /// `AddressAbroad` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "AddressAbroad", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct AddressAbroad {
        /// `postalAddress1`
        #[yaserde(rename = "postalAddress1", prefix = "core")]
        pub postal_address1: Option<String>,
        /// `postalAddress2`
        #[yaserde(rename = "postalAddress2", prefix = "core")]
        pub postal_address2: Option<String>,
        /// `postalAddress3`
        #[yaserde(rename = "postalAddress3", prefix = "core")]
        pub postal_address3: Option<String>,
        /// `countryCode`
        #[yaserde(rename = "countryCode", prefix = "core")]
        pub country_code: Option<String>,
        /// `addressAbroadDate`
        #[yaserde(rename = "addressAbroadDate", prefix = "core")]
        pub address_abroad_date: Option<PartialDate>,
        /// `votingDate`
        #[yaserde(rename = "votingDate", prefix = "core")]
        pub voting_date: Option<PartialDate>,
    }

    impl fmt::Debug for AddressAbroad {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("AddressAbroad(hidden)")
        }
    }

    impl From<&super::AddressAbroad<'_>> for AddressAbroad {
        fn from(read: &super::AddressAbroad<'_>) -> Self {
            Self {
                postal_address1: read.postal_address1.as_deref().map(str::to_owned),
                postal_address2: read.postal_address2.as_deref().map(str::to_owned),
                postal_address3: read.postal_address3.as_deref().map(str::to_owned),
                country_code: read.country_code.as_deref().map(str::to_owned),
                address_abroad_date: read.address_abroad_date.as_deref().map(Into::into),
                voting_date: read.voting_date.as_deref().map(Into::into),
            }
        }
    }

    /// `PlaceKeys` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "PlaceKeys", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct PlaceKeys {
        /// `propertyId`
        #[yaserde(rename = "propertyId", prefix = "core")]
        pub property_id: Option<String>,
        /// `addressPlaceId`
        #[yaserde(rename = "addressPlaceId", prefix = "core")]
        pub address_place_id: Option<String>,
        /// `apartmentId`
        #[yaserde(rename = "apartmentId", prefix = "core")]
        pub apartment_id: Option<String>,
    }

    impl fmt::Debug for PlaceKeys {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("PlaceKeys(hidden)")
        }
    }

    impl From<&super::PlaceKeys<'_>> for PlaceKeys {
        fn from(read: &super::PlaceKeys<'_>) -> Self {
            Self {
                property_id: read.property_id.as_deref().map(str::to_owned),
                address_place_id: read.address_place_id.as_deref().map(str::to_owned),
                apartment_id: read.apartment_id.as_deref().map(str::to_owned),
            }
        }
    }

    /// `ContactInformation` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "ContactInformation", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct ContactInformation {
        /// `contactType`
        #[yaserde(rename = "contactType", prefix = "core")]
        pub contact_type: String,
        /// `use`
        #[yaserde(rename = "use", prefix = "core")]
        pub usage: Option<String>,
        /// `value`
        #[yaserde(rename = "value", prefix = "core")]
        pub value: Option<String>,
        /// `rank`
        #[yaserde(rename = "rank", prefix = "core")]
        pub rank: Option<String>,
        /// `comment`
        #[yaserde(rename = "comment", prefix = "core")]
        pub comment: Option<String>,
        /// `period`
        #[yaserde(rename = "period", prefix = "core")]
        pub period: Option<DatePeriod>,
        /// `digitalNotification`
        #[yaserde(rename = "digitalNotification", prefix = "core")]
        pub digital_notification: Option<bool>,
    }

    impl fmt::Debug for ContactInformation {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("ContactInformation(hidden)")
        }
    }

    impl From<&super::ContactInformation<'_>> for ContactInformation {
        fn from(read: &super::ContactInformation<'_>) -> Self {
            Self {
                contact_type: read.contact_type.as_ref().to_owned(),
                usage: read.usage.as_deref().map(str::to_owned),
                value: read.value.as_deref().map(str::to_owned),
                rank: read.rank.as_deref().map(str::to_owned),
                comment: read.comment.as_deref().map(str::to_owned),
                period: read.period.as_deref().map(Into::into),
                digital_notification: read.digital_notification,
            }
        }
    }

    /// `DatePeriod` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "DatePeriod", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct DatePeriod {
        /// `start`
        #[yaserde(rename = "start", prefix = "core")]
        pub start: Option<String>,
        /// `end`
        #[yaserde(rename = "end", prefix = "core")]
        pub end: Option<String>,
    }

    impl fmt::Debug for DatePeriod {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("DatePeriod(hidden)")
        }
    }

    impl From<&super::DatePeriod<'_>> for DatePeriod {
        fn from(read: &super::DatePeriod<'_>) -> Self {
            Self {
                start: read.start.as_deref().map(str::to_owned),
                end: read.end.as_deref().map(str::to_owned),
            }
        }
    }

    /// Note the two spellings: a contact has a surName, a person a surname.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "ContactPerson", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct ContactPerson {
        /// `contactRelationshipType`
        #[yaserde(rename = "contactRelationshipType", prefix = "core")]
        pub contact_relationship_type: String,
        /// `priorityOrder`
        #[yaserde(rename = "priorityOrder", prefix = "core")]
        pub priority_order: Option<String>,
        /// `givenName`
        #[yaserde(rename = "givenName", prefix = "core")]
        pub given_name: Option<String>,
        /// `surName`
        #[yaserde(rename = "surName", prefix = "core")]
        pub sur_name: Option<String>,
        /// `middleName`
        #[yaserde(rename = "middleName", prefix = "core")]
        pub middle_name: Option<String>,
        /// `contactPersonAddress`
        #[yaserde(rename = "contactPersonAddress", prefix = "core")]
        pub contact_person_address: Option<PostalAddress>,
        /// `contactPersonContactInformation`
        #[yaserde(rename = "contactPersonContactInformation", prefix = "core")]
        pub contact_person_contact_information: Vec<ContactInformation>,
    }

    impl fmt::Debug for ContactPerson {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("ContactPerson(hidden)")
        }
    }

    impl From<&super::ContactPerson<'_>> for ContactPerson {
        fn from(read: &super::ContactPerson<'_>) -> Self {
            Self {
                contact_relationship_type: read.contact_relationship_type.as_ref().to_owned(),
                priority_order: read.priority_order.as_deref().map(str::to_owned),
                given_name: read.given_name.as_deref().map(str::to_owned),
                sur_name: read.sur_name.as_deref().map(str::to_owned),
                middle_name: read.middle_name.as_deref().map(str::to_owned),
                contact_person_address: read.contact_person_address.as_deref().map(Into::into),
                contact_person_contact_information: read
                    .contact_person_contact_information
                    .iter()
                    .map(Into::into)
                    .collect(),
            }
        }
    }

    /// `ConfirmedIdentity` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "ConfirmedIdentity", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct ConfirmedIdentity {
        /// `typeOfIdentification`
        #[yaserde(rename = "typeOfIdentification", prefix = "core")]
        pub type_of_identification: Option<String>,
        /// `identificationNumber`
        #[yaserde(rename = "identificationNumber", prefix = "core")]
        pub identification_number: Option<String>,
        /// `issuersOfId`
        #[yaserde(rename = "issuersOfId", prefix = "core")]
        pub issuers_of_id: Option<String>,
        /// `validDatePeriod`
        #[yaserde(rename = "validDatePeriod", prefix = "core")]
        pub valid_date_period: Option<DatePeriod>,
        /// `attachmentId`
        #[yaserde(rename = "attachmentId", prefix = "core")]
        pub attachment_id: Vec<String>,
        /// `countryCode`
        #[yaserde(rename = "countryCode", prefix = "core")]
        pub country_code: Option<String>,
    }

    impl fmt::Debug for ConfirmedIdentity {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("ConfirmedIdentity(hidden)")
        }
    }

    impl From<&super::ConfirmedIdentity<'_>> for ConfirmedIdentity {
        fn from(read: &super::ConfirmedIdentity<'_>) -> Self {
            Self {
                type_of_identification: read.type_of_identification.as_deref().map(str::to_owned),
                identification_number: read.identification_number.as_deref().map(str::to_owned),
                issuers_of_id: read.issuers_of_id.as_deref().map(str::to_owned),
                valid_date_period: read.valid_date_period.as_deref().map(Into::into),
                attachment_id: read
                    .attachment_id
                    .iter()
                    .map(|text| text.as_ref().to_owned())
                    .collect(),
                country_code: read.country_code.as_deref().map(str::to_owned),
            }
        }
    }

    /// `AdministrativeInformation` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "AdministrativeInformation", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct AdministrativeInformation {
        /// `categoryOfPerson`
        #[yaserde(rename = "categoryOfPerson", prefix = "core")]
        pub category_of_person: Option<String>,
        /// `accountCode`
        #[yaserde(rename = "accountCode", prefix = "core")]
        pub account_code: Option<String>,
        /// `comment`
        #[yaserde(rename = "comment", prefix = "core")]
        pub comment: Option<String>,
    }

    impl fmt::Debug for AdministrativeInformation {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("AdministrativeInformation(hidden)")
        }
    }

    impl From<&super::AdministrativeInformation<'_>> for AdministrativeInformation {
        fn from(read: &super::AdministrativeInformation<'_>) -> Self {
            Self {
                category_of_person: read.category_of_person.as_deref().map(str::to_owned),
                account_code: read.account_code.as_deref().map(str::to_owned),
                comment: read.comment.as_deref().map(str::to_owned),
            }
        }
    }

    /// No longer in the population register, and why.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Deregistration", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct Deregistration {
        /// `deregistrationReasonCode`
        #[yaserde(rename = "deregistrationReasonCode", prefix = "core")]
        pub deregistration_reason_code: Option<String>,
        /// `deregistrationDate`
        #[yaserde(rename = "deregistrationDate", prefix = "core")]
        pub deregistration_date: Option<PartialDate>,
        /// `foundDeadAtDate`
        #[yaserde(rename = "foundDeadAtDate", prefix = "core")]
        pub found_dead_at_date: Option<PartialDate>,
    }

    impl fmt::Debug for Deregistration {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Deregistration(hidden)")
        }
    }

    impl From<&super::Deregistration<'_>> for Deregistration {
        fn from(read: &super::Deregistration<'_>) -> Self {
            Self {
                deregistration_reason_code: read
                    .deregistration_reason_code
                    .as_deref()
                    .map(str::to_owned),
                deregistration_date: read.deregistration_date.as_deref().map(Into::into),
                found_dead_at_date: read.found_dead_at_date.as_deref().map(Into::into),
            }
        }
    }

    /// `MaritalStatus` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "MaritalStatus", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct MaritalStatus {
        /// `maritalStatusCode`
        #[yaserde(rename = "maritalStatusCode", prefix = "core")]
        pub marital_status_code: Option<String>,
        /// `maritalStatusDate`
        #[yaserde(rename = "maritalStatusDate", prefix = "core")]
        pub marital_status_date: Option<PartialDate>,
    }

    impl fmt::Debug for MaritalStatus {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("MaritalStatus(hidden)")
        }
    }

    impl From<&super::MaritalStatus<'_>> for MaritalStatus {
        fn from(read: &super::MaritalStatus<'_>) -> Self {
            Self {
                marital_status_code: read.marital_status_code.as_deref().map(str::to_owned),
                marital_status_date: read.marital_status_date.as_deref().map(Into::into),
            }
        }
    }

    /// `Immigration` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Immigration", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct Immigration {
        /// `immigrationDate`
        #[yaserde(rename = "immigrationDate", prefix = "core")]
        pub immigration_date: Option<PartialDate>,
        /// `rightOfResidence`
        #[yaserde(rename = "rightOfResidence", prefix = "core")]
        pub right_of_residence: Option<bool>,
        /// `immigrationIdentity`
        #[yaserde(rename = "immigrationIdentity", prefix = "core")]
        pub immigration_identity: Vec<ForeignIdentity>,
    }

    impl fmt::Debug for Immigration {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Immigration(hidden)")
        }
    }

    impl From<&super::Immigration<'_>> for Immigration {
        fn from(read: &super::Immigration<'_>) -> Self {
            Self {
                immigration_date: read.immigration_date.as_deref().map(Into::into),
                right_of_residence: read.right_of_residence,
                immigration_identity: read.immigration_identity.iter().map(Into::into).collect(),
            }
        }
    }

    /// `ForeignIdentity` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "ForeignIdentity", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct ForeignIdentity {
        /// `personalIdentityNumber`
        #[yaserde(rename = "personalIdentityNumber", prefix = "core")]
        pub personal_identity_number: String,
        /// `country`
        #[yaserde(rename = "country", prefix = "core")]
        pub country: String,
    }

    impl fmt::Debug for ForeignIdentity {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("ForeignIdentity(hidden)")
        }
    }

    impl From<&super::ForeignIdentity<'_>> for ForeignIdentity {
        fn from(read: &super::ForeignIdentity<'_>) -> Self {
            Self {
                personal_identity_number: read.personal_identity_number.as_ref().to_owned(),
                country: read.country.as_ref().to_owned(),
            }
        }
    }

    /// `Citizenship` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Citizenship", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct Citizenship {
        /// `citizenshipCountryCode`
        #[yaserde(rename = "citizenshipCountryCode", prefix = "core")]
        pub citizenship_country_code: Option<String>,
        /// `citizenshipDate`
        #[yaserde(rename = "citizenshipDate", prefix = "core")]
        pub citizenship_date: Option<PartialDate>,
        /// `status`
        #[yaserde(rename = "status", prefix = "core")]
        pub status: Option<String>,
    }

    impl fmt::Debug for Citizenship {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Citizenship(hidden)")
        }
    }

    impl From<&super::Citizenship<'_>> for Citizenship {
        fn from(read: &super::Citizenship<'_>) -> Self {
            Self {
                citizenship_country_code: read
                    .citizenship_country_code
                    .as_deref()
                    .map(str::to_owned),
                citizenship_date: read.citizenship_date.as_deref().map(Into::into),
                status: read.status.as_deref().map(str::to_owned),
            }
        }
    }

    /// `Relationship` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Relationship", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct Relationship {
        /// `relationshipId`
        #[yaserde(rename = "relationshipId", prefix = "core")]
        pub relationship_id: RelatedPerson,
        /// `relationshipType`
        #[yaserde(rename = "relationshipType", prefix = "core")]
        pub relationship_type: String,
        /// `relationshipFromDate`
        #[yaserde(rename = "relationshipFromDate", prefix = "core")]
        pub relationship_from_date: Option<PartialDate>,
        /// `relationshipToDate`
        #[yaserde(rename = "relationshipToDate", prefix = "core")]
        pub relationship_to_date: Option<PartialDate>,
        /// `name`
        #[yaserde(rename = "name", prefix = "core")]
        pub name: Option<PersonName>,
        /// `deregistration`
        #[yaserde(rename = "deregistration", prefix = "core")]
        pub deregistration: Option<Deregistration>,
        /// `status`
        #[yaserde(rename = "status", prefix = "core")]
        pub status: Option<String>,
    }

    impl fmt::Debug for Relationship {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Relationship(hidden)")
        }
    }

    impl From<&super::Relationship<'_>> for Relationship {
        fn from(read: &super::Relationship<'_>) -> Self {
            Self {
                relationship_id: (&read.relationship_id).into(),
                relationship_type: read.relationship_type.as_ref().to_owned(),
                relationship_from_date: read.relationship_from_date.as_deref().map(Into::into),
                relationship_to_date: read.relationship_to_date.as_deref().map(Into::into),
                name: read.name.as_deref().map(Into::into),
                deregistration: read.deregistration.as_deref().map(Into::into),
                status: read.status.as_deref().map(str::to_owned),
            }
        }
    }

    /// `RelatedPerson` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "RelatedPerson", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct RelatedPerson {
        /// `personalIdentity`
        #[yaserde(rename = "personalIdentity", prefix = "core")]
        pub personal_identity: Option<InstanceIdentifier>,
        /// `dateOfBirth`
        #[yaserde(rename = "dateOfBirth", prefix = "core")]
        pub date_of_birth: Option<PartialDate>,
    }

    impl fmt::Debug for RelatedPerson {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("RelatedPerson(hidden)")
        }
    }

    impl From<&super::RelatedPerson<'_>> for RelatedPerson {
        fn from(read: &super::RelatedPerson<'_>) -> Self {
            Self {
                personal_identity: read.personal_identity.as_deref().map(Into::into),
                date_of_birth: read.date_of_birth.as_deref().map(Into::into),
            }
        }
    }

    /// `CoordinationNumberData` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "CoordinationNumberData", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct CoordinationNumberData {
        /// `allocationDate`
        #[yaserde(rename = "allocationDate", prefix = "core")]
        pub allocation_date: Option<PartialDate>,
        /// `preliminaryTransferDate`
        #[yaserde(rename = "preliminaryTransferDate", prefix = "core")]
        pub preliminary_transfer_date: Option<PartialDate>,
        /// `renewalDate`
        #[yaserde(rename = "renewalDate", prefix = "core")]
        pub renewal_date: Option<PartialDate>,
        /// `deceasedDate`
        #[yaserde(rename = "deceasedDate", prefix = "core")]
        pub deceased_date: Option<PartialDate>,
    }

    impl fmt::Debug for CoordinationNumberData {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("CoordinationNumberData(hidden)")
        }
    }

    impl From<&super::CoordinationNumberData<'_>> for CoordinationNumberData {
        fn from(read: &super::CoordinationNumberData<'_>) -> Self {
            Self {
                allocation_date: read.allocation_date.as_deref().map(Into::into),
                preliminary_transfer_date: read
                    .preliminary_transfer_date
                    .as_deref()
                    .map(Into::into),
                renewal_date: read.renewal_date.as_deref().map(Into::into),
                deceased_date: read.deceased_date.as_deref().map(Into::into),
            }
        }
    }

    /// `IdentityStatus` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "IdentityStatus", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct IdentityStatus {
        /// `identityStatus`
        #[yaserde(rename = "identityStatus", prefix = "core")]
        pub identity_status: Option<String>,
        /// `identityStatusDate`
        #[yaserde(rename = "identityStatusDate", prefix = "core")]
        pub identity_status_date: Option<PartialDate>,
        /// `identityStatusCause`
        #[yaserde(rename = "identityStatusCause", prefix = "core")]
        pub identity_status_cause: Option<String>,
    }

    impl fmt::Debug for IdentityStatus {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("IdentityStatus(hidden)")
        }
    }

    impl From<&super::IdentityStatus<'_>> for IdentityStatus {
        fn from(read: &super::IdentityStatus<'_>) -> Self {
            Self {
                identity_status: read.identity_status.as_deref().map(str::to_owned),
                identity_status_date: read.identity_status_date.as_deref().map(Into::into),
                identity_status_cause: read.identity_status_cause.as_deref().map(str::to_owned),
            }
        }
    }

    /// `RegisterActor` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "RegisterActor", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct RegisterActor {
        /// `id`
        #[yaserde(rename = "id", prefix = "core")]
        pub id: InstanceIdentifier,
        /// `professional`
        #[yaserde(rename = "professional", prefix = "core")]
        pub professional: Option<Professional>,
        /// `updateTime`
        #[yaserde(rename = "updateTime", prefix = "core")]
        pub update_time: Option<String>,
    }

    impl fmt::Debug for RegisterActor {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("RegisterActor(hidden)")
        }
    }

    impl From<&super::RegisterActor<'_>> for RegisterActor {
        fn from(read: &super::RegisterActor<'_>) -> Self {
            Self {
                id: (&read.id).into(),
                professional: read.professional.as_deref().map(Into::into),
                update_time: read.update_time.as_deref().map(str::to_owned),
            }
        }
    }

    /// `Professional` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Professional", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct Professional {
        /// `organizationId`
        #[yaserde(rename = "organizationId", prefix = "core")]
        pub organization_id: InstanceIdentifier,
    }

    impl fmt::Debug for Professional {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Professional(hidden)")
        }
    }

    impl From<&super::Professional<'_>> for Professional {
        fn from(read: &super::Professional<'_>) -> Self {
            Self { organization_id: (&read.organization_id).into() }
        }
    }

    /// `Multimedia` of the contract.
    #[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]
    #[yaserde(rename = "Multimedia", prefix = "core", namespaces = { "core" = "urn:riv:strategicresourcemanagement:persons:person:5" })]
    pub struct Multimedia {
        /// `id`
        #[yaserde(rename = "id", prefix = "core")]
        pub id: Option<String>,
        /// `mediaType`
        #[yaserde(rename = "mediaType", prefix = "core")]
        pub media_type: String,
        /// `value`
        #[yaserde(rename = "value", prefix = "core")]
        pub value: Option<String>,
        /// `reference`
        #[yaserde(rename = "reference", prefix = "core")]
        pub reference: Option<String>,
    }

    impl fmt::Debug for Multimedia {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Multimedia(hidden)")
        }
    }

    impl From<&super::Multimedia<'_>> for Multimedia {
        fn from(read: &super::Multimedia<'_>) -> Self {
            Self {
                id: read.id.as_deref().map(str::to_owned),
                media_type: read.media_type.as_ref().to_owned(),
                value: read.value.as_deref().map(str::to_owned),
                reference: read.reference.as_deref().map(str::to_owned),
            }
        }
    }
}
