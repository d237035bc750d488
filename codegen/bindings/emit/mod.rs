//! Writes the Rust text of each contract.

mod contract;
mod field;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::model::{Element, Header, Interaction, QName, SimpleType};
use super::schema::{Schemas, unsupported};
use super::{COMMAND, GenerateError, names, pattern};
use contract::{Contract, Role, Root};

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
        let text = contract.text(&numbers)?;
        if made.insert(format!("{}.rs", contract.module), text).is_some() {
            let what = format!("a second contract called {}", contract.module);
            return Err(unsupported(&contract.path, what));
        }
    }
    made.insert("mod.rs".to_owned(), index(&contracts, &namespaces));
    Ok(made)
}

impl Contract<'_> {
    fn text(&self, numbers: &BTreeMap<&str, usize>) -> Result<String, GenerateError> {
        let mut out = String::new();
        push(&mut out, format_args!("//! Bindings of {}.", self.title));
        push(&mut out, format_args!("//!"));
        push(&mut out, format_args!("//! Generated from `wsdl` and `schemas` by `{COMMAND}`."));
        push(&mut out, format_args!("//! Change those, not this."));
        out.push_str(&self.imports());
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
            self.push_codes(&mut out, name)?;
        }
        for kind in &self.types {
            self.push_borrowed(&mut out, kind)?;
        }
        for root in &self.roots {
            self.push_body(&mut out, root)?;
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
            self.push_owned(&mut out, kind)?;
        }
        out.push_str("}\n");
        Ok(out)
    }

    /// Imports what the text will use, so that a generated file has no unused one.
    fn imports(&self) -> String {
        let mut xml = vec!["Complex", "Element", "Name", "Namespace", "Reader", "Stop"];
        let simple = |element: &Element| self.schemas.simple(&element.kind, &self.path).ok();
        let elements = || self.types.iter().flat_map(|kind| &kind.elements);
        let is_checked = |element| {
            !matches!(
                simple(element),
                None | Some(
                    SimpleType::Text
                        | SimpleType::Boolean
                        | SimpleType::Pattern(_)
                        | SimpleType::Codes { .. }
                )
            )
        };
        if elements().any(is_checked) {
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
            .any(|child| self.schemas.complex(&child.kind).is_some())
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

fn push(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{line}");
}
