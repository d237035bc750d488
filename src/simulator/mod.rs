//! The national platform, its aggregating service and its producers, as they really behave: real
//! SOAP over real mutual TLS, on this machine. For tests, the demonstration and `simulate`.
//!
//! It writes and reads XML by itself, without the protocol code it is there to try: a simulator
//! must be able to send what no correct writer would, and a mistake shared by both sides would not
//! be seen.

/// Certificates made at start: an authority, servers and clients, good and bad.
pub mod pki;

/// TLS and HTTP: listens, logs what arrives, answers in order or with scripted bytes.
pub mod server;

/// What arrived, and how many connections and handshakes it took.
pub mod arrivals;
