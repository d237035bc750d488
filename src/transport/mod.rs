//! Bytes and trust: the client identity, a pooled client over mutual TLS, its limits and deadlines.
//! It knows HTTP and certificates, and nothing of SOAP. No other module connects outward.

mod answer;
mod budget;
mod certificate;
mod client;
mod endpoint;
mod error;
mod identity;
mod pem;
mod probe;
mod roots;

pub use answer::Answer;
pub use certificate::{CertificateDescription, ExpiryWarning};
pub(crate) use certificate::{name_text, timestamp};
pub use client::{Client, Connection, Limits, Refresh, Request, Settings, SetupError, Trust};
pub use endpoint::{Endpoint, ParseEndpointError};
pub use error::{CertificateFault, TransportError};
pub use identity::{Identity, IdentityError, IdentityFiles};
pub use roots::{Roots, RootsError};
