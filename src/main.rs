//! The `vaccinjournal` program.

fn main() {}
