//! Signed heads: how long each chain was at a moment and what it ended with, kept outside the
//! database, so that one who can rewrite the whole database cannot rewrite the log unseen.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use openssl::error::ErrorStack;
use openssl::pkey::{Id, PKey, Private, Public};
use openssl::sign::{Signer, Verifier};
use serde::{Deserialize, Serialize};

use super::aside::sync_folder_of;
use crate::domain::HsaId;
use crate::store::{Head, LogHash};

/// Signs heads, and keeps them in a folder.
#[derive(Clone, Debug)]
pub struct HeadKeeper {
    folder: PathBuf,
    instance: String,
    every: Duration,
    key: PKey<Private>,
}

/// A head and its signature.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SignedHead {
    /// Whose chain.
    pub care_provider: HsaId,
    /// How many rows it had.
    pub sequence: i64,
    /// The last one's hash.
    pub hash: String,
    /// When it was signed, in microseconds since 1970.
    pub at: i64,
    /// Ed25519 signature, base64.
    pub signature: String,
}

/// What is wrong with a key or a folder of heads. No text of it is from a key.
#[derive(Debug, thiserror::Error)]
pub enum HeadError {
    /// A file cannot be used.
    #[error("{} cannot be used: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others can read the key.
    #[error("{} can be read by others (mode {mode:o}); make it 600", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The file holds no Ed25519 key.
    #[error("{} holds no Ed25519 key of the right kind", path.display())]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// Signing failed.
    #[error("the signature failed")]
    Signature(#[from] ErrorStack),
    /// A line of a file is no head that the key has signed.
    #[error("line {line} of {} is no head that was signed with this key", path.display())]
    Forged {
        /// The file.
        path: PathBuf,
        /// Its line.
        line: usize,
    },
}

impl HeadKeeper {
    /// A keeper with the key in this file, which only its owner may read.
    pub fn new(
        folder: PathBuf,
        key: &Path,
        instance: String,
        every: Duration,
    ) -> Result<Self, HeadError> {
        Ok(Self { folder, instance, every, key: private_key(key)? })
    }

    /// Whether it is time for new heads: this instance's last ones are too old.
    pub fn is_due(&self, now: Timestamp) -> Result<bool, HeadError> {
        if !self.folder.exists() {
            return Ok(true);
        }
        let own = format!("-{}.{ENDING}", self.instance);
        let names = names(&self.folder)?;
        let latest = names.iter().rev().find_map(|name| {
            let at = name.strip_prefix(BEGINNING)?.strip_suffix(&own)?;
            let at = jiff::fmt::strtime::parse(NAME_TIME, at).ok()?.to_datetime().ok()?;
            TimeZone::UTC.to_timestamp(at).ok()
        });
        let age = latest.map(|latest| now.duration_since(latest).unsigned_abs());
        Ok(age.is_none_or(|age| age >= self.every))
    }

    /// Signs heads, tells the program's log of each, and writes them to a new file.
    pub fn write(&self, heads: &[Head], now: Timestamp) -> Result<PathBuf, HeadError> {
        let mut lines = Vec::new();
        for head in heads {
            let signed = sign(&self.key, head, now)?;
            tracing::info!(
                care_provider = %signed.care_provider,
                sequence = signed.sequence,
                hash = signed.hash,
                signature = signed.signature,
                "head of the access log"
            );
            // A head is text and numbers, which cannot fail to be written.
            serde_json::to_writer(&mut lines, &signed).unwrap_or_default();
            lines.push(b'\n');
        }
        let name = format!("{BEGINNING}{}-{}.{ENDING}", now.strftime(NAME_TIME), self.instance);
        let path = self.folder.join(&name);
        let failed = |source| HeadError::File { path: path.clone(), source };
        fs::create_dir_all(&self.folder).map_err(failed)?;
        let unfinished = self.folder.join(format!(".{name}"));
        let mut file = File::create(&unfinished).map_err(failed)?;
        file.write_all(&lines).and_then(|()| file.sync_all()).map_err(failed)?;
        fs::rename(&unfinished, &path).and_then(|()| sync_folder_of(&path)).map_err(failed)?;
        Ok(path)
    }
}

/// The heads in a folder. One that the key has not signed is an error: somebody has been there.
pub fn read_heads(
    folder: &Path,
    key: &PKey<Public>,
) -> Result<Vec<(HsaId, i64, LogHash)>, HeadError> {
    let mut heads = Vec::new();
    for name in names(folder)? {
        let path = folder.join(name);
        let text = fs::read_to_string(&path)
            .map_err(|source| HeadError::File { path: path.clone(), source })?;
        for (line, text) in (1..).zip(text.lines()) {
            let forged = || HeadError::Forged { path: path.clone(), line };
            let head: SignedHead = serde_json::from_str(text).map_err(|_| forged())?;
            let hash = head.hash.parse().map_err(|_| forged())?;
            let signature = STANDARD.decode(&head.signature).map_err(|_| forged())?;
            let signed = words(&head.care_provider, head.sequence, &hash, head.at);
            let mut verifier = Verifier::new_without_digest(key)?;
            if !verifier.verify_oneshot(&signature, &signed).unwrap_or(false) {
                return Err(forged());
            }
            heads.push((head.care_provider, head.sequence, hash));
        }
    }
    Ok(heads)
}

/// Makes a key in a new file, and its public half in a file beside it.
pub fn new_key(path: &Path) -> Result<PathBuf, HeadError> {
    let key = PKey::generate_ed25519()?;
    let public_path = PathBuf::from(format!("{}.pub", path.display()));
    for (path, text, mode) in [
        (path, key.private_key_to_pem_pkcs8()?, 0o600),
        (&public_path, key.public_key_to_pem()?, 0o644),
    ] {
        let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
        let written = file.and_then(|mut file| file.write_all(&text).and(file.sync_all()));
        written.map_err(|source| HeadError::File { path: path.to_owned(), source })?;
    }
    Ok(public_path)
}

/// The public half of a key, from either half's file.
pub fn public_key(path: &Path) -> Result<PKey<Public>, HeadError> {
    let text = read(path)?;
    let public = PKey::public_key_from_pem(&text).ok();
    let public = public.filter(|key| key.id() == Id::ED25519);
    if let Some(public) = public {
        return Ok(public);
    }
    let private = private_key(path)?;
    Ok(PKey::public_key_from_raw_bytes(&private.raw_public_key()?, Id::ED25519)?)
}

fn private_key(path: &Path) -> Result<PKey<Private>, HeadError> {
    let failed = |source| HeadError::File { path: path.to_owned(), source };
    let mode = fs::metadata(path).map_err(failed)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(HeadError::Open { path: path.to_owned(), mode });
    }
    let key = PKey::private_key_from_pem(&read(path)?).ok();
    let key = key.filter(|key| key.id() == Id::ED25519);
    key.ok_or_else(|| HeadError::NoKey { path: path.to_owned() })
}

fn read(path: &Path) -> Result<Vec<u8>, HeadError> {
    fs::read(path).map_err(|source| HeadError::File { path: path.to_owned(), source })
}

fn sign(key: &PKey<Private>, head: &Head, at: Timestamp) -> Result<SignedHead, HeadError> {
    let at = at.as_microsecond();
    let signed = words(&head.care_provider, head.sequence, &head.hash, at);
    let signature = Signer::new_without_digest(key)?.sign_oneshot_to_vec(&signed)?;
    Ok(SignedHead {
        care_provider: head.care_provider.clone(),
        sequence: head.sequence,
        hash: head.hash.to_string(),
        at,
        signature: STANDARD.encode(signature),
    })
}

/// What is signed. An HSA-id has no line break, so no two heads have the same words.
fn words(care_provider: &HsaId, sequence: i64, hash: &LogHash, at: i64) -> Vec<u8> {
    format!("vaccinjournal access log head 1\n{care_provider}\n{sequence}\n{hash}\n{at}\n").into()
}

/// The files with heads, oldest first.
fn names(folder: &Path) -> Result<Vec<String>, HeadError> {
    let failed = |source| HeadError::File { path: folder.to_owned(), source };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if name.starts_with(BEGINNING) && name.ends_with(ENDING) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

const BEGINNING: &str = "access-log-heads-";
const ENDING: &str = "jsonl";
const NAME_TIME: &str = "%Y%m%dT%H%M%SZ";
