//! Writes the types of a contract: codes, borrowed types with their reading, owned types.

use std::collections::{BTreeMap, BTreeSet};

use super::super::model::{ComplexType, QName, SimpleType};
use super::super::schema::unsupported;
use super::super::{GenerateError, names};
use super::contract::{Contract, Role, Root};
use super::field::Field;
use super::push;

impl Contract<'_> {
    /// Writes an enumeration.
    pub fn push_codes(&self, out: &mut String, name: &QName) -> Result<(), GenerateError> {
        let SimpleType::Codes { values, comment, .. } = self.schemas.simple(name, &self.path)?
        else {
            return Ok(());
        };
        let (namespace, prefix) = self.element_prefix_of_codes(name)?;
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
    fn element_prefix_of_codes(&self, name: &QName) -> Result<(&str, &str), GenerateError> {
        let mut holders: BTreeSet<&str> = BTreeSet::new();
        for kind in &self.types {
            for element in &kind.elements {
                if let Ok(SimpleType::Codes { name: held, .. }) =
                    self.schemas.simple(&element.kind, &self.path)
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

    /// Writes a type that borrows, and how it is read.
    pub fn push_borrowed(&self, out: &mut String, kind: &ComplexType) -> Result<(), GenerateError> {
        let rust = &kind.name.local;
        let role = self.role(&kind.name);
        let mut fields = Vec::new();
        for element in &kind.elements {
            fields.push(Field::of(self, kind, element, role)?);
        }
        let lifetime = self.lifetime(&kind.name, "'a")?;
        self.push_type_comment(out, kind);
        out.push_str("#[derive(Clone, Default, PartialEq)]\n");
        push(out, format_args!("pub struct {rust}{lifetime} {{"));
        for field in &fields {
            push(out, format_args!("/// `{}`\npub {}: {},", field.xml, field.name, field.borrowed));
        }
        out.push_str("}\n\n");
        let anonymous = self.lifetime(&kind.name, "'_")?;
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

    /// Writes what makes a type a message or a header block.
    pub fn push_body(&self, out: &mut String, root: &Root) -> Result<(), GenerateError> {
        let lifetime = self.lifetime(&root.kind, "'a")?;
        let rust = format!("{}{lifetime}", root.kind.local);
        let prefix = names::constant(&self.prefixes[&root.element.namespace]);
        let local = &root.element.local;
        let name = format!("const ELEMENT: Name<'static> = Name::new({prefix}, {local:?});");
        if root.role == Role::Header {
            push(out, format_args!("impl<'a> HeaderBlock<'a> for {rust} {{ {name} }}\n"));
        } else {
            push(
                out,
                format_args!(
                    "impl<'a> Body<'a> for {rust} {{ {name} const CONTRACT: &'static Contract = &CONTRACT; }}\n"
                ),
            );
        }
        Ok(())
    }

    /// Writes a type that owns, and how it is made of the one that borrows.
    pub fn push_owned(&self, out: &mut String, kind: &ComplexType) -> Result<(), GenerateError> {
        let rust = &kind.name.local;
        let role = self.role(&kind.name);
        let root = self.roots.iter().find(|root| root.kind == kind.name);
        // A type has no element of its own; yaserde names it only when it is the outermost.
        let (own, namespace) = match root {
            Some(root) => (root.element.local.as_str(), &root.element.namespace),
            None => (rust.as_str(), &kind.name.namespace),
        };
        let prefix = &self.prefixes[namespace];
        let mut spaces: BTreeMap<&str, &str> = BTreeMap::new();
        spaces.insert(prefix, namespace);
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
        for element in &kind.elements {
            let field = Field::of(self, kind, element, role)?;
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
        let lifetime = self.lifetime(&kind.name, "'_")?;
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

    fn push_type_comment(&self, out: &mut String, kind: &ComplexType) {
        let rust = &kind.name.local;
        let comment = kind.comment.clone().unwrap_or(format!("`{rust}` of the contract."));
        push(out, format_args!("/// {comment}"));
    }
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
