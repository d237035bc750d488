//! What the tables make of what sources write.

use std::collections::BTreeSet;

use vaccinjournal::domain::{Catalogue, Coded};

use crate::records::record;

fn antigens(name: Option<&str>, kind: Option<&str>, diseases: &[&str]) -> String {
    let mut record = record("A", "2024-03-01");
    record.vaccine_name = name.map(Coded::text);
    record.vaccine_type = kind.map(Coded::text);
    record.target_diseases = diseases.iter().copied().map(Coded::text).collect();
    let product = Catalogue::load().unwrap().product_of(&record);
    product.antigens.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_product_of_the_table_is_found_by_its_name_however_it_is_written() {
    let catalogue = Catalogue::load().unwrap();
    let table = include_str!("../../src/domain/vaccine/products.csv");
    let mut found = 0;
    for line in table.lines().skip(1) {
        let name = line.split(';').next().unwrap();
        let keys: BTreeSet<_> = line.split(';').nth(2).unwrap().split(' ').collect();
        for written in [
            name.to_owned(),
            name.to_uppercase(),
            format!("{name}®"),
            format!("  {name}, injektionsvätska 0,5 ml "),
        ] {
            let mut record = record("A", "2024-03-01");
            record.vaccine_name = Some(Coded::text(&written));
            let product = catalogue.product_of(&record);
            assert_eq!(product.name.as_deref(), Some(name), "{written}");
            let told: BTreeSet<_> = product.antigens.iter().map(String::as_str).collect();
            assert_eq!(told, keys, "{written}");
        }
        found += 1;
    }
    assert!(found >= 82, "the table shrank to {found}");
}

#[test]
fn words_for_kinds_of_vaccine_are_understood() {
    for (words, expected) in [
        ("Hep A", "HAV"),
        ("MPR", "ME MU RU"),
        ("säsongsinfluensa", "FLU"),
        ("FSME", "TBE"),
        ("dTpa", "D P T"),
        ("6-i-1", "D HBV HIB IPV P T"),
        ("Prevenar", "PNC"),
        ("Difteri, stelkramp och kikhosta", "D P T"),
        ("COVID-19", "COV"),
    ] {
        assert_eq!(antigens(None, Some(words), &[]), expected, "{words}");
    }
    assert_eq!(antigens(None, None, &["mässling", "röda hund"]), "ME RU");
}

#[test]
fn what_is_in_no_table_stays_unknown() {
    assert_eq!(antigens(Some("Hepatrixus"), None, &[]), "");
    assert_eq!(antigens(None, Some("stelkramp och något okänt"), &[]), "");
    assert_eq!(antigens(None, None, &[]), "");
    assert_eq!(antigens(Some("Infanr"), None, &[]), "");
}

#[test]
fn a_combination_is_not_taken_for_the_product_it_is_named_after() {
    assert_eq!(antigens(Some("Boostrix Polio"), None, &[]), "D IPV P T");
    assert_eq!(antigens(Some("Boostrix"), None, &[]), "D P T");
    assert_eq!(antigens(Some("Priorix-Tetra"), None, &[]), "ME MU RU VAR");
}

#[test]
fn codes_are_understood() {
    let mut record = record("A", "2024-03-01");
    record.vaccine_name = Some(Coded { code: Some("J07BA01".to_owned()), ..Coded::default() });
    let catalogue = Catalogue::load().unwrap();
    assert_eq!(catalogue.product_of(&record).antigens, BTreeSet::from(["TBE".to_owned()]));
    record.vaccine_name = None;
    record.target_diseases = vec![Coded { code: Some("14168008".to_owned()), ..Coded::default() }];
    assert_eq!(catalogue.product_of(&record).antigens, BTreeSet::from(["RAB".to_owned()]));
}
