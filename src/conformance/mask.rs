//! Takes patients' ids out of texts.

use std::sync::LazyLock;

use regex::Regex;

use super::data::Data;
use crate::domain::PatientId;

/// Takes ids out of what a report says.
pub struct Mask {
    /// Forms of known ids with what stands in their place, longest first.
    known: Vec<(String, String)>,
    shows: bool,
}

impl Mask {
    /// A mask for the patients of the test data. Where `shows` is set it lets everything through.
    pub fn new(data: &Data, shows: bool) -> Self {
        let mut known = Vec::new();
        for (at, patient) in data.patients.iter().enumerate() {
            let name = format!("[patient {}]", at + 1);
            for id in std::iter::once(&patient.id).chain(&patient.other_ids) {
                add_forms(&mut known, id.number(), &name);
            }
        }
        if let Some(id) = &data.unknown_patient {
            add_forms(&mut known, id.number(), "[unknown patient]");
        }
        known.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
        Self { known, shows }
    }

    /// The text without ids.
    pub fn apply(&self, text: &str) -> String {
        if self.shows {
            return text.to_owned();
        }
        let mut masked = text.to_owned();
        for (form, name) in &self.known {
            masked = masked.replace(form, name);
        }
        while let Some(number) = other_number(&masked) {
            masked = masked.replace(&number, "[patient id]");
        }
        masked
    }
}

fn add_forms(known: &mut Vec<(String, String)>, number: &str, name: &str) {
    let mut add = |form: String| known.push((form, name.to_owned()));
    add(number.to_owned());
    if number.len() == 12 && number.is_ascii() {
        add(format!("{}-{}", &number[..8], &number[8..]));
        add(format!("{}-{}", &number[2..8], &number[8..]));
        add(number[2..].to_owned());
    }
}

/// A number in the text that could be a patient's: a personnummer or samordningsnummer with a date
/// that exists and the right check digit.
pub fn other_number(text: &str) -> Option<String> {
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\b(?:18|19|20)\d{6}-?\d{4}\b").ok());
    let candidates = NUMBER.as_ref()?.find_iter(text).map(|found| found.as_str());
    candidates.filter(|it| it.parse::<PatientId>().is_ok()).map(str::to_owned).next()
}
