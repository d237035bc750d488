//! C33–C44: what the aggregating service says and hides, results, and bad records.

use vaccinjournal::domain::{MergeRule, SourceState, Trouble, WithheldReason};
use vaccinjournal::simulator::contract::Version;
use vaccinjournal::simulator::flaw::Flaw;
use vaccinjournal::simulator::scenario::{
    Behaviour, FaultShape, InIndex, MessageShape, Producer, Sender, Status, StatusHeader,
};
use vaccinjournal::simulator::xml::Prefixes;

use crate::catalogue_place::{
    AGGREGATED, BAD, Choices, Consumer, FIRST, LAST, Way, around, asked, batches, expect_missing,
    good_ones_are_whole, source, state,
};
use crate::simulator_play::{AGGREGATION, behaving, holding};

#[tokio::test]
async fn c33_nothing_from_the_aggregating_service_proves_nothing() {
    let unknown = Producer { in_index: InIndex::Never, ..holding(FIRST, 2) };
    let hidden = Producer { permitted: false, ..holding(FIRST, 2) };
    for producer in [unknown, hidden] {
        let consumer = Consumer::of(Choices::new(vec![producer]), AGGREGATED).await;
        let journal = consumer.journal().await;
        let nobody = SourceState::Incomplete(Trouble::NobodyAsked);
        assert_eq!(state(&journal, AGGREGATION), nobody);
        assert!(journal.doses.is_empty() && !journal.is_whole());
    }
}

#[tokio::test]
async fn c34_without_the_status_header_completeness_is_unknown() {
    let mut choices = Choices::new(around(Vec::new()));
    choices.scenario.platform.status_header = StatusHeader::Absent;
    let journal = Consumer::of(choices, AGGREGATED).await.journal().await;
    assert_eq!(journal.doses.len(), 5);
    let missing = SourceState::Incomplete(Trouble::StatusMissing);
    assert_eq!(state(&journal, AGGREGATION), missing);
    assert!(!journal.is_whole());
}

#[tokio::test]
async fn c35_failed_sources_are_named_beside_the_good_records() {
    let platform = |code| SourceState::Unreachable(Trouble::Platform { code });
    let fault = Behaviour::Fault { code: Some(9), shape: FaultShape::Present };
    let page = Behaviour::Body {
        status: 200,
        text: "<html/>".to_owned(),
        headers: Vec::new(),
        from: Sender::Producer,
    };
    let unexplained = SourceState::Unreachable(Trouble::SynchFailed);
    for (behaviour, expected) in [
        (Behaviour::Hang, SourceState::TimedOut),
        (fault, platform(9)),
        (page, unexplained.clone()),
        (Behaviour::Cut { left: 700 }, unexplained),
    ] {
        let consumer = Consumer::among_good(vec![behaving(BAD, behaviour)], AGGREGATED).await;
        let journal = consumer.journal().await;
        assert_eq!(state(&journal, BAD), expected);
        good_ones_are_whole(&journal);
        assert!(!journal.is_whole());
        assert_eq!(journal.doses.len(), 5);
    }
}

#[tokio::test]
async fn c36_when_every_source_failed_the_history_is_not_empty() {
    let hanging = ["SE1-A", "SE1-B", "SE1-C"].map(|address| behaving(address, Behaviour::Hang));
    let consumer = Consumer::of(Choices::new(hanging.into()), AGGREGATED).await;
    let journal = consumer.journal().await;
    assert!(journal.doses.is_empty());
    for address in ["SE1-A", "SE1-B", "SE1-C"] {
        assert!(source(&journal, address).state.is_missing());
    }
    assert!(!journal.is_whole());
}

#[tokio::test]
async fn c37_cached_records_show_their_age() {
    for refresh_failed in [false, true] {
        let status = Status::Cache { as_of: "20260101080000".to_owned(), refresh_failed };
        let cached = Producer { status, ..holding(BAD, 2) };
        let journal = Consumer::among_good(vec![cached], AGGREGATED).await.journal().await;
        let as_of = Some("20260101080000".to_owned());
        assert_eq!(state(&journal, BAD), SourceState::FromCache { as_of, refresh_failed });
        assert_eq!(batches(&journal, BAD).len(), 2);
        good_ones_are_whole(&journal);
    }
}

#[tokio::test]
async fn c38_an_odd_status_header_is_tolerated() {
    let consumer = Consumer::among_good(vec![holding(BAD, 2)], AGGREGATED).await;
    for (status, whole) in [
        (Status::UnknownCode, false),
        (Status::Bare, false),
        (Status::Unnamed, false),
        (Status::EmptyTimes, true),
        (Status::Doubled, true),
    ] {
        consumer.simulator.change(|it| it.producers[1].status = status.clone());
        let journal = consumer.journal().await;
        let told = state(&journal, BAD);
        assert_eq!(told.is_whole(), whole, "{status:?}: {told:?}");
        assert_eq!(batches(&journal, BAD).len(), 2, "{status:?}");
        good_ones_are_whole(&journal);
    }
    for style in [StatusHeader::Split, StatusHeader::Extended] {
        consumer.simulator.change(|it| it.platform.status_header = style);
        good_ones_are_whole(&consumer.journal().await);
    }
    consumer.simulator.change(|it| {
        it.platform.status_header = StatusHeader::Present;
        it.producers[1] = behaving(BAD, Behaviour::Hang);
    });
    for prefixes in [Prefixes::Short, Prefixes::Default, Prefixes::Rebound, Prefixes::Odd] {
        consumer.simulator.change(|it| it.platform.prefixes = prefixes);
        let journal = consumer.journal().await;
        assert_eq!(state(&journal, BAD), SourceState::TimedOut, "{prefixes:?}");
        good_ones_are_whole(&journal);
    }
}

#[tokio::test]
async fn c39_broken_letters_do_not_hide_the_platforms_code() {
    for mojibake in [true, false] {
        let fault = Behaviour::Fault { code: Some(7), shape: FaultShape::Present };
        let mut choices = Choices::new(around(vec![behaving(BAD, fault)]));
        choices.scenario.platform.mojibake = mojibake;
        let journal = Consumer::of(choices, AGGREGATED).await.journal().await;
        assert_eq!(state(&journal, BAD), SourceState::Refused(Trouble::Platform { code: 7 }));
        // Nothing of the text itself is kept.
        assert!(!format!("{journal:?}").contains("behörighet"));
        assert!(!format!("{journal:?}").contains('\u{fffd}'));
    }
}

#[tokio::test]
async fn c40_info_is_no_error() {
    let consumer = Consumer::among_good(Vec::new(), AGGREGATED).await;
    let journal = consumer.journal().await;
    good_ones_are_whole(&journal);
    assert!(asked(&journal).iter().all(|source| source.state.is_whole()), "{:?}", journal.sources);
}

#[tokio::test]
async fn c41_a_result_error_is_a_refusal_and_a_missing_result_is_none() {
    for with_records in [false, true] {
        let behaviour = Behaviour::Result {
            code: "ERROR".to_owned(),
            error_code: Some("INVALID_REQUEST".to_owned()),
            message: Some("nej".to_owned()),
            with_records,
        };
        let consumer = Consumer::among_good(vec![behaving(BAD, behaviour)], Way::Direct).await;
        let journal = consumer.journal().await;
        let told = state(&journal, BAD);
        let has_log_id =
            matches!(&told, SourceState::Refused(Trouble::ResultError { log_id: Some(_) }));
        assert!(has_log_id, "{told:?}");
        assert!(batches(&journal, BAD).is_empty(), "records beside an ERROR are not shown");
        good_ones_are_whole(&journal);
        assert_eq!(consumer.requests(), 3, "never sent again");
    }
    let none = Behaviour::Message { shape: MessageShape::NoResult };
    let old = Producer { versions: vec![Version::V1], ..holding(BAD, 2) };
    for producer in [behaving(BAD, none), old] {
        let journal = Consumer::among_good(vec![producer], Way::Direct).await.journal().await;
        assert_eq!(batches(&journal, BAD).len(), 2);
        good_ones_are_whole(&journal);
    }
    let unexpected = SourceState::Unreadable(Trouble::UnexpectedMessage);
    let malformed = SourceState::Unreadable(Trouble::Malformed);
    let cases = [
        (MessageShape::OtherOperation, &unexpected),
        (MessageShape::EmptyBody, &unexpected),
        (MessageShape::TwoResponses, &malformed),
        (MessageShape::FaultAndResponse, &malformed),
    ];
    let sending = |shape| behaving(BAD, Behaviour::Message { shape });
    expect_missing(cases.map(|(shape, state)| (sending(shape), state.clone())), 1).await;
}

#[tokio::test]
async fn c42_records_of_several_sources_are_ordered_and_merged() {
    // The same vaccinations again, oldest last, in another system.
    let mut copy = holding(BAD, 3);
    for (dose, original) in copy.doses.iter_mut().zip(holding(LAST, 3).doses) {
        dose.batch = original.batch;
    }
    copy.doses.reverse();
    for way in [Way::Direct, AGGREGATED, Way::Index] {
        let journal = Consumer::among_good(vec![copy.clone()], way).await.journal().await;
        assert_eq!(journal.doses.len(), 5, "{way:?}");
        let days: Vec<_> = journal.doses.iter().map(|dose| dose.shown.day()).collect();
        assert!(days.is_sorted_by(|one, other| one >= other), "{way:?}: {days:?}");
        let merged: Vec<_> = journal.doses.iter().filter(|dose| dose.records.len() == 2).collect();
        assert_eq!(merged.len(), 3, "{way:?}");
        assert!(merged.iter().all(|dose| dose.records[1].rule == Some(MergeRule::D2)));
        assert_eq!((journal.conservation.received, journal.conservation.merged), (8, 3));
        assert!(journal.conservation.holds());
    }
}

#[tokio::test]
async fn c43_a_bad_record_costs_itself_only() {
    let flaws = [
        Flaw::DateMissing,
        Flaw::DateYearOnly,
        Flaw::DateImpossible,
        Flaw::DateInFuture,
        Flaw::DateBeforeBirth,
        Flaw::AuthorTimeMissing,
        Flaw::AuthorTimeImpossible,
        Flaw::DoseNumberHuge,
        Flaw::DoseNumberText,
        Flaw::DoseNumberTooHigh,
        Flaw::QuantityNotANumber,
        Flaw::QuantityInfinite,
        Flaw::BooleanText,
        Flaw::NullifiedMissing,
        Flaw::ReasonWithoutNullified,
        Flaw::DocumentIdMissing,
        Flaw::SourceSystemMissing,
        Flaw::CareUnitMissing,
        Flaw::CareProviderMissing,
        Flaw::HeaderMissing,
        Flaw::BodyMissing,
        Flaw::RegistrationMissing,
        Flaw::Extended,
        Flaw::Decoy,
        Flaw::OtherOrder,
    ];
    for way in [Way::Direct, AGGREGATED] {
        let consumer = Consumer::among_good(vec![holding(BAD, 3)], way).await;
        for flaw in flaws {
            consumer.simulator.change(|it| it.producers[1].doses[1].flaws = vec![flaw]);
            let journal = consumer.journal().await;
            good_ones_are_whole(&journal);
            let shown = batches(&journal, BAD);
            let good = [format!("{BAD}-0"), format!("{BAD}-2")];
            assert!(good.iter().all(|batch| shown.contains(batch)), "{flaw:?}: {shown:?}");
            assert_eq!(journal.conservation.received, 8, "{flaw:?} {way:?}");
            let seen = journal.doses.len() + journal.ordered.len() + journal.unreadable.len();
            let withheld: u32 = journal.withheld.iter().map(|group| group.count).sum();
            assert_eq!(seen + withheld as usize, 8, "{flaw:?} {way:?}");
            let decoy =
                journal.doses.iter().any(|dose| dose.shown.batch.as_deref() == Some("LOCKBETE"));
            assert!(!decoy, "an element of another namespace was taken for a real one");
        }
    }
}

#[tokio::test]
async fn c44_another_patients_record_is_never_shown() {
    let flaws = [
        Flaw::ForeignPatient,
        Flaw::ForeignType,
        Flaw::ReserveNumber,
        Flaw::NoCentury,
        Flaw::PatientMissing,
        Flaw::PatientEmpty,
        Flaw::PatientTwice,
    ];
    for way in [Way::Direct, AGGREGATED] {
        let consumer = Consumer::among_good(vec![holding(BAD, 3)], way).await;
        for flaw in flaws {
            consumer.simulator.change(|it| it.producers[1].doses[1].flaws = vec![flaw]);
            let journal = consumer.journal().await;
            good_ones_are_whole(&journal);
            assert_eq!(batches(&journal, BAD).len(), 2, "{flaw:?}");
            let told = format!("{journal:?}");
            assert!(!told.contains(&format!("{BAD}-1")), "{flaw:?}: its content is kept");
            assert!(!told.contains("198611062384"), "{flaw:?}: its patient is kept");
            assert!(!journal.is_whole(), "{flaw:?} {way:?}");
        }
    }
    // Every record another's: the source has not answered this question at all.
    let mut swapped = holding(BAD, 2);
    for dose in &mut swapped.doses {
        dose.flaws = vec![Flaw::ForeignPatient];
    }
    let journal = Consumer::among_good(vec![swapped], Way::Direct).await.journal().await;
    let told = state(&journal, BAD);
    assert_eq!(told, SourceState::Unreachable(Trouble::ForeignPatient { count: 2 }));
    let group = journal.withheld.iter().find(|it| it.reason == WithheldReason::OtherPatient);
    assert_eq!(group.unwrap().count, 2);
}
