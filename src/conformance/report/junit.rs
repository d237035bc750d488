use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Outcome, Report, RuleReport};

impl Report {
    /// The report in the XML form of JUnit, which build servers read: a test case for each rule.
    pub fn junit(&self) -> io::Result<String> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let not_judged = self.count(Outcome::NotApplicable) + self.count(Outcome::NotTestable);
        let (tests, failures) = (self.rules.len(), self.count(Outcome::Failed));
        let name = format!("GetVaccinationHistory {}", self.subject.contract);
        writer
            .create_element("testsuite")
            .with_attribute(("name", name.as_str()))
            .with_attribute(("hostname", self.subject.logical_address.as_str()))
            .with_attribute(("timestamp", self.started.to_string().as_str()))
            .with_attribute(("time", seconds(self.took).as_str()))
            .with_attribute(("tests", tests.to_string().as_str()))
            .with_attribute(("failures", failures.to_string().as_str()))
            .with_attribute(("errors", "0"))
            .with_attribute(("skipped", not_judged.to_string().as_str()))
            .write_inner_content(|writer| {
                self.rules.iter().try_for_each(|rule| test_case(writer, rule))
            })?;
        String::from_utf8(writer.into_inner()).map_err(io::Error::other)
    }
}

fn test_case(writer: &mut Writer<Vec<u8>>, rule: &RuleReport) -> io::Result<()> {
    let took = seconds(rule.took);
    let case = writer
        .create_element("testcase")
        .with_attribute(("classname", rule.rule.source))
        .with_attribute(("name", rule.rule.id))
        .with_attribute(("time", took.as_str()));
    match rule.outcome {
        Outcome::Passed => case.write_empty()?,
        Outcome::Failed => case.write_inner_content(|writer| {
            writer
                .create_element("failure")
                .with_attribute(("message", rule.rule.demands))
                .write_text_content(BytesText::new(&rule.lines()))?;
            Ok(())
        })?,
        Outcome::NotApplicable | Outcome::NotTestable => case.write_inner_content(|writer| {
            let why = rule.reason.as_deref().unwrap_or_default();
            writer.create_element("skipped").with_attribute(("message", why)).write_empty()?;
            Ok(())
        })?,
    };
    Ok(())
}

fn seconds(took: std::time::Duration) -> String {
    format!("{:.3}", took.as_secs_f64())
}
