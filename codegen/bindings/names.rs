//! Rust names for the names of a contract.

/// Spellings whose words cannot be told apart by case alone.
const SPELLINGS: &[(&str, &str)] = &[("HSAid", "HsaId"), ("hsaid", "hsaId")];

/// `careUnitHSAid` gives `care_unit_hsa_id`; words of Rust give others: `type` is `kind`, and `use`
/// is `usage`.
pub fn field(name: &str) -> String {
    match words(name).join("_").as_str() {
        "type" => "kind".to_owned(),
        "use" => "usage".to_owned(),
        name => name.to_owned(),
    }
}

/// `GetVaccinationHistory` and 2 give `get_vaccination_history_2`.
pub fn module(name: &str, major: &str) -> String {
    format!("{}_{major}", words(name).join("_"))
}

/// `INVALID_REQUEST` gives `InvalidRequest`.
pub fn variant(code: &str) -> String {
    words(code).iter().map(|word| capital(word)).collect()
}

/// `core` gives `CORE`.
pub fn constant(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn words(name: &str) -> Vec<String> {
    let mut name = name.to_owned();
    for (from, to) in SPELLINGS {
        name = name.replace(from, to);
    }
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after_lower = before.is_some_and(|c| c.is_lowercase() || c.is_numeric());
        let before_lower = letters.get(at + 1).is_some_and(|c| c.is_lowercase());
        let starts = letter.is_uppercase()
            && (after_lower || (before.is_some_and(char::is_uppercase) && before_lower));
        match words.last_mut() {
            Some(word) if !starts => word.extend(letter.to_lowercase()),
            _ => words.push(letter.to_lowercase().collect()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
