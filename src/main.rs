//! The `vaccinjournal` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    vaccinjournal::cli::run()
}
