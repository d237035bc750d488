//! A file of clinics or of assignments, as it comes from a spreadsheet: CSV with a line of headings.

use csv::StringRecord;

use super::changes::{NO_HSA_ID, name};
use crate::checklist::file::decoded;
use crate::domain::{AdministratorRole, Clinic, HsaId};
use crate::store::{ClinicChange, NewAssignment};

/// What a file holds.
#[derive(Debug, PartialEq)]
pub(super) enum File {
    /// Assignments, with the staff who get them.
    Assignments(Vec<NewAssignment>),
    /// Clinics.
    Clinics(Vec<ClinicChange>),
}

const ASSIGNMENTS: [&str; 5] = ["hsa-id", "namn", "titel", "mottagning", "uppdrag"];
const CLINICS: [&str; 3] = ["namn", "hsa-id enhet", "hsa-id vårdenhet"];

/// Reads a file whole, or says in which line what is wrong. Clinics are named by HSA-id or name;
/// `known` are the care provider's own.
pub(super) fn read(bytes: &[u8], known: &[Clinic]) -> Result<File, String> {
    let text = decoded(bytes);
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| NO_CSV.to_owned())?.clone();
    let is = |expected: &[&str]| {
        headings.len() == expected.len()
            && headings.iter().zip(expected).all(|(one, other)| one.to_lowercase() == **other)
    };
    let (assignments, clinics) = (is(&ASSIGNMENTS), is(&CLINICS));
    if !assignments && !clinics {
        return Err(NO_CSV.to_owned());
    }
    let mut file = match assignments {
        true => File::Assignments(Vec::new()),
        false => File::Clinics(Vec::new()),
    };
    for (row, line) in reader.records().zip(2_u32..) {
        let row = row.map_err(|_| format!("Rad {line}: raden har inte lika många fält."))?;
        let wrong = |problem: &str| format!("Rad {line}: {problem}");
        match &mut file {
            File::Assignments(rows) => rows.push(assignment(&row, known).map_err(wrong)?),
            File::Clinics(rows) => rows.push(clinic(&row, known).map_err(wrong)?),
        }
    }
    Ok(file)
}

fn assignment(row: &StringRecord, known: &[Clinic]) -> Result<NewAssignment, &'static str> {
    let field = |at: usize| row.get(at).unwrap_or_default();
    let role = match field(4).to_lowercase().as_str() {
        "" | "vård" | "vård och behandling" => None,
        "användaradmin" => Some(AdministratorRole::Users),
        "vårdgivaradmin" => Some(AdministratorRole::CareProvider),
        "loggadministratör" => Some(AdministratorRole::Log),
        _ => {
            return Err(
                "uppdrag ska vara Vård, Användaradmin, Vårdgivaradmin eller Loggadministratör.",
            );
        }
    };
    let clinic = match field(3) {
        "" => None,
        place => Some(found(place, known).ok_or("mottagningen finns inte hos vårdgivaren.")?),
    };
    if role.is_some() && clinic.is_some() {
        return Err(ADMINISTERS_PROVIDER);
    }
    Ok(NewAssignment {
        staff: field(0).parse().map_err(|_| NO_HSA_ID)?,
        name: name(field(1)).ok_or("namn saknas.")?,
        title: name(field(2)).ok_or("titel saknas.")?,
        clinic: clinic.map(|clinic| clinic.id.clone()),
        role,
    })
}

fn clinic(row: &StringRecord, known: &[Clinic]) -> Result<ClinicChange, &'static str> {
    let field = |at: usize| row.get(at).unwrap_or_default();
    let hsa_id: Option<HsaId> = match field(1) {
        "" => None,
        text => Some(text.parse().map_err(|_| NO_HSA_ID)?),
    };
    let name = name(field(0)).ok_or("namn saknas.")?;
    let same = |clinic: &&Clinic| match &hsa_id {
        Some(_) => clinic.hsa_id == hsa_id,
        None => clinic.hsa_id.is_none() && clinic.name == name,
    };
    Ok(ClinicChange {
        id: known.iter().find(same).map(|clinic| clinic.id.clone()),
        care_unit: field(2).parse().map_err(|_| "vårdenhetens HSA-id saknas.")?,
        hsa_id,
        name,
    })
}

fn found<'c>(place: &str, known: &'c [Clinic]) -> Option<&'c Clinic> {
    let id = place.parse::<HsaId>().ok();
    let by_id = known.iter().find(|clinic| clinic.hsa_id.is_some() && clinic.hsa_id == id);
    by_id.or_else(|| known.iter().find(|clinic| clinic.name.to_lowercase() == place.to_lowercase()))
}

const NO_CSV: &str = "Filen ska vara CSV med rubrikerna HSA-id;Namn;Titel;Mottagning;Uppdrag eller \
     Namn;HSA-id enhet;HSA-id vårdenhet.";

pub(super) const ADMINISTERS_PROVIDER: &str =
    "ett uppdrag som administratör gäller vårdgivaren, inte en mottagning.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheets_file_is_read_in_either_character_set() {
        let text = "HSA-id;Namn;Titel;Mottagning;Uppdrag\nse1-åsa;Åsa Öberg;Läkare;enhet å;Vård\n";
        let known = [unit("a", Some("SE1-A"), "Enhet Å")];
        let expected = File::Assignments(vec![NewAssignment {
            staff: "SE1-ÅSA".parse().unwrap(),
            name: "Åsa Öberg".to_owned(),
            title: "Läkare".to_owned(),
            clinic: Some("a".to_owned()),
            role: None,
        }]);
        assert_eq!(read(text.as_bytes(), &known).unwrap(), expected);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes(), &known).unwrap(), expected);
        let (old, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(read(&old, &known).unwrap(), expected);
    }

    #[test]
    fn clinics_that_are_known_are_changed_and_others_added() {
        let text =
            "Namn,HSA-id enhet,HSA-id vårdenhet\nNy,SE1-A,SE1-VE\nBussen,,SE1-VE\nTredje,,SE1-VE\n";
        let known = [unit("a", Some("SE1-A"), "Gammal"), unit("b", None, "Bussen")];
        let File::Clinics(rows) = read(text.as_bytes(), &known).unwrap() else { panic!() };
        let ids: Vec<Option<&str>> = rows.iter().map(|row| row.id.as_deref()).collect();
        assert_eq!(ids, [Some("a"), Some("b"), None]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let problem = |rows: &str| {
            let text = format!("HSA-id;Namn;Titel;Mottagning;Uppdrag\n{rows}");
            read(text.as_bytes(), &[unit("a", None, "A")]).unwrap_err()
        };
        assert!(problem("SE1;A;T;;\n;B;T;;").starts_with("Rad 3: HSA-id"));
        assert!(problem("SE1;;T;;").starts_with("Rad 2: namn"));
        assert!(problem("SE1;A;T;B;").starts_with("Rad 2: mottagningen"));
        assert!(problem("SE1;A;T;A;Användaradmin").starts_with("Rad 2: ett uppdrag som admin"));
        assert!(problem("SE1;A;T;;chef").starts_with("Rad 2: uppdrag"));
        assert!(problem("SE1;A;T").starts_with("Rad 2: raden har inte"));
        assert!(read(b"\x00\xff", &[]).unwrap_err().starts_with("Filen ska vara CSV"));
    }

    fn unit(id: &str, hsa_id: Option<&str>, name: &str) -> Clinic {
        Clinic {
            id: id.to_owned(),
            hsa_id: hsa_id.map(|id| id.parse().unwrap()),
            care_unit: "SE1-VE".parse().unwrap(),
            care_provider: "SE1-VG".parse().unwrap(),
            name: name.to_owned(),
        }
    }
}
