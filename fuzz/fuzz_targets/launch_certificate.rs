//! A file that an administrator uploads as a certificate. One that is taken reads back from its own
//! normal form as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vaccinjournal::launch::LaunchCertificate;

fuzz_target!(|data: &[u8]| {
    let Ok(read) = LaunchCertificate::read(data) else { return };
    let again = LaunchCertificate::read(read.pem().as_bytes()).unwrap();
    assert_eq!(again.thumbprint(), read.thumbprint());
    assert!(!read.pem().contains("PRIVATE"));
    let _ = read.subject();
});
