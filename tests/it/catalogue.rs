//! What a robust consumer must handle (C01–C52): each row is a named test over real TLS, from the
//! platform to the journal that a user would see.

use std::collections::BTreeMap;

use vaccinjournal::domain::SourceState;
use vaccinjournal::simulator::scenario::Scenario;

use crate::catalogue_place::{Choices, Consumer, Way, asked, state};

/// Each row and its test.
const ROWS: &[(&str, &str)] = &[
    ("C01", "c01_our_own_mistake_is_a_refusal_and_is_not_repeated"),
    ("C02", "c02_a_certificate_without_identity_is_refused_by_the_platform"),
    ("C03", "c03_an_unknown_address_is_refused_and_blanks_are_taken_away"),
    ("C04", "c04_a_catalogue_in_disorder_leaves_the_source_out_of_reach"),
    ("C05", "c05_a_missing_permission_has_its_own_code"),
    ("C06", "c06_an_unwell_platform_leaves_the_source_out_of_reach"),
    ("C07", "c07_a_producer_that_is_too_slow_for_the_platform_is_asked_once"),
    ("C08", "c08_a_producer_the_platform_cannot_reach_is_out_of_reach"),
    ("C09", "c09_the_producers_http_status_does_not_change_what_users_see"),
    ("C10", "c10_an_empty_answer_of_a_producer_is_no_empty_history"),
    ("C11", "c11_refusals_for_the_operator_are_told_apart"),
    ("C12", "c12_a_fault_without_code_is_a_technical_failure"),
    ("C13", "c13_a_fault_with_status_200_is_a_fault"),
    ("C14", "c14_a_producers_own_fault_is_a_fault_without_code"),
    ("C15", "c15_a_soap_1_2_fault_is_recognized"),
    ("C16", "c16_historical_forms_of_the_detail_are_tolerated"),
    ("C17", "c17_of_nested_faults_the_outermost_code_decides"),
    ("C18", "c18_a_web_page_with_200_is_no_answer"),
    ("C19", "c19_plain_text_with_200_is_no_answer"),
    ("C20", "c20_statuses_of_the_front_are_failures_of_the_way"),
    ("C21", "c21_a_redirect_is_never_followed"),
    ("C22", "c22_an_empty_body_is_no_empty_history"),
    ("C23", "c23_of_a_cut_answer_nothing_is_shown"),
    ("C24", "c24_a_broken_connection_is_tried_again_only_before_the_answer"),
    ("C25", "c25_the_declaration_decides_the_encoding_whatever_the_header_says"),
    ("C26", "c26_byte_order_marks_and_utf_16_are_read"),
    ("C27", "c27_illegal_bytes_and_characters_fail_the_source_only"),
    ("C28", "c28_the_content_type_does_not_matter"),
    ("C29", "c29_a_multipart_body_fails_clearly"),
    ("C30", "c30_compression_that_nobody_asked_for_fails_clearly"),
    ("C31", "c31_an_answer_past_the_limit_shows_none_of_its_records"),
    ("C32", "c32_a_drip_meets_the_deadline"),
    ("C33", "c33_nothing_from_the_aggregating_service_proves_nothing"),
    ("C34", "c34_without_the_status_header_completeness_is_unknown"),
    ("C35", "c35_failed_sources_are_named_beside_the_good_records"),
    ("C36", "c36_when_every_source_failed_the_history_is_not_empty"),
    ("C37", "c37_cached_records_show_their_age"),
    ("C38", "c38_an_odd_status_header_is_tolerated"),
    ("C39", "c39_broken_letters_do_not_hide_the_platforms_code"),
    ("C40", "c40_info_is_no_error"),
    ("C41", "c41_a_result_error_is_a_refusal_and_a_missing_result_is_none"),
    ("C42", "c42_records_of_several_sources_are_ordered_and_merged"),
    ("C43", "c43_a_bad_record_costs_itself_only"),
    ("C44", "c44_another_patients_record_is_never_shown"),
    ("C45", "c45_a_refused_client_certificate_is_told_from_a_lost_network"),
    ("C46", "c46_a_bad_server_certificate_ends_the_call_hard"),
    ("C47", "c47_many_journals_take_few_connections"),
    ("C48", "c48_an_answer_late_but_within_the_platforms_time_is_awaited"),
    ("C49", "c49_a_reserve_number_is_not_asked_about_through_the_index"),
    ("C50", "c50_the_correlation_id_is_a_thread_through_all_systems"),
    ("C51", "c51_two_versions_side_by_side_give_no_duplicates"),
    ("C52", "c52_a_view_that_is_left_calls_its_calls_off"),
];

#[test]
fn every_row_has_a_test_of_its_own() {
    let tests: BTreeMap<&str, &str> = ROWS.iter().copied().collect();
    let files = ["faults", "bytes", "aggregated", "connections"]
        .map(|part| std::fs::read_to_string(format!("tests/it/catalogue_{part}.rs")).unwrap());
    for number in 1..=52 {
        let row = format!("C{number:02}");
        let test = tests.get(row.as_str()).unwrap_or_else(|| panic!("{row} has no test"));
        assert!(test.starts_with(&row.to_lowercase()), "{row} has the test of another row");
        let line = format!("async fn {test}(");
        let found = files.iter().filter(|file| file.contains(&line)).count();
        assert_eq!(found, 1, "{row}: {test}");
    }
}

/// Every trouble at once: each source ends in a state of its own, and the good one is whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_troubles_at_once_cost_the_good_source_nothing() {
    let troubles = std::fs::read_to_string("scenarios/troubles.toml").unwrap();
    let mut choices = Choices::new(Vec::new());
    choices.scenario = Scenario::parse(&troubles).unwrap();
    choices.scenario.platform.time_scale = 0.03;
    let addresses: Vec<String> =
        choices.scenario.producers.iter().map(|producer| producer.address.clone()).collect();
    let consumer = Consumer::of(choices, Way::Direct).await;
    let journal = consumer.journal().await;
    for good in ["GOOD", "SLOW", "OLD", "CARELESS"] {
        assert_eq!(state(&journal, good), SourceState::Answered, "{good}");
    }
    for address in &addresses {
        assert!(!state(&journal, address).is_waiting(), "{address}");
    }
    let whole = asked(&journal).iter().filter(|source| source.state.is_whole()).count();
    let missing = asked(&journal).iter().filter(|source| source.state.is_missing()).count();
    assert!(whole > 25 && missing > 50, "{whole} whole, {missing} missing");
    assert!(journal.conservation.holds(), "{:?}", journal.conservation);
    assert!(!format!("{journal:?}").contains("LOCKBETE"));
}
