//! Diseases by their keys, as the panel names and orders them.

use super::foreign::{Sentence, clean};
use crate::domain::{Catalogue, Disease, UNKNOWN_DISEASE};

/// What stands over doses whose product is unknown.
pub const UNKNOWN_VACCINE: &str = "Okänt vaccin";

/// Names and order of diseases.
#[derive(Clone, Copy)]
pub struct Diseases<'a>(pub &'a Catalogue);

impl<'a> Diseases<'a> {
    /// The disease of a key.
    pub fn find(&self, key: &str) -> Option<&'a Disease> {
        self.0.diseases().iter().find(|disease| disease.key == key)
    }

    /// A disease's name as a heading; a key that the catalogue does not know stands for itself.
    pub fn heading(&self, key: &str) -> String {
        if key == UNKNOWN_DISEASE {
            return UNKNOWN_VACCINE.to_owned();
        }
        capitalised(self.find(key).map_or(key, |disease| &disease.name))
    }

    /// Diseases as a list in words: "Difteri, stelkramp och polio".
    pub fn list(&self, keys: &[String]) -> String {
        let name = |key: &String| match self.find(key) {
            Some(disease) => disease.name.clone(),
            None if key == UNKNOWN_DISEASE => UNKNOWN_VACCINE.to_lowercase(),
            None => clean(key),
        };
        let mut keys: Vec<&String> = keys.iter().collect();
        keys.sort_by_cached_key(|key| self.rank(key));
        let names: Vec<String> = keys.into_iter().map(name).collect();
        capitalised(&Sentence::default().and_names(&names).to_string())
    }

    /// Where a disease stands in the panel: in the catalogue's order, then keys it does not know,
    /// last the unknown vaccine.
    pub fn rank(&self, key: &str) -> (usize, String) {
        let all = self.0.diseases();
        let at = all.iter().position(|disease| disease.key == key);
        let after = all.len() + usize::from(key == UNKNOWN_DISEASE);
        (at.unwrap_or(after), key.to_owned())
    }
}

fn capitalised(text: &str) -> String {
    let text = clean(text);
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
