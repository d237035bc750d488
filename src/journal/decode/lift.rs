//! Lifts a record of GetVaccinationHistory 1.0 into the shape of 2.0, so that one decoder reads
//! both. Only names moved between the versions, and 1.0 says of a nullified record's reason only
//! whether there is one.

use crate::rivta::get_vaccination_history_1 as old;
use crate::rivta::get_vaccination_history_2 as new;

/// The record in the newer version's shape.
pub(super) fn record(
    record: old::VaccinationMedicalRecord<'_>,
) -> new::VaccinationMedicalRecord<'_> {
    let header = record.vaccination_medical_record_header;
    let body = record.vaccination_medical_record_body;
    new::VaccinationMedicalRecord {
        vaccination_medical_record_header: new::PatientSummaryHeader {
            document_id: header.document_id,
            source_system_hsa_id: header.source_system_hsa_id,
            document_title: header.document_title,
            document_time: header.document_time,
            patient_id: new::PersonId { id: header.patient_id.id, kind: header.patient_id.kind },
            accountable_healthcare_professional: professional(
                header.accountable_healthcare_professional,
            ),
            legal_authenticator: None,
            approved_for_patient: header.approved_for_patient,
            care_contact_id: header.care_contact_id,
            nullified: header.nullified,
            nullified_reason: None,
        },
        vaccination_medical_record_body: new::VaccinationMedicalRecordBody {
            registration_record: registration(body.registration_record),
            administration_record: body.administration_record.into_iter().map(given).collect(),
            additional_patient_information: None,
        },
    }
}

fn professional(from: old::HealthcareProfessional<'_>) -> new::HealthcareProfessional<'_> {
    new::HealthcareProfessional {
        author_time: from.author_time,
        healthcare_professional_hsa_id: from.healthcare_professional_hsa_id,
        healthcare_professional_name: from.healthcare_professional_name,
        healthcare_professional_role_code: boxed(from.healthcare_professional_role_code, coded),
        healthcare_professional_org_unit: boxed(from.healthcare_professional_org_unit, org_unit),
        healthcare_professional_care_unit_hsa_id: from.healthcare_professional_care_unit_hsa_id,
        healthcare_professional_care_giver_hsa_id: from.healthcare_professional_care_giver_hsa_id,
    }
}

fn registration(from: old::RegistrationRecord<'_>) -> new::RegistrationRecord<'_> {
    new::RegistrationRecord {
        care_giver_org: org_unit(from.care_giver_org),
        care_giver_contact: boxed(from.care_giver_contact, actor),
        source_system_name: from.source_system_name,
        source_system_product_name: from.source_system_product_name,
        source_system_product_version: from.source_system_product_version,
        source_system_contact: actor(from.source_system_contact),
        care_unit_smi_id: from.care_unit_smi_id,
        date: from.date,
        patient_postal_code: from.patient_postal_code,
        vaccination_unstructured_note: from.vaccination_unstructured_note,
        risk_category: from.risk_category.into_iter().map(coded).collect(),
        patient_adverse_effect: from.patient_adverse_effect.into_iter().map(coded).collect(),
    }
}

fn given(from: old::AdministrationRecord<'_>) -> new::AdministrationRecord<'_> {
    new::AdministrationRecord {
        vaccination_program_name: boxed(from.vaccination_program_name, coded),
        prescriber_org: boxed(from.prescriber_org, org_unit),
        prescriber_person: boxed(from.prescriber_person, actor),
        performer_org: boxed(from.performer_org, org_unit),
        performer: boxed(from.performer, actor),
        anatomical_site: boxed(from.anatomical_site, coded),
        route: boxed(from.route, coded),
        dose: boxed(from.dosage, dose),
        is_dose_complete: from.is_dose_complete,
        dose_ordinal_number: from.dose_ordinal_number,
        number_of_prescribed_doses: from.number_of_prescribed_doses,
        source_description: from.source_description,
        comment_prescription: from.comment_prescription,
        comment_administration: from.comment_administration,
        patient_adverse_effect: from.patient_adverse_effect.into_iter().map(coded).collect(),
        type_of_vaccine: boxed(from.vaccine_type, coded),
        vaccine_name: boxed(from.vaccine_name, coded),
        vaccine_batch_id: from.vaccine_batch_id,
        vaccine_manufacturer: from.vaccine_manufacturer,
        vaccine_target_disease: from.vaccine_target_disease.into_iter().map(coded).collect(),
        vaccination_unique_reference: boxed(from.vaccination_unique_reference, |id| {
            new::InstanceIdentifier { root: id.root, extension: id.extension }
        }),
    }
}

fn dose(from: old::Dose<'_>) -> new::Dose<'_> {
    new::Dose {
        quantity: boxed(from.quantity, |q| new::Quantity { value: q.value, unit: q.unit }),
        display_name: from.display_name,
    }
}

fn coded(from: old::CodedValue<'_>) -> new::CodedValue<'_> {
    new::CodedValue {
        code: from.code,
        code_system: from.code_system,
        code_system_name: from.code_system_name,
        code_system_version: from.code_system_version,
        display_name: from.display_name,
        original_text: from.original_text,
    }
}

fn org_unit(from: old::OrgUnit<'_>) -> new::OrgUnit<'_> {
    new::OrgUnit {
        org_unit_hsa_id: from.org_unit_hsa_id,
        org_unit_name: from.org_unit_name,
        org_unit_telecom: from.org_unit_telecom,
        org_unit_email: from.org_unit_email,
        org_unit_address: from.org_unit_address,
        org_unit_location: from.org_unit_location,
    }
}

fn actor(from: old::Actor<'_>) -> new::Actor<'_> {
    new::Actor {
        hsa_id: from.hsa_id,
        person_name: from.person_name,
        person_email: from.person_email,
        person_telecom: from.person_telecom,
        person_address: from.person_address,
    }
}

fn boxed<A, B>(from: Option<Box<A>>, lift: impl FnOnce(A) -> B) -> Option<Box<B>> {
    from.map(|value| Box::new(lift(*value)))
}
