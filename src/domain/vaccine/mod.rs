//! Products and what they protect against. The tables beside this file are the project's own; a
//! name that is in none of them stays visible as itself and is never guessed at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use super::{Coded, VaccinationRecord};

/// Key of the diseases of a vaccine that is in no table.
pub const UNKNOWN_DISEASE: &str = "unknown";

/// The tables, ready for looking up.
#[derive(Debug)]
pub struct Catalogue {
    diseases: Vec<Disease>,
    by_snomed: HashMap<String, String>,
    by_atc: HashMap<String, Antigens>,
    products: BTreeMap<Vec<String>, (String, Antigens)>,
    words: HashMap<Vec<String>, Antigens>,
}

/// Keys of diseases.
type Antigens = BTreeSet<String>;

/// A disease that vaccines protect against.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct Disease {
    /// Short key, such as `TBE`.
    pub key: String,
    /// Swedish name.
    pub name: String,
    /// SNOMED CT code; empty where another disease of the table has the same.
    pub snomed: String,
}

/// What a record's vaccine is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Product {
    /// The product's name in our table, where the record names a product of it.
    pub name: Option<String>,
    /// Keys of the diseases it protects against; empty for an unknown vaccine.
    pub antigens: BTreeSet<String>,
}

/// A table of ours is broken. Never seen outside development: a test reads them.
#[derive(Debug, thiserror::Error)]
#[error("the table of vaccines is broken: {0}")]
pub struct CatalogueError(String);

#[derive(Deserialize)]
struct ProductRow {
    product: String,
    atc: String,
    diseases: String,
}

#[derive(Deserialize)]
struct WordsRow {
    words: String,
    diseases: String,
}

impl Catalogue {
    /// Reads the tables that are compiled in.
    pub fn load() -> Result<Self, CatalogueError> {
        let diseases: Vec<Disease> = rows(include_str!("diseases.csv"))?;
        let known: BTreeSet<&str> = diseases.iter().map(|disease| disease.key.as_str()).collect();
        let antigens = |keys: &str| -> Result<Antigens, CatalogueError> {
            let keys: Antigens = keys.split_whitespace().map(str::to_owned).collect();
            match keys.iter().find(|key| !known.contains(key.as_str())) {
                Some(key) => Err(CatalogueError(format!("no disease {key}"))),
                None => Ok(keys),
            }
        };
        let mut by_atc: HashMap<String, Antigens> = HashMap::new();
        let mut ambiguous = BTreeSet::new();
        let mut products = BTreeMap::new();
        for row in rows::<ProductRow>(include_str!("products.csv"))? {
            let antigens = antigens(&row.diseases)?;
            if by_atc.get(&row.atc).is_some_and(|other| *other != antigens) {
                ambiguous.insert(row.atc.clone());
            }
            by_atc.insert(row.atc, antigens.clone());
            products.insert(tokens(&row.product), (row.product, antigens));
        }
        by_atc.retain(|atc, _| !ambiguous.contains(atc));
        let mut words = HashMap::new();
        for row in rows::<WordsRow>(include_str!("words.csv"))? {
            words.insert(tokens(&row.words), antigens(&row.diseases)?);
        }
        let named = diseases.iter().filter(|disease| !disease.snomed.is_empty());
        let by_snomed =
            named.map(|disease| (disease.snomed.clone(), disease.key.clone())).collect();
        Ok(Self { diseases, by_snomed, by_atc, products, words })
    }

    /// Every disease, in the order the journal shows them.
    pub fn diseases(&self) -> &[Disease] {
        &self.diseases
    }

    /// The Swedish name of a disease.
    pub fn disease_name(&self, key: &str) -> Option<&str> {
        self.diseases.iter().find(|disease| disease.key == key).map(|d| d.name.as_str())
    }

    /// What a record's vaccine is: by the product's name, else its ATC code, else the words for the
    /// kind of vaccine, else the target diseases the source itself gives.
    pub fn product_of(&self, record: &VaccinationRecord) -> Product {
        let named = [record.vaccine_name.as_ref(), record.vaccine_type.as_ref()];
        let named = || named.into_iter().flatten();
        if let Some((name, antigens)) = named().find_map(|coded| self.product(coded)) {
            return Product { name: Some(name), antigens };
        }
        let by_code = |coded: &Coded| self.by_atc.get(coded.code.as_deref()?.trim()).cloned();
        let by_words = |coded: &Coded| texts(coded).find_map(|text| self.kinds(text));
        let mut antigens = named().find_map(by_code).or_else(|| named().find_map(by_words));
        if antigens.is_none() {
            let diseases = record.target_diseases.iter();
            let told: Antigens = diseases.filter_map(|d| self.disease(d)).flatten().collect();
            antigens = Some(told);
        }
        Product { name: None, antigens: antigens.unwrap_or_default() }
    }

    /// The product a text begins with; the longest name wins, so that a combination is not taken
    /// for the product it is named after. What follows is strength and form.
    fn product(&self, coded: &Coded) -> Option<(String, Antigens)> {
        texts(coded).find_map(|text| {
            let tokens = tokens(text);
            (1..=tokens.len())
                .rev()
                .find_map(|length| self.products.get(&tokens[..length]))
                .cloned()
        })
    }

    /// The diseases that words for a kind of vaccine mean. A list counts only if every part of it
    /// is known.
    fn kinds(&self, text: &str) -> Option<Antigens> {
        if let Some(antigens) = self.words.get(&tokens(text)) {
            return Some(antigens.clone());
        }
        let lowered = text.to_lowercase().replace(" och ", ",");
        let parts: Vec<&str> = lowered.split([',', '/', '+', '&', ';']).collect();
        if parts.len() < 2 {
            return None;
        }
        let parts: Option<Vec<_>> =
            parts.into_iter().map(|part| self.words.get(&tokens(part)).cloned()).collect();
        parts.map(|parts| parts.into_iter().flatten().collect())
    }

    fn disease(&self, coded: &Coded) -> Option<Antigens> {
        let by_code = coded.code.as_deref().and_then(|code| self.by_snomed.get(code.trim()));
        match by_code {
            Some(key) => Some(Antigens::from([key.clone()])),
            None => texts(coded).find_map(|text| self.kinds(text)),
        }
    }
}

fn texts(coded: &Coded) -> impl Iterator<Item = &str> {
    [&coded.display_name, &coded.original_text].into_iter().flatten().map(String::as_str)
}

/// A text as it is looked up: lower case words, without marks, hyphens and what is in parentheses.
fn tokens(text: &str) -> Vec<String> {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '®' | '™' => {}
            _ if depth > 0 => {}
            _ if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().map(str::to_owned).collect()
}

fn rows<T: for<'d> Deserialize<'d>>(table: &str) -> Result<Vec<T>, CatalogueError> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(table.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(|e| CatalogueError(e.to_string()))
}
