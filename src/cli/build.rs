//! Builds from settings what the commands work with.

use std::error::Error;
use std::sync::Arc;

use crate::access_log::{AccessLog, Onward, Upkeep};
use crate::care::log_store::LogStore;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::domain::Catalogue;
use crate::journal::access::Gate;
use crate::journal::ask::Asker;
use crate::journal::{JournalService, Parts};
use crate::person::PersonRegister;
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
    /// Sees to the log now and then.
    pub(super) upkeep: Upkeep,
    /// Calls out.
    pub(super) transport: Arc<transport::Client>,
    /// The person register, where one is connected.
    pub(super) person_register: Option<Arc<PersonRegister>>,
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
    let client = Arc::new(client);
    let register = config.person_register()?;
    let person_register =
        register.map(|settings| Arc::new(PersonRegister::new(Arc::clone(&client), settings)));
    let store = Arc::new(store(config).await?);
    let limits = config.xml.limits(config.platform.connection.largest_answer_bytes);
    let catalogue = Arc::new(Catalogue::load()?);
    let log = AccessLog::new(Arc::clone(&store), Arc::clone(&clock), config.access_log.settings()?);
    let log = Arc::new(log);
    let gate = Gate::new(
        Arc::clone(&store),
        config.lawful_access.services(&client, &limits)?,
        config.lawful_access.rules(config.ask.fault_pause_seconds)?,
        Arc::clone(&log),
        Arc::clone(&clock),
    );
    let onward = config.access_log.onward(config.own_system.hsa_id()?, limits)?;
    let upkeep = Upkeep {
        log: Arc::clone(&log),
        store: Arc::clone(&store),
        clock: Arc::clone(&clock),
        heads: config.access_log.head_keeper()?,
        onward: onward.map(|(settings, service)| {
            let service = LogStore::new(Arc::clone(&client), service);
            Onward::new(Arc::clone(&store), service, Arc::clone(&clock), settings)
        }),
        every: config.access_log.upkeep()?,
    };
    let service = JournalService::new(Parts {
        gate,
        plans: config.plans()?,
        asker: Asker::new(
            Arc::clone(&client),
            config.ask.settings(config.platform.calls_at_once)?,
            Arc::clone(&clock),
        ),
        store: Arc::clone(&store),
        log: Arc::clone(&log),
        catalogue: Arc::clone(&catalogue),
        person_register: person_register.clone(),
        own_system: config.own_system.hsa_id()?,
        xml_limits: limits,
        longest_text: config.ask.longest_text,
        most_under_way: config.ask.most_views()?,
        clock: Arc::clone(&clock),
    });
    Ok(Built { service, store, log, upkeep, transport, person_register, catalogue, clock })
}
