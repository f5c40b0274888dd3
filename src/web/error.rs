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
use super::paths;
use clock::in_china;
use db::Fault;
use messages::Argument;

/// When it is worth another try: the intake looks every second whether the database can be written again.
pub(super) const A_MOMENT: HeaderValue = HeaderValue::from_static("5");

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a request got no page.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// There is nothing at this address.
    #[error("nothing there: {0:?}")]
    NotFound(Missing),
    /// There was something, and it is over.
    #[error("gone: {0:?}")]
    Gone(Gone),
    /// There is something, but not for this person now.
    #[error("not open: {0:?}")]
    Forbidden(Barred),
    /// Nobody is signed in, or no longer.
    #[error("nobody is signed in")]
    SignedOut,
    /// Somebody is signed in who may not do this.
    #[error("the roles held do not grant this")]
    NotPermitted,
    /// The request was not made by a page of ours.
    #[error("the request comes from elsewhere")]
    Forged,
    /// The address exists, but not for this method.
    #[error("the method is not allowed here")]
    MethodNotAllowed,
    /// The form is larger than any form of ours.
    #[error("the form is too large")]
    TooLarge,
    /// The body is not a form.
    #[error("the body is not a form")]
    UnsupportedMediaType,
    /// The form cannot be read.
    #[error("the form cannot be read: {0}")]
    Malformed(#[source] FormFault),
    /// The database does not take or give anything now. Nothing was stored.
    #[error("the database: {0}")]
    Unavailable(Fault),
    /// A mistake of ours.
    #[error("a mistake of ours")]
    Internal(#[source] Source),
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

    /// The keys of heading and explanation.
    fn keys(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound(Missing::Page) => ("error-page-title", "error-page"),
            Self::NotFound(Missing::Wave) => ("error-wave-title", "error-wave"),
            Self::NotFound(Missing::Code) => ("error-code-title", "error-code"),
            Self::NotFound(Missing::Release) => ("error-release-title", "error-release"),
            Self::NotFound(Missing::Questionnaire) => {
                ("error-questionnaire-title", "error-questionnaire")
            }
            Self::Gone(Gone::CodeUsed) => ("error-used-title", "error-used"),
            Self::Gone(Gone::CodeExpired) => ("error-expired-title", "error-expired"),
            Self::Forbidden(Barred::Announced(_)) => ("error-announced-title", "error-announced"),
            Self::Forbidden(Barred::Closed) => ("error-closed-title", "error-closed"),
            Self::Forbidden(Barred::InvitationNeeded) => ("error-invited-title", "error-invited"),
            Self::SignedOut => ("error-signed-out-title", "error-signed-out"),
            Self::NotPermitted => ("error-not-permitted-title", "error-not-permitted"),
            Self::Forged => ("error-forged-title", "error-forged"),
            Self::Forbidden(Barred::Foreign) => ("error-foreign-title", "error-foreign"),
            Self::MethodNotAllowed => ("error-method-title", "error-method"),
            Self::TooLarge => ("error-large-title", "error-large"),
            Self::UnsupportedMediaType => ("error-media-title", "error-media"),
            Self::Malformed(FormFault::TooManyFields) => ("error-fields-title", "error-fields"),
            Self::Malformed(_) => ("error-malformed-title", "error-malformed"),
            Self::Unavailable(_) => ("error-storage-title", "error-storage"),
            Self::Internal(_) => ("error-internal-title", "error-internal"),
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

/// What keeps the database from being written, in a sentence for staff.
pub(super) fn sentence(fault: Fault) -> &'static str {
    match fault {
        Fault::DiskFull => "storage-disk-full",
        Fault::ReadOnly => "storage-read-only",
        Fault::Locked => "storage-locked",
        Fault::Disk => "storage-disk",
        Fault::NotSynced => "storage-not-synced",
        Fault::Damaged => "storage-damaged",
        Fault::Unreachable => "storage-unreachable",
        Fault::Memory => "storage-memory",
        Fault::NotSeen => "storage-not-seen",
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
    let (title, explanation) = error.keys();
    let locale = interface.locale;
    let explanation = match error {
        Error::Forbidden(Barred::Announced(opens_at)) => {
            let moment = in_china(*opens_at).format("%Y-%m-%d %H:%M").to_string();
            locale.with("error-announced", [("moment", Argument::from(moment))])
        }
        Error::Unavailable(fault) if interface.is_of_staff() => {
            format!(
                "{} {}",
                locale.t(sentence(*fault)),
                locale.t("storage-go-back")
            )
        }
        _ => locale.t(explanation),
    };
    let over = matches!(error, Error::Gone(_) | Error::Forbidden(Barred::Closed));
    Page::new(interface, &locale.t(title)).over(over).body(&html! {
        p.lead { (explanation) }
        @if let Some(reference) = reference {
            p { (locale.with("error-reference", [("reference", Argument::from(reference))])) }
        }
        @match error {
            Error::SignedOut => { p { a.button href=(interface.link(paths::LOGIN)) { (locale.t("sign-in-link")) } } }
            Error::NotFound(Missing::Code) => { (code_entry(interface, &interface.place(), false)) }
            Error::Unavailable(_) if interface.is_of_staff() => { p { a.button href=(interface.link(paths::STUDIO)) { (locale.t("studio-link")) } } }
            Error::NotPermitted | Error::Forged => { p { a.button href=(interface.link(paths::STUDIO)) { (locale.t("studio-link")) } } }
            _ => { p { a.button href=(interface.link(paths::HOME)) { (locale.t("home-link")) } } }
        }
        @if matches!(error, Error::Gone(Gone::CodeUsed)) {
            p { a.button.quiet href=(interface.link(paths::RECEIPT)) { (locale.t("receipt-link")) } }
        }
        p { a href=(interface.link(paths::RESULTS)) { (locale.t("results-link")) } }
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
