//! An import file of whatever text: it is read whole or refused, and never gets past its own checks
//! by panicking.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vaccinjournal::store::Import;

fuzz_target!(|data: &str| {
    let _ = Import::parse(data);
});
