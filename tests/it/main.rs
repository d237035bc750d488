//! The project's integration tests, in one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod architecture;
mod cli;
mod catalogue;
mod catalogue_aggregated;
mod catalogue_bytes;
mod catalogue_connections;
mod catalogue_faults;
mod catalogue_place;
mod config_check;
mod config_layers;
mod contract_envelope;
mod contract_fault;
mod contract_generated;
mod contract_samples;
mod contract_tolerance;
mod databases;
mod differential;
mod house;
mod journal;
mod merge;
mod present;
mod present_fhir;
mod present_samples;
mod present_wording;
mod records;
mod simulator_aggregation;
mod simulator_client;
mod simulator_demo;
mod simulator_platform;
mod simulator_play;
mod simulator_server;
mod store;
mod transport_client;
mod transport_identity;
mod transport_place;
mod vaccines;
mod xml_conformance;
mod xml_encoding;
mod xml_gate;
mod xml_hostile;
mod xml_messages;
mod xml_support;
mod xml_truncation;
