//! What every page has around it: headers, so that it can load, send and reveal nothing unforeseen, and the refusal of
//! forms that come from elsewhere.

use std::convert::Infallible;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponseParts, Response, ResponseParts};

use super::app::App;
use super::client::Client;
use super::error::{Barred, Error};
use super::origin::Sender;

/// For how long a browser remembers that the site is reached over TLS only.
const A_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// What a page may load and send; its script hands it on to the copy it keeps for use without a network.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'; \
                      style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// How far a page may stand in frames, where that differs from all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    /// It shows another page of ours in a frame: the designer its phone.
    WithFrames,
    /// A page of ours shows it in a frame.
    Framed,
    /// Any site may show it in a frame: a released figure, which has no script, form or cookie.
    Embedded,
}

/// The same for what any site may show in a frame.
const EMBEDDED: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors *; base-uri 'none'";

impl Policy {
    /// The policy of a page, from that of all pages.
    fn apply(policy: Option<&Self>) -> HeaderValue {
        let words = match policy {
            None => return HeaderValue::from_static(POLICY),
            Some(Self::Embedded) => return HeaderValue::from_static(EMBEDDED),
            Some(Self::WithFrames) => format!("{POLICY}; frame-src 'self'"),
            Some(Self::Framed) => {
                POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            }
        };
        HeaderValue::try_from(words).unwrap_or(HeaderValue::from_static(POLICY))
    }
}

impl IntoResponseParts for Policy {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        parts.extensions_mut().insert(self);
        Ok(parts)
    }
}

/// Lets no page of another site send our forms. Browsers too old to say where a form comes from are let
/// through: the form of a resident does not depend on who somebody is, so there is nothing to gain in their name, and
/// a form of staff is let through by its token only.
pub(super) async fn same_origin(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let foreign = Sender::of(request.headers(), &app.site) == Sender::Foreign;
    if foreign && !request.method().is_safe() {
        return Err(Error::Forbidden(Barred::Foreign));
    }
    Ok(next.run(request).await)
}

/// Adds the headers. Only what may be kept says so itself; everything else is not stored.
/// Where the site is reached over TLS, browsers are told to come in no other way and to send cookies in no other.
pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let client = Client::of(&app.site, request.extensions(), request.headers());
    let mut response = next.run(request).await;
    let policy = Policy::apply(response.extensions().get());
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if client.tls {
        headers.insert(STRICT_TRANSPORT_SECURITY, A_YEAR);
        secure_cookies(headers);
    }
    response
}

/// Has every cookie travel over TLS only.
fn secure_cookies(headers: &mut HeaderMap) {
    let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        let words = cookie.as_bytes();
        let mut attributes = words.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        let secured = if attributes.any(|attribute| attribute == b"Secure") {
            cookie
        } else {
            let secured = HeaderValue::from_bytes(&[words, b"; Secure"].concat());
            secured.unwrap_or(cookie)
        };
        headers.append(SET_COOKIE, secured);
    }
}
