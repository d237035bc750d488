//! The pages where a care provider's own administrators keep its launch certificates, clinics,
//! staff and assignments.
//!
//! Everything is bound to the care provider of the administrator's assignment, and what may be
//! administered is read anew at each request.

mod changes;
mod file;
mod log;
mod page;

use axum::extract::{FromRequestParts, Multipart};
use bytes::Bytes;
use http::request::Parts;
use jiff::Timestamp;

use super::error::WebError;
use super::login::Staff;
use super::pages;
use super::state::AppState;
use crate::domain::{AdministratorRole, HsaId};
use crate::present::html::Who;
use crate::store::Change;

pub(super) use changes::{
    add_certificate, give_assignment, import, remove_certificate, save_clinic, take_assignment,
};
pub(super) use log::{file as log_file, form as log_form, show as show_log};
pub(super) use page::show;

/// Somebody who may administer her care provider.
pub(super) struct Administrator {
    staff: Staff,
    role: AdministratorRole,
}

impl FromRequestParts<AppState> for Administrator {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        let staff = Staff::from_request_parts(parts, state).await?;
        Self::of(state, staff).await
    }
}

/// What may be administered under somebody's assignment, if anything may.
async fn role_of(state: &AppState, staff: &Staff) -> Result<AdministratorRole, WebError> {
    let role = state.store.administrator_role(&staff.assignment.id).await?;
    role.ok_or(WebError::NotAdministrator)
}

impl Administrator {
    /// One who only reads the access log changes nothing, so she is none.
    async fn of(state: &AppState, staff: Staff) -> Result<Self, WebError> {
        match role_of(state, &staff).await? {
            AdministratorRole::Log => Err(WebError::NotAdministrator),
            role => Ok(Self { staff, role }),
        }
    }

    pub(super) fn care_provider(&self) -> &HsaId {
        &self.staff.assignment.care_provider.hsa_id
    }

    pub(super) fn by(&self) -> &str {
        self.staff.assignment.staff.hsa_id.as_str()
    }

    /// For the head of pages.
    pub(super) fn who(&self) -> Who {
        pages::who(&self.staff)
    }

    fn change(&self, at: Timestamp) -> Change<'_> {
        Change { care_provider: self.care_provider(), by: self.by(), at }
    }

    /// Whether certificates and clinics are hers to change, and other administrators' rights.
    pub(super) fn is_over_all(&self) -> bool {
        self.role == AdministratorRole::CareProvider
    }

    pub(super) fn must_be_over_all(&self) -> Result<(), WebError> {
        if self.is_over_all() { Ok(()) } else { Err(WebError::NotAdministrator) }
    }
}

/// A posted form with a file.
pub(super) struct Upload(Vec<(String, Bytes)>);

impl Upload {
    pub(super) async fn read(mut form: Multipart) -> Result<Self, WebError> {
        let mut fields = Vec::new();
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            fields.push((name, field.bytes().await?));
        }
        Ok(Self(fields))
    }

    pub(super) fn bytes(&self, name: &'static str) -> Result<&[u8], WebError> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, bytes)| bytes.as_ref()).ok_or(WebError::Field(name))
    }

    fn text(&self, name: &'static str) -> Result<&str, WebError> {
        std::str::from_utf8(self.bytes(name)?).map_err(|_| WebError::Field(name))
    }
}
