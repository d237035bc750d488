use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreError, hsa_id};
use crate::domain::{Assignment, AssignmentPurpose, CareProvider, Clinic, HsaId, StaffMember};

pub(super) const ASSIGNMENTS: &str = "SELECT assignment.id AS id, \
     assignment.purpose AS purpose, assignment.role AS role, assignment.reads_log AS reads_log, \
     assignment.title AS title, staff.hsa_id AS staff_id, staff.name AS staff_name, \
     care_provider.hsa_id AS provider_id, care_provider.name AS provider_name, \
     clinic.id AS clinic_id, clinic.hsa_id AS clinic_hsa_id, clinic.name AS clinic_name, \
     clinic.care_unit AS clinic_care_unit, care_unit.care_provider AS clinic_provider \
     FROM assignment \
     JOIN staff ON staff.hsa_id = assignment.staff \
     JOIN care_provider ON care_provider.hsa_id = assignment.care_provider \
     LEFT JOIN clinic ON clinic.id = assignment.clinic \
     LEFT JOIN care_unit ON care_unit.hsa_id = clinic.care_unit";

impl Store {
    /// Every care provider, by name.
    pub async fn care_providers(&self) -> Result<Vec<CareProvider>, StoreError> {
        let rows = sqlx::query("SELECT hsa_id, name FROM care_provider ORDER BY name, hsa_id")
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(CareProvider { hsa_id: hsa_id(row, "hsa_id")?, name: row.try_get("name")? })
            })
            .collect()
    }

    /// A care provider's clinics, by name.
    pub async fn clinics(&self, care_provider: &HsaId) -> Result<Vec<Clinic>, StoreError> {
        let rows = sqlx::query(
            "SELECT clinic.id AS clinic_id, clinic.hsa_id AS clinic_hsa_id, \
             clinic.name AS clinic_name, clinic.care_unit AS clinic_care_unit, \
             care_unit.care_provider AS clinic_provider \
             FROM clinic JOIN care_unit ON care_unit.hsa_id = clinic.care_unit \
             WHERE care_unit.care_provider = $1 ORDER BY clinic.name, clinic.id",
        )
        .bind(care_provider.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| clinic(row, row.try_get("clinic_id")?)).collect()
    }

    /// Every member of staff, by name.
    pub async fn staff(&self) -> Result<Vec<StaffMember>, StoreError> {
        let rows = sqlx::query("SELECT hsa_id, name FROM staff ORDER BY name, hsa_id")
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(StaffMember { hsa_id: hsa_id(row, "hsa_id")?, name: row.try_get("name")? })
            })
            .collect()
    }

    /// A staff member's assignments, by care provider and title.
    pub async fn assignments(&self, staff: &HsaId) -> Result<Vec<Assignment>, StoreError> {
        let sql =
            format!("{ASSIGNMENTS} WHERE assignment.staff = $1 ORDER BY provider_name, title");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(staff.as_str())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(assignment).collect()
    }

    /// One assignment by our own key.
    pub async fn assignment(&self, id: &str) -> Result<Option<Assignment>, StoreError> {
        let sql = format!("{ASSIGNMENTS} WHERE assignment.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(assignment).transpose()
    }
}

pub(super) fn assignment(row: &AnyRow) -> Result<Assignment, StoreError> {
    let clinic_id: Option<String> = row.try_get("clinic_id")?;
    let clinic = clinic_id.map(|id| clinic(row, id)).transpose()?;
    let purpose: String = row.try_get("purpose")?;
    let purpose = match purpose.as_str() {
        "care" => AssignmentPurpose::CareAndTreatment,
        "administration" => AssignmentPurpose::Administration,
        _ => return Err(StoreError::Unreadable { what: "an assignment's purpose" }),
    };
    Ok(Assignment {
        id: row.try_get("id")?,
        staff: StaffMember { hsa_id: hsa_id(row, "staff_id")?, name: row.try_get("staff_name")? },
        care_provider: CareProvider {
            hsa_id: hsa_id(row, "provider_id")?,
            name: row.try_get("provider_name")?,
        },
        clinic,
        purpose,
        title: row.try_get("title")?,
    })
}

fn clinic(row: &AnyRow, id: String) -> Result<Clinic, StoreError> {
    let own: Option<String> = row.try_get("clinic_hsa_id")?;
    let own = own
        .map(|text| text.parse().map_err(|_| StoreError::Unreadable { what: "an HSA-id" }))
        .transpose()?;
    Ok(Clinic {
        id,
        hsa_id: own,
        care_unit: hsa_id(row, "clinic_care_unit")?,
        care_provider: hsa_id(row, "clinic_provider")?,
        name: row.try_get("clinic_name")?,
    })
}
