//! A COSMIC for tests of the hub: it launches, subscribes, tells of patients and answers.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use vaccinjournal::clock::Clock;
use vaccinjournal::store::Import;
use vaccinjournal::web::Settings;

use crate::launch_support::{claiming, fill};
use crate::web_launch::FILE;
use crate::web_server::start;
use crate::web_support::{Client, Site, settings};

pub const ALL: &str = "Patient-open,Patient-close,SyncError";
pub const TOLVAN: &str = "191212121212";
pub const RESA: &str = "195709263080";
pub const BARN: &str = "201701012393";

/// A service on a real port, and a topic that a launch has opened.
pub struct Shared {
    pub site: Site,
    pub address: SocketAddr,
    pub topic: String,
    pub nurse: Client,
    /// Where the launch led.
    pub landed: String,
    web: reqwest::Client,
    _stop: oneshot::Sender<()>,
}

/// A subscriber with its socket.
pub struct Listener {
    socket: WebSocketStream<TcpStream>,
    pub endpoint: String,
    pub confirmation: Value,
}

impl Shared {
    /// Launched without a patient.
    pub async fn new() -> Self {
        Self::launched(settings(), None).await
    }

    /// Launched with or without a patient.
    pub async fn launched(settings: Settings, patient: Option<&str>) -> Self {
        let site = Site::with(settings).await;
        fill(&site.house.store).await;
        site.house.store.import(&Import::parse(FILE).unwrap()).await.unwrap();
        let (stop, address, _served) = start(&site).await;
        let topic = uuid::Uuid::new_v4().to_string();
        let mut nurse = site.client();
        let landed = launch(&mut nurse, &topic, patient).await;
        let web = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { site, address, topic, nurse, landed, web, _stop: stop }
    }

    /// The present time of the service.
    pub fn now(&self) -> Timestamp {
        self.site.clock.now()
    }

    /// Posts a form to the hub.
    pub async fn form(&self, fields: &[(&str, &str)]) -> (u16, String) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.raw("application/x-www-form-urlencoded", body).await
    }

    pub async fn raw(&self, kind: &str, body: String) -> (u16, String) {
        let request = self.web.post(format!("http://{}/fhircast", self.address));
        let answer = request.header("content-type", kind).body(body).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        let answer = self.web.get(format!("http://{}{path}", self.address)).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null))
    }

    /// The current context.
    pub async fn current(&self) -> Value {
        self.get(&format!("/fhircast/{}", self.topic)).await.1
    }

    /// Asks for a subscription and gives its endpoint.
    pub async fn endpoint(&self, events: &str, more: &[(&str, &str)]) -> String {
        let mut fields = vec![
            ("hub.channel.type", "websocket"),
            ("hub.mode", "subscribe"),
            ("hub.topic", &self.topic),
            ("hub.events", events),
        ];
        fields.extend(more);
        let (status, body) = self.form(&fields).await;
        assert_eq!(status, 202, "{body}");
        let body: Value = serde_json::from_str(&body).unwrap();
        body["hub.channel.endpoint"].as_str().unwrap().to_owned()
    }

    /// Subscribes, opens the socket, and takes the confirmation.
    pub async fn subscribe(&self, events: &str, name: &str) -> Listener {
        let endpoint = self.endpoint(events, &[("subscriber.name", name)]).await;
        self.connect(&endpoint).await.expect("the socket was refused")
    }

    pub async fn connect(&self, endpoint: &str) -> Option<Listener> {
        Listener::at(self.address, endpoint).await
    }

    pub async fn unsubscribe(&self, endpoint: &str) -> (u16, String) {
        self.form(&[
            ("hub.channel.type", "websocket"),
            ("hub.mode", "unsubscribe"),
            ("hub.topic", &self.topic),
            ("hub.channel.endpoint", endpoint),
        ])
        .await
    }

    /// Tells of an event.
    pub async fn tell(&self, event: &Value) -> (u16, String) {
        self.raw("application/fhir+json", event.to_string()).await
    }

    /// Tells that a patient is open, some milliseconds after the service's clock.
    pub async fn open(&self, patient: &str, after: i64) -> Value {
        let event = self.opening(patient, after);
        let (status, body) = self.tell(&event).await;
        assert_eq!(status, 202, "{body}");
        event
    }

    /// The event that a patient is open.
    pub fn opening(&self, patient: &str, after: i64) -> Value {
        let at = self.now() + jiff::SignedDuration::from_millis(after);
        opening(&self.topic, patient, at)
    }

    pub fn closing(&self, open: &Value, after: i64) -> Value {
        let mut event = open.clone();
        let at = self.now() + jiff::SignedDuration::from_millis(after);
        event["id"] = json!(uuid::Uuid::new_v4().to_string());
        event["timestamp"] = json!(at.to_string());
        event["event"]["hub.event"] = json!("Patient-close");
        event
    }
}

/// Launches the nurse with a topic; where it led.
pub async fn launch(nurse: &mut Client, topic: &str, patient: Option<&str>) -> String {
    let assertion = claiming(|claims| {
        claims["fhircast_topic"] = json!(topic);
        match patient {
            Some(patient) => claims["patient"]["id"] = json!(patient),
            None => drop(claims.as_object_mut().unwrap().remove("patient")),
        }
    });
    let (address, answer) = nurse.post_on("/launch", &[("assertion", &assertion)]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    address
}

pub fn opening(topic: &str, patient: &str, at: Timestamp) -> Value {
    json!({
        "timestamp": at.to_string(),
        "id": uuid::Uuid::new_v4().to_string(),
        "event": {
            "hub.topic": topic,
            "hub.event": "Patient-open",
            "context": [{
                "key": "patient",
                "resource": {
                    "resourceType": "Patient",
                    "id": format!("cosmic-{}", uuid::Uuid::new_v4()),
                    "identifier": [
                        { "system": "urn:oid:2.999.1", "value": "4438001" },
                        { "system": "urn:oid:1.2.752.129.2.1.3.1", "value": patient },
                    ],
                    "name": [{ "family": "Tolvansson", "given": ["Tolvan"] }],
                },
            }],
        },
    })
}

impl Listener {
    pub async fn at(address: SocketAddr, endpoint: &str) -> Option<Self> {
        let path = endpoint.splitn(4, '/').nth(3).unwrap();
        let stream = TcpStream::connect(address).await.unwrap();
        let url = format!("ws://{address}/{path}");
        let (socket, _) = tokio_tungstenite::client_async(url, stream).await.ok()?;
        let endpoint = endpoint.to_owned();
        let mut listener = Self { socket, endpoint, confirmation: Value::Null };
        listener.confirmation = listener.next().await;
        Some(listener)
    }

    /// The next message.
    pub async fn next(&mut self) -> Value {
        self.within(Duration::from_secs(5)).await.expect("no message came")
    }

    /// The next message, if one comes in time.
    pub async fn within(&mut self, time: Duration) -> Option<Value> {
        let next = async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Text(text))) => {
                        return Some(serde_json::from_str(&text).unwrap());
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                    Some(Ok(_)) => {}
                }
            }
        };
        tokio::time::timeout(time, next).await.ok().flatten()
    }

    /// Nothing comes for a while.
    pub async fn hears_nothing(&mut self) {
        let heard = self.within(Duration::from_millis(700)).await;
        assert!(heard.is_none(), "{heard:?}");
    }

    /// How the hub closes the socket.
    pub async fn closed(&mut self) -> Option<u16> {
        let end = async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Close(frame))) => return frame.map(|f| f.code.into()),
                    Some(Err(_)) | None => return None,
                    Some(Ok(_)) => {}
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), end).await.expect("it was not closed")
    }

    /// Answers an event.
    pub async fn answer(&mut self, event: &Value, status: u16) {
        self.say(&json!({ "id": event["id"], "status": status }).to_string()).await;
    }

    /// Takes an event and follows.
    pub async fn follow(&mut self) -> Value {
        let event = self.next().await;
        self.answer(&event, 200).await;
        event
    }

    pub async fn say(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    pub async fn try_say(&mut self, text: &str) -> bool {
        self.socket.send(Message::text(text)).await.is_ok()
    }

    pub async fn close(mut self, code: u16) {
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        self.socket.close(Some(frame)).await.unwrap();
        while let Some(Ok(_)) = self.socket.next().await {}
    }
}

/// What an event is about.
pub fn name_of(event: &Value) -> &str {
    event["event"]["hub.event"].as_str().unwrap_or_else(|| panic!("{event}"))
}

/// The number of an event's patient.
pub fn number_in(event: &Value) -> &str {
    let identifiers = &event["event"]["context"][0]["resource"]["identifier"];
    let registered = |id: &&Value| id["system"] == "urn:oid:1.2.752.129.2.1.3.1";
    let found = identifiers.as_array().unwrap().iter().find(registered);
    found.unwrap_or_else(|| panic!("{event}"))["value"].as_str().unwrap()
}
