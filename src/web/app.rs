//! What pages share, and which address leads to which page.

use std::any::Any;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Extension, MatchedPath, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use rand::rngs::ChaCha20Rng;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use super::error::{self, Error, Missing};
use super::resident;
use super::{extract, routes, security};
use crate::clock::Clock;
use crate::db::Db;
use crate::fieldwork::{HashKey, Intake};
use crate::questionnaire::store::Library;

/// What pages share. Nothing here decides anything: several processes may serve one database.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The door for questionnaires.
    pub intake: Intake,
    /// The key of codes and receipts.
    pub key: HashKey,
    /// What time it is.
    pub clock: Clock,
    /// Questionnaire versions, compiled.
    pub library: Library,
    /// Draws submission ids and variants.
    pub randomness: Arc<Mutex<ChaCha20Rng>>,
}

/// Every page at its address, inside the middleware that all share.
pub fn router(app: App) -> Router {
    routes::router(&app)
        .fallback(async || Error::NotFound(Missing::Page))
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .layer(Extension(resident::Sheets::default()))
        .layer(DefaultBodyLimit::max(extract::FORM_LIMIT))
        .layer(CatchPanicLayer::custom(caught))
        .layer(from_fn(security::same_origin))
        .layer(from_fn_with_state(app.clone(), error::explain))
        .layer(CompressionLayer::new().gzip(true).br(true))
        .layer(from_fn(security::guard))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_failure(()),
        )
        .with_state(app)
}

/// Names the page of a request. Its path may hold a code and its form answers: neither is logged.
fn span(request: &Request) -> tracing::Span {
    let page = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), page)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the panic over"
)]
fn caught(panic: Box<dyn Any + Send + 'static>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
    Error::internal(format!("panic: {}", words.unwrap_or("without words"))).into_response()
}
