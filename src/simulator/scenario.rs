//! A scenario: who the producers are, what they hold, and how everybody behaves. Read from TOML or
//! built by a test.
//!
//! Times are as long as on the real platform; [`Platform::time_scale`] shortens all of them alike.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Deserialize;

use super::contract::Version;
use super::flaw::Flaw;
use super::habit::Habit;
use super::services::scenario::check as check_services;
pub use super::services::scenario::{
    Block, BlockKind, Consent, LinkedId, Person, Relation, Service, ServiceBehaviour, ServiceFlaw,
    Services,
};
use super::xml::Prefixes;

/// Everything the simulator plays.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// The platform and its aggregating service.
    pub platform: Platform,
    /// Products that doses may name.
    pub vaccines: Vec<Vaccine>,
    /// The source systems.
    pub producers: Vec<Producer>,
    /// The security services and the person register.
    pub services: Services,
    /// What patients have blocked.
    pub blocks: Vec<Block>,
    /// What patients have consented to.
    pub consents: Vec<Consent>,
    /// Who takes part in whose care.
    pub relations: Vec<Relation>,
    /// Who is in the person register.
    pub persons: Vec<Person>,
}

/// Why a text is no scenario.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// Not the expected TOML.
    #[error("the scenario cannot be read")]
    Format(#[from] toml::de::Error),
    /// A dose names a product that the scenario does not describe.
    #[error("the scenario has no vaccine called {0}")]
    UnknownVaccine(String),
    /// A dose names a unit that its producer does not have.
    #[error("{producer} has no unit {unit}")]
    UnknownUnit {
        /// Address of the producer.
        producer: String,
        /// The unit named.
        unit: String,
    },
    /// A date that is not `YYYY-MM-DD` or not in the calendar.
    #[error("{0} is no date")]
    Date(String),
}

impl Scenario {
    /// Reads a scenario file.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(text)?;
        scenario.check()?;
        Ok(scenario)
    }

    /// Checks that what is named is there.
    pub fn check(&self) -> Result<(), ScenarioError> {
        let vaccines: BTreeSet<&str> = self.vaccines.iter().map(|v| v.name.as_str()).collect();
        for producer in &self.producers {
            for dose in &producer.doses {
                if let Some(vaccine) = &dose.vaccine
                    && !vaccines.contains(vaccine.as_str())
                {
                    return Err(ScenarioError::UnknownVaccine(vaccine.clone()));
                }
                if let Some(unit) = &dose.unit
                    && !producer.units.iter().any(|known| known.hsa_id == *unit)
                {
                    let producer = producer.address.clone();
                    return Err(ScenarioError::UnknownUnit { producer, unit: unit.clone() });
                }
                if dose.date.parse::<jiff::civil::Date>().is_err() {
                    return Err(ScenarioError::Date(dose.date.clone()));
                }
            }
        }
        check_services(&self.blocks, &self.consents, &self.relations)
    }

    /// Whether a producer has this habit.
    pub fn has(&self, habit: Habit) -> bool {
        self.producers.iter().any(|producer| producer.habits.contains(&habit))
    }

    /// The product of this name.
    pub fn vaccine(&self, name: &str) -> Option<&Vaccine> {
        self.vaccines.iter().find(|vaccine| vaccine.name == name)
    }
}

/// The platform, its index and its aggregating service.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Platform {
    /// Name in brackets in fault texts.
    pub instance: String,
    /// Paths that do not begin like this get 404 from the front server.
    pub path_prefix: String,
    /// Logical address of the aggregating service and of the engagement index.
    pub aggregating_address: String,
    /// HSA-ids that may call anything; empty lets everybody.
    pub permitted_senders: Vec<String>,
    /// Whether `x-rivta-original-serviceconsumer-hsaid` is refused with VP013.
    pub refuse_original_consumer: bool,
    /// Whether the address catalogue is out of reach (VP008).
    pub catalogue_down: bool,
    /// Factor on every time of the platform and its producers.
    pub time_scale: f64,
    /// Longest wait of the platform for a producer, in milliseconds.
    pub producer_timeout: u64,
    /// Pause before the platform tries a refused connection again, in milliseconds.
    pub connection_pause: u64,
    /// Longest wait of the aggregating service for a producer, in milliseconds.
    pub aggregation_producer_timeout: u64,
    /// Longest wait of the aggregating service for all producers, in milliseconds.
    pub aggregation_timeout: u64,
    /// Longest wait of the aggregating service for the index, in milliseconds.
    pub index_timeout: u64,
    /// Largest message that the platform passes on, in bytes.
    pub largest_message: usize,
    /// How the index behaves.
    pub index: Index,
    /// How the status header is written.
    pub status_header: StatusHeader,
    /// Whether letters outside ASCII in error texts become replacement characters, as in the
    /// present aggregating service.
    pub mojibake: bool,
    /// Prefixes in the aggregated answer.
    pub prefixes: Prefixes,
    /// Settings of the answer to PingForConfiguration.
    pub version: String,
}

impl Default for Platform {
    fn default() -> Self {
        Self {
            instance: "NTJP-SIM".to_owned(),
            path_prefix: "/vp/".to_owned(),
            aggregating_address: "5565594230".to_owned(),
            permitted_senders: Vec::new(),
            refuse_original_consumer: false,
            catalogue_down: false,
            time_scale: 1.0,
            producer_timeout: 29_000,
            connection_pause: 2_000,
            aggregation_producer_timeout: 27_000,
            aggregation_timeout: 28_000,
            index_timeout: 20_000,
            largest_message: 50 << 20,
            index: Index::Answer,
            status_header: StatusHeader::Present,
            mojibake: true,
            prefixes: Prefixes::Jaxb,
            version: "simulator".to_owned(),
        }
    }
}

impl Platform {
    /// A time of the real platform in milliseconds, as long as it takes here.
    pub fn scaled(&self, milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds).mul_f64(self.time_scale.max(0.0))
    }
}

/// How the engagement index behaves.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Index {
    /// Answers at once.
    #[default]
    Answer,
    /// Answers after this time, in milliseconds.
    Slow {
        /// The time.
        delay: u64,
    },
    /// Does not answer.
    Hang,
    /// Answers with a fault of its own, which has no platform code.
    Fault {
        /// The fault's text.
        text: String,
    },
}

/// How the `ProcessingStatus` header of an aggregated answer is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum StatusHeader {
    /// Once, as the aggregating service writes it.
    #[default]
    Present,
    /// Not at all, as older platforms.
    Absent,
    /// Spread over two headers.
    Split,
    /// With elements that no schema knows, in every place that allows them and one that does not.
    Extended,
}

/// A product and what it protects against.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vaccine {
    /// Product name.
    pub name: String,
    /// ATC code.
    pub atc: String,
    /// What kind of vaccine, in words.
    pub kind: String,
    /// Manufacturer, where it is known.
    #[serde(default)]
    pub manufacturer: Option<String>,
    /// Diseases: Swedish name and SNOMED CT code.
    pub diseases: Vec<(String, String)>,
}

/// One source system and how it behaves.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Producer {
    /// HSA-id of the source system; it is also its logical address.
    pub address: String,
    /// Logical address that the index and the catalogue hold instead, where it is another.
    #[serde(default)]
    pub indexed_as: Option<String>,
    /// Name of the source system, for people.
    pub name: String,
    /// The care provider whose records it holds.
    pub care_provider: Unit,
    /// The units whose records it holds.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// Versions of the contract that it speaks.
    #[serde(default = "second_version")]
    pub versions: Vec<Version>,
    /// How long it thinks, in milliseconds.
    #[serde(default)]
    pub delay: u64,
    /// What it does then.
    #[serde(default)]
    pub behaviour: Behaviour,
    /// How it writes.
    #[serde(default)]
    pub writing: Writing,
    /// Whether it honours the filters of a request.
    #[serde(default = "yes")]
    pub honours_filters: bool,
    /// What it does wrong with questions.
    #[serde(default)]
    pub habits: Vec<Habit>,
    /// Consumers that it gives nothing.
    #[serde(default)]
    pub refused_consumers: Vec<String>,
    /// Consumers, and the care unit whose records each does not get.
    #[serde(default)]
    pub limited_consumers: Vec<(String, String)>,
    /// Numbers of one person each: a question with one of them gets the records of all.
    #[serde(default)]
    pub linked: Vec<Vec<String>>,
    /// Texts that its answers hold, and what it writes instead: how a message is made that no
    /// correct writer would send.
    #[serde(default)]
    pub rewritten: Vec<(String, String)>,
    /// How the index knows it.
    #[serde(default)]
    pub in_index: InIndex,
    /// Whether the consumer is permitted to ask it (else VP007, or silence when aggregated).
    #[serde(default = "yes")]
    pub permitted: bool,
    /// What the catalogue says of the way to it.
    #[serde(default)]
    pub route: Route,
    /// What the aggregating service says of it, where that is not the truth of the moment.
    #[serde(default)]
    pub status: Status,
    /// The source system that its records name, where it sends somebody else's.
    #[serde(default)]
    pub source_system: Option<String>,
    /// What it holds.
    #[serde(default)]
    pub doses: Vec<Dose>,
}

impl Producer {
    /// A well-behaved producer without data, at this address.
    pub fn quick(address: &str, name: &str) -> Self {
        Self {
            address: address.to_owned(),
            indexed_as: None,
            name: name.to_owned(),
            care_provider: Unit {
                hsa_id: format!("{address}-VG"),
                name: format!("{name}, vårdgivare"),
            },
            units: vec![Unit {
                hsa_id: format!("{address}-VE"),
                name: format!("{name}, vårdcentral"),
            }],
            versions: second_version(),
            delay: 0,
            behaviour: Behaviour::Answer,
            writing: Writing::default(),
            honours_filters: true,
            habits: Vec::new(),
            refused_consumers: Vec::new(),
            limited_consumers: Vec::new(),
            linked: Vec::new(),
            rewritten: Vec::new(),
            in_index: InIndex::Always,
            permitted: true,
            route: Route::One,
            status: Status::Truth,
            source_system: None,
            doses: Vec::new(),
        }
    }

    /// The logical address under which the index and the catalogue know it.
    pub fn logical_address(&self) -> &str {
        self.indexed_as.as_deref().unwrap_or(&self.address)
    }
}

fn second_version() -> Vec<Version> {
    vec![Version::V2]
}

fn yes() -> bool {
    true
}

/// A unit with its HSA-id.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// HSA-id.
    pub hsa_id: String,
    /// Name.
    pub name: String,
}

/// How the engagement index knows a producer.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum InIndex {
    /// For the patients that it has doses of.
    #[default]
    WithData,
    /// For every patient.
    Always,
    /// For none.
    Never,
}

/// What the address catalogue holds of a producer.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// One way to it.
    #[default]
    One,
    /// Two ways of the same version (VP006).
    Two,
    /// A way without an address (VP010).
    Nowhere,
    /// Ways of versions that cannot be converted (VP005).
    OtherVersion,
    /// None (VP004).
    Missing,
}

/// What the aggregating service says of a producer.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Status {
    /// What happened, as the present service says it.
    #[default]
    Truth,
    /// That the records come from a cache.
    Cache {
        /// When the source last answered, `YYYYMMDDhhmmss`.
        as_of: String,
        /// Whether refreshing failed now.
        refresh_failed: bool,
    },
    /// A code that no schema knows.
    UnknownCode,
    /// Times that are there but empty.
    EmptyTimes,
    /// Nothing but the address.
    Bare,
    /// The same status twice.
    Doubled,
    /// No status, though the producer was asked.
    Unnamed,
}

/// What a producer does when it is asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Behaviour {
    /// Answers as it should.
    #[default]
    Answer,
    /// Never answers: the platform gives up (VP009).
    Hang,
    /// The platform does not get through to it (VP009).
    Unreachable {
        /// What the platform meets.
        trouble: ConnectionTrouble,
    },
    /// The platform answers for it with one of its codes, or the producer with a fault of its own.
    Fault {
        /// Number of the platform's code, 1 to 15; none for a fault without a code.
        #[serde(default)]
        code: Option<u8>,
        /// How the fault looks.
        #[serde(default)]
        shape: FaultShape,
    },
    /// A whole message with another result.
    Result {
        /// The result code.
        code: String,
        /// The error code.
        #[serde(default)]
        error_code: Option<String>,
        /// The message.
        #[serde(default)]
        message: Option<String>,
        /// Whether records come along all the same.
        #[serde(default)]
        with_records: bool,
    },
    /// A whole message that is wrong as an answer.
    Message {
        /// In which way.
        shape: MessageShape,
    },
    /// Anything at all with a status.
    Body {
        /// HTTP status.
        status: u16,
        /// The body.
        #[serde(default)]
        text: String,
        /// Further headers.
        #[serde(default)]
        headers: Vec<(String, String)>,
        /// Who sends it: the producer, behind the platform's rules for passing on, or the
        /// platform's front server.
        #[serde(default)]
        from: Sender,
    },
    /// The answer is cut off, and the platform passes it on with a length that fits.
    Cut {
        /// How much of it is left, in thousandths.
        left: u16,
    },
    /// The connection to the consumer breaks.
    Wire {
        /// How.
        fault: WireFault,
    },
    /// This many records more, made up, with a comment of this length each.
    Huge {
        /// How many.
        records: u32,
        /// Length of the comment in bytes.
        #[serde(default)]
        comment: usize,
    },
}

/// What the platform meets on its way to a producer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionTrouble {
    /// Connection refused.
    Refused,
    /// TLS failed.
    Tls,
    /// The connection was reset.
    Reset,
}

/// Who sends a body.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// The producer.
    #[default]
    Producer,
    /// The front server.
    Front,
}

/// How a SOAP fault looks: what the present platform writes, and what older platforms and other
/// systems have been seen to write.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum FaultShape {
    /// As the present platform.
    #[default]
    Present,
    /// The platform's template for emergencies: other prefix, more blanks, empty detail.
    Emergency,
    /// With HTTP status 200.
    Status200,
    /// The text directly in `detail`.
    BareDetail,
    /// The beginning of the detail twice.
    DoubledDetail,
    /// `details` instead of `detail`.
    DetailsElement,
    /// No detail.
    NoDetail,
    /// English text, and the code first, without brackets.
    OldEnglish,
    /// A remote platform's fault text within the text.
    Nested,
    /// A remote platform's whole fault as escaped XML within the text.
    EscapedNested,
    /// A producer's own: other prefix, own detail, language attribute, CDATA.
    Foreign,
    /// A Java exception's message as text.
    Java,
    /// No text at all.
    NullText,
    /// SOAP 1.2, passed on with the status 200 it came with.
    Soap12,
}

/// A message that is whole, but no answer to the question.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum MessageShape {
    /// The answer of another operation.
    OtherOperation,
    /// Two answers in one body.
    TwoResponses,
    /// An empty body element.
    EmptyBody,
    /// A fault and an answer in one body.
    FaultAndResponse,
    /// No result.
    NoResult,
}

/// How the connection to the consumer breaks.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum WireFault {
    /// Closed before the first byte of an answer.
    CloseBeforeAnswer,
    /// Reset before the first byte of an answer.
    ResetBeforeAnswer,
    /// Reset in the middle of the body.
    ResetMidBody,
    /// Closed properly in the middle of a body of given length.
    WrongLength,
    /// Cut in the middle of a chunked body.
    ChunkCut,
    /// No length, closed properly halfway: only the XML tells.
    HalfWithoutLength,
    /// No length, closed halfway without the TLS farewell.
    HalfWithoutFarewell,
    /// Silent after the headers.
    StopAfterHeaders,
    /// Silent in the middle of the body.
    Stall,
    /// The body byte by byte.
    Drip,
    /// The headers byte by byte.
    DripHeaders,
    /// A body without end.
    Endless,
    /// A good answer; the connection is closed just when it is used again.
    CloseOnReuse,
    /// A header larger than any client takes.
    HugeHeader,
    /// Two lengths that disagree.
    TwoLengths,
    /// A length and chunks.
    LengthAndChunks,
    /// Bytes that are no HTTP.
    Noise,
}

/// How a producer writes its answers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Writing {
    /// Namespaces.
    pub prefixes: Prefixes,
    /// Bytes.
    pub encoding: Encoding,
    /// What the body is wrapped in.
    pub packaging: Packaging,
    /// Content type that the consumer sees instead of the platform's `text/xml; charset=UTF-8`;
    /// `none` leaves it out. The platform always says the same; fronts do not.
    pub content_type: Option<String>,
}

/// The bytes of an answer.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8 without declaration.
    #[default]
    Utf8,
    /// UTF-8 with declaration.
    Utf8Declared,
    /// UTF-8 behind a byte order mark.
    Utf8Bom,
    /// ISO-8859-1, and the declaration says so.
    Iso88591,
    /// ISO-8859-1 without a word: illegal as UTF-8.
    Iso88591Undeclared,
    /// UTF-8 whose declaration says ISO-8859-1.
    Utf8DeclaredIso88591,
    /// UTF-16 little end first, with byte order mark.
    Utf16Le,
    /// UTF-16 big end first, with byte order mark.
    Utf16Be,
    /// White space before the declaration.
    LeadingSpace,
    /// A control character that XML forbids, in a text.
    ControlCharacter,
    /// A byte that is illegal in UTF-8, in a text.
    InvalidByte,
    /// A document type declaration.
    Doctype,
}

/// What the body is wrapped in.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Packaging {
    /// Nothing.
    #[default]
    None,
    /// Compressed, though nobody asked for it.
    Gzip,
    /// MTOM, whose boundary the platform has lost from the content type.
    Multipart,
}

/// One vaccination, or a note about vaccinations, as a producer holds it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dose {
    /// The patient's number.
    pub patient: String,
    /// OID of the number's type, where the number does not tell it.
    pub patient_type: Option<String>,
    /// Day, `YYYY-MM-DD`.
    pub date: String,
    /// When it was given, `YYYYMMDDhhmmss`; noon of the day if it is not said.
    pub given: Option<String>,
    /// When it was signed, `YYYYMMDDhhmmss`.
    pub signed: Option<String>,
    /// Product, one of the scenario's vaccines.
    pub vaccine: Option<String>,
    /// HSA-id of the unit; the producer's first one if none is named.
    pub unit: Option<String>,
    /// Batch.
    pub batch: Option<String>,
    /// Which dose in order.
    pub number: Option<u32>,
    /// How many doses were prescribed.
    pub of: Option<u32>,
    /// How much, in words.
    pub amount: Option<String>,
    /// Where on the body, in words.
    pub site: Option<String>,
    /// Which way, in words.
    pub way: Option<String>,
    /// Who gave it.
    pub performer: Option<String>,
    /// Who prescribed it.
    pub prescriber: Option<String>,
    /// Vaccination programme.
    pub programme: Option<String>,
    /// Where the information comes from when it was registered afterwards.
    pub told_by: Option<String>,
    /// When it was written, `YYYYMMDDhhmmss`; noon of the day if it is not said.
    pub written: Option<String>,
    /// Whether it stands in the same document as the dose before it.
    pub same_document: bool,
    /// The document's id; made from the place in the list if it is not said.
    pub document: Option<String>,
    /// The vaccination's unique reference.
    pub reference: Option<String>,
    /// The care contact it was given at.
    pub care_contact: Option<String>,
    /// A comment by who gave it.
    pub comment: Option<String>,
    /// An adverse effect, in words.
    pub adverse_effect: Option<String>,
    /// A risk group, in words.
    pub risk: Option<String>,
    /// A note; without a vaccine the record is a note only.
    pub note: Option<String>,
    /// Whether it is withdrawn.
    pub nullified: bool,
    /// Why it is withdrawn.
    pub nullified_reason: Option<String>,
    /// Whether the patient may not see it.
    pub hidden_from_patient: bool,
    /// The patient's gender in words and its code; the document then says her birth date too. Not
    /// with `same_document`.
    pub gender: Option<(String, String)>,
    /// Ordered, and not known to have been given.
    pub only_ordered: bool,
    /// What is wrong with the record.
    pub flaws: Vec<Flaw>,
}
