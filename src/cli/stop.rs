use tokio::signal::unix::{SignalKind, signal};

/// Waits until somebody wants the program to end: Ctrl-C, or SIGTERM from a service manager.
pub(super) async fn requested() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
