//! The gate's rules for attributes and namespace declarations.

use std::collections::HashSet;
use std::hash::Hash;

use super::ReadErrorKind;
use super::name::{XML_NAMESPACE, XMLNS_NAMESPACE};
use super::reader::{Reader, Stop};
use super::tag::{Attribute, Written, attribute_value, attributes};

impl<'a> Reader<'a> {
    /// Checks the attributes of a tag and takes in its namespace declarations.
    pub(super) fn take_attributes(&mut self, text: &'a str, base: usize) -> Result<(), Stop> {
        let mut found = std::mem::take(&mut self.attributes);
        found.clear();
        let mut rest = attributes(text);
        loop {
            match rest.next() {
                Ok(Some(attribute)) => {
                    if found.len() >= self.limits.attributes {
                        return Err(self.broken_at(ReadErrorKind::TooManyAttributes, base));
                    }
                    self.attribute(&attribute, base + attribute.at)?;
                    found.push(attribute);
                }
                Ok(None) => break,
                Err((kind, at)) => return Err(self.broken_at(kind, base + at)),
            }
        }
        self.refuse_duplicates(&found, base)?;
        self.attributes = found;
        Ok(())
    }

    fn attribute(&mut self, attribute: &Attribute<'a>, at: usize) -> Result<(), Stop> {
        let Written { prefix, local } = attribute.name;
        if prefix.len() + local.len() > self.limits.name_length {
            return Err(self.broken_at(ReadErrorKind::NameTooLong, at));
        }
        self.check_length(attribute.value, at)?;
        let value = attribute_value(attribute.value).map_err(|kind| self.broken_at(kind, at))?;
        let declared = match (prefix, local) {
            ("", "xmlns") => "",
            ("xmlns", prefix) => prefix,
            _ => return Ok(()),
        };
        if self.namespaces.count() >= self.limits.namespace_bindings {
            return Err(self.broken_at(ReadErrorKind::TooManyNamespaces, at));
        }
        let legal = match declared {
            "xml" => value == XML_NAMESPACE,
            "xmlns" => false,
            _ => {
                let reserved = value == XML_NAMESPACE || value == XMLNS_NAMESPACE;
                !reserved && (declared.is_empty() || !value.is_empty())
            }
        };
        if !legal {
            return Err(self.broken_at(ReadErrorKind::IllegalNamespace, at));
        }
        self.namespaces.bind(declared, value);
        Ok(())
    }

    /// No two attributes of a tag may have the same name, nor the same namespace and local name.
    fn refuse_duplicates(&mut self, found: &[Attribute<'a>], base: usize) -> Result<(), Stop> {
        let mut expanded: Vec<((&str, &str), usize)> = Vec::new();
        for Attribute { name, at, .. } in found {
            if matches!(name.prefix, "" | "xmlns") {
                continue;
            }
            let Some(uri) = self.namespaces.uri(name.prefix) else {
                return Err(self.broken_at(ReadErrorKind::UndeclaredPrefix, base + at));
            };
            expanded.push(((uri, name.local), *at));
        }
        let written = twin(found.iter().map(|attribute| (attribute.name, attribute.at)));
        match written.or_else(|| twin(expanded.iter().copied())) {
            Some(at) => Err(self.broken_at(ReadErrorKind::DuplicateAttribute, base + at)),
            None => Ok(()),
        }
    }
}

/// The place of the first that stands twice. Few are compared one by one, which is nearly always so
/// and costs no memory; many would make that slow.
fn twin<K: Copy + Eq + Hash>(
    all: impl ExactSizeIterator<Item = (K, usize)> + Clone,
) -> Option<usize> {
    const FEW: usize = 8;
    if all.len() > FEW {
        let mut seen = HashSet::with_capacity(all.len());
        return all.into_iter().find(|(key, _)| !seen.insert(*key)).map(|(_, at)| at);
    }
    let is_twin = |(place, (key, _)): &(usize, (K, usize))| {
        all.clone().take(*place).any(|(earlier, _)| earlier == *key)
    };
    all.clone().enumerate().find(is_twin).map(|(_, (_, at))| at)
}
