//! Builds from settings what the commands work with.

use std::error::Error;
use std::sync::Arc;

use crate::access_log::AccessLog;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::domain::Catalogue;
use crate::journal::ask::Asker;
use crate::journal::{JournalService, Parts};
use crate::rivta::client;
use crate::store::Store;
use crate::transport;

/// The service and what it stands on.
pub(super) struct Built {
    /// Builds journals.
    pub(super) service: JournalService,
    /// What is kept.
    pub(super) store: Arc<Store>,
    /// Where every reading is written down first.
    pub(super) log: Arc<AccessLog>,
    /// Calls out.
    pub(super) transport: Arc<transport::Client>,
    /// Products and diseases.
    pub(super) catalogue: Arc<Catalogue>,
    /// The present time.
    pub(super) clock: Arc<dyn Clock>,
}

/// Opens the store.
pub(super) async fn store(config: &Config) -> Result<Store, Box<dyn Error>> {
    Ok(Store::open(&config.store.settings()?).await?)
}

/// Builds the service.
pub(super) async fn service(config: &Config) -> Result<Built, Box<dyn Error>> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let transport = transport::Client::new(config.platform.transport()?, clock.now())?;
    let transport = Arc::new(transport);
    let client = client::Client::new(Arc::clone(&transport), config.platform.client()?);
    let store = Arc::new(store(config).await?);
    let catalogue = Arc::new(Catalogue::load()?);
    let log = AccessLog::new(Arc::clone(&store), Arc::clone(&clock), config.access_log.settings()?);
    let log = Arc::new(log);
    let service = JournalService::new(Parts {
        plans: config.plans()?,
        asker: Asker::new(
            Arc::new(client),
            config.ask.settings(config.platform.calls_at_once)?,
            Arc::clone(&clock),
        ),
        store: Arc::clone(&store),
        log: Arc::clone(&log),
        catalogue: Arc::clone(&catalogue),
        own_system: config.own_system.hsa_id()?,
        xml_limits: config.xml.limits(config.platform.connection.largest_answer_bytes),
        longest_text: config.ask.longest_text,
        most_under_way: config.ask.most_views()?,
        clock: Arc::clone(&clock),
    });
    Ok(Built { service, store, log, transport, catalogue, clock })
}
