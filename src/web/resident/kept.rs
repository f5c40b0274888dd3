//! What was typed, kept while the database is out of reach: a page that needs nothing but the form that was sent.
//!
//! The form itself is shown again where its questionnaire can be read ([`Standing::Unavailable`]). Where not even
//! that can be had, this page holds every answer and sends it once more. A form with a script does not need it: its
//! answers lie on the phone until a receipt has come.
//!
//! [`Standing::Unavailable`]: super::document::Standing::Unavailable

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::error::{A_MOMENT, Error};
use crate::extract::Fields;
use crate::interface::Interface;
use crate::page::{FORM, Page, REDRAW};
use messages::text;

/// The answer to a form, or a page that keeps what was typed where the database is to blame for there being none.
pub(super) fn or_keep(
    answer: Result<Response, Error>,
    interface: &Interface,
    typed: &Fields,
) -> Result<Response, Error> {
    match answer {
        Err(Error::Unavailable(_)) => {
            let retry = [(RETRY_AFTER, A_MOMENT)];
            let page = view(interface, typed);
            Ok((StatusCode::SERVICE_UNAVAILABLE, retry, page).into_response())
        }
        answer => answer,
    }
}

fn view(interface: &Interface, typed: &Fields) -> Markup {
    let locale = interface.locale;
    let answers = typed.pairs().iter().filter(|(name, _)| name != REDRAW);
    let page = Page::new(interface, &locale.t(text::ERROR_UNAVAILABLE_TITLE));
    page.resending().body(&html! {
        div.errors #errors role="alert" tabindex="-1" autofocus {
            p { (locale.t(text::KEPT_ANSWERS)) }
        }
        form #(FORM) method="post" {
            @for (name, value) in answers { input type="hidden" name=(name) value=(value); }
            div.send { button type="submit" { (locale.t(text::SEND)) } }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::Fault;

    #[test]
    fn every_answer_stands_on_the_page_and_is_sent_again() {
        let typed = Fields::parse(b"_variant=3&R01=2&R05=1&R05=4&R99=%22%3Cb%3E&_redraw=").unwrap();
        let answer = or_keep(
            Err(Error::Unavailable(Fault::Unreachable)),
            &Interface::default(),
            &typed,
        );
        assert_eq!(answer.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
        let page = view(&Interface::default(), &typed).into_string();
        for field in [
            "name=\"_variant\" value=\"3\"",
            "name=\"R01\" value=\"2\"",
            "name=\"R05\" value=\"1\"",
            "name=\"R05\" value=\"4\"",
            "name=\"R99\" value=\"&quot;&lt;b&gt;\"",
        ] {
            assert!(page.contains(field), "{field}");
        }
        assert!(!page.contains("type=\"hidden\" name=\"_redraw\""));
        assert!(
            page.contains("form=\"survey\" name=\"_redraw\""),
            "another language keeps them"
        );
    }

    #[test]
    fn other_errors_stay_errors() {
        let typed = Fields::default();
        let error = or_keep(Err(Error::TooLarge), &Interface::default(), &typed);
        assert!(matches!(error, Err(Error::TooLarge)));
    }
}
