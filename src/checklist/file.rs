use std::borrow::Cow;

use jiff::Timestamp;

use crate::domain::HsaId;
use crate::store::CosmicList;

const HEADINGS: [&str; 3] = ["typ", "hsa-id", "hsa-id vårdenhet"];

/// What a file must be, for people.
pub const FORM: &str = "Filen ska vara CSV med rubrikerna Typ;HSA-id;HSA-id vårdenhet, där typ är enhet \
     eller användare.";

/// Reads a file with what a care provider has in COSMIC, or says in which line what is wrong.
pub fn read(bytes: &[u8], by: &str, at: Timestamp) -> Result<CosmicList, String> {
    let text = decoded(bytes);
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| FORM.to_owned())?.clone();
    let are_ours = headings.len() == HEADINGS.len()
        && headings.iter().zip(HEADINGS).all(|(one, other)| one.to_lowercase() == other);
    if !are_ours {
        return Err(FORM.to_owned());
    }
    let mut list = CosmicList { units: Vec::new(), staff: Vec::new(), by: by.to_owned(), at };
    for (row, line) in reader.records().zip(2_u32..) {
        let row = row.map_err(|_| format!("Rad {line}: raden har inte lika många fält."))?;
        let field = |place: usize| row.get(place).unwrap_or_default();
        let id = |place: usize, what: &str| -> Result<HsaId, String> {
            field(place).parse().map_err(|_| format!("Rad {line}: {what} saknas eller är fel."))
        };
        match field(0).to_lowercase().as_str() {
            "enhet" => list.units.push((id(1, "HSA-id")?, id(2, "HSA-id vårdenhet")?)),
            "användare" => list.staff.push(id(1, "HSA-id")?),
            _ => return Err(format!("Rad {line}: typ ska vara enhet eller användare.")),
        }
    }
    if list.units.is_empty() && list.staff.is_empty() {
        return Err("Filen har inga rader.".to_owned());
    }
    Ok(list)
}

/// The text of a spreadsheet's file: UTF-8 with or without a mark at the start, or Windows' old
/// character set.
pub fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}
