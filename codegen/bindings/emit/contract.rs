//! Gathers what one contract reaches.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::super::model::{ComplexType, Header, Interaction, QName, SimpleType};
use super::super::schema::{Schemas, unsupported};
use super::super::{GenerateError, names};

/// What goes into one file.
pub struct Contract<'c> {
    pub schemas: &'c Schemas,
    pub module: String,
    pub title: String,
    pub interaction: Option<&'c Interaction>,
    pub roots: Vec<Root>,
    /// Reached types, each after the type that names it first.
    pub types: Vec<ComplexType>,
    pub codes: Vec<QName>,
    pub patterns: BTreeMap<String, QName>,
    /// Namespace to the prefix that it is written with.
    pub prefixes: BTreeMap<String, String>,
    pub path: PathBuf,
}

/// One message of a contract.
pub struct Root {
    pub element: QName,
    pub kind: QName,
    pub role: Role,
}

/// How the children of a type are read.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Role {
    /// A broken child breaks the whole.
    Strict,
    /// Each child under it stands for itself.
    Answer,
    /// What is missing is noted, never refused.
    Header,
}

impl<'c> Contract<'c> {
    pub fn of_interaction(
        schemas: &'c Schemas,
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

    pub fn of_header(schemas: &'c Schemas, header: &Header) -> Result<Self, GenerateError> {
        let path = &header.path;
        let major = header.version.split('.').next().unwrap_or_default();
        let kind = schemas.element(&header.element, path)?.clone();
        let roots = vec![Root { element: header.element.clone(), kind, role: Role::Header }];
        let module = names::module(&header.element.local, major);
        let title = format!("{} {} (SOAP header)", header.element.local, header.version);
        Self::build(schemas, module, title, None, roots, path)
    }

    fn build(
        schemas: &'c Schemas,
        module: String,
        title: String,
        interaction: Option<&'c Interaction>,
        roots: Vec<Root>,
        path: &Path,
    ) -> Result<Self, GenerateError> {
        let mut contract = Self {
            schemas,
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
        let namespaces: BTreeSet<&str> =
            contract.roots.iter().map(|root| root.element.namespace.as_str()).collect();
        if namespaces.len() > 1 {
            return Err(unsupported(path, "question and answer in different namespaces"));
        }
        for at in 0..contract.roots.len() {
            let kind = contract.roots[at].kind.clone();
            let namespace = contract.roots[at].element.namespace.clone();
            contract.prefixes.insert(namespace, "message".to_owned());
            contract.reach(&kind, &mut Vec::new())?;
        }
        contract.refuse_twins()?;
        Ok(contract)
    }

    fn reach(&mut self, name: &QName, outer: &mut Vec<QName>) -> Result<(), GenerateError> {
        let Some(complex) = self.schemas.resolved(name)? else {
            return self.reach_simple(name);
        };
        if outer.contains(name) {
            let what = format!("{} contains itself", name.local);
            return Err(unsupported(&complex.path, what));
        }
        if self.types.iter().any(|known| known.name == *name) {
            return Ok(());
        }
        self.prefix(&complex.name.namespace);
        self.types.push(complex.clone());
        outer.push(name.clone());
        for element in &complex.elements {
            self.prefix(&element.name.namespace);
            self.reach(&element.kind, outer)?;
        }
        outer.pop();
        Ok(())
    }

    fn reach_simple(&mut self, name: &QName) -> Result<(), GenerateError> {
        match self.schemas.simple(name, &self.path)? {
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

    /// `<'a>`, or with another lifetime, if a type borrows text; nothing otherwise.
    pub fn lifetime(&self, name: &QName, lifetime: &str) -> Result<String, GenerateError> {
        Ok(if self.borrows(name)? { format!("<{lifetime}>") } else { String::new() })
    }

    fn borrows(&self, name: &QName) -> Result<bool, GenerateError> {
        let Some(complex) = self.schemas.resolved(name)? else {
            let kind = self.schemas.simple(name, &self.path)?;
            return Ok(!matches!(kind, SimpleType::Boolean | SimpleType::Codes { .. }));
        };
        for element in &complex.elements {
            if self.borrows(&element.kind)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Types of one name in two namespaces would become one Rust type.
    fn refuse_twins(&self) -> Result<(), GenerateError> {
        let mut seen = BTreeSet::new();
        let complex = self.types.iter().map(|kind| &kind.name);
        for name in complex.chain(&self.codes).chain(self.patterns.values()) {
            if !seen.insert(&name.local) {
                let what = format!("two types called {}", name.local);
                return Err(unsupported(&self.path, what));
            }
        }
        Ok(())
    }

    /// The role that a type plays.
    pub fn role(&self, name: &QName) -> Role {
        let root = self.roots.iter().find(|root| root.kind == *name);
        match root.map(|root| root.role) {
            Some(role) => role,
            None if self.roots.iter().any(|root| root.role == Role::Header) => Role::Header,
            None => Role::Strict,
        }
    }

    /// Name of the constant of a pattern, given the type that states it.
    pub fn pattern_name(&self, name: &QName) -> String {
        names::constant(&format!("{}Pattern", name.local))
    }
}
