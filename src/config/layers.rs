//! Defaults, file and environment, laid over each other.
//!
//! The defaults name every setting and show its kind, so each layer is checked against them before
//! it is laid on top: the reader itself would take `true` for 1 and round 2.7 to 3.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use config::{Environment, File, FileFormat, Map, Source, Value, ValueKind};

use super::error::ConfigError;

/// Every setting and its default.
pub(super) const DEFAULTS: &str = include_str!("../../config.default.toml");

const PREFIX: &str = "VACCINJOURNAL";
const SEPARATOR: &str = "__";

/// Lists whose entries are tables, which a variable cannot hold.
const LISTS_OF_TABLES: &[&str] = &["care_provider", "support.user", "reserve_numbers.series"];

/// The variables of the environment that set something.
#[derive(Clone, Debug, Default)]
pub struct Variables(BTreeMap<OsString, OsString>);

impl Variables {
    /// Those of this process.
    pub fn of_this_process() -> Self {
        std::env::vars_os().collect()
    }
}

impl FromIterator<(OsString, OsString)> for Variables {
    /// Keeps those that are ours by name.
    fn from_iter<T: IntoIterator<Item = (OsString, OsString)>>(all: T) -> Self {
        let ours = |name: &OsString| name.to_string_lossy().starts_with(PREFIX);
        Self(all.into_iter().filter(|(name, _)| ours(name)).collect())
    }
}

/// All layers as one.
pub(super) fn merged(
    file: Option<&Path>,
    variables: Variables,
) -> Result<config::Config, ConfigError> {
    let defaults = parsed(DEFAULTS, "the defaults")?;
    let mut builder = config::Config::builder().add_source(Layer(defaults.clone()));
    if let Some(path) = file {
        let text = fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let origin = path.display().to_string();
        let layer = parsed(&text, &origin)?;
        check_tables(&defaults, &layer, "", &origin)?;
        builder = builder.add_source(Layer(with_origin(layer, &origin)));
    }
    builder = builder.add_source(Layer(environment(&defaults, variables)?));
    builder.build().map_err(|error| ConfigError::Form(error.to_string()))
}

/// One layer that has been checked.
#[derive(Clone, Debug)]
struct Layer(Map<String, Value>);

impl Source for Layer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, config::ConfigError> {
        Ok(self.0.clone())
    }
}

fn parsed(text: &str, origin: &str) -> Result<Map<String, Value>, ConfigError> {
    let file = File::from_str(text, FileFormat::Toml);
    file.collect().map_err(|error| ConfigError::syntax(origin, &error))
}

fn with_origin(table: Map<String, Value>, origin: &str) -> Map<String, Value> {
    let origin = origin.to_owned();
    let named = |value: Value| {
        let kind = match value.kind {
            ValueKind::Table(inner) => ValueKind::Table(with_origin(inner, &origin)),
            other => other,
        };
        Value::new(Some(&origin), kind)
    };
    table.into_iter().map(|(key, value)| (key, named(value))).collect()
}

/// Every setting in `layer` must be in `defaults`, and of the same kind.
fn check_tables(
    defaults: &Map<String, Value>,
    layer: &Map<String, Value>,
    section: &str,
    origin: &str,
) -> Result<(), ConfigError> {
    for (name, value) in layer {
        let key = if section.is_empty() { name.clone() } else { format!("{section}.{name}") };
        let origin = || origin.to_owned();
        let Some(default) = defaults.get(name) else {
            return Err(ConfigError::Unknown { key, origin: origin() });
        };
        match (&default.kind, &value.kind) {
            (ValueKind::Table(defaults), ValueKind::Table(layer)) => {
                check_tables(defaults, layer, &key, &origin())?;
            }
            (ValueKind::Array(defaults), ValueKind::Array(entries)) => {
                let kind = defaults.first().map(|entry| &entry.kind);
                if kind.is_some_and(|kind| !entries.iter().all(|entry| same(kind, &entry.kind))) {
                    return Err(ConfigError::Kind {
                        key,
                        expected: expected(&default.kind),
                        origin: origin(),
                    });
                }
            }
            (default, value) if !same(default, value) => {
                return Err(ConfigError::Kind {
                    key,
                    expected: expected(default),
                    origin: origin(),
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The environment's layer: each variable's text as the kind that the default has.
fn environment(
    defaults: &Map<String, Value>,
    variables: Variables,
) -> Result<Map<String, Value>, ConfigError> {
    let mut texts = Map::new();
    let mut names = BTreeMap::new();
    for (name, text) in variables.0 {
        let shown = name.to_string_lossy().into_owned();
        let text = text.into_string().map_err(|_| ConfigError::NotText { name: shown.clone() })?;
        let origin = format!("{shown} in the environment");
        let Some(key) = shown.strip_prefix(PREFIX).and_then(|rest| rest.strip_prefix(SEPARATOR))
        else {
            return Err(ConfigError::Unknown {
                key: shown,
                origin: "in the environment".to_owned(),
            });
        };
        let key = key.to_lowercase().replace(SEPARATOR, ".");
        names.insert(key, origin);
        texts.insert(shown, text);
    }
    let source = Environment::with_prefix(PREFIX).separator(SEPARATOR).source(Some(texts));
    let collected = source.collect().map_err(|error| ConfigError::Form(error.to_string()))?;
    let mut layer = Map::new();
    for (key, value) in collected {
        let origin = names.remove(&key).unwrap_or_default();
        let Some(default) = find(defaults, &key) else {
            return Err(ConfigError::Unknown { key, origin });
        };
        if LISTS_OF_TABLES.contains(&key.as_str()) {
            return Err(ConfigError::Kind { key, expected: "set in the file", origin });
        }
        let text = value.into_string().unwrap_or_default();
        let Some(kind) = as_kind(default, &text) else {
            return Err(ConfigError::Kind { key, expected: expected(default), origin });
        };
        layer.insert(key, Value::new(Some(&origin), kind));
    }
    Ok(layer)
}

/// A single setting by its whole name.
fn find<'d>(defaults: &'d Map<String, Value>, key: &str) -> Option<&'d ValueKind> {
    let (name, rest) = match key.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (key, None),
    };
    match (&defaults.get(name)?.kind, rest) {
        (ValueKind::Table(inner), Some(rest)) => find(inner, rest),
        (ValueKind::Table(_), None) | (_, Some(_)) => None,
        (kind, None) => Some(kind),
    }
}

fn as_kind(like: &ValueKind, text: &str) -> Option<ValueKind> {
    match like {
        ValueKind::Boolean(_) => text.parse().ok().map(ValueKind::Boolean),
        ValueKind::I64(_) => text.parse().ok().map(ValueKind::I64),
        ValueKind::String(_) => Some(ValueKind::String(text.to_owned())),
        ValueKind::Array(entries) => {
            let text_entry = ValueKind::String(String::new());
            let like = entries.first().map_or(&text_entry, |entry| &entry.kind);
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            let entry = |part| Some(Value::new(None, as_kind(like, part)?));
            parts.map(entry).collect::<Option<Vec<Value>>>().map(ValueKind::Array)
        }
        _ => None,
    }
}

fn same(one: &ValueKind, other: &ValueKind) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn expected(kind: &ValueKind) -> &'static str {
    match kind {
        ValueKind::Boolean(_) => "true or false",
        ValueKind::I64(_) => "a whole number",
        ValueKind::Array(entries) if !entries.is_empty() => "a list of whole numbers",
        ValueKind::Array(_) => "a list",
        ValueKind::Table(_) => "a section",
        _ => "text",
    }
}
