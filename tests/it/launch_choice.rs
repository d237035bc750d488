//! The choice of assignments: the published examples, and what is easily got wrong.

use vaccinjournal::domain::{
    Assignment, AssignmentPurpose, CareProvider, Clinic, HsaId, StaffMember,
};
use vaccinjournal::launch::{self, Matched, Place, choose};

use crate::databases::databases;
use crate::launch_support::{INSTALLATION, WITHOUT, claiming, fill, hsa_id, now, settings};

/// Unit A of care provider X, with a care unit of its own.
const A: &str = "A SE1-A SE1-VE SE1-VG";
/// Unit B, of the same care provider but another care unit.
const B: &str = "B SE1-B SE1-VE2 SE1-VG";

#[test]
fn example_1_an_assignment_at_a_opens_at_a_and_nothing_at_b() {
    check(&[A, B], &["A"], "SE1-A SE1-VE SE1-VG", &["A"]);
    check(&[A, B], &["A"], "SE1-B SE1-VE2 SE1-VG", &[]);
    // B need not be known here at all.
    check(&[A], &["A"], "SE1-B SE1-VE2 SE1-VG", &[]);
    // Nor does a care unit in common help, once B is a clinic here.
    check(&[A, "B SE1-B SE1-VE SE1-VG"], &["A"], "SE1-B SE1-VE SE1-VG", &[]);
}

#[test]
fn example_2_an_assignment_at_the_care_provider_is_there_to_choose_as_well() {
    check(&[A, B], &["A", "SE1-VG"], "SE1-A SE1-VE SE1-VG", &["A", "SE1-VG"]);
    check(&[A, B], &["A", "SE1-VG"], "SE1-B SE1-VE2 SE1-VG", &["SE1-VG"]);
}

#[test]
fn example_3_of_two_units_the_one_in_cosmic_is_entered_whoever_they_belong_to() {
    check(&[A, B], &["A", "B"], "SE1-A SE1-VE SE1-VG", &["A"]);
    check(&[A, B], &["A", "B"], "SE1-B SE1-VE2 SE1-VG", &["B"]);
    let elsewhere = "B SE2-B SE2-VE SE2-VG";
    check(&[A, elsewhere], &["A", "B"], "SE1-A SE1-VE SE1-VG", &["A"]);
    check(&[A, elsewhere], &["A", "B"], "SE2-B SE2-VE SE2-VG", &["B"]);
}

#[test]
fn example_4_two_assignments_at_one_unit_are_chosen_between() {
    check(&[A, B], &["A", "A"], "SE1-A SE1-VE SE1-VG", &["A", "A"]);
}

#[test]
fn only_without_such_a_clinic_do_those_of_the_care_unit_count() {
    let near = ["A SE1-A SE1-VE SE1-VG", "B SE1-B SE1-VE SE1-VG"];
    check(&near, &["A", "B"], "SE1-C SE1-VE SE1-VG", &["A", "B"]);
    check(&near, &["A", "B"], "SE1-B SE1-VE SE1-VG", &["B"]);
    // The clinic decides, not whether the user has an assignment there.
    check(&near, &["A"], "SE1-B SE1-VE SE1-VG", &[]);
}

#[test]
fn clinics_without_an_id_of_their_own_match_on_their_care_unit() {
    let clinics = ["A - SE1-VE SE1-VG", "B - SE1-VE SE1-VG", "C - SE1-VE2 SE1-VG"];
    check(&clinics, &["A", "B", "C"], "SE1-A SE1-VE SE1-VG", &["A", "B"]);
    let choice = choose(&place("SE1-A SE1-VE SE1-VG"), &all(&clinics), held(&clinics, &["A"]));
    assert_eq!(choice.matched, Matched::CareUnit);
    let choice = choose(&place("SE1-A SE1-VE SE1-VG"), &all(&[A]), held(&[A], &["A"]));
    assert_eq!(choice.matched, Matched::Unit);
}

#[test]
fn ids_in_other_case_or_with_blanks_around_are_the_same() {
    let place = Place {
        care_provider: " se1-vg".parse().unwrap(),
        care_unit: "Se1-Ve ".parse().unwrap(),
        unit: "\u{a0}se1-a\t".parse().unwrap(),
    };
    assert_eq!(choose(&place, &all(&[A]), held(&[A], &["A"])).assignments.len(), 1);
}

#[test]
fn nothing_of_another_care_provider_is_opened() {
    // The right unit under the wrong care provider.
    check(&[A], &["A", "SE1-VG"], "SE1-A SE1-VE SE2-VG", &[]);
    // A clinic of another care provider that has taken the same HSA-id.
    let taken = "T SE1-A SE2-VE SE2-VG";
    check(&[A, taken], &["A", "T"], "SE1-A SE1-VE SE1-VG", &["A"]);
    check(&[taken], &["T"], "SE1-A SE1-VE SE1-VG", &[]);
    // An assignment that another care provider has given at our clinic.
    let mut foreign = held(&[A], &["A"]);
    foreign[0].care_provider.hsa_id = hsa_id("SE2-VG");
    assert_eq!(choose(&place("SE1-A SE1-VE SE1-VG"), &all(&[A]), foreign).assignments, []);
    check(&[A], &["SE2-VG"], "SE1-A SE1-VE SE1-VG", &[]);
}

#[tokio::test]
async fn the_store_finds_the_assignments_and_the_order_of_the_checks_holds() {
    for database in databases() {
        let store = database.open().await;
        fill(&store).await;
        let file = r#"
            [[care_unit]]
            hsa_id = "se1-ve"
            care_provider = "SE1-VG"
            name = "Vårdcentralen"
            [[clinic]]
            id = "a"
            hsa_id = " se1-a "
            care_unit = "SE1-VE"
            name = "Enhet A"
            [[staff]]
            hsa_id = "SE1-ANNA"
            name = "Anna"
            [[assignment]]
            id = "anna-a"
            staff = "SE1-ANNA"
            care_provider = "SE1-VG"
            clinic = "a"
            purpose = "care"
            title = "Sjuksköterska"
            [[assignment]]
            id = "anna-4"
            staff = "SE1-ANNA"
            care_provider = "SE4-VG"
            purpose = "administration"
            title = "Vårdgivaradmin"
        "#;
        store.import(&vaccinjournal::store::Import::parse(file).unwrap()).await.unwrap();
        let receive =
            async |assertion: String| launch::receive(&store, &settings(), now(), &assertion).await;
        let launched = receive(claiming(|_| {})).await.unwrap();
        assert_eq!(launched.installation(), INSTALLATION);
        let choice = launch::assignments(&store, &launched).await.unwrap();
        let ids: Vec<&str> = choice.assignments.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["anna-a"], "{}", database.kind);
        // Somebody unknown, and somebody at a unit where she has nothing.
        for (name, value) in [("sub", "SE1-OKAND"), ("hsa_identity", "SE1-Z")] {
            let assertion = claiming(|c| {
                c[name] = value.into();
                c["hsa_care_unit"] = "SE1-VE9".into();
                if name == "sub" {
                    c["hsa_care_unit"] = "SE1-VE".into();
                }
            });
            let launched = receive(assertion).await.unwrap();
            let error = launch::assignments(&store, &launched).await.unwrap_err();
            assert_eq!(
                error.to_string(),
                "a launch was refused: the user has no assignment for the unit or the care provider"
            );
        }
        // An assignment at a care provider that has uploaded no certificate opens nothing.
        let error = receive(claiming(|c| c["hsa_care_provider"] = WITHOUT.into())).await;
        let error = error.unwrap_err().to_string();
        assert!(error.contains("no certificate"), "{error}");
    }
}

/// Clinics as "name unit care-unit care-provider", assignments as a clinic's name or a care
/// provider's id, the place as "unit care-unit care-provider", and what may be entered.
fn check(clinics: &[&str], has: &[&str], cosmic: &str, expected: &[&str]) {
    let choice = choose(&place(cosmic), &all(clinics), held(clinics, has));
    let name = |one: &Assignment| match &one.clinic {
        Some(clinic) => clinic.name.clone(),
        None => one.care_provider.hsa_id.to_string(),
    };
    let found: Vec<String> = choice.assignments.iter().map(name).collect();
    assert_eq!(found, expected, "{clinics:?} {has:?} {cosmic}");
}

fn place(text: &str) -> Place {
    let ids: Vec<HsaId> = text.split(' ').map(hsa_id).collect();
    let [unit, care_unit, care_provider] = ids.as_slice() else { panic!("{text}") };
    Place { care_provider: care_provider.clone(), care_unit: care_unit.clone(), unit: unit.clone() }
}

fn all(clinics: &[&str]) -> Vec<Clinic> {
    clinics.iter().map(|text| clinic(text)).collect()
}

fn clinic(text: &str) -> Clinic {
    let parts: Vec<&str> = text.split(' ').collect();
    Clinic {
        id: parts[0].to_lowercase(),
        hsa_id: (parts[1] != "-").then(|| hsa_id(parts[1])),
        care_unit: hsa_id(parts[2]),
        care_provider: hsa_id(parts[3]),
        name: parts[0].to_owned(),
    }
}

fn held(clinics: &[&str], has: &[&str]) -> Vec<Assignment> {
    let assignment = |(at, place): (usize, &&str)| {
        let clinic = all(clinics).into_iter().find(|clinic| clinic.name == **place);
        let provider = clinic.as_ref().map_or_else(|| hsa_id(place), |c| c.care_provider.clone());
        Assignment {
            id: format!("assignment-{at}"),
            staff: StaffMember { hsa_id: hsa_id("SE1-ANNA"), name: "Anna".to_owned() },
            care_provider: CareProvider { hsa_id: provider, name: "X".to_owned() },
            clinic,
            purpose: AssignmentPurpose::CareAndTreatment,
            title: "Sjuksköterska".to_owned(),
        }
    };
    has.iter().enumerate().map(assignment).collect()
}
