//! Listens for mutual TLS, logs what arrives, and answers: with HTTP, or with bytes by script.
//!
//! OpenSSL is used directly because native-tls cannot ask for a client certificate as a server.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use openssl::error::ErrorStack;
use openssl::ssl::{Ssl, SslAcceptor, SslMethod, SslVerifyMode, SslVersion};
use openssl::x509::X509;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_openssl::SslStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::arrivals::{Arrival, Arrivals};
use super::pki::{self, Identity};

/// Answers one request. Dropping the future means that the caller went away.
pub type Handler = Arc<dyn Fn(Arrival) -> Answering + Send + Sync>;

/// A reply on its way.
pub type Answering = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// What to send back.
pub enum Reply {
    /// An HTTP answer, kept in order by the HTTP library.
    Http(Response<Bytes>),
    /// Bytes by script; the connection ends with it.
    Script(Script),
}

/// Steps that are taken one after the other; after the last one the connection is closed properly.
pub type Script = Vec<Step>;

/// One step of a script.
#[derive(Clone, Debug)]
pub enum Step {
    /// Sends the bytes at once.
    Write(Bytes),
    /// Sends the bytes in pieces with a pause after each.
    Drip {
        /// What to send.
        bytes: Bytes,
        /// Length of a piece.
        piece: usize,
        /// Pause after each piece.
        pause: Duration,
    },
    /// Sends the bytes again and again until the other side has had enough.
    Endless(Bytes),
    /// Does nothing for a while.
    Pause(Duration),
    /// Does nothing until the other side goes away.
    Stall,
    /// Waits for the first bytes of another request.
    AwaitRequest,
    /// Closes TCP without the TLS farewell.
    Cut,
    /// Resets the TCP connection.
    Reset,
}

/// How a connection begins.
#[derive(Clone, Debug)]
pub enum Opening {
    /// TLS, then HTTP.
    Serve,
    /// TLS, then bytes by script, whatever is asked.
    Script(Script),
    /// TCP is accepted, and TLS never answers.
    Silent,
    /// Plain text on the TLS port.
    Plain(Bytes),
    /// TCP is accepted and closed at once.
    Hangup,
}

/// How to listen.
#[derive(Clone)]
pub struct ServerSettings {
    /// Where; port 0 takes a free one.
    pub bind: SocketAddr,
    /// The server's certificate.
    pub identity: Identity,
    /// Client certificates must come from here.
    pub client_authority: X509,
    /// Oldest and newest TLS version spoken.
    pub tls_versions: (SslVersion, SslVersion),
    /// How a connection begins.
    pub opening: Opening,
    /// Largest request taken, in bytes; a larger one gets 413.
    pub largest_request: usize,
    /// How many requests the log keeps.
    pub arrivals_kept: usize,
}

impl ServerSettings {
    /// TLS 1.2 and 1.3 on a free port of 127.0.0.1; 15 MiB per request, as the platform takes by
    /// default.
    pub fn local(identity: Identity, client_authority: X509) -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 0)),
            identity,
            client_authority,
            tls_versions: (SslVersion::TLS1_2, SslVersion::TLS1_3),
            opening: Opening::Serve,
            largest_request: 15 << 20,
            arrivals_kept: 10_000,
        }
    }
}

/// Why a listener could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address could not be bound.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// OpenSSL refused the certificate or the settings.
    #[error("cannot set up TLS")]
    Tls(#[from] ErrorStack),
}

/// A listener at work. Dropped, it stops; [`Server::stop`] also waits for its connections.
pub struct Server {
    address: SocketAddr,
    arrivals: Arc<Arrivals>,
    cancel: CancellationToken,
    tasks: TaskTracker,
}

impl Server {
    /// Starts to listen and to answer with `handler`.
    pub async fn start(settings: ServerSettings, handler: Handler) -> Result<Self, ServerError> {
        let acceptor = acceptor(&settings)?;
        let bind = |source| ServerError::Bind { address: settings.bind, source };
        let listener = TcpListener::bind(settings.bind).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let arrivals = Arc::new(Arrivals::new(settings.arrivals_kept));
        let cancel = CancellationToken::new();
        let tasks = TaskTracker::new();
        let door = Arc::new(Door {
            acceptor,
            opening: settings.opening,
            largest_request: settings.largest_request,
            handler,
            arrivals: Arc::clone(&arrivals),
        });
        let (for_tasks, stop) = (tasks.clone(), cancel.clone());
        tasks.spawn(async move {
            let _ = stop.run_until_cancelled(listen(listener, door, for_tasks, &stop)).await;
        });
        tasks.close();
        Ok(Self { address, arrivals, cancel, tasks })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What arrived.
    pub fn arrivals(&self) -> &Arc<Arrivals> {
        &self.arrivals
    }

    /// Stops listening, cuts every connection, and waits until all of them are gone.
    pub async fn stop(self) {
        self.cancel.cancel();
        self.tasks.wait().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

struct Door {
    acceptor: SslAcceptor,
    opening: Opening,
    largest_request: usize,
    handler: Handler,
    arrivals: Arc<Arrivals>,
}

fn acceptor(settings: &ServerSettings) -> Result<SslAcceptor, ErrorStack> {
    let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
    builder.set_min_proto_version(Some(settings.tls_versions.0))?;
    builder.set_max_proto_version(Some(settings.tls_versions.1))?;
    builder.set_certificate(settings.identity.certificate())?;
    builder.set_private_key(settings.identity.key())?;
    builder.cert_store_mut().add_cert(settings.client_authority.clone())?;
    builder.add_client_ca(&settings.client_authority)?;
    builder.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
    // Without it OpenSSL refuses every resumed session when client certificates are asked for.
    builder.set_session_id_context(b"vaccinjournal")?;
    Ok(builder.build())
}

async fn listen(
    listener: TcpListener,
    door: Arc<Door>,
    tasks: TaskTracker,
    stop: &CancellationToken,
) {
    loop {
        // An accept fails when file descriptors run out; the next one may succeed.
        let Ok((tcp, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let (door, stop) = (Arc::clone(&door), stop.clone());
        tasks.spawn(async move {
            let connection = door.arrivals.connected();
            // How a connection ends is the other side's affair; the arrivals tell what mattered.
            let _ = stop.run_until_cancelled(door.open(tcp, connection)).await;
            door.arrivals.count(|counts| counts.open -= 1);
        });
    }
}

impl Door {
    async fn open(&self, mut tcp: TcpStream, connection: u64) -> io::Result<()> {
        tcp.set_nodelay(true)?;
        let script = match &self.opening {
            Opening::Hangup => return Ok(()),
            Opening::Silent => return until_gone(&mut tcp).await,
            Opening::Plain(bytes) => {
                tcp.write_all(bytes).await?;
                return tcp.shutdown().await;
            }
            Opening::Serve => None,
            Opening::Script(script) => Some(script.clone()),
        };
        let tls = self.handshake(tcp).await?;
        match script {
            Some(script) => run(tls, script).await,
            None => self.serve(tls, connection).await,
        }
    }

    async fn handshake(&self, tcp: TcpStream) -> io::Result<SslStream<TcpStream>> {
        let ssl = Ssl::new(self.acceptor.context())?;
        let mut tls = SslStream::new(ssl, tcp)?;
        match Pin::new(&mut tls).accept().await {
            Ok(()) => {
                let resumed = u64::from(tls.ssl().session_reused());
                self.arrivals.count(|counts| {
                    counts.handshakes += 1;
                    counts.resumed += resumed;
                });
                Ok(tls)
            }
            Err(error) => {
                self.arrivals.count(|counts| counts.failed_handshakes += 1);
                Err(io::Error::other(error))
            }
        }
    }

    /// Serves HTTP until the connection ends or a reply takes it over with a script.
    async fn serve(&self, tls: SslStream<TcpStream>, connection: u64) -> io::Result<()> {
        let certificate = tls.ssl().peer_certificate();
        let known = Arrival {
            number: 0,
            connection,
            at: Duration::ZERO,
            tls_version: tls.ssl().version_str(),
            resumed: tls.ssl().session_reused(),
            sender: certificate.as_ref().and_then(pki::sender_id),
            subject: certificate.as_ref().map(subject_text).unwrap_or_default(),
            method: http::Method::GET,
            uri: http::Uri::default(),
            headers: http::HeaderMap::new(),
            body: Bytes::new(),
        };
        let (take_over, mut taken_over) = mpsc::channel(1);
        let service = service_fn(move |request: Request<Incoming>| {
            let answer = self.answer(known.clone(), request, take_over.clone());
            // hyper hands the connection back only from a service whose futures can be moved.
            Box::pin(answer)
        });
        let mut http = http1::Builder::new().serve_connection(TokioIo::new(tls), service);
        let script = tokio::select! {
            ended = poll_fn(|cx| http.poll_without_shutdown(cx)) => match ended {
                Ok(()) => Script::new(),
                Err(error) => return Err(io::Error::other(error)),
            },
            Some(script) = taken_over.recv() => script,
        };
        run(http.into_parts().io.into_inner(), script).await
    }

    async fn answer(
        &self,
        mut arrival: Arrival,
        request: Request<Incoming>,
        take_over: mpsc::Sender<Script>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let (head, body) = request.into_parts();
        arrival.method = head.method;
        arrival.uri = head.uri;
        arrival.headers = head.headers;
        let Ok(body) = Limited::new(body, self.largest_request).collect().await else {
            return Ok(plain(StatusCode::PAYLOAD_TOO_LARGE).map(Full::new));
        };
        arrival.body = body.to_bytes();
        self.arrivals.arrived(&mut arrival);
        let under_way = self.arrivals.under_way();
        let reply = (self.handler)(arrival).await;
        under_way.answered();
        match reply {
            Reply::Http(response) => Ok(response.map(Full::new)),
            Reply::Script(script) => {
                // The connection is taken from the HTTP library before it hears of an answer.
                let _ = take_over.send(script).await;
                std::future::pending().await
            }
        }
    }
}

/// A status with its own words as plain text, as a front server writes its own errors.
pub(super) fn plain(status: StatusCode) -> Response<Bytes> {
    let text = format!("{status}\n");
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    let kind = http::HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(http::header::CONTENT_TYPE, kind);
    response
}

/// Takes the steps of a script, then closes the connection properly.
async fn run(mut tls: SslStream<TcpStream>, script: Script) -> io::Result<()> {
    for step in script {
        match step {
            Step::Write(bytes) => tls.write_all(&bytes).await?,
            Step::Drip { bytes, piece, pause } => {
                for part in bytes.chunks(piece.max(1)) {
                    tls.write_all(part).await?;
                    tls.flush().await?;
                    tokio::time::sleep(pause).await;
                }
            }
            Step::Endless(bytes) => loop {
                tls.write_all(&bytes).await?;
            },
            Step::Pause(pause) => tokio::time::sleep(pause).await,
            Step::Stall => return until_gone(&mut tls).await,
            Step::AwaitRequest => {
                let _ = tls.read_u8().await?;
            }
            Step::Cut => return Ok(()),
            Step::Reset => {
                tls.get_ref().set_zero_linger()?;
                return Ok(());
            }
        }
    }
    tls.flush().await?;
    tls.shutdown().await
}

/// Reads and throws away until the other side closes.
async fn until_gone(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> io::Result<()> {
    let mut waste = [0; 4096];
    while stream.read(&mut waste).await? > 0 {}
    Ok(())
}

fn subject_text(certificate: &X509) -> String {
    let part = |entry: &openssl::x509::X509NameEntryRef| {
        let name = entry.object().nid().short_name().unwrap_or("?").to_owned();
        let value = entry.data().to_string().unwrap_or_default();
        format!("{name}={value}")
    };
    certificate.subject_name().entries().map(part).collect::<Vec<_>>().join(", ")
}
