//! A patient's other ids: which records under an old or a linked number are hers, by the word of the
//! person register and by nothing less.

use std::time::{Duration, Instant};

use vaccinjournal::domain::{Journal, OtherIds, SourceKind, SourceState, Trouble, WithheldReason};
use vaccinjournal::journal::ask::{DirectSource, Plan};
use vaccinjournal::present::completeness::{Completeness, Verdict};
use vaccinjournal::rivta::GvhVersion;
use vaccinjournal::simulator::flaw::Flaw;
use vaccinjournal::simulator::scenario::{
    LinkedId, Person, Producer, Scenario, Service, ServiceBehaviour,
};
use vaccinjournal::store::Import;

use crate::house::{House, completed};
use crate::simulator_play::{holding, scenario};

const PATIENT: &str = "191212121212";
/// What the simulator writes into a record that carries another number than the one asked for.
const OTHER: &str = "198611062384";
const SOURCE: &str = "SE1-A";

/// An own record under the other number.
const OWN: &str = r#"
[[patient]]
id = "198611062384"

[[vaccination]]
patient = "198611062384"
origin = "own"
source_system = "SE5560000001-MVJ"
document_id = "under-another-number"
date = "2003-04-05"
care_provider = "SE5560000001-VG1"
care_unit = "SE5560000001-ENHET1"
vaccine = "Havrix"
batch = "UNDER-ANOTHER"
"#;

/// A source with three records, the middle one under the other number.
fn source() -> Producer {
    let mut source = holding(SOURCE, 3);
    source.doses[1].flaws = vec![Flaw::ForeignPatient];
    source
}

async fn house(persons: Vec<Person>, source: Producer) -> House {
    let mut scenario: Scenario = scenario(vec![source]);
    scenario.persons = persons;
    let source = DirectSource {
        address: SOURCE.parse().unwrap(),
        version: GvhVersion::V2,
        name: Some("Källan".to_owned()),
    };
    let house = House::knowing_persons(scenario, Plan::Direct { sources: vec![source] }).await;
    house.store.import(&Import::parse(OWN).unwrap()).await.unwrap();
    house
}

fn person(number: &str) -> Person {
    Person { number: number.to_owned(), ..Person::default() }
}

fn linked(assurance: &str) -> Person {
    let link = LinkedId { number: OTHER.to_owned(), assurance: assurance.to_owned(), series: None };
    Person { linked: vec![link], ..person(PATIENT) }
}

/// The batches of what is shown.
fn batches(journal: &Journal) -> Vec<&str> {
    let records = journal.doses.iter().flat_map(|dose| &dose.records);
    records.filter_map(|one| one.record.batch.as_deref()).collect()
}

fn shows(journal: &Journal, batch: &str) -> bool {
    batches(journal).contains(&batch)
}

#[tokio::test]
async fn a_record_under_an_old_number_is_shown_when_the_register_says_that_it_is_hers() {
    let replaced = Person { replaces: vec![OTHER.to_owned()], ..person(PATIENT) };
    for hers in [replaced, linked("1")] {
        let house = house(vec![hers], source()).await;
        let journal = house.whole(PATIENT).await;
        assert_eq!(journal.other_ids, OtherIds::Known);
        for batch in ["SE1-A-0", "SE1-A-1", "SE1-A-2", "UNDER-ANOTHER"] {
            assert!(shows(&journal, batch), "{batch} is not in {:?}", batches(&journal));
        }
        assert!(journal.withheld.is_empty());
        let of = |kind: &SourceKind| journal.sources.iter().find(|one| one.kind == *kind).unwrap();
        assert_eq!(of(&SourceKind::Own).state, SourceState::Answered);
        assert!(journal.is_whole(), "{:?}", journal.sources);
    }
}

#[tokio::test]
async fn it_is_withheld_when_the_register_does_not_say_so() {
    // Unknown there; known without other ids; linked, but not surely enough to be trusted.
    for persons in [vec![], vec![person(PATIENT)], vec![linked("9")]] {
        let house = house(persons, source()).await;
        let journal = house.whole(PATIENT).await;
        assert_eq!(journal.other_ids, OtherIds::Known);
        assert!(shows(&journal, "SE1-A-0") && shows(&journal, "SE1-A-2"));
        assert!(!shows(&journal, "SE1-A-1") && !shows(&journal, "UNDER-ANOTHER"));
        let reasons: Vec<_> = journal.withheld.iter().map(|group| group.reason).collect();
        assert_eq!(reasons, [WithheldReason::OtherPatient]);
    }
}

#[tokio::test]
async fn another_patients_record_is_withheld_even_from_her_who_has_other_ids() {
    let hers = Person { replaces: vec!["194911172296".to_owned()], ..person(PATIENT) };
    let house = house(vec![hers], source()).await;
    let journal = house.whole(PATIENT).await;
    assert!(!shows(&journal, "SE1-A-1") && !shows(&journal, "UNDER-ANOTHER"));
    let told = format!("{journal:?}");
    assert!(!told.contains(OTHER) && !told.contains("SE1-A-1\""), "its content is kept");
}

#[tokio::test]
async fn a_register_that_is_down_leaves_the_asked_id_alone_and_the_journal_says_so() {
    for behaviour in [ServiceBehaviour::Hang, ServiceBehaviour::Cut { left: 900 }] {
        let house = house(vec![linked("1")], source()).await;
        house.simulator.change(|scenario| {
            scenario.services.persons = Service::default().behaving(behaviour.clone());
        });
        let journal = house.whole(PATIENT).await;
        assert_eq!(journal.other_ids, OtherIds::NotKnown);
        assert!(shows(&journal, "SE1-A-0") && !shows(&journal, "SE1-A-1"));
        let words = said(&journal);
        assert!(words.contains("om patienten har haft ett annat nummer"), "{words}");
    }
    // Nor may it then be said that she has no vaccinations.
    let house = house(vec![], holding(SOURCE, 0)).await;
    let stranger = "22950606FH20";
    let journal = house.whole(stranger).await;
    let empty = journal.doses.is_empty();
    assert!(empty, "{:?}", batches(&journal));
    assert_eq!(Completeness::of(&journal, true).verdict, Verdict::NothingRegistered);
    house.simulator.change(|scenario| {
        let silent = Service::default().behaving(ServiceBehaviour::Cut { left: 0 });
        scenario.services.persons = silent;
    });
    let journal = house.whole(stranger).await;
    assert_eq!(Completeness::of(&journal, true).verdict, Verdict::Unproven);
}

#[tokio::test]
async fn own_records_do_not_wait_for_a_slow_register_and_others_only_as_long_as_its_deadline() {
    // The register's deadline is one second in the tests.
    let house = house(vec![linked("1")], holding(SOURCE, 2)).await;
    house.simulator.change(|scenario| {
        scenario.services.persons = Service::default().behaving(ServiceBehaviour::Hang);
    });
    let begun = Instant::now();
    let view = house.open(PATIENT).await;
    assert_eq!(view.progress().borrow().journal.other_ids, OtherIds::Waiting);
    let own = view.progress().borrow().journal.doses.len();
    assert!(own > 0 && begun.elapsed() < Duration::from_millis(700), "{:?}", begun.elapsed());
    // Blocks may stand under an id that only the register knows, so nothing of others is shown
    // before it has answered, or the platform for it.
    let mut progress = view.progress();
    let quick = progress.wait_for(|it| shows(&it.journal, "SE1-A-1"));
    drop(quick.await.unwrap());
    assert!(begun.elapsed() > Duration::from_millis(700), "{:?}", begun.elapsed());
    let journal = completed(&view).await;
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(journal.other_ids, OtherIds::NotKnown);
    let answered =
        journal.sources.iter().all(|it| it.state != SourceState::Unreachable(Trouble::Fault));
    assert!(answered);
}

fn said(journal: &Journal) -> String {
    let sentences = Completeness::of(journal, true).sentences;
    sentences.iter().map(|one| format!("{one} ")).collect()
}
