//! Settings: defaults, file and environment over each other, and every mistake named.

use std::ffi::OsString;
use std::fs;

use secrecy::ExposeSecret;
use vaccinjournal::config::environment::EnvironmentName;
use vaccinjournal::config::{ConfigError, Loaded, Variables};
use vaccinjournal::journal::ask::Plan;

const DEFAULTS: &str = include_str!("../../config.default.toml");

#[test]
fn every_setting_has_a_comment_above_it() {
    let lines: Vec<&str> = DEFAULTS.lines().collect();
    let setting = |line: &str| {
        let name = line.trim_start_matches('#').split(" = ").next().unwrap_or_default();
        line.contains(" = ")
            && !line.starts_with("# ")
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let mut documented = 0;
    for pair in lines.windows(2) {
        if setting(pair[1]) && !pair[1].starts_with('#') {
            assert!(pair[0].starts_with("# "), "{} has no comment above it", pair[1]);
            documented += 1;
        }
    }
    let listed = read("", &[]).unwrap().effective.len();
    assert_eq!(documented, listed, "a setting is hidden from this test");
}

#[test]
fn the_defaults_are_the_settings_when_nothing_overrides_them() {
    let loaded = read("", &[]).unwrap();
    assert_eq!(loaded.config.environment.name, EnvironmentName::Production);
    assert_eq!(loaded.config.ask.fault_pause_seconds, 300);
    assert!(!loaded.config.login.development);
    assert!(loaded.config.care_provider.is_empty());
    assert!(loaded.effective.iter().all(|setting| setting.overridden_by.is_none()));
    assert!(loaded.config.ask.period_start().is_ok());
    assert!(loaded.config.ask.deadlines().is_ok());
    assert!(loaded.config.telemetry.settings().is_ok());
    assert!(loaded.config.web().is_ok());
    assert!(loaded.config.store.settings().is_ok());
}

#[test]
fn the_file_overrides_the_default_and_the_environment_overrides_both() {
    let file = "[ask]\nsource_seconds = 41\nview_seconds = 51";
    let loaded = read(file, &[("VACCINJOURNAL__ASK__VIEW_SECONDS", "61")]).unwrap();
    assert_eq!(loaded.config.ask.breaker_failures, 5);
    assert_eq!(loaded.config.ask.source_seconds, 41);
    assert_eq!(loaded.config.ask.view_seconds, 61);
    assert!(origin(&loaded, "ask.breaker_failures").is_none());
    assert!(origin(&loaded, "ask.source_seconds").unwrap().ends_with("settings.toml"));
    let variable = "VACCINJOURNAL__ASK__VIEW_SECONDS in the environment";
    assert_eq!(origin(&loaded, "ask.view_seconds").unwrap(), variable);
}

#[test]
fn a_variable_can_hold_every_kind_of_setting() {
    let loaded = read(
        "",
        &[
            ("VACCINJOURNAL__LOGIN__DEVELOPMENT", "true"),
            ("VACCINJOURNAL__PLATFORM__IDENTITY__WARN_DAYS", "90, 14"),
            ("VACCINJOURNAL__PLATFORM__IDENTITY__CERTIFICATE", "identity.p12"),
            ("VACCINJOURNAL__PLATFORM__IDENTITY__PASSWORD", "007"),
            ("VACCINJOURNAL__HTTP__FRAME_ANCESTORS", "https://a.test,https://b.test:8443"),
        ],
    )
    .unwrap();
    assert!(loaded.config.login.development);
    assert_eq!(loaded.config.platform.identity.warn_days, [90, 14]);
    assert_eq!(loaded.config.http.frame_ancestors().unwrap().len(), 2);
    let files = loaded.config.platform.identity.files().unwrap();
    assert_eq!(files.passphrase.unwrap().expose_secret(), "007", "a number is text all the same");
}

#[test]
fn an_unknown_setting_is_named_with_who_sets_it() {
    refused("[http]\nlisten_on = \"x\"", &[], &["http.listen_on", "settings.toml"]);
    refused("[htttp]\nlisten = \"x\"", &[], &["htttp", "settings.toml"]);
    refused("[platform.identity]\npin = \"x\"", &[], &["platform.identity.pin"]);
    refused("\"http.listen\" = \"x\"", &[], &["http.listen"]);
    for variable in [
        "VACCINJOURNAL__HTTP__LISTEN_ON",
        "VACCINJOURNAL__HTTP",
        "VACCINJOURNAL__HTTP__LISTEN__PORT",
        "VACCINJOURNAL_HTTP__LISTEN",
        "VACCINJOURNAL__",
    ] {
        refused("", &[(variable, "x")], &["no setting", variable]);
    }
    let care_provider = "[[care_provider]]\nhsa_id = \"*\"\nmode = \"direct\"\nadress = \"x\"";
    refused(care_provider, &[], &["care_provider[0]", "adress"]);
    let source = "[[care_provider]]\nhsa_id = \"*\"\nmode = \"direct\"\n\
        [[care_provider.source]]\naddress = \"x\"\nversion = \"2.0\"\nport = 1";
    refused(source, &[], &["care_provider[0].source[0]", "port"]);
    refused(
        "[[support.user]]\nname = \"a\"\npassword = \"b\"",
        &[],
        &["support.user[0]", "password"],
    );
}

#[test]
fn a_setting_of_the_wrong_kind_is_named_with_what_it_must_be() {
    refused("[ask]\nsource_seconds = \"40\"", &[], &["ask.source_seconds", "a whole number"]);
    refused("[ask]\nsource_seconds = 4.7", &[], &["ask.source_seconds", "a whole number"]);
    refused("[ask]\nsource_seconds = true", &[], &["ask.source_seconds", "a whole number"]);
    refused("[ask]\nsource_seconds = -1", &[], &["ask.source_seconds"]);
    refused("[ask]\nperiod_days_ahead = 70000", &[], &["ask.period_days_ahead"]);
    refused("ask = 1", &[], &["ask", "a section"]);
    refused("[login]\ndevelopment = 1", &[], &["login.development", "true or false"]);
    refused("[http]\nlisten = 8080", &[], &["http.listen", "text"]);
    refused("[platform.identity]\nwarn_days = [\"a\"]", &[], &["platform.identity.warn_days"]);
    refused("[environment]\nname = \"prod\"", &[], &["environment.name", "\"production\""]);
    refused("[[care_provider]]\nmode = \"direct\"", &[], &["care_provider[0].hsa_id", "not set"]);
    for (variable, text) in [
        ("VACCINJOURNAL__ASK__SOURCE_SECONDS", "soon"),
        ("VACCINJOURNAL__ASK__SOURCE_SECONDS", "true"),
        ("VACCINJOURNAL__LOGIN__DEVELOPMENT", "1"),
        ("VACCINJOURNAL__PLATFORM__IDENTITY__WARN_DAYS", "60,x"),
        ("VACCINJOURNAL__CARE_PROVIDER", "SE1"),
    ] {
        refused("", &[(variable, text)], &[variable]);
    }
}

#[test]
fn a_file_that_is_no_toml_is_refused_without_showing_what_it_holds() {
    let error = read("[platform.identity]\npassword = hemligt", &[]).unwrap_err().to_string();
    assert!(error.contains("settings.toml") && error.contains("line 2"), "{error}");
    assert!(!error.contains("hemligt") && !error.contains('\n'), "{error}");
}

#[test]
fn no_secret_is_listed_or_printed() {
    let file = "[platform.identity]\npassword = \"hemligt1\"\n\
        [store]\nurl = \"postgres://mvj:hemligt2@db.test/mvj?password=hemligt3\"\n\
        [[support.user]]\nname = \"anna\"\npassword_hash = \"hemligt4\"";
    let loaded = read(file, &[]).unwrap();
    let listed: Vec<String> = loaded.effective.iter().map(ToString::to_string).collect();
    let listed = listed.join("\n");
    assert!(!listed.contains("hemligt") && !format!("{loaded:?}").contains("hemligt"), "{listed}");
    assert!(listed.contains("platform.identity.password = (hidden)"), "{listed}");
    assert!(listed.contains("postgres://mvj:(hidden)@db.test/mvj"), "{listed}");
    assert!(listed.contains("support.user[0].name = \"anna\""), "{listed}");
    for error in [
        loaded.config.support.users().unwrap_err(),
        read("[platform.identity]\npassword = [\"hemligt\"]", &[]).unwrap_err(),
        read("[[support.user]]\nname = \"a\"\npassword_hash = [\"hemligt\"]", &[]).unwrap_err(),
    ] {
        assert!(!error.to_string().contains("hemligt"), "{error}");
    }
}

#[test]
fn a_password_may_lie_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("password");
    let file = format!(
        "[platform.identity]\ncertificate = \"a.p12\"\npassword = \"file:{}\"",
        path.display()
    );
    let loaded = read(&file, &[]).unwrap();
    let identity = &loaded.config.platform.identity;
    let error = identity.files().unwrap_err().to_string();
    assert!(error.contains("platform.identity.password"), "{error}");
    fs::write(&path, "blå bär\n").unwrap();
    assert_eq!(identity.files().unwrap().passphrase.unwrap().expose_secret(), "blå bär");
    fs::write(&path, "\n").unwrap();
    assert!(identity.files().is_err(), "an empty file is no password");
}

#[test]
fn the_examples_in_the_defaults_can_be_used() {
    let example = |line: &&str| line.starts_with('#') && !line.starts_with("# ") && *line != "#";
    let text: Vec<&str> = DEFAULTS.lines().filter(example).map(|line| &line[1..]).collect();
    let loaded = read(&text.join("\n"), &[]).unwrap();
    let plans = loaded.config.plans().unwrap();
    assert!(matches!(plans.otherwise, Some(Plan::Aggregated { .. })), "{plans:?}");
    assert_eq!(plans.by_care_provider.len(), 2);
    assert_eq!(loaded.config.support.users().unwrap().len(), 1);
}

#[test]
fn a_care_provider_whose_questions_cannot_be_put_is_refused_by_name() {
    let one = |text: &str| format!("[[care_provider]]\nhsa_id = \"SE1\"\n{text}\n");
    let source = "[[care_provider.source]]\naddress = \"SE9\"\nversion = \"2.0\"\n";
    let direct = one("mode = \"direct\"") + source;
    for (file, key) in [
        (one("mode = \"direct\""), "care_provider[0].source is not set"),
        (direct.clone() + source, "care_provider[0].source[1].address: is there twice"),
        (direct.clone() + &direct.to_lowercase(), "care_provider[1].hsa_id: is there twice"),
        (direct.replace("2.0", "3.0"), "care_provider[0].source[0].version"),
        (direct.replace("SE9", "S E9"), "care_provider[0].source[0].address"),
        (one("mode = \"direct\"\naddress = \"SE2\"") + source, "care_provider[0].address"),
        (one("mode = \"aggregated\""), "care_provider[0].address is not set"),
        (one("mode = \"aggregated\"\naddress = \"SE2\""), "care_provider[0].versions is not set"),
        (one("mode = \"aggregated\"") + source, "care_provider[0].source"),
        (
            one("mode = \"index\"\naddress = \"SE2\"\nversions = [\"1.0\", \"2.0\"]"),
            "care_provider[0].versions",
        ),
    ] {
        let config = read(&file, &[]).unwrap().config;
        let error = config.plans().unwrap_err().to_string();
        assert!(error.contains(key), "{error:?} does not say {key:?}\n{file}");
    }
    assert!(read(&direct, &[]).unwrap().config.plans().is_ok());
}

#[test]
fn values_that_make_no_sense_are_refused_by_name() {
    let config = |file: &str| read(file, &[]).unwrap().config;
    let text = |error: ConfigError| error.to_string();
    let series = |oid: &str, name: &str| {
        format!("[[reserve_numbers.series]]\noid = \"{oid}\"\nname = \"{name}\"\n")
    };

    let error = text(config("").own_system.hsa_id().unwrap_err());
    assert_eq!(error, "own_system.hsa_id is not set");
    let error = text(config("").platform.transport().unwrap_err());
    assert_eq!(error, "platform.identity.certificate is not set");
    let error = config("[platform]\nbase_url = \"http://x.test/\"").platform.endpoint();
    assert!(text(error.unwrap_err()).contains("platform.base_url: an endpoint must be https"));
    let error = config("[platform.retry]\npercent = 101").platform.retry.settings();
    assert!(text(error.unwrap_err()).contains("platform.retry.percent"));
    let error = config("[platform.retry]\nlongest_pause_milliseconds = 199");
    let error = text(error.platform.retry.settings().unwrap_err());
    assert!(error.contains("platform.retry.longest_pause_milliseconds"));
    let error = config("[store]\nurl = \"\"").store.settings();
    assert!(text(error.unwrap_err()).contains("store.url is not set"));
    let error = config("[ask]\nbreaker_failures = 0").ask.settings(1);
    assert!(text(error.unwrap_err()).contains("ask.breaker_failures"));
    let error = config("[ask]\nview_seconds = 39").ask.deadlines();
    assert!(text(error.unwrap_err()).contains("ask.view_seconds"));
    let error = config("[ask]\nperiod_start = \"1900-02-30\"").ask.period_start();
    assert!(text(error.unwrap_err()).contains("ask.period_start"));
    let error = config("[http]\nframe_ancestors = [\"'self'; script-src *\"]");
    assert!(text(error.http.frame_ancestors().unwrap_err()).contains("http.frame_ancestors"));
    for (origin, is_fit) in [
        ("https://cosmic.example.se:8443", true),
        ("https://*.cosmic.example.se", true),
        ("https://*.example.se", true),
        ("https://*", false),
        ("http://*", false),
        ("*", false),
        ("https:", false),
        ("https://", false),
        ("https://*.se", false),
        ("https://*.*.example.se", false),
        ("https://cosmic*.example.se", false),
        ("https://cosmic.example.se:*", false),
        ("https://cosmic.example.se/path", false),
        ("https://a.example b.example", false),
    ] {
        let set = config(&format!("[http]\nframe_ancestors = [\"{origin}\"]"));
        assert_eq!(set.http.frame_ancestors().is_ok(), is_fit, "{origin}");
    }
    let error = config("[http]\nframe_ancestors = [1]");
    assert!(text(error.http.frame_ancestors().unwrap_err()).contains("http.frame_ancestors"));
    let error = config("[telemetry]\nfilter = \"a=b=c\"").telemetry.settings();
    assert!(text(error.unwrap_err()).contains("telemetry.filter"));
    for (file, key) in [
        ("[http]\nlisten = \"0.0.0.0:80\"\nsecure_cookies = false", "http.secure_cookies"),
        ("[http]\nlisten = \"0.0.0.0:80\"\n[login]\ndevelopment = true", "login.development"),
        ("[http]\nlargest_head_bytes = 8191", "http.largest_head_bytes"),
        ("[http]\nheader_seconds = 0", "http.header_seconds"),
        ("[login]\nidle_minutes = 0", "login.idle_minutes"),
        ("[launch]\naudience = \"http://mvj.example.se/launch\"", "launch.audience"),
        ("[launch]\naudience = \"https://x\"\nlife_seconds = 121", "launch.life_seconds"),
        ("[launch]\naudience = \"https://x\"\nleeway_seconds = 61", "launch.leeway_seconds"),
        ("[launch]\naudience = \"https://x\"\nremember_minutes = 0", "launch.remember_minutes"),
        ("[launch]\naudience = \"https://x\"\nassurance_levels = []", "launch.assurance_levels"),
        ("[launch]\norigins = [\"https://*.example.se\"]", "launch.origins"),
        (&series("1.2.752.129.2.1.3.1", "Personnummer"), "reserve_numbers.series[0].oid"),
        (&series("Stockholm", "Region Stockholm"), "reserve_numbers.series[0].oid"),
        (&series("1.2.752.97.3.1.3", " "), "reserve_numbers.series[0].name"),
        (&series("1.2.752.97.3.1.3", "A").repeat(2), "reserve_numbers.series[1].oid"),
    ] {
        assert!(text(config(file).web().unwrap_err()).contains(key), "{key}");
    }
    let register = "[person_register]\naddress = \"SE1-PU\"\n";
    for (more, key) in [
        ("address = \"SE1 PU\"", "person_register.address"),
        ("address = \"SE1-PU\"\ndeadline_milliseconds = 0", "deadline_milliseconds"),
    ] {
        let error = config(&format!("[person_register]\n{more}")).person_register().unwrap_err();
        assert!(error.to_string().contains(key), "{error}");
    }
    assert!(config("").person_register().unwrap().is_none());
    let held = format!("{}in_person_register = true\n", series("1.2.752.97.3.1.3", "A"));
    for (series, held) in [(series("1.2.752.97.3.1.3", "A"), 0), (held, 1)] {
        let settings = config(&format!("{register}{series}")).person_register().unwrap().unwrap();
        assert_eq!(settings.reserve_series.len(), held);
    }
    assert!(config("[http]\nsecure_cookies = false").web().is_ok());
    let login = config("[login]\ndevelopment = true").login;
    let development =
        |listen: &str, environment| login.development(listen.parse().unwrap(), environment);
    assert!(development("127.0.0.1:1", EnvironmentName::Demo).unwrap());
    assert!(development("127.0.0.1:1", EnvironmentName::Qa).unwrap());
    for error in [
        development("10.0.0.1:1", EnvironmentName::Demo).unwrap_err(),
        development("127.0.0.1:1", EnvironmentName::Production).unwrap_err(),
    ] {
        assert!(text(error).contains("login.development"));
    }
}

fn read(file: &str, variables: &[(&str, &str)]) -> Result<Loaded, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    fs::write(&path, file).unwrap();
    let pair = |(name, text): &(&str, &str)| (OsString::from(name), OsString::from(text));
    let variables: Variables = variables.iter().map(pair).collect();
    Loaded::read(Some(&path), variables)
}

/// Reading fails, and the error holds each of these.
fn refused(file: &str, variables: &[(&str, &str)], parts: &[&str]) {
    let error = match read(file, variables) {
        Ok(_) => panic!("{file} {variables:?} was taken"),
        Err(error) => error.to_string(),
    };
    for part in parts {
        assert!(error.contains(part), "{error:?} does not say {part:?} ({file} {variables:?})");
    }
}

fn origin(loaded: &Loaded, key: &str) -> Option<String> {
    let setting = loaded.effective.iter().find(|setting| setting.key == key);
    setting.unwrap().overridden_by.clone()
}

#[test]
fn every_environment_but_production_says_so_on_each_page() {
    let notice = |name: &str| EnvironmentName::try_from(name.to_owned()).unwrap().notice();
    assert_eq!(notice("production"), None);
    assert!(notice("qa").unwrap().contains("Testmiljö"));
    assert!(notice("demo").unwrap().contains("påhittade"));
}
