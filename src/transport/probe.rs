use std::pin::Pin;
use std::time::Duration;

use openssl::error::ErrorStack;
use openssl::ssl::{Ssl, SslConnector, SslMethod, SslVersion};
use openssl::x509::store::X509StoreBuilder;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_openssl::SslStream;

use super::endpoint::Endpoint;
use super::error::client_certificate_alert;
use super::identity::Identity;
use super::roots::Roots;

/// Finds out why a server hangs up on us.
///
/// Under TLS 1.3 a server judges our certificate when we already believe that the handshake went
/// well and begin to write. If it then closes at once, our write fails and the alert with its
/// reason is never read. So connect again, write nothing, and listen.
pub(super) struct Probe {
    connector: SslConnector,
    patience: Duration,
}

impl Probe {
    pub fn new(identity: &Identity, roots: &Roots, patience: Duration) -> Result<Self, ErrorStack> {
        let mut builder = SslConnector::builder(SslMethod::tls_client())?;
        builder.set_min_proto_version(Some(SslVersion::TLS1_2))?;
        let mut store = X509StoreBuilder::new()?;
        for root in roots.certificates() {
            store.add_cert(root.clone())?;
        }
        builder.set_cert_store(store.build());
        identity.install(&mut builder)?;
        Ok(Self { connector: builder.build(), patience })
    }

    /// The alert by which the server refuses our certificate, if it does.
    pub async fn refusal(&self, endpoint: &Endpoint) -> Option<String> {
        let heard = timeout(self.patience, self.listen(endpoint)).await.ok()??;
        client_certificate_alert(&heard)
    }

    /// What ends the connection, as OpenSSL words it.
    async fn listen(&self, endpoint: &Endpoint) -> Option<String> {
        let (host, port) = endpoint.host_and_port()?;
        let tcp = TcpStream::connect((host, port)).await.ok()?;
        let ssl: Ssl = self.connector.configure().ok()?.into_ssl(host).ok()?;
        let mut tls = SslStream::new(ssl, tcp).ok()?;
        if let Err(error) = Pin::new(&mut tls).connect().await {
            return Some(error.to_string());
        }
        tls.read_u8().await.err().map(|error| error.to_string())
    }
}
