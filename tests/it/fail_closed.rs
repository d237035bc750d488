//! Each part of the database that a view depends on fails in turn, and no patient's data are given (goal
//! G11). `docs/reliability.md` names the tests of what else a view depends on.

use crate::access_log::meddle;
use crate::databases::databases;
use crate::house::{self, House, demonstration};
use crate::web_support::{CARE, Site, settings};

const OLD_MAN: &str = "191212121212";

/// What is in his journal, here and elsewhere.
const HIS: [&str; 3] = ["FSME-IMMUN", "Arexvy", "Prevenar"];

/// Who is logged in and where; the access log; grounds and liftings; own records; what users decided
/// on them; and whether others may be asked.
const PARTS: [&str; 10] = [
    "login_session",
    "assignment",
    "staff",
    "care_unit",
    "access_log",
    "access_ground",
    "block_lifting",
    "vaccination",
    "kept_apart",
    "gvh_switch",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_database_that_fails_gives_no_patients_data() {
    let question = format!(r#"{{"patient_id":"{OLD_MAN}"}}"#);
    for database in databases() {
        let mut scenario = demonstration();
        scenario.platform.time_scale = 0.02;
        let kind = database.kind;
        let house = House::on(database, scenario, house::aggregated(), house::settings()).await;
        house.switch(true).await;
        let site = Site::of(house, settings()).await;
        let karin = site.staff(CARE).await;
        let whole = karin.whole(&karin.open(OLD_MAN).await).await;
        for part in PARTS {
            let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
            let gone = format!("gone_{part}");
            meddle(&site.house.database, &rename(part, &gone)).await.unwrap();
            let before = site.house.arrived();
            for answer in [
                karin.post("/panel", &[("patient", OLD_MAN)]).await,
                karin.post_json("/api/v1/journal", &question).await,
                karin.post("/fhir/Immunization/_search", &[("patient.identifier", OLD_MAN)]).await,
            ] {
                assert!(answer.status.is_server_error(), "{kind}, {part}: {}", answer.status);
                for his in HIS.iter().chain([&OLD_MAN]) {
                    assert!(!answer.body.contains(his), "{kind}, {part}: {}", answer.body);
                }
            }
            assert_eq!(site.house.arrived(), before, "{kind}, {part}: somebody was asked");
            meddle(&site.house.database, &rename(&gone, part)).await.unwrap();
        }
        // With every part back all of it is there again.
        let again = karin.whole(&karin.open(OLD_MAN).await).await;
        for his in HIS {
            assert!(whole.contains(his) && again.contains(his), "{kind}: {his}");
        }
    }
}
