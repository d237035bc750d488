//! Memory of reading an answer: allocations, and the most that is held at once. Apart from the
//! timing, because counting costs time.
//!
//! The goal: the most that is held, the document with it, is at most 1.2 times the document and the
//! records that are kept in the end.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a report on samples of our own")]

#[path = "decode/sample.rs"]
mod sample;

use std::hint::black_box;

fn main() {
    for records in [20, 5_000] {
        let text = sample::answer(records);
        let bytes = text.as_bytes();
        assert_eq!(sample::faultless(&sample::our_records(bytes)), records);
        println!("{records} records, {} bytes", bytes.len());
        report("tokens", records, bytes, || sample::tokens(&text));
        report("resolved tokens", records, bytes, || sample::resolved(&text));
        report("contract records", records, bytes, || sample::contract_records(bytes));
        report("our records", records, bytes, || sample::our_records(bytes));
        report("yaserde", records, bytes, || sample::yaserde(&text));
    }
}

/// Runs it once; what it gives is kept until all is counted.
fn report<T>(name: &str, records: usize, bytes: &[u8], run: impl FnOnce() -> T) {
    let mut kept = None;
    let measured = allocation_counter::measure(|| kept = Some(black_box(run())));
    let document = bytes.len() as f64;
    let (peak, rest) = (measured.bytes_max as f64, measured.bytes_current as f64);
    println!(
        "  {name:16} {:>7.1} allocations a record; over the document: peak {:.2} of it, kept {:.2}; \
         document and peak {:.2} of document and kept",
        measured.count_total as f64 / records as f64,
        peak / document,
        rest / document,
        (document + peak) / (document + rest),
    );
    drop(kept);
}
