use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use secrecy::zeroize::Zeroizing;

use super::Ended;

/// Reads one line from standard input and writes the hash of it to standard output.
pub fn run() -> Ended {
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err("no password on standard input".into());
    }
    let hash = Argon2::default().hash_password(password.as_bytes())?;
    writeln!(io::stdout(), "{hash}")?;
    Ok(ExitCode::SUCCESS)
}
