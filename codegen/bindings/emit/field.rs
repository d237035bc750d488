//! One element of a type as a Rust field.

use super::super::model::{ComplexType, Element, SimpleType};
use super::super::{GenerateError, names};
use super::contract::{Contract, Role};

/// One element of a type as a Rust field: its two types, and the code that fills it.
pub struct Field {
    /// Name of the element.
    pub xml: String,
    /// Name of the field.
    pub name: String,
    /// Type of the field where it borrows.
    pub borrowed: String,
    /// Type of the field where it owns.
    pub owned: String,
    /// Expression that reads the element into `self`.
    pub read: String,
    /// Expression that makes the owned value of the borrowed one, called `read`.
    pub convert: String,
}

/// How one text is read: the expression, the type where it borrows, and the type where it owns.
struct Reading {
    expression: String,
    borrowed: String,
    owned: String,
    is_text: bool,
}

impl Field {
    /// The field of an element in a type that plays a role.
    pub fn of(
        contract: &Contract<'_>,
        kind: &ComplexType,
        element: &Element,
        role: Role,
    ) -> Result<Self, GenerateError> {
        if contract.schemas.complex(&element.kind).is_none() {
            return Self::of_text(contract, element, role);
        }
        let rust = &element.kind.local;
        let borrowed = format!("{rust}{}", contract.lifetime(&element.kind, "'a")?);
        let is_entry =
            contract.roots.iter().any(|root| root.kind == kind.name && root.role != Role::Strict);
        if is_entry {
            Ok(Self::of_entry(element, rust, &borrowed))
        } else {
            Ok(Self::of_part(element, rust, &borrowed, role))
        }
    }

    /// An element directly under an answer, which stands for itself.
    fn of_entry(element: &Element, rust: &str, borrowed: &str) -> Self {
        let (xml, name) = both_names(element);
        let keep = "item.value.as_deref().ok().map(Into::into)";
        if element.repeats {
            return Self {
                borrowed: format!("Vec<Item<{borrowed}>>"),
                owned: format!("Vec<{rust}>"),
                read: format!("reader.item_into(&mut self.{name})?"),
                convert: format!("read.{name}.iter().filter_map(|item| {keep}).collect()"),
                xml,
                name,
            };
        }
        let value = format!("read.{name}.as_ref().and_then(|item| {keep})");
        let (owned, convert) = if element.required {
            (rust.to_owned(), format!("{value}.unwrap_or_default()"))
        } else {
            (format!("Option<{rust}>"), value)
        };
        let borrowed = format!("Option<Item<{borrowed}>>");
        let read = format!("self.{name} = Some(reader.item()?)");
        Self { xml, name, borrowed, owned, read, convert }
    }

    /// An element with children inside a record.
    fn of_part(element: &Element, rust: &str, borrowed: &str, role: Role) -> Self {
        let (xml, name) = both_names(element);
        let (borrowed, owned, read, convert) = if element.repeats {
            (
                format!("Vec<{borrowed}>"),
                format!("Vec<{rust}>"),
                format!("reader.complex_into(&mut self.{name})?"),
                format!("read.{name}.iter().map(Into::into).collect()"),
            )
        } else if element.required && role == Role::Strict {
            (
                borrowed.to_owned(),
                rust.to_owned(),
                format!("reader.complex(&mut self.{name})?"),
                format!("(&read.{name}).into()"),
            )
        } else {
            (
                // Most records leave most of these out; a box keeps what is left out small.
                format!("Option<Box<{borrowed}>>"),
                format!("Option<{rust}>"),
                format!("reader.complex(self.{name}.get_or_insert_default().as_mut())?"),
                format!("read.{name}.as_deref().map(Into::into)"),
            )
        };
        Self { xml, name, borrowed, owned, read, convert }
    }

    /// An element that holds text only.
    fn of_text(
        contract: &Contract<'_>,
        element: &Element,
        role: Role,
    ) -> Result<Self, GenerateError> {
        let (xml, name) = both_names(element);
        let kind = contract.schemas.simple(&element.kind, &contract.path)?;
        let Reading { expression, borrowed, owned, is_text } = Reading::of(contract, &xml, kind);
        let (borrowed, owned, read, convert) = if element.repeats {
            let copy = if is_text { ".map(|text| text.as_ref().to_owned())" } else { ".copied()" };
            (
                format!("Vec<{borrowed}>"),
                format!("Vec<{owned}>"),
                format!("{{ let value = {expression}; reader.listed(&mut self.{name}, value)? }}"),
                format!("read.{name}.iter(){copy}.collect()"),
            )
        } else if element.required && role == Role::Strict {
            let copy = if is_text { ".as_ref().to_owned()" } else { "" };
            let read = format!("self.{name} = {expression}");
            (borrowed, owned, read, format!("read.{name}{copy}"))
        } else {
            let is_lenient_boolean = borrowed == "bool" && role != Role::Strict;
            let read = if is_lenient_boolean {
                format!("self.{name} = reader.lenient_boolean({xml:?})?")
            } else {
                format!("self.{name} = Some({expression})")
            };
            let is_demanded = element.required && role == Role::Answer;
            let copy = match (is_text, is_demanded) {
                (true, true) => ".as_deref().unwrap_or_default().to_owned()",
                (true, false) => ".as_deref().map(str::to_owned)",
                (false, true) => ".unwrap_or_default()",
                (false, false) => "",
            };
            let owned = if is_demanded { owned } else { format!("Option<{owned}>") };
            (format!("Option<{borrowed}>"), owned, read, format!("read.{name}{copy}"))
        };
        Ok(Self { xml, name, borrowed, owned, read, convert })
    }
}

impl Reading {
    fn of(contract: &Contract<'_>, xml: &str, kind: SimpleType) -> Self {
        let text = |expression: String| Self {
            expression,
            borrowed: "Cow<'a, str>".to_owned(),
            owned: "String".to_owned(),
            is_text: true,
        };
        match kind {
            SimpleType::Text => text(format!("reader.text({xml:?})?")),
            SimpleType::Length { least, most } => {
                let check = format!("lexical::has_length(text, {least}, {most})");
                text(format!("reader.checked({xml:?}, |text| {check})?"))
            }
            SimpleType::Range { least, most } => {
                let check = format!("lexical::is_between(text, {least}, {most})");
                text(format!("reader.checked({xml:?}, |text| {check})?"))
            }
            SimpleType::Integer => text(format!("reader.checked({xml:?}, lexical::is_integer)?")),
            SimpleType::Double => text(format!("reader.checked({xml:?}, lexical::is_double)?")),
            SimpleType::Date => text(format!("reader.checked({xml:?}, lexical::is_date)?")),
            SimpleType::DateTime => {
                text(format!("reader.checked({xml:?}, lexical::is_date_time)?"))
            }
            SimpleType::Base64 => text(format!("reader.checked({xml:?}, lexical::is_base64)?")),
            SimpleType::Pattern(pattern) => {
                let constant = contract.pattern_name(&contract.patterns[&pattern]);
                text(format!("reader.checked({xml:?}, |text| {constant}.matches(text))?"))
            }
            SimpleType::Boolean => Self {
                expression: format!("reader.boolean({xml:?})?"),
                borrowed: "bool".to_owned(),
                owned: "bool".to_owned(),
                is_text: false,
            },
            SimpleType::Codes { name, .. } => {
                let rust = name.local;
                let unknown = format!("{rust}::from_code, {rust}::Unknown");
                Self {
                    expression: format!("reader.code({xml:?}, {unknown})?"),
                    borrowed: rust.clone(),
                    owned: rust,
                    is_text: false,
                }
            }
        }
    }
}

fn both_names(element: &Element) -> (String, String) {
    (element.name.local.clone(), names::field(&element.name.local))
}
