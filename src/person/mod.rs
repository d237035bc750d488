//! The person register (personuppgiftstjänsten): who a patient is, and by which ids she is known.
//!
//! Nothing is kept here: each lookup is one call, and a person whose identity is protected comes
//! without name and address, so that there is nothing to show or to keep by mistake.

mod details;
mod message;
mod register;

pub use details::{Address, Departure, IdGround, OtherId, Person, PersonName, Protection, Told};
pub use register::{Lookup, PersonError, PersonRegister, PersonSettings};
