use std::borrow::Cow;

use super::name::{Namespace, XML_NAMESPACE};

/// The namespace declarations in force, innermost last.
pub(super) struct Namespaces<'a> {
    bindings: Vec<Binding<'a>>,
    /// The last prefixes asked for, so that a document with a hundred declarations on its root
    /// does not cost a hundred comparisons for each tag.
    recent: [Option<(&'a str, Namespace)>; 4],
    next_recent: usize,
}

struct Binding<'a> {
    prefix: &'a str,
    uri: Cow<'a, str>,
    namespace: Namespace,
}

impl<'a> Namespaces<'a> {
    pub fn new() -> Self {
        Self { bindings: Vec::new(), recent: [None; 4], next_recent: 0 }
    }

    /// How many declarations are in force.
    pub fn count(&self) -> usize {
        self.bindings.len()
    }

    /// Adds a declaration; the empty prefix is the default namespace.
    pub fn bind(&mut self, prefix: &'a str, uri: Cow<'a, str>) {
        let namespace = Namespace::of(&uri);
        self.bindings.push(Binding { prefix, uri, namespace });
        self.recent = [None; 4];
    }

    /// Takes away all but the first declarations.
    pub fn truncate(&mut self, count: usize) {
        if count < self.bindings.len() {
            self.bindings.truncate(count);
            self.recent = [None; 4];
        }
    }

    /// The namespace of an element's prefix; none if the prefix is not declared.
    pub fn resolve(&mut self, prefix: &'a str) -> Option<Namespace> {
        for (known, namespace) in self.recent.iter().flatten() {
            if *known == prefix {
                return Some(*namespace);
            }
        }
        let namespace = match self.binding(prefix) {
            Some(binding) => binding.namespace,
            None if prefix.is_empty() => Namespace::NONE,
            None if prefix == "xml" => Namespace::XML,
            None => return None,
        };
        self.recent[self.next_recent] = Some((prefix, namespace));
        self.next_recent = (self.next_recent + 1) % self.recent.len();
        Some(namespace)
    }

    /// The namespace name of an attribute's prefix, which must not be empty.
    pub fn uri(&self, prefix: &str) -> Option<&str> {
        match self.binding(prefix) {
            Some(binding) => Some(&binding.uri),
            None if prefix == "xml" => Some(XML_NAMESPACE),
            None => None,
        }
    }

    fn binding(&self, prefix: &str) -> Option<&Binding<'a>> {
        self.bindings.iter().rev().find(|binding| binding.prefix == prefix)
    }
}
