//! SOAP faults as they really come: any prefix, any detail, old shapes and new.

use std::fmt;

use super::xml::{Reader, Stop, Token};

/// What a fault says. The texts come from elsewhere and may name a patient, so they are not shown
/// by `Debug`; [`Fault::code`] is what may be logged.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Fault {
    /// `faultcode` of SOAP 1.1 or `Code` of 1.2, with its prefix.
    pub fault_code: String,
    /// `faultstring` of SOAP 1.1 or `Reason` of 1.2.
    pub text: String,
    /// Everything in `detail`, with a blank between elements.
    pub detail: String,
}

impl Fault {
    /// The platform's code, such as `VP009`. Where a fault of another platform stands inside, the
    /// outermost code decides, and that is the one that comes first.
    pub fn code(&self) -> Option<&str> {
        platform_code(&self.text).or_else(|| platform_code(&self.detail))
    }

    /// The instance that made the fault: `NTJP` in `VP009 [NTJP] Fel vid kontakt …`.
    pub fn instance(&self) -> Option<&str> {
        let code = self.code()?;
        let after = self.text.split_once(code)?.1.trim_start();
        after.strip_prefix('[')?.split_once(']').map(|(instance, _)| instance)
    }

    /// The HTTP status that the producer gave the platform, where the fault tells it.
    pub fn producer_status(&self) -> Option<u16> {
        let after = self.detail.split_once("VP_PRODUCER_EXCEPTION_HTTP_STATUS=")?.1;
        after.get(..3)?.parse().ok()
    }

    /// Reads the open `Fault` element to its end. Nothing in it is demanded; what is longer than a
    /// text may be is left out, because somebody may have to read it.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let outer = reader.depth();
        let longest = reader.limits().text_length;
        let mut fault = Self::default();
        let mut part = Part::Other;
        while reader.depth() >= outer {
            match reader.token()? {
                Token::Start(name) if reader.depth() == outer + 1 => part = Part::of(name.local),
                Token::Start(_) => fault.add(part, " ", longest),
                Token::End => {}
                Token::Text(text) => fault.add(part, text, longest),
                Token::Reference(c) => fault.add(part, c.encode_utf8(&mut [0; 4]), longest),
            }
        }
        for part in [&mut fault.fault_code, &mut fault.text, &mut fault.detail] {
            *part = single_spaced(part);
        }
        Ok(fault)
    }

    fn add(&mut self, part: Part, text: &str, longest: usize) {
        let part = match part {
            Part::Code => &mut self.fault_code,
            Part::Text => &mut self.text,
            Part::Detail => &mut self.detail,
            Part::Other => return,
        };
        if part.len() + text.len() <= longest {
            part.push_str(text);
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("code", &self.code())
            .field("instance", &self.instance())
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Copy)]
enum Part {
    Code,
    Text,
    Detail,
    Other,
}

impl Part {
    /// Producers get the case and the number of these wrong, so only the letters count.
    fn of(local: &str) -> Self {
        match local.to_ascii_lowercase().as_str() {
            "faultcode" | "code" => Self::Code,
            "faultstring" | "reason" => Self::Text,
            "detail" | "details" => Self::Detail,
            _ => Self::Other,
        }
    }
}

fn single_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The first `VP` with exactly three digits that is not part of a longer word.
pub fn platform_code(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, b"VP").find_map(|at| {
        let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let digits = bytes.get(at + 2..at + 5)?;
        let alone = !at.checked_sub(1).is_some_and(|before| is_word(bytes.get(before)))
            && !is_word(bytes.get(at + 5));
        (alone && digits.iter().all(u8::is_ascii_digit)).then(|| &text[at..at + 5])
    })
}
