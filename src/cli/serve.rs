use std::error::Error;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::build::Built;
use super::{Ended, SettingsFile, build, conformance, stop};
use crate::clock::Clock;
use crate::config::Config;
use crate::telemetry;
use crate::transport::{self, Refresh};
use crate::web::{self, AppState, Parts};

/// Serves the panel and the interfaces until it is stopped.
pub async fn run(settings: &SettingsFile) -> Ended {
    let config = settings.load()?.config;
    telemetry::start_log(config.telemetry.settings()?)?;
    let built = build::service(&config).await?;
    let listener = listen(&config).await?;
    eprintln!("vaccinjournal listens at http://{}", listener.local_addr()?);
    serve(&config, built, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// Opens the port, so that a taken one is an error before anything else starts.
pub(super) async fn listen(config: &Config) -> Result<TcpListener, Box<dyn Error>> {
    bind(config.http.listen()?).await
}

/// The same at a given address.
pub(super) async fn bind(address: SocketAddr) -> Result<TcpListener, Box<dyn Error>> {
    let bound = TcpListener::bind(address).await;
    Ok(bound.map_err(|error| format!("cannot listen at {address}: {error}"))?)
}

/// Serves until the program is asked to stop, then lets views under way finish.
pub(super) async fn serve(
    config: &Config,
    built: Built,
    listener: TcpListener,
) -> Result<(), Box<dyn Error>> {
    let state = AppState::new(Parts {
        journal: built.service,
        store: built.store,
        log: built.log,
        clock: Arc::clone(&built.clock),
        metrics: telemetry::start_metrics()?,
        catalogue: built.catalogue,
        person_register: built.person_register,
        tested_producers: conformance::tested_producers(config)?,
        settings: config.web()?,
    });
    let every = Duration::from_secs(config.platform.identity.refresh_seconds.max(1));
    let warnings = config.platform.identity.warn_days.clone();
    let renewal = tokio::spawn(renew(built.transport, built.clock, every, warnings));
    let upkeep = tokio::spawn(built.upkeep.run());
    web::serve(state, listener, stop::requested()).await;
    renewal.abort();
    upkeep.abort();
    Ok(())
}

/// Takes a replaced client certificate or root certificate into use without a restart. A broken new
/// file changes nothing but the log.
async fn renew(
    transport: Arc<transport::Client>,
    clock: Arc<dyn Clock>,
    every: Duration,
    warnings: Vec<u16>,
) {
    let mut tick = tokio::time::interval(every);
    let mut days_told = None;
    loop {
        tick.tick().await;
        let transport = Arc::clone(&transport);
        let now = clock.now();
        let warning = transport.trust().identity.expiry_warning(now, &warnings);
        let days = warning.map(|warning| warning.days_left);
        if let Some(days) = days.filter(|_| days != days_told) {
            tracing::warn!(days, "the client certificate ends soon; put a new one in its place");
        }
        days_told = days;
        // Reading files and keys takes a while and belongs on no worker of the service.
        let looked = tokio::task::spawn_blocking(move || transport.refresh(now)).await;
        match looked {
            Ok(Refresh::Unchanged) | Err(_) => {}
            Ok(Refresh::Replaced(_)) => {
                tracing::info!("the client certificate's files have changed and are in use");
            }
            Ok(Refresh::Kept(error)) => tracing::error!(
                error = &error as &dyn Error,
                "the client certificate's new files cannot be used; the old ones are"
            ),
        }
    }
}
