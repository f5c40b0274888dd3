//! What every page has around it: headers, so that it can load, send and reveal nothing unforeseen, and the refusal of
//! forms that come from elsewhere.

use std::convert::Infallible;

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponseParts, Response, ResponseParts};

use super::error::{Barred, Error};

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
}

impl Policy {
    /// The policy of a page, from that of all pages.
    fn apply(policy: Option<&Self>) -> HeaderValue {
        let words = match policy {
            None => return HeaderValue::from_static(POLICY),
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
pub(super) async fn same_origin(request: Request, next: Next) -> Result<Response, Error> {
    if request.method().is_safe() || is_own_origin(request.headers()) {
        Ok(next.run(request).await)
    } else {
        Err(Error::Forbidden(Barred::Foreign))
    }
}

fn is_own_origin(headers: &HeaderMap) -> bool {
    let word = |name: &HeaderName| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    if let Some(site) = word(&HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = word(&ORIGIN) else {
        return true;
    };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && host == word(&HOST)
}

/// Adds the headers. Only what may be kept says so itself; everything else is not stored.
pub(super) async fn guard(request: Request, next: Next) -> Response {
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
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        is_own_origin(&headers.collect())
    }

    #[test]
    fn a_form_of_another_site_is_not_ours() {
        assert!(!ours(&[("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(!ours(&[
            ("origin", "https://evil.example"),
            ("host", "survey.example")
        ]));
        assert!(!ours(&[("origin", "null"), ("host", "survey.example")]));
    }

    #[test]
    fn our_own_and_those_of_old_browsers_are() {
        assert!(ours(&[]));
        assert!(ours(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "null")
        ]));
        assert!(ours(&[
            ("origin", "https://survey.example"),
            ("host", "survey.example")
        ]));
    }
}
