//! Every way a request can fail, and the page that says so.
//!
//! # Design
//!
//! [`Error`] is the only failure with an `IntoResponse`. It becomes a bare status that
//! carries the error along; [`explain`] then writes the page, because only there is it
//! known in which language the person reads. What is wrong with a person's answers is no
//! error: the form is shown again, with everything typed kept.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{ALLOW, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use rand::RngExt;

use super::app::App;
use super::code_entry::code_entry;
use super::extract::FormFault;
use super::interface::Interface;
use super::page::Page;
use crate::paths::Address;
use clock::in_china;
use db::Fault;
use messages::{Message, PlainMessage, text};

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
    /// The form is larger than any form of ours.
    TooLarge,
    /// The body is not a form.
    UnsupportedMediaType,
    /// The form cannot be read.
    Malformed(FormFault),
    /// The database does not take or give anything now. Nothing was stored.
    Unavailable(Fault),
    /// A mistake of ours.
    Internal(Source),
}

/// What was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
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
    /// The code has been used.
    CodeUsed,
    /// The wave of the code has closed.
    CodeExpired,
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

impl Error {
    /// A mistake of ours, from whatever went wrong.
    pub(crate) fn internal(source: impl Into<Source>) -> Self {
        Self::Internal(source.into())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Gone(_) => StatusCode::GONE,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::NotPermitted | Self::Forged => StatusCode::FORBIDDEN,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Heading and explanation.
    fn messages(&self) -> (PlainMessage, Message<'static>) {
        let (title, explanation) = match self {
            Self::NotFound(Missing::Page) => (text::ERROR_PAGE_TITLE, text::ERROR_PAGE),
            Self::NotFound(Missing::Wave) => (text::ERROR_WAVE_TITLE, text::ERROR_WAVE),
            Self::NotFound(Missing::Code) => (text::ERROR_CODE_TITLE, text::ERROR_CODE),
            Self::NotFound(Missing::Release) => (text::ERROR_RELEASE_TITLE, text::ERROR_RELEASE),
            Self::NotFound(Missing::Questionnaire) => {
                (text::ERROR_QUESTIONNAIRE_TITLE, text::ERROR_QUESTIONNAIRE)
            }
            Self::Gone(Gone::CodeUsed) => (text::ERROR_USED_TITLE, text::ERROR_USED),
            Self::Gone(Gone::CodeExpired) => (text::ERROR_EXPIRED_TITLE, text::ERROR_EXPIRED),
            Self::Forbidden(Barred::Announced(opens_at)) => {
                let moment = in_china(*opens_at).format("%Y-%m-%d %H:%M").to_string();
                let explanation = text::ErrorAnnounced { moment };
                return (text::ERROR_ANNOUNCED_TITLE, explanation.into());
            }
            Self::Forbidden(Barred::Closed) => (text::ERROR_CLOSED_TITLE, text::ERROR_CLOSED),
            Self::Forbidden(Barred::InvitationNeeded) => {
                (text::ERROR_INVITED_TITLE, text::ERROR_INVITED)
            }
            Self::SignedOut => (text::ERROR_SIGNED_OUT_TITLE, text::ERROR_SIGNED_OUT),
            Self::NotPermitted => (text::ERROR_NOT_PERMITTED_TITLE, text::ERROR_NOT_PERMITTED),
            Self::Forged => (text::ERROR_FORGED_TITLE, text::ERROR_FORGED),
            Self::Forbidden(Barred::Foreign) => (text::ERROR_FOREIGN_TITLE, text::ERROR_FOREIGN),
            Self::MethodNotAllowed => (text::ERROR_METHOD_TITLE, text::ERROR_METHOD),
            Self::TooLarge => (text::ERROR_LARGE_TITLE, text::ERROR_LARGE),
            Self::UnsupportedMediaType => (text::ERROR_MEDIA_TITLE, text::ERROR_MEDIA),
            Self::Malformed(FormFault::TooManyFields) => {
                (text::ERROR_FIELDS_TITLE, text::ERROR_FIELDS)
            }
            Self::Malformed(_) => (text::ERROR_MALFORMED_TITLE, text::ERROR_MALFORMED),
            Self::Unavailable(_) => (text::ERROR_STORAGE_TITLE, text::ERROR_STORAGE),
            Self::Internal(_) => (text::ERROR_INTERNAL_TITLE, text::ERROR_INTERNAL),
        };
        (title, explanation.into())
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

/// What keeps the database from being written, in a sentence for staff.
pub(super) fn sentence(fault: Fault) -> PlainMessage {
    match fault {
        Fault::DiskFull => text::STORAGE_DISK_FULL,
        Fault::ReadOnly => text::STORAGE_READ_ONLY,
        Fault::Locked => text::STORAGE_LOCKED,
        Fault::Disk => text::STORAGE_DISK,
        Fault::NotSynced => text::STORAGE_NOT_SYNCED,
        Fault::Damaged => text::STORAGE_DAMAGED,
        Fault::Unreachable => text::STORAGE_UNREACHABLE,
        Fault::Memory => text::STORAGE_MEMORY,
        Fault::NotSeen => text::STORAGE_NOT_SEEN,
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if matches!(self, Self::Unavailable(_)) {
            response.headers_mut().insert(RETRY_AFTER, A_MOMENT);
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Writes the page of an error that a handler returned, and logs a mistake of ours, once.
pub(super) async fn explain(State(app): State<App>, request: Request, next: Next) -> Response {
    let interface = Interface::of(request.uri());
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<Arc<Error>>() else {
        return response;
    };
    let reference = matches!(*error, Error::Internal(_)).then(|| draw_reference(&app));
    if let (Error::Internal(source), Some(reference)) = (&*error, &reference) {
        tracing::error!(
            reference,
            error = source.as_ref() as &dyn std::error::Error,
            "a mistake of ours"
        );
    }
    let mut page = (
        error.status(),
        view(&interface, &error, reference.as_deref()),
    )
        .into_response();
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = response.headers_mut().remove(&name) {
            page.headers_mut().insert(name, value);
        }
    }
    page
}

/// A few symbols a person can read out on the telephone.
fn draw_reference(app: &App) -> String {
    format!("{:06X}", app.rng().random_range(0..0x0100_0000_u32))
}

fn view(interface: &Interface, error: &Error, reference: Option<&str>) -> Markup {
    let (title, explanation) = error.messages();
    let locale = interface.locale;
    let explanation = match error {
        Error::Unavailable(fault) if interface.is_of_staff() => {
            format!(
                "{} {}",
                locale.t(sentence(*fault)),
                locale.t(text::STORAGE_GO_BACK)
            )
        }
        _ => locale.t(explanation),
    };
    let over = matches!(error, Error::Gone(_) | Error::Forbidden(Barred::Closed));
    Page::new(interface, &locale.t(title)).over(over).body(&html! {
        p.lead { (explanation) }
        @if let Some(reference) = reference {
            p { (locale.t(text::ErrorReference { reference })) }
        }
        @match error {
            Error::SignedOut => { p { a.button href=(interface.link(Address::Login)) { (locale.t(text::SIGN_IN_LINK)) } } }
            Error::NotFound(Missing::Code) => { (code_entry(interface, &interface.place(), false)) }
            Error::Unavailable(_) if interface.is_of_staff() => { p { a.button href=(interface.link(Address::Studio)) { (locale.t(text::STUDIO_LINK)) } } }
            Error::NotPermitted | Error::Forged => { p { a.button href=(interface.link(Address::Studio)) { (locale.t(text::STUDIO_LINK)) } } }
            _ => { p { a.button href=(interface.link(Address::Home)) { (locale.t(text::HOME_LINK)) } } }
        }
        @if matches!(error, Error::Gone(Gone::CodeUsed)) {
            p { a.button.quiet href=(interface.link(Address::Receipt)) { (locale.t(text::RECEIPT_LINK)) } }
        }
        p { a href=(interface.link(Address::Results)) { (locale.t(text::RESULTS_LINK)) } }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explanation_offers_a_way_onward() {
        let page = view(&Interface::default(), &Error::Gone(Gone::CodeUsed), None).into_string();
        assert!(page.contains("href=\"/\""));
        assert!(page.contains("href=\"/receipt\""));
        assert_eq!(page.matches("<h1").count(), 1);
    }

    #[test]
    fn a_code_that_was_not_found_is_there_to_be_corrected() {
        let uri = "/i/CTEM-53RC-0SXT-VVM1?lang=en".parse().unwrap();
        let error = Error::NotFound(Missing::Code);
        let page = view(&Interface::of(&uri), &error, None).into_string();
        assert!(page.contains("value=\"CTEM-53RC-0SXT-VVM1\""), "{page}");
    }

    #[test]
    fn a_page_says_to_its_script_that_a_form_is_over() {
        let page = |error| view(&Interface::default(), &error, None).into_string();
        assert!(page(Error::Gone(Gone::CodeExpired)).contains(" data-over"));
        assert!(page(Error::Forbidden(Barred::Closed)).contains(" data-over"));
        assert!(!page(Error::Forbidden(Barred::Foreign)).contains("data-over"));
        assert!(!page(Error::NotFound(Missing::Wave)).contains("data-over"));
    }

    #[test]
    fn the_source_of_a_mistake_is_never_shown() {
        let error = Error::internal("the password is swordfish");
        let page = view(&Interface::default(), &error, Some("0BAD42")).into_string();
        assert!(!page.contains("swordfish"));
        assert!(page.contains("0BAD42"));
    }
}
