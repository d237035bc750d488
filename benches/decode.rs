//! Time of reading an answer: our decoder against a bare pass over its tokens and against yaserde.
//!
//! The goals: our records, with all checks, in at most twice the time of the pass with resolved
//! namespaces, and ten times faster than yaserde.

#![allow(missing_docs, clippy::expect_used, reason = "criterion's macros, and samples of our own")]

#[path = "decode/sample.rs"]
mod sample;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn decode(criterion: &mut Criterion) {
    for records in [20, 5_000] {
        let text = sample::answer(records);
        let mut group = criterion.benchmark_group(format!("decode {records} records"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.sample_size(if records > 1_000 { 10 } else { 60 });
        group.measurement_time(Duration::from_secs(4));
        let bytes = text.as_bytes();
        assert_eq!(sample::faultless(&sample::our_records(bytes)), records);
        group.bench_function(BenchmarkId::from_parameter("tokens"), |bencher| {
            bencher.iter(|| sample::tokens(black_box(&text)));
        });
        group.bench_function(BenchmarkId::from_parameter("resolved tokens"), |bencher| {
            bencher.iter(|| sample::resolved(black_box(&text)));
        });
        group.bench_function(BenchmarkId::from_parameter("contract records"), |bencher| {
            bencher.iter(|| sample::contract_records(black_box(bytes)));
        });
        group.bench_function(BenchmarkId::from_parameter("our records"), |bencher| {
            bencher.iter(|| sample::our_records(black_box(bytes)));
        });
        group.bench_function(BenchmarkId::from_parameter("yaserde"), |bencher| {
            bencher.iter(|| sample::yaserde(black_box(&text)));
        });
        group.finish();
    }
}

criterion_group!(benches, decode);
criterion_main!(benches);
