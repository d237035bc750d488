//! From bytes to checked events to values.
//!
//! [`Reader`] is the gate: nothing gets past it that is not one whole, well-formed, namespace-legal
//! document without a DOCTYPE and within the [`Limits`]. On top of it stands the reading of the
//! generated types ([`Complex`]), where a broken record costs that record only ([`Item`]).

mod attributes;
mod characters;
mod encoding;
mod error;
mod item;
/// What the built-in types of XML Schema allow as text.
pub mod lexical;
mod limits;
mod name;
mod namespaces;
mod pattern;
mod reader;
mod tag;
mod value;

pub use characters::has_forbidden_characters;
pub use encoding::{EncodingError, decoded};
pub use error::{ReadError, ReadErrorKind, element_path};
pub use item::{Finding, FindingKind, Flaw, FlawKind, Item};
pub use limits::Limits;
pub use name::{Name, Namespace};
pub use pattern::{Pattern, State};
pub use reader::{Reader, Stop, Token};
pub use value::{Complex, Element};
