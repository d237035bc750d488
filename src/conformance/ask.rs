//! Puts a run's questions, over mutual TLS, and keeps what came back as it was sent.

use std::time::Instant;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

use super::exchange::{Breakage, Encoding, Exchange, Message, Question, Received};
use super::run::Settings;
use super::seen;
use crate::rivta::GvhVersion;
use crate::rivta::question::{self, Selection};
use crate::rivta::writing::WriteError;
use crate::transport::{Answer, Client, Connection, Endpoint, Request, TransportError};

/// Puts questions to one producer.
pub struct Asker<'r> {
    /// Where and how.
    pub settings: &'r Settings,
    /// The contract asked in.
    pub version: GvhVersion,
    /// What connects.
    pub client: Client,
}

impl Asker<'_> {
    /// Puts one question. `number` is its place in the run.
    pub async fn ask(&self, number: usize, question: Question) -> Exchange {
        let started = Instant::now();
        let answer = self.post(&question).await;
        let took = started.elapsed();
        let outcome = answer.map(|answer| {
            let content_type = answer.content_type().map(str::to_owned);
            let body = answer.body().clone();
            let seen = seen::read(&body, content_type.as_deref(), &self.settings.xml);
            Received { status: answer.status(), content_type, body, seen }
        });
        Exchange { number, question, took, outcome }
    }

    async fn post(&self, question: &Question) -> Result<Answer, TransportError> {
        let settings = self.settings;
        let version = question.contract.unwrap_or(self.version);
        let (endpoint, action) = match (&question.message, &settings.ping_endpoint) {
            (Message::Ping, Some(ping)) => (ping, question::PING.soap_action),
            _ => (self.endpoint(version), version.contract().soap_action),
        };
        let envelope = self.envelope(&question.message, version);
        let envelope = envelope.map_err(|_| TransportError::Request)?;
        let (body, charset) = encoded(&envelope, question.encoding);
        let headers = headers(action, charset, question)?;
        match self.send(endpoint, &headers, &body, Connection::Pooled).await {
            // A connection kept from before may have been closed meanwhile, and that is no answer.
            Err(error) if error.is_before_answer() => {
                self.send(endpoint, &headers, &body, Connection::Fresh).await
            }
            ended => ended,
        }
    }

    fn endpoint(&self, version: GvhVersion) -> &Endpoint {
        let settings = self.settings;
        let other = settings.other_endpoint.as_ref().filter(|_| version != self.version);
        other.unwrap_or(&settings.endpoint)
    }

    async fn send(
        &self,
        endpoint: &Endpoint,
        headers: &HeaderMap,
        body: &Bytes,
        connection: Connection,
    ) -> Result<Answer, TransportError> {
        let request = Request {
            endpoint,
            headers: headers.clone(),
            body: body.clone(),
            deadline: Instant::now() + self.settings.deadline,
            limits: &self.settings.limits,
            connection,
        };
        self.client.post(request).await
    }

    fn envelope(&self, message: &Message, version: GvhVersion) -> Result<String, WriteError> {
        let address = &self.settings.logical_address;
        let written =
            |selection: &Selection| question::selected_history(version, address, selection);
        match message {
            Message::History(selection) => written(selection),
            Message::Ping => question::ping(version, address),
            Message::Broken(selection, breakage) => {
                let mut selection = selection.clone();
                if *breakage == Breakage::NoDate {
                    selection.period = Some((Some("first of May".to_owned()), None));
                }
                written(&selection).map(|text| broken(text, *breakage))
            }
        }
    }
}

/// Breaks a question as no correct writer would.
fn broken(text: String, breakage: Breakage) -> String {
    match breakage {
        Breakage::NoDate => text,
        Breakage::NoPatient => text.replace("patientId", "person"),
        Breakage::Cut => {
            let end = text.rfind("</").unwrap_or(text.len());
            text[..end].to_owned()
        }
    }
}

fn encoded(envelope: &str, encoding: Encoding) -> (Bytes, &'static str) {
    const MARK: &str = "\u{feff}";
    let wide = |bytes: fn(u16) -> [u8; 2]| -> Bytes {
        // The declaration must not contradict the bytes.
        let text = envelope.replacen("UTF-8", "UTF-16", 1);
        MARK.encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    match encoding {
        Encoding::Utf8 => (Bytes::copy_from_slice(envelope.as_bytes()), "UTF-8"),
        Encoding::Utf8Marked => (Bytes::from(format!("{MARK}{envelope}")), "UTF-8"),
        Encoding::Utf16Little => (wide(u16::to_le_bytes), "UTF-16"),
        Encoding::Utf16Big => (wide(u16::to_be_bytes), "UTF-16"),
    }
}

fn headers(action: &str, charset: &str, question: &Question) -> Result<HeaderMap, TransportError> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| TransportError::Request);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, value(&format!("text/xml; charset={charset}"))?);
    headers.insert(SOAP_ACTION, value(&format!("\"{action}\""))?);
    headers.insert(CORRELATION_ID, value(&Uuid::new_v4().to_string())?);
    if let Some(consumer) = &question.consumer {
        headers.insert(ORIGINAL_CONSUMER, value(consumer.as_str())?);
    }
    Ok(headers)
}

const SOAP_ACTION: HeaderName = HeaderName::from_static("soapaction");
const CORRELATION_ID: HeaderName = HeaderName::from_static("x-skltp-correlation-id");
const ORIGINAL_CONSUMER: HeaderName =
    HeaderName::from_static("x-rivta-original-serviceconsumer-hsaid");
