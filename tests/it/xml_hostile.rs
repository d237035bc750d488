//! Documents made to hurt: each kind at five sizes. None may panic, take long, or take much memory,
//! and none that is cut, forged or too much of anything may pass for an answer.

use std::net::TcpListener;
use std::time::Duration;

use vaccinjournal::rivta::envelope::{self, Content, Envelope};
use vaccinjournal::rivta::get_vaccination_history_2::GetVaccinationHistoryResponse;
use vaccinjournal::rivta::xml::{self, Limits};

use crate::contract_samples::{RECORD, RESULT, answer, soap, with_header};

/// Limits as a careful operator would set them.
const CAREFUL: Limits = Limits {
    bytes: 64 << 20,
    depth: 64,
    attributes: 128,
    namespace_bindings: 256,
    name_length: 512,
    text_length: 1 << 20,
    records: 10_000,
    list_entries: 20_000,
    findings: 16,
};

/// No limits to speak of: time must be bounded by the reader itself. Looking up a prefix takes as
/// long as there are declarations, so that limit stays.
const OPEN: Limits = Limits {
    bytes: usize::MAX,
    depth: usize::MAX,
    attributes: usize::MAX,
    namespace_bindings: 1024,
    name_length: usize::MAX,
    text_length: usize::MAX,
    records: usize::MAX,
    list_entries: usize::MAX,
    findings: 16,
};

const SIZES: [usize; 5] = if cfg!(debug_assertions) {
    [1 << 10, 1 << 13, 1 << 16, 1 << 18, 1 << 20]
} else {
    [1 << 12, 1 << 16, 1 << 20, 1 << 22, 1 << 24]
};

/// Processor time that a document may take: one second for 16 MiB, and a floor for the small ones.
/// Unoptimised code gets more.
fn time_allowed(bytes: usize) -> Duration {
    let slowness = if cfg!(debug_assertions) { 20 } else { 1 };
    let nanoseconds = bytes as u64 * 1_000_000_000 / (16 << 20);
    Duration::from_nanos(nanoseconds * slowness).max(Duration::from_millis(50))
}

/// Memory that reading may take besides the document: thrice its size, and what the entries of
/// lists take that the careful limits allow, since an empty one is much smaller as text.
fn memory_allowed(bytes: usize) -> u64 {
    3 * bytes as u64 + CAREFUL.list_entries as u64 * 1024
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Fate {
    /// Never an answer, whatever the size.
    Refused,
    /// Refused once it is large enough for the careful limits; never a part of it.
    TooMuch,
    /// An answer, odd as it is.
    Read,
}

struct Kind {
    name: &'static str,
    fate: Fate,
    make: fn(usize) -> Vec<u8>,
}

fn fill(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(size + 64);
    let mut number = 0;
    while out.len() < size {
        out.push_str(&piece(number));
        number += 1;
    }
    out
}

fn repeat(size: usize, piece: &str) -> String {
    piece.repeat(size / piece.len() + 1)
}

fn in_record(inside: &str) -> Vec<u8> {
    let record =
        RECORD.replace("</c:registrationRecord>", &format!("{inside}</c:registrationRecord>"));
    answer(&format!("{record}{RESULT}")).into_bytes()
}

fn in_note(inside: &str) -> Vec<u8> {
    in_record(&format!("<c:vaccinationUnstructuredNote>{inside}</c:vaccinationUnstructuredNote>"))
}

fn in_extension(inside: &str) -> Vec<u8> {
    in_record(&format!("<e:e xmlns:e='urn:e'>{inside}</e:e>"))
}

fn nested(size: usize, open: &str, close: &str) -> String {
    let depth = size / (open.len() + close.len()) + 1;
    format!("{}{}", open.repeat(depth), close.repeat(depth))
}

fn utf_16(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn status(records: &str) -> Vec<u8> {
    let header = format!(
        "<p:ProcessingStatus xmlns:p='urn:riv:interoperability:headers:1'>{records}</p:ProcessingStatus>"
    );
    with_header(&header, "").into_bytes()
}

fn fault(inside: &str) -> Vec<u8> {
    soap(&format!("<s:Fault><faultstring>{inside}</faultstring></s:Fault>")).into_bytes()
}

const KINDS: &[Kind] = &[
    // Much of what is right.
    Kind {
        name: "many records",
        fate: Fate::TooMuch,
        make: |n| answer(&format!("{}{RESULT}", repeat(n, RECORD))).into_bytes(),
    },
    Kind {
        name: "many empty records",
        fate: Fate::TooMuch,
        make: |n| {
            answer(&format!("{}{RESULT}", repeat(n, "<r:vaccinationMedicalRecord/>"))).into_bytes()
        },
    },
    Kind {
        name: "many list entries",
        fate: Fate::TooMuch,
        make: |n| in_record(&repeat(n, "<c:riskCategory/>")),
    },
    Kind {
        name: "many administrations",
        fate: Fate::TooMuch,
        make: |n| {
            answer(&format!(
                "{}{RESULT}",
                RECORD.replace(
                    "<c:administrationRecord>",
                    &format!("{}<c:administrationRecord>", repeat(n, "<c:administrationRecord/>"))
                )
            ))
            .into_bytes()
        },
    },
    Kind {
        name: "many states",
        fate: Fate::TooMuch,
        make: |n| status(&repeat(n, "<p:ProcessingStatusList/>")),
    },
    Kind {
        name: "many header blocks",
        fate: Fate::TooMuch,
        make: |n| with_header(&repeat(n, "<e:e xmlns:e='urn:e'/>"), "").into_bytes(),
    },
    Kind {
        name: "many unknown elements",
        fate: Fate::TooMuch,
        make: |n| in_record(&fill(n, |i| format!("<c:u{i}/>"))),
    },
    Kind {
        name: "many extensions",
        fate: Fate::TooMuch,
        make: |n| in_extension(&repeat(n, "<e:x/>")),
    },
    Kind {
        name: "many misplaced elements",
        fate: Fate::TooMuch,
        make: |n| in_record(&repeat(n, "<c:riskCategory/><c:patientAdverseEffect/>")),
    },
    Kind {
        name: "endless",
        fate: Fate::Refused,
        make: |n| {
            answer(&repeat(n, RECORD))
                .replace("</r:GetVaccinationHistoryResponse></s:Body></s:Envelope>", "")
                .into_bytes()
        },
    },
    // What is no text at all.
    Kind {
        name: "gzip",
        fate: Fate::Refused,
        make: |n| [&[0x1F, 0x8B, 8, 0][..], &vec![0xA5; n]].concat(),
    },
    Kind {
        name: "zstd",
        fate: Fate::Refused,
        make: |n| [&[0x28, 0xB5, 0x2F, 0xFD][..], &vec![0x5A; n]].concat(),
    },
    Kind { name: "zeros", fate: Fate::Refused, make: |n| vec![0; n] },
    Kind {
        name: "noise",
        fate: Fate::Refused,
        make: |n| (0..n).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect(),
    },
    Kind { name: "blanks", fate: Fate::Refused, make: |n| vec![b' '; n] },
    Kind {
        name: "plain text",
        fate: Fate::Refused,
        make: |n| repeat(n, "at se.x.Y(Z.java:1)\n").into_bytes(),
    },
    // Depth.
    Kind { name: "depth, open", fate: Fate::Refused, make: |n| repeat(n, "<a>").into_bytes() },
    Kind {
        name: "depth, closed",
        fate: Fate::Refused,
        make: |n| nested(n, "<a>", "</a>").into_bytes(),
    },
    Kind {
        name: "depth in an extension",
        fate: Fate::TooMuch,
        make: |n| in_extension(&nested(n, "<a>", "</a>")),
    },
    Kind {
        name: "depth in a record",
        fate: Fate::TooMuch,
        make: |n| in_record(&nested(n, "<c:riskCategory>", "</c:riskCategory>")),
    },
    Kind {
        name: "depth in a text",
        fate: Fate::TooMuch,
        make: |n| in_note(&nested(n, "<c:b>", "</c:b>")),
    },
    Kind {
        name: "depth in a header",
        fate: Fate::TooMuch,
        make: |n| with_header(&nested(n, "<a>", "</a>"), "").into_bytes(),
    },
    Kind {
        name: "depth in a fault",
        fate: Fate::Refused,
        make: |n| fault(&nested(n, "<a>", "</a>")),
    },
    Kind {
        name: "depth with namespaces",
        fate: Fate::TooMuch,
        make: |n| in_extension(&nested(n, "<p:a xmlns:p='u'>", "</p:a>")),
    },
    // Attributes and names.
    Kind {
        name: "many attributes",
        fate: Fate::TooMuch,
        make: |n| in_record(&format!("<e:e xmlns:e='urn:e'{}/>", fill(n, |i| format!(" a{i}=''")))),
    },
    Kind {
        name: "equal attributes",
        fate: Fate::Refused,
        make: |n| answer(&format!("<e:e xmlns:e='urn:e'{}/>", repeat(n, " a=''"))).into_bytes(),
    },
    Kind {
        name: "namespaced attributes",
        fate: Fate::TooMuch,
        make: |n| {
            in_record(&format!("<e:e xmlns:e='urn:e'{}/>", fill(n, |i| format!(" e:a{i}='x'"))))
        },
    },
    Kind {
        name: "attributes on every tag",
        fate: Fate::TooMuch,
        make: |n| in_extension(&repeat(n, "<a b='1' c='2' d='3' e='4' f='5'/>")),
    },
    Kind {
        name: "a long element name",
        fate: Fate::TooMuch,
        make: |n| in_extension(&format!("<{}/>", "n".repeat(n))),
    },
    Kind {
        name: "a long prefix",
        fate: Fate::Refused,
        make: |n| answer(&format!("<{}:a/>", "n".repeat(n))).into_bytes(),
    },
    Kind {
        name: "a long attribute name",
        fate: Fate::TooMuch,
        make: |n| in_extension(&format!("<a {}=''/>", "n".repeat(n))),
    },
    Kind {
        name: "a long attribute value",
        fate: Fate::TooMuch,
        make: |n| in_extension(&format!("<a b='{}'/>", "n".repeat(n))),
    },
    Kind {
        name: "references in an attribute",
        fate: Fate::TooMuch,
        make: |n| in_extension(&format!("<a b='{}'/>", repeat(n, "&#65;"))),
    },
    // Namespaces.
    Kind {
        name: "declarations on one tag",
        fate: Fate::TooMuch,
        make: |n| in_extension(&format!("<a{}/>", fill(n, |i| format!(" xmlns:p{i}='u'")))),
    },
    Kind {
        name: "nested declarations",
        fate: Fate::TooMuch,
        make: |n| {
            in_extension(&{
                let depth = n / 30 + 1;
                format!("{}{}", fill(depth * 26, |i| format!("<a{i} xmlns:p{i}='urn:{i}'>")), "")
            })
        },
    },
    Kind {
        name: "one prefix bound anew",
        fate: Fate::TooMuch,
        make: |n| in_extension(&nested(n, "<p:a xmlns:p='u'><p:a xmlns:p='v'>", "</p:a></p:a>")),
    },
    Kind {
        name: "a default that flips",
        fate: Fate::TooMuch,
        make: |n| in_extension(&repeat(n, "<a xmlns=''><b xmlns='u'/></a>")),
    },
    Kind {
        name: "unused declarations, many tags",
        fate: Fate::TooMuch,
        make: |n| {
            in_record(&format!(
                "<e:e xmlns:e='urn:e'{}>{}</e:e>",
                fill(1200, |i| format!(" xmlns:p{i}='u'")),
                repeat(n, "<s:a/><c:a/><r:a/><e:a/><p1:a/><p2:a/>")
            ))
        },
    },
    Kind {
        name: "a long namespace name",
        fate: Fate::TooMuch,
        make: |n| in_extension(&format!("<a xmlns='{}'/>", "u".repeat(n))),
    },
    // Text.
    Kind { name: "a long text", fate: Fate::TooMuch, make: |n| in_note(&"å".repeat(n / 2)) },
    Kind {
        name: "a section in many parts",
        fate: Fate::TooMuch,
        make: |n| in_note(&repeat(n, "<![CDATA[x]]>")),
    },
    Kind { name: "many comments", fate: Fate::TooMuch, make: |n| in_note(&repeat(n, "<!---->")) },
    Kind { name: "many instructions", fate: Fate::TooMuch, make: |n| in_note(&repeat(n, "<?a?>")) },
    Kind { name: "many references", fate: Fate::TooMuch, make: |n| in_note(&repeat(n, "&amp;")) },
    Kind {
        name: "many character references",
        fate: Fate::TooMuch,
        make: |n| in_note(&repeat(n, "&#x10FFFF;")),
    },
    Kind { name: "many line ends", fate: Fate::TooMuch, make: |n| in_note(&repeat(n, "\r\n")) },
    Kind { name: "stray text", fate: Fate::TooMuch, make: |n| in_record(&repeat(n, "x<!---->")) },
    Kind {
        name: "a long comment",
        fate: Fate::TooMuch,
        make: |n| in_note(&format!("<!--{}-->", repeat(n, "- "))),
    },
    Kind { name: "a long fault", fate: Fate::Refused, make: |n| fault(&repeat(n, "VP00 ")) },
    Kind {
        name: "a fault in many parts",
        fate: Fate::Refused,
        make: |n| fault(&repeat(n, "<a>V</a>")),
    },
    // Document types.
    Kind {
        name: "a document type",
        fate: Fate::Refused,
        make: |n| format!("<!DOCTYPE a [{}]><a/>", repeat(n, "<!ENTITY b 'c'>")).into_bytes(),
    },
    Kind {
        name: "a document type after comments",
        fate: Fate::Refused,
        make: |n| format!("{}<!DOCTYPE a><a/>", repeat(n, "<!---->")).into_bytes(),
    },
    Kind {
        name: "a document type in small letters",
        fate: Fate::Refused,
        make: |n| format!("<!doctype html>{}", soap(&" ".repeat(n))).into_bytes(),
    },
    Kind {
        name: "a document type in UTF-16",
        fate: Fate::Refused,
        make: |n| utf_16(&format!("<!DOCTYPE a [{}]><a/>", repeat(n, "<!ENTITY b 'c'>"))),
    },
    Kind {
        name: "an open document type",
        fate: Fate::Refused,
        make: |n| format!("<!DOCTYPE a [{}", repeat(n, "[<'\">")).into_bytes(),
    },
    // Not well-formed at the very end.
    Kind {
        name: "a NUL at the end",
        fate: Fate::Refused,
        make: |n| [in_note(&repeat(n, "x")), vec![0]].concat(),
    },
    Kind {
        name: "a surrogate reference",
        fate: Fate::Refused,
        make: |n| in_note(&format!("{}&#xD800;", repeat(n, "x"))),
    },
    Kind {
        name: "a second root",
        fate: Fate::Refused,
        make: |n| [in_note(&repeat(n, "x")), b"<a/>".to_vec()].concat(),
    },
    Kind {
        name: "an undeclared prefix",
        fate: Fate::Refused,
        make: |n| in_extension(&format!("{}<q:a/>", repeat(n, "<a/>"))),
    },
    Kind {
        name: "a cut end",
        fate: Fate::Refused,
        make: |n| {
            let mut all = in_note(&repeat(n, "x"));
            all.pop();
            all
        },
    },
    Kind {
        name: "open tags of nothing",
        fate: Fate::Refused,
        make: |n| repeat(n, "<").into_bytes(),
    },
    Kind {
        name: "references of nothing",
        fate: Fate::Refused,
        make: |n| format!("<a>{}</a>", repeat(n, "&")).into_bytes(),
    },
    Kind {
        name: "section ends",
        fate: Fate::Refused,
        make: |n| in_note(&format!("{}]]>", repeat(n, "]] >"))),
    },
    Kind {
        name: "sections that never end",
        fate: Fate::Refused,
        make: |n| format!("<a>{}", repeat(n, "<![CDATA[")).into_bytes(),
    },
    Kind {
        name: "comments that never end",
        fate: Fate::Refused,
        make: |n| format!("<a>{}", repeat(n, "<!-- ")).into_bytes(),
    },
    Kind {
        name: "a quotation that never ends",
        fate: Fate::Refused,
        make: |n| format!("<a b=\"{}", repeat(n, "x>'")).into_bytes(),
    },
    // Encodings.
    Kind {
        name: "illegal UTF-8 at the end",
        fate: Fate::Refused,
        make: |n| [in_note(&repeat(n, "å")), vec![0xC3]].concat(),
    },
    Kind {
        name: "Latin-1 that nobody declares",
        fate: Fate::Refused,
        make: |n| {
            in_note(&repeat(n, "x")).into_iter().map(|b| if b == b'x' { 0xE5 } else { b }).collect()
        },
    },
    Kind {
        name: "UTF-16",
        fate: Fate::TooMuch,
        make: |n| utf_16(&answer(&format!("{}{RESULT}", repeat(n / 2, RECORD)))),
    },
    Kind {
        name: "UTF-16 with half a character",
        fate: Fate::Refused,
        make: |n| [utf_16(&soap(&" ".repeat(n / 2))), vec![0]].concat(),
    },
    Kind {
        name: "declared Latin-1",
        fate: Fate::TooMuch,
        make: |n| {
            [
                b"<?xml version='1.0' encoding='iso-8859-1'?>".to_vec(),
                in_note(&repeat(n, "x"))
                    .into_iter()
                    .map(|b| if b == b'x' { 0xE5 } else { b })
                    .collect(),
            ]
            .concat()
        },
    },
    Kind {
        name: "multipart",
        fate: Fate::Refused,
        make: |n| {
            format!(
                "\r\n--uuid:1\r\nContent-Type: text/xml\r\n\r\n{}\r\n--uuid:1--",
                soap(&" ".repeat(n))
            )
            .into_bytes()
        },
    },
    // Odd, but right.
    Kind {
        name: "white space around everything",
        fate: Fate::Read,
        make: |n| {
            format!(
                "\n{}{}",
                answer(&RECORD.replace("><", ">\n\t <")).replace("<s:", " <s:"),
                " \n".repeat(n.min(1 << 18))
            )
            .into_bytes()
        },
    },
];

/// What a document comes to: an answer with its number of records, or not.
fn read(bytes: &[u8], limits: &Limits) -> Option<usize> {
    let text = xml::decoded(bytes, None, limits).ok()?;
    let envelope: Envelope<'_, GetVaccinationHistoryResponse<'_>> =
        match envelope::read(&text, limits) {
            Ok(envelope) => envelope,
            Err(error) => {
                assert!(xml::element_path(&text, error.offset).len() < 64 * 65);
                return None;
            }
        };
    match envelope.content {
        Content::Message(item) => {
            item.value.ok().map(|value| value.vaccination_medical_record.len())
        }
        Content::Empty => Some(0),
        Content::Fault(_) | Content::Other(_) => None,
    }
}

/// Nanoseconds that this thread has spent on a processor.
fn processor_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

#[test]
fn hostile_documents_cost_little_and_pass_for_nothing() {
    assert!(KINDS.len() * SIZES.len() >= 250);
    let mut failures = Vec::new();
    for kind in KINDS {
        for size in SIZES {
            let bytes = (kind.make)(size);
            let mut result = None;
            let started = processor_time();
            let memory = allocation_counter::measure(|| result = read(&bytes, &CAREFUL)).bytes_max;
            let careful = processor_time() - started;
            read(&bytes, &OPEN);
            let open = processor_time() - started - careful;
            let name = format!("{}, {} bytes", kind.name, bytes.len());
            if careful.max(open) > time_allowed(bytes.len()) {
                failures.push(format!("{name}: took {careful:?}, without limits {open:?}"));
            }
            if memory > memory_allowed(bytes.len()) {
                failures.push(format!("{name}: took {memory} bytes"));
            }
            match (kind.fate, result) {
                (Fate::Refused, Some(_)) => failures.push(format!("{name}: passed")),
                (Fate::Read, None) => failures.push(format!("{name}: refused")),
                _ => {}
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn an_extension_two_hundred_thousand_deep_does_not_overflow_the_stack() {
    let bytes = in_extension(&nested(7 * 200_000, "<a>", "</a>"));
    assert_eq!(read(&bytes, &OPEN), Some(1));
    assert_eq!(read(&bytes, &CAREFUL), None);
}

#[test]
fn nothing_outside_the_document_is_touched() {
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let place = canary.local_addr().unwrap();
    let documents = [
        format!("<!DOCTYPE a SYSTEM 'http://{place}/a.dtd'><a/>"),
        format!("<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://{place}/b'> %b;]><a/>"),
        format!("<!DOCTYPE a [<!ENTITY b SYSTEM 'http://{place}/b'>]><a>&b;</a>"),
        format!("<?xml-stylesheet href='http://{place}/c'?>{}", soap("")),
    ];
    for document in documents {
        read(document.as_bytes(), &CAREFUL);
    }
    assert!(canary.accept().is_err(), "something was fetched");
}
