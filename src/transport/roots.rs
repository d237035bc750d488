use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use openssl::error::ErrorStack;
use openssl::x509::X509;

use super::certificate::{CertificateDescription, timestamp};
use super::pem::PemFile;

/// The certificate authorities whose servers we speak to. No others are trusted, not even the
/// computer's own.
#[derive(Debug)]
pub struct Roots {
    certificates: Vec<X509>,
    descriptions: Vec<CertificateDescription>,
}

/// Why a file of certificate authorities was refused.
#[derive(Debug, thiserror::Error)]
pub enum RootsError {
    /// The file cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// A certificate in the file is damaged.
    #[error("{} holds a certificate that cannot be read", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What OpenSSL says.
        source: ErrorStack,
    },
    /// There is no certificate.
    #[error("{} holds no certificate in PEM", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// No certificate is valid now.
    #[error("{} holds no certificate that is valid now", path.display())]
    NoneValid {
        /// The file.
        path: PathBuf,
    },
}

impl Roots {
    /// Reads a PEM file of one or more certificates.
    pub fn load(path: &Path, now: Timestamp) -> Result<Self, RootsError> {
        let content = fs::read(path)
            .map_err(|source| RootsError::Unreadable { path: path.to_owned(), source })?;
        let damaged = |source| RootsError::Damaged { path: path.to_owned(), source };
        let empty = || RootsError::Empty { path: path.to_owned() };

        let pem = PemFile::of(&content).ok_or_else(empty)?;
        let mut certificates: Vec<X509> = Vec::new();
        let mut descriptions = Vec::new();
        let mut some_valid = false;
        for block in pem.blocks().iter().filter(|block| block.is_certificate()) {
            let certificate = X509::from_pem(block.text.as_bytes()).map_err(damaged)?;
            if certificates.contains(&certificate) {
                continue;
            }
            let not_before = timestamp(certificate.not_before()).map_err(damaged)?;
            let not_after = timestamp(certificate.not_after()).map_err(damaged)?;
            some_valid |= not_before <= now && now <= not_after;
            let alone = std::slice::from_ref(&certificate);
            descriptions.extend(CertificateDescription::of(alone).map_err(damaged)?);
            certificates.push(certificate);
        }
        if certificates.is_empty() {
            return Err(empty());
        }
        if !some_valid {
            return Err(RootsError::NoneValid { path: path.to_owned() });
        }
        Ok(Self { certificates, descriptions })
    }

    /// What each certificate says.
    pub fn descriptions(&self) -> &[CertificateDescription] {
        &self.descriptions
    }

    pub(super) fn certificates(&self) -> &[X509] {
        &self.certificates
    }

    pub(super) fn for_tls(&self) -> Result<Vec<reqwest::Certificate>, reqwest::Error> {
        let one = |certificate: &X509| {
            reqwest::Certificate::from_der(&certificate.to_der().unwrap_or_default())
        };
        self.certificates.iter().map(one).collect()
    }
}
