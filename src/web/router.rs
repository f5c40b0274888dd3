//! The table of pages inside the middleware that all share.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::runtime::Handle;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tower_http::trace::TraceLayer;

use super::app::App;
use super::error::{Error, Missing};
use super::guesses::{self, Guesses};
use super::{api, error_page, extract, routes, security};

/// How long a form may stand still on its way; a bad network is slow, and not silent for so long.
const LONGEST_SILENCE: Duration = Duration::from_mins(1);

/// Every page at its address, inside the middleware that all share. Pages of staff are made on the runtime given;
/// where it is the one that serves residents (as in tests), only the reading room keeps staff's work from them.
pub fn router(app: App, staff: &Handle) -> Router {
    routes::router(&app, staff)
        .fallback(async || Error::NotFound(Missing::Page))
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(extract::FORM_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(LONGEST_SILENCE))
        .layer(CatchPanicLayer::custom(caught))
        .layer(from_fn_with_state(app.clone(), security::same_origin))
        .layer(from_fn_with_state(
            (app.clone(), Guesses::default()),
            guesses::bound,
        ))
        .layer(from_fn_with_state(
            (app.clone(), api::Asked::default()),
            api::bound,
        ))
        .layer(from_fn_with_state(app.clone(), error_page::explain))
        .layer(from_fn(api::across_origins))
        .layer(routes::compression())
        .layer(from_fn_with_state(app.clone(), security::guard))
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
