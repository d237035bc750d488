use super::super::error::WebError;
use super::super::login::Staff;
use super::super::state::AppState;
use crate::domain::{AccessActivity, AccessEvent, ContactDetails, PatientId, PatientIdKind};
use crate::person::{Address, Lookup, Person, PersonName, Protection, Told as Given};
use crate::present::customer::CustomerNotice;

/// What is known of a patient before she is added. It lives as long as the request: what the
/// register tells is kept nowhere but in what the user saves.
pub(super) enum Told {
    /// The register knows her.
    Person(Box<Person>),
    /// There is nothing from the register, for this reason.
    Nothing(CustomerNotice),
}

impl Told {
    /// Asks the person register, for as long as a user waits for a form. The access log knows of it
    /// first.
    pub(super) async fn by_register(
        state: &AppState,
        staff: &Staff,
        patient: &PatientId,
    ) -> Result<Self, WebError> {
        let Some(register) = &state.person_register else {
            return Ok(Self::Nothing(CustomerNotice::NotConnected));
        };
        if !register.holds(patient) {
            return Ok(Self::Nothing(CustomerNotice::NotHeld));
        }
        log(state, staff, patient, AccessActivity::PersonLookedUp).await?;
        Ok(match register.look_up(patient).await {
            Ok(Lookup::Found(person)) => Self::Person(person),
            Ok(Lookup::Unknown) => Self::Nothing(CustomerNotice::Unknown),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the person register told nothing");
                Self::silent()
            }
        })
    }

    /// The register did not answer.
    pub(super) fn silent() -> Self {
        Self::Nothing(CustomerNotice::Silent)
    }

    pub(super) fn is_silent(&self) -> bool {
        matches!(self, Self::Nothing(CustomerNotice::Silent))
    }

    /// Whether nothing but her number may be kept.
    pub(super) fn is_protected(&self) -> bool {
        matches!(self, Self::Person(person) if person.protection != Protection::None)
    }

    /// What the register gave to fill the form with.
    pub(super) fn contact(&self) -> ContactDetails {
        let Self::Person(person) = self else { return ContactDetails::default() };
        let mut contact = ContactDetails::default();
        if let Given::Known(name) = &person.name {
            contact.name = full_name(name);
        }
        if let Given::Known(Address { care_of, lines, postal_code, place }) = &person.address {
            contact.care_of = care_of.clone().unwrap_or_default();
            contact.street = lines.join(", ");
            contact.postal_code = postal_code.clone().unwrap_or_default();
            contact.place = place.clone().unwrap_or_default();
        }
        contact
    }

    /// What there is to say, most important first.
    pub(super) async fn notices(&self, state: &AppState) -> Result<Vec<CustomerNotice>, WebError> {
        let person = match self {
            Self::Nothing(why) => return Ok(vec![why.clone()]),
            Self::Person(person) => person,
        };
        let mut notices = Vec::new();
        if self.is_protected() {
            let registration = person.protection == Protection::ProtectedRegistration;
            notices.push(CustomerNotice::Protected { registration });
        }
        if let Some(departure) = &person.departure {
            let on = departure.on.clone();
            notices.push(match departure.deceased {
                true => CustomerNotice::Deceased { on },
                false => CustomerNotice::Departed { since: on },
            });
        }
        for id in person.sure_ids() {
            if state.store.knows_patient(&id).await? {
                notices.push(CustomerNotice::KnownAs { number: id });
            } else if person.new_id() == Some(&id) {
                notices.push(CustomerNotice::Replaced { by: id });
            }
        }
        let has_another = |notice: &CustomerNotice| {
            matches!(notice, CustomerNotice::KnownAs { .. } | CustomerNotice::Replaced { .. })
        };
        if !self.is_protected() && !notices.iter().any(has_another) {
            notices.push(CustomerNotice::Filled);
        }
        Ok(notices)
    }
}

/// Writes down what is about to be done with a patient's details.
pub(super) async fn log(
    state: &AppState,
    staff: &Staff,
    patient: &PatientId,
    activity: AccessActivity,
) -> Result<(), WebError> {
    let event = AccessEvent {
        patient: Some(patient.clone()),
        ..AccessEvent::new(state.clock.now(), staff.assignment.clone(), activity)
    };
    state.log.write(&[event]).await.map_err(WebError::not_logged(state))
}

/// Whether a patient cannot be added in this session. A region's own reserve numbers are not in the
/// person register that the integration stands on, so patients with such numbers are added outside
/// it (COSMIC – integration MittVaccin Journal 8.0, 2.5), unless their region has put its numbers
/// into the register.
pub(super) fn is_reserve_number_in_cosmic(
    state: &AppState,
    staff: &Staff,
    patient: &PatientId,
) -> bool {
    let PatientIdKind::LocalReserve { oid } = patient.kind() else { return false };
    let series = &state.settings.reserve_series;
    staff.launched.is_some() && !series.iter().any(|one| one.in_register && one.oid == *oid)
}

fn full_name(name: &PersonName) -> String {
    let parts = [&name.given, &name.middle, &name.surname];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" ")
}
