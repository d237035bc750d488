//! A dose as a record of the contract, in either version.

use super::contract::Version;
use super::flaw;
use super::scenario::{Dose, Producer, Scenario, Unit, Vaccine};
use super::xml::Element;

/// SNOMED CT.
const SNOMED: &str = "1.2.752.116.2.1.1";
/// ATC.
const ATC: &str = "1.2.752.129.2.2.3.1.1";
const PERSONNUMMER: &str = "1.2.752.129.2.1.3.1";
const SAMORDNINGSNUMMER: &str = "1.2.752.129.2.1.3.3";
const NATIONAL_RESERVE: &str = "1.2.752.74.9.1";
/// HSA's codes for gender.
const GENDER: &str = "1.2.752.129.2.2.1.1";
/// The series of one region, for all of them.
const LOCAL_RESERVE: &str = "1.2.752.97.3.1.3";

/// The record (`vaccinationMedicalRecord`) of one dose, `place` in its producer's list.
pub fn of(
    scenario: &Scenario,
    producer: &Producer,
    dose: &Dose,
    place: usize,
    version: Version,
) -> Element {
    let writer = RecordWriter { core: version.core(), version, producer, dose };
    let vaccine = dose.vaccine.as_deref().and_then(|name| scenario.vaccine(name));
    let mut record = Element::new(version.responder(), "vaccinationMedicalRecord")
        .with(writer.header(place))
        .with(writer.body(vaccine));
    if let Some((words, code)) = dose.gender.as_ref().filter(|_| version == Version::V2) {
        let information = writer
            .element("additionalPatientInformation")
            .with(writer.leaf("dateOfBirth", dose.patient.get(..8).unwrap_or_default()))
            .with(writer.code("gender", GENDER, code, words));
        if let Some(body) = record.at_mut(&["vaccinationMedicalRecordBody"]) {
            body.push(information);
        }
    }
    for flaw in &dose.flaws {
        flaw::apply(*flaw, &mut record);
    }
    record
}

/// Puts the vaccination of a record into an earlier document.
pub fn join(document: &mut Element, record: &Element) {
    const BODY: &str = "vaccinationMedicalRecordBody";
    if let (Some(given), Some(body)) =
        (record.at(&[BODY, "administrationRecord"]), document.at_mut(&[BODY]))
    {
        body.push(given.clone());
    }
}

/// The OID that the contracts write as type of this number.
pub fn id_type(number: &str) -> &'static str {
    let bytes = number.as_bytes();
    if bytes.get(8..10).is_some_and(|letters| letters.iter().all(u8::is_ascii_alphabetic)) {
        return NATIONAL_RESERVE;
    }
    // Nobody is born in a year that begins like this.
    if bytes.starts_with(b"99") {
        return LOCAL_RESERVE;
    }
    match bytes.get(6) {
        Some(b'6'..=b'9') => SAMORDNINGSNUMMER,
        _ => PERSONNUMMER,
    }
}

/// Whether an OID is that of a region's own numbers.
pub fn is_local_reserve(id_type: &str) -> bool {
    ![PERSONNUMMER, SAMORDNINGSNUMMER, NATIONAL_RESERVE].contains(&id_type)
}

/// The OID of a dose's patient.
pub fn patient_type(dose: &Dose) -> &str {
    dose.patient_type.as_deref().unwrap_or_else(|| id_type(&dose.patient))
}

/// `documentTime`.
pub fn given_at(dose: &Dose) -> String {
    dose.given.clone().unwrap_or_else(|| noon(dose))
}

/// `authorTime`.
pub fn written_at(dose: &Dose) -> String {
    dose.written.clone().unwrap_or_else(|| noon(dose))
}

fn noon(dose: &Dose) -> String {
    format!("{}120000", dose.date.replace('-', ""))
}

struct RecordWriter<'a> {
    core: &'static str,
    version: Version,
    producer: &'a Producer,
    dose: &'a Dose,
}

impl RecordWriter<'_> {
    fn header(&self, place: usize) -> Element {
        let (dose, producer) = (self.dose, self.producer);
        let document = dose.document.clone().unwrap_or_else(|| format!("{:06}", place + 1));
        let source = producer.source_system.as_ref().unwrap_or(&producer.address);
        let mut header = self.element("vaccinationMedicalRecordHeader");
        header.push(self.leaf("documentId", document));
        header.push(self.leaf("sourceSystemHSAId", source));
        header.push(self.leaf("documentTime", given_at(dose)));
        let patient = self
            .element("patientId")
            .with(self.leaf("id", &dose.patient))
            .with(self.leaf("type", patient_type(dose)));
        header.push(patient);
        header.push(self.accountable());
        if let Some(signed) = &dose.signed {
            let signature = self.element("legalAuthenticator");
            header.push(signature.with(self.leaf("signatureTime", signed)));
        }
        header.push(self.leaf("approvedForPatient", (!dose.hidden_from_patient).to_string()));
        header.push_text(self.core, "careContactId", dose.care_contact.as_deref());
        header.push(self.leaf("nullified", dose.nullified.to_string()));
        // Version 1.0 made the reason a truth value by mistake, so nobody can say it there.
        if self.version == Version::V2 {
            header.push_text(self.core, "nullifiedReason", dose.nullified_reason.as_deref());
        }
        header
    }

    fn accountable(&self) -> Element {
        let written = written_at(self.dose);
        let mut accountable = self.element("accountableHealthcareProfessional");
        accountable.push(self.leaf("authorTime", written));
        accountable.push_text(
            self.core,
            "healthcareProfessionalName",
            self.dose.performer.as_deref(),
        );
        if let Some(unit) = self.unit() {
            accountable.push(self.org("healthcareProfessionalOrgUnit", unit));
            accountable.push(self.leaf("healthcareProfessionalCareUnitHSAId", &unit.hsa_id));
        }
        let care_provider = &self.producer.care_provider.hsa_id;
        accountable.push(self.leaf("healthcareProfessionalCareGiverHSAId", care_provider));
        accountable
    }

    fn body(&self, vaccine: Option<&Vaccine>) -> Element {
        let mut body = self.element("vaccinationMedicalRecordBody").with(self.registration());
        if let Some(vaccine) = vaccine {
            body.push(self.administration(vaccine));
        }
        body
    }

    fn registration(&self) -> Element {
        let (dose, producer) = (self.dose, self.producer);
        let contact = self
            .element("sourceSystemContact")
            .with(self.leaf("hsaid", &producer.address))
            .with(self.leaf("personName", "Förvaltningen"));
        let mut registration = self
            .element("registrationRecord")
            .with(self.org("careGiverOrg", &producer.care_provider))
            .with(self.leaf("sourceSystemName", &producer.name))
            .with(contact)
            .with(self.leaf("date", self.day()));
        registration.push_text(self.core, "vaccinationUnstructuredNote", dose.note.as_deref());
        if let Some(risk) = &dose.risk {
            registration.push(self.words("riskCategory", risk));
        }
        registration
    }

    fn administration(&self, vaccine: &Vaccine) -> Element {
        let dose = self.dose;
        let given = !dose.only_ordered;
        let mut record = self.element("administrationRecord");
        if let Some(programme) = &dose.programme {
            record.push(self.words("vaccinationProgramName", programme));
        }
        if let Some(prescriber) = &dose.prescriber {
            record.push(self.person("prescriberPerson", prescriber));
        }
        if let Some(unit) = self.unit().filter(|_| given) {
            record.push(self.org("performerOrg", unit));
        }
        if let Some(performer) = dose.performer.as_ref().filter(|_| given) {
            record.push(self.person("performer", performer));
        }
        if let Some(site) = &dose.site {
            record.push(self.words("anatomicalSite", site));
        }
        if let Some(way) = &dose.way {
            record.push(self.words("route", way));
        }
        if let Some(amount) = dose.amount.as_ref().filter(|_| given) {
            record.push(self.amount(amount));
        }
        if let (Some(number), Some(of)) = (dose.number, dose.of) {
            record.push(self.leaf("isDoseComplete", (number == of).to_string()));
        }
        let number = dose.number.map(|number| number.to_string());
        record.push_text(self.core, "doseOrdinalNumber", number.as_deref());
        let of = dose.of.map(|of| of.to_string());
        record.push_text(self.core, "numberOfPrescribedDoses", of.as_deref());
        record.push_text(self.core, "sourceDescription", dose.told_by.as_deref());
        record.push_text(self.core, "commentAdministration", dose.comment.as_deref());
        if let Some(effect) = &dose.adverse_effect {
            record.push(self.words("patientAdverseEffect", effect));
        }
        let kind = match self.version {
            Version::V1 => "vaccineType",
            Version::V2 => "typeOfVaccine",
        };
        record.push(self.code(kind, ATC, &vaccine.atc, &vaccine.kind));
        record.push(self.words("vaccineName", &vaccine.name));
        record.push_text(self.core, "vaccineBatchId", dose.batch.as_deref());
        record.push_text(self.core, "vaccineManufacturer", vaccine.manufacturer.as_deref());
        for (name, code) in &vaccine.diseases {
            record.push(self.code("vaccineTargetDisease", SNOMED, code, name));
        }
        if let Some(reference) = &dose.reference {
            let reference = self
                .element("vaccinationUniqueReference")
                .with(self.leaf("root", &self.producer.address))
                .with(self.leaf("extension", reference));
            record.push(reference);
        }
        record
    }

    /// "0,5 ml" as words and as a quantity, where it is one.
    fn amount(&self, words: &str) -> Element {
        let name = match self.version {
            Version::V1 => "dosage",
            Version::V2 => "dose",
        };
        let mut amount = self.element(name);
        if let Some((value, unit)) = words.split_once(' ') {
            let quantity = self
                .element("quantity")
                .with(self.leaf("value", value.replace(',', ".")))
                .with(self.leaf("unit", unit));
            amount.push(quantity);
        }
        amount.push(self.leaf("displayName", words));
        amount
    }

    fn org(&self, name: &str, unit: &Unit) -> Element {
        let id = match self.version {
            Version::V1 => "orgUnitHSAid",
            Version::V2 => "orgUnitHSAId",
        };
        self.element(name)
            .with(self.leaf(id, &unit.hsa_id))
            .with(self.leaf("orgUnitName", &unit.name))
    }

    fn person(&self, element: &str, name: &str) -> Element {
        self.element(element).with(self.leaf("personName", name))
    }

    fn words(&self, name: &str, words: &str) -> Element {
        self.element(name).with(self.leaf("originalText", words))
    }

    fn code(&self, name: &str, system: &str, code: &str, words: &str) -> Element {
        self.element(name)
            .with(self.leaf("code", code))
            .with(self.leaf("codeSystem", system))
            .with(self.leaf("displayName", words))
    }

    fn unit(&self) -> Option<&Unit> {
        let units = &self.producer.units;
        match &self.dose.unit {
            Some(id) => units.iter().find(|unit| unit.hsa_id == *id),
            None => units.first(),
        }
    }

    fn day(&self) -> String {
        self.dose.date.replace('-', "")
    }

    fn element(&self, name: &str) -> Element {
        Element::new(self.core, name)
    }

    fn leaf(&self, name: &str, text: impl Into<String>) -> Element {
        Element::leaf(self.core, name, text)
    }
}
