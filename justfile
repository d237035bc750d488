# What a developer does every day. The README's two commands need no `just`.

# Quick check before a commit: format, lints, and the tests of what does no input or output.
check:
    cargo fmt --check
    cargo clippy --locked --all-targets -- -D warnings
    cargo test --locked --lib
    cargo test --locked --test it -- architecture config contract decode:: differential merge present records vaccines

# Every test, as continuous integration runs it.
test:
    scripts/test

# The demonstration.
demo:
    scripts/demo

# Makes src/rivta/generated/ from wsdl/ and schemas/.
generate:
    cargo run --locked --example generate

# Benchmarks; the figures belong in docs/performance.md.
bench:
    cargo bench --locked

# A long fuzz run of every target, in seconds per target.
fuzz seconds="600":
    fuzz/run {{seconds}}

# Licences, sources, duplicate crates and known vulnerabilities.
deny:
    cargo deny --locked check
