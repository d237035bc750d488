//! HTTP: the panel for people, JSON and FHIR for machines, the support page, and health.
//!
//! [`router`] lists what exists; [`serve`] listens. What a status code means is written in
//! [`error`].

mod access;
mod administration;
mod api;
mod arrival;
mod assets;
mod checklist;
mod conformance;
mod connections;
mod context;
mod customer;
/// Failures on their way out, and what each status code means.
pub mod error;
mod events;
mod fhir;
mod health;
mod launch;
mod login;
mod pages;
mod panel;
mod print;
mod router;
mod security;
mod server;
mod session;
mod settings;
mod state;
mod stated_access;
mod stop;
mod support;
mod throttle;
mod view_names;
mod views;

pub use api::openapi;
pub use conformance::TestedProducer;
pub use router::router;
pub use server::serve;
pub use settings::{ContextSettings, Settings, SupportAccount};
pub use state::{AppState, Parts};
