//! What a request carries, decoded strictly: anything malformed is refused before a page sees it.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::error::{Error, Missing};
use super::fields::{Fields, FormFault};

/// The most bytes a form may have; the router's body limit.
pub(crate) const FORM_LIMIT: usize = 64 * 1024;

/// The fields of a posted form.
#[derive(Debug)]
pub(crate) struct Form(pub(crate) Fields);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !is_form(request.headers()) {
            return Err(Error::UnsupportedMediaType);
        }
        let bytes =
            Bytes::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
                    _ => Error::Malformed(FormFault::Body),
                })?;
        Ok(Self(Fields::parse(&bytes).map_err(Error::Malformed)?))
    }
}

pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = value.and_then(|value| value.split(';').next());
    media_type.is_some_and(|it| {
        it.trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

/// The fields of the address's query.
#[derive(Debug)]
pub(crate) struct Query(pub(crate) Fields);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(
            Fields::parse(query.as_bytes()).map_err(Error::Malformed)?,
        ))
    }
}

/// The variable parts of the path; what cannot be read leads nowhere.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    #[expect(
        clippy::disallowed_types,
        reason = "the one place that wraps it, so that a bad address gets a page"
    )]
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Error::NotFound(Missing::Page)),
        }
    }
}
