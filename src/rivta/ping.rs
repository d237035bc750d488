//! Whether somebody is there to be asked for vaccinations, learnt without asking about anybody.

use std::time::Instant;

use super::GvhVersion;
use super::client::Client;
use super::ping_for_configuration_1::PingForConfigurationResponse;
use super::question;
use super::reply::CallError;
use super::writing::WriteError;
use super::xml;
use crate::domain::LogicalAddress;

/// Why an address has not said that it is there.
#[derive(Debug, thiserror::Error)]
pub enum PingError {
    /// The question could not be written.
    #[error("the question cannot be written: {0}")]
    Unwritten(#[from] WriteError),
    /// No answer, or another one.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Asks an address for the configuration of its GetVaccinationHistory (PingForConfiguration 1.0).
pub async fn ping(
    client: &Client,
    version: GvhVersion,
    address: &LogicalAddress,
    limits: &xml::Limits,
    deadline: Instant,
) -> Result<(), PingError> {
    let envelope = question::ping(version, address)?;
    let answer = client.call(question::PING, address, envelope, deadline).await?;
    let text = answer.text(limits)?;
    text.message::<PingForConfigurationResponse<'_>>()?;
    Ok(())
}
