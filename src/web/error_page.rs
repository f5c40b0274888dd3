//! The page that says why a request failed.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{ALLOW, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use rand::RngExt;

use super::api;
use super::app::App;
use super::code_entry::code_entry;
use super::error::{Barred, Error, FormFault, Gone, Missing};
use super::form_word::FormWord;
use super::interface::Interface;
use super::page::Page;
use super::studio::guard::LIMIT;
use super::studio::shell::Studio;
use super::studio::staff::Staff;
use crate::addresses::{Address, Pattern};
use clock::in_china;
use db::Fault;
use fieldwork::Spent;
use format::source::LARGEST_FILE;
use messages::{Message, PlainMessage, text};
use sampling::listing::LARGEST_LISTING;

/// Writes the page of an error that a handler returned, and logs an internal error, once.
pub(super) async fn explain(State(app): State<App>, request: Request, next: Next) -> Response {
    let interface = Interface::of(request.uri());
    let headers = request.headers().clone();
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<Arc<Error>>() else {
        return response;
    };
    if matches!(*error, Error::TooManyGuesses) {
        return in_a_sentence(&interface);
    }
    let reference = matches!(*error, Error::Internal(_)).then(|| draw_reference(&app));
    if let (Error::Internal(source), Some(reference)) = (&*error, &reference) {
        tracing::error!(
            reference,
            error = source.as_ref() as &dyn std::error::Error,
            "an internal error"
        );
    }
    if interface.is_of_api() {
        let (title, explanation) = messages(&error);
        let said = (interface.locale.t(title), interface.locale.t(explanation));
        return api::problem(&error, said, &response);
    }
    let page = if interface.is_of_staff() {
        let staff = Staff::signed_in(&app, &headers).await;
        view_for_staff(&interface, staff.as_ref(), &error, reference.as_deref())
    } else {
        view(&interface, &error, reference.as_deref())
    };
    let mut page = match FormWord::of(&error) {
        Some(word) => (error.status(), word, page).into_response(),
        None => (error.status(), page).into_response(),
    };
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = response.headers_mut().remove(&name) {
            page.headers_mut().insert(name, value);
        }
    }
    page
}

/// The answer to somebody who guesses: no page, since the answer is there to cost little.
fn in_a_sentence(interface: &Interface) -> Response {
    let retry = [(RETRY_AFTER, "60")];
    let words = interface.locale.t(text::ERROR_GUESSES);
    (StatusCode::TOO_MANY_REQUESTS, retry, words).into_response()
}

/// A few symbols a person can read out on the telephone.
fn draw_reference(app: &App) -> String {
    format!("{:06X}", app.rng().random_range(0..0x0100_0000_u32))
}

/// The page for staff, inside their own shell.
fn view_for_staff(
    interface: &Interface,
    staff: Option<&Staff>,
    error: &Error,
    reference: Option<&str>,
) -> Markup {
    let locale = interface.locale;
    let (title, explanation) = messages_for_staff(error);
    let explanation = match error {
        Error::TooLarge
            if interface.is_at(Pattern::Frames) || interface.is_at(Pattern::WaveAddresses) =>
        {
            let mib = LARGEST_LISTING >> 20;
            locale.t(text::FrameTooLarge { mib })
        }
        Error::Unavailable(fault) => {
            let fault = locale.t(sentence(*fault));
            format!("{fault} {}", locale.t(text::STORAGE_GO_BACK))
        }
        _ => locale.t(explanation),
    };
    Studio::in_no_place(interface, staff, locale.t(title)).body(&html! {
        p.lead { (explanation) }
        @if let Some(reference) = reference {
            p { (locale.t(text::ErrorReference { reference })) }
        }
        @if matches!(error, Error::SignedOut) {
            p { a.button href=(interface.link(Address::Login)) { (locale.t(text::SIGN_IN_LINK)) } }
        } @else {
            p { a.button href=(interface.link(Address::Studio)) { (locale.t(text::STUDIO_LINK)) } }
        }
    })
}

fn view(interface: &Interface, error: &Error, reference: Option<&str>) -> Markup {
    let (title, explanation) = messages(error);
    let locale = interface.locale;
    let over = FormWord::of(error).is_some_and(FormWord::is_final);
    Page::new(interface, &locale.t(title)).over(over).body(&html! {
        p.lead { (locale.t(explanation)) }
        @if let Some(reference) = reference {
            p { (locale.t(text::ErrorReference { reference })) }
        }
        @match error {
            Error::NotFound(Missing::Code) => { (code_entry(interface, &interface.place(), false)) }
            Error::Gone(Gone::CodeSpent(Spent::Void)) => { (code_entry(interface, "", false)) }
            _ => { p { a.button href=(interface.link(Address::Home)) { (locale.t(text::HOME_LINK)) } } }
        }
        @if matches!(error, Error::Gone(Gone::CodeSpent(Spent::Used | Spent::HouseholdAnswered))) {
            p { a.button.quiet href=(interface.link(Address::Receipt)) { (locale.t(text::RECEIPT_LINK)) } }
        }
        p { a href=(interface.link(Address::Results)) { (locale.t(text::RESULTS_LINK)) } }
    })
}

/// Heading and explanation for staff, where what residents read would lead them astray.
fn messages_for_staff(error: &Error) -> (PlainMessage, Message<'static>) {
    let (title, explanation) = messages(error);
    let explanation = match error {
        Error::NotFound(Missing::Page | Missing::Plan | Missing::Wave | Missing::Release) => {
            text::ERROR_STAFF_PAGE.into()
        }
        Error::MethodNotAllowed => text::ERROR_STAFF_METHOD.into(),
        Error::TooLarge => text::ErrorStaffLarge {
            mib: LIMIT >> 20,
            kib: LARGEST_FILE >> 10,
        }
        .into(),
        Error::UnsupportedMediaType | Error::Malformed(_) => text::ERROR_STAFF_MALFORMED.into(),
        Error::NotFound(Missing::Code | Missing::Questionnaire)
        | Error::Gone(_)
        | Error::Forbidden(_)
        | Error::SignedOut
        | Error::NotPermitted
        | Error::Forged
        | Error::TooManyGuesses
        | Error::TooManyRequests(_)
        | Error::Unavailable(_)
        | Error::Busy
        | Error::Internal(_) => explanation,
    };
    (title, explanation)
}

/// Heading and explanation.
fn messages(error: &Error) -> (PlainMessage, Message<'static>) {
    let (title, explanation) = match error {
        Error::NotFound(Missing::Page) => (text::ERROR_PAGE_TITLE, text::ERROR_PAGE),
        Error::NotFound(Missing::Plan) => (text::ERROR_PLAN_TITLE, text::ERROR_PLAN),
        Error::NotFound(Missing::Wave) => (text::ERROR_WAVE_TITLE, text::ERROR_WAVE),
        Error::NotFound(Missing::Code) => (text::ERROR_CODE_TITLE, text::ERROR_CODE),
        Error::NotFound(Missing::Release) => (text::ERROR_RELEASE_TITLE, text::ERROR_RELEASE),
        Error::NotFound(Missing::Questionnaire) => {
            (text::ERROR_QUESTIONNAIRE_TITLE, text::ERROR_QUESTIONNAIRE)
        }
        Error::Gone(Gone::CodeSpent(Spent::Used)) => (text::ERROR_USED_TITLE, text::ERROR_USED),
        Error::Gone(Gone::CodeSpent(Spent::HouseholdAnswered)) => {
            (text::ERROR_ANSWERED_TITLE, text::ERROR_ANSWERED)
        }
        Error::Gone(Gone::CodeSpent(Spent::Void)) => (text::ERROR_VOID_TITLE, text::ERROR_VOID),
        Error::Gone(Gone::LinkOver) => (text::ERROR_LINK_TITLE, text::ERROR_LINK),
        Error::Gone(Gone::CodeExpired) => (text::ERROR_EXPIRED_TITLE, text::ERROR_EXPIRED),
        Error::Forbidden(Barred::Announced(opens_at)) => {
            let moment = in_china(*opens_at).format("%Y-%m-%d %H:%M").to_string();
            let explanation = text::ErrorAnnounced { moment };
            return (text::ERROR_ANNOUNCED_TITLE, explanation.into());
        }
        Error::Gone(Gone::TooLate(closed_at)) => {
            let moment = in_china(*closed_at).format("%Y-%m-%d %H:%M").to_string();
            return (text::ERROR_LATE_TITLE, text::ErrorLate { moment }.into());
        }
        Error::Forbidden(Barred::Closed) => (text::ERROR_CLOSED_TITLE, text::ERROR_CLOSED),
        Error::Forbidden(Barred::InvitationNeeded) => {
            (text::ERROR_INVITED_TITLE, text::ERROR_INVITED)
        }
        Error::SignedOut => (text::ERROR_SIGNED_OUT_TITLE, text::ERROR_SIGNED_OUT),
        Error::NotPermitted => (text::ERROR_NOT_PERMITTED_TITLE, text::ERROR_NOT_PERMITTED),
        Error::Forged => (text::ERROR_FORGED_TITLE, text::ERROR_FORGED),
        Error::Forbidden(Barred::Foreign) => (text::ERROR_FOREIGN_TITLE, text::ERROR_FOREIGN),
        Error::TooManyGuesses => (text::ERROR_CODE_TITLE, text::ERROR_GUESSES),
        Error::TooManyRequests(_) => (text::ERROR_REQUESTS_TITLE, text::ERROR_REQUESTS),
        Error::MethodNotAllowed => (text::ERROR_METHOD_TITLE, text::ERROR_METHOD),
        Error::TooLarge => (text::ERROR_LARGE_TITLE, text::ERROR_LARGE),
        Error::UnsupportedMediaType => (text::ERROR_MEDIA_TITLE, text::ERROR_MEDIA),
        Error::Malformed(FormFault::TooManyFields) => {
            (text::ERROR_FIELDS_TITLE, text::ERROR_FIELDS)
        }
        Error::Malformed(_) => (text::ERROR_MALFORMED_TITLE, text::ERROR_MALFORMED),
        Error::Unavailable(_) => (text::ERROR_STORAGE_TITLE, text::ERROR_STORAGE),
        Error::Busy => (text::ERROR_BUSY_TITLE, text::ERROR_BUSY),
        Error::Internal(_) => (text::ERROR_INTERNAL_TITLE, text::ERROR_INTERNAL),
    };
    (title, explanation.into())
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn an_explanation_offers_a_way_onward() {
        let used = Error::Gone(Gone::CodeSpent(Spent::Used));
        let page = view(&Interface::default(), &used, None).into_string();
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
        let late = page(Error::Gone(Gone::TooLate(DateTime::UNIX_EPOCH)));
        assert!(late.contains(" data-over") && late.contains("1970-01-01 08:00"));
        let spent = |spent| page(Error::Gone(Gone::CodeSpent(spent)));
        assert!(spent(Spent::HouseholdAnswered).contains(" data-over"));
        assert!(!spent(Spent::Void).contains("data-over"));
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
