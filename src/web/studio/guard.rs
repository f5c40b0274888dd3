//! The guard before every page of staff: a session, the permission, and for a form that it is one of ours.

use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::cookies;
use super::staff::{FORGERY_FIELD, Staff};
use super::typed::Typed;
use crate::access::Access;
use crate::addresses;
use crate::app::App;
use crate::error::Error;
use crate::origin::Sender;
use accounts::store::find_session;

/// The most bytes a form of staff may have: a draft, a spreadsheet.
const LIMIT: usize = 8 << 20;

/// Lets a request through to its page, with who makes it and what was typed.
pub(crate) async fn admit(
    State((app, access)): State<(App, Access)>,
    mut request: Request,
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
    if let Access::Needs(permission) = access
        && !session.user.may(permission)
    {
        return Err(Error::NotPermitted);
    }
    if !reads {
        let (mut parts, body) = request.into_parts();
        if Sender::of(&parts.headers, &app.site) != Sender::Ours {
            return Err(Error::Forged);
        }
        let body = to_bytes(body, LIMIT).await.or(Err(Error::TooLarge))?;
        let typed = Typed::read(&parts.headers, body).await?;
        let token = typed.fields.get(FORGERY_FIELD).unwrap_or("");
        if !session.token.recognises(token) {
            return Err(Error::Forged);
        }
        parts.extensions.insert(typed);
        request = Request::from_parts(parts, Body::empty());
    }
    request.extensions_mut().insert(Staff::of(session, &app));
    Ok(next.run(request).await)
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
