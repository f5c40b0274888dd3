//! Every way a request can fail.
//!
//! # Design
//!
//! [`Error`] is the only failure with an `IntoResponse`. It becomes a bare status that
//! carries the error along; `error_page` then writes the page, because only there is it
//! known in which language the person reads. What is wrong with a person's answers is no
//! error: the form is shown again, with everything typed kept.

use std::sync::Arc;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

use db::Fault;
use fieldwork::Spent;

/// When it is worth another try: the intake looks every second whether the database can be written again.
pub(super) const A_MOMENT: HeaderValue = HeaderValue::from_static("5");

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a request got no page.
#[derive(Debug)]
pub(crate) enum Error {
    /// There is nothing at this address.
    NotFound(Missing),
    /// There was something, and it is over.
    Gone(Gone),
    /// There is something, but not for this person now.
    Forbidden(Barred),
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// Somebody is signed in who may not do this.
    NotPermitted,
    /// The request was not made by a page of ours.
    Forged,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// Too many codes or receipts that there are not were tried from one network.
    TooManyGuesses,
    /// Too much was asked for from one network; after so many seconds it may ask again.
    TooManyRequests(u32),
    /// The form is larger than any form of ours.
    TooLarge,
    /// The body is not a form.
    UnsupportedMediaType,
    /// The form cannot be read.
    Malformed(FormFault),
    /// The database does not take or give anything now. Nothing was stored.
    Unavailable(Fault),
    /// Too many are reading questionnaires at this moment. Nothing was done.
    Busy,
    /// An internal error: something in Minyi itself is wrong.
    Internal(Source),
}

/// What was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// No plan of this id was taken in.
    Plan,
    /// No page of ours.
    Page,
    /// No wave under this address.
    Wave,
    /// No invitation with this code.
    Code,
    /// No release under this address.
    Release,
    /// No draft or version under this address.
    Questionnaire,
}

/// What is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gone {
    /// Nobody can answer with the code any more.
    CodeSpent(Spent),
    /// The wave of the code has closed.
    CodeExpired,
    /// The form was sent after its wave had closed, at this moment, and was not counted.
    TooLate(DateTime<Utc>),
    /// The link to set a password was used, replaced or is too old.
    LinkOver,
}

/// Why a form does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Barred {
    /// The wave opens at this moment.
    Announced(DateTime<Utc>),
    /// The wave has closed.
    Closed,
    /// The wave asks a drawn sample; an invitation is needed.
    InvitationNeeded,
    /// The form was sent by a page of another site.
    Foreign,
}

/// Why a form cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormFault {
    /// A `%` without two hexadecimal digits after it.
    PercentEncoding,
    /// Bytes that are not UTF-8.
    Utf8,
    /// A NUL character.
    Nul,
    /// More fields than any form of ours has.
    TooManyFields,
    /// Fields or values that no page of ours could have sent.
    Foreign,
    /// The body ended early.
    Body,
}

impl Error {
    /// An internal error, from whatever went wrong.
    pub(crate) fn internal(source: impl Into<Source>) -> Self {
        Self::Internal(source.into())
    }

    /// Whether the same request may succeed a little later.
    pub(super) fn is_passing(&self) -> bool {
        self.status().is_server_error() || self.status() == StatusCode::TOO_MANY_REQUESTS
    }

    /// The status of the answer.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Gone(_) => StatusCode::GONE,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::NotPermitted | Self::Forged => StatusCode::FORBIDDEN,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooManyGuesses | Self::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Unavailable(_) | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match Fault::of(&error) {
            Some(fault) => Self::Unavailable(fault),
            None => Self::internal(error),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if matches!(self, Self::Unavailable(_) | Self::Busy) {
            response.headers_mut().insert(RETRY_AFTER, A_MOMENT);
        }
        if let Self::TooManyRequests(seconds) = self {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
