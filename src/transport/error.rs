use std::error::Error;
use std::io;

/// Why there is no whole HTTP answer. No variant holds an address or anything from a body.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TransportError {
    /// Too much is going on here: no room for the call, or for its answer.
    #[error("too many calls or answers are under way")]
    Overloaded,
    /// The server's name has no address.
    #[error("the server's name cannot be resolved: {detail}")]
    Resolve {
        /// The resolver's words.
        detail: String,
    },
    /// No connection: refused, unreachable, or broken before TLS was up.
    #[error("no connection: {detail}")]
    Connect {
        /// The operating system's words.
        detail: String,
    },
    /// No connection within the time for TCP and TLS together.
    #[error("no connection in time")]
    ConnectTimeout,
    /// We do not accept the server's certificate.
    #[error("the server's certificate is not accepted: {fault}")]
    ServerCertificate {
        /// What is wrong with it.
        fault: CertificateFault,
    },
    /// The server does not accept our certificate. Under TLS 1.3 it says so only after the
    /// handshake.
    #[error("the server does not accept our certificate: {alert}")]
    ClientCertificateRefused {
        /// The TLS alert.
        alert: String,
    },
    /// The two sides do not agree on TLS, or the server does not speak it.
    #[error("no TLS: {detail}")]
    Tls {
        /// OpenSSL's words.
        detail: String,
    },
    /// The connection ended before any of the answer had come.
    #[error("the connection was lost before the answer: {detail}")]
    LostBeforeAnswer {
        /// The operating system's words.
        detail: String,
    },
    /// The connection ended in the middle of the body.
    #[error("the connection was lost in the middle of the answer: {detail}")]
    LostInBody {
        /// The operating system's words.
        detail: String,
    },
    /// The time for the whole call is out.
    #[error("no whole answer within the deadline")]
    Deadline,
    /// The body stopped coming.
    #[error("the answer stopped in the middle of its body")]
    BodyIdle,
    /// The answer is larger than the limit. None of it is kept.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The answer is compressed or otherwise coded, which was not asked for.
    #[error("the answer has a content coding that was not asked for")]
    Encoded,
    /// What came is not HTTP, or its head is too large.
    #[error("the answer is no HTTP: {detail}")]
    NotHttp {
        /// The parser's words.
        detail: String,
    },
    /// The request could not be made.
    #[error("the request could not be made")]
    Request,
}

/// What is wrong with a server's certificate.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum CertificateFault {
    /// Its time is out.
    #[error("it has expired, or the clock here is wrong")]
    Expired,
    /// Its time has not come.
    #[error("it is not valid yet, or the clock here is wrong")]
    NotYetValid,
    /// It is for another host.
    #[error("it is for another host")]
    WrongName,
    /// No certificate authority of ours issued it.
    #[error("its issuer is not trusted")]
    UnknownIssuer,
    /// It is not for servers.
    #[error("it may not be used by a server")]
    WrongPurpose,
    /// Anything else.
    #[error("it cannot be verified")]
    Other,
}

impl TransportError {
    /// Whether the connection failed before any of the answer, in a way that may be gone on the
    /// next connection. Only then is a call repeated, and once.
    pub fn is_before_answer(&self) -> bool {
        matches!(self, Self::Connect { .. } | Self::LostBeforeAnswer { .. })
    }

    pub(super) fn from_sending(error: reqwest::Error) -> Self {
        if error.is_builder() {
            return Self::Request;
        }
        let detail = texts(&error);
        if error.is_dns() {
            return Self::Resolve { detail };
        }
        if let Some(fault) = server_certificate_fault(&detail) {
            return Self::ServerCertificate { fault };
        }
        if let Some(alert) = client_certificate_alert(&detail) {
            return Self::ClientCertificateRefused { alert };
        }
        if is_not_http(&error) {
            return Self::NotHttp { detail };
        }
        if !error.is_connect() {
            return Self::LostBeforeAnswer { detail };
        }
        if error.is_timeout() {
            return Self::ConnectTimeout;
        }
        if io_kind(&error).is_none() && speaks_of_tls(&detail) {
            return Self::Tls { detail };
        }
        Self::Connect { detail }
    }

    pub(super) fn from_body(error: reqwest::Error) -> Self {
        let detail = texts(&error);
        match client_certificate_alert(&detail) {
            Some(alert) => Self::ClientCertificateRefused { alert },
            None => Self::LostInBody { detail },
        }
    }
}

/// What the chain of causes says, without the outermost error, which may hold an address.
fn texts(error: &reqwest::Error) -> String {
    let mut found: Vec<String> = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        // Many errors repeat their cause's text as their own.
        if found.last() != Some(&text) {
            found.push(text);
        }
        source = cause.source();
    }
    found.join(": ")
}

/// OpenSSL gives the reason in brackets after its own words.
fn server_certificate_fault(detail: &str) -> Option<CertificateFault> {
    if !detail.contains("certificate verify failed") {
        return None;
    }
    let faults = [
        ("certificate has expired", CertificateFault::Expired),
        ("certificate is not yet valid", CertificateFault::NotYetValid),
        ("ostname mismatch", CertificateFault::WrongName),
        ("IP address mismatch", CertificateFault::WrongName),
        ("unsuitable certificate purpose", CertificateFault::WrongPurpose),
        ("unsupported certificate purpose", CertificateFault::WrongPurpose),
        ("issuer certificate", CertificateFault::UnknownIssuer),
        ("self-signed certificate", CertificateFault::UnknownIssuer),
        ("self signed certificate", CertificateFault::UnknownIssuer),
        ("unable to verify the first certificate", CertificateFault::UnknownIssuer),
    ];
    let known = faults.iter().find(|(words, _)| detail.contains(words));
    Some(known.map_or(CertificateFault::Other, |(_, fault)| *fault))
}

/// The alerts by which a server refuses a client's certificate (RFC 8446, 6.2), as OpenSSL words
/// them.
pub(super) fn client_certificate_alert(detail: &str) -> Option<String> {
    const REFUSALS: [&str; 8] = [
        "certificate required",
        "bad certificate",
        "unsupported certificate",
        "certificate revoked",
        "certificate expired",
        "certificate unknown",
        "unknown ca",
        "access denied",
    ];
    let (_, alert) = detail.split_once(" alert ")?;
    let refusal = REFUSALS.iter().find(|words| alert.starts_with(**words))?;
    Some((*refusal).to_owned())
}

fn is_not_http(error: &reqwest::Error) -> bool {
    causes(error)
        .any(|cause| cause.downcast_ref::<hyper::Error>().is_some_and(|hyper| hyper.is_parse()))
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    causes(error).find_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind)
}

fn speaks_of_tls(detail: &str) -> bool {
    ["ssl", "tls", "SSL", "TLS", "handshake"].iter().any(|word| detail.contains(word))
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_wants_a_certificate_is_told_from_a_lost_connection() {
        let text = "error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required";
        assert_eq!(client_certificate_alert(text).as_deref(), Some("certificate required"));
        assert_eq!(client_certificate_alert("connection reset by peer"), None);
    }
}
