use secrecy::zeroize::Zeroizing;

/// The blocks of a PEM file. Text between them, such as the "Bag Attributes" that OpenSSL writes,
/// is passed over; its encoding does not matter.
pub(super) struct PemFile {
    text: Zeroizing<String>,
}

/// One block, from its first line to its last.
pub(super) struct PemBlock<'a> {
    /// The words after `BEGIN`.
    pub label: &'a str,
    /// The whole block.
    pub text: &'a str,
}

impl PemFile {
    /// The file as PEM, or `None` if it holds no block at all.
    pub fn of(content: &[u8]) -> Option<Self> {
        let text = Zeroizing::new(String::from_utf8_lossy(content).into_owned());
        text.contains(BEGIN).then_some(Self { text })
    }

    /// The blocks in the order of the file. One that is never closed ends the search.
    pub fn blocks(&self) -> Vec<PemBlock<'_>> {
        let mut blocks = Vec::new();
        let mut rest = self.text.as_str();
        while let Some(start) = rest.find(BEGIN) {
            rest = &rest[start..];
            let Some((label, _)) = rest[BEGIN.len()..].split_once("-----") else { break };
            let last_line = format!("-----END {label}-----");
            let Some(end) = rest.find(&last_line) else { break };
            let (text, after) = rest.split_at(end + last_line.len());
            blocks.push(PemBlock { label, text });
            rest = after;
        }
        blocks
    }
}

impl PemBlock<'_> {
    /// Whether it is a certificate.
    pub fn is_certificate(&self) -> bool {
        matches!(self.label, "CERTIFICATE" | "X509 CERTIFICATE")
    }

    /// Whether it is a private key of any form: PKCS#8, PKCS#1 or SEC1, encrypted or not.
    pub fn is_private_key(&self) -> bool {
        self.label == "PRIVATE KEY" || self.label.ends_with(" PRIVATE KEY")
    }

    /// Whether it is a private key under a passphrase.
    pub fn is_encrypted(&self) -> bool {
        self.label == "ENCRYPTED PRIVATE KEY" || self.text.contains("Proc-Type: 4,ENCRYPTED")
    }
}

const BEGIN: &str = "-----BEGIN ";
