use std::borrow::Cow;

use super::item::{Finding, FindingKind, Flaw, FlawKind, Item};
use super::name::{Name, Namespace};
use super::reader::{Reader, Stop, Token};
use super::{ReadErrorKind, lexical};

/// One element of a type's sequence.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    /// Its name.
    pub name: Name<'static>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may stand more than once.
    pub repeats: bool,
}

/// A type with child elements, made by the generator.
pub trait Complex<'a>: Default {
    /// Name of the type, for findings.
    const NAME: &'static str;
    /// Its elements, in the order of the schema.
    const ELEMENTS: &'static [Element];
    /// Whether elements of other namespaces may follow.
    const OPEN: bool;
    /// Whether a missing element is noted instead of being a flaw.
    const LENIENT: bool;

    /// Reads the element at a place of [`Self::ELEMENTS`], from behind its start tag to behind its
    /// end tag.
    fn read(&mut self, element: usize, reader: &mut Reader<'a>) -> Result<(), Stop>;
}

impl<'a> Reader<'a> {
    /// Reads all children of the open element into a value.
    pub fn complex<T: Complex<'a>>(&mut self, value: &mut T) -> Result<(), Stop> {
        let owner = self.offset();
        let mut seen = 0_u64;
        let mut place = 0;
        while let Some(name) = self.child(T::NAME)? {
            let Some(found) = position(T::ELEMENTS, name, place) else {
                self.other(name, T::NAME, T::OPEN)?;
                place = T::ELEMENTS.len();
                continue;
            };
            let element = &T::ELEMENTS[found];
            let bit = 1 << found;
            if seen & bit != 0 && !element.repeats {
                return Err(self.flaw(FlawKind::Duplicate, element.name.local, self.offset()));
            }
            if found < place {
                self.note(FindingKind::Order, element.name.local, self.offset());
            }
            seen |= bit;
            place = found;
            value.read(found, self)?;
        }
        for (at, element) in T::ELEMENTS.iter().enumerate() {
            if element.required && seen & (1 << at) == 0 {
                if !T::LENIENT {
                    return Err(self.flaw(FlawKind::Missing, element.name.local, owner));
                }
                self.note(FindingKind::Missing, element.name.local, owner);
            }
        }
        Ok(())
    }

    /// Reads the open element as one more entry of a list inside a record.
    pub fn complex_into<T: Complex<'a>>(&mut self, list: &mut Vec<T>) -> Result<(), Stop> {
        let mut value = T::default();
        self.complex(&mut value)?;
        self.listed(list, value)
    }

    /// Puts one more entry into a list inside a record.
    pub fn listed<T>(&mut self, list: &mut Vec<T>, value: T) -> Result<(), Stop> {
        self.count_list_entry()?;
        // Most lists have one entry, and room for four large ones would go unused.
        if list.is_empty() {
            list.reserve_exact(1);
        }
        list.push(value);
        Ok(())
    }

    /// Reads the open element as one more entry of an answer.
    pub fn item_into<T: Complex<'a>>(&mut self, list: &mut Vec<Item<T>>) -> Result<(), Stop> {
        if list.len() >= self.limits().records {
            return Err(self.broken(ReadErrorKind::TooManyRecords));
        }
        let item = self.item()?;
        list.push(item);
        Ok(())
    }

    /// Reads the open element as an entry that stands for itself: a flaw in it is its own.
    pub fn item<T: Complex<'a>>(&mut self) -> Result<Item<T>, Stop> {
        let offset = self.offset();
        let depth = self.depth();
        let outer = self.take_findings();
        let mut value = Box::<T>::default();
        let value = match self.complex(value.as_mut()) {
            Ok(()) => Ok(value),
            Err(Stop::Broken) => return Err(Stop::Broken),
            Err(Stop::Flaw) => {
                self.close(depth)?;
                Err(self.take_flaw())
            }
        };
        let findings = self.replace_findings(outer);
        Ok(Item { value, findings, offset })
    }

    /// The text of the open element, which may hold nothing but text.
    pub fn text(&mut self, element: &'static str) -> Result<Cow<'a, str>, Stop> {
        let mut value = Cow::Borrowed("");
        loop {
            match self.token()? {
                Token::Text(text) if value.is_empty() => {
                    value = self.lines(text);
                }
                Token::Text(text) => {
                    let text = self.lines(text);
                    value.to_mut().push_str(&text);
                }
                Token::Reference(character) => value.to_mut().push(character),
                Token::End => return Ok(value),
                Token::Start(_) => {
                    return Err(self.flaw(FlawKind::ElementInText, element, self.offset()));
                }
            }
            if value.len() > self.limits().text_length {
                return Err(self.broken(ReadErrorKind::TextTooLong));
            }
        }
    }

    /// The text of the open element; a finding if it is not as it should be.
    pub fn checked(
        &mut self,
        element: &'static str,
        is_right: impl Fn(&str) -> bool,
    ) -> Result<Cow<'a, str>, Stop> {
        let offset = self.offset();
        let text = self.text(element)?;
        if !is_right(&text) {
            self.note(FindingKind::Pattern, element, offset);
        }
        Ok(text)
    }

    /// The truth value of the open element.
    pub fn boolean(&mut self, element: &'static str) -> Result<bool, Stop> {
        let offset = self.offset();
        let text = self.text(element)?;
        as_boolean(&text).ok_or_else(|| self.flaw(FlawKind::NotBoolean, element, offset))
    }

    /// The truth value of the open element; none, and a finding, if it is none.
    pub fn lenient_boolean(&mut self, element: &'static str) -> Result<Option<bool>, Stop> {
        let offset = self.offset();
        let text = self.text(element)?;
        let value = as_boolean(&text);
        if value.is_none() {
            self.note(FindingKind::NotBoolean, element, offset);
        }
        Ok(value)
    }

    /// The code in the open element; a finding if the contract does not know it.
    pub fn code<C: PartialEq>(
        &mut self,
        element: &'static str,
        from_code: impl Fn(&str) -> C,
        unknown: C,
    ) -> Result<C, Stop> {
        let offset = self.offset();
        let text = self.text(element)?;
        let code = from_code(lexical::collapsed(&text));
        if code == unknown {
            self.note(FindingKind::UnknownCode, element, offset);
        }
        Ok(code)
    }

    /// Passes an element that the type does not name. An extension is what it may hold; anything
    /// in a namespace of ours, or in none, may be a misspelt part of the record.
    fn other(&mut self, name: Name<'_>, owner: &'static str, open: bool) -> Result<(), Stop> {
        if !open || name.namespace != Namespace::FOREIGN {
            self.note(FindingKind::UnknownElement, owner, self.offset());
        }
        self.skip()
    }
}

/// Looks for an element from the place of the last one, which is where it is in an orderly
/// document, and then from the start.
fn position(elements: &[Element], name: Name<'_>, from: usize) -> Option<usize> {
    let from = from.min(elements.len());
    let is = |element: &Element| element.name == name;
    match elements[from..].iter().position(is) {
        Some(found) => Some(from + found),
        None => elements[..from].iter().position(is),
    }
}

fn as_boolean(text: &str) -> Option<bool> {
    match lexical::collapsed(text) {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

impl Reader<'_> {
    /// Remembers a breach that reading can live with.
    pub fn note(&mut self, kind: FindingKind, element: &'static str, offset: usize) {
        self.keep(Finding { kind, element, offset });
    }

    fn flaw(&mut self, kind: FlawKind, element: &'static str, offset: usize) -> Stop {
        self.stop_with(Flaw { kind, element, offset })
    }
}
