//! Lawful access before a simulated platform: who is asked, in which order, what is shown, and what
//! happens when a security service fails. What reached the platform is read at its socket.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Span};
use vaccinjournal::clock::{Clock, SetClock, SystemClock};
use vaccinjournal::domain::{
    AccessActivity, BlockedHolder, CareRelation, Journal, LegalBasis, LiftingGround, Mark,
    NotAsked, PatientId, Reach, Scope, SourceKind, SourceState, SwedishDate, WithheldReason,
};
use vaccinjournal::journal::access::{
    Denied, JournalRequest, LiftingStatement, Rules, StatedBasis, Statement, StatementError,
};
use vaccinjournal::journal::ask::{DirectSource, Plan};
use vaccinjournal::journal::{JournalError, View};
use vaccinjournal::rivta::GvhVersion;
use vaccinjournal::simulator::scenario::{Service, ServiceBehaviour, ServiceFlaw};

use crate::databases::databases;
use crate::house::{
    self, House, aggregated, all_services, completed, demonstration, no_services, settings,
};
use crate::services_place::failures;

const OLD_MAN: &str = "191212121212";
const TRAVELLER: &str = "195709263080";
const CHILD: &str = "201701012393";
const WOMAN: &str = "196812732391";

/// The traveller's blocked holders, in the demonstration.
const BLOCKED_UNIT: &str = "SE5560000001-ENHET2";
const BLOCKED_PROVIDER: &str = "SE5569990131-VG";

async fn house() -> House {
    let mut scenario = demonstration();
    scenario.platform.time_scale = 0.02;
    House::of(scenario, aggregated()).await
}

/// Three sources that answer at once, the blocked one among them.
async fn quick_house() -> House {
    let mut scenario = demonstration();
    scenario.platform.time_scale = 0.02;
    let addresses = ["SE2329990011-COSMIC", "SE5569990041-RESA", "SE5569990131-FHV"];
    let source = |address: &str| DirectSource {
        address: address.parse().unwrap(),
        version: GvhVersion::V2,
        name: None,
    };
    House::of(scenario, Plan::Direct { sources: addresses.map(source).to_vec() }).await
}

async fn request(house: &House, patient: &str, reach: Reach) -> JournalRequest {
    JournalRequest { patient: patient.parse().unwrap(), assignment: house.nurse().await, reach }
}

async fn open(house: &House, patient: &str) -> Result<Arc<View>, JournalError> {
    house.service.open(request(house, patient, Reach::Coherent).await).await
}

async fn state(
    house: &House,
    patient: &str,
    care_relation: bool,
    basis: StatedBasis,
) -> Result<(), StatementError> {
    let patient: PatientId = patient.parse().unwrap();
    let statement = Statement { care_relation, basis };
    house.service.gate().state(&patient, &house.nurse().await, &statement).await
}

fn denied(opened: Result<Arc<View>, JournalError>) -> Denied {
    match opened.map(|_| ()) {
        Err(JournalError::Denied(denied)) => denied,
        other => panic!("not turned away: {other:?}"),
    }
}

/// What was asked of the platform, in order, by the last part of the action.
fn asked(house: &House) -> Vec<String> {
    let arrivals = house.simulator.arrivals().all();
    let action = |one: &vaccinjournal::simulator::arrivals::Arrival| {
        one.soap_action().unwrap_or_default().rsplit(':').next().unwrap_or_default().to_owned()
    };
    arrivals.iter().map(action).collect()
}

fn sources_asked(house: &House) -> usize {
    asked(house).iter().filter(|action| action.contains("GetVaccinationHistory")).count()
}

pub fn withheld(journal: &Journal, reason: WithheldReason) -> u32 {
    let groups = journal.withheld.iter().filter(|group| group.reason == reason);
    groups.map(|group| group.count).sum()
}

/// Holders of what is shown, each as its care unit.
fn shown_units(journal: &Journal) -> Vec<String> {
    let records = journal.doses.iter().flat_map(|dose| &dose.records).map(|one| &one.record);
    let placed = journal.nullified.iter().chain(&journal.ordered).map(|one| &one.record);
    records.chain(placed).map(|one| one.care_unit.as_ref().unwrap().to_string()).collect()
}

#[tokio::test]
async fn without_a_relation_and_a_ground_nothing_leaves_the_house() {
    let house = house().await;
    assert_eq!(denied(open(&house, OLD_MAN).await), Denied::NoCareRelation);
    // A consent alone opens nothing, and cannot even be registered.
    let until = SwedishDate::new(SystemClock.swedish_now().date());
    let consent = StatedBasis::Consent { scope: Scope::Employee, until };
    let refused = state(&house, OLD_MAN, false, consent).await;
    assert!(matches!(refused, Err(StatementError::CareRelation)), "{refused:?}");
    state(&house, OLD_MAN, true, StatedBasis::Nothing).await.unwrap();
    assert_eq!(denied(open(&house, OLD_MAN).await), Denied::NoBasis);
    // What is stated about one patient, or by one nurse, is nobody else's.
    assert_eq!(denied(open(&house, TRAVELLER).await), Denied::NoCareRelation);
    let eva = house.store.assignment("eva-centrum").await.unwrap().unwrap();
    let patient: PatientId = OLD_MAN.parse().unwrap();
    let hers = JournalRequest { patient, assignment: eva, reach: Reach::OwnCareProvider };
    assert_eq!(denied(house.service.open(hers).await), Denied::NoCareRelation);
    assert_eq!(house.simulator.arrivals().counts().connections, 0, "not even a connection");
}

#[tokio::test]
async fn with_a_relation_alone_own_records_are_shown_and_no_source_is_asked() {
    let house = house().await;
    state(&house, TRAVELLER, true, StatedBasis::Nothing).await.unwrap();
    let own = request(&house, TRAVELLER, Reach::OwnCareProvider).await;
    let view = house.service.open(own).await.unwrap();
    assert_eq!(*view.grant().basis(), LegalBasis::OwnCareProvider);
    let journal = completed(&view).await;
    assert_eq!(sources_asked(&house), 0);
    // Another unit of her own care provider is checked for inner blocks, and nothing else is asked.
    assert_eq!(asked(&house), ["CheckBlocks"]);
    let told = SourceState::NotAsked(NotAsked::NoBasis);
    assert!(journal.sources.iter().any(|source| source.state == told));
    assert_eq!(shown_units(&journal), ["SE5560000001-ENHET1"]);
    assert_eq!(withheld(&journal, WithheldReason::NoBasis), 1, "the row that came by file");
    assert_eq!(withheld(&journal, WithheldReason::Blocked), 1, "the inner block");
}

#[tokio::test]
async fn where_the_services_say_that_all_is_there_nobody_has_to_state_anything() {
    let house = house().await.connected(all_services);
    let view = open(&house, OLD_MAN).await.unwrap();
    assert_eq!(view.grant().relation(), CareRelation::Registered);
    assert_eq!(*view.grant().basis(), LegalBasis::Consent);
    assert!(!view.grant().consent_is_ours(), "it cannot be withdrawn here");
    completed(&view).await;
    assert_eq!(asked(&house)[..2], ["CheckPatientRelation", "CheckConsent"]);
    assert!(sources_asked(&house) > 0);

    // Nobody has asked the child's family, and nobody says that the nurse takes part in her care.
    let before = sources_asked(&house);
    assert_eq!(denied(open(&house, CHILD).await), Denied::NoCareRelation);
    assert_eq!(asked(&house).last().unwrap(), "CheckPatientRelation", "no consent is asked for");
    state(&house, CHILD, true, StatedBasis::Nothing).await.unwrap();
    assert_eq!(denied(open(&house, CHILD).await), Denied::NoBasis);
    assert_eq!(asked(&house).last().unwrap(), "CheckConsent");
    assert_eq!(sources_asked(&house), before);

    // For the woman an emergency is registered elsewhere; the nurse says that she cares for her.
    state(&house, WOMAN, true, StatedBasis::Nothing).await.unwrap();
    let view = open(&house, WOMAN).await.unwrap();
    assert!(matches!(view.grant().basis(), LegalBasis::Emergency { .. }));
    completed(&view).await;
}

#[tokio::test]
async fn a_service_that_fails_says_neither_relation_nor_consent() {
    for (how, behaviour) in failures() {
        let house = house().await.connected(all_services);
        house.simulator.change(|scenario| {
            let services = &mut scenario.services;
            services.relation = services.relation.clone().behaving(behaviour.clone());
            services.consent = services.consent.clone().behaving(behaviour);
        });
        assert_eq!(denied(open(&house, OLD_MAN).await), Denied::NoCareRelation, "{how}");
        state(&house, OLD_MAN, true, StatedBasis::Nothing).await.unwrap();
        assert_eq!(denied(open(&house, OLD_MAN).await), Denied::NoBasis, "{how}");
        assert_eq!(sources_asked(&house), 0, "{how}");
    }
}

#[tokio::test]
async fn blocked_records_are_counted_without_a_name_until_the_reader_asks_for_it() {
    let house = house().await.connected(all_services);
    let view = open(&house, TRAVELLER).await.unwrap();
    let journal = completed(&view).await;
    let units = shown_units(&journal);
    assert!(units.len() > 10 && !units.contains(&BLOCKED_UNIT.to_owned()), "{units:?}");
    assert!(!units.iter().any(|unit| unit.starts_with("SE5569990131")), "{units:?}");
    // Three of the health service, one of the other unit.
    assert_eq!(withheld(&journal, WithheldReason::Blocked), 4);
    let group = journal.withheld.iter().find(|one| one.reason == WithheldReason::Blocked).unwrap();
    assert_eq!(group.source, "", "no source is named");
    assert!(journal.blocked.is_empty());
    let row = journal.sources.iter().find(|one| one.kind == SourceKind::Blocked).unwrap();
    assert_eq!(row.received, 4);
    let is_health = |one: &&vaccinjournal::domain::Source| {
        one.kind.address().is_some_and(|address| address.as_str() == "SE5569990131-FHV")
    };
    assert!(journal.sources.iter().find(is_health).is_none(), "an index chose it, so it tells");
    let unnamed: Vec<_> =
        journal.sources.iter().filter(|one| one.kind == SourceKind::Unnamed).collect();
    assert!(!unnamed.is_empty());
    for source in unnamed {
        assert_eq!((source.received, &source.state), (0, &SourceState::NothingToShow));
        assert_eq!((&source.name, source.oldest), (&None, None));
    }
    assert!(!format!("{journal:?}").contains("Stålverkshälsan Östra"), "a name slipped out");

    house.service.tell_who_blocks(&view).await.unwrap();
    let told = view.progress().borrow().journal.clone();
    let holders: HashMap<String, u32> =
        told.blocked.iter().map(|one| (one.holder.care_provider.to_string(), one.count)).collect();
    assert_eq!(holders[BLOCKED_PROVIDER], 3);
    assert_eq!(holders["SE5560000001-VG1"], 1);
    assert!(
        told.blocked.iter().any(|one| one.care_provider.as_deref() == Some("Stålverkshälsan AB"))
    );
    let events = activities(&house).await;
    assert!(events.contains(&AccessActivity::BlockRevealed), "{events:?}");
}

#[tokio::test]
async fn blocks_are_asked_once_for_each_unit_and_day_of_a_view() {
    let house = house().await.connected(all_services);
    completed(&open(&house, TRAVELLER).await.unwrap()).await;
    let mut rows: HashMap<(String, String, String), u32> = HashMap::new();
    let mut questions = 0;
    for arrival in house.simulator.arrivals().all() {
        if !arrival.soap_action().is_some_and(|action| action.ends_with(":CheckBlocks")) {
            continue;
        }
        questions += 1;
        let body = String::from_utf8(arrival.body.to_vec()).unwrap();
        for row in body.split("<informationEntities").skip(1).chain(
            body.split(":informationEntities>").skip(1).filter(|part| part.contains("StartDate")),
        ) {
            let text = |name: &str| {
                let rest = row.split(&format!("{name}>")).nth(1).unwrap_or_default();
                rest.split('<').next().unwrap_or_default().to_owned()
            };
            let unit = text("informationCareUnitId");
            assert_ne!(unit, "SE5560000001-ENHET1", "the own unit is exempt");
            let key = (unit, text("informationStartDate"), text("informationEndDate"));
            *rows.entry(key).or_default() += 1;
        }
    }
    assert!(rows.len() > 10, "{} rows in {questions} questions", rows.len());
    assert!(rows.values().all(|times| *times == 1), "{rows:?}");
    println!("{} rows in {questions} questions to the blocking service", rows.len());
}

#[tokio::test]
async fn a_lifting_opens_what_is_named_for_its_time_and_marks_it() {
    let house = house().await.connected(all_services);
    let view = open(&house, TRAVELLER).await.unwrap();
    completed(&view).await;
    house.service.tell_who_blocks(&view).await.unwrap();
    let blocked: Vec<BlockedHolder> = view.progress().borrow().journal.blocked.clone();
    let health = blocked.iter().find(|one| one.holder.care_provider.as_str() == BLOCKED_PROVIDER);
    let today = SystemClock.swedish_now().date();
    let days = |days: i64| SwedishDate::new(today.saturating_add(Span::new().days(days)));
    let lifting = LiftingStatement {
        holders: vec![health.unwrap().holder.clone()],
        scope: Scope::Employee,
        requested_by: "Karin Demo".to_owned(),
        ground: LiftingGround::Emergency,
        reason: "medvetslös, behöver vaccinationsuppgifter".to_owned(),
        until: days(6),
    };
    let gate = house.service.gate();
    let without = |change: fn(&mut LiftingStatement)| {
        let mut lifting = lifting.clone();
        change(&mut lifting);
        lifting
    };
    for (statement, wanted) in [
        (without(|one| one.reason = "  ".to_owned()), "Reason"),
        (without(|one| one.requested_by = String::new()), "RequestedBy"),
        (without(|one| one.holders.clear()), "Holders"),
        (LiftingStatement { until: days(7), ..lifting.clone() }, "Until"),
        (LiftingStatement { until: days(-1), ..lifting.clone() }, "Until"),
    ] {
        let refused = gate.lift(view.grant(), &statement).await.unwrap_err();
        assert_eq!(format!("{refused:?}"), wanted);
    }
    gate.lift(view.grant(), &lifting).await.unwrap();
    let journal = completed(&open(&house, TRAVELLER).await.unwrap()).await;
    let lifted = journal.doses.iter().flat_map(|dose| &dose.records);
    let lifted = lifted.filter(|one| one.record.marks.contains(&Mark::BlockLifted));
    let units: Vec<_> = lifted.map(|one| one.record.care_unit.clone().unwrap()).collect();
    assert!(!units.is_empty());
    assert!(units.iter().all(|unit| unit.as_str() == "SE5569990131-ME01"), "{units:?}");
    assert_eq!(withheld(&journal, WithheldReason::Blocked), 1, "the inner block stands");
    // It is hers alone, and it ends.
    let (patient, eva): (PatientId, _) =
        (TRAVELLER.parse().unwrap(), house.store.assignment("eva-centrum").await.unwrap().unwrap());
    let eva = vaccinjournal::journal::access::reader(&eva).unwrap();
    let now = SystemClock.now();
    assert!(house.store.liftings(&patient, &eva, now).await.unwrap().is_empty());
    let karin = view.grant().actor();
    assert_eq!(house.store.liftings(&patient, karin, now).await.unwrap().len(), 1);
    let week = now + SignedDuration::from_hours(7 * 24);
    assert!(house.store.liftings(&patient, karin, week).await.unwrap().is_empty());
    assert!(activities(&house).await.contains(&AccessActivity::BlockLifted));
}

#[tokio::test]
async fn a_blocking_service_that_fails_withholds_all_but_the_own_unit_until_it_answers() {
    for (how, behaviour) in failures() {
        let house = quick_house().await;
        house.simulator.change(|scenario| {
            let blocking = scenario.services.blocking.clone();
            scenario.services.blocking = blocking.behaving(behaviour.clone());
        });
        let view = house.open(TRAVELLER).await;
        let journal = completed(&view).await;
        let units = shown_units(&journal);
        assert!(units.iter().all(|unit| unit == "SE5560000001-ENHET1"), "{how}: {units:?}");
        let kept_back = withheld(&journal, WithheldReason::BlockCheckUnavailable);
        assert!(kept_back > 10, "{how}: {kept_back}");
        assert!(!journal.is_whole(), "{how}");

        house.simulator.change(|scenario| scenario.services.blocking = Service::default());
        let asked_before = asked(&house);
        house.service.check_blocks_again(&view).await;
        let journal = view.progress().borrow().journal.clone();
        assert!(journal.conservation.holds());
        // For a service that hangs the platform answers with a fault.
        let is_fault = matches!(behaviour, ServiceBehaviour::Fault { .. } | ServiceBehaviour::Hang);
        if is_fault {
            // The same question waits five minutes after a fault.
            assert_eq!(asked(&house), asked_before, "{how}");
        } else {
            assert_eq!(withheld(&journal, WithheldReason::BlockCheckUnavailable), 0, "{how}");
            assert!(shown_units(&journal).len() > 10, "{how}");
            assert_eq!(withheld(&journal, WithheldReason::Blocked), 4, "{how}");
            let more = asked(&house).len() - asked_before.len();
            assert_eq!(more, 1, "{how}: no source is asked again");
        }
    }
}

#[tokio::test]
async fn what_the_service_could_not_check_is_withheld_and_the_rest_is_shown() {
    for flaw in [ServiceFlaw::Unchecked, ServiceFlaw::LeftOut, ServiceFlaw::Twice] {
        let house = house().await;
        house.simulator.change(|scenario| {
            let behaviour = ServiceBehaviour::Flawed { flaw };
            let blocking = scenario.services.blocking.clone();
            scenario.services.blocking = blocking.behaving(behaviour);
        });
        let journal = house.whole(OLD_MAN).await;
        let kept_back = withheld(&journal, WithheldReason::BlockCheckUnavailable);
        assert!(kept_back >= 1, "{flaw:?}");
        assert!(shown_units(&journal).len() > 10, "{flaw:?}");
    }
}

#[tokio::test]
async fn without_a_blocking_service_only_the_own_unit_is_shown() {
    let house = house().await.connected(no_services);
    let journal = house.whole(TRAVELLER).await;
    assert!(shown_units(&journal).iter().all(|unit| unit == "SE5560000001-ENHET1"));
    assert!(withheld(&journal, WithheldReason::NoBlockService) > 10);
}

#[tokio::test]
async fn an_emergency_and_an_adult_who_cannot_decide_need_a_reason_and_end() {
    let clock = Arc::new(SetClock::at(SystemClock.now()));
    for database in databases() {
        let store = Arc::new(database.open().await);
        let own = std::fs::read_to_string("scenarios/demo-own.toml").unwrap();
        store.import(&vaccinjournal::store::Import::parse(&own).unwrap()).await.unwrap();
        let start = SystemClock.now();
        clock.set(start);
        let shared: Arc<dyn Clock> = clock.clone();
        let log = house::access_log(&store, &shared);
        let services = vaccinjournal::journal::access::SecurityServices::default();
        let gate = house::gate(&store, services, &log, shared);
        let nurse = store.assignment("karin-centrum").await.unwrap().unwrap();
        let patient: PatientId = OLD_MAN.parse().unwrap();
        let wish =
            |reach| JournalRequest { patient: patient.clone(), assignment: nurse.clone(), reach };
        let say = |basis| Statement { care_relation: true, basis };
        let empty = say(StatedBasis::Emergency { reason: " \n ".to_owned() });
        let refused = gate.state(&patient, &nurse, &empty).await;
        assert!(matches!(refused, Err(StatementError::Reason)), "{}", database.kind);
        assert!(gate.grant(wish(Reach::OwnCareProvider)).await.is_err(), "nothing was kept");

        let emergency = say(StatedBasis::Emergency { reason: "medvetslös".to_owned() });
        gate.state(&patient, &nurse, &emergency).await.unwrap();
        let grant = gate.grant(wish(Reach::Coherent)).await.unwrap();
        let LegalBasis::Emergency { reason } = grant.basis() else { panic!("{grant:?}") };
        assert_eq!(reason, "medvetslös");
        assert!(gate.still_holds(&grant).await.unwrap());
        let Rules { emergency_hours, .. } = house::rules();
        clock.set(start + SignedDuration::from_hours(i64::from(emergency_hours)));
        assert!(!gate.still_holds(&grant).await.unwrap(), "{}", database.kind);
        // The day after the relation is over too.
        clock.set(start + SignedDuration::from_hours(24));
        assert!(gate.grant(wish(Reach::OwnCareProvider)).await.is_err());

        let cannot = say(StatedBasis::CannotDecide { reason: "svår demens".to_owned() });
        gate.state(&patient, &nurse, &cannot).await.unwrap();
        let grant = gate.grant(wish(Reach::Coherent)).await.unwrap();
        assert!(matches!(grant.basis(), LegalBasis::CannotDecide { .. }));

        // A consent has a last day: today at the earliest, within a year.
        let today = clock.swedish_now().date();
        for (days, allowed) in [(-1, false), (0, true), (364, true), (365, false)] {
            let until = SwedishDate::new(today.saturating_add(Span::new().days(days)));
            let consent = say(StatedBasis::Consent { scope: Scope::CareUnit, until });
            let stated = gate.state(&patient, &nurse, &consent).await;
            assert_eq!(stated.is_ok(), allowed, "{days} days: {stated:?}");
        }
        let grant = gate.grant(wish(Reach::Coherent)).await.unwrap();
        assert!(grant.consent_is_ours());
        // For the whole unit: a colleague reads by it once she cares for the patient.
        let eva = store.assignment("eva-centrum").await.unwrap().unwrap();
        let hers = JournalRequest {
            patient: patient.clone(),
            assignment: eva.clone(),
            reach: Reach::Coherent,
        };
        assert!(gate.grant(hers.clone()).await.is_err());
        gate.state(&patient, &eva, &say(StatedBasis::Nothing)).await.unwrap();
        assert!(gate.grant(hers.clone()).await.is_ok());
        // Withdrawn, it holds for nobody.
        assert!(gate.withdraw_consent(&grant).await.unwrap() >= 1);
        assert!(!gate.still_holds(&grant).await.unwrap());
        assert!(gate.grant(hers).await.is_err(), "{}", database.kind);
    }
}

#[tokio::test]
async fn what_is_stated_is_in_the_access_log_before_it_counts() {
    let house = House::switched_off(demonstration(), aggregated(), settings()).await;
    state(&house, OLD_MAN, true, StatedBasis::Emergency { reason: "medvetslös".to_owned() })
        .await
        .unwrap();
    let events = activities(&house).await;
    assert_eq!(events, [AccessActivity::RelationRegistered, AccessActivity::EmergencyOpened]);
}

/// What the access log has, in order.
pub async fn activities(house: &House) -> Vec<AccessActivity> {
    let rows = crate::access_log::chain(&house.store, house::CARE_PROVIDER).await;
    rows.iter().map(|row| row.event().unwrap().activity).collect()
}
