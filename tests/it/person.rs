//! The person register, asked over mutual TLS: known and unknown, protected, dead, under new and
//! under linked ids, and every way to fail.

use std::time::{Duration, Instant};

use vaccinjournal::domain::PatientId;
use vaccinjournal::person::{
    Address, Departure, IdGround, Lookup, OtherId, Person, PersonError, PersonName, PersonRegister,
    PersonSettings, Protection, Told,
};
use vaccinjournal::rivta::breaker;
use vaccinjournal::simulator::scenario::{Scenario, Service, ServiceBehaviour, ServiceFlaw};

use crate::house;
use crate::services_place::{NATIONAL, Place, failures};

const PERSONS: &str = r#"
    [[persons]]
    number = "191212121212"
    given_name = "Tolvan Åke"
    middle_name = "von"
    surname = "Tolvansson"
    care_of = "Elvan"
    street = "Storgatan 12"
    postal_code = 1234
    city = "Tolvsta"
    linked = [
        { number = "22950606FH20", series = "1.2.752.74.9.1", assurance = "high" },
        { number = "196812732391", assurance = "low" },
        { number = "no number", series = "no series", assurance = "high" },
    ]

    [[persons]]
    number = "195709263080"
    given_name = "Hemlig"
    surname = "Hemligsson"
    street = "Hemliga gatan 1"
    city = "Hemligsta"
    protected = true

    [[persons]]
    number = "196812732391"
    given_name = "Avliden"
    deregistered = "AV"
    deregistered_on = "2021-03"

    [[persons]]
    number = "201701012393"
    replaced_by = "191212121212"
"#;

async fn register(place: &Place) -> PersonRegister {
    PersonRegister::new(place.client.clone(), settings())
}

fn settings() -> PersonSettings {
    PersonSettings {
        address: NATIONAL.parse().unwrap(),
        deadline: Duration::from_secs(2),
        breaker: breaker::Settings { failures: 100, rest: Duration::from_secs(30) },
        limits: house::xml_limits(),
        trusted_assurances: vec!["high".to_owned()],
        reserve_series: Vec::new(),
    }
}

fn id(number: &str) -> PatientId {
    number.parse().unwrap()
}

async fn found(place: &Place, number: &str) -> Box<Person> {
    match register(place).await.look_up(&id(number)).await.unwrap() {
        Lookup::Found(person) => person,
        Lookup::Unknown => panic!("{number} is unknown"),
    }
}

#[tokio::test]
async fn a_person_has_name_address_and_ids() {
    let place = Place::of(PERSONS).await;
    let person = found(&place, "191212121212").await;
    let name = PersonName {
        given: Some("Tolvan Åke".to_owned()),
        middle: Some("von".to_owned()),
        surname: Some("Tolvansson".to_owned()),
    };
    let address = Address {
        care_of: Some("Elvan".to_owned()),
        lines: vec!["Storgatan 12".to_owned()],
        postal_code: Some("01234".to_owned()),
        place: Some("Tolvsta".to_owned()),
    };
    assert!(person.name == Told::Known(name));
    assert!(person.address == Told::Known(address));
    assert_eq!(person.protection, Protection::None);
    assert_eq!((person.departure.as_ref(), person.new_id()), (None, None));
    let linked = |id: PatientId, trusted| OtherId { id, ground: IdGround::Linked { trusted } };
    let wanted = [linked(id("22950606FH20"), true), linked(id("196812732391"), false)];
    assert!(person.other_ids == wanted);
    assert_eq!(person.unreadable_ids, 1);
    assert!(person.sure_ids() == [id("22950606FH20")], "an unsure link is no id of hers");
    let question = place.question();
    for text in [NATIONAL, ">P2<", ">false<", ">1.2.752.129.2.1.3.1<", ">191212121212<"] {
        assert!(question.contains(text), "{text} is not in {question}");
    }
}

#[tokio::test]
async fn a_protected_person_comes_without_name_and_address() {
    let place = Place::of(PERSONS).await;
    for protection in [Protection::Marked, Protection::ProtectedRegistration] {
        place.simulator.change(|scenario| {
            scenario.persons[1].protected_registration =
                protection == Protection::ProtectedRegistration;
        });
        let person = found(&place, "195709263080").await;
        assert_eq!(person.protection, protection);
        assert!(person.name == Told::Withheld && person.address == Told::Withheld);
        assert!(!format!("{person:?} {:?} {:?}", person.name, person.address).contains("emlig"));
    }
}

#[tokio::test]
async fn the_dead_and_the_gone_are_told_apart() {
    let place = Place::of(PERSONS).await;
    let person = found(&place, "196812732391").await;
    assert!(person.is_deceased());
    let departure = |deceased, code: &str, on: Option<&str>| Departure {
        deceased,
        code: Some(code.to_owned()),
        on: on.map(str::to_owned),
    };
    assert_eq!(person.departure, Some(departure(true, "AV", Some("2021-03"))));
    assert!(person.address == Told::NotTold);
    place.simulator.change(|scenario| {
        scenario.persons[2].deregistered = Some("UV".to_owned());
        scenario.persons[2].deregistered_on = Some("2021-02-31".to_owned());
    });
    let person = found(&place, "196812732391").await;
    assert!(!person.is_deceased());
    assert_eq!(person.departure, Some(departure(false, "UV", None)), "no such day");
}

#[tokio::test]
async fn a_replaced_id_gives_the_person_under_her_new_one() {
    let place = Place::of(PERSONS).await;
    // The new record says nothing of the old id.
    let error = register(&place).await.look_up(&id("201701012393")).await.unwrap_err();
    assert!(matches!(error, PersonError::OtherPerson), "{error}");
    place.simulator.change(|scenario| {
        scenario.persons[0].replaces = vec!["201701012393".to_owned()];
    });
    let person = found(&place, "201701012393").await;
    assert!(person.new_id() == Some(&id("191212121212")));
    assert!(person.asked == id("201701012393"));
    assert!(person.sure_ids() == [id("191212121212"), id("22950606FH20")]);
    let person = found(&place, "191212121212").await;
    assert!(person.new_id().is_none());
    assert!(person.sure_ids() == [id("201701012393"), id("22950606FH20")]);
}

#[tokio::test]
async fn an_unsure_link_does_not_make_another_persons_record_hers() {
    let place = Place::of(PERSONS).await;
    place.simulator.change(|scenario| {
        scenario.persons[2].replaced_by = Some("191212121212".to_owned());
    });
    let error = register(&place).await.look_up(&id("196812732391")).await.unwrap_err();
    assert!(matches!(error, PersonError::OtherPerson), "{error}");
    let trusting = PersonSettings { trusted_assurances: vec!["low".to_owned()], ..settings() };
    let register = PersonRegister::new(place.client.clone(), trusting);
    let lookup = register.look_up(&id("196812732391")).await.unwrap();
    assert!(matches!(lookup, Lookup::Found(person) if person.id == id("191212121212")));
}

#[tokio::test]
async fn the_demonstration_knows_its_patients() {
    let demonstration = std::fs::read_to_string("scenarios/demo.toml").unwrap();
    let place = Place::of(&demonstration).await;
    let scenario = Scenario::parse(&demonstration).unwrap();
    for dose in scenario.producers.iter().flat_map(|producer| &producer.doses) {
        assert!(scenario.persons.iter().any(|it| it.number == dose.patient), "{}", dose.patient);
    }
    for person in &scenario.persons {
        let wanted = person.replaced_by.as_ref().unwrap_or(&person.number);
        assert!(found(&place, &person.number).await.id == id(wanted));
    }
    assert_eq!(found(&place, "198611062384").await.protection, Protection::Marked);
    assert!(found(&place, "192011189228").await.is_deceased());
    assert_eq!(found(&place, "195709263080").await.unreadable_ids, 0);
}

#[tokio::test]
async fn an_id_that_nobody_has_is_unknown() {
    let place = Place::of("").await;
    let lookup = register(&place).await.look_up(&id("191212121212")).await.unwrap();
    assert_eq!(lookup, Lookup::Unknown);
}

#[tokio::test]
async fn a_register_that_fails_tells_nothing() {
    let place = Place::of(PERSONS).await;
    let register = register(&place).await;
    let has_no_result_code = ["error", "access denied", "not found", "no such code"];
    let failures = failures().into_iter().filter(|it| !has_no_result_code.contains(&it.0));
    let flaws = [
        ("left out", ServiceFlaw::LeftOut),
        ("twice", ServiceFlaw::Twice),
        ("unasked", ServiceFlaw::Unasked),
        ("other person", ServiceFlaw::OtherPerson),
    ];
    let flaws = flaws.into_iter().map(|(name, flaw)| (name, ServiceBehaviour::Flawed { flaw }));
    for (name, behaviour) in failures.chain(flaws) {
        place.simulator.change(|scenario| {
            scenario.services.persons = Service::default().behaving(behaviour);
        });
        let error = register.look_up(&id("191212121212")).await.expect_err(name);
        let text = format!("{error} {error:?}");
        assert!(!text.contains("191212121212") && !text.contains("198611062384"), "{name}: {text}");
        let is_other = matches!(error, PersonError::OtherPerson);
        assert_eq!(is_other, ["unasked", "other person"].contains(&name), "{name}: {error}");
    }
}

#[tokio::test]
async fn a_register_that_is_down_is_soon_left_alone_and_nobody_waits_for_it() {
    let place = Place::of(PERSONS).await;
    let breaker = breaker::Settings { failures: 2, rest: Duration::from_secs(1) };
    let deadline = Duration::from_millis(500);
    let settings = PersonSettings { deadline, breaker, ..settings() };
    let register = PersonRegister::new(place.client.clone(), settings);
    let asked = id("191212121212");
    place.simulator.change(|scenario| {
        // The platform itself gives up after much longer than we wait.
        scenario.platform.time_scale = 1.0;
        scenario.services.persons = Service::default().behaving(ServiceBehaviour::Hang);
    });
    for _ in 0..2 {
        assert!(matches!(register.look_up(&asked).await, Err(PersonError::Call(_))));
    }
    let begun = Instant::now();
    let left_alone = register.look_up(&asked).await;
    assert!(matches!(left_alone, Err(PersonError::Resting)), "{left_alone:?}");
    assert!(begun.elapsed() < deadline / 2, "{:?}", begun.elapsed());
    // Once it has rested, one call tries it.
    place.simulator.change(|scenario| scenario.services.persons = Service::default());
    tokio::time::sleep(Duration::from_millis(1100)).await;
    for _ in 0..2 {
        assert!(matches!(register.look_up(&asked).await, Ok(Lookup::Found(_))));
    }
}
