//! Where an element stands in a message.

use roxmltree::{Document, Node, NodeId};

use super::rule::Finding;

/// Where an element stands.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// Path from the envelope, with places among equals.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

impl Place {
    /// Where an element stands in the document.
    pub fn of(document: &Document<'_>, element: Node<'_, '_>) -> Self {
        let at = document.text_pos_at(element.range().start);
        let mut steps: Vec<String> =
            element.ancestors().filter(Node::is_element).map(step).collect();
        steps.reverse();
        Self { path: format!("/{}", steps.join("/")), line: at.row, column: at.col }
    }

    /// A finding here.
    pub fn finding(&self, found: impl Into<String>, demanded: impl Into<String>) -> Finding {
        Finding {
            path: self.path.clone(),
            line: self.line,
            column: self.column,
            found: found.into(),
            demanded: demanded.into(),
        }
    }
}

/// A name, and its place among equals where there are several.
fn step(element: Node<'_, '_>) -> String {
    let name = element.tag_name().name();
    let is_equal = |other: &Node<'_, '_>| other.is_element() && other.tag_name().name() == name;
    let equals = |of: Node<'_, '_>| -> Vec<NodeId> {
        of.children().filter(is_equal).map(|child| child.id()).collect()
    };
    let siblings = element.parent().map(equals).unwrap_or_default();
    match siblings.iter().position(|id| *id == element.id()) {
        Some(at) if siblings.len() > 1 => format!("{name}[{}]", at + 1),
        _ => name.to_owned(),
    }
}
