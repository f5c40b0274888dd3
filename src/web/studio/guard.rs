//! The guard before every page of staff: a session, the permission, and for a form that it is one of ours.

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, OriginalUri, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::cookies;
use super::staff::{FORGERY_FIELD, Staff};
use super::typed::Typed;
use crate::access::Access;
use crate::addresses::{self, Address, Pattern};
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::origin::Sender;
use accounts::User;
use accounts::store::{Session, find_session, has_second_factor, note_refused_access};
use sampling::listing::LARGEST_LISTING;

/// The most bytes a form of staff may have: a draft, a spreadsheet.
pub(crate) const LIMIT: usize = 8 << 20;

/// What a form has beside its file.
const BESIDE_A_FILE: usize = 64 << 10;

/// The most bytes that the form of a page may have: the list of all communities of a province is large.
fn limit(page: Option<&MatchedPath>) -> usize {
    let takes_lists = [Pattern::Frames, Pattern::WaveAddresses].map(Pattern::written);
    match page {
        Some(page) if takes_lists.contains(&page.as_str()) => LARGEST_LISTING + BESIDE_A_FILE,
        _ => LIMIT,
    }
}

/// Lets a request through to its page, with who makes it and what was typed. What is refused to somebody signed in is
/// written down.
pub(crate) async fn admit(
    State((app, access)): State<(App, Access)>,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let session = match cookies::token(request.headers()) {
        Some(token) => find_session(&app.db, token, app.clock.now()).await?,
        None => None,
    };
    let Some(session) = session else {
        return if reads && !request.headers().contains_key("hx-request") {
            Ok(Redirect::to(&addresses::login_then(&requested_address(&request))).into_response())
        } else {
            Err(Error::SignedOut)
        };
    };
    let page = request.extensions().get::<MatchedPath>();
    let open = page.is_some_and(opens_before_second_factor);
    let interface = Interface::of(request.uri());
    if !open
        && app.second_factor.concerns(&session.user)
        && !has_second_factor(&app.db, session.user.id).await?
    {
        return Ok(Redirect::to(&interface.link(Address::SecondFactor)).into_response());
    }
    let (user, page) = (session.user.clone(), page_of(&request));
    let response = admit_session(&app, access, session, request, next)
        .await
        .into_response();
    if response.status() == StatusCode::FORBIDDEN {
        note(&app, &user, &page).await;
    }
    Ok(response)
}

/// Whether a page opens to whoever must set up a second factor and has not yet.
fn opens_before_second_factor(page: &MatchedPath) -> bool {
    [
        Pattern::SecondFactor,
        Pattern::Account,
        Pattern::OwnSessions,
        Pattern::Logout,
    ]
    .iter()
    .any(|open| page.as_str() == open.written())
}

async fn admit_session(
    app: &App,
    access: Access,
    session: Session,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    if let Access::Needs(permission) = access
        && !session.user.may(permission)
    {
        return Err(Error::NotPermitted);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let limit = limit(request.extensions().get::<MatchedPath>());
        let (mut parts, body) = request.into_parts();
        if Sender::of(&parts.headers, &app.site) != Sender::Ours {
            return Err(Error::Forged);
        }
        let body = to_bytes(body, limit).await.or(Err(Error::TooLarge))?;
        let typed = Typed::read(&parts.headers, body).await?;
        let token = typed.fields.get(FORGERY_FIELD).unwrap_or("");
        if !session.token.recognises(token) {
            return Err(Error::Forged);
        }
        parts.extensions.insert(typed);
        request = Request::from_parts(parts, Body::empty());
    }
    request.extensions_mut().insert(Staff::of(session, app));
    Ok(next.run(request).await)
}

/// Writes into both logs that somebody was refused a page. The answer is the same where that fails.
async fn note(app: &App, user: &User, page: &str) {
    tracing::warn!(user = %user.name, page, "an access was refused");
    let now = app.clock.now();
    if let Err(error) = note_refused_access(&app.db, user, page, now).await {
        tracing::warn!(%error, "a refused access is not in the audit log");
    }
}

/// Method and pattern of the page asked for; what stands in its variable parts is not logged.
fn page_of(request: &Request) -> String {
    let pattern = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str);
    format!("{} {pattern}", request.method())
}

/// The address asked for.
fn requested_address(request: &Request) -> String {
    let uri = request
        .extensions()
        .get::<OriginalUri>()
        .map_or(request.uri(), |original| &original.0);
    uri.path_and_query()
        .map_or_else(|| uri.path().to_owned(), ToString::to_string)
}
