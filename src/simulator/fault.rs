//! SOAP faults: the platform's fifteen codes with their texts, and every shape they have been seen
//! in.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

use super::contract::{SOAP, SOAP_12};
use super::scenario::FaultShape;
use super::xml::{self, Content, Element, Prefixes};

/// One of the platform's codes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Code {
    number: u8,
    at_client: bool,
    text: &'static str,
}

const fn client(number: u8, text: &'static str) -> Code {
    Code { number, at_client: true, text }
}

const fn server(number: u8, text: &'static str) -> Code {
    Code { number, at_client: false, text }
}

/// The codes in order. The fault code alone does not say whose fault it is: VP007 is the caller's.
const CODES: [Code; 15] = [
    client(1, "Rivta-version saknas i anrop eller stöds ej av tjänsteplattformen."),
    client(2, "Fel i klientcertifikat. Saknas, är av felaktig typ, eller är felaktigt utformad."),
    client(3, "Logisk adressat (ReceiverId) saknas i RivHeadern i inkommande meddelande."),
    client(
        4,
        "Det finns inget vägval i tjänsteadresseringskatalogen som matchar anropets logiska adressat (ReceiverId) och tjänstekontrakt.",
    ),
    client(
        5,
        "Tjänsteproducenten stödjer inte anropets angivna rivta-version. Kontrollera uppgifterna.",
    ),
    server(6, "Internt fel i tjänsteplattformen. Det finns fler än en tjänsteproducent definierad"),
    server(
        7,
        "Tjänstekonsumenten saknar behörighet att anropa den logiska adressaten via detta tjänstekontrakt.",
    ),
    server(8, "Internt fel i tjänsteplattformen. Ingen kontakt med tjänsteadresseringskatalogen."),
    server(9, "Fel vid kontakt med tjänsteproducenten."),
    server(10, "Internt fel i tjänsteplattformen. URL saknas för tjänsteproducenten"),
    client(
        11,
        "Anrop har gjorts utanför TLS vilket ej är tillåtet. Tjänstekonsumenten ska alltid använda TLS för säker kommunikation.",
    ),
    server(
        12,
        "Internt fel i tjänsteplattformen. Nödvändiga resurser saknas för att VP skall fungera.",
    ),
    client(
        13,
        "Enligt tjänsteplattformens konfiguration saknar tjänstekonsumenten rätt att använda headern x-rivta-original-serviceconsumer-hsaid.",
    ),
    server(
        14,
        "Anropsförmedlingen för den logiska adressaten har givit upphov till rundgång mellan tjänsteplattformar.",
    ),
    client(15, "Anrop ej korrekt utformat och kan därför inte behandlas."),
];

/// A fault that is about to be written.
pub struct Fault<'a> {
    /// The platform's code; none for a fault of somebody else.
    pub code: Option<u8>,
    /// Name of the platform, for the brackets.
    pub instance: &'a str,
    /// English detail; with no code it is also the text.
    pub detail: String,
}

impl Fault<'_> {
    /// The fault in the platform's present form.
    pub fn response(&self) -> Response<Bytes> {
        self.shaped(FaultShape::Present)
    }

    /// The fault in another form.
    pub fn shaped(&self, shape: FaultShape) -> Response<Bytes> {
        let status = match shape {
            FaultShape::Status200 | FaultShape::Soap12 => StatusCode::OK,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        soap(status, self.envelope(shape))
    }

    /// The text, in Swedish as the platform writes it.
    pub fn text(&self) -> String {
        match self.known() {
            Some(code) => format!("VP{:03} [{}] {}", code.number, self.instance, code.text),
            None => self.detail.clone(),
        }
    }

    fn known(&self) -> Option<Code> {
        let number = self.code?;
        CODES.into_iter().find(|code| code.number == number)
    }

    fn fault_code(&self) -> &'static str {
        match self.known() {
            Some(Code { at_client: true, .. }) => "Client",
            _ => "Server",
        }
    }

    fn envelope(&self, shape: FaultShape) -> String {
        let detail = self.detail.as_str();
        let in_detail_string =
            |text: &str| Element::new("", "detail").with(Element::leaf("", "detailString", text));
        let number = self.known().map_or(9, |code| code.number);
        match shape {
            FaultShape::Present | FaultShape::Status200 => {
                self.fault("SOAP-ENV", &self.text(), Some(in_detail_string(detail)))
            }
            FaultShape::Emergency => {
                let written =
                    self.fault("soapenv", &self.text(), Some(Element::leaf("", "detail", "")));
                written.replace("><", "> <")
            }
            FaultShape::BareDetail => {
                self.fault("SOAP-ENV", &self.text(), Some(Element::leaf("", "detail", detail)))
            }
            FaultShape::DoubledDetail => {
                let (start, _) = detail.split_once(':').unwrap_or((detail, ""));
                let doubled = format!("{start} {detail}");
                self.fault("SOAP-ENV", &self.text(), Some(in_detail_string(&doubled)))
            }
            FaultShape::DetailsElement => {
                self.fault("SOAP-ENV", &self.text(), Some(Element::leaf("", "details", detail)))
            }
            FaultShape::NoDetail => self.fault("SOAP-ENV", &self.text(), None),
            FaultShape::OldEnglish => {
                let text = format!("VP{number:03} Error connecting to service producer at adress");
                self.fault("soap", &text, Some(Element::leaf("", "detail", detail)))
            }
            FaultShape::Nested => {
                let text = format!("{} VP011 [NTjP Remote] Anrop utanför TLS.", self.text());
                self.fault("SOAP-ENV", &text, Some(in_detail_string(detail)))
            }
            FaultShape::EscapedNested => {
                let remote = Fault {
                    code: Some(11),
                    instance: "NTjP Remote",
                    detail: "Caller was not on the white list".to_owned(),
                };
                let text = format!("{} {}", self.text(), remote.envelope(FaultShape::Present));
                self.fault("SOAP-ENV", &text, Some(in_detail_string(detail)))
            }
            FaultShape::Foreign => self.foreign(),
            FaultShape::Java => {
                let text = "Cannot invoke \"String.length()\" because \"<local4>\" is null";
                let detail = format!("java.lang.NullPointerException: {text}");
                self.fault("SOAP-ENV", text, Some(in_detail_string(&detail)))
            }
            FaultShape::NullText => self.fault("SOAP-ENV", "", None),
            FaultShape::Soap12 => self.soap_12(),
        }
    }

    /// The fault with this prefix. The platform's own envelopes have an empty header.
    fn fault(&self, prefix: &str, text: &str, detail: Option<Element>) -> String {
        let mut fault = Element::new(SOAP, "Fault")
            .with(Element::leaf("", "faultcode", format!("{prefix}:{}", self.fault_code())))
            .with(Element::leaf("", "faultstring", text));
        fault.content.extend(detail.map(Content::Element));
        let envelope = Element::new(SOAP, "Envelope")
            .with(Element::new(SOAP, "Header"))
            .with(Element::new(SOAP, "Body").with(fault));
        xml::write_with_prefix(&envelope, prefix)
    }

    fn foreign(&self) -> String {
        const OWN: &str = "urn:example:producer:faults";
        let mut text = Element::new("", "faultstring");
        text.attributes.push(("xml:lang".to_owned(), "sv".to_owned()));
        text.content.push(Content::Cdata("Fel i <journalsystemet> & annat".to_owned()));
        let code = Element::leaf("", "faultcode", "S:Server.internal");
        let detail = Element::new("", "detail")
            .with(Element::new(OWN, "problem").with(Element::leaf(OWN, "reference", "E-4711")));
        let fault = Element::new(SOAP, "Fault").with(code).with(text).with(detail);
        let envelope = Element::new(SOAP, "Envelope").with(Element::new(SOAP, "Body").with(fault));
        xml::write_with_prefix(&envelope, "S")
    }

    fn soap_12(&self) -> String {
        let leaf = |name: &str, text: &str| Element::leaf(SOAP_12, name, text);
        let mut text = leaf("Text", &self.text());
        text.attributes.push(("xml:lang".to_owned(), "sv".to_owned()));
        let fault = Element::new(SOAP_12, "Fault")
            .with(Element::new(SOAP_12, "Code").with(leaf("Value", "env:Receiver")))
            .with(Element::new(SOAP_12, "Reason").with(text));
        let envelope =
            Element::new(SOAP_12, "Envelope").with(Element::new(SOAP_12, "Body").with(fault));
        xml::write_with_prefix(&envelope, "env")
    }
}

/// An answer as the platform labels every answer.
pub fn soap(status: StatusCode, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/xml; charset=UTF-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// An envelope around a body's content, with the headers given.
pub fn envelope(headers: Vec<Element>, body: Vec<Element>) -> Element {
    let mut envelope = Element::new(SOAP, "Envelope");
    if !headers.is_empty() {
        envelope.push(Element::new(SOAP, "Header").with_all(headers));
    }
    envelope.with(Element::new(SOAP, "Body").with_all(body))
}

/// A message of the platform's own, in the usual prefixes.
pub fn message(body: Element) -> Response<Bytes> {
    soap(StatusCode::OK, xml::write(&envelope(Vec::new(), vec![body]), Prefixes::Short))
}
