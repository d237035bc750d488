use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The members of a JSON object, none of which stands twice. The common reader keeps the last of
/// two, others the first; what two readers would read differently is not read at all.
#[derive(Debug, Default)]
pub(super) struct Members(BTreeMap<String, Member>);

/// A member's value, as far as a launch has a use for it.
#[derive(Debug)]
pub(super) enum Member {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// An object.
    Object(Members),
    /// Something else.
    Other,
}

/// Why a text is no object of ours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NoMembers {
    /// A member stands twice.
    Twice,
    /// It is not one JSON object.
    Json,
}

impl Members {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, NoMembers> {
        match serde_json::from_slice(bytes) {
            Ok(Member::Object(members)) => Ok(members),
            Ok(_) => Err(NoMembers::Json),
            // The reader gives texts only, and this one is ours.
            Err(error) if error.to_string().starts_with(TWICE) => Err(NoMembers::Twice),
            Err(_) => Err(NoMembers::Json),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Member> {
        self.0.get(name)
    }

    pub(super) fn has_any_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0.contains_key(*name))
    }
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyMember)
    }
}

struct AnyMember;

impl<'de> Visitor<'de> for AnyMember {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Member, E> {
        Ok(Member::Text(text.to_owned()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Member, E> {
        Ok(Member::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Member, E> {
        Ok(i64::try_from(number).map_or(Member::Other, Member::Whole))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_unit<E: Error>(self) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Member, A::Error> {
        while list.next_element::<Member>()?.is_some() {}
        Ok(Member::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Member, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = object.next_entry::<String, Member>()? {
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom(TWICE));
            }
        }
        Ok(Member::Object(Members(members)))
    }
}

const TWICE: &str = "a member stands twice";
