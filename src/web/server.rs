use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{interval, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::connections::{Connections, Place, TimedWrites};
use super::router::router;
use super::state::AppState;

/// Listens until `shutdown` is done, then stops gracefully: no view is opened any more, those under
/// way may become complete within a limit, streams that are not at their end then end with the event
/// `avbruten`, and connections are given a while to close.
///
/// Run it inside a multi-threaded runtime; it returns when everything is closed. The listener may be
/// bound to any port, so that a test can choose a free one.
pub async fn serve(state: AppState, listener: TcpListener, shutdown: impl Future<Output = ()>) {
    let server = Server::new(&state);
    let stopping = async {
        shutdown.await;
        state.stop.begin();
        tracing::info!("stopping: views under way may finish");
        let finished = timeout(state.settings.finish_within, state.views.finish()).await;
        if finished.is_err() {
            tracing::warn!("stopping: some views did not finish in time");
        }
        state.stop.end();
        if finished != Ok(false) {
            // Somebody was watching: the page reads the last state now.
            tokio::time::sleep(state.settings.last_look).await;
        }
    };
    let sweeping = async {
        let mut tick = interval(state.sweep_every());
        loop {
            tick.tick().await;
            state.sweep().await;
        }
    };
    let hub = Arc::clone(&state.context);
    tokio::select! {
        () = hub.run() => {}
        () = stopping => {}
        () = sweeping => {}
        () = server.accept(&listener) => {}
    }
    drop(listener);
    if timeout(state.settings.close_within, server.close()).await.is_err() {
        tracing::warn!("stopping: some connections did not close in time");
    }
}

struct Server {
    router: Router,
    state: AppState,
    connections: Arc<Connections>,
    // The connections' tasks, and the word that they are to end when they have answered.
    tasks: TaskTracker,
    closing: CancellationToken,
}

impl Server {
    fn new(state: &AppState) -> Self {
        let settings = &state.settings;
        Self {
            router: router(state.clone()),
            connections: Connections::new(
                settings.most_connections,
                settings.most_connections_per_address,
            ),
            state: state.clone(),
            tasks: TaskTracker::new(),
            closing: CancellationToken::new(),
        }
    }

    /// Lets every connection end after its answer, and waits for it.
    async fn close(&self) {
        self.closing.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    async fn accept(&self, listener: &TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, address)) => match self.connections.enter(address.ip()) {
                    Some(place) => self.attend(stream, place),
                    None => tracing::warn!("a connection was refused: there are too many"),
                },
                Err(error) => {
                    // Out of file descriptors, for example: wait until some are free.
                    tracing::error!(error = &error as &dyn std::error::Error, "cannot accept");
                    tokio::time::sleep(self.state.settings.retry_after).await;
                }
            }
        }
    }

    /// Serves one connection in a task of its own.
    fn attend(&self, stream: TcpStream, place: Place) {
        let settings = &self.state.settings;
        // Events are small, and waiting to fill a packet would hold them back.
        let _ = stream.set_nodelay(true);
        let router = self.router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let router = router.clone();
            async move {
                let answered = router.oneshot(request.map(Body::new)).await;
                answered.map_err(|never: Infallible| match never {})
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(settings.head_timeout)
            .max_header_size(settings.most_head_bytes)
            .serve_connection(
                TokioIo::new(TimedWrites::new(stream, settings.write_timeout)),
                service,
            )
            // To a socket, where the hub's subscribers ask for one.
            .with_upgrades();
        let closing = self.closing.clone();
        self.tasks.spawn(async move {
            let _place = place;
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = closing.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(error = &error as &dyn std::error::Error, "a connection broke");
            }
        });
    }
}
