//! Why a nurse reads: the page that asks, what it takes in, and what she does about blocks.

use http::StatusCode;
use http::header::CONTENT_TYPE;
use vaccinjournal::clock::{Clock, SystemClock};

use crate::house::{House, aggregated, demonstration};
use crate::web_support::{CARE, OTHER_CARE, Site, settings};

const OLD_MAN: &str = "191212121212";
const TRAVELLER: &str = "195709263080";

fn today() -> String {
    SystemClock.swedish_now().date().to_string()
}

#[tokio::test]
async fn a_choice_of_patient_leads_to_the_page_that_asks_why_and_it_is_the_sessions_own() {
    let site = Site::quiet().await;
    let karin = site.staff(CARE).await;
    let address = karin.choose(OLD_MAN).await;
    assert!(address.starts_with("/panel/") && address.ends_with("/access"), "{address}");
    assert!(!address.contains("1212"));
    let page = karin.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "Varför läser du journalen?",
        "19121212-1212",
        "Jag deltar i vården av patienten",
        "Patienten samtycker",
        "Nödläge",
        "Patienten kan inte ta ställning",
        "Visa bara våra egna uppgifter",
        "data-unsaved",
    ] {
        assert!(page.body.contains(words), "{words}");
    }
    // The journal itself does not open: it leads back here.
    let journal = address.strip_suffix("/access").unwrap();
    let answer = karin.get(journal).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, &*address));
    for path in [format!("{journal}/fragment"), format!("{journal}/events")] {
        assert_eq!(karin.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let bo = site.staff(OTHER_CARE).await;
    for client in [&bo, &site.staff(CARE).await] {
        assert_eq!(client.get(&address).await.status, StatusCode::NOT_FOUND);
        let fields = [("relation", "ja"), ("basis", "own")];
        assert_eq!(client.post(&address, &fields).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(site.house.arrived(), 0);
}

#[tokio::test]
async fn what_is_not_enough_is_said_and_what_was_typed_is_kept() {
    let site = Site::quiet().await;
    let karin = site.staff(CARE).await;
    let address = karin.choose(OLD_MAN).await;
    let today = today();
    let reason = "medvetslös <b>& blek</b>";
    let kept = "medvetslös &#60;b&#62;&#38; blek&#60;/b&#62;";
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);
    let cases: [Case<'_>; 7] = [
        (&[("basis", "emergency"), ("emergency_reason", reason)], "Kryssa för att du deltar", kept),
        (&[("relation", "ja")], "Välj vilka uppgifter du får läsa.", "checked"),
        (&[("relation", "ja"), ("basis", "x")], "Välj ett av alternativen.", "checked"),
        (&[("relation", "ja"), ("basis", "emergency")], "Skriv ett skäl", "checked"),
        (&[("relation", "ja"), ("basis", "cannot_decide")], "Skriv ett skäl", "checked"),
        (
            &[("relation", "ja"), ("basis", "consent"), ("until", "2020-01-01")],
            "Sista dagen måste vara i dag",
            "2020-01-01",
        ),
        (
            &[("relation", "ja"), ("basis", "consent"), ("until", "snart"), ("scope", "unit")],
            "Sista dagen måste vara i dag",
            "value=\"snart\"",
        ),
    ];
    for (fields, said, kept) in cases {
        let answer = karin.post(&address, fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {}", answer.body);
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
        assert!(answer.body.contains(kept), "{kept}: {}", answer.body);
        assert!(answer.body.contains("role=\"alert\"") && answer.body.contains("<title>Fel: "));
        assert!(!answer.body.contains("<b>&"), "what was typed became markup");
    }
    // Nothing was kept of all that.
    assert!(karin.choose(OLD_MAN).await.ends_with("/access"));
    let fields = [("relation", "ja"), ("basis", "consent"), ("scope", "me"), ("until", &*today)];
    let answer = karin.post(&address, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.header("location"), address.strip_suffix("/access").unwrap());
    // Remembered: the next time nobody is asked.
    assert!(!karin.choose(OLD_MAN).await.ends_with("/access"));
}

#[tokio::test]
async fn own_records_can_be_widened_and_a_consent_withdrawn() {
    let site = Site::quiet().await;
    let karin = site.staff(CARE).await;
    let address = karin.choose(OLD_MAN).await;
    let answer = karin.post(&address, &[("relation", "ja"), ("basis", "own")]).await;
    let journal = answer.header("location").to_owned();
    let page = karin.get(&journal).await;
    assert!(page.body.contains("Visar bara er egen vårdgivares uppgifter."), "{}", page.body);
    assert!(page.body.contains("FSME-IMMUN Vuxen"));
    assert!(!page.body.contains("Återkalla samtycke"));
    // Another patient in between changes nothing about this one.
    karin.choose(TRAVELLER).await;
    let page = karin.get(&format!("{journal}/access")).await;
    assert!(page.body.contains("Din vårdrelation till patienten är känd."), "{}", page.body);
    let consent = [("basis", "consent"), ("scope", "me"), ("until", &*today())];
    let answer = karin.post(&format!("{journal}/access"), &consent).await;
    assert_eq!(answer.header("location"), journal);
    let page = karin.get(&journal).await;
    assert!(page.body.contains("Läses med patientens samtycke."), "{}", page.body);
    assert!(page.body.contains("Återkalla samtycke"));
    let answer = karin.post(&format!("{journal}/access/withdraw"), &[]).await;
    assert_eq!(answer.header("location"), journal);
    let answer = karin.get(&journal).await;
    assert_eq!(answer.header("location"), format!("{journal}/access"));
    assert!(karin.choose(OLD_MAN).await.ends_with("/access"));
}

#[tokio::test]
async fn machines_are_told_what_to_state() {
    let site = Site::quiet().await;
    let karin = site.staff(CARE).await;
    let plain = format!(r#"{{"patient_id":"{OLD_MAN}"}}"#);
    let answer = karin.post_json("/api/v1/journal", &plain).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.header(CONTENT_TYPE.as_str()), "application/problem+json");
    assert!(answer.body.contains("ingen vårdrelation"), "{}", answer.body);
    let with = |access: &str| format!(r#"{{"patient_id":"{OLD_MAN}","access":{access}}}"#);
    for (access, status) in [
        (r#"{"basis":"emergency","reason":"x"}"#, StatusCode::FORBIDDEN),
        (r#"{"care_relation":true}"#, StatusCode::FORBIDDEN),
        (r#"{"care_relation":true,"basis":"emergency"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"care_relation":true,"basis":"consent"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"care_relation":true,"basis":"because"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"care_relation":true,"why":"x"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"care_relation":true,"basis":"own"}"#, StatusCode::CREATED),
        (r#"{"basis":"cannot_decide","reason":"svår demens"}"#, StatusCode::CREATED),
    ] {
        let answer = karin.post_json("/api/v1/journal", &with(access)).await;
        assert_eq!(answer.status, status, "{access}: {}", answer.body);
        if status == StatusCode::FORBIDDEN {
            let words = if access.contains("basis") { "vårdrelation" } else { "inget samtycke" };
            assert!(answer.body.contains(words), "{access}: {}", answer.body);
        }
    }
    let bo = site.staff(OTHER_CARE).await;
    let search = [("patient.identifier", OLD_MAN)];
    let answer = bo.post("/fhir/Immunization/_search", &search).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.json()["issue"][0]["code"], "forbidden");
    let stated = [
        ("patient.identifier", OLD_MAN),
        ("access.care_relation", "true"),
        ("access.basis", "emergency"),
        ("access.reason", "medvetslös"),
    ];
    let answer = bo.post("/fhir/Immunization/_search", &stated).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let description = site.client().get("/openapi.json").await.json();
    assert!(description["components"]["schemas"]["Access"].is_object());
}

#[tokio::test]
async fn blocked_records_are_told_of_named_on_request_and_lifted_for_a_time() {
    let mut scenario = demonstration();
    scenario.platform.time_scale = 0.02;
    let house = House::of(scenario, aggregated()).await;
    let site = Site::of(house, settings()).await;
    let karin = site.staff(CARE).await;
    let journal = karin.open(TRAVELLER).await;
    let page = karin.whole(&journal).await;
    assert!(page.contains("Spärrade uppgifter finns."), "{page}");
    assert!(page.contains("4 uppgifter har spärrats av patienten."), "{page}");
    let secret = "Stålverkshälsan Östra porten";
    assert!(!page.contains(secret) && !page.contains("SE5569990131-ME01"), "{page}");
    // The form to lift leads nowhere before the choice.
    let lift = format!("{journal}/blocked/lift");
    let answer = karin.get(&lift).await;
    assert_eq!(answer.header("location"), format!("{journal}#undanhallna"));
    let answer = karin.post(&format!("{journal}/blocked"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = karin.whole(&journal).await;
    assert!(page.contains(&format!("Stålverkshälsan AB, {secret}: 3 uppgifter")), "{page}");

    let form = karin.get(&lift).await;
    assert!(form.body.contains(secret) && form.body.contains("value=\"Karin Demo\""));
    let at = form.body.split(secret).next().unwrap().rsplit("value=\"").next().unwrap();
    let at = at.split('"').next().unwrap().to_owned();
    let today = today();
    let good = [
        ("holder", &*at),
        ("ground", "emergency"),
        ("reason", "medvetslös"),
        ("requested_by", "Karin Demo"),
        ("scope", "me"),
        ("until", &*today),
    ];
    for (without, said) in [
        ("holder", "Välj minst en vårdenhet."),
        ("ground", "Välj om patienten samtycker"),
        ("reason", "Skriv ett skäl"),
        ("requested_by", "Skriv vem som har begärt det."),
        ("until", "inom sju dagar"),
    ] {
        let fields: Vec<_> = good.iter().copied().filter(|(name, _)| *name != without).collect();
        let answer = karin.post(&lift, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{without}");
        assert!(answer.body.contains(said), "{without}: {}", answer.body);
        let kept = without == "reason" || answer.body.contains("medvetslös");
        assert!(kept, "{without}: what was typed is gone");
    }
    let answer = karin.post(&lift, &good).await;
    assert_eq!(answer.header("location"), journal, "{}", answer.body);
    let page = karin.whole(&journal).await;
    assert!(page.contains("Spärren är tillfälligt hävd"), "{page}");
    assert!(page.contains("1 uppgift har spärrats av patienten."), "{page}");
}
