//! The page where a care provider's administrators keep its certificates, clinics and staff.

use askama::Template;

use super::html::Chrome;

/// The page.
#[derive(Template)]
#[template(path = "administration.html")]
pub struct AdministrationPage<'a> {
    /// Around the content.
    pub chrome: &'a Chrome,
    /// The care provider's name.
    pub name: &'a str,
    /// Its HSA-id.
    pub hsa_id: &'a str,
    /// Whether certificates and clinics may be changed, and every role be given.
    pub is_over_all: bool,
    /// Why nothing was changed.
    pub problem: Option<&'a str>,
    /// What an import did.
    pub done: Option<String>,
    /// COSMIC installations.
    pub installations: &'a [InstallationRow],
    /// The care provider's clinics.
    pub clinics: &'a [ClinicRow],
    /// Who has assignments.
    pub staff: &'a [StaffRow],
    /// The latest changes.
    pub changes: &'a [ChangeRow],
}

/// A COSMIC installation, and what the care provider trusts of it.
#[derive(Clone, Debug)]
pub struct InstallationRow {
    /// The name it signs under.
    pub issuer: String,
    /// Name for people.
    pub name: String,
    /// Whether the care provider is responsible for it.
    pub is_responsible: bool,
    /// Certificates in use.
    pub certificates: Vec<CertificateRow>,
}

/// A certificate.
#[derive(Clone, Debug)]
pub struct CertificateRow {
    /// Value in the form.
    pub id: String,
    /// Its holder.
    pub subject: String,
    /// SHA-256, base64url.
    pub thumbprint: String,
    /// Until when it is valid.
    pub validity: String,
    /// Whether that needs to be noticed.
    pub notice: bool,
    /// When it was added, and by whom.
    pub added: String,
}

/// A clinic.
#[derive(Clone, Debug)]
pub struct ClinicRow {
    /// Value in forms.
    pub id: String,
    /// Name.
    pub name: String,
    /// HSA-id of its own, or nothing.
    pub hsa_id: String,
    /// HSA-id of its care unit.
    pub care_unit: String,
}

/// Somebody with assignments.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// HSA-id.
    pub hsa_id: String,
    /// Name.
    pub name: String,
    /// Her assignments.
    pub assignments: Vec<AssignmentRow>,
}

/// An assignment.
#[derive(Clone, Debug)]
pub struct AssignmentRow {
    /// Value in the form.
    pub id: String,
    /// Title.
    pub title: String,
    /// Where.
    pub place: String,
    /// What may be administered under it.
    pub role: Option<&'static str>,
    /// Whether whoever reads may take it away.
    pub may_be_taken: bool,
}

/// A change that was made.
#[derive(Clone, Debug)]
pub struct ChangeRow {
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// What.
    pub what: &'static str,
    /// To what.
    pub subject: String,
}
