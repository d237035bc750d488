//! C18–C32: what is no SOAP, what is cut, and the bytes of an answer.

use std::time::{Duration, Instant};

use vaccinjournal::domain::{NotAsked, SourceState, Trouble};
use vaccinjournal::simulator::scenario::{
    Behaviour, Encoding, Packaging, Producer, Sender, WireFault, Writing,
};

use crate::catalogue_place::{
    BAD, Choices, Consumer, Way, around, batches, expect_missing, good_ones_are_whole, source,
    state,
};
use crate::simulator_play::{behaving, holding};

const NOT_SOAP: SourceState = SourceState::Unreadable(Trouble::NotSoap);
const MALFORMED: SourceState = SourceState::Unreadable(Trouble::Malformed);

#[tokio::test]
async fn c18_a_web_page_with_200_is_no_answer() {
    let pages = [
        "<!DOCTYPE html><html><p>Fel</html>",
        "<html><body>Fel</body></html>",
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/hostname'>]><x>&y;</x>",
    ];
    let pages = pages.map(|page| (sending(200, page, Sender::Producer), NOT_SOAP));
    let doctype = (writing(Encoding::Doctype), MALFORMED);
    expect_missing(pages.into_iter().chain([doctype]), 1).await;
}

#[tokio::test]
async fn c19_plain_text_with_200_is_no_answer() {
    let texts = ["Hello World!", "java.lang.NullPointerException\n\tat se.example.Gvh"];
    let texts = texts.map(|text| sending(200, text, Sender::Producer));
    let all = texts.into_iter().chain([breaking(WireFault::Noise)]);
    expect_missing(all.map(|it| (it, NOT_SOAP)), 1).await;
}

#[tokio::test]
async fn c20_statuses_of_the_front_are_failures_of_the_way() {
    for text in ["<html>Fel</html>", "fel"] {
        let statuses = [400, 404, 405, 408, 413, 429, 502, 503, 504];
        let cases = statuses.map(|code| (sending(code, text, Sender::Front), status(code)));
        expect_missing(cases, 1).await;
    }
    // It asks to be left alone for two minutes where it says 429 or 503.
    for (code, requests) in [(429, 5), (503, 5), (502, 6)] {
        let busy = sending(code, "fel", Sender::Front);
        let consumer = Consumer::among_good(vec![busy], Way::Direct).await;
        consumer.journal().await;
        let again = consumer.journal().await;
        let alone = matches!(state(&again, BAD), SourceState::NotAsked(NotAsked::Resting { .. }));
        assert_eq!(alone, requests == 5, "{code}: {:?}", state(&again, BAD));
        good_ones_are_whole(&again);
        assert_eq!(consumer.requests(), requests, "{code}");
    }
}

#[tokio::test]
async fn c21_a_redirect_is_never_followed() {
    let statuses = [301, 302, 307, 308];
    let cases = statuses.map(|code| (sending(code, "", Sender::Front), status(code)));
    expect_missing(cases, 1).await;
}

#[tokio::test]
async fn c22_an_empty_body_is_no_empty_history() {
    let empty = [(200, ""), (200, " \r\n"), (200, "\u{feff}"), (204, "")];
    let empty = empty.map(|(code, text)| (sending(code, text, Sender::Front), NOT_SOAP));
    let failed = (sending(500, "", Sender::Front), status(500));
    expect_missing(empty.into_iter().chain([failed]), 1).await;
}

#[tokio::test]
async fn c23_of_a_cut_answer_nothing_is_shown() {
    let cuts = [1, 100, 300, 500, 700, 900, 999].map(|left| Behaviour::Cut { left });
    let halves = [WireFault::HalfWithoutLength, WireFault::HalfWithoutFarewell];
    let halves = halves.map(|fault| Behaviour::Wire { fault });
    let all = cuts.into_iter().chain(halves);
    expect_missing(all.map(|it| (behaving(BAD, it), MALFORMED)), 1).await;
}

#[tokio::test]
async fn c24_a_broken_connection_is_tried_again_only_before_the_answer() {
    let lost = SourceState::Unreachable(Trouble::Connection);
    let before = [WireFault::CloseBeforeAnswer, WireFault::ResetBeforeAnswer];
    expect_missing(before.map(|fault| (breaking(fault), lost.clone())), 2).await;
    let halfway = SourceState::Unreachable(Trouble::ConnectionLost);
    let within = [
        WireFault::ResetMidBody,
        WireFault::WrongLength,
        WireFault::ChunkCut,
        WireFault::StopAfterHeaders,
        WireFault::Stall,
    ];
    expect_missing(within.map(|fault| (breaking(fault), halfway.clone())), 1).await;
    // Closed just as it is used again: a user never hears of it.
    let consumer = Consumer::among_good(vec![breaking(WireFault::CloseOnReuse)], Way::Direct).await;
    for _ in 0..3 {
        let journal = consumer.journal().await;
        assert_eq!(state(&journal, BAD), SourceState::Answered);
        good_ones_are_whole(&journal);
    }
}

#[tokio::test]
async fn c25_the_declaration_decides_the_encoding_whatever_the_header_says() {
    expect_read(writing(Encoding::Iso88591)).await;
    expect_read(writing(Encoding::Utf8Declared)).await;
}

#[tokio::test]
async fn c26_byte_order_marks_and_utf_16_are_read() {
    for encoding in [Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be] {
        expect_read(writing(encoding)).await;
    }
    // White space before the declaration is not well-formed XML, and is refused as that.
    expect_missing([(writing(Encoding::LeadingSpace), MALFORMED)], 1).await;
}

#[tokio::test]
async fn c27_illegal_bytes_and_characters_fail_the_source_only() {
    let illegal = [Encoding::ControlCharacter, Encoding::InvalidByte, Encoding::Iso88591Undeclared];
    expect_missing(illegal.map(|encoding| (writing(encoding), MALFORMED)), 1).await;
}

#[tokio::test]
async fn c28_the_content_type_does_not_matter() {
    for kind in [
        "none",
        "text/plain",
        "text/html",
        "application/soap+xml",
        "TEXT/XML ;  Charset='utf-8'",
        "text/xml; charset=\"UTF-8\"",
    ] {
        let writing = Writing { content_type: Some(kind.to_owned()), ..Writing::default() };
        expect_read(Producer { writing, ..holding(BAD, 2) }).await;
    }
}

#[tokio::test]
async fn c29_a_multipart_body_fails_clearly() {
    expect_missing([(packed(Packaging::Multipart), NOT_SOAP)], 1).await;
}

#[tokio::test]
async fn c30_compression_that_nobody_asked_for_fails_clearly() {
    let encoded = SourceState::Unreadable(Trouble::Encoded);
    expect_missing([(packed(Packaging::Gzip), encoded)], 1).await;
}

#[tokio::test]
async fn c31_an_answer_past_the_limit_shows_none_of_its_records() {
    let too_large = SourceState::Unreadable(Trouble::TooLarge);
    let huge = Behaviour::Huge { records: 1_000, comment: 4_000 };
    let all = [behaving(BAD, huge), breaking(WireFault::Endless)];
    expect_missing(all.map(|it| (it, too_large.clone())), 1).await;
    // As many records as the platform's own tests have, and all of them are there.
    let many = Behaviour::Huge { records: 1_000, comment: 0 };
    let consumer = Consumer::among_good(vec![behaving(BAD, many)], Way::Direct).await;
    let journal = consumer.journal().await;
    assert_eq!(source(&journal, BAD).received, 1_002);
    good_ones_are_whole(&journal);
}

#[tokio::test]
async fn c32_a_drip_meets_the_deadline() {
    let faults = [("SE1-B", WireFault::Drip), ("SE1-C", WireFault::DripHeaders)];
    let dripping = faults.map(|(address, fault)| behaving(address, Behaviour::Wire { fault }));
    let mut choices = Choices::new(around(dripping.into()));
    // 80 ms between two bytes: nothing is ever idle, and nothing is ever whole.
    choices.scenario.platform.time_scale = 0.4;
    let started = Instant::now();
    let journal = Consumer::of(choices, Way::Direct).await.journal().await;
    for (address, _) in faults {
        assert_eq!(state(&journal, address), SourceState::TimedOut);
    }
    good_ones_are_whole(&journal);
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
}

/// The bad source is read like any other, with its å, ä and ö.
async fn expect_read(producer: Producer) {
    let what = format!("{:?}", producer.writing);
    let consumer = Consumer::among_good(vec![producer], Way::Direct).await;
    let journal = consumer.journal().await;
    assert_eq!(state(&journal, BAD), SourceState::Answered, "{what}");
    assert_eq!(batches(&journal, BAD).len(), 2, "{what}");
    assert_eq!(source(&journal, BAD).name.as_deref(), Some("Källan"), "{what}");
    good_ones_are_whole(&journal);
}

fn status(status: u16) -> SourceState {
    SourceState::Unreachable(Trouble::HttpStatus { status })
}

fn writing(encoding: Encoding) -> Producer {
    Producer { writing: Writing { encoding, ..Writing::default() }, ..holding(BAD, 2) }
}

fn packed(packaging: Packaging) -> Producer {
    Producer { writing: Writing { packaging, ..Writing::default() }, ..holding(BAD, 2) }
}

fn breaking(fault: WireFault) -> Producer {
    behaving(BAD, Behaviour::Wire { fault })
}

fn sending(status: u16, text: &str, from: Sender) -> Producer {
    let headers = [("Retry-After", "120"), ("Location", "https://localhost:9/")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    behaving(BAD, Behaviour::Body { status, text: text.to_owned(), headers, from })
}
