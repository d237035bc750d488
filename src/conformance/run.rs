//! A run: the first questions, the cases one by one, and a report.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use roxmltree::Document;

use super::answer::{self, Check, Tally};
use super::ask::Asker;
use super::case::{self, Case, How};
use super::data::Data;
use super::exchange::{Exchange, Question};
use super::judge;
use super::known::{Known, is_good};
use super::mask::Mask;
use super::report::{QuestionReport, Report, RuleReport, Subject};
use super::rule::{Finding, Rule, Verdict};
use super::schema::{SchemaError, Schemas};
use super::seen::Seen;
use crate::clock::{Clock, SystemClock};
use crate::domain::LogicalAddress;
use crate::rivta::{GvhVersion, xml};
use crate::transport::{self, Endpoint, SetupError};

/// Which producer is tried, and how.
#[derive(Clone)]
pub struct Settings {
    /// Address of the service GetVaccinationHistory.
    pub endpoint: Endpoint,
    /// Address of the service PingForConfiguration, where the producer has it.
    pub ping_endpoint: Option<Endpoint>,
    /// Address of the service in the contract's other version, where the producer speaks both.
    pub other_endpoint: Option<Endpoint>,
    /// The producer's logical address.
    pub logical_address: LogicalAddress,
    /// The contract to ask in; left out, the test data says.
    pub contract: Option<GvhVersion>,
    /// Our certificate, whom we trust, and how we connect.
    pub transport: transport::Settings,
    /// What one answer may cost.
    pub limits: transport::Limits,
    /// What one document may hold.
    pub xml: xml::Limits,
    /// Longest time for an answer (contract description 2.2.1, 4.3: 27 seconds).
    pub answer_time: Duration,
    /// How long an answer is waited for. Longer than `answer_time`, to see how late one is.
    pub deadline: Duration,
    /// Questions that are put at once where a rule speaks of that (chapter 4.3: ten).
    pub at_once: usize,
    /// Whether reports show patients' ids.
    pub show_patients: bool,
    /// The present time, for the report.
    pub clock: Arc<dyn Clock>,
}

impl Settings {
    /// A producer that is asked itself, with the contract's own limits of time and wide ones of
    /// size: what a test of its own team starts from.
    pub fn direct(
        endpoint: Endpoint,
        logical_address: LogicalAddress,
        identity: transport::IdentityFiles,
        roots: PathBuf,
    ) -> Self {
        const LARGEST_ANSWER: usize = 16 << 20;
        Self {
            endpoint,
            ping_endpoint: None,
            other_endpoint: None,
            logical_address,
            contract: None,
            transport: transport::Settings {
                identity,
                roots,
                connect_timeout: Duration::from_secs(5),
                pool_idle_timeout: Duration::from_secs(15),
                pool_max_idle_per_host: 64,
                calls_at_once: 64,
                bytes_in_flight: 4 * LARGEST_ANSWER as u64,
            },
            limits: transport::Limits {
                largest_answer: LARGEST_ANSWER as u64,
                body_idle: Duration::from_secs(10),
            },
            xml: xml::Limits {
                bytes: LARGEST_ANSWER,
                depth: 64,
                attributes: 256,
                namespace_bindings: 256,
                name_length: 1024,
                text_length: 1 << 20,
                records: 10_000,
                list_entries: 100_000,
                findings: 16,
            },
            answer_time: Duration::from_secs(27),
            deadline: Duration::from_secs(40),
            at_once: 10,
            show_patients: false,
            clock: Arc::new(SystemClock),
        }
    }
}

/// How far a run has come.
pub struct Progress<'r> {
    /// Rules that are judged.
    pub done: usize,
    /// All rules.
    pub of: usize,
    /// The rule judged last; none after the first questions.
    pub latest: Option<&'r RuleReport>,
}

/// Why a run could not be made. What a producer does wrong is in the report instead.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// TLS could not be set up.
    #[error("cannot connect")]
    Setup(#[from] SetupError),
    /// The answers could not be judged by the contract's schemas.
    #[error("the answers cannot be judged by the schemas")]
    Schemas(#[from] SchemaError),
    /// The judging of answers was stopped with the program.
    #[error("the judging of the answers was stopped")]
    Stopped,
    /// The producer could not be reached.
    #[error("no question reached the producer")]
    Unreachable(#[source] transport::TransportError),
}

/// Tries a producer by every rule and tells the result. `progress` hears of every rule judged.
///
/// Questions are put one at a time, but where a rule speaks of several at once.
pub async fn run(
    settings: &Settings,
    data: &Data,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Report, RunError> {
    let started = (settings.clock.now(), Instant::now());
    let version = settings.contract.unwrap_or(data.contract);
    let client = transport::Client::new(settings.transport.clone(), started.0)?;
    let asker = Asker { settings, version, client };
    let mask = Mask::new(data, settings.show_patients);
    let mut known = Known {
        data,
        version,
        address: &settings.logical_address,
        can_ping: settings.ping_endpoint.is_some(),
        other_version: settings.other_endpoint.as_ref().map(|_| other_version(version)),
        at_once: settings.at_once,
        answer_time: settings.answer_time,
        firsts: &[],
    };
    let mut exchanges = first_questions(&asker, &known).await?;
    let firsts: Vec<_> = exchanges.iter().map(good_history).collect();
    known.firsts = &firsts;

    let cases: Vec<&Case> = case::all().collect();
    let mut rules: Vec<Option<RuleReport>> = cases.iter().map(|_| None).collect();
    let of = super::rules().count();
    progress(Progress { done: 0, of, latest: None });
    // What looks at the whole run comes when there is a whole run.
    let looks = |case: &Case| matches!(case.how, How::Looks(_));
    let order = (0..cases.len()).filter(|at| !looks(cases[*at]));
    let order = order.chain((0..cases.len()).filter(|at| looks(cases[*at])));
    for (done, at) in order.enumerate() {
        let report = judged(&asker, &known, cases[at], &mut exchanges, &mask).await;
        progress(Progress { done: done + 1, of, latest: Some(&report) });
        rules[at] = Some(report);
    }
    for report in answer_rules(&exchanges, version, settings.xml, &mask).await? {
        rules.push(Some(report));
        progress(Progress { done: rules.len(), of, latest: rules.last().and_then(Option::as_ref) });
    }
    Ok(Report {
        subject: Subject::of(settings, version),
        started: started.0,
        took: started.1.elapsed(),
        rules: rules.into_iter().flatten().collect(),
        questions: exchanges.iter().map(|it| QuestionReport::of(it, &mask)).collect(),
    })
}

/// Judges every answer by what any answer must keep, and puts the verdicts together by rule.
async fn answer_rules(
    exchanges: &[Exchange],
    version: GvhVersion,
    limits: xml::Limits,
    mask: &Mask,
) -> Result<Vec<RuleReport>, RunError> {
    let started = Instant::now();
    let judged = exchanges.iter().filter_map(|exchange| {
        let received = exchange.outcome.as_ref().ok()?;
        let is_judged = matches!(received.seen, Seen::History(_) | Seen::Fault(_));
        let answer = (received.body.clone(), received.content_type.clone());
        is_judged.then_some((exchange.number, answer))
    });
    let answers: Vec<_> = judged.collect();
    let judging = tokio::task::spawn_blocking(move || tallies(answers, limits));
    let tallies = judging.await.map_err(|_| RunError::Stopped)??;
    let checks: BTreeMap<&str, &Check> =
        answer::checks().map(|check| (check.rule.id, check)).collect();
    let report = |rule: &'static Rule| {
        let (places, tally) = tallies.get(rule.id).cloned().unwrap_or_default();
        let verdict = match checks.get(rule.id) {
            Some(check) => check.verdict(tally, version),
            None => tally.verdict("a message"),
        };
        RuleReport::of(rule, verdict, &places, Vec::new(), started.elapsed(), mask)
    };
    Ok(answer::rules().map(report).collect())
}

/// What each rule on answers gave, with the number of the question for each finding.
type Tallies = BTreeMap<&'static str, (Vec<usize>, Tally)>;

fn tallies(
    answers: Vec<(usize, (Bytes, Option<String>))>,
    limits: xml::Limits,
) -> Result<Tallies, SchemaError> {
    let schemas = Schemas::new()?;
    let mut tallies = Tallies::new();
    for (number, (body, content_type)) in answers {
        let Ok(text) = xml::decoded(&body, content_type.as_deref(), &limits) else { continue };
        let Ok(document) = Document::parse(&text) else { continue };
        for (rule, tally) in answer::judge(&document, &schemas)? {
            let (places, sum) = tallies.entry(rule).or_default();
            places.extend(tally.findings.iter().map(|_| number));
            sum.add(tally);
        }
    }
    Ok(tallies)
}

/// The contract's other version.
pub fn other_version(version: GvhVersion) -> GvhVersion {
    match version {
        GvhVersion::V1 => GvhVersion::V2,
        GvhVersion::V2 => GvhVersion::V1,
    }
}

async fn first_questions(asker: &Asker<'_>, known: &Known<'_>) -> Result<Vec<Exchange>, RunError> {
    let mut exchanges = Vec::new();
    for (at, patient) in known.data.patients.iter().enumerate() {
        exchanges.push(asker.ask(at + 1, known.first(patient, at + 1)).await);
    }
    let reached = exchanges.iter().any(|exchange| match &exchange.outcome {
        Ok(_) => true,
        // Late is an answer too: the producer was reached.
        Err(error) => matches!(error, transport::TransportError::Deadline),
    });
    match exchanges.iter().find_map(|exchange| exchange.outcome.as_ref().err()) {
        Some(error) if !reached => Err(RunError::Unreachable(error.clone())),
        _ => Ok(exchanges),
    }
}

fn good_history(exchange: &Exchange) -> Option<Arc<super::seen::History>> {
    match exchange.seen()? {
        Seen::History(history) if is_good(history) => Some(Arc::clone(history)),
        _ => None,
    }
}

async fn judged(
    asker: &Asker<'_>,
    known: &Known<'_>,
    case: &'static Case,
    exchanges: &mut Vec<Exchange>,
    mask: &Mask,
) -> RuleReport {
    let started = Instant::now();
    let before = exchanges.len();
    let outcome = match case.how {
        How::Looks(look) => look(known, exchanges),
        How::Asks(questions) => match questions(known) {
            Err(verdict) => Err(verdict),
            Ok(questions) => {
                for question in questions {
                    let number = exchanges.len() + 1;
                    exchanges.push(asker.ask(number, question).await);
                }
                Ok(findings(&exchanges[before..], known.version))
            }
        },
        How::AsksAtOnce(questions) => match questions(known) {
            Err(verdict) => Err(verdict),
            Ok(questions) => {
                exchanges.extend(at_once(asker, before, questions).await);
                Ok(findings(&exchanges[before..], known.version))
            }
        },
    };
    let asked = exchanges[before..].iter().map(|exchange| exchange.number).collect();
    let took = started.elapsed();
    let (places, verdict): (Vec<usize>, _) = match outcome {
        Err(verdict) => (Vec::new(), verdict),
        Ok(found) if found.is_empty() => (Vec::new(), Verdict::Passed),
        Ok(found) => {
            let (places, findings) = found.into_iter().unzip();
            (places, Verdict::Failed(findings))
        }
    };
    RuleReport::of(&case.rule, verdict, &places, asked, took, mask)
}

async fn at_once(asker: &Asker<'_>, before: usize, questions: Vec<Question>) -> Vec<Exchange> {
    let asked = questions.into_iter().enumerate();
    let asked = asked.map(|(at, question)| asker.ask(before + at + 1, question));
    futures_util::future::join_all(asked).await
}

fn findings(exchanges: &[Exchange], version: GvhVersion) -> Vec<(usize, Finding)> {
    let found = exchanges.iter().flat_map(|exchange| {
        let findings = judge::exchange(exchange, version).into_iter();
        findings.map(move |finding| (exchange.number, finding))
    });
    found.collect()
}
