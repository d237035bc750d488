//! Reads a WSDL: document/literal over HTTP, one operation, one header part.

use std::path::Path;

use roxmltree::Node;

use super::GenerateError;
use super::model::{Interaction, QName};
use super::schema::{Schemas, attribute, children, parse, qname, text_of, unsupported};

const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const SOAP: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";
const HTTP: &str = "http://schemas.xmlsoap.org/soap/http";
const ADDRESS: (&str, &str) = ("urn:riv:itintegration:registry:1", "LogicalAddress");

/// Reads one WSDL and the schemas that it imports.
pub fn read(path: &Path, schemas: &mut Schemas) -> Result<Interaction, GenerateError> {
    let text = text_of(path)?;
    let document = parse(&text, path)?;
    let root = document.root_element();
    for part in children(root) {
        let known = ["types", "message", "portType", "binding", "service", "documentation"];
        if !known.contains(&part.tag_name().name()) {
            return Err(unsupported(path, format!("{} in a WSDL", part.tag_name().name())));
        }
    }
    for schema in one(root, "types", path)?.children().filter(Node::is_element) {
        for import in children(schema) {
            if !import.has_tag_name((XSD, "import")) {
                return Err(unsupported(path, "a type declared in the WSDL itself"));
            }
            schemas.import(import, path)?;
        }
    }
    let port = one(one(root, "portType", path)?, "operation", path)?;
    let binding = one(root, "binding", path)?;
    let transport = soap(binding, "binding", path)?;
    if transport.attribute("transport") != Some(HTTP)
        || transport.attribute("style") != Some("document")
    {
        return Err(unsupported(path, "a binding other than document over HTTP"));
    }
    let bound = one(binding, "operation", path)?;
    let input = one(bound, "input", path)?;
    let header = soap(input, "header", path)?;
    let address = part(root, header, attribute(header, "part", path)?, path)?;
    if (address.namespace.as_str(), address.local.as_str()) != ADDRESS {
        return Err(unsupported(path, format!("the header part {}", address.local)));
    }
    let body = soap(input, "body", path)?;
    let output = soap(one(bound, "output", path)?, "body", path)?;
    for side in [header, body, output] {
        if side.attribute("use") != Some("literal") {
            return Err(unsupported(path, "a use other than literal"));
        }
    }
    let request = part(root, one(port, "input", path)?, attribute(body, "parts", path)?, path)?;
    let response = only_part(root, one(port, "output", path)?, path)?;
    let version = schemas.version(&request.namespace, path)?.to_owned();
    let action = soap(bound, "operation", path)?;
    Ok(Interaction {
        name: attribute(port, "name", path)?.to_owned(),
        namespace: attribute(root, "targetNamespace", path)?.to_owned(),
        soap_action: attribute(action, "soapAction", path)?.to_owned(),
        request,
        response,
        version,
        path: path.to_owned(),
    })
}

/// The element of the named part of the message that a node points to.
fn part(
    root: Node<'_, '_>,
    user: Node<'_, '_>,
    name: &str,
    path: &Path,
) -> Result<QName, GenerateError> {
    let message = message(root, user, path)?;
    let part = children(message)
        .find(|part| part.attribute("name") == Some(name))
        .ok_or_else(|| unsupported(path, format!("no message part {name}")))?;
    qname(part, "element", path)
}

fn only_part(root: Node<'_, '_>, user: Node<'_, '_>, path: &Path) -> Result<QName, GenerateError> {
    qname(one(message(root, user, path)?, "part", path)?, "element", path)
}

fn message<'a, 'i>(
    root: Node<'a, 'i>,
    user: Node<'_, '_>,
    path: &Path,
) -> Result<Node<'a, 'i>, GenerateError> {
    let wanted = qname(user, "message", path)?.local;
    children(root)
        .filter(|node| node.has_tag_name((WSDL, "message")))
        .find(|node| node.attribute("name") == Some(&wanted))
        .ok_or_else(|| unsupported(path, format!("no message {wanted}")))
}

fn one<'a, 'i>(
    node: Node<'a, 'i>,
    local: &str,
    path: &Path,
) -> Result<Node<'a, 'i>, GenerateError> {
    exactly_one(node, WSDL, local, path)
}

fn soap<'a, 'i>(
    node: Node<'a, 'i>,
    local: &str,
    path: &Path,
) -> Result<Node<'a, 'i>, GenerateError> {
    exactly_one(node, SOAP, local, path)
}

fn exactly_one<'a, 'i>(
    node: Node<'a, 'i>,
    namespace: &str,
    local: &str,
    path: &Path,
) -> Result<Node<'a, 'i>, GenerateError> {
    let mut found = children(node).filter(|child| child.has_tag_name((namespace, local)));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        _ => {
            let outer = node.tag_name().name();
            Err(unsupported(path, format!("{outer} must hold exactly one {local}")))
        }
    }
}
