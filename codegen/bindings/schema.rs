//! Reads XML Schema: named types made of one sequence, and named simple types.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use roxmltree::{Document, Node};

use super::GenerateError;
use super::model::{ComplexType, Element, Header, QName, SimpleType};

const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// All schemas read so far.
#[derive(Default)]
pub struct Schemas {
    read: BTreeSet<PathBuf>,
    complex: BTreeMap<QName, ComplexType>,
    simple: BTreeMap<QName, SimpleType>,
    elements: BTreeMap<QName, QName>,
    /// Namespace to the version its schema states.
    versions: BTreeMap<String, String>,
}

impl Schemas {
    /// Whether a file has been read already.
    pub fn holds(&self, path: &Path) -> bool {
        canonical(path).is_ok_and(|path| self.read.contains(&path))
    }

    /// The type of a global element.
    pub fn element(&self, name: &QName, path: &Path) -> Result<&QName, GenerateError> {
        self.elements.get(name).ok_or_else(|| {
            unsupported(path, format!("no schema declares the element {}", name.local))
        })
    }

    /// The version that the schema of a namespace states.
    pub fn version(&self, namespace: &str, path: &Path) -> Result<&str, GenerateError> {
        self.versions
            .get(namespace)
            .map(String::as_str)
            .ok_or_else(|| unsupported(path, format!("the schema of {namespace} has no version")))
    }

    /// A type with children, if that is what the name stands for.
    pub fn complex(&self, name: &QName) -> Option<&ComplexType> {
        self.complex.get(name)
    }

    /// A type of text, built in or declared.
    pub fn simple(&self, name: &QName, path: &Path) -> Result<SimpleType, GenerateError> {
        if name.namespace == XSD {
            return builtin(&name.local)
                .ok_or_else(|| unsupported(path, format!("the built-in type xsd:{}", name.local)));
        }
        self.simple
            .get(name)
            .cloned()
            .ok_or_else(|| unsupported(path, format!("no schema declares the type {}", name.local)))
    }

    /// Reads a schema whose one global element is a SOAP header block.
    pub fn header(&mut self, path: &Path) -> Result<Header, GenerateError> {
        self.read(path)?;
        let text = text_of(path)?;
        let document = parse(&text, path)?;
        let root = document.root_element();
        let target = target_of(root, path)?;
        let mut elements = children(root).filter(|node| is(*node, "element"));
        let (Some(element), None) = (elements.next(), elements.next()) else {
            return Err(unsupported(path, "a header block schema must have one global element"));
        };
        let version = self.version(&target, path)?.to_owned();
        let local = attribute(element, "name", path)?.to_owned();
        Ok(Header { element: QName { namespace: target, local }, version, path: path.to_owned() })
    }

    /// Reads a schema and what it imports. A file in a circle of imports is read once.
    pub fn read(&mut self, path: &Path) -> Result<(), GenerateError> {
        if !self.read.insert(canonical(path)?) {
            return Ok(());
        }
        let text = text_of(path)?;
        let document = parse(&text, path)?;
        let root = document.root_element();
        if !is(root, "schema") {
            return Err(unsupported(path, "its root is no xsd:schema"));
        }
        only(root, &["targetNamespace", "elementFormDefault", "version"], path)?;
        if root.attribute("elementFormDefault") != Some("qualified") {
            return Err(unsupported(path, "elementFormDefault other than qualified"));
        }
        let target = target_of(root, path)?;
        if let Some(version) = root.attribute("version") {
            self.versions.insert(target.clone(), version.to_owned());
        }
        for node in children(root) {
            let of = |local: &str| QName { namespace: target.clone(), local: local.to_owned() };
            match node.tag_name().name() {
                "import" => self.import(node, path)?,
                "element" => {
                    only(node, &["name", "type"], path)?;
                    nothing_in(node, path)?;
                    let kind = qname(node, "type", path)?;
                    self.elements.insert(of(attribute(node, "name", path)?), kind);
                }
                "complexType" => {
                    let name = of(attribute(node, "name", path)?);
                    let complex = complex(node, name.clone(), path)?;
                    self.complex.insert(name, complex);
                }
                "simpleType" => {
                    let name = of(attribute(node, "name", path)?);
                    let simple = simple(node, name.clone(), path)?;
                    self.simple.insert(name, simple);
                }
                other => return Err(unsupported(path, format!("xsd:{other} in a schema"))),
            }
        }
        Ok(())
    }

    /// Follows one xsd:import, in a schema or in a WSDL's types.
    pub fn import(&mut self, node: Node<'_, '_>, path: &Path) -> Result<(), GenerateError> {
        only(node, &["namespace", "schemaLocation"], path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        self.read(&folder.join(attribute(node, "schemaLocation", path)?))
    }

    /// Resolves the elements that a complex type takes by reference.
    pub fn resolved(&self, name: &QName) -> Result<Option<ComplexType>, GenerateError> {
        let Some(complex) = self.complex(name) else { return Ok(None) };
        let mut complex = complex.clone();
        for element in &mut complex.elements {
            if element.kind.local.is_empty() {
                element.kind = self.element(&element.name, &complex.path)?.clone();
            }
        }
        Ok(Some(complex))
    }
}

fn complex(node: Node<'_, '_>, name: QName, path: &Path) -> Result<ComplexType, GenerateError> {
    only(node, &["name"], path)?;
    let mut content = children(node);
    let (Some(sequence), None) = (content.next(), content.next()) else {
        return Err(unsupported(path, format!("{} must hold one xsd:sequence", name.local)));
    };
    if !is(sequence, "sequence") {
        let found = sequence.tag_name().name();
        return Err(unsupported(path, format!("xsd:{found} in {}", name.local)));
    }
    only(sequence, &[], path)?;
    let mut elements: Vec<Element> = Vec::new();
    let mut open = false;
    for child in children(sequence) {
        if open {
            return Err(unsupported(path, format!("something after xsd:any in {}", name.local)));
        }
        nothing_in(child, path)?;
        match child.tag_name().name() {
            "element" => elements.push(element(child, &name, path)?),
            "any" => {
                any(child, path)?;
                open = true;
            }
            other => {
                return Err(unsupported(path, format!("xsd:{other} in {}", name.local)));
            }
        }
    }
    if elements.len() > 64 {
        return Err(unsupported(path, format!("more than 64 elements in {}", name.local)));
    }
    let comment = comment_before(node);
    Ok(ComplexType { name, elements, open, comment, path: path.to_owned() })
}

fn element(node: Node<'_, '_>, owner: &QName, path: &Path) -> Result<Element, GenerateError> {
    let (name, kind) = if node.has_attribute("ref") {
        only(node, &["ref", "minOccurs", "maxOccurs"], path)?;
        let unresolved = QName { namespace: String::new(), local: String::new() };
        (qname(node, "ref", path)?, unresolved)
    } else {
        only(node, &["name", "type", "minOccurs", "maxOccurs"], path)?;
        let local = attribute(node, "name", path)?.to_owned();
        (QName { namespace: owner.namespace.clone(), local }, qname(node, "type", path)?)
    };
    let required = match node.attribute("minOccurs") {
        None | Some("1") => true,
        Some("0") => false,
        Some(other) => return Err(unsupported(path, format!("minOccurs {other}"))),
    };
    let repeats = match node.attribute("maxOccurs") {
        None | Some("1") => false,
        Some("unbounded") => true,
        Some(other) => return Err(unsupported(path, format!("maxOccurs {other}"))),
    };
    Ok(Element { name, kind, required, repeats })
}

fn any(node: Node<'_, '_>, path: &Path) -> Result<(), GenerateError> {
    let expected = [
        ("namespace", "##other"),
        ("processContents", "lax"),
        ("minOccurs", "0"),
        ("maxOccurs", "unbounded"),
    ];
    for (name, value) in expected {
        if node.attribute(name) != Some(value) {
            return Err(unsupported(path, format!("xsd:any whose {name} is not {value}")));
        }
    }
    Ok(())
}

fn simple(node: Node<'_, '_>, name: QName, path: &Path) -> Result<SimpleType, GenerateError> {
    only(node, &["name"], path)?;
    let mut content = children(node);
    let (Some(restriction), None) = (content.next(), content.next()) else {
        return Err(unsupported(path, format!("{} must hold one restriction", name.local)));
    };
    only(restriction, &["base"], path)?;
    let base = qname(restriction, "base", path)?;
    if !is(restriction, "restriction") || base.namespace != XSD {
        return Err(unsupported(path, format!("{} restricts no built-in type", name.local)));
    }
    let mut patterns: Vec<String> = Vec::new();
    let mut values: Vec<String> = Vec::new();
    let mut bounds: Vec<(&str, i64)> = Vec::new();
    for facet in children(restriction) {
        let value = attribute(facet, "value", path)?.to_owned();
        match facet.tag_name().name() {
            "pattern" => patterns.push(value),
            "enumeration" => values.push(value),
            bound @ ("length" | "minLength" | "maxLength" | "minInclusive" | "maxInclusive") => {
                let number = value.parse().map_err(|_| {
                    unsupported(path, format!("facet xsd:{bound} {value} in {}", name.local))
                })?;
                bounds.push((bound, number));
            }
            other => {
                return Err(unsupported(path, format!("facet xsd:{other} in {}", name.local)));
            }
        }
    }
    let whole = builtin(&base.local)
        .ok_or_else(|| unsupported(path, format!("the built-in type xsd:{}", base.local)))?;
    let mixed = || unsupported(path, format!("the mix of facets in {}", name.local));
    match (whole, patterns.as_slice(), values.as_slice()) {
        (whole, [], []) => bounded(whole, &bounds).ok_or_else(mixed),
        _ if !bounds.is_empty() || base.local != "string" => Err(mixed()),
        (_, [one], []) => Ok(SimpleType::Pattern(one.clone())),
        (_, [], values) => {
            let comment = comment_before(node);
            Ok(SimpleType::Codes { name, values: values.to_vec(), comment })
        }
        _ => Err(mixed()),
    }
}

/// A built-in type within bounds; none if the bounds are of another kind of type.
fn bounded(whole: SimpleType, bounds: &[(&str, i64)]) -> Option<SimpleType> {
    bounds.iter().try_fold(whole, |kind, (bound, number)| {
        let length = usize::try_from(*number).ok();
        match (kind, *bound) {
            (SimpleType::Text, _) => {
                bounded(SimpleType::Length { least: 0, most: usize::MAX }, &[(bound, *number)])
            }
            (SimpleType::Length { .. }, "length") => {
                length.map(|length| SimpleType::Length { least: length, most: length })
            }
            (SimpleType::Length { most, .. }, "minLength") => {
                length.map(|least| SimpleType::Length { least, most })
            }
            (SimpleType::Length { least, .. }, "maxLength") => {
                length.map(|most| SimpleType::Length { least, most })
            }
            (SimpleType::Range { most, .. }, "minInclusive") => {
                Some(SimpleType::Range { least: *number, most })
            }
            (SimpleType::Range { least, .. }, "maxInclusive") => {
                Some(SimpleType::Range { least, most: *number })
            }
            _ => None,
        }
    })
}

fn builtin(local: &str) -> Option<SimpleType> {
    match local {
        "string" | "anyURI" => Some(SimpleType::Text),
        "boolean" => Some(SimpleType::Boolean),
        "integer" => Some(SimpleType::Integer),
        "int" => Some(SimpleType::Range { least: i32::MIN.into(), most: i32::MAX.into() }),
        "long" => Some(SimpleType::Range { least: i64::MIN, most: i64::MAX }),
        "date" => Some(SimpleType::Date),
        "dateTime" => Some(SimpleType::DateTime),
        "base64Binary" => Some(SimpleType::Base64),
        "double" => Some(SimpleType::Double),
        _ => None,
    }
}

/// Refuses attributes that the generator would otherwise overlook.
pub fn only(node: Node<'_, '_>, known: &[&str], path: &Path) -> Result<(), GenerateError> {
    match node.attributes().find(|given| !known.contains(&given.name())) {
        None => Ok(()),
        Some(given) => {
            let what = format!("attribute {} on {}", given.name(), node.tag_name().name());
            Err(unsupported(path, what))
        }
    }
}

fn nothing_in(node: Node<'_, '_>, path: &Path) -> Result<(), GenerateError> {
    match children(node).next() {
        None => Ok(()),
        Some(child) => {
            let (inner, outer) = (child.tag_name().name(), node.tag_name().name());
            Err(unsupported(path, format!("{inner} inside {outer}; types must have names")))
        }
    }
}

/// The element children of a node.
pub fn children<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

fn comment_before(node: Node<'_, '_>) -> Option<String> {
    node.prev_siblings()
        .skip(1)
        .find(|sibling| !sibling.is_text())
        .filter(Node::is_comment)
        .and_then(|comment| comment.text())
        .map(|text| text.trim().to_owned())
}

fn is(node: Node<'_, '_>, local: &str) -> bool {
    node.has_tag_name((XSD, local))
}

/// An attribute that must be there.
pub fn attribute<'a>(
    node: Node<'a, '_>,
    name: &str,
    path: &Path,
) -> Result<&'a str, GenerateError> {
    node.attribute(name).ok_or_else(|| {
        unsupported(path, format!("{} without attribute {name}", node.tag_name().name()))
    })
}

/// An attribute whose value is a name with a prefix.
pub fn qname(node: Node<'_, '_>, name: &str, path: &Path) -> Result<QName, GenerateError> {
    let text = attribute(node, name, path)?;
    let (prefix, local) = match text.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, text),
    };
    let namespace = node
        .lookup_namespace_uri(prefix)
        .ok_or_else(|| unsupported(path, format!("the prefix of {text} is not declared")))?;
    Ok(QName { namespace: namespace.to_owned(), local: local.to_owned() })
}

/// The text of a file.
pub fn text_of(path: &Path) -> Result<String, GenerateError> {
    fs::read_to_string(path)
        .map_err(|source| GenerateError::Unreadable { path: path.to_owned(), source })
}

/// The tree of a file of ours.
pub fn parse<'i>(text: &'i str, path: &Path) -> Result<Document<'i>, GenerateError> {
    Document::parse(text)
        .map_err(|source| GenerateError::Malformed { path: path.to_owned(), source })
}

/// An error that names its file.
pub fn unsupported(path: &Path, what: impl Into<String>) -> GenerateError {
    GenerateError::Unsupported { path: path.to_owned(), what: what.into() }
}

fn target_of(root: Node<'_, '_>, path: &Path) -> Result<String, GenerateError> {
    attribute(root, "targetNamespace", path).map(str::to_owned)
}

fn canonical(path: &Path) -> Result<PathBuf, GenerateError> {
    path.canonicalize()
        .map_err(|source| GenerateError::Unreadable { path: path.to_owned(), source })
}
