use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::Timestamp;
use openssl::error::ErrorStack;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::provider::Provider;
use openssl::ssl::SslContextBuilder;
use openssl::x509::X509;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretBox, SecretString};

use super::certificate::{CertificateDescription, issued_by, name_text, timestamp};
use super::pem::{PemBlock, PemFile};

/// Where the client identity lies.
#[derive(Clone, Debug)]
pub struct IdentityFiles {
    /// A PKCS#12 file, or a PEM file with the certificate, its issuers and, if it is not in a file
    /// of its own, the key.
    pub certificate: PathBuf,
    /// A PEM file with the private key.
    pub key: Option<PathBuf>,
    /// What the PKCS#12 file or the key is encrypted with.
    pub passphrase: Option<SecretString>,
    /// Whether to read a PKCS#12 file encrypted with RC2 or another retired cipher. It loads
    /// OpenSSL's legacy provider into the whole process.
    pub allow_legacy_encryption: bool,
}

/// The certificate and key with which we present ourselves: checked, and in one normal form.
pub struct Identity {
    chain: Vec<u8>,
    key: SecretBox<Vec<u8>>,
    description: CertificateDescription,
}

/// Why an identity was refused.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The file cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// Others than the owner may read the private key.
    #[error(
        "{} holds a private key and may be read by others (mode {mode:03o}); set it to 600",
        path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// The file's permission bits.
        mode: u32,
    },
    /// The file is neither PEM nor PKCS#12.
    #[error("{} is neither PEM nor PKCS#12", path.display())]
    UnknownForm {
        /// The file.
        path: PathBuf,
    },
    /// A block in the file is damaged.
    #[error("{} holds a {what} that cannot be read", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The kind of block.
        what: &'static str,
        /// What OpenSSL says.
        source: ErrorStack,
    },
    /// The file is encrypted, and no passphrase is set.
    #[error("{} is encrypted and no passphrase is set", path.display())]
    PassphraseMissing {
        /// The file.
        path: PathBuf,
    },
    /// The passphrase does not open the file.
    #[error("the passphrase does not open {}", path.display())]
    WrongPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// The file is encrypted with a retired cipher.
    #[error(
        "{} is encrypted with a retired cipher such as RC2; export it anew, or allow legacy encryption",
        path.display()
    )]
    LegacyEncryption {
        /// The file.
        path: PathBuf,
    },
    /// Legacy encryption is allowed, but OpenSSL has no legacy provider here.
    #[error("OpenSSL's legacy provider cannot be loaded")]
    NoLegacyProvider {
        /// What OpenSSL says.
        source: ErrorStack,
    },
    /// There is no private key.
    #[error("{} holds no private key", path.display())]
    NoPrivateKey {
        /// The file.
        path: PathBuf,
    },
    /// There is more than one private key.
    #[error("{count} private keys were given; an identity has one")]
    SeveralKeys {
        /// How many.
        count: usize,
    },
    /// There is no certificate.
    #[error("{} holds no certificate", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// No certificate belongs to the key.
    #[error("the private key does not belong to the certificate {subject}")]
    KeyMismatch {
        /// The first certificate's subject.
        subject: String,
    },
    /// There is another end certificate besides the key's.
    #[error("several end certificates were given: {subject} is not part of the chain")]
    SeveralLeaves {
        /// The other certificate's subject.
        subject: String,
    },
    /// A certificate does not link to the chain.
    #[error("the chain does not link: {subject} was not issued by {found}, but by {issuer}")]
    ChainBroken {
        /// The last certificate that links.
        subject: String,
        /// The issuer it names.
        issuer: String,
        /// A certificate that was given instead.
        found: String,
    },
    /// A certificate's time is out.
    #[error("the certificate {subject} expired {not_after}")]
    Expired {
        /// Its subject.
        subject: String,
        /// When.
        not_after: Timestamp,
    },
    /// A certificate's time has not come.
    #[error("the certificate {subject} is not valid until {not_before}; is the clock right?")]
    NotYetValid {
        /// Its subject.
        subject: String,
        /// When.
        not_before: Timestamp,
    },
    /// OpenSSL could not do its work with a whole certificate or key.
    #[error("OpenSSL refuses the identity")]
    OpenSsl(#[from] ErrorStack),
}

impl Identity {
    /// Reads the files and refuses them, with the reason, if they make no usable identity now.
    ///
    /// native-tls takes PKCS#8 only and does not notice a key that is not the certificate's, so
    /// every form is read and judged here, and handed over in the one form that it takes.
    pub fn load(files: &IdentityFiles, now: Timestamp) -> Result<Self, IdentityError> {
        let parts = Parts::read(files)?;
        let chain = chain_of(&parts)?;
        for certificate in &chain {
            check_dates(certificate, now)?;
        }
        let Some(description) = CertificateDescription::of(&chain)? else {
            return Err(IdentityError::NoCertificate { path: files.certificate.clone() });
        };
        let mut pem = Vec::new();
        for certificate in &chain {
            pem.extend(certificate.to_pem()?);
        }
        let key = SecretBox::new(Box::new(parts.key.private_key_to_pem_pkcs8()?));
        Ok(Self { chain: pem, key, description })
    }

    /// What the certificate says.
    pub fn description(&self) -> &CertificateDescription {
        &self.description
    }

    pub(super) fn install(&self, tls: &mut SslContextBuilder) -> Result<(), ErrorStack> {
        let mut chain = X509::stack_from_pem(&self.chain)?.into_iter();
        if let Some(leaf) = chain.next() {
            tls.set_certificate(&leaf)?;
        }
        for issuer in chain {
            tls.add_extra_chain_cert(issuer)?;
        }
        tls.set_private_key(&*PKey::private_key_from_pem(self.key.expose_secret())?)
    }

    pub(super) fn for_tls(&self) -> Result<reqwest::Identity, reqwest::Error> {
        reqwest::Identity::from_pkcs8_pem(&self.chain, self.key.expose_secret())
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("description", &self.description).finish_non_exhaustive()
    }
}

/// A key and the certificates that came with it, in no known order.
struct Parts {
    key: PKey<Private>,
    certificates: Vec<X509>,
}

impl Parts {
    fn read(files: &IdentityFiles) -> Result<Self, IdentityError> {
        let content = read(&files.certificate)?;
        let parts = match PemFile::of(&content) {
            Some(pem) => Self::from_pem(&pem, files),
            None => Self::from_pkcs12(&content, files),
        }?;
        if parts.certificates.is_empty() {
            return Err(IdentityError::NoCertificate { path: files.certificate.clone() });
        }
        Ok(parts)
    }

    fn from_pem(main: &PemFile, files: &IdentityFiles) -> Result<Self, IdentityError> {
        let path = &files.certificate;
        let mut certificates = Vec::new();
        for block in main.blocks().iter().filter(|block| block.is_certificate()) {
            let certificate = X509::from_pem(block.text.as_bytes());
            certificates.push(certificate.map_err(|source| damaged(path, "certificate", source))?);
        }
        let mut keys = Keys::default();
        keys.collect(main, path, files)?;
        if let Some(key_path) = &files.key {
            let content = read(key_path)?;
            let pem = PemFile::of(&content)
                .ok_or_else(|| IdentityError::UnknownForm { path: key_path.clone() })?;
            keys.collect(&pem, key_path, files)?;
        }
        let key = keys.single(files.key.as_ref().unwrap_or(path))?;
        Ok(Self { key, certificates })
    }

    fn from_pkcs12(content: &[u8], files: &IdentityFiles) -> Result<Self, IdentityError> {
        let path = &files.certificate;
        let archive = Pkcs12::from_der(content)
            .map_err(|_| IdentityError::UnknownForm { path: path.clone() })?;
        if files.key.is_some() {
            // The archive has its own key, and which of the two to take is not ours to choose.
            return Err(IdentityError::SeveralKeys { count: 2 });
        }
        refuse_exposed(path)?;
        let passphrase = files.passphrase.as_ref().map_or("", |secret| secret.expose_secret());
        if passphrase.contains('\0') {
            return Err(IdentityError::WrongPassphrase { path: path.clone() });
        }
        let mut parsed = archive.parse2(passphrase);
        if files.allow_legacy_encryption && parsed.as_ref().is_err_and(is_unsupported) {
            load_legacy_provider(path)?;
            parsed = archive.parse2(passphrase);
        }
        let parsed = parsed.map_err(|source| {
            let path = path.clone();
            match files.passphrase {
                _ if is_unsupported(&source) => IdentityError::LegacyEncryption { path },
                None if is_wrong_passphrase(&source) => IdentityError::PassphraseMissing { path },
                Some(_) if is_wrong_passphrase(&source) => IdentityError::WrongPassphrase { path },
                _ => damaged(&path, "PKCS#12 archive", source),
            }
        })?;
        let key = parsed.pkey.ok_or_else(|| IdentityError::NoPrivateKey { path: path.clone() })?;
        let certificates = parsed.cert.into_iter().chain(parsed.ca.into_iter().flatten()).collect();
        Ok(Self { key, certificates })
    }
}

/// The private keys found so far.
#[derive(Default)]
struct Keys(Vec<PKey<Private>>);

impl Keys {
    fn collect(
        &mut self,
        pem: &PemFile,
        path: &Path,
        files: &IdentityFiles,
    ) -> Result<(), IdentityError> {
        for block in pem.blocks().iter().filter(|block| block.is_private_key()) {
            refuse_exposed(path)?;
            self.0.push(private_key(block, path, files.passphrase.as_ref())?);
        }
        Ok(())
    }

    fn single(mut self, path: &Path) -> Result<PKey<Private>, IdentityError> {
        match self.0.len() {
            0 | 1 => {
                self.0.pop().ok_or_else(|| IdentityError::NoPrivateKey { path: path.to_owned() })
            }
            count => Err(IdentityError::SeveralKeys { count }),
        }
    }
}

fn private_key(
    block: &PemBlock<'_>,
    path: &Path,
    passphrase: Option<&SecretString>,
) -> Result<PKey<Private>, IdentityError> {
    if !block.is_encrypted() {
        // With the plain function OpenSSL may ask for a passphrase on the terminal.
        let no_passphrase = |_: &mut [u8]| Ok(0);
        return PKey::private_key_from_pem_callback(block.text.as_bytes(), no_passphrase)
            .map_err(|source| damaged(path, "private key", source));
    }
    let Some(passphrase) = passphrase else {
        return Err(IdentityError::PassphraseMissing { path: path.to_owned() });
    };
    let secret = passphrase.expose_secret().as_bytes();
    PKey::private_key_from_pem_passphrase(block.text.as_bytes(), secret).map_err(|source| {
        let path = path.to_owned();
        if is_unsupported(&source) {
            IdentityError::LegacyEncryption { path }
        } else {
            // A wrong passphrase and a damaged key both end as bytes that are no key.
            IdentityError::WrongPassphrase { path }
        }
    })
}

/// The key's certificate first, then its issuers, each the issuer of the one before.
fn chain_of(parts: &Parts) -> Result<Vec<X509>, IdentityError> {
    let mut rest: Vec<X509> = Vec::new();
    for certificate in &parts.certificates {
        if !rest.contains(certificate) {
            rest.push(certificate.clone());
        }
    }
    let of_key = |certificate: &X509| {
        certificate.public_key().is_ok_and(|public| public.public_eq(&parts.key))
    };
    let Some(at) = rest.iter().position(of_key) else {
        let subject = rest.first().map(|first| name_text(first.subject_name()));
        return Err(IdentityError::KeyMismatch { subject: subject.unwrap_or_default() });
    };
    let mut last = rest.remove(at);
    let mut chain = vec![last.clone()];
    while let Some(at) = rest.iter().position(|candidate| issued_by(&last, candidate)) {
        last = rest.remove(at);
        chain.push(last.clone());
    }
    match rest.first() {
        None => Ok(chain),
        Some(other) => Err(stray(&chain, &last, other)),
    }
}

/// Says what is wrong with a certificate that found no place in the chain.
fn stray(chain: &[X509], last: &X509, other: &X509) -> IdentityError {
    let named_by = |issuer: &X509| {
        other.issuer_name().try_cmp(issuer.subject_name()).is_ok_and(|order| order.is_eq())
    };
    let sibling = chain.iter().skip(1).any(named_by)
        || chain.first().is_some_and(|leaf| {
            other.issuer_name().try_cmp(leaf.issuer_name()).is_ok_and(|order| order.is_eq())
        });
    if sibling && !issued_by(other, other) {
        return IdentityError::SeveralLeaves { subject: name_text(other.subject_name()) };
    }
    IdentityError::ChainBroken {
        subject: name_text(last.subject_name()),
        issuer: name_text(last.issuer_name()),
        found: name_text(other.subject_name()),
    }
}

fn check_dates(certificate: &X509, now: Timestamp) -> Result<(), IdentityError> {
    let subject = || name_text(certificate.subject_name());
    let not_after = timestamp(certificate.not_after())?;
    if now > not_after {
        return Err(IdentityError::Expired { subject: subject(), not_after });
    }
    let not_before = timestamp(certificate.not_before())?;
    if now < not_before {
        return Err(IdentityError::NotYetValid { subject: subject(), not_before });
    }
    Ok(())
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
    fs::read(path)
        .map(Zeroizing::new)
        .map_err(|source| IdentityError::Unreadable { path: path.to_owned(), source })
}

#[cfg(unix)]
fn refuse_exposed(path: &Path) -> Result<(), IdentityError> {
    use std::os::unix::fs::PermissionsExt;

    let metadata = fs::metadata(path)
        .map_err(|source| IdentityError::Unreadable { path: path.to_owned(), source })?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(IdentityError::Exposed { path: path.to_owned(), mode })
}

#[cfg(not(unix))]
fn refuse_exposed(_path: &Path) -> Result<(), IdentityError> {
    Ok(())
}

fn load_legacy_provider(path: &Path) -> Result<(), IdentityError> {
    static LOADED: Mutex<Option<Provider>> = Mutex::new(None);

    let mut loaded = LOADED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if loaded.is_none() {
        let provider = Provider::try_load(None, "legacy", true)
            .map_err(|source| IdentityError::NoLegacyProvider { source })?;
        *loaded = Some(provider);
        tracing::warn!(
            file = %path.display(),
            "loaded OpenSSL's legacy provider for a PKCS#12 file with a retired cipher"
        );
    }
    Ok(())
}

fn damaged(path: &Path, what: &'static str, source: ErrorStack) -> IdentityError {
    IdentityError::Damaged { path: path.to_owned(), what, source }
}

fn is_unsupported(error: &ErrorStack) -> bool {
    has_reason(error, "unsupported")
}

fn is_wrong_passphrase(error: &ErrorStack) -> bool {
    has_reason(error, "mac verify failure")
}

fn has_reason(error: &ErrorStack, reason: &str) -> bool {
    error.errors().iter().any(|entry| entry.reason().is_some_and(|text| text.contains(reason)))
}
