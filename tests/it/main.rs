//! The project's integration tests, in one binary.

mod architecture;
