//! What a person sees once the answers are safe: a receipt, and nothing of the answers.

use axum::extract::State;
use axum::http::HeaderMap;
use maud::{Markup, html};

use super::notice;
use super::way_in::way_in;
use crate::addresses::{self, Address};
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Query;
use crate::form_word::FormWord;
use crate::interface::Interface;
use crate::page::Page;
use crate::studio::staff::Staff;
use accounts::Permission;
use fieldwork::code::Receipt;
use fieldwork::store::{self, Taken};
use fieldwork::wave::{Mode, Wave};
use messages::text;

/// Thanks for an answer that is safe; may be reloaded as often as one likes.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    headers: HeaderMap,
    Query(query): Query,
) -> Result<(FormWord, Markup), Error> {
    let receipt = query.get("receipt").and_then(Receipt::parse);
    let receipt = receipt.ok_or(Error::NotFound(Missing::Page))?;
    let counted = store::find_receipt(&app.db, &app.key, receipt).await?;
    if !counted {
        return Err(Error::NotFound(Missing::Page));
    }
    let wave = query.get("wave").unwrap_or_default();
    let wave = store::find_wave(&app.db, wave).await?;
    let next = match wave.as_ref().filter(|wave| wave.mode == Mode::Open) {
        Some(wave) => Some(way_in(&app, wave).await?),
        None => None,
    };
    let again = query.get("again").is_some();
    let taken = Taken { receipt, again };
    let staff = Staff::signed_in(&app, &headers).await;
    let after = After {
        next,
        given_back: staff.is_some_and(|staff| staff.may(Permission::VisitHouseholds)),
    };
    let page = view(&interface, wave.as_ref(), &after, taken);
    Ok((FormWord::Done, page))
}

/// Where one goes on from here.
#[derive(Default)]
struct After {
    /// A form for the next person, if there is one.
    next: Option<String>,
    /// Whether an interviewer has handed the phone over.
    given_back: bool,
}

fn view(interface: &Interface, wave: Option<&Wave>, after: &After, taken: Taken) -> Markup {
    let locale = interface.locale;
    let simulated = wave.is_some_and(|wave| wave.simulated);
    let complaints = wave.and_then(|wave| wave.complaints.as_ref());
    let pressure = if complaints.is_some() {
        text::THANKS_PRESSURE_ELSEWHERE
    } else if wave.is_none_or(|wave| wave.contact.is_some()) {
        text::THANKS_PRESSURE
    } else {
        text::THANKS_PRESSURE_NOWHERE
    };
    let told = match complaints {
        Some(complaints) => interface.text(complaints).to_owned(),
        None => notice::contact(interface, wave),
    };
    Page::new(interface, &locale.t(text::THANKS_TITLE)).simulated(simulated).body(&html! {
        p.lead { (locale.t(text::THANKS_LEAD)) }
        @if taken.again { p.notice { (locale.t(text::THANKS_AGAIN)) } }
        div.receipt {
            p { (locale.t(text::THANKS_RECEIPT)) }
            p.code { (taken.receipt) }
        }
        p { (locale.t(text::THANKS_KEEP)) }
        h2 { (locale.t(text::THANKS_PRESSURE_TITLE)) }
        p { (locale.t(pressure)) }
        p { strong { (told) } }
        @if after.given_back { p { a.button href=(interface.link(Address::Field)) { (locale.t(text::FIELD_GIVE_BACK)) } } }
        @if let Some(form) = &after.next {
            p { a.button.quiet href=(interface.link(addresses::new_fill(form))) { (locale.t(text::THANKS_OTHER)) } }
        }
        p { a.button.quiet href=(interface.link(Address::Results)) { (locale.t(text::RESULTS_LINK)) } }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_receipt_is_shown_in_groups_of_four() {
        let receipt = Receipt::parse("0123456789abcdef").unwrap();
        let again = false;
        let (interface, after) = (Interface::default(), After::default());
        let page = view(&interface, None, &after, Taken { receipt, again }).into_string();
        assert!(page.contains("0123-4567-89AB-CDEF"));
    }
}
