use serde::Deserialize;

use crate::domain::ContactDetails;
use crate::present::customer::{LONGEST_CODE, LONGEST_EMAIL, LONGEST_PHONE, LONGEST_TEXT};
use crate::present::foreign::visible;

/// The form as it was posted. A field that was not shown is empty.
#[derive(Deserialize)]
pub(in crate::web) struct Posted {
    #[serde(default)]
    name: String,
    #[serde(default)]
    care_of: String,
    #[serde(default)]
    street: String,
    #[serde(default)]
    postal_code: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    email: String,
    /// Whether the register did not answer when the form was shown.
    #[serde(default)]
    pub(super) was_silent: bool,
    /// Whether to ask the register again instead of saving.
    #[serde(default)]
    pub(super) again: bool,
}

/// What is wrong with a field, by its name.
pub(super) type Problem = (&'static str, &'static str);

impl Posted {
    /// What was typed, as it was typed.
    pub(super) fn typed(self) -> ContactDetails {
        let Self { name, care_of, street, postal_code, place, phone, email, .. } = self;
        ContactDetails { name, care_of, street, postal_code, place, phone, email }
    }
}

/// What was typed, and where nothing was, what the register gave.
pub(super) fn filled_up(typed: ContactDetails, given: ContactDetails) -> ContactDetails {
    let or = |typed: String, given: String| if typed.trim().is_empty() { given } else { typed };
    ContactDetails {
        name: or(typed.name, given.name),
        care_of: or(typed.care_of, given.care_of),
        street: or(typed.street, given.street),
        postal_code: or(typed.postal_code, given.postal_code),
        place: or(typed.place, given.place),
        phone: or(typed.phone, given.phone),
        email: or(typed.email, given.email),
    }
}

/// What was typed as it is kept, or what is wrong with it.
pub(super) fn checked(typed: &ContactDetails) -> Result<ContactDetails, Vec<Problem>> {
    let mut problems = Vec::<Problem>::new();
    let mut text = |field: &'static str, typed: &str, longest: usize| {
        let text = visible(Some(typed)).unwrap_or_default();
        if text.chars().count() > longest {
            problems.push((field, "Texten är för lång."));
        }
        text
    };
    let contact = ContactDetails {
        name: text("name", &typed.name, LONGEST_TEXT),
        care_of: text("care_of", &typed.care_of, LONGEST_TEXT),
        street: text("street", &typed.street, LONGEST_TEXT),
        postal_code: text("postal_code", &typed.postal_code, LONGEST_CODE),
        place: text("place", &typed.place, LONGEST_TEXT),
        phone: text("phone", &typed.phone, LONGEST_PHONE),
        email: text("email", &typed.email, LONGEST_EMAIL),
    };
    if contact.name.is_empty() {
        problems.push(("name", "Skriv patientens namn."));
    }
    if !contact.postal_code.is_empty() && !is_postal_code(&contact.postal_code) {
        problems.push(("postal_code", "Ett postnummer har fem siffror."));
    }
    if !contact.phone.is_empty() && !is_phone(&contact.phone) {
        problems.push(("phone", "Skriv numret med siffror, till exempel 070-123 45 67."));
    }
    if !contact.email.is_empty() && !is_email(&contact.email) {
        problems.push(("email", "Adressen ska se ut som namn@example.se."));
    }
    if problems.is_empty() { Ok(contact) } else { Err(problems) }
}

fn is_postal_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits == 5 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_legal = |byte: u8| byte.is_ascii_digit() || b" -+()/".contains(&byte);
    (5..=15).contains(&digits) && text.bytes().all(is_legal)
}

/// Only the form; whether mail arrives there nobody can see from here.
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let has_blank = text.contains(char::is_whitespace);
    !has_blank && !name.is_empty() && host.contains('.') && !host.split('.').any(str::is_empty)
}
