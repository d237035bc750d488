use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use tokio::time::timeout;

use super::budget::{ByteBudget, Reservation};
use super::client::Limits;
use super::error::TransportError;

/// A whole HTTP answer, whatever its status says.
///
/// Its bytes count against the client's budget for as long as it lives.
pub struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    _room: Reservation,
}

impl Answer {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body: all of it, as it was sent.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The `Content-Type`. The platform overwrites it, so it is a hint and no evidence.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// A header as text, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// How long the server asks us to wait, from `Retry-After` in seconds or as a date. A date is
    /// counted from the answer's own `Date`, so that our clock does not matter.
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let sent = http_date(self.headers.get(DATE)?.to_str().ok()?)?;
        let seconds = http_date(text)?.as_second().saturating_sub(sent.as_second());
        Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }

    pub(super) async fn read(
        mut response: Response,
        limits: &Limits,
        budget: &ByteBudget,
    ) -> Result<Self, TransportError> {
        if is_encoded(response.headers()) {
            return Err(TransportError::Encoded);
        }
        let too_large = || TransportError::TooLarge { limit: limits.largest_answer };
        let declared = response.content_length();
        if declared.is_some_and(|length| length > limits.largest_answer) {
            return Err(too_large());
        }
        let mut room = budget.reserve(declared.unwrap_or(FIRST_STEP)).await?;
        let capacity = usize::try_from(declared.unwrap_or(FIRST_STEP)).unwrap_or(0);
        let mut body = Vec::with_capacity(capacity);
        loop {
            let chunk = timeout(limits.body_idle, response.chunk())
                .await
                .map_err(|_| TransportError::BodyIdle)?
                .map_err(TransportError::from_body)?;
            let Some(chunk) = chunk else { break };
            let length = body.len() as u64 + chunk.len() as u64;
            if length > limits.largest_answer {
                return Err(too_large());
            }
            room.grow_to(length)?;
            body.extend_from_slice(&chunk);
        }
        Ok(Self {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body: Bytes::from(body),
            _room: room,
        })
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Headers and body may hold anything, patients included.
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Nothing is asked for in another coding, and a small coded answer can be a large one.
fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_ENCODING).iter().any(|value| {
        let plain = |coding: &str| {
            coding.trim().is_empty() || coding.trim().eq_ignore_ascii_case("identity")
        };
        !value.to_str().is_ok_and(|codings| codings.split(',').all(plain))
    })
}

/// A date as HTTP writes it (RFC 9110, 5.6.7), in the form that is still sent.
fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

/// Room for the first bytes of an answer that does not say how long it is.
const FIRST_STEP: u64 = 64 * 1024;
