//! The page that adds a patient to MVJ (Lägg till kund), with every text ready.

use askama::Template;
use jiff::Timestamp;

use super::html::Chrome;
use super::view::PatientView;
use super::words;
use crate::domain::{ContactDetails, PatientId};

/// What there is to say of a patient before she is added, from the person register or in its place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CustomerNotice {
    /// The form is filled in.
    Filled,
    /// Her identity is protected.
    Protected {
        /// Whether it is by protected registration, the stronger kind.
        registration: bool,
    },
    /// She has died.
    Deceased {
        /// When, as far as it is known.
        on: Option<String>,
    },
    /// She is no longer in the population register, for another reason.
    Departed {
        /// Since when, as far as it is known.
        since: Option<String>,
    },
    /// Another number has taken the place of hers.
    Replaced {
        /// The other one.
        by: PatientId,
    },
    /// She is known here under another number.
    KnownAs {
        /// The other one.
        number: PatientId,
    },
    /// The register does not know the number.
    Unknown,
    /// The register did not answer, or not as it should.
    Silent,
    /// The register does not hold such numbers.
    NotHeld,
    /// No register is connected.
    NotConnected,
    /// The number is a region's own, and patients with such numbers are not added from COSMIC.
    ReserveNumber,
}

/// The page.
#[derive(Template)]
#[template(path = "customer.html")]
pub struct CustomerPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// Whom it is about.
    pub patient: PatientView,
    /// What there is to say, most important first.
    pub notices: Vec<NoticeView>,
    /// The form; none where she cannot be added.
    pub form: Option<CustomerForm>,
    /// Address of the page.
    pub address: &'a str,
    /// Address of her journal, for reading without adding her.
    pub journal: &'a str,
    /// Whether something that was typed could not be used.
    pub has_problem: bool,
    /// What the button that saves says.
    pub save: String,
    /// Whether there is a better way on than to save.
    pub has_better: bool,
    /// The field, or the button, where the user begins; empty where she is to read first.
    pub focus: &'static str,
}

/// One thing to say.
#[derive(Clone, Debug)]
pub struct NoticeView {
    /// Class of its colour and sign.
    pub tone: &'static str,
    /// In a few words.
    pub title: String,
    /// The rest.
    pub text: String,
    /// Another number to go on with.
    pub onward: Option<Onward>,
}

/// A button that looks another number up.
#[derive(Clone, Debug)]
pub struct Onward {
    /// OID of the number's kind.
    pub series: String,
    /// The number.
    pub number: String,
    /// The button's words.
    pub words: String,
}

/// The form, filled in.
#[derive(Clone, Debug)]
pub struct CustomerForm {
    /// The fields; none of them where her identity is protected.
    pub fields: Vec<FieldView>,
    /// Whether the register did not answer when the form was first shown.
    pub was_silent: bool,
}

/// One field.
#[derive(Clone, Debug)]
pub struct FieldView {
    /// Its name in the form.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What stands in it.
    pub value: String,
    /// Most characters.
    pub longest: usize,
    /// Which keys a screen shows.
    pub keys: &'static str,
    /// Whether it is half as wide.
    pub is_short: bool,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// Why what stands in it cannot be used.
    pub problem: Option<&'static str>,
}

impl NoticeView {
    /// The words for a notice.
    pub fn of(notice: &CustomerNotice) -> Self {
        let (tone, title, text) = texts(notice);
        let onward = match notice {
            CustomerNotice::Replaced { by } => Some((by, "Använd ")),
            CustomerNotice::KnownAs { number } => Some((number, "Öppna ")),
            _ => None,
        };
        let onward = onward.map(|(id, verb)| Onward {
            series: id.kind().oid().to_owned(),
            number: id.number().to_owned(),
            words: format!("{verb}{}", words::patient_number(id)),
        });
        Self { tone, title, text, onward }
    }
}

impl<'a> CustomerPage<'a> {
    /// The page about a patient.
    pub fn new(
        chrome: &'a Chrome,
        patient: &PatientId,
        now: Timestamp,
        notices: &[CustomerNotice],
        form: Option<CustomerForm>,
        (address, journal): (&'a str, &'a str),
    ) -> Self {
        let notices: Vec<NoticeView> = notices.iter().map(NoticeView::of).collect();
        let wrong = form.iter().flat_map(|form| &form.fields).find(|field| field.problem.is_some());
        let wrong = wrong.map(|field| field.name);
        let has_better = notices.iter().any(|notice| notice.onward.is_some());
        let save = match has_better {
            true => format!("Spara under {} ändå", words::patient_number(patient)),
            false => "Spara".to_owned(),
        };
        let focus = match notices.first().map(|notice| notice.tone) {
            _ if wrong.is_some() => wrong.unwrap_or_default(),
            Some("good") => "spara",
            Some("notice") => "name",
            _ => "",
        };
        Self {
            chrome,
            patient: PatientView::of(patient, now),
            notices,
            form,
            address,
            journal,
            has_problem: wrong.is_some(),
            save,
            has_better,
            focus,
        }
    }
}

/// The fields of the form with what stands in them, and what is wrong with it by the field's name.
pub fn fields(
    contact: &ContactDetails,
    problems: &[(&'static str, &'static str)],
) -> Vec<FieldView> {
    let field = |name, label, value: &str, longest, keys, is_short| FieldView {
        name,
        label,
        value: value.to_owned(),
        longest,
        keys,
        is_short,
        is_required: name == "name",
        problem: problems.iter().find(|(field, _)| *field == name).map(|(_, problem)| *problem),
    };
    vec![
        field("name", "Namn", &contact.name, LONGEST_TEXT, "text", false),
        field("care_of", "C/o", &contact.care_of, LONGEST_TEXT, "text", true),
        field("street", "Gatuadress", &contact.street, LONGEST_TEXT, "text", true),
        field("postal_code", "Postnummer", &contact.postal_code, LONGEST_CODE, "numeric", true),
        field("place", "Ort", &contact.place, LONGEST_TEXT, "text", true),
        field("phone", "Telefon", &contact.phone, LONGEST_PHONE, "tel", true),
        field("email", "E-post", &contact.email, LONGEST_EMAIL, "email", true),
    ]
}

/// Longest text of a field, in characters.
pub const LONGEST_TEXT: usize = 200;
/// Longest postal code.
pub const LONGEST_CODE: usize = 12;
/// Longest telephone number.
pub const LONGEST_PHONE: usize = 30;
/// Longest e-mail address (RFC 5321).
pub const LONGEST_EMAIL: usize = 254;

fn texts(notice: &CustomerNotice) -> (&'static str, String, String) {
    let dated = |words: &str, on: &Option<String>| match on {
        Some(on) => format!("{words} {on}."),
        None => format!("{words}."),
    };
    let (tone, title, text) = match notice {
        CustomerNotice::Filled => (
            "good",
            "Uppgifterna är hämtade från personuppgiftstjänsten.".to_owned(),
            "Komplettera om det behövs, och spara.",
        ),
        CustomerNotice::Protected { registration } => (
            "warning",
            "Skyddade personuppgifter".to_owned(),
            if *registration {
                "Personen har skyddad folkbokföring. Namn och adress visas inte. Bara numret sparas."
            } else {
                "Personen har sekretessmarkering. Namn och adress visas inte. Bara numret sparas."
            },
        ),
        CustomerNotice::Deceased { on } => (
            "warning",
            dated("Personen har avlidit", on),
            "Så står det i folkbokföringen. Kontrollera att det är rätt patient.",
        ),
        CustomerNotice::Departed { since } => (
            "notice",
            match since {
                Some(since) => format!("Personen är inte folkbokförd sedan {since}."),
                None => "Personen är inte folkbokförd längre.".to_owned(),
            },
            "Adressen kan vara gammal.",
        ),
        CustomerNotice::Replaced { by } => (
            "warning",
            format!("Numret har ersatts av {}.", words::patient_number(by)),
            "Lägg till patienten under det nya numret.",
        ),
        CustomerNotice::KnownAs { number } => (
            "warning",
            format!("Patienten finns redan, under {}.", words::patient_number(number)),
            "Öppna henne eller honom där i stället för att lägga till en gång till.",
        ),
        CustomerNotice::Unknown => (
            "notice",
            "Numret finns inte i personuppgiftstjänsten.".to_owned(),
            "Kontrollera numret. Uppgifterna kan fyllas i för hand.",
        ),
        CustomerNotice::Silent => (
            "notice",
            "Personuppgiftstjänsten svarar inte just nu.".to_owned(),
            "Fyll i uppgifterna för hand, eller hämta dem igen om en stund. Det du har skrivit står \
             kvar.",
        ),
        CustomerNotice::NotHeld => (
            "notice",
            "Lokala reservnummer finns inte i personuppgiftstjänsten.".to_owned(),
            "Fyll i uppgifterna för hand.",
        ),
        CustomerNotice::NotConnected => (
            "notice",
            "Personuppgiftstjänsten är inte ansluten.".to_owned(),
            "Fyll i uppgifterna för hand.",
        ),
        CustomerNotice::ReserveNumber => (
            "warning",
            "Patienten har ett lokalt reservnummer och finns inte i MittVaccin Journal.".to_owned(),
            "En sådan patient kan inte läggas till när MittVaccin är öppnat från COSMIC. Öppna \
             MittVaccin utan COSMIC och lägg till patienten där. Därefter går patienten att öppna \
             härifrån.",
        ),
    };
    (tone, title, text.to_owned())
}
