//! Lägg till kund: who is known goes straight to her journal, who is not is looked up and added, and
//! nothing that was typed is lost.

use std::time::{Duration, Instant};

use http::StatusCode;
use serde_json::json;
use vaccinjournal::domain::{ContactDetails, PatientId, ReserveSeries};
use vaccinjournal::simulator::scenario::{Person, Service, ServiceBehaviour, ServiceFlaw};
use vaccinjournal::store::Import;
use vaccinjournal::web::Settings;

use crate::databases::databases;
use crate::launch_support::{claiming, fill};
use crate::services_place::failures;
use crate::web_support::{ADMINISTRATION, Answer, CARE, Client, OTHER_CARE, Site, settings};

/// In the demonstration's person register, not in MVJ: with a name and an address, with an older
/// number of hers, protected, dead.
pub const NEW: &str = "194911172296";
pub const OLD_NUMBER: &str = "196001209136";
pub const PROTECTED: &str = "198611062384";
pub const DEAD: &str = "192011189228";
/// A national reserve number that nobody has.
pub const NOBODY: &str = "22950606FH20";
pub const SERIES: &str = "1.2.752.97.3.1.3";
pub const RESERVE: &str = "992024123456";

#[tokio::test]
async fn a_patient_whom_mvj_knows_is_shown_and_another_is_added_with_one_button() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    let known = staff.open("191212121212").await;
    assert!(!known.ends_with("/customer"));
    let before = site.house.arrived();

    let address = staff.open(NEW).await;
    assert!(address.ends_with("/customer") && !address.contains(&NEW[8..]), "{address}");
    let page = staff.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in ["Lägg till kund", "19491117-2296", "Född 1949-11-17", "data-unsaved"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let form = fields(&page);
    let filled = [
        ("name", "Ny Nummer"),
        ("care_of", ""),
        ("street", "Bytesgatan 2"),
        ("postal_code", "12349"),
        ("place", "Sandvik"),
        ("phone", ""),
        ("email", ""),
    ];
    assert_eq!(form, filled.map(|(name, value)| (name.to_owned(), value.to_owned())));
    // Nobody but the register has been asked.
    assert_eq!(site.house.arrived() - before, 1);
    assert!(!known_to(&site, NEW).await, "looking is not adding");

    let answer = staff.post(&address, &borrowed(&form)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let journal = answer.header("location");
    assert_eq!(format!("{journal}/customer"), address, "the view is the same");
    // Why she may read is asked before the journal opens, as for any patient.
    let asked = staff.get(journal).await;
    assert_eq!(asked.header("location"), format!("{journal}/access"));
    let page = staff.get(&staff.state_grounds(asked.header("location")).await).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("19491117-2296"));
    let kept = site.house.store.contact(&id(NEW)).await.unwrap().unwrap();
    let wanted = ContactDetails {
        name: "Ny Nummer".to_owned(),
        street: "Bytesgatan 2".to_owned(),
        postal_code: "12349".to_owned(),
        place: "Sandvik".to_owned(),
        ..ContactDetails::default()
    };
    assert!(kept == wanted);
    // From now on she is known, to everybody, and the form leads on.
    assert!(!site.staff(OTHER_CARE).await.open(NEW).await.ends_with("/customer"));
    let answer = staff.get(&address).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, journal));
}

#[tokio::test]
async fn a_protected_person_is_added_without_a_name_whatever_is_posted() {
    let site = Site::quiet().await;
    for registration in [false, true] {
        site.house.simulator.change(|scenario| {
            let person = person(&mut scenario.persons, PROTECTED);
            person.given_name = Some("Hemlig".to_owned());
            person.street = Some("Hemliga gatan 1".to_owned());
            person.protected_registration = registration;
        });
        let staff = site.staff(CARE).await;
        let address = staff.open(PROTECTED).await;
        let page = staff.get(&address).await;
        assert!(page.body.contains("Skyddade personuppgifter"), "{}", page.body);
        let words = if registration { "skyddad folkbokföring" } else { "sekretessmarkering" };
        assert!(page.body.contains(words), "{}", page.body);
        assert!(!page.body.contains("emlig") && fields(&page).is_empty(), "{}", page.body);
    }
    let staff = site.staff(CARE).await;
    let address = staff.open(PROTECTED).await;
    let typed = [("name", "Hemlig"), ("street", "Hemliga gatan 1"), ("phone", "070-123 45 67")];
    assert_eq!(staff.post(&address, &typed).await.status, StatusCode::SEE_OTHER);
    let kept = site.house.store.contact(&id(PROTECTED)).await.unwrap().unwrap();
    assert!(kept == ContactDetails::default(), "something of her was kept");
}

#[tokio::test]
async fn the_dead_the_gone_and_the_unknown_are_said_plainly() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    let page = staff.get(&staff.open(DEAD).await).await;
    assert!(page.body.contains("Personen har avlidit 2024-11-30."), "{}", page.body);
    assert!(fields(&page).contains(&("name".to_owned(), "Borta Bortgången".to_owned())));
    site.house.simulator.change(|scenario| {
        person(&mut scenario.persons, DEAD).deregistered = Some("UV".to_owned());
    });
    let page = staff.get(&staff.open(DEAD).await).await;
    assert!(page.body.contains("Personen är inte folkbokförd sedan 2024-11-30."), "{}", page.body);
    let page = staff.get(&staff.open(NOBODY).await).await;
    assert!(page.body.contains("Numret finns inte i personuppgiftstjänsten."), "{}", page.body);
    assert!(fields(&page).iter().all(|(_, value)| value.is_empty()));
}

#[tokio::test]
async fn a_number_that_has_been_replaced_is_named_and_the_newer_one_offered() {
    let site = Site::quiet().await;
    let mut staff = site.staff(CARE).await;
    let address = staff.open(OLD_NUMBER).await;
    let page = staff.get(&address).await;
    assert!(page.body.contains("Numret har ersatts av 19491117-2296."), "{}", page.body);
    assert!(page.body.contains(">Använd 19491117-2296</button>"), "{}", page.body);
    assert!(page.body.contains("<strong class=\"id\">19600120-9136"), "still the number asked for");
    let onward = [("series", "1.2.752.129.2.1.3.1"), ("patient", NEW)];
    let (newer, page) = staff.post_on("/panel", &onward).await;
    assert!(newer.ends_with("/customer") && newer != address);
    assert!(page.body.contains("19491117-2296") && page.body.contains("Ny Nummer"));
    staff.post(&newer, &borrowed(&fields(&page))).await;
    // Now she is known under the newer number, and is not to be added once more.
    let page = staff.get(&address).await;
    assert!(page.body.contains("Patienten finns redan, under 19491117-2296."), "{}", page.body);
    assert!(!page.body.contains("har ersatts"), "{}", page.body);
    let (journal, page) = staff.post_on("/panel", &onward).await;
    assert!(!journal.ends_with("/customer") && page.body.contains("19491117-2296"));
}

#[tokio::test]
async fn a_register_that_is_down_or_slow_leaves_an_empty_form_and_costs_no_second_wait() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    let flawed = ServiceBehaviour::Flawed { flaw: ServiceFlaw::OtherPerson };
    let has_no_result_code = ["error", "access denied", "not found", "no such code"];
    let failures = failures().into_iter().filter(|it| !has_no_result_code.contains(&it.0));
    for (name, behaviour) in failures.chain([("another person", flawed)]) {
        behave(&site, behaviour);
        let begun = Instant::now();
        let page = staff.get(&staff.open(NEW).await).await;
        // The deadline of the tests is one second.
        assert!(begun.elapsed() < Duration::from_secs(3), "{name}: {:?}", begun.elapsed());
        assert_eq!(page.status, StatusCode::OK, "{name}");
        assert!(page.body.contains("Personuppgiftstjänsten svarar inte just nu."), "{name}");
        let empty = fields(&page).into_iter().filter(|(_, value)| value.is_empty()).count();
        assert_eq!(empty, 7, "{name}");
    }
    behave(&site, ServiceBehaviour::Hang);
    let address = staff.open(NEW).await;
    let typed = [("name", "Ny <Nummer>"), ("phone", "070-123 45 67"), ("was_silent", "true")];
    // What has been typed stays while the register is asked again, and what it then gives fills the
    // rest.
    let again: Vec<_> = typed.into_iter().chain([("again", "true")]).collect();
    let page = staff.post(&address, &again).await;
    assert_eq!(page.status, StatusCode::OK);
    let value = |page: &Answer, field: &str| {
        fields(page).into_iter().find(|(name, _)| name == field).unwrap().1
    };
    assert_eq!(value(&page, "name"), "Ny <Nummer>");
    assert_eq!((value(&page, "phone"), value(&page, "place")), (typed[1].1.to_owned(), "".into()));
    behave(&site, ServiceBehaviour::default());
    let page = staff.post(&address, &again).await;
    assert_eq!(
        (value(&page, "name"), value(&page, "place")),
        (typed[0].1.into(), "Sandvik".into())
    );
    // Saved without another wait.
    behave(&site, ServiceBehaviour::Hang);
    let begun = Instant::now();
    assert_eq!(staff.post(&address, &typed).await.status, StatusCode::SEE_OTHER);
    assert!(begun.elapsed() < Duration::from_millis(700), "{:?}", begun.elapsed());
    let kept = site.house.store.contact(&id(NEW)).await.unwrap().unwrap();
    assert_eq!((kept.name.as_str(), kept.phone.as_str()), (typed[0].1, typed[1].1));
}

#[tokio::test]
async fn what_cannot_be_used_is_said_at_its_field_and_nothing_typed_is_lost() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    let address = staff.open(NEW).await;
    let right = [("name", "Ny Nummer"), ("email", "ny@example.se"), ("street", "Bytesgatan 2")];
    let long = "å".repeat(201);
    for (field, value, said) in [
        ("name", " ", "Skriv patientens namn."),
        ("name", long.as_str(), "Texten är för lång."),
        ("postal_code", "1234", "Ett postnummer har fem siffror."),
        ("postal_code", "1234A", "Ett postnummer har fem siffror."),
        ("phone", "ring mig", "Skriv numret med siffror"),
        ("phone", "12", "Skriv numret med siffror"),
        ("email", "ny@", "Adressen ska se ut som namn@example.se."),
        ("email", "ny nummer@example.se", "Adressen ska se ut som"),
        ("email", "@example.se", "Adressen ska se ut som"),
        ("email", "ny@example", "Adressen ska se ut som"),
    ] {
        let others = right.into_iter().filter(|(name, _)| *name != field);
        let typed: Vec<(&str, &str)> = others.chain([(field, value)]).collect();
        let page = staff.post(&address, &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        let problem = format!("id=\"fel-{field}\">{said}");
        assert!(page.body.contains(&problem), "{field} {value}: {}", page.body);
        assert_eq!(page.body.matches("aria-invalid").count(), 1, "{field} {value}");
        for (name, value) in typed {
            let stands = fields(&page).contains(&(name.to_owned(), value.to_owned()));
            assert!(stands, "{name} is lost: {}", page.body);
        }
    }
    assert!(!known_to(&site, NEW).await);
    for phone in ["070-123 45 67", "+46 (0)70 1234567", ""] {
        let typed = [("name", "Ny Nummer"), ("phone", phone), ("postal_code", "123 49")];
        assert_eq!(staff.post(&address, &typed).await.status, StatusCode::SEE_OTHER, "{phone}");
    }
}

#[tokio::test]
async fn a_patient_can_be_read_without_being_added() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    let address = staff.open(NEW).await;
    let page = staff.get(&address).await;
    let journal = address.strip_suffix("/customer").unwrap();
    let link = format!("href=\"{journal}\">Visa vaccinationer utan att lägga till");
    assert!(page.body.contains(&link), "{}", page.body);
    let asked = staff.get(journal).await;
    let page = staff.get(&staff.state_grounds(asked.header("location")).await).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("19491117-2296"));
    assert!(!known_to(&site, NEW).await);
}

#[tokio::test]
async fn the_page_is_its_own_sessions_only_and_for_care_only() {
    let site = Site::quiet().await;
    let staff = site.staff(CARE).await;
    let address = staff.open(NEW).await;
    for stranger in [site.staff(OTHER_CARE).await, site.staff(CARE).await] {
        for answer in
            [stranger.get(&address).await, stranger.post(&address, &[("name", "X")]).await]
        {
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert!(!answer.body.contains("Ny Nummer") && !answer.body.contains("2296"));
        }
    }
    let administrator = site.staff(ADMINISTRATION).await;
    let answer = administrator.post("/panel", &[("patient", NEW)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(administrator.get(&address).await.status, StatusCode::FORBIDDEN);
    assert!(!known_to(&site, NEW).await);
    // On another instance the page is there just as well.
    let other = staff.at(&site.beside().await);
    assert!(other.get(&address).await.body.contains("Ny Nummer"));
}

#[tokio::test]
async fn a_launch_with_an_unknown_patient_leads_to_the_form() {
    let site = launching(settings()).await;
    let (address, page, _) = launch(&site, "1.2.752.129.2.1.3.1", NEW).await;
    assert!(address.ends_with("/customer") && !address.contains("2296"), "{address}");
    assert!(page.body.contains("Ny Nummer") && page.body.contains("Anna Andersson"));
}

#[tokio::test]
async fn a_local_reserve_number_is_added_outside_cosmic_and_opened_from_there_afterwards() {
    let series =
        |in_register| vec![ReserveSeries::new(SERIES, "Region Stockholm", in_register).unwrap()];
    let site = launching(Settings { reserve_series: series(false), ..settings() }).await;
    let (address, page, anna) = launch(&site, SERIES, RESERVE).await;
    assert!(address.ends_with("/customer"), "{address}");
    assert!(page.body.contains("Patienten har ett lokalt reservnummer"), "{}", page.body);
    assert!(page.body.contains("Öppna MittVaccin utan COSMIC"), "{}", page.body);
    assert!(!page.body.contains("id=\"spara\""));
    let answer = anna.post(&address, &[("name", "Reserv Reservsson")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(site.house.store.contact(&reserve()).await.unwrap().is_none());
    // From COSMIC no such number can be looked up here.
    assert!(!anna.get("/").await.body.contains("Region Stockholm"));
    let typed = [("series", SERIES), ("patient", RESERVE)];
    assert_eq!(anna.post("/panel", &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let staff = site.staff(CARE).await;
    assert!(staff.get("/").await.body.contains("Lokalt reservnummer, Region Stockholm"));
    let unknown = [("series", "1.2.752.113.11.0.2.1.1.1"), ("patient", RESERVE)];
    assert_eq!(staff.post("/panel", &unknown).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let before = site.house.arrived();
    let added = staff.post("/panel", &typed).await.header("location").to_owned();
    let page = staff.get(&added).await;
    assert!(page.body.contains("Lokala reservnummer finns inte i personuppgiftstjänsten."));
    assert_eq!(site.house.arrived(), before, "the register is not asked in vain");
    let answer = staff.post(&added, &[("name", "Reserv Reservsson")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let (address, page, _) = launch(&site, SERIES, RESERVE).await;
    assert!(!address.ends_with("/customer") && page.body.contains("Lokalt reservnummer"));
}

#[tokio::test]
async fn a_region_whose_reserve_numbers_are_in_the_register_adds_them_from_cosmic_too() {
    let series = vec![ReserveSeries::new(SERIES, "Region Stockholm", true).unwrap()];
    let site = launching(Settings { reserve_series: series, ..settings() }).await;
    let (address, _, anna) = launch(&site, SERIES, RESERVE).await;
    let answer = anna.post(&address, &[("name", "Reserv Reservsson")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(site.house.store.contact(&reserve()).await.unwrap().is_some());
    assert!(anna.get("/").await.body.contains("Region Stockholm"));
}

#[tokio::test]
async fn a_customer_is_kept_on_both_databases_and_two_who_add_her_lose_nothing() {
    for database in databases() {
        let store = database.open().await;
        let by = "SE1-ANNA".parse().unwrap();
        let at = jiff::Timestamp::from_second(1).unwrap();
        assert!(store.contact(&id(NEW)).await.unwrap().is_none(), "{}", database.kind);
        let first = ContactDetails { name: "Ny Nummer".to_owned(), ..ContactDetails::default() };
        let second = ContactDetails { phone: "070-123 45 67".to_owned(), ..first.clone() };
        store.add_customer(&id(NEW), Some(&first), &by, at).await.unwrap();
        store.add_customer(&id(NEW), Some(&second), &by, at).await.unwrap();
        assert!(store.contact(&id(NEW)).await.unwrap() == Some(second), "{}", database.kind);
        store.add_customer(&id(PROTECTED), None, &by, at).await.unwrap();
        assert!(store.knows_patient(&id(PROTECTED)).await.unwrap(), "{}", database.kind);
        // Somebody else, to whom the register has not answered, has typed a name: in either order it
        // is not kept.
        let typed = ContactDetails { name: "Hemlig".to_owned(), ..ContactDetails::default() };
        let other = id("191212121212");
        store.add_customer(&other, Some(&typed), &by, at).await.unwrap();
        assert!(store.contact(&other).await.unwrap() == Some(typed.clone()), "nobody knows better");
        for patient in [&other, &id(PROTECTED)] {
            for contact in [None, Some(&typed), None] {
                store.add_customer(patient, contact, &by, at).await.unwrap();
                let kept = store.contact(patient).await.unwrap().unwrap();
                assert!(kept == ContactDetails::default(), "{}", database.kind);
            }
        }
    }
}

/// A site that takes launches, with a nurse at one unit.
pub async fn launching(settings: Settings) -> Site {
    let site = Site::with(settings).await;
    fill(&site.house.store).await;
    let file = Import::parse(crate::web_launch::FILE).unwrap();
    site.house.store.import(&file).await.unwrap();
    site
}

async fn launch(site: &Site, oid: &str, number: &str) -> (String, Answer, Client) {
    let assertion = claiming(|c| c["patient"] = json!({ "type": oid, "id": number }));
    let mut client = site.client();
    let (address, page) = client.post_on("/launch", &[("assertion", &assertion)]).await;
    (address, page, client)
}

/// The fields of the form with what stands in them.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let inputs = page.body.split("<input id=\"kund-").skip(1);
    let after = |input: &str, mark: &str| {
        input.split(mark).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let plain = |text: String| text.replace("&#60;", "<").replace("&#62;", ">");
    inputs.map(|input| (after(input, "name=\""), plain(after(input, "value=\"")))).collect()
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

pub fn behave(site: &Site, behaviour: ServiceBehaviour) {
    site.house.simulator.change(|scenario| {
        scenario.services.persons = Service::default().behaving(behaviour);
    });
}

fn person<'p>(persons: &'p mut [Person], number: &str) -> &'p mut Person {
    persons.iter_mut().find(|person| person.number == number).unwrap()
}

pub async fn known_to(site: &Site, number: &str) -> bool {
    site.house.store.knows_patient(&id(number)).await.unwrap()
}

fn id(number: &str) -> PatientId {
    number.parse().unwrap()
}

fn reserve() -> PatientId {
    PatientId::parse(SERIES, RESERVE).unwrap()
}
