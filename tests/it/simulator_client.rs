//! A TLS client with nothing clever in it: what it reads is what was sent.

use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use openssl::ssl::{SslConnector, SslMethod, SslVersion};
use openssl::x509::X509;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_openssl::SslStream;
use vaccinjournal::simulator::pki::Identity;

/// How to connect.
pub struct Client {
    pub address: SocketAddr,
    pub authority: X509,
    pub identity: Option<Identity>,
    pub name: &'static str,
    pub newest: SslVersion,
}

/// One connection.
pub struct Connection {
    tls: SslStream<TcpStream>,
}

/// An HTTP answer as it stood on the wire.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(address: SocketAddr, authority: X509, identity: Option<Identity>) -> Self {
        Self { address, authority, identity, name: "localhost", newest: SslVersion::TLS1_3 }
    }

    /// Connects; the error is text, so that tests can look for the alert's name.
    pub async fn connect(&self) -> Result<Connection, String> {
        let mut builder = SslConnector::builder(SslMethod::tls_client()).unwrap();
        builder.set_max_proto_version(Some(self.newest)).unwrap();
        builder.cert_store_mut().add_cert(self.authority.clone()).unwrap();
        if let Some(identity) = &self.identity {
            builder.set_certificate(identity.certificate()).unwrap();
            builder.set_private_key(identity.key()).unwrap();
        }
        let ssl = builder.build().configure().unwrap().into_ssl(self.name).unwrap();
        let tcp = TcpStream::connect(self.address).await.map_err(|error| error.to_string())?;
        let mut tls = SslStream::new(ssl, tcp).unwrap();
        if let Err(error) = Pin::new(&mut tls).connect().await {
            return Err(format!("{error}: {}", tls.ssl().verify_result().error_string()));
        }
        Ok(Connection { tls })
    }

    /// Connects, posts once, and closes.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut connection = self.connect().await.unwrap();
        connection.send(path, headers, body).await.unwrap();
        connection.answer().await.unwrap()
    }
}

impl Connection {
    /// Sends a request.
    pub async fn send(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<(), String> {
        let mut head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        let message = [head.as_bytes(), body].concat();
        self.tls.write_all(&message).await.map_err(|error| error.to_string())
    }

    /// Reads one answer of known length.
    pub async fn answer(&mut self) -> Result<Answer, String> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.more(&mut bytes).await?;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()
            })
            .unwrap_or(0);
        while bytes.len() < end + length {
            self.more(&mut bytes).await?;
        }
        Ok(Answer { status, head, body: bytes.split_off(end) })
    }

    /// Reads until the other side ends the connection: the bytes, and the error if it was reset.
    /// The library takes an end of TCP without the TLS farewell for a proper one.
    pub async fn until_end(&mut self) -> (Vec<u8>, Result<(), String>) {
        let mut bytes = Vec::new();
        loop {
            let mut part = [0; 4096];
            match self.tls.read(&mut part).await {
                Ok(0) => return (bytes, Ok(())),
                Ok(n) => bytes.extend_from_slice(&part[..n]),
                Err(error) => return (bytes, Err(error.to_string())),
            }
        }
    }

    /// Whether anything arrives within this time.
    pub async fn is_silent_for(&mut self, time: Duration) -> bool {
        tokio::time::timeout(time, self.tls.read(&mut [0; 1])).await.is_err()
    }

    async fn more(&mut self, bytes: &mut Vec<u8>) -> Result<(), String> {
        let mut part = [0; 4096];
        match self.tls.read(&mut part).await {
            Ok(0) => Err("closed".to_owned()),
            Ok(n) => {
                bytes.extend_from_slice(&part[..n]);
                Ok(())
            }
            Err(error) => Err(error.to_string()),
        }
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}
