//! Writes the Rust text of each contract.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::model::{ComplexType, Element, Header, Interaction, QName, SimpleType};
use super::schema::{Schemas, unsupported};
use super::{COMMAND, GenerateError, names, pattern};

/// File name to unformatted text.
pub fn files(
    schemas: &Schemas,
    interactions: &[Interaction],
    headers: &[Header],
) -> Result<BTreeMap<String, String>, GenerateError> {
    let mut contracts = Vec::new();
    for interaction in interactions {
        contracts.push(Contract::of_interaction(schemas, interaction)?);
    }
    for header in headers {
        contracts.push(Contract::of_header(schemas, header)?);
    }
    let mut namespaces: BTreeSet<&str> = BTreeSet::new();
    for contract in &contracts {
        namespaces.extend(contract.prefixes.keys().map(String::as_str));
    }
    let numbers: BTreeMap<&str, usize> =
        namespaces.iter().enumerate().map(|(number, name)| (*name, number)).collect();
    let mut made = BTreeMap::new();
    for contract in &contracts {
        let text = contract.text(schemas, &numbers)?;
        if made.insert(format!("{}.rs", contract.module), text).is_some() {
            let what = format!("a second contract called {}", contract.module);
            return Err(unsupported(&contract.path, what));
        }
    }
    made.insert("mod.rs".to_owned(), index(&contracts, &namespaces));
    Ok(made)
}

/// What goes into one file.
struct Contract<'c> {
    module: String,
    title: String,
    interaction: Option<&'c Interaction>,
    roots: Vec<Root>,
    /// Reached types, each after the type that names it first.
    types: Vec<ComplexType>,
    codes: Vec<QName>,
    patterns: BTreeMap<String, QName>,
    /// Namespace to the prefix that it is written with.
    prefixes: BTreeMap<String, String>,
    path: std::path::PathBuf,
}

struct Root {
    element: QName,
    kind: QName,
    role: Role,
}

/// How the children of a type are read.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Role {
    /// A broken child breaks the whole.
    Strict,
    /// Each child under it stands for itself.
    Answer,
    /// What is missing is noted, never refused.
    Header,
}

impl<'c> Contract<'c> {
    fn of_interaction(
        schemas: &Schemas,
        interaction: &'c Interaction,
    ) -> Result<Self, GenerateError> {
        let path = &interaction.path;
        let major = interaction.version.split('.').next().unwrap_or_default();
        let roots = vec![
            Root {
                element: interaction.request.clone(),
                kind: schemas.element(&interaction.request, path)?.clone(),
                role: Role::Strict,
            },
            Root {
                element: interaction.response.clone(),
                kind: schemas.element(&interaction.response, path)?.clone(),
                role: Role::Answer,
            },
        ];
        let module = names::module(&interaction.name, major);
        let title = format!("{} {}", interaction.name, interaction.version);
        Self::build(schemas, module, title, Some(interaction), roots, path)
    }

    fn of_header(schemas: &Schemas, header: &Header) -> Result<Self, GenerateError> {
        let path = &header.path;
        let major = header.version.split('.').next().unwrap_or_default();
        let kind = schemas.element(&header.element, path)?.clone();
        let roots = vec![Root { element: header.element.clone(), kind, role: Role::Header }];
        let module = names::module(&header.element.local, major);
        let title = format!("{} {} (SOAP header)", header.element.local, header.version);
        Self::build(schemas, module, title, None, roots, path)
    }

    fn build(
        schemas: &Schemas,
        module: String,
        title: String,
        interaction: Option<&'c Interaction>,
        roots: Vec<Root>,
        path: &Path,
    ) -> Result<Self, GenerateError> {
        let mut contract = Self {
            module,
            title,
            interaction,
            roots,
            types: Vec::new(),
            codes: Vec::new(),
            patterns: BTreeMap::new(),
            prefixes: BTreeMap::new(),
            path: path.to_owned(),
        };
        for at in 0..contract.roots.len() {
            let kind = contract.roots[at].kind.clone();
            let namespace = contract.roots[at].element.namespace.clone();
            contract.prefixes.insert(namespace, "message".to_owned());
            contract.reach(schemas, &kind, &mut Vec::new())?;
        }
        contract.refuse_twins()?;
        Ok(contract)
    }

    fn reach(
        &mut self,
        schemas: &Schemas,
        name: &QName,
        outer: &mut Vec<QName>,
    ) -> Result<(), GenerateError> {
        let Some(complex) = schemas.resolved(name)? else {
            return self.reach_simple(schemas, name);
        };
        if outer.contains(name) {
            let what = format!("{} contains itself", name.local);
            return Err(unsupported(&complex.path, what));
        }
        if self.types.iter().any(|known| known.name == *name) {
            return Ok(());
        }
        self.types.push(complex.clone());
        outer.push(name.clone());
        for element in &complex.elements {
            self.prefix(&element.name.namespace);
            self.reach(schemas, &element.kind, outer)?;
        }
        outer.pop();
        Ok(())
    }

    fn reach_simple(&mut self, schemas: &Schemas, name: &QName) -> Result<(), GenerateError> {
        match schemas.simple(name, &self.path)? {
            SimpleType::Codes { name, .. } if !self.codes.contains(&name) => self.codes.push(name),
            SimpleType::Pattern(text) => {
                self.patterns.entry(text).or_insert_with(|| name.clone());
            }
            _ => {}
        }
        Ok(())
    }

    /// Gives a namespace a prefix: `core`, `core2` and so on, in order of appearance.
    fn prefix(&mut self, namespace: &str) {
        if !self.prefixes.contains_key(namespace) {
            let number = self.prefixes.len();
            let prefix = if number == 1 { "core".to_owned() } else { format!("core{number}") };
            self.prefixes.insert(namespace.to_owned(), prefix);
        }
    }

    /// Types of one name in two namespaces would become one Rust type.
    fn refuse_twins(&self) -> Result<(), GenerateError> {
        let mut seen = BTreeSet::new();
        let complex = self.types.iter().map(|kind| &kind.name);
        for name in complex.chain(&self.codes) {
            if !seen.insert(&name.local) {
                let what = format!("two types called {}", name.local);
                return Err(unsupported(&self.path, what));
            }
        }
        Ok(())
    }

    fn role(&self, name: &QName) -> Role {
        let root = self.roots.iter().find(|root| root.kind == *name);
        match root.map(|root| root.role) {
            Some(role) => role,
            None if self.roots.iter().any(|root| root.role == Role::Header) => Role::Header,
            None => Role::Strict,
        }
    }

    fn text(
        &self,
        schemas: &Schemas,
        numbers: &BTreeMap<&str, usize>,
    ) -> Result<String, GenerateError> {
        let mut out = String::new();
        push(&mut out, format_args!("//! Bindings of {}.", self.title));
        push(&mut out, format_args!("//!"));
        push(&mut out, format_args!("//! Generated from `wsdl` and `schemas` by `{COMMAND}`."));
        push(&mut out, format_args!("//! Change those, not this."));
        out.push_str(&self.imports(schemas));
        if let Some(interaction) = self.interaction {
            self.push_constant(&mut out, interaction)?;
        }
        for (namespace, prefix) in &self.prefixes {
            let constant = names::constant(prefix);
            let number = numbers[namespace.as_str()];
            push(
                &mut out,
                format_args!(
                    "/// `{namespace}`\nconst {constant}: Namespace = Namespace::known({number});"
                ),
            );
        }
        out.push('\n');
        for (text, name) in &self.patterns {
            self.push_pattern(&mut out, text, name)?;
        }
        for name in &self.codes {
            self.push_codes(&mut out, schemas, name)?;
        }
        for kind in &self.types {
            self.push_borrowed(&mut out, schemas, kind)?;
        }
        for root in &self.roots {
            self.push_body(&mut out, root);
        }
        out.push_str(&format!(
            "/// {} as values that own their text, for writing and for comparison.\n",
            self.title
        ));
        out.push_str(
            "pub mod owned {\nuse std::fmt;\n\nuse yaserde::{YaDeserialize, YaSerialize};\n\n",
        );
        if self.interaction.is_some() {
            out.push_str("use crate::rivta::contract::{Answer, Contract, Question};\n\n");
        }
        if !self.codes.is_empty() {
            let codes: Vec<&str> = self.codes.iter().map(|name| name.local.as_str()).collect();
            push(&mut out, format_args!("use super::{{{}}};\n", codes.join(", ")));
        }
        for kind in &self.types {
            self.push_owned(&mut out, schemas, kind)?;
        }
        out.push_str("}\n");
        Ok(out)
    }

    /// Imports what the text will use, so that a generated file has no unused one.
    fn imports(&self, schemas: &Schemas) -> String {
        let mut xml = vec!["Complex", "Element", "Name", "Namespace", "Reader", "Stop"];
        let simple = |element: &Element| schemas.simple(&element.kind, &self.path).ok();
        let elements = || self.types.iter().flat_map(|kind| &kind.elements);
        let is_number =
            |element| matches!(simple(element), Some(SimpleType::Integer | SimpleType::Double));
        if elements().any(is_number) {
            xml.push("lexical");
        }
        if !self.patterns.is_empty() {
            xml.extend(["Pattern", "State"]);
        }
        let has_items = |root: &&Root| root.role != Role::Strict;
        let answers = self
            .roots
            .iter()
            .filter(has_items)
            .filter_map(|root| self.types.iter().find(|kind| kind.name == root.kind));
        if answers
            .flat_map(|kind| &kind.elements)
            .any(|child| schemas.complex(&child.kind).is_some())
        {
            xml.push("Item");
        }
        let contract = if self.interaction.is_some() { "{Body, Contract}" } else { "HeaderBlock" };
        let yaserde = if self.codes.is_empty() {
            ""
        } else {
            "use yaserde::{YaDeserialize, YaSerialize};\n\n"
        };
        format!(
            "\nuse std::borrow::Cow;\nuse std::fmt;\n\n{yaserde}use crate::rivta::contract::{contract};\nuse crate::rivta::xml::{{{}}};\n\n",
            xml.join(", ")
        )
    }

    fn push_constant(
        &self,
        out: &mut String,
        interaction: &Interaction,
    ) -> Result<(), GenerateError> {
        let path = interaction
            .namespace
            .strip_prefix("urn:riv:")
            .ok_or_else(|| unsupported(&interaction.path, "a target namespace without urn:riv:"))?
            .replace(':', "/");
        push(out, format_args!("/// What a caller of {} must know.", self.title));
        push(
            out,
            format_args!(
                "pub const CONTRACT: Contract = Contract {{
                    name: {:?}, version: {:?}, responder_namespace: {:?}, soap_action: {:?},
                    request_element: {:?}, response_element: {:?}, path: {:?},
                }};\n",
                interaction.name,
                interaction.version,
                interaction.request.namespace,
                interaction.soap_action,
                interaction.request.local,
                interaction.response.local,
                path,
            ),
        );
        Ok(())
    }

    fn push_pattern(
        &self,
        out: &mut String,
        text: &str,
        name: &QName,
    ) -> Result<(), GenerateError> {
        let states = pattern::states(text).map_err(|what| unsupported(&self.path, what))?;
        push(out, format_args!("/// `{text}`"));
        push(out, format_args!("static {}: Pattern = Pattern(&[", self.pattern_name(name)));
        for state in states {
            let _ = write!(out, "State {{ accepts: {}, arms: &[", state.accepts);
            for (low, high, to) in state.arms {
                let (low, high) = (char::from(low), char::from(high));
                let _ = write!(out, "(b{low:?}, b{high:?}, {to}),");
            }
            out.push_str("] },\n");
        }
        out.push_str("]);\n\n");
        Ok(())
    }

    fn pattern_name(&self, name: &QName) -> String {
        names::constant(&format!("{}Pattern", name.local))
    }

    fn push_codes(
        &self,
        out: &mut String,
        schemas: &Schemas,
        name: &QName,
    ) -> Result<(), GenerateError> {
        let SimpleType::Codes { values, comment, .. } = schemas.simple(name, &self.path)? else {
            return Ok(());
        };
        let (namespace, prefix) = self.element_prefix_of_codes(schemas, name)?;
        let rust = &name.local;
        push(out, format_args!("/// {}", comment.unwrap_or(format!("`{rust}` of the contract."))));
        out.push_str("#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, YaDeserialize, YaSerialize)]\n");
        push(
            out,
            format_args!(
                "#[yaserde(prefix = {prefix:?}, namespaces = {{ {prefix:?} = {namespace:?} }})]"
            ),
        );
        push(out, format_args!("pub enum {rust} {{"));
        out.push_str("/// A code that the contract does not know.\n#[default]\nUnknown,\n");
        for value in &values {
            push(
                out,
                format_args!(
                    "/// `{value}`\n#[yaserde(rename = {value:?})]\n{},",
                    names::variant(value)
                ),
            );
        }
        out.push_str("}\n\n");
        push(out, format_args!("impl {rust} {{"));
        push(out, format_args!("fn from_code(code: &str) -> Self {{ match code {{"));
        for value in &values {
            push(out, format_args!("{value:?} => Self::{},", names::variant(value)));
        }
        out.push_str("_ => Self::Unknown,\n} }\n}\n\n");
        Ok(())
    }

    /// yaserde wants an enumeration to name the namespace of the elements that hold it.
    fn element_prefix_of_codes(
        &self,
        schemas: &Schemas,
        name: &QName,
    ) -> Result<(&str, &str), GenerateError> {
        let mut holders: BTreeSet<&str> = BTreeSet::new();
        for kind in &self.types {
            for element in &kind.elements {
                if let Ok(SimpleType::Codes { name: held, .. }) =
                    schemas.simple(&element.kind, &self.path)
                    && held == *name
                {
                    holders.insert(&element.name.namespace);
                }
            }
        }
        match holders.into_iter().collect::<Vec<_>>().as_slice() {
            [one] => match self.prefixes.get_key_value(*one) {
                Some((namespace, prefix)) => Ok((namespace, prefix)),
                None => Err(unsupported(&self.path, format!("no prefix for {one}"))),
            },
            _ => {
                let what = format!("{} used by elements of several namespaces", name.local);
                Err(unsupported(&self.path, what))
            }
        }
    }

    fn push_borrowed(
        &self,
        out: &mut String,
        schemas: &Schemas,
        kind: &ComplexType,
    ) -> Result<(), GenerateError> {
        let rust = &kind.name.local;
        let role = self.role(&kind.name);
        let mut fields = Vec::new();
        for element in &kind.elements {
            fields.push(Field::of(self, schemas, kind, element, role)?);
        }
        let lifetime = if fields.iter().any(|field| field.borrows) { "<'a>" } else { "" };
        self.push_type_comment(out, kind);
        out.push_str("#[derive(Clone, Default, PartialEq)]\n");
        push(out, format_args!("pub struct {rust}{lifetime} {{"));
        for field in &fields {
            push(out, format_args!("/// `{}`\npub {}: {},", field.xml, field.name, field.borrowed));
        }
        out.push_str("}\n\n");
        let anonymous = if lifetime.is_empty() { "" } else { "<'_>" };
        push_debug(out, &format!("{rust}{anonymous}"), rust);
        push(out, format_args!("impl<'a> Complex<'a> for {rust}{lifetime} {{"));
        push(out, format_args!("const NAME: &'static str = {rust:?};"));
        out.push_str("const ELEMENTS: &'static [Element] = &[\n");
        for element in &kind.elements {
            let prefix = names::constant(&self.prefixes[&element.name.namespace]);
            let (local, required, repeats) =
                (&element.name.local, element.required, element.repeats);
            push(
                out,
                format_args!(
                    "Element {{ name: Name::new({prefix}, {local:?}), required: {required}, repeats: {repeats} }},"
                ),
            );
        }
        out.push_str("];\n");
        push(out, format_args!("const OPEN: bool = {};", kind.open));
        push(out, format_args!("const LENIENT: bool = {};\n", role != Role::Strict));
        out.push_str(
            "fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop> {\n",
        );
        out.push_str("match element {\n");
        for (at, field) in fields.iter().enumerate() {
            push(out, format_args!("{at} => {},", field.read));
        }
        out.push_str("_ => reader.skip()?,\n}\nOk(())\n}\n}\n\n");
        Ok(())
    }

    fn push_type_comment(&self, out: &mut String, kind: &ComplexType) {
        let rust = &kind.name.local;
        let comment = kind.comment.clone().unwrap_or(format!("`{rust}` of the contract."));
        push(out, format_args!("/// {comment}"));
    }

    fn push_body(&self, out: &mut String, root: &Root) {
        let rust = &root.kind.local;
        let prefix = names::constant(&self.prefixes[&root.element.namespace]);
        let local = &root.element.local;
        let name = format!("const ELEMENT: Name<'static> = Name::new({prefix}, {local:?});");
        if root.role == Role::Header {
            push(out, format_args!("impl<'a> HeaderBlock<'a> for {rust}<'a> {{ {name} }}\n"));
        } else {
            push(
                out,
                format_args!(
                    "impl<'a> Body<'a> for {rust}<'a> {{ {name} const CONTRACT: &'static Contract = &CONTRACT; }}\n"
                ),
            );
        }
    }

    fn push_owned(
        &self,
        out: &mut String,
        schemas: &Schemas,
        kind: &ComplexType,
    ) -> Result<(), GenerateError> {
        let rust = &kind.name.local;
        let role = self.role(&kind.name);
        let root = self.roots.iter().find(|root| root.kind == kind.name);
        // A type has no element of its own; yaserde names it only when it is the outermost.
        let (own, namespace) = match root {
            Some(root) => (root.element.local.as_str(), &root.element.namespace),
            None => (rust.as_str(), &kind.name.namespace),
        };
        let fallback = kind.elements.first().map_or(namespace, |element| &element.name.namespace);
        let prefix = self.prefixes.get(namespace).unwrap_or(&self.prefixes[fallback]);
        let mut spaces: BTreeMap<&str, &str> = BTreeMap::new();
        spaces.insert(prefix, self.namespace_of(prefix));
        for element in &kind.elements {
            spaces.insert(&self.prefixes[&element.name.namespace], &element.name.namespace);
        }
        if root.is_some() {
            spaces.extend(
                self.prefixes.iter().map(|(space, prefix)| (prefix.as_str(), space.as_str())),
            );
        }
        let spaces: Vec<String> =
            spaces.iter().map(|(prefix, space)| format!("{prefix:?} = {space:?}")).collect();
        self.push_type_comment(out, kind);
        out.push_str("#[derive(Clone, Default, PartialEq, YaDeserialize, YaSerialize)]\n");
        push(
            out,
            format_args!(
                "#[yaserde(rename = {own:?}, prefix = {prefix:?}, namespaces = {{ {} }})]",
                spaces.join(", ")
            ),
        );
        push(out, format_args!("pub struct {rust} {{"));
        let mut conversions = String::new();
        let mut borrows = false;
        for element in &kind.elements {
            let field = Field::of(self, schemas, kind, element, role)?;
            borrows |= field.borrows;
            let prefix = &self.prefixes[&element.name.namespace];
            let xml = &field.xml;
            push(
                out,
                format_args!(
                    "/// `{xml}`\n#[yaserde(rename = {xml:?}, prefix = {prefix:?})]\npub {}: {},",
                    field.name, field.owned
                ),
            );
            push(&mut conversions, format_args!("{}: {},", field.name, field.convert));
        }
        out.push_str("}\n\n");
        push_debug(out, rust, rust);
        let lifetime = if borrows { "<'_>" } else { "" };
        let written = match root.map(|root| root.role) {
            Some(Role::Strict) => Some("Question"),
            Some(Role::Answer) => Some("Answer"),
            Some(Role::Header) | None => None,
        };
        if let Some(written) = written {
            push(
                out,
                format_args!(
                    "impl {written} for {rust} {{ const CONTRACT: &'static Contract = &super::CONTRACT; }}\n"
                ),
            );
        }
        push(out, format_args!("impl From<&super::{rust}{lifetime}> for {rust} {{"));
        push(
            out,
            format_args!(
                "fn from(read: &super::{rust}{lifetime}) -> Self {{ Self {{ {conversions} }} }} }}\n"
            ),
        );
        Ok(())
    }

    fn namespace_of(&self, prefix: &str) -> &str {
        self.prefixes
            .iter()
            .find(|(_, given)| *given == prefix)
            .map(|(namespace, _)| namespace.as_str())
            .unwrap_or_default()
    }
}

/// One element of a type as a Rust field: its two types, and the code that fills it.
struct Field {
    xml: String,
    name: String,
    borrowed: String,
    owned: String,
    read: String,
    convert: String,
    borrows: bool,
}

impl Field {
    fn of(
        contract: &Contract<'_>,
        schemas: &Schemas,
        kind: &ComplexType,
        element: &Element,
        role: Role,
    ) -> Result<Self, GenerateError> {
        let xml = element.name.local.clone();
        let name = names::field(&xml);
        let rust = element.kind.local.clone();
        let optional = !element.required || role != Role::Strict;
        let place = format!("self.{name}");
        if let Some(inner) = schemas.complex(&element.kind) {
            let inner_borrows = !inner.elements.is_empty();
            let borrowed = if inner_borrows { format!("{rust}<'a>") } else { rust.clone() };
            let items = contract.roots.iter().any(|root| {
                root.kind == kind.name && matches!(root.role, Role::Answer | Role::Header)
            });
            let (borrowed, owned, read, convert) = if items {
                let keep = "item.value.as_deref().ok().map(Into::into)";
                if element.repeats {
                    (
                        format!("Vec<Item<{borrowed}>>"),
                        format!("Vec<{rust}>"),
                        format!("reader.item_into(&mut {place}, {xml:?})?"),
                        format!("read.{name}.iter().filter_map(|item| {keep}).collect()"),
                    )
                } else {
                    let value = format!("read.{name}.as_ref().and_then(|item| {keep})");
                    (
                        format!("Option<Item<{borrowed}>>"),
                        if element.required { rust.clone() } else { format!("Option<{rust}>") },
                        format!("{place} = Some(reader.item({xml:?})?)"),
                        if element.required {
                            format!("{value}.unwrap_or_default()")
                        } else {
                            value
                        },
                    )
                }
            } else if element.repeats {
                (
                    format!("Vec<{borrowed}>"),
                    format!("Vec<{rust}>"),
                    format!("reader.complex_into(&mut {place})?"),
                    format!("read.{name}.iter().map(Into::into).collect()"),
                )
            } else if optional {
                (
                    format!("Option<Box<{borrowed}>>"),
                    format!("Option<{rust}>"),
                    format!("reader.complex({place}.get_or_insert_default().as_mut())?"),
                    format!("read.{name}.as_deref().map(Into::into)"),
                )
            } else {
                (
                    borrowed,
                    rust.clone(),
                    format!("reader.complex(&mut {place})?"),
                    format!("(&read.{name}).into()"),
                )
            };
            return Ok(Self { xml, name, borrowed, owned, read, convert, borrows: inner_borrows });
        }
        let lenient = role != Role::Strict;
        let (value, borrowed, owned, text) = match schemas.simple(&element.kind, &contract.path)? {
            SimpleType::Text => {
                ("reader.text(@)?".to_owned(), "Cow<'a, str>".to_owned(), "String".to_owned(), true)
            }
            SimpleType::Integer => (
                "reader.checked(@, lexical::is_integer)?".to_owned(),
                "Cow<'a, str>".to_owned(),
                "String".to_owned(),
                true,
            ),
            SimpleType::Double => (
                "reader.checked(@, lexical::is_double)?".to_owned(),
                "Cow<'a, str>".to_owned(),
                "String".to_owned(),
                true,
            ),
            SimpleType::Pattern(pattern) => {
                let constant = contract.pattern_name(&contract.patterns[&pattern]);
                (
                    format!("reader.checked(@, |text| {constant}.matches(text))?"),
                    "Cow<'a, str>".to_owned(),
                    "String".to_owned(),
                    true,
                )
            }
            SimpleType::Boolean => {
                ("reader.boolean(@)?".to_owned(), "bool".to_owned(), "bool".to_owned(), false)
            }
            SimpleType::Codes { name, .. } => {
                let rust = name.local;
                (
                    format!("reader.code(@, {rust}::from_code, {rust}::Unknown)?"),
                    rust.clone(),
                    rust,
                    false,
                )
            }
        };
        let boolean = borrowed == "bool";
        let value = value.replace('@', &format!("{xml:?}"));
        let (borrowed, owned, read, convert) = if element.repeats {
            let convert = if text {
                format!("read.{name}.iter().map(|text| text.as_ref().to_owned()).collect()")
            } else {
                format!("read.{name}.clone()")
            };
            (
                format!("Vec<{borrowed}>"),
                format!("Vec<{owned}>"),
                format!("{{ let value = {value}; reader.listed(&mut {place}, value)? }}"),
                convert,
            )
        } else if optional {
            let read = if boolean && lenient {
                format!("{place} = reader.lenient_boolean({xml:?})?")
            } else {
                format!("{place} = Some({value})")
            };
            let required_owned = element.required && role == Role::Answer;
            let convert = match (text, required_owned) {
                (true, true) => format!("read.{name}.as_deref().unwrap_or_default().to_owned()"),
                (true, false) => format!("read.{name}.as_deref().map(str::to_owned)"),
                (false, true) => format!("read.{name}.unwrap_or_default()"),
                (false, false) => format!("read.{name}"),
            };
            let owned = if required_owned { owned } else { format!("Option<{owned}>") };
            (format!("Option<{borrowed}>"), owned, read, convert)
        } else {
            let convert = if text {
                format!("read.{name}.as_ref().to_owned()")
            } else {
                format!("read.{name}")
            };
            (borrowed, owned, format!("{place} = {value}"), convert)
        };
        Ok(Self { xml, name, borrowed, owned, read, convert, borrows: text })
    }
}

fn index(contracts: &[Contract<'_>], namespaces: &BTreeSet<&str>) -> String {
    let mut out = String::new();
    push(&mut out, format_args!("//! The bindings of every contract."));
    push(&mut out, format_args!("//!"));
    push(&mut out, format_args!("//! Generated from `wsdl` and `schemas` by `{COMMAND}`."));
    push(&mut out, format_args!("//! Change those, not this.\n"));
    for contract in contracts {
        push(&mut out, format_args!("pub mod {};", contract.module));
    }
    push(
        &mut out,
        format_args!(
            "\n/// Every namespace of the contracts; its place is its number.\npub const NAMESPACES: &[&str] = &["
        ),
    );
    for namespace in namespaces {
        push(&mut out, format_args!("{namespace:?},"));
    }
    out.push_str("];\n");
    out
}

/// Values hold what belongs to a patient, so `Debug` says no more than the name of the type.
fn push_debug(out: &mut String, kind: &str, name: &str) {
    let hidden = format!("{name}(hidden)");
    push(
        out,
        format_args!(
            "impl fmt::Debug for {kind} {{
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
                    f.write_str({hidden:?})
                }}
            }}\n"
        ),
    );
}

fn push(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{line}");
}
