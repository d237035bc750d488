//! Texts that others wrote, as weapons (goal G12): 200 payloads in every text field of every page,
//! in a real browser that reports whatever the content policy had to stop. Nothing may run, nothing
//! may even be tried, and the page keeps its shape.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use http::HeaderValue;
use http::header::CONTENT_SECURITY_POLICY;
use tokio::net::TcpListener;
use vaccinjournal::domain::{
    AccessActivity, AccessEvent, AccessOutcome, AccessedSource, Actor, Assignment,
    AssignmentPurpose, CareProvider, Coded, Conservation, ContactDetails, DoseAmount, Journal,
    LegalBasis, Mark, MergeRule, MergedRecord, OrgUnit, PlacedRecord, RecordContent, Reported,
    SourceState, StaffMember, Trouble, UnreadableRecord, VaccinationRecord, WithheldGroup,
    WithheldReason,
};
use vaccinjournal::present::access_log::{LogForm, LogLine, LogPage};
use vaccinjournal::present::customer::{CustomerForm, CustomerNotice, CustomerPage, fields};
use vaccinjournal::present::html::{
    Chrome, LoginChoice, LoginPage, MessagePage, PanelPage, PrintPage, ProviderRow, SearchPage,
    SeriesChoice, SupportPage, SwitchRow, Who,
};
use vaccinjournal::present::json::JournalJson;
use vaccinjournal::present::view::{Filter, JournalView};
use vaccinjournal::present::{Showing, fhir};
use vaccinjournal::web::router;

use crate::browser_support::Browser;
use crate::present_samples::{catalogue, dose, empty, grounds, now, patient, record, system};
use crate::web_support::{CARE, Site};

const PAGES: &[&str] = &[
    "panel", "waiting", "print", "log", "search", "customer", "login", "support", "message",
    "json", "fhir",
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_others_wrote_is_run_or_changes_the_page() {
    let site = Site::quiet().await;
    let room = Showroom::open(&site).await;
    let browser = Browser::new(room.address).await;
    for page in PAGES {
        browser.go(&format!("/show/{page}")).await;
        // Hovering, focusing and opening are what many payloads wait for.
        browser
            .run(
                "document.querySelectorAll('details').forEach(d => d.open = true); \
                 document.querySelectorAll('*').forEach(e => { \
                   for (const kind of ['mouseover', 'focus', 'error', 'load', 'toggle']) \
                     e.dispatchEvent(new Event(kind)); })",
            )
            .await;
        let ran = browser.run("return window.pwned === undefined ? 'no' : 'yes'").await;
        assert_eq!(ran, "no", "{page}: a payload was run");
        let foreign = "main script, main style, main iframe, main object, main embed, main base, \
            main meta, main link, main img, main video, main audio, main form[action^='http'], \
            main a[href^='javascript'], main math, main foreignObject";
        assert_eq!(browser.count(foreign).await, 0, "{page}: an element came from a payload");
        assert!(browser.page.get_alert_text().await.is_err(), "{page}: a dialogue is open");
        let address = browser.page.current_url().await.unwrap();
        assert!(address.path().ends_with(page), "{page}: a payload led away to {address}");
    }
    browser.go("/show/panel").await;
    browser.wait_for("details.dose").await;
    assert_eq!(browser.count("details.dose").await, 2 * payloads().len());
    assert_eq!(browser.count("main .sources tbody tr").await, payloads().len());
    let shown = browser.run("return document.querySelector('main').textContent").await;
    let shown = shown.as_str().unwrap();
    for payload in payloads().iter().filter(|payload| !payload.contains(['\u{202e}', '\u{200b}'])) {
        assert!(shown.contains(payload.trim()), "{payload} is not shown as it was written");
    }
    browser.close().await;
    assert_eq!(room.reports.load(Ordering::SeqCst), 0, "the content policy had to stop something");
}

/// That the test can fail: a page that does run a payload is noticed, by effect and by report.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_escapes_nothing_is_noticed() {
    let site = Site::quiet().await;
    let room = Showroom::open(&site).await;
    let browser = Browser::new(room.address).await;
    browser.go("/show/naive").await;
    browser.wait_for("main img").await;
    tokio::time::timeout(std::time::Duration::from_secs(10), async {
        while room.reports.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("the content policy reported nothing");
    browser.close().await;
}

/// Pages with payloads in every field, behind the site's own headers, and a place for reports.
struct Showroom {
    address: SocketAddr,
    reports: Arc<AtomicUsize>,
}

#[derive(Clone)]
struct Hall {
    chrome: Chrome,
    policy: HeaderValue,
    reports: Arc<AtomicUsize>,
}

impl Showroom {
    async fn open(site: &Site) -> Self {
        let front = site.staff(CARE).await.get("/").await;
        let asset = |stem: &str| {
            let at = front.body.find(&format!("/static/{stem}")).unwrap();
            front.body[at..].split('"').next().unwrap().to_owned()
        };
        let panel = site.staff(CARE).await;
        let panel = panel.get(&panel.open("191212121212").await).await.body;
        let script = panel.split("script src=\"").nth(1).unwrap().split('"').next().unwrap();
        let policy = format!("{}; report-uri /reports", front.header("content-security-policy"));
        let payload = payloads()[0].clone();
        let who = Who {
            name: payload.clone(),
            role: payload.clone(),
            searches: true,
            administers: false,
            changes: None,
            elsewhere: Some(payload),
            leave: "/logout",
        };
        let hall = Hall {
            chrome: Chrome {
                style: asset("panel"),
                script: script.to_owned(),
                icon: asset("icon"),
                home: "/",
                environment: None,
                who: Some(who),
            },
            policy: policy.parse().unwrap(),
            reports: Arc::default(),
        };
        let reports = Arc::clone(&hall.reports);
        let count = |State(hall): State<Hall>| async move {
            hall.reports.fetch_add(1, Ordering::SeqCst);
        };
        let rooms = Router::new()
            .route("/show/{page}", get(show))
            .route("/reports", post(count))
            .with_state(hall)
            .fallback_service(router(site.state.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, rooms).await });
        Self { address, reports }
    }
}

async fn show(State(hall): State<Hall>, Path(page): Path<String>) -> Response {
    let chrome = &hall.chrome;
    let payload = &payloads()[1];
    let patient = patient();
    let journal = armed();
    let showing = Showing {
        journal: &journal,
        patient: &patient,
        complete: page != "waiting",
        now: now(),
        kept_apart: &[],
        catalogue: catalogue(),
    };
    let mut response = match page.as_str() {
        "panel" | "waiting" => {
            let view = JournalView::of(&showing, &Filter::default());
            let page = PanelPage {
                chrome,
                view: &view,
                grounds: &grounds(),
                base: "/panel/x",
                refresh_seconds: 60,
            };
            Html(page.render().unwrap()).into_response()
        }
        "print" => {
            let view = &JournalView::of(&showing, &Filter::default());
            let (base, care_provider) = ("/panel/x", payload.as_str());
            let (grounds, with_others) = (&grounds(), false);
            let page = PrintPage { chrome, view, grounds, base, with_others, care_provider };
            Html(page.render().unwrap()).into_response()
        }
        "log" => {
            let lines: Vec<LogLine> = payloads().iter().map(|payload| line(payload)).collect();
            let asked = &LogForm {
                patient: payload.clone(),
                staff: payload.clone(),
                from: payload.clone(),
                to: payload.clone(),
            };
            let (name, problem, found) =
                (payload.as_str(), Some(payload.as_str()), Some(&lines[..]));
            let page = LogPage { chrome, name, asked, problem, found, summary: payload };
            Html(page.render().unwrap()).into_response()
        }
        "search" => {
            let series =
                SeriesChoice { value: payload.clone(), name: payload.clone(), chosen: true };
            let series = &[series];
            let page = SearchPage { chrome, typed: payload, series, problem: Some(payload) };
            Html(page.render().unwrap()).into_response()
        }
        "customer" => {
            let text = || payload.clone();
            let contact = ContactDetails {
                name: text(),
                care_of: text(),
                street: text(),
                postal_code: text(),
                place: text(),
                phone: text(),
                email: text(),
            };
            let form = CustomerForm { fields: fields(&contact, &[]), was_silent: true };
            let notices = [
                CustomerNotice::Deceased { on: Some(text()) },
                CustomerNotice::Departed { since: Some(text()) },
            ];
            let addresses = ("/panel/x/customer", "/panel/x");
            let form = Some(form);
            let page = CustomerPage::new(chrome, &patient, now(), &notices, form, addresses);
            Html(page.render().unwrap()).into_response()
        }
        "login" => {
            let choice =
                |text: String| LoginChoice { value: text.clone(), name: text.clone(), role: text };
            let choices: Vec<LoginChoice> = payloads().into_iter().map(choice).collect();
            let page = LoginPage { chrome, choices: &choices, problem: Some(payload) };
            Html(page.render().unwrap()).into_response()
        }
        "support" => {
            let rows: Vec<ProviderRow> = payloads().into_iter().zip(0..).map(provider).collect();
            let log_troubles = &payloads();
            let problem = Some(payload.as_str());
            let page = SupportPage { chrome, log_troubles, providers: &rows, problem };
            Html(page.render().unwrap()).into_response()
        }
        "message" => {
            let page = MessagePage {
                chrome,
                title: payload,
                text: payload,
                log_id: Some(payload),
                onward: None,
            };
            Html(page.render().unwrap()).into_response()
        }
        "json" => axum::Json(JournalJson::of(&showing)).into_response(),
        "fhir" => axum::Json(fhir::bundle(&showing, &payloads())).into_response(),
        // One alone: all together, one of them would lead away from the page.
        _ => Html(format!("<main>{payload}</main>")).into_response(),
    };
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, hall.policy);
    response.headers_mut().insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    response
}

/// A row of the access log in which every text is a payload.
fn line(payload: &str) -> LogLine {
    let assignment = Assignment {
        id: payload.to_owned(),
        staff: StaffMember { hsa_id: "SE1-ANNA".parse().unwrap(), name: payload.to_owned() },
        care_provider: CareProvider { hsa_id: "SE1-VG".parse().unwrap(), name: payload.to_owned() },
        clinic: None,
        purpose: AssignmentPurpose::CareAndTreatment,
        title: payload.to_owned(),
    };
    let event = AccessEvent {
        basis: Some(LegalBasis::Emergency { reason: payload.to_owned() }),
        outcome: AccessOutcome::Refused { reason: payload.to_owned() },
        sources: vec![AccessedSource {
            source: payload.to_owned(),
            state: payload.to_owned(),
            records: 1,
            holders: Vec::new(),
        }],
        details: Some(payload.to_owned()),
        ..AccessEvent::new(now(), assignment, AccessActivity::ViewOpened)
    };
    LogLine::of(&event, 1, true)
}

fn provider((text, at): (String, u32)) -> ProviderRow {
    let row = SwitchRow {
        at: text.clone(),
        by: text.clone(),
        on: true,
        from: text.clone(),
        reason: text.clone(),
    };
    ProviderRow {
        hsa_id: text.clone(),
        anchor: format!("vg{at}"),
        name: text,
        on: true,
        history: vec![row],
    }
}

/// A journal in which every text is a payload: a source and a dose for each.
fn armed() -> Journal {
    let payloads = payloads();
    let mut journal = empty(Vec::new());
    for (at, payload) in payloads.iter().enumerate() {
        let trouble = Trouble::ResultError { log_id: Some(payload.clone()) };
        let mut source = system(&format!("SE{at}-A"), payload, SourceState::Refused(trouble));
        if at.is_multiple_of(3) {
            let as_of = Some(payload.clone());
            source.state = SourceState::FromCache { as_of, refresh_failed: true };
        }
        source.correlation_id = Some(payload.clone());
        journal.sources.push(source);
        let armed = armed_record(at, payload);
        let mut one = dose(armed.clone(), &[payload, "TBE"]);
        one.records.push(MergedRecord { record: armed.clone(), rule: Some(MergeRule::D2) });
        one.conflicts = vec![(payload.clone(), vec![payload.clone(), "x".to_owned()])];
        journal.doses.push(one);
        if at < 5 {
            let placed = PlacedRecord { record: armed, folded: Vec::new(), rule: MergeRule::N1 };
            journal.nullified.push(placed.clone());
            journal.ordered.push(placed);
            journal.withheld.push(WithheldGroup {
                source: payload.clone(),
                reason: WithheldReason::Blocked,
                count: 1,
            });
            journal.unreadable.push(UnreadableRecord {
                source: payload.clone(),
                position: 1,
                fault: payload.clone(),
                date: None,
            });
        }
    }
    let shown = payloads.len() as u32;
    journal.conservation = Conservation {
        received: 2 * shown + 20,
        shown,
        merged: shown,
        withheld: 5,
        nullified: 5,
        ordered: 5,
        unreadable: 5,
    };
    journal
}

fn armed_record(at: usize, payload: &str) -> VaccinationRecord {
    let text = || Some(payload.to_owned());
    let coded = || {
        Some(Coded {
            code: text(),
            code_system: text(),
            display_name: text(),
            original_text: text(),
        })
    };
    let unit = || Some(OrgUnit { hsa_id: None, name: text() });
    let person = || Some(Actor { hsa_id: None, name: text() });
    let mut armed = record(&format!("SE{at}-A"), payload, "2020-01-01", payload);
    armed.key.reference = text();
    if at.is_multiple_of(4) {
        armed.date = Some(Reported::Odd(payload.to_owned()));
    }
    armed.author_time = Some(Reported::Odd(payload.to_owned()));
    armed.care_provider_org = unit();
    armed.accountable_unit = unit();
    armed.source_system_name = text();
    armed.performer_org = unit();
    armed.performer = person();
    armed.prescriber_org = unit();
    armed.prescriber = person();
    armed.vaccine_name = coded();
    armed.vaccine_type = coded();
    armed.target_diseases = coded().into_iter().collect();
    armed.batch = text();
    armed.manufacturer = text();
    armed.dose = Some(DoseAmount {
        text: payload.to_owned(),
        quantity: Some((payload.to_owned(), payload.to_owned())),
    });
    armed.dose_number = Some(Reported::Odd(payload.to_owned()));
    armed.prescribed_doses = Some(Reported::Odd(payload.to_owned()));
    armed.site = coded();
    armed.route = coded();
    armed.programme = coded();
    armed.source_description = text();
    armed.comments = vec![payload.to_owned()];
    armed.adverse_effects = coded().into_iter().collect();
    armed.risk_categories = coded().into_iter().collect();
    armed.nullified_reason = text();
    armed.marks = vec![Mark::FormatDeviation { element: payload.to_owned() }];
    armed.content = RecordContent::Vaccination;
    armed
}

/// Ways out of a text (25) by what to do there (8).
fn payloads() -> Vec<String> {
    let outs = [
        "X",
        "\">X",
        "'>X",
        "`>X",
        "</p>X",
        "</bdi>X",
        "</td></tr></table>X",
        "</summary></details>X",
        "</title>X",
        "</script>X",
        "</style>X",
        "</textarea>X",
        "</option></select>X",
        "<!--X",
        "-->X",
        "]]>X",
        "<svg>X",
        "<math><mtext>X",
        "{{X}}",
        "{% raw %}X",
        "${X}",
        "\\x3cX",
        "\u{202e}X",
        "<scr\u{200b}ipt>X",
        "&lt;X&gt;",
    ];
    let acts = [
        "<script>window.pwned=1</script>",
        "<img src=x onerror=\"window.pwned=1\">",
        "<svg onload=window.pwned=1>",
        "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
        "<a href=\"javascript:window.pwned=1\" autofocus onfocus=window.pwned=1>a</a>",
        "<details open ontoggle=window.pwned=1>",
        "<style>*{color:red}</style><link rel=stylesheet href=//evil.example/x>",
        "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
    ];
    let all = outs.iter().flat_map(|out| acts.iter().map(|act| out.replacen('X', act, 1)));
    let all: Vec<String> = all.collect();
    assert_eq!(all.len(), 200);
    all
}
