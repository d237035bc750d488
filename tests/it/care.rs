//! The security services, asked over mutual TLS: blocked and unblocked, consented and refused,
//! known and unknown, and every way to fail.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;
use vaccinjournal::care::blocks::BlockService;
use vaccinjournal::care::consent::ConsentService;
use vaccinjournal::care::log_store::{LogEntry, LogResource, LogStore, LogUser, Named};
use vaccinjournal::care::relation::RelationService;
use vaccinjournal::care::{Receiver, ServiceError, ServiceSettings};
use vaccinjournal::domain::{
    AccessingActor, BlockVerdict, ConsentAnswer, HeldInformation, HsaId, InformationType, NotKnown,
    PatientId, RelationAnswer,
};
use vaccinjournal::rivta::reply::Failure;
use vaccinjournal::simulator::scenario::{Service, ServiceBehaviour, ServiceFlaw, WireFault};
use vaccinjournal::transport::TransportError;

use crate::services_place::{NATIONAL, Place, failures, local, national, nurse};

const BLOCKS: &str = r#"
    [[blocks]]
    patient = "191212121212"
    kind = "inner"
    care_provider = "SE5560000001-VG1"
    care_unit = "SE5560000001-VE2"

    [[blocks]]
    patient = "191212121212"
    kind = "outer"
    care_provider = "SE2321000016-VG"
    from = "2020-01-01"
    until = "2020-12-31"
    except = ["upp"]

    [[blocks]]
    patient = "191212121212"
    kind = "outer"
    care_provider = "SE2120000142-VG"
    lifted_for = ["SE5560000001-VE1"]

    [[blocks]]
    patient = "195709263080"
    kind = "outer"
    care_provider = "SE2321000131-VG"
"#;

fn patient() -> PatientId {
    "191212121212".parse().unwrap()
}

fn information(care_provider: &str, care_unit: &str, first: &str, last: &str) -> HeldInformation {
    HeldInformation::on_days(
        care_unit.parse().unwrap(),
        care_provider.parse().unwrap(),
        first.parse().unwrap(),
        last.parse().unwrap(),
    )
}

fn on_day(care_provider: &str, care_unit: &str, day: &str) -> HeldInformation {
    information(care_provider, care_unit, day, day)
}

#[tokio::test]
async fn blocks_are_told_row_by_row() {
    use BlockVerdict::{InnerBlock, NoBlock, OuterBlock};
    let place = Place::of(BLOCKS).await;
    let service = BlockService::new(place.client.clone(), national());
    let region = "SE2321000016-VG";
    let warning = HeldInformation {
        kind: Some(InformationType::Warning),
        ..on_day(region, "SE2321000016-A", "20200615")
    };
    let prescription =
        HeldInformation { kind: Some(InformationType::Prescription), ..warning.clone() };
    let cases = [
        (on_day("SE5560000001-VG1", "SE5560000001-VE2", "20210101"), InnerBlock),
        (on_day("SE5560000001-VG1", "SE5560000001-VE1", "20210101"), NoBlock),
        (on_day(region, "SE2321000016-A", "20200615"), OuterBlock),
        (on_day(region, "SE2321000016-A", "20191231"), NoBlock),
        (on_day(region, "SE2321000016-A", "20210101"), NoBlock),
        (information(region, "SE2321000016-A", "20100101", "20200101"), OuterBlock),
        (warning, NoBlock),
        (prescription, OuterBlock),
        (on_day("SE2120000142-VG", "SE2120000142-A", "20200615"), NoBlock),
        (on_day("SE2321000131-VG", "SE2321000131-A", "20200615"), NoBlock),
    ];
    let (asked, wanted): (Vec<HeldInformation>, Vec<BlockVerdict>) = cases.into_iter().unzip();
    let checked = service.check(&patient(), &nurse(), &asked).await;
    assert!(checked.trouble.is_none(), "{:?}", checked.trouble);
    assert_eq!(checked.verdicts, wanted);
    assert_eq!(place.arrivals().len(), 1, "all is asked in one call");
    let other: PatientId = "195709263080".parse().unwrap();
    let checked = service.check(&other, &nurse(), &asked).await;
    assert_eq!(checked.verdicts[9], OuterBlock);
    assert_eq!(checked.verdicts[2], NoBlock);
}

#[tokio::test]
async fn a_question_about_blocks_is_the_contracts() {
    let place = Place::of("").await;
    let service = BlockService::new(place.client.clone(), national());
    let asked = [on_day("SE2321000016-VG", "SE2321000016-A", "20200615")];
    assert!(service.check(&patient(), &nurse(), &asked).await.trouble.is_none());
    let arrival = place.simulator.arrivals().last().unwrap();
    assert_eq!(
        arrival.soap_action(),
        Some(
            "urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4:CheckBlocks"
        )
    );
    assert!(
        arrival
            .uri
            .path()
            .ends_with("informationsecurity/authorization/blocking/CheckBlocks/4/rivtabp21")
    );
    let question = place.question();
    let texts = [
        NATIONAL,
        ">SE5560000001-KARIN<",
        ">1.2.752.129.2.1.3.1<",
        ">191212121212<",
        ">2020-06-15T00:00:00<",
        ">2020-06-15T23:59:59<",
        ">1<",
    ];
    for text in texts {
        assert!(question.contains(text), "{text} is not in {question}");
    }
    assert!(!question.contains("informationType"), "{question}");
}

#[tokio::test]
async fn without_information_nobody_is_asked_about_blocks() {
    let place = Place::of("").await;
    let service = BlockService::new(place.client.clone(), national());
    let long: HsaId = "X".repeat(33).parse().unwrap();
    let checked = service.check(&patient(), &nurse(), &[]).await;
    assert!(checked.verdicts.is_empty() && checked.trouble.is_none());
    let unfit =
        HeldInformation { care_unit: long.clone(), ..on_day("SE1-VG", "SE1-A", "20200615") };
    let checked = service.check(&patient(), &nurse(), std::slice::from_ref(&unfit)).await;
    assert_eq!(checked.verdicts, [BlockVerdict::Unknown(NotKnown::NotAsked)]);
    let stranger = AccessingActor { employee: long, ..nurse() };
    let checked = service.check(&patient(), &stranger, &[on_day("SE1", "SE1-A", "20200615")]).await;
    assert_eq!(checked.verdicts, [BlockVerdict::Unknown(NotKnown::NoAnswer)]);
    assert!(matches!(checked.trouble, Some(ServiceError::Unfit { part: "employee" })));
    assert!(place.arrivals().is_empty());
    let both = [unfit, on_day("SE1-VG", "SE1-A", "20200615")];
    let checked = service.check(&patient(), &nurse(), &both).await;
    let wanted = [BlockVerdict::Unknown(NotKnown::NotAsked), BlockVerdict::NoBlock];
    assert_eq!(checked.verdicts, wanted, "one that cannot be asked costs itself only");
}

#[tokio::test]
async fn what_the_blocking_service_does_not_clearly_say_is_not_known() {
    use BlockVerdict::{NoBlock, Unknown};
    let place = Place::of("").await;
    let service = BlockService::new(place.client.clone(), national());
    let row = |unit: &str| on_day("SE2321000016-VG", unit, "20200615");
    let asked = [row("SE2321000016-A"), row("SE2321000016-B"), row("SE2321000016-C")];
    let (unsaid, unchecked) = (Unknown(NotKnown::NotAnswered), Unknown(NotKnown::NotChecked));
    let cases = [
        (ServiceFlaw::LeftOut, [NoBlock, NoBlock, unsaid]),
        (ServiceFlaw::Twice, [unsaid, NoBlock, NoBlock]),
        (ServiceFlaw::Unchecked, [unchecked, NoBlock, NoBlock]),
        (ServiceFlaw::UnknownCode, [unsaid, unsaid, unsaid]),
        (ServiceFlaw::Unasked, [Unknown(NotKnown::NoAnswer); 3]),
    ];
    for (flaw, wanted) in cases {
        blocking(&place, ServiceBehaviour::Flawed { flaw });
        let checked = service.check(&patient(), &nurse(), &asked).await;
        assert_eq!(checked.verdicts, wanted, "{flaw:?}");
        assert_eq!(checked.trouble.is_some(), flaw == ServiceFlaw::Unasked, "{flaw:?}");
    }
}

#[tokio::test]
async fn a_blocking_service_that_fails_opens_nothing() {
    let place = Place::of("").await;
    let service = BlockService::new(place.client.clone(), national());
    let asked = [on_day("SE2321000016-VG", "SE2321000016-A", "20200615")];
    for (name, behaviour) in failures() {
        blocking(&place, behaviour);
        let checked = service.check(&patient(), &nurse(), &asked).await;
        assert_eq!(checked.verdicts, [BlockVerdict::Unknown(NotKnown::NoAnswer)], "{name}");
        says_nothing_of_the_patient(&checked.trouble.expect(name));
    }
    blocking(&place, ServiceBehaviour::Result { code: "INFO".to_owned() });
    let checked = service.check(&patient(), &nurse(), &asked).await;
    assert_eq!(checked.verdicts, [BlockVerdict::NoBlock], "INFO is an answer");
    let elsewhere = ServiceSettings {
        receiver: Receiver::Address("SE2321000016-1000".parse().unwrap()),
        ..national()
    };
    let lost = BlockService::new(place.client.clone(), elsewhere);
    let trouble = lost.check(&patient(), &nurse(), &asked).await.trouble.unwrap();
    assert!(trouble.is_fault(), "{trouble}");
}

const CONSENTS: &str = r#"
    [[consents]]
    patient = "191212121212"
    care_unit = "SE5560000001-VE1"

    [[consents]]
    patient = "195709263080"
    care_unit = "SE5560000001-VE1"
    employee = "SE5560000001-KARIN"
    emergency = true

    [[consents]]
    patient = "196812732391"
    care_unit = "SE5560000001-VE1"
    until = "2020-12-31"
"#;

#[tokio::test]
async fn a_consent_is_for_a_unit_or_a_person_and_ends() {
    let place = Place::of(CONSENTS).await;
    let service = ConsentService::new(place.client.clone(), local());
    let colleague = AccessingActor { employee: "SE5560000001-OLA".parse().unwrap(), ..nurse() };
    let elsewhere = AccessingActor { care_unit: "SE5560000001-VE9".parse().unwrap(), ..nurse() };
    let cases = [
        ("191212121212", nurse(), ConsentAnswer::Consent),
        ("191212121212", colleague.clone(), ConsentAnswer::Consent),
        ("191212121212", elsewhere, ConsentAnswer::Missing),
        ("195709263080", nurse(), ConsentAnswer::Emergency),
        ("195709263080", colleague, ConsentAnswer::Missing),
        ("196812732391", nurse(), ConsentAnswer::Missing),
        ("201701012393", nurse(), ConsentAnswer::Missing),
    ];
    for (number, actor, wanted) in cases {
        let answer = service.check(&number.parse().unwrap(), &actor).await.unwrap();
        assert_eq!(answer, wanted, "{number} {actor:?}");
        assert_eq!(answer.permits(), wanted != ConsentAnswer::Missing);
    }
    assert!(place.question().contains(">SE5560000001-VG1</itr:LogicalAddress>"));
}

#[tokio::test]
async fn a_consent_service_that_fails_gives_no_consent() {
    let place = Place::of(CONSENTS).await;
    let service = ConsentService::new(place.client.clone(), local());
    let flawed = ServiceBehaviour::Flawed { flaw: ServiceFlaw::UnknownCode };
    for (name, behaviour) in failures().into_iter().chain([("unknown code", flawed)]) {
        place.simulator.change(|scenario| {
            scenario.services.consent = scenario.services.consent.clone().behaving(behaviour);
        });
        let error = service.check(&patient(), &nurse()).await.expect_err(name);
        says_nothing_of_the_patient(&error);
    }
}

const RELATIONS: &str = r#"
    [[relations]]
    patient = "191212121212"
    care_unit = "SE5560000001-VE1"
    employee = "SE5560000001-KARIN"

    [[relations]]
    patient = "195709263080"
    care_unit = "SE5560000001-VE1"
    employee = "SE5560000001-KARIN"
    until = "2020-12-31"
"#;

#[tokio::test]
async fn a_care_relation_is_a_persons_and_ends() {
    let place = Place::of(RELATIONS).await;
    let service = RelationService::new(place.client.clone(), local());
    let colleague = AccessingActor { employee: "SE5560000001-OLA".parse().unwrap(), ..nurse() };
    let cases = [
        ("191212121212", nurse(), RelationAnswer::Exists),
        ("191212121212", colleague, RelationAnswer::Missing),
        ("195709263080", nurse(), RelationAnswer::Missing),
    ];
    for (number, actor, wanted) in cases {
        let answer = service.check(&number.parse().unwrap(), &actor).await.unwrap();
        assert_eq!(answer, wanted, "{number} {actor:?}");
    }
    for (name, behaviour) in failures() {
        place.simulator.change(|scenario| {
            scenario.services.relation = scenario.services.relation.clone().behaving(behaviour);
        });
        let error = service.check(&patient(), &nurse()).await.expect_err(name);
        says_nothing_of_the_patient(&error);
    }
}

#[tokio::test]
async fn a_log_entry_arrives_as_it_was_made() {
    let place = Place::of("").await;
    let store = LogStore::new(place.client.clone(), national());
    let entries = [entry("2026-10-25T00:30:00Z"), entry("2026-10-25T01:30:00Z")];
    store.store(&entries).await.unwrap();
    let kept = place.simulator.stored_logs();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].id, entries[0].id.to_string());
    // The hour that comes twice.
    assert_eq!(kept[0].at, "2026-10-25T02:30:00+02:00");
    assert_eq!(kept[1].at, "2026-10-25T02:30:00+01:00");
    assert_eq!(kept[0].system, "SE5560000001-MVJ");
    assert_eq!(kept[0].activity, "Läsa");
    assert_eq!(kept[0].purpose, "Vård och behandling");
    assert_eq!(kept[0].employee, "SE5560000001-KARIN");
    assert_eq!(kept[0].care_unit, "SE5560000001-VE1");
    assert_eq!(kept[0].patients, ["191212121212"]);
    let question = place.question();
    assert!(question.contains(&"å".repeat(256)) && !question.contains(&"å".repeat(257)));
    assert!(!question.contains("patientName"));
    store.store(&[]).await.unwrap();
    assert_eq!(place.arrivals().len(), 1, "without entries nobody is called");
}

#[tokio::test]
async fn entries_are_sent_once_and_kept_only_by_the_services_word() {
    let place = Place::of("").await;
    let store = LogStore::new(place.client.clone(), national());
    for (name, behaviour) in failures() {
        place.simulator.change(|scenario| {
            scenario.services.log = Service::default().behaving(behaviour);
        });
        let before = place.arrivals().len();
        let error = store.store(&[entry("2026-10-25T00:30:00Z")]).await.expect_err(name);
        assert_eq!(place.arrivals().len(), before + 1, "{name}: sent once");
        assert!(!error.was_not_delivered(), "{name}: it may have arrived");
        says_nothing_of_the_patient(&error);
    }
    let ids: Vec<String> = place.simulator.stored_logs().into_iter().map(|log| log.id).collect();
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert!(!ids.is_empty() && ids.len() == unique.len(), "no id is kept twice");
    let Place { simulator, client, .. } = place;
    simulator.stop().await;
    let store = LogStore::new(client, national());
    let error = store.store(&[entry("2026-10-25T00:30:00Z")]).await.unwrap_err();
    assert!(error.was_not_delivered(), "{error}");
}

#[tokio::test]
async fn an_answer_lost_on_its_way_leaves_the_entry_at_the_service() {
    let place = Place::of("").await;
    let behaviour = ServiceBehaviour::Wire { fault: WireFault::CloseBeforeAnswer };
    place
        .simulator
        .change(|scenario| scenario.services.log = Service::default().behaving(behaviour));
    let store = LogStore::new(place.client.clone(), national());
    let error = store.store(&[entry("2026-10-25T00:30:00Z")]).await.unwrap_err();
    assert!(!error.was_not_delivered());
    assert_eq!(place.simulator.stored_logs().len(), 1);
}

#[tokio::test]
async fn an_entry_that_the_contract_has_no_room_for_is_not_sent() {
    let place = Place::of("").await;
    let store = LogStore::new(place.client.clone(), local());
    let named = |id: &str| Named { hsa_id: id.parse().unwrap(), name: None };
    let good = entry("2026-10-25T00:30:00Z");
    let mut long = good.clone();
    long.user.care_unit = named(&"X".repeat(33));
    let empty = LogEntry { resources: Vec::new(), ..good.clone() };
    let mut foreign = good.clone();
    foreign.user.care_provider = named("SE5560000002-VG1");
    let cases = [
        (vec![long], "care unit"),
        (vec![empty], "entry without resources"),
        (vec![good, foreign], "mix of care providers"),
    ];
    for (entries, wanted) in cases {
        let error = store.store(&entries).await.unwrap_err();
        assert!(matches!(error, ServiceError::Unfit { part } if part == wanted), "{error}");
        assert!(error.was_not_delivered());
    }
    assert!(place.arrivals().is_empty());
}

#[tokio::test]
async fn a_service_that_is_too_slow_has_not_answered() {
    let place = Place::of(&format!("{CONSENTS}{RELATIONS}")).await;
    place.simulator.change(|scenario| {
        // The platform itself gives up only later.
        scenario.platform.producer_timeout = 600_000;
        let services = &mut scenario.services;
        for service in [&mut services.blocking, &mut services.consent, &mut services.relation] {
            service.behaviour = ServiceBehaviour::Hang;
        }
        services.log.behaviour = ServiceBehaviour::Hang;
    });
    let deadline = Duration::from_millis(150);
    let near = || ServiceSettings { deadline, ..national() };
    let (client, patient, nurse) = (&place.client, patient(), nurse());
    let asked = [on_day("SE2321000016-VG", "SE2321000016-A", "20200615")];
    let blocks = BlockService::new(client.clone(), near());
    let consent = ConsentService::new(client.clone(), near());
    let relation = RelationService::new(client.clone(), near());
    let log = LogStore::new(client.clone(), near());
    let entries = [entry("2026-10-25T00:30:00Z")];
    let (blocks, consent, relation, log) = tokio::join!(
        blocks.check(&patient, &nurse, &asked),
        consent.check(&patient, &nurse),
        relation.check(&patient, &nurse),
        log.store(&entries),
    );
    assert_eq!(blocks.verdicts, [BlockVerdict::Unknown(NotKnown::NoAnswer)]);
    let troubles =
        [blocks.trouble.unwrap(), consent.unwrap_err(), relation.unwrap_err(), log.unwrap_err()];
    for trouble in troubles {
        let late = matches!(&trouble, ServiceError::Call(error)
            if matches!(error.failure(), Failure::Transport(TransportError::Deadline)));
        assert!(late && !trouble.was_not_delivered(), "{trouble}");
    }
}

fn blocking(place: &Place, behaviour: ServiceBehaviour) {
    place.simulator.change(|scenario| {
        scenario.services.blocking = Service::default().behaving(behaviour);
    });
}

fn entry(at: &str) -> LogEntry {
    let at: Timestamp = at.parse().unwrap();
    let named =
        |id: &str, name: &str| Named { hsa_id: id.parse().unwrap(), name: Some(name.to_owned()) };
    let care_provider = named("SE5560000001-VG1", "Vårdgivaren");
    let care_unit = named("SE5560000001-VE1", &"å".repeat(300));
    LogEntry {
        id: Uuid::new_v4(),
        system: named("SE5560000001-MVJ", "MittVaccin Journal"),
        activity: "Läsa".to_owned(),
        level: None,
        arguments: None,
        at,
        purpose: "Vård och behandling".to_owned(),
        user: LogUser {
            staff: named("SE5560000001-KARIN", "Karin"),
            assignment: None,
            title: Some("Sjuksköterska".to_owned()),
            care_provider: care_provider.clone(),
            care_unit,
        },
        resources: vec![LogResource {
            kind: "Vaccinationer".to_owned(),
            patient: Some(patient()),
            care_provider,
            care_unit: None,
        }],
    }
}

fn says_nothing_of_the_patient(error: &ServiceError) {
    let mut texts = format!("{error} {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        texts.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    assert!(!texts.contains("191212121212"), "{texts}");
}
