//! The project's integration tests, in one binary.
