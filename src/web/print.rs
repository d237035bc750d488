//! The journal on paper. What is printed is logged first, so it has a page of its own; the panel
//! itself prints only a notice of that.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::error::WebError;
use super::login::Staff;
use super::pages;
use super::state::AppState;
use crate::present::Showing;
use crate::present::html::PrintPage;
use crate::present::view::{Filter, GroundsView, JournalView};

/// The page to print.
pub(super) async fn show(
    State(state): State<AppState>,
    staff: Staff,
    Path(view): Path<String>,
) -> Result<Response, WebError> {
    let view = state.view(&view, &staff).await?;
    let retry_after = state.settings.retry_after;
    let printed = state.journal.print(&view, state.settings.print_others).await;
    let printed = printed.map_err(|error| WebError::Journal { error, retry_after })?;
    let showing = Showing {
        journal: &printed.journal,
        patient: &view.request().patient,
        complete: printed.complete,
        now: state.clock.now(),
        kept_apart: &[],
        catalogue: &state.catalogue,
    };
    let page = PrintPage {
        chrome: &pages::chrome(&state, Some(pages::who(&staff))),
        view: &JournalView::of(&showing, &Filter::default()),
        grounds: &GroundsView::of(view.grant().basis(), view.grant().consent_is_ours()),
        base: &format!("/panel/{}", view.id()),
        with_others: state.settings.print_others,
        care_provider: &staff.assignment.care_provider.name,
    };
    pages::page(StatusCode::OK, &page)
}
