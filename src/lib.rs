//! vaccinjournal: one vaccination journal for a patient, from every source that holds a part of it.
//!
//! The modules stand in reading order: the words of the field first, then the way of the data.

/// The field's words as types; pure, knows nothing of wires or stores.
pub mod domain;

/// The present time; a test sets it.
pub mod clock;

/// Bytes and trust: the client identity, and whole answers over mutual TLS.
pub mod transport;

/// The protocol: service contracts, SOAP envelopes, and the reading of them.
pub mod rivta;

/// The national platform and its producers on this machine, for tests and demonstrations.
pub mod simulator;

/// The rules a producer must pass, as a list that drives run, report and documentation.
pub mod conformance;

/// What is kept: own records, organisation, the toggle, decisions on merges.
pub mod store;

/// COSMIC's launch: a signed assertion becomes a user, a place and perhaps a patient.
pub mod launch;

/// Patient context shared with COSMIC: FHIRcast's messages, and what happens to a topic.
pub mod context;

/// What the law asks: blocks, consent, care relation, and the log service.
pub mod care;

/// The access log: what is done with patients' information, written before it happens.
pub mod access_log;

/// The person register: who a patient is, and by which ids she is known.
pub mod person;

/// The data flow: request, access, ask, decode, merge.
pub mod journal;

/// The journal as page, JSON, FHIR or text; decides nothing, does no input or output.
pub mod present;

/// What must be configured for a care provider that comes from COSMIC, and how each point stands.
pub mod checklist;

/// HTTP: routes, state, sessions, and failures on their way out.
pub mod web;

/// What the program tells of itself: log and figures.
pub mod telemetry;

/// Settings, as written and as meant.
pub mod config;

/// The commands.
pub mod cli;
