use crate::domain::{BlockedHolder, LegalBasis};
use crate::present::foreign::visible;
use crate::present::words;

/// On what grounds a journal is read, for people.
#[derive(Clone, Debug)]
pub struct GroundsView {
    /// The ground.
    pub words: &'static str,
    /// Whether the patient's consent can be withdrawn here.
    pub can_be_withdrawn: bool,
    /// Whether other care providers' records may be asked for as well, once there is a ground.
    pub can_be_widened: bool,
}

impl GroundsView {
    /// The grounds of a view; `consent_is_ours`: whether a consent was registered here.
    pub fn of(basis: &LegalBasis, consent_is_ours: bool) -> Self {
        let words = match basis {
            LegalBasis::OwnCareProvider => "Visar bara er egen vårdgivares uppgifter.",
            LegalBasis::Consent => "Läses med patientens samtycke.",
            LegalBasis::Emergency { .. } => "Läses i nödläge. Läsningen följs upp.",
            LegalBasis::CannotDecide { .. } => {
                "Läses utan samtycke: patienten kan inte ta ställning. Läsningen följs upp."
            }
        };
        Self {
            words,
            can_be_withdrawn: consent_is_ours,
            can_be_widened: *basis == LegalBasis::OwnCareProvider,
        }
    }
}

/// A holder of blocked records as people know it, and how many it holds.
pub fn blocked_holder(blocked: &BlockedHolder) -> String {
    let name =
        |name: &Option<String>, id: &str| visible(name.as_deref()).unwrap_or_else(|| id.to_owned());
    let provider = name(&blocked.care_provider, blocked.holder.care_provider.as_str());
    let unit = name(&blocked.care_unit, blocked.holder.care_unit.as_str());
    let count = words::amount(blocked.count, "uppgift", "uppgifter");
    format!("{provider}, {unit}: {count}")
}
