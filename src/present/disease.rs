//! The diseases by their keys, in the order the panel lists them: first those of the Swedish child
//! vaccination programme, in the order the child meets them, then the others.

/// One disease that a vaccine protects against.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Disease {
    /// Key, as doses name it.
    pub key: &'static str,
    /// Name in Swedish.
    pub name: &'static str,
    /// SNOMED CT concept of the disease (value set `target-diseases-uv-ips` of the International
    /// Patient Summary; mpox and dengue from SNOMED CT itself).
    pub snomed: &'static str,
}

/// Key of doses whose product is unknown.
pub const UNKNOWN: &str = "unknown";

/// Every disease, in the order of the panel.
pub const DISEASES: &[Disease] = &[
    disease("ROTA", "Rotavirus", "18624000"),
    disease("D", "Difteri", "397430003"),
    disease("T", "Stelkramp", "76902006"),
    disease("P", "Kikhosta", "27836007"),
    disease("IPV", "Polio", "398102009"),
    disease("HIB", "Hib", "709410003"),
    disease("HBV", "Hepatit B", "66071002"),
    disease("PNC", "Pneumokocker", "16814004"),
    disease("ME", "Mässling", "14189004"),
    disease("MU", "Påssjuka", "36989005"),
    disease("RU", "Röda hund", "36653000"),
    disease("VAR", "Vattkoppor", "38907003"),
    disease("HPV", "HPV", "240532009"),
    disease("TB", "Tuberkulos", "56717001"),
    disease("FLU", "Influensa", "6142004"),
    disease("COV", "Covid-19", "840539006"),
    disease("RSV", "RSV", "55735004"),
    disease("HZ", "Bältros", "4740000"),
    disease("TBE", "TBE", "712986001"),
    disease("HAV", "Hepatit A", "40468003"),
    disease("MENACWY", "Meningokocker ACWY", "23511006"),
    disease("MENB", "Meningokocker B", "1354584007"),
    disease("MENC", "Meningokocker C", "23511006"),
    disease("TYF", "Tyfoid", "4834000"),
    disease("KOL", "Kolera", "63650001"),
    disease("JE", "Japansk encefalit", "52947006"),
    disease("RAB", "Rabies", "14168008"),
    disease("YF", "Gula febern", "16541001"),
    disease("DEN", "Dengue", "38362002"),
    disease("MPOX", "Mpox", "359814004"),
    disease("SMALL", "Smittkoppor", "67924001"),
];

/// The disease of a key.
pub fn by_key(key: &str) -> Option<&'static Disease> {
    DISEASES.iter().find(|disease| disease.key.eq_ignore_ascii_case(key))
}

/// What to call the disease of a key; a key this table does not know stands for itself.
pub fn name(key: &str) -> String {
    if key == UNKNOWN {
        return "Okänt vaccin".to_owned();
    }
    by_key(key).map_or_else(|| super::foreign::clean(key), |disease| disease.name.to_owned())
}

/// Where a disease stands in the panel: known ones in the table's order, then other keys, last the
/// unknown product.
pub fn rank(key: &str) -> (usize, String) {
    let at = DISEASES.iter().position(|disease| disease.key.eq_ignore_ascii_case(key));
    let after = DISEASES.len() + usize::from(key == UNKNOWN);
    (at.unwrap_or(after), key.to_owned())
}

const fn disease(key: &'static str, name: &'static str, snomed: &'static str) -> Disease {
    Disease { key, name, snomed }
}
