//! A scenario at play, and questions put to it by hand.

use vaccinjournal::simulator::contract::Version;
use vaccinjournal::simulator::pki::{Flaw, KeyKind};
use vaccinjournal::simulator::scenario::{Behaviour, Dose, Producer, Scenario};
use vaccinjournal::simulator::xml::{self, Element, Prefixes};
use vaccinjournal::simulator::{self, Settings, Simulator};

use crate::simulator_client::{Answer, Client};

pub const PATIENT: &str = "191212121212";
pub const AGGREGATION: &str = "5565594230";
pub const SENDER: &str = "SE5560000001-MVJ";

/// A simulator at work, and a client that it trusts.
pub struct Play {
    pub simulator: Simulator,
    pub client: Client,
}

impl Play {
    pub async fn new(producers: Vec<Producer>) -> Self {
        Self::of(scenario(producers)).await
    }

    pub async fn of(scenario: Scenario) -> Self {
        let simulator = simulator::start(scenario, Settings::default()).await.unwrap();
        let pki = simulator.pki();
        let identity = pki.client(SENDER, KeyKind::EcP256, Flaw::None).unwrap();
        let client = Client::new(simulator.address(), pki.authority().clone(), Some(identity));
        Self { simulator, client }
    }

    /// Asks for the patient's vaccinations.
    pub async fn ask(&self, address: &str) -> Answer {
        self.post(&request(address, &[])).await
    }

    /// Asks with further elements in the question, in their order.
    pub async fn ask_with(&self, address: &str, filters: &[Element]) -> Answer {
        self.post(&request(address, filters)).await
    }

    pub async fn post(&self, body: &str) -> Answer {
        self.client.post("/vp/any/path", &[], body.as_bytes()).await
    }
}

/// Producers on a short time scale, with two vaccines known. Much shorter, and a busy machine would
/// mix up the platform's 29 seconds with the aggregating service's 27.
pub fn scenario(producers: Vec<Producer>) -> Scenario {
    let facts = r#"
        [platform]
        time_scale = 0.03

        [[vaccines]]
        name = "Priorix"
        atc = "J07BD52"
        kind = "vaccin mot mässling, påssjuka och röda hund"
        diseases = [["mässling", "14189004"], ["påssjuka", "36989005"], ["röda hund", "36653000"]]

        [[vaccines]]
        name = "Fluad"
        atc = "J07BB02"
        kind = "influensavaccin"
        diseases = [["influensa", "6142004"]]
    "#;
    Scenario { producers, ..Scenario::parse(facts).unwrap() }
}

/// A quick producer that holds this many doses of the patient, one a year.
pub fn holding(address: &str, doses: u32) -> Producer {
    let dose = |n| Dose {
        patient: PATIENT.to_owned(),
        date: format!("{}-05-17", 2010 + n),
        vaccine: Some("Fluad".to_owned()),
        batch: Some(format!("{address}-{n}")),
        number: Some(1),
        of: Some(1),
        amount: Some("0,5 ml".to_owned()),
        ..Dose::default()
    };
    Producer { doses: (0..doses).map(dose).collect(), ..Producer::quick(address, "Källan") }
}

/// The same with a behaviour.
pub fn behaving(address: &str, behaviour: Behaviour) -> Producer {
    Producer { behaviour, ..holding(address, 2) }
}

/// A question about the patient, with further elements around the patient's id.
pub fn request(address: &str, filters: &[Element]) -> String {
    question(Version::V2, address, filters)
}

pub fn question(version: Version, address: &str, filters: &[Element]) -> String {
    const SOAP: &str = simulator::contract::SOAP;
    let core = version.core();
    let patient = Element::new(version.responder(), "patientId")
        .with(Element::leaf(core, "id", PATIENT))
        .with(Element::leaf(core, "type", "1.2.752.129.2.1.3.1"));
    let mut question = Element::new(version.responder(), "GetVaccinationHistory").with(patient);
    for filter in filters {
        match filter.name.as_str() {
            "careUnitHSAid" => question.insert_before("patientId", filter.clone()),
            _ => question.push(filter.clone()),
        }
    }
    let address = Element::leaf(simulator::contract::REGISTRY, "LogicalAddress", address);
    let envelope = Element::new(SOAP, "Envelope")
        .with(Element::new(SOAP, "Header").with(address))
        .with(Element::new(SOAP, "Body").with(question));
    xml::write(&envelope, Prefixes::Short)
}

pub fn filter(name: &str, text: &str) -> Element {
    Element::leaf(Version::V2.responder(), name, text)
}

impl Answer {
    /// The body as a tree.
    pub fn tree(&self) -> Element {
        xml::read_bytes(&self.body).unwrap()
    }

    /// The records in the answer.
    pub fn records(&self) -> Vec<Element> {
        let tree = self.tree();
        let body = tree.at(&["Body", "GetVaccinationHistoryResponse"]).unwrap();
        body.children().filter(|it| it.name == "vaccinationMedicalRecord").cloned().collect()
    }

    /// The batches of the records.
    pub fn batches(&self) -> Vec<String> {
        let path = ["vaccinationMedicalRecordBody", "administrationRecord", "vaccineBatchId"];
        self.records().iter().filter_map(|record| record.text_at(&path)).collect()
    }

    /// The result's code.
    pub fn result(&self) -> Option<String> {
        self.tree().text_at(&["Body", "GetVaccinationHistoryResponse", "result", "resultCode"])
    }

    /// Fault code, text and detail.
    pub fn fault(&self) -> (String, String, String) {
        let tree = self.tree();
        let fault = tree.at(&["Body", "Fault"]).unwrap();
        let text = |path: &[&str]| fault.text_at(path).unwrap_or_default();
        (text(&["faultcode"]), text(&["faultstring"]), text(&["detail", "detailString"]))
    }

    /// Each source's address and status code.
    pub fn statuses(&self) -> Vec<(String, String)> {
        let tree = self.tree();
        let header = tree.at(&["Header", "ProcessingStatus"]).unwrap();
        let text = |it: &Element, name: &str| it.text_at(&[name]).unwrap_or_default();
        header.children().map(|it| (text(it, "logicalAddress"), text(it, "statusCode"))).collect()
    }
}
