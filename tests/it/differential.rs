//! Two readers that share no parser must read the same: ours over quick-xml, and yaserde over its
//! own. Messages come from the schemas by chance, in every style.

use proptest::prelude::*;
use vaccinjournal::rivta::contract::Body;
use vaccinjournal::rivta::envelope::{self, Content, Envelope};
use vaccinjournal::rivta::{
    check_blocks_4, check_consent_2, check_patient_relation_1, find_content_1,
    get_persons_for_profile_5, get_vaccination_history_1, get_vaccination_history_2,
    ping_for_configuration_1, store_log_2,
};
use yaserde::{YaDeserialize, YaSerialize};

use crate::xml_messages::{Chance, Contract, Style, envelope};
use crate::xml_support::LIMITS;

/// An envelope as yaserde reads it.
macro_rules! oracle {
    ($module:ident, $contract:ident, $message:ident, $namespace:literal) => {
        #[allow(non_snake_case, reason = "the derive macro takes the name of the element")]
        mod $module {
            use super::*;

            #[derive(Default, YaDeserialize, YaSerialize)]
            #[yaserde(rename = "Envelope", prefix = "soap",
                namespaces = {"soap" = "http://schemas.xmlsoap.org/soap/envelope/"})]
            pub struct Outer {
                #[yaserde(rename = "Body", prefix = "soap")]
                pub body: Inner,
            }

            #[derive(Default, YaDeserialize, YaSerialize)]
            #[yaserde(rename = "Body", prefix = "soap", namespaces = {
                "soap" = "http://schemas.xmlsoap.org/soap/envelope/", "message" = $namespace})]
            pub struct Inner {
                #[yaserde(prefix = "message")]
                pub $message: Option<$contract::owned::$message>,
            }

            pub fn compare(text: &str) {
                let theirs: Outer = yaserde::de::from_str(text).unwrap();
                let theirs = theirs.body.$message.expect("yaserde sees no message");
                let ours: $contract::owned::$message =
                    (&read::<$contract::$message<'_>>(text)).into();
                let differ = "the two readers read different values";
                assert!(ours == theirs, "{differ}:\n{text}\n{}\n{}", written(&ours), written(&theirs));
            }
        }
    };
}

oracle!(
    history_2,
    get_vaccination_history_2,
    GetVaccinationHistoryResponse,
    "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:2"
);
oracle!(
    history_1,
    get_vaccination_history_1,
    GetVaccinationHistoryResponse,
    "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:1"
);
oracle!(
    question_2,
    get_vaccination_history_2,
    GetVaccinationHistory,
    "urn:riv:clinicalprocess:activityprescription:actoutcome:GetVaccinationHistoryResponder:2"
);
oracle!(
    ping,
    ping_for_configuration_1,
    PingForConfigurationResponse,
    "urn:riv:itintegration:monitoring:PingForConfigurationResponder:1"
);
oracle!(
    find,
    find_content_1,
    FindContentResponse,
    "urn:riv:itintegration:engagementindex:FindContentResponder:1"
);

oracle!(
    blocks,
    check_blocks_4,
    CheckBlocksResponse,
    "urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4"
);
oracle!(
    blocks_question,
    check_blocks_4,
    CheckBlocks,
    "urn:riv:informationsecurity:authorization:blocking:CheckBlocksResponder:4"
);
oracle!(
    consent,
    check_consent_2,
    CheckConsentResponse,
    "urn:riv:informationsecurity:authorization:consent:CheckConsentResponder:2"
);
oracle!(
    log,
    store_log_2,
    StoreLogResponse,
    "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2"
);
oracle!(
    log_question,
    store_log_2,
    StoreLog,
    "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2"
);
oracle!(
    relation,
    check_patient_relation_1,
    CheckPatientRelationResponse,
    "urn:riv:ehr:patientrelationship:accesscontrol:CheckPatientRelationResponder:1"
);
oracle!(
    persons,
    get_persons_for_profile_5,
    GetPersonsForProfileResponse,
    "urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5"
);

oracle!(
    consent_question,
    check_consent_2,
    CheckConsent,
    "urn:riv:informationsecurity:authorization:consent:CheckConsentResponder:2"
);
oracle!(
    relation_question,
    check_patient_relation_1,
    CheckPatientRelationRequest,
    "urn:riv:ehr:patientrelationship:accesscontrol:CheckPatientRelationResponder:1"
);
oracle!(
    persons_question,
    get_persons_for_profile_5,
    GetPersonsForProfile,
    "urn:riv:strategicresourcemanagement:persons:person:GetPersonsForProfileResponder:5"
);

fn written(value: &impl YaSerialize) -> String {
    yaserde::ser::to_string(value).unwrap()
}

fn read<'a, B: Body<'a>>(text: &'a str) -> B {
    let envelope: Envelope<'a, B> =
        envelope::read(text, &LIMITS).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    let Content::Message(item) = envelope.content else { panic!("no message in\n{text}") };
    assert!(item.findings.is_empty(), "{:?} in\n{text}", item.findings);
    *item.value.unwrap_or_else(|flaw| panic!("{flaw}:\n{text}"))
}

fn check_question(name: &str, seed: u64, compare: fn(&str)) {
    let mut chance = Chance::new(seed);
    let message = Contract::read(name).question(&mut chance);
    let style = Style::by_chance(&mut chance);
    compare(&envelope(&message, style, &mut chance));
}

fn check(name: &str, seed: u64, entries: usize, compare: fn(&str)) {
    let mut chance = Chance::new(seed);
    let contract = Contract::read(name);
    let message = contract.answer(&mut chance, entries);
    let style = Style::by_chance(&mut chance);
    compare(&envelope(&message, style, &mut chance));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn an_answer_of_version_2_is_read_alike(seed: u64, entries in 0_usize..6) {
        check("get-vaccination-history-2", seed, entries, history_2::compare);
    }

    #[test]
    fn an_answer_of_version_1_is_read_alike(seed: u64, entries in 0_usize..6) {
        check("get-vaccination-history-1", seed, entries, history_1::compare);
    }

    #[test]
    fn an_answer_to_a_ping_is_read_alike(seed: u64, entries in 0_usize..4) {
        check("ping-for-configuration-1", seed, entries, ping::compare);
    }

    #[test]
    fn an_answer_of_the_engagement_index_is_read_alike(seed: u64, entries in 0_usize..4) {
        check("find-content-1", seed, entries, find::compare);
    }

    #[test]
    fn a_question_is_read_alike(seed: u64) {
        check_question("get-vaccination-history-2", seed, question_2::compare);
        check_question("check-blocks-4", seed, blocks_question::compare);
        check_question("store-log-2", seed, log_question::compare);
        check_question("check-consent-2", seed, consent_question::compare);
        check_question("check-patient-relation-1", seed, relation_question::compare);
        check_question("get-persons-for-profile-5", seed, persons_question::compare);
    }

    #[test]
    fn an_answer_of_the_security_services_is_read_alike(seed: u64) {
        check("check-blocks-4", seed, 1, blocks::compare);
        check("check-consent-2", seed, 1, consent::compare);
        check("store-log-2", seed, 1, log::compare);
        check("check-patient-relation-1", seed, 1, relation::compare);
    }

    #[test]
    fn an_answer_of_the_person_register_is_read_alike(seed: u64, entries in 1_usize..3) {
        check("get-persons-for-profile-5", seed, entries, persons::compare);
    }
}
