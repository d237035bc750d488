//! Memory of reading an answer: allocations, and the most that is held at once. Apart from the
//! timing, because counting costs time.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a report on samples of our own")]

#[path = "decode/sample.rs"]
mod sample;

fn main() {
    for records in [20, 5_000] {
        let text = sample::answer(records);
        let bytes = text.as_bytes();
        println!("{records} records, {} bytes", bytes.len());
        report("tokens", bytes, &|| sample::tokens(&text));
        report("resolved tokens", bytes, &|| sample::resolved(&text));
        report("decoder", bytes, &|| sample::decoded(bytes));
        report("decoder, owned", bytes, &|| sample::decoded_and_owned(bytes));
        report("yaserde", bytes, &|| sample::yaserde(&text));
    }
}

fn report(name: &str, bytes: &[u8], run: &dyn Fn() -> usize) {
    let measured = allocation_counter::measure(|| {
        std::hint::black_box(run());
    });
    let share = measured.bytes_max as f64 / bytes.len() as f64;
    println!(
        "  {name:16} {:>9} allocations, peak {share:.2} of the document",
        measured.count_total
    );
}
