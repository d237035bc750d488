//! Style, script and icon: part of the program, named after their content so that browsers may keep
//! them for ever.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use sha2::{Digest, Sha256};

use super::error::WebError;
use super::state::AppState;

pub(super) struct Assets {
    style: Asset,
    script: Asset,
    context: Asset,
    icon: Asset,
}

struct Asset {
    name: String,
    kind: &'static str,
    content: &'static str,
}

impl Assets {
    pub(super) fn new() -> Self {
        Self {
            style: Asset::new("panel", "css", "text/css", include_str!("../../static/panel.css")),
            script: Asset::new(
                "panel",
                "js",
                "text/javascript",
                include_str!("../../static/panel.js"),
            ),
            context: Asset::new(
                "context",
                "js",
                "text/javascript",
                include_str!("../../static/context.js"),
            ),
            icon: Asset::new("icon", "svg", "image/svg+xml", include_str!("../../static/icon.svg")),
        }
    }

    pub(super) fn style(&self) -> String {
        self.style.address()
    }

    pub(super) fn script(&self) -> String {
        self.script.address()
    }

    /// The script that keeps a page in step with COSMIC.
    pub(super) fn context_script(&self) -> String {
        self.context.address()
    }

    pub(super) fn icon(&self) -> String {
        self.icon.address()
    }
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, content: &'static str) -> Self {
        let digest = Sha256::digest(content.as_bytes());
        let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { name: format!("{stem}-{hash}.{ending}"), kind, content }
    }

    fn address(&self) -> String {
        format!("/static/{}", self.name)
    }
}

/// A static file.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
) -> Result<Response, WebError> {
    let Assets { style, script, context, icon } = &*state.assets;
    let all = [style, script, context, icon];
    let asset = all.into_iter().find(|asset| asset.name == name).ok_or(WebError::NoSuchPage)?;
    let kind = format!("{}; charset=utf-8", asset.kind);
    let headers =
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned())];
    Ok((headers, asset.content).into_response())
}
