//! What pages share, and which address leads to which page.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Extension, MatchedPath, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tower_http::trace::TraceLayer;

use super::error::{self, Error, Missing};
use super::resident;
use super::{extract, routes, security};
use clock::Clock;
use db::Db;
use fieldwork::{HashKey, Intake, Wave};
use questionnaire::store::{Library, Version};

/// How long a form may stand still on its way; a bad network is slow, and not silent for so long.
const LONGEST_SILENCE: Duration = Duration::from_mins(1);

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
    /// What every draw of a page springs from: submission ids, variants, session tokens, salts.
    pub randomness: Arc<Mutex<ChaCha20Rng>>,
}

impl App {
    /// A generator for one request, sprung from the common one.
    pub(crate) fn rng(&self) -> ChaCha20Rng {
        let mut randomness = self
            .randomness
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        ChaCha20Rng::from_rng(&mut *randomness)
    }

    /// The questionnaire that a wave asks.
    pub(crate) async fn version_of(&self, wave: &Wave) -> Result<Arc<Version>, Error> {
        let version = self.library.find(&wave.version).await?;
        version.ok_or_else(|| Error::internal(format!("wave {} has no questionnaire", wave.slug)))
    }
}

/// Every page at its address, inside the middleware that all share.
pub fn router(app: App) -> Router {
    routes::router(&app)
        .fallback(async || Error::NotFound(Missing::Page))
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .layer(Extension(resident::Sheets::default()))
        .layer(DefaultBodyLimit::max(extract::FORM_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(LONGEST_SILENCE))
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
