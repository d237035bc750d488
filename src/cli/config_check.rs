use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;

use super::{Ended, FAILED, SettingsFile, in_one_line};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, Loaded};
use crate::transport::{CertificateDescription, Identity, Roots};

/// Shows the settings in force, the certificates they name, and on standard error everything that
/// would keep the service from starting.
pub fn run(settings: &SettingsFile) -> Ended {
    let Loaded { config, effective } = settings.load()?;
    let now = SystemClock.now();
    let mut output = io::stdout().lock();
    for setting in effective {
        writeln!(output, "{setting}")?;
    }
    let mut report = Report::default();
    report.settings(&config);
    report.identity(&config, now, &mut output)?;
    report.roots(&config, now, &mut output)?;
    for warning in &report.warnings {
        eprintln!("warning: {warning}");
    }
    for fault in &report.faults {
        eprintln!("error: {fault}");
    }
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

#[derive(Default)]
struct Report {
    warnings: Vec<String>,
    faults: Vec<String>,
}

impl Report {
    fn settings(&mut self, config: &Config) {
        self.take(config.own_system.hsa_id());
        self.take(config.http.listen());
        self.take(config.platform.endpoint());
        self.take(config.platform.original_consumer());
        self.take(config.platform.identity.files());
        self.take(config.platform.root_certificates());
        self.take(config.platform.transport());
        self.take(config.platform.client());
        self.take(config.ask.settings(config.platform.calls_at_once));
        self.take(config.store.settings());
        self.take(config.access_log.settings());
        self.take(config.access_log.upkeep());
        self.take(config.access_log.head_keeper());
        if let Ok(system) = config.own_system.hsa_id() {
            let limits = config.xml.limits(config.platform.connection.largest_answer_bytes);
            self.take(config.access_log.onward(system, limits));
        }
        if config.access_log.heads.key().is_none() {
            self.warnings.push(
                "access_log.heads.key: not set, so nobody sees if the access log is cut off"
                    .to_owned(),
            );
        }
        self.take(config.plans());
        self.take(config.ask.most_views());
        let limits = config.xml.limits(config.platform.connection.largest_answer_bytes);
        self.take(config.lawful_access.rules(config.ask.fault_pause_seconds));
        self.take(config.lawful_access.check_services(&limits));
        self.warnings.extend(config.lawful_access.warnings().into_iter().map(str::to_owned));
        self.take(config.person_register());
        self.take(config.web());
        self.take(config.telemetry.settings());
        if config.login.development {
            self.warnings.push("login.development: anybody may log in".to_owned());
        }
        if config.person_register.address.is_empty() {
            self.warnings.push(
                "person_register.address: no person register is asked, so new patients are written \
                 in by hand and their earlier numbers are not known"
                    .to_owned(),
            );
        }
        if config.ask.source_seconds < PLATFORM_SECONDS {
            self.warnings.push(format!(
                "ask.source_seconds: under {PLATFORM_SECONDS}, answers are abandoned that the \
                 platform would still give"
            ));
        }
    }

    fn identity(
        &mut self,
        config: &Config,
        now: Timestamp,
        output: &mut impl Write,
    ) -> io::Result<()> {
        // What is wrong with the settings themselves has been said.
        let Ok(files) = config.platform.identity.files() else { return Ok(()) };
        if let Some(identity) = self.take(Identity::load(&files, now)) {
            writeln!(output, "\nclient certificate {}", files.certificate.display())?;
            self.certificate(identity.description(), config, now, output)?;
        }
        Ok(())
    }

    fn roots(
        &mut self,
        config: &Config,
        now: Timestamp,
        output: &mut impl Write,
    ) -> io::Result<()> {
        let Ok(path) = config.platform.root_certificates() else { return Ok(()) };
        if let Some(roots) = self.take(Roots::load(Path::new(&path), now)) {
            for description in roots.descriptions() {
                writeln!(output, "\ntrusted certificate authority")?;
                self.certificate(description, config, now, output)?;
            }
        }
        Ok(())
    }

    fn certificate(
        &mut self,
        certificate: &CertificateDescription,
        config: &Config,
        now: Timestamp,
        output: &mut impl Write,
    ) -> io::Result<()> {
        writeln!(output, "  subject   {}", certificate.subject)?;
        if let Some(hsa_id) = &certificate.hsa_id {
            writeln!(output, "  HSA-id    {hsa_id}")?;
        }
        for issuer in &certificate.issuers {
            writeln!(output, "  issuer    {issuer}")?;
        }
        writeln!(output, "  valid     {} to {}", certificate.not_before, certificate.not_after)?;
        let days = certificate.days_left(now);
        writeln!(output, "  days left {days}")?;
        if certificate.expiry_warning(now, &config.platform.identity.warn_days).is_some() {
            self.warnings.push(format!("{} ends in {days} days", certificate.subject));
        }
        Ok(())
    }

    /// Keeps what is right, and notes what is wrong.
    fn take<T, E: std::error::Error + 'static>(&mut self, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.note(in_one_line(&error))).ok()
    }

    fn note(&mut self, fault: String) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

/// What the platform may need for an aggregated call, 35 seconds, with a margin.
const PLATFORM_SECONDS: u64 = 40;
