use tokio_util::sync::CancellationToken;

/// A graceful stop in two steps: first nothing new is begun, then what is still under way ends.
#[derive(Clone)]
pub(super) struct Stop {
    begun: CancellationToken,
    ended: CancellationToken,
}

impl Stop {
    pub(super) fn new() -> Self {
        Self { begun: CancellationToken::new(), ended: CancellationToken::new() }
    }

    /// From now on no view is opened, and the service is not ready.
    pub(super) fn begin(&self) {
        self.begun.cancel();
    }

    /// From now on streams end.
    pub(super) fn end(&self) {
        self.ended.cancel();
    }

    pub(super) fn has_begun(&self) -> bool {
        self.begun.is_cancelled()
    }

    pub(super) async fn ended(&self) {
        self.ended.cancelled().await;
    }
}
