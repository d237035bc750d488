//! The gate's rules for attributes and namespace declarations.

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
        self.refuse_duplicates(&mut found, base)?;
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
    fn refuse_duplicates(&mut self, found: &mut [Attribute<'a>], base: usize) -> Result<(), Stop> {
        let qualified = |attribute: &Attribute<'_>| !matches!(attribute.name.prefix, "" | "xmlns");
        for attribute in found.iter().filter(|attribute| qualified(attribute)) {
            if self.namespaces.uri(attribute.name.prefix).is_none() {
                return Err(self.broken_at(ReadErrorKind::UndeclaredPrefix, base + attribute.at));
            }
        }
        if found.len() < 2 {
            return Ok(());
        }
        found.sort_unstable_by_key(|attribute| attribute.name);
        let twin = found.windows(2).find(|pair| pair[0].name == pair[1].name);
        if let Some(pair) = twin {
            return Err(self.broken_at(ReadErrorKind::DuplicateAttribute, base + pair[1].at));
        }
        let mut expanded: Vec<(&str, &str, usize)> = found
            .iter()
            .filter(|attribute| qualified(attribute))
            .filter_map(|attribute| {
                let uri = self.namespaces.uri(attribute.name.prefix)?;
                Some((uri, attribute.name.local, attribute.at))
            })
            .collect();
        expanded.sort_unstable();
        let twin = expanded
            .windows(2)
            .find(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1))
            .map(|pair| pair[1].2);
        match twin {
            Some(at) => Err(self.broken_at(ReadErrorKind::DuplicateAttribute, base + at)),
            None => Ok(()),
        }
    }
}
