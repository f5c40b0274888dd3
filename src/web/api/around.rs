//! What stands around the answers to programs: how often they may ask, from where, and how a failure is told.

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ALLOW,
    CONTENT_TYPE, RETRY_AFTER,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::model::Problem;
use crate::addresses::Pattern;
use crate::app::App;
use crate::client::Client;
use crate::error::Error;
use crate::interface::Interface;
use crate::per_minute::PerMinute;
use accounts::Source;

/// How often a network may ask for answers or files in a minute: five a second and a burst of a page full of charts.
pub(super) const IN_A_MINUTE: u32 = 300;
/// The same for pages that read every release: many readers stand behind one address.
const PAGES_IN_A_MINUTE: u32 = 1200;

/// What every network asked for in this minute.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    laborious: PerMinute,
    pages: PerMinute,
}

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bounded {
    Laborious,
    Page,
}

/// Lets each network ask so often in a minute, and says when it may ask again.
pub(crate) async fn bound(
    State((app, asked)): State<(App, Asked)>,
    request: Request,
    next: Next,
) -> Response {
    let client = Client::of(&app.site, request.extensions(), request.headers());
    let Source::Network(network) = client.source else {
        return next.run(request).await;
    };
    let (counts, most) = match bounded(&request) {
        Some(Bounded::Laborious) => (&asked.laborious, IN_A_MINUTE),
        Some(Bounded::Page) => (&asked.pages, PAGES_IN_A_MINUTE),
        None => return next.run(request).await,
    };
    let counted = counts.count(network, app.clock.now());
    if counted.number > most {
        return Error::TooManyRequests(counted.left).into_response();
    }
    next.run(request).await
}

/// Whether what is asked for is laborious to make, as answers to programs and files are, or reads every release.
fn bounded(request: &Request) -> Option<Bounded> {
    let files = [
        Pattern::Files,
        Pattern::File,
        Pattern::AmendedFiles,
        Pattern::AmendedFile,
    ];
    let pages = [
        Pattern::Results,
        Pattern::Feed,
        Pattern::Published,
        Pattern::Embed,
    ];
    let path = request.extensions().get::<MatchedPath>()?.as_str();
    let is_one_of = |patterns: &[Pattern]| patterns.iter().any(|it| it.written() == path);
    if path.starts_with("/api/") || is_one_of(&files) {
        Some(Bounded::Laborious)
    } else {
        is_one_of(&pages).then_some(Bounded::Page)
    }
}

/// Lets the scripts of every site read the answers to programs, and nothing else.
pub(crate) async fn across_origins(request: Request, next: Next) -> Response {
    if !Interface::of(request.uri()).is_of_api() {
        return next.run(request).await;
    }
    let is_preflight = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_preflight {
        let allowed = [
            (ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
            (ACCESS_CONTROL_ALLOW_HEADERS, "If-None-Match"),
            (ACCESS_CONTROL_MAX_AGE, "86400"),
        ];
        (StatusCode::NO_CONTENT, allowed).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = HeaderValue::from_static("ETag, Retry-After");
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    response
}

/// A failure as programs read it (RFC 9457).
pub(crate) fn problem(
    error: &Error,
    (title, detail): (String, String),
    failed: &Response,
) -> Response {
    let status = error.status();
    let problem = Problem {
        kind: "about:blank",
        title,
        status: status.as_u16(),
        detail,
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = (status, [(CONTENT_TYPE, "application/problem+json")], body).into_response();
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = failed.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
