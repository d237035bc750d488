//! Proves ourselves: our consumer, built as `serve` builds it, asks a strict simulated platform over
//! mutual TLS, and a draft of the national self-declaration for consumers is written from what
//! happened.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::simulate::{self, ClientFiles};
use super::{Ended, SettingsFile, build};
use crate::conformance::answer::Tally;
use crate::conformance::request::{self, Request};
use crate::conformance::schema::Schemas;
use crate::domain::{
    Assignment, Journal, NotAsked, PatientId, Reach, Scope, SourceState, SwedishDate, Trouble,
};
use crate::journal::Progress;
use crate::journal::access::{JournalRequest, StatedBasis, Statement};
use crate::simulator::Simulator;
use crate::simulator::arrivals::Arrival;
use crate::simulator::contract::Version;
use crate::simulator::scenario::{Behaviour, Dose, Encoding, Producer, Scenario, Writing};
use crate::store::{GvhSwitch, Import};

/// Who asks.
const OWN: &str = include_str!("../../scenarios/demo-own.toml");
const ASSIGNMENT: &str = "karin-centrum";
const CARE_PROVIDER: &str = "SE5560000001-VG1";

/// The strict platform's sources.
const UTF_8: &str = "SE5560000009-UTF8";
const UTF_16: &str = "SE5560000009-UTF16";
const FIRST_VERSION: &str = "SE5560000009-GVH1";
const ERROR: &str = "SE5560000009-ERROR";
const FAULT: &str = "SE5560000009-FAULT";

/// The test patients, one of each kind of number.
const PERSONNUMMER: &str = "191212121212";
const SAMORDNINGSNUMMER: &str = "196812732391";
const NATIONAL_RESERVE: &str = "22950606FH20";
const LOCAL_RESERVE: (&str, &str) = ("1.2.752.97.3.1.3", "992024123456");

/// One point of the declaration.
struct Point {
    name: &'static str,
    answer: Answer,
    evidence: String,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Answer {
    /// It was shown.
    Holds,
    /// It was tried, and does not hold.
    Broken,
    /// The consumer does not do it, and the form lets that be so.
    NotUsed,
    /// For the organisation to answer.
    ToFillIn,
}

impl Answer {
    fn of(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Broken }
    }
}

/// Runs the consumer and writes the draft. Exit code 0 if every point that can be shown here holds,
/// 1 if one does not.
pub async fn run(out: Option<&Path>, views_per_hour: Option<u32>) -> Ended {
    let folder = tempfile::tempdir()?;
    let points = prove(folder.path(), views_per_hour).await?;
    let text = declaration(&points);
    match out {
        Some(path) => fs::write(path, text)
            .map_err(|error| format!("{} cannot be written: {error}", path.display()))?,
        None => print!("{text}"),
    }
    let broken = points.iter().filter(|point| point.answer == Answer::Broken).count();
    Ok(ExitCode::from(u8::from(broken > 0)))
}

async fn prove(folder: &Path, views_per_hour: Option<u32>) -> Result<Vec<Point>, Box<dyn Error>> {
    let scenario = scenario()?;
    let platform = simulate::start(scenario, (Ipv4Addr::LOCALHOST, 0).into()).await?;
    let files = simulate::write_certificates(&platform, folder)?;
    let settings = folder.join("settings.toml");
    fs::write(&settings, written(folder, &platform.url(), &files))?;
    let config = SettingsFile { path: Some(settings) }.load()?.config;
    let consumer = Consumer::start(build::service(&config).await?).await?;

    let mut journals = BTreeMap::new();
    for (name, patient) in patients()? {
        journals.insert(name, consumer.ask(patient).await?);
    }
    let first = journals.get("personnummer").cloned().ok_or("no journal")?;
    let before = calls_to(&platform, FAULT) + calls_to(&platform, ERROR);
    let again = consumer.ask(PERSONNUMMER.parse()?).await?;
    let after_fault = calls_to(&platform, FAULT);
    let mut points = requests(&platform, &journals)?;
    points.push(encodings(&first));
    points.push(faults(&first, &again, after_fault, &config.ask.fault_pause_seconds));
    points.push(errors(&platform, &first, before));
    points.push(rate(&platform, journals.len() + 1, views_per_hour, &config));
    points.push(access(&platform));
    platform.stop().await;
    Ok(points)
}

/// The consumer that is proved.
struct Consumer {
    built: build::Built,
    assignment: Assignment,
}

impl Consumer {
    async fn start(built: build::Built) -> Result<Self, Box<dyn Error>> {
        built.store.import(&Import::parse(OWN)?).await?;
        let now = built.clock.now();
        let switch = GvhSwitch {
            care_provider: CARE_PROVIDER.parse()?,
            on: true,
            reason: "self-test".to_owned(),
            by: "self-test".to_owned(),
            at: now,
            from: now,
        };
        built.store.switch_gvh(&switch).await?;
        let assignment = built.store.assignment(ASSIGNMENT).await?.ok_or("no assignment")?;
        Ok(Self { built, assignment })
    }

    async fn ask(&self, patient: PatientId) -> Result<Arc<Journal>, Box<dyn Error>> {
        let assignment = self.assignment.clone();
        let until = SwedishDate::new(self.built.clock.swedish_now().date());
        let basis = StatedBasis::Consent { scope: Scope::Employee, until };
        let statement = Statement { care_relation: true, basis };
        self.built.service.gate().state(&patient, &assignment, &statement).await?;
        let request = JournalRequest { patient, assignment, reach: Reach::Coherent };
        let view = self.built.service.open(request).await?;
        let mut progress = view.progress();
        let complete = progress.wait_for(|progress: &Progress| progress.complete).await?;
        Ok(Arc::clone(&complete.journal))
    }
}

fn patients() -> Result<Vec<(&'static str, PatientId)>, Box<dyn Error>> {
    Ok(vec![
        ("personnummer", PERSONNUMMER.parse()?),
        ("samordningsnummer", SAMORDNINGSNUMMER.parse()?),
        ("nationellt reservnummer", NATIONAL_RESERVE.parse()?),
        ("lokalt reservnummer", PatientId::parse(LOCAL_RESERVE.0, LOCAL_RESERVE.1)?),
    ])
}

/// Letters that another encoding would distort.
const SPECIAL: &str = "Åsa Öström & Æro <ÿ> €";

/// One of the demonstration's vaccines.
const VACCINE: &str = "Boostrix Polio";

fn scenario() -> Result<Scenario, Box<dyn Error>> {
    let dose = |patient: &str, date: &str| Dose {
        patient: patient.to_owned(),
        date: date.to_owned(),
        vaccine: Some(VACCINE.to_owned()),
        performer: Some(SPECIAL.to_owned()),
        ..Dose::default()
    };
    let doses = |day: &str| {
        let patients = [PERSONNUMMER, SAMORDNINGSNUMMER, NATIONAL_RESERVE, LOCAL_RESERVE.1];
        patients.map(|patient| dose(patient, day)).to_vec()
    };
    let writing = |encoding| Writing { encoding, ..Writing::default() };
    let producers = vec![
        Producer { doses: doses("2021-03-01"), ..Producer::quick(UTF_8, "UTF-8") },
        Producer {
            doses: doses("2022-03-01"),
            writing: writing(Encoding::Utf16Le),
            ..Producer::quick(UTF_16, "UTF-16")
        },
        Producer {
            doses: doses("2023-03-01"),
            versions: vec![Version::V1],
            ..Producer::quick(FIRST_VERSION, "GVH 1.0")
        },
        Producer {
            behaviour: Behaviour::Result {
                code: "ERROR".to_owned(),
                error_code: Some("INVALID_REQUEST".to_owned()),
                message: None,
                with_records: false,
            },
            ..Producer::quick(ERROR, "ERROR")
        },
        Producer {
            behaviour: Behaviour::Fault { code: None, shape: Default::default() },
            ..Producer::quick(FAULT, "fault")
        },
    ];
    let vaccines = simulate::read(None)?.vaccines;
    Ok(Scenario { producers, vaccines, ..Scenario::default() })
}

fn written(folder: &Path, platform: &str, files: &ClientFiles) -> String {
    let store: PathBuf = folder.join("store.sqlite");
    let quoted = |path: &Path| serde_json::Value::String(path.display().to_string()).to_string();
    let mut text = format!(
        "[environment]\nname = \"demo\"\n[own_system]\nhsa_id = \"SE5560000001-MVJ\"\n\
         [platform]\nbase_url = \"{platform}\"\nroot_certificates = {}\n\
         [platform.identity]\ncertificate = {}\n[store]\nurl = \"sqlite:{}\"\n\
         [lawful_access]\nblocks_checked_elsewhere = true\n\
         [[care_provider]]\nhsa_id = \"*\"\nmode = \"direct\"\n",
        quoted(&files.authority),
        quoted(&files.identity),
        store.display(),
    );
    for address in [UTF_8, UTF_16, FIRST_VERSION, ERROR, FAULT] {
        let version = if address == FIRST_VERSION { "1.0" } else { "2.0" };
        let _ = write!(
            text,
            "[[care_provider.source]]\naddress = \"{address}\"\nversion = \"{version}\"\n"
        );
    }
    text
}

/// What the strict platform says of every question that reached it.
fn requests(
    platform: &Simulator,
    journals: &BTreeMap<&'static str, Arc<Journal>>,
) -> Result<Vec<Point>, Box<dyn Error>> {
    let schemas = Schemas::new()?;
    let arrivals = platform.arrivals().all();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for arrival in &arrivals {
        for (rule, tally) in request::judge(as_request(arrival)?, &schemas)? {
            tallies.entry(rule).or_default().add(tally);
        }
    }
    let broken: Vec<&str> =
        tallies.iter().filter(|(_, tally)| !tally.findings.is_empty()).map(|(id, _)| *id).collect();
    let tried = request::rules().filter(|rule| tallies.get(rule.id).is_some_and(|t| t.tried > 0));
    let names: Vec<String> = tried.map(|rule| format!("`{}`", rule.id)).collect();
    let all_tried = names.len() == request::rules().count();
    let clean = broken.is_empty() && all_tried && !arrivals.is_empty();
    let mut points = vec![Point {
        name: "Alla anrop utan valideringsfel",
        answer: Answer::of(clean),
        evidence: format!(
            "{} anrop granskades mot {}. {}",
            arrivals.len(),
            names.join(", "),
            if clean {
                "Inget avvek.".to_owned()
            } else {
                format!("Brutna regler: {}.", broken.join(", "))
            },
        ),
    }];
    for (point, kind) in [
        ("Personnummer (patientId)", "personnummer"),
        ("Samordningsnummer (patientId)", "samordningsnummer"),
        ("Reservnummer (patientId), nationellt", "nationellt reservnummer"),
        ("Reservnummer (patientId), lokalt", "lokalt reservnummer"),
    ] {
        let found = journals.get(kind).map_or(0, |journal| journal.doses.len());
        points.push(Point {
            name: point,
            answer: Answer::of(clean && found > 0),
            evidence: format!("Frågan besvarades och {found} doser från källorna visades."),
        });
    }
    let bodies: Vec<&str> = arrivals.iter().filter_map(|a| str::from_utf8(&a.body).ok()).collect();
    let with = |name: &str| bodies.iter().filter(|body| body.contains(name)).count();
    points.push(Point {
        name: "Urval på datum (timePeriod)",
        answer: Answer::of(clean && with("timePeriod>") == bodies.len()),
        evidence: format!(
            "Hela perioden anges med första och sista dag i {} av {} anrop, så att en producent inte \
             får lämna ett delsvar.",
            with("timePeriod>"),
            bodies.len()
        ),
    });
    points.push(Point {
        name: "Källsystem (sourceSystemHSAId)",
        answer: Answer::of(clean && with("sourceSystemHSAid>") > 0),
        evidence: format!(
            "Anges för lokala reservnummer, lika med LogicalAddress, i {} anrop.",
            with("sourceSystemHSAid>")
        ),
    });
    for (name, element) in [
        ("Vårdenhet (careUnitHsaId)", "careUnitHSAid>"),
        ("Vårdkontakt (careContactId)", "careContactId>"),
    ] {
        points.push(Point {
            name,
            answer: if with(element) == 0 { Answer::NotUsed } else { Answer::of(clean) },
            evidence:
                "Används inte: den sammanhållna journalen frågar alltid efter allt, och spärrar \
                       prövas per post i svaret."
                    .to_owned(),
        });
    }
    Ok(points)
}

fn as_request(arrival: &Arrival) -> Result<Request<'_>, Box<dyn Error>> {
    Ok(Request {
        soap_action: arrival.header("soapaction"),
        content_type: arrival.header("content-type"),
        body: str::from_utf8(&arrival.body)?,
    })
}

fn encodings(journal: &Journal) -> Point {
    let answered: BTreeSet<&str> = [UTF_8, UTF_16, FIRST_VERSION]
        .into_iter()
        .filter(|address| state(journal, address).is_some_and(SourceState::is_whole))
        .collect();
    let performers = journal.doses.iter().flat_map(|dose| &dose.records);
    let undistorted = performers
        .filter(|placed| {
            let performer = placed.record.performer.as_ref();
            performer.and_then(|it| it.name.as_deref()) == Some(SPECIAL)
        })
        .count();
    Point {
        name: "Datans riktighet: teckenkodning",
        answer: Answer::of(answered.len() == 3 && undistorted == 3),
        evidence: format!(
            "Frågor skickas i UTF-8. Svar i UTF-8 och UTF-16 lästes; {undistorted} av 3 poster hade \
             tecknen oförvanskade (å, ö, Æ, ÿ, €, & och <>). Ett avhugget eller felaktigt svar visas \
             aldrig som helt."
        ),
    }
}

fn faults(first: &Journal, again: &Journal, calls: usize, pause: &u64) -> Point {
    let faulted = matches!(state(first, FAULT), Some(SourceState::Unreachable(Trouble::Fault)));
    let waits =
        matches!(state(again, FAULT), Some(SourceState::NotAsked(NotAsked::RecentFault { .. })));
    // One call for each of the four patients, and none for the repeated question.
    Point {
        name: "Omsändning vid SOAP-fault högst var 5:e minut (regel #22)",
        answer: Answer::of(faulted && waits && calls == 4 && *pause >= 300),
        evidence: format!(
            "Efter ett SOAP-fault ställdes samma fråga igen direkt: ingen omsändning gjordes ({calls} \
             anrop för 4 patienter), och användaren ser varför. Pausen är {pause} sekunder."
        ),
    }
}

fn errors(platform: &Simulator, first: &Journal, before: usize) -> Point {
    let refused =
        matches!(state(first, ERROR), Some(SourceState::Refused(Trouble::ResultError { .. })));
    let calls = calls_to(platform, ERROR);
    // Four patients, and the new question that a user put: never two calls for one question.
    Point {
        name: "Hantering av resultCode = ERROR (ingen omsändning)",
        answer: Answer::of(refused && calls == 5 && before == 8),
        evidence: format!(
            "{calls} frågor gav {calls} anrop; källan visas som att den avböjde, aldrig som tom."
        ),
    }
}

fn rate(
    platform: &Simulator,
    views: usize,
    views_per_hour: Option<u32>,
    config: &crate::config::Config,
) -> Point {
    let calls = platform.arrivals().all().len();
    let measured = format!(
        "{views} journaler gav {calls} anrop till 5 källor, omsändningar inräknade. Högst {} anrop \
         pågår samtidigt.",
        config.platform.calls_at_once
    );
    let evidence = match views_per_hour {
        Some(per_hour) => {
            let calls_per_view = calls.div_ceil(views.max(1));
            let most = u64::from(per_hour) * u64::try_from(calls_per_view).unwrap_or(u64::MAX);
            format!("{measured} Vid {per_hour} journaler i timmen blir det högst {most} anrop.")
        }
        None => format!("{measured} Ange --views-per-hour för att räkna ut toppen."),
    };
    Point { name: "Anropsfrekvens under en timme", answer: Answer::ToFillIn, evidence }
}

fn access(platform: &Simulator) -> Point {
    let arrivals = platform.arrivals().all();
    let known = arrivals.iter().filter(|arrival| arrival.sender.is_some()).count();
    let modern =
        arrivals.iter().all(|arrival| matches!(arrival.tls_version, "TLSv1.2" | "TLSv1.3"));
    Point {
        name: "Obehörig åtkomst: ömsesidig TLS",
        answer: Answer::of(!arrivals.is_empty() && known == arrivals.len() && modern),
        evidence: format!(
            "{known} av {} anrop kom med klientcertifikat över TLS 1.2 eller 1.3.",
            arrivals.len()
        ),
    }
}

fn state<'j>(journal: &'j Journal, address: &str) -> Option<&'j SourceState> {
    let source = journal
        .sources
        .iter()
        .find(|source| source.kind.address().is_some_and(|source| source.as_str() == address));
    source.map(|source| &source.state)
}

fn calls_to(platform: &Simulator, address: &str) -> usize {
    platform.calls().iter().filter(|call| call.producer == address).count()
}

/// The draft, in the language of the form.
fn declaration(points: &[Point]) -> String {
    let mut text = format!(
        "# Självdeklaration för tjänstekonsument – utkast\n\n\
         Tjänstekontrakt: GetVaccinationHistory 2.0 (och 1.0), domän \
         clinicalprocess:activityprescription:actoutcome.\n\
         Tjänstekonsumentfabrikat: vaccinjournal {}.\n\n\
         Utkastet är skrivet av `vaccinjournal conformance self`: konsumenten har ställt sina frågor \
         till en sträng simulerad plattform över ömsesidig TLS. Fyll i organisationens egna uppgifter \
         och resultatet från den nationella testmiljön.\n\n\
         | Punkt | Svar | Underlag |\n|---|---|---|\n",
        env!("CARGO_PKG_VERSION")
    );
    for point in points {
        let answer = match point.answer {
            Answer::Holds => "Ja",
            Answer::Broken => "**NEJ**",
            Answer::NotUsed => "Nej, används inte",
            Answer::ToFillIn => "Fylls i",
        };
        let _ = writeln!(text, "| {} | {answer} | {} |", point.name, point.evidence);
    }
    for name in [
        "Anslutande organisation och organisationsnummer",
        "Källsystemsfabrikat",
        "Anrop och svar via nationella testmiljön",
        "Övrigt",
        "Kända avvikelser",
        "Datum och kontaktperson",
    ] {
        let _ = writeln!(text, "| {name} | Fylls i | |");
    }
    text
}
