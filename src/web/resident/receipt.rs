//! Looks up a receipt: counted or not, and nothing else.

use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Form};
use crate::guesses;
use crate::interface::Interface;
use crate::page::Page;
use fieldwork::code::Receipt;
use fieldwork::store;
use messages::text;

/// What is known of the receipt that was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finding {
    Unasked,
    Unreadable,
    Counted,
    Unknown,
}

/// Asks for a receipt.
pub(crate) async fn show(interface: Interface) -> Markup {
    view(&interface, "", Finding::Unasked)
}

/// Says whether a receipt was counted.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    Form(form): Form,
) -> Result<Response, Error> {
    let form = ReceiptForm::of(&form);
    let Some(receipt) = Receipt::parse(&form.receipt) else {
        let page = view(&interface, &form.receipt, Finding::Unreadable);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let counted = store::find_receipt(&app.db, &app.key, receipt).await?;
    let page = |finding| view(&interface, &receipt.to_string(), finding);
    Ok(if counted {
        page(Finding::Counted).into_response()
    } else {
        (Extension(guesses::NotFound), page(Finding::Unknown)).into_response()
    })
}

struct ReceiptForm {
    receipt: String,
}

impl ReceiptForm {
    fn of(fields: &Fields) -> Self {
        Self {
            receipt: fields
                .get("receipt")
                .unwrap_or_default()
                .chars()
                .take(64)
                .collect(),
        }
    }
}

fn view(interface: &Interface, typed: &str, finding: Finding) -> Markup {
    let locale = interface.locale;
    Page::new(interface, &locale.t(text::RECEIPT_TITLE)).body(&html! {
        @match finding {
            Finding::Counted => { p.notice.good role="status" { span aria-hidden="true" { "✓ " } (locale.t(text::RECEIPT_COUNTED)) } }
            Finding::Unknown => { p.notice.doubt role="status" { (locale.t(text::RECEIPT_UNKNOWN)) } }
            Finding::Unreadable | Finding::Unasked => { p.lead { (locale.t(text::RECEIPT_LEAD)) } }
        }
        form.entry method="post" action=(interface.link(Address::Receipt)) {
            label for="receipt" { (locale.t(text::RECEIPT_LABEL)) }
            @if finding == Finding::Unreadable {
                p.message #receipt-error role="alert" { span aria-hidden="true" { "! " } (locale.t(text::CODE_UNREADABLE)) }
            }
            input.text.code #receipt name="receipt" value=(typed) autocomplete="off" autocapitalize="characters" spellcheck="false"
                maxlength="40" aria-describedby=[(finding == Finding::Unreadable).then_some("receipt-error")]
                aria-invalid=[(finding == Finding::Unreadable).then_some("true")];
            button type="submit" { (locale.t(text::RECEIPT_SUBMIT)) }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreadable_receipt_keeps_what_was_typed() {
        let page = view(&Interface::default(), "AB<1", Finding::Unreadable).into_string();
        assert!(page.contains("value=\"AB&lt;1\""));
        assert!(page.contains("aria-describedby=\"receipt-error\""));
    }
}
