use crate::rivta::reply::{CallError, Failure};
use crate::rivta::writing::WriteError;
use crate::transport::TransportError;

/// Why a security service gave no answer that may be used. No text of it comes from an answer, and
/// none names a patient.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The contract has no room for something in the question.
    #[error("the contract has no room for this {part}")]
    Unfit {
        /// What does not fit.
        part: &'static str,
    },
    /// The question could not be written.
    #[error("the question could not be written")]
    Unwritten(#[from] WriteError),
    /// The call gave no message.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The service says that it has not done what was asked.
    #[error("{contract} ended with result {code}")]
    Refused {
        /// The contract.
        contract: &'static str,
        /// The result code, as our types name it.
        code: String,
    },
    /// A whole message that is no whole answer to the question.
    #[error("{contract} was not answered as the contract has it: {part}")]
    Broken {
        /// The contract.
        contract: &'static str,
        /// The part that is missing or wrong.
        part: &'static str,
    },
}

impl ServiceError {
    /// Whether it was a SOAP fault: the same question may then be sent again every fifth minute at
    /// most (self-declaration for consumers).
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Call(error) if error.is_fault())
    }

    /// Whether the service cannot have got the question. Where it may have, nobody knows what it has
    /// done with it.
    pub fn was_not_delivered(&self) -> bool {
        match self {
            Self::Unfit { .. } | Self::Unwritten(_) => true,
            Self::Call(error) => matches!(
                error.failure(),
                Failure::Transport(
                    TransportError::Overloaded
                        | TransportError::Resolve { .. }
                        | TransportError::Connect { .. }
                        | TransportError::ConnectTimeout
                        | TransportError::ServerCertificate { .. }
                        | TransportError::ClientCertificateRefused { .. }
                        | TransportError::Tls { .. }
                        | TransportError::Request
                )
            ),
            Self::Refused { .. } | Self::Broken { .. } => false,
        }
    }
}
